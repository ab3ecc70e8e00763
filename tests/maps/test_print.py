"""What pages look like on paper: an A4 sheet laid across."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.commands import zimnik
from tests.maps.drawn_answers import document
from tests.maps.drawn_pages import page_context
from tests.maps.every_page import DRAWN
from tests.maps.planner_pages import small_planner

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser import OpenPages


def sheets(page: Page) -> int:
    """Return on how many sheets a page is printed."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_a_route_fills_one_sheet_and_the_screen_gets_its_panel_back(pages: OpenPages) -> None:
    page = pages.open(DRAWN["route"](page_context()))
    before = page.locator("#z-panel").inner_html()
    assert sheets(page) == 1
    assert page.locator("#z-panel").inner_html() == before


def test_a_sheet_shows_no_controls_and_its_calendar_below_the_map(pages: OpenPages) -> None:
    page = pages.open(DRAWN["route"](page_context()))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("button:visible, select:visible, input:visible").count() == 0
    above = page.locator(".folium-map").bounding_box()
    below = page.locator(".z-route-calendar").bounding_box()
    assert above
    assert below
    assert below["y"] > above["y"] + above["height"]
    assert page.locator(".z-mode-keys:visible").count() == 1


def test_two_maps_stand_beside_each_other_above_the_account_and_go_back(pages: OpenPages) -> None:
    page = pages.open(DRAWN["comparison"](page_context()))
    order = "[...document.body.children].map((one) => one.id || one.className).join()"
    before = page.evaluate(order)
    assert sheets(page) <= 2
    assert page.evaluate(order) == before
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    left, right = (page.locator(".folium-map").nth(i).bounding_box() for i in (0, 1))
    panel = page.locator("#z-panel").bounding_box()
    assert left
    assert right
    assert panel
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] < right["x"]
    assert panel["y"] >= left["y"] + left["height"]
    # A name stands beside its symbol on paper too.
    name = page.locator(".folium-map").first.get_by_text("Lovozero", exact=True).bounding_box()
    symbol = page.locator('.z-place[data-id="lovozero"]').first.bounding_box()
    assert name
    assert symbol
    assert abs(name["y"] - symbol["y"]) < 40


@pytest.mark.parametrize("has_choice", [False, True])
def test_a_planner_fills_two_sheets(pages: OpenPages, *, has_choice: bool) -> None:
    page = pages.open(small_planner())
    if has_choice:
        page.locator("tr[data-id=lovozero] .z-row-name").click()
        page.locator(".z-route-calendar").wait_for()
    assert sheets(page) == 2


def test_what_is_long_stands_on_paper_in_its_first_rows_with_the_number_of_the_rest(
    pages: OpenPages,
) -> None:
    page = pages.open(DRAWN["stress"](page_context()))
    page.evaluate(
        """for (const [list, n] of [["#z-panel .z-scroll tbody", 300], [".z-warnings", 200]]) {
          const box = document.querySelector(list);
          while (box.children.length < n) box.append(box.firstElementChild.cloneNode(true));
        }"""
    )
    before = page.locator("#z-panel").inner_html()
    assert sheets(page) <= 2
    assert page.locator("#z-panel").inner_html() == before
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    body = page.locator("#z-panel .z-scroll tbody")
    assert body.locator("tr:visible").count() == 23
    assert body.locator("tr:visible").last.inner_text() == "and 278 more rows: in the table as CSV"
    notes = page.locator(".z-warnings").first.locator("li:visible")
    assert notes.last.inner_text() == "and 194 more: on the page"


def test_charts_fill_one_sheet_as_large_as_it_allows_and_the_screen_gets_them_back(
    pages: OpenPages,
) -> None:
    page = pages.open(document("ranking"))
    before = page.locator("body").inner_html()
    assert sheets(page) == 1
    assert page.locator("body").inner_html() == before
    assert page.evaluate("[document.body.className, document.body.style.cssText]") == [
        "z-answer",
        "",
    ]
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    told = page.evaluate(
        """(() => { const { zoom, width } = document.body.style;
          return [Number(zoom) * parseFloat(width), Number(zoom)]; })()"""
    )
    # As wide as A4 laid across less 9 mm on either side: (297 - 18) / 25.4 * 96 px.
    assert told[0] == pytest.approx(1054, abs=1)
    assert 0.58 <= told[1] <= 1
    page.emulate_media(media="print")
    assert page.locator("button:visible, select:visible").count() == 0


@pytest.mark.proof
@pytest.mark.parametrize(
    ("question", "view", "most"),
    [
        (("route", "tomtor", "krasnokamensk", "--alternatives", "3"), "", 1),
        (("route", "tomtor", "murmansk", "--ready", "03-01"), "", 1),
        (("route", "chuktukon", "solikamsk"), "lang=ru", 1),
        (("campaign", "tomtor", "krasnokamensk"), "", 1),
        (("hubs", "compare", "krasnokamensk", "solikamsk", "angarsk"), "", 2),
        (("map",), "", 2),
        (("map",), "chosen=tomtor&lang=ru", 2),
        (("remoteness",), "", 2),
        (("remoteness",), "lang=ru", 2),
        (("stress",), "lang=ru", 2),
        (("hubs", "site", "--open", "2"), "", 1),
        (("hubs", "site", "--pareto", "co2"), "", 1),
        (("hubs", "site", "--horizon", "2028:2040"), "lang=ru", 1),
        (("hubs", "rank"), "", 1),
        (("hubs", "rank"), "lang=ru", 1),
        (("hubs", "invest", "krasnokamensk", "angarsk", "--deposit", "tomtor"), "", 1),
        (("matrix", "--origins", "tomtor,chuktukon,lovozero"), "", 1),
        (("access", "tomtor"), "", 1),
        (("outlook",), "lang=ru", 1),
        (("surface", "--cell-km", "50"), "", 1),
    ],
)
def test_shipped_pages_fill_their_sheets(
    pages: OpenPages, tmp_path: Path, question: tuple[str, ...], view: str, most: int
) -> None:
    out = tmp_path / "page.html"
    zimnik(*question, "--out", str(out))
    page = pages.open_address(f"{out.as_uri()}#{view}")
    if "chosen" in view:
        page.locator(".z-route-calendar").wait_for()
    assert sheets(page) == most
