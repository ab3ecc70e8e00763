"""The path of one origin to some ends on one day, compiled as one call: bounds, then labels.

Owns what of the bounds serves another day of the same cargo (docs/model.md, E9). An opening tells
what it costs to go on from a state, whatever the day at the origin; only the order in which
openings are sought hangs on that day. So what was settled for one day stays, and what still queues
is rated anew.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from zimnik.geo.compiled.jit import compiled
from zimnik.geo.compiled.label_search import NONE, TOO_MANY, search
from zimnik.geo.compiled.openings import (
    Moves,
    Openings,
    Origin,
    Queue,
    copy_entry,
    push,
    put,
    rating_of,
    settle,
)
from zimnik.geo.compiled.potential import CompiledLabelSetting, CompiledPath

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.compiled.layout import Layout
    from zimnik.geo.core.arrays import Flags, Indices, Vector

# Entries for which there is room at first.
_ROOM = 256
# Queue, openings, and how far they reach.
Settled = Any


@compiled
def begun(end_usd: Vector, holds: int, wait: float, origin: Origin) -> Settled:
    """Return the openings of no more than the ends, which queue."""
    states = len(end_usd) // holds
    size, always = np.zeros(1, dtype=np.int64), np.full(states, math.inf)
    room = _ROOM + int(np.sum(end_usd < math.inf))
    queue = (np.empty((room, 4)), np.empty(room, dtype=np.int64), size, always)
    begins, counts = np.zeros(states, dtype=np.int64), np.zeros(states, dtype=np.int64)
    openings = (np.empty((_ROOM, 3)), begins, counts, np.zeros(states, dtype=np.int64))
    for state in range(states):
        if end_usd[holds * state] < math.inf:
            usd = end_usd[holds * state]
            push(queue, openings, state, usd, math.inf, -math.inf, wait, origin)
    return queue, openings, 0


@compiled
def rate_anew(queue: Queue, wait: float, origin: Origin) -> None:
    """Order what queues by what a path through it costs from another origin, or on another day."""
    rows, states, size, _ = queue
    spare = len(states) - 1
    for at in range(size[0]):
        copy_entry(rows, states, at, spare)
        rows[spare, 0] = rating_of(
            states[spare], rows[spare, 1], rows[spare, 2], rows[spare, 3], wait, origin
        )
        put(rows, states, spare, at)


@compiled
def least_through(openings: Openings, sought: Indices, wait: float, origin: Origin) -> float:
    """Return the least that a path costs by an opening that is settled at a state sought."""
    values, begins, counts, _ = openings
    least = math.inf
    for state in sought:
        for at in range(begins[state], begins[state] + counts[state]):
            rating = rating_of(state, values[at, 0], values[at, 1], values[at, 2], wait, origin)
            least = min(least, rating)
    return least


@compiled
def steps_of(
    found: tuple[Vector, Indices, Indices, Indices], moves: Moves
) -> tuple[Indices, float]:
    """Return the rows of the moves of a path, and the days that it waits."""
    values, nodes, numbers, _ = found
    last, moving_d = len(nodes) - 1, 0.0
    rows = np.empty(max(last, 0), dtype=np.int64)
    if last < 0:
        return rows, 0.0
    for at in range(last, 0, -1):
        rows[at - 1] = moves[2][numbers[at]]
        moving_d += moves[3][numbers[at]]
    return rows, values[last, 0] - values[0, 5] - values[0, 4] - moving_d


@compiled
def search_path(
    moves: Moves,
    back: Moves,
    stored: Flags,
    costs: Vector,
    wait: float,
    begins: tuple[Indices, Vector],
    end_usd: Vector,
    settled: Settled,
    origin: Origin,
    again: bool,
    margins: Vector,
    limits: tuple[float, float, float],
) -> tuple[int, float, tuple[Vector, Indices, Indices, Indices], Indices, float, Settled]:
    """Search for the label of least cost at an end, by bounds that are sought as far as it needs.

    Returns how it ended, what the best path costs at least, its labels, rows and days of waiting,
    and the openings.
    """
    max_d, max_labels, room_usd = limits
    queue, openings, used = settled
    holds = len(stored) // (len(back[0]) - 1)
    sought = np.zeros(len(back[0]) - 1, dtype=np.bool_)
    for node in begins[0]:
        sought[node // holds] = True
    least = math.inf
    if again:
        rate_anew(queue, wait, origin)
        least = least_through(openings, np.flatnonzero(sought), wait, origin)
    known, queue, openings, used = settle(
        back, costs, wait, queue, openings, used, origin, least, sought
    )
    least = min(known, least)
    sought[:] = False
    at = 0
    while True:
        limit = math.inf
        if margins[at] < math.inf:
            limit = least * (1 + margins[at]) + room_usd
        if limit > known:
            known, queue, openings, used = settle(
                back, costs, wait, queue, openings, used, origin, limit, sought
            )
        bounds = (openings, wait, known, holds)
        below = (max_d, max_labels, math.inf)
        ended, usd, found = search(moves, stored, costs, begins, end_usd, bounds, below)
        at += 1
        if ended != NONE or known == math.inf or at == len(margins):
            break
    rows, waiting_d = steps_of(found, moves)
    return ended, usd, found, rows, waiting_d, (queue, openings, used)


@dataclass(frozen=True, slots=True, eq=False)
class SoughtPath:
    """The best path of a day as it was found.

    Parameters
    ----------
    labels
        Its labels from the start, or that too many were made; without any there is no path.
    rows
        Rows of its moves.
    waiting_d
        Days waited.
    """

    labels: CompiledPath
    rows: Indices
    waiting_d: float


NO_PATH = SoughtPath(
    CompiledPath(
        gave_up=False,
        least_usd_per_t=math.inf,
        values=np.empty((0, 6)),
        nodes=np.empty(0, dtype=np.int64),
        moves=np.empty(0, dtype=np.int64),
    ),
    np.empty(0, dtype=np.int64),
    0.0,
)


@dataclass(slots=True, eq=False)
class PathSearch:
    """The search for the paths of the cargo of one origin to some ends, on one day after another.

    Parameters
    ----------
    layout
        The network.
    costs_usd_per_t
        Cost of every row; infinite where it is closed.
    waiting_usd_per_t_d
        Price of a day.
    ends_usd_per_t
        By state of the destination the cost of unloading.
    """

    layout: Layout
    costs_usd_per_t: Vector
    waiting_usd_per_t_d: float
    ends_usd_per_t: Mapping[int, float]
    _end_usd: Vector = field(init=False)
    _settled: Settled = field(init=False, default=None)

    def __post_init__(self) -> None:
        holds = self.layout.holds
        self._end_usd = np.full(len(self.layout.stored), math.inf)
        for state, usd in self.ends_usd_per_t.items():
            self._end_usd[holds * state : holds * (state + 1)] = usd

    def path(
        self,
        seen: CompiledLabelSetting,
        *,
        margins: Sequence[float],
        room_usd_per_t: float,
        max_d: float,
        max_labels: float,
    ) -> SoughtPath:
        """Return the path of least cost.

        Parameters
        ----------
        seen
            The cargo as loaded at its origin, on one day or any, and what it costs at least to come
            from there to any state.
        margins
            Shares by which the bounds go beyond the least cost, in turn until a path is found.
        room_usd_per_t
            By how much they go beyond it in any case.
        max_d, max_labels
            Most days, and most labels of a search.
        """
        begins, wait, origin = seen.begins, self.waiting_usd_per_t_d, seen.seen_from_origin
        if begins is None or not begins.nodes.size:
            return NO_PATH
        again = self._settled is not None
        if not again:
            self._settled = begun(self._end_usd, self.layout.holds, wait, origin)
        ended, usd, found, rows, waiting_d, self._settled = search_path(
            self.layout.moves.columns, self.layout.back.columns, self.layout.stored,
            self.costs_usd_per_t, wait, (begins.nodes, begins.values), self._end_usd,
            self._settled, origin, again, np.array(margins),
            (float(max_d), float(max_labels), room_usd_per_t),
        )  # fmt: skip
        values, nodes, moves, _ = found
        labels = CompiledPath(ended == TOO_MANY, usd, values, nodes, moves)
        return SoughtPath(labels, rows, waiting_d)

    def undated_usd_per_t(self, seen: CompiledLabelSetting) -> float:
        """Return what any path costs at least, as if all were open."""
        came, ends = seen.came_usd_per_t, self.ends_usd_per_t
        return min((float(came[state]) + usd for state, usd in ends.items()), default=math.inf)
