"""What a compared hub costs and emits in Monte Carlo samples, its hauls and their days kept.

Owns the outcome of a hub row (docs/model.md, E39); what one of its costs comes to in a sample is
`geo.uncertainty.chain_prices`'s to say. What is built, and what return loads save, are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.processing.return_loads import RETURN_LOADS
from zimnik.geo.processing.shared_projects import ROADS_AND_PORTS
from zimnik.geo.uncertainty.chain_flows import sampled_flows, tonnes_hauled
from zimnik.geo.uncertainty.chain_prices import Feed, Repricing, drawn_bill
from zimnik.geo.uncertainty.sampled_paces import sampled_emissions
from zimnik.geo.uncertainty.spread import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.comparison import HubRow
    from zimnik.geo.processing.hub_cost_results import HubCost
    from zimnik.geo.processing.plants import Plants
    from zimnik.geo.uncertainty.samples import Samples
    from zimnik.geo.uncertainty.spread import Spread

# What is not drawn.
_KEPT = (ROADS_AND_PORTS, RETURN_LOADS)


@dataclass(frozen=True, slots=True)
class HubRanges:
    """The ranges of compared hubs that can be had, by hub.

    Parameters
    ----------
    spreads
        Range of what a tonne of feed costs and emits.
    cheapest_shares
        Share of the draws in which the hub is the cheapest.
    """

    spreads: Mapping[str, Spread]
    cheapest_shares: Mapping[str, float]

    def __post_init__(self) -> None:
        freeze_mappings(self)


@dataclass(frozen=True, slots=True, eq=False)
class DrawnHub:
    """A hub that can be had, to be priced in any samples.

    Parameters
    ----------
    row
        Its costs for all deposits under the base card.
    shippers
        What is known of what each deposit sends.
    plants, card
        Recipes, prices of plants, and rates.
    """

    row: HubRow
    shippers: Mapping[str, Shipper]
    plants: Plants
    card: RateCard

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def outcome(self, samples: Samples) -> Outcome:
        """Return what a tonne of all feed costs and emits in every sample."""
        repricing = Repricing.of(self.plants, self.card, samples)
        kg = sampled_emissions(self.card, samples)
        usd, co2 = np.zeros(samples.count), np.zeros(samples.count)
        for cost in self.row.costs:
            share = cost.tonnes_per_y / self.row.tonnes_per_y
            usd += share * self._usd_per_t(cost, repricing)
            co2 += share * _co2_kg_per_t(cost, repricing, kg)
        return Outcome(usd, co2)

    def _usd_per_t(self, cost: HubCost, repricing: Repricing) -> Vector:
        feed = Feed.of(self.shippers[cost.deposit_id], repricing)
        kept_usd = sum(cost.other_usd_per_t.get(name, 0.0) for name in _KEPT)
        return repricing.cost_usd_per_t(cost, feed) + kept_usd


def _co2_kg_per_t(cost: HubCost, repricing: Repricing, kg: Vector) -> Vector:
    samples = repricing.samples
    hauled = tonnes_hauled(sampled_flows(cost.flows, repricing.plants.recipes, samples))
    co2 = np.zeros(samples.count)
    for haul in cost.hauls:
        if haul.year is not None:
            tonnes_t = hauled.get((haul.kind, haul.item), haul.tonnes_t)
            per_t = (drawn_bill(haul.year, samples) * kg).sum(axis=1)
            co2 += tonnes_t * haul.cargo.shipped_t_per_t * per_t
    return co2
