"""Stations and ports beside lines: each joined to the nearest line of every family.

Owns how a named place becomes a node at which families meet, so that cargo can change there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zimnik.geo.core.geodesy import M_PER_KM, geodesic_km
from zimnik.geo.core.units import TURN_DEG
from zimnik.geo.lines.drawn import DrawnLines, starts_of
from zimnik.geo.lines.pieces import at_positions
from zimnik.geo.lines.plane import plane_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """Places that lines were joined to: their numbers, where they are, how far from the line."""

    numbers: NDArray[np.intp]
    lonlat: NDArray[np.float64]
    apart_km: NDArray[np.float64]


def with_landmarks(
    lines: DrawnLines,
    lonlat: NDArray[np.float64],
    families: NDArray[np.intp],
    *,
    reach_km: NDArray[np.float64],
) -> tuple[DrawnLines, Joined]:
    """Return lines with a spur from the nearest of each family to every place within reach.

    Parameters
    ----------
    lines
        Lines, longitudes counting on.
    lonlat
        Places, degrees, one a row.
    families
        Family of each place: what has no line of its own within reach is not joined at all.
    reach_km
        How far each place may stand from a line.
    """
    if not len(lonlat) or not lines.count:
        return lines, Joined(np.empty(0, np.intp), np.empty((0, 2)), np.empty(0))
    at = _on_the_side_of(lines, lonlat)
    near = [_nearest(lines, at, family, reach_km) for family in np.unique(lines.family)]
    place, line, position = (np.concatenate(column) for column in zip(*near, strict=True))
    served = np.unique(place[lines.family[line] == families[place]])
    joins = np.isin(place, served)
    place, line, position = place[joins], line[joins], position[joins]
    numbers, number = np.unique(place, return_inverse=True)
    apart_km = np.zeros(len(numbers))
    np.maximum.at(apart_km, number, geodesic_km(*at_positions(lines, position).T, *at[place].T))
    spurred = _with_spurs(lines, at[place], line, position)
    return spurred, Joined(numbers, at[numbers], apart_km)


def _on_the_side_of(lines: DrawnLines, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places in the turn in which the lines are."""
    middle = (lines.lonlat[:, 0].min() + lines.lonlat[:, 0].max()) / 2.0
    turns = np.round((lonlat[:, 0] - middle) / TURN_DEG)
    return np.asarray(lonlat - np.column_stack([TURN_DEG * turns, np.zeros(len(turns))]))


def _nearest(
    lines: DrawnLines, at: NDArray[np.float64], family: int, reach_km: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Return places within reach of a family, the nearest line, and the position on it."""
    own = np.flatnonzero(lines.family == family)
    part = lines.part(lines.family == family)
    xy = plane_of(part.lonlat).xy
    drawn = np.asarray(shapely.linestrings(xy, indices=part.owners), dtype=object)
    plane = plane_of(at)
    points = shapely.points(plane.xy)
    tree = shapely.STRtree(drawn)
    found, away = tree.query_nearest(
        points,
        max_distance=float((reach_km * M_PER_KM * plane.scale).max()),
        return_distance=True,
        all_matches=False,
    )
    place, nearest = found
    within = away <= (reach_km * M_PER_KM * plane.scale)[place]
    place, nearest = place[within], nearest[within]
    steps = np.hypot(*np.diff(xy, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    base = along[part.starts[nearest]]
    target = base + shapely.line_locate_point(drawn[nearest], points[place])
    first = np.clip(
        np.searchsorted(along, target, side="right") - 1,
        part.starts[nearest],
        part.starts[nearest + 1] - 2,
    )
    share = np.clip((target - along[first]) / (along[first + 1] - along[first]), 0.0, 1.0)
    offset = lines.starts[own[nearest]] - part.starts[nearest]
    return place, own[nearest], first + offset + share


def _with_spurs(
    lines: DrawnLines,
    at: NDArray[np.float64],
    line: NDArray[np.intp],
    position: NDArray[np.float64],
) -> DrawnLines:
    """Return lines with a vertex at each position and a line from there to its place."""
    first = np.floor(position).astype(np.intp)
    feet = at_positions(lines, position)
    between = np.flatnonzero(position > first)
    order = between[np.argsort(position[between], kind="stable")]
    lonlat = np.insert(lines.lonlat, first[order] + 1, feet[order], axis=0)
    counts = np.diff(lines.starts) + np.bincount(line[order], minlength=lines.count)
    apart = (feet != at).any(axis=1)
    spurs = np.stack([feet[apart], at[apart]], axis=1).reshape(-1, 2)
    of = np.concatenate([np.arange(lines.count), line[apart]])
    return DrawnLines(
        np.concatenate([lonlat, spurs]),
        starts_of(np.concatenate([counts, np.full(apart.sum(), 2)])),
        lines.family[of],
        lines.level[of],
        lines.group[of],
    )
