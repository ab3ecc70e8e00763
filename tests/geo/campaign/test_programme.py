"""The programme of a campaign against closed forms and an independent solver (E12)."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.campaign_cases import ORE, drawn, storage_card
from zimnik.geo.campaign.campaign import build_campaign
from zimnik.geo.campaign.limits import CapacityLimit, FlowUse, StoreUse
from zimnik.geo.campaign.programme import (
    UNSCHEDULED,
    Activity,
    Commodity,
    Programme,
    Store,
    unbalanced_t,
)
from zimnik.geo.campaign.request import CampaignRequest, Demand
from zimnik.geo.campaign.solve import solve
from zimnik.geo.core.intervals import Arrivals


def after(periods: int, count: int) -> Arrivals:
    """Return arrivals so many whole periods later."""
    left = np.arange(count)
    return Arrivals(left, (left + periods) % count, np.ones(count))


def test_stockpile_of_the_relog_fixture() -> None:
    """100 t come in year one; a tonne costs 10, 5, 2 to process and 2, 1.5, 1 to keep; room for 50.

    RELOG (github.com/ANL-CEEESA/RELOG), fixture of its stockpile test: process 50, 0, 50 for 775.
    """
    nothing = np.zeros(3)
    programme = Programme(
        periods=3,
        stores=(Store(np.array([2.0, 1.5, 1.0])),),
        activities=(Activity(0, UNSCHEDULED, np.array([10.0, 5.0, 2.0]), after(0, 3)),),
        commodities=(Commodity(100.0, 0, np.array([1.0, 0.0, 0.0]), UNSCHEDULED, nothing),),
        limits=(CapacityLimit("pile", "storage", np.full(3, 50.0), stores=(StoreUse(0, 1.0),)),),
    )
    plan = solve(programme)
    assert plan.flows_t[0].tolist() == pytest.approx([50, 0, 50])
    assert plan.cost_usd == pytest.approx(775)


@st.composite
def whole_programmes(draw: st.DrawFn) -> tuple[Programme, dict[str, list[int]]]:
    """Return one commodity, two stores in a row and whole numbers throughout."""
    periods = draw(st.integers(2, 6))
    numbers = st.lists(st.integers(0, 9), min_size=periods, max_size=periods)
    numbers_of = {name: draw(numbers) for name in ("made", "ship", "keep_a", "keep_b", "haul")}
    numbers_of["lag"] = [draw(st.integers(0, periods - 1))]
    numbers_of["room"] = [draw(st.integers(1, 30))]
    total = sum(numbers_of["made"])
    assume(total > 0)
    share = np.array(numbers_of["made"]) / total
    haul, ship = (np.array(numbers_of[name], dtype=float) for name in ("haul", "ship"))
    programme = Programme(
        periods=periods,
        stores=tuple(Store(np.array(numbers_of[n], dtype=float)) for n in ("keep_a", "keep_b")),
        activities=(
            Activity(0, 1, haul, after(numbers_of["lag"][0], periods)),
            # Ships sail in every other period alone.
            Activity(
                1, UNSCHEDULED, np.where(np.arange(periods) % 2, np.inf, ship), after(0, periods)
            ),
        ),
        commodities=(Commodity(float(total), 0, share, UNSCHEDULED, np.zeros(periods)),),
        limits=(
            CapacityLimit(
                "road", "rate", np.full(periods, 12.0), flows=(FlowUse(0, after(0, periods), 1.0),)
            ),
            CapacityLimit(
                "b",
                "storage",
                np.full(periods, float(numbers_of["room"][0])),
                stores=(StoreUse(1, 1.0),),
            ),
        ),
    )
    return programme, numbers_of


@settings(max_examples=examples(60))
@given(whole_programmes())
def test_least_cost_is_that_of_min_cost_flow_on_the_time_expanded_graph(
    case: tuple[Programme, dict[str, list[int]]],
) -> None:
    programme, numbers_of = case
    n, total = programme.periods, sum(numbers_of["made"])
    graph = nx.DiGraph()
    for t in range(n):
        graph.add_node(("a", t), demand=-numbers_of["made"][t])
        graph.add_node(("b", t), demand=0)
        graph.add_edge(("a", t), ("a", (t + 1) % n), weight=numbers_of["keep_a"][t])
        graph.add_edge(
            ("b", t),
            ("b", (t + 1) % n),
            weight=numbers_of["keep_b"][t],
            capacity=numbers_of["room"][0],
        )
        there = ("b", (t + numbers_of["lag"][0]) % n)
        graph.add_edge(("a", t), there, weight=numbers_of["haul"][t], capacity=12)
        if t % 2 == 0:
            graph.add_edge(("b", t), "end", weight=numbers_of["ship"][t])
    graph.add_node("end", demand=total)
    try:
        least = nx.min_cost_flow_cost(graph)
    except nx.NetworkXUnfeasible:
        assert solve(programme).delivered_t.sum() < total
        return
    plan = solve(programme)
    assert plan.delivered_t.sum() == pytest.approx(total)
    assert plan.cost_usd == pytest.approx(least, abs=1e-4)
    assert np.abs(unbalanced_t(programme, plan)).max() < 1e-4


def test_tonne_in_store_at_the_end_of_a_week_waits_half_of_it_and_half_of_the_next() -> None:
    """Weeks are of seven days and the last of eight; a day in store costs US$ 1."""
    request = CampaignRequest((Demand("mine", "plant", ORE),))
    pile, *_ = build_campaign(drawn(), storage_card(), request).campaign.programme.stores
    assert pile.waiting_usd_per_t.tolist() == pytest.approx([7.0] * 50 + [7.5, 7.5])
