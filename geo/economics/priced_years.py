"""A hub cost in many worlds, taken apart: what is built, kept up, run, and tied up on the way.

Owns which part of a hub cost is capital (docs/model.md, E44): the annuity of plants goes, what was
charged for waiting becomes working capital, mining comes in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.units import KG_PER_T, PERCENT
from zimnik.geo.economics.cash_flow import FullYear
from zimnik.geo.economics.stocks import reagent_stock_usd_per_t
from zimnik.geo.economics.terms import SCALE, SIZE, STOCK
from zimnik.geo.pricing.rates import annuity_per_y
from zimnik.geo.processing.hub_cost_results import joint_flows
from zimnik.geo.processing.plant_costs import CAPEX, LIFE, UPKEEP, by_products, plant_amounts
from zimnik.geo.processing.return_loads import RETURN_LOADS
from zimnik.geo.processing.shared_projects import ROADS_AND_PORTS
from zimnik.geo.uncertainty.chain_flows import sampled_flows
from zimnik.geo.uncertainty.chain_prices import Feed, Repricing
from zimnik.geo.uncertainty.sampled_plants import at_position, is_at_home, local_price

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.economics.revenue import Sales
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import Range, RateCard
    from zimnik.geo.processing.hub_cost_results import HubCost
    from zimnik.geo.processing.plants import Plants
    from zimnik.geo.uncertainty.chain_flows import SampledFlow
    from zimnik.geo.uncertainty.samples import Samples

# Position of the prices of all rare-earth products in their ranges: they move together.
PRICES = "prices of products"
# Interest at which what is tied up on the way is told apart.
_PROBE_PCT = 1.0


@dataclass(frozen=True, slots=True)
class World:
    """What an investment is priced by.

    Parameters
    ----------
    plants, card, sales
        Recipes and prices, rates, and what products sell for.
    samples
        Draws; one without inputs is the base.
    """

    plants: Plants
    card: RateCard
    sales: Sales
    samples: Samples


class PricedYears:
    """A hub cost in every sample, apart into what is built, kept up, run and tied up.

    Parameters
    ----------
    cost, shipper
        What a hub costs for a deposit, and the deposit.
    world
        What it is priced by.
    with_scale
        Whether a plant of another size costs less or more a tonne by the capacity exponent.
    """

    def __init__(self, cost: HubCost, shipper: Shipper, world: World, *, with_scale: bool) -> None:
        self.cost, self.shipper, self.world = cost, shipper, world
        plants, samples = world.plants, world.samples
        self.flows = sampled_flows(cost.flows, plants.recipes, samples)
        free = Repricing.of(plants, world.card, samples)
        self.reo_price = free.rates.reo_price_usd_per_kg
        self.without_interest = self._at_interest(free, 0.0)
        self.with_probe = self._at_interest(free, _PROBE_PCT)
        every = [self._stage_built(sampled) for sampled in self.flows]
        # Both as the hub cost counts it, without scale.
        self.straight_usd = sum((usd / life for usd, life, _ in every), start=np.zeros(1))
        self.probe_usd = sum(
            (usd * annuity_per_y(_PROBE_PCT, life) for usd, life, _ in every), start=np.zeros(1)
        )
        self.upkeep_usd = sum((usd * pct / PERCENT for usd, _, pct in every), start=np.zeros(1))
        scales = [self._scale(s) if with_scale else 1.0 for s in self.flows]
        self.built_usd_per_t = np.asarray(
            sum((usd * k for (usd, _, _), k in zip(every, scales, strict=True)), np.zeros(1))
        )

    def _at_interest(self, repricing: Repricing, pct: float) -> Vector:
        """Return what the hub costs a tonne where capital on its way costs so much interest."""
        rates = repricing.rates
        interest = np.full(np.shape(rates.interest_pct_per_y), pct)
        at = replace(repricing, rates=replace(rates, interest_pct_per_y=interest))
        return at.cost_usd_per_t(self.cost, Feed.of(self.shipper, at))

    def _stage_built(self, sampled: SampledFlow) -> tuple[Vector, float, float]:
        """Return what a stage costs to build a tonne a year, its life and its upkeep."""
        plants, flow = self.world.plants, sampled.flow
        place = plants.locations[self.cost.hub_id]
        price, life, upkeep = (
            plants.prices.at(group, flow.stage, place) for group in (CAPEX, LIFE, UPKEEP)
        )
        if price is None or life is None:
            return np.zeros(self.world.samples.count), 1.0, 0.0
        home = is_at_home(plants, self.cost.hub_id)
        drawn = local_price(CAPEX, flow.stage, price, self.world.samples, at_home=home)
        built = plant_amounts(flow)[CAPEX, flow.stage] * sampled.fed_ratio * drawn
        return built, life.base, upkeep.base if upkeep else 0.0

    def _scale(self, sampled: SampledFlow) -> float:
        """Return what a tonne costs at this size over what it costs at the size that is stated."""
        terms, flow = self.world.sales.terms, sampled.flow
        size, exponent = terms.at(SIZE, flow.stage), terms.at(SCALE, "exponent")
        if size is None or exponent is None:
            return 1.0
        fed_t_per_y = flow.feed_t * self.cost.tonnes_per_y
        return float((fed_t_per_y / size.base) ** (exponent.base - 1))

    def full_year(self, parts: tuple[Range, Range]) -> FullYear:
        """Return a year of full output."""
        tonnes, samples = self.cost.tonnes_per_y, self.world.samples
        at = samples.of(PRICES, 1.0)
        joint, last = joint_flows(self.cost.flows)[-1], self.cost.flows[-1]
        by_recipe = {s.flow.recipe_id: s for s in self.flows}
        revenue = at_position(parts[0], at) * self._made(by_recipe[joint.recipe_id])
        revenue = revenue + at_position(parts[1], at) * self._made(by_recipe[last.recipe_id])
        royalty = self._royalty_usd_per_t()
        counted = self.flows[0].flow.reo_in_kg * self._royalty_share()
        mining = Feed.of(
            self.shipper, Repricing.of(self.world.plants, self.world.card, samples)
        ).value_usd_per_t
        running = self.without_interest - self.straight_usd - self.upkeep_usd
        running = running - counted * self.reo_price + mining
        probed = self.with_probe - self.without_interest - self.probe_usd + self.straight_usd
        other = self.cost.other_usd_per_t
        fixed = other.get(ROADS_AND_PORTS, 0.0) + other.get(RETURN_LOADS, 0.0)
        tied = np.maximum(probed, 0.0) * PERCENT / _PROBE_PCT + self.stock_usd_per_t()
        return FullYear(
            revenue_usd=(revenue + self._by_products_usd()) * tonnes,
            variable_usd=running * tonnes,
            royalty_usd=royalty * tonnes,
            fixed_usd=(self.upkeep_usd + fixed) * tonnes,
            working_capital_usd=tied * tonnes,
        )

    def stock_usd_per_t(self) -> float:
        """Return what reagents in store at the plant tie up at base prices, a tonne of feed."""
        held = self.world.sales.terms.at(STOCK, "reagents")
        safety_d = held.base if held else 0.0
        return reagent_stock_usd_per_t(self.cost, self.world.plants, safety_d)

    def _made(self, sampled: SampledFlow) -> Vector:
        """Return what a stage makes of REO over what it makes at base recoveries."""
        return np.asarray(sampled.reo_out_kg / sampled.flow.reo_out_kg)

    def _royalty_share(self) -> float:
        plants = self.world.plants
        royalty = plants.prices.at("royalty", "royalty", plants.locations[self.cost.deposit_id])
        return royalty.base / PERCENT if royalty else 0.0

    def _royalty_usd_per_t(self) -> Vector:
        """Return the royalty at the price of REO that goes with those of products."""
        price = at_position(
            self.world.card.reo_price_usd_per_kg, self.world.samples.of(PRICES, 1.0)
        )
        return self.flows[0].flow.reo_in_kg * self._royalty_share() * price

    def _by_products_usd(self) -> Vector:
        plants, samples = self.world.plants, self.world.samples
        usd = np.zeros(samples.count)
        for sampled in self.flows:
            for item, tonnes in by_products([sampled.flow]).items():
                price = plants.prices.at("product", item, plants.locations[self.cost.hub_id])
                if price is not None:
                    drawn = local_price("product", item, price, samples, at_home=False)
                    usd = usd + tonnes * sampled.fed_ratio * drawn * KG_PER_T
        return usd
