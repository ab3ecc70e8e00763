"""Yearly flows of a project, by sheets worked by hand (E42)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zimnik.geo.core.errors import InputError
from zimnik.geo.economics.cash_flow import (
    Capital,
    FullYear,
    ProfitTax,
    RoyaltyRelief,
    Schedule,
    after_tax_usd,
    tax_usd,
    yearly_plan,
)

# Two years of building, two of part output, two full ones.
SIX = Schedule(build_y=2, ramp_up_y=2, life_y=4)


def test_output_rises_by_even_steps() -> None:
    assert SIX.output_shares.tolist() == pytest.approx([0, 0, 1 / 3, 2 / 3, 1, 1])


def test_a_sheet_of_six_years() -> None:
    plan = yearly_plan(
        SIX,
        FullYear(
            revenue_usd=300.0,
            variable_usd=90.0,
            royalty_usd=15.0,
            fixed_usd=30.0,
            working_capital_usd=60.0,
        ),
        Capital(initial_usd=200.0, sustaining_pct_per_y=5.0, closure_usd=40.0),
    )
    assert plan.revenue_usd.tolist() == pytest.approx([0, 0, 100, 200, 300, 300])
    assert plan.operating_usd.tolist() == pytest.approx([0, 0, 60, 90, 120, 120])
    assert plan.royalty_usd.tolist() == pytest.approx([0, 0, 5, 10, 15, 15])
    assert plan.capital_usd.tolist() == pytest.approx([100, 100, 10, 10, 10, 50])
    assert plan.working_capital_usd.tolist() == pytest.approx([0, 0, 20, 40, 60, 0])
    # 300 - 120 - 15 - 50 + 60 in the last.
    assert plan.before_tax_usd.tolist() == pytest.approx([-100, -100, 5, 70, 135, 175])


def test_losses_are_carried_into_the_years_that_earn() -> None:
    plan = yearly_plan(Schedule(1, 1, 3), FullYear(100.0, 20.0), Capital(120.0))
    # Written off 40 a year: profit 50 - 10 - 40 = 0, then 40 and 40.
    tax = tax_usd(plan, ProfitTax(25.0, 3))
    assert tax.tolist() == pytest.approx([0, 0, 10, 10])
    slow = tax_usd(plan, ProfitTax(25.0, 2))
    # Written off 60, 60: a loss of 20 is carried, then 20 less 20, then 80.
    assert slow.tolist() == pytest.approx([0, 0, 0, 20])
    assert after_tax_usd(plan, None).tolist() == plan.before_tax_usd.tolist()


def test_relief_of_the_royalty_ends_with_its_years_and_with_the_capital() -> None:
    year, capital = FullYear(1000.0, 0.0, royalty_usd=100.0), Capital(100.0)
    schedule = Schedule(1, 0, 4)
    new = yearly_plan(schedule, year, capital, relief=RoyaltyRelief(0.1, 2))
    assert new.royalty_usd.tolist() == pytest.approx([0, 10, 10, 100, 100])
    # Half is left off until the 100 that were built are deducted.
    half = yearly_plan(schedule, year, capital, relief=RoyaltyRelief(deduction_share=0.5))
    assert half.royalty_usd.tolist() == pytest.approx([0, 50, 50, 100, 100])


@pytest.mark.parametrize(
    ("build", "ramp", "life", "field"),
    [(2, 3, 3, "life_y"), (2, 5, 3, "life_y"), (-1, 0, 3, "build_y"), (1, 0, 0, "life_y")],
)
def test_years_that_cannot_be_are_refused(build: int, ramp: int, life: int, field: str) -> None:
    with pytest.raises(InputError) as refused:
        Schedule(build, ramp, life)
    assert [fault.where for fault in refused.value.faults] == [field]


def test_every_wrong_number_of_years_is_told_at_once() -> None:
    with pytest.raises(InputError) as refused:
        Schedule(-1, -2, 500)
    assert Schedule(100, 0, 100).years == 200
    with pytest.raises(InputError, match="life_y"):
        Schedule(100, 0, 101)
    assert [f.where for f in refused.value.faults] == ["build_y", "ramp_up_y", "life_y"]


@given(
    st.integers(0, 4),
    st.integers(0, 3),
    st.integers(4, 30),
    st.lists(st.floats(0, 1e9), min_size=5, max_size=5),
)
def test_draws_are_priced_as_one_by_one(
    build: int, ramp: int, life: int, amounts: list[float]
) -> None:
    schedule, tax = Schedule(build, ramp, life), ProfitTax(25.0, 10)
    revenue, cost, royalty, capital, tied = amounts

    def flows(factor: np.ndarray | float) -> np.ndarray:
        plan = yearly_plan(
            schedule,
            FullYear(revenue * factor, cost, royalty * factor, working_capital_usd=tied),
            Capital(capital * factor, 1.0),
            relief=RoyaltyRelief(0.5, 2, 0.5),
        )
        return after_tax_usd(plan, tax)

    factors = np.array([0.5, 1.0, 2.0])
    together = flows(factors)
    for row, factor in zip(together, factors, strict=True):
        np.testing.assert_allclose(row, flows(float(factor)), rtol=1e-12, atol=1e-3)


@given(st.lists(st.floats(0, 1e6), min_size=4, max_size=4), st.integers(1, 12))
def test_over_the_life_the_tax_is_that_of_the_profit_of_all_years(
    amounts: list[float], depreciation: int
) -> None:
    """What is written off in time and earned in time is taxed once (E42)."""
    revenue, cost, capital, tied = amounts
    plan = yearly_plan(
        Schedule(2, 0, 12), FullYear(revenue, cost, working_capital_usd=tied), Capital(capital)
    )
    profit = 12 * (revenue - cost) - capital
    tax = tax_usd(plan, ProfitTax(20.0, depreciation))
    yearly = plan.revenue_usd - plan.operating_usd
    if (yearly[2:] >= capital / depreciation).all():
        assert tax.sum() == pytest.approx(0.2 * profit, abs=1e-6)
    assert tax.sum() >= 0.2 * profit - 1e-6
