"""Runs and roads of a campaign: routes around what is full, roads whole, shared and the best of all (E12)."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.campaign_cases import ORE, WITHOUT_WAITING_USD_PER_T, planned, storage_card
from tests.geo.drawn import compiled, drawn_links, drawn_places, link
from zimnik.geo.campaign.campaign import build_campaign, plan_campaign
from zimnik.geo.campaign.limits import limits_of
from zimnik.geo.campaign.programme import build_programme
from zimnik.geo.campaign.request import CampaignRequest, Demand
from zimnik.geo.campaign.runs import DemandRuns, DemandSpec, contract
from zimnik.geo.campaign.solve import solve
from zimnik.geo.core.intervals import Weeks
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.geo.network.closures import Closures
from zimnik.geo.routing.assembly import Pricing
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.search import query_of
from zimnik.geo.routing.time_expanded import dated_network

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.rates import RateCard

ROAD_USD_PER_KM = 10_000.0


def with_two_roads(near_t_per_y: float) -> NetworkArrays:
    """Return dedicated roads of 100 and 150 km to two ports, the nearer of limited capacity."""
    places = drawn_places(mine="deposit", near="river_port", far="river_port", plant="hub")
    places = places.assign(
        storage=[False, True, True, False], capacity_t_per_y=[np.nan, near_t_per_y, np.nan, np.nan]
    )
    links = drawn_links(
        link("mine-near", Vehicle.WINTER_TRUCK, 100.0, dedicated=True),
        link("mine-far", Vehicle.WINTER_TRUCK, 150.0, dedicated=True),
        link("near-plant", Vehicle.BARGE, 200.0),
        link("far-plant", Vehicle.BARGE, 200.0),
    )
    return compiled(places, links, storage_card())


def test_one_road_for_all_is_cheaper_than_two_that_are_half_used() -> None:
    """The second road costs US$ 1 M, and saves 10 a tonne of the 26,000 t that it could take."""
    answer = planned(with_two_roads(26_000.0))
    assert set(answer.flows["link_id"]) == {"mine-far", "far-plant"}
    assert answer.components_usd["dedicated_road"] == pytest.approx(150 * ROAD_USD_PER_KM)
    assert answer.cost_usd == pytest.approx(
        52_000 * (WITHOUT_WAITING_USD_PER_T + 10) + 150 * ROAD_USD_PER_KM
    )


# Tests (A21).
def test_road_that_is_part_used_is_paid_for_whole() -> None:
    answer = planned(with_two_roads(20_000.0), capacities_t_per_y={"far": 0.0})
    assert answer.delivered_t == pytest.approx(20_000, rel=1e-5)
    assert answer.components_usd["dedicated_road"] == pytest.approx(100 * ROAD_USD_PER_KM)
    (binding,) = (found for found in answer.bindings if found.name == "near")
    # The road is there: one tonne more costs no more of it.
    assert binding.cost_usd_per_t == pytest.approx((WITHOUT_WAITING_USD_PER_T,) * 2, rel=1e-3)


def test_demands_share_the_price_of_a_road() -> None:
    fuel = replace(ORE, product="fuel", tonnes_per_y=1_000.0)
    ore = Demand("mine", "plant", ORE)
    both = CampaignRequest((ore, Demand("plant", "mine", fuel, inbound=True)))
    answer = plan_campaign(with_two_roads(np.nan), storage_card(), both)
    assert answer.delivered_t == pytest.approx(53_000)
    assert answer.components_usd["dedicated_road"] == pytest.approx(100 * ROAD_USD_PER_KM)
    for demand in answer.demands:
        part = demand.delivered_t / 53_000
        borne = demand.components_usd["dedicated_road"]
        assert borne == pytest.approx(part * 100 * ROAD_USD_PER_KM)


def test_road_that_pays_only_for_two_together_is_built_for_two_alone() -> None:
    """It costs US$ 1 M a year and saves each mine 0.78 M against the railway."""
    places = drawn_places(m1="deposit", m2="deposit", fork="road_junction", plant="hub")
    links = drawn_links(
        link("m1-fork", Vehicle.WINTER_TRUCK, 10.0),
        link("m2-fork", Vehicle.WINTER_TRUCK, 10.0),
        link("fork-plant", Vehicle.WINTER_TRUCK, 100.0, dedicated=True),
        link("m1-plant", Vehicle.RAIL_1520, 10_000.0),
        link("m2-plant", Vehicle.RAIL_1520, 10_000.0),
    )
    arrays = compiled(places.assign(storage=False), links, storage_card())
    ore = replace(ORE, tonnes_per_y=10_000.0)
    demands = (Demand("m1", "plant", ore), Demand("m2", "plant", ore))
    alone = plan_campaign(arrays, storage_card(), CampaignRequest(demands[:1]))
    both = plan_campaign(arrays, storage_card(), CampaignRequest(demands))
    # Load 2, a day at 1, unload 2; by rail 100, by truck 22.
    assert alone.cost_usd == pytest.approx(10_000 * 105)
    assert both.cost_usd == pytest.approx(20_000 * 27 + 100 * ROAD_USD_PER_KM)


ROADS = ("m1-near", "m1-far", "m2-near", "m2-m1", "m3-m2", "m3-far")
SEASONS: tuple[dict[str, object], ...] = (
    {},
    {"season_open": "01-01", "season_close": "04-30"},
    {"season_open": "11-15", "season_close": "03-31"},
)

Roads = dict[str, tuple[float, dict[str, object]]]


@st.composite
def shared_roads(draw: st.DrawFn) -> tuple[Roads, list[float], list[float]]:
    """Return roads of three mines to two ports, tonnes of each mine and room of each port.

    A mine may be reached only by the road of another.
    """
    names = draw(st.lists(st.sampled_from(ROADS), min_size=3, max_size=4, unique=True))
    km = st.sampled_from([20.0, 60.0, 100.0, 150.0, 400.0])
    roads = {name: (draw(km), draw(st.sampled_from(SEASONS))) for name in sorted(names)}
    tonnes = [draw(st.sampled_from([5_000.0, 15_000.0, 52_000.0])) for _ in range(3)]
    room_t = [draw(st.sampled_from([np.nan, 0.0, 20_000.0, 45_000.0])) for _ in range(2)]
    return roads, tonnes, room_t


def drawn_roads(roads: Roads, room_t: list[float], *, dedicated: bool) -> NetworkArrays:
    kinds = {"m1": "deposit", "m2": "deposit", "m3": "deposit", "near": "river_port"}
    places = drawn_places(**kinds, far="river_port", plant="hub")
    places = places.assign(
        storage=[False, False, False, True, True, False],
        capacity_t_per_y=[np.nan, np.nan, np.nan, *room_t, np.nan],
    )
    summer = {"season_open": "06-01", "season_close": "09-30"}
    links = drawn_links(
        *(
            link(name, Vehicle.WINTER_TRUCK, km, dedicated=dedicated, **season)
            for name, (km, season) in roads.items()
        ),
        link("near-plant", Vehicle.BARGE, 200.0, **summer),
        link("far-plant", Vehicle.BARGE, 400.0),
    )
    return compiled(places, links, storage_card())


def three_mines(tonnes: list[float], closed: Iterable[str] = ()) -> CampaignRequest:
    closures = Closures(link_ids=frozenset(closed))
    demands = [
        Demand(mine, "plant", replace(ORE, tonnes_per_y=amount), closures=closures)
        for mine, amount in zip(("m1", "m2", "m3"), tonnes, strict=True)
    ]
    return CampaignRequest(demands, weeks=Weeks(12))


def with_every_route(
    arrays: NetworkArrays, request: CampaignRequest, card: RateCard | None = None
) -> tuple[float, float]:
    """Return the most tonnes and their least cost, whatever route cargo takes."""
    card = card or storage_card()
    network, limits_on = (
        dated_network(arrays, card, request.year_type),
        limits_of(arrays, card, request),
    )
    demands = []
    for demand in request.demands:
        pricing = Pricing.of(card, demand.cargo)
        asked = Shipment(demand.origin_id, demand.destination_id, demand.cargo, Dates())
        spec = DemandSpec(
            query=query_of(arrays, asked, pricing.base),
            prices=pricing.base,
            closures=demand.closures,
            limited=limits_on.names,
            edges=frozenset(range(len(arrays.edges))),
        )
        demands.append(DemandRuns(demand, pricing, spec, contract(network, spec)))
    plan = solve(build_programme(network, demands, request, limits_on).programme)
    return float(plan.delivered_t.sum()), plan.cost_usd


@settings(max_examples=examples(8))
@given(shared_roads())
def test_roads_that_are_built_are_the_best_of_all_choices(
    case: tuple[Roads, list[float], list[float]],
) -> None:
    """Each choice is solved with its roads free, the others closed and every run of the network."""
    roads, tonnes, room_t = case
    choices = []
    free = drawn_roads(roads, room_t, dedicated=False)
    for count in range(len(roads) + 1):
        for chosen in combinations(roads, count):
            delivered_t, usd = with_every_route(free, three_mines(tonnes, set(roads) - set(chosen)))
            usd += ROAD_USD_PER_KM * sum(roads[name][0] for name in chosen)
            choices.append((-round(delivered_t), usd))
    most_t, least_usd = min(choices)
    arrays = drawn_roads(roads, room_t, dedicated=True)
    plan = build_campaign(arrays, storage_card(), three_mines(tonnes)).plan
    assert plan.delivered_t.sum() == pytest.approx(-most_t, abs=1)
    assert plan.cost_usd == pytest.approx(least_usd, rel=1e-5, abs=1)


def test_route_around_a_full_port_is_found() -> None:
    """A more expensive railway takes what the port cannot."""
    places = drawn_places(mine="deposit", port="river_port", plant="hub")
    places = places.assign(storage=[False, True, False], capacity_t_per_y=[np.nan, 20_000, np.nan])
    links = drawn_links(
        link("mine-port", Vehicle.WINTER_TRUCK, 100.0),
        link("port-plant", Vehicle.BARGE, 200.0),
        link("mine-plant", Vehicle.RAIL_1520, 10_000.0),
    )
    answer = planned(compiled(places, links, storage_card()))
    assert answer.delivered_t == pytest.approx(52_000)
    (binding,) = answer.bindings
    more_usd = (2 + 1 + 100 + 2) - WITHOUT_WAITING_USD_PER_T
    assert binding.cost_usd_per_t == pytest.approx((-more_usd, -more_usd), rel=1e-3)


def test_route_around_a_full_place_that_is_only_rolled_through_is_found() -> None:
    """Cargo has to pass one of two yards: what the near one has no room for goes by the far one.

    Neither lifts a tonne, so that to lift nothing at the near one does not lead around it (A36).
    """
    places = drawn_places(mine="deposit", near="station", far="station", plant="hub")
    places = places.assign(storage=False, capacity_t_per_y=[np.nan, 20_000, np.nan, np.nan])
    links = drawn_links(
        *(link(f"mine-{yard}", Vehicle.RAIL_1520, 100.0) for yard in ("near", "far")),
        link("near-plant", Vehicle.RAIL_1520, 100.0),
        link("far-plant", Vehicle.RAIL_1520, 400.0),
    )
    passing = Demand("mine", "plant", ORE, via=(frozenset({"near", "far"}),))
    arrays = compiled(places, links, storage_card())
    answer = plan_campaign(arrays, storage_card(), CampaignRequest((passing,)))
    assert answer.delivered_t == pytest.approx(52_000)
    loads_t = answer.flows.groupby("link_id")["tonnes"].sum()
    assert loads_t["far-plant"] == pytest.approx(32_000, rel=1e-4)
    (binding,) = answer.bindings
    # Three hundred kilometres at US$ 0.01.
    assert binding.cost_usd_per_t == pytest.approx((-3, -3), rel=0.02)


def test_route_around_a_full_store_is_found() -> None:
    """What may not lie at one river port till June lies at the other, which costs more to reach."""
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
    answer = planned(compiled(places, links, storage_card()), storages_t={"near": 20_000.0})
    assert answer.delivered_t == pytest.approx(52_000)
    loads = answer.flows.groupby("link_id")["tonnes"].sum()
    assert loads["mine-near"] == pytest.approx(20_000, rel=1e-4)
    (binding,) = answer.bindings
    # Fifty kilometres at US$ 0.2, and half a day more under way that costs nothing.
    assert binding.cost_usd_per_t == pytest.approx((-10, -10), rel=0.02)
