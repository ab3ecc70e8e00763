"""Distances on the WGS84 ellipsoid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pyproj import Geod

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

WGS84 = Geod(ellps="WGS84")
M_PER_KM = 1000.0
# Far above the rounding of a chord and far below what a distance is known to.
CHORD_ROUNDING_KM = 1e-6
PAIRS_AT_ONCE = 2_000_000


def geodesic_km(
    from_lon: ArrayLike, from_lat: ArrayLike, to_lon: ArrayLike, to_lat: ArrayLike
) -> NDArray[np.float64]:
    """Return geodesic distances in km between points given in degrees, arrays broadcast.

    Accurate to nanometres (Karney 2013, doi 10.1007/s00190-012-0578-z, as PROJ implements it).
    """
    lon1, lat1, lon2, lat2 = np.broadcast_arrays(
        *(np.asarray(a, dtype=np.float64) for a in (from_lon, from_lat, to_lon, to_lat))
    )
    _, _, distance_m = WGS84.inv(lon1, lat1, lon2, lat2)
    return np.asarray(distance_m) / M_PER_KM


def middles(start: ArrayLike, end: ArrayLike) -> NDArray[np.float64]:
    """Return the points half-way along great circles, degrees, one point a row as the ends."""
    lon, lat = np.moveaxis(np.radians(np.stack([np.asarray(start), np.asarray(end)])), -1, 0)
    x, y, z = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)
    x, y, z = x.sum(axis=0), y.sum(axis=0), z.sum(axis=0)
    return np.asarray(np.degrees([np.arctan2(y, x), np.arctan2(z, np.hypot(x, y))])).T


def nearest_points(
    from_xy: NDArray[np.float64],
    to_xy: NDArray[np.float64],
    *,
    most: int,
    reach_km: float,
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Return the nearest points of a set to each point of another, exactly.

    Parameters
    ----------
    from_xy, to_xy
        Longitudes and latitudes in degrees, one point a row.
    most
        How many to each point.
    reach_km
        Greatest distance.

    Returns
    -------
    tuple
        Positions in `from_xy`, ascending; positions in `to_xy`, nearest first and by position where
        equally near; and the geodesics between them in km. Many points are sought in a tree of
        them; geodesics are taken of few pairs.
    """
    if not len(from_xy) or not len(to_xy):
        return np.empty(0, np.intp), np.empty(0, np.intp), np.empty(0)
    most = min(most, len(to_xy))
    many = len(from_xy) * len(to_xy) > PAIRS_AT_ONCE
    origin, target = (_pairs_by_tree if many else _pairs_by_chords)(from_xy, to_xy, most, reach_km)
    km = geodesic_km(*from_xy[origin].T, *to_xy[target].T)
    order = np.lexsort((target, km, origin))
    origin, target, km = origin[order], target[order], km[order]
    rank = np.arange(len(origin)) - np.searchsorted(origin, origin)
    kept = (rank < most) & (km <= reach_km)
    return origin[kept], target[kept], km[kept]


def pairs_within(
    xy: NDArray[np.float64], reach_km: float
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the pairs of points that are no farther apart than some distance, exactly.

    Parameters
    ----------
    xy
        Longitudes and latitudes in degrees, one point a row.
    reach_km
        Greatest distance.

    Returns
    -------
    tuple
        Positions of the later and of the earlier point of each pair, in the order of the points.
    """
    from scipy.spatial import KDTree  # noqa: PLC0415 - few questions have so many points

    # No chord is longer than its geodesic.
    tree = KDTree(geocentric_km(xy).T)
    pairs = tree.query_pairs(reach_km + CHORD_ROUNDING_KM, output_type="ndarray")
    earlier, later = pairs.min(axis=1), pairs.max(axis=1)
    near = geodesic_km(*xy[later].T, *xy[earlier].T) <= reach_km
    later, earlier = later[near], earlier[near]
    order = np.lexsort((earlier, later))
    return later[order], earlier[order]


def _pairs_by_chords(
    from_xy: NDArray[np.float64], to_xy: NDArray[np.float64], most: int, reach_km: float
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return pairs among which the nearest are, by the chords of all."""
    chords = _chords_km(from_xy, to_xy)
    likely = np.argpartition(chords, most - 1, axis=1)[:, :most]
    limit_km = _limit_km(from_xy, to_xy, likely, reach_km)
    origin, target = np.nonzero(chords <= limit_km[:, None])
    return origin, target


def _pairs_by_tree(
    from_xy: NDArray[np.float64], to_xy: NDArray[np.float64], most: int, reach_km: float
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return pairs among which the nearest are, from a tree of the points."""
    from scipy.spatial import KDTree  # noqa: PLC0415 - few questions have so many points

    tree, spots = KDTree(geocentric_km(to_xy).T), geocentric_km(from_xy).T
    _, likely = tree.query(spots, k=range(1, most + 1))
    limit_km = _limit_km(from_xy, to_xy, likely, reach_km)
    found = tree.query_ball_point(spots, limit_km)
    counts = np.array([len(one) for one in found])
    target = np.fromiter((i for one in found for i in one), np.intp, counts.sum())
    return np.repeat(np.arange(len(from_xy)), counts), target


def _limit_km(
    from_xy: NDArray[np.float64],
    to_xy: NDArray[np.float64],
    likely: NDArray[np.intp],
    reach_km: float,
) -> NDArray[np.float64]:
    """Return beyond which chord none of the nearest is: no chord is longer than its geodesic."""
    likely_km = geodesic_km(*from_xy.T[:, :, None], *np.moveaxis(to_xy[likely], -1, 0))
    return np.asarray(np.minimum(likely_km.max(axis=1), reach_km) + CHORD_ROUNDING_KM)


def _chords_km(from_xy: NDArray[np.float64], to_xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the straight lines through the Earth between two sets of points."""
    start, end = geocentric_km(from_xy), geocentric_km(to_xy)
    squares = (np.subtract.outer(start[k], end[k]) ** 2 for k in range(3))
    return np.sqrt(sum(squares, np.zeros((len(from_xy), len(to_xy)))))


def geocentric_km(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Cartesian coordinates of points on the ellipsoid, one axis a row."""
    lon, lat = np.radians(xy.T)
    normal = WGS84.a / M_PER_KM / np.sqrt(1.0 - WGS84.es * np.sin(lat) ** 2)
    across = normal * np.cos(lat)
    return np.stack(
        [across * np.cos(lon), across * np.sin(lon), normal * (1.0 - WGS84.es) * np.sin(lat)]
    )
