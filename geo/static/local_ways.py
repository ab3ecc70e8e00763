"""Ways from terminals to their neighbours, each searched no farther than it has neighbours.

Owns the questions on which a network of thousands of terminals rests (docs/model.md, E80), what
tells them apart, and which of them have the same answer when a link is closed.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from zimnik.geo.static.graph import UNREACHABLE
from zimnik.geo.static.local_search import (
    UNSEEN,
    Weighted,
    hubs_beside,
    scratch_of,
    ways_from,
)

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Flags, Indices
    from zimnik.geo.static.graph import StaticGraph

# To be raised where the same question would have another answer, so that kept ones are not used.
RULE = b"local ways 2"


class LocalWays(NamedTuple):
    """The edges of ways from some terminals to their neighbours.

    `used` are their numbers, ascending; `reach` is how far each of the terminals was searched: what
    is farther away has no part in its ways.
    """

    used: Indices
    reach: Indices


class LocalQuestion(NamedTuple):
    """From which terminals ways are sought, under which weights of the edges.

    `sources` are some of `terminals`, both ascending and none twice.
    """

    graph: StaticGraph
    weights: Indices
    terminals: Indices
    sources: Indices

    @property
    def weighted(self) -> Weighted:
        """The graph with its weights, for searches."""
        return Weighted(*self.graph.adjacency, self.weights)

    @property
    def flags(self) -> tuple[Flags, Flags]:
        """Which nodes are terminals, and which are sources."""
        at_terminal, is_source = np.zeros((2, self.graph.node_count), dtype=np.bool_)
        at_terminal[self.terminals] = True
        is_source[self.sources] = True
        return at_terminal, is_source

    @property
    def digest(self) -> str:
        """What tells the question from every other."""
        found = hashlib.blake2b(RULE + self.graph.digest, digest_size=16)
        for array in (self.weights, self.terminals, self.sources):
            found.update(len(array).to_bytes(8))
            found.update(np.ascontiguousarray(array, dtype=np.int64).data)
        return found.hexdigest()


def local_ways(asked: LocalQuestion) -> LocalWays:
    """Return the ways from some terminals to all their neighbours.

    Notes
    -----
    Weights are at least 1, so that all last steps of the shortest ways of a node are known before
    it is settled. Of two sources that are neighbours the way is that of the lesser.
    """
    at_terminal, is_source = asked.flags
    used, reach = ways_from(
        asked.weighted, at_terminal, is_source, asked.sources, scratch_of(len(at_terminal))
    )
    return LocalWays(np.flatnonzero(used), reach)


def hubs_of(asked: LocalQuestion, most: int) -> Indices:
    """Return nodes that, as terminals besides, keep the searches from some terminals small.

    Parameters
    ----------
    asked
        From which terminals ways are sought.
    most
        Nodes that a search goes through before others are looked for at which it would end.
    """
    at_terminal, _ = asked.flags
    ends = hubs_beside(
        asked.weighted, at_terminal, asked.sources, most, scratch_of(len(at_terminal))
    )
    return np.flatnonzero(ends & ~at_terminal)


def ways_without(asked: LocalQuestion, known: LocalWays, closed: Indices) -> LocalWays:
    """Return ways that are as short as those without some edges, from ways that are known.

    Parameters
    ----------
    asked
        The question with all edges.
    known
        Its answer.
    closed
        Numbers of edges that nobody may use.

    Notes
    -----
    A terminal from which neither end of a closed edge was reached keeps its ways, since the search
    from it would take the same steps. A way that only others had, and that is not needed any
    longer, may stay.
    """
    weights = asked.weights.copy()
    weights[closed] = UNREACHABLE
    near = _least(asked, np.unique(asked.graph.ends[closed]), int(known.reach.max(initial=0)))
    hit = near[asked.sources] <= known.reach
    anew = asked._replace(weights=weights, sources=asked.sources[hit])
    found = local_ways(anew)
    reach = known.reach.copy()
    reach[hit] = found.reach
    return LocalWays(np.union1d(np.setdiff1d(known.used, closed), found.used), reach)


def _least(asked: LocalQuestion, nodes: Indices, most: int) -> Indices:
    """Return how far each node is from the nearest of some, `UNSEEN` beyond a limit."""
    graph = asked.graph
    begins, heads, edges = graph.adjacency
    tails = np.repeat(np.arange(graph.node_count), np.diff(begins))
    # SciPy adds up parallel edges, of which the lightest counts.
    first = np.flatnonzero(np.diff(tails, prepend=-1) | np.diff(heads, prepend=-1))
    lightest = np.minimum.reduceat(asked.weights[edges], first).astype(np.float64)
    costs = coo_array((lightest, (tails[first], heads[first])), shape=(graph.node_count,) * 2)
    found = dijkstra(costs.tocsr(), indices=nodes, min_only=True, limit=most)
    return np.where(np.isfinite(found), found, UNSEEN).astype(np.int64)
