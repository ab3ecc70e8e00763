"""Columns and rows of siting by hand, above all those that only the proof needs (E18)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.geo.siting_cases import goods, one_stage, sources, stage, two_stages
from zimnik.geo.core.solver import joined, solve
from zimnik.geo.siting.model import Layout, cardinality, columns_of, feed_bound_t, rows_of

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.siting.problem import SitingProblem


def two_hubs(*capacity_t: float, fixed: tuple[float, float] = (8.0, 8.0)) -> SitingProblem:
    """Return two sources of 6 and 4 t and two hubs, at 1 a tonne to one's own and 3 across."""
    return one_stage([[1.0, 3.0], [3.0, 1.0]], stage("a", fixed, capacity_t), 6.0, 4.0)


def test_columns_are_hubs_and_shares_along_arcs() -> None:
    """A share costs the haul of all that the source sends."""
    columns = columns_of(Layout(two_hubs()))
    assert columns.costs.tolist() == [8, 8, 6, 18, 12, 4]
    assert columns.upper.tolist() == [1] * 6
    assert columns.whole.tolist() == [True, True, False, False, False, False]


def test_hub_that_costs_nothing_is_open_and_nothing_is_to_be_decided() -> None:
    columns = columns_of(Layout(two_hubs(fixed=(0.0, 8.0))))
    assert columns.lower.tolist()[:2] == [1, 0]
    assert columns.whole.tolist()[:2] == [False, True]


def dense(problem: SitingProblem) -> list[Vector]:
    """Return each row as its coefficients and then its bounds."""
    layout = Layout(problem)
    rows = joined(list(rows_of(layout)))
    units = np.eye(layout.blocks[-1])
    coefficients = np.column_stack([rows.totals(unit) for unit in units])
    return list(np.column_stack([coefficients, rows.lower, rows.upper]))


def broken(problem: SitingProblem, *values: float) -> int:
    """Return how many rows some values of the unknowns break."""
    rows = joined(list(rows_of(Layout(problem))))
    totals = rows.totals(np.array(values))
    return int(((totals < rows.lower - 1e-9) | (totals > rows.upper + 1e-9)).sum())


def test_strong_linking_forbids_a_share_above_what_is_open() -> None:
    """Both hubs half open would feed each source whole if only the sums of hubs were bounded."""
    assert broken(two_hubs(), 1.0, 1.0, 1.0, 0.0, 0.0, 1.0) == 0
    assert broken(two_hubs(), 0.5, 0.5, 1.0, 0.0, 0.0, 1.0) == 2
    assert broken(two_hubs(), 0.5, 0.5, 0.5, 0.5, 0.5, 0.5) == 0


def test_cover_cut_wants_open_hubs_to_take_all_that_must_come() -> None:
    """Of 10 t one hub takes 7 and the other 6: the row that has hubs alone."""
    problem = two_hubs(7.0, 6.0)
    assert feed_bound_t(problem, 0).tolist() == [7, 6]
    (cut,) = (row for row in dense(problem) if not row[2:6].any())
    assert cut.tolist() == pytest.approx([0.7, 0.6, 0, 0, 0, 0, 1.0, np.inf])


def test_hub_receives_no_more_than_the_hub_before_can_make() -> None:
    """A hub of 4 t makes 2 t, a fifth of the 10 t that all would make, while the other is open."""
    problem = two_stages(
        np.ones((1, 2)),
        np.ones((1, 2, 1)),
        sources(20.0),
        goods(2, pull=0.5),
        (stage("a", [1.0, 1.0], [4.0, 20.0]), stage("b", [1.0])),
    )
    # Columns: a0, a1, b0, source to a0 and a1, a0 and a1 to b0; then the bounds of the row.
    linked = [row.tolist() for row in dense(problem) if row[5] and not row[[0, 1, 3, 4]].any()]
    assert linked == [
        pytest.approx([0, 0, -0.2, 0, 0, 1, 0, -np.inf, 0]),
        pytest.approx([0, 0, -1, 0, 0, 1, 1, -np.inf, 0]),
    ]


@pytest.mark.parametrize(("count", "cost"), [(1, 8 + 6 + 12), (2, 8 + 8 + 6 + 4)])
def test_cardinality_opens_as_many_as_were_asked_for(count: int, cost: float) -> None:
    (hubs,) = two_hubs().stages
    problem = replace(two_hubs(), stages=(replace(hubs, open_exactly=count),))
    layout = Layout(problem)
    assert cardinality(layout, 0).totals(np.ones(6)).tolist() == [2.0]
    outcome = solve(columns_of(layout), list(rows_of(layout)))
    assert outcome.cost == pytest.approx(cost)


def test_elastic_question_counts_only_what_is_lacking() -> None:
    """Two hubs of 3 t leave 4 t of 10 behind, whatever the hauls cost."""
    layout = Layout(two_hubs(3.0, 3.0), elastic=True)
    outcome = solve(columns_of(layout), list(rows_of(layout)))
    assert outcome.values is not None
    unsent_t = outcome.values[layout.unsent] * layout.problem.sources.volumes_t_per_y
    assert outcome.cost == pytest.approx(unsent_t.sum()) == pytest.approx(4.0)
