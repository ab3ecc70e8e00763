"""What lies within reach of a place: least kilometres, hours or cost to every other, at any date.

Owns the search from one place to all over the network as arrays, by Dijkstra's algorithm
(`geo.core.shortest_paths`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.shortest_paths import cheapest_graph, least_costs
from zimnik.geo.network.access import is_closed_to

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.network.arrays import NetworkArrays


class Reach:
    """Searches from one place to all others over the same network, whatever the date.

    A road that belongs to another place may be arrived by, but not left by: nothing passes a place
    that only such roads touch.
    """

    def __init__(self, arrays: NetworkArrays) -> None:
        self.arrays = arrays
        self._access = [
            (row, edge)
            for row, edge in enumerate(arrays.edges)
            if edge.link is not None and edge.link.only_for
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
        usable = weights.copy()
        usable[[row for row, edge in self._access if is_closed_to(edge, (origin_id,), None)]] = (
            np.inf
        )
        first = np.flatnonzero((self._place == origin_id) & np.isfinite(starts))
        arrays = self.arrays
        graph, _ = cheapest_graph(arrays.tails, arrays.heads, usable, len(self._place))
        least = least_costs(graph, first, starts[first]).costs + ends
        found: dict[str, float] = {}
        for i in np.flatnonzero(np.isfinite(least)).tolist():
            place_id = str(self._place[i])
            found[place_id] = min(found.get(place_id, np.inf), float(least[i]))
        found.pop(origin_id, None)
        return found
