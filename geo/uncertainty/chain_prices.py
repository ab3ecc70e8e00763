"""What a hub costs in every sample of prices, from the hub cost that was found under the base card.

Owns the pricing of a stored hub cost (docs/model.md, E19): mean bills times prices, and amounts
times prices of plants, each of the sample. What a stage takes is `geo.processing.plant_costs`'s to
say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.units import KG_PER_T, PERCENT
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.pricing.bill import QUANTITY_INDEX, cargo_prices, quantity_row
from zimnik.geo.pricing.cargo import SiteProduct
from zimnik.geo.pricing.shipped_mass import SUPPLY, drawn_shipped_t_per_t
from zimnik.geo.processing.borders import crossings
from zimnik.geo.processing.cash_spent import StageCash, cash_of_stages
from zimnik.geo.processing.hub_cost_results import FEED, REAGENT
from zimnik.geo.processing.plant_costs import (
    CAPEX,
    LIFE,
    UPKEEP,
    plant_amounts,
    plant_share_per_y,
)
from zimnik.geo.uncertainty.chain_flows import sampled_flows, tonnes_hauled
from zimnik.geo.uncertainty.drawn_borders import DrawnHaul, border_usd
from zimnik.geo.uncertainty.sampled_plants import is_at_home, local_price, supply_usd_per_t
from zimnik.geo.uncertainty.sampled_rates import sampled_rates, shipper_prices

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zimnik.geo.core.arrays import Flags, Vector
    from zimnik.geo.core.vocabulary import RailService
    from zimnik.geo.pricing.bill import UnitRates
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.hub_cost_results import Haul, HubCost
    from zimnik.geo.processing.plants import Plants
    from zimnik.geo.routing.year import YearMean
    from zimnik.geo.uncertainty.chain_flows import SampledFlow
    from zimnik.geo.uncertainty.samples import Samples

_ROAD = QUANTITY_INDEX[Quantity.DEDICATED_WINTER_ROAD_KM]


def drawn_bill(year: YearMean, samples: Samples) -> Vector:
    """Return what a tonne consumes in every sample (row), its ways and waits kept.

    Where the bill is not split, it is the same in all of them.
    """
    if year.split is None:
        return quantity_row(year.bill)[np.newaxis]
    return year.split.drawn(samples.ratios(), samples.count)


@dataclass(frozen=True, slots=True, eq=False)
class Feed:
    """What a deposit ships, in every sample.

    Parameters
    ----------
    prices
        Prices of it.
    value_usd_per_t
        Cash spent on a tonne.
    """

    prices: Vector
    value_usd_per_t: Vector | float

    @classmethod
    def of(cls, shipper: Shipper, repricing: Repricing) -> Feed:
        """Return what a shipper sends in the samples that are priced."""
        rates = repricing.rates
        value = shipper.product.cost.usd_per_t(rates.mining)
        return cls(shipper_prices(shipper, repricing.card, rates), value)


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

    def cost_usd_per_t(self, cost: HubCost, feed: Feed) -> Vector:
        """Return a hub cost in every sample, its routes by day, suppliers and market kept.

        Parameters
        ----------
        cost
            What was found under the base card.
        feed
            What the deposit ships in every sample.
        """
        flows = sampled_flows(cost.flows, self.plants.recipes, self.samples)
        tonnes_t, values = tonnes_hauled(flows), self._values_usd_per_t(flows, feed, cost.hub_id)
        usd = np.zeros(self.samples.count)
        drawn: dict[int, DrawnHaul] = {}
        for haul in cost.hauls:
            own = self._drawn_haul(haul, feed, tonnes_t, values)
            usd, drawn[id(haul)] = usd + own.cost_usd, own
        for crossing in crossings(cost.hauls, cost.flows, self.plants):
            own = drawn[id(crossing.haul)]
            usd = usd + border_usd(
                crossing.way, own, self.plants, self.samples, self.rates.interest_pct_per_y
            )
        return np.asarray(usd + self._plants_usd(flows, cost), float)

    def _drawn_haul(
        self,
        haul: Haul,
        feed: Feed,
        tonnes_t: Mapping[tuple[str, str], Vector],
        values: Mapping[str, Vector],
    ) -> DrawnHaul:
        """Return what a haul costs in every sample, and what it carries is worth."""
        if haul.kind == FEED:
            cost = self._hauled_usd(haul.year, feed.prices) if haul.year else 0.0
            return DrawnHaul(cost * haul.tonnes_t, feed.value_usd_per_t * haul.tonnes_t)
        hauled_t = tonnes_t[haul.kind, haul.item]
        worth = 0.0 if haul.kind == REAGENT else values[haul.item]
        return DrawnHaul(hauled_t * self._usd_per_t(haul, hauled_t, values), worth * hauled_t)

    def _values_usd_per_t(
        self, flows: Sequence[SampledFlow], feed: Feed, hub_id: str
    ) -> dict[str, Vector]:
        """Return the cash spent on a tonne of each product and by-product in every sample."""
        return cash_of_stages(
            feed.value_usd_per_t,
            [
                StageCash(
                    sampled.flow.product,
                    sampled.product_t,
                    self._plant_usd(sampled, hub_id) + self._reagents_usd(sampled),
                    sampled.reo_out_kg * self.rates.reo_price_usd_per_kg,
                    {
                        item: (
                            sampled.fed_ratio * tonnes,
                            sampled.fed_ratio
                            * tonnes
                            * self._local_usd("product", item, hub_id)
                            * KG_PER_T,
                        )
                        for item, tonnes in sampled.flow.by_products_t.items()
                    },
                    sampled.flow.sold_share,
                )
                for sampled in flows
            ],
        )

    def _reagents_usd(self, sampled: SampledFlow) -> Vector:
        """Return what the reagents of a stage cost at their cheapest makers in every sample."""
        usd = np.zeros(self.samples.count)
        for reagent, tonnes in sampled.flow.reagents_t.items():
            makers = self.plants.prices.suppliers_of(reagent)
            asked_usd = [self._supply_usd_per_t(reagent, one.place_id) for one in makers]
            usd += tonnes * np.min(asked_usd, axis=0) if asked_usd else 0.0
        return usd * sampled.fed_ratio

    def _supply_usd_per_t(self, reagent: str, place_id: str) -> Vector:
        return supply_usd_per_t(self.plants, reagent, place_id, self.samples)

    def _usd_per_t(self, haul: Haul, hauled_t: Vector, values: Mapping[str, Vector]) -> Vector:
        """Return what a tonne of a haul costs: its routes, and a reagent where it is made."""
        usd, is_bought = np.zeros(self.samples.count), haul.kind == REAGENT
        bought = self._supply_usd_per_t(haul.item, haul.from_id) if is_bought else usd
        if haul.year is None:
            return usd + bought
        cargo, rates = haul.cargo, self.rates
        moisture_pct = cargo.moisture_pct.base if is_bought else None
        shipped = drawn_shipped_t_per_t(
            SiteProduct(haul.item, moisture_pct=moisture_pct),
            rates.default_mass_pct,
            kind=SUPPLY if is_bought else "",
        )
        ratio = hauled_t / haul.tonnes_t
        for service, takes in self._services(cargo.tonnes_per_y * ratio):
            prices = cargo_prices(
                rates,
                cargo,
                service=service,
                value_usd_per_t=bought if is_bought else values[haul.item],
                shipped_t_per_t=shipped,
            )
            prices[:, _ROAD] /= ratio
            usd = np.where(takes, self._hauled_usd(haul.year, prices), usd)
        return usd + bought

    def _hauled_usd(self, year: YearMean, prices: Vector) -> Vector:
        """Return what a tonne of a haul costs in every sample; its waits are those of the base."""
        return np.asarray((drawn_bill(year, self.samples) * prices).sum(axis=1), float)

    def _services(self, tonnes_per_y: Vector) -> Iterator[tuple[RailService, Flags]]:
        """Yield the rail services that some tonnes a year take, and in which samples."""
        ends = {self.card.rail_service(float(t)) for t in (tonnes_per_y.min(), tonnes_per_y.max())}
        if len(ends) == 1:
            yield ends.pop(), np.ones(len(tonnes_per_y), dtype=bool)
            return
        taken = [self.card.rail_service(t) for t in tonnes_per_y.tolist()]
        for service in ends:
            yield service, np.array([one is service for one in taken])

    def _plants_usd(self, flows: Sequence[SampledFlow], cost: HubCost) -> Vector:
        """Return what stages cost besides hauls and reagents, and the royalty."""
        usd = np.zeros(self.samples.count)
        for sampled in flows:
            usd = usd + self._plant_usd(sampled, cost.hub_id)
        location = self.plants.locations[cost.deposit_id]
        royalty = self.plants.prices.at("royalty", "royalty", location)
        if royalty is not None and flows:
            value_usd = flows[0].flow.reo_in_kg * self.rates.reo_price_usd_per_kg
            usd += value_usd * royalty.base / PERCENT
        return usd

    def annuity_usd_per_t(self, cost: HubCost) -> Vector:
        """Return the part of a hub cost that is the annuity of its plant, in every sample (E16)."""
        usd = np.zeros(self.samples.count)
        for sampled in sampled_flows(cost.flows, self.plants.recipes, self.samples):
            item, location = sampled.flow.stage, self.plants.locations[cost.hub_id]
            life = self.plants.prices.at(LIFE, item, location)
            amount = plant_amounts(sampled.flow)[CAPEX, item] * sampled.fed_ratio
            price = self._local_usd(CAPEX, item, cost.hub_id)
            usd += amount * price * self._plant_shares(life.base if life else 0.0, 0.0)
        return usd

    def _plant_usd(self, sampled: SampledFlow, hub_id: str) -> Vector:
        """Return what a stage costs besides hauls and reagents."""
        prices, location = self.plants.prices, self.plants.locations[hub_id]
        usd = np.zeros(self.samples.count)
        for (group, item), amount in plant_amounts(sampled.flow).items():
            price = self._local_usd(group, item, hub_id)
            if group == CAPEX:
                life, upkeep = (
                    prices.at(name, sampled.flow.stage, location) for name in (LIFE, UPKEEP)
                )
                price = price * self._plant_shares(
                    life.base if life else 0.0, upkeep.base if upkeep else 0.0
                )
            usd += amount * sampled.fed_ratio * price
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
