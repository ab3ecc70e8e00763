"""Edges of ways merged to long links.

Owns how the edges of the ways between terminals (docs/model.md, E80) become as few stretches as
there can be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from zimnik.geo.core.arrays import Indices
    from zimnik.geo.static.graph import StaticGraph


class Stretch(NamedTuple):
    """Edges of one kind in a row, and the nodes along them."""

    nodes: tuple[int, ...]
    edges: tuple[int, ...]

    @property
    def from_node(self) -> int:
        """Where it begins."""
        return self.nodes[0]

    @property
    def to_node(self) -> int:
        """Where it ends."""
        return self.nodes[-1]


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
    ends = dict(zip(used.tolist(), graph.ends[used].tolist(), strict=True))
    kind_of = dict(zip(used.tolist(), np.asarray(kinds)[used].tolist(), strict=True))
    for edge, (one, other) in ends.items():
        at.setdefault(one, []).append(edge)
        at.setdefault(other, []).append(edge)
    fixed = set(kept)
    ends_at = {
        node
        for node, edges in at.items()
        if node in fixed or len(edges) != len("<>") or len({kind_of[edge] for edge in edges}) > 1
    }
    return _walked(ends, at, ends_at)


def _walked(
    ends: Mapping[int, Sequence[int]], at: Mapping[int, Sequence[int]], ends_at: Collection[int]
) -> tuple[Stretch, ...]:
    """Return the stretches between some nodes, each walked once."""
    done: set[int] = set()
    found = []
    for start in sorted(ends_at):
        for first in at[start]:
            if first in done:
                continue
            way, nodes = [first], [start, _other_end(ends[first], start)]
            while nodes[-1] not in ends_at:
                one, other = at[nodes[-1]]
                way.append(other if one == way[-1] else one)
                nodes.append(_other_end(ends[way[-1]], nodes[-1]))
            done.update(way)
            found.append(Stretch(tuple(nodes), tuple(way)))
    return tuple(found)


def _other_end(ends: Sequence[int], node: int) -> int:
    one, other = ends
    return other if node == one else one
