"""The whole value chain in Monte Carlo samples: hub costs with their years stored, priced anew.

Owns what hubs cost in every sample (docs/model.md, E19) on the routes of all days that are best in
the base one, and the test of that. What one of them costs is `geo.uncertainty.chain_prices`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.processing.hub_cost import hub_cost
from zimnik.geo.routing.yearly import YearSearches
from zimnik.geo.uncertainty.chain_prices import Feed, Repricing
from zimnik.geo.uncertainty.hub_ranking import Agreement
from zimnik.geo.uncertainty.sampled_plants import is_at_home, sampled_plants
from zimnik.geo.uncertainty.sampled_rates import sampled_card
from zimnik.geo.uncertainty.samples import year_type_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.hauls import ChainQuestion
    from zimnik.geo.processing.hub_cost_results import HubCost
    from zimnik.geo.processing.plants import Plants
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.uncertainty.samples import Samples

# Cases that are found again to test the stored years.
TESTED = 6


@dataclass(frozen=True, slots=True)
class StoredChains:
    """Hub costs by deposit, hub and year type.

    Parameters
    ----------
    shippers, hub_ids
        Ends.
    costs
        What `geo.processing.hub_cost.hub_cost` found under the base card.
    plants
        Recipes and prices.
    card
        The base card.
    """

    shippers: tuple[Shipper, ...]
    hub_ids: tuple[str, ...]
    costs: Mapping[tuple[str, str, YearType], HubCost]
    plants: Plants
    card: RateCard

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def hub_costs_usd_per_t(self, samples: Samples) -> Vector:
        """Return what a tonne of feed costs at each hub (column) in every sample, by tonnage."""
        tonnes = np.array([shipper.tonnes_per_y for shipper in self.shippers])
        shares = tonnes / tonnes.sum()
        costs = np.zeros((samples.count, len(self.hub_ids)))
        for year, rows in samples.by_year().items():
            repricing = Repricing.of(self.plants, self.card, samples.take(rows))
            for shipper, share in zip(self.shippers, shares, strict=True):
                feed = Feed.of(shipper, repricing)
                for column, hub in enumerate(self.hub_ids):
                    found = self.costs[shipper.deposit_id, hub, year]
                    costs[rows, column] += share * repricing.cost_usd_per_t(found, feed)
        return costs


def compare_chains(
    chains: StoredChains,
    asked: Mapping[YearType, tuple[DatedNetwork, ChainQuestion]],
    samples: Samples,
    *,
    seed: int,
) -> Agreement:
    """Return how far the stored years are from finding all anew, over cases drawn by the seed.

    Parameters
    ----------
    chains
        Hub costs with their years.
    asked
        Network and question of each year type that they came from.
    samples, seed
        Draws, and the seed of the cases.
    """
    random = np.random.default_rng([seed, samples.count])
    excess = []
    for number in random.integers(samples.count, size=TESTED):
        one = samples.take([int(number)])
        shipper = chains.shippers[int(random.integers(len(chains.shippers)))]
        hub = chains.hub_ids[int(random.integers(len(chains.hub_ids)))]
        sample = one.sample(0)
        card, year = sampled_card(chains.card, sample), year_type_of(sample)
        plants = sampled_plants(chains.plants, one, at_home=is_at_home(chains.plants, hub))
        network, question = asked[year]
        years = YearSearches(replace(network, card=card))
        found = hub_cost(years, plants, shipper, hub, question)
        ((before,),) = replace(chains, shippers=(shipper,), hub_ids=(hub,)).hub_costs_usd_per_t(one)
        excess.append(float(before) / found.cost_usd_per_t - 1)
    return Agreement(len(excess), max(excess), fmean(excess))
