"""Edges of ways merged to long links.

Owns how the edges of the ways between terminals (docs/model.md, E80) become as few stretches as
there can be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zimnik.geo.core.arrays import Indices
    from zimnik.geo.static.graph import StaticGraph


class Stretch(NamedTuple):
    """Edges of one kind in a row, and the nodes at their ends."""

    from_node: int
    to_node: int
    edges: tuple[int, ...]


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
