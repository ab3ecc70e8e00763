"""Hostile strings in a user's atlas show as text and run nothing, on every page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.examples import some
from tests.maps.drawn_pages import (
    HOSTILE,
    answer,
    heading,
    hostile_context,
    leaflet,
)
from tests.maps.every_page import DRAWN
from tests.maps.modules import with_modules
from zimnik.maps.pages.atlas import ATLAS
from zimnik.maps.pages.route import ROUTE
from zimnik.maps.reports.route import route_record

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import OpenPages

ALL = " ".join(HOSTILE)


@pytest.fixture
def atlas(pages: OpenPages) -> Page:
    return pages.open(ATLAS.draw(hostile_context()))


def assert_harmless(page: Page) -> None:
    assert page.evaluate("window.pwned === undefined")
    assert page.locator("img, iframe, object, embed").count() == 0
    assert page.locator("[onerror], [onfocus], [onclick]").count() == 0


@pytest.mark.parametrize("name", DRAWN)
def test_title_and_footer_show_them_as_text(pages: OpenPages, name: str) -> None:
    page = pages.open(DRAWN[name](hostile_context()))
    if name == ATLAS.name:
        assert page.locator("#z-title").text_content() == ALL
    assert ALL in (page.locator("#z-foot").text_content() or "")
    assert page.title().split() == (page.locator("#z-title").text_content() or "").split()
    assert_harmless(page)


@pytest.mark.parametrize("name", some([name for name in DRAWN if name != ATLAS.name], 2))
def test_panel_shows_them_as_text(pages: OpenPages, name: str) -> None:
    page = pages.open(DRAWN[name](hostile_context()))
    panel = page.locator("#z-panel").text_content() or ""
    # Whole names, for a planner's table keeps no more of one than stands before a bracket.
    assert any(text in panel for text in HOSTILE)
    assert_harmless(page)


def test_popups_show_them_as_text(atlas: Page) -> None:
    for number, text in enumerate(HOSTILE):
        place = atlas.locator(".z-place").nth(number)
        name = (place.get_attribute("aria-label") or "").rsplit(", ", 1)[0]
        assert name in HOSTILE, text
        place.focus()
        place.press("Enter")
        shown = atlas.locator(".leaflet-popup").text_content() or ""
        assert atlas.locator(".leaflet-popup h2").text_content() == name
        assert shown.count(name) >= 3
    assert_harmless(atlas)


def test_names_on_the_map_and_tooltips_show_them_as_text(atlas: Page) -> None:
    atlas.locator(".z-place").first.hover(force=True)
    leaflet(atlas, "map.setZoom(7, {animate: false})")
    assert_harmless(atlas)


def test_search_shows_them_as_text_and_takes_them_as_words(atlas: Page) -> None:
    for text in HOSTILE:
        atlas.locator("#z-search-input").fill(text)
        assert_harmless(atlas)
    atlas.locator("#z-search-input").fill(HOSTILE[0])
    assert HOSTILE[0] in (atlas.get_by_role("option").first.text_content() or "")
    atlas.keyboard.press("Enter")
    assert_harmless(atlas)


def test_link_popups_show_them_as_text(atlas: Page) -> None:
    opened = leaflet(
        atlas,
        with_modules(
            ["shared/packed.js", "shared/page.js", "shared/popup.js", "shared/ground.js"],
            "zimnik.unpackData().then(() => zimnik.DATA.links.map((link) =>"
            " zimnik.linkCard(link, zimnik.namer()).textContent).join('|'))",
        ),
    )
    for text in HOSTILE[:8]:
        assert text in str(opened)
    assert_harmless(atlas)


def test_route_page_shows_them_as_text(pages: OpenPages) -> None:
    found = answer()
    hostile_route = replace(found.routes[0], warnings=HOSTILE)
    hostile_answer = replace(
        found,
        cargo=replace(found.cargo, product=ALL),
        routes=(hostile_route, hostile_route),
        warnings=HOSTILE,
    )
    page = pages.open(ROUTE.draw(hostile_context(), route_record(hostile_answer, heading())))
    panel = page.locator("#z-panel").text_content() or ""
    for text in HOSTILE:
        assert text in panel
    assert_harmless(page)


def test_reason_of_no_route_is_text(pages: OpenPages) -> None:
    nothing = replace(answer(), routes=(), reason=ALL)
    page = pages.open(ROUTE.draw(hostile_context(), route_record(nothing, heading())))
    assert ALL in (page.locator(".z-none").text_content() or "")
    assert_harmless(page)
