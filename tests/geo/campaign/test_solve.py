"""Optimal plans of a programme: tonnes before cost, and roads by trial of every set of them (E12)."""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from zimnik.geo.campaign.limits import CapacityLimit, FlowUse
from zimnik.geo.campaign.programme import (
    UNSCHEDULED,
    Activity,
    Commodity,
    Programme,
    Road,
    RoadUse,
    Store,
)
from zimnik.geo.campaign.solve import Choice, OpenProgramme, relax, solve
from zimnik.geo.core.intervals import Arrivals

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

AT_ONCE = Arrivals(np.arange(1), np.arange(1), np.ones(1))
LANE_USD_PER_T = 5.0


def moved_at(usd_per_t: float) -> Activity:
    return Activity(0, UNSCHEDULED, np.array([usd_per_t]), AT_ONCE)


def lane_and_roads(
    wanted_t: float, lane_t: float, roads: Sequence[tuple[float, float]]
) -> Programme:
    """Return a lane of so many tonnes beside dedicated roads of a cost per tonne and a price."""
    return Programme(
        periods=1,
        stores=(Store(np.zeros(1)),),
        activities=(moved_at(LANE_USD_PER_T), *(moved_at(usd_per_t) for usd_per_t, _ in roads)),
        commodities=(Commodity(wanted_t, 0, np.ones(1), UNSCHEDULED, np.zeros(1)),),
        limits=(
            CapacityLimit(
                "lane", "throughput", np.array([lane_t]), flows=(FlowUse(0, AT_ONCE, 1.0),)
            ),
        ),
        roads=tuple(
            Road(f"road{number}", price_usd, (RoadUse(0, (number + 1,), np.inf),))
            for number, (_, price_usd) in enumerate(roads)
        ),
    )


def best_by_trial(
    wanted_t: float, lane_t: float, roads: Sequence[tuple[float, float]]
) -> tuple[float, float]:
    """Return the most tonnes and their least cost over every set of roads, the cheapest first."""

    def with_roads(built: Iterable[tuple[float, float]]) -> tuple[float, float]:
        left_t, usd = wanted_t, 0.0
        lanes = [(LANE_USD_PER_T, lane_t), *((usd_per_t, np.inf) for usd_per_t, _ in built)]
        for usd_per_t, room_t in sorted(lanes):
            tonnes = min(left_t, room_t)
            left_t, usd = left_t - tonnes, usd + tonnes * usd_per_t
        return left_t, usd + sum(price_usd for _, price_usd in built)

    sets = chain.from_iterable(combinations(roads, count) for count in range(len(roads) + 1))
    left_t, usd = min(with_roads(built) for built in sets)
    return wanted_t - left_t, usd


# Tests (A20).
def test_most_tonnes_come_before_least_cost() -> None:
    """An expensive route is taken where the cheap one is full."""
    routes = (moved_at(1.0), moved_at(1000.0))
    limits = tuple(
        CapacityLimit(name, "throughput", np.array([most]), flows=(FlowUse(number, AT_ONCE, 1.0),))
        for number, (name, most) in enumerate([("cheap", 30.0), ("costly", 50.0)])
    )
    one = np.ones(1)
    plan = solve(
        Programme(
            1,
            (Store(np.zeros(1)),),
            routes,
            (Commodity(100.0, 0, one, UNSCHEDULED, 0 * one),),
            limits,
        )
    )
    assert plan.delivered_t.sum() == pytest.approx(80, rel=1e-5)
    assert plan.cost_usd == pytest.approx(30 * 1 + 50 * 1000, rel=1e-5)
    assert plan.binding_limits == (0, 1)


@pytest.mark.parametrize("missing_t", [0.2, 0.5, 0.9])
def test_road_of_which_the_solver_builds_a_millionth_is_built_and_no_other(
    missing_t: float,
) -> None:
    """The last half tonne of a million has no room on the lane.

    The road that takes it is built by 0.0000005, which is 0 to the solver. The other road, which
    would carry all for a fifth, costs US$ 10 M, and is not built.
    """
    case = (1e6, 1e6 - missing_t, [(6.0, 100.0), (1.0, 1e7)])
    plan = solve(lane_and_roads(*case))
    most_t, least_usd = best_by_trial(*case)
    assert most_t == 1e6
    assert least_usd == pytest.approx((1e6 - missing_t) * LANE_USD_PER_T + missing_t * 6 + 100)
    assert plan.delivered_t.sum() == pytest.approx(most_t, abs=1e-3)
    assert plan.cost_usd == pytest.approx(least_usd, abs=0.01)
    assert plan.roads == (0,)


@settings(max_examples=examples(40))
@given(
    st.sampled_from([0.0, 0.3, 40.0, 700.0, 1_000.0]),
    st.lists(
        st.tuples(
            st.sampled_from([1.0, 2.0, 4.0, 8.0]), st.sampled_from([0.0, 10.0, 500.0, 4_000.0])
        ),
        max_size=3,
    ),
)
def test_roads_are_the_best_of_every_set(lane_t: float, roads: list[tuple[float, float]]) -> None:
    plan = solve(lane_and_roads(1_000.0, lane_t, roads))
    most_t, least_usd = best_by_trial(1_000.0, lane_t, roads)
    assert plan.delivered_t.sum() == pytest.approx(most_t, abs=1e-3)
    assert plan.cost_usd == pytest.approx(least_usd, abs=0.01)


def test_relaxation_builds_a_road_in_proportion_to_what_passes() -> None:
    """Of 1,000 t the lane takes 700: three tenths of a road of US$ 500 at 8 a tonne."""
    relaxed = relax(lane_and_roads(1_000.0, 700.0, [(8.0, 500.0)]))
    assert relaxed.built == {"road0": pytest.approx(0.3)}
    assert relaxed.fractional_roads() == ["road0"]
    assert relaxed.least_usd == pytest.approx(700 * 5 + 300 * 8 + 0.3 * 500)
    # Its plan pays for the whole.
    assert relaxed.plan.cost_usd == pytest.approx(700 * 5 + 300 * 8 + 500)
    assert list(relaxed.asked_usd_per_t["road0", 0]) == pytest.approx([0.5])


def test_decided_roads_are_closed_or_open_to_all() -> None:
    programme = lane_and_roads(1_000.0, 700.0, [(8.0, 500.0)])
    closed = relax(programme, choice=Choice(closed=frozenset({"road0"})))
    assert closed.plan.delivered_t.sum() == pytest.approx(700, rel=1e-5)
    assert closed.plan.binding_limits == (0,)
    paid = relax(programme, choice=Choice(paid=frozenset({"road0"})))
    assert paid.built == {"road0": 1.0}
    assert paid.least_usd == pytest.approx(700 * 5 + 300 * 8 + 500)
    assert paid.asked_usd_per_t == {}


@settings(max_examples=examples(12))
@given(st.lists(st.sampled_from([0.0, 300.0, 700.0, 1_000.0, 1_500.0]), min_size=1, max_size=3))
def test_programme_that_is_kept_open_solves_as_a_new_one(lanes_t: list[float]) -> None:
    roads = [(8.0, 500.0), (2.0, 4_000.0)]
    first = lane_and_roads(1_000.0, 700.0, roads)
    opened = OpenProgramme(first, first.wanted_t, warm=True)
    for lane_t in lanes_t:
        warm = solve(first.with_limit_changed(0, np.array([lane_t - 700.0])), opened=opened)
        new = solve(lane_and_roads(1_000.0, lane_t, roads))
        assert warm.delivered_t.sum() == pytest.approx(new.delivered_t.sum())
        assert warm.cost_usd == pytest.approx(new.cost_usd)
