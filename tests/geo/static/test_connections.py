"""Edges of ways between terminals, merged to stretches (E80)."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.geo.static import oracle
from zimnik.geo.static.connections import stretches_of
from zimnik.geo.static.graph import UNREACHABLE, StaticGraph
from zimnik.geo.static.local_ways import LocalQuestion, local_ways

CASES = st.integers(3, 10).flatmap(
    lambda count: st.tuples(
        st.lists(
            st.tuples(
                st.integers(0, count - 1),
                st.integers(0, count - 1),
                st.integers(1, 5),
                st.integers(0, 1),
            ),
            min_size=2,
            max_size=22,
        ),
        st.just(count),
        st.sets(st.integers(0, count - 1), min_size=2, max_size=5),
    )
)


def graph_of(ends: list[tuple[int, int]], count: int) -> StaticGraph:
    return StaticGraph(np.array(ends), np.column_stack([np.arange(count), np.full(count, 60.0)]))


@given(CASES)
def test_the_stretches_join_all_terminals_by_ways_as_short(
    case: tuple[list[tuple[int, int, int, int]], int, set[int]],
) -> None:
    """No stretch changes its kind, none passes a terminal, none is there twice."""
    rows, count, chosen = case
    graph = graph_of([(a, b) for a, b, _, _ in rows], count)
    weights = np.array([weight for _, _, weight, _ in rows])
    kinds = np.array([kind for _, _, _, kind in rows])
    terminals = np.array(sorted(chosen))
    used = local_ways(LocalQuestion(graph, weights, terminals, terminals)).used
    stretches = stretches_of(graph, used, terminals.tolist(), kinds)
    assert sorted(edge for one in stretches for edge in one.edges) == used.tolist()
    joined = nx.MultiGraph()
    joined.add_nodes_from(terminals.tolist())
    for one in stretches:
        assert len({int(kinds[edge]) for edge in one.edges}) == 1
        joined.add_edge(one.from_node, one.to_node, weight=int(weights[list(one.edges)].sum()))
    expected = oracle.distances(graph, weights, terminals, terminals)
    for i, a in enumerate(terminals.tolist()):
        found = nx.single_source_dijkstra_path_length(joined, a)
        row = [found.get(b, UNREACHABLE) for b in terminals.tolist()]
        assert row == expected[i].tolist()


def test_a_road_between_two_terminals_is_one_stretch_for_each_ground() -> None:
    # 0 -paved- 1 -paved- 2 -gravel- 3, and a branch from 1 that nobody needs.
    graph = graph_of([(0, 1), (1, 2), (2, 3), (1, 4)], 5)
    ends = np.array([0, 3])
    used = local_ways(LocalQuestion(graph, np.array([1, 1, 1, 1]), ends, ends)).used
    stretches = stretches_of(graph, used, [0, 3], [0, 0, 1, 0])
    assert [(one.from_node, one.to_node, one.edges) for one in stretches] == [
        (0, 2, (0, 1)),
        (2, 3, (2,)),
    ]
