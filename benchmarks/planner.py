"""The pages of planner and route: their weight, how soon they answer, what a move of them takes.

Run: python -m benchmarks.planner. The shipped atlas and its route page, then (but not with
--shipped) the atlas with 1,000 deposits, and one grown to 2,000 terminals and 500 deposits too, by
copies set beside their originals. Times are medians in Chromium without a GPU, beside the same
questions asked of the model in Python in the same run, and beside moves that change nothing, which
is the least that can be measured so. Readiness is the best of several openings, and judged by its
processor time, since a machine that others use is late by chance. What is promised of a page stands
beside what was measured; ends with 1 where a promise is broken. Needs Chromium and the extras
`dev`.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from playwright.sync_api import sync_playwright

import zimnik
from benchmarks.grown_atlas import grown
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.layers.files import write_text
from zimnik.maps.pages.planner import PLANNER
from zimnik.studies.drawing import page_context
from zimnik.studies.map import MapQuestion, planner_input
from zimnik.studies.provenance import asked_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import folium
    from playwright.sync_api import Browser, Page

    from zimnik.maps.pages.planner_data import PlannerInput
    from zimnik.studies.model import Model
    from zimnik.studies.study import Study

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
VIEWS = {
    "one hub, one day": "#hub=krasnokamensk&ready=07-01&chosen=tomtor",
    "one hub, the year": "#hub=krasnokamensk&chosen=tomtor",
    "cheapest hub, one day": "#ready=07-01&chosen=tomtor",
    "cheapest hub, the year": "#chosen=tomtor",
}
TERMINALS, DEPOSITS = 2_000, 500
MANY_DEPOSITS = 1_000
ROUTE = ("tomtor", "krasnokamensk")
MOVES = 30
OPENINGS = 5
LONGEST_MS = 300_000
# What is promised.
READY_MS, WHEEL_MS, MOST_ROUTE_MB = 1_000, 60, 0.4
PYTHON_QUESTIONS = 12
# When a page says that it stands, by its own clock.
NOTE_READY = """
new MutationObserver(() => {
  if (document.body?.dataset.ready === "yes") window.readyMs ??= performance.now();
}).observe(document, { subtree: true, childList: true, attributes: true });
"""
# A move of a slider to the picture after it: answer, table and map are drawn in one frame, but what
# waits for a later one is waited for. An empty move is one to where the slider is: the wait for a
# frame, and its picture.
MOVE = """
async ([selector, value]) => {
  const input = document.querySelector(selector);
  const map = window[document.querySelector(".folium-map").id];
  const frame = () => new Promise(requestAnimationFrame);
  const afterPainting = () => new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  });
  const isPending = () => document.querySelector("[aria-busy=true]")
    || Object.values(map._layers)
      .some((layer) => layer instanceof L.Canvas && layer._redrawRequest);
  const painted = async () => {
    do {
      await frame();
      await afterPainting();
    } while (isPending());
  };
  const timed = async (act) => {
    const start = performance.now();
    act();
    await painted();
    return performance.now() - start;
  };
  const empty = await timed(() => {});
  const move = await timed(() => {
    input.value = value;
    input.dispatchEvent(new Event("input"));
  });
  return { empty, move };
}
"""
# How slow the machine is just then.
LOOP = """
() => {
  const start = performance.now();
  let sum = 0;
  for (let i = 0; i < 2e6; i += 1) sum += Math.sqrt(i);
  return performance.now() - start + 0 * sum;
}
"""
PAUSE_MS = 450
WHEEL_STEPS = 12
WHEEL_PX = 120
# A step of the wheel glides, and the place of the map is written into the address after it.
WHEEL_SETTLED_MS = 800


def planner_of(model: Model, given: PlannerInput) -> folium.Map:
    """Return the page of a model."""
    asked = asked_of(model, MapQuestion(), "map")
    return PLANNER.draw(page_context(model, asked, {"en": "A benchmark"}), given)


def python_ms(given: PlannerInput) -> float:
    """Return how long the model takes for one question, the network laid out before."""
    dated = dated_network(given.arrays, given.card, YearType.NORMAL)
    times = []
    for deposit_id in list(given.cargoes)[:PYTHON_QUESTIONS]:
        request = Shipment(deposit_id, "krasnokamensk", given.cargoes[deposit_id], dates=Dates(181))
        start = time.perf_counter()
        find_routes(given.arrays, given.card, request, dated=dated)
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def processor_clock(page: Page) -> Callable[[], float]:
    """Return a function that tells how many ms of processor time a page has taken."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy_ms() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * float(next(m["value"] for m in metrics if m["name"] == "TaskDuration"))

    return busy_ms


