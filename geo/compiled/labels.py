"""Labels in compiled code: what they cost at a time, which is needless, and where they lead.

Owns the rules of `geo.routing.labels` for numbers (docs/model.md, E8).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from zimnik.geo.compiled.jit import compiled
from zimnik.geo.core.calendar import YEAR_D

if TYPE_CHECKING:
    from zimnik.geo.compiled.openings import Moves
    from zimnik.geo.core.arrays import Flags, Indices, Vector

_EPS_D = 1e-9
_YEAR_D = float(YEAR_D)
# Numba types what it compiles by itself; to the type checker its lists are anything.
Labels = Any


class LabelRow(NamedTuple):
    """A label as `geo.routing.labels.Label`, its parent and move by number.

    `next_kept` is the label that left the queue before it at the same node; -1 for none.
    """

    node: int
    first_d: float
    last_d: float
    cost_usd_per_t: float
    rises: bool
    elapsed_d: float
    ready_d: float
    parent: int
    move: int
    next_kept: int


class MoveRow(NamedTuple):
    """A move at its cost: number, where it leads, days, opening, and whether a store is there.

    A negative length stands for all the year.
    """

    number: int
    head: int
    duration_d: float
    cost_usd_per_t: float
    opens_d: float
    length_d: float
    head_stored: bool


@compiled
def first_labels(nodes: Indices, values: Vector) -> Labels:
    """Return the labels with which a search begins."""
    return [
        LabelRow(
            nodes[i],
            values[i, 0],
            values[i, 1],
            values[i, 2],
            values[i, 3] > 0,
            values[i, 4],
            values[i, 5],
            -1,
            -1,
            -1,
        )
        for i in range(len(nodes))
    ]


@compiled
def kept_before(label: LabelRow, next_kept: int) -> LabelRow:
    """Return a label with the one that left the queue before it."""
    return LabelRow(
        label.node,
        label.first_d,
        label.last_d,
        label.cost_usd_per_t,
        label.rises,
        label.elapsed_d,
        label.ready_d,
        label.parent,
        label.move,
        next_kept,
    )


@compiled
def cost_at(label: LabelRow, time_d: float, wait: float) -> float:
    """Return the cost of being there at a time not before its first."""
    since_d = label.first_d if label.rises else label.last_d
    return label.cost_usd_per_t + wait * max(0.0, time_d - since_d)


@compiled
def rolling_cost(label: LabelRow, time_d: float, wait: float) -> float:
    """Return the cost of being there on a vehicle at a time."""
    rise = wait * (time_d - label.first_d) if label.rises and time_d != math.inf else 0.0
    return label.cost_usd_per_t + rise


@compiled
def is_ready_as_late(one: LabelRow, other: LabelRow) -> bool:
    """Whether `one` has as many days left as `other` before it comes too late."""
    if one.rises:
        return one.ready_d >= other.ready_d - _EPS_D
    if other.rises:
        return min(other.first_d, one.last_d) - one.elapsed_d >= other.ready_d - _EPS_D
    return one.elapsed_d <= other.elapsed_d + _EPS_D and one.ready_d >= other.ready_d - _EPS_D


@compiled
def dominates(one: LabelRow, other: LabelRow, stored: bool, wait: float) -> bool:
    """Whether `one` costs no more than `other` at every moment at which `other` is there."""
    most_usd = other.cost_usd_per_t + _EPS_D
    if one.first_d > other.first_d + _EPS_D or one.cost_usd_per_t > most_usd:
        return False
    if not is_ready_as_late(one, other):
        return False
    if stored:
        return cost_at(one, other.first_d if other.rises else other.last_d, wait) <= most_usd
    return (
        one.last_d >= other.last_d - _EPS_D
        and rolling_cost(one, other.first_d, wait) <= most_usd
        and rolling_cost(one, other.last_d, wait)
        <= rolling_cost(other, other.last_d, wait) + _EPS_D
    )


@compiled
def is_needless(labels: Labels, first: int, label: LabelRow, stored: bool, wait: float) -> bool:
    """Whether a label of the same node that left the queue before makes this one needless."""
    at = first
    while at >= 0:
        other = labels[at]
        if dominates(other, label, stored, wait):
            return True
        at = other.next_kept
    return False


@compiled
def moved(
    label: LabelRow,
    parent: int,
    move: MoveRow,
    leave_first_d: float,
    leave_last_d: float,
    cost: float,
    made_d: float,
    rises: bool,
) -> LabelRow:
    """Return the label at the head of a move of cargo that leaves within a stretch."""
    arrive_d, last_d = leave_first_d + move.duration_d, leave_last_d + move.duration_d
    elapsed_d, ready_d = label.elapsed_d + move.duration_d, made_d
    if not rises:
        ready_d = last_d - elapsed_d
    elif move.head_stored:
        last_d = arrive_d
    return LabelRow(
        move.head,
        arrive_d,
        last_d,
        cost + move.cost_usd_per_t,
        rises,
        elapsed_d,
        ready_d,
        parent,
        move.number,
        -1,
    )


@compiled
def depart(
    arrived: Labels,
    label: LabelRow,
    parent: int,
    move: MoveRow,
    leave_d: tuple[float, float],
    max_d: float,
    stored: bool,
    wait: float,
) -> None:
    """Add the labels of departing between two times, as they are at the head of the move."""
    first_d, last_d = leave_d
    if first_d > last_d + _EPS_D:
        return
    if label.rises:
        usd = cost_at(label, first_d, wait)
        arrived.append(moved(label, parent, move, first_d, last_d, usd, label.ready_d, True))
        return
    elapsed_d = label.elapsed_d
    ready_first_d = float(math.ceil(first_d - elapsed_d - _EPS_D))
    ready_last_d = float(math.floor(min(last_d, label.last_d) - elapsed_d + _EPS_D))
    if elapsed_d + move.duration_d <= max_d + _EPS_D and ready_first_d <= ready_last_d:
        there_first_d, there_last_d = ready_first_d + elapsed_d, ready_last_d + elapsed_d
        usd = label.cost_usd_per_t
        arrived.append(moved(label, parent, move, there_first_d, there_last_d, usd, 0.0, False))
    if not stored:
        return
    earlier_d = min(ready_first_d - 1.0, label.ready_d)
    for made_d in (earlier_d, label.ready_d):
        there_d = made_d + elapsed_d
        leave_first_d = max(first_d, there_d)
        leave_last_d = min(last_d, made_d + max_d - move.duration_d)
        if there_d >= label.first_d - _EPS_D and leave_first_d <= leave_last_d + _EPS_D:
            usd = label.cost_usd_per_t + wait * (leave_first_d - there_d)
            arrived.append(
                moved(label, parent, move, leave_first_d, leave_last_d, usd, made_d, True)
            )
        if earlier_d == label.ready_d:
            break


@compiled
def add_arrivals(
    arrived: Labels,
    label: LabelRow,
    parent: int,
    move: MoveRow,
    max_d: float,
    stored: bool,
    wait: float,
) -> None:
    """Add the labels at the head of a move of finite cost, one for each opening in time."""
    first_d, duration_d = label.first_d, move.duration_d
    until_d = min(math.inf if stored else label.last_d, label.ready_d + max_d - duration_d)
    if move.length_d < 0:
        depart(arrived, label, parent, move, (first_d, until_d), max_d, stored, wait)
        return
    slack_d = move.length_d - duration_d
    if slack_d < 0:
        return
    year = math.floor((first_d - move.opens_d - slack_d) / _YEAR_D)
    while move.opens_d + year * _YEAR_D <= until_d:
        start_d = move.opens_d + year * _YEAR_D
        if start_d + slack_d >= first_d:
            leave_d = (max(start_d, first_d), min(start_d + slack_d, until_d))
            depart(arrived, label, parent, move, leave_d, max_d, stored, wait)
        year += 1


@compiled
def leave(
    arrived: Labels,
    label: LabelRow,
    parent: int,
    moves: Moves,
    stored: Flags,
    costs: Vector,
    max_d: float,
    wait: float,
) -> None:
    """Add the labels at the heads of all open moves from a label."""
    starts, heads, rows, durations_d, opens_d, lengths_d = moves
    for at in range(starts[label.node], starts[label.node + 1]):
        usd = costs[rows[at]]
        if usd < math.inf:
            head = heads[at]
            move = MoveRow(at, head, durations_d[at], usd, opens_d[at], lengths_d[at], stored[head])
            add_arrivals(arrived, label, parent, move, max_d, stored[label.node], wait)


@compiled
def arrays_of(labels: Labels, numbers: Indices) -> tuple[Vector, Indices, Indices, Indices]:
    """Return labels of some numbers as columns: their numbers, nodes, moves and parents."""
    size = len(numbers)
    values, nodes = np.empty((size, 6)), np.empty(size, dtype=np.int64)
    moves, parents = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    for at in range(size):
        label = labels[numbers[at]]
        nodes[at], moves[at], parents[at] = label.node, label.move, label.parent
        values[at, 0], values[at, 1] = label.first_d, label.last_d
        values[at, 2], values[at, 3] = label.cost_usd_per_t, 1.0 if label.rises else 0.0
        values[at, 4], values[at, 5] = label.elapsed_d, label.ready_d
    return values, nodes, moves, parents


@compiled
def chain_to(labels: Labels, last: int) -> Indices:
    """Return the numbers of the labels from the first to one."""
    size, at = 0, last
    while at >= 0:
        size, at = size + 1, labels[at].parent
    numbers, at = np.empty(size, dtype=np.int64), last
    for place in range(size - 1, -1, -1):
        numbers[place] = at
        at = labels[at].parent
    return numbers
