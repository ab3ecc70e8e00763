"""Graphs of what is open all year: two-way edges between nodes, and weights that close an edge."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Indices, Vector

# No way is as long; an edge of this weight is closed.
UNREACHABLE = 2_147_483_647


@dataclass(frozen=True, eq=False)
class StaticGraph:
    """Two-way edges between nodes that have a place.

    Parameters
    ----------
    ends
        The two nodes of each edge, one edge a row.
    lonlat
        Longitude and latitude of each node, degrees.
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
