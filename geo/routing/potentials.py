"""Potentials by time: lower bounds of going on to a destination, by backward label setting.

Owns the bound that guides the search by date (docs/model.md, E9). It is the exact cost of an easier
question, in which cargo may wait anywhere, also on a vehicle, at the price of a day: there one list
of openings a state says all. Since the answer of the easier question is nearly always one to the
question itself, a search that it guides goes almost straight to its end. How far back from the end
the openings are sought is for the caller to say; `geo.routing.astar` asks for one origin.

References
----------
Hart, Nilsson and Raphael, A formal basis for the heuristic determination of minimum cost paths,
IEEE Transactions on Systems Science and Cybernetics 4 (1968), 100-107.
"""

from __future__ import annotations

import heapq
import math
from bisect import insort
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from zimnik.geo.core.calendar import YEAR_D
from zimnik.geo.routing.time_expanded import HOLDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.core.calendar import Window
    from zimnik.geo.routing.labels import Label
    from zimnik.geo.routing.time_expanded import StateMove

_EPS_D = 1e-9


# Cargo that is at a state by the second number, in days, may go on to the end. At time t it costs
# the greater of the first number and of the third less w t, where w is the price of a day: what it
# waits for is fixed in the calendar. It recurs each year. Without end, the second is infinite and
# the cost always the first. A plain tuple, since a search makes tens of thousands.
TimeWindowBound = tuple[float, float, float]


class BoundsToGo(Protocol):
    """Lower bounds of going on to the end, by time."""

    def of_label(self, label: Label) -> float:
        """Return the least cost from a label on."""


