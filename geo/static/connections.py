"""What of a country's network its terminals need: ways between neighbours, merged to long links.

Owns which pairs of terminals are joined (docs/model.md, E80) and how the edges of their ways become
as few stretches as there can be. A pair whose way passes a third terminal needs none of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zimnik.geo.static.contraction import UNREACHABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zimnik.geo.core.arrays import Indices
    from zimnik.geo.static.contraction import StaticGraph, StaticMetric


class Stretch(NamedTuple):
    """Edges of one kind in a row, and the nodes at their ends."""

    from_node: int
    to_node: int
    edges: tuple[int, ...]


def neighbours(distances: Indices) -> Indices:
    """Return the pairs of terminals whose way passes no third one, the lesser first, in order.

    Parameters
    ----------
    distances
        Least weight between each two terminals, the same both ways and above zero between two;
        `UNREACHABLE` where there is none.

    Notes
    -----
    From each terminal the others are taken by distance. One that is as near by way of a neighbour
    that was found before is no neighbour; whatever lies on a shortest way is nearer, and is a
    neighbour or lies behind one, so that no other has to be asked.
    """
    found: list[tuple[int, int]] = []
    for one, row in enumerate(distances):
        left = np.flatnonzero(row < UNREACHABLE)
        left = left[left != one]
        while len(left):
            other = int(left[np.argmin(row[left])])
            if one < other:
                found.append((one, other))
            left = left[row[other] + distances[other, left] > row[left]]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def edges_between(metric: StaticMetric, terminals: Indices) -> Indices:
    """Return the edges that ways between neighbouring terminals take, in order of their numbers.

    Parameters
    ----------
    metric
        Graph and weights.
    terminals
        Nodes, none of them twice.
    """
    pairs = neighbours(metric.distances(terminals, terminals))
    ways = [metric.path(int(a), int(b)) for a, b in terminals[pairs]]
    return np.unique(np.concatenate([np.empty(0, np.int64), *ways]))


def stretches_of(
    graph: StaticGraph, used: Indices, kept: Iterable[int], kinds: Sequence[int] | Indices
) -> tuple[Stretch, ...]:
    """Return used edges as stretches from branch to branch.

    Parameters
    ----------
    graph
        Nodes and edges.
    used
        Numbers of edges; each is in one stretch.
    kept
        Nodes at which stretches end in any case. Each ring of used edges has one of them.
    kinds
        Kind of every edge of the graph; where two kinds meet, a stretch ends.
    """
    at: dict[int, list[int]] = {}
    for edge in used.tolist():
        for node in graph.ends[edge].tolist():
            at.setdefault(node, []).append(edge)
    fixed = set(kept)
    ends_at = {
        node
        for node, edges in at.items()
        if node in fixed or len(edges) != len("<>") or len({int(kinds[e]) for e in edges}) > 1
    }
    return _walked(graph, at, ends_at)


def _walked(graph: StaticGraph, at: dict[int, list[int]], ends_at: set[int]) -> tuple[Stretch, ...]:
    """Return the stretches between some nodes, each walked once."""
    done: set[int] = set()
    found = []
    for start in sorted(ends_at):
        for first in at[start]:
            if first in done:
                continue
            way, node = [first], _other_end(graph, first, start)
            while node not in ends_at:
                one, other = at[node]
                way.append(other if one == way[-1] else one)
                node = _other_end(graph, way[-1], node)
            done.update(way)
            found.append(Stretch(start, node, tuple(way)))
    return tuple(found)


def _other_end(graph: StaticGraph, edge: int, node: int) -> int:
    one, other = graph.ends[edge].tolist()
    return int(other if node == one else one)
