"""A binary heap of nodes by keys that may fall, compiled.

References
----------
Williams, Algorithm 232: Heapsort, Communications of the ACM 7 (1964), 347-348.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.compiled.jit import compiled

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Indices, Vector


@compiled
def lower(heap: Indices, places: Indices, size: int, keys: Vector, node: int) -> int:
    """Put a node whose key fell into its place of a heap, or a new one; return the heap's size."""
    at = places[node]
    if at < 0:
        at, size = size, size + 1
    while at > 0 and keys[heap[(at - 1) // 2]] > keys[node]:
        heap[at] = heap[(at - 1) // 2]
        places[heap[at]] = at
        at = (at - 1) // 2
    heap[at], places[node] = node, at
    return size


@compiled
def take_first(heap: Indices, places: Indices, size: int, keys: Vector) -> int:
    """Take the node of the least key out of a heap of a size, and return it."""
    first, last = heap[0], heap[size - 1]
    places[first] = -1
    size -= 1
    at = 0
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and keys[heap[below + 1]] < keys[heap[below]]:
            below += 1
        if keys[heap[below]] >= keys[last]:
            break
        heap[at] = heap[below]
        places[heap[at]] = at
        at = below
    if size:
        heap[at], places[last] = last, at
    return int(first)


@compiled
def queued(keys: Vector) -> tuple[Indices, Indices, int]:
    """Return a heap of the nodes of finite keys, the place of each node in it, and its size."""
    nodes, size = len(keys), 0
    heap, places = np.empty(nodes, dtype=np.int64), np.full(nodes, -1, dtype=np.int64)
    for node in range(nodes):
        if keys[node] < math.inf:
            size = lower(heap, places, size, keys, node)
    return heap, places, size
