"""The planner's page: the atlas beside the questions of a planner, answered in the page itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.areas import area_records
from maps.page_data import Imprint, page_data
from maps.planner_data import PlannerInput, planner_record

if TYPE_CHECKING:
    import folium
    import geopandas as gpd

__all__ = ["Imprint", "PlannerInput", "planner_page"]

SCRIPTS = (
    "areas.js",
    "arrays.js",
    "network.js",
    "pricing.js",
    "heap.js",
    "router.js",
    "planner_route.js",
    "planner_engine.js",
    "permalink.js",
    "export.js",
    "route_panel.js",
    "route_layer.js",
    "planner_map.js",
    "planner_chart.js",
    "planner_table.js",
    "planner_panel.js",
    "planner.js",
)


def planner_page(
    places: gpd.GeoDataFrame,
    links: gpd.GeoDataFrame,
    land: gpd.GeoDataFrame,
    imprint: Imprint,
    given: PlannerInput,
    *,
    areas: gpd.GeoDataFrame | None = None,
    projection: str = "siberia",
) -> folium.Map:
    """Return the page of the whole atlas with the planner in its panel.

    Parameters
    ----------
    places, links, land, imprint, areas, projection
        As for `maps.atlas.atlas_page`.
    given
        Network, prices and cargoes, with which the page reckons.

    Raises
    ------
    InputError
        If a frame is not in EPSG:4326, lacks columns, or the projection is not known.
    """
    from maps.frame import framed_map  # noqa: PLC0415 - folium loads only when a page is made

    data = page_data(places, links, land, imprint, projection)
    if areas is not None:
        data["areas"] = area_records(areas, set(places["id"]))
    data["planner"] = planner_record(given)
    return framed_map(data, entry="startPlanner", scripts=SCRIPTS, body_class="z-planner")
