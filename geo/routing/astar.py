"""The A* potential of one origin: lower bounds by time, as far back as matter to it.

Owns how far back from the destination openings are sought for cargo of one origin (docs/model.md,
E9): in the order of what a path through them costs at least from the origin on, until one comes to
it. Where a season lies near the origin the forward search would flood what lies behind it, and
where near the destination what lies before it; an opening tells of both.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

from zimnik.geo.core.calendar import YEAR_D
from zimnik.geo.routing.potentials import BackwardLabelSetting, LowerBounds
from zimnik.geo.routing.time_expanded import HOLDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.routing.compiled_bounds import CompiledOpenings
    from zimnik.geo.routing.labels import DatedGraph, Label
    from zimnik.geo.routing.potentials import TimeWindowBound
    from zimnik.geo.routing.time_expanded import StateMove

# By how much bounds go beyond a cost in any case, US$ a tonne.
GUIDED_ROOM_USD = 1e-6
_EPS_D = 1e-9

# By what share of the least cost the bounds go beyond it, in turn until a path is found.
# It is found at once but where waiting on a vehicle would be cheaper than any path there is.
MARGINS = (0.0, 0.02, 0.1, 0.4, 1.0, math.inf)

Found = TypeVar("Found")


@dataclass(slots=True)
class AStarPotential:
    """Lower bounds of the cost of going on to a destination, for labels that begin at an origin.

    Parameters
    ----------
    graph
        What is open when, and what it costs.
    onward, back
        What leads from each state, and what leads to it.
    durations_d
        Days of every row of the costs.
    starts
        Labels of the cargo as loaded at its origin.
    ends
        States of the destination and the cost of unloading from each.
    alike
        The bounds of the same cargo to another destination or on another day, over a network in
        which all is open that is open here: what it costs to come from the origin is taken over, of
        the same day also when.

    Notes
    -----
    The openings of paths that cost less than a limit are all known, so a path by none of them costs
    the limit at least. The limit begins at the least that any path costs where cargo may wait
    anywhere, which is nearly always what the best path costs.
    """

    graph: DatedGraph
    onward: Sequence[Sequence[StateMove]]
    back: Sequence[Sequence[StateMove]]
    durations_d: Sequence[float]
    starts: Sequence[Label]
    ends: Mapping[int, float]
    alike: AStarPotential | None = None
    _is_dated: bool = field(init=False)
    _backwards: BackwardLabelSetting | CompiledOpenings = field(init=False)
    _came_usd_per_t: Sequence[float] | Vector = field(init=False)
    _timed: _Timed | None = field(init=False, default=None)
    _least_usd_per_t: float | None = field(init=False, default=None)
    _bounds: LowerBounds | CompiledOpenings = field(init=False)
    _known_usd_per_t: float = field(init=False, default=-math.inf)

    def __post_init__(self) -> None:
        self._is_dated = all(label.rises for label in self.starts)
        if self.graph.layout is not None:
            # Loads the compiler.
            from zimnik.geo.routing.compiled_bounds import CompiledOpenings  # noqa: PLC0415

            other = self.alike.bounds if self.alike else None
            found = CompiledOpenings.of(
                self.graph,
                self.graph.layout,
                self.starts,
                self.ends,
                alike=other if isinstance(other, CompiledOpenings) else None,
            )
            self._backwards, self._bounds = found, found
            self._came_usd_per_t = found.came_usd_per_t
            return
        costs = self.graph.costs_usd_per_t
        if self.alike is not None:
            self._came_usd_per_t = self.alike.came_usd_per_t
        else:
            begins = _least_of(self.starts, lambda label: label.cost_usd_per_t)
            self._came_usd_per_t = _least_to_states(self.onward, costs, begins)
        backwards = BackwardLabelSetting(
            self.back, costs, self.graph.waiting_usd_per_t_d, self._rated
        )
        backwards.begin(self.ends)
        self._backwards = backwards
        self._bounds = LowerBounds(backwards.settled, self.graph.waiting_usd_per_t_d)

    @property
    def is_dated(self) -> bool:
        """Whether the cargo is ready on one day."""
        return self._is_dated

    @property
    def bounds(self) -> LowerBounds | CompiledOpenings:
        """The bounds as known so far."""
        return self._bounds

    @property
    def came_usd_per_t(self) -> Sequence[float] | Vector:
        """Least cost of a path to each state as if all were open."""
        return self._came_usd_per_t

    @property
    def timed(self) -> _Timed:
        """When dated cargo comes to each state."""
        if self._timed is None:
            other = self.alike.timed if self.alike and self.alike.is_dated else None
            if other is not None and other.ready_d == self.starts[0].ready_d:
                self._timed = other
            else:
                question = (self.graph, self.onward, self.durations_d, self.starts)
                self._timed = _Timed.of(*question, other)
        return self._timed

    @property
    def undated_usd_per_t(self) -> float:
        """What any path costs at least, as if all were open."""
        came = self._came_usd_per_t
        return min((came[state] + usd for state, usd in self.ends.items()), default=math.inf)

    @property
    def least_usd_per_t(self) -> float:
        """What the whole path costs at least, of cargo that is ready when it is best."""
        if self._least_usd_per_t is None:
            self._least_usd_per_t = self._settle_at_origin()
        return self._least_usd_per_t

    def widened(self, margin: float) -> tuple[Callable[[Label], float], float]:
        """Return the bound of a label, and the cost up to which it holds.

        Parameters
        ----------
        margin
            Share by which a path may cost more than the least that any costs. The bound is infinite
            where a path costs more.
        """
        least = self.least_usd_per_t
        limit = math.inf
        if math.isfinite(margin):
            limit = least * (1 + margin) + room_usd(self.graph, is_dated=self._is_dated)
        return self.up_to(limit)

    def up_to(self, limit_usd_per_t: float) -> tuple[Callable[[Label], float], float]:
        """Return the bound of a label, and the cost up to which it holds, a limit at least.

        The bound is infinite where a path costs more.
        """
        if limit_usd_per_t > self._known_usd_per_t:
            self._known_usd_per_t = self._backwards.run(limit_usd_per_t)
        return self._bounds.potential(self._known_usd_per_t), self._known_usd_per_t

    def least_by_day(self, ready_d: Indices) -> Vector:
        """Return the bound of the whole path for each of some days; infinite where there is none.

        Parameters
        ----------
        ready_d
            Days on which the cargo of the origin is ready; its labels must be undated.
        """
        while True:
            least = self._bounds.of_labels(self.starts, ready_d)
            above = least[least > self._known_usd_per_t]
            if not above.size or self._known_usd_per_t == math.inf:
                return least
            # The half of the days that cost less is known first: most others turn out cheaper then.
            half_usd = float(np.median(above))
            if math.isinf(half_usd):
                self._settle_at_origin()
            else:
                self.up_to(half_usd)

    def _settle_at_origin(self) -> float:
        """Settle openings up to the next at the origin; return the cost of the best path by it."""
        origins = {label.node // HOLDS for label in self.starts}
        self._known_usd_per_t = self._backwards.run(sought=origins)
        return self._known_usd_per_t

    def _rated(self, state: int, opening: TimeWindowBound) -> float:
        """Return the least cost of a path through an opening, from the origin on."""
        least, until_d, anchored = opening
        cost = self._came_usd_per_t[state]
        if until_d == math.inf or not self._is_dated:
            return least + cost
        return least + max(cost, self.timed.cost_until(state, least, until_d, anchored))


def room_usd(graph: DatedGraph, *, is_dated: bool) -> float:
    """Return by how much bounds of a path go beyond its cost in any case.

    The best of whole days may lie a day off the best moment.
    """
    return GUIDED_ROOM_USD + (0.0 if is_dated else graph.waiting_usd_per_t_d)


class Limited(Protocol):
    """Bounds that are sought no further than is asked, as `AStarPotential.up_to`."""

    def up_to(self, limit_usd_per_t: float) -> tuple[Callable[[Label], float], float]:
        """Return the bound of a label, and the cost up to which it holds, a limit at least."""


def guided(
    guide: Limited,
    least_usd_per_t: float,
    search: Callable[[Callable[[Label], float]], Found | None],
    *,
    margins: Sequence[float] = MARGINS,
) -> Found | None:
    """Return what a search finds by bounds that go beyond the least cost by more and more.

    Parameters
    ----------
    guide
        The bounds.
    least_usd_per_t
        What any path costs at least.
    search
        The search by the bound of a label.
    margins
        Shares by which the bounds go beyond it, in turn.
    """
    for margin in margins:
        bound_usd_per_t, limit = guide.up_to(least_usd_per_t * (1 + margin) + GUIDED_ROOM_USD)
        if (found := search(bound_usd_per_t)) is not None or math.isinf(limit):
            return found
    return None


@dataclass(frozen=True, slots=True)
class _Timed:
    """When cargo that is ready on a day comes to each state, and what its path there costs.

    Parameters
    ----------
    moving_usd_per_t
        Least cost of the path to each state less the worth of its days, at `day_usd_per_t`.
    first_d
        First moment at each state, if cargo may wait anywhere.
    ready_d
        Day of readiness.
    day_usd_per_t, waiting_usd_per_t_d
        Worth of a day here, no more than the price of waiting it. It is less only where to go on
        costs less than to wait, since no search ends where to go in circles is a gain.
    """

    moving_usd_per_t: Sequence[float]
    first_d: Sequence[float]
    ready_d: float
    day_usd_per_t: float
    waiting_usd_per_t_d: float

    @classmethod
    def of(
        cls,
        graph: DatedGraph,
        onward: Sequence[Sequence[StateMove]],
        durations_d: Sequence[float],
        starts: Sequence[Label],
        of_other_day: _Timed | None,
    ) -> _Timed:
        """Return them for cargo of labels that are ready on one day."""
        costs, wait = graph.costs_usd_per_t, graph.waiting_usd_per_t_d
        first_d = _first_moments(onward, costs, _least_of(starts, lambda label: label.first_d))
        if of_other_day is not None:
            return replace(of_other_day, first_d=first_d, ready_d=starts[0].ready_d)
        usd, days = np.asarray(costs), np.asarray(durations_d)
        takes = days != 0
        day_usd = float(np.min(usd[takes] / days[takes], initial=wait))
        moving = (usd - day_usd * days).tolist()
        begins = _least_of(starts, lambda label: label.cost_usd_per_t - day_usd * label.elapsed_d)
        return cls(
            _least_to_states(onward, moving, begins),
            first_d,
            starts[0].ready_d,
            day_usd,
            wait,
        )

    def cost_until(self, state: int, least: float, until_d: float, anchored: float) -> float:
        """Return the least cost of coming to a state and staying until no wait is left."""
        first_d = self.first_d[state]
        if first_d == math.inf:
            return math.inf
        if self.waiting_usd_per_t_d:
            years = math.ceil((first_d - until_d - _EPS_D) / YEAR_D)
            waits_until_d = (anchored - least) / self.waiting_usd_per_t_d + YEAR_D * years
            first_d = max(first_d, waits_until_d)
        return self.moving_usd_per_t[state] + self.day_usd_per_t * (first_d - self.ready_d)


def _least_of(starts: Sequence[Label], worth: Callable[[Label], float]) -> dict[int, float]:
    begins: dict[int, float] = {}
    for label in starts:
        state = label.node // HOLDS
        begins[state] = min(worth(label), begins.get(state, math.inf))
    return begins


def _least_to_states(
    onward: Sequence[Sequence[StateMove]], weights: Sequence[float], begins: Mapping[int, float]
) -> list[float]:
    """Return the least weight of a path to each state as if all were open, by Dijkstra."""
    least = [begins.get(state, math.inf) for state in range(len(onward))]
    queue = [(weight, state) for state, weight in begins.items()]
    heapq.heapify(queue)
    while queue:
        weight, state = heapq.heappop(queue)
        if weight > least[state]:
            continue
        for other, row, _, _ in onward[state]:
            further = weight + weights[row]
            if further < least[other]:
                least[other] = further
                heapq.heappush(queue, (further, other))
    return least


def _first_moments(
    onward: Sequence[Sequence[StateMove]], costs: Sequence[float], begins: Mapping[int, float]
) -> list[float]:
    """Return the first moment at each state of cargo that may wait anywhere, by Dijkstra.

    Who sets out later never comes sooner (Dreyfus, An appraisal of some shortest-path algorithms,
    Operations Research 17 (1969), 395-412).
    """
    first_d = [begins.get(state, math.inf) for state in range(len(onward))]
    queue = [(moment_d, state) for state, moment_d in begins.items()]
    heapq.heapify(queue)
    while queue:
        moment_d, state = heapq.heappop(queue)
        if moment_d > first_d[state]:
            continue
        for other, row, duration_d, window in onward[state]:
            # Most are there sooner already, whatever the season.
            arrived_d = moment_d + duration_d
            if arrived_d >= first_d[other] or costs[row] == math.inf:
                continue
            if window is not None:
                span = next(window.departures(duration_d, moment_d, math.inf), None)
                if span is None:
                    continue
                arrived_d = max(span.first_d, moment_d) + duration_d
            if arrived_d < first_d[other]:
                first_d[other] = arrived_d
                heapq.heappush(queue, (arrived_d, other))
    return first_d
