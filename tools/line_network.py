"""A network of drawn lines with its gaps bridged, and the way along it between two places.

Owns the triangulation that closes gaps and the least-cost path; it does not know what the lines
are. Positions are (lon, lat) in degrees with longitudes counted on past 180 (see ``continuous``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from pyproj import Geod, Transformer
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import Delaunay
from view import VIEW

from zimnik.geo.core.units import TURN_DEG

WGS84 = Geod(ellps="WGS84")
METRES_PER_KM = 1_000.0
# The sparse matrix reads a length of nought as no edge.
LEAST_KM = 1e-6


class Kind(IntEnum):
    """What an edge of the network is."""

    LINE = 0
    WATER = 1
    GAP = 2
    WAY = 3


@dataclass(frozen=True, slots=True)
class Edges:
    """Undirected edges between numbered nodes: ends (n, 2), kind (n,) and length_km (n,)."""

    ends: np.ndarray
    kind: np.ndarray
    length_km: np.ndarray


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes (n, 2) in degrees and the edges between them."""

    lonlat: np.ndarray
    edges: Edges


@dataclass(frozen=True, slots=True)
class Path:
    """A way along a network: nodes (n, 2) in degrees and the kind of each of the n - 1 steps."""

    lonlat: np.ndarray
    kind: np.ndarray


@dataclass(frozen=True, slots=True)
class Weighed:
    """A network with its weighed lengths as a matrix; ``keys`` finds the kind of an edge."""

    lonlat: np.ndarray
    matrix: csr_array
    keys: np.ndarray
    kind: np.ndarray


def continuous(lonlat: np.ndarray) -> np.ndarray:
    """Return positions with longitudes west of the view counted on past 180."""
    shifted = lonlat.copy()
    shifted[shifted[:, 0] < VIEW.west_end_deg, 0] += TURN_DEG
    return shifted


def to_mercator(lonlat: np.ndarray) -> np.ndarray:
    """Return positions in metres of the Mercator projection of the view."""
    transformer = Transformer.from_crs(4326, VIEW.mercator, always_xy=True)
    return np.column_stack(transformer.transform(lonlat[:, 0], lonlat[:, 1]))


