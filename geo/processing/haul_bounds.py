"""What hauls to or from a place cost at least, of several cargoes and all places at once.

Owns a bound that is cheap to have: one search whatever the date, at the least price that any of the
cargoes pays for each quantity. No route of any of them on any day costs less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.shortest_paths import cheapest_graph, least_costs
from zimnik.geo.routing.assembly import Pricing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zimnik.geo.network.closures import Closures
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.routing.time_expanded import DatedNetwork

# Sums of the same numbers in another order may differ by as much.
ROUNDING = 1e-9


def least_usd_per_t(
    network: DatedNetwork,
    cargoes: Iterable[Cargo],
    place_id: str,
    closures: Closures,
    *,
    inbound: bool,
) -> dict[str, float]:
    """Return a cost below which no cargo travels between a place and each other, US$ a tonne.

    Parameters
    ----------
    network
        The network.
    cargoes
        What may travel.
    place_id
        Where it goes, or comes from.
    closures
        What may not be used.
    inbound
        Whether cargo goes to the place, and not from it.

    Returns
    -------
    dict
        By id of the other place, which is not the same one under another id; a place to or from
        which there is no route is left out.
    """
    arrays = network.arrays
    prices = np.min([Pricing.of(network.card, cargo).base for cargo in cargoes], axis=0)
    # A toll that saves what a road costs one of the cargoes may save another more than it pays.
    costs = np.maximum(network.open_costs(prices, closures)[: len(arrays.edges)], 0.0)
    here, there = arrays.loading @ prices, arrays.unloading @ prices
    ends = arrays.tails, arrays.heads
    if inbound:
        here, there, ends = there, here, ends[::-1]
    starts = np.array(arrays.lifting_at([place_id]), dtype=np.intp)
    graph, _ = cheapest_graph(*ends, costs, len(arrays.states))
    least = (least_costs(graph, starts, here[starts]).costs + there) * (1 - ROUNDING)
    found = {
        other_id: float(least[list(states)].min())
        for other_id, states in arrays.lifting_states.items()
    }
    return {other_id: usd for other_id, usd in found.items() if np.isfinite(usd)}
