"""Tolls, stocks, closure and subsidies of a project, by hand on a drawn railway (E44)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from tests.geo.drawn import exactly
from tests.geo.economics.test_investment import BASE, TERMS, WITH_TERMS, made, world
from tests.geo.economics.test_netback import CHAIN, SALES, SEPARATION_PRICES, costs
from tests.geo.plants import PLANTS, QUESTION, SHIPPER, cost_at, railway
from zimnik.geo.core.vocabulary import Quantity, Stage
from zimnik.geo.economics.investment import CLOSING, investment
from zimnik.geo.economics.netback import TOLLED, stage_netbacks
from zimnik.geo.economics.priced_years import World
from zimnik.geo.economics.stocks import stored_d
from zimnik.geo.economics.subsidies import subsidy_usd_per_t
from zimnik.geo.economics.terms import ProjectTerms
from zimnik.geo.pricing.rates import Range
from zimnik.geo.routing.year import MonthCost
from zimnik.geo.uncertainty.sampled_plants import LAST_POSITION, POSITION
from zimnik.geo.uncertainty.samples import Input, Samples

if TYPE_CHECKING:
    from zimnik.geo.economics.revenue import Sales
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.hub_cost_results import Haul
    from zimnik.geo.routing.year import RouteYear


def sales_with(**terms: Range) -> Sales:
    """Return what is sold for, with a term by group of the one item it has."""
    items = {"closure": "capital", "stock": "reagents"}
    more = {(group, items[group], ""): value for group, value in terms.items()}
    return replace(WITH_TERMS, terms=ProjectTerms({**WITH_TERMS.terms.terms, **more}))


def test_a_toll_is_paid_in_place_of_plant_upkeep_and_reagents(card: RateCard) -> None:
    """A full year costs what the netback of a toll does, without the annuity of what is built."""
    prices = replace(PLANTS.prices, local={**PLANTS.prices.local, **SEPARATION_PRICES})
    plants = replace(CHAIN, prices=prices)
    question = replace(QUESTION, stages=(Stage.CRACKING, Stage.SEPARATION))
    cost = cost_at(railway(card), card, plants, SHIPPER, "uphub", question)
    sales = replace(SALES, tolls_usd_per_kg={"uphub": exactly(7.0)})
    by_stage = {one.stage: one for one in stage_netbacks([cost], SHIPPER, plants, card, sales)}
    there = World(plants, card, WITH_TERMS, BASE)
    terms = replace(TERMS, toll_usd_per_kg=exactly(7.0))
    tolled = investment(cost, SHIPPER, there, terms, producing=False)
    own = investment(cost, SHIPPER, there, TERMS, producing=False)
    assert tolled is not None
    assert own is not None
    for one, netback in ((own, by_stage[Stage.SEPARATION]), (tolled, by_stage[TOLLED])):
        spent = float(one.plan.operating_usd[0, -1] + one.plan.royalty_usd[0, -1])
        running = netback.cost_usd_per_t - netback.capital_usd_per_t + netback.mining_usd_per_t
        assert spent / SHIPPER.tonnes_per_y == pytest.approx(running)
    # 160 kg of carbonate for a tonne of ore, US$ 500 a tonne a year.
    assert own.plant_usd - tolled.plant_usd == pytest.approx(0.16 * 500 * SHIPPER.tonnes_per_y)
    assert tolled.plan.revenue_usd[0, -1] == own.plan.revenue_usd[0, -1]


def test_a_toll_keeps_the_reagents_of_the_other_stages(card: RateCard) -> None:
    """Acid of cracking is bought whoever separates; a metal after it keeps its own."""
    terms = replace(TERMS, toll_usd_per_kg=exactly(0.0))
    tolled, own = made(card, terms, stage=2), made(card, stage=2)
    np.testing.assert_allclose(tolled.plan.operating_usd, own.plan.operating_usd)


def test_closing_costs_the_stated_share_of_what_is_built(card: RateCard) -> None:
    sales = sales_with(closure=Range(5, 10, 20))
    closed, open_ = made(card, sales=sales), made(card)
    # A tenth of 120 m.
    more = closed.plan.capital_usd[0] - open_.plan.capital_usd[0]
    assert more == pytest.approx([0.0] * 21 + [12e6])
    assert "closing is taken to cost 10 % of what is built" in " ".join(closed.lacks)
    given = made(card, replace(TERMS, closure_usd=0.0), sales=sales)
    np.testing.assert_allclose(given.plan.capital_usd, open_.plan.capital_usd)
    drawn = Samples((Input(CLOSING, POSITION, most=LAST_POSITION),), np.array([[0.0], [2.0]]))
    ends = made(card, sales=sales, samples=drawn).plan.capital_usd[:, -1]
    assert ends[1] - ends[0] == pytest.approx(0.15 * 120e6)


def test_reagents_in_store_are_working_capital(card: RateCard) -> None:
    """36.5 days of 0.5 t of acid for a tonne of ore: a tenth of a year of price and haul."""
    held = made(card, sales=sales_with(stock=exactly(36.5)))
    more = held.plan.working_capital_usd[0, -2] - made(card).plan.working_capital_usd[0, -2]
    (acid,) = (haul for haul in costs(card)[1].hauls if haul.kind == "reagent")
    assert more == pytest.approx(0.1 * (0.5 * 40 + acid.cost_usd) * SHIPPER.tonnes_per_y)


def test_a_season_makes_a_plant_hold_what_has_to_last_until_the_next(card: RateCard) -> None:
    """Half of the year comes in 10 days, half waits and takes 190: the first lies 180 in store."""
    (acid,) = (haul for haul in costs(card)[0].hauls if haul.kind == "reagent")
    year = cast("RouteYear", acid.year)
    months = (MonthCost(1, 182, 1.0, 190.0), MonthCost(7, 183, 1.0, 10.0))
    seasonal = replace(acid, year=replace(year, months=months, duration_d=100.0))
    assert stored_d(acid, 30.0) == pytest.approx(30.0)
    # Mean of 0 and 180 days, and the 30 that are always held.
    assert stored_d(seasonal, 30.0) == pytest.approx(120.0)
    assert stored_d(replace(acid, year=None), 30.0) == 30.0


def by(haul: Haul, quantity: Quantity, share: float) -> Haul:
    year = cast("RouteYear", haul.year)
    return replace(haul, year=replace(year, bill={quantity: share}))


def test_a_subsidy_is_paid_for_the_tonnes_that_go_so(card: RateCard) -> None:
    cost = costs(card)[0]
    given = {"northern_sea_route": 20.0, "northern_delivery": 5.0}
    assert subsidy_usd_per_t(cost, given) == 0
    feed, acid = (next(h for h in cost.hauls if h.kind == kind) for kind in ("feed", "reagent"))
    # Half of the ore by ship in ice; reagents by two ships in turn count once for each of both.
    ships = replace(
        cost,
        hauls=(
            by(feed, Quantity.ICE_CLASS_SHIP_HAUL, 0.5),
            by(acid, Quantity.ICE_CLASS_SHIP_HAUL, 2.0),
        ),
    )
    paid = feed.shipped_t * 0.5 * 20 + acid.shipped_t * 25
    assert subsidy_usd_per_t(ships, given) == pytest.approx(paid)
    # Ore on a winter road is no delivery to the north.
    road = replace(cost, hauls=(by(feed, Quantity.WINTER_TRUCK_HAUL, 1.0),))
    assert subsidy_usd_per_t(road, given) == 0


def test_a_subsidy_is_revenue_of_the_project(card: RateCard) -> None:
    cost = costs(card)[0]
    acid = next(h for h in cost.hauls if h.kind == "reagent")
    barge = replace(
        cost,
        hauls=tuple(by(h, Quantity.BARGE_HAUL, 1.0) if h is acid else h for h in cost.hauls),
    )
    terms = replace(TERMS, subsidies_usd_per_t={"northern_delivery": 3.0})
    paid, unpaid = (
        investment(barge, SHIPPER, world(card), one, producing=False) for one in (terms, TERMS)
    )
    assert paid is not None
    assert unpaid is not None
    more = paid.plan.revenue_usd[0, -1] - unpaid.plan.revenue_usd[0, -1]
    assert more == pytest.approx(3.0 * acid.shipped_t * SHIPPER.tonnes_per_y)
    assert "no subsidy by the tonne is published" in " ".join(paid.lacks)
