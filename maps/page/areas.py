"""Licence areas as the atlas page carries them: the rings of each beside the id of its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zimnik.geo.core.errors import Fault, InputError
from zimnik.maps.page.outline import encode_area
from zimnik.maps.page.page_data import CRS

if TYPE_CHECKING:
    from collections.abc import Collection

    import geopandas as gpd


def area_records(
    areas: gpd.GeoDataFrame, place_ids: Collection[str], *, west_deg: float
) -> list[dict[str, Any]]:
    """Return one record for each area of a place that is on the page, the smallest first.

    The page puts each behind those before it, so that one within another can be chosen.

    Parameters
    ----------
    areas
        Polygons in EPSG:4326 with the `id` of their place.
    place_ids
        Ids of the places of the page.
    west_deg
        Where the map begins.

    Raises
    ------
    InputError
        If the areas are not in EPSG:4326.
    """
    if areas.crs != CRS:
        remedy = f"Convert it with to_crs('{CRS}')."
        raise InputError([Fault("areas", CRS, str(areas.crs), remedy)])
    shown = areas[areas["id"].isin(place_ids)]
    degrees2 = shapely.area(shown.geometry.to_numpy())
    shown = shown.iloc[np.argsort(degrees2, kind="stable")]
    return [
        {"id": place_id, "polygons": encode_area(area, west_deg)}
        for place_id, area in zip(shown["id"], shown.geometry, strict=True)
    ]
