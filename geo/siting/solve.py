"""From a siting question to its answer: build, solve, read, and explain infeasibility.

Owns the search for the least cost (docs/model.md, E18) and, where there is no solution, the elastic
question: the same rows, where volumes may stay behind, hubs may miss their minimum and limits their
least, and where as little as possible is lacking.

References
----------
Brown and Graves, Elastic programming: a new approach to large-scale mixed integer optimization,
ORSA/TIMS conference, Las Vegas (1975): the elastic question.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.solver import GAP, Columns, Outcome, Rows, Status, gap_of, solve
from zimnik.geo.siting.model import Layout, columns_of, free_hubs, rows_of
from zimnik.geo.siting.radius import is_uncapacitated, solve_by_radius
from zimnik.geo.siting.results import Siting, SitingAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.geo.core.arrays import Flags, Vector
    from zimnik.geo.siting.problem import SitingProblem

# Shares below this are rounding of the solver.
ROUNDING = 1e-9
HALF = 0.5
# Less than this many tonnes lacking is rounding of the solver.
LEAST_T = 1e-4
# A limit of which no more than this share is left has no room.
FULL_SHARE = 1e-6


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


def site_hubs(problem: SitingProblem, *, effort: Effort = FULL) -> SitingAnswer:
    """Return the hubs to open and who feeds whom at least cost (E18), by branch and cut.

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
        outcome = settled(
            columns, rows, solve(columns, rows, time_limit_s=effort.time_limit_s, gap=effort.gap)
        )
    siting = None if outcome.values is None else read_siting(layout, outcome.values)
    reasons: tuple[str, ...] = ()
    if outcome.status is Status.INFEASIBLE:
        reasons = infeasibility(problem, time_limit_s=effort.time_limit_s)
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
    shares = (values[layout.arcs(number)] for number in range(len(problem.echelons)))
    flows = tuple(
        np.where(share > ROUNDING, share, 0.0) * tonnes
        for share, tonnes in zip(shares, problem.arc_tonnes, strict=True)
    )
    is_open = []
    for number, stage in enumerate(problem.stages):
        echelon = problem.echelons[number]
        fed = np.bincount(echelon.heads, flows[number], minlength=len(stage.hub_ids)) > 0
        named = np.isin(np.asarray(stage.hub_ids), list(stage.open_ids))
        decided = values[layout.hubs(number)] > HALF
        is_open.append(np.where(free_hubs(stage), fed | named, decided))
    return Siting(problem, tuple(is_open), flows, values[layout.works] > HALF)


def settled(columns: Columns, rows: Sequence[Rows], outcome: Outcome) -> Outcome:
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
    found = solve(fixed, rows)
    if found.values is None:
        return outcome
    bound = min(outcome.bound, found.cost)
    gap = gap_of(found.cost, bound)
    return replace(outcome, values=found.values, cost=found.cost, bound=bound, gap=gap)


def reachable_sources(problem: SitingProblem) -> Flags:
    """Return which sources have a route through all stages over hubs that may be open."""
    kinds = len(problem.products.ids)
    reached: Flags = np.ones((kinds, len(problem.stages[-1].hub_ids)), dtype=bool)
    for number in reversed(range(len(problem.stages))):
        stage, echelon = problem.stages[number], problem.echelons[number]
        shut = np.isin(np.asarray(stage.hub_ids), list(stage.closed_ids))
        reached[:, shut | (stage.capacity_t_per_y == 0)] = False
        arcs = reached[echelon.products, echelon.heads]
        tails = problem.stages[number - 1].hub_ids if number else problem.sources.ids
        reached = np.zeros((kinds, len(tails)), dtype=bool)
        reached[echelon.products[arcs], echelon.tails[arcs]] = True
        if number:
            ended = (problem.products.mass_yields[:, :number] == 0).any(axis=1)
            reached[ended] = True
    return np.asarray(reached.any(axis=0), bool)


def infeasibility(problem: SitingProblem, *, time_limit_s: float = np.inf) -> tuple[str, ...]:
    """Return in words what makes a question infeasible: what is lacking, by elastic programming.

    Sources without any route are named first; else the least that must be missing is found and
    named, with the stages and limits that have no room left.
    """
    sources = problem.sources
    needed = sources.required & (sources.volumes_t_per_y > 0)
    cut_off = np.flatnonzero(needed & ~reachable_sources(problem))
    if len(cut_off):
        return tuple(f"no reachable hub for {sources.ids[source]}" for source in cut_off)
    layout = Layout(problem, elastic=True)
    outcome = solve(columns_of(layout), list(rows_of(layout)), time_limit_s=time_limit_s)
    if outcome.values is None:
        return ("the time limit is too short to tell why there is no solution",)
    return tuple(_missing(layout, outcome.values))


def _missing(layout: Layout, values: Vector) -> Iterator[str]:
    problem = layout.problem
    unsent_t = values[layout.unsent] * problem.sources.volumes_t_per_y
    if unsent_t.sum() > LEAST_T:
        yield f"capacity is short by {unsent_t.sum():,.6g} t a year"
        for source in np.flatnonzero(unsent_t > LEAST_T):
            name, volume = problem.sources.ids[source], problem.sources.volumes_t_per_y[source]
            yield f"{name} cannot send {unsent_t[source]:,.6g} t of its {volume:,.6g} t"
        yield from _tight(problem)
        yield from _full(layout, values)
    hubs = [(stage.name, hub) for stage in problem.stages for hub in stage.hub_ids]
    for (stage_name, hub), missing in zip(hubs, values[layout.unfed], strict=True):
        if missing > LEAST_T:
            yield f"{stage_name} at {hub} is {missing:,.6g} t short of its minimum"
    for limit, missing in zip(problem.limits, values[layout.unmet], strict=True):
        if missing > LEAST_T:
            yield f"{limit.name} is {missing:,.6g} {limit.unit} short of {limit.least:,.6g}"


def _full(layout: Layout, values: Vector) -> Iterator[str]:
    """Yield the limits that have no room left for what stays behind."""
    problem = layout.problem
    flows = [
        values[layout.arcs(number)] * tonnes for number, tonnes in enumerate(problem.arc_tonnes)
    ]
    for limit in problem.limits:
        used = sum(float(per_t @ flow) for per_t, flow in zip(limit.per_t, flows, strict=True))
        if np.isfinite(limit.most) and used >= limit.most * (1 - FULL_SHARE):
            yield f"{limit.name} has room for {limit.most:,.0f} {limit.unit} and no more"


def _tight(problem: SitingProblem) -> Iterator[str]:
    """Yield the stages whose hubs together cannot take all that comes."""
    for number, stage in enumerate(problem.stages):
        room = np.where(
            np.isin(np.asarray(stage.hub_ids), list(stage.closed_ids)), 0.0, stage.capacity_t_per_y
        )
        most = -np.sort(-room)[: stage.open_exactly]
        needed = problem.tonnes_of_products[:, number].sum()
        if most.sum() < needed:
            yield (
                f"{stage.name} has room for {most.sum():,.6g} t of {needed:,.6g} t, "
                f"all hubs that may be open taken together"
            )
