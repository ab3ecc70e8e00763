"""Netback and margin by stage, by hand on a drawn railway (E41)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.geo.drawn import exactly
from tests.geo.plants import (
    CRACKING,
    METAL,
    PLANTS,
    QUESTION,
    SEPARATION,
    SHIPPER,
    cost_at,
    railway,
)
from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.economics.earnings import HubEarnings, hub_earnings
from zimnik.geo.economics.netback import AS_SHIPPED, TOLLED, StageNetback, stage_netbacks
from zimnik.geo.economics.prices import ElementSplit, PriceDeck, PriceMarket
from zimnik.geo.economics.revenue import Sales
from zimnik.geo.economics.terms import ProjectTerms
from zimnik.geo.pricing.rates import Range, annuity_per_y

if TYPE_CHECKING:
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.hub_cost_results import HubCost

STAGES = (Stage.CRACKING, Stage.SEPARATION, Stage.METAL)
CHAIN = replace(PLANTS, recipes=(CRACKING, SEPARATION, METAL), ndpr_shares={"mine": 0.2})
USD = {
    "nd_pr_oxide": Range(40, 60, 90),
    "ce_oxide": exactly(1.0),
    "nd_pr_metal": Range(50, 80, 120),
}
DECK = PriceDeck(2025, PriceMarket.CHINA, USD, dict.fromkeys(USD, (PriceMarket.CHINA, 2025)))
TERMS = ProjectTerms(
    {("payable", "concentrate", ""): exactly(45.0), ("payable", "carbonate", ""): exactly(75.0)}
)
SALES = Sales(DECK, {"mine": (ElementSplit("assay", {"nd_pr_oxide": 0.2}),)}, TERMS)
# 0.2 * 60 + 0.8 * 1.
BASKET = 12.8


def costs(card: RateCard, shipper: Shipper = SHIPPER, hub: str = "uphub") -> list[HubCost]:
    """Return what a hub costs through cracking, through separation and through metal."""
    network = railway(card)
    return [
        cost_at(network, card, CHAIN, shipper, hub, replace(QUESTION, stages=STAGES[:number]))
        for number in (1, 2, 3)
    ]


def earned(card: RateCard, sales: Sales = SALES) -> dict[str, StageNetback]:
    found = stage_netbacks(costs(card), SHIPPER, CHAIN, card, sales)
    return {one.stage: one for one in found}


def test_revenue_of_every_stage_by_hand(card: RateCard) -> None:
    by_stage = earned(card)
    assert list(by_stage) == [AS_SHIPPED, *STAGES]
    assert by_stage[AS_SHIPPED].revenue_usd_per_t is None
    assert by_stage[AS_SHIPPED].lacks == ("no price of ore is published",)
    # 80 kg REO in carbonate; 76 kg of oxides; 60.8 kg of them without Nd and Pr, and 11.4 kg metal.
    revenue = {
        stage: one.revenue_usd_per_t.base
        for stage, one in by_stage.items()
        if one.revenue_usd_per_t
    }
    assert revenue == pytest.approx(
        {
            Stage.CRACKING: 80 * BASKET * 0.75,
            Stage.SEPARATION: 76 * BASKET,
            Stage.METAL: 76 * (BASKET - 12) + 11.4 * 80,
        }
    )
    # 10 kg Nb2O5 at US$ 20.
    assert by_stage[Stage.CRACKING].by_products_usd_per_t == pytest.approx(200)


def test_netback_less_mining_is_the_margin(card: RateCard) -> None:
    one, cost = earned(card)[Stage.SEPARATION], costs(card)[1]
    assert one.cost_usd_per_t == pytest.approx(cost.cost_usd_per_t)
    assert one.netback_usd_per_t == pytest.approx(76 * BASKET + 200 - cost.cost_usd_per_t)
    assert one.mining_usd_per_t == SHIPPER.cargo(card).value_usd_per_t
    assert one.margin_usd_per_t == pytest.approx(
        (one.netback_usd_per_t or 0) - one.mining_usd_per_t
    )
    # 76 kg of oxides of 100 %.
    assert one.margin_usd_per_kg == pytest.approx((one.margin_usd_per_t or 0) / 76)
    # Prices alone: 0.2 * 40 + 0.8 against 0.2 * 60 + 0.8.
    low = one.margin_at("low")
    assert low is not None
    assert (one.margin_usd_per_t or 0) - low == pytest.approx(76 * 4)


def test_concentrate_is_sold_at_what_buyers_pay_of_its_oxides(card: RateCard) -> None:
    product = replace(SHIPPER.product, product="loparite concentrate")
    recipes = (replace(CRACKING, feed_product="loparite concentrate"), SEPARATION, METAL)
    shipper, plants = replace(SHIPPER, product=product), replace(CHAIN, recipes=recipes)
    question = replace(QUESTION, stages=STAGES[:1])
    cost = cost_at(railway(card), card, plants, shipper, "uphub", question)
    sold = stage_netbacks([cost], shipper, plants, card, SALES)[0]
    assert sold.revenue_usd_per_t is not None
    assert sold.revenue_usd_per_t.base == pytest.approx(100 * BASKET * 0.45)
    # Its way to the hub and the royalty, no plant.
    parts = cost.components_usd_per_t
    assert sold.cost_usd_per_t == pytest.approx(parts["feed_in"] + parts["royalty"])
    assert sold.capital_usd_per_t == 0


def test_without_published_shares_nothing_is_earned_and_the_reason_is_named(card: RateCard) -> None:
    by_stage = earned(card, replace(SALES, splits={}))
    assert all(one.margin_usd_per_t is None for one in by_stage.values())
    assert all(one.margin_usd_per_kg is None for one in by_stage.values())
    assert all("element" in one.lacks[-1] for one in by_stage.values())
    assert HubEarnings("uphub", tuple(by_stage.values())).best_stage is None


def test_the_rest_of_the_oxides_is_said(card: RateCard) -> None:
    assert "80%" in earned(card)[Stage.SEPARATION].lacks[0]
    # An assay that is whole but for rounding has no rest.
    whole = {"mine": (ElementSplit("assay", {"nd_pr_oxide": 0.2, "ce_oxide": 0.8}),)}
    assert earned(card, replace(SALES, splits=whole))[Stage.SEPARATION].lacks == ()


def test_a_toll_stands_in_the_place_of_plant_and_reagents(card: RateCard) -> None:
    prices = replace(PLANTS.prices, local={**PLANTS.prices.local, **SEPARATION_PRICES})
    plants = replace(CHAIN, prices=prices)
    question = replace(QUESTION, stages=STAGES[:2])
    cost = cost_at(railway(card), card, plants, SHIPPER, "uphub", question)
    sales = replace(SALES, tolls_usd_per_kg={"uphub": exactly(7.0)})
    by_stage = {one.stage: one for one in stage_netbacks([cost], SHIPPER, plants, card, sales)}
    own, tolled = by_stage[Stage.SEPARATION], by_stage[TOLLED]
    # 160 kg of carbonate a year at US$ 500: the annuity and 4 % of upkeep; then 76 kg at US$ 7.
    built = 0.16 * 500
    plant = built * (annuity_per_y(card.interest_pct_per_y.base, 10) + 0.04)
    assert own.cost_usd_per_t - tolled.cost_usd_per_t == pytest.approx(plant - 76 * 7)
    assert tolled.revenue_usd_per_t == own.revenue_usd_per_t
    assert own.capital_usd_per_t - tolled.capital_usd_per_t == pytest.approx(
        built * annuity_per_y(card.interest_pct_per_y.base, 10)
    )
    elsewhere = replace(sales, tolls_usd_per_kg={"downhub": exactly(7.0)})
    assert TOLLED not in [
        one.stage for one in stage_netbacks([cost], SHIPPER, plants, card, elsewhere)
    ]


SEPARATION_PRICES = {
    ("capex", "separation", ""): exactly(500.0),
    ("upkeep", "separation", ""): exactly(4.0),
    ("life", "separation", ""): exactly(10.0),
}


def test_three_costs_of_a_kilogram(card: RateCard) -> None:
    """Without mining, with it, and with it before the capital of the plant."""
    every = [[cost] for cost in costs(card)[:2]]
    found = hub_earnings("uphub", every, [SHIPPER], CHAIN, card, SALES)
    cost = every[-1][0]
    mining = SHIPPER.cargo(card).value_usd_per_t
    plain = cost.cost_usd_per_kg_reo
    assert plain is not None
    mined = plain + mining * cost.reo_share / 76
    assert found.reo_with_mining_usd_per_kg == pytest.approx(mined)
    # Cracking alone has a plant: US$ 1,000 for a tonne a year, over twenty years.
    annuity = 1000 * annuity_per_y(card.interest_pct_per_y.base, 20)
    assert found.reo_before_capital_usd_per_kg == pytest.approx(
        mined - annuity * cost.reo_share / 76
    )


def test_two_deposits_are_weighed_by_their_tonnes(card: RateCard) -> None:
    small = replace(SHIPPER, tonnes_per_y=SHIPPER.tonnes_per_y / 4)
    costly = replace(small, product=small.product.worth(300.0))
    every = [[a, b] for a, b in zip(costs(card), costs(card, costly), strict=True)]
    both = hub_earnings("uphub", every, [SHIPPER, costly], CHAIN, card, SALES)
    alone = hub_earnings("uphub", [[c] for c in costs(card)], [SHIPPER], CHAIN, card, SALES)
    other = hub_earnings("uphub", [[c] for c in costs(card, costly)], [costly], CHAIN, card, SALES)
    margins = [one.margin_usd_per_t(Stage.SEPARATION) for one in (alone, other, both)]
    assert None not in margins
    assert margins[2] == pytest.approx(0.8 * (margins[0] or 0) + 0.2 * (margins[1] or 0))
    assert both.best_stage == alone.best_stage
