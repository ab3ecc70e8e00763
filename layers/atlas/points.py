"""Points given as ``lat,lon``: read, kept within the region and off the sea, and made places.

Owns what a point is before and after it joins the places of the atlas.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zimnik.geo.core.errors import Fault
from zimnik.geo.core.geodesy import geodesic_km
from zimnik.geo.core.units import HALF_TURN_DEG, TURN_DEG
from zimnik.geo.core.vocabulary import PlaceKind
from zimnik.layers.regions.region import POLE_DEG

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zimnik.layers.regions.region import Region


_NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?"
_POINT = re.compile(rf"\s*({_NUMBER})\s*[,;]\s*({_NUMBER})\s*")
# The land is drawn coarsely, and a port or an islet may lie off its outline.
OFFSHORE_KM = 20.0


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """The place that a text names.

    Parameters
    ----------
    place_id
        Id of the place; for a point as ``lat,lon`` a new one.
    others
        Ids of other places that the text names as well, sites before terminals.
    point
        Longitude and latitude where the text is a point that no table has, else None.
    name
        What such a point is called; its coordinates where it is empty.
    passed_over
        Those of the others that the text means first, and that cannot answer.
    """

    place_id: str
    others: tuple[str, ...] = ()
    point: tuple[float, float] | None = None
    name: str = ""
    passed_over: tuple[str, ...] = ()


def read_point(text: str) -> tuple[float, float] | None:
    """Return longitude and latitude in degrees where a text is ``lat,lon``, else None."""
    point = _POINT.fullmatch(text)
    return None if point is None else (float(point[2]), float(point[1]))


def region_fault(text: str, lon: float, lat: float, region: Region) -> Fault | None:
    """Return the fault of a point that lies outside the region, swapped or not, else None."""
    if region.holds(lon, lat):
        return None
    swapped = region.looks_swapped(lon, lat) or abs(lat) > POLE_DEG >= abs(lon)
    found = f"'{text.strip()}'" + (": latitude and longitude look swapped" if swapped else "")
    remedy = f"Is {lon:g},{lat:g} meant?" if swapped else "Give a point of the region."
    west, south, east, north = region.accepted.bounds
    turned = f" (that is {east - TURN_DEG:g})" if east > HALF_TURN_DEG else ""
    expected = (
        f"lat,lon with latitude {south:g} to {north:g} and longitude {west:g} to {east:g}{turned}"
    )
    return Fault("place", expected, found, remedy)


def sea_faults(points: Sequence[tuple[float, float]], land: gpd.GeoDataFrame) -> list[Fault]:
    """Return a fault for each point in open water, where no road begins.

    Parameters
    ----------
    points
        Longitude and latitude in degrees.
    land
        Polygons in EPSG:4326. The nearest is that by degrees, found in one query of an STR tree;
        the distance to it is a geodesic.
    """
    if not points:
        return []
    places = shapely.points(np.asarray(points))
    near = land.geometry.to_numpy()[land.sindex.nearest(places, return_all=False)[1]]
    line = shapely.get_coordinates(shapely.shortest_line(places, near)).reshape(-1, 4)
    return [
        Fault("a point", "a point on land, as lat,lon", found, "Correct the point.")
        for (lon, lat), off_km in zip(points, geodesic_km(*line.T), strict=True)
        if off_km > OFFSHORE_KM
        for found in (f"{lat:g},{lon:g}, {off_km:,.0f} km off the land",)
    ]


def with_points(places: gpd.GeoDataFrame, matches: Iterable[PlaceMatch]) -> gpd.GeoDataFrame:
    """Return the places with the points of matches as sites among them, where they are points.

    A point is of kind deposit, so that it gets access links like a site that no link touches. What
    is a place already is not added again.
    """
    known = set(places["id"])
    new = {m.place_id: m for m in matches if m.point is not None and m.place_id not in known}
    if not new:
        return places
    lon, lat = zip(*(match.point for match in new.values() if match.point), strict=True)
    names = [
        match.name or f"{y:.4f}, {x:.4f}"
        for match, x, y in zip(new.values(), lon, lat, strict=True)
    ]
    given = {
        "id": list(new),
        "name_en": names,
        "name_ru": names,
        "kind": PlaceKind.DEPOSIT.value,
        "estimated": False,
        "passed_only": False,
        "geometry": shapely.points(lon, lat),
    }
    # Columns of the table itself, emptied, have its dtypes whatever pandas makes of missing values.
    unknown = {"str": "", "object": "", "float64": float("nan"), "boolean": pd.NA}
    columns = {
        name: given.get(name, unknown.get(str(kind))) for name, kind in places.dtypes.items()
    }
    plain = {name: kind for name, kind in places.dtypes.items() if name != "geometry"}
    rows = pd.DataFrame(columns, index=range(len(new))).astype(plain)
    frame = gpd.GeoDataFrame(rows, geometry="geometry", crs=places.crs)
    return gpd.GeoDataFrame(pd.concat([places, frame], ignore_index=True))
