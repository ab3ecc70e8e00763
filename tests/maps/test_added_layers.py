"""folium layers that are added to a page work in it, offline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import folium
import pytest
from folium import plugins
from playwright.sync_api import expect

from tests.examples import some
from tests.maps.drawn_pages import leaflet, page_context
from tests.maps.every_page import DRAWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from branca.element import Element
    from playwright.sync_api import Page

    from tests.browser import OpenPages


def feature(name: str, west_deg: float, value: float) -> dict[str, Any]:
    ring = [[west_deg, 62], [west_deg + 6, 62], [west_deg + 6, 66], [west_deg, 66], [west_deg, 62]]
    return {
        "type": "Feature",
        "id": name,
        "properties": {"name": f"Block {name}", "value": value},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


BLOCKS = {"type": "FeatureCollection", "features": [feature("a", 96, 2), feature("b", 103, 9)]}


def layers() -> Iterator[Element]:
    """Yield what an analyst adds, each where it can be reached by itself."""
    yield folium.Marker([72, 96], popup="Camp <b>north</b>", tooltip="The camp")
    yield folium.Marker([72, 104], popup="Depot", icon=folium.Icon(color="red", icon="star"))
    yield folium.CircleMarker([69, 96], radius=12, popup="Ring", fill=True)
    yield folium.PolyLine([[69, 100], [69, 108]], popup="Survey line", weight=9)
    yield folium.GeoJson(BLOCKS, name="Blocks", tooltip=folium.GeoJsonTooltip(["name"]))
    yield folium.Choropleth(
        {**BLOCKS, "features": [feature("c", 96, 2), feature("d", 103, 9)]},
        data={"c": 2.0, "d": 9.0},
        key_on="feature.id",
        bins=[0, 4, 8, 10],
        fill_color="Reds",
        legend_name="Grade, %",
    )
    yield plugins.MarkerCluster([[58, 96], [58.1, 96.1], [58, 96.2]], name="Samples")
    yield plugins.HeatMap([[58, 106, 1.0], [58.3, 106.5, 1.0]], name="Density")
    yield folium.LayerControl()


def opened(pages: OpenPages, name: str) -> Page:
    page_map = DRAWN[name](page_context())
    for layer in layers():
        layer.add_to(page_map)
    return pages.open(page_map)


def click_at(page: Page, lat_deg: float, lon_deg: float) -> None:
    page.keyboard.press("Escape")
    leaflet(page, "map.setView([65, 102], 3.5, {animate: false})")
    at: Any = leaflet(
        page,
        f"(() => {{ const at = map.latLngToContainerPoint([{lat_deg}, {lon_deg}]); "
        "const box = map.getContainer().getBoundingClientRect(); "
        "return [box.x + at.x, box.y + at.y]; })()",
    )
    page.mouse.click(*at)


# Nothing that it asks for, refuses or complains of escapes `pages`.
@pytest.mark.parametrize("name", some(DRAWN, len(DRAWN)))
def test_layers_of_folium_are_seen_and_answer_on_a_page(pages: OpenPages, name: str) -> None:
    page = opened(pages, name)
    popup = page.locator(".leaflet-popup-content")
    for marker, said in ((0, "Camp north"), (1, "Depot")):
        page.locator(".leaflet-marker-icon:not(.marker-cluster)").nth(marker).click()
        expect(popup).to_have_text(said)
    for lat_deg, lon_deg, said in ((69, 96, "Ring"), (69, 104, "Survey line")):
        click_at(page, lat_deg, lon_deg)
        expect(popup).to_have_text(said)
    page.keyboard.press("Escape")
    assert page.locator("img.leaflet-marker-icon").first.evaluate("(one) => one.naturalWidth") > 0
    assert page.locator(".z-pin path").first.get_attribute("fill") == "#d63e2a"
    page.locator("path.leaflet-interactive[fill='#3388ff']").first.hover()
    assert page.locator(".leaflet-overlay-pane path").count() >= 6
    scale = page.locator(".z-color-scale")
    expect(scale).to_contain_text("Grade, %")
    assert scale.locator("i").first.evaluate("(one) => one.style.background") != ""
    expect(page.locator(".marker-cluster")).to_have_text("3")
    assert page.locator(".leaflet-heatmap-layer").count() == 1
    page.locator(".leaflet-control-layers").hover()
    page.get_by_label("Density").uncheck()
    expect(page.locator(".leaflet-heatmap-layer")).to_have_count(0)
    # A hint of Chromium to the author of the heat map.
    pages.problems[:] = [said for said in pages.problems if "willReadFrequently" not in said]
