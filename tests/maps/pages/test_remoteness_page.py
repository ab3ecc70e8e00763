"""The page of remoteness: indices, months and surface are those given, by mouse, keyboard and link."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pyproj import Transformer

from tests.browser import standing
from tests.examples import some
from tests.maps.drawn_pages import HOSTILE, hostile_context, leaflet, page_context
from tests.maps.drawn_remoteness import remoteness, surfaces
from tests.maps.modules import with_modules
from zimnik.geo.remoteness.sites import GOALS
from zimnik.geo.surface.surface import SurfaceQuantity
from zimnik.maps.page.ground import PROJECTIONS
from zimnik.maps.pages.remoteness import REMOTENESS, remoteness_page
from zimnik.maps.pages.surface_image import BANDS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser import OpenPages

# Every page is opened by tests/maps/test_every_page.py in `make test`; what its controls do is a proof.
pytestmark = pytest.mark.proof

ROWS = """[...document.querySelectorAll(".z-sorted tbody tr")]
  .map((row) => [row.dataset.id, ...[...row.cells].slice(1).map((cell) => cell.textContent)])"""
FILLS = """Object.fromEntries([...document.querySelectorAll(".z-place.z-deposit")]
  .map((path) => [path.dataset.id, path.getAttribute("fill")]))"""
# Where the page would have the pointer for a place.
PIXEL = """([lon, lat]) => {
  const map = window[document.querySelector(".folium-map").id];
  const box = map.getContainer().getBoundingClientRect();
  const { x, y } = map.latLngToContainerPoint([lat, lon]);
  return [box.x + x, box.y + y];
}"""
# The colour of the surface at a place, as painted on the map.
PAINTED = """([lon, lat]) => {
  const map = window[document.querySelector(".folium-map").id];
  const canvas = document.querySelector("canvas.z-surface");
  const at = map.latLngToLayerPoint([lat, lon]).subtract(L.DomUtil.getPosition(canvas));
  const copy = document.createElement("canvas");
  Object.assign(copy, { width: canvas.width, height: canvas.height });
  copy.getContext("2d", { willReadFrequently: true }).drawImage(canvas, 0, 0);
  return [...copy.getContext("2d").getImageData(Math.floor(at.x), Math.floor(at.y), 1, 1).data];
}"""
# Of the drawn surface, whose values grow by 10 a cell of 100 km, twelve cells in at 100 E and 60 N.
PLACE = (102.0, 59.0)


@pytest.fixture
def page(pages: OpenPages) -> Page:
    return pages.open(REMOTENESS.draw(page_context(), remoteness()))


def rows(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.evaluate(ROWS)
    return found


def slide(page: Page, month: int) -> None:
    page.evaluate(
        "(month) => { const input = document.querySelector('#z-month'); input.value = month;"
        "input.dispatchEvent(new Event('input')); }",
        month,
    )


def value_at(quantity: SurfaceQuantity, month: int) -> float:
    """Return the value of the drawn surface at `PLACE`."""
    (surface,) = (s for s in surfaces()[2 * month : 2 * month + 2] if s.quantity is quantity)
    to = Transformer.from_crs("EPSG:4326", surface.crs, always_xy=True)
    x, y = to.transform(*PLACE)
    size_m = surface.cell_km * 1000
    row, column = (surface.north_m - y) // size_m, (x - surface.west_m) // size_m
    return float(surface.values[int(row), int(column)])


def told(quantity: SurfaceQuantity, value: float) -> str:
    """Return what the page says of a value: its band."""
    low = max(bound for bound in BANDS[quantity] if bound <= value)
    high = min(bound for bound in BANDS[quantity] if bound > value)
    if quantity is SurfaceQuantity.COST:
        return f"US$ {low:,.0f} to {high:,.0f} per t"
    return f"{low / 24:,.0f} to {high / 24:,.0f} days"


def test_record_holds_every_index_and_month() -> None:
    record = remoteness_page(page_context(), remoteness())
    sites = {site["site_id"]: site for site in record["sites"]}
    tomtor, tatarskoye = sites["tomtor"], sites["tatarskoye"]
    assert tomtor["nearest"]["railhead"] == ("solikamsk", 300.0, 7200.0)
    assert [route[1] for route in tomtor["months"]["railhead"]] == [300 + 25 * m for m in range(12)]
    assert set(tatarskoye["nearest"].values()) == {None}
    assert record["towns"] == [["town", HOSTILE[0]]]
    assert len(record["rank_correlations"]) == 55


def test_table_shows_the_indices_remotest_first(page: Page) -> None:
    assert rows(page) == [
        ["tomtor", "300", "310", "320", "330", "340", "350", "360", "120", "12.3", "0.75", "4", "216", "no"],
        ["lovozero", "20", "30", "40", "50", "60", "70", "80", "365", "0.5", "0.00", "0", "1", "yes"],
        ["tatarskoye", *["–"] * len(GOALS), "0", "12.3", "0.75", "4", "216", "no"],
    ]  # fmt: skip
    summary = page.locator(".z-summary").inner_text()
    assert "remotest Tomtor (Buranny) (300), nearest Lovozero (20)" in summary


def test_months_and_hours_change_table_chart_and_surface(page: Page) -> None:
    slide(page, 6)
    expect(page.locator("#z-month")).to_have_attribute("aria-valuetext", "June")
    assert rows(page)[0][1] == "425"
    page.locator("input[name=z-quantity][value=duration_h]").check()
    assert rows(page)[0][1] == "7,205"
    page.locator("tr[data-id=tomtor] .z-row-name").click()
    expect(page.locator(".z-month.z-shown")).to_have_attribute("aria-label", "June: 7,205 hours")
    page.locator(".z-month").nth(1).press("Enter")
    expect(page.locator("#z-month")).to_have_attribute("aria-valuetext", "February")
    assert rows(page)[0][1] == "7,201"


def test_sites_are_coloured_by_the_chosen_index(page: Page) -> None:
    assert page.evaluate(FILLS)["tatarskoye"] == "#ffffff"
    page.locator("#z-index").select_option("far_level")
    fills = page.evaluate(FILLS)
    assert fills == {
        "tomtor": "rgb(0, 32, 77)", "lovozero": "rgb(255, 234, 70)", "tatarskoye": "rgb(0, 32, 77)",
    }  # fmt: skip
    expect(page.locator("[aria-sort]")).to_have_attribute("data-key", "far_level")


def test_heads_sort_by_keyboard(page: Page) -> None:
    page.locator("th[data-key=days_joined] button").press("Enter")
    assert [row[0] for row in rows(page)] == ["lovozero", "tomtor", "tatarskoye"]
    page.locator("th[data-key=railhead] button").press("Enter")
    page.locator("th[data-key=railhead] button").press("Enter")
    assert [row[0] for row in rows(page)] == ["lovozero", "tomtor", "tatarskoye"]


@pytest.mark.parametrize("quantity", SurfaceQuantity)
@pytest.mark.parametrize("month", some([1, 9], 2))
def test_pointer_reads_the_surface_of_the_month(
    page: Page, quantity: SurfaceQuantity, month: int
) -> None:
    page.locator(f"input[name=z-quantity][value={quantity}]").check()
    slide(page, month)
    page.mouse.move(*page.evaluate(PIXEL, PLACE))
    shown = page.locator(".z-reading b")
    expect(shown).to_have_text(told(quantity, value_at(quantity, month - 1)))
    expect(page.locator(".z-reading span")).to_contain_text("59° N, 102° E")


def test_the_best_month_is_the_least_of_all(page: Page) -> None:
    page.mouse.move(*page.evaluate(PIXEL, PLACE))
    expected = told(SurfaceQuantity.COST, value_at(SurfaceQuantity.COST, 0))
    expect(page.locator(".z-reading b")).to_have_text(expected)


def test_what_is_painted_is_what_is_read(page: Page) -> None:
    value = value_at(SurfaceQuantity.COST, 0)
    bounds = BANDS[SurfaceQuantity.COST]
    colors = page.evaluate(
        with_modules(["remoteness/surface.js"], "(bounds) => zimnik.bandColors(bounds)"),
        list(bounds),
    )
    band = sum(bound <= value for bound in bounds)
    slide(page, 1)
    assert page.evaluate(PAINTED, PLACE) == [*colors[band], 255]
    # The drawn surface ends in the west: there the map shows through.
    assert page.evaluate(PAINTED, (30.0, 50.0))[3] == 0


def test_water_is_not_read_and_land_without_a_way_says_so(page: Page) -> None:
    spots = page.evaluate(
        """() => {
          const { crs } = window[document.querySelector(".folium-map").id].options;
          return [50000, 150000].map((down) => {
            const { lat, lng } = crs.projection.unproject(L.point(50000, 2200000 - down));
            return [lng, lat];
          });
        }"""
    )
    water, no_route = (page.evaluate(PIXEL, spot) for spot in spots)
    page.mouse.move(*no_route)
    expect(page.locator(".z-reading b")).to_have_text("no route out within two years")
    page.mouse.move(*water)
    expect(page.locator(".z-reading")).to_be_hidden()


def test_keyboard_reads_the_middle_of_the_map(page: Page) -> None:
    leaflet(page, "map.setView([60, 100], 4, {animate: false})")
    page.locator("#z-fold").focus()
    page.keyboard.press("Tab")
    page.locator(".folium-map").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    expect(page.locator(".z-cross")).to_be_visible()
    reading = page.locator(".z-reading").inner_text()
    assert reading.startswith("US$ ")
    assert page.locator("#z-live").text_content() == reading


def test_a_tap_reads_the_surface_aloud(page: Page) -> None:
    page.mouse.click(*page.evaluate(PIXEL, PLACE))
    assert "per t 59" in (page.locator("#z-live").text_content() or "")


def test_surface_is_switched_off(page: Page) -> None:
    page.locator("input[name=z-surface]").uncheck()
    expect(page.locator("canvas.z-surface")).to_have_count(0)
    expect(page.locator(".z-bands")).to_have_count(0)
    page.mouse.move(*page.evaluate(PIXEL, PLACE))
    expect(page.locator(".z-reading")).to_be_hidden()


@pytest.mark.parametrize("projection", some(PROJECTIONS, len(PROJECTIONS)))
def test_surface_lies_where_it_belongs_in_every_projection(
    pages: OpenPages, projection: str
) -> None:
    page = pages.open(REMOTENESS.draw(page_context(projection=projection), remoteness(projection)))
    slide(page, 1)
    bounds = BANDS[SurfaceQuantity.COST]
    band = sum(bound <= value_at(SurfaceQuantity.COST, 0) for bound in bounds)
    texts = page.evaluate(
        with_modules(
            ["remoteness/surface_reading.js", "shared/packed.js"],
            "([bounds, band]) => zimnik.unpackData().then(() =>"
            " [band - 1, band, band + 1].map((one) =>"
            " zimnik.bandText('cost_usd_per_t', bounds, one)))",
        ),
        [list(bounds), band],
    )
    page.mouse.move(*page.evaluate(PIXEL, PLACE))
    # A cell of another projection may take the value of the one beside it.
    assert page.locator(".z-reading b").inner_text() in texts


def test_page_without_a_surface_has_no_switch_for_it(pages: OpenPages) -> None:
    page = pages.open(REMOTENESS.draw(page_context(), replace(remoteness(), surfaces=())))
    expect(page.locator("input[name=z-surface]")).to_have_count(0)
    assert len(rows(page)) == 3


def test_correlations_are_shown_once_a_pair(page: Page) -> None:
    page.get_by_text("How far the indices agree").click()
    cells = page.locator(".z-agree td.z-num").all_inner_texts()
    assert len(cells) == 55
    known = [pair.spearman for pair in remoteness().record.rank_correlations]
    assert sorted(cells) == sorted("–" if one is None else f"{one:.2f}" for one in known)


def test_a_link_reproduces_the_view_and_a_hostile_one_does_nothing(
    pages: OpenPages, page: Page
) -> None:
    slide(page, 4)
    page.locator("#z-index").select_option("hub")
    page.locator("tr[data-id=lovozero] .z-row-name").click()
    page.wait_for_timeout(500)
    again = pages.browser.new_page()
    again.goto(page.url)
    standing(again)
    assert rows(again) == rows(page)
    assert again.locator("#z-index").input_value() == "hub"
    expect(again.locator(".z-chosen-title")).to_contain_text("Lovozero")
    evil = "&".join(
        f"{key}={value}"
        for key in ("index", "quantity", "month", "surface", "chosen", "sort", "order")
        for value in ("constructor", HOSTILE[0], "1e3")
    )
    again.goto("about:blank")
    again.goto(f"{page.url.split('#')[0]}#{evil}&__proto__=x&%E0%A4%A")
    standing(again)
    assert rows(again)[0][1] == "300"
    assert again.evaluate("window.pwned === undefined && ({}).x === undefined")
    again.close()


def test_table_leaves_as_csv(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as waiting:
        page.locator("[data-act=csv]").click()
    path = tmp_path / "remoteness.csv"
    waiting.value.save_as(path)
    told_rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert [row["railhead"] for row in told_rows] == ["300", "20", ""]
    assert told_rows[0]["aria_score"] == "12.25"


def test_hostile_names_are_text_wherever_they_show(pages: OpenPages) -> None:
    page = pages.open(REMOTENESS.draw(hostile_context(), remoteness()))
    for site in ("tomtor", "lovozero", "tatarskoye"):
        page.locator(f"tr[data-id={site}] .z-row-name").click()
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.locator("tr[data-id=tomtor] .z-row-name").click()
    panel = page.locator("#z-panel").text_content() or ""
    assert all(text in panel for text in HOSTILE)
    assert page.evaluate("window.pwned === undefined")
    assert page.locator("img, iframe, [onerror], [onfocus]").count() == 0
