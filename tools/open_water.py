"""Open water: a mesh fine at the coast and coarse at sea, and lanes pulled taut around land.

Land here is Natural Earth 1:10m without its large lakes, together with the coarser land layer
the project ships, so that a lane clears both. Positions are (lon, lat) in degrees, longitudes
counted on past 180.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from line_network import METRES_PER_KM, WGS84, Kind, continuous, step_km, to_mercator
from natural_earth import (
    EAST_DEG,
    NORTH_DEG,
    SOUTH_DEG,
    WEST_DEG,
    lakes,
    land,
)
from pyproj import Transformer
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from view import VIEW

LEAST_LAKE_KM2 = 300.0
TILE_DEG = 2.0
# Cells of the mesh in metres of the Mercator projection (a quarter of that on the ground at 75 N).
LARGEST_CELL_M = 128_000.0
# A lane passes this close to the shore only where there is no other way (degrees, so that the
# distance is 4 km north-south and 1 to 2 km east-west in the Arctic).
CLEARANCE_DEG = 0.04
SHORE_FACTOR = 1.3
# On the ground a lane between two corners is a geodesic; vertices at this spacing keep the chords
# of a map projection within a kilometre of it.
VERTEX_SPACING_KM = 90.0


@dataclass(frozen=True, slots=True)
class Land:
    """Land cut into tiles, with their index."""

    tiles: np.ndarray
    tree: shapely.STRtree


def land_of(shipped: np.ndarray) -> Land:
    """Return the land that lanes keep off.

    Parameters
    ----------
    shipped
        Polygons of the shipped land layer, in degrees, longitudes -180 to 180.
    """
    wet = shapely.union_all(lakes(LEAST_LAKE_KM2))
    fine = shapely.get_parts(shapely.difference(shapely.union_all(land()), wet))
    coarse = shapely.transform(shipped, continuous)
    tiles = np.concatenate([_tiled(fine), _tiled(coarse)])
    return Land(tiles, shapely.STRtree(tiles))


def _tiled(polygons: np.ndarray) -> np.ndarray:
    """Return the polygons cut at every second degree, so that a question to them is quick."""
    lon, lat = np.meshgrid(
        np.arange(WEST_DEG, EAST_DEG, TILE_DEG), np.arange(SOUTH_DEG, NORTH_DEG, TILE_DEG)
    )
    boxes = shapely.box(lon.ravel(), lat.ravel(), lon.ravel() + TILE_DEG, lat.ravel() + TILE_DEG)
    shapely.prepare(polygons)
    at_polygon, at_box = np.stack(shapely.STRtree(boxes).query(polygons, predicate="intersects"))
    cut = shapely.get_parts(shapely.intersection(polygons[at_polygon], boxes[at_box]))
    return np.asarray(cut[shapely.area(cut) > 0])


def _hits(land_: Land, shapes: np.ndarray, predicate: str, **options: float) -> np.ndarray:
    """Return for each shape whether any tile of land satisfies the predicate."""
    found = np.zeros(len(shapes), dtype=bool)
    found[land_.tree.query(shapes, predicate=predicate, **options)[0]] = True
    return found


def mesh(land_: Land) -> np.ndarray:
    """Return the middles of the cells of open water, (n, 2) in degrees."""
    corner = to_mercator(np.array([[WEST_DEG, SOUTH_DEG], [EAST_DEG, NORTH_DEG]]))
    axes = [np.arange(corner[0, k], corner[1, k], LARGEST_CELL_M) for k in (0, 1)]
    centre = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    back = Transformer.from_crs(VIEW.mercator, 4326, always_xy=True)
    size, wet = LARGEST_CELL_M, []
    quarters = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]]) / 4

    def degrees(metres: np.ndarray) -> np.ndarray:
        lon, lat = back.transform(metres[:, 0], metres[:, 1])
        return continuous(np.column_stack([lon, lat]))

    while size >= VIEW.smallest_cell_m and len(centre):
        low, high = degrees(centre - size / 2), degrees(centre + size / 2)
        boxes = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
        shore = _hits(land_, boxes, "intersects")
        wet.append(degrees(centre[~shore]))
        inner = shore & ~_hits(land_, boxes, "within")
        centre = (centre[inner][:, None, :] + quarters * size).reshape(-1, 2)
        size /= 2
    last = degrees(centre)
    wet.append(last[~_hits(land_, shapely.points(last), "intersects")])
    found = np.concatenate(wet)
    # Cells of the first box reach a little over its edges, where land is drawn too.
    first, *others = VIEW.boxes_deg
    kept = found[:, 0] <= first[2]
    for _, south, _, _ in others:
        kept |= found[:, 1] > south
    return found[kept]


def in_water(land_: Land, lonlat: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Return for each pair of nodes whether the straight line between them meets no land."""
    return ~_hits(land_, shapely.linestrings(lonlat[pairs]), "intersects")


