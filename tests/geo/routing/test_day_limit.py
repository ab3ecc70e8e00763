"""A limit of days: the cheapest path in time is found, and the search ends (E9)."""

from __future__ import annotations

import heapq
import math
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.routing.test_labels import ANY_DAY, graphs, ready_on
from zimnik.geo.core.calendar import YEAR_D, Window
from zimnik.geo.core.errors import InputError
from zimnik.geo.routing import day_limit
from zimnik.geo.routing.day_limit import DayLimit
from zimnik.geo.routing.labels import DatedGraph, Move
from zimnik.geo.routing.time_expanded import HOLDS, StateMove

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.routing.labels import Label


def widened(graph: DatedGraph) -> DatedGraph:
    """Return a drawn graph with the nodes of a network: the third of each state leads nowhere."""

    def wide(node: int) -> int:
        return HOLDS * (node // 2) + node % 2

    states = len(graph.moves) // 2
    moves: list[list[Move]] = [[] for _ in range(HOLDS * states)]
    for node, onward in enumerate(graph.moves):
        moves[wide(node)] = [move._replace(head=wide(move.head)) for move in onward]
    stored = [node % HOLDS == 1 for node in range(HOLDS * states)]
    return DatedGraph(moves, graph.costs_usd_per_t, stored, graph.waiting_usd_per_t_d)


def limit_of(graph: DatedGraph, start: Label, max_d: float) -> DayLimit:
    states = len(graph.moves) // HOLDS
    back: list[list[StateMove]] = [[] for _ in range(states)]
    durations_d = [0.0] * len(graph.costs_usd_per_t)
    for node, onward in enumerate(graph.moves):
        for move in onward:
            before = StateMove(node // HOLDS, move.row, move.duration_d, move.window)
            back[move.head // HOLDS].append(before)
            durations_d[move.row] = move.duration_d
    return DayLimit(graph, back, durations_d, [start], {states - 1: 2.0}, max_d)


def oracle(graph: DatedGraph, ready: int, max_d: float, ends: Mapping[int, float]) -> float:
    """Return the least cost over all paths that come to no node twice, moment by moment."""
    start = (1, ready, frozenset({1}))
    costs: dict[tuple[int, int, frozenset[int]], float] = {start: 0.0}
    queue: list[tuple[float, int, int, tuple[int, ...]]] = [(0.0, 1, ready, (1,))]
    while queue:
        cost, node, time, passed = heapq.heappop(queue)
        if node < 0:
            return cost
        if cost > costs[node, time, frozenset(passed)]:
            continue
        onward = [
            (cost + graph.costs_usd_per_t[m.row], m.head, time + int(m.duration_d))
            for m in graph.moves[node]
            if m.head not in passed
            and (
                m.window is None
                or (time - m.window.opens_d) % YEAR_D + m.duration_d <= m.window.length_d
            )
        ]
        if graph.stored[node]:
            onward.append((cost + graph.waiting_usd_per_t_d, node, time + 1))
        if node in ends:
            heapq.heappush(queue, (cost + ends[node], -1, time, passed))
        for next_cost, head, moment in onward:
            came = passed if head == node else (*passed, head)
            key = (head, moment, frozenset(came))
            if moment <= ready + max_d and next_cost < costs.get(key, math.inf):
                costs[key] = next_cost
                heapq.heappush(queue, (next_cost, head, moment, came))
    return math.inf


def found(graph: DatedGraph, start: Label, max_d: float) -> float:
    limit = limit_of(graph, start, max_d)
    path = limit.path()
    if path is None:
        return math.inf
    assert path.gap_pct == 0.0
    return path.label.cost_usd_per_t + 2.0


@settings(max_examples=examples(400))
@given(graphs(), st.integers(0, 364), st.sampled_from([10.0, 40.0, 90.0]))
def test_equals_every_path_tried_for_a_given_day(
    drawn: DatedGraph, ready: int, max_d: float
) -> None:
    graph = widened(drawn)
    ends = {HOLDS * (len(graph.moves) // HOLDS - 1) + hold: 2.0 for hold in range(HOLDS)}
    expected = oracle(graph, ready, max_d, ends)
    event("reachable" if math.isfinite(expected) else "unreachable")
    assert found(graph, ready_on(float(ready)), max_d) == pytest.approx(expected)


@settings(max_examples=examples(60))
@given(graphs(), st.sampled_from([10.0, 40.0, 90.0]))
def test_the_best_day_is_the_best_of_all_days(drawn: DatedGraph, max_d: float) -> None:
    graph = widened(drawn)
    ends = {HOLDS * (len(graph.moves) // HOLDS - 1) + hold: 2.0 for hold in range(HOLDS)}
    expected = min(oracle(graph, ready, max_d, ends) for ready in range(YEAR_D))
    assert found(graph, ANY_DAY, max_d) == pytest.approx(expected)


def rail_or_late() -> DatedGraph:
    """Return a cheap link of 20 days and one of 5 days at ten times the cost."""
    moves = [Move(3, 0, 20.0, None, 0), Move(3, 1, 5.0, None, 1)]
    nowhere: list[Move] = []
    graph = [moves, moves, nowhere, nowhere, nowhere, nowhere]
    return DatedGraph(graph, [10.0, 100.0], [False, True, False] * 2, 1.0)


@pytest.mark.parametrize(("max_d", "usd_per_t"), [(20.0, 12.0), (19.0, 102.0), (4.0, math.inf)])
def test_a_day_less_takes_the_faster_link(max_d: float, usd_per_t: float) -> None:
    """By hand: 10 or 100 for the link and 2 for unloading, which takes no day."""
    assert found(rail_or_late(), ready_on(100.0), max_d) == pytest.approx(usd_per_t)


def test_a_search_that_ends_at_its_bound_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day_limit, "MAX_LABELS", 0)
    with pytest.raises(InputError, match="Allow more days"):
        limit_of(rail_or_late(), ready_on(100.0), 19.0).path()


@settings(max_examples=examples(40))
@given(graphs(), st.integers(0, 364))
def test_a_longer_limit_never_costs_more(drawn: DatedGraph, ready: int) -> None:
    graph = widened(drawn)
    costs = [found(graph, ready_on(float(ready)), max_d) for max_d in (10.0, 20.0, 40.0, 80.0)]
    assert all(longer <= shorter + 1e-9 for shorter, longer in pairwise(costs))


def test_windows_bound_the_days_to_go() -> None:
    """A link of a season that opens after the limit is never in time, whatever it costs."""
    opens = Window(200, 30)
    moves = [Move(3, 0, 5.0, opens, 0)]
    nowhere: list[Move] = []
    graph = DatedGraph(
        [moves, moves, nowhere, nowhere, nowhere, nowhere], [10.0], [False, True, False] * 2, 1.0
    )
    assert found(graph, ready_on(100.0), 90.0) == math.inf
    # Waits 100 days at 1 a day.
    assert found(graph, ready_on(100.0), 105.0) == pytest.approx(112.0)