def step_km(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return the geodesic lengths in km from each start to each end."""
    metres = WGS84.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])[2]
    return np.asarray(metres) / METRES_PER_KM


def length_km(lonlat: np.ndarray) -> float:
    """Return the geodesic length in km of a line through the positions."""
    return float(step_km(lonlat[:-1], lonlat[1:]).sum())


def measured(lonlat: np.ndarray, ends: np.ndarray, kind: Kind) -> Edges:
    """Return edges of one kind with their geodesic lengths."""
    km = step_km(lonlat[ends[:, 0]], lonlat[ends[:, 1]])
    return Edges(ends, np.full(len(ends), int(kind)), km)


def joined(*parts: Edges) -> Edges:
    """Return all edges in one table."""
    return Edges(
        np.concatenate([p.ends for p in parts]),
        np.concatenate([p.kind for p in parts]),
        np.concatenate([p.length_km for p in parts]),
    )


def densified(
    lonlat: np.ndarray, ends: np.ndarray, spacing_km: float, kind: Kind = Kind.LINE
) -> Network:
    """Return the network with nodes set along its long edges, so that places join near by."""
    start, end = lonlat[ends[:, 0]], lonlat[ends[:, 1]]
    pieces = np.maximum(1, np.ceil(step_km(start, end) / spacing_km)).astype(int)
    edge = np.repeat(np.arange(len(ends)), pieces - 1)
    first = np.repeat(np.cumsum(pieces - 1) - (pieces - 1), pieces - 1)
    number = np.arange(len(edge)) - first + 1
    share = (number / pieces[edge])[:, None]
    nodes = np.concatenate([lonlat, start[edge] * (1 - share) + end[edge] * share])
    inner = len(lonlat) + np.arange(len(edge))
    left = np.where(number == 1, ends[edge, 0], inner - 1)
    last = np.zeros(len(ends), dtype=int)
    last[edge] = inner
    closing = np.where(pieces == 1, ends[:, 0], last)
    pairs = np.concatenate([np.column_stack([left, inner]), np.column_stack([closing, ends[:, 1]])])
    return Network(nodes, measured(nodes, pairs, kind))


def merged(first: Network, second: Network) -> Network:
    """Return two networks side by side, not joined to each other."""
    shift = len(first.lonlat)
    moved = Edges(second.edges.ends + shift, second.edges.kind, second.edges.length_km)
    return Network(np.concatenate([first.lonlat, second.lonlat]), joined(first.edges, moved))


def neighbours(lonlat: np.ndarray) -> np.ndarray:
    """Return the edges of the Delaunay triangulation as pairs of nodes, each pair once.

    The triangulation drops a node that stands where another does, so such nodes are paired here.
    """
    _, first, number = np.unique(lonlat, axis=0, return_index=True, return_inverse=True)
    triangles = first[Delaunay(to_mercator(lonlat[first])).simplices]
    pairs = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [0, 2]]])
    twin = np.flatnonzero(first[number] != np.arange(len(lonlat)))
    twins = np.column_stack([first[number][twin], twin])
    return np.unique(np.sort(np.concatenate([pairs, twins]), axis=1), axis=0)


def gaps(network: Network, places: np.ndarray, longest_km: float) -> Edges:
    """Return the edges that close gaps: from loose ends and places to whatever stands near.

    Only an edge that touches a place or a loose end may bridge, so that no bend is cut short.

    Parameters
    ----------
    network
        The lines; its last ``len(places)`` nodes are the places.
    places
        Positions of the places, (n, 2) in degrees.
    longest_km
        No gap longer than this is closed.
    """
    count = len(network.lonlat)
    lines = network.edges.ends[np.isin(network.edges.kind, [Kind.LINE, Kind.WAY])]
    loose = np.bincount(lines.ravel(), minlength=count) == 1
    loose[count - len(places) :] = True
    # A place that stands on a node of a line hands its gaps to that node.
    number = np.unique(network.lonlat, axis=0, return_inverse=True)[1]
    loose |= np.isin(number, number[count - len(places) :])
    pairs = neighbours(network.lonlat)
    pairs = pairs[loose[pairs].any(axis=1)]
    found = measured(network.lonlat, pairs, Kind.GAP)
    near = found.length_km <= longest_km
    return Edges(found.ends[near], found.kind[near], found.length_km[near])


def weighed(network: Network, factors: dict[Kind, float]) -> Weighed:
    """Return the network ready for routing, its lengths multiplied by a factor per kind."""
    weight = np.array([factors[kind] for kind in Kind])[network.edges.kind]
    cost = np.maximum(network.edges.length_km, LEAST_KM) * weight
    # Parallel edges: the matrix would add them up, so the cheapest of each pair is kept.
    ends = np.sort(network.edges.ends, axis=1)
    order = np.lexsort((cost, ends[:, 1], ends[:, 0]))
    ends, cost, kind = ends[order], cost[order], network.edges.kind[order]
    first = np.ones(len(ends), dtype=bool)
    first[1:] = (ends[1:] != ends[:-1]).any(axis=1)
    ends, cost, kind = ends[first], cost[first], kind[first]
    size = len(network.lonlat)
    matrix = csr_array((cost, (ends[:, 0], ends[:, 1])), shape=(size, size))
    return Weighed(network.lonlat, matrix, ends[:, 0] * size + ends[:, 1], kind)


def find_path(weighed_: Weighed, start: int, end: int) -> Path | None:
    """Return the way of least weighed length between two nodes, or None where there is none."""
    total, before = dijkstra(
        weighed_.matrix, directed=False, indices=start, return_predecessors=True
    )
    if not np.isfinite(total[end]):
        return None
    nodes = [end]
    while nodes[-1] != start:
        nodes.append(int(before[nodes[-1]]))
    nodes.reverse()
    steps = np.sort(np.column_stack([nodes[:-1], nodes[1:]]), axis=1)
    at = np.searchsorted(weighed_.keys, steps[:, 0] * len(weighed_.lonlat) + steps[:, 1])
    return Path(weighed_.lonlat[nodes], weighed_.kind[at])
