"""The path of least money and price of time by date, asked of the network of one kind of year.

Owns how a question becomes the labels, costs and bounds of `geo.routing.labels`, and how the label
that it finds becomes a path (docs/model.md, E8).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import DEFAULT_MAX_D, ROUNDING_D, YEAR_D
from zimnik.geo.core.memo import Memo
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.pricing.bill import QUANTITY_INDEX, days_in
from zimnik.geo.routing.astar import MARGINS, AStarPotential, room_usd
from zimnik.geo.routing.day_limit import MOST_LABELS, DayLimit, LimitedPath, cheapest_in_time
from zimnik.geo.routing.labels import DatedGraph, Label, LabelLimitExceededError, SearchLimits
from zimnik.geo.routing.paths import Path, PathStep
from zimnik.geo.routing.time_expanded import (
    HOLDS,
    Hold,
    layered_moves,
    moves_by_state,
    node_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zimnik.geo.compiled.layout import Layout
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.network.closures import Closures
    from zimnik.geo.routing.compiled_bounds import CompiledPaths
    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.routing.search import Query
    from zimnik.geo.routing.time_expanded import DatedNetwork, StateMove

# Searches kept for the next day of the same question; each takes some vectors by state and row.
MOST_SEARCHES = 2


def dated_path(
    network: DatedNetwork, prices: Vector, query: Query, dates: Dates, closures: Closures
) -> Path | None:
    """Return the path of least money and price of time by date, or None where there is none.

    Raises
    ------
    InputError
        If the cheapest comes later than the limit of days, and the search for one in time is ended
        by its bound (`geo.routing.day_limit`).
    """
    ends = (query.origin_ids, query.destination_ids, tuple(query.via))
    kept = network.memo.of("searches by date", partial(Memo, MOST_SEARCHES))
    make = partial(SearchByDate.of, network, prices, query, closures)
    with kept.lent((prices.tobytes(), *ends, closures), make) as search:
        return search.path(dates)


@dataclass(slots=True)
class SearchByDate:
    """The search for the paths of one question on one day after another.

    Parameters
    ----------
    network, query
        The network and the question.
    graph
        What is open when, and what it costs; a copy of the network for each place to pass.
    onward, back
        What leads from each state, and what leads to it.
    end_costs
        States of the destination and the cost of unloading from each.

    Notes
    -----
    What bounds have no date are found with the first day and serve all others.
    """

    network: DatedNetwork
    query: Query
    graph: DatedGraph
    onward: Sequence[Sequence[StateMove]]
    back: Sequence[Sequence[StateMove]]
    end_costs: Mapping[int, float]
    _of_first_day: AStarPotential | None = field(init=False, default=None)
    _compiled: CompiledPaths | None = field(init=False, default=None)

    @classmethod
    def of(
        cls, network: DatedNetwork, prices: Vector, query: Query, closures: Closures
    ) -> SearchByDate:
        """Lay out a question."""
        open_costs = network.open_costs(prices, closures)
        open_costs[network.foreign_rows(query.origin_ids, query.destination_ids)] = math.inf
        wait = float(prices[QUANTITY_INDEX[Quantity.WAITING_D]])
        moves, stored = network.moves, network.stored
        by_state = network.onward_by_state, network.back_by_state
        if query.via:
            moves = layered_moves(network, query.via)
            by_state = moves_by_state(moves)
            stored *= len(query.via) + 1
        graph = network.graph(open_costs, wait)
        if query.via:
            graph = DatedGraph(moves, graph.costs_usd_per_t, stored, wait)
        last = (len(moves) - len(network.moves)) // HOLDS
        end_costs = {last + state: cost for state, cost in query.ends.items()}
        return cls(network, query, graph, *by_state, end_costs)

    def path(self, dates: Dates) -> Path | None:
        """Return the path on some dates, as `dated_path`, which says what it raises."""
        durations_d, graph = self.network.durations_d, self.graph
        ready_d = (0, YEAR_D - 1) if dates.ready_d is None else (dates.ready_d, dates.ready_d)
        starts = list(start_labels(self.network, self.query.starts, ready_d))
        is_limited = dates.max_d < DEFAULT_MAX_D
        if graph.layout is not None and not is_limited:
            return self._compiled_path(graph.layout, starts, dates)
        bounds = self._bounds(starts)
        for margin in MARGINS[:1] if is_limited else MARGINS:
            bound_usd_per_t, limit = bounds.widened(margin)
            found = cheapest_in_time(
                graph,
                self.back,
                durations_d,
                starts,
                self.end_costs,
                bound_usd_per_t,
                SearchLimits(dates.max_d),
            )
            if found is not None:
                return self._traced(found, dates)
            if math.isinf(limit):
                return None
        return None

    def _traced(self, found: LimitedPath, dates: Dates) -> Path:
        path = traced(self.network, self.graph, found.label, dates.ready_d)
        return replace(path, gap_pct=found.gap_pct)

    def _compiled_path(self, layout: Layout, starts: Sequence[Label], dates: Dates) -> Path | None:
        if self._compiled is None:
            # Loads the compiler.
            from zimnik.geo.routing.compiled_bounds import CompiledPaths  # noqa: PLC0415

            self._compiled = CompiledPaths.of(self.graph, layout, self.end_costs)
        try:
            label = self._compiled.cheapest(
                starts,
                margins=MARGINS,
                room_usd_per_t=room_usd(self.graph, is_dated=dates.ready_d is not None),
                limits=SearchLimits(dates.max_d, MOST_LABELS),
            )
        except LabelLimitExceededError:
            # It went in circles: any search by other bounds would make as many labels again.
            durations_d = self.network.durations_d
            question = (self.graph, self.back, durations_d, starts, self.end_costs)
            found = DayLimit(*question, dates.max_d).path()
        else:
            found = None if label is None else LimitedPath(label, 0.0)
        return None if found is None else self._traced(found, dates)

    def _bounds(self, starts: Sequence[Label]) -> AStarPotential:
        bounds = AStarPotential(
            self.graph,
            self.onward,
            self.back,
            self.network.durations_d,
            starts,
            self.end_costs,
            alike=self._of_first_day,
        )
        if self._of_first_day is None:
            self._of_first_day = bounds
        return bounds


def start_labels(
    network: DatedNetwork, starts: Mapping[int, float], ready_d: tuple[int, int]
) -> Iterator[Label]:
    """Yield the labels of cargo loaded at its origin on any day from one to another.

    Parameters
    ----------
    network
        The network.
    starts
        Cost of loading onto each state of the origin, by number.
    ready_d
        First and last day of readiness; the search finds the best between them.
    """
    first_d, last_d = ready_d
    for number, cost in starts.items():
        dwell_d = float(days_in(network.arrays.loading[number]))
        yield Label(
            node=node_of(number, Hold.IN_STORAGE),
            first_d=first_d + dwell_d,
            last_d=last_d + dwell_d,
            cost_usd_per_t=cost,
            rises=first_d == last_d,
            elapsed_d=dwell_d,
            ready_d=last_d,
            parent=None,
            move=None,
        )


def traced(
    network: DatedNetwork, graph: DatedGraph, last: Label, ready_asked_d: int | None
) -> Path:
    """Return the path that a label came by, with its waits; earliest where several days tie.

    Cargo of a label is made ready on whole days, so what its sums of days come to is rounded to
    one.
    """
    steps: list[PathStep] = []
    label, time_d = last, last.first_d
    ready_d = round(last.ready_d if last.rises else last.first_d - last.elapsed_d)
    while label.parent is not None and label.move is not None:
        leave_d = time_d - label.move.duration_d
        parent = label.parent
        time_d = _there(parent, leave_d, ready_d) if graph.stored[parent.node] else leave_d
        waiting_d = leave_d - time_d
        waiting_d = waiting_d if waiting_d > ROUNDING_D else 0.0
        move = label.move
        steps.append(PathStep(move.row, move.edge, waiting_d, move.window))
        if label.move.passes:
            _carry_wait(steps)
        label = parent
    best = None
    if ready_asked_d is None:
        best = (ready_d, round(last.ready_d))
    states = len(network.arrays.states)
    start, end = (found.node // HOLDS % states for found in (label, last))
    return Path(start, end, tuple(reversed(steps)), ready_d, best)


def _carry_wait(steps: list[PathStep]) -> None:
    """Drop the last step, which only passes a place, and leave its wait to the step after it."""
    passing = steps.pop()
    if passing.waiting_d:
        after = steps.pop()
        steps.append(replace(after, waiting_d=after.waiting_d + passing.waiting_d))


def _there(label: Label, leave_d: float, ready_d: float) -> float:
    """Return when the cargo came into the store from which it left."""
    return label.first_d if label.rises else min(leave_d, ready_d + label.elapsed_d)
