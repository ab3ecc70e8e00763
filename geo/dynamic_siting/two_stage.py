"""Siting before the world is known: what is built now, and routes that are chosen later.

Owns the two-stage programme over drawn worlds and what it is compared with (docs/model.md, E72):
the plan of the base world, and plans made once the world is known (wait and see).

References
----------
Birge and Louveaux, Introduction to stochastic programming, 2nd edition, Springer (2011), chapter 4:
the value of the stochastic solution and the expected value of perfect information.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.parallel import mapped
from zimnik.geo.core.solver import Status, gap_of, solve
from zimnik.geo.dynamic_siting.coupling import Coupled
from zimnik.geo.dynamic_siting.sizing import sized_columns, sized_rows
from zimnik.geo.siting.solve import FULL, Effort, infeasibility, read_siting, settled

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.solver import Outcome
    from zimnik.geo.dynamic_siting.sizing import SizedProblem
    from zimnik.geo.siting.results import Siting


@dataclass(frozen=True)
class Worlds:
    """A question of siting in the base world and in equally likely others.

    Parameters
    ----------
    base
        The sized siting of the base world.
    drawn
        That of each drawn world: same hubs, works and steps, its own arcs and costs.

    Raises
    ------
    InputError
        If no world is drawn.
    """

    base: SizedProblem
    drawn: tuple[SizedProblem, ...]

    def __post_init__(self) -> None:
        if not self.drawn:
            raise InputError([Fault("worlds", "a world or more", "none", "Draw some.")])

    @property
    def shares(self) -> Vector:
        """Chance of each world."""
        return np.full(len(self.drawn), 1.0 / len(self.drawn))


@dataclass(frozen=True, slots=True)
class Plan:
    """What is built before the world is known, and what each world then costs.

    Parameters
    ----------
    siting
        Hubs and works that are built, and the flows of a world: the base one for its own plan, the
        first drawn one else.
    steps
        For each stage, steps built at each hub.
    costs_usd_per_y
        Cost of each world, routes chosen in it; infinite where what was built does not serve all.
    """

    siting: Siting
    steps: tuple[Vector, ...]
    costs_usd_per_y: Vector

    @property
    def expected_usd_per_y(self) -> float:
        """Mean cost over the worlds."""
        return float(self.costs_usd_per_y.mean())

    @property
    def failing(self) -> int:
        """Number of worlds in which what was built does not serve all."""
        return int(np.isinf(self.costs_usd_per_y).sum())


@dataclass(frozen=True, slots=True)
class TwoStageAnswer:
    """The plan that is best over the worlds beside that of the base world, or why there is none.

    Parameters
    ----------
    status
        How the search for the two-stage plan ended.
    here_and_now
        The plan of least expected cost; None where there is none.
    base
        The plan that is best in the base world; None where that has none.
    wait_and_see_usd_per_y
        In each world, the cost of what would have been built had it been known.
    bound_usd_per_y, gap
        What no plan can cost less than in expectation, and by which share that is below.
    reasons
        Why there is no plan.
    solve_s
        Seconds for all solves.
    """

    status: Status
    here_and_now: Plan | None
    base: Plan | None
    wait_and_see_usd_per_y: Vector
    bound_usd_per_y: float
    gap: float
    reasons: tuple[str, ...] = ()
    solve_s: float = 0.0

    @property
    def vss_usd_per_y(self) -> float:
        """Value of the stochastic solution: what the plan of the base world costs more (E72)."""
        if self.here_and_now is None or self.base is None:
            return np.nan
        return self.base.expected_usd_per_y - self.here_and_now.expected_usd_per_y

    @property
    def evpi_usd_per_y(self) -> float:
        """Expected value of perfect information: what knowing the world would save (E72)."""
        if self.here_and_now is None:
            return np.nan
        return self.here_and_now.expected_usd_per_y - float(self.wait_and_see_usd_per_y.mean())


def site_over_worlds(
    worlds: Worlds, *, effort: Effort = FULL, executor: Executor | None = None
) -> TwoStageAnswer:
    """Return what to build before the world is known at least expected cost (E72).

    Parameters
    ----------
    worlds
        The question.
    effort
        Time limit of the two-stage programme, and gap of it and of each world alone.
    executor
        Where each world is solved alone, and plans in each; None for here.
    """
    begin = time.perf_counter()
    coupled = Coupled(worlds.drawn, worlds.shares, shared=True)
    columns, rows = coupled.columns(), list(coupled.rows())
    found = solve(columns, rows, time_limit_s=effort.time_limit_s, gap=effort.gap)
    outcome = settled(columns, rows, found)
    if outcome.values is None:
        return _none(worlds, outcome, begin)
    each = Effort(gap=effort.gap)
    first = worlds.drawn[0]
    here_and_now = _plan(worlds, first, coupled.values_of(0, outcome.values), executor)
    alone = _solved(worlds.base, each)
    base = None if alone.values is None else _plan(worlds, worlds.base, alone.values, executor)
    known = np.array(list(mapped(_known_usd_per_y, each, worlds.drawn, executor=executor)))
    bound = min(outcome.bound, here_and_now.expected_usd_per_y)
    return TwoStageAnswer(
        outcome.status,
        here_and_now,
        base,
        known,
        bound,
        gap_of(here_and_now.expected_usd_per_y, bound),
        solve_s=time.perf_counter() - begin,
    )


def _none(worlds: Worlds, outcome: Outcome, begin: float) -> TwoStageAnswer:
    reasons: tuple[str, ...] = ("no plan was found within the time limit",)
    if outcome.status is Status.INFEASIBLE:
        said = (infeasibility(part.problem) for part in worlds.drawn)
        reasons = next((one for one in said if one), ("no plan serves all worlds",))
    return TwoStageAnswer(
        outcome.status,
        None,
        None,
        np.full(len(worlds.drawn), np.nan),
        outcome.bound,
        outcome.gap,
        reasons,
        time.perf_counter() - begin,
    )


def _solved(part: SizedProblem, effort: Effort) -> Outcome:
    columns, rows = sized_columns(part), list(sized_rows(part))
    found = solve(columns, rows, time_limit_s=effort.time_limit_s, gap=effort.gap)
    return settled(columns, rows, found)


def _known_usd_per_y(effort: Effort, part: SizedProblem) -> float:
    """Return the least cost of a world that is known beforehand."""
    return _solved(part, effort).cost


def _plan(worlds: Worlds, part: SizedProblem, values: Vector, executor: Executor | None) -> Plan:
    """Return what values of the unknowns of a part build, and what it costs in each world."""
    design = values[part.design]
    costs = list(mapped(_later, design, worlds.drawn, executor=executor))
    stages = range(len(part.problem.stages))
    steps = tuple(values[part.steps(stage)] for stage in stages)
    return Plan(read_siting(part.layout, values), steps, np.array(costs))


def _later(design: Vector, part: SizedProblem) -> float:
    """Return the cost of a world where only routes are still to be chosen; infinite without any."""
    columns = sized_columns(part)
    lower, upper, whole = columns.lower.copy(), columns.upper.copy(), columns.whole.copy()
    lower[part.design] = upper[part.design] = design
    whole[part.design] = False
    fixed = replace(columns, lower=lower, upper=upper, whole=whole)
    return solve(fixed, list(sized_rows(part))).cost
