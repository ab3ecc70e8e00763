"""Metal of a part of the oxides: what goes on, what is sold, and who bears what, by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.geo.plants import (
    CRACKING,
    METAL,
    PLANTS,
    PRICES,
    QUESTION,
    SEPARATION,
    SHIPPER,
    cost_at,
    railway,
)
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.processing.comparison import HubRow
from zimnik.geo.processing.flows import balance_faults, require_balance, scaled
from zimnik.geo.processing.recipes import chain_of

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.hub_cost_results import HubCost

RECIPES = (CRACKING, SEPARATION, METAL)
STAGES = (Stage.CRACKING, Stage.SEPARATION, Stage.METAL)


def at_uphub(card: RateCard, stages: tuple[Stage, ...], share: float | None = 0.2) -> HubCost:
    plants = replace(PLANTS, recipes=RECIPES, ndpr_shares={} if share is None else {"mine": share})
    question = replace(QUESTION, stages=stages)
    return cost_at(railway(card), card, plants, SHIPPER, "uphub", question)


# Tests (E14).
def test_a_part_goes_on_and_the_rest_is_sold() -> None:
    flows = chain_of(RECIPES, "mine", "ore", 10.0, STAGES, ndpr_share=0.2)
    assert flows is not None
    carbonate, oxides, metal = flows
    assert carbonate.sold_t == 0.0
    # 76 kg of oxides of 100 %: 15.2 kg are fed, 60.8 kg are sold.
    assert oxides.reo_sold_kg == pytest.approx(60.8)
    assert metal.feed_t == pytest.approx(0.0152)
    # 90 % of 15.2 kg, a tonne of metal counting as 1.2 t.
    assert metal.reo_out_kg == metal.reo_sold_kg == pytest.approx(13.68)
    assert metal.product_t == pytest.approx(0.01368 / 1.2)
    assert balance_faults(flows) == []


# Tests (E15).
@given(share=st.floats(0.001, 1.0), tonnes=st.floats(1.0, 1e6), grade_pct=st.floats(1.0, 40.0))
def test_reo_sold_and_lost_are_the_reo_fed(share: float, tonnes: float, grade_pct: float) -> None:
    flows = chain_of(RECIPES, "mine", "ore", grade_pct, STAGES, ndpr_share=share)
    assert flows is not None
    yearly = [scaled(flow, tonnes) for flow in flows]
    assert balance_faults(yearly) == []
    sold = sum(flow.reo_sold_kg for flow in yearly)
    lost = sum(flow.reo_lost_kg for flow in yearly)
    assert sold + lost == pytest.approx(tonnes * grade_pct * 10)


# Tests (E14).
def test_without_a_known_share_the_chain_ends_before_metal() -> None:
    flows = chain_of(RECIPES, "mine", "ore", 10.0, STAGES)
    assert flows is not None
    assert [flow.stage for flow in flows] == [Stage.CRACKING, Stage.SEPARATION]
    assert flows[-1].sold_share == 1.0


# Tests (E15).
def test_a_part_that_is_both_sold_and_fed_does_not_pass() -> None:
    flows = chain_of(RECIPES, "mine", "ore", 10.0, STAGES, ndpr_share=0.2)
    assert flows is not None
    twice = replace(flows[1], sold_share=1.0)
    with pytest.raises(InputError, match="makes and does not sell"):
        require_balance([flows[0], twice, flows[2]])


# Tests (E15).
def test_only_metal_may_hold_more_oxides_than_it_weighs() -> None:
    flows = chain_of(RECIPES, "mine", "ore", 10.0, STAGES, ndpr_share=0.2)
    assert flows is not None
    heavy = replace(flows[2], product_t=0.011, discharge_t=flows[2].discharge_t + 0.0004)
    assert [fault.expected for fault in balance_faults([*flows[:2], heavy])] == [
        "no more REO than the product weighs"
    ]


# Tests (E17, A38).
def test_metal_bears_its_own_costs_and_its_part_of_the_oxides(card: RateCard) -> None:
    oxides = at_uphub(card, STAGES[:2])
    metal = at_uphub(card, STAGES)
    assert metal.cost_usd_per_t == pytest.approx(
        sum(haul.cost_usd for haul in metal.hauls) + sum(metal.other_usd_per_t.values())
    )
    # Power of 1,000 kWh at US$ 0.1 and 0.05 t of residue at US$ 10 for a tonne of oxides fed; acid
    # is bought at US$ 40 and 2 t of weak acid come 400 km; the metal goes the way of the oxides.
    fed_t = 0.0152
    acid = next(haul for haul in metal.hauls if haul.item == "acid")
    own = fed_t * (100.0 + 0.5 + 0.1 * 40.0) + acid.cost_usd * fed_t * 0.1 / acid.tonnes_t
    own += next(haul.cost_usd for haul in metal.hauls if haul.item == "metal")
    assert metal.part_cost_usd_per_t == pytest.approx(own)
    joint = (metal.cost_usd_per_t - own) * metal.reo_share
    assert metal.metal_cost_usd_per_t == pytest.approx(joint * 0.2 + own)
    assert metal.reo_share == oxides.reo_share
    assert metal.reo_kg_per_t == pytest.approx(60.8 + 13.68)


# Tests (E17).
def test_a_row_gives_the_cost_of_a_kilogram_of_metal(card: RateCard) -> None:
    cost = at_uphub(card, STAGES)
    row = HubRow("uphub", (cost,))
    assert row.metal == "metal"
    assert row.metal_t_per_y == pytest.approx(100_000 * 0.01368 / 1.2)
    assert row.cost_usd_per_kg_metal == pytest.approx(cost.metal_cost_usd_per_t / 11.4)
    assert row.upper_bound_usd_per_kg_metal == pytest.approx(cost.reo_cost_usd_per_t / 11.4)
    assert HubRow("uphub", (at_uphub(card, STAGES[:2]),)).cost_usd_per_kg_metal is None


# Tests (E14).
def test_an_unknown_share_is_told_and_the_oxides_are_sold(card: RateCard) -> None:
    cost = at_uphub(card, STAGES, share=None)
    assert cost.reason == ""
    assert not cost.part_flows
    assert cost.cost_usd_per_t == pytest.approx(at_uphub(card, STAGES[:2]).cost_usd_per_t)
    assert any("mine: no metal, since the share of Nd and Pr" in said for said in cost.warnings)


def test_a_plant_without_a_price_is_told(card: RateCard) -> None:
    assert ("capex", "metal", "") not in PRICES.local
    told = at_uphub(card, STAGES).warnings
    assert "no price of metal (capex) in Krai: it is left out" in told
