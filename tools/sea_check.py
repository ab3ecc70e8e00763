"""Where sea lines cross the shipped land layer, and which of these crossings have a name.

The layer is coarser than the lanes: a port at the head of a bay and a strait or river narrower
than its resolution lie on land. ``narrow_waters.csv`` names the straits and rivers; near its own
two ends any line may cross.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from line_network import continuous, length_km, step_km

from zimnik.geo.core.units import HALF_TURN_DEG, TURN_DEG

if TYPE_CHECKING:
    import geopandas as gpd

NARROW_WATERS = Path(__file__).parent / "narrow_waters.csv"
# Half a grid step of the layer counts as touching, not crossing.
LEAST_CROSSING_KM = 0.2
END_RADIUS_KM = 40.0
COLUMNS = ["link_id", "place", "lon", "lat", "radius_km", "reason", "source", "confidence"]


def crossings(line: shapely.LineString, land: shapely.Geometry) -> list[np.ndarray]:
    """Return the stretches of a line that lie on land, as positions (n, 2)."""
    parts = shapely.get_parts(shapely.intersection(line, land))
    found = [shapely.get_coordinates(p) for p in parts]
    return [xy for xy in found if len(xy) > 1 and length_km(xy) > LEAST_CROSSING_KM]


def _reach_km(stretch: np.ndarray, at: np.ndarray) -> float:
    """Return the distance in km from a place to the farthest position of a stretch."""
    return float(step_km(stretch, np.broadcast_to(at, stretch.shape)).max())


def _row(
    link_id: str, stretch: np.ndarray, ends: np.ndarray, waters: pd.DataFrame
) -> dict[str, object] | None:
    """Return the exception that covers a stretch, None where there is none."""
    for place in waters.to_dict("records"):
        if _reach_km(stretch, np.array([place["lon"], place["lat"]])) <= place["radius_km"]:
            return {"link_id": link_id, **{c: place[c] for c in COLUMNS[1:]}}
    for end in ends:
        reach = _reach_km(stretch, end)
        if reach <= END_RADIUS_KM:
            return {
                "link_id": link_id,
                "place": "end of the line",
                "lon": end[0] - TURN_DEG if end[0] > HALF_TURN_DEG else end[0],
                "lat": end[1],
                "radius_km": END_RADIUS_KM,
                "reason": "port on a bay or river mouth narrower than the land layer",
                "source": "Natural Earth 1:10m, simplified",
                "confidence": "A",
            }
    return None


def exceptions(lines: gpd.GeoDataFrame, layer: gpd.GeoDataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return the named crossings of the lines, and a message for each crossing without a name.

    Parameters
    ----------
    lines
        Columns link_id and geometry (EPSG:4326, longitudes continuous).
    layer
        The shipped land, EPSG:4326.
    """
    land = shapely.union_all(shapely.transform(layer.geometry.to_numpy(), continuous))
    shapely.prepare(land)
    waters = pd.read_csv(NARROW_WATERS)
    rows, faults = [], []
    for link_id, line in zip(lines["link_id"], lines.geometry, strict=True):
        ends = shapely.get_coordinates(line)[[0, -1]]
        for stretch in crossings(line, land):
            row = _row(link_id, stretch, ends, waters)
            if row is None:
                middle = stretch[len(stretch) // 2].round(2)
                faults.append(f"{link_id}: {length_km(stretch):.1f} km on land at {middle}")
            else:
                rows.append(row)
    listed = pd.DataFrame(rows, columns=COLUMNS)
    return listed.drop_duplicates(["link_id", "lon", "lat"], ignore_index=True), faults