def geodesic(start: np.ndarray, end: np.ndarray, spacing_km: float) -> np.ndarray:
    """Return positions along the geodesic from start to end, both included."""
    azimuth, _, metres = WGS84.inv(*start, *end)
    pieces = max(1, int(np.ceil(metres / METRES_PER_KM / spacing_km)))
    along = metres * np.arange(1, pieces) / pieces
    count = len(along)
    lon, lat, _ = WGS84.fwd(
        np.full(count, start[0]), np.full(count, start[1]), np.full(count, azimuth), along
    )
    inner = continuous(np.column_stack([lon, lat]).reshape(-1, 2))
    return np.concatenate([[start], inner, [end]])


def taut(land_: Land, way: np.ndarray) -> np.ndarray:
    """Return the shortest lane around land with its corners among those of a given way.

    Parameters
    ----------
    land_
        The land to keep off.
    way
        Positions of a way through water, (n, 2) in degrees.

    Returns
    -------
    numpy.ndarray
        Positions of the lane, geodesic between corners, with the same two ends.
    """
    corners = _corners(land_, way)
    pieces = [geodesic(start, end, VERTEX_SPACING_KM) for start, end in pairwise(corners)]
    return np.concatenate([pieces[0][:1], *[piece[1:] for piece in pieces]])


def _corners(land_: Land, way: np.ndarray) -> np.ndarray:
    """Return the corners of the taut lane; a long way is first pulled taut in halves."""
    while len(way) > VIEW.most_corners:
        shorter = _thinned(land_, way)
        if len(shorter) == len(way):
            break
        way = shorter
    if len(way) > VIEW.most_corners:
        half = len(way) // 2
        left, right = _corners(land_, way[: half + 1]), _corners(land_, way[half:])
        way = np.concatenate([left, right[1:]])
    return _shortest(land_, way) if len(way) <= 2 * VIEW.most_corners else way


def _shortest(land_: Land, way: np.ndarray) -> np.ndarray:
    """Return those positions of a way through which the shortest lane around land goes."""
    first, second = np.triu_indices(len(way), k=1)
    lines = [
        geodesic(way[i], way[j], VERTEX_SPACING_KM) for i, j in zip(first, second, strict=True)
    ]
    shapes = np.array([shapely.LineString(line) for line in lines])
    allowed = ~_hits(land_, shapes, "intersects") | (second == first + 1)
    near = _hits(land_, shapes, "dwithin", distance=CLEARANCE_DEG)
    cost = step_km(way[first], way[second]) * np.where(near, SHORE_FACTOR, 1.0)
    matrix = csr_array((cost[allowed], (first[allowed], second[allowed])), shape=(len(way),) * 2)
    before = dijkstra(matrix, indices=0, return_predecessors=True)[1]
    chosen = [len(way) - 1]
    while chosen[-1] != 0:
        chosen.append(int(before[chosen[-1]]))
    return way[chosen[::-1]]


def _thinned(land_: Land, way: np.ndarray) -> np.ndarray:
    """Return the way without every second inner position whose absence crosses no land."""
    kept = np.ones(len(way), dtype=bool)
    middle = np.arange(1, len(way) - 1, 2)
    pairs = np.column_stack([middle - 1, middle + 1])
    clear = in_water(land_, way, pairs)
    kept[middle[clear]] = False
    return way[kept]


def lane(land_: Land, lonlat: np.ndarray, kind: np.ndarray) -> list[tuple[np.ndarray, Kind]]:
    """Return a path as stretches of one kind, those over water pulled taut."""
    cuts = np.flatnonzero(np.diff((kind == Kind.WATER).astype(int))) + 1
    bounds = [0, *cuts.tolist(), len(kind)]
    stretches = []
    for first, last in pairwise(bounds):
        part = lonlat[first : last + 1]
        wet = kind[first] == Kind.WATER
        stretches.append((taut(land_, part) if wet else part, Kind.WATER if wet else Kind.LINE))
    return stretches