def wheel_ms(page: Page) -> float:
    """Return the processor time of a step of the wheel, as many inwards as outwards."""
    busy_ms = processor_clock(page)
    page.locator(".folium-map").hover(position={"x": 300, "y": 400}, force=True)
    steps = []
    for i in range(WHEEL_STEPS):
        page.wait_for_timeout(WHEEL_SETTLED_MS)
        before = busy_ms()
        page.mouse.wheel(0, -WHEEL_PX if i < WHEEL_STEPS / 2 else WHEEL_PX)
        page.wait_for_timeout(WHEEL_SETTLED_MS)
        steps.append(busy_ms() - before)
    return statistics.median(steps)


def measure_view(page: Page, selector: str) -> dict[str, list[float]]:
    """Return what each of a slider's moves took in ms, and of it the page's own processor time."""
    busy_ms = processor_clock(page)
    times: dict[str, list[float]] = {"loop": [], "empty": [], "move": [], "processor": []}
    for i in range(MOVES):
        value = ((i * 5) % 12) - 5 if "rate" in selector else (i * 151) % 365
        page.wait_for_timeout(PAUSE_MS)
        times["loop"].append(page.evaluate(LOOP))
        before = busy_ms()
        took: dict[str, float] = page.evaluate(MOVE, [selector, value])
        times["processor"].append(busy_ms() - before)
        for name, ms in took.items():
            times[name].append(ms)
    return times


def told(times: dict[str, list[float]]) -> str:
    """Return medians, and the quickest tenth, which is what an idle machine would show."""
    tenth = statistics.quantiles(times["move"], n=10)[0]
    move, empty, processor = (statistics.median(times[k]) for k in ("move", "empty", "processor"))
    slowed = statistics.median(times["loop"]) / min(times["loop"])
    return (
        f"{move:.0f} ms, the quickest tenth {tenth:.0f} ms, {processor:.0f} ms of processor time; "
        f"an empty move {empty:.0f} ms; machine {slowed:.1f} times slower than at its best"
    )


