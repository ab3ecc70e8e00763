"""A small planner's page to test, and what it is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.geo.drawn import all_year, parts
from tests.maps.drawn_pages import links, page_context, places
from tests.maps.planner_cases import costly_card
from zimnik.geo.network.access import access_links
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.pricing.cargo import Cargo
from zimnik.maps.pages.planner import PLANNER
from zimnik.maps.pages.planner_data import PlannerInput

if TYPE_CHECKING:
    import folium
    import geopandas as gpd
    from playwright.sync_api import Page

DEPOSITS = ("tomtor", "lovozero", "tatarskoye")
HUBS = ("krasnokamensk", "solikamsk")


def planner_input(
    at: gpd.GeoDataFrame | None = None, joined: gpd.GeoDataFrame | None = None
) -> PlannerInput:
    """Return the network of the drawn pages, with the access of its sites."""
    card = costly_card()
    at, joined = (places() if at is None else at), (links() if joined is None else joined)
    ore = Cargo("ore", 160_000.0, 1740.0, reo_grade_pct=14.5, reo_recovery_pct=85.0)
    plain = Cargo("concentrate", 100_000.0, 1000.0)
    known, every_link = parts(at, joined)
    access = all_year(access_links(known, every_link, card))
    return PlannerInput(
        arrays=network_arrays(known, (*every_link, *access), card),
        card=card,
        cargoes={"tomtor": ore, "lovozero": plain, "tatarskoye": plain},
        hub_ids=list(HUBS),
        notes={"tomtor": ("a stated default",)},
    )


def small_planner() -> folium.Map:
    """Return the page."""
    return PLANNER.draw(page_context(), planner_input())


def costs_of(page: Page) -> dict[str, str]:
    """Return the costs that the table shows, by deposit."""
    shown: dict[str, str] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.z-deposits tbody tr')]"
        ".map((row) => [row.dataset.id, [...row.cells[2].childNodes]"
        ".filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join('')]))"
    )
    return shown
