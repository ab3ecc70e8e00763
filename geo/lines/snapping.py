"""Gaps closed: what ends within a tolerance of something else is joined to it.

Owns that only ends that nothing meets are moved. Junctions stay where they are, so that a tolerance
that is too great draws no street grid into a point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import cKDTree

from zimnik.geo.core.geodesy import M_PER_KM, geodesic_km
from zimnik.geo.lines.meetings import segments_of
from zimnik.geo.lines.pieces import APART_M, Pieces, at_nodes, cut_again, joined, near_pairs
from zimnik.geo.lines.plane import geocentric_m, plane_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zimnik.geo.lines.meetings import Segments

# A loose end may join its own line again, but not within so many tolerances of itself.
OWN_REACH = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Snapped:
    """Pieces without gaps: how many ends moved, and how far the farthest in metres."""

    pieces: Pieces
    ends: int
    farthest_m: float


def snapped(pieces: Pieces, tolerance_m: float) -> Snapped:
    """Return pieces whose loose ends are joined to what is within a tolerance.

    A loose end joins all loose ends of its family that are within the tolerance; besides, the
    nearest node that is none, or where there is none the nearest point of a line at its level.
    """
    loose = np.flatnonzero(pieces.degrees == 1)
    if tolerance_m <= 0 or not len(loose):
        return Snapped(pieces, 0, 0.0)
    pairs = _loose_pairs(pieces, loose, tolerance_m)
    to_nodes = _to_nodes(pieces, loose, tolerance_m)
    alone = np.setdiff1d(loose, to_nodes[:, 0])
    ends, positions = _to_lines(pieces, alone, tolerance_m)
    with_cuts, cut_nodes = cut_again(pieces, positions)
    pairs = np.concatenate([pairs, to_nodes, np.column_stack([ends, cut_nodes])])
    label = joined(len(with_cuts.nodes), pairs)
    firm = np.ones(len(label), bool)
    firm[loose] = False
    nodes = _places(with_cuts.nodes, firm, label)
    moved_m = M_PER_KM * geodesic_km(*pieces.nodes[loose].T, *nodes[label[loose]].T)
    count = int(np.isin(loose, pairs).sum())
    return Snapped(at_nodes(with_cuts, label, nodes), count, float(moved_m.max(initial=0.0)))


def _loose_pairs(pieces: Pieces, loose: NDArray[np.intp], tolerance_m: float) -> NDArray[np.intp]:
    """Return pairs of loose ends, but for the two ends of one piece."""
    near = near_pairs(pieces.nodes[loose], pieces.node_family[loose], tolerance_m)
    pairs = np.sort(loose[near], axis=1)
    count = len(pieces.nodes)
    own = np.sort(pieces.ends, axis=1) @ [count, 1]
    return pairs[~np.isin(pairs @ [count, 1], own)]


def _to_nodes(pieces: Pieces, loose: NDArray[np.intp], tolerance_m: float) -> NDArray[np.intp]:
    """Return loose ends with the nearest node that is none, other than that of their own piece."""
    firm = np.flatnonzero(pieces.degrees > 1)
    if not len(firm):
        return np.empty((0, 2), np.intp)
    at = geocentric_m(pieces.nodes)
    at[:, 0] += pieces.node_family * APART_M
    apart_m, nearest = cKDTree(at[firm]).query(
        at[loose], k=min(2, len(firm)), distance_upper_bound=tolerance_m
    )
    apart_m, nearest = (np.reshape(one, (len(loose), -1)) for one in (apart_m, nearest))
    there = np.isfinite(apart_m)
    found = np.where(there, firm[np.where(there, nearest, 0)], -1)
    allowed = there & (found != _other_ends(pieces)[loose][:, None])
    which = np.argmax(allowed, axis=1)
    rows = np.flatnonzero(allowed.any(axis=1))
    return np.column_stack([loose[rows], found[rows, which[rows]]])


def _other_ends(pieces: Pieces) -> NDArray[np.intp]:
    """Return the node at the other end of the piece of each node; of a loose end there is one."""
    other = np.full(len(pieces.nodes), -1)
    other[pieces.ends[:, 0]] = pieces.ends[:, 1]
    other[pieces.ends[:, 1]] = pieces.ends[:, 0]
    return other


def _to_lines(
    pieces: Pieces, alone: NDArray[np.intp], tolerance_m: float
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return loose ends, and the position on a line that each joins."""
    lines = pieces.lines
    plane, ends = plane_of(lines.lonlat), plane_of(pieces.nodes[alone])
    segments = segments_of(lines, plane)
    tree = shapely.STRtree(segments.boxes())
    end, segment = tree.query(
        shapely.points(ends.xy), predicate="dwithin", distance=tolerance_m * ends.scale
    )
    foot = segments.start[segment]
    step, length = segments.step[segment], segments.length[segment]
    share = np.clip(((ends.xy[end] - foot) * step).sum(axis=1) / length**2, 0.0, 1.0)
    apart_m = np.hypot(*(foot + share[:, None] * step - ends.xy[end]).T) / ends.scale[end]
    allowed = _may_join(pieces, segments, (alone[end], segment, share), tolerance_m)
    end, apart_m = end[allowed], apart_m[allowed]
    position = segments.first[segment[allowed]] + share[allowed]
    order = np.lexsort((position, apart_m, end))
    first = order[np.unique(end[order], return_index=True)[1]]
    return alone[end[first]], position[first]


def _may_join(
    pieces: Pieces,
    segments: Segments,
    near: tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]],
    tolerance_m: float,
) -> NDArray[np.bool_]:
    """Return which loose ends may join a segment of their family and level, not near themselves."""
    node, segment, share = near
    lines = pieces.lines
    own = np.zeros(len(pieces.nodes), np.intp)
    own[pieces.ends] = np.arange(lines.count)[:, None]
    piece, other = own[node], segments.line[segment]
    along = _distances_m(lines.lonlat)
    at = along[segments.first[segment]]
    at = at + share * (along[segments.first[segment] + 1] - at)
    is_last = pieces.ends[piece, 1] == node
    mine = along[np.where(is_last, lines.starts[piece + 1] - 1, lines.starts[piece])]
    far = np.abs(at - mine) > OWN_REACH * tolerance_m
    alike = (lines.family[piece] == lines.family[other]) & (
        lines.level[piece] == lines.level[other]
    )
    return np.asarray(alike & ((piece != other) | far))


def _distances_m(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far each vertex is along all lines, one behind the other."""
    lon, lat = lonlat.T
    steps = M_PER_KM * geodesic_km(lon[:-1], lat[:-1], lon[1:], lat[1:])
    return np.concatenate([[0.0], np.cumsum(steps)])


def _places(
    nodes: NDArray[np.float64], firm: NDArray[np.bool_], label: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return where joined nodes are: at the least that was firm, else at the least."""
    order = np.lexsort((nodes[:, 1], nodes[:, 0], ~firm, label))
    return nodes[order[np.searchsorted(label[order], np.arange(label.max() + 1))]]
