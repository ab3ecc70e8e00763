"""Searches from terminals to their neighbours against all distances (E80)."""

from __future__ import annotations

import importlib.util
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.geo.static import oracle
from zimnik.geo.static import local_search
from zimnik.geo.static.graph import UNREACHABLE, StaticGraph
from zimnik.geo.static.local_ways import LocalQuestion, hubs_of, local_ways, ways_without

if TYPE_CHECKING:
    from types import ModuleType

    from zimnik.geo.core.arrays import Indices

Rows = list[tuple[int, int, int]]


def asked_of(rows: Rows, terminals: list[int], sources: list[int] | None = None) -> LocalQuestion:
    ends = np.array([(a, b) for a, b, _ in rows], np.int64).reshape(-1, 2)
    count = int(max(ends.max(initial=0), *terminals)) + 1
    graph = StaticGraph(ends, np.column_stack([np.arange(count), np.full(count, 60.0)]))
    weights = np.array([weight for *_, weight in rows], np.int64)
    of = terminals if sources is None else sources
    return LocalQuestion(graph, weights, np.array(terminals), np.array(of, np.int64))


def distances(asked: LocalQuestion, weights: Indices, used: Indices | None = None) -> Indices:
    """Return distances between all terminals, by all edges or by some of them."""
    few = np.full(len(weights), UNREACHABLE)
    few[used] = weights[used]
    by = weights if used is None else few
    return oracle.distances(asked.graph, by, asked.terminals, asked.terminals)


QUESTIONS = st.integers(3, 10).flatmap(
    lambda count: st.builds(
        lambda rows, chosen: asked_of(rows, sorted(chosen)),
        st.lists(
            st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), st.integers(1, 5)),
            min_size=2,
            max_size=22,
        ),
        st.sets(st.integers(0, count - 1), min_size=2, max_size=5),
    )
)


def test_a_way_ends_at_the_first_terminal_and_a_search_where_all_have_passed_one() -> None:
    # By hand: a road 0 -2- 1 -3- 2 -4- 3 -5- 4 with terminals at both ends and in the middle.
    rows = [(0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5)]
    found = local_ways(asked_of(rows, [0, 2, 4], sources=[0]))
    assert found.used.tolist() == [0, 1]
    assert found.reach.tolist() == [5]
    found = local_ways(asked_of(rows, [0, 2, 4]))
    assert found.used.tolist() == [0, 1, 2, 3]
    assert found.reach.tolist() == [5, 9, 9]


@given(QUESTIONS)
def test_the_edges_found_are_those_of_a_way_between_each_two_neighbours(
    asked: LocalQuestion,
) -> None:
    """They keep every distance, and none is there that no neighbours need."""
    found = local_ways(asked)
    expected = distances(asked, asked.weights)
    assert np.array_equal(distances(asked, asked.weights, found.used), expected)
    pairs = np.array(sorted(oracle.neighbours(expected)), np.int64).reshape(-1, 2)
    allowed: set[int] = set()
    nodes = np.arange(asked.graph.node_count)
    every = oracle.distances(asked.graph, asked.weights, nodes, nodes)
    for a, b in asked.terminals[pairs].tolist():
        for edge, (one, other) in enumerate(asked.graph.ends.tolist()):
            least = min(every[a, one] + every[other, b], every[a, other] + every[one, b])
            if least + asked.weights[edge] == every[a, b]:
                allowed.add(edge)
    assert set(found.used.tolist()) <= allowed


@given(QUESTIONS, st.data())
def test_a_few_more_terminals_are_searched_by_themselves(
    asked: LocalQuestion, data: st.DataObject
) -> None:
    """Ways between the others, and from the new ones to all, keep every distance."""
    new = data.draw(st.sets(st.sampled_from(asked.terminals.tolist()), min_size=1))
    old = np.array([node for node in asked.terminals.tolist() if node not in new], np.int64)
    before = local_ways(asked._replace(terminals=old, sources=old))
    beside = local_ways(asked._replace(sources=np.array(sorted(new))))
    used = np.union1d(before.used, beside.used)
    expected = distances(asked, asked.weights)
    assert np.array_equal(distances(asked, asked.weights, used), expected)


@given(QUESTIONS, st.data())
def test_ways_without_some_edges_are_as_short_as_if_found_anew(
    asked: LocalQuestion, data: st.DataObject
) -> None:
    numbers = st.integers(0, asked.graph.edge_count - 1)
    closed = np.array(data.draw(st.lists(numbers, min_size=1, max_size=3, unique=True)))
    weights = asked.weights.copy()
    weights[closed] = UNREACHABLE
    found = ways_without(asked, local_ways(asked), closed)
    anew = local_ways(asked._replace(weights=weights))
    assert not set(found.used.tolist()) & set(closed.tolist())
    expected = distances(asked, weights)
    assert np.array_equal(distances(asked, weights, found.used), expected)
    assert np.array_equal(distances(asked, weights, anew.used), expected)
    # What was kept may be kept again: as far as each was searched is told aright.
    assert found.reach.tolist() == anew.reach.tolist()


