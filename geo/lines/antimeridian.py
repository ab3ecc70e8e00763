"""Geometry across 180 degrees of longitude: read in every custom, kept in one, written as RFC 7946.

Owns the three customs that files have: longitudes that jump from 180 to -180 within a line or a
ring, parts that are cut at 180 degrees (RFC 7946), and longitudes that count on beyond 180. Inside,
lines and areas are whole and count on; points stand between -180 and 180 degrees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from zimnik.geo.core.units import HALF_TURN_DEG, TURN_DEG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

POLE_DEG = 90.0
# A ten-millionth of a degree is a centimetre: what software rounds away.
NEAR_DEG = 1e-7
LINES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING)
AREAS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def wrapped_lon_deg(lon_deg: ArrayLike) -> NDArray[np.float64]:
    """Return longitudes between -180 and 180 degrees; those that are so stay as they are."""
    lon = np.asarray(lon_deg, dtype=np.float64)
    beyond = np.abs(lon) > HALF_TURN_DEG
    turns = np.where(beyond, np.ceil((lon - HALF_TURN_DEG) / TURN_DEG), 0.0)
    # What is infinite becomes no number, for whoever asks to refuse; it is no warning.
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(beyond, lon - TURN_DEG * turns, lon))


def continuous(geometry: ArrayLike) -> NDArray[np.object_]:
    """Return lines and areas in degrees that are whole and count on across 180 degrees.

    Parameters
    ----------
    geometry
        Shapely geometries or None, in EPSG:4326, in any of the customs.

    Returns
    -------
    numpy.ndarray
        The same where nothing lies across 180 degrees. A part with an edge over more than half a
        turn goes the short way; parts that meet on 180 and -180 degrees at one latitude are joined.
        An area around a pole has no such form and stays as it is.
    """
    given = np.asarray(geometry, dtype=object)
    kinds = shapely.get_type_id(given)
    west, _, east, _ = shapely.bounds(given).T
    counted = np.isin(kinds, (*LINES, *AREAS))
    # Numbers further out are no longitudes but metres without their reference system.
    counted &= np.maximum(np.abs(west), np.abs(east)) <= TURN_DEG + HALF_TURN_DEG
    candidates = counted & (east - west > HALF_TURN_DEG)
    whole = given.copy()
    for position in np.flatnonzero(candidates):
        whole[position] = _whole(given[position], is_area=kinds[position] in AREAS)
    return _from_180_west_on(whole, counted)


def split(geometry: ArrayLike) -> NDArray[np.object_]:
    """Return geometry cut at 180 degrees, every part between -180 and 180, as RFC 7946 has it.

    Parameters
    ----------
    geometry
        Shapely geometries or None that count on beyond 180 degrees, in EPSG:4326.
    """
    given = np.asarray(geometry, dtype=object)
    west, _, east, _ = shapely.bounds(given).T
    cut = given.copy()
    for position in np.flatnonzero((west < -HALF_TURN_DEG) | (east > HALF_TURN_DEG)):
        cut[position] = _split(given[position])
    return cut


def _whole(geometry: shapely.Geometry, *, is_area: bool) -> shapely.Geometry:
    given = shapely.get_parts(geometry)
    parts = [part for part in map(_unwrapped, given) if part is not None]
    if len(parts) < len(given):
        return geometry
    moved = _beside_each_other(parts)
    if shapely.equals_exact(moved, given).all():
        return geometry
    if len(moved) == 1:
        return moved[0]
    joined = shapely.union_all(moved) if is_area else shapely.line_merge(_multi(moved))
    return _without_seam(joined)


def _multi(lines: Sequence[shapely.Geometry]) -> shapely.Geometry:
    return shapely.multilinestrings(np.asarray(lines, dtype=object))


def _unwrapped(part: shapely.Geometry) -> shapely.Geometry | None:
    """Return a line or polygon without jumps; None where a ring goes all around the Earth."""
    if part.geom_type != "Polygon":
        return shapely.linestrings(_without_jumps(shapely.get_coordinates(part)))
    rings = [
        _without_jumps(shapely.get_coordinates(ring)) for ring in (part.exterior, *part.interiors)
    ]
    if any(abs(ring[-1, 0] - ring[0, 0]) > HALF_TURN_DEG for ring in rings):
        return None
    middle = (rings[0][:, 0].min() + rings[0][:, 0].max()) / 2
    for hole in rings[1:]:
        own = (hole[:, 0].min() + hole[:, 0].max()) / 2
        hole[:, 0] += TURN_DEG * np.round((middle - own) / TURN_DEG)
    return shapely.Polygon(rings[0], rings[1:])


def _without_jumps(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    plain = lonlat.copy()
    turns = -np.round(np.diff(lonlat[:, 0]) / TURN_DEG)
    plain[1:, 0] += TURN_DEG * np.cumsum(turns)
    return plain


def _beside_each_other(parts: Sequence[shapely.Geometry]) -> list[shapely.Geometry]:
    """Return parts with those from -180 degrees on moved to where another ends at 180."""
    ends = _lats_at(parts, HALF_TURN_DEG)
    begins = _lats_at(parts, -HALF_TURN_DEG)
    moved: set[int] = set()
    for other, lats in begins.items():
        if any(_meet(lats, own) for number, own in ends.items() if number != other):
            moved.add(other)
    if not moved:
        return list(parts)
    # What is joined to a part that moves goes with it, such as the rest of a road in Alaska.
    return [
        _shifted(part, TURN_DEG) if number in moved or _is_west(part) else part
        for number, part in enumerate(parts)
    ]


def _is_west(part: shapely.Geometry) -> bool:
    return bool(shapely.bounds(part)[2] <= 0)


def _lats_at(parts: Sequence[shapely.Geometry], lon_deg: float) -> dict[int, NDArray[np.float64]]:
    """Return the latitudes where parts touch a meridian, by their number."""
    found = {}
    for number, part in enumerate(parts):
        lon, lat = shapely.get_coordinates(part).T
        on = lat[np.abs(lon - lon_deg) <= NEAR_DEG]
        if len(on):
            found[number] = on
    return found


def _meet(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    return bool(one.min() <= other.max() + NEAR_DEG and other.min() <= one.max() + NEAR_DEG)


def _without_seam(geometry: shapely.Geometry) -> shapely.Geometry:
    """Return joined parts without the vertices on 180 degrees that cutting them had put there."""
    if geometry.geom_type == "LineString":
        return shapely.linestrings(_thin(shapely.get_coordinates(geometry), is_ring=False))
    if geometry.geom_type == "Polygon":
        rings = [
            _thin(shapely.get_coordinates(ring), is_ring=True)
            for ring in (geometry.exterior, *geometry.interiors)
        ]
        return shapely.Polygon(rings[0], rings[1:])
    if geometry.geom_type in {"MultiPolygon", "MultiLineString"}:
        return type(geometry)([_without_seam(part) for part in geometry.geoms])
    return geometry


def _thin(lonlat: NDArray[np.float64], *, is_ring: bool) -> NDArray[np.float64]:
    if is_ring and abs(lonlat[0, 0] - HALF_TURN_DEG) <= NEAR_DEG:
        # A ring that begins on the seam begins elsewhere, so that the vertex has two neighbours.
        away = np.flatnonzero(np.abs(lonlat[:-1, 0] - HALF_TURN_DEG) > NEAR_DEG)
        start = int(away[0]) if len(away) else 0
        lonlat = np.vstack([lonlat[start:-1], lonlat[: start + 1]])
    before, here, after = lonlat[:-2], lonlat[1:-1], lonlat[2:]
    span = after[:, 0] - before[:, 0]
    share = np.divide(here[:, 0] - before[:, 0], span, out=np.zeros(len(span)), where=span != 0)
    straight = np.abs(before[:, 1] + share * (after[:, 1] - before[:, 1]) - here[:, 1]) <= NEAR_DEG
    on_seam = np.abs(here[:, 0] - HALF_TURN_DEG) <= NEAR_DEG
    across = (before[:, 0] - HALF_TURN_DEG) * (after[:, 0] - HALF_TURN_DEG) < 0
    kept = np.concatenate([[True], ~(on_seam & across & straight), [True]])
    return np.asarray(lonlat[kept])


def _from_180_west_on(
    geometry: NDArray[np.object_], counted: NDArray[np.bool_]
) -> NDArray[np.object_]:
    """Return lines and areas of which none begins west of -180 degrees."""
    west, _, east, _ = shapely.bounds(geometry).T
    away = counted & (west < -HALF_TURN_DEG) & (east - west < TURN_DEG)
    for position in np.flatnonzero(away):
        turns = np.floor((west[position] + HALF_TURN_DEG) / TURN_DEG)
        geometry[position] = _shifted(geometry[position], -TURN_DEG * turns)
    return geometry


def _shifted(geometry: shapely.Geometry, by_deg: float) -> shapely.Geometry:
    return shapely.transform(geometry, lambda lonlat: np.add(lonlat, (by_deg, 0.0)))


def _split(geometry: shapely.Geometry) -> shapely.Geometry:
    if geometry.geom_type == "Point":
        lon, lat = shapely.get_coordinates(geometry)[0]
        return shapely.Point(float(wrapped_lon_deg(lon)), lat)
    west, _, east, _ = shapely.bounds(geometry)
    first = int(np.floor((west + HALF_TURN_DEG) / TURN_DEG))
    last = int(np.ceil((east - HALF_TURN_DEG) / TURN_DEG))
    dimension = shapely.get_dimensions(geometry)
    parts: list[shapely.Geometry] = []
    for turn in range(first, last + 1):
        middle = TURN_DEG * turn
        window = shapely.box(middle - HALF_TURN_DEG, -POLE_DEG, middle + HALF_TURN_DEG, POLE_DEG)
        inside = shapely.get_parts(shapely.intersection(geometry, window))
        parts += [
            _shifted(part, -middle) for part in inside if shapely.get_dimensions(part) == dimension
        ]
    if len(parts) == 1:
        return parts[0]
    kind = {0: shapely.MultiPoint, 1: shapely.MultiLineString, 2: shapely.MultiPolygon}
    return kind[dimension](parts)
