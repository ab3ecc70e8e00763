"""What lies within reach of a place: least kilometres, hours or cost to every other, at any date.

Owns the search from one place to all over the network as arrays, by SciPy's Dijkstra.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from zimnik.geo.network.access import is_closed_to

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.bill import Vector


class Reach:
    """Searches from one place to all others over the same network, whatever the date.

    An estimated road of another place may be arrived by, but not left by: nothing passes a place
    that only such roads touch.
    """

    def __init__(self, arrays: NetworkArrays) -> None:
        number = {state: i for i, state in enumerate(arrays.states)}
        self.arrays = arrays
        self.tails = np.array([number[edge.tail] for edge in arrays.edges], dtype=np.intp)
        self.heads = np.array([number[edge.head] for edge in arrays.edges], dtype=np.intp)
        self._access = [
            (row, edge)
            for row, edge in enumerate(arrays.edges)
            if edge.link is not None and edge.link.estimated
        ]
        self._place = np.array([state.place_id for state in arrays.states])

    def least(
        self, origin_id: str, weights: Vector, starts: Vector, ends: Vector
    ) -> dict[str, float]:
        """Return the least weight from a place to every other that can be reached.

        Parameters
        ----------
        origin_id
            Where to start.
        weights
            Weight of each edge of the network; infinite where it is closed.
        starts, ends
            Weight of starting and of ending at each state; infinite where that is not possible.
        """
        usable = np.isfinite(weights)
        usable[[row for row, edge in self._access if is_closed_to(edge, (origin_id,), None)]] = (
            False
        )
        first = np.flatnonzero((self._place == origin_id) & np.isfinite(starts))
        source = len(self._place)
        tails = np.concatenate([self.tails[usable], np.full(len(first), source)])
        heads = np.concatenate([self.heads[usable], first])
        values = np.concatenate([weights[usable], starts[first]])
        graph = _cheapest_graph(tails, heads, values, source + 1)
        least = dijkstra(graph, indices=source)[:source] + ends
        found: dict[str, float] = {}
        for i in np.flatnonzero(np.isfinite(least)).tolist():
            place_id = str(self._place[i])
            found[place_id] = min(found.get(place_id, np.inf), float(least[i]))
        found.pop(origin_id, None)
        return found


def _cheapest_graph(
    tails: NDArray[np.intp], heads: NDArray[np.intp], values: Vector, count: int
) -> csr_array:
    """Return a graph with the cheapest of parallel edges, since SciPy would add them up."""
    order = np.lexsort((values, heads, tails))
    tails, heads, values = tails[order], heads[order], values[order]
    kept = np.append(True, (np.diff(tails) != 0) | (np.diff(heads) != 0))
    return csr_array((values[kept], (tails[kept], heads[kept])), shape=(count, count))
