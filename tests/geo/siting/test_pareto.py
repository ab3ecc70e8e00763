"""The front of two goals, against every choice of hubs on a question small enough to list (E18)."""

from __future__ import annotations

import numpy as np
import pytest

from tests.geo.siting_cases import one_stage, stage
from zimnik.geo.siting.chain import most_of
from zimnik.geo.siting.pareto import least_of, pareto_front
from zimnik.geo.siting.problem import SitingProblem, SumLimit

# One source of 10 t: cost 1, 2, 4 and 5 a tonne, CO2 8, 5, 6 and 1.
COSTS, CO2 = [[1.0, 2.0, 4.0, 5.0]], np.array([8.0, 5.0, 6.0, 1.0])


def question() -> SitingProblem:
    """Whole loads, so that the front has corners and no slopes."""
    return one_stage(COSTS, stage("a", [0.0] * 4), 10.0, single_sourcing=True)


def test_front_holds_every_choice_that_none_betters() -> None:
    """The third hub costs more and is dirtier than the second."""
    front = pareto_front(question(), SumLimit("CO2", "kg", (CO2,)), points=15)
    assert [p.cost_usd_per_y for p in front] == pytest.approx([10, 20, 50])
    assert [p.other for p in front] == pytest.approx([80, 50, 10])


def test_ends_of_the_front_are_the_least_of_each_goal() -> None:
    measure = SumLimit("CO2", "kg", (CO2,))
    front = pareto_front(question(), measure)
    assert front[-1].other == pytest.approx(least_of(question(), measure)) == pytest.approx(10)
    assert most_of(question(), measure) == pytest.approx(80)


def test_question_without_a_solution_has_no_front() -> None:
    asked = one_stage([[1.0]], stage("a", [0.0], [5.0]), 10.0)
    assert pareto_front(asked, SumLimit("CO2", "kg", (np.ones(1),))) == ()
