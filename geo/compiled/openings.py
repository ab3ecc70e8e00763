"""Lower bounds by time, compiled: the backward label setting of `geo.routing.potentials`.

Owns the same rules over arrays (docs/model.md, E9). The openings of a state are a list linked by
numbers, cheapest first, so that a search can stop at the first that costs more than is known.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from zimnik.geo.compiled.heap import lower, queued, take_first
from zimnik.geo.compiled.jit import compiled
from zimnik.geo.core.calendar import YEAR_D

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Flags, Indices, Vector

# Numba types what it compiles by itself; to the type checker its tuples are anything.
# The queue, a heap: rating and the three numbers of each opening, its state, and how many there
# are; then the least that is not bound to a time at each state. Its last place is for an entry to
# come.
Queue = Any
# The openings that are settled: their three numbers; of each state where its own begin, how many
# they are, cheapest first, and for how many there is room.
Openings = Any
# Least cost to each state; the same less the worth of days; first moments; day; worth of a day.
# No first moments stand for cargo of no date.
Origin = Any
# Of each state its first move, and of each move the other state, row, days, opening and length; a
# negative length stands for all the year.
Moves = Any

_EPS_D = 1e-9
_YEAR_D = float(YEAR_D)


@compiled
def grown(rows: Vector, numbers: Indices, size: int) -> tuple[Vector, Indices]:
    """Return columns with room for more rows, doubled where that is not enough."""
    room = max(2 * len(numbers), size)
    more_rows, more_numbers = np.empty((room, rows.shape[1])), np.empty(room, dtype=np.int64)
    more_rows[: len(rows)] = rows
    more_numbers[: len(numbers)] = numbers
    return more_rows, more_numbers


@compiled
def is_before(rows: Vector, numbers: Indices, one: int, other: int) -> bool:
    """Whether an entry of the queue leaves it before another: by its numbers, in their order."""
    for column in range(4):
        if rows[one, column] != rows[other, column]:
            return bool(rows[one, column] < rows[other, column])
    return bool(numbers[one] < numbers[other])


@compiled
def copy_entry(rows: Vector, numbers: Indices, source: int, target: int) -> None:
    """Write an entry of the queue over another."""
    for column in range(4):
        rows[target, column] = rows[source, column]
    numbers[target] = numbers[source]


@compiled
def put(rows: Vector, numbers: Indices, entry: int, at: int) -> None:
    """Put an entry that stands outside a binary heap into its last place or above (Williams 1964).

    Parameters
    ----------
    rows, numbers
        The heap, and beyond it the entry.
    entry
        Where it stands.
    at
        The last place of the heap, which is free.
    """
    while at > 0:
        above = (at - 1) // 2
        if not is_before(rows, numbers, entry, above):
            break
        copy_entry(rows, numbers, above, at)
        at = above
    copy_entry(rows, numbers, entry, at)


@compiled
def drop_first(rows: Vector, numbers: Indices, size: int) -> None:
    """Take the first entry out of a binary heap of a size."""
    at, last = 0, size - 1
    while 2 * at + 1 < last:
        below = 2 * at + 1
        if below + 1 < last and is_before(rows, numbers, below + 1, below):
            below += 1
        if not is_before(rows, numbers, below, last):
            break
        copy_entry(rows, numbers, below, at)
        at = below
    copy_entry(rows, numbers, last, at)


@compiled
def least_to_states(
    starts: Indices, others: Indices, rows: Indices, weights: Vector, begins: Vector
) -> Vector:
    """Return the least weight of a path to each state as if all were open, by Dijkstra."""
    least = begins.copy()
    heap, places, size = queued(least)
    while size:
        state = take_first(heap, places, size, least)
        size -= 1
        for number in range(starts[state], starts[state + 1]):
            further, other = least[state] + weights[rows[number]], others[number]
            if further < least[other]:
                least[other] = further
                size = lower(heap, places, size, least, other)
    return least


@compiled
def first_departure(opens_d: float, slack_d: float, from_d: float) -> float:
    """Return the first moment from which something of a slack may be left for, not before a day."""
    year = math.floor((from_d - opens_d - slack_d) / _YEAR_D)
    while opens_d + year * _YEAR_D + slack_d < from_d:
        year += 1
    return max(opens_d + year * _YEAR_D, from_d)


@compiled
def first_moments(
    starts: Indices,
    others: Indices,
    rows: Indices,
    durations_d: Vector,
    opens_d: Vector,
    lengths_d: Vector,
    costs: Vector,
    begins: Vector,
) -> Vector:
    """Return the first moment at each state of cargo that may wait anywhere, by Dijkstra."""
    least = begins.copy()
    heap, places, size = queued(least)
    while size:
        state = take_first(heap, places, size, least)
        size -= 1
        for number in range(starts[state], starts[state + 1]):
            leave_d, other = least[state], others[number]
            # Most are there sooner already, whatever the season.
            if leave_d + durations_d[number] >= least[other] or costs[rows[number]] == math.inf:
                continue
            if lengths_d[number] >= 0:
                slack_d = lengths_d[number] - durations_d[number]
                if slack_d < 0:
                    continue
                leave_d = first_departure(opens_d[number], slack_d, leave_d)
            further = leave_d + durations_d[number]
            if further < least[other]:
                least[other] = further
                size = lower(heap, places, size, least, other)
    return least


@compiled
def is_needless(
    openings: Openings, state: int, least: float, until_d: float, anchored: float, a_year_usd: float
) -> bool:
    """Whether another costs no more at any time."""
    values, begins, counts, _ = openings
    least, until_d, anchored = least + _EPS_D, until_d - _EPS_D, anchored + _EPS_D
    for at in range(begins[state], begins[state] + counts[state]):
        if values[at, 0] > least:
            return False
        if values[at, 2] <= anchored and (
            values[at, 1] >= until_d or values[at, 2] + a_year_usd <= anchored
        ):
            return True
    return False


@compiled
def ends_covered(openings: Openings, state: int, least: float, until_d: float, wait: float) -> bool:
    """Whether another costs no more at its end: where none does, they do not cover it together."""
    if until_d == math.inf:
        return False
    values, begins, counts, _ = openings
    then_usd, a_year_usd = least + wait * until_d + _EPS_D, wait * _YEAR_D
    least, until_d = least + _EPS_D, until_d - _EPS_D
    for at in range(begins[state], begins[state] + counts[state]):
        if values[at, 0] > least:
            return False
        if values[at, 2] <= (then_usd if values[at, 1] >= until_d else then_usd - a_year_usd):
            return True
    return False


@compiled
def is_covered(
    openings: Openings, state: int, least: float, until_d: float, anchored: float, wait: float
) -> bool:
    """Whether at every time one or another costs no more, as `geo.routing.potentials` tells it."""
    values, begins, counts, _ = openings
    if wait == 0.0 or until_d == math.inf or counts[state] < 2:  # noqa: PLR2004 - as there
        return False
    reached_d = (anchored - least) / wait
    while True:
        before_d = reached_d
        reached_d = -math.inf
        for at in range(begins[state], begins[state] + counts[state]):
            if values[at, 0] > least + _EPS_D:
                break
            first_d = (values[at, 2] - least) / wait - _EPS_D
            there_d = values[at, 1] + _YEAR_D * math.floor((before_d - first_d) / _YEAR_D)
            reached_d = max(reached_d, there_d)
        if reached_d >= until_d - _EPS_D and reached_d >= before_d - _EPS_D:
            return True
        if reached_d <= before_d:
            return False


@compiled
def rating_of(
    state: int, least: float, until_d: float, anchored: float, wait: float, origin: Origin
) -> float:
    """Return the least cost of a path through an opening, from the origin on."""
    came_usd, moving_usd, first_d, ready_d, day_usd = origin
    if until_d == math.inf or first_d.size == 0:
        return float(least + came_usd[state])
    moment_d = first_d[state]
    if moment_d == math.inf:
        return math.inf
    if wait != 0.0:
        years = math.ceil((moment_d - until_d - _EPS_D) / _YEAR_D)
        moment_d = max(moment_d, (anchored - least) / wait + _YEAR_D * years)
    timed_usd = moving_usd[state] + day_usd * (moment_d - ready_d)
    return float(least + max(came_usd[state], timed_usd))


@compiled
def push(
    queue: Queue,
    openings: Openings,
    state: int,
    least: float,
    until_d: float,
    anchored: float,
    wait: float,
    origin: Origin,
) -> None:
    """Queue an opening told of the first year, unless it is known to be needless."""
    rows, states, size, always = queue
    if until_d == math.inf:
        if least >= always[state]:
            return
        always[state] = least
    else:
        years = math.floor(until_d / _YEAR_D)
        until_d -= _YEAR_D * years
        anchored -= wait * _YEAR_D * years
        if is_needless(openings, state, least, until_d, anchored, wait * _YEAR_D):
            return
    rating = rating_of(state, least, until_d, anchored, wait, origin)
    if rating < math.inf:
        entry = len(states) - 1
        rows[entry, 0], rows[entry, 1] = rating, least
        rows[entry, 2], rows[entry, 3] = until_d, anchored
        states[entry] = state
        put(rows, states, entry, size[0])
        size[0] += 1


@compiled
def push_through_window(
    queue: Queue,
    openings: Openings,
    state: int,
    least: float,
    until_d: float,
    anchored: float,
    wait: float,
    opens_d: float,
    slack_d: float,
    origin: Origin,
) -> None:
    """Queue what an opening at the head of a move means at its tail, the move having a season."""
    closes_d = opens_d + slack_d
    if until_d == math.inf:
        push(queue, openings, state, least, closes_d, least + wait * opens_d, wait, origin)
        return
    years = math.ceil((opens_d - until_d - _EPS_D) / _YEAR_D)
    while True:
        last_d = until_d + _YEAR_D * years
        fixed = max(anchored + wait * _YEAR_D * years, least + wait * opens_d)
        end_d = min(closes_d, last_d)
        usd = max(least, fixed - wait * end_d)
        push(queue, openings, state, usd, end_d, fixed, wait, origin)
        if last_d >= closes_d:
            return
        years += 1


@compiled
def with_room(openings: Openings, used: int, state: int) -> tuple[Openings, int]:
    """Return openings with room for one more at a state, and how far they reach."""
    values, begins, counts, rooms = openings
    count = counts[state]
    if count < rooms[state]:
        return openings, used
    room = max(4, 2 * rooms[state])
    if used + room > len(values):
        more = np.empty((2 * len(values) + room, 3))
        more[:used] = values[:used]
        values = more
    values[used : used + count] = values[begins[state] : begins[state] + count]
    begins[state], rooms[state] = used, room
    return (values, begins, counts, rooms), used + room


@compiled
def insert(openings: Openings, state: int, least: float, until_d: float, anchored: float) -> None:
    """Insert an opening in its order: by cost, then end, then what it is anchored by."""
    values, begins, counts, _ = openings
    at = begins[state] + counts[state]
    while at > begins[state] and (
        (values[at - 1, 0], values[at - 1, 1], values[at - 1, 2]) > (least, until_d, anchored)
    ):
        values[at] = values[at - 1]
        at -= 1
    values[at, 0], values[at, 1], values[at, 2] = least, until_d, anchored
    counts[state] += 1


@compiled
def push_tails(
    back: Moves,
    costs: Vector,
    wait: float,
    queue: Queue,
    openings: Openings,
    opening: tuple[int, float, float, float],
    origin: Origin,
) -> None:
    """Queue what an opening means at the tails of all moves that lead to its state."""
    starts, others, rows, durations_d, opens_d, lengths_d = back
    state, least, until_d, anchored = opening
    always = queue[3]
    for number in range(starts[state], starts[state + 1]):
        cost, tail, duration_d = costs[rows[number]], others[number], durations_d[number]
        usd, length_d = least + cost, lengths_d[number]
        if usd >= always[tail]:
            continue
        then_d, then = until_d - duration_d, anchored + cost - wait * duration_d
        if length_d < 0:
            push(queue, openings, tail, usd, then_d, then, wait, origin)
        elif length_d >= duration_d:
            opens, slack_d = opens_d[number], length_d - duration_d
            push_through_window(
                queue, openings, tail, usd, then_d, then, wait, opens, slack_d, origin
            )


@compiled
def settle(
    back: Moves,
    costs: Vector,
    wait: float,
    queue: Queue,
    openings: Openings,
    used: int,
    origin: Origin,
    limit_usd_per_t: float,
    sought: Flags,
) -> tuple[float, Queue, Openings, int]:
    """Settle the openings of a rating within a limit, or until one settles at a state sought.

    Returns the rating of the last, or infinity where there is no more to settle, with the queue,
    the openings and how far they reach.
    """
    starts = back[0]
    a_year_usd, size, always = wait * _YEAR_D, queue[2], queue[3]
    # A move has at most three openings in a year that begin after one at its head.
    most = 4 * np.max(starts[1:] - starts[:-1]) + 2
    while size[0] > 0 and queue[0][0, 0] <= limit_usd_per_t:
        if size[0] + most > len(queue[1]):
            queued, states = grown(queue[0], queue[1], size[0] + most)
            queue = (queued, states, size, always)
        rating, least, until_d, anchored = queue[0][0]
        state = queue[1][0]
        drop_first(queue[0], queue[1], size[0])
        size[0] -= 1
        if is_needless(openings, state, least, until_d, anchored, a_year_usd) or (
            ends_covered(openings, state, least, until_d, wait)
            and is_covered(openings, state, least, until_d, anchored, wait)
        ):
            continue
        openings, used = with_room(openings, used, state)
        insert(openings, state, least, until_d, anchored)
        push_tails(back, costs, wait, queue, openings, (state, least, until_d, anchored), origin)
        if sought[state]:
            return rating, queue, openings, used
    rating = limit_usd_per_t if size[0] > 0 else math.inf
    return rating, queue, openings, used


@compiled
def least_at(openings: Openings, state: int, time_d: float, wait: float) -> float:
    """Return the least cost from a state at a time."""
    values, begins, counts, _ = openings
    best = math.inf
    for at in range(begins[state], begins[state] + counts[state]):
        cost, until_d = values[at, 0], values[at, 1]
        if cost >= best:
            break
        if until_d != math.inf:
            years = math.ceil((time_d - until_d - _EPS_D) / _YEAR_D)
            cost = max(cost, values[at, 2] + wait * (_YEAR_D * years - time_d))
        best = min(best, cost)
    return best


@compiled
def least_within(
    openings: Openings, state: int, first_d: float, last_d: float, wait: float
) -> float:
    """Return the least cost from a state at the best moment of a stretch of time."""
    values, begins, counts, _ = openings
    best = math.inf
    for at in range(begins[state], begins[state] + counts[state]):
        if values[at, 0] >= best:
            break
        until_d = values[at, 1]
        if until_d == math.inf or (
            math.ceil((first_d - until_d - _EPS_D) / _YEAR_D)
            <= math.floor((last_d - until_d + _EPS_D) / _YEAR_D)
        ):
            best = values[at, 0]
    return min(best, least_at(openings, state, last_d, wait))


@compiled
def least_of_starts(
    openings: Openings,
    states: Indices,
    usd: Vector,
    elapsed_d: Vector,
    ready_d: Vector,
    wait: float,
) -> Vector:
    """Return the least cost of a whole path from labels of cargo ready on each of some days."""
    found = np.full(len(ready_d), math.inf)
    for label in range(len(states)):
        for day in range(len(ready_d)):
            onward = least_at(openings, states[label], ready_d[day] + elapsed_d[label], wait)
            found[day] = min(found[day], usd[label] + onward)
    return found
