"""The network as the dated search sees it: rolling and stored cargo, and when each link is open.

Owns how the network becomes a `DatedGraph` and a `Label` becomes a path (docs/model.md, E8). Every
state has three nodes, in every stretch between places to pass: cargo that came by a link, cargo set
down in store, and cargo lifted where there is no store, which must leave at once. Only what came by
a link may be lifted, or cargo would pass the time by going from vehicle to vehicle.
`geo.dated_search` knows nothing of places and vehicles.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.bill import QUANTITY_INDEX, bill_cost, loading_bill, reloading_bill
from geo.calendar import YEAR_D, Window
from geo.dated_search import DatedGraph, Label, Move, search
from geo.errors import Fault, InputError
from geo.path import Path, PathStep
from geo.transfers import may_transfer
from geo.vocabulary import DAYS, LIFTS, Quantity, YearType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.arrays import Edge, NetworkArrays
    from geo.bill import Bill, Vector
    from geo.rates import RateCard
    from geo.search import Closures, Query


# Less than this between two moments is rounding, not a wait.
ROUNDING_D = 1e-6
# Columns of the opening and the closing day; where a range is not published the median stands in.
_DATES = {
    YearType.SHORT: ("season_open_late", "season_close_early"),
    YearType.NORMAL: ("season_open", "season_close"),
    YearType.LONG: ("season_open_early", "season_close_late"),
}


@dataclass(frozen=True, slots=True)
class Dates:
    """When cargo is ready and what the year is like.

    Parameters
    ----------
    ready_d
        Day of readiness in days from 1 January; None for the best of the 365 whole days.
    year_type
        Which of the published dates of seasons hold.
    max_d
        Most days from readiness to arrival.

    Raises
    ------
    InputError
        If `max_d` is not a number above zero.
    """

    ready_d: float | None = None
    year_type: YearType = YearType.NORMAL
    max_d: float = 730.0

    def __post_init__(self) -> None:
        if not 0 < self.max_d < math.inf:
            raise InputError(
                [Fault("dates", "days above zero", str(self.max_d), "Give another --max-days.")]
            )


def season_window(record: Mapping[str, Any], year_type: YearType) -> Window | None:
    """Return when a link is open in a year of a type, or None where it is open all year."""
    median = _text(record, "season_open"), _text(record, "season_close")
    if not all(median):
        return None
    opens, closes = _DATES[year_type]
    return Window.of_season(_text(record, opens) or median[0], _text(record, closes) or median[1])


def _text(record: Mapping[str, Any], column: str) -> str:
    value = record.get(column)
    return "" if value is None or pd.isna(value) else str(value)


def dated_path(
    arrays: NetworkArrays,
    card: RateCard,
    prices: Vector,
    query: Query,
    closures: Closures,
    dates: Dates,
) -> Path | None:
    """Return the path of least money and price of time by date, or None where there is none.

    Building the graph takes time in proportion to stretches times edges; the search itself visits
    little more than the states around the best path, since the cost without seasons guides it.
    """
    layout = _Layout(arrays, len(query.via) + 1)
    moves: list[list[Move]] = [[] for _ in range(layout.nodes)]
    for tail, move in _moves(arrays, card, prices, query, closures, dates, layout):
        moves[tail].append(move)
    stored = [node % _HOLDS == _Hold.STORED for node in range(layout.nodes)]
    graph = DatedGraph(moves, stored, float(prices[QUANTITY_INDEX[Quantity.WAITING_D]]))
    ends = {
        layout.node(layout.layers - 1, number, hold): query.ends[state]
        for number, state in enumerate(arrays.states)
        if state in query.ends
        for hold in _Hold
    }
    bounds = _bounds(moves, ends)
    best = search(
        graph, list(_starts(arrays, card, query, dates, layout)), ends, bounds, dates.max_d
    )
    return None if best is None else _traced(graph, best, dates)


class _Hold(IntEnum):
    CAME = 0
    STORED = 1
    LIFTED = 2


_HOLDS = len(_Hold)


@dataclass(frozen=True, slots=True)
class _Layout:
    arrays: NetworkArrays
    layers: int

    @property
    def nodes(self) -> int:
        return _HOLDS * self.layers * len(self.arrays.states)

    def node(self, layer: int, state: int, hold: _Hold) -> int:
        return _HOLDS * (layer * len(self.arrays.states) + state) + hold


def _starts(
    arrays: NetworkArrays, card: RateCard, query: Query, dates: Dates, layout: _Layout
) -> Iterator[Label]:
    first_d, last_d = (0.0, YEAR_D - 1) if dates.ready_d is None else (dates.ready_d, dates.ready_d)
    for number, state in enumerate(arrays.states):
        if state not in query.starts:
            continue
        dwell_d = loading_bill(arrays.kinds[state.place_id], state.on, card).get(
            Quantity.DWELL_D, 0.0
        )
        yield Label(
            node=layout.node(0, number, _Hold.STORED),
            first_d=first_d + dwell_d,
            last_d=last_d + dwell_d,
            cost_usd_per_t=query.starts[state],
            rises=dates.ready_d is not None,
            elapsed_d=dwell_d,
            ready_d=last_d,
            parent=None,
            move=None,
        )


def _moves(
    arrays: NetworkArrays,
    card: RateCard,
    prices: Vector,
    query: Query,
    closures: Closures,
    dates: Dates,
    layout: _Layout,
) -> Iterator[tuple[int, Move]]:
    numbers = {state: number for number, state in enumerate(arrays.states)}
    costs = (arrays.quantities @ prices).tolist()
    for edge_number, edge in enumerate(arrays.edges):
        link_id = edge.record["id"] if edge.record else None
        if closures.close(edge) or link_id in query.foreign_access:
            continue
        bill = arrays.bills[edge_number]
        window = season_window(edge.record, dates.year_type) if edge.record else None
        heads = _heads(arrays, edge, bill)
        for layer in range(layout.layers):
            passes = layer < layout.layers - 1 and link_id in query.via[layer]
            for hold, lands in heads.items():
                head = layout.node(layer + passes, numbers[edge.head], lands)
                move = Move(head, costs[edge_number], _days(bill), window, edge_number)
                yield layout.node(layer, numbers[edge.tail], hold), move
    yield from _moves_at_places(arrays, card, prices, query, closures, layout)


def _heads(arrays: NetworkArrays, edge: Edge, bill: Bill) -> dict[_Hold, _Hold]:
    """Return for each hold from which an edge may be taken the hold at its head."""
    if edge.record is not None:
        return dict.fromkeys(_Hold, _Hold.CAME)
    if any(lift in bill for lift in LIFTS):
        keeps = edge.tail.place_id in arrays.storages
        return {_Hold.CAME: _Hold.STORED if keeps else _Hold.LIFTED}
    # The same lorry drives on, with the cargo as it is.
    return {hold: hold for hold in _Hold}


def _moves_at_places(
    arrays: NetworkArrays,
    card: RateCard,
    prices: Vector,
    query: Query,
    closures: Closures,
    layout: _Layout,
) -> Iterator[tuple[int, Move]]:
    """Yield setting down and loading again, and passing from one stretch to the next."""
    for number, state in enumerate(arrays.states):
        kind = arrays.kinds[state.place_id]
        for layer in range(layout.layers):
            came, stored, _ = holds = [layout.node(layer, number, hold) for hold in _Hold]
            if (
                state.vehicle
                and state.place_id in arrays.storages - closures.place_ids
                and may_transfer(kind)
            ):
                bill = reloading_bill(kind, state.vehicle, card)
                yield came, Move(stored, bill_cost(bill, prices), _days(bill), None, None)
            if layer < layout.layers - 1 and state.place_id in query.via[layer]:
                onward = layout.node(layer + 1, number, _Hold.CAME) - came
                for node in holds:
                    yield node, Move(node + onward, 0.0, 0.0, None, None, passes=True)


def _days(bill: Bill) -> float:
    return sum(bill.get(quantity, 0.0) for quantity in DAYS)


def _bounds(moves: Sequence[Sequence[Move]], ends: Mapping[int, float]) -> list[float]:
    """Return the cost from every node to an end as if all were open, by Dijkstra backwards."""
    back: list[list[tuple[int, float]]] = [[] for _ in moves]
    for tail, onward in enumerate(moves):
        for move in onward:
            back[move.head].append((tail, move.cost_usd_per_t))
    bounds = [math.inf] * len(moves)
    queue = [(cost, node) for node, cost in ends.items()]
    heapq.heapify(queue)
    while queue:
        cost, node = heapq.heappop(queue)
        if cost >= bounds[node]:
            continue
        bounds[node] = cost
        for tail, step in back[node]:
            if cost + step < bounds[tail]:
                heapq.heappush(queue, (cost + step, tail))
    return bounds


def _traced(graph: DatedGraph, last: Label, dates: Dates) -> Path:
    """Return the path that a label came by, with its waits; earliest where several days tie."""
    steps: list[PathStep] = []
    label, time_d = last, last.first_d
    ready_d = last.ready_d if last.rises else last.first_d - last.elapsed_d
    while label.parent is not None and label.move is not None:
        leave_d = time_d - label.move.duration_d
        parent = label.parent
        time_d = _there(parent, leave_d, ready_d) if graph.stored[parent.node] else leave_d
        waiting_d = leave_d - time_d
        steps.append(PathStep(label.move.edge, waiting_d if waiting_d > ROUNDING_D else 0.0))
        if label.move.passes:
            _carry_wait(steps)
        label = parent
    best = None
    if dates.ready_d is None:
        best = (ready_d, last.ready_d)
    return Path(tuple(reversed(steps)), ready_d, best)


def _carry_wait(steps: list[PathStep]) -> None:
    """Drop the last step, which only passes a place, and leave its wait to the step after it."""
    passing = steps.pop()
    if passing.waiting_d:
        after = steps.pop()
        steps.append(PathStep(after.edge, after.waiting_d + passing.waiting_d))


def _there(label: Label, leave_d: float, ready_d: float) -> float:
    """Return when the cargo came into the store from which it left."""
    return label.first_d if label.rises else min(leave_d, ready_d + label.elapsed_d)
