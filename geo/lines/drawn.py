"""Drawn lines as flat arrays, and where they are in longitude.

Owns the layout (all vertices in one array, and where each line begins), and how longitudes count
on across the antimeridian, whichever custom a file has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zimnik.geo.core.geodesy import geodesic_km
from zimnik.geo.core.units import HALF_TURN_DEG, TURN_DEG

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

BINS_PER_TURN = 3_600
LEAST_VERTICES = 2


@dataclass(frozen=True, slots=True, eq=False)
class DrawnLines:
    """Lines with what decides how they meet; lines are numbered from 0.

    Parameters
    ----------
    lonlat
        Vertices of all lines, degrees, one a row.
    starts
        Position of the first vertex of each line, and behind the last of all.
    family
        Lines of one family may meet, those of two never do: roads do not meet railways.
    level
        Bridges lie above 0, tunnels below: lines that cross at two levels do not meet.
    group
        Lines of one group become one link where nothing else meets them. Of two lines in one place
        that of the lesser group is kept.
    """

    lonlat: NDArray[np.float64]
    starts: NDArray[np.intp]
    family: NDArray[np.intp]
    level: NDArray[np.intp]
    group: NDArray[np.intp]

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.starts) - 1

    @property
    def owners(self) -> NDArray[np.intp]:
        """The line of each vertex."""
        return np.repeat(np.arange(self.count), np.diff(self.starts))

    def part(self, kept: NDArray[np.bool_]) -> DrawnLines:
        """Return some of the lines."""
        counts = np.diff(self.starts)
        vertices = np.repeat(kept, counts)
        return DrawnLines(
            self.lonlat[vertices],
            starts_of(counts[kept]),
            self.family[kept],
            self.level[kept],
            self.group[kept],
        )


def drawn_lines(
    geometry: ArrayLike,
    *,
    family: ArrayLike = 0,
    level: ArrayLike = 0,
    group: ArrayLike = 0,
) -> DrawnLines:
    """Return shapely lines as arrays, longitudes counting on where they jump.

    Parameters
    ----------
    geometry
        Lines in degrees, in EPSG:4326; none of them empty.
    family, level, group
        As of `DrawnLines`, one a line or one for all.
    """
    lines = np.asarray(geometry, dtype=object)
    lonlat, owner = shapely.get_coordinates(lines, return_index=True)
    starts = starts_of(np.bincount(owner, minlength=len(lines)))
    wide = (np.broadcast_to(np.asarray(one, np.intp), len(lines)) for one in (family, level, group))
    return with_continuous_longitudes(without_repeats(DrawnLines(lonlat, starts, *wide)))


def starts_of(counts: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return where each of some stretches begins and the last ends, by how long each is."""
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.intp)


def stretches(first: NDArray[np.intp], counts: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the numbers of several stretches one behind the other, each counting up from first."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - ends + counts, counts)


def without_repeats(lines: DrawnLines) -> DrawnLines:
    """Return lines without vertices that repeat the one before, and without lines of no length."""
    owner = lines.owners
    same = np.zeros(len(lines.lonlat), bool)
    same[1:] = (lines.lonlat[1:] == lines.lonlat[:-1]).all(axis=1) & (owner[1:] == owner[:-1])
    counts = np.bincount(owner[~same], minlength=lines.count)
    thin = DrawnLines(
        lines.lonlat[~same], starts_of(counts), lines.family, lines.level, lines.group
    )
    return thin.part(counts >= LEAST_VERTICES)


def with_continuous_longitudes(lines: DrawnLines) -> DrawnLines:
    """Return lines of which none jumps by a turn, all on one side of a meridian that none crosses.

    Where lines go all around the Earth the meridian is 180 degrees, or where they say.
    """
    lon = lines.lonlat[:, 0].copy()
    if not len(lon):
        return lines
    owner = lines.owners
    turns = np.zeros(len(lon))
    turns[1:] = -np.round(np.diff(lon) / TURN_DEG) * (owner[1:] == owner[:-1])
    total = np.cumsum(turns)
    lon += TURN_DEG * (total - total[lines.starts[:-1]][owner])
    west, east = (how.reduceat(lon, lines.starts[:-1]) for how in (np.minimum, np.maximum))
    seam_deg = _free_meridian_deg(west, east)
    lon -= (TURN_DEG * np.floor((west - seam_deg) / TURN_DEG))[owner]
    return DrawnLines(
        np.column_stack([lon, lines.lonlat[:, 1]]),
        lines.starts,
        lines.family,
        lines.level,
        lines.group,
    )


def _free_meridian_deg(west: NDArray[np.float64], east: NDArray[np.float64]) -> float:
    """Return the middle of the widest stretch of longitude that no line is in."""
    bin_deg = TURN_DEG / BINS_PER_TURN
    first = np.floor((west + HALF_TURN_DEG) / bin_deg).astype(np.intp)
    last = np.floor((east + HALF_TURN_DEG) / bin_deg).astype(np.intp)
    first, last = first % BINS_PER_TURN, first % BINS_PER_TURN + (last - first)
    change = np.zeros(3 * BINS_PER_TURN + 1, np.intp)
    np.add.at(change, first, 1)
    np.add.at(change, np.minimum(last, first + BINS_PER_TURN) + 1, -1)
    covered = np.cumsum(change)[: 3 * BINS_PER_TURN].reshape(3, BINS_PER_TURN).any(axis=0)
    if covered.all():
        return -HALF_TURN_DEG
    busy = np.flatnonzero(covered)
    gaps = np.diff(np.append(busy, busy[0] + BINS_PER_TURN))
    widest = int(np.argmax(gaps))
    return float((busy[widest] + (gaps[widest] + 1) / 2) * bin_deg - HALF_TURN_DEG)


def lengths_km(lines: DrawnLines) -> NDArray[np.float64]:
    """Return the length of each line on the ellipsoid."""
    lon, lat = lines.lonlat.T
    owner = lines.owners
    steps_km = geodesic_km(lon[:-1], lat[:-1], lon[1:], lat[1:])
    one_line = owner[:-1] == owner[1:]
    return np.bincount(owner[:-1], steps_km * one_line, lines.count).astype(np.float64)
