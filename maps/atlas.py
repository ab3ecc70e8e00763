"""The atlas page: every place and link on one interactive map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.areas import area_records
from maps.page_data import Imprint, page_data

if TYPE_CHECKING:
    import folium
    import geopandas as gpd

__all__ = ["Imprint", "atlas_page"]


def atlas_page(
    places: gpd.GeoDataFrame,
    links: gpd.GeoDataFrame,
    land: gpd.GeoDataFrame,
    imprint: Imprint,
    *,
    areas: gpd.GeoDataFrame | None = None,
    projection: str = "siberia",
) -> folium.Map:
    """Return the page of the whole atlas.

    Parameters
    ----------
    places
        Deposits, hubs, markets and terminals, EPSG:4326: `id`, `name_en`, `kind` and what else the
        atlas says of them (`status`, `stages`, `source`, `confidence`, ...).
    links
        Links, EPSG:4326, with `id`, `from_id`, `to_id`, `mode` and what else the atlas says.
    land
        Land polygons, EPSG:4326.
    imprint
        Title, edition, command and attribution, which the page shows.
    areas
        Licence areas, EPSG:4326, with the `id` of their place; by default none.
    projection
        "siberia" (Albers equal-area conic) or "polar" (EPSG:3576).

    Raises
    ------
    InputError
        If a frame is not in EPSG:4326, lacks columns, or the projection is not known.
    """
    from maps.frame import framed_map  # noqa: PLC0415 - folium loads only when a page is made

    data = page_data(places, links, land, imprint, projection)
    if areas is not None:
        data["areas"] = area_records(areas, set(places["id"]))
    return framed_map(data, entry="startAtlas", scripts=("areas.js",))
