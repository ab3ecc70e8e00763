"""Least-cost paths that come to no node twice within a limit of days, compiled.

Owns the search of `geo.routing.labels` for such paths over arrays (docs/model.md, E9). A label may
not come to a node that it came by, and is dropped only for one that came by no other node.

References
----------
Feillet, Dejax, Gendreau and Gueguen, An exact algorithm for the elementary shortest path problem
with resource constraints, Networks 44 (2004), 216-229.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zimnik.geo.compiled.jit import compiled
from zimnik.geo.compiled.label_search import FOUND, NONE, TOO_MANY
from zimnik.geo.compiled.labels import (
    LabelRow,
    Labels,
    MoveRow,
    add_arrivals,
    arrays_of,
    chain_to,
    dominates,
    first_labels,
    kept_before,
)
from zimnik.geo.compiled.openings import least_at, least_within
from zimnik.geo.compiled.potential import CompiledLabelSetting, CompiledPath

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.compiled.layout import Layout
    from zimnik.geo.compiled.openings import Moves, Openings
    from zimnik.geo.compiled.potential import Begins
    from zimnik.geo.core.arrays import Flags, Indices, Vector

# Openings of several bounds, one after the other, of which the first tells of days; price of a day
# of waiting in each; by how much a day left lowers each; most days; states; nodes of a state.
BoundsInTime = Any

_EPS_D = 1e-9


@compiled
def least_of_label(openings: Openings, state: int, label: LabelRow, wait: float) -> float:
    """Return the least cost to go from a label."""
    if label.rises:
        return least_at(openings, state, label.first_d, wait)
    return least_within(openings, state, label.first_d, label.last_d, wait)


@compiled
def bound_in_time(bounds: BoundsInTime, label: LabelRow) -> float:
    """Return the bound of a label; infinite where it comes too late."""
    openings, waits, day_usd, max_d, states, holds = bounds
    state = label.node // holds
    days = label.first_d - label.ready_d if label.rises else label.elapsed_d
    left_d = max_d - days
    if least_of_label(openings, state, label, waits[0]) > left_d + _EPS_D:
        return math.inf
    best = -math.inf
    for number in range(1, len(waits)):
        least = least_of_label(openings, number * states + state, label, waits[number])
        best = max(best, least - day_usd[number] * left_d)
    return best


@compiled
def mark_passed(labels: Labels, last: int, passed: Indices, mark: int) -> None:
    """Write a mark at all nodes that a label came by."""
    at = last
    while at >= 0:
        passed[labels[at].node] = mark
        at = labels[at].parent


@compiled
def goes_as_far(labels: Labels, last: int, passed: Indices, mark: int) -> bool:
    """Whether a label came by no other nodes than those marked."""
    at = last
    while at >= 0:
        if passed[labels[at].node] != mark:
            return False
        at = labels[at].parent
    return True


@compiled
def is_needless_here(
    labels: Labels, first: int, number: int, passed: Indices, stored: bool, wait: float
) -> bool:
    """Whether a label of the same node costs no more than one, and may go wherever it may."""
    at, label = first, labels[number]
    while at >= 0:
        other = labels[at]
        if dominates(other, label, stored, wait) and goes_as_far(labels, at, passed, number):
            return True
        at = other.next_kept
    return False


@compiled
def leave_onward(
    arrived: Labels,
    labels: Labels,
    number: int,
    passed: Indices,
    moves: Moves,
    stored: Flags,
    costs: Vector,
    max_d: float,
    wait: float,
) -> None:
    """Add the labels at the heads of all open moves from a label to nodes that are not marked."""
    starts, heads, rows, durations_d, opens_d, lengths_d = moves
    label = labels[number]
    for at in range(starts[label.node], starts[label.node + 1]):
        head, usd = heads[at], costs[rows[at]]
        if usd < math.inf and passed[head] != number:
            move = MoveRow(at, head, durations_d[at], usd, opens_d[at], lengths_d[at], stored[head])
            add_arrivals(arrived, label, number, move, max_d, stored[label.node], wait)


@compiled
def search_simple(
    moves: Moves,
    stored: Flags,
    costs: Vector,
    wait: float,
    begins: tuple[Indices, Vector],
    end_usd: Vector,
    bounds: BoundsInTime,
    limits: tuple[float, float, float],
) -> tuple[int, float, tuple[Vector, Indices, Indices, Indices]]:
    """Search for the label of least cost at an end.

    Returns how it ended, what the best costs at least, and the labels of the best path.
    """
    max_d, max_labels, below_usd_per_t = limits
    arrived = first_labels(begins[0], begins[1])
    labels = arrived[:0]
    queue = [(0.0, 0, 0, False)][:0]
    pushed = 0
    kept = np.full(len(stored), -1, dtype=np.int64)
    passed = np.full(len(stored), -1, dtype=np.int64)
    ended, best_usd, best = NONE, math.inf, -1
    while True:
        for label in arrived:
            usd = label.cost_usd_per_t + bound_in_time(bounds, label)
            if usd < below_usd_per_t:
                pushed += 1
                labels.append(label)
                heapq.heappush(queue, (usd, pushed, len(labels) - 1, False))
        arrived.clear()
        if len(queue) == 0:
            break
        best_usd, _, number, done = heapq.heappop(queue)
        if done:
            ended, best = FOUND, number
            break
        if pushed > max_labels:
            ended = TOO_MANY
            break
        label = labels[number]
        node = label.node
        mark_passed(labels, number, passed, number)
        if is_needless_here(labels, kept[node], number, passed, stored[node], wait):
            continue
        labels[number] = kept_before(label, kept[node])
        kept[node] = number
        usd = label.cost_usd_per_t + end_usd[node]
        if usd < below_usd_per_t:
            pushed += 1
            heapq.heappush(queue, (usd, pushed, number, True))
        leave_onward(arrived, labels, number, passed, moves, stored, costs, max_d, wait)
    return ended, best_usd, arrays_of(labels, chain_to(labels, best))


@dataclass(frozen=True, slots=True, eq=False)
class ToGo:
    """What it costs at least to go on from each state to some ends, by time.

    Parameters
    ----------
    openings
        The openings.
    waiting_usd_per_t_d
        Price of a day of waiting.
    """

    openings: Openings
    waiting_usd_per_t_d: float

    @classmethod
    def of(
        cls, layout: Layout, costs_usd_per_t: Vector, wait: float, ends: Mapping[int, float]
    ) -> ToGo:
        """Return it at some costs of the rows, and price of a day."""
        setting = CompiledLabelSetting(layout, costs_usd_per_t, wait, None)
        setting.begin(ends)
        setting.run()
        return cls(setting.openings, wait)

    def of_label(self, label: LabelRow, holds: int) -> float:
        """Return the least cost to go from a label."""
        state, wait = label.node // holds, self.waiting_usd_per_t_d
        return float(least_of_label(self.openings, state, label, wait))


@dataclass(frozen=True, slots=True, eq=False)
class BoundsTogether:
    """Bounds of which each holds, for labels that arrive within a limit of days.

    Parameters
    ----------
    layout
        The network.
    days
        Least days to go.
    to_go, day_usd
        Bounds of the cost to go where every day costs so much more, and how much that is.
    max_d
        Most days.
    """

    layout: Layout
    days: ToGo
    to_go: Sequence[ToGo]
    day_usd: Sequence[float]
    max_d: float

    @property
    def packed(self) -> BoundsInTime:
        """The bounds as compiled code reads them."""
        every = [self.days, *self.to_go]
        values, begins, counts, rooms = zip(*(one.openings for one in every), strict=True)
        offsets = np.cumsum([0, *map(len, values[:-1])])
        openings = (
            np.concatenate(values),
            np.concatenate([first + at for first, at in zip(begins, offsets, strict=True)]),
            np.concatenate(counts),
            np.concatenate(rooms),
        )
        waits = np.array([one.waiting_usd_per_t_d for one in every])
        states = len(self.layout.back.starts) - 1
        day_usd = np.array([0.0, *self.day_usd])
        return openings, waits, day_usd, float(self.max_d), states, self.layout.holds

    def of(self, label: LabelRow) -> float:
        """Return the bound of a label; infinite where it comes too late."""
        return float(bound_in_time(self.packed, label))

    def search(
        self,
        costs_usd_per_t: Vector,
        wait: float,
        begins: Begins,
        end_usd: Mapping[int, float],
        limits: tuple[float, float, float],
    ) -> CompiledPath:
        """Search for the label of least cost at an end; parameters as `CompiledPotential.search`.

        Costs of the rows and price of a day are those of the labels.
        """
        layout = self.layout
        ends = np.full(len(layout.stored), math.inf)
        ends[list(end_usd)] = list(end_usd.values())
        ended, least, (values, nodes, moves, _) = search_simple(
            layout.moves.columns, layout.stored, costs_usd_per_t, wait,
            (begins.nodes, begins.values), ends, self.packed, limits,
        )  # fmt: skip
        return CompiledPath(ended == TOO_MANY, least, values, nodes, moves)
