"""Least-cost paths over static weights by Dijkstra's algorithm of scipy.sparse.csgraph.

Owns the graph as a sparse matrix, of which parallel edges keep the cheapest, and the search from
several nodes at once, each at a cost of its own. Dates are the matter of `geo.routing.labels`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zimnik.geo.core.arrays import Indices, Vector


class ShortestPaths(NamedTuple):
    """Least costs, and the node before each; negative where there is none.

    One row a search, or a single row where there is one.
    """

    costs: Vector
    before: NDArray[np.int32]


def cheapest_graph(
    tails: Indices, heads: Indices, costs: Vector, count: int
) -> tuple[csr_array, Indices]:
    """Return a graph with the cheapest of parallel edges, since SciPy would add them up.

    Parameters
    ----------
    tails, heads, costs
        The edges; an edge of infinite cost is left out.
    count
        Number of nodes.

    Returns
    -------
    tuple
        The graph, and the numbers of the edges that it keeps in the order of its data.
    """
    order = np.lexsort((costs, heads, tails))
    order = order[np.isfinite(costs[order])]
    ends = np.stack([tails[order], heads[order]])
    order = order[np.append(True, (ends[:, 1:] != ends[:, :-1]).any(axis=0))[: len(order)]]
    graph = csr_array((costs[order], (tails[order], heads[order])), shape=(count, count))
    return graph, order


def least_costs(graph: csr_array, starts: Indices, begin_costs: Vector) -> ShortestPaths:
    """Return the least cost of every node from whichever of several starts is cheapest.

    Parameters
    ----------
    graph
        Costs of the steps between nodes, none of them negative; infinite ones are closed.
    starts
        Nodes at which to begin.
    begin_costs
        What it costs to begin at each; the node before a start is the number of nodes.

    Notes
    -----
    One more node leads to every start at its cost, so that one search serves all of them.
    """
    count = graph.shape[0]
    joined = csr_array(
        (
            np.concatenate([graph.data, begin_costs]),
            np.concatenate([graph.indices, starts.astype(graph.indices.dtype)]),
            np.append(graph.indptr, graph.indptr[-1] + len(starts)),
        ),
        shape=(count + 1, count + 1),
    )
    costs, before = dijkstra(joined, indices=count, return_predecessors=True)
    return ShortestPaths(costs[:count], before[:count])


def costs_from(graph: csr_array, starts: int | Sequence[int] | Indices) -> ShortestPaths:
    """Return the least cost of every node from one start, or a row for each of several."""
    costs, before = dijkstra(graph, indices=starts, return_predecessors=True)
    return ShortestPaths(costs, before)
