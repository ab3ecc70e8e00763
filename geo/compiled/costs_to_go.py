"""Costs to go to many ends from every node, compiled: Dijkstra's algorithm backwards.

Owns the search without dates whose costs, where most of the network is open all year, are those
whatever the date (docs/model.md, E9). What comes to no more than is known is not followed, so that
a search over more moves goes on from one over fewer.

References
----------
Dijkstra, A note on two problems in connexion with graphs, Numerische Mathematik 1 (1959), 269-271.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.compiled.heap import lower, take_first
from zimnik.geo.compiled.jit import compiled
from zimnik.geo.core.steady_way import steady_way

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Indices, Vector

# The way by costs to go: plain searches call the same function.
compiled_way = compiled(steady_way)


@compiled
def costs_to_go(starts: Indices, tails: Indices, costs: Vector, known: Vector) -> Vector:
    """Return the least cost from every node to each of some ends, no more than is known.

    Parameters
    ----------
    starts, tails, costs
        Of each node the first of the moves that lead to it, the node that each leaves, and its
        cost, infinite where it is closed.
    known
        A row an end and a column a node: what is known, such as the cost of unloading there;
        infinite where nothing is.
    """
    usd_per_t = known.copy()
    nodes = known.shape[1]
    heap, places = np.empty(nodes, dtype=np.int64), np.full(nodes, -1, dtype=np.int64)
    for end in range(len(known)):
        keys = usd_per_t[end]
        size = 0
        # Moves from what is known that lead to less begin the search.
        for node in range(nodes):
            usd = known[end, node]
            if usd < math.inf:
                for at in range(starts[node], starts[node + 1]):
                    tail = tails[at]
                    if usd + costs[at] < keys[tail]:
                        keys[tail] = usd + costs[at]
                        if starts[tail] < starts[tail + 1]:
                            size = lower(heap, places, size, keys, tail)
        while size:
            node = take_first(heap, places, size, keys)
            size -= 1
            for at in range(starts[node], starts[node + 1]):
                usd, tail = keys[node] + costs[at], tails[at]
                if usd < keys[tail]:
                    keys[tail] = usd
                    # To a third of all nodes no move leads: nothing follows from what they cost.
                    if starts[tail] < starts[tail + 1]:
                        size = lower(heap, places, size, keys, tail)
    return usd_per_t
