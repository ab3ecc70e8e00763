"""Least-cost paths that arrive within a limit of days: Lagrangian relaxation and label setting.

Owns the search by date where the cheapest path of all comes too late (docs/model.md, E9). The
question is then a constrained one, of which cost alone says little: cheaper paths that are too late
are without number. Every day gets a price besides, so that potentials tell of both; paths that are
cheapest at some such prices and in time bound the cost from above, and the search goes no further.
No path comes to a place twice in one state, since cargo could pass the time in circles.

References
----------
Handler and Zang, A dual algorithm for the constrained shortest path problem, Networks 10 (1980),
293-310. Dumitrescu and Boland, Improved preprocessing, labeling and scaling algorithms for the
weight-constrained shortest path problem, Networks 42 (2003), 135-153.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.messages import Message
from zimnik.geo.core.units import PERCENT
from zimnik.geo.routing.labels import DatedGraph, LabelLimitExceededError, SearchLimits, search
from zimnik.geo.routing.potentials import lower_bounds_to
from zimnik.geo.routing.time_expanded import end_nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.routing.labels import Label
    from zimnik.geo.routing.potentials import BoundsToGo
    from zimnik.geo.routing.time_expanded import StateMove

_EPS_D = 1e-9
# Prices of a day that are tried, in shares of the least cost over the limit of days.
_DAY_PRICES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 64.0)
# Labels of one search, which take about a second.
MAX_LABELS = 8_000
# Labels of a search that may go in circles; on the shipped atlas hundreds are the most.
MOST_LABELS = 12_000


class NoRouteKnownError(InputError):
    """No path is known among the labels that a search may make, though there may be one."""

    @property
    def reason(self) -> Message:
        """What an answer says that has other routes to tell."""
        remedies = " ".join(fault.remedy for fault in self.faults)
        text = f"no route is known among {MAX_LABELS:,} labels, though there may be one. {remedies}"
        return Message(text, "none_known", labels=float(MAX_LABELS))


def cheapest_in_time(
    graph: DatedGraph,
    back: Sequence[Sequence[StateMove]],
    durations_d: Sequence[float],
    starts: Sequence[Label],
    ends: Mapping[int, float],
    bound_usd_per_t: Callable[[Label], float],
    limits: SearchLimits,
) -> LimitedPath | None:
    """Return the cheapest path in time: the cheapest of all, unless that comes too late.

    Where cargo can wait in no store, a search may go up and down between places for hundreds of
    days; after `MOST_LABELS` it is the cheapest path that comes by no node twice.

    Parameters
    ----------
    graph
        What is open when, and what it costs.
    back, durations_d
        What leads to each state, and the days of every row of the costs.
    starts
        Labels of the cargo as loaded at its origin, on one day.
    ends
        States of the destination and the cost of unloading from each.
    bound_usd_per_t
        Potential of the search for the cheapest path; infinite where a path costs more than is of
        interest.
    limits
        Most days, and most labels of that search.

    Raises
    ------
    LabelLimitExceededError
        If that takes more labels than the limits allow, and those are fewer than `MOST_LABELS`.
    NoRouteKnownError
        As `DayLimit.path`.
    """
    nodes = end_nodes(ends)
    is_limited = limits.max_d < DEFAULT_MAX_D
    at_all = replace(
        limits,
        max_d=max(limits.max_d, DEFAULT_MAX_D),
        max_labels=min(limits.max_labels, MOST_LABELS),
    )
    simple = DayLimit(graph, back, durations_d, starts, ends, limits.max_d)
    try:
        label = search(graph, starts, nodes, bound_usd_per_t, at_all)
    except LabelLimitExceededError:
        if limits.max_labels < MOST_LABELS:
            raise
        return simple.path()
    if label is None and (not is_limited or math.isfinite(limits.below_usd_per_t)):
        return None
    if label is not None and (not is_limited or is_in_time(label, limits.max_d)):
        return LimitedPath(label, 0.0)
    return simple.path()


def is_in_time(label: Label, max_d: float) -> bool:
    """Whether a path is an answer within a limit of days: in time, and never in circles."""
    return label.days <= max_d + _EPS_D and label.is_simple


@dataclass(frozen=True, slots=True)
class LimitedPath:
    """The last label of the cheapest path in time that was found.

    Parameters
    ----------
    label
        The label, its cost that of the path without unloading.
    gap_pct
        By how much at most a path in time may be cheaper: 0 where the search was ended by itself.
    """

    label: Label
    gap_pct: float


@dataclass(frozen=True, slots=True)
class _Priced:
    """What is open at what cost where every day costs so much more, and the potentials there."""

    day_usd: float
    graph: DatedGraph
    to_go: BoundsToGo


@dataclass(frozen=True, slots=True)
class DayLimit:
    """A limit of days from readiness to arrival at some states.

    Parameters
    ----------
    graph
        What is open when, and what it costs; closed where that is infinite.
    back
        What leads to each state.
    durations_d
        Days of every row of the costs.
    starts
        Labels of the cargo as loaded at its origin.
    ends
        States of the destination and the cost of unloading from each.
    max_d
        The limit.
    """

    graph: DatedGraph
    back: Sequence[Sequence[StateMove]]
    durations_d: Sequence[float]
    starts: Sequence[Label]
    ends: Mapping[int, float]
    max_d: float

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def path(self) -> LimitedPath | None:
        """Return the cheapest path in time, or None where none is found.

        Raises
        ------
        NoRouteKnownError
            If none is found among `MAX_LABELS` labels, though there may be one.

        Notes
        -----
        One backward label setting for each price of a day, then one search of at most `MAX_LABELS`
        labels for each and one for the path itself.
        """
        days = self._least_days()
        starts = [x for x in self.starts if days.of_label(x) <= self.max_d - x.days + _EPS_D]
        if not starts:
            return None
        free = self._priced(0.0)
        least = min(x.cost_usd_per_t + free.to_go.of_label(x) for x in starts)
        priced = [free, *(self._priced(share * least / self.max_d) for share in _DAY_PRICES)]
        found = [label for one in priced if (label := self._cheapest_at(one, days)) is not None]
        best = min(found, key=self._cost_usd_per_t, default=None)
        return self._proven(priced, days, best)

    def _least_days(self) -> BoundsToGo:
        """Return the least days to go by state and time, of cargo that may wait anywhere."""
        is_open = np.asarray(self.graph.costs_usd_per_t) < math.inf
        days = np.where(is_open, self.durations_d, math.inf)
        return self._to_go(days, dict.fromkeys(self.ends, 0.0), 1.0)

    def _priced(self, day_usd: float) -> _Priced:
        costs = np.asarray(self.graph.costs_usd_per_t) + day_usd * np.asarray(self.durations_d)
        wait = self.graph.waiting_usd_per_t_d + day_usd
        return _Priced(
            day_usd, self.graph.at_costs(costs, wait), self._to_go(costs, self.ends, wait)
        )

    def _to_go(self, costs: Vector, ends: Mapping[int, float], wait: float) -> BoundsToGo:
        """Return the bounds of going to an end at some costs of the rows, and price of a day."""
        layout = self.graph.layout
        if layout is None:
            return lower_bounds_to(self.back, costs.tolist(), ends, wait)
        # Loads the compiler.
        from zimnik.geo.routing.compiled_bounds import CompiledToGo  # noqa: PLC0415

        return CompiledToGo.of(layout, costs, ends, wait)

    def _in_time(
        self, days: BoundsToGo, to_go: Sequence[BoundsToGo], day_usd: Sequence[float]
    ) -> Callable[[Label], float]:
        """Return the bound of a label by several, each less by so much for every day that is left.

        It is infinite where a label comes too late.
        """
        layout = self.graph.layout
        if layout is not None:
            from zimnik.geo.routing.compiled_bounds import CompiledInTime  # noqa: PLC0415 - as above

            return CompiledInTime.of(layout, days, to_go, day_usd, self.max_d)

        def bound_usd_per_t(label: Label) -> float:
            left_d = self.max_d - label.days
            if days.of_label(label) > left_d + _EPS_D:
                return math.inf
            rows = zip(to_go, day_usd, strict=True)
            return max(one.of_label(label) - usd * left_d for one, usd in rows)

        return bound_usd_per_t

    def _cheapest_at(self, priced: _Priced, days: BoundsToGo) -> Label | None:
        """Return the path that is cheapest where days cost more, if it is in time and soon found.

        Its cost is told without the price of days.
        """
        starts = [
            replace(x, cost_usd_per_t=x.cost_usd_per_t + priced.day_usd * x.elapsed_d)
            for x in self.starts
        ]
        bound_usd_per_t = self._in_time(days, [priced.to_go], [0.0])
        limits = SearchLimits(self.max_d, max_labels=MAX_LABELS // 4, elementary=True)
        try:
            label = search(priced.graph, starts, self._end_nodes(), bound_usd_per_t, limits)
        except LabelLimitExceededError:
            return None
        if label is None:
            return None
        return replace(label, cost_usd_per_t=label.cost_usd_per_t - priced.day_usd * label.days)

    def _proven(
        self, priced: Sequence[_Priced], days: BoundsToGo, best: Label | None
    ) -> LimitedPath | None:
        """Return the cheapest path in time, which costs no more than one that is known."""
        bound_usd_per_t = self._in_time(
            days, [one.to_go for one in priced], [one.day_usd for one in priced]
        )
        below = math.inf if best is None else self._cost_usd_per_t(best)
        limits = SearchLimits(
            self.max_d, max_labels=MAX_LABELS, below_usd_per_t=below, elementary=True
        )
        try:
            better = search(self.graph, self.starts, self._end_nodes(), bound_usd_per_t, limits)
        except LabelLimitExceededError as exceeded:
            if best is None:
                raise NoRouteKnownError([self._fault()]) from exceeded
            return LimitedPath(best, PERCENT * max(0.0, 1.0 - exceeded.least_usd_per_t / below))
        found = best if better is None else better
        return None if found is None else LimitedPath(found, 0.0)

    def _fault(self) -> Fault:
        expected = f"a limit within which a route is found among {MAX_LABELS:,} labels"
        remedy = "Allow more days."
        if self.max_d >= DEFAULT_MAX_D:
            remedy = "Say which places have storage, so that cargo need not wait under way."
        return Fault("max_days", expected, f"{self.max_d:g} days", remedy)

    def _cost_usd_per_t(self, label: Label) -> float:
        return label.cost_usd_per_t + self._end_nodes()[label.node]

    def _end_nodes(self) -> dict[int, float]:
        return end_nodes(self.ends)
