"""Campaigns on drawn networks: costs by hand, conservation, bottlenecks, the router as oracle (E12)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.drawn import compiled, drawn_links, drawn_places, exactly, link, round_card
from zimnik.geo.campaign.campaign import CampaignRequest, Demand, build_campaign, plan_campaign
from zimnik.geo.campaign.results import CampaignAnswer, imbalances
from zimnik.geo.core.calendar import Window
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.intervals import Weeks
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.pricing.rates import Range
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.routes import RouteRequest, find_routes

if TYPE_CHECKING:
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.rates import RateCard

ORE = Cargo("ore", 52_000.0, 1000.0)


def dear_card() -> RateCard:
    """Return the round card with storage at US$ 1 a day and nothing for capital."""
    return replace(round_card(), storage_usd_per_t_d=exactly(1.0))


def drawn(season: tuple[str, str] = ("", ""), **extra: float) -> NetworkArrays:
    """Return  mine --winter truck, 100 km-- port --barge, 200 km, season-- plant."""
    places = drawn_places(mine="deposit", port="river_port", plant="hub")
    places = places.assign(
        storage=[False, True, False], capacity_t_per_y=[np.nan, extra.get("port", np.nan), np.nan]
    )
    opens, closes = season
    links = drawn_links(
        link("mine-port", Vehicle.WINTER_TRUCK, 100.0),
        link("port-plant", Vehicle.BARGE, 200.0, season_open=opens, season_close=closes),
    )
    return compiled(places, links, dear_card())


def planned(arrays: NetworkArrays, **terms: object) -> CampaignAnswer:
    request = CampaignRequest((Demand("mine", "plant", ORE),), **terms)  # type: ignore[arg-type]
    return plan_campaign(arrays, dear_card(), request)


# Load 2 and truck 20, river lift 6, barge 4, unload 2; each of the first two lifts takes a day at 1.
WITHOUT_WAITING_USD_PER_T = 2 + 20 + 6 + 4 + 2 + 2 * 1


def test_open_network_costs_what_the_route_costs() -> None:
    answer = planned(drawn())
    assert answer.delivered_t == pytest.approx(52_000)
    assert answer.cost_usd_per_t == pytest.approx(WITHOUT_WAITING_USD_PER_T)
    assert answer.bindings == ()


def test_components_sum_to_the_objective_of_the_programme() -> None:
    answer = planned(drawn(("06-01", "09-30")))
    assert answer.cost_usd == pytest.approx(sum(answer.components_usd.values()))
    assert answer.components_usd["waiting"] > 0
    unmoved = answer.cost_usd - answer.components_usd["waiting"]
    assert unmoved / answer.delivered_t == pytest.approx(WITHOUT_WAITING_USD_PER_T)


@pytest.mark.parametrize(("weeks", "within"), [(52, 0.015), (365, 0.004)])
def test_without_capacities_it_costs_the_mean_of_the_router_over_the_year(
    weeks: int, within: float
) -> None:
    arrays = drawn(("06-01", "09-30"))
    answer = planned(arrays, weeks=Weeks(weeks), capacities_off=True)
    costs = [
        find_routes(arrays, dear_card(), RouteRequest("mine", "plant", ORE, dates=Dates(day + 0.5)))
        .routes[0]
        .cost_usd_per_t
        for day in range(365)
    ]
    assert answer.cost_usd_per_t == pytest.approx(np.mean(costs), rel=within)


def test_goods_are_sent_before_the_season_closes() -> None:
    """Made from June to January, when the river is open to September: the rest lies till June."""
    answer = planned(drawn(("06-01", "09-30")), season=Window.of_season("06-01", "01-31"))
    by_place = answer.stocks.groupby("week")["tonnes"].sum()
    after_close_t = 52_000 * 123 / 245
    assert by_place.max() == pytest.approx(after_close_t, rel=0.03)
    river = answer.flows[answer.flows["link_id"] == "port-plant"]
    starts = Weeks().starts_d
    assert starts[river["week"].min()] + 7 >= 151
    assert starts[river["week"].max()] <= 273 - 2


def test_port_that_is_too_small_is_named_and_its_price_is_one_tonne_a_tonne() -> None:
    answer = planned(drawn(port=20_000.0))
    assert answer.delivered_t == pytest.approx(20_000, rel=1e-5)
    (demand,), (binding,) = answer.demands, answer.bindings
    assert demand.reason is not None
    assert "32,000 t have no room: port" in demand.reason
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


def test_storage_that_is_too_small_holds_tonnes_back() -> None:
    answer = planned(drawn(("06-01", "09-30")), storages_t={"mine": 5_000.0, "port": 5_000.0})
    assert 0 < answer.delivered_t < 52_000
    assert "storage" in str(answer.demands[0].reason)
    peaks = answer.stocks.groupby(["place_id", "week"])["tonnes"].sum().groupby("place_id").max()
    assert (peaks <= 5_000 * (1 + 1e-6)).all()


def test_way_around_a_full_port_is_found() -> None:
    """A dearer railway takes what the port cannot."""
    places = drawn_places(mine="deposit", port="river_port", plant="hub")
    places = places.assign(storage=[False, True, False], capacity_t_per_y=[np.nan, 20_000, np.nan])
    links = drawn_links(
        link("mine-port", Vehicle.WINTER_TRUCK, 100.0),
        link("port-plant", Vehicle.BARGE, 200.0),
        link("mine-plant", Vehicle.RAIL_1520, 10_000.0),
    )
    answer = planned(compiled(places, links, dear_card()))
    assert answer.delivered_t == pytest.approx(52_000)
    (binding,) = answer.bindings
    dearer = (2 + 1 + 100 + 2) - WITHOUT_WAITING_USD_PER_T
    assert binding.cost_usd_per_t == pytest.approx((-dearer, -dearer), rel=1e-3)


def test_way_around_a_full_store_is_found() -> None:
    """What may not lie at one river port till June lies at the other, which is dearer to reach."""
    places = drawn_places(mine="deposit", near="river_port", far="river_port", plant="hub")
    places = places.assign(storage=[False, True, True, False])
    summer = {"season_open": "06-01", "season_close": "09-30"}
    winter = {"season_open": "01-01", "season_close": "04-30"}
    links = drawn_links(
        link("mine-near", Vehicle.WINTER_TRUCK, 100.0, **winter),
        link("mine-far", Vehicle.WINTER_TRUCK, 150.0, **winter),
        link("near-plant", Vehicle.BARGE, 200.0, **summer),
        link("far-plant", Vehicle.BARGE, 200.0, **summer),
    )
    answer = planned(compiled(places, links, dear_card()), storages_t={"near": 20_000.0})
    assert answer.delivered_t == pytest.approx(52_000)
    loads = answer.flows.groupby("link_id")["tonnes"].sum()
    assert loads["mine-near"] == pytest.approx(20_000, rel=1e-4)
    (binding,) = answer.bindings
    # Fifty kilometres at US$ 0.2, and half a day more on the way that costs nothing.
    assert binding.cost_usd_per_t == pytest.approx((-10, -10), rel=0.02)


def test_two_mines_compete_for_one_port() -> None:
    places = drawn_places(m1="deposit", m2="deposit", port="river_port", plant="hub")
    places = places.assign(storage=[False, False, True, False])
    links = drawn_links(
        link("m1-port", Vehicle.WINTER_TRUCK, 100.0),
        link("m2-port", Vehicle.WINTER_TRUCK, 300.0),
        link("port-plant", Vehicle.BARGE, 200.0),
    )
    request = CampaignRequest(
        (Demand("m1", "plant", ORE), Demand("m2", "plant", ORE)),
        capacities_t_per_y={"port": 60_000.0},
    )
    near, far = plan_campaign(compiled(places, links, dear_card()), dear_card(), request).demands
    assert near.delivered_t == pytest.approx(52_000, rel=1e-4)
    assert far.delivered_t == pytest.approx(8_000, rel=1e-3)


def test_inbound_supplies_share_the_port() -> None:
    fuel = replace(ORE, product="fuel", tonnes_per_y=10_000.0)
    demands = (Demand("mine", "plant", ORE), Demand("plant", "mine", fuel, inbound=True))
    request = CampaignRequest(demands, capacities_t_per_y={"port": 50_000.0})
    answer = plan_campaign(drawn(), dear_card(), request)
    assert answer.delivered_t == pytest.approx(50_000, rel=1e-5)
    assert all(demand.reason or not demand.undelivered_t for demand in answer.demands)


def test_supplies_that_come_in_season_are_stocked_where_they_are_used() -> None:
    fuel = replace(ORE, product="fuel", tonnes_per_y=10_000.0)
    request = CampaignRequest((Demand("plant", "mine", fuel, inbound=True),))
    answer = plan_campaign(drawn(("06-01", "09-30")), dear_card(), request)
    peak = answer.stocks.groupby("week")["tonnes"].sum().max()
    assert peak == pytest.approx(10_000 * 243 / 365, rel=0.04)
    assert imbalances(answer)["gap"].abs().max() < 1e-3


def test_what_demands_bear_is_the_cost_of_the_plan_and_each_pays_for_its_own_stock() -> None:
    """Wet fuel pays for its mass; only what lies waits."""
    fuel = Cargo("fuel", 10_000.0, 1000.0, moisture_pct=20.0)
    demands = (Demand("mine", "plant", ORE), Demand("plant", "mine", fuel, inbound=True))
    arrays = drawn(("06-01", "09-30"))
    built, plan, _ = build_campaign(arrays, dear_card(), CampaignRequest(demands))
    answer = plan_campaign(arrays, dear_card(), CampaignRequest(demands))
    assert sum(demand.cost_usd for demand in answer.demands) == pytest.approx(plan.cost_usd)
    assert answer.cost_usd == pytest.approx(plan.cost_usd)
    for number, demand in enumerate(answer.demands):
        alone = [
            float(stock @ store.waiting_usd_per_t)
            for at, store, stock in zip(
                built.stores, built.programme.stores, plan.stocks_t, strict=True
            )
            if at.demand == number
        ]
        assert demand.components_usd["waiting"] == pytest.approx(sum(alone))
        unmoved = demand.cost_usd - demand.components_usd["waiting"]
        # Days of dwell are stored mass too, at US$ 1 a shipped tonne.
        assert unmoved / demand.delivered_t == pytest.approx(
            WITHOUT_WAITING_USD_PER_T * (1.25 if demand.inbound else 1.0)
        )


def test_legs_stand_in_the_order_of_travel_whoever_else_has_them() -> None:
    """The second mine joins at the port; supplies go the other way."""
    places = drawn_places(
        m1="deposit", m2="deposit", port="river_port", mid="river_port", end="hub"
    )
    places = places.assign(storage=[False, False, True, True, False])
    links = drawn_links(
        link("mid-end", Vehicle.RAIL_1520, 400.0),
        link("m2-port", Vehicle.TRUCK, 50.0),
        link("port-mid", Vehicle.BARGE, 200.0, season_open="06-01", season_close="09-30"),
        link("m1-port", Vehicle.WINTER_TRUCK, 100.0, season_open="01-01", season_close="03-31"),
    )
    fuel = replace(ORE, product="fuel", tonnes_per_y=1_000.0)
    demands = (
        Demand("m1", "end", ORE),
        Demand("m2", "end", replace(ORE, tonnes_per_y=5_000.0)),
        Demand("end", "m1", fuel, inbound=True),
    )
    answer = plan_campaign(
        compiled(places, links, dear_card()), dear_card(), CampaignRequest(demands)
    )
    assert [(line.from_id, line.to_id, line.demands) for line in answer.fleet] == [
        ("m1", "port", (0,)),
        ("port", "mid", (0, 1)),
        ("mid", "end", (0, 1)),
        ("m2", "port", (1,)),
        ("end", "mid", (2,)),
        ("mid", "port", (2,)),
        ("port", "m1", (2,)),
    ]


def test_supplies_sent_before_the_season_closes_lie_as_the_closed_form_says() -> None:
    """A river of twenty days, open 122: supplies come on 102 days and are used on 365.

    What is used on the other 263 lies where it is used, a triangle of stock: at US$ 1 a day
    T / 365 * 263**2 / 2, and at its fullest T * 263 / 365.
    """
    places = drawn_places(plant="hub", mine="deposit").assign(storage=False)
    season = {"season_open": "06-01", "season_close": "09-30"}
    links = drawn_links(link("plant-mine", Vehicle.BARGE, 2000.0, **season))
    fuel = Cargo("fuel", 36_500.0, 1000.0)
    request = CampaignRequest((Demand("plant", "mine", fuel, inbound=True),), weeks=Weeks(365))
    answer = plan_campaign(compiled(places, links, dear_card()), dear_card(), request)
    closed_d = 365 - (122 - 20)
    assert answer.delivered_t == pytest.approx(36_500)
    assert answer.components_usd["waiting"] == pytest.approx(100 * closed_d**2 / 2, rel=0.01)
    assert answer.stocks["tonnes"].max() == pytest.approx(100 * closed_d, rel=0.01)


def test_link_season_that_wraps_the_year_is_one_season() -> None:
    """What is made in summer leaves from November on, across the new year, evenly if need be."""
    answer = planned(drawn(("11-01", "02-28")), capacities_t_per_y={"port-plant": 60_000.0})
    river = answer.flows[answer.flows["link_id"] == "port-plant"]
    weeks = set(river["week"])
    assert answer.delivered_t == pytest.approx(52_000, rel=1e-4)
    assert weeks & set(range(9))
    assert weeks & set(range(43, 52))
    assert not weeks & set(range(10, 42))


def test_community_traffic_inbound_and_outbound_cargo_share_one_capacity() -> None:
    """Of 60,000 t the community takes 25,000; fuel and ore have the rest, whatever their way."""
    places = drawn_places(mine="deposit", port="river_port", plant="hub")
    places = places.assign(
        storage=[False, True, False],
        capacity_t_per_y=[np.nan, 60_000.0, np.nan],
        community_t_per_y=[np.nan, 25_000.0, np.nan],
    )
    links = drawn_links(
        link("mine-port", Vehicle.WINTER_TRUCK, 100.0), link("port-plant", Vehicle.BARGE, 200.0)
    )
    fuel = replace(ORE, product="fuel", tonnes_per_y=10_000.0)
    request = CampaignRequest(
        (Demand("mine", "plant", ORE), Demand("plant", "mine", fuel, inbound=True))
    )
    answer = plan_campaign(compiled(places, links, dear_card()), dear_card(), request)
    assert answer.delivered_t == pytest.approx(35_000, rel=1e-4)
    (binding,) = answer.bindings
    assert (binding.name, binding.upper_t) == ("port", 35_000)
    assert all(
        "port" in str(demand.reason) for demand in answer.demands if demand.undelivered_t > 1
    )


def test_loads_a_day_limit_a_winter_road() -> None:
    card = replace(dear_card(), winter_road_loads_per_d=Range(5.0, 5.0, 5.0))
    answer = plan_campaign(drawn(), card, CampaignRequest((Demand("mine", "plant", ORE),)))
    assert answer.delivered_t == pytest.approx(5 * 20 * 365, rel=1e-4)
    assert "mine-port (rate" in str(answer.demands[0].reason)


def test_link_capacity_is_spread_over_its_open_days() -> None:
    answer = planned(drawn(("06-01", "09-30")), capacities_t_per_y={"port-plant": 12_200.0})
    river = answer.flows[answer.flows["link_id"] == "port-plant"]
    assert river["tonnes"].max() <= 7 * 100 * (1 + 1e-6)
    assert answer.delivered_t == pytest.approx(12_200, rel=0.03)


def test_dearer_storage_moves_the_stock_elsewhere() -> None:
    arrays = drawn(("06-01", "09-30"))
    answer = planned(arrays, storage_usd_per_t_d={"port": 5.0})
    peaks = answer.stocks.groupby("place_id")["tonnes"].max()
    assert peaks["mine"] > 10 * peaks.get("port", 0.0)


@pytest.mark.parametrize(
    "terms",
    [
        {"capacities_t_per_y": {"port": -1.0}},
        {"capacities_t_per_y": {"nowhere": 1.0}},
        {"storages_t": {"port": float("nan")}},
        {"storages_t": {"nowhere": 1.0}},
        {"storage_usd_per_t_d": {"port": -1.0}},
    ],
)
def test_limits_that_make_no_sense_are_refused(terms: dict[str, object]) -> None:
    with pytest.raises(InputError):
        planned(drawn(), **terms)


def test_no_way_and_no_room_at_once_name_the_way() -> None:
    answer = planned(drawn(("06-01", "06-01")), capacities_t_per_y={"port": 0.0})
    assert answer.bindings == ()
    assert "longer than its season" in str(answer.demands[0].reason)


def test_season_shorter_than_the_traversal_is_the_reason_for_nothing() -> None:
    answer = planned(drawn(("06-01", "06-01")))
    assert answer.delivered_t == 0
    assert "longer than its season" in str(answer.demands[0].reason)


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
    return compiled(places, links, dear_card()), CampaignRequest(demands, storages_t=store)


@settings(max_examples=examples(12))
@given(small_years())
def test_tonnes_in_are_tonnes_out_and_stock_change(
    year: tuple[NetworkArrays, CampaignRequest],
) -> None:
    arrays, request = year
    answer = plan_campaign(arrays, dear_card(), request)
    assert imbalances(answer)["gap"].abs().max() < 0.1
    for demand in answer.demands:
        assert demand.delivered_t <= demand.wanted_t * (1 + 1e-6)
        assert (demand.reason is None) == (demand.undelivered_t < 0.1)
    made = answer.movements[answer.movements["kind"].isin(["made", "used"])]
    assert made["tonnes"].sum() == pytest.approx(answer.delivered_t, abs=0.1)
    arrived = answer.flows[(answer.flows["to_id"] == "h")].groupby("demand")["tonnes"].sum()
    for number, demand in enumerate(answer.demands[:2]):
        assert arrived.get(number, 0.0) == pytest.approx(demand.delivered_t, abs=0.1)
    for place_id, capacity in arrays.capacities_t_per_y.items():
        entering = answer.flows[answer.flows["to_id"] == place_id]["tonnes"].sum()
        assert entering <= capacity + 0.1
