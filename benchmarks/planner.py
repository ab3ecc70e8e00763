"""The planner's page: its weight, how soon it answers, what moves of a slider and the wheel take.

Run: python -m benchmarks.planner. The shipped atlas, then (but not with --shipped) one grown to
2,000 terminals and 500 deposits by copies set beside their originals. Times are medians in Chromium
without a GPU, beside the same questions asked of the model in Python in the same run, and beside
moves that change nothing, which is the least that can be measured so. Needs Chromium and the extras
`dev`.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from playwright.sync_api import sync_playwright

import zimnik
from zimnik.geo.core.vocabulary import SITE_KINDS, YearType
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
    import geopandas as gpd
    from playwright.sync_api import Page

    from zimnik.maps.pages.planner_data import PlannerInput
    from zimnik.studies.model import Model

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
VIEWS = {
    "one hub, one day": "#hub=krasnokamensk&ready=07-01&chosen=tomtor",
    "one hub, the year": "#hub=krasnokamensk&chosen=tomtor",
    "cheapest hub, one day": "#ready=07-01&chosen=tomtor",
    "cheapest hub, the year": "#chosen=tomtor",
}
TERMINALS, DEPOSITS = 2_000, 500
MOVES = 30
PYTHON_QUESTIONS = 12
# A move of a slider to the picture after it: answer, table and map are drawn in one frame, but what
# waits for a later one is waited for. The loop of square roots tells how slow the machine is just
# then. An empty move is one to where the slider is: the wait for a frame, and its picture.
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
  const reference = performance.now();
  let sum = 0;
  for (let i = 0; i < 2e6; i += 1) sum += Math.sqrt(i);
  const loop = performance.now() - reference + 0 * sum;
  const empty = await timed(() => {});
  const move = await timed(() => {
    input.value = value;
    input.dispatchEvent(new Event("input"));
  });
  return { loop, empty, move };
}
"""
PAUSE_MS = 450
WHEEL_STEPS = 12
WHEEL_PX = 120
# A step of the wheel glides, and the place of the map is written into the address after it.
WHEEL_SETTLED_MS = 800


def grown(model: Model, terminals: int, deposits: int) -> Model:
    """Return a model with copies of terminals, their links and deposits, set a little aside."""
    places, links = model.places, model.typed_links
    is_site = places["kind"].isin(SITE_KINDS)
    rounds = terminals // int((~is_site).sum())
    copies, copied_links = [places], list(links)
    for number in range(1, rounds + 1):
        end = f"__{number}"
        some = places[~is_site]
        copies.append(_aside(some.assign(id=some["id"] + end), number))
        ids = set(some["id"])
        inner = [link for link in links if ids.issuperset(link.ends)]
        copied_links += [
            replace(link, id=link.id + end, from_id=link.from_id + end, to_id=link.to_id + end)
            for link in inner
        ]
        # One link in ten joins the copy to its original, so that the whole is one network.
        copied_links += [
            replace(link, id=f"{link.id}_bridge{end}", to_id=link.to_id + end)
            for link in inner[::10]
        ]
    mines = places[places["kind"] == "deposit"]
    copies += [
        _aside(mines.assign(id=mines["id"] + f"__{number}"), number)
        for number in range(1, deposits // len(mines) + 1)
    ]
    every = pd.concat(copies, ignore_index=True)
    kept = [
        *every.index[every["kind"] != "deposit"],
        *every.index[every["kind"] == "deposit"][:deposits],
    ]
    return replace(
        model, places=every.loc[kept].reset_index(drop=True), typed_links=tuple(copied_links)
    )


def _aside(places: gpd.GeoDataFrame, number: int) -> gpd.GeoDataFrame:
    rng = np.random.default_rng(number)
    moved = shapely.get_coordinates(places.geometry) + rng.uniform(-0.6, 0.6, (len(places), 2))
    return places.set_geometry(shapely.points(moved), crs=places.crs)


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
        before = busy_ms()
        took: dict[str, float] = page.evaluate(MOVE, [selector, value])
        times["processor"].append(busy_ms() - before - took["loop"])
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


def measure(name: str, model: Model) -> None:
    """Print weight, readiness and moves of the page of a model."""
    given = planner_input(model)
    path = Path(tempfile.mkdtemp()) / "planner.html"
    size_bytes = write_text(path, planner_of(model, given).get_root().render())
    states, edges = len(given.arrays.states), len(given.arrays.edges)
    print(f"{name}: {len(given.cargoes)} deposits, {states:,} states, {edges:,} edges")
    print(f"  page {size_bytes / 1e6:.2f} MB")
    print(f"  Python for one hub and month {python_ms(given) * len(given.cargoes):.0f} ms")
    with sync_playwright() as started:
        found = next(filter(None, map(shutil.which, BROWSERS)))
        options = ["--no-sandbox", "--disable-gpu"]
        browser = started.chromium.launch(executable_path=found, args=options)
        ready = []
        for view, address in VIEWS.items():
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(f"{path.as_uri()}{address}")
            page.locator("body[data-ready=yes]").wait_for(state="attached")
            ready.append(page.evaluate("performance.now()"))
            for label, selector in (("rail rate", "[data-rate=rail]"), ("day", "#z-ready")):
                if label == "rail rate" or "one day" in view:
                    print(f"  {view}, {label}: {told(measure_view(page, selector))}", flush=True)
            if view == next(iter(VIEWS)):
                print(f"  a step of the wheel: {wheel_ms(page):.0f} ms of processor time")
            page.close()
        print(f"  ready after {statistics.median(ready):.0f} ms")
        browser.close()


def main() -> None:
    """Measure the shipped atlas and the grown one."""
    model = zimnik.load().model
    measure("shipped atlas", model)
    if "--shipped" not in sys.argv:
        measure("grown atlas", grown(model, TERMINALS, DEPOSITS))


if __name__ == "__main__":
    main()
