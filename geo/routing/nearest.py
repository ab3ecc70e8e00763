"""The nearest of several places: the cheapest route to any of them.

Owns the search with many ends: one search by date finds the cheapest of a set. That of every day of
a year is `geo.routing.yearly`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.geo.network.closures import not_offered
from zimnik.geo.routing.assembly import Pricing, assemble_route
from zimnik.geo.routing.dated_path import dated_path
from zimnik.geo.routing.search import query_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from zimnik.geo.routing.itinerary import Route
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
