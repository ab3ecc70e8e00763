"""A view of a page can be shared: its address, its table, its lines and its picture."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser import standing
from tests.maps.drawn_pages import IMPRINT, answer, heading, leaflet, page_context
from tests.maps.every_page import DRAWN
from tests.maps.modules import with_modules
from zimnik.maps.pages.route import ROUTE
from zimnik.maps.reports.route import route_record

if TYPE_CHECKING:
    import folium
    from playwright.sync_api import Page

    from tests.browser import OpenPages


def saved(page: Page, button: str) -> Path:
    with page.expect_download() as started:
        page.get_by_role("button", name=button).click()
    path = Path(started.value.path())
    return path.rename(path.with_name(started.value.suggested_filename))


def two_routes() -> folium.Map:
    """Return a page with the same route twice."""
    found = answer()
    again = replace(found, routes=(found.routes[0], found.routes[0]))
    return ROUTE.draw(page_context(), route_record(again, heading()))


def test_a_link_leads_to_the_same_route_and_place_and_back_to_the_one_before(
    pages: OpenPages,
) -> None:
    page = pages.open(two_routes())
    address = page.url
    page.locator("input[name=z-route]").nth(1).check()
    page.wait_for_url("**#route=2")
    page.locator(".folium-map").focus()
    page.keyboard.press("Shift")
    leaflet(page, "map.setView([60, 90], 4, {animate: false})")
    page.wait_for_url("**at=60.000*")
    again = pages.open_address(page.url)
    assert again.locator("input[name=z-route]").nth(1).is_checked()
    assert leaflet(
        again, "[map.getCenter().lat, map.getCenter().lng, map.getZoom()]"
    ) == pytest.approx([60, 90, 4], abs=0.01)
    page.go_back()
    expect(page.locator("input[name=z-route]").first).to_be_checked()
    assert page.url == address
    hostile = pages.open_address(f"{address}#route=99&at=<b>,1,1")
    assert hostile.locator("input[name=z-route]").first.is_checked()


def test_table_lines_and_picture_are_named_by_the_question(pages: OpenPages) -> None:
    page = pages.open(DRAWN["route"](page_context()))
    table = saved(page, "Table as CSV")
    assert table.name == "a-small-atlas.csv"
    assert table.read_bytes().startswith(b"\xef\xbb\xbf# ")
    asked, head, *rows = csv.reader(io.StringIO(table.read_text(encoding="utf-8-sig")))
    assert asked == [f"# {IMPRINT.command}"]
    by_route: dict[str, float] = {}
    for row in rows:
        by_route[row[0]] = by_route.get(row[0], 0) + float(row[head.index("US$ per t")])
    costs = [route.cost_usd_per_t for route in answer().routes]
    assert list(by_route.values()) == pytest.approx(costs, abs=0.01)
    lines = json.loads(saved(page, "Map as GeoJSON").read_text(encoding="utf-8"))
    legs = [leg for route in answer().routes for leg in route.legs]
    assert [line["properties"]["to_id"] for line in lines["features"]] == [
        leg.to_id for leg in legs
    ]
    assert lines["asked"] == IMPRINT.command
    assert saved(page, "Picture as PNG").read_bytes().startswith(b"\x89PNG")


@pytest.mark.proof
@pytest.mark.parametrize("name", ["campaign", "comparison"])
def test_each_page_saves_its_table_lines_and_picture(pages: OpenPages, name: str) -> None:
    page = pages.open(DRAWN[name](page_context()))
    assert len(saved(page, "Table as CSV").read_text(encoding="utf-8-sig").splitlines()) > 3
    assert json.loads(saved(page, "Map as GeoJSON").read_text(encoding="utf-8"))["features"]
    assert saved(page, "Picture as PNG").read_bytes().startswith(b"\x89PNG")


@pytest.mark.proof
def test_week_of_a_campaign_and_hubs_of_a_comparison_are_in_the_address(pages: OpenPages) -> None:
    page = pages.open(DRAWN["campaign"](page_context()))
    page.locator("#z-week-slider").fill("9")
    page.wait_for_url("**#week=10")
    page.go_back()
    expect(page.locator("#z-week-slider")).to_have_value("0")
    page = pages.open(DRAWN["comparison"](page_context()))
    page.locator("#z-right").select_option("1")
    page.wait_for_url("**right=*")
    page.go_back()
    expect(page.locator("#z-right")).to_have_value("0")


@pytest.mark.proof
def test_russian_tables_have_commas_in_numbers(pages: OpenPages) -> None:
    page = pages.open(DRAWN["route"](page_context()))
    page.get_by_role("button", name="По-русски").click()
    standing(page, "ru")
    text = page.evaluate(
        with_modules(
            ["panel/table_file.js", "shared/packed.js"],
            "zimnik.unpackData().then(() =>"
            " zimnik.csvText([[1.25, 'a;b', 12.962362633145997, '=1']]))",
        )
    )
    assert text == '1,25;"a;b";12,9624;\'=1\r\n'


@pytest.mark.proof
def test_lines_are_cut_at_180_degrees(pages: OpenPages) -> None:
    page = pages.open(DRAWN["route"](page_context()))
    cut: Any = page.evaluate(
        with_modules(
            ["panel/export.js"],
            "zimnik.cutAt180([L.latLng(60, 170), L.latLng(70, 190), L.latLng(71, 191)])",
        )
    )
    # Halfway from 170 to 190 E, so halfway from 60 to 70 N.
    assert cut == [[[170, 60], [180, 65]], [[-180, 65], [-170, 70], [-169, 71]]]


def test_calendar_of_a_route_adds_up_and_its_seasons_wrap_around_the_year(pages: OpenPages) -> None:
    page = pages.open(DRAWN["route"](page_context()))
    found: Any = page.evaluate(
        with_modules(
            ["route/calendar.js", "shared/page.js", "shared/packed.js"],
            """(async () => {
              await zimnik.unpackData();
              const [route] = zimnik.DATA.route.routes;
              const steps = zimnik.costSteps(zimnik.calendarParts(route));
              return { last: steps[steps.length - 1], total: route.total,
                spans: zimnik.openSpans(["12-20", "04-10"], 90, 400) };
            })()""",
        )
    )
    assert found["last"] == pytest.approx(
        [found["total"]["duration_d"], found["total"]["cost_usd_per_t"]], abs=1e-6
    )
    # Ready on 1 April (day 90): open ten days more, then from 20 December (day 353) for 112 days.
    assert found["spans"] == [[0, 10], [263, 375]]


@pytest.mark.parametrize("name", ["planner", "remoteness", "stress"])
def test_a_link_holds_the_place_of_the_map_and_back_leads_to_the_last_choice(
    pages: OpenPages, name: str
) -> None:
    page = pages.open(DRAWN[name](page_context()))
    address = page.url
    page.locator("tbody .z-row-name").first.click()
    page.wait_for_url("**chosen=*")
    page.locator(".folium-map").focus()
    page.keyboard.press("Shift")
    leaflet(page, "map.setView([62, 90], 4, {animate: false})")
    page.wait_for_url("**at=62.000*")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".z-told")).not_to_be_empty()
    again = pages.open_address(page.url)
    expect(again.locator("tr.z-chosen")).to_have_count(1)
    assert leaflet(
        again, "[map.getCenter().lat, map.getCenter().lng, map.getZoom()]"
    ) == pytest.approx([62, 90, 4], abs=0.05), "less than a pixel"
    page.go_back()
    expect(page.locator("tr.z-chosen")).to_have_count(0)
    assert page.url == address
