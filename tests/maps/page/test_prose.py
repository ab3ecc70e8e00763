"""A page tells in its language what somebody translated of the atlas, and marks the rest as English."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser import standing
from tests.maps.drawn_pages import page_context, places
from tests.regions import GROUND
from zimnik.maps.page.words import prose_on
from zimnik.maps.pages.atlas import ATLAS

if TYPE_CHECKING:
    from tests.browser import OpenPages

HOSTILE = "<b onclick='window.pwned=1'>\"Нет дороги\"</b>"


def test_a_note_is_told_in_russian_where_the_region_has_it(pages: OpenPages) -> None:
    noted = places().assign(access_note='No "road"', status_note="Idle since then")
    ground = replace(GROUND, prose={"ru": {'No "road"': HOSTILE, "Never told": "Никогда"}})
    page = pages.open(ATLAS.draw(page_context(places=noted, ground=ground)))
    page.get_by_role("button", name="По-русски").click()
    standing(page, "ru").locator(".z-place[data-id=lovozero]").press("Enter")
    popup = page.locator(".leaflet-popup")
    expect(popup).to_contain_text(HOSTILE)
    assert popup.locator("dd [lang=en]").all_inner_texts() == ["Idle since then"]


def test_only_what_the_page_holds_travels_with_it() -> None:
    ground = replace(GROUND, prose={"ru": {"Idle": "Стоит", "Pilot": "Опыт"}})
    assert prose_on(ground, "ru", '["Idle"]') == {"Idle": "Стоит"}
    assert prose_on(ground, "en", '["Idle"]') == {}


def test_of_a_note_the_parts_travel_and_the_pattern_of_their_numbers() -> None:
    prose = {"Idle": "Стоит", "geodesic # km x #": "геодезическая линия # км × #", "# t": "# т"}
    ground = replace(GROUND, prose={"ru": prose})
    told = '[{"note": "Idle; geodesic 1,050.3 km x 1.02", "block": "' + "7 t; " * 2000 + '"}]'
    assert prose_on(ground, "ru", told) == {key: prose[key] for key in list(prose)[:2]}
