"""The nearest of several places: the cheapest route to any of them.

Owns the search with many ends: one search by date finds the cheapest of a set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.assembly import Pricing, assemble_route
from geo.bill import bill_cost, unloading_bill
from geo.dated_path import dated_path
from geo.routing import end_weights
from geo.search import NO_CLOSURES, Query
from geo.transfers import may_transfer

if TYPE_CHECKING:
    from collections.abc import Collection

    from geo.cargo import Cargo
    from geo.dated_graph import DatedNetwork
    from geo.dates import Dates
    from geo.results import Route
    from geo.search import Closures


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be taken from where, when, and what may not be used on the way."""

    origin_id: str
    cargo: Cargo
    dates: Dates
    closures: Closures = NO_CLOSURES


def nearest_route(
    network: DatedNetwork, errand: Errand, target_ids: Collection[str]
) -> Route | None:
    """Return the least-cost route to whichever of several places is cheapest, or None.

    Parameters
    ----------
    network
        The network, laid out for the type of year of the errand.
    errand
        Origin, cargo, dates and closures.
    target_ids
        Places, the origin not among them; no estimated road of another place is passed.
    """
    arrays, card = network.arrays, network.card
    pricing = Pricing.of(card, errand.cargo)
    starts = end_weights(arrays, card, errand.origin_id, pricing.base, loading=True)
    ends = {
        state: bill_cost(unloading_bill(arrays.kinds[state.place_id], state.on), pricing.base)
        for state in arrays.states
        if state.place_id in target_ids
        and state.vehicle is not None
        and may_transfer(arrays.kinds[state.place_id])
    }
    query = Query(dict(starts), ends)
    path = dated_path(network, pricing.base, query, errand.dates, errand.closures)
    return None if path is None else assemble_route(arrays, card, path, pricing, errand.cargo)
