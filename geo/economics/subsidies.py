"""Subsidies of carriage by the tonne, as a planner supposes them.

Owns which tonnes each is paid for (docs/model.md, E44). It holds no sum: what the state pays is
published by the year, not by the tonne.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.processing.hub_cost_results import REAGENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.processing.hub_cost_results import Haul, HubCost


class Subsidy(StrEnum):
    """What is subsidised: cargo by ship in ice, or reagents brought in while the way is open."""

    NORTHERN_SEA_ROUTE = "northern_sea_route"
    NORTHERN_DELIVERY = "northern_delivery"


# A haul by any of these has a season.
_SEASONAL = (
    Quantity.ICE_CLASS_SHIP_HAUL,
    Quantity.RIVER_SEA_VESSEL_HAUL,
    Quantity.BARGE_HAUL,
    Quantity.WINTER_TRUCK_HAUL,
)


def subsidy_usd_per_t(cost: HubCost, given_usd_per_t: Mapping[str, float]) -> float:
    """Return what subsidies pay for a tonne of feed.

    Parameters
    ----------
    cost
        What a hub costs, with its hauls.
    given_usd_per_t
        By `Subsidy`, for each tonne that is shipped.
    """
    return sum(
        given_usd_per_t.get(one, 0.0) * sum(_shipped_t(haul, one) for haul in cost.hauls)
        for one in Subsidy
    )


def _shipped_t(haul: Haul, subsidy: Subsidy) -> float:
    """Return the tonnes of a haul that a subsidy is paid for, for a tonne of feed."""
    if haul.year is None:
        return 0.0
    if subsidy is Subsidy.NORTHERN_SEA_ROUTE:
        share = haul.year.bill.get(Quantity.ICE_CLASS_SHIP_HAUL, 0.0)
    elif haul.kind == REAGENT:
        share = max(haul.year.bill.get(one, 0.0) for one in _SEASONAL)
    else:
        share = 0.0
    return haul.shipped_t * min(share, 1.0)
