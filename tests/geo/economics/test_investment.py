"""From a hub cost to the years of a project, by hand on a drawn railway (E44)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.geo.drawn import exactly
from tests.geo.economics.test_netback import CHAIN, SALES, costs
from tests.geo.plants import SHIPPER
from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.economics.cash_flow import Schedule
from zimnik.geo.economics.chances import chances_of, npv_swings
from zimnik.geo.economics.investment import (
    MONEY_INPUTS,
    InvestmentTerms,
    TaxRegime,
    investment,
    together_usd,
)
from zimnik.geo.economics.priced_years import PRICES, World
from zimnik.geo.economics.returns import npv_usd
from zimnik.geo.economics.terms import ProjectTerms
from zimnik.geo.pricing.rates import Range
from zimnik.geo.uncertainty.sampled_plants import chain_inputs
from zimnik.geo.uncertainty.samples import Input, Samples, draw_samples

if TYPE_CHECKING:
    from zimnik.geo.economics.investment import Investment
    from zimnik.geo.pricing.rates import RateCard

BASE = Samples((), np.zeros((1, 0)))
TERMS = InvestmentTerms(Schedule(2, 0, 20), 10.0)
MORE = {
    ("capital", "mine", "mine"): Range(100, 200, 400),
    ("sustaining", "capital", ""): exactly(1.0),
    ("tax", "profit", "RU"): exactly(25.0),
    ("tax", "depreciation", ""): exactly(10.0),
    ("tax", "royalty_factor", "RU"): exactly(0.1),
    ("tax", "royalty_factor_years", "RU"): exactly(10.0),
    ("tax", "arctic_deduction", "RU"): exactly(50.0),
    ("scale", "exponent", ""): exactly(0.6),
    ("size", "cracking", ""): exactly(25_000.0),
}
WITH_TERMS = replace(SALES, terms=ProjectTerms({**SALES.terms.terms, **MORE}))


def world(card: RateCard, samples: Samples = BASE, **changed: Any) -> World:
    return replace(World(CHAIN, card, WITH_TERMS, samples), **changed)


def made(
    card: RateCard, terms: InvestmentTerms = TERMS, stage: int = 1, **changed: Any
) -> Investment:
    """Return the investment through separation, in the base world unless said."""
    cost = costs(card)[stage]
    found = investment(cost, SHIPPER, world(card, **changed), terms, producing=False)
    assert found is not None
    return found


def test_the_parts_of_a_hub_cost_come_back_without_interest(card: RateCard) -> None:
    """At no interest the hub cost is what runs, what keeps up, a twentieth of what is built."""
    free = replace(card, interest_pct_per_y=exactly(0.0))
    cost, plan = costs(free)[1], made(free).plan
    full = -1
    spent = float(plan.operating_usd[0, full] + plan.royalty_usd[0, full]) / 100_000
    mining = SHIPPER.cargo(free).value_usd_per_t
    assert spent == pytest.approx(cost.cost_usd_per_t - 1000 / 20 + mining)


def test_a_price_of_carbon_is_paid_on_what_all_hauls_emit(card: RateCard) -> None:
    cost, free = costs(card)[1], made(card)
    priced = made(card, replace(TERMS, carbon_usd_per_t=50.0))
    assert cost.co2_kg_per_t > 0
    more = priced.plan.operating_usd[0, -1] - free.plan.operating_usd[0, -1]
    assert more == pytest.approx(cost.co2_kg_per_t / 1000 * 50 * 100_000)
    assert any("hauls alone" in why for why in priced.lacks)


def test_what_waits_on_its_way_is_working_capital_and_no_cost(card: RateCard) -> None:
    """What a hub is charged in a year for capital on its way is interest on what is tied up."""
    free = replace(card, interest_pct_per_y=exactly(0.0))
    paid = costs(card)[1].components_usd_per_t
    unpaid = costs(free)[1].components_usd_per_t
    waits = sum(paid[name] - unpaid[name] for name in paid if name.endswith(("_in", "_out")))
    tied = float(made(card).plan.working_capital_usd[0, -2]) / 100_000
    assert tied * card.interest_pct_per_y.base / 100 == pytest.approx(waits)
    a, b = made(card).plan.operating_usd, made(free).plan.operating_usd
    np.testing.assert_allclose(a, b)


def test_capital_is_that_of_the_plant_and_of_the_mine(card: RateCard) -> None:
    one = made(card)
    # US$ 1,000 a tonne a year of ore for cracking; the mine 200.
    assert float(one.plant_usd[0]) == pytest.approx(1000 * 100_000)
    assert float(one.mine_usd[0]) == pytest.approx(200 * 100_000)
    assert one.plan.capital_usd[0, :2] == pytest.approx([60e6, 60e6])
    # 1 % a year of 120 m.
    assert float(one.plan.capital_usd[0, 5]) == pytest.approx(1.2e6)
    scaled = made(card, replace(TERMS, with_scale=True))
    # Four times the size at an exponent of 0.6.
    assert float(scaled.plant_usd[0]) == pytest.approx(1000 * 100_000 * 4 ** (0.6 - 1))


def test_revenue_is_that_of_the_netback(card: RateCard) -> None:
    for stage in (0, 1, 2):
        plan = made(card, stage=stage).plan
        expected = {0: 80 * 12.8 * 0.75, 1: 76 * 12.8, 2: 76 * 0.8 + 11.4 * 80}[stage] + 200
        assert float(plan.revenue_usd[0, -1]) == pytest.approx(expected * 100_000)


@pytest.mark.parametrize(
    ("regime", "royalties"),
    [
        # 100 kg REO at US$ 10, of which the state takes 5 %: US$ 5 m a year.
        (TaxRegime.GENERAL, (5e6, 5e6)),
        (TaxRegime.NEW_PROJECT, (0.5e6, 5e6)),
        (TaxRegime.ARCTIC, (0.25e6, 2.5e6)),
    ],
)
def test_regimes_leave_off_what_is_published(
    card: RateCard, regime: TaxRegime, royalties: tuple[float, float]
) -> None:
    plan = made(card, replace(TERMS, regime=regime)).plan
    assert (float(plan.royalty_usd[0, 2]), float(plan.royalty_usd[0, 12])) == pytest.approx(
        royalties
    )


def test_what_is_not_known_is_named_and_not_counted(card: RateCard) -> None:
    bare = made(card, sales=SALES)
    said = " ".join(bare.lacks)
    assert "capital of the mine is not published" in said
    assert "no tax on profit is known of RU" in said
    assert "closure" in said
    assert float(bare.mine_usd[0]) == 0
    closed = made(card, replace(TERMS, closure_usd=7e6))
    assert "closure" not in " ".join(closed.lacks)
    assert float(closed.plan.capital_usd[0, -1]) == pytest.approx(1.2e6 + 7e6)


def test_a_mine_that_works_is_not_built(card: RateCard) -> None:
    one = investment(costs(card)[1], SHIPPER, world(card), TERMS, producing=True)
    assert one is not None
    assert float(one.mine_usd[0]) == 0
    assert "the mine works" in " ".join(one.lacks)


def test_without_a_known_revenue_there_is_no_investment(card: RateCard) -> None:
    empty = world(card, sales=replace(WITH_TERMS, splits={}))
    cost = costs(card)[1]
    assert investment(cost, SHIPPER, empty, TERMS, producing=False) is None
    no_flows = replace(cost, flows=())
    assert investment(no_flows, SHIPPER, world(card), TERMS, producing=False) is None


def test_a_draw_at_the_base_is_the_base_and_prices_move_revenue(card: RateCard) -> None:
    samples = Samples(MONEY_INPUTS, np.array([[1.0, 1.0], [0.0, 1.0], [1.0, 2.0]]))
    base, drawn = made(card), made(card, samples=samples)
    np.testing.assert_allclose(drawn.flows_usd[0], base.flows_usd[0])
    low = float(drawn.plan.revenue_usd[1, -1])
    assert low == pytest.approx((76 * (0.2 * 40 + 0.8) + 200) * 100_000)
    assert float(drawn.mine_usd[2]) == pytest.approx(400 * 100_000)


def test_recoveries_of_a_draw_make_more_to_sell(card: RateCard) -> None:
    """A recovery of separation at its high of 100 %, by the stage's own position."""
    samples = Samples(
        tuple(one for one in chain_inputs(CHAIN) if one.name == "recovery separation"),
        np.array([[2.0]]),
    )
    plan = made(card, samples=samples).plan
    assert float(plan.revenue_usd[0, -1]) == pytest.approx((80 * 12.8 + 200) * 100_000)


