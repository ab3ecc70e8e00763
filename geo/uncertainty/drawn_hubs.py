"""What hubs cost and emit in Monte Carlo samples, each haul timed anew on its kept paths.

Owns the outcome of hubs that are fed a fixed plan (docs/model.md, E39); what a haul comes to in a
sample is `geo.uncertainty.chain_prices`'s to say. What is built, and what return loads save, are
kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.processing.hub_cost_results import FEED, PRODUCT
from zimnik.geo.processing.return_loads import RETURN_LOADS
from zimnik.geo.processing.shared_projects import ROADS_AND_PORTS
from zimnik.geo.routing.request import Shipment
from zimnik.geo.uncertainty.chain_prices import Feed, Repricing
from zimnik.geo.uncertainty.sampled_paces import sampled_emissions
from zimnik.geo.uncertainty.spread import Outcome, mean_outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from zimnik.geo.network.closures import Closures
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.hub_cost_results import Haul, HubCost
    from zimnik.geo.processing.plants import Plants
    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.uncertainty.kept_ways import KeptWays
    from zimnik.geo.uncertainty.samples import Samples
    from zimnik.geo.uncertainty.spread import Spread
    from zimnik.geo.uncertainty.way_searches import WaySearches

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
class DrawnCost:
    """What a hub costs for a deposit, to be timed and priced in any samples.

    Parameters
    ----------
    cost
        What was found under the base card.
    shipper
        What the deposit sends.
    ways
        Kept paths of each of its hauls; None where it stays.
    plants, card
        Recipes, prices of plants, and rates.
    """

    cost: HubCost
    shipper: Shipper
    ways: tuple[KeptWays | None, ...]
    plants: Plants
    card: RateCard

    def outcome(self, samples: Samples) -> Outcome:
        """Return what a tonne of feed costs and emits, and its days, in every sample.

        Days are those of the feed and of the slowest product; in time is the feed.
        """
        repricing = Repricing.of(self.plants, self.card, samples)
        feed, kg = Feed.of(self.shipper, repricing), sampled_emissions(self.card, samples)
        hauled = repricing.hauled(self.cost, feed, self.ways, kg)
        kept_usd = sum(self.cost.other_usd_per_t.get(name, 0.0) for name in _KEPT)
        usd, co2 = repricing.apart_usd_per_t(self.cost, hauled) + kept_usd, np.zeros(samples.count)
        days_d = {kind: np.zeros(samples.count) for kind in (FEED, PRODUCT)}
        fed = Outcome(co2, co2)
        for priced in hauled:
            haul, one = priced.haul, priced.outcome
            usd, co2 = usd + priced.cost_usd, co2 + priced.tonnes_t * one.co2_kg_per_t
            if haul.kind in days_d and one.duration_d is not None:
                days_d[haul.kind] = np.maximum(days_d[haul.kind], one.duration_d)
            fed = one if haul.kind == FEED else fed
        duration_d = days_d[FEED] + days_d[PRODUCT]
        return Outcome(usd, co2, duration_d, fed.in_time_share, fed.within_d)


def drawn_costs(
    costs: Iterable[HubCost],
    shippers: Mapping[str, Shipper],
    plants: Plants,
    searches: WaySearches,
    *,
    dates: Dates,
    closures: Closures,
    full: Collection[str] = (),
) -> tuple[DrawnCost, ...]:
    """Return hub costs with the paths that are kept of their hauls.

    Parameters
    ----------
    costs
        What was found under the base card.
    shippers
        What each deposit sends, by its id.
    plants
        Recipes and prices of plants.
    searches
        Over the network.
    dates, closures, full
        Type of year and most days; what no haul may use; as for `WaySearches.ways`.
    """

    def ways(haul: Haul) -> KeptWays | None:
        if haul.year is None:
            return None
        shipment = Shipment(haul.from_id, haul.to_id, haul.cargo, dates, closures=closures)
        return searches.ways(shipment, haul.year.ready_d, full=full)

    card = searches.base.network.card
    return tuple(
        DrawnCost(cost, shippers[cost.deposit_id], tuple(map(ways, cost.hauls)), plants, card)
        for cost in costs
    )


@dataclass(frozen=True, slots=True)
class DrawnFlows:
    """Tonnes that are fed to hubs, and what is paid besides, to be priced in any samples.

    Parameters
    ----------
    costs, t_per_y
        What each hub costs for a deposit, and how much of it is fed there in a year.
    fixed_usd_per_y
        What is paid besides, the same in all samples.
    """

    costs: tuple[DrawnCost, ...]
    t_per_y: tuple[float, ...]
    fixed_usd_per_y: float = 0.0

    def outcome(self, samples: Samples) -> Outcome:
        """Return what a tonne of all feed comes to in every sample."""
        parts = [cost.outcome(samples) for cost in self.costs]
        return mean_outcome(parts, self.t_per_y, fixed_usd=self.fixed_usd_per_y)
