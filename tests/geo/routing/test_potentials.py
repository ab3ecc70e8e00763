"""Bounds of going on to an end, against the shortest paths over states and days (E9)."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from zimnik.geo.core.calendar import YEAR_D, Window
from zimnik.geo.routing.potentials import lower_bounds_to
from zimnik.geo.routing.time_expanded import StateMove

STATES = 4
WAIT_USD_PER_T_D = 2.0

seasons = st.one_of(
    st.none(),
    st.builds(
        Window,
        st.integers(0, 364),
        # Few of the lengths that are drawn as often as short ones hold no move at all.
        st.integers(0, 60),
    ),
)
drawn_moves = st.lists(
    st.tuples(
        st.integers(1, STATES - 1),  # tail; nothing leaves the end
        st.integers(0, STATES - 1),  # head
        st.integers(0, 30),  # duration_d
        st.integers(0, 200),  # usd_per_t
        seasons,
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=examples(40))
@given(drawn_moves)
# Free for a moment only, by others never: it must not pass for covered.
@example([(1, 0, 0, 1, None), (1, 1, 1, 0, None), (1, 0, 0, 0, Window(0, 0))])
def test_bounds_are_the_cheapest_by_day(
    moves: list[tuple[int, int, int, int, Window | None]],
) -> None:
    """Where cargo may wait anywhere, a day at a time, and everything happens on whole days."""
    back: list[list[StateMove]] = [[] for _ in range(STATES)]
    by_day = nx.DiGraph()
    for state in range(STATES):
        for day in range(YEAR_D):
            by_day.add_edge((state, (day + 1) % YEAR_D), (state, day), usd=WAIT_USD_PER_T_D)
    for row, (tail, head, duration_d, usd, window) in enumerate(moves):
        back[head].append(StateMove(tail, row, float(duration_d), window))
        for day in range(YEAR_D):
            if window is None or (day - window.opens_d) % YEAR_D + duration_d <= window.length_d:
                ends = (head, (day + duration_d) % YEAR_D), (tail, day)
                known = by_day.get_edge_data(*ends, default={"usd": usd})["usd"]
                by_day.add_edge(*ends, usd=min(usd, known))
    arrivals = {(0, day) for day in range(YEAR_D)}
    cheapest = nx.multi_source_dijkstra_path_length(by_day, arrivals, weight="usd")
    bounds = lower_bounds_to(back, [move[3] for move in moves], {0: 0.0}, WAIT_USD_PER_T_D)
    for state in range(STATES):
        for day in range(YEAR_D):
            expected = cheapest.get((state, day), float("inf"))
            assert bounds.at(state, float(day)) == pytest.approx(expected), (state, day)