@dataclass(frozen=True, slots=True)
class LowerBounds:
    """The least cost from every state to the end, by time; infinite where there is no path.

    Parameters
    ----------
    openings
        Of every state, those that no other makes needless; cheapest first.
    waiting_usd_per_t_d
        Price of a day.
    """

    openings: Sequence[Sequence[TimeWindowBound]]
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

    def at_each(self, state: int, times_d: Vector) -> Vector:
        """Return the least cost from a state at each of some times."""
        best: Vector = np.full(len(times_d), np.inf)
        for least, until_d, anchored in self.openings[state]:
            usd = np.full(len(times_d), least)
            if math.isfinite(until_d):
                years = np.ceil((times_d - until_d - _EPS_D) / YEAR_D)
                usd = np.maximum(
                    least, anchored + self.waiting_usd_per_t_d * (YEAR_D * years - times_d)
                )
            np.minimum(best, usd, out=best)
        return best

    def of_labels(self, starts: Sequence[Label], ready_d: Indices) -> Vector:
        """Return the least cost of a whole path from labels of cargo ready on each of some days."""
        least: Vector = np.full(len(ready_d), np.inf)
        for label in starts:
            there_d = ready_d.astype(np.float64) + label.elapsed_d
            onward = self.at_each(label.node // HOLDS, there_d)
            np.minimum(least, label.cost_usd_per_t + onward, out=least)
        return least

    def within(self, state: int, first_d: float, last_d: float) -> float:
        """Return the least cost from a state at the best moment of a stretch of time."""
        best = math.inf
        for least, until_d, _ in self.openings[state]:
            if least >= best:
                break
            # No opening costs less than at its end.
            if math.isinf(until_d) or (
                math.ceil((first_d - until_d - _EPS_D) / YEAR_D)
                <= math.floor((last_d - until_d + _EPS_D) / YEAR_D)
            ):
                best = least
        return min(best, self.at(state, last_d))

    def of_label(self, label: Label) -> float:
        """Return the least cost from a label on."""
        state = label.node // HOLDS
        if label.rises:
            return self.at(state, label.first_d)
        return self.within(state, label.first_d, label.last_d)

    def potential(self, limit_usd_per_t: float = math.inf) -> Callable[[Label], float]:
        """Return the bound of a label; infinite where it leads beyond a limit."""

        def bound_usd_per_t(label: Label) -> float:
            least = self.of_label(label)
            return least if label.cost_usd_per_t + least < limit_usd_per_t else math.inf

        return bound_usd_per_t

    def with_moves(
        self, state: int, moves: Sequence[tuple[int, float, float, Window | None]]
    ) -> LowerBounds:
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
            for opening in self.openings[head]:
                found += _before(opening, duration_d, window, cost, self.waiting_usd_per_t_d)
        openings = [*self.openings]
        openings[state] = sorted(found)
        return replace(self, openings=openings)


@dataclass(slots=True)
class BackwardLabelSetting:
    """The search for openings, backwards from an end and as far as is asked.

    Parameters
    ----------
    back
        What leads to each state.
    costs_usd_per_t
        Cost of every row; infinite where it is closed.
    waiting_usd_per_t_d
        Price of a day.
    rated
        Of an opening at a state no more than any path through it costs, and never falling backwards
        along a path: the openings of least rating are found first; None for the cost without a
        wait.
    settled
        Openings of every state that no other makes needless.
    came
        State and opening of each that was settled, in this order, the row by which it leads on, and
        the number of the opening there; -1 at an end.
    """

    back: Sequence[Sequence[StateMove]]
    costs_usd_per_t: Sequence[float]
    waiting_usd_per_t_d: float
    rated: Callable[[int, TimeWindowBound], float] | None = None
    settled: list[list[TimeWindowBound]] = field(init=False)
    queue: list[tuple[float, TimeWindowBound, int, int, int]] = field(
        init=False, default_factory=list
    )
    always: list[float] = field(init=False)
    came: list[tuple[int, TimeWindowBound, int, int]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.settled = [[] for _ in self.back]
        self.always = [math.inf] * len(self.back)

    def begin(self, ends: Mapping[int, float]) -> None:
        """Begin at the states of a destination, each with the cost of unloading from it."""
        for state, cost in ends.items():
            self._push((cost, math.inf, -math.inf), state, -1, -1)

    def reach(self, state: int, onward: Iterable[StateMove]) -> None:
        """Begin at a state with all that leads on from it to openings that are settled."""
        wait = self.waiting_usd_per_t_d
        for head, row, duration_d, window in onward:
            cost = self.costs_usd_per_t[row]
            if cost < math.inf:
                for opening in self.settled[head]:
                    for before in _before(opening, duration_d, window, cost, wait):
                        self._push(before, state, row, -1)

    def run(self, limit_usd_per_t: float = math.inf, sought: Collection[int] = ()) -> float:
        """Settle the openings of a rating within a limit, or until one settles at a state sought.

        Returns the rating of the last, or infinity where there is no more to settle.
        """
        wait, costs, queue = self.waiting_usd_per_t_d, self.costs_usd_per_t, self.queue
        a_year_usd = wait * YEAR_D
        while queue and queue[0][0] <= limit_usd_per_t:
            rating, opening, state, came_by, after = heapq.heappop(queue)
            settled = self.settled[state]
            if _needless(opening, settled, a_year_usd) or (
                _ends_covered(opening, settled, wait) and _is_covered(opening, settled, wait)
            ):
                continue
            insort(settled, opening)
            number = len(self.came)
            self.came.append((state, opening, came_by, after))
            least, until_d, anchored = opening
            for tail, row, duration_d, window in self.back[state]:
                cost = costs[row]
                if least + cost >= self.always[tail]:
                    continue
                if window is None and until_d >= duration_d:
                    # Most moves by far: no season, and the year stays the same.
                    shifted = (
                        least + cost,
                        until_d - duration_d,
                        anchored + cost - wait * duration_d,
                    )
                    self._push(shifted, tail, row, number)
                    continue
                for before in _before(opening, duration_d, window, cost, wait):
                    self._push(before, tail, row, number)
            if state in sought:
                return rating
        return limit_usd_per_t if queue else math.inf

    def _push(self, opening: TimeWindowBound, state: int, row: int, after: int) -> None:
        least, until_d, _ = opening
        if until_d == math.inf:
            if least >= self.always[state]:
                return
            self.always[state] = least
        elif _needless(opening, self.settled[state], self.waiting_usd_per_t_d * YEAR_D):
            return
        rating = least if self.rated is None else self.rated(state, opening)
        if rating < math.inf:
            heapq.heappush(self.queue, (rating, opening, state, row, after))


def lower_bounds_to(
    back: Sequence[Sequence[StateMove]],
    costs_usd_per_t: Sequence[float],
    ends: Mapping[int, float],
    waiting_usd_per_t_d: float,
) -> LowerBounds:
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
    backwards = BackwardLabelSetting(back, costs_usd_per_t, waiting_usd_per_t_d)
    backwards.begin(ends)
    backwards.run()
    return LowerBounds(backwards.settled, waiting_usd_per_t_d)


def _needless(
    opening: TimeWindowBound, settled: Sequence[TimeWindowBound], a_year_usd: float
) -> bool:
    """Whether another costs no more at any time."""
    least, until_d, anchored = opening[0] + _EPS_D, opening[1] - _EPS_D, opening[2] + _EPS_D
    # A loop, since any() over a generator takes twice as long.
    for other_least, other_until_d, other in settled:
        if (
            other <= anchored
            and other_least <= least
            and (other_until_d >= until_d or other + a_year_usd <= anchored)
        ):
            return True
    return False


def _ends_covered(
    opening: TimeWindowBound, settled: Sequence[TimeWindowBound], wait: float
) -> bool:
    """Whether another costs no more at its end: where none does, they do not cover it together."""
    least, until_d, _ = opening
    if until_d == math.inf:
        return False
    then_usd, a_year_usd = least + wait * until_d + _EPS_D, wait * YEAR_D
    least, until_d = least + _EPS_D, until_d - _EPS_D
    for other_least, other_until_d, other in settled:
        if other_least <= least and other <= (
            then_usd if other_until_d >= until_d else then_usd - a_year_usd
        ):
            return True
    return False


def _is_covered(opening: TimeWindowBound, settled: Sequence[TimeWindowBound], wait: float) -> bool:
    """Whether at every time one or another costs no more.

    From the end of its wait to its own end an opening costs its least; what costs no more on all of
    that costs no more before, since cargo may wait for it. Each other is below that from some
    moment to its end, and they are laid end to end.
    """
    least, until_d, anchored = opening
    if not wait or math.isinf(until_d) or len(settled) < 2:  # noqa: PLR2004 - one alone is `_needless`
        return False
    spans = [
        ((other - least) / wait - _EPS_D, other_until_d)
        for other_least, other_until_d, other in settled
        if other_least <= least + _EPS_D
    ]
    reached_d = (anchored - least) / wait
    while True:
        # What begins by then, in its last year in which it does, and is not over: the first time
        # round this asks for the moment itself, as the least may hold for a moment only.
        before_d = reached_d
        reached_d = max(
            (
                last_d + YEAR_D * math.floor((before_d - first_d) / YEAR_D)
                for first_d, last_d in spans
            ),
            default=-math.inf,
        )
        if reached_d >= until_d - _EPS_D and reached_d >= before_d - _EPS_D:
            return True
        if reached_d <= before_d:
            return False


def _before(
    opening: TimeWindowBound, duration_d: float, window: Window | None, cost: float, wait: float
) -> Iterator[TimeWindowBound]:
    """Yield what an opening at the head of a move means at its tail."""
    least, until_d, anchored = opening
    least += cost
    anchored = anchored + cost - wait * duration_d
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


def _of_year(least: float, until_d: float, anchored: float, wait: float) -> TimeWindowBound:
    """Return an opening told of the first year."""
    if math.isinf(until_d):
        return (least, until_d, anchored)
    years = math.floor(until_d / YEAR_D)
    return (least, until_d - YEAR_D * years, anchored - wait * YEAR_D * years)
