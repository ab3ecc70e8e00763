"""Lines as people have them to a graph: cut where they meet, gaps closed, chains merged.

Owns the order of the steps and what is counted on the way. It judges no line: what is a road, and
which lines may meet, comes in with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import cKDTree

from zimnik.geo.core.geodesy import M_PER_KM
from zimnik.geo.core.units import HALF_TURN_DEG, TURN_DEG
from zimnik.geo.lines.chains import merged
from zimnik.geo.lines.drawn import DrawnLines, lengths_km, starts_of, stretches
from zimnik.geo.lines.meetings import SAME_M, crossings, shared_vertices
from zimnik.geo.lines.pieces import Pieces, cut, cut_again, joined
from zimnik.geo.lines.plane import geocentric_m, plane_of
from zimnik.geo.lines.snapping import snapped

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What was done to lines on the way to a graph.

    Parameters
    ----------
    lines
        Lines that came in.
    cuts
        Junctions at which lines were cut, ends included where they met others.
    snapped_ends
        Loose ends that were joined to something.
    farthest_snap_m
        How far the farthest of them moved.
    slivers, slivers_km
        Pieces that were left out, shorter than the tolerance and back at their own node.
    duplicates_km
        What was left out, since another line lies in the same place.
    loops
        Links back to their own node, which were cut in two.
    """

    lines: int
    cuts: int
    snapped_ends: int
    farthest_snap_m: float
    slivers: int
    slivers_km: float
    duplicates_km: float
    loops: int


@dataclass(frozen=True, slots=True, eq=False)
class LineGraph:
    """A graph of lines.

    Parameters
    ----------
    nodes
        Position of each node, degrees, one a row; longitudes count on across the antimeridian.
    lines
        A line for each edge, from node to node.
    ends
        Node at which each edge begins and ends.
    length_km
        Length of each edge on the ellipsoid.
    component
        Part of the graph in which each node is, the longest in kilometres first.
    steps
        What was done.
    """

    nodes: NDArray[np.float64]
    lines: DrawnLines
    ends: NDArray[np.intp]
    length_km: NDArray[np.float64]
    component: NDArray[np.intp]
    steps: Steps

    @property
    def degrees(self) -> NDArray[np.intp]:
        """How many ends of edges each node has."""
        return np.bincount(self.ends.ravel(), minlength=len(self.nodes))

    def with_vertices(self, own: NDArray[np.float64]) -> LineGraph:
        """Return the graph with those vertices between nodes alone that lines were drawn with.

        Parameters
        ----------
        own
            Those vertices, degrees, one a row.
        """
        lines = self.lines
        kept = np.isin(_place_keys(lines.lonlat), _place_keys(own))
        kept[lines.starts[:-1]] = kept[lines.starts[1:] - 1] = True
        counts = np.bincount(lines.owners[kept], minlength=lines.count)
        thin = DrawnLines(
            lines.lonlat[kept], starts_of(counts), lines.family, lines.level, lines.group
        )
        return LineGraph(self.nodes, thin, self.ends, lengths_km(thin), self.component, self.steps)

    def with_edges(self, kept: NDArray[np.bool_]) -> LineGraph:
        """Return the graph of whole parts alone, nodes numbered anew."""
        used = np.zeros(len(self.nodes), bool)
        used[self.ends[kept]] = True
        number = np.cumsum(used) - 1
        _, component = np.unique(self.component[used], return_inverse=True)
        return LineGraph(
            self.nodes[used],
            self.lines.part(kept),
            number[self.ends[kept]],
            self.length_km[kept],
            component,
            self.steps,
        )


def _place_keys(lonlat: NDArray[np.float64]) -> NDArray[np.complex128]:
    """Return numbers that are equal for points that are, in whatever turn, to a centimetre."""
    lon = (lonlat[:, 0] + HALF_TURN_DEG) % TURN_DEG
    return np.asarray(lon.round(7) + 1j * lonlat[:, 1].round(7))


