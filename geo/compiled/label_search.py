"""Least-cost paths by date, compiled: the label setting of `geo.routing.labels` over arrays.

Owns the same rules (docs/model.md, E8), but for paths that must come by no node twice.
"""

from __future__ import annotations

import heapq
import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

from zimnik.geo.compiled.openings import Moves, least_at, least_within
from zimnik.geo.core.calendar import YEAR_D

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Flags, Indices, Vector

# Node, first and last moment, cost, whether it rises, days elapsed, day of readiness, number of the
# label that it came from and of the move by which; the next at its node.
Labels = Any
# Openings, price of a day, limit of the cost, nodes of a state.
Bounds = Any

_EPS_D = 1e-9
_YEAR_D = float(YEAR_D)
# What ended a search: a label at the end, nothing left, or too many labels.
FOUND, NONE, TOO_MANY = 0, 1, 2


@njit(cache=True)
def bound_of(
    bounds: Bounds, node: int, first_d: float, last_d: float, cost: float, rises: bool
) -> float:
    """Return the bound of a label; infinite where it leads beyond the limit."""
    openings, wait, limit_usd_per_t, holds = bounds
    if rises:
        least = least_at(openings, node // holds, first_d, wait)
    else:
        least = least_within(openings, node // holds, first_d, last_d, wait)
    return least if cost + least < limit_usd_per_t else math.inf


@njit(cache=True)
def cost_at(label: Any, time_d: float, wait: float) -> float:  # noqa: ANN401
    """Return the cost of being there at a time not before its first."""
    since_d = label[1] if label[4] else label[2]
    return label[3] + wait * max(0.0, time_d - since_d)


@njit(cache=True)
def rolling_cost(label: Any, time_d: float, wait: float) -> float:  # noqa: ANN401
    """Return the cost of being there on a vehicle at a time."""
    return label[3] + (wait * (time_d - label[1]) if label[4] and time_d != math.inf else 0.0)


@njit(cache=True)
def is_ready_as_late(one: Any, other: Any) -> bool:  # noqa: ANN401
    """Whether `one` has as many days left as `other` before it comes too late."""
    if one[4]:
        return one[6] >= other[6] - _EPS_D
    if other[4]:
        return min(other[1], one[2]) - one[5] >= other[6] - _EPS_D
    return one[5] <= other[5] + _EPS_D and one[6] >= other[6] - _EPS_D


@njit(cache=True)
def dominates(one: Any, other: Any, stored: bool, wait: float) -> bool:  # noqa: ANN401
    """Whether `one` costs no more than `other` at every moment at which `other` is there."""
    if one[1] > other[1] + _EPS_D or one[3] > other[3] + _EPS_D:
        return False
    if not is_ready_as_late(one, other):
        return False
    if stored:
        moment_d = other[1] if other[4] else other[2]
        return cost_at(one, moment_d, wait) <= other[3] + _EPS_D
    return (
        one[2] >= other[2] - _EPS_D
        and rolling_cost(one, other[1], wait) <= other[3] + _EPS_D
        and rolling_cost(one, other[2], wait) <= rolling_cost(other, other[2], wait) + _EPS_D
    )


@njit(cache=True)
def push(state: Any, bounds: Bounds, below_usd_per_t: float, label: Any) -> None:  # noqa: ANN401
    """Queue a label with its bound, unless a path by it costs too much."""
    labels, queue, pushed = state
    node, first_d, last_d, cost, rises = label[0], label[1], label[2], label[3], label[4]
    least = cost + bound_of(bounds, node, first_d, last_d, cost, rises)
    if least < below_usd_per_t:
        pushed[0] += 1
        labels.append(label)
        heapq.heappush(queue, (least, pushed[0], np.int64(len(labels) - 1), False))


@njit(cache=True)
def push_moved(
    state: Any,  # noqa: ANN401
    bounds: Bounds,
    below_usd_per_t: float,
    parent: int,
    move: Any,  # noqa: ANN401
    leave_first_d: float,
    leave_last_d: float,
    cost: float,
    ready_d: float,
    rises: bool,
) -> None:
    """Queue the label at the head of a move of cargo that leaves within a stretch."""
    number, head, duration_d, usd, head_stored = move
    arrive_d, last_d = leave_first_d + duration_d, leave_last_d + duration_d
    elapsed_d = state[0][parent][5] + duration_d
    if rises:
        last_d = arrive_d if head_stored else last_d
    else:
        ready_d = last_d - elapsed_d
    label = (
        head, arrive_d, last_d, cost + usd, rises, elapsed_d, ready_d,
        np.int64(parent), number, np.int64(-1),
    )  # fmt: skip
    push(state, bounds, below_usd_per_t, label)


@njit(cache=True)
def depart(
    state: Any,  # noqa: ANN401
    bounds: Bounds,
    below_usd_per_t: float,
    parent: int,
    move: Any,  # noqa: ANN401
    first_d: float,
    last_d: float,
    max_d: float,
    stored: bool,
) -> None:
    """Queue the labels of departing between two times, as they are at the head of the move."""
    if first_d > last_d + _EPS_D:
        return
    label, wait, duration_d = state[0][parent], bounds[1], move[2]
    _, label_first_d, label_last_d, cost, rises, elapsed_d, ready_d, _, _, _ = label
    if rises:
        usd = cost_at(label, first_d, wait)
        push_moved(
            state, bounds, below_usd_per_t, parent, move, first_d, last_d, usd, ready_d, True
        )
        return
    ready_first_d = float(math.ceil(first_d - elapsed_d - _EPS_D))
    ready_last_d = float(math.floor(min(last_d, label_last_d) - elapsed_d + _EPS_D))
    if elapsed_d + duration_d <= max_d + _EPS_D and ready_first_d <= ready_last_d:
        there_first_d, there_last_d = ready_first_d + elapsed_d, ready_last_d + elapsed_d
        push_moved(
            state, bounds, below_usd_per_t, parent, move, there_first_d, there_last_d, cost, 0.0,
            False,
        )  # fmt: skip
    if not stored:
        return
    earlier_d = min(ready_first_d - 1.0, ready_d)
    for made_d in (earlier_d, ready_d):
        there_d = made_d + elapsed_d
        leave_first_d = max(first_d, there_d)
        leave_last_d = min(last_d, made_d + max_d - duration_d)
        if there_d >= label_first_d - _EPS_D and leave_first_d <= leave_last_d + _EPS_D:
            usd = cost + wait * (leave_first_d - there_d)
            push_moved(
                state, bounds, below_usd_per_t, parent, move, leave_first_d, leave_last_d, usd,
                made_d, True,
            )  # fmt: skip
        if earlier_d == ready_d:
            break


@njit(cache=True)
def push_arrivals(
    state: Any,  # noqa: ANN401
    bounds: Bounds,
    below_usd_per_t: float,
    parent: int,
    move: Any,  # noqa: ANN401
    opens_d: float,
    length_d: float,
    max_d: float,
    stored: bool,
) -> None:
    """Queue the labels at the head of a move, one for each opening in time."""
    label, duration_d = state[0][parent], move[2]
    first_d = label[1]
    until_d = min(math.inf if stored else label[2], label[6] + max_d - duration_d)
    if length_d < 0:
        depart(state, bounds, below_usd_per_t, parent, move, first_d, until_d, max_d, stored)
        return
    slack_d = length_d - duration_d
    if slack_d < 0:
        return
    year = math.floor((first_d - opens_d - slack_d) / _YEAR_D)
    while opens_d + year * _YEAR_D <= until_d:
        start_d = opens_d + year * _YEAR_D
        if start_d + slack_d >= first_d:
            leave_first_d, leave_last_d = max(start_d, first_d), min(start_d + slack_d, until_d)
            depart(
                state, bounds, below_usd_per_t, parent, move, leave_first_d, leave_last_d, max_d,
                stored,
            )  # fmt: skip
        year += 1


@njit(cache=True)
def is_needless(labels: Labels, first: int, label: Any, wait: float, stored: bool) -> bool:  # noqa: ANN401
    """Whether a label of the same node that left the queue before makes this one needless."""
    at = first
    while at >= 0:
        other = labels[at]
        if dominates(other, label, stored, wait):
            return True
        at = other[9]
    return False


@njit(cache=True)
def chain_of(labels: Labels, last: int) -> tuple[Vector, Indices, Indices]:
    """Return the labels from the first to one: their numbers, nodes and moves."""
    numbers = [last]
    while labels[numbers[-1]][7] >= 0:
        numbers.append(labels[numbers[-1]][7])
    size = len(numbers)
    values, nodes = np.empty((size, 6)), np.empty(size, dtype=np.int64)
    moves = np.empty(size, dtype=np.int64)
    for place in range(size):
        label = labels[numbers[size - 1 - place]]
        nodes[place], moves[place] = label[0], label[8]
        values[place, 0], values[place, 1], values[place, 2] = label[1], label[2], label[3]
        values[place, 3] = 1.0 if label[4] else 0.0
        values[place, 4], values[place, 5] = label[5], label[6]
    return values, nodes, moves


@njit(cache=True)
def search(
    moves: Moves,
    stored: Flags,
    costs: Vector,
    begins: tuple[Indices, Vector],
    end_usd: Vector,
    bounds: Bounds,
    limits: tuple[float, float, float],
) -> tuple[int, float, Vector, Indices, Indices]:
    """Search for the label of least cost at an end.

    Returns how it ended, what the best costs at least, and the labels of the best path.
    """
    starts, heads, rows, durations_d, opens_d, lengths_d = moves
    max_d, max_labels, below_usd_per_t = limits
    wait = bounds[1]
    nodes, values = begins
    labels = [
        (nodes[i], values[i, 0], values[i, 1], values[i, 2], values[i, 3] > 0, values[i, 4],
         values[i, 5], np.int64(-1), np.int64(-1), np.int64(-1))
        for i in range(len(nodes))
    ]  # fmt: skip
    begun = labels.copy()
    labels.clear()
    queue = [(0.0, np.int64(0), np.int64(0), False)]
    queue.clear()
    pushed = np.zeros(1, dtype=np.int64)
    state = (labels, queue, pushed)
    kept = np.full(len(stored), -1, dtype=np.int64)
    for label in begun:
        push(state, bounds, below_usd_per_t, label)
    while queue:
        least, _, number, done = heapq.heappop(queue)
        if done:
            values, nodes, by = chain_of(labels, number)
            return FOUND, least, values, nodes, by
        if pushed[0] > max_labels:
            return TOO_MANY, least, np.empty((0, 6)), nodes[:0], nodes[:0]
        label = labels[number]
        node = label[0]
        if is_needless(labels, kept[node], label, wait, stored[node]):
            continue
        labels[number] = (
            node, label[1], label[2], label[3], label[4], label[5], label[6], label[7], label[8],
            kept[node],
        )  # fmt: skip
        kept[node] = number
        if end_usd[node] < math.inf and label[3] + end_usd[node] < below_usd_per_t:
            pushed[0] += 1
            heapq.heappush(queue, (label[3] + end_usd[node], pushed[0], number, True))
        for at in range(starts[node], starts[node + 1]):
            usd = costs[rows[at]]
            if usd < math.inf:
                move = (np.int64(at), heads[at], durations_d[at], usd, stored[heads[at]])
                push_arrivals(
                    state, bounds, below_usd_per_t, number, move, opens_d[at], lengths_d[at],
                    max_d, stored[node],
                )  # fmt: skip
    return NONE, math.inf, np.empty((0, 6)), nodes[:0], nodes[:0]
