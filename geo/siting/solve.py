"""From a siting question to its answer: build, solve, read, and explain where there is none."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.siting.milp import GAP, Columns, Outcome, Rows, Status, Vector, gap_of, solve
from zimnik.geo.siting.model import Layout, columns_of, free_hubs, rows_of
from zimnik.geo.siting.radius import is_uncapacitated, solve_by_radius
from zimnik.geo.siting.reasons import lacks
from zimnik.geo.siting.results import Siting, SitingAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.siting.problem import SitingProblem

# Shares below this are rounding of the solver.
ROUNDING = 1e-9
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Effort:
    """How long and how far to search.

    Parameters
    ----------
    time_limit_s
        Seconds after which the best solution found is returned.
    gap
        Share of the cost at which a solution counts as proven.
    """

    time_limit_s: float = np.inf
    gap: float = GAP


FULL = Effort()


def site_hubs(problem: SitingProblem, effort: Effort = FULL) -> SitingAnswer:
    """Return the hubs to open and who feeds whom at least cost (docs/model.md, E18).

    Parameters
    ----------
    problem
        The question.
    effort
        Time limit and gap.

    Returns
    -------
    SitingAnswer
        Proven optimal within the gap; or the best found in the time; or why there is no solution.
    """
    begin = time.perf_counter()
    layout = Layout(problem)
    if is_uncapacitated(problem):
        build_s = 0.0
        outcome = solve_by_radius(problem, effort.time_limit_s, effort.gap)
    else:
        columns, rows = columns_of(layout), list(rows_of(layout))
        build_s = time.perf_counter() - begin
        outcome = _settled(
            columns, rows, solve(columns, rows, time_limit_s=effort.time_limit_s, gap=effort.gap)
        )
    siting = None if outcome.values is None else read_siting(layout, outcome.values)
    reasons: tuple[str, ...] = ()
    if outcome.status is Status.INFEASIBLE:
        reasons = lacks(problem, effort.time_limit_s)
    elif siting is None:
        reasons = ("no solution was found within the time limit",)
    return SitingAnswer(
        status=outcome.status,
        siting=siting,
        bound_usd_per_y=outcome.bound,
        gap=outcome.gap,
        reasons=reasons,
        build_s=build_s,
        solve_s=time.perf_counter() - begin - build_s,
    )


def read_siting(layout: Layout, values: Vector) -> Siting:
    """Return the solution that values of the unknowns mean."""
    problem = layout.problem
    flows = tuple(
        np.where(values[layout.arcs(hop)] > ROUNDING, values[layout.arcs(hop)], 0.0) * tonnes
        for hop, tonnes in enumerate(problem.arc_tonnes)
    )
    is_open = []
    for number, stage in enumerate(problem.stages):
        hop = problem.hops[number]
        fed = np.bincount(hop.heads, flows[number], minlength=len(stage.hub_ids)) > 0
        named = np.isin(np.asarray(stage.hub_ids), list(stage.open_ids))
        decided = values[layout.hubs(number)] > HALF
        is_open.append(np.where(free_hubs(stage), fed | named, decided))
    return Siting(problem, tuple(is_open), flows, values[layout.works] > HALF)


def _settled(columns: Columns, rows: Sequence[Rows], outcome: Outcome) -> Outcome:
    """Return the outcome with whole unknowns exactly whole.

    A hub open by a millionth, which the solver counts as closed, would let a tonne through.
    """
    if outcome.values is None:
        return outcome
    whole = np.round(outcome.values[columns.whole])
    if np.array_equal(whole, outcome.values[columns.whole]):
        return outcome
    lower, upper = columns.lower.copy(), columns.upper.copy()
    lower[columns.whole] = upper[columns.whole] = whole
    fixed = replace(columns, lower=lower, upper=upper, whole=np.zeros_like(columns.whole))
    settled = solve(fixed, rows)
    if settled.values is None:
        return outcome
    bound = min(outcome.bound, settled.cost)
    gap = gap_of(settled.cost, bound)
    return replace(outcome, values=settled.values, cost=settled.cost, bound=bound, gap=gap)
