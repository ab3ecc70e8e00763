"""The page of compared hubs: two maps that move as one, the waterfall, the table, the file."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE_PX
from tests.maps.drawn_hubs import comparison
from tests.maps.drawn_pages import (
    HOSTILE,
    IMPRINT,
    heading,
    hostile_context,
    hostile_places,
    page_context,
)
from tests.maps.drawn_spread import spread
from tests.maps.modules import with_modules
from zimnik.maps.pages.comparison import COMPARISON, page_record
from zimnik.maps.reports.comparison import comparison_record, comparison_rows

if TYPE_CHECKING:
    import folium
    from playwright.sync_api import Page

    from tests.browser import OpenPages
    from zimnik.geo.processing.comparison import Comparison, HubRow

# Every page is opened by tests/maps/test_every_page.py in `make test`; what its controls do is a proof.
pytestmark = pytest.mark.proof

# The second map has a border, and symbols stand on whole pixels.
APART_PX = 3
CENTRES = """() => ['.folium-map:not(.z-second)', '.z-second'].map((one) => {
  const map = document.querySelector(one);
  return map.querySelector('.leaflet-map-pane') && map.getBoundingClientRect().width > 0;
})"""


def page_of(compared: Comparison) -> folium.Map:
    return COMPARISON.draw(page_context(), comparison_record(compared, heading()))


@pytest.fixture
def page(pages: OpenPages) -> Page:
    return pages.open(page_of(comparison()))


def drawn_at(page: Page, index: int) -> list[float]:
    """Return where the symbol of Lovozero stands on one of the maps."""
    symbol = page.locator('.z-place[data-id="lovozero"]').nth(index)
    box = symbol.bounding_box()
    frame = page.locator(".folium-map").nth(index).bounding_box()
    assert box is not None
    assert frame is not None
    return [box["x"] - frame["x"], box["y"] - frame["y"]]


def test_record_draws_every_link_of_the_hauls_once() -> None:
    record = page_record(page_context(), comparison_record(comparison(), heading()))
    assert set(record["lines"]) == {
        "rail_lovozero_solikamsk",
        "rail_solikamsk_chita_st",
        "rail_chita_st_krasnokamensk",
    }
    assert record["hubs"][0]["hauls"][1]["link_ids"] == []


def test_both_maps_show_the_same_part_of_the_world(page: Page) -> None:
    assert page.evaluate(CENTRES) == [True, True]
    assert drawn_at(page, 0) == pytest.approx(drawn_at(page, 1), abs=APART_PX)
    before = drawn_at(page, 0)
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(500)
    assert drawn_at(page, 0) != pytest.approx(before, abs=APART_PX)
    assert drawn_at(page, 0) == pytest.approx(drawn_at(page, 1), abs=APART_PX)
    zoomed = drawn_at(page, 1)
    page.locator(".z-second").focus()
    page.locator(".z-second").press("ArrowDown")
    page.wait_for_timeout(500)
    assert drawn_at(page, 1) != pytest.approx(zoomed, abs=APART_PX)
    assert drawn_at(page, 0) == pytest.approx(drawn_at(page, 1), abs=APART_PX)


def choose(page: Page, left: str, right: str) -> None:
    """Choose what the two maps show."""
    page.locator("#z-left").select_option(label=left)
    page.locator("#z-right").select_option(label=right)


def test_the_maps_open_with_the_cheapest_and_the_next_as_the_heading_does(page: Page) -> None:
    """Solikamsk was asked for first and costs more."""
    assert page.locator(".z-map-title").all_inner_texts() == ["Krasnokamensk", "Solikamsk"]
    expect(page.locator("h1").first).to_contain_text("Krasnokamensk")


def test_each_map_shows_its_hub(page: Page) -> None:
    titles = page.locator(".z-map-title")
    choose(page, "Solikamsk", "Krasnokamensk")
    assert titles.all_inner_texts() == ["Solikamsk", "Krasnokamensk"]
    shown = [
        page.locator(".folium-map")
        .nth(i)
        .locator(".z-place")
        .evaluate_all("(all) => all.map((one) => one.dataset.id)")
        for i in (0, 1)
    ]
    assert [set(ids) for ids in shown] == [{"lovozero", "solikamsk"}, {"lovozero", "krasnokamensk"}]
    page.locator("#z-left").select_option(label="Krasnokamensk")
    assert titles.all_inner_texts() == ["Krasnokamensk", "Krasnokamensk"]


def test_waterfall_goes_from_one_total_to_the_other(page: Page) -> None:
    ends = page.evaluate(
        with_modules(
            ["comparison/panel.js", "shared/packed.js", "shared/page.js"],
            """async () => {
          await zimnik.unpackData();
          const { components, hubs } = zimnik.DATA.comparison;
          const steps = zimnik.waterfallSteps(components, hubs[0], hubs[1]);
          return [steps[0].from - hubs[0].cost_usd_per_t, steps.at(-1).to - hubs[1].cost_usd_per_t,
            steps.map((step) => step.name)];
        }""",
        )
    )
    assert ends[:2] == pytest.approx([0.0, 0.0], abs=1e-9)
    assert ends[2] == ["feed_in", "plant"]
    choose(page, "Solikamsk", "Krasnokamensk")
    expect(page.locator(".z-fall")).to_have_count(4)
    expect(page.locator(".z-fall-less")).to_contain_text("-200")


def test_months_of_two_hubs_stand_side_by_side_and_all_in_a_table(page: Page) -> None:
    choose(page, "Solikamsk", "Krasnokamensk")
    # Eleven months that cost the same and a December at US$ 31 more, for each hub.
    expect(page.locator("rect.z-pair-left[height], rect.z-pair-right[height]")).to_have_count(26)
    bars = page.locator(".z-chart > rect.z-pair-left")
    expect(bars).to_have_count(12)
    year = comparison().rows[0].costs[0].feed_year
    assert year is not None
    january, december = year.months[0], year.months[-1]
    assert bars.first.text_content() == f"Solikamsk, January: {january.mean_usd_per_t:.0f}"
    page.get_by_text("Feed in by month, all hubs").click()
    dear = page.get_by_role("row", name="December").locator("td").all_text_contents()
    assert dear[0] == f"{december.mean_usd_per_t:.0f}"


def test_best_and_worst_day_stand_beside_the_mean(page: Page) -> None:
    year = comparison().rows[0].year
    assert year is not None
    for name, usd in (("best", year.best_usd_per_t), ("worst", year.worst_usd_per_t)):
        row = page.get_by_role("row", name=f"Ready on the {name} day")
        text = row.locator("td").first.text_content() or ""
        assert text.startswith(f"{usd:.0f}")
    expect(page.locator(".z-panel-head")).to_contain_text("Means of the year")


def test_feed_of_one_ready_day_has_no_months(pages: OpenPages) -> None:
    compared = comparison()
    rows = tuple(on_one_day(row) for row in compared.rows)
    page = pages.open(page_of(replace(compared, rows=rows, basis="day", ready="07-01")))
    expect(page.locator(".z-pair-left")).to_have_count(0)
    expect(page.locator("#z-panel")).to_contain_text("The feed is ready on one day")


def on_one_day(row: HubRow) -> HubRow:
    """Return a hub whose feed is all ready on one day."""
    return replace(row, costs=tuple(replace(cost, hauls=cost.hauls[1:]) for cost in row.costs))


def test_table_can_be_saved_as_it_is(page: Page) -> None:
    expect(page.locator(".z-scroll-x").first.locator("th[scope=col]")).to_have_count(3)
    with page.expect_download() as download:
        page.get_by_role("button", name="Table as CSV").click()
    assert download.value.suggested_filename == "a-small-atlas.csv"
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    asked, head, total, *_ = csv.reader(io.StringIO(text))
    assert asked == [f"# {IMPRINT.command}"]
    rows = comparison_rows(comparison_record(comparison(), heading()))
    costs = {row["hub_name"]: row["cost_usd_per_t"] for row in rows if row.get("cost_usd_per_t")}
    told = dict(zip(head[1:], map(float, total[1:]), strict=True))
    assert told == pytest.approx(costs, abs=1e-4)


def test_hub_without_an_answer_tells_why(page: Page) -> None:
    expect(page.locator(".z-none")).to_have_text("Chita: no answer; lovozero: no link within reach")
    expect(page.locator(".z-warnings").last).to_contain_text("Chita has room for 80,000 t a year")


def test_nothing_answered_is_a_page_too(pages: OpenPages) -> None:
    compared = comparison()
    page = pages.open(page_of(replace(compared, rows=compared.rows[2:])))
    expect(page.locator(".z-none")).to_contain_text("no link within reach")
    expect(page.locator(".z-fall")).to_have_count(0)


def test_print_draws_both_maps(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".folium-map .z-flat")).to_have_count(2)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".z-flat")).to_have_count(0)


def test_page_fits_a_phone(pages: OpenPages) -> None:
    page = pages.open(page_of(comparison()), PHONE_PX)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE_PX["width"]
    page.locator("#z-handle").press("ArrowUp")
    expect(page.locator(".z-fall").first).to_be_visible()
    assert page.locator("#z-panel").evaluate("(p) => p.scrollWidth <= p.clientWidth")


def test_hostile_names_show_as_text(pages: OpenPages) -> None:
    frame = hostile_places()
    names = dict(zip(frame["id"], frame["name_en"], strict=True))
    compared = replace(comparison(), warnings=HOSTILE)
    page = pages.open(
        COMPARISON.draw(hostile_context(), comparison_record(compared, heading(frame)))
    )
    assert page.locator(".z-map-title").last.text_content() == names["solikamsk"]
    assert set(HOSTILE) <= set(page.locator(".z-warnings li").all_text_contents())
    assert page.evaluate("window.pwned === undefined")
    assert page.locator("img, iframe, [onerror], [onfocus]").count() == 0


def test_each_hub_tells_its_range_and_what_moves_it(pages: OpenPages) -> None:
    record = comparison_record(comparison(), heading())
    first, *others = record.hubs
    first = replace(first, spread=spread(), cheapest_in_draws_share=0.75)
    page = pages.open(COMPARISON.draw(page_context(), replace(record, hubs=(first, *others))))
    row = page.locator("tr", has_text="P90 of draws")
    assert row.locator("td").all_inner_texts() == ["320", "–"]
    row = page.locator("tr", has_text="Draws in which it is cheapest")
    assert row.locator("td").all_inner_texts() == ["75 %", "–"]
    page.locator("summary", has_text="range over draws").click()
    expect(page.locator(".z-draws")).to_have_text(
        "80 % of 1,000 draws US$ 150 to 320, half below 200"
    )
    names = page.locator(".z-swings tbody td:first-child").all_inner_texts()
    assert names == ["Capital of the plant: Cracking", "Tonne-km: rail of 1520 mm"]
    page.set_viewport_size({"width": PHONE_PX["width"], "height": PHONE_PX["height"]})
    assert page.locator("#z-panel").evaluate("(p) => p.scrollWidth <= p.clientWidth")
