"""Shortest ways on a graph that is open all year: two engines behind the same two functions.

Owns distances from many nodes to many, and the edges of one way. The fast engine is a customizable
contraction hierarchy (RoutingKit): its topology is made once for a graph and kept, a metric of it
in a moment for every set of weights, a few changed weights in less. The other is Dijkstra's
algorithm of SciPy, for those who lack the first, and to hold it against.
"""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from scipy.sparse.csgraph import dijkstra

from zimnik.geo.core.shortest_paths import cheapest_graph

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Indices, Vector

# No way is as long; an edge of this weight is closed. The engine counts in 32 bits and keeps two
# such weights apart from none.
UNREACHABLE = 2_147_483_647


@dataclass(frozen=True, eq=False)
class StaticGraph:
    """Two-way edges between nodes that have a place.

    Parameters
    ----------
    ends
        The two nodes of each edge, one edge a row.
    lonlat
        Longitude and latitude of each node, degrees; they only make the order of the nodes good.
    """

    ends: Indices
    lonlat: Vector

    @property
    def node_count(self) -> int:
        """How many nodes there are."""
        return len(self.lonlat)

    @property
    def edge_count(self) -> int:
        """How many edges there are, each open in both directions."""
        return len(self.ends)

    @cached_property
    def digest(self) -> bytes:
        """What tells its edges from those of every other graph."""
        return hashlib.blake2b(np.ascontiguousarray(self.ends).data, digest_size=16).digest()

    @cached_property
    def adjacency(self) -> tuple[Indices, Indices, Indices]:
        """Where the arcs of each node begin, the nodes they lead to, ascending, and their edges."""
        order = np.lexsort((self.heads, self.tails))
        begins = np.searchsorted(self.tails[order], np.arange(self.node_count + 1))
        return begins.astype(np.int64), self.heads[order], order % max(1, self.edge_count)

    @property
    def tails(self) -> Indices:
        """Where arcs begin: of all edges forward, then of all backward."""
        return np.concatenate([self.ends[:, 0], self.ends[:, 1]])

    @property
    def heads(self) -> Indices:
        """Where arcs end: of all edges forward, then of all backward."""
        return np.concatenate([self.ends[:, 1], self.ends[:, 0]])


class StaticMetric(Protocol):
    """A graph with weights, whole numbers from 1; `UNREACHABLE` closes an edge."""

    def distances(self, sources: Indices, targets: Indices) -> Indices:
        """Return the least weight of a way, one row a source; `UNREACHABLE` where none is."""

    def path(self, source: int, target: int) -> Indices:
        """Return the edges of a way of least weight in their order; none where there is no way."""

    def update(self, edges: Indices, weights: Indices) -> None:
        """Give some edges other weights, which change what is found from now on."""


def checked_weights(weights: Indices) -> Indices:
    """Return weights as whole numbers.

    Raises
    ------
    ValueError
        If one is below 1 or above `UNREACHABLE`.
    """
    found = np.asarray(weights, dtype=np.int64)
    if len(found) and (found.min() < 1 or found.max() > UNREACHABLE):
        message = f"weights are whole numbers from 1 to {UNREACHABLE}"
        raise ValueError(message)
    return found


