"""The whole value chain in many worlds: hub costs with their routes stored, priced anew.

Owns how recoveries and plant prices are drawn (docs/model.md, E19), and what a hub costs in a world
on the routes that are best in the base one. The sum itself is that of `geo.processing.hub_cost`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.pricing.bill import components, price_vector
from zimnik.geo.pricing.rates import Range
from zimnik.geo.processing.hub_cost import Plants, hub_cost, other_costs
from zimnik.geo.processing.hub_cost_results import FEED, PRODUCT, REAGENT, Haul, HubCost
from zimnik.geo.processing.recipes import chain_of
from zimnik.geo.uncertainty.hub_ranking import Agreement
from zimnik.geo.uncertainty.samples import ROUBLE, Input, card_of, year_type_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.hub_cost import ChainQuestion
    from zimnik.geo.processing.recipes import StageFlow
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.uncertainty.samples import Worlds

    Vector = NDArray[np.float64]

# Position of a number in its range: 0 at the low, 1 at the base, 2 at the high.
POSITION = Range(0.0, 1.0, 2.0)
DRAWN = frozenset({"energy", "residue", "capex", "product"})
IN_ROUBLES = frozenset({"energy", "residue"})
HOME = "RU"
# Cases that are found anew to test the stored routes.
SAMPLE = 6


@dataclass(frozen=True, slots=True)
class StoredChains:
    """Hub costs by deposit, hub and year type, one for each day of readiness.

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
    costs: Mapping[tuple[str, str, YearType], tuple[HubCost, ...]]
    plants: Plants
    card: RateCard

    def hub_costs_usd_per_t(self, world: Mapping[str, float]) -> Vector:
        """Return what a tonne of feed costs at each hub in a world, the mean by tonnage."""
        year = year_type_of(world)
        card = card_of(self.card, world)
        home, abroad = (plants_of(self.plants, world, at_home=flag) for flag in (True, False))
        tonnes = np.array([shipper.tonnes_per_y for shipper in self.shippers])
        rows = []
        for shipper in self.shippers:
            row = []
            for hub in self.hub_ids:
                plants = home if self.plants.locations[hub].country == HOME else abroad
                costs = self.costs[shipper.deposit_id, hub, year]
                row.append(mean_in_world(costs, shipper, card, plants))
            rows.append(row)
        return np.asarray(tonnes @ np.array(rows) / tonnes.sum(), float)


def chain_inputs(plants: Plants) -> tuple[Input, ...]:
    """Return the recoveries and plant prices that are drawn, each as a position in its range."""
    names = [f"recovery {recipe.stage}" for recipe in plants.recipes]
    names += [f"price {supply.reagent}" for supply in plants.prices.supplies]
    names += [f"{group} {item}" for group, item, _ in plants.prices.local if group in DRAWN]
    return tuple(Input(name, POSITION) for name in dict.fromkeys(names))


def at_position(values: Range, position: float) -> float:
    """Return the number at a position of a range: 0 is its low, 1 its base, 2 its high.

    Examples
    --------
    >>> at_position(Range(10.0, 20.0, 50.0), 1.5)
    35.0
    """
    if position <= 1:
        return values.low + position * (values.base - values.low)
    return values.base + (position - 1) * (values.high - values.base)


def plants_of(plants: Plants, world: Mapping[str, float], *, at_home: bool) -> Plants:
    """Return recipes and prices of a world; energy and residue at home are paid in roubles."""
    rouble = world.get(ROUBLE, 1.0)

    def drawn(name: str, values: Range, factor: float = 1.0) -> Range:
        value = at_position(values, world.get(name, 1.0)) * factor
        return Range(value, value, value)

    def paid_at(place_id: str) -> float:
        location = plants.locations.get(place_id)
        return rouble if location is not None and location.country == HOME else 1.0

    return replace(
        plants,
        recipes=tuple(
            replace(r, reo_recovery=drawn(f"recovery {r.stage}", r.reo_recovery))
            for r in plants.recipes
        ),
        prices=replace(
            plants.prices,
            supplies=tuple(
                replace(
                    supply,
                    price_usd_per_t=drawn(
                        f"price {supply.reagent}", supply.price_usd_per_t, paid_at(supply.place_id)
                    ),
                )
                for supply in plants.prices.supplies
            ),
            local={
                (group, item, area): drawn(
                    f"{group} {item}",
                    values,
                    rouble if at_home and group in IN_ROUBLES else 1.0,
                )
                for (group, item, area), values in plants.prices.local.items()
            },
        ),
    )