def graph_of_lines(
    lines: DrawnLines,
    *,
    tolerance_m: float = 0.0,
    cross: bool = True,
    places: NDArray[np.float64] | None = None,
    alike: NDArray[np.intp] | None = None,
) -> LineGraph:
    """Return the graph of some lines.

    Parameters
    ----------
    lines
        What was drawn, as `drawn_lines` gives it.
    tolerance_m
        A loose end joins what is within so many metres.
    cross
        Whether lines meet where they cross; without it only at vertices that they share, as lines
        of OpenStreetMap do.
    places
        Points that stay nodes and at which all families meet, degrees, one a row.
    alike
        For each group what it is alike in: of two lines in one place and alike, that of the lesser
        group is kept; without it only lines of one group are alike. A ferry and the ice beside it
        are not.
    """
    groups = int(lines.group.max(initial=-1)) + 1
    alike = np.arange(groups) if alike is None else alike
    places = np.empty((0, 2)) if places is None else places
    positions = crossings(lines) if cross else shared_vertices(lines)
    pieces = cut(lines, _with_places(lines, positions, places), same_m=SAME_M, common=places)
    cuts = int((pieces.degrees > 1).sum())
    # What is drawn twice would make loose ends look like junctions.
    single, tiny_km, twice_km = _cleaned(pieces, SAME_M, alike)
    snap = snapped(single, tolerance_m)
    single, slivers_km, more_twice_km = _cleaned(snap.pieces, max(tolerance_m, SAME_M), alike)
    links, loops = _without_loops(merged(single, _kept(single, places)))
    slivers_km = np.concatenate([tiny_km, slivers_km])
    slivers_km = slivers_km[slivers_km * M_PER_KM > SAME_M]
    twice_km = np.concatenate([twice_km, more_twice_km])
    steps = Steps(
        lines=lines.count,
        cuts=cuts,
        snapped_ends=snap.ends,
        farthest_snap_m=snap.farthest_m,
        slivers=len(slivers_km),
        slivers_km=float(slivers_km.sum()),
        duplicates_km=float(twice_km.sum()),
        loops=loops,
    )
    return _numbered(links, steps)


