"""Least-cost paths by date, compiled: the label setting of `geo.routing.labels` over arrays.

Owns the same search (docs/model.md, E8), but for paths that must come by no node twice.
"""

from __future__ import annotations

import heapq
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from zimnik.geo.compiled.jit import compiled
from zimnik.geo.compiled.labels import (
    LabelRow,
    Labels,
    arrays_of,
    chain_to,
    first_labels,
    is_needless,
    kept_before,
    leave,
)
from zimnik.geo.compiled.openings import least_at, least_within

if TYPE_CHECKING:
    from zimnik.geo.compiled.openings import Moves
    from zimnik.geo.core.arrays import Flags, Indices, Vector

# Openings, price of a day, limit of the cost, nodes of a state.
Bounds = Any

# What ended a search: a label at the end, nothing left, or too many labels.
FOUND, NONE, TOO_MANY = 0, 1, 2


@compiled
def bound_of(bounds: Bounds, label: LabelRow) -> float:
    """Return the bound of a label; infinite where it leads beyond the limit."""
    openings, wait, limit_usd_per_t, holds = bounds
    state = label.node // holds
    if label.rises:
        least = least_at(openings, state, label.first_d, wait)
    else:
        least = least_within(openings, state, label.first_d, label.last_d, wait)
    return least if label.cost_usd_per_t + least < limit_usd_per_t else math.inf


@compiled
def queue_arrivals(
    arrived: Labels,
    labels: Labels,
    queue: Any,  # noqa: ANN401
    pushed: int,
    bounds: Bounds,
    below_usd_per_t: float,
) -> int:
    """Queue labels by cost plus bound, unless that is too much; return how many were queued."""
    for label in arrived:
        usd = label.cost_usd_per_t + bound_of(bounds, label)
        if usd < below_usd_per_t:
            pushed += 1
            labels.append(label)
            heapq.heappush(queue, (usd, pushed, len(labels) - 1, False))
    arrived.clear()
    return pushed


@compiled
def search(
    moves: Moves,
    stored: Flags,
    costs: Vector,
    begins: tuple[Indices, Vector],
    end_usd: Vector,
    bounds: Bounds,
    limits: tuple[float, float, float],
) -> tuple[int, float, tuple[Vector, Indices, Indices, Indices]]:
    """Search for the label of least cost at an end.

    Returns how it ended, what the best costs at least, and the labels of the best path.
    """
    max_d, max_labels, below_usd_per_t = limits
    wait = bounds[1]
    arrived = first_labels(begins[0], begins[1])
    labels = arrived[:0]
    queue = [(0.0, 0, 0, False)][:0]
    pushed = 0
    kept = np.full(len(stored), -1, dtype=np.int64)
    ended, best_usd, best = NONE, math.inf, -1
    while True:
        pushed = queue_arrivals(arrived, labels, queue, pushed, bounds, below_usd_per_t)
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
        if is_needless(labels, kept[node], label, stored[node], wait):
            continue
        labels[number] = kept_before(label, kept[node])
        kept[node] = number
        if label.cost_usd_per_t + end_usd[node] < below_usd_per_t:
            pushed += 1
            usd = label.cost_usd_per_t + end_usd[node]
            heapq.heappush(queue, (usd, pushed, number, True))
        leave(arrived, label, number, moves, stored, costs, max_d, wait)
    chain = chain_to(labels, best)
    return ended, best_usd, arrays_of(labels, chain)
