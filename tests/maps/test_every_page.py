"""What holds of every page that is registered, in every projection and language.

That a page asks for nothing, breaks no policy and writes no error is tested by opening it: see
`tests.browser`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE_PX, grave_faults, standing
from tests.examples import some
from tests.maps.drawn_pages import HOSTILE, IMPRINT, page_context
from tests.maps.every_page import DRAWN
from tests.maps.words_on_page import ids_and_options, latin_words
from zimnik.maps.page.ground import PROJECTIONS
from zimnik.maps.pages.planner import PLANNER
from zimnik.maps.pages.registry import PAGES
from zimnik.maps.pages.remoteness import REMOTENESS

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import OpenPages

every_page = pytest.mark.parametrize("name", DRAWN)
# What all pages have from one frame, asked of every third in `make test`.
of_the_frame = pytest.mark.parametrize("name", some(DRAWN, 3))


def in_russian(page: Page) -> Page:
    page.get_by_role("button", name="По-русски").click()
    return standing(page, "ru")


def test_every_registered_page_is_drawn_in_tests() -> None:
    assert [page.name for page in PAGES] == list(DRAWN)


@every_page
@pytest.mark.parametrize("projection", some(PROJECTIONS, len(PROJECTIONS)))
def test_page_stands_offline_with_places_and_imprint(
    pages: OpenPages, name: str, projection: str
) -> None:
    page = pages.open(DRAWN[name](page_context(projection=projection)))
    expect(
        page.locator('.z-place[data-id="lovozero"], .z-place[data-id="tomtor"]')
    ).not_to_have_count(0)
    foot = page.locator("#z-foot").inner_text()
    said = (
        "Atlas 0.1",
        "November 23, 2026",
        "dollars of 2025",
        IMPRINT.command,
        IMPRINT.attribution,
    )
    for part in said:
        assert part in foot
    assert grave_faults(page) == []


@every_page
def test_page_speaks_russian(pages: OpenPages, name: str) -> None:
    page = pages.open(DRAWN[name](page_context()))
    assert ids_and_options(page, ()) == []
    in_russian(page)
    assert ids_and_options(page, ()) == []
    assert latin_words(page, HOSTILE) == []
    assert page.title() == page.locator("#z-title").text_content()
    assert (page.title() == "Малый атлас") == (name == "atlas")
    text = page.locator("body").inner_text()
    assert "Цены" in text or "долларах" in text
    for gap in ("undefined", "NaN", "[object", "Layers and legend"):
        assert gap not in text


def test_page_opens_in_the_language_of_the_browser_and_keeps_the_one_that_is_chosen(
    pages: OpenPages,
) -> None:
    address = pages.open(DRAWN["atlas"](page_context())).url.partition("#")[0]
    page = pages.browser.new_page(locale="ru-RU", offline=True)
    page.goto(address)
    standing(page, "ru")
    page.get_by_role("button", name="In English").click()
    standing(page, "en")
    assert "lang=en" in page.url
    page.reload()
    standing(page, "en")
    page.close()


@of_the_frame
def test_sheet_of_a_phone_has_three_stops_and_leaves_the_map_the_rest(
    pages: OpenPages, name: str
) -> None:
    page = pages.open(DRAWN[name](page_context()), PHONE_PX)
    page.locator("#z-handle").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    heights = []
    for stop in ("peek", "half", "full"):
        expect(page.locator("body")).to_have_attribute("data-stop", stop)
        sheet = page.locator("#z-panel").bounding_box()
        map_box = page.locator(".folium-map").first.bounding_box()
        assert sheet
        assert map_box
        assert sheet["y"] + sheet["height"] == PHONE_PX["height"]
        if stop != "full":
            assert map_box["y"] + map_box["height"] <= sheet["y"] + 1
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE_PX["width"]
        assert page.locator("#z-panel").evaluate("(p) => p.scrollWidth <= p.clientWidth")
        heights.append(sheet["height"])
        page.keyboard.press("ArrowUp")
    assert heights[0] == 120
    assert heights[1] == pytest.approx(PHONE_PX["height"] / 2)
    assert heights[2] > 0.8 * PHONE_PX["height"]
    expect(page.locator("#z-foot")).to_be_hidden()
    page.locator("#z-about").click()
    expect(page.locator("#z-foot")).to_be_visible()


def test_map_shows_the_same_points_in_what_the_sheet_leaves_free(pages: OpenPages) -> None:
    page = pages.open(DRAWN["atlas"](page_context()), PHONE_PX)
    for stop in ("peek", "half"):
        expect(page.locator("body")).to_have_attribute("data-stop", stop)
        page.wait_for_timeout(100)
        bottom = page.locator("#z-panel").bounding_box()
        top = page.locator(".folium-map").bounding_box()
        assert bottom
        assert top
        for place in ("tomtor", "lovozero", "krasnokamensk"):
            box = page.locator(f".z-place[data-id={place}]").bounding_box()
            assert box
            assert top["y"] < box["y"] < bottom["y"]
        page.locator("#z-handle").press("ArrowUp")


@of_the_frame
def test_page_is_searched_and_moved_without_a_mouse(pages: OpenPages, name: str) -> None:
    page = pages.open(DRAWN[name](page_context()))
    sought = "Tomtor (Buranny)" if name == "campaign" else "Lovozero"
    page.get_by_role("combobox", name="Find a place").fill(sought.lower())
    page.keyboard.press("Enter")
    if name in {PLANNER.name, REMOTENESS.name}:
        expect(page.locator("#z-title")).to_contain_text("Lovozero")
        expect(page.locator("tr.z-chosen")).to_have_attribute("data-id", "lovozero")
        return
    expect(page.get_by_role("dialog", name=sought)).to_be_visible()
    assert page.locator("#z-live").text_content() == sought
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
