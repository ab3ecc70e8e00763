"""The range of a route: its year, or its day, timed and priced anew in every draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.routing.request import Shipment
    from zimnik.geo.routing.yearly import YearSearches
    from zimnik.geo.uncertainty.spread import Spread
    from zimnik.studies.model import Model


def route_spread(
    model: Model,
    searches: YearSearches,
    shipment: Shipment,
    shipper: Shipper,
    ready_d: Sequence[int],
    *,
    draws: int,
    seed: int,
) -> Spread | None:
    """Return the range of a route over draws, on the paths best under three rate cards.

    Parameters
    ----------
    model, searches
        Card, and searches over the network of the year, which may know the year of the shipment.
    shipment, shipper
        What travels, and what is known of what is shipped.
    ready_d
        Days on which the cargo is ready.
    draws, seed
        How many draws, and their seed.

    Returns
    -------
    Spread
        None where nothing moves, or nothing arrives.
    """
    from zimnik.geo.uncertainty.drawn_years import DrawnYear
    from zimnik.geo.uncertainty.spread import spread_of
    from zimnik.geo.uncertainty.way_searches import WaySearches
    from zimnik.studies.ranges.draws import inputs_of

    ways = WaySearches.of(searches).ways(shipment, ready_d)
    if ways is None:
        return None
    year = DrawnYear(ways, shipper)
    return spread_of(year.outcome, inputs_of(model), draws=draws, seed=seed)
