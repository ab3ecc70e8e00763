"""The nearest of several places: the cheapest route to any of them.

Owns the search with many ends: one search by date finds the cheapest of a set. Where the same set
is sought again and again, the bounds on the way to it are made once
(`geo.routing._matrix_pairs.DestinationSet`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import InputError, type_faults
from zimnik.geo.pricing.bill import bill_cost, unloading_bill
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.pricing.transfers import may_transfer
from zimnik.geo.routing._matrix_pairs import ways_to
from zimnik.geo.routing.assembly import Pricing, assemble_route
from zimnik.geo.routing.dated_path import dated_path
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.matrix_ways import cells_of
from zimnik.geo.routing.routes import end_weights
from zimnik.geo.routing.search import NO_CLOSURES, Closures, Query

if TYPE_CHECKING:
    from collections.abc import Collection

    from zimnik.geo.routing._matrix_pairs import DestinationSet
    from zimnik.geo.routing.itinerary import Route
    from zimnik.geo.routing.matrix_ways import MatrixCell, PricedShipper
    from zimnik.geo.routing.time_expanded import DatedNetwork


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be taken from where, when, and what may not be used on the way.

    Raises
    ------
    InputError
        If a field is of another type.
    """

    origin_id: str
    cargo: Cargo
    dates: Dates
    closures: Closures = field(default=NO_CLOSURES)

    def __post_init__(self) -> None:
        wanted = {"origin_id": str, "cargo": Cargo, "dates": Dates, "closures": Closures}
        if faults := list(type_faults("errand", self, wanted)):
            raise InputError(faults)


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


def nearest_cells(
    shipper: PricedShipper, destinations: DestinationSet, *, patience: float = math.inf
) -> list[MatrixCell | None]:
    """Return what the cheapest way to any of some destinations comes to, for each day of readiness.

    Costs are those of `nearest_route` for the same errands.

    Parameters
    ----------
    shipper
        Origin, priced cargo, days and closures.
    destinations
        Places, the origin not among them, with bounds for cargo of these prices.
    patience
        Labels after which a search is given up.

    Raises
    ------
    ImpatientError
        If that happens.
    """
    ways = ways_to(shipper, destinations, patience=patience)
    states = shipper.network.arrays.states
    # What a cell tells does not hang on where it ends; several ends share the bounds.
    cells = cells_of(shipper, "", ways)
    return [
        None if way is None else replace(cell, destination_id=states[way.end].place_id)
        for cell, way in zip(cells, ways, strict=True)
    ]