def test_a_closed_edge_far_away_changes_nothing() -> None:
    rows = [(i, i + 1, 1) for i in range(9)]
    asked = asked_of([*rows, (7, 9, 5)], [0, 2, 4, 7, 9])
    known = local_ways(asked)
    # From the first three terminals none was searched beyond node 7.
    found = ways_without(asked, known, np.array([8]))
    assert {*range(7), 9} <= set(found.used.tolist()) <= {*range(8), 9}
    assert found.reach[:3].tolist() == known.reach[:3].tolist()


@given(QUESTIONS, st.integers(2, 6))
def test_hubs_keep_searches_small_and_every_distance(asked: LocalQuestion, most: int) -> None:
    hubs = hubs_of(asked, most)
    assert not set(hubs.tolist()) & set(asked.terminals.tolist())
    every = np.union1d(asked.terminals, hubs)
    found = local_ways(asked._replace(terminals=every, sources=every))
    expected = distances(asked, asked.weights)
    assert np.array_equal(distances(asked, asked.weights, found.used), expected)


def test_hubs_stand_where_many_ways_pass() -> None:
    """A long road with a terminal at each end: no search is longer than is asked."""
    rows = [(i, i + 1, 1) for i in range(99)]
    asked = asked_of(rows, [0, 99])
    assert local_ways(asked).reach.tolist() == [99, 99]
    assert not len(hubs_of(asked, 101))
    every = np.union1d(asked.terminals, hubs_of(asked, 20))
    assert len(every) < 25
    found = local_ways(asked._replace(terminals=every, sources=every))
    assert found.reach.max() <= 20
    assert found.used.tolist() == list(range(99))


@pytest.fixture(scope="module")
def plain() -> ModuleType:
    """Return the searches as they are without Numba."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zimnik.geo.compiled.layout.can_compile", lambda: False)
        spec = importlib.util.spec_from_file_location("plain_search", local_search.__file__)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return module


@given(asked=QUESTIONS)
def test_plain_python_finds_the_same(plain: ModuleType, asked: LocalQuestion) -> None:
    assert not hasattr(plain.settle, "py_func")
    count = asked.graph.node_count
    for name, given_ in (
        ("ways_from", (*asked.flags, asked.sources)),
        ("hubs_beside", (asked.flags[0], asked.sources, 3)),
    ):
        slow, fast = (
            getattr(module, name)(
                module.Weighted(*asked.weighted), *given_, module.scratch_of(count)
            )
            for module in (plain, local_search)
        )
        assert all(map(np.array_equal, slow, fast))


def test_a_question_has_another_digest_where_anything_differs() -> None:
    rows = [(0, 1, 2), (1, 2, 3)]
    asked = asked_of(rows, [0, 2])
    others = [
        asked_of([(0, 1, 2), (1, 2, 4)], [0, 2]),
        asked_of([(0, 1, 2), (0, 2, 3)], [0, 2]),
        asked_of(rows, [0, 1]),
        asked_of(rows, [0, 2], sources=[0]),
    ]
    digests = [asked.digest, *(one.digest for one in others)]
    assert len(set(digests)) == len(digests)
    assert asked_of(rows, [0, 2]).digest == asked.digest


def test_a_line_of_terminals_costs_no_more_than_its_length() -> None:
    """Each terminal is searched to its neighbours alone, however many there are."""
    rows = [(i, i + 1, 1) for i in range(999)]
    found = local_ways(asked_of(rows, list(range(1000))))
    assert set(found.reach.tolist()) == {1}
    joined = nx.Graph([rows[edge][:2] for edge in found.used.tolist()])
    assert all(joined.has_edge(a, b) for a, b in pairwise(range(1000)))


def test_of_two_ways_that_are_as_long_only_that_of_the_lesser_is_told() -> None:
    """Two ways of 4 around a ring: the one terminal takes the first, the other the second."""
    rows = [(0, 1, 1), (1, 2, 1), (2, 5, 2), (0, 3, 2), (3, 4, 1), (4, 5, 1)]
    told = [local_ways(asked_of(rows, [0, 5], sources=by)).used.tolist() for by in ([0], [5])]
    assert told == [[0, 1, 2], [3, 4, 5]]
    assert local_ways(asked_of(rows, [0, 5])).used.tolist() == told[0]


def test_a_way_that_costs_the_same_by_another_terminal_is_not_needed() -> None:
    """Straight on 2, by the terminal between 1 and 1."""
    found = local_ways(asked_of([(0, 2, 2), (0, 1, 1), (1, 2, 1)], [0, 1, 2]))
    assert found.used.tolist() == [1, 2]
