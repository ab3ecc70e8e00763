"""Searches compiled as one call find what those of parts find; costs to go are SciPy's (E9)."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.compiled.test_compiled import compiled, ends_of, graphs, guide_of
from tests.geo.routing.test_labels import ready_on
from zimnik.geo.compiled.costs_to_go import compiled_way, costs_to_go
from zimnik.geo.compiled.path_search import PathSearch
from zimnik.geo.core.shortest_paths import cheapest_graph, costs_from
from zimnik.geo.core.steady_way import steady_way
from zimnik.geo.routing.astar import MARGINS, guided
from zimnik.geo.routing.compiled_bounds import CompiledOpenings
from zimnik.geo.routing.labels import DatedGraph, SearchLimits, search

DAYS = st.lists(st.integers(0, 364), min_size=1, max_size=4)
Edges = list[tuple[int, int, float]]
NODES = st.integers(0, 4)
EDGES = st.lists(st.tuples(NODES, NODES, st.sampled_from([0.0, 0.0, 1.0, 2.0, math.inf])))


@settings(max_examples=examples(80))
@given(graphs(), DAYS)
def test_what_was_settled_for_one_day_serves_the_next(graph: DatedGraph, days: list[int]) -> None:
    laid_out = compiled(graph)
    ends = {len(graph.moves) // 3 - 1: 2.0}
    assert laid_out.layout is not None
    layout, wait = laid_out.layout, graph.waiting_usd_per_t_d
    shared = PathSearch(layout, np.array(graph.costs_usd_per_t), wait, ends)
    for day in days:
        start = ready_on(float(day))
        guide = replace(guide_of(laid_out, [start]), ends=ends)
        alone = guided(
            guide,
            guide.least_usd_per_t,
            lambda bound, start=start: search(  # type: ignore[misc]
                laid_out, [start], ends_of(graph), bound, SearchLimits(3650.0)
            ),
        )
        assert isinstance(guide.bounds, CompiledOpenings)
        setting = guide.bounds.setting
        found = shared.path(
            setting, margins=MARGINS, room_usd_per_t=1e-6, max_d=3650.0, max_labels=math.inf
        )  # fmt: skip
        event("none" if alone is None else "found")
        if alone is None:
            assert not found.labels.nodes.size
            continue
        assert found.labels.values[-1, 2] == alone.cost_usd_per_t
        moves, label = [], alone
        while label.parent is not None and label.move is not None:
            moves.append(label.move.row)
            label = label.parent
        assert found.rows.tolist() == moves[::-1]


def columns_of(edges: Edges, nodes: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return where the edges of each node begin, their other ends, and their costs."""
    ordered = sorted(edges, key=lambda edge: edge[0])
    starts = np.searchsorted([edge[0] for edge in ordered], np.arange(nodes + 1)).astype(np.int64)
    others = np.array([edge[1] for edge in ordered], dtype=np.int64)
    return starts, others, np.array([edge[2] for edge in ordered], dtype=np.float64)


@settings(max_examples=examples(80))
@given(EDGES, st.dictionaries(NODES, st.sampled_from([0.0, 1.0, 3.0]), min_size=1))
@example([(0, 1, 0.0), (1, 0, 0.0), (1, 2, 1.0), (0, 2, 2.0)], {2: 0.0})
def test_the_way_costs_what_is_to_go_and_ends_though_steps_cost_nothing(
    edges: Edges, ends: dict[int, float]
) -> None:
    known = np.full((1, 5), math.inf)
    known[0, list(ends)] = list(ends.values())
    usd = costs_to_go(*columns_of([(head, tail, c) for tail, head, c in edges], 5), known)[0]
    tails, heads, costs = (
        np.array(column)
        for column in zip(*edges, *((n, 5, c) for n, c in ends.items()), strict=True)
    )
    graph, _ = cheapest_graph(heads.astype(int), tails.astype(int), costs.astype(float), 6)
    assert usd.tolist() == costs_from(graph, 5).costs[:5].tolist()
    starts, others, weights = columns_of(edges, 5)
    for node in np.flatnonzero(np.isfinite(usd)).tolist():
        way, last = steady_way(starts, others, weights, usd, known[0], node)
        compiled = compiled_way(starts, others, weights, usd, known[0], node)
        assert (list(map(int, way)), int(last)) == (list(compiled[0]), compiled[1])
        assert float(weights[way].sum() if way else 0.0) + known[0, last] == usd[node]
        nodes = [node, *(int(others[move]) for move in way)]
        assert nodes[-1] == last
        assert len(set(nodes)) == len(nodes)