class DijkstraMetric:
    """Weights on a graph, searched from each source anew by SciPy.

    Parameters
    ----------
    graph
        Nodes and edges.
    weights
        One for each edge.
    """

    def __init__(self, graph: StaticGraph, weights: Indices) -> None:
        self._graph = graph
        self._weights = checked_weights(weights).copy()
        self._searched: tuple[int, Indices] | None = None
        self._compile()

    def _compile(self) -> None:
        costs = np.where(self._weights < UNREACHABLE, self._weights, np.inf)
        graph = self._graph
        self._costs, self._arcs = cheapest_graph(
            graph.tails, graph.heads, np.concatenate([costs, costs]), graph.node_count
        )
        self._searched = None

    def distances(self, sources: Indices, targets: Indices) -> Indices:
        """Return the least weight of a way, one row a source; `UNREACHABLE` where none is."""
        rows = [
            dijkstra(self._costs, indices=int(source), limit=UNREACHABLE - 1)[targets]
            for source in sources
        ]
        found = np.reshape(rows, (len(sources), len(targets)))
        return np.where(np.isfinite(found), found, UNREACHABLE).astype(np.int64)

    def path(self, source: int, target: int) -> Indices:
        """Return the edges of a way of least weight in their order; none where there is no way."""
        before = self._before(source)
        nodes = [target]
        while before[nodes[-1]] >= 0:
            nodes.append(int(before[nodes[-1]]))
        steps = zip(nodes[:0:-1], nodes[-2::-1], strict=True)
        arcs = [self._arc(tail, head) for tail, head in steps]
        return np.array(arcs, dtype=np.int64) % max(1, self._graph.edge_count)

    def _before(self, source: int) -> Indices:
        if self._searched is None or self._searched[0] != source:
            _, before = dijkstra(
                self._costs, indices=source, limit=UNREACHABLE - 1, return_predecessors=True
            )
            self._searched = (source, before)
        return self._searched[1]

    def _arc(self, tail: int, head: int) -> int:
        first, behind = self._costs.indptr[tail], self._costs.indptr[tail + 1]
        return int(self._arcs[first + np.searchsorted(self._costs.indices[first:behind], head)])

    def update(self, edges: Indices, weights: Indices) -> None:
        """Give some edges other weights, which change what is found from now on."""
        self._weights[edges] = checked_weights(weights)
        self._compile()


class Contraction:
    """The topology of a graph in its contraction hierarchy, which serves all weights.

    Make one with `contracted`.

    Parameters
    ----------
    graph
        Nodes and edges.
    topology
        What RoutingKit made of them; only its own functions write and read it.
    """

    def __init__(self, graph: StaticGraph, topology: Any) -> None:  # noqa: ANN401 - has no types
        self._graph, self.topology = graph, topology

    def metric(self, weights: Indices) -> StaticMetric:
        """Return the metric of some weights, one for each edge."""
        return _ContractedMetric(self._graph, self.topology, checked_weights(weights))


class _ContractedMetric:
    def __init__(self, graph: StaticGraph, topology: Any, weights: Indices) -> None:  # noqa: ANN401
        import pyroutingkit  # noqa: PLC0415 - the extra osm

        self._graph = graph
        self._metric = pyroutingkit.CCHMetric(topology)
        self._metric.customize(np.concatenate([weights, weights]).astype(np.uint32))

    def distances(self, sources: Indices, targets: Indices) -> Indices:
        found = self._metric.distances_many_to_many(
            np.asarray(sources, np.uint32), np.asarray(targets, np.uint32)
        )
        return np.asarray(found, dtype=np.int64)

    def path(self, source: int, target: int) -> Indices:
        _, _, arcs = self._metric.query(int(source), int(target))
        return np.array(arcs, dtype=np.int64) % max(1, self._graph.edge_count)

    def update(self, edges: Indices, weights: Indices) -> None:
        weights = checked_weights(weights)
        arcs = np.concatenate([edges, np.asarray(edges) + self._graph.edge_count])
        self._metric.update_weights(
            arcs.astype(np.uint32), np.concatenate([weights, weights]).astype(np.uint32)
        )


def can_contract() -> bool:
    """Whether the fast engine is installed (extra `osm`)."""
    return importlib.util.find_spec("pyroutingkit") is not None


def contracted(graph: StaticGraph) -> Contraction:
    """Return the contraction hierarchy of a graph; with half a million nodes it takes a minute."""
    import pyroutingkit  # noqa: PLC0415 - the extra osm

    topology = pyroutingkit.CCHTopology()
    lon, lat = graph.lonlat.T.astype(np.float32)
    tails, heads = graph.tails.astype(np.uint32), graph.heads.astype(np.uint32)
    topology.build(tails, heads, lat, lon, graph.node_count)
    return Contraction(graph, topology)