def mean_in_world(
    costs: Sequence[HubCost], shipper: Shipper, card: RateCard, plants: Plants
) -> float:
    """Return the mean of hub costs of several days of readiness in a world, US dollars per t.

    Only the haul of the feed depends on the day (A30), so all else is priced once.

    Parameters
    ----------
    costs
        What was found under the base card, by day.
    shipper, card, plants
        As `in_world`.
    """
    feed_usd = [
        sum(_repriced(h, shipper, card).cost_usd for h in cost.hauls if h.kind == FEED)
        for cost in costs
    ]
    first = in_world(costs[0], shipper, card, plants)
    return first.cost_usd_per_t - feed_usd[0] + fmean(feed_usd)


def in_world(cost: HubCost, shipper: Shipper, card: RateCard, plants: Plants) -> HubCost:
    """Return a hub cost with its routes, suppliers and market kept and everything priced anew.

    Parameters
    ----------
    cost
        What was found under the base card, with flows.
    shipper
        Its deposit.
    card, plants
        Rates, recipes and prices of the world.
    """
    flows = _flows(cost, shipper, card, plants)
    tonnes = _tonnes(flows)
    hauls = tuple(
        _repriced(replace(haul, tonnes_t=_made(haul, tonnes)), shipper, card) for haul in cost.hauls
    )
    prices = {(s.reagent, s.place_id): s.price_usd_per_t.base for s in plants.prices.supplies}
    bought = sum(
        haul.tonnes_t * prices[haul.item, haul.from_id] for haul in hauls if haul.kind == REAGENT
    )
    other, _ = other_costs(flows, plants, card, cost.deposit_id, cost.hub_id)
    return replace(
        cost, flows=flows, hauls=hauls, other_usd_per_t={"reagents_bought": bought, **other}
    )


def _flows(
    cost: HubCost, shipper: Shipper, card: RateCard, plants: Plants
) -> tuple[StageFlow, ...]:
    cargo = shipper.cargo(card)
    stages = tuple(flow.stage for flow in cost.flows)
    grade_pct = cargo.reo_grade_pct or 0.0
    flows = chain_of(plants.recipes, shipper.deposit_id, cargo.product, grade_pct, stages)
    return flows or ()


def _tonnes(flows: tuple[StageFlow, ...]) -> dict[str, float]:
    """Return tonnes by what is hauled, for a tonne of feed."""
    made: dict[str, float] = {PRODUCT: flows[-1].product_t}
    for flow in flows:
        for item, tonnes in (*flow.reagents_t.items(), *flow.by_products_t.items()):
            made[item] = made.get(item, 0.0) + tonnes
    return made


def _made(haul: Haul, tonnes: Mapping[str, float]) -> float:
    if haul.kind == FEED:
        return 1.0
    return tonnes[PRODUCT] if haul.kind == PRODUCT else tonnes[haul.item]


def _repriced(haul: Haul, shipper: Shipper, card: RateCard) -> Haul:
    if haul.route is None:
        return haul
    cargo = shipper.cargo(card) if haul.kind == FEED else haul.cargo
    priced = components(haul.route.bill, price_vector(card, cargo))
    return replace(haul, route=replace(haul.route, components_usd_per_t=priced))


def compare_chains(
    chains: StoredChains,
    asked: Mapping[YearType, tuple[DatedNetwork, Sequence[ChainQuestion]]],
    worlds: Worlds,
    seed: int,
) -> Agreement:
    """Return how far the stored routes are from finding all anew, over a sample drawn by the seed.

    Parameters
    ----------
    chains
        Hub costs with their routes.
    asked
        Network and questions of each year type that they came from.
    worlds, seed
        Draws, and the seed of the sample.
    """
    random = np.random.default_rng([seed, worlds.count])
    excess = []
    for number in random.integers(worlds.count, size=SAMPLE):
        world = worlds.world(int(number))
        shipper = chains.shippers[int(random.integers(len(chains.shippers)))]
        hub = chains.hub_ids[int(random.integers(len(chains.hub_ids)))]
        card, year = card_of(chains.card, world), year_type_of(world)
        at_home = chains.plants.locations[hub].country == HOME
        plants = plants_of(chains.plants, world, at_home=at_home)
        network, questions = asked[year]
        found = (hub_cost(network, card, plants, shipper, hub, one) for one in questions)
        before = replace(chains, shippers=(shipper,), hub_ids=(hub,)).hub_costs_usd_per_t(world)
        excess.append(float(before[0]) / fmean(cost.cost_usd_per_t for cost in found) - 1)
    return Agreement(len(excess), max(excess), fmean(excess))
