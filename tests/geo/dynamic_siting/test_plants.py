"""Plants that are taken out of the cost of a tonne (E70)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.geo.siting_cases import one_stage, stage
from zimnik.geo.dynamic_siting.periods import Horizon, Period, site_over_periods
from zimnik.geo.dynamic_siting.plants import sized_chain
from zimnik.geo.siting.chain_arcs import ChainArc, ChainArcs, ChainStage

if TYPE_CHECKING:
    from zimnik.geo.siting.problem import SitingProblem

# Cost of a tonne, of it the annuity, and the capital, from two deposits to two hubs.
COSTS = [[50.0, 60.0], [70.0, 40.0]]
ANNUITIES = [[10.0, 20.0], [30.0, 12.0]]
BUILT = [[100.0, 200.0], [300.0, 120.0]]
VOLUMES = [30.0, 10.0]


def chain() -> tuple[SitingProblem, ChainArcs]:
    problem = one_stage(COSTS, stage("a", [0.0, 0.0]), *VOLUMES)
    arcs = tuple(
        ChainArc(
            row, row, hub, COSTS[row][hub], 0.0, 0.0, 0.0, 0.0, 0.0, {},
            built_usd_per_t=BUILT[row][hub],
            annuity_usd_per_t=ANNUITIES[row][hub],
        )
        for row in range(2)
        for hub in range(2)
    )  # fmt: skip
    nothing = np.zeros((2, 0))
    return problem, ChainArcs(
        (), (ChainStage("a", ("a0", "a1")),), (arcs,), nothing, np.full((2, 1), np.nan), nothing, {}
    )


def of_one_year(**more: object) -> Horizon:
    problem, arcs = chain()
    sized = sized_chain(problem, arcs, **more)  # type: ignore[arg-type]
    return Horizon((Period(2026, 2026),), (sized,), 0.0)


def test_a_plant_of_any_size_costs_what_a_tonne_bears() -> None:
    # Each deposit goes to its cheaper hub: 30 * 50 + 10 * 40.
    answer = site_over_periods(of_one_year())
    (year,) = answer.built
    assert answer.cost_usd == pytest.approx(1900.0)
    assert year.build_usd == pytest.approx(30 * 100 + 10 * 120)


def test_a_step_costs_its_annuity_used_or_not() -> None:
    # Means at a0: built (30 * 100 + 10 * 300) / 40 = 150, annuity 15; at a1 180 and 18. A tonne of
    # the first deposit takes 2/3 of a mean one at a0, of the second 2/3 at a1: 20 and 6.67 of 40.
    # Apart: 30 * (50 - 10) + 10 * (40 - 12) + 40 * 15 + 40 * 18 = 2800; all at a0, where the second
    # takes 20 of 40: 30 * 40 + 10 * (70 - 30) + 40 * 15 = 2200; all at a1 takes 33.3 + 6.7 = 40:
    # 30 * (60 - 20) + 10 * 28 + 720 = 2200 too.
    answer = site_over_periods(of_one_year(step_t_per_y=40.0))
    (year,) = answer.built
    assert answer.cost_usd == pytest.approx(2200.0)
    assert year.steps[0].sum() == pytest.approx(1.0)


def test_a_plant_that_stands_is_not_built() -> None:
    answer = site_over_periods(of_one_year(step_t_per_y=40.0, standing=({"a0", "a1"},)))
    (year,) = answer.built
    assert answer.cost_usd == pytest.approx(1900.0)
    assert year.build_usd == 0.0


def test_a_plant_of_unknown_capital_is_not_built() -> None:
    problem, arcs = chain()
    unknown = tuple(
        replace(arc, built_usd_per_t=0.0, annuity_usd_per_t=0.0) for arc in arcs.hops[0]
    )
    sized = sized_chain(problem, replace(arcs, hops=(unknown,)), step_t_per_y=40.0)
    answer = site_over_periods(Horizon((Period(2026, 2026),), (sized,), 0.0))
    assert answer.cost_usd == pytest.approx(1900.0)
