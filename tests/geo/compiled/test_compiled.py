"""Compiled searches find what plain Python finds, to the last digit (E8, E9)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

import zimnik.geo.routing.time_expanded
from tests.examples import examples
from tests.geo.drawn import compiled as arrays_of
from tests.geo.drawn import drawn_links, drawn_places
from tests.geo.routing.test_dated_routing import ORE, TIMED
from tests.geo.routing.test_labels import ANY_DAY, DURATIONS, LENGTHS, ready_on
from tests.geo.routing.test_matrix import seasonal_rows
from tests.geo.routing.test_routing_invariants import Rows, networks
from zimnik.geo.compiled.layout import Layout, MoveArrays
from zimnik.geo.core.calendar import Window
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.routing.astar import AStarPotential
from zimnik.geo.routing.labels import (
    DatedGraph,
    Label,
    LabelLimitExceededError,
    Move,
    SearchLimits,
    search,
)
from zimnik.geo.routing.matrix import MatrixRequest, cost_matrix
from zimnik.geo.routing.time_expanded import HOLDS, dated_network, moves_by_state

if TYPE_CHECKING:
    from zimnik.geo.routing.labels import Label

STATES = st.integers(2, 4)


@st.composite
def graphs(draw: st.DrawFn) -> DatedGraph:
    """Return up to four states, each held in three ways, and moves with and without seasons."""
    states = draw(STATES)
    moves: list[list[Move]] = [[] for _ in range(HOLDS * states)]
    costs, pace = [], []
    for row in range(draw(st.integers(states, 10))):
        tail = draw(st.integers(0, states - 1))
        head = (tail + draw(st.integers(1, states - 1))) % states
        window = None
        if draw(st.booleans()):
            window = Window(draw(st.integers(0, 364)), draw(st.sampled_from(LENGTHS)))
        duration = float(draw(st.sampled_from(DURATIONS)))
        hold = draw(st.integers(0, HOLDS - 1))
        for leaves in range(HOLDS):
            moves[HOLDS * tail + leaves].append(
                Move(HOLDS * head + hold, row, duration, window, row)
            )
        costs.append(float(draw(st.integers(0, 30))))
        pace.append(duration)
    stored = [node % HOLDS == 1 for node in range(HOLDS * states)]
    return DatedGraph(moves, costs, stored, draw(st.sampled_from([0.0, 0.1, 0.5, 3.0])))


def compiled(graph: DatedGraph) -> DatedGraph:
    onward, back = moves_by_state(graph.moves)
    layout = Layout(
        MoveArrays.of([[move[:4] for move in leading] for leading in graph.moves]),
        MoveArrays.of(onward),
        MoveArrays.of(back),
        np.array(graph.stored),
        np.array(durations_of(graph)),
    )
    return replace(graph, layout=layout)


def durations_of(graph: DatedGraph) -> list[float]:
    durations = [0.0] * len(graph.costs_usd_per_t)
    for leading in graph.moves:
        for move in leading:
            durations[move.row] = move.duration_d
    return durations


def guide_of(graph: DatedGraph, starts: list[Label]) -> AStarPotential:
    onward, back = moves_by_state(graph.moves)
    ends = {len(onward) - 1: 2.0}
    return AStarPotential(graph, onward, back, durations_of(graph), starts, ends)


def ends_of(graph: DatedGraph) -> dict[int, float]:
    return {len(graph.moves) - 1 - hold: 2.0 for hold in range(HOLDS)}


def told(label: Label | None) -> list[tuple[object, ...]]:
    steps = []
    while label is not None:
        steps.append((*(getattr(label, name) for name in FIELDS), label.move))
        label = label.parent
    return steps


FIELDS = ("node", "first_d", "last_d", "cost_usd_per_t", "rises", "elapsed_d", "ready_d")
STARTS = st.one_of(st.just(ANY_DAY), st.integers(0, 364).map(lambda day: ready_on(float(day))))


@settings(max_examples=examples(150))
@given(graphs(), STARTS, st.sampled_from([0.0, 0.1, math.inf]), st.sampled_from([30.0, 3650.0]))
def test_label_for_label(graph: DatedGraph, start: Label, margin: float, max_d: float) -> None:
    limits = SearchLimits(max_d, max_labels=2000)
    answers: list[object] = []
    for one in (graph, compiled(graph)):
        bound, limit = guide_of(one, [start]).widened(margin)
        try:
            found = told(search(one, [start], ends_of(one), bound, limits))
        except LabelLimitExceededError as error:
            found = [(error.least_usd_per_t,)]
        answers += [limit, bound(start), found]
    event("found" if answers[-1] else "none")
    assert answers[:3] == answers[3:]


@settings(max_examples=examples(80))
@given(graphs(), st.lists(st.integers(0, 364), min_size=1, max_size=6, unique=True))
@example(DatedGraph([[], [], [], [], [], []], [], [False, True, False] * 2, 1.0), [0])
def test_bounds_of_days(graph: DatedGraph, days: list[int]) -> None:
    plain, other = (guide_of(one, [ANY_DAY]) for one in (graph, compiled(graph)))
    ready_d = np.array(sorted(days))
    assert plain.least_by_day(ready_d).tolist() == other.least_by_day(ready_d).tolist()
    assert plain.undated_usd_per_t == other.undated_usd_per_t


@settings(max_examples=examples(60))
@given(graphs(), st.integers(0, 364), st.integers(0, 364))
def test_another_day_or_destination_takes_over_what_it_shares(
    graph: DatedGraph, day: int, other: int
) -> None:
    for one in (graph, compiled(graph)):
        first, alone = (guide_of(one, [ready_on(float(ready))]) for ready in (day, other))
        shared, elsewhere = replace(alone, alike=first), replace(first, ends={})
        assert first.least_usd_per_t >= first.undated_usd_per_t - 1e-9
        assert shared.least_usd_per_t == alone.least_usd_per_t
        assert replace(first, alike=elsewhere).least_usd_per_t == first.least_usd_per_t


@settings(max_examples=examples(40))
@given(st.data(), networks(), st.sampled_from([60.0, 3650.0]), st.sampled_from([0, 10_000]))
def test_cell_for_cell(
    data: st.DataObject, network: tuple[dict[str, str], Rows], max_d: float, few: int
) -> None:
    kinds, rows = network
    places = drawn_places(**kinds)
    places["storage"] = data.draw(st.lists(st.booleans(), min_size=len(kinds), max_size=len(kinds)))
    arrays = arrays_of(places, drawn_links(*data.draw(seasonal_rows(rows))), TIMED)
    laid_out = dated_network(arrays, TIMED, YearType.NORMAL)
    ids = list(kinds)
    days = data.draw(st.lists(st.integers(0, 364), min_size=1, max_size=5, unique=True))
    request = MatrixRequest(dict.fromkeys(ids[:2], ORE), ids[1:], days, max_d=max_d)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zimnik.geo.routing.matrix.MANY", data.draw(st.sampled_from([1, 100])))
        patch.setattr("zimnik.geo.routing._matrix_core.FEW", few)
        plain, other = (cost_matrix(one, request) for one in (laid_out, laid_out.compiled()))
    event("some reachable" if any(math.isfinite(x.cost_usd_per_t) for x in plain) else "none")
    # Not compiled, as where faults are written into it, that code hands out numbers of NumPy.
    told = [
        repr(replace(one, cost_usd_per_t=float(one.cost_usd_per_t))) for one in (*plain, *other)
    ]
    assert told[: len(plain)] == told[len(plain) :]


def test_without_numba_plain_python_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    link = {"id": "a-b", "from_id": "a", "to_id": "b", "vehicle": "truck", "length_km": 1.0}
    arrays = arrays_of(drawn_places(a="deposit", b="hub"), drawn_links(link), TIMED)
    network = dated_network(arrays, TIMED, YearType.NORMAL)
    assert network.compiled().layout is not None
    monkeypatch.setattr(zimnik.geo.routing.time_expanded, "can_compile", lambda: False)
    assert network.compiled() is network
