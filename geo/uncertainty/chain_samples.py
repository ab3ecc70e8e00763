"""The whole value chain in Monte Carlo samples: hub costs with their years stored, priced anew.

Owns what a hub costs in every sample (docs/model.md, E19) on the routes of all days that are best
in the base one: mean bills times prices, and amounts times prices of plants. What a stage takes is
`geo.processing.plant_costs`'s to say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.units import PERCENT
from zimnik.geo.pricing.bill import cargo_prices, quantity_row
from zimnik.geo.processing.hub_cost import hub_cost
from zimnik.geo.processing.hub_cost_results import FEED, REAGENT
from zimnik.geo.processing.plant_costs import (
    CAPEX,
    LIFE,
    UPKEEP,
    plant_amounts,
    plant_share_per_y,
)
from zimnik.geo.routing.yearly import YearSearches
from zimnik.geo.uncertainty.chain_flows import sampled_flows, tonnes_hauled
from zimnik.geo.uncertainty.hub_ranking import Agreement
from zimnik.geo.uncertainty.sampled_plants import (
    is_at_home,
    local_price,
    sampled_plants,
    supply_usd_per_t,
)
from zimnik.geo.uncertainty.sampled_rates import sampled_card, sampled_rates, shipper_prices
from zimnik.geo.uncertainty.samples import year_type_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.pricing.bill import UnitRates
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.hauls import ChainQuestion
    from zimnik.geo.processing.hub_cost_results import Haul, HubCost
    from zimnik.geo.processing.plants import Plants
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.uncertainty.chain_flows import SampledFlow
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
                feed = shipper_prices(shipper, self.card, repricing.rates)
                for column, hub in enumerate(self.hub_ids):
                    found = self.costs[shipper.deposit_id, hub, year]
                    costs[rows, column] += share * repricing.cost_usd_per_t(found, feed)
        return costs


@dataclass(frozen=True, slots=True)
class Repricing:
    """What hub costs of one type of year are priced again by.

    Parameters
    ----------
    plants
        Recipes and prices with their ranges.
    card
        Rates, by which a cargo takes its rail service.
    samples
        Draws.
    rates
        The rates of the card in every sample.
    """

    plants: Plants
    card: RateCard
    samples: Samples
    rates: UnitRates

    @classmethod
    def of(cls, plants: Plants, card: RateCard, samples: Samples) -> Repricing:
        """Return what the samples of plants and of a rate card price by."""
        return cls(plants, card, samples, sampled_rates(card, samples))

    def cost_usd_per_t(self, cost: HubCost, feed_prices: Vector) -> Vector:
        """Return a hub cost in every sample, its routes by day, suppliers and market kept.

        Parameters
        ----------
        cost
            What was found under the base card.
        feed_prices
            Prices of the feed in every sample.
        """
        flows = sampled_flows(cost.flows, self.plants.recipes, self.samples)
        tonnes_t = tonnes_hauled(flows)
        usd = np.zeros(self.samples.count)
        for haul in cost.hauls:
            if haul.kind != FEED:
                usd = usd + tonnes_t[haul.kind, haul.item] * self._usd_per_t(haul)
            elif haul.year is not None:
                usd = usd + feed_prices @ quantity_row(haul.year.bill) * haul.tonnes_t
        return np.asarray(usd + self._plant_usd(flows, cost), float)

    def _usd_per_t(self, haul: Haul) -> Vector | float:
        """Return what a tonne of a haul costs: its routes, and a reagent where it is made."""
        usd: Vector | float = 0.0
        if haul.year is not None:
            service = self.card.rail_service(haul.cargo.tonnes_per_y)
            prices = cargo_prices(self.rates, haul.cargo, service=service)
            usd = prices @ quantity_row(haul.year.bill)
        if haul.kind == REAGENT:
            usd = usd + supply_usd_per_t(self.plants, haul.item, haul.from_id, self.samples)
        return usd

    def _plant_usd(self, flows: Sequence[SampledFlow], cost: HubCost) -> Vector:
        """Return what stages cost besides hauls and reagents, and the royalty."""
        plants = self.plants
        location = plants.locations[cost.hub_id]
        usd = np.zeros(self.samples.count)
        for sampled in flows:
            flow = sampled.flow
            for (group, item), amount in plant_amounts(flow).items():
                price = self._local_usd(group, item, cost.hub_id)
                if group == CAPEX:
                    life, upkeep = (
                        plants.prices.at(name, flow.stage, location) for name in (LIFE, UPKEEP)
                    )
                    price = price * self._plant_shares(
                        life.base if life else 0.0, upkeep.base if upkeep else 0.0
                    )
                usd += amount * sampled.fed_ratio * price
        royalty = plants.prices.at("royalty", "royalty", plants.locations[cost.deposit_id])
        if royalty is not None:
            value_usd = flows[0].flow.reo_in_kg * self.rates.reo_price_usd_per_kg
            usd += value_usd * royalty.base / PERCENT
        return usd

    def _plant_shares(self, life_y: float, upkeep_pct: float) -> Vector:
        interest_pct_per_y = self.rates.interest_pct_per_y.tolist()
        return np.array([plant_share_per_y(pct, life_y, upkeep_pct) for pct in interest_pct_per_y])

    def _local_usd(self, group: str, item: str, hub_id: str) -> Vector | float:
        """Return a price of a plant in every sample; none where it has none."""
        price = self.plants.prices.at(group, item, self.plants.locations[hub_id])
        if price is None:
            return 0.0
        at_home = is_at_home(self.plants, hub_id)
        return local_price(group, item, price, self.samples, at_home=at_home)


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
