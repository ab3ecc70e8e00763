"""Why a siting question has no solution: which source, hub or limit, and by how much.

Owns the elastic question: the same rows, where volumes may stay behind, hubs may miss their minimum
and limits their least, and where as little as possible is lacking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.siting.milp import solve
from zimnik.geo.siting.model import Layout, columns_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.siting.milp import Flags, Vector
    from zimnik.geo.siting.problem import SitingProblem

# Less than this many tonnes lacking is rounding of the solver.
LEAST_T = 1e-4


def reachable_sources(problem: SitingProblem) -> Flags:
    """Return which sources have a way through all stages over hubs that may be open."""
    kinds = len(problem.products.ids)
    reached: Flags = np.ones((kinds, len(problem.stages[-1].hub_ids)), dtype=bool)
    for number in reversed(range(len(problem.stages))):
        stage, hop = problem.stages[number], problem.hops[number]
        shut = np.isin(np.asarray(stage.hub_ids), list(stage.closed_ids))
        reached[:, shut | (stage.capacity_t_per_y == 0)] = False
        arcs = reached[hop.products, hop.heads]
        tails = problem.stages[number - 1].hub_ids if number else problem.sources.ids
        reached = np.zeros((kinds, len(tails)), dtype=bool)
        reached[hop.products[arcs], hop.tails[arcs]] = True
        if number:
            ended = (problem.products.pulls[:, :number] == 0).any(axis=1)
            reached[ended] = True
    return np.asarray(reached.any(axis=0), bool)


def lacks(problem: SitingProblem, time_limit_s: float = np.inf) -> tuple[str, ...]:
    """Return in words what a question without a solution lacks.

    Sources without any way are named first; else the least that must be missing is found and
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
    return tuple(_sentences(layout, outcome.values))


def _sentences(layout: Layout, values: Vector) -> Iterator[str]:
    problem = layout.problem
    unsent_t = values[layout.unsent] * problem.sources.volumes_t_per_y
    if unsent_t.sum() > LEAST_T:
        yield f"capacity is short by {unsent_t.sum():,.6g} t a year"
        for source in np.flatnonzero(unsent_t > LEAST_T):
            name, volume = problem.sources.ids[source], problem.sources.volumes_t_per_y[source]
            yield f"{name} cannot send {unsent_t[source]:,.6g} t of its {volume:,.6g} t"
        yield from _tight(problem)
    hubs = [(stage.name, hub) for stage in problem.stages for hub in stage.hub_ids]
    for (stage_name, hub), missing in zip(hubs, values[layout.unfed], strict=True):
        if missing > LEAST_T:
            yield f"{stage_name} at {hub} is {missing:,.6g} t short of its minimum"
    for limit, missing in zip(problem.limits, values[layout.unmet], strict=True):
        if missing > LEAST_T:
            yield f"{limit.name} is {missing:,.6g} {limit.unit} short of {limit.least:,.6g}"


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
