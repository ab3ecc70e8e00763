"""The radius formulation of the p-median and of uncapacitated location (docs/model.md, E18).

Owns siting of one stage without capacities. A source then goes to its cheapest open hub, so it is
enough to know how far it must look: one unknown for each step of its sorted costs, which is 1 where
no hub within the step is open. Steps far out are only written down once a solution reaches them,
because most never are.

References
----------
Garcia, Labbe and Marin, Solving large p-median problems with a radius formulation, INFORMS Journal
on Computing 23 (2011), 546-556.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.solver import Columns, Outcome, Rows, Status, gap_of, solve
from zimnik.geo.siting.model import Layout, cardinality, columns_of

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Flags, Indices, Vector
    from zimnik.geo.siting.problem import SitingProblem

# Steps of each source to begin with, times candidates over hubs to open.
FIRST_STEPS = 2
LEAST_STEPS = 3
ROUNDING = 1e-9
HALF = 0.5


def is_uncapacitated(problem: SitingProblem) -> bool:
    """Return whether each source simply goes to its cheapest open hub."""
    stage, sources = problem.stages[0], problem.sources
    everything_t = sources.volumes_t_per_y.sum()
    reached = np.zeros(len(sources.ids), dtype=bool)
    reached[problem.echelons[0].tails[_allowed(problem)]] = True
    return bool(
        len(problem.stages) == 1
        and not problem.limits
        and not problem.works
        and sources.required.all()
        and (stage.capacity_t_per_y >= everything_t).all()
        and (stage.minimum_t_per_y == 0).all()
        and reached[sources.volumes_t_per_y > 0].all()
    )


def solve_by_radius(problem: SitingProblem, time_limit_s: float, gap: float) -> Outcome:
    """Return the outcome by the radius formulation, rows being added where a solution needs them.

    Parameters
    ----------
    problem
        A question without capacities (`is_uncapacitated`); the outcome is in the unknowns of its
        `Layout`.
    time_limit_s, gap
        As for `geo.core.solver.solve`.
    """
    until = time.perf_counter() + time_limit_s
    layout = Layout(problem)
    columns = columns_of(layout)
    steps = _steps_of(problem)
    hubs = _first_columns(columns, len(problem.stages[0].hub_ids))
    start = FIRST_STEPS * hubs.count // max(problem.stages[0].open_exactly or 1, 1)
    depth = np.full(len(problem.sources.ids), max(start, LEAST_STEPS))
    best: Outcome | None = None
    for relaxed in (True, False):
        while True:
            cut = _cut(problem, steps, hubs, depth, relaxed=relaxed)
            left_s = max(until - time.perf_counter(), 0.0)
            outcome = solve(cut.columns, cut.blocks, time_limit_s=left_s, gap=gap)
            if outcome.values is None:
                return best or outcome
            beyond = cut.beyond(outcome.values)
            if not relaxed:
                best = _assigned(layout, columns, steps, outcome, exact=not beyond.any())
            if not beyond.any() or outcome.status is Status.TIME_LIMIT:
                break
            depth = np.where(beyond, depth * 2, depth)
    return best or outcome


def _first_columns(columns: Columns, count: int) -> Columns:
    """Return the first of the columns alone."""
    return Columns(
        columns.costs[:count], columns.lower[:count], columns.upper[:count], columns.whole[:count]
    )


def _allowed(problem: SitingProblem) -> Flags:
    stage, echelon = problem.stages[0], problem.echelons[0]
    shut = np.isin(np.asarray(stage.hub_ids), list(stage.closed_ids))
    allowed: Flags = ~shut[echelon.heads] & (problem.arc_tonnes[0] > 0)
    return allowed


@dataclass(frozen=True, slots=True)
class _Steps:
    """Arcs in order of source and cost, and the steps that equal costs of a source form.

    `step` is the step of each arc; `source`, `rank` (within the source), `cost` (of its whole
    volume) and `rise` (to the next step; 0 at the last) are of each step.
    """

    arcs: Indices
    step: Indices
    source: Indices
    rank: Indices
    cost: Vector
    rise: Vector
    is_last: Flags


def _steps_of(problem: SitingProblem) -> _Steps:
    echelon = problem.echelons[0]
    cost = echelon.cost_usd_per_t * problem.arc_tonnes[0]
    arcs = np.flatnonzero(_allowed(problem))
    arcs = arcs[np.lexsort((cost[arcs], echelon.tails[arcs]))]
    sources, costs = echelon.tails[arcs], cost[arcs]
    first_of_source = np.diff(sources, prepend=-1) != 0
    begins = first_of_source | (np.diff(costs, prepend=0.0) > 0)
    at = np.flatnonzero(begins)
    source = sources[at]
    is_last = np.append(source[1:] != source[:-1], values=True)
    rise = np.where(is_last, 0.0, np.append(costs[at][1:], 0.0) - costs[at])
    number = np.arange(len(at))
    firsts = number[first_of_source[at]]
    rank = number - np.repeat(firsts, np.diff(np.append(firsts, len(at))))
    return _Steps(arcs, np.cumsum(begins) - 1, source, rank, costs[at], rise, is_last)


@dataclass(frozen=True, slots=True)
class _Cut:
    """The programme of the first steps of every source."""

    columns: Columns
    blocks: tuple[Rows, ...]
    ends: Indices
    end_sources: Indices
    sources: int

    def beyond(self, values: Vector) -> Flags:
        """Return which sources look beyond the steps that are written down."""
        flags = np.zeros(self.sources, dtype=bool)
        flags[self.end_sources] = values[self.ends] > ROUNDING
        return flags


def _cut(
    problem: SitingProblem, steps: _Steps, hubs: Columns, depth: Indices, *, relaxed: bool
) -> _Cut:
    kept = steps.rank < depth[steps.source]
    row = np.cumsum(kept) - 1
    farther = kept & ~steps.is_last
    column = hubs.count + np.cumsum(farther) - 1
    looks = np.flatnonzero(farther)
    follows = np.flatnonzero(kept & (steps.rank > 0))
    arcs = kept[steps.step]
    heads = problem.echelons[0].heads[steps.arcs[arcs]]
    within = Rows(
        lower=(steps.rank[kept] == 0).astype(float),
        upper=np.full(int(kept.sum()), np.inf),
        rows=np.concatenate([row[steps.step[arcs]], row[looks], row[follows]]),
        columns=np.concatenate([heads, column[looks], column[follows - 1]]),
        values=np.concatenate([np.ones(len(heads)), np.ones(len(looks)), -np.ones(len(follows))]),
    )
    count = len(looks)
    columns = Columns(
        np.concatenate([hubs.costs, steps.rise[looks]]),
        np.concatenate([hubs.lower, np.zeros(count)]),
        np.concatenate([hubs.upper, np.ones(count)]),
        np.concatenate([hubs.whole & (not relaxed), np.zeros(count, dtype=bool)]),
    )
    ends = np.flatnonzero(farther & (steps.rank == depth[steps.source] - 1))
    blocks = (within, cardinality(Layout(problem), 0))
    return _Cut(columns, blocks, column[ends], steps.source[ends], len(depth))


def _assigned(
    layout: Layout, columns: Columns, steps: _Steps, outcome: Outcome, *, exact: bool
) -> Outcome:
    """Return the outcome with every source at its cheapest open hub."""
    echelon = layout.problem.echelons[0]
    assert outcome.values is not None  # noqa: S101 - the caller has looked
    is_open = np.round(outcome.values[: len(layout.problem.stages[0].hub_ids)])
    used = steps.arcs[is_open[echelon.heads[steps.arcs]] > HALF]
    _, firsts = np.unique(echelon.tails[used], return_index=True)
    values = np.zeros(columns.count)
    values[: len(is_open)] = is_open
    values[layout.arcs(0)[used[firsts]]] = 1.0
    cost = float(columns.costs @ values)
    bound = min(outcome.bound + float(steps.cost[steps.rank == 0].sum()), cost)
    status = outcome.status if exact else Status.TIME_LIMIT
    return replace(
        outcome, status=status, values=values, cost=cost, bound=bound, gap=gap_of(cost, bound)
    )
