"""What searches are held against: all distances by SciPy, and neighbours by their definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse.csgraph import dijkstra

from zimnik.geo.core.shortest_paths import cheapest_graph
from zimnik.geo.static.graph import UNREACHABLE

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Indices
    from zimnik.geo.static.graph import StaticGraph


def distances(graph: StaticGraph, weights: Indices, sources: Indices, targets: Indices) -> Indices:
    """Return the least weight of a way, one row a source; `UNREACHABLE` where none is."""
    costs = np.where(weights < UNREACHABLE, weights, np.inf)
    sparse, _ = cheapest_graph(
        graph.tails, graph.heads, np.concatenate([costs, costs]), graph.node_count
    )
    rows = [dijkstra(sparse, indices=int(one), limit=UNREACHABLE - 1)[targets] for one in sources]
    found = np.reshape(rows, (len(sources), len(targets)))
    return np.where(np.isfinite(found), found, UNREACHABLE).astype(np.int64)


def neighbours(distances: Indices) -> set[tuple[int, int]]:
    """Return the pairs of terminals whose way passes no third one, the lesser first."""
    count = len(distances)
    return {
        (a, b)
        for a in range(count)
        for b in range(a + 1, count)
        if distances[a, b] < UNREACHABLE
        and not any(
            distances[a, c] + distances[c, b] == distances[a, b]
            for c in range(count)
            if c not in {a, b}
        )
    }
