"""Both engines against networkx on drawn graphs, and against each other on a large one (E80)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zimnik.geo.static.contraction import (
    UNREACHABLE,
    DijkstraMetric,
    StaticGraph,
    can_contract,
    contracted,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from zimnik.geo.core.arrays import Indices
    from zimnik.geo.static.contraction import StaticMetric


def contraction_metric(graph: StaticGraph, weights: Indices) -> StaticMetric:
    return contracted(graph).metric(weights)


ENGINES = pytest.mark.parametrize(
    "engine",
    [
        pytest.param(DijkstraMetric, id="dijkstra"),
        pytest.param(
            contraction_metric,
            id="contraction",
            marks=pytest.mark.skipif(not can_contract(), reason="the extra osm is not installed"),
        ),
    ],
)


def drawn(ends: list[tuple[int, int]], count: int) -> StaticGraph:
    at = np.arange(count)
    lonlat = np.column_stack([100 + 0.1 * (at % 7), 60 + 0.1 * (at // 7)])
    return StaticGraph(np.array(ends, np.int64).reshape(-1, 2), lonlat)


def oracle(graph: StaticGraph, weights: Indices) -> Indices:
    """Return all distances by networkx."""
    joined = nx.MultiGraph()
    joined.add_nodes_from(range(graph.node_count))
    for (one, other), weight in zip(graph.ends.tolist(), weights.tolist(), strict=True):
        if weight < UNREACHABLE:
            joined.add_edge(one, other, weight=weight)
    found = np.full((graph.node_count, graph.node_count), UNREACHABLE)
    for source, row in nx.all_pairs_dijkstra_path_length(joined):
        for target, weight in row.items():
            found[source, target] = min(weight, UNREACHABLE)
    return found


def require_way(
    graph: StaticGraph, weights: Indices, way: Indices, ends: tuple[int, int], length: int
) -> None:
    """Fail unless edges in a row lead from one node to another, and are as long together."""
    at, target = ends
    for edge in way.tolist():
        one, other = graph.ends[edge].tolist()
        assert at in {one, other}
        at = other if at == one else one
    assert at == target
    assert weights[way].sum() == length


GRAPHS = st.integers(2, 9).flatmap(
    lambda count: st.tuples(
        st.just(count),
        st.lists(
            st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), st.integers(1, 9)),
            min_size=1,
            max_size=20,
        ),
    )
)


@ENGINES
@given(GRAPHS)
def test_distances_and_ways_are_those_of_networkx(
    engine: Callable[[StaticGraph, Indices], StaticMetric],
    made: tuple[int, list[tuple[int, int, int]]],
) -> None:
    """Parallel edges, loops and parts apart included."""
    count, rows = made
    graph = drawn([(a, b) for a, b, _ in rows], count)
    weights = np.array([weight for _, _, weight in rows])
    metric, every = engine(graph, weights), np.arange(count)
    expected = oracle(graph, weights)
    assert np.array_equal(metric.distances(every, every), expected)
    for a in every.tolist():
        for b in every.tolist():
            way = metric.path(a, b)
            if a == b or expected[a, b] == UNREACHABLE:
                assert not len(way)
            else:
                require_way(graph, weights, way, (a, b), expected[a, b])


@ENGINES
@given(GRAPHS, st.data())
def test_changed_weights_and_closed_edges_are_as_if_made_so(
    engine: Callable[[StaticGraph, Indices], StaticMetric],
    made: tuple[int, list[tuple[int, int, int]]],
    data: st.DataObject,
) -> None:
    count, rows = made
    graph = drawn([(a, b) for a, b, _ in rows], count)
    weights = np.array([weight for _, _, weight in rows])
    metric, every = engine(graph, weights), np.arange(count)
    edges = data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=1, unique=True))
    new = np.array([data.draw(st.sampled_from([1, 4, 30, UNREACHABLE])) for _ in edges])
    metric.update(np.array(edges), new)
    weights[edges] = new
    assert np.array_equal(metric.distances(every, every), oracle(graph, weights))


@ENGINES
def test_a_way_as_long_as_none_can_be_is_none(
    engine: Callable[[StaticGraph, Indices], StaticMetric],
) -> None:
    """Sums beyond 32 bits are no short ways."""
    graph = drawn([(0, 1), (1, 2), (2, 3)], 4)
    metric = engine(graph, np.array([UNREACHABLE - 1] * 3))
    found = metric.distances(np.array([0]), np.arange(4))
    assert found.tolist() == [[0, UNREACHABLE - 1, UNREACHABLE, UNREACHABLE]]
    assert not len(metric.path(0, 3))


@ENGINES
@pytest.mark.parametrize("weight", [0, -1, UNREACHABLE + 1])
def test_other_weights_are_refused(
    engine: Callable[[StaticGraph, Indices], StaticMetric], weight: int
) -> None:
    graph = drawn([(0, 1)], 2)
    with pytest.raises(ValueError, match="whole numbers from 1"):
        engine(graph, np.array([weight]))
    metric = engine(graph, np.array([5]))
    with pytest.raises(ValueError, match="whole numbers from 1"):
        metric.update(np.array([0]), np.array([weight]))


@pytest.mark.skipif(not can_contract(), reason="the extra osm is not installed")
def test_both_engines_agree_on_ten_thousand_nodes() -> None:
    side = 100
    at = np.arange(side * side).reshape(side, side)
    ends = np.concatenate(
        [
            np.column_stack([at[:, :-1].ravel(), at[:, 1:].ravel()]),
            np.column_stack([at[:-1].ravel(), at[1:].ravel()]),
        ]
    )
    rng = np.random.default_rng(1)
    ends = ends[rng.random(len(ends)) > 0.3]
    lonlat = np.column_stack([100 + at.ravel() % side / 100, 60 + at.ravel() // side / 100])
    graph = StaticGraph(ends, lonlat)
    weights = rng.integers(1, 100_000, len(ends))
    fast = contracted(graph).metric(weights)
    slow = DijkstraMetric(graph, weights)
    nodes = rng.choice(len(lonlat), 20, replace=False)
    distances = slow.distances(nodes, nodes)
    assert np.array_equal(fast.distances(nodes, nodes), distances)
    for i, j in ((0, 1), (2, 3), (4, 5)):
        if distances[i, j] < UNREACHABLE:
            way = fast.path(int(nodes[i]), int(nodes[j]))
            require_way(graph, weights, way, (nodes[i], nodes[j]), distances[i, j])
