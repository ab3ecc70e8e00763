"""Ways from terminals to their neighbours, each searched no farther than it has neighbours.

Owns the search on which a network of thousands of terminals rests (docs/model.md, E80): Dijkstra's
algorithm that knows of every node whether one of its shortest ways has passed another terminal, and
ends where all have. It is compiled where Numba is installed, and plain Python elsewhere.
"""

from __future__ import annotations

import hashlib
import heapq
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from zimnik.geo.compiled.layout import can_compile
from zimnik.geo.static.contraction import UNREACHABLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from zimnik.geo.core.arrays import Flags, Indices
    from zimnik.geo.static.contraction import StaticGraph

UNSEEN = 2**62
# To be raised where the same question would have another answer, so that kept ones are not used.
RULE = b"local ways 1"


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
    graph = asked.graph
    at, is_source = np.zeros((2, graph.node_count), dtype=np.bool_)
    at[asked.terminals] = True
    is_source[asked.sources] = True
    used, reach = _searcher(compiles=can_compile())(
        graph.adjacency, asked.weights, (at, is_source), asked.sources.astype(np.int64)
    )
    return LocalWays(np.flatnonzero(used), reach)


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


@cache
def _searcher(*, compiles: bool) -> Callable[..., tuple[Flags, Indices]]:
    if not compiles:
        return _search
    from zimnik.geo.compiled.jit import compiled  # noqa: PLC0415 - the extra fast

    return compiled(_search)


def _search(  # noqa: C901, PLR0912 - one loop, since a call costs as much as a step
    adjacency: tuple[Indices, Indices, Indices],
    weights: Indices,
    flags: tuple[Flags, Flags],
    sources: Indices,
) -> tuple[Flags, Indices]:
    """Return which edges ways to neighbours take, and how far each source was searched."""
    begins, heads, edges = adjacency
    at_terminal, is_source = flags
    count = len(begins) - 1
    used = np.zeros(len(weights), np.bool_)
    reach = np.zeros(len(sources), np.int64)
    least = np.full(count, UNSEEN, np.int64)
    behind = np.zeros(count, np.bool_)
    settled = np.zeros(count, np.bool_)
    # The edge and the node before each.
    last = np.zeros((count, 2), np.int64)
    for number in range(len(sources)):
        source = sources[number]
        queue = [(0, source)]
        seen = [source]
        least[source] = 0
        # How many that are queued are behind no other terminal.
        ahead = 1
        while ahead:
            so_far, node = heapq.heappop(queue)
            if settled[node]:
                continue
            settled[node] = True
            reach[number] = so_far
            passed = behind[node]
            if not passed:
                ahead -= 1
                if at_terminal[node] and node != source:
                    passed = True
                    if not is_source[node] or source < node:
                        back = node
                        while back != source:
                            used[last[back, 0]] = True
                            back = last[back, 1]
            for arc in range(begins[node], begins[node + 1]):
                head, edge = heads[arc], edges[arc]
                total = so_far + weights[edge]
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
                last[head, 0], last[head, 1] = edge, node
                if not passed:
                    ahead += 1
                heapq.heappush(queue, (total, head))
        for node in seen:
            least[node], behind[node], settled[node] = UNSEEN, False, False
    return used, reach