def _with_places(
    lines: DrawnLines, positions: NDArray[np.float64], places: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return positions with those of the vertices that stand at places."""
    if not len(places):
        return positions
    tree = cKDTree(geocentric_m(places))
    apart_m, _ = tree.query(geocentric_m(lines.lonlat), distance_upper_bound=SAME_M)
    return np.unique(np.concatenate([positions, np.flatnonzero(np.isfinite(apart_m))]))


def _kept(pieces: Pieces, places: NDArray[np.float64]) -> NDArray[np.bool_]:
    if not len(places):
        return np.zeros(len(pieces.nodes), bool)
    apart_m, _ = cKDTree(geocentric_m(places)).query(geocentric_m(pieces.nodes))
    return np.asarray(apart_m <= SAME_M)


def _cleaned(
    pieces: Pieces, tolerance_m: float, alike: NDArray[np.intp]
) -> tuple[Pieces, NDArray[np.float64], NDArray[np.float64]]:
    """Return pieces without slivers and duplicates, and the lengths of both."""
    whole, slivers_km = _without_slivers(pieces, tolerance_m)
    single, duplicates_km = _without_duplicates(whole, tolerance_m, alike)
    return single, slivers_km, duplicates_km


def _without_slivers(pieces: Pieces, tolerance_m: float) -> tuple[Pieces, NDArray[np.float64]]:
    """Return pieces without those that go nowhere, and the lengths of those."""
    length_km = lengths_km(pieces.lines)
    closed = pieces.ends[:, 0] == pieces.ends[:, 1]
    sliver = closed & (length_km * M_PER_KM <= 2.0 * tolerance_m)
    return pieces.part(~sliver), length_km[sliver]


def _without_duplicates(
    pieces: Pieces, tolerance_m: float, alike: NDArray[np.intp]
) -> tuple[Pieces, NDArray[np.float64]]:
    """Return pieces of which no two alike lie in one place, and the lengths of those left out.

    Of two the one of the lesser group stays.
    """
    length_km = lengths_km(pieces.lines)
    least, most = np.sort(pieces.ends, axis=1).T
    group, use = pieces.lines.group, alike[pieces.lines.group]
    order = np.lexsort((group, length_km, use, most, least))
    one, other = order[:-1], order[1:]
    near = (least[one] == least[other]) & (most[one] == most[other]) & (use[one] == use[other])
    near &= np.abs(length_km[one] - length_km[other]) * M_PER_KM <= 2.0 * tolerance_m
    pairs = np.column_stack([one, other])[near]
    asked, place = np.unique(pairs, return_inverse=True)
    drawn, place = _plane_lines(pieces, asked), place.reshape(-1, 2)
    scale = plane_of(pieces.nodes[least[pairs[:, 0]]]).scale
    apart = shapely.hausdorff_distance(drawn[place[:, 0]], drawn[place[:, 1]])
    pairs = pairs[apart <= tolerance_m * scale]
    label = joined(len(group), pairs)
    by_rank = np.lexsort((length_km.round(9), group, label))
    kept = np.zeros(len(group), bool)
    kept[by_rank[np.unique(label[by_rank], return_index=True)[1]]] = True
    return pieces.part(kept), length_km[~kept]


def _plane_lines(pieces: Pieces, which: NDArray[np.intp]) -> NDArray[np.object_]:
    """Return some of the pieces, by ascending number, as lines of the plane."""
    chosen = np.zeros(pieces.lines.count, bool)
    chosen[which] = True
    lines = pieces.lines.part(chosen)
    xy = plane_of(lines.lonlat).xy
    return np.asarray(shapely.linestrings(xy, indices=lines.owners), dtype=object)


def _without_loops(pieces: Pieces) -> tuple[Pieces, int]:
    """Return pieces of which none ends where it begins: those are cut half-way."""
    lines = pieces.lines
    closed = np.flatnonzero(pieces.ends[:, 0] == pieces.ends[:, 1])
    halves = [
        _half_way(lines.lonlat[first:behind], first)
        for first, behind in zip(lines.starts[closed], lines.starts[closed + 1], strict=True)
    ]
    if not halves:
        return pieces, 0
    made, _ = cut_again(pieces, np.array(halves))
    return made, len(closed)


def _half_way(lonlat: NDArray[np.float64], first: int) -> float:
    """Return the position half-way along a line of which the first vertex has a number."""
    steps = np.hypot(*np.diff(plane_of(lonlat).xy, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    return float(first + np.interp(along[-1] / 2.0, along, np.arange(len(along))))


def _numbered(pieces: Pieces, steps: Steps) -> LineGraph:
    """Return the graph of pieces, nodes and edges in an order that comes of where they are."""
    used, ends = np.unique(pieces.ends, return_inverse=True)
    nodes, ends = pieces.nodes[used], ends.reshape(-1, 2)
    order = np.lexsort((nodes[:, 1], nodes[:, 0]))
    place = np.empty(len(order), np.intp)
    place[order] = np.arange(len(order))
    nodes, ends = nodes[order], place[ends]
    lines = _oriented(pieces.lines, ends[:, 0] > ends[:, 1])
    ends = np.sort(ends, axis=1)
    length_km = lengths_km(lines)
    rank = np.lexsort((lines.group, length_km, ends[:, 1], ends[:, 0]))
    counts = np.diff(lines.starts)
    vertex = stretches(lines.starts[rank], counts[rank])
    lines = DrawnLines(
        lines.lonlat[vertex],
        starts_of(counts[rank]),
        lines.family[rank],
        lines.level[rank],
        lines.group[rank],
    )
    ends, length_km = ends[rank], length_km[rank]
    component = _by_length(joined(len(nodes), ends), ends, length_km)
    return LineGraph(nodes, lines, ends, length_km, component, steps)


def _oriented(lines: DrawnLines, back: NDArray[np.bool_]) -> DrawnLines:
    counts = np.diff(lines.starts)
    vertex = np.arange(len(lines.lonlat))
    sums = np.repeat(lines.starts[:-1] + lines.starts[1:] - 1, counts)
    vertex = np.where(np.repeat(back, counts), sums - vertex, vertex)
    return DrawnLines(lines.lonlat[vertex], lines.starts, lines.family, lines.level, lines.group)


def _by_length(
    label: NDArray[np.intp], ends: NDArray[np.intp], length_km: NDArray[np.float64]
) -> NDArray[np.intp]:
    """Return components numbered from the longest to the shortest."""
    if not len(label):
        return label
    total_km = np.bincount(label[ends[:, 0]], weights=length_km, minlength=label.max() + 1)
    order = np.lexsort((np.arange(len(total_km)), -total_km))
    rank = np.empty(len(order), np.intp)
    rank[order] = np.arange(len(order))
    return rank[label]
