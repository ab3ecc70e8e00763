"""When to build, against trying every order of building (E70, E71)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples, some
from tests.geo.dynamic_cases import (
    Oracle,
    build_cost_usd,
    designs,
    drawn_case,
    grown,
    trajectories,
)
from tests.geo.siting_cases import one_stage, stage
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.solver import Status
from zimnik.geo.dynamic_siting.periods import Horizon, HorizonAnswer, Period, site_over_periods
from zimnik.geo.dynamic_siting.sizing import SizedProblem, not_required
from zimnik.geo.economics.returns import npv_usd
from zimnik.geo.siting.problem import SumLimit
from zimnik.geo.siting.results import conservation_faults
from zimnik.geo.siting.solve import site_hubs

RATE_PCT = 10.0


def years(first: int, *counts: int) -> tuple[Period, ...]:
    ends = np.cumsum(counts)
    return tuple(
        Period(first + int(end) - count, first + int(end) - 1)
        for count, end in zip(counts, ends, strict=True)
    )


def best_by_trial(horizon: Horizon) -> tuple[float, float]:
    """Return the weighted tonnes that can be sent, and the least present value of sending them."""
    oracles = [Oracle(part) for part in horizon.parts]
    weights = horizon.weights
    found = []
    for chosen in trajectories(designs(horizon.parts), len(oracles)):
        spent = [build_cost_usd(horizon.parts[0], design) for design in chosen]
        paid = np.diff([0.0, *spent])
        room = [horizon.budget_usd_per_y * period.years for period in horizon.periods]
        if (paid > np.array(room) + 1e-6).any():
            continue
        pairs = list(zip(oracles, chosen, strict=True))
        sent = weights @ [oracle.most_sent_t(design) for oracle, design in pairs]
        found.append((float(sent), pairs))
    most = max(sent for sent, _ in found)
    # Of what sends most, the least cost.
    best = (pairs for sent, pairs in found if sent >= most * (1 - 1e-7) - 1e-9)
    return most, min(float(weights @ [o.cost_usd(d) for o, d in pairs]) for pairs in best)


@pytest.mark.parametrize("seed", some(range(200), 10))
def test_what_is_built_when_is_the_least_over_every_order_of_building(seed: int) -> None:
    random = np.random.default_rng(seed)
    parts = drawn_case(random, int(random.integers(2, 4)))
    counts = random.integers(1, 4, len(parts)).tolist()
    budget = float(random.choice([np.inf, 15.0, 30.0, 60.0]))
    horizon = Horizon(years(2026, *counts), tuple(parts), RATE_PCT, budget)
    answer = site_over_periods(horizon)
    most, least = best_by_trial(horizon)
    wanted = sum(
        weight * part.problem.sources.volumes_t_per_y.sum()
        for weight, part in zip(horizon.weights, parts, strict=True)
    )
    if most < wanted - 1e-6 and np.isinf(budget):
        assert answer.status is Status.INFEASIBLE
        assert answer.reasons
        return
    assert answer.status is Status.OPTIMAL
    assert answer.all_sent == (most >= wanted - 1e-6)
    sent = horizon.weights @ [one.sent_t_per_y for one in answer.built]
    assert sent == pytest.approx(most, rel=1e-5, abs=1e-5)
    assert answer.cost_usd == pytest.approx(least, rel=1e-5, abs=1e-4)
    assert_holds(answer)


def assert_holds(answer: HorizonAnswer) -> None:
    """Require that tonnes add up, that what stands stays and that budgets are kept."""
    horizon = answer.horizon
    for one in answer.built:
        assert not conservation_faults(one.siting)
        room = horizon.budget_usd_per_y * one.period.years
        assert one.build_usd <= room * (1 + 1e-6)
    for before, after in pairwise(answer.built):
        assert (after.steps[0] >= before.steps[0] - 1e-6).all()
        assert (after.siting.is_built >= before.siting.is_built).all()


@settings(max_examples=examples(60))
@given(
    st.lists(st.sampled_from([0.0, 4.0, 9.0, 30.0]), min_size=2, max_size=3),
    st.integers(1, 3),
    st.integers(0, 2**16),
)
def test_years_that_are_alike_build_the_plan_of_one_year(
    fixed: list[float], hubs_open: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    costs = random.choice([1.0, 2.0, 5.0, 13.0], (4, len(fixed)))
    hubs = stage("a", fixed, open_exactly=min(hubs_open, len(fixed)))
    problem = one_stage(costs.tolist(), hubs, 1.0, 2.0, 3.0, 4.0)
    part = SizedProblem(problem, (None,))
    answer = site_over_periods(Horizon(years(2030, 1, 2, 5), (part,) * 3, RATE_PCT))
    one_year = site_hubs(problem).siting
    assert one_year is not None
    worth = npv_usd(np.full(8, one_year.cost_usd_per_y), RATE_PCT)
    assert answer.cost_usd == pytest.approx(float(worth))


def growing(budget_usd_per_y: float = np.inf) -> Horizon:
    """Two years of a source of 4 t, then of 9 t; one hub is near and small steps, one far."""
    parts = tuple(
        grown(
            [[1.0, 6.0]],
            [tonnes],
            fixed=[0.0, 0.0],
            step_t=[5.0, 10.0],
            build_usd=[50.0, 40.0],
            step_usd_per_y=[5.0, 4.0],
        )
        for tonnes in (4.0, 9.0)
    )
    return Horizon(years(2026, 1, 1), parts, 0.0, budget_usd_per_y)


def test_a_hub_is_enlarged_when_more_comes() -> None:
    # 4 t: near 4 + 5 = 9, far 24 + 4; 9 t: near in two steps 9 + 10 = 19, near and far 5 + 24 + 9.
    answer = site_over_periods(growing())
    first, second = answer.built
    assert first.steps[0].tolist() == [1.0, 0.0]
    assert second.steps[0].tolist() == [2.0, 0.0]
    assert (first.cost_usd_per_y, second.cost_usd_per_y) == (9.0, 19.0)
    assert (first.build_usd, second.build_usd) == (50.0, 50.0)


def test_a_budget_that_is_too_small_for_the_near_hub_builds_the_far_one() -> None:
    answer = site_over_periods(growing(budget_usd_per_y=45.0))
    first, second = answer.built
    assert first.steps[0].tolist() == second.steps[0].tolist() == [0.0, 1.0]
    assert (first.cost_usd_per_y, second.cost_usd_per_y) == (28.0, 58.0)
    assert answer.all_sent


def test_a_budget_that_builds_nothing_sends_nothing() -> None:
    answer = site_over_periods(growing(budget_usd_per_y=39.0))
    assert not answer.all_sent
    assert [one.sent_t_per_y for one in answer.built] == [0.0, 0.0]
    assert (answer.cost_usd, answer.planned_t, answer.sent_t) == (0.0, 13.0, 0.0)


def test_a_longer_period_may_spend_more() -> None:
    # US$ 30 in each of two years pay for a step of 50, which no single year does.
    horizon = growing(budget_usd_per_y=30.0)
    longer = replace(horizon, periods=(Period(2026, 2027), Period(2028, 2029)))
    answer = site_over_periods(longer)
    assert [one.steps[0].tolist() for one in answer.built] == [[1.0, 0.0], [2.0, 0.0]]
    # 4 t in each of two years, then 9 t; two steps.
    assert (answer.planned_t, answer.sent_t, answer.build_usd) == (26.0, 26.0, 100.0)


def test_a_year_to_come_counts_less_by_the_rate() -> None:
    # E43: a dollar at the ends of years two and three, at ten percent.
    assert Period(2027, 2028).weight(2026, 10.0) == pytest.approx(1 / 1.21 + 1 / 1.331)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"periods": (Period(2030, 2026), Period(2027, 2028))}, "first year up to the last"),
        ({"periods": (Period(2026, 2027), Period(2030, 2031))}, "years without a gap"),
        ({"budget_usd_per_y": 0.0}, "more than nothing"),
        ({"budget_usd_per_y": float("nan")}, "more than nothing"),
        ({"discount_pct_per_y": -100.0}, "above -100 %"),
    ],
)
def test_a_horizon_that_cannot_be_is_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        replace(growing(), **change)  # type: ignore[arg-type]


def test_a_place_that_is_too_small_in_a_later_year_is_named_with_the_year() -> None:
    parts = tuple(
        grown(
            [[1.0]],
            [tonnes],
            fixed=[0.0],
            step_t=[10.0],
            build_usd=[1.0],
            step_usd_per_y=[1.0],
            capacity=[5.0],
        )
        for tonnes in (4.0, 9.0)
    )
    answer = site_over_periods(Horizon(years(2026, 1, 1), parts, 0.0))
    assert answer.status is Status.INFEASIBLE
    assert answer.reasons[0] == "2027: capacity is short by 4 t a year"


def test_where_the_budget_is_short_what_is_asked_to_count_decides() -> None:
    # One step of 5 t for two sources of 5 t: the cheap one goes, unless the other holds more.
    part = grown(
        [[1.0], [9.0]],
        [5.0, 5.0],
        fixed=[0.0],
        step_t=[5.0],
        build_usd=[10.0],
        step_usd_per_y=[1.0],
    )
    horizon = Horizon(years(2026, 1), (part,), 0.0, 10.0)
    reo = SumLimit("REO", "t", (np.array([0.1, 0.3]),))
    by_tonnes, by_reo = (
        site_over_periods(asked).built[0].siting.flows_t_per_y[0]
        for asked in (horizon, replace(horizon, served=reo))
    )
    assert by_tonnes == pytest.approx([5.0, 0.0], abs=1e-4)
    assert by_reo == pytest.approx([0.0, 5.0], abs=1e-4)


@pytest.mark.parametrize(
    ("budget", "cost", "sent"), [(np.inf, 16.0, (5, 1)), (10, 18.0, (3.5, 1.5))]
)
def test_a_target_is_delivered_at_least_cost_within_what_may_be_built(
    budget: float, cost: float, sent: tuple[float, float]
) -> None:
    """0.8 t of REO of tonnes that hold 0.1 and 0.3, for 1 and 9; a step takes 5 t for 1 a year."""
    part = holding_reo(0.8)
    answer = site_over_periods(Horizon(years(2026, 1), (part,), 0.0, budget))
    assert answer.built[0].cost_usd_per_y == pytest.approx(cost, abs=1e-4)
    assert answer.built[0].siting.flows_t_per_y[0] == pytest.approx(sent, abs=1e-3)
    assert answer.all_sent


def test_a_target_that_no_budget_reaches_is_missed_by_the_least() -> None:
    # One step a year: 5 t of the richer, 1.5, then all of it and the target of 1.8 of both.
    reo = SumLimit("REO", "t", (np.array([0.1, 0.3]),))
    horizon = Horizon(years(2026, 1, 1), (holding_reo(1.8),) * 2, 0.0, 10.0, reo)
    answer = site_over_periods(horizon)
    assert not answer.all_sent
    delivered = [one.siting.total(reo) for one in answer.built]
    assert delivered == pytest.approx([1.5, 1.8], rel=1e-4)


def holding_reo(least: float) -> SizedProblem:
    part = grown(
        [[1.0], [9.0]],
        [5.0, 5.0],
        fixed=[0.0],
        step_t=[5.0],
        build_usd=[10.0],
        step_usd_per_y=[1.0],
    )
    asked = SumLimit("REO", "t", (np.array([0.1, 0.3]),), least=least)
    free = not_required(part)
    return replace(free, problem=replace(free.problem, limits=(asked,)))


def test_a_plan_of_no_years_is_refused() -> None:
    with pytest.raises(InputError, match="a period or more, found none"):
        Horizon((), (), RATE_PCT)


def test_steps_of_no_size_or_of_a_price_below_nothing_are_told_together() -> None:
    with pytest.raises(InputError) as caught:
        grown(
            [[1.0]],
            [5.0],
            fixed=[0.0],
            step_t=[0.0],
            build_usd=[-1.0],
            step_usd_per_y=[np.inf],
        )
    assert [(one.column, one.expected) for one in caught.value.faults] == [
        ("step", "above 0"),
        ("build_usd", "0 or more"),
        ("usd_per_y", "0 or more"),
    ]
