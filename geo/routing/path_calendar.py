"""One path by the day of readiness: when cargo leaves each store on it, and what its waits cost.

Owns the calendar of a path (docs/model.md, E28): cargo goes on from each store as soon as all that
follows up to the next store is open. That is best, because a day costs the same in every store.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import ROUNDING_D, YEAR_D
from zimnik.geo.routing.paths import Path, PathStep
from zimnik.geo.routing.time_expanded import HOLDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.routing.labels import DatedGraph, Label, Move

_EPS_D = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class PathCalendar:
    """A path and its waits for cargo that is ready on each of some days.

    Parameters
    ----------
    start, end
        Nodes in which cargo is loaded and unloaded.
    moves
        In the order of travel.
    leaves
        Numbers of the moves before which cargo may wait, the first always among them.
    cost_usd_per_t
        Without waits; loading and unloading included.
    moving_d
        Days from readiness to arrival without waits.
    waits_d
        Days waited, a row for each day of readiness and a column for each of `leaves`; infinite
        where the path never opens.
    """

    start: int
    end: int
    moves: tuple[Move, ...]
    leaves: tuple[int, ...]
    cost_usd_per_t: float
    moving_d: float
    waits_d: Vector

    @classmethod
    def of(
        cls, graph: DatedGraph, last: Label, unloading_usd_per_t: float, ready_d: Indices
    ) -> PathCalendar:
        """Return the calendar of the path that a label came by.

        Parameters
        ----------
        graph
            What is open when, and what it costs.
        last
            Label at the end of the path.
        unloading_usd_per_t
            Cost of unloading from it.
        ready_d
            Days of readiness, from 1 January.
        """
        labels = [*_back(last)][::-1]
        first = labels[0]
        moves = tuple(label.move for label in labels if label.move is not None)
        leaves = tuple(
            number
            for number, label in enumerate(labels[:-1])
            if number == 0 or graph.stored[label.node]
        )
        cost = sum((graph.costs_usd_per_t[move.row] for move in moves), first.cost_usd_per_t)
        there_d: Vector = ready_d.astype(np.float64) + first.elapsed_d
        waits_d = np.zeros((len(ready_d), len(leaves)))
        for column, (begin, end) in enumerate(pairwise((*leaves, len(moves)))):
            part = moves[begin:end]
            waits_d[:, column] = _waits_d(part, there_d)
            there_d = there_d + waits_d[:, column] + sum(move.duration_d for move in part)
        return cls(
            start=first.node,
            end=last.node,
            moves=moves,
            leaves=leaves,
            cost_usd_per_t=cost + unloading_usd_per_t,
            moving_d=first.elapsed_d + sum(move.duration_d for move in moves),
            waits_d=waits_d,
        )

    @property
    def rows(self) -> tuple[int, ...]:
        """Rows of what the path takes, but those that only pass a place."""
        return tuple(move.row for move in self.moves if not move.passes)

    @property
    def waiting_d(self) -> Vector:
        """Days waited on the whole of it, for each day of readiness."""
        waits: Vector = self.waits_d.sum(axis=1)
        return waits

    def costs_usd_per_t(self, waiting_usd_per_t_d: float, max_d: float) -> Vector:
        """Return what it costs for each day of readiness; infinite where it comes too late."""
        waiting_d = self.waiting_d
        in_time = self.moving_d + waiting_d <= max_d
        priced = self.cost_usd_per_t + waiting_usd_per_t_d * np.where(in_time, waiting_d, 0.0)
        return np.where(in_time, priced, np.inf)

    def path(self, number: int, ready_d: int, states: int) -> Path:
        """Return the path for one of the days of readiness.

        Parameters
        ----------
        number
            Row of the day among the waits.
        ready_d
            The day.
        states
            How many states the network has; a path past places runs over copies of them.
        """
        steps = (
            replace(step, waiting_d=float(waits_d[0])) for step, waits_d in self.steps([number])
        )
        start, end = (node // HOLDS % states for node in (self.start, self.end))
        return Path(start, end, tuple(steps), ready_d)

    def steps(self, numbers: Sequence[int] | Indices) -> list[tuple[PathStep, Vector]]:
        """Return the steps with the days waited before each.

        Parameters
        ----------
        numbers
            Rows of days of readiness among the waits, one wait a row.
        """
        waits = dict(zip(self.leaves, self.waits_d[numbers].T, strict=True))
        found: list[tuple[PathStep, Vector]] = []
        carried_d = nothing_d = np.zeros(len(numbers))
        for order, move in enumerate(self.moves):
            waits_d = carried_d + waits.get(order, nothing_d)
            carried_d = waits_d if move.passes else nothing_d
            if not move.passes:
                told_d = np.where(waits_d > ROUNDING_D, waits_d, 0.0)
                found.append((PathStep(move.row, move.edge, window=move.window), told_d))
        return found


def _back(label: Label) -> Iterator[Label]:
    """Yield a label and all that it came from."""
    at: Label | None = label
    while at is not None:
        yield at
        at = at.parent


def _waits_d(moves: Sequence[Move], there_d: Vector) -> Vector:
    """Return how long cargo that is there at some moments waits until a run of moves is open.

    Each wait ends at the first moment from which the whole run goes through without another. It is
    put off to the next opening of whatever is closed until nothing is; what is not open within a
    year never is, since the year repeats.
    """
    leave_d = there_d.astype(np.float64)
    dated, after_d = [], 0.0
    for move in moves:
        if move.window is not None:
            slack_d = move.window.length_d - move.duration_d
            dated.append((move.window.opens_d - after_d, slack_d))
        after_d += move.duration_d
    if any(slack_d < 0 for _, slack_d in dated):
        return np.full(len(there_d), np.inf)
    while True:
        before_d = leave_d
        for opens_d, slack_d in dated:
            since_d = (leave_d - opens_d + _EPS_D) % YEAR_D - _EPS_D
            leave_d = np.where(since_d > slack_d + _EPS_D, leave_d + YEAR_D - since_d, leave_d)
        leave_d = np.where(leave_d - there_d > YEAR_D, np.inf, leave_d)
        if np.array_equal(leave_d, before_d):
            return leave_d - there_d
