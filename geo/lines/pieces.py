"""Lines cut into pieces between numbered nodes.

Owns what a cut is, and which points are one node.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from zimnik.geo.lines.drawn import LEAST_VERTICES, DrawnLines, starts_of, stretches
from zimnik.geo.lines.plane import geocentric_m, lonlat_of, plane_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Families stand so far apart that none is near another; on the Earth no two points are.
APART_M = 1e8
ALL_FAMILIES = -1


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Lines from node to node.

    Parameters
    ----------
    lines
        The pieces, each beginning and ending exactly at its nodes.
    ends
        Node at which each piece begins and ends, one piece a row.
    nodes
        Position of each node, longitudes counting on.
    node_family
        Family of each node.
    """

    lines: DrawnLines
    ends: NDArray[np.intp]
    nodes: NDArray[np.float64]
    node_family: NDArray[np.intp]

    def part(self, kept: NDArray[np.bool_]) -> Pieces:
        """Return some of the pieces; nodes keep their numbers."""
        return Pieces(self.lines.part(kept), self.ends[kept], self.nodes, self.node_family)

    @property
    def degrees(self) -> NDArray[np.intp]:
        """How many ends of pieces each node has."""
        return np.bincount(self.ends.ravel(), minlength=len(self.nodes))


def near_pairs(
    lonlat: NDArray[np.float64], family: NDArray[np.intp], radius_m: float
) -> NDArray[np.intp]:
    """Return the pairs of points of one family that are within a radius, one pair a row."""
    at = geocentric_m(lonlat)
    at[:, 0] += family * APART_M
    return np.asarray(cKDTree(at).query_pairs(radius_m, output_type="ndarray"), np.intp)


def joined(count: int, pairs: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the number of the group of each of some things, of which pairs belong together."""
    graph = coo_array((np.ones(len(pairs), bool), pairs.T), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], np.intp)


def at_positions(lines: DrawnLines, positions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the points at positions along lines, which are straight in the plane."""
    first = np.floor(positions).astype(np.intp)
    share = positions - first
    points = lines.lonlat[first]
    between = share > 0.0
    start, step = plane_of(points[between]).xy, share[between, None]
    end = plane_of(lines.lonlat[first[between] + 1]).xy
    points[between] = lonlat_of(start + step * (end - start))
    return points


def cut(
    lines: DrawnLines,
    positions: NDArray[np.float64],
    *,
    same_m: float,
    common: NDArray[np.float64] | None = None,
) -> Pieces:
    """Return lines cut at positions, with nodes where they are cut and where they end.

    Parameters
    ----------
    lines
        What is cut.
    positions
        Where, as `geo.lines.meetings` counts them.
    same_m
        Points of one family that are no farther apart are one node.
    common
        Points at which all families meet.
    """
    every = np.unique(np.concatenate([positions, lines.starts[:-1], lines.starts[1:] - 1.0]))
    points = at_positions(lines, every)
    owner = lines.owners[np.floor(every).astype(np.intp)]
    family = lines.family[owner]
    if common is not None and len(common):
        apart_m, _ = cKDTree(geocentric_m(common)).query(geocentric_m(points))
        family = np.where(apart_m <= same_m, ALL_FAMILIES, family)
    label = joined(len(points), near_pairs(points, family, same_m))
    nodes, node_family = _representatives(points, family, label)
    pieces, ends = cut_at(lines, every, label)
    return Pieces(_ending_at(pieces, ends, nodes), ends, nodes, node_family)


def _representatives(
    points: NDArray[np.float64], family: NDArray[np.intp], label: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the least point of each group, whatever the order they are given in."""
    order = np.lexsort((points[:, 1], points[:, 0], label))
    first = order[np.searchsorted(label[order], np.arange(label.max(initial=-1) + 1))]
    return points[first], family[first]


def cut_at(
    lines: DrawnLines, positions: NDArray[np.float64], label: NDArray[np.intp]
) -> tuple[DrawnLines, NDArray[np.intp]]:
    """Return the pieces of lines between positions, and the labels of the ends of each.

    Parameters
    ----------
    lines
        What is cut.
    positions
        Ascending, with both ends of every line among them.
    label
        Number of the node at each position.
    """
    owner = lines.owners[np.floor(positions).astype(np.intp)]
    same_line = owner[1:] == owner[:-1]
    begin, end = positions[:-1][same_line], positions[1:][same_line]
    inner_first = np.floor(begin).astype(np.intp) + 1
    inner = np.ceil(end).astype(np.intp) - inner_first
    counts = inner + LEAST_VERTICES
    starts = starts_of(counts)
    lonlat = np.empty((starts[-1], 2))
    lonlat[stretches(starts[:-1] + 1, inner)] = lines.lonlat[stretches(inner_first, inner)]
    lonlat[starts[:-1]] = at_positions(lines, begin)
    lonlat[starts[1:] - 1] = at_positions(lines, end)
    of = owner[:-1][same_line]
    pieces = DrawnLines(lonlat, starts, lines.family[of], lines.level[of], lines.group[of])
    return pieces, np.column_stack([label[:-1][same_line], label[1:][same_line]])


def _ending_at(
    pieces: DrawnLines, ends: NDArray[np.intp], nodes: NDArray[np.float64]
) -> DrawnLines:
    """Return pieces whose first and last vertices are those of their nodes, on their side."""
    lonlat = pieces.lonlat.copy()
    for position, column in ((pieces.starts[:-1], 0), (pieces.starts[1:] - 1, 1)):
        at = nodes[ends[:, column]]
        turns = np.round((lonlat[position, 0] - at[:, 0]) / 360.0)
        lonlat[position] = at + np.column_stack([360.0 * turns, np.zeros(len(turns))])
    return DrawnLines(lonlat, pieces.starts, pieces.family, pieces.level, pieces.group)


def at_nodes(pieces: Pieces, label: NDArray[np.intp], nodes: NDArray[np.float64]) -> Pieces:
    """Return pieces whose nodes are joined: each gets its label, at the place of that node."""
    family = np.empty(len(nodes), np.intp)
    family[label] = pieces.node_family
    ends = label[pieces.ends]
    return Pieces(_ending_at(pieces.lines, ends, nodes), ends, nodes, family)


def cut_again(pieces: Pieces, positions: NDArray[np.float64]) -> tuple[Pieces, NDArray[np.intp]]:
    """Return pieces cut at further positions, and the node at each of these."""
    lines = pieces.lines
    begin, end = lines.starts[:-1], lines.starts[1:] - 1
    every = np.unique(np.concatenate([begin, end, positions]))
    label = np.full(len(every), -1)
    label[np.searchsorted(every, begin)] = pieces.ends[:, 0]
    label[np.searchsorted(every, end)] = pieces.ends[:, 1]
    new = label < 0
    label[new] = len(pieces.nodes) + np.arange(new.sum())
    cut_lines, ends = cut_at(lines, every, label)
    at = at_positions(lines, every[new])
    family = lines.family[lines.owners[np.floor(every[new]).astype(np.intp)]]
    made = Pieces(
        cut_lines,
        ends,
        np.concatenate([pieces.nodes, at]),
        np.concatenate([pieces.node_family, family]),
    )
    return made, label[np.searchsorted(every, positions)]
