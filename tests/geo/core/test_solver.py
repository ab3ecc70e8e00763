"""The solver's adapter: optima, shadow prices and infeasibility by hand and by trying everything."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import highspy
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zimnik.geo.core.errors import ZimnikError
from zimnik.geo.core.solver import (
    Columns,
    Model,
    Rows,
    Status,
    UnsolvedError,
    gap_of,
    joined,
    solve,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def columns(*costs: float, upper: float = np.inf, whole: bool = False) -> Columns:
    count = len(costs)
    return Columns(
        np.array(costs, float), np.zeros(count), np.full(count, upper), np.full(count, whole)
    )


def row(*values: float, least: float = -np.inf, most: float = np.inf) -> Rows:
    every = np.arange(len(values))
    return Rows(np.array([least]), np.array([most]), 0 * every, every, np.array(values, float))


# Four tonnes at 1 and 2, no more than three of the cheaper.
FOUR_T = (row(1.0, 1.0, least=4.0), row(1.0, 0.0, most=3.0))


def test_linear_programme_by_hand() -> None:
    """Three at 1 and one at 2; a tonne more costs 2, room for one more of the cheaper saves 1."""
    outcome = solve(columns(1.0, 2.0), FOUR_T)
    assert outcome.status is Status.OPTIMAL
    assert outcome.values is not None
    assert outcome.shadow_prices is not None
    assert outcome.values.tolist() == pytest.approx([3.0, 1.0])
    assert outcome.cost == outcome.bound == pytest.approx(5.0)
    assert outcome.gap == 0.0
    assert outcome.shadow_prices.tolist() == pytest.approx([2.0, -1.0])


def test_values_of_one_place_are_added_up() -> None:
    twice = Rows(
        np.array([6.0]), np.array([np.inf]), np.zeros(3, int), np.zeros(3, int), np.ones(3)
    )
    outcome = solve(columns(1.0), (twice,))
    assert outcome.cost == pytest.approx(2.0)
    assert twice.totals(np.array([2.0])).tolist() == [6.0]


def test_blocks_stand_one_after_the_other() -> None:
    both = joined(FOUR_T)
    assert both.totals(np.array([5.0, 7.0])).tolist() == [12.0, 5.0]
    assert both.lower.tolist() == [4.0, -np.inf]
    assert both.upper.tolist() == [np.inf, 3.0]
    assert joined(()).count == 0


def test_programme_without_a_solution_is_infeasible() -> None:
    outcome = solve(columns(1.0, upper=1.0), (row(1.0, least=2.0),))
    assert (outcome.status, outcome.values) == (Status.INFEASIBLE, None)
    assert outcome.cost == np.inf


def test_programme_without_an_optimum_is_refused_by_name() -> None:
    with pytest.raises(UnsolvedError, match="neither an optimum nor a proof"):
        solve(columns(-1.0), (row(1.0, least=0.0),))
    assert issubclass(UnsolvedError, ZimnikError)


def test_time_that_is_up_is_told() -> None:
    random = np.random.default_rng(1)
    weights = random.integers(10, 99, (40, 120)).astype(float)
    blocks = [row(*line, most=float(line.sum() // 3)) for line in weights]
    prices = -random.integers(10, 99, 120).astype(float)
    outcome = solve(columns(*prices, upper=1.0, whole=True), blocks, time_limit_s=0.0)
    assert outcome.status is Status.TIME_LIMIT
    assert outcome.bound <= outcome.cost
    assert outcome.shadow_prices is None


WEIGHT = st.integers(1, 9).map(float)


@given(st.lists(st.tuples(WEIGHT, WEIGHT, WEIGHT), min_size=1, max_size=6), WEIGHT, WEIGHT)
def test_whole_unknowns_are_the_best_of_all_choices(
    things: list[tuple[float, float, float]], most: float, least: float
) -> None:
    """Least cost of a choice of things, of so much weight at most and so much use at least."""
    costs, weights, uses = (list(of_things) for of_things in zip(*things, strict=True))
    choices = [
        float(np.dot(costs, taken))
        for taken in product((0, 1), repeat=len(things))
        if np.dot(weights, taken) <= most and np.dot(uses, taken) >= least
    ]
    asked = columns(*costs, upper=1.0, whole=True)
    outcome = solve(asked, (row(*weights, most=most), row(*uses, least=least)))
    if not choices:
        assert outcome.status is Status.INFEASIBLE
        return
    assert outcome.cost == pytest.approx(min(choices))
    assert outcome.bound == pytest.approx(min(choices), rel=1e-5)


@given(st.lists(st.tuples(WEIGHT, WEIGHT, WEIGHT), min_size=1, max_size=8))
def test_model_that_is_kept_open_finds_what_a_new_one_finds(
    changes: list[tuple[float, float, float]],
) -> None:
    """Other costs, bounds of columns and bounds of rows, warm, and as it was made at the end."""
    made, rows = columns(1.0, 2.0), joined(FOUR_T)
    model = Model(made, rows)
    for cost, upper, least in changes:
        other = replace(made, costs=np.array([cost, 2.0]), upper=np.array([np.inf, upper]))
        bounds = replace(rows, lower=np.array([least, -np.inf]))
        warm, new = model.solve(columns=other, rows=bounds, warm=True), solve(other, (bounds,))
        assert warm.status is new.status
        assert warm.cost == pytest.approx(new.cost)
    assert model.solve().cost == pytest.approx(5.0)


def said_by(code: str) -> str:
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return run.stdout + run.stderr


def test_solver_prints_nothing_the_first_time_it_is_asked() -> None:
    """Its banner, once in a process, would stand before the JSON of an answer."""
    code = (
        "from tests.geo.core.test_solver import FOUR_T, columns, solve;"
        "print(solve(columns(1.0, 2.0, whole=True), FOUR_T).status)"
    )
    assert said_by(code) == "optimal\n"


def test_threads_that_another_library_has_asked_for_do_no_harm() -> None:
    make: Callable[[], highspy.Highs] = highspy.Highs
    others = make()
    others.setOptionValue("output_flag", False)  # noqa: FBT003 - the signature is that of highspy
    others.setOptionValue("threads", 3)
    others.setOptionValue("parallel", "on")
    others.run()
    assert solve(columns(1.0, 2.0, whole=True), FOUR_T).cost == pytest.approx(5.0)


def test_solver_is_not_loaded_before_it_is_asked() -> None:
    code = "import sys, zimnik.geo.campaign.campaign, zimnik.geo.siting.solve; print(*sys.modules)"
    assert "highspy" not in said_by(code).split()


@pytest.mark.parametrize(
    ("cost", "bound", "gap"),
    [(10.0, 9.0, 0.1), (-10.0, -11.0, 0.1), (10.0, 11.0, 0.0), (0.0, 0.0, 0.0)],
)
def test_gap_is_a_share_of_the_cost(cost: float, bound: float, gap: float) -> None:
    assert gap_of(cost, bound) == pytest.approx(gap)


def test_gap_without_a_solution_or_of_a_cost_of_nothing_is_infinite() -> None:
    assert gap_of(np.inf, 1.0) == np.inf
    assert gap_of(0.0, -1.0) == np.inf
