"""What a search asks of the compiled bounds: openings sought as far as is asked, and a potential.

Owns the state that one pair's openings are kept in between two questions, and how a search over
labels is asked of the compiled one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from zimnik.geo.compiled.label_search import TOO_MANY, bound_of, search
from zimnik.geo.compiled.openings import (
    Openings,
    Origin,
    first_moments,
    grown,
    least_of_starts,
    least_to_states,
    push,
    settle,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from zimnik.geo.compiled.labels import LabelRow
    from zimnik.geo.compiled.layout import Layout
    from zimnik.geo.core.arrays import Indices, Vector

_NONE = np.empty(0)
# Entries for which there is room at first.
_ROOM = 256


@dataclass(frozen=True, slots=True, eq=False)
class Begins:
    """Where cargo begins: node, first and last moment, cost, whether it rises, days, readiness."""

    nodes: Indices
    values: Vector

    @classmethod
    def of(cls, labels: Iterable[tuple[int, float, float, float, bool, float, float]]) -> Begins:
        """Return the arrays of labels."""
        rows = list(labels)
        nodes = np.array([row[0] for row in rows], dtype=np.int64)
        return cls(nodes, np.array([row[1:] for row in rows], dtype=np.float64).reshape(-1, 6))

    @property
    def is_dated(self) -> bool:
        """Whether all are ready on one day."""
        return bool(len(self.nodes) and self.values[:, 3].all())


@dataclass(slots=True, eq=False)
class CompiledLabelSetting:
    """The search for openings, backwards from an end and as far as is asked.

    Parameters
    ----------
    layout
        The network.
    costs_usd_per_t
        Cost of every row; infinite where it is closed.
    waiting_usd_per_t_d
        Price of a day.
    begins
        The cargo as loaded at an origin: openings are found in the order of what a path from there
        costs by them; None for the order of their own cost.
    alike
        The same to another destination or on another day, over a network in which all is open that
        is open here: what comes from the origin is taken over, of another day but what has a date.
    """

    layout: Layout
    costs_usd_per_t: Vector
    waiting_usd_per_t_d: float
    begins: Begins | None
    alike: CompiledLabelSetting | None = None
    _queue: Any = field(init=False)
    _openings: Any = field(init=False)
    _used_rows: int = field(init=False, default=0)
    _origin: Any = field(init=False)

    def __post_init__(self) -> None:
        states = len(self.layout.back.starts) - 1
        size, always = np.zeros(1, dtype=np.int64), np.full(states, math.inf)
        self._queue = (np.empty((_ROOM, 4)), np.empty(_ROOM, dtype=np.int64), size, always)
        begins, counts, rooms = (np.zeros(states, dtype=np.int64) for _ in range(3))
        self._openings = (np.empty((_ROOM, 3)), begins, counts, rooms)
        if self.begins is None:
            self._origin = (np.zeros(states), _NONE, _NONE, 0.0, 0.0)
        else:
            self._origin = self._seen_from(self.begins)

    @property
    def is_dated(self) -> bool:
        """Whether the cargo is ready on one day."""
        return self.begins is not None and self.begins.is_dated

    @property
    def seen_from_origin(self) -> Origin:
        """What coming to each state costs at least, and when it can be."""
        return self._origin

    @property
    def came_usd_per_t(self) -> Vector:
        """Least cost of a path from the origin to each state as if all were open."""
        found: Vector = self._origin[0]
        return found

    @property
    def openings(self) -> Openings:
        """The openings that are settled."""
        return self._openings

    def _seen_from(self, begins: Begins) -> tuple[Vector, Vector, Vector, float, float]:
        """Return what coming to each state costs at least, and when it can be."""
        onward, costs, wait = self.layout.onward, self.costs_usd_per_t, self.waiting_usd_per_t_d
        other = self.alike
        if other is not None and other.is_dated and begins.is_dated:
            came, least, moments, ready_d, day_usd = other.seen_from_origin
            if ready_d != begins.values[0, 5]:
                there_d = self._least_of(begins, begins.values[:, 0])
                moments = first_moments(*onward.columns, costs, there_d)
            return came, least, moments, float(begins.values[0, 5]), day_usd
        along = (onward.starts, onward.others, onward.rows)
        first_d, usd, elapsed_d = (begins.values[:, column] for column in (0, 2, 4))
        came = least_to_states(*along, costs, self._least_of(begins, usd))
        if not begins.is_dated:
            return came, _NONE, _NONE, 0.0, 0.0
        durations_d = self.layout.durations_d
        takes = durations_d != 0
        day_usd = float(np.min(costs[takes] / durations_d[takes], initial=wait))
        moving = costs - day_usd * durations_d
        moments = first_moments(*onward.columns, costs, self._least_of(begins, first_d))
        worth = self._least_of(begins, usd - day_usd * elapsed_d)
        least = least_to_states(*along, moving, worth)
        return came, least, moments, float(begins.values[0, 5]), day_usd

    def _least_of(self, begins: Begins, worth: Vector) -> Vector:
        """Return by state the least of what the labels that begin there are worth."""
        least: Vector = np.full(len(self.layout.onward.starts) - 1, math.inf)
        np.minimum.at(least, begins.nodes // self.layout.holds, worth)
        return least

    def begin(self, ends: Mapping[int, float]) -> None:
        """Begin at the states of a destination, each with the cost of unloading from it."""
        rows, states, size, always = self._queue
        if int(size[0]) + len(ends) >= len(states):
            rows, states = grown(rows, states, len(rows) + len(ends))
            self._queue = (rows, states, size, always)
        for state, usd in ends.items():
            push(
                self._queue, self._openings, state, usd, math.inf, -math.inf,
                self.waiting_usd_per_t_d, self._origin,
            )  # fmt: skip

    def run(self, limit_usd_per_t: float = math.inf, sought: Collection[int] = ()) -> float:
        """Settle the openings of a rating within a limit, or until one settles at a state sought.

        Returns the rating of the last, or infinity where there is no more to settle.
        """
        wanted = np.zeros(len(self.layout.back.starts) - 1, dtype=np.bool_)
        wanted[list(sought)] = True
        rating, self._queue, self._openings, self._used_rows = settle(
            self.layout.back.columns, self.costs_usd_per_t, self.waiting_usd_per_t_d, self._queue,
            self._openings, self._used_rows, self._origin, float(limit_usd_per_t), wanted,
        )  # fmt: skip
        return float(rating)

    def least_of_starts(self, begins: Begins, ready_d: Indices) -> Vector:
        """Return the least cost of a whole path of cargo ready on each of some days."""
        states, values = begins.nodes // self.layout.holds, begins.values
        usd, elapsed_d = values[:, 2].copy(), values[:, 4].copy()
        found: Vector = least_of_starts(
            self._openings, states, usd, elapsed_d, ready_d.astype(np.float64),
            self.waiting_usd_per_t_d,
        )  # fmt: skip
        return found

    def potential(self, limit_usd_per_t: float) -> CompiledPotential:
        """Return the bound of a label as known so far; infinite where it leads beyond a limit."""
        wait, holds = self.waiting_usd_per_t_d, self.layout.holds
        bounds = (self._openings, wait, float(limit_usd_per_t), holds)
        return CompiledPotential(self.layout, self.costs_usd_per_t, bounds)


@dataclass(frozen=True, slots=True, eq=False)
class CompiledPotential:
    """Lower bounds of going on, of labels of one origin, and the search that they guide.

    Parameters
    ----------
    layout, costs_usd_per_t
        What is searched.
    bounds
        Openings, price of a day, limit, nodes of a state.
    """

    layout: Layout
    costs_usd_per_t: Vector
    bounds: tuple[Any, float, float, int]

    def of(self, label: LabelRow) -> float:
        """Return the bound of a label."""
        return float(bound_of(self.bounds, label))

    def search(
        self, begins: Begins, end_usd: Mapping[int, float], limits: tuple[float, float, float]
    ) -> CompiledPath:
        """Search for the label of least cost at an end.

        Parameters
        ----------
        begins
            The cargo as loaded at its origin.
        end_usd
            By node of the destination the cost of unloading.
        limits
            Most days, most labels, and cost from which on a path is of no interest.
        """
        ends = np.full(len(self.layout.stored), math.inf)
        ends[list(end_usd)] = list(end_usd.values())
        found = search(
            self.layout.moves.columns, self.layout.stored, self.costs_usd_per_t,
            (begins.nodes, begins.values), ends, self.bounds, limits,
        )  # fmt: skip
        ended, least, (values, nodes, moves, _) = found
        return CompiledPath(ended == TOO_MANY, least, values, nodes, moves)


@dataclass(frozen=True, slots=True, eq=False)
class CompiledPath:
    """How a search ended: with the labels of the best path from its start, or without any.

    Parameters
    ----------
    gave_up
        Whether it made more labels than it may.
    least_usd_per_t
        What the best costs at least, with unloading.
    values
        Of each label first and last moment, cost, whether it rises, days elapsed, readiness.
    nodes, moves
        Node of each label, and number of the move that led there; -1 for the first.
    """

    gave_up: bool
    least_usd_per_t: float
    values: Vector
    nodes: Indices
    moves: Indices
