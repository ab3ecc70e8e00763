"""Licence areas on the atlas page: drawn, switched, chosen, and harmless."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import geopandas as gpd
import pytest
from playwright.sync_api import expect
from shapely import MultiPolygon, Polygon, box

from tests.maps.drawn_pages import HOSTILE, hostile_places, leaflet, page_context, places
from zimnik.geo.core.errors import InputError
from zimnik.maps.page.areas import area_records
from zimnik.maps.pages.atlas import ATLAS

if TYPE_CHECKING:
    from playwright.sync_api import Page, Position

    from tests.browser import OpenPages

# Every page is opened by tests/maps/test_every_page.py in `make test`; what its controls do is a proof.
pytestmark = pytest.mark.proof

WIDE = box(112, 68, 121, 73)
WITHIN = box(117, 68.9, 120, 70)
RING = Polygon(
    [(80, 54), (106, 54), (106, 64), (80, 64)], [[(85, 56), (101, 56), (101, 62), (85, 62)]]
)
ACROSS = MultiPolygon([box(177, 64, 180, 66), box(-180, 64, -179, 66)])
# A click at the middle of Tomtor would fall on its symbol.
BESIDE_TOMTOR = (68.6, 119.5)
IN_THE_HOLE, ON_THE_RING = (60.0, 97.0), (55.0, 96.0)


def areas(**shapes: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"id": list(shapes)}, geometry=list(shapes.values()), crs=4326)


@pytest.fixture
def page(pages: OpenPages) -> Page:
    drawn = areas(tomtor=WIDE, tatarskoye=RING)
    return pages.open(ATLAS.draw(page_context(areas=drawn)))


def pixel(page: Page, at: tuple[float, float]) -> Position:
    found = leaflet(page, f"(({{x, y}}) => ({{x, y}}))(map.latLngToContainerPoint({list(at)}))")
    return cast("Position", found)


def click_at(page: Page, at: tuple[float, float]) -> None:
    page.locator(".folium-map").click(position=pixel(page, at))


def drawn_areas(page: Page) -> object:
    return leaflet(
        page,
        "Object.values(map._layers).filter((one) => one instanceof L.Polygon"
        " && one.options.dashArray).length",
    )


def test_area_is_drawn_and_opens_the_card_of_its_site(page: Page) -> None:
    assert drawn_areas(page) == 2
    click_at(page, BESIDE_TOMTOR)
    expect(page.locator(".leaflet-popup h2")).to_have_text("Tomtor (Buranny)")


def test_hole_is_not_of_the_area(page: Page) -> None:
    click_at(page, IN_THE_HOLE)
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    click_at(page, ON_THE_RING)
    expect(page.locator(".leaflet-popup h2")).to_have_text("Tatarskoye")


def test_name_shows_under_the_mouse(page: Page) -> None:
    page.locator(".folium-map").hover(position=pixel(page, BESIDE_TOMTOR))
    expect(page.locator(".z-tip")).to_have_text("Licence area of Tomtor (Buranny)")


def test_legend_counts_areas_and_its_switch_takes_them_off(page: Page) -> None:
    switch = page.locator('input[data-layer="backdrop:areas"]')
    expect(page.locator("label", has=switch)).to_have_text("Licence areas2")
    switch.uncheck()
    assert drawn_areas(page) == 0
    click_at(page, BESIDE_TOMTOR)
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    switch.check()
    assert drawn_areas(page) == 2


def test_link_over_an_area_can_be_chosen_after_areas_were_off_and_on(pages: OpenPages) -> None:
    railway = box(112.5, 50.5, 119, 53)
    page = pages.open(ATLAS.draw(page_context(areas=areas(krasnokamensk=railway))))
    switch = page.locator('input[data-layer="backdrop:areas"]')
    switch.uncheck()
    switch.check()
    click_at(page, (51.065, 115.765))
    expect(page.locator(".leaflet-popup .z-kind")).to_have_text("Railway")


def test_area_within_another_can_be_chosen(pages: OpenPages) -> None:
    nested = areas(chita_st=WITHIN, lovozero=WIDE)
    some = places().query("id != 'tomtor'")
    page = pages.open(ATLAS.draw(page_context(places=some, areas=nested)))
    click_at(page, (69.4, 118.5))
    expect(page.locator(".leaflet-popup h2")).to_have_text("Chita")


def test_page_without_areas_has_no_switch_for_them(pages: OpenPages) -> None:
    page = pages.open(ATLAS.draw(page_context(areas=areas())))
    expect(page.locator('input[data-layer="backdrop:areas"]')).to_have_count(0)


def test_hostile_name_of_an_area_is_text(pages: OpenPages) -> None:
    page = pages.open(ATLAS.draw(page_context(places=hostile_places(), areas=areas(tomtor=WIDE))))
    page.locator(".folium-map").hover(position=pixel(page, BESIDE_TOMTOR))
    expect(page.locator(".z-tip")).to_have_text(f"Licence area of {HOSTILE[0]}")
    assert page.evaluate("window.pwned === undefined")
    assert page.locator("img").count() == 0


def test_area_across_the_antimeridian_is_one_polygon() -> None:
    (record,) = area_records(areas(anadyr_port=ACROSS), {"anadyr_port"}, west_deg=-20.0)
    ((ring,),) = record["polygons"]
    assert ring[0] in {177_000, 180_000, 181_000}
    assert max(sum(ring[0 : i + 1 : 2]) for i in range(0, len(ring), 2)) == 181_000


def test_areas_of_places_that_are_not_shown_are_left_out() -> None:
    assert (
        area_records(areas(tomtor=WIDE, elsewhere=RING), {"tomtor"}, west_deg=-20.0)[0]["id"]
        == "tomtor"
    )
    assert len(area_records(areas(tomtor=WIDE, elsewhere=RING), {"tomtor"}, west_deg=-20.0)) == 1


def test_areas_in_another_reference_system_are_refused() -> None:
    with pytest.raises(InputError, match="expected EPSG:4326"):
        area_records(areas(tomtor=WIDE).to_crs(3576), {"tomtor"}, west_deg=-20.0)
