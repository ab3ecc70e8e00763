"""Coordinates as the pages carry them: compact lines, and the land behind the network.

Owns the encoding of lines as steps of a thousandth of a degree (about 100 m), which
`decodeLine` in `page.js` reads, and the flip to continuous longitudes at 180 degrees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

STEPS_PER_DEGREE = 1000
# Land of the western hemisphere is drawn east of 180, where Alaska joins Chukotka.
WESTERNMOST_DEG = -30.0
# What a map of Siberia can show; beyond it lies the cut of the conic projection.
WINDOW_DEG = (-20.0, 15.0, 235.0, 90.0)


def encode_line(coordinates_deg: NDArray[np.float64]) -> list[int]:
    """Return lon, lat pairs as steps: the first point, then differences, thousandths of a degree.

    Points that fall together on this grid are written once; a line keeps at least two points.
    """
    grid = np.rint(coordinates_deg[:, :2] * STEPS_PER_DEGREE).astype(np.int64)
    steps = np.diff(grid, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    moved = np.flatnonzero(steps[1:].any(axis=1)) + 1
    kept = np.concatenate([[0], moved if len(moved) else np.arange(1, min(2, len(grid)))])
    numbers: list[int] = steps[kept.astype(np.int64)].ravel().tolist()
    return numbers


def encode_land(land: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return land as `polygons` (rings of steps) and `edges`, where the data ends.

    Parts west of 30 W are moved east by 360 degrees and joined to their neighbours, so that no
    seam shows at 180. `edges` are the westernmost, southernmost and easternmost degree; the
    straight borders that lie on them are no coast.
    """
    whole = _without_seam(land.geometry.to_numpy())
    joined = shapely.intersection(whole, shapely.box(*WINDOW_DEG))
    polygons = _polygons(joined)
    bounds = shapely.total_bounds(polygons) if polygons else np.asarray(WINDOW_DEG)
    return {
        "polygons": _encoded(polygons),
        "edges": dict(zip(("west", "south", "east"), bounds[:3].tolist(), strict=True)),
    }


def encode_area(area: shapely.Geometry) -> list[list[list[int]]]:
    """Return the polygons of an area, each its rings of steps, joined at 180 as land is."""
    return _encoded(_polygons(_without_seam(np.asarray([area]))))


def _without_seam(shapes: NDArray[np.object_]) -> shapely.Geometry:
    parts = shapely.get_parts(shapes)
    west = shapely.bounds(parts)[:, 2] <= WESTERNMOST_DEG
    moved = [
        _eastward(part) if is_west else part for part, is_west in zip(parts, west, strict=True)
    ]
    return shapely.union_all(moved)


def _polygons(shape: shapely.Geometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]


def _encoded(polygons: Sequence[shapely.Polygon]) -> list[list[list[int]]]:
    return [[encode_line(_points(ring)) for ring in _rings(part)] for part in polygons]


def _eastward(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(geometry, lambda xy: xy + np.array([360.0, 0.0]))


def _rings(polygon: shapely.Polygon) -> list[shapely.LinearRing]:
    return [polygon.exterior, *polygon.interiors]


def _points(line: shapely.Geometry) -> NDArray[np.float64]:
    return np.asarray(shapely.get_coordinates(line), dtype=np.float64)
