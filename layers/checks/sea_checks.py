"""Sea links keep off land, but for named waters narrower than the land layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from zimnik.geo.core.errors import Fault
from zimnik.geo.core.geodesy import geodesic_km
from zimnik.geo.core.units import TURN_DEG
from zimnik.geo.core.vocabulary import Mode

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

# Half a grid step of the land layer touches it and does not cross it.
LEAST_CROSSING_KM = 0.2


def sea_over_land(
    links: gpd.GeoDataFrame, land: gpd.GeoDataFrame, exceptions: pd.DataFrame
) -> list[Fault]:
    """Return sea links that cross land where no exception names a narrow water.

    Parameters
    ----------
    links
        Links in EPSG:4326, as drawn; those of mode sea are looked at.
    land
        Polygons in EPSG:4326, cut at the antimeridian.
    exceptions
        Waters with `link_id`, `lon`, `lat` and `radius_km`; a stretch on land is allowed if all of
        it lies within the radius of a water of its link.
    """
    at_sea = links[(links["mode"] == Mode.SEA.value) & links.geometry.notna()]
    ground = _ground(land)
    return [
        Fault(
            "links",
            "a sea link off land, or its narrow waters in table sea_exceptions",
            f"{_length_km(stretch):.1f} km on land near lat {lat:.2f}, lon {lon:.2f}",
            "Redraw the line, or name the water.",
            row=str(link_id),
            column="geometry",
        )
        for link_id, line in zip(at_sea["id"], at_sea.geometry, strict=True)
        for stretch in _crossings(line, ground)
        if not _excused(stretch, exceptions[exceptions["link_id"] == link_id])
        for lon, lat in [_middle(stretch)]
    ]


def _ground(land: gpd.GeoDataFrame) -> shapely.STRtree:
    """Return the parts of the land, those west of Greenwich once more beyond 180 degrees."""
    parts = land.geometry.explode(ignore_index=True)
    west = parts[parts.bounds["minx"] < 0].translate(xoff=TURN_DEG)
    return shapely.STRtree(np.concatenate([parts.to_numpy(), west.to_numpy()]))


def _crossings(line: shapely.LineString, ground: shapely.STRtree) -> list[np.ndarray]:
    """Return the stretches of a line that lie on land, each as an array of lon and lat."""
    met = ground.geometries[ground.query(line, predicate="intersects")]
    if not len(met):
        return []
    on_land = shapely.intersection(line, shapely.union_all(met))
    if isinstance(on_land, shapely.MultiLineString):
        on_land = shapely.line_merge(on_land)
    stretches = [shapely.get_coordinates(part) for part in shapely.get_parts(on_land)]
    return [s for s in stretches if len(s) > 1 and _length_km(s) > LEAST_CROSSING_KM]


def _length_km(stretch: np.ndarray) -> float:
    lon, lat = stretch.T
    return float(geodesic_km(lon[:-1], lat[:-1], lon[1:], lat[1:]).sum())


def _middle(stretch: np.ndarray) -> tuple[float, float]:
    point = shapely.LineString(stretch).interpolate(0.5, normalized=True)
    return point.x, point.y


def _excused(stretch: np.ndarray, waters: pd.DataFrame) -> bool:
    lon, lat = stretch.T
    return any(
        geodesic_km(lon, lat, water_lon, water_lat).max() <= radius_km
        for water_lon, water_lat, radius_km in zip(
            waters["lon"], waters["lat"], waters["radius_km"], strict=True
        )
    )
