"""The cheapest path for every day of readiness of a year, proven day by day with few searches.

Owns the search behind the mean of a year (docs/model.md, E28). Bounds by time of the year (E9) say
for each day what it costs at least. A path that was found for one day is laid along the calendar
for all others; where it costs no more than the bound, it is the best. Only what is left is
searched, and of a stretch of days on which the cost rises evenly to the day of leaving, or stays
level, one search proves all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.routing.astar import MARGINS, AStarPotential, Limited, guided
from zimnik.geo.routing.day_limit import cheapest_in_time
from zimnik.geo.routing.labels import LabelLimitExceededError, SearchLimits, search
from zimnik.geo.routing.path_calendar import PathCalendar
from zimnik.geo.routing.time_expanded import HOLDS, end_nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zimnik.geo.core.arrays import Flags, Indices, Vector
    from zimnik.geo.routing.day_limit import LimitedPath
    from zimnik.geo.routing.labels import DatedGraph, Label
    from zimnik.geo.routing.time_expanded import StateMove

# Costs that differ by less are of one path.
_EPS_USD = 1e-6
# Labels after which the days of a level are rather searched one by one.
MAX_LABELS = 1000


class Guide(Limited, Protocol):
    """Bounds of the paths of a year, as a search asks for them."""

    def least_by_day(self, ready_d: Indices) -> Vector:
        """Return what a path costs at least on each of some days; infinite where there is none."""


@dataclass(frozen=True, slots=True)
class YearQuery:
    """What is searched for all days of readiness alike.

    Parameters
    ----------
    graph
        What is open when, and what it costs.
    onward, back, durations_d
        What leads from each state and to it, and the days of every row of the costs.
    starts
        Labels of the cargo as loaded at its origin, each of one day.
    ends
        States of the destination and the cost of unloading from each.
    max_d
        Most days from readiness to arrival.
    """

    graph: DatedGraph
    onward: Sequence[Sequence[StateMove]]
    back: Sequence[Sequence[StateMove]]
    durations_d: Sequence[float]
    starts: Sequence[Label]
    ends: Mapping[int, float]
    max_d: float

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def guide(self) -> AStarPotential:
        """Return the bounds for cargo that is ready on any day, sought no further than is asked."""
        starts = [replace(label, rises=False) for label in self.starts]
        return AStarPotential(
            self.graph, self.onward, self.back, self.durations_d, starts, self.ends
        )

    def starts_on(self, first_d: int, last_d: int) -> list[Label]:
        """Return the labels of cargo that is ready on any day from one to another."""
        return [
            replace(
                label,
                first_d=first_d + label.elapsed_d,
                last_d=last_d + label.elapsed_d,
                ready_d=last_d,
                rises=first_d == last_d,
            )
            for label in self.starts
        ]


@dataclass(frozen=True, slots=True, eq=False)
class YearPaths:
    """The cheapest path for each of some days of readiness.

    Parameters
    ----------
    ready_d
        Days of readiness, from 1 January, ascending.
    costs_usd_per_t
        Of the cheapest path on each of them; infinite where there is none in time.
    calendars
        The paths that are the cheapest on some day.
    used
        Number of the path of each day; -1 where there is none.
    gap_pct
        By how much at most another path may be cheaper on some day, where a search ended at its
        bound.
    """

    ready_d: Indices
    costs_usd_per_t: Vector
    calendars: tuple[PathCalendar, ...]
    used: Indices
    gap_pct: float = 0.0


class YearSoFar:
    """What is known of a year: paths, what each day costs with them, and what it costs at least.

    Parameters
    ----------
    days
        Days of readiness, from 1 January, ascending.
    least_usd_per_t
        What each of them costs at least; infinite where there is no path at all.
    """

    def __init__(self, days: Indices, least_usd_per_t: Vector) -> None:
        self.days, self.least = days, least_usd_per_t
        self.costs: Vector = np.full(len(days), np.inf)
        self.used: Indices = np.full(len(days), -1, dtype=np.intp)
        self.calendars: list[PathCalendar] = []
        self.gap_pct = 0.0
        self.exact: Flags = ~np.isfinite(least_usd_per_t)

    def lay(self, calendar: PathCalendar, costs: Vector) -> None:
        """Lay a path of some costs along the calendar: it is taken where it costs less."""
        better = costs < self.costs - _EPS_USD
        self.costs = np.where(better, costs, self.costs)
        self.used = np.where(better, len(self.calendars), self.used)
        self.calendars.append(calendar)

    @property
    def proven(self) -> Flags:
        """Whether the cost of each day is known to be the least."""
        found: Flags = self.exact | (self.costs <= self.least + _EPS_USD)
        return found

    def searched(self, query: YearQuery, guide: Guide) -> YearPaths:
        """Search what is not proven, and return the cheapest path of each day.

        Parameters
        ----------
        query
            The question.
        guide
            Bounds of its paths.
        """
        left = np.flatnonzero(~self.proven)
        least = guide.least_by_day(self.days[left])
        self.least[left] = np.maximum(self.least[left], least)
        self.exact |= ~np.isfinite(self.least)
        search_year = _YearSearch(query, guide, self)
        while (open_days := np.flatnonzero(~self.proven)).size:
            search_year.settle(int(open_days[-1]))
        return self.paths()

    def paths(self) -> YearPaths:
        """Return the paths that are used, numbered anew."""
        kept = np.unique(self.used[self.used >= 0])
        anew = np.full(len(self.calendars) + 1, -1, dtype=np.intp)
        anew[kept] = np.arange(len(kept))
        return YearPaths(
            self.days,
            self.costs,
            tuple(self.calendars[number] for number in kept.tolist()),
            anew[self.used],
            self.gap_pct,
        )


def year_paths(query: YearQuery, ready_d: Sequence[int]) -> YearPaths:
    """Return the cheapest path for each of some days of readiness.

    Each is that of `geo.routing.routes.find_routes` for the same day.

    Parameters
    ----------
    query
        The question.
    ready_d
        Days of readiness, from 1 January.

    Notes
    -----
    One search for each path that is the best on some day, and some to prove it: on the shipped
    atlas 1 to 4 for all 365 days. At worst one for each day.
    """
    days = np.unique(np.asarray(ready_d, dtype=np.intp))
    return YearSoFar(days, np.zeros(len(days))).searched(query, query.guide())


class _YearSearch:
    """The search of what is not proven of a year."""

    def __init__(self, query: YearQuery, guide: Guide, found: YearSoFar) -> None:
        self.query, self.guide, self.found = query, guide, found
        self.wait = query.graph.waiting_usd_per_t_d
        # A path of one day, with a longer wait, is one of an earlier day only if it is in time.
        self.may_wait = query.max_d >= DEFAULT_MAX_D

    def settle(self, number: int) -> None:
        """Search a day, and prove what follows from it for the days before."""
        self._search_day(number)
        if not self.may_wait or not math.isfinite(self.found.costs[number]):
            return
        first = self._run_before(number, self._rises)
        if self._is_open(first, number):
            self._settle_rise(first, number)
            return
        first = self._run_before(number, self._is_level)
        if self._is_open(first, number):
            self._settle_level(first, number)

    def _settle_rise(self, first: int, last: int) -> None:
        """Search the first day of a rise.

        The cost of a day and of the wait from then on never falls towards later days, since cargo
        may wait; so where it is the same at both ends it is so on all days between.
        """
        before = self.found.costs[first]
        self._search_day(first)
        if self.found.costs[first] >= before - _EPS_USD:
            self.found.exact[first:last] = True

    def _settle_level(self, first: int, last: int) -> None:
        """Search the days of a level for one that costs less: if there is none, all are proven."""
        query, ends = self.query, end_nodes(self.query.ends)
        starts = query.starts_on(int(self.found.days[first]), int(self.found.days[last - 1]))
        limits = SearchLimits(query.max_d, MAX_LABELS, self.found.costs[last] - _EPS_USD)
        bound_usd_per_t, _ = self.guide.up_to(float(self.found.costs[last]))
        try:
            label = search(query.graph, starts, ends, bound_usd_per_t, limits)
        except LabelLimitExceededError:
            return
        if label is None:
            self.found.exact[first:last] = True
        else:
            self._add(label)

    def _run_before(self, number: int, alike: Callable[[int], bool]) -> int:
        while number and alike(number):
            number -= 1
        return number

    def _rises(self, number: int) -> bool:
        """Whether the day before costs as much more as the wait until a day."""
        longer_d = int(self.found.days[number] - self.found.days[number - 1])
        rise = float(self.found.costs[number - 1] - self.found.costs[number])
        return abs(rise - self.wait * longer_d) < _EPS_USD

    def _is_level(self, number: int) -> bool:
        return abs(float(self.found.costs[number - 1] - self.found.costs[number])) < _EPS_USD

    def _is_open(self, first: int, last: int) -> bool:
        """Whether any day of a run but its last is not yet proven."""
        return first < last and not bool(self.found.proven[first:last].all())

    def _search_day(self, number: int) -> None:
        """Search a day for a path that costs less than what is known, and so prove it."""
        query, day = self.query, int(self.found.days[number])
        known_usd = float(self.found.costs[number])

        def find(bound_usd_per_t: Callable[[Label], float]) -> LimitedPath | None:
            return cheapest_in_time(
                query.graph,
                query.back,
                query.durations_d,
                query.starts_on(day, day),
                query.ends,
                bound_usd_per_t,
                SearchLimits(query.max_d, below_usd_per_t=known_usd - _EPS_USD),
            )

        if math.isfinite(known_usd):
            found = find(self.guide.up_to(known_usd)[0])
        else:
            margins = MARGINS if self.may_wait else MARGINS[:1]
            found = guided(self.guide, float(self.found.least[number]), find, margins=margins)
        self.found.exact[number] = True
        if found is None:
            return
        self.found.gap_pct = max(self.found.gap_pct, found.gap_pct)
        self._add(found.label)
        usd = found.label.cost_usd_per_t + self._unloading(found.label)
        if usd <= self.found.costs[number]:
            self.found.used[number] = len(self.found.calendars) - 1
            self.found.costs[number] = usd

    def _add(self, label: Label) -> None:
        query = self.query
        calendar = PathCalendar.of(query.graph, label, self._unloading(label), self.found.days)
        self.found.lay(calendar, calendar.costs_usd_per_t(self.wait, query.max_d))

    def _unloading(self, label: Label) -> float:
        return self.query.ends[label.node // HOLDS]