def opened(browser: Browser, address: str) -> Page:
    """Return a page that stands."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(NOTE_READY)
    page.goto(address)
    page.locator("body[data-ready=yes]").wait_for(state="attached", timeout=LONGEST_MS)
    return page


def ready_ms(browser: Browser, address: str) -> tuple[float, float]:
    """Return how soon a page stands at best, and the least processor time that it takes."""
    found: list[tuple[float, float]] = []
    for _ in range(OPENINGS):
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.add_init_script(NOTE_READY)
        busy_ms = processor_clock(page)
        page.goto(address)
        page.locator("body[data-ready=yes]").wait_for(state="attached", timeout=LONGEST_MS)
        found.append((page.evaluate("window.readyMs"), busy_ms()))
        page.close()
    return min(ms for ms, _ in found), min(ms for _, ms in found)


def is_kept(what: str, value: float, most: float, unit: str) -> bool:
    """Print what was measured beside what is promised, and return whether it is kept."""
    digits = 2 if unit == "MB" else 0
    verdict = "kept" if value <= most else "BROKEN"
    print(f"  {what}: {value:,.{digits}f} {unit}, at most {most:g}: {verdict}", flush=True)
    return value <= most


def weighed(page: folium.Map, name: str) -> tuple[str, float]:
    """Write a page and return its address and its weight in MB."""
    path = Path(tempfile.mkdtemp()) / f"{name}.html"
    size_bytes = write_text(path, page.get_root().render())
    return path.as_uri(), size_bytes / 1e6


def measure_opening(browser: Browser, address: str, most_ms: float) -> bool:
    """Print how soon a page stands."""
    best_ms, processor_ms = ready_ms(browser, address)
    print(f"  stands after {best_ms:,.0f} ms by the clock, the best of {OPENINGS} openings")
    return is_kept("processor time until it stands", processor_ms, most_ms, "ms")


def measure_moves(browser: Browser, address: str, move_ms: float) -> bool:
    """Print what the wheel and each kind of move take."""
    medians, kept = [], True
    for view, fragment in VIEWS.items():
        page = opened(browser, f"{address}{fragment}")
        for label, selector in (("rail rate", "[data-rate=rail]"), ("day", "#z-ready")):
            if label == "rail rate" or "one day" in view:
                times = measure_view(page, selector)
                medians.append(statistics.median(times["processor"]))
                print(f"  {view}, {label}: {told(times)}", flush=True)
        if view == next(iter(VIEWS)):
            step_ms = wheel_ms(page)
            kept = is_kept("a step of the wheel, processor time", step_ms, WHEEL_MS, "ms")
        page.close()
    what = f"a move of a slider, processor time, median of {len(medians)} kinds"
    return is_kept(what, statistics.median(medians), move_ms, "ms") and kept


def measure(
    browser: Browser, name: str, model: Model, *, most_mb: float, opening_ms: float, move_ms: float
) -> bool:
    """Print weight, readiness and moves of the page of a model beside what is promised of them."""
    given = planner_input(model)
    states, edges = len(given.arrays.states), len(given.arrays.edges)
    print(f"{name}: {len(given.cargoes)} deposits, {states:,} states, {edges:,} edges")
    address, size_mb = weighed(planner_of(model, given), "planner")
    python_all_ms = python_ms(given) * len(given.cargoes)
    print(f"  Python for one hub and month {python_all_ms:.0f} ms")
    return all(
        [
            is_kept("page", size_mb, most_mb, "MB"),
            measure_opening(browser, address, opening_ms),
            measure_moves(browser, address, move_ms),
        ]
    )


def measure_route(browser: Browser, study: Study) -> bool:
    """Print weight and readiness of a page of three routes."""
    print(f"route page: {' to '.join(ROUTE)}")
    page = study.route(*ROUTE, alternatives=3).to_map()
    address, size_mb = weighed(page, "route")
    return all(
        [is_kept("page", size_mb, MOST_ROUTE_MB, "MB"), measure_opening(browser, address, READY_MS)]
    )


def main() -> int:
    """Measure the shipped atlas and the grown ones; return how the command ends."""
    study = zimnik.load()
    model = study.model
    with sync_playwright() as started:
        found = next(filter(None, map(shutil.which, BROWSERS)))
        options = ["--no-sandbox", "--disable-gpu"]
        browser = started.chromium.launch(executable_path=found, args=options)
        kept = [
            measure(browser, "shipped atlas", model, most_mb=1.3, opening_ms=READY_MS, move_ms=50),
            measure_route(browser, study),
        ]
        if "--shipped" not in sys.argv:
            many = grown(model, 0, MANY_DEPOSITS)
            kept.append(
                measure(browser, "many deposits", many, most_mb=2.0, opening_ms=np.inf, move_ms=150)
            )
            whole = grown(model, TERMINALS, DEPOSITS)
            kept.append(
                measure(
                    browser,
                    "grown atlas",
                    whole,
                    most_mb=np.inf,
                    opening_ms=np.inf,
                    move_ms=np.inf,
                )
            )
        browser.close()
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
