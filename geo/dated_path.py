"""The path of least money and price of time by date, asked of the network of one kind of year.

Owns how a question becomes the labels, costs and bounds of `geo.dated_search`, and how the label
that it finds becomes a path (docs/model.md, E8).
"""

from __future__ import annotations

import heapq
import math
from typing import TYPE_CHECKING

from geo.bill import QUANTITY_INDEX, loading_bill
from geo.calendar import YEAR_D
from geo.dated_bounds import bounds_to
from geo.dated_graph import HOLDS, Hold, backward, layered_moves, node_of
from geo.dated_search import DatedGraph, ImpatientError, Label, search
from geo.path import Path, PathStep
from geo.vocabulary import Quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from geo.bill import Vector
    from geo.dated_bounds import Bounds
    from geo.dated_graph import DatedNetwork
    from geo.dates import Dates
    from geo.network import State
    from geo.search import Closures, Query

# Labels after which the bounds by time of the year are worth their making.
PATIENCE = 1000
# Less than this between two moments is rounding, not a wait.
ROUNDING_D = 1e-6


def dated_path(
    network: DatedNetwork, prices: Vector, query: Query, dates: Dates, closures: Closures
) -> Path | None:
    """Return the path of least money and price of time by date, or None where there is none.

    The cost without seasons guides the search, for it takes one Dijkstra backwards. Where seasons
    make that a poor guide, the bounds by time of the year take its place; they cost more to find.
    """
    open_costs = network.open_costs(prices, closures)
    open_costs[network.foreign_rows(_place_ids(query.starts), _place_ids(query.ends))] = math.inf
    costs = open_costs.tolist()
    wait = float(prices[QUANTITY_INDEX[Quantity.WAITING_D]])
    moves, back, stored = network.moves, network.back, network.stored
    if query.via:
        moves = layered_moves(network, query.via)
        back = backward(moves)
        stored *= len(query.via) + 1
    graph = DatedGraph(moves, costs, stored, wait)
    last = len(moves) - len(network.moves)
    ends = {last + node: cost for node, cost in end_nodes(network, query.ends).items()}
    starts = list(start_labels(network, query.starts, dates.ready_d))
    static = _static_bounds(back, costs, ends)
    patience = math.inf if query.via or dates.ready_d is None else PATIENCE
    try:
        best = search(graph, starts, ends, lambda label: static[label.node], dates.max_d, patience)
    except ImpatientError:
        bounds = bounds_to(network.back_by_state, costs, end_states(network, query.ends), wait)
        best = search(graph, starts, ends, guide(bounds), dates.max_d)
    return None if best is None else traced(graph, best, dates.ready_d)


def guide(bounds: Bounds) -> Callable[[Label], float]:
    """Return the bound of a label that rises, from the bounds by time of the year."""
    return lambda label: bounds.at(label.node // HOLDS, label.first_d)


def end_nodes(network: DatedNetwork, ends: Mapping[State, float]) -> dict[int, float]:
    """Return the nodes of a destination and the cost of unloading from each."""
    return {
        node_of(number, hold): cost
        for number, cost in end_states(network, ends).items()
        for hold in Hold
    }


def end_states(network: DatedNetwork, ends: Mapping[State, float]) -> dict[int, float]:
    """Return the numbers of the states of a destination and the cost of unloading from each."""
    states = network.arrays.states
    return {number: ends[state] for number, state in enumerate(states) if state in ends}


def _place_ids(states: Mapping[State, float]) -> set[str]:
    return {state.place_id for state in states}


def start_labels(
    network: DatedNetwork, starts: Mapping[State, float], ready_d: float | None
) -> Iterator[Label]:
    """Yield the labels of cargo loaded at its origin, on a day or on any."""
    first_d, last_d = (0.0, YEAR_D - 1) if ready_d is None else (ready_d, ready_d)
    for number, state in enumerate(network.arrays.states):
        if state not in starts:
            continue
        kind = network.arrays.kinds[state.place_id]
        dwell_d = loading_bill(kind, state.on, network.card).get(Quantity.DWELL_D, 0.0)
        yield Label(
            node=node_of(number, Hold.STORED),
            first_d=first_d + dwell_d,
            last_d=last_d + dwell_d,
            cost_usd_per_t=starts[state],
            rises=ready_d is not None,
            elapsed_d=dwell_d,
            ready_d=last_d,
            parent=None,
            move=None,
        )


def _static_bounds(
    back: Sequence[Sequence[tuple[int, int]]], costs: Sequence[float], ends: Mapping[int, float]
) -> list[float]:
    """Return the cost from every node to an end as if all were open, by Dijkstra backwards."""
    bounds = [math.inf] * len(back)
    queue = [(cost, node) for node, cost in ends.items()]
    heapq.heapify(queue)
    while queue:
        cost, node = heapq.heappop(queue)
        if cost >= bounds[node]:
            continue
        bounds[node] = cost
        for tail, row in back[node]:
            before = cost + costs[row]
            if before < bounds[tail]:
                heapq.heappush(queue, (before, tail))
    return bounds


def traced(graph: DatedGraph, last: Label, ready_asked_d: float | None) -> Path:
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
    if ready_asked_d is None:
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
