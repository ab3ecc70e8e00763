"""Reagents in store at a plant, which are money that is tied up.

Owns how much of them a plant holds (docs/model.md, E44). What waits on its way before that is
working capital of the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import YEAR_D
from zimnik.geo.processing.hub_cost_results import REAGENT

if TYPE_CHECKING:
    from zimnik.geo.processing.hub_cost_results import Haul, HubCost
    from zimnik.geo.processing.plants import Plants


def stored_d(haul: Haul, safety_d: float) -> float:
    """Return for how many days of use a plant that works evenly holds a reagent, in the mean.

    What is made on every day has to last until what takes longest is there: what came sooner lies
    in store for the rest of that time, and the safety stock besides.

    Parameters
    ----------
    haul
        The haul of the reagent, by its months.
    safety_d
        Days of use that are always held.
    """
    if haul.year is None or not haul.year.months:
        return safety_d
    longest_d = max(month.mean_duration_d for month in haul.year.months)
    return safety_d + max(longest_d - haul.year.duration_d, 0.0)


def reagent_stock_usd_per_t(cost: HubCost, plants: Plants, safety_d: float) -> float:
    """Return what reagents in store cost, bought and hauled, for a tonne of feed a year.

    Parameters
    ----------
    cost
        What a hub costs, with its hauls.
    plants
        What reagents cost at their makers.
    safety_d
        Days of use that are always held.
    """
    usd = 0.0
    for haul in cost.hauls:
        if haul.kind == REAGENT:
            bought = (
                one.price_usd_per_t.base
                for one in plants.prices.suppliers_of(haul.item)
                if one.place_id == haul.from_id
            )
            paid = haul.tonnes_t * next(bought, 0.0) + haul.cost_usd
            usd += paid * stored_d(haul, safety_d) / YEAR_D
    return usd
