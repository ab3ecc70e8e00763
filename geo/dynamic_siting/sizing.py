"""Sites whose plants are sized: capacity that is built in steps, beside hubs that are opened.

Owns what a step of capacity is and costs, and the columns and rows that it adds to the programme of
a siting (docs/model.md, E70). When steps are built is `geo.dynamic_siting.periods`'s, before which
world comes `geo.dynamic_siting.two_stage`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.solver import Columns, Rows
from zimnik.geo.siting.model import Layout, columns_of, feed_bound_t, free_hubs, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.core.arrays import Flags, Indices, Vector
    from zimnik.geo.siting.problem import SitingProblem

# Steps that take all there is are as many as are needed to a rounding.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Expansion:
    """Capacity of the hubs of a stage that is built in steps, in parallel arrays by hub.

    Parameters
    ----------
    step
        Capacity of a step, in the unit of `per_t`.
    build_usd
        What building a step costs once.
    usd_per_y
        What a step that stands costs every year.
    needed
        Whether a hub takes no more than was built there; another has its plant.
    per_t
        Capacity that a tonne on each arc to the stage asks for.
    whole
        Whether steps are whole; else any part of one is built.
    """

    step: Vector
    build_usd: Vector
    usd_per_y: Vector
    needed: Flags
    per_t: Vector
    whole: bool = True

    def faults(self, where: str) -> Iterator[Fault]:
        """Yield what is wrong with the numbers."""
        for name in ("step", "build_usd", "usd_per_y", "per_t"):
            numbers = getattr(self, name)
            sound = (numbers > 0) if name == "step" else (numbers >= 0)
            if not (sound & np.isfinite(numbers)).all():
                above = "above 0" if name == "step" else "0 or more"
                yield Fault(where, above, str(numbers[~sound].tolist()), "Give it.", column=name)


@dataclass(frozen=True)
class SizedProblem:
    """A siting problem whose plants have a size that is decided.

    Parameters
    ----------
    problem
        Sources, stages, arcs and limits of one year.
    expansions
        For each stage, how its hubs grow; None where no hub of it has to be built.
    works_build_usd
        What building each work costs once; its cost of a year is that of the problem.

    Raises
    ------
    InputError
        If a number is missing or below nothing.
    """

    problem: SitingProblem
    expansions: tuple[Expansion | None, ...]
    works_build_usd: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        stages = zip(self.problem.stages, self.expansions, strict=True)
        faults = [
            fault
            for stage, own in stages
            if own is not None
            for fault in own.faults(f"{stage.name} capacity")
        ]
        if faults:
            raise InputError(faults)

    @cached_property
    def layout(self) -> Layout:
        """Columns of the siting, which come first."""
        return Layout(self.problem)

    def steps(self, stage: int) -> Indices:
        """Columns of the steps of a stage."""
        before = sum(
            len(self.problem.stages[number].hub_ids)
            for number in range(stage)
            if self.expansions[number] is not None
        )
        own = len(self.problem.stages[stage].hub_ids) if self.expansions[stage] is not None else 0
        first = self.layout.blocks[-1] + before
        return np.arange(first, first + own)

    @property
    def design(self) -> Indices:
        """Columns of what is decided before anything moves: hubs, works and steps."""
        stages = range(len(self.problem.stages))
        return np.concatenate(
            [
                *(self.layout.hubs(stage) for stage in stages),
                self.layout.works,
                *(self.steps(stage) for stage in stages),
            ]
        )

    @property
    def build_usd(self) -> Vector:
        """What each column costs once, when it is built."""
        usd = np.zeros(self.count)
        usd[self.layout.works] = self.works_build_usd or 0.0
        for number, own in enumerate(self.expansions):
            if own is not None:
                usd[self.steps(number)] = own.build_usd
        return usd

    @property
    def count(self) -> int:
        """Number of columns."""
        return self.layout.blocks[-1] + sum(
            len(self.steps(stage)) for stage in range(len(self.problem.stages))
        )

    def most_steps(self, stage: int) -> Vector:
        """Return how many steps of each hub take all that it can be fed."""
        own, problem = self.expansions[stage], self.problem
        if own is None:
            return np.zeros(0)
        heads = problem.echelons[stage].heads
        per_t = np.zeros(len(problem.stages[stage].hub_ids))
        np.maximum.at(per_t, heads, own.per_t)
        steps = feed_bound_t(problem, stage) * per_t / own.step
        steps = np.ceil(steps - ROUNDING) if own.whole else steps
        return np.where(own.needed, steps, 0.0)

    def steps_usd_per_y(self, values: Vector) -> float:
        """Return what the steps of a solution cost a year."""
        return sum(
            float(own.usd_per_y @ values[self.steps(number)])
            for number, own in enumerate(self.expansions)
            if own is not None
        )


def sized_columns(sized: SizedProblem) -> Columns:
    """Return the columns of a siting and of the steps of its hubs."""
    given = columns_of(sized.layout)
    costs, upper, whole = [], [], []
    for number, own in enumerate(sized.expansions):
        if own is not None:
            costs.append(own.usd_per_y)
            upper.append(sized.most_steps(number))
            whole.append(np.full(len(own.step), own.whole))
    return Columns(
        np.concatenate([given.costs, *costs]),
        np.concatenate([given.lower, *(np.zeros(len(one)) for one in costs)]),
        np.concatenate([given.upper, *upper]),
        np.concatenate([given.whole, *whole]),
    )


def sized_rows(sized: SizedProblem) -> Iterator[Rows]:
    """Yield the constraints of a siting, and that hubs are fed no more than was built."""
    return chain(
        rows_of(sized.layout),
        *(
            (_within_steps(sized, number), _strong_steps(sized, number))
            for number, own in enumerate(sized.expansions)
            if own is not None
        ),
    )


def _within_steps(sized: SizedProblem, stage: int) -> Rows:
    """Keep what a hub is fed within the steps that stand."""
    problem, own = sized.problem, _known(sized.expansions[stage])
    heads = problem.echelons[stage].heads
    hubs = np.flatnonzero(own.needed)
    number = np.cumsum(own.needed) - 1
    arcs = np.flatnonzero(own.needed[heads])
    asked = own.per_t[arcs] * problem.arc_tonnes[stage][arcs] / own.step[heads[arcs]]
    return Rows(
        np.full(len(hubs), -np.inf),
        np.zeros(len(hubs)),
        np.concatenate([number[heads[arcs]], np.arange(len(hubs))]),
        np.concatenate([sized.layout.arcs(stage)[arcs], sized.steps(stage)[hubs]]),
        np.concatenate([asked, -np.ones(len(hubs))]),
    )


def _strong_steps(sized: SizedProblem, stage: int) -> Rows:
    """Return strong linking: the share on an arc is no more than what one step takes, times steps.

    It follows from whole steps and the row above; the proof needs it.
    """
    problem, own = sized.problem, _known(sized.expansions[stage])
    heads = problem.echelons[stage].heads
    asked = own.per_t * problem.arc_tonnes[stage] / own.step[heads]
    arcs = np.flatnonzero(own.needed[heads] & (asked > 0)) if own.whole else np.zeros(0, np.int64)
    most = np.minimum(1.0, 1.0 / asked[arcs])
    count = len(arcs)
    return Rows(
        np.full(count, -np.inf),
        np.zeros(count),
        np.tile(np.arange(count), 2),
        np.concatenate([sized.layout.arcs(stage)[arcs], sized.steps(stage)[heads[arcs]]]),
        np.concatenate([np.ones(count), -most]),
    )


def decided(sized: SizedProblem) -> Flags:
    """Return which columns are decisions that cost something or are whole: no free hub is one."""
    found = np.zeros(sized.count, dtype=bool)
    found[sized.design] = True
    for number, stage in enumerate(sized.problem.stages):
        found[sized.layout.hubs(number)[free_hubs(stage)]] = False
    return found


def not_required(sized: SizedProblem) -> SizedProblem:
    """Return the question where sources may send any part of what they have.

    What had to be delivered of a sum may be missed, and no more than that is delivered.
    """
    sources = sized.problem.sources
    free = replace(sources, required=np.zeros(len(sources.ids), dtype=bool))
    limits = tuple(
        replace(one, least=-np.inf, most=min(one.least, one.most)) if one.least > 0 else one
        for one in sized.problem.limits
    )
    return replace(sized, problem=replace(sized.problem, sources=free, limits=limits))


def _known(own: Expansion | None) -> Expansion:
    if own is None:
        message = "a stage that does not grow has no steps"
        raise ValueError(message)
    return own
