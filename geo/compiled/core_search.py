"""The search to many destinations at once, compiled: that of `geo.routing._matrix_core`.

Owns the same search (docs/model.md, E9): a label is of interest while it may be better than what
was found, for any destination.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zimnik.geo.compiled.jit import compiled
from zimnik.geo.compiled.label_search import NONE, TOO_MANY
from zimnik.geo.compiled.labels import (
    LabelRow,
    arrays_of,
    first_labels,
    is_needless,
    kept_before,
    leave,
)
from zimnik.geo.compiled.openings import Moves, least_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from zimnik.geo.compiled.layout import Layout
    from zimnik.geo.compiled.potential import Begins, CompiledLabelSetting
    from zimnik.geo.core.arrays import Flags, Indices, Vector

# What else may end a search: the bounds by time of the year are worth their making now.
WANTS_BOUNDS = 3
_EPS_USD = 1e-9
# Cost to each destination from the origin as if all were open, and openings that tell how much less
# than that a path costs from a state on; no destinations stand for no such bounds.
Ahead = Any


@compiled
def least_ahead(
    label: LabelRow,
    least: Vector,
    ahead: Ahead,
    best: Vector,
    wait: float,
    holds: int,
    bounded: bool,
) -> tuple[float, bool]:
    """Return the least cost by a label to any destination, and whether it may better one."""
    from_origin, openings = ahead
    beyond = 0.0
    if bounded:
        beyond = least_at(openings, label.node // holds, label.first_d, wait)
    lowest, may_better = math.inf, False
    for column in range(len(best)):
        onward = least[label.node, column]
        if bounded:
            onward = max(onward, from_origin[column] + beyond)
        usd = label.cost_usd_per_t + onward
        lowest = min(lowest, usd)
        may_better = may_better or usd < best[column] - _EPS_USD
    return lowest, may_better


@compiled
def note_steady(label: LabelRow, steady: Vector, best: Vector) -> Indices:
    """Note what the path by what is open all year costs; return where that is the best so far."""
    better = np.zeros(len(best), dtype=np.bool_)
    for column in range(len(best)):
        usd = label.cost_usd_per_t + steady[label.node, column]
        if usd < best[column] - _EPS_USD:
            best[column] = usd
            better[column] = True
    return np.flatnonzero(better)


@compiled
def search_core(
    moves: Moves,
    stored: Flags,
    costs: Vector,
    begins: tuple[Indices, Vector],
    to_go: tuple[Vector, Vector],
    best_usd: Vector,
    ahead: Ahead,
    limits: tuple[float, int, int, float, int],
) -> tuple[int, Vector, Indices, tuple[Vector, Indices, Indices, Indices]]:
    """Search until nothing in the queue may be better.

    Returns how it ended, cost and label of the best to each destination, and all labels.
    """
    max_d, max_labels, few, wait, holds = limits
    least, steady = to_go
    found, best = best_usd.copy(), np.full(len(best_usd), -1, dtype=np.int64)
    arrived = first_labels(begins[0], begins[1])
    labels = arrived[:0]
    queue = [(0.0, 0, 0, False)][:0]
    pushed, ended = 0, NONE
    kept = np.full(len(stored), -1, dtype=np.int64)
    while True:
        for label in arrived:
            if not least_ahead(label, least, ahead, found, wait, holds, False)[1]:
                continue
            number = len(labels)
            labels.append(label)
            best[note_steady(label, steady, found)] = number
            bounded = pushed >= few
            if bounded and len(ahead[0]) == 0:
                return WANTS_BOUNDS, found, best, arrays_of(labels, best[:0])
            lowest, may_better = least_ahead(label, least, ahead, found, wait, holds, bounded)
            if may_better:
                pushed += 1
                heapq.heappush(queue, (lowest, pushed, number, bounded))
        arrived.clear()
        if len(queue) == 0:
            break
        _, _, number, bounded = heapq.heappop(queue)
        if pushed > max_labels:
            ended = TOO_MANY
            break
        label = labels[number]
        node = label.node
        _, may_better = least_ahead(label, least, ahead, found, wait, holds, bounded)
        if not may_better or is_needless(labels, kept[node], label, stored[node], wait):
            continue
        labels[number] = kept_before(label, kept[node])
        kept[node] = number
        leave(arrived, label, number, moves, stored, costs, max_d, wait)
    return ended, found, best, arrays_of(labels, np.arange(len(labels)))


@dataclass(frozen=True, slots=True, eq=False)
class CoreLabels:
    """What a search to many destinations found.

    Parameters
    ----------
    gave_up
        Whether it made more labels than it may.
    best_usd_per_t, best
        Cost to each destination, and number of the label from which it goes on by what is open all
        year; -1 where nothing better was found.
    values, nodes, moves, parents
        Of each label first and last moment, cost, whether it rises, days elapsed, readiness; its
        node; number of the move that led there, and of the label that it came from.
    """

    gave_up: bool
    best_usd_per_t: Vector
    best: Indices
    values: Vector
    nodes: Indices
    moves: Indices
    parents: Indices


@dataclass(frozen=True, slots=True, eq=False)
class CoreQuestion:
    """What is asked of all destinations at once, whatever the day.

    Parameters
    ----------
    layout, costs_usd_per_t, waiting_usd_per_t_d
        What is searched.
    least_usd_per_t, steady_usd_per_t
        Cost to go from every node to each destination as if all were open, and by what is open all
        year.
    max_d, max_labels, few_labels
        Most days, most labels, and labels after which the bounds by time are worth their making.
    """

    layout: Layout
    costs_usd_per_t: Vector
    waiting_usd_per_t_d: float
    least_usd_per_t: Vector
    steady_usd_per_t: Vector
    max_d: float
    max_labels: int
    few_labels: int

    def search(
        self,
        begins: Begins,
        best_usd_per_t: Vector,
        ahead: Callable[[], tuple[Vector, CompiledLabelSetting]],
        *,
        bounded: bool,
    ) -> CoreLabels:
        """Search for what is better than some costs.

        Parameters
        ----------
        begins
            The cargo as loaded at its origin.
        best_usd_per_t
            What is known to each destination.
        ahead
            Makes the bounds by time: cost to each destination from the origin, and the openings.
        bounded
            Whether they are made already.
        """
        numbers = np.empty(0, dtype=np.int64)
        bounds: Ahead = (np.empty(0), (np.empty((0, 3)), numbers, numbers, numbers))
        limits = (
            float(self.max_d), self.max_labels, self.few_labels, self.waiting_usd_per_t_d,
            self.layout.holds,
        )  # fmt: skip
        while True:
            if bounded:
                from_origin, setting = ahead()
                bounds = (from_origin, setting.openings)
            ended, found, best, (values, nodes, moves, parents) = search_core(
                self.layout.moves.columns, self.layout.stored, self.costs_usd_per_t,
                (begins.nodes, begins.values), (self.least_usd_per_t, self.steady_usd_per_t),
                best_usd_per_t, bounds, limits,
            )  # fmt: skip
            if ended != WANTS_BOUNDS:
                return CoreLabels(ended == TOO_MANY, found, best, values, nodes, moves, parents)
            bounded = True
