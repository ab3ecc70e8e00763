"""What a hub costs in every sample of prices, from the hub cost that was found under the base card.

Owns the pricing of a stored hub cost (docs/model.md, E19): mean bills times prices, and amounts
times prices of plants, each of the sample. What a stage takes is `geo.processing.plant_costs`'s to
say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.units import KG_PER_T, PERCENT
from zimnik.geo.pricing.bill import (
    ROADS,
    cargo_prices,
    days_in,
    quantity_row,
)
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
from zimnik.geo.uncertainty.spread import Outcome

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
    from zimnik.geo.uncertainty.kept_ways import KeptWays
    from zimnik.geo.uncertainty.samples import Samples


def drawn_bill(year: YearMean, samples: Samples) -> Vector:
    """Return what a tonne consumes in every sample (row), its ways and waits kept.

    Where the bill is not split, it is the same in all of them.
    """
    if year.split is None:
        return quantity_row(year.bill, year.bills_elsewhere)[np.newaxis]
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
    shipped_t_per_t
        Tonnes on the vehicle for a dry one.
    """

    prices: Vector
    value_usd_per_t: Vector | float
    shipped_t_per_t: Vector | float

    @classmethod
    def of(cls, shipper: Shipper, repricing: Repricing) -> Feed:
        """Return what a shipper sends in the samples that are priced."""
        rates = repricing.rates
        value = shipper.product.cost.usd_per_t(rates.mining)
        shipped = drawn_shipped_t_per_t(shipper.product, rates.default_mass_pct)
        return cls(shipper_prices(shipper, repricing.card, rates), value, shipped)


@dataclass(frozen=True, slots=True, eq=False)
class PricedHaul:
    """A haul of a hub in every sample.

    Parameters
    ----------
    haul
        As it was found under the base card.
    tonnes_t
        Dry tonnes of it for a tonne of the deposit's product.
    outcome
        What one of them comes to, a reagent where it is made included.
    value_usd_per_t
        Cash spent on one of them, of which borders take a share.
    """

    haul: Haul
    tonnes_t: Vector | float
    outcome: Outcome
    value_usd_per_t: Vector | float

    @property
    def cost_usd(self) -> Vector:
        """What all of it costs."""
        return self.tonnes_t * self.outcome.usd_per_t

    @property
    def value_usd(self) -> Vector | float:
        """Cash spent on all of it."""
        return self.tonnes_t * self.value_usd_per_t


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
        hauled = self.hauled(cost, feed)
        usd = self.apart_usd_per_t(cost, hauled)
        for priced in hauled:
            usd = usd + priced.cost_usd
        return usd

    def apart_usd_per_t(self, cost: HubCost, hauled: Sequence[PricedHaul]) -> Vector:
        """Return what a hub costs besides hauls and reagents, in every sample.

        Parameters
        ----------
        cost, hauled
            What was found under the base card, and its hauls, of which borders take their share.
        """
        flows = sampled_flows(cost.flows, self.plants.recipes, self.samples)
        usd, drawn = self._plants_usd(flows, cost), {id(one.haul): one for one in hauled}
        for crossing in crossings(cost.hauls, cost.flows, self.plants):
            one = drawn[id(crossing.haul)]
            own = DrawnHaul(one.cost_usd, one.value_usd)
            usd = usd + border_usd(
                crossing.way, own, self.plants, self.samples, self.rates.interest_pct_per_y
            )
        return usd

    def hauled(
        self,
        cost: HubCost,
        feed: Feed,
        ways: Sequence[KeptWays | None] = (),
        kg: Vector | None = None,
    ) -> list[PricedHaul]:
        """Return each haul of a hub in every sample.

        Parameters
        ----------
        cost, feed
            As `cost_usd_per_t`.
        ways
            Kept paths of each haul, by which it is timed anew; without them, and where there are
            none, its ways and waits are those of the base.
        kg
            CO2 of a shipped tonne and unit of each quantity; without it none is counted.
        """
        flows = sampled_flows(cost.flows, self.plants.recipes, self.samples)
        tonnes_t, values = tonnes_hauled(flows), self._values_usd_per_t(flows, feed, cost.hub_id)
        emitted = np.zeros((1, feed.prices.shape[-1])) if kg is None else kg
        found = []
        for haul, way in zip(cost.hauls, ways or repeat(None, len(cost.hauls)), strict=True):
            if haul.kind == FEED:
                kg_per_t = emitted * np.reshape(feed.shipped_t_per_t, (-1, 1))
                outcome = self._outcome(haul, way, feed.prices, kg_per_t)
                found.append(PricedHaul(haul, haul.tonnes_t, outcome, feed.value_usd_per_t))
            else:
                hauled_t = tonnes_t[haul.kind, haul.item]
                outcome = self._worked(haul, way, hauled_t, values, emitted)
                worth = 0.0 if haul.kind == REAGENT else values[haul.item]
                found.append(PricedHaul(haul, hauled_t, outcome, worth))
        return found

    def _outcome(
        self, haul: Haul, way: KeptWays | None, prices: Vector, kg_per_t: Vector
    ) -> Outcome:
        """Return what a tonne of a haul comes to; nothing where it stays."""
        nothing = np.zeros(self.samples.count)
        if haul.year is None:
            return Outcome(nothing, nothing, nothing)
        if way is not None:
            return way.outcome(self.samples, prices, kg_per_t)
        bill = drawn_bill(haul.year, self.samples)
        usd, co2 = (bill * prices).sum(axis=1), (bill * kg_per_t).sum(axis=1)
        return Outcome(usd, nothing + co2, nothing + days_in(bill))

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

    def _worked(
        self,
        haul: Haul,
        way: KeptWays | None,
        hauled_t: Vector,
        values: Mapping[str, Vector],
        kg: Vector,
    ) -> Outcome:
        """Return what a tonne of a haul comes to: its ways, and a reagent where it is made."""
        nothing, is_bought = np.zeros(self.samples.count), haul.kind == REAGENT
        bought = self._supply_usd_per_t(haul.item, haul.from_id) if is_bought else nothing
        if haul.year is None:
            return Outcome(nothing + bought, nothing, nothing)
        cargo, rates = haul.cargo, self.rates
        moisture_pct = cargo.moisture_pct.base if is_bought else None
        shipped = drawn_shipped_t_per_t(
            SiteProduct(haul.item, moisture_pct=moisture_pct),
            rates.default_mass_pct,
            kind=SUPPLY if is_bought else "",
        )
        ratio = hauled_t / haul.tonnes_t
        prices = np.zeros_like(rates.prices_usd)
        for service, takes in self._services(cargo.tonnes_per_y * ratio):
            own = cargo_prices(
                rates,
                cargo,
                service=service,
                value_usd_per_t=bought if is_bought else values[haul.item],
                shipped_t_per_t=shipped,
            )
            prices = np.where(takes[:, np.newaxis], own, prices)
        prices[:, ROADS] /= ratio[:, np.newaxis]
        outcome = self._outcome(haul, way, prices, kg * np.reshape(shipped, (-1, 1)))
        return replace(outcome, usd_per_t=outcome.usd_per_t + bought)

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
