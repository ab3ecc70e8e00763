"""Where lines meet: crossings, ends on lines, vertices that lines share.

Owns which of them are junctions. Positions along lines are numbers: 3.25 is a quarter of the way
from vertex 3 to vertex 4 of all vertices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zimnik.geo.lines.plane import plane_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zimnik.geo.lines.drawn import DrawnLines
    from zimnik.geo.lines.plane import Plane

# What is nearer than a centimetre is one point: coordinates are written to no more.
SAME_M = 0.01
SEGMENTS_AT_ONCE = 100_000
# Sine of the angle between two segments below which they run side by side.
PARALLEL = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Steps between neighbouring vertices of lines: first vertex, line, and ends in the plane."""

    first: NDArray[np.intp]
    line: NDArray[np.intp]
    start: NDArray[np.float64]
    step: NDArray[np.float64]
    length: NDArray[np.float64]
    tolerance: NDArray[np.float64]

    def boxes(self) -> NDArray[np.object_]:
        """Return the segments as shapely lines, for an index."""
        ends = np.stack([self.start, self.start + self.step], axis=1)
        return np.asarray(shapely.linestrings(ends), dtype=object)


def segments_of(lines: DrawnLines, plane: Plane) -> Segments:
    """Return the segments of lines, of which no vertex repeats the one before."""
    owner = lines.owners
    first = np.flatnonzero(owner[1:] == owner[:-1])
    start = plane.xy[first]
    step = plane.xy[first + 1] - start
    tolerance = SAME_M * np.maximum(plane.scale[first], plane.scale[first + 1])
    return Segments(first, owner[first], start, step, np.hypot(*step.T), tolerance)


def shared_vertices(lines: DrawnLines) -> NDArray[np.float64]:
    """Return positions of vertices that stand exactly where another of the family does."""
    owner = lines.owners
    table = np.column_stack([lines.lonlat.round(9), lines.family[owner]])
    _, which, count = np.unique(table, axis=0, return_inverse=True, return_counts=True)
    return np.flatnonzero(count[which.ravel()] > 1).astype(np.float64)


def crossings(lines: DrawnLines) -> NDArray[np.float64]:
    """Return positions at which lines of one family meet one another, or themselves.

    Lines meet where they cross or touch at one level. At two levels they meet only where the end of
    one is a vertex of the other, as where a bridge begins.
    """
    plane = plane_of(lines.lonlat)
    segments = segments_of(lines, plane)
    boxes = segments.boxes()
    tree = shapely.STRtree(boxes)
    found = [np.empty(0)]
    for start in range(0, len(boxes), SEGMENTS_AT_ONCE):
        one, other = tree.query(boxes[start : start + SEGMENTS_AT_ONCE])
        one = one + start
        kept = _may_meet(lines, segments, one, other)
        found += _meetings(lines, segments, one[kept], other[kept])
    return np.unique(np.concatenate(found))


def _may_meet(
    lines: DrawnLines, segments: Segments, one: NDArray[np.intp], other: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Return which pairs are to be looked at: each once, of one family, and not neighbours."""
    line, other_line = segments.line[one], segments.line[other]
    neighbours = (segments.first[other] - segments.first[one] == 1) & (line == other_line)
    same_family = lines.family[line] == lines.family[other_line]
    return np.asarray((one < other) & same_family & ~neighbours)


def _meetings(
    lines: DrawnLines, segments: Segments, one: NDArray[np.intp], other: NDArray[np.intp]
) -> list[NDArray[np.float64]]:
    """Return the positions at which pairs of segments meet, on the one and on the other."""
    r, s = segments.step[one], segments.step[other]
    between = segments.start[other] - segments.start[one]
    cross = _cross(r, s)
    lengths = segments.length[one] * segments.length[other]
    slanted = np.abs(cross) > PARALLEL * lengths
    safe = np.where(slanted, cross, 1.0)
    pairs = [(one, other, _cross(between, s) / safe, _cross(between, r) / safe, slanted)]
    # Side by side they touch where the end of one lies on the other.
    side = np.flatnonzero(~slanted)
    p, q = one[side], other[side]
    every = np.ones(len(p), bool)
    for end in (0.0, 1.0):
        pairs.append((p, q, _along(segments, p, q, end), np.full(len(p), end), every))
        pairs.append((p, q, np.full(len(p), end), _along(segments, q, p, end), every))
    return [
        position
        for a, b, t, u, likely in pairs
        for position in _positions(lines, segments, (a[likely], b[likely]), (t[likely], u[likely]))
    ]


def _positions(
    lines: DrawnLines,
    segments: Segments,
    pair: tuple[NDArray[np.intp], NDArray[np.intp]],
    shares: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return positions on both segments of a pair, where both reach the point."""
    (one, other), (t, u) = pair, shares
    t, on_one = _share(segments, one, t)
    u, on_other = _share(segments, other, u)
    apart = (segments.start[one] + t[:, None] * segments.step[one]) - (
        segments.start[other] + u[:, None] * segments.step[other]
    )
    near = np.hypot(*apart.T) <= segments.tolerance[one] + segments.tolerance[other]
    at, at_other = segments.first[one] + t, segments.first[other] + u
    vertices = _is_vertex(t) & _is_vertex(u)
    ends = _is_end(lines, segments.line[one], at) | _is_end(lines, segments.line[other], at_other)
    level = lines.level[segments.line[one]] == lines.level[segments.line[other]]
    meet = on_one & on_other & near & (level | (vertices & ends))
    return at[meet], at_other[meet]


def _share(
    segments: Segments, which: NDArray[np.intp], t: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return shares of segments, those next to a vertex at it, and which lie on the segment."""
    slack = segments.tolerance[which] / segments.length[which]
    t = np.where(np.abs(t) <= slack, 0.0, np.where(np.abs(t - 1.0) <= slack, 1.0, t))
    return t, (t >= 0.0) & (t <= 1.0)


def _along(
    segments: Segments, which: NDArray[np.intp], of: NDArray[np.intp], end: float
) -> NDArray[np.float64]:
    """Return how far along segments the foot of an end of others is, as a share of each."""
    point = segments.start[of] + end * segments.step[of] - segments.start[which]
    return np.asarray((point * segments.step[which]).sum(axis=1) / segments.length[which] ** 2)


def _is_vertex(share: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray((share == 0.0) | (share == 1.0))


def _is_end(
    lines: DrawnLines, line: NDArray[np.intp], position: NDArray[np.float64]
) -> NDArray[np.bool_]:
    return np.asarray((position == lines.starts[line]) | (position == lines.starts[line + 1] - 1))


def _cross(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])
