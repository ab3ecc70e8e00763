"""Searches from a terminal to its neighbours: Dijkstra's algorithm that ends where all passed one.

Owns the steps behind `geo.static.local_ways` (docs/model.md, E80). They are compiled where Numba is
installed, and plain Python elsewhere.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from zimnik.geo.compiled.layout import can_compile
from zimnik.geo.static.graph import UNREACHABLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from zimnik.geo.core.arrays import Flags, Indices

UNSEEN = 2**62
# A hub stands where an eighth of what a search went through lies behind one node, and no eighth
# behind one of the next.
SHARE = 8


Function = TypeVar("Function", bound="Callable[..., object]")


def where_possible(function: Function) -> Function:
    """Return a function that is compiled where Numba is installed, and itself elsewhere."""
    if not can_compile():
        return function
    from zimnik.geo.compiled.jit import compiled  # noqa: PLC0415 - the extra fast

    return compiled(function)


class Weighted(NamedTuple):
    """Arcs by the node that they leave, and the weight of each edge."""

    begins: Indices
    heads: Indices
    edges: Indices
    weights: Indices


class Scratch(NamedTuple):
    """What a search knows of every node; the same arrays serve one search after the other.

    `behind` is whether a shortest way to it passes a terminal, `last` the edge and the node before
    it, `passes` how many ways lead by it.
    """

    least: Indices
    behind: Flags
    settled: Flags
    last: Indices
    passes: Indices
    is_passed: Flags


def scratch_of(count: int) -> Scratch:
    """Return arrays for searches on a graph of so many nodes."""
    return Scratch(
        least=np.full(count, UNSEEN, np.int64),
        behind=np.zeros(count, np.bool_),
        settled=np.zeros(count, np.bool_),
        last=np.zeros((count, 2), np.int64),
        passes=np.zeros(count, np.int64),
        is_passed=np.zeros(count, np.bool_),
    )


@where_possible
def settle(  # noqa: C901 - one loop, since a call costs as much as a step
    graph: Weighted, at_terminal: Flags, source: int, most: int, scratch: Scratch
) -> tuple[list[int], list[int], int]:
    """Search from one terminal; return what was settled and seen, and how many are still ahead.

    Those are nodes in the queue that no shortest way reaches past another terminal; none are where
    the search ended by itself, and not after `most` nodes.
    """
    least, behind, settled = scratch.least, scratch.behind, scratch.settled
    queue = [(0, source)]
    seen = [source]
    order = [source]
    order.clear()
    least[source] = 0
    ahead = 1
    while ahead and len(order) < most:
        so_far, node = heapq.heappop(queue)
        if settled[node]:
            continue
        settled[node] = True
        order.append(node)
        passed = behind[node]
        if not passed:
            ahead -= 1
            passed = at_terminal[node] and node != source
        for arc in range(graph.begins[node], graph.begins[node + 1]):
            head, edge = graph.heads[arc], graph.edges[arc]
            total = so_far + graph.weights[edge]
            if total >= UNREACHABLE or total > least[head]:
                continue
            if total == least[head]:
                if passed and not behind[head] and not settled[head]:
                    behind[head] = True
                    ahead -= 1
                continue
            if least[head] == UNSEEN:
                seen.append(head)
            elif not behind[head]:
                ahead -= 1
            least[head], behind[head] = total, passed
            scratch.last[head, 0], scratch.last[head, 1] = edge, node
            if not passed:
                ahead += 1
            heapq.heappush(queue, (total, head))
    return order, seen, ahead


@where_possible
def forget(seen: list[int], scratch: Scratch) -> None:
    """Make the arrays as they were before a search."""
    for node in seen:
        scratch.least[node] = UNSEEN
        scratch.behind[node] = False
        scratch.settled[node] = False


@where_possible
def ways_from(
    graph: Weighted, at_terminal: Flags, is_source: Flags, sources: Indices, scratch: Scratch
) -> tuple[Flags, Indices]:
    """Return which edges ways to neighbours take, and how far each source was searched."""
    used = np.zeros(len(graph.weights), np.bool_)
    reach = np.zeros(len(sources), np.int64)
    for number in range(len(sources)):
        source = sources[number]
        order, seen, _ = settle(graph, at_terminal, source, UNSEEN, scratch)
        reach[number] = scratch.least[order[-1]]
        for end in order:
            if at_terminal[end] and not scratch.behind[end]:
                # Of two sources the way is that of the lesser.
                if end < source and is_source[end]:
                    continue
                node = end
                while node != source:
                    used[scratch.last[node, 0]] = True
                    node = scratch.last[node, 1]
        forget(seen, scratch)
    return used, reach


@where_possible
def hubs_beside(
    graph: Weighted, at_terminal: Flags, sources: Indices, most: int, scratch: Scratch
) -> Flags:
    """Return terminals and hubs so placed that hardly a search goes through more nodes than `most`.

    Where one does, the nodes that a great part of its ways pass become hubs, at which it ends when
    it is tried again; so do searches from them.
    """
    ends = at_terminal.copy()
    left = [node for node in sources]  # noqa: C416 - Numba makes no list of an array
    number = 0
    while number < len(left):
        order, seen, ahead = settle(graph, ends, left[number], most, scratch)
        placed = 0
        if ahead:
            for node in order:
                scratch.passes[node], scratch.is_passed[node] = 0, False
            for node in order[:0:-1]:
                if not scratch.behind[node]:
                    scratch.passes[node] += 1
                    scratch.passes[scratch.last[node, 1]] += scratch.passes[node]
            share = scratch.passes[order[0]] // SHARE
            for node in order[:0:-1]:
                if not scratch.behind[node] and scratch.passes[node] >= share:
                    if not scratch.is_passed[node] and not ends[node]:
                        ends[node] = True
                        left.append(node)
                        placed += 1
                    scratch.is_passed[scratch.last[node, 1]] = True
        forget(seen, scratch)
        if not placed:
            number += 1
    return ends
