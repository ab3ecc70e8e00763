"""The nearest of several places: the cheapest route to any of them.

Owns the search with many ends: one search by date finds the cheapest of a set. Where the same set
is sought again and again, the bounds on the way to it are made once
(`geo.routing._matrix_pairs.DestinationSet`).
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from zimnik.geo.network.closures import not_offered
from zimnik.geo.routing._matrix_pairs import paths_to
from zimnik.geo.routing.assembly import Pricing, assemble_route
from zimnik.geo.routing.dated_path import dated_path
from zimnik.geo.routing.matrix_cells import cells_of
from zimnik.geo.routing.search import query_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from zimnik.geo.routing._matrix_pairs import DestinationSet
    from zimnik.geo.routing.itinerary import Route
    from zimnik.geo.routing.matrix_cells import MatrixCell, PricedShipper
    from zimnik.geo.routing.request import Shipment
    from zimnik.geo.routing.time_expanded import DatedNetwork


def nearest_route(
    network: DatedNetwork, shipment: Shipment, destination_ids: Collection[str]
) -> Route | None:
    """Return the least-cost route to whichever of several places is cheapest, or None.

    Parameters
    ----------
    network
        The network, laid out for the type of year of the shipment.
    shipment
        What travels; its destination is not used.
    destination_ids
        Places, the origin not among them; no estimated road of another place is passed.
    """
    pricing = Pricing.of(network.card, shipment.cargo)
    query = query_of(network.arrays, shipment, pricing.base, destination_ids=destination_ids)
    closures = shipment.closures | not_offered(network.card, shipment.cargo)
    path = dated_path(network, pricing.base, query, shipment.dates, closures)
    return None if path is None else assemble_route(network, path, pricing, shipment.cargo)


def nearest_cells(
    shipper: PricedShipper, destinations: DestinationSet, *, max_labels: float = math.inf
) -> list[MatrixCell | None]:
    """Return what the cheapest path to any of some destinations costs, for each day.

    Costs are those of `nearest_route` for the same shipments.

    Parameters
    ----------
    shipper
        Origin, priced cargo, days and closures.
    destinations
        Places, the origin not among them, with bounds for cargo of these prices.
    max_labels
        Labels after which a search is given up.

    Raises
    ------
    LabelLimitExceededError
        If that happens.
    """
    paths = paths_to(shipper, destinations, max_labels=max_labels)
    states = shipper.network.arrays.states
    # What a cell tells does not hang on where it ends; several ends share the bounds.
    cells = cells_of(shipper, "", paths)
    return [
        None if path is None else replace(cell, destination_id=states[path.end].place_id)
        for cell, path in zip(cells, paths, strict=True)
    ]
