"""Answers of a campaign: components, who bears what, shadow prices by solving again, balances (E12)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.campaign_cases import ORE, WITHOUT_WAITING_USD_PER_T, drawn, planned, storage_card
from tests.geo.drawn import compiled, drawn_links, drawn_places, exactly, link
from zimnik.geo.campaign.campaign import build_campaign, plan_campaign
from zimnik.geo.campaign.request import CampaignRequest, Demand
from zimnik.geo.campaign.results import imbalances
from zimnik.geo.core.messages import Message
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.geo.pricing.cargo import Cargo

if TYPE_CHECKING:
    from zimnik.geo.network.arrays import NetworkArrays


def test_components_sum_to_the_objective_of_the_programme() -> None:
    answer = planned(drawn(("06-01", "09-30")))
    assert answer.cost_usd == pytest.approx(sum(answer.components_usd.values()))
    assert answer.components_usd["waiting"] > 0
    unmoved = answer.cost_usd - answer.components_usd["waiting"]
    assert unmoved / answer.delivered_t == pytest.approx(WITHOUT_WAITING_USD_PER_T)


def test_port_that_is_too_small_is_named_and_its_price_is_one_tonne_a_tonne() -> None:
    answer = planned(drawn(port=20_000.0))
    assert answer.delivered_t == pytest.approx(20_000, rel=1e-5)
    (demand,), (binding,) = answer.demands, answer.bindings
    assert demand.reason is not None
    assert "32,000 t have no room: port" in demand.reason
    assert isinstance(demand.reason, Message)
    assert demand.reason.code == "no_room"
    assert demand.reason.parameters["short_t"] == pytest.approx(32_000, rel=1e-5)
    assert binding.name == "port"
    assert binding.delivered_t_per_t == pytest.approx((1.0, 1.0), rel=1e-3)
    assert binding.cost_usd_per_t == pytest.approx(
        (WITHOUT_WAITING_USD_PER_T, WITHOUT_WAITING_USD_PER_T), rel=1e-3
    )


def test_shadow_prices_of_both_sides_differ_where_the_capacity_is_just_enough() -> None:
    (binding,) = planned(drawn(port=52_000.0)).bindings
    left, right = binding.delivered_t_per_t
    assert left == pytest.approx(1.0, rel=1e-3)
    assert right == pytest.approx(0.0, abs=1e-3)


def test_shadow_prices_are_confirmed_by_solving_again() -> None:
    answer = planned(drawn(port=20_000.0))
    (binding,) = answer.bindings
    more = planned(drawn(port=20_000.0 + binding.step_t))
    gained = (more.delivered_t - answer.delivered_t) / binding.step_t
    assert gained == pytest.approx(binding.delivered_t_per_t[1], rel=1e-6)


def test_capacity_of_zero_delivers_nothing_and_says_why() -> None:
    answer = planned(drawn(), capacities_t_per_y={"port": 0.0})
    assert answer.delivered_t == 0
    assert answer.cost_usd_per_t is None
    assert "port" in str(answer.demands[0].reason)
    assert answer.bindings[0].delivered_t_per_t[0] is None


def test_what_demands_bear_is_the_cost_of_the_plan_and_each_pays_for_its_own_stock() -> None:
    """Wet fuel pays for its mass; only what lies waits."""
    fuel = Cargo("fuel", 10_000.0, 1000.0, moisture_pct=exactly(20.0))
    demands = (Demand("mine", "plant", ORE), Demand("plant", "mine", fuel, inbound=True))
    arrays = drawn(("06-01", "09-30"))
    planned = build_campaign(arrays, storage_card(), CampaignRequest(demands))
    campaign, plan = planned.campaign, planned.plan
    answer = plan_campaign(arrays, storage_card(), CampaignRequest(demands))
    assert sum(demand.cost_usd for demand in answer.demands) == pytest.approx(plan.cost_usd)
    assert answer.cost_usd == pytest.approx(plan.cost_usd)
    for number, demand in enumerate(answer.demands):
        alone = [
            float(stock @ store.waiting_usd_per_t)
            for at, store, stock in zip(
                campaign.stores, campaign.programme.stores, plan.stocks_t, strict=True
            )
            if at.demand == number
        ]
        assert demand.components_usd["waiting"] == pytest.approx(sum(alone))
        unmoved = demand.cost_usd - demand.components_usd["waiting"]
        # Days of dwell are stored mass too, at US$ 1 a shipped tonne.
        assert unmoved / demand.delivered_t == pytest.approx(
            WITHOUT_WAITING_USD_PER_T * (1.25 if demand.inbound else 1.0)
        )


@st.composite
def small_years(draw: st.DrawFn) -> tuple[NetworkArrays, CampaignRequest]:
    """Return two mines, two ports and a plant with seasons, capacities and stores at random."""
    days = st.integers(1, 28)
    months = st.integers(1, 12)

    def season() -> dict[str, object]:
        opens, closes = (f"{draw(months):02d}-{draw(days):02d}" for _ in range(2))
        is_open = draw(st.booleans())
        return {"season_open": "" if is_open else opens, "season_close": "" if is_open else closes}

    kinds = {"m1": "deposit", "m2": "deposit", "p": "river_port", "q": "river_port", "h": "hub"}
    capacity = st.sampled_from([np.nan, 0.0, 10_000.0, 40_000.0])
    places = drawn_places(**kinds).assign(
        storage=[False, False, draw(st.booleans()), draw(st.booleans()), False],
        capacity_t_per_y=[np.nan, np.nan, draw(capacity), draw(capacity), np.nan],
    )
    km = st.sampled_from([50.0, 150.0, 900.0])
    links = drawn_links(
        link("m1-p", Vehicle.WINTER_TRUCK, draw(km), **season()),
        link("m2-q", Vehicle.WINTER_TRUCK, draw(km), **season()),
        link("m1-q", Vehicle.WINTER_TRUCK, draw(km), **season()),
        link("p-q", Vehicle.BARGE, draw(km), **season()),
        link("q-h", Vehicle.BARGE, draw(km), **season()),
        link("p-h", Vehicle.SHIP, draw(km), **season()),
    )
    demands = [Demand("m1", "h", ORE), Demand("m2", "h", replace(ORE, tonnes_per_y=7_000.0))]
    if draw(st.booleans()):
        supplies = replace(ORE, product="fuel", tonnes_per_y=3_000.0)
        demands.append(Demand("h", "m1", supplies, inbound=True))
    store = draw(st.sampled_from([{}, {"m1": 4_000.0}]))
    return compiled(places, links, storage_card()), CampaignRequest(demands, storages_t=store)


@settings(max_examples=examples(12))
@given(small_years())
def test_tonnes_in_are_tonnes_out_and_stock_change(
    year: tuple[NetworkArrays, CampaignRequest],
) -> None:
    arrays, request = year
    answer = plan_campaign(arrays, storage_card(), request)
    assert imbalances(answer)["gap"].abs().max() < 0.1
    for demand in answer.demands:
        assert demand.delivered_t <= demand.wanted_t * (1 + 1e-6)
        assert (demand.reason is None) == (demand.undelivered_t < 0.1)
    made = answer.movements[answer.movements["kind"].isin(["made", "used"])]
    assert made["tonnes"].sum() == pytest.approx(answer.delivered_t, abs=0.1)
    arrived = answer.flows[(answer.flows["to_id"] == "h")].groupby("demand")["tonnes"].sum()
    for number, demand in enumerate(answer.demands[:2]):
        assert arrived.get(number, 0.0) == pytest.approx(demand.delivered_t, abs=0.1)
    lifted_t = {check.id: check.wanted_t_per_y for check in answer.capacity_checks}
    for place_id, capacity in arrays.capacities_t_per_y.items():
        assert lifted_t.get(place_id, 0.0) <= capacity + 0.1
