"""Recoveries and plant prices drawn: each at its place in its range, at home in roubles."""

from __future__ import annotations

from dataclasses import replace
from statistics import fmean
from typing import TYPE_CHECKING

import pytest

from tests.geo.plants import PLANTS as DRAWN
from tests.geo.plants import QUESTION, SHIPPER, railway
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.pricing.rates import Range
from zimnik.geo.processing.hub_cost import Plants, hub_cost
from zimnik.geo.processing.hub_cost_results import FEED
from zimnik.geo.processing.recipes import Location, PlantPrices, Recipe, Supply
from zimnik.geo.uncertainty.chain_samples import (
    at_position,
    chain_inputs,
    in_world,
    mean_in_world,
    plants_of,
)
from zimnik.geo.uncertainty.samples import ROUBLE, base_world, card_of

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.hub_cost_results import HubCost

RANGE = Range(10.0, 20.0, 50.0)
PLANTS = Plants(
    recipes=(
        Recipe("r", "cracking", "ore", "carbonate", Range(0.8, 0.9, 0.95), 59.0, None, {}, {}, {}),
    ),
    prices=PlantPrices(
        supplies=(Supply("acid", "norilsk", RANGE), Supply("acid", "baotou_st", RANGE)),
        local={("energy", "power", ""): RANGE, ("capex", "cracking", ""): RANGE},
    ),
    locations={"norilsk": Location("Taimyr", "RU"), "baotou_st": Location("Inner Mongolia", "CN")},
)


@pytest.mark.parametrize(
    ("position", "value"), [(0.0, 10.0), (0.5, 15.0), (1.0, 20.0), (1.5, 35.0), (2.0, 50.0)]
)
def test_position_runs_from_low_over_base_to_high(position: float, value: float) -> None:
    assert at_position(RANGE, position) == pytest.approx(value)


def test_one_draw_moves_all_makers_of_a_reagent() -> None:
    names = [given.name for given in chain_inputs(PLANTS)]
    assert names == ["recovery cracking", "price acid", "energy power", "capex cracking"]


def test_base_world_leaves_recipes_and_prices_as_they_are() -> None:
    world = base_world(chain_inputs(PLANTS))
    plants = plants_of(PLANTS, world, at_home=True)
    assert plants.recipes[0].reo_recovery.base == pytest.approx(0.9)
    assert [supply.price_usd_per_t.base for supply in plants.prices.supplies] == [20.0, 20.0]


def test_rouble_moves_energy_at_home_and_reagents_made_at_home() -> None:
    weak = {ROUBLE: 0.5}
    home, abroad = (plants_of(PLANTS, weak, at_home=flag) for flag in (True, False))
    for plants, power in ((home, 10.0), (abroad, 20.0)):
        assert plants.prices.local["energy", "power", ""].base == pytest.approx(power)
        assert plants.prices.local["capex", "cracking", ""].base == pytest.approx(20.0)
        made = {s.place_id: s.price_usd_per_t.base for s in plants.prices.supplies}
        assert made == {"norilsk": pytest.approx(10.0), "baotou_st": pytest.approx(20.0)}


def waiting(cost: HubCost) -> HubCost:
    """Return a hub cost of which the feed waits a month on its way."""
    (feed,) = (haul for haul in cost.hauls if haul.kind == FEED)
    assert feed.route is not None
    bill = {**feed.route.bill, Quantity.WAITING_D: 30.0}
    late = replace(feed, route=replace(feed.route, bill=bill))
    return replace(cost, hauls=tuple(late if haul is feed else haul for haul in cost.hauls))


def test_mean_over_days_is_that_of_whole_costs_though_only_the_feed_is_priced_by_day(
    dear_time: RateCard,
) -> None:
    cost = hub_cost(railway(dear_time), dear_time, DRAWN, SHIPPER, "uphub", QUESTION)
    days = (cost, waiting(cost))
    world = card_of(dear_time, {ROUBLE: 0.8})
    early, late = (in_world(day, SHIPPER, world, DRAWN).cost_usd_per_t for day in days)
    assert late > early
    mean = mean_in_world(days, SHIPPER, world, DRAWN)
    assert mean == pytest.approx(fmean((early, late)))


def test_card_without_interest_is_priced_anew_too(card: RateCard) -> None:
    assert card.interest_pct_per_y.base == 0
    cost = hub_cost(railway(card), card, DRAWN, SHIPPER, "uphub", QUESTION)
    priced = in_world(cost, SHIPPER, card, DRAWN)
    assert priced.cost_usd_per_t == pytest.approx(cost.cost_usd_per_t)
