"""Remoteness under the planner's map: off at the opening, of the month of the view, kept in a link."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import grave_faults, standing
from tests.examples import some
from tests.maps.drawn_pages import page_context
from tests.maps.drawn_remoteness import surfaces
from tests.maps.planner_pages import planner_input
from zimnik.geo.core.calendar import MONTH_STARTS_D
from zimnik.geo.surface.surface import SurfaceQuantity
from zimnik.maps.page.ground import PROJECTIONS
from zimnik.maps.pages.planner import PLANNER

if TYPE_CHECKING:
    import folium
    from playwright.sync_api import Page

    from tests.browser import OpenPages


def drawn(projection: str = "region") -> folium.Map:
    costs = [s for s in surfaces(projection) if s.quantity is SurfaceQuantity.COST]
    return PLANNER.draw(
        page_context(projection=projection), replace(planner_input(), surfaces=costs)
    )


def read_at(page: Page, lon: float, lat: float) -> str:
    page.mouse.move(
        *page.evaluate(
            "([lon, lat]) => { const map = window[document.querySelector('.folium-map').id];"
            "const box = map.getContainer().getBoundingClientRect();"
            "const { x, y } = map.latLngToContainerPoint([lat, lon]);"
            "return [box.x + x, box.y + y]; }",
            [lon, lat],
        )
    )
    return page.locator(".z-reading b").inner_text()


def ready_in(page: Page, month: int) -> None:
    page.locator("#z-basis").select_option("day")
    page.locator("#z-ready").fill(str(MONTH_STARTS_D[month - 1]))
    page.wait_for_timeout(300)


@pytest.mark.parametrize("projection", some(PROJECTIONS, len(PROJECTIONS)))
def test_surface_follows_the_month_and_tells_its_values(pages: OpenPages, projection: str) -> None:
    page = pages.open(drawn(projection))
    expect(page.locator("canvas.z-surface")).to_have_count(0)
    page.locator("#z-surface").check()
    expect(page.locator("canvas.z-surface")).to_have_count(1)
    ready_in(page, 1)
    january = read_at(page, 110, 59)
    ready_in(page, 12)
    assert (
        "ready on 1 December" in page.locator("label", has=page.locator("#z-surface")).inner_text()
    )
    # The drawn surface nearly doubles by December.
    assert read_at(page, 110, 59) != january
    assert january.startswith("US$ ")
    assert grave_faults(page) == []


@pytest.mark.proof
def test_a_link_keeps_the_surface(pages: OpenPages) -> None:
    page = pages.open(drawn())
    page.locator("#z-surface").check()
    page.wait_for_timeout(700)
    again = pages.browser.new_page()
    again.goto(page.url)
    standing(again)
    expect(again.locator("#z-surface")).to_be_checked()
    again.locator("[data-act=reset]").click()
    expect(again.locator("canvas.z-surface")).to_have_count(0)
    again.close()


@pytest.mark.proof
def test_a_planner_without_one_has_no_switch(pages: OpenPages) -> None:
    page = pages.open(PLANNER.draw(page_context(), planner_input()))
    expect(page.locator("#z-surface")).to_have_count(0)
