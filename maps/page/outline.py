"""Coordinates as the pages carry them: compact lines, and the land behind the network.

Owns the encoding of lines as steps of a thousandth of a degree (about 100 m), which
`decodeLine` in `page.js` reads, and the flip to continuous longitudes at 180 degrees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zimnik.geo.core.units import TURN_DEG

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

STEPS_PER_DEGREE = 1000


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


def encode_land(
    land: gpd.GeoDataFrame, shown_deg: tuple[float, float, float, float]
) -> dict[str, Any]:
    """Return land as `polygons` (rings of steps) and `edges`, where the data ends.

    Parts that lie some turns off what is shown are moved there and joined to their neighbours, so
    that no seam shows at 180. `edges` are the westernmost, southernmost and easternmost degree; the
    straight borders that lie on them are no coast.

    Parameters
    ----------
    land
        Polygons in EPSG:4326.
    shown_deg
        West, south, east and north of what is shown; east counts on beyond 180.
    """
    parts = shapely.get_parts(land.geometry.to_numpy())
    window = shapely.box(*shown_deg)
    turned = [_turned(parts, turns) for turns in (-1, 0, 1)]
    cut = [shapely.intersection(some[shapely.intersects(some, window)], window) for some in turned]
    polygons = _polygons(shapely.union_all(np.concatenate(cut)))
    bounds = shapely.total_bounds(polygons) if polygons else np.asarray(shown_deg)
    return {
        "polygons": _encoded(polygons),
        "edges": dict(zip(("west", "south", "east"), bounds[:3].tolist(), strict=True)),
    }


def encode_area(area: shapely.Geometry, west_deg: float) -> list[list[list[int]]]:
    """Return the polygons of an area, each its rings of steps, joined at 180 as land is.

    Parameters
    ----------
    area
        In EPSG:4326.
    west_deg
        Where the map begins; what lies west of it stands a turn further east.
    """
    return _encoded(_polygons(_without_seam(np.asarray([area]), west_deg)))


def _without_seam(shapes: NDArray[np.object_], west_deg: float) -> shapely.Geometry:
    parts = shapely.get_parts(shapes)
    turns = -np.floor((shapely.bounds(parts)[:, 2] - west_deg) / TURN_DEG)
    moved = [_turned(part, turn) for part, turn in zip(parts, turns, strict=True)]
    return shapely.union_all(moved)


def _polygons(shape: shapely.Geometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]


def _encoded(polygons: Sequence[shapely.Polygon]) -> list[list[list[int]]]:
    return [[encode_line(_points(ring)) for ring in _rings(part)] for part in polygons]


def _turned(geometry: Any, turns: float) -> Any:  # noqa: ANN401 - one geometry or an array
    if not turns:
        return geometry
    return shapely.transform(geometry, lambda xy: xy + np.array([turns * TURN_DEG, 0.0]))


def _rings(polygon: shapely.Polygon) -> list[shapely.LinearRing]:
    return [polygon.exterior, *polygon.interiors]


def _points(line: shapely.Geometry) -> NDArray[np.float64]:
    return np.asarray(shapely.get_coordinates(line), dtype=np.float64)
