"""The search by date equals a time-expanded oracle that steps hour by hour (E8).

Times are whole hours here, so a year is 8,760 of them in the oracle and in the search alike; the
search does not know what its unit is called.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from zimnik.geo.core.calendar import YEAR_D, Window
from zimnik.geo.routing.labels import DatedGraph, Label, Move, SearchLimits, search

if TYPE_CHECKING:
    from collections.abc import Mapping

START = 1
LENGTHS = (1, 5, 20, 60, 120, 200, 364, 365)
DURATIONS = (0, 1, 2, 3, 10, 30, 70)


@st.composite
def graphs(draw: st.DrawFn) -> DatedGraph:
    """Return up to five states, each rolling and stored, and moves with and without seasons."""
    nodes = 2 * draw(st.integers(2, 5))
    moves: list[list[Move]] = [[] for _ in range(nodes)]
    costs = []
    for row in range(draw(st.integers(nodes // 2, 14))):
        tail = draw(st.integers(0, nodes - 1))
        head = (tail + draw(st.integers(1, nodes - 1))) % nodes
        window = None
        if draw(st.booleans()):
            opens = draw(st.integers(0, 364))
            window = Window(opens, draw(st.sampled_from(LENGTHS)))
        duration = float(draw(st.sampled_from(DURATIONS)))
        moves[tail].append(Move(head, row, duration, window, None))
        costs.append(float(draw(st.integers(0, 30))))
    stored = [node % 2 == 1 for node in range(nodes)]
    return DatedGraph(moves, costs, stored, draw(st.sampled_from([0.0, 0.1, 0.5, 1.0, 3.0])))


def ends_of(graph: DatedGraph) -> dict[int, float]:
    last = len(graph.moves) - 1
    return {last - 1: 2.0, last: 1.0}


def found(graph: DatedGraph, start: Label, max_d: float) -> float:
    ends = ends_of(graph)
    best = search(graph, [start], ends, lambda _: 0.0, SearchLimits(max_d))
    return math.inf if best is None else best.cost_usd_per_t + ends[best.node]


def ready_on(day: float) -> Label:
    return Label(
        node=START,
        first_d=day,
        last_d=day,
        cost_usd_per_t=0.0,
        rises=True,
        elapsed_d=0.0,
        ready_d=day,
        parent=None,
        move=None,
    )


ANY_DAY = replace(ready_on(YEAR_D - 1), first_d=0.0, rises=False)


def oracle(graph: DatedGraph, ready: int, max_d: float, ends: Mapping[int, float]) -> float:
    """Return the least cost over nodes times moments, waiting one moment at a time."""
    costs = {(START, ready): 0.0}
    queue = [(0.0, START, ready)]
    while queue:
        cost, node, time = heapq.heappop(queue)
        if node < 0:
            return cost
        if cost > costs[node, time]:
            continue
        onward = [
            (cost + graph.costs_usd_per_t[m.row], m.head, time + m.duration_d)
            for m in graph.moves[node]
            if m.window is None
            or (time - m.window.opens_d) % YEAR_D + m.duration_d <= m.window.length_d
        ]
        if graph.stored[node]:
            onward.append((cost + graph.waiting_usd_per_t_d, node, time + 1))
        if node in ends:
            heapq.heappush(queue, (cost + ends[node], -1, time))
        for next_cost, head, moment in onward:
            key = (head, int(moment))
            if moment <= ready + max_d and next_cost < costs.get(key, math.inf):
                costs[key] = next_cost
                heapq.heappush(queue, (next_cost, *key))
    return math.inf


@settings(max_examples=examples(600))
@given(graphs(), st.integers(0, 364), st.sampled_from([30.0, 365.0, 730.0]))
def test_equals_the_oracle_for_a_given_day(graph: DatedGraph, ready: int, max_d: float) -> None:
    expected = oracle(graph, ready, max_d, ends_of(graph))
    event("reachable" if math.isfinite(expected) else "unreachable")
    assert found(graph, ready_on(float(ready)), max_d) == pytest.approx(expected)


@settings(max_examples=examples(40))
@given(graphs(), st.sampled_from([30.0, 365.0]))
def test_best_day_is_the_best_of_all_365(graph: DatedGraph, max_d: float) -> None:
    best = min(found(graph, ready_on(float(day)), max_d) for day in range(365))
    assert found(graph, ANY_DAY, max_d) == pytest.approx(best)


@settings(max_examples=examples(100))
@given(graphs(), st.integers(0, 364), st.integers(1, 60))
def test_later_day_plus_its_wait_never_beats_an_earlier_one(
    graph: DatedGraph, ready: int, later: int
) -> None:
    early = found(graph, ready_on(float(ready)), 2000.0)
    late = found(graph, ready_on(float(ready + later)), 2000.0 - later)
    assert early <= late + later * graph.waiting_usd_per_t_d + 1e-9
