"""What it costs at least to go on to a destination from each place at each time of the year.

Owns the bound that guides the search by date (docs/model.md, E9). It is the exact cost of an easier
question, in which cargo may wait anywhere, also on a vehicle, at the price of a day: there one list
of openings a state says all. Since the answer of the easier question is nearly always one to the
question itself, a search that it guides goes almost straight to its end.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.calendar import YEAR_D
from geo.dated_graph import StateMove

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.calendar import Window

_EPS_D = 1e-9


# Cargo that is at a state by the second number, in days, may go on to the end. At time t it costs
# the greater of the first number and of the third less w t, where w is the price of a day: what it
# waits for is fixed in the calendar. It recurs each year. Without end, the second is infinite and
# the cost always the first. A plain tuple, since a search makes tens of thousands.
Opening = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least cost from every state to the end, by time; infinite where there is no way.

    Parameters
    ----------
    openings
        Of every state, those that no other makes needless; cheapest first.
    waiting_usd_per_t_d
        Price of a day.
    """

    openings: Sequence[Sequence[Opening]]
    waiting_usd_per_t_d: float

    def at(self, state: int, time_d: float) -> float:
        """Return the least cost from a state at a time."""
        best, wait = math.inf, self.waiting_usd_per_t_d
        for least, until_d, anchored in self.openings[state]:
            if least >= best:
                break
            cost = least
            if math.isfinite(until_d):
                years = math.ceil((time_d - until_d - _EPS_D) / YEAR_D)
                cost = max(least, anchored + wait * (YEAR_D * years - time_d))
            best = min(best, cost)
        return best

    def least(self, state: int) -> float:
        """Return the least cost from a state at the best of all times."""
        openings = self.openings[state]
        return openings[0][0] if openings else math.inf

    def with_moves(
        self, state: int, moves: Sequence[tuple[int, float, float, Window | None]]
    ) -> Bounds:
        """Return the same bounds for a graph in which more leaves a state to which nothing leads.

        Parameters
        ----------
        state
            State that the moves leave.
        moves
            State at the head, cost, days and window of each.
        """
        found = list(self.openings[state])
        for head, cost, duration_d, window in moves:
            move = StateMove(state, 0, duration_d, window)
            for opening in self.openings[head]:
                found += _before(opening, move, cost, self.waiting_usd_per_t_d)
        openings = [*self.openings]
        openings[state] = sorted(found)
        return replace(self, openings=openings)


def bounds_to(
    back: Sequence[Sequence[StateMove]],
    costs_usd_per_t: Sequence[float],
    ends: Mapping[int, float],
    waiting_usd_per_t_d: float,
) -> Bounds:
    """Return the bounds of going to an end.

    Parameters
    ----------
    back
        What leads to each state.
    costs_usd_per_t
        Cost of every row; infinite where it is closed.
    ends
        States of the destination and the cost of unloading from each.
    waiting_usd_per_t_d
        Price of a day.

    Notes
    -----
    Labels go backwards from the end and settle by least cost, each dropped where one that settled
    before costs no more at all times. Time grows as moves times the openings of a state, of which
    the shipped network has some ten.
    """
    settled: list[list[Opening]] = [[] for _ in back]
    queue = [((cost, math.inf, -math.inf), state) for state, cost in ends.items()]
    heapq.heapify(queue)
    always = [math.inf] * len(back)
    a_year_usd = waiting_usd_per_t_d * YEAR_D
    while queue:
        opening, state = heapq.heappop(queue)
        if _needless(opening, settled[state], a_year_usd):
            continue
        settled[state].append(opening)
        is_open = math.isinf(opening[1])
        for move in back[state]:
            tail, row, _, window = move
            cost = costs_usd_per_t[row]
            if is_open and window is None:
                # Most moves by far: no season behind and none before.
                if opening[0] + cost < always[tail]:
                    always[tail] = opening[0] + cost
                    heapq.heappush(queue, ((always[tail], math.inf, -math.inf), tail))
            elif math.isfinite(cost):
                for before in _before(opening, move, cost, waiting_usd_per_t_d):
                    if before[0] < always[tail]:
                        heapq.heappush(queue, (before, tail))
    return Bounds(settled, waiting_usd_per_t_d)


def _needless(opening: Opening, settled: Sequence[Opening], a_year_usd: float) -> bool:
    _, until_d, anchored = opening
    for _, other_until_d, other in settled:
        in_time = other_until_d >= until_d - _EPS_D
        if (other if in_time else other + a_year_usd) <= anchored + _EPS_D:
            return True
        if math.isinf(other_until_d):
            return True
    return False


def _before(opening: Opening, move: StateMove, cost: float, wait: float) -> Iterator[Opening]:
    """Yield what an opening at the head of a move means at its tail."""
    least, until_d, anchored = opening
    duration_d, window = move.duration_d, move.window
    least += cost
    anchored += cost - wait * duration_d
    until_d -= duration_d
    if window is None:
        yield _of_year(least, until_d, anchored, wait)
        return
    slack_d = window.length_d - duration_d
    if slack_d < 0:
        return
    opens_d, closes_d = window.opens_d, window.opens_d + slack_d
    if math.isinf(until_d):
        yield _of_year(least, closes_d, least + wait * opens_d, wait)
        return
    years = math.ceil((opens_d - until_d - _EPS_D) / YEAR_D)
    while True:
        last_d = until_d + YEAR_D * years
        fixed = max(anchored + wait * YEAR_D * years, least + wait * opens_d)
        end_d = min(closes_d, last_d)
        yield _of_year(max(least, fixed - wait * end_d), end_d, fixed, wait)
        if last_d >= closes_d:
            return
        years += 1


def _of_year(least: float, until_d: float, anchored: float, wait: float) -> Opening:
    """Return an opening told of the first year."""
    if math.isinf(until_d):
        return (least, until_d, anchored)
    years = math.floor(until_d / YEAR_D)
    return (least, until_d - YEAR_D * years, anchored - wait * YEAR_D * years)