def test_projects_of_one_hub_add_up(card: RateCard) -> None:
    one = made(card)
    np.testing.assert_allclose(together_usd([one, one]), 2 * one.flows_usd)


def test_percentiles_are_ranks_of_worlds(card: RateCard) -> None:
    samples = draw_samples((*MONEY_INPUTS, *chain_inputs(CHAIN)), 200, 1)
    flows = made(card, samples=samples, stage=0).flows_usd
    found = chances_of(flows, 2, 10.0)
    values = np.sort(npv_usd(flows, 10.0))
    assert found.npv_usd.p10 == pytest.approx(0.1 * values[19] + 0.9 * values[20])
    assert found.npv_usd.p50 == pytest.approx(0.5 * values[99] + 0.5 * values[100])
    assert found.npv_usd.p90 == pytest.approx(0.9 * values[179] + 0.1 * values[180])
    assert found.pays_share == pytest.approx((values > 0).mean())
    assert PRICES in [one.name for one in MONEY_INPUTS]


def test_worlds_without_a_rate_rank_below_all() -> None:
    lost, earned = [-100.0, -10, -10], [-100.0, 60, 60]
    found = chances_of(np.array([lost] * 3 + [earned] * 7), 1, 5.0)
    assert found.irr_pct_per_y.p10 is None
    assert found.irr_pct_per_y.p90 == pytest.approx(13.07, abs=0.01)
    assert (found.pays_share, found.no_rate_share) == pytest.approx((0.7, 0.3))
    # Never paid back is beyond all.
    assert found.payback_y.p90 is None
    assert found.payback_y.p10 == pytest.approx(100 / 60)


def test_metal_is_the_last_stage(card: RateCard) -> None:
    assert made(card, stage=2).stage == Stage.METAL


def test_what_one_number_moves_is_the_value_at_both_of_its_ends() -> None:
    """Flows by hand at 10 % (E44): -100 then 110 are worth nothing before the extra of year 2."""
    prices, hauls, idle = (
        Input(name, Range(1.0, 2.0, 4.0)) for name in ("prices", "hauls", "idle")
    )
    extra = [-1210.0, 2420.0, 3630.0, -1210.0, 0.0, 0.0]
    flows = np.array([[-110.0, 121.0 + one] for one in extra])
    first, second = npv_swings((prices, hauls, idle), flows, 10.0)
    assert (first.input.name, second.input.name) == ("hauls", "prices")
    assert (first.at_low_usd, first.at_high_usd) == pytest.approx((3000.0, -1000.0))
    assert (second.at_low_usd, second.at_high_usd) == pytest.approx((-1000.0, 2000.0))
    assert first.width_usd == pytest.approx(4000.0)
