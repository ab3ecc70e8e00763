"""Fleets that are priced: closed forms, an independent search over fleets, every route (E50, E51)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.campaign.test_column_generation import with_every_route
from tests.geo.campaign_cases import ORE, storage_card
from tests.geo.drawn import compiled, drawn_links, drawn_places, exactly, link
from zimnik import InputError
from zimnik.geo.campaign.campaign import build_campaign, plan_campaign
from zimnik.geo.campaign.hires import Fleet, Work
from zimnik.geo.campaign.programme import UNSCHEDULED, Activity, Commodity, Programme, Store
from zimnik.geo.campaign.request import CampaignRequest, Demand
from zimnik.geo.campaign.solve import solve
from zimnik.geo.campaign.vehicle_pools import Pool, pools_by_link
from zimnik.geo.core.calendar import Window
from zimnik.geo.core.intervals import Arrivals, Weeks
from zimnik.geo.core.vocabulary import Vehicle

if TYPE_CHECKING:
    from zimnik.geo.campaign.results import CampaignAnswer
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.rates import RateCard

# A barge carries 20 t over 200 km at 100 km a day and comes back: 4 days for 20 t. It earns 0.02 of
# a t-km, US$ 20 a day of these four, and costs half of it where it stands.
DAYS_PER_T = 4 / 20
STANDING_USD_PER_D = 10.0
# From June to September a barge may set out on 120 days, since it is two days under way.
SUMMER = {"season_open": "06-01", "season_close": "09-30"}
OUT_D = 120


def fleet_card(storage_usd_per_t_d: float = 0.0) -> RateCard:
    """Return the round card where barges and winter lorries cost half of what they earn."""
    return replace(
        storage_card(),
        storage_usd_per_t_d=exactly(storage_usd_per_t_d),
        fixed_shares={Vehicle.BARGE: exactly(0.5), Vehicle.WINTER_TRUCK: exactly(0.5)},
    )


def river(*mines: str, seasons: dict[str, dict[str, str]] | None = None) -> NetworkArrays:
    """Return mines that each have 200 km of one river to a plant, and stores."""
    kinds = dict.fromkeys(mines, "river_port")
    places = drawn_places(**kinds, plant="hub").assign(storage=True)
    links = drawn_links(
        *(
            link(f"{mine}-plant", Vehicle.BARGE, 200.0, **(seasons or {}).get(mine, SUMMER))
            for mine in mines
        )
    )
    return compiled(places, links, fleet_card())


def asked(arrays: NetworkArrays, request: CampaignRequest, card: RateCard) -> CampaignAnswer:
    answer = plan_campaign(arrays, card, request)
    assert sum(answer.components_usd.values()) == pytest.approx(answer.cost_usd)
    assert answer.even_use_usd + answer.components_usd.get("idle_vehicles", 0.0) == pytest.approx(
        answer.cost_usd
    )
    return answer


# Tests (E50).
def test_an_even_haul_costs_exactly_the_rate() -> None:
    """Where waiting is free, 52,000 t go evenly over 120 days: 86.7 barges, none ever idle."""
    request = CampaignRequest((Demand("m1", "plant", ORE),))
    priced = asked(river("m1"), request, fleet_card())
    free = asked(river("m1"), replace(request, idle_free=True), fleet_card())
    assert priced.cost_usd == pytest.approx(free.cost_usd)
    assert priced.components_usd.get("idle_vehicles", 0.0) == pytest.approx(0.0, abs=1.0)
    (need,) = priced.fleets
    assert need.vehicles == np.ceil(52_000 * DAYS_PER_T / OUT_D)
    assert need.worked_d == pytest.approx(52_000 * DAYS_PER_T)
    assert need.hired_d == pytest.approx(need.worked_d)


def test_a_peak_costs_the_days_on_which_its_barges_stand() -> None:
    """Ore is made in four weeks and finds no room to lie: 26 t an hour need barges for 120 days."""
    season = Window.of_season("07-02", "07-29")
    request = CampaignRequest((Demand("m1", "plant", ORE),), season=season, storages_t={"m1": 0.0})
    # What is made must leave within its week, and there is no room for what is being loaded.
    card = replace(fleet_card(), dwells_d=dict.fromkeys(fleet_card().dwells_d, exactly(0.0)))
    answer = asked(compiled_with(card), request, card)
    barges = 52_000 / 28 * DAYS_PER_T
    idle_d = barges * OUT_D - 52_000 * DAYS_PER_T
    assert answer.delivered_t == pytest.approx(52_000)
    assert answer.components_usd["idle_vehicles"] == pytest.approx(idle_d * STANDING_USD_PER_D)
    assert answer.fleets[0].vehicles == np.ceil(barges)
    # Hired for the season they are, however little their day costs.
    cheap = replace(card, fixed_shares=dict.fromkeys(card.fixed_shares, exactly(0.02)))
    answer = asked(compiled_with(cheap), request, cheap)
    assert answer.components_usd["idle_vehicles"] == pytest.approx(idle_d * 20.0 * 0.02)


def compiled_with(card: RateCard) -> NetworkArrays:
    places = drawn_places(m1="river_port", plant="hub").assign(storage=True)
    return compiled(places, drawn_links(link("m1-plant", Vehicle.BARGE, 200.0, **SUMMER)), card)


def test_two_seasons_cost_the_rate_each_and_barges_do_both() -> None:
    """One mine ships in June and July, the other in August and September, by the same barges."""
    seasons = {
        "m1": {"season_open": "06-01", "season_close": "07-31"},
        "m2": {"season_open": "08-01", "season_close": "09-30"},
    }
    demands = (Demand("m1", "plant", ORE), Demand("m2", "plant", ORE))
    answer = asked(river("m1", "m2", seasons=seasons), CampaignRequest(demands), fleet_card())
    assert answer.components_usd.get("idle_vehicles", 0.0) == pytest.approx(0.0, abs=1.0)
    (need,) = answer.fleets
    # Each may set out on 59 days, and no barge is hired for both.
    assert need.vehicles == np.ceil(52_000 * DAYS_PER_T / 59)


def test_two_cargoes_share_the_barges_that_each_alone_would_leave_idle() -> None:
    """One is made from 4 June to 29 July, one from 30 July to 23 September, eight weeks each."""
    card = replace(fleet_card(), dwells_d=dict.fromkeys(fleet_card().dwells_d, exactly(0.0)))
    places = drawn_places(m1="river_port", m2="river_port", plant="hub").assign(storage=True)
    links = (link(f"{mine}-plant", Vehicle.BARGE, 200.0, **SUMMER) for mine in ("m1", "m2"))
    arrays = compiled(places, drawn_links(*links), card)
    early = replace(ORE, season=Window.of_season("06-04", "07-29"))
    late = replace(ORE, season=Window.of_season("07-30", "09-23"))
    stores = {"m1": 0.0, "m2": 0.0}
    demands = (Demand("m1", "plant", early), Demand("m2", "plant", late))
    both = asked(arrays, CampaignRequest(demands, storages_t=stores), card)
    alone = asked(arrays, CampaignRequest(demands[:1], storages_t={"m1": 0.0}), card)
    barges = 52_000 / 56 * DAYS_PER_T

    def idle_usd(cargoes: int) -> float:
        return (barges * OUT_D - cargoes * 52_000 * DAYS_PER_T) * STANDING_USD_PER_D

    assert alone.components_usd["idle_vehicles"] == pytest.approx(idle_usd(1))
    assert both.components_usd["idle_vehicles"] == pytest.approx(idle_usd(2))
    assert both.demands[0].components_usd["idle_vehicles"] == pytest.approx(idle_usd(2) / 2)
    assert both.fleets[0].vehicles == alone.fleets[0].vehicles


def test_waiting_and_idle_barges_are_weighed_against_each_other() -> None:
    """With storage at US$ 1 a day ore goes early, and at a tenth of a cent evenly."""
    request = CampaignRequest((Demand("m1", "plant", ORE),))
    dear, cheap = (asked(river("m1"), request, fleet_card(usd)) for usd in (1.0, 0.001))
    assert dear.fleets[0].vehicles > 2 * cheap.fleets[0].vehicles
    assert dear.components_usd["idle_vehicles"] > 100 * cheap.components_usd.get(
        "idle_vehicles", 1.0
    )


# Tests (E51).
def test_a_bounded_fleet_delivers_what_it_can_carry() -> None:
    """Fifty barges carry 20 t in 4 days on each of 120 days."""
    request = CampaignRequest((Demand("m1", "plant", ORE),), vehicles={"barge:main": 50.0})
    answer = asked(river("m1"), request, fleet_card())
    assert answer.delivered_t == pytest.approx(50 * OUT_D / DAYS_PER_T, rel=1e-4)
    assert "barge:main (fleet, 50 vehicles)" in str(answer.demands[0].reason)
    assert answer.fleets[0].vehicles == 50
    (binding,) = answer.bindings
    assert (binding.name, binding.kind) == ("barge:main", "fleet")
    assert binding.delivered_t_per_t[1] == pytest.approx(OUT_D / DAYS_PER_T, rel=1e-3)


def test_a_bound_holds_where_vehicles_are_not_priced() -> None:
    request = CampaignRequest(
        (Demand("m1", "plant", ORE),), vehicles={"barge": 50.0}, idle_free=True
    )
    answer = asked(river("m1"), request, fleet_card())
    assert answer.delivered_t == pytest.approx(50 * OUT_D / DAYS_PER_T, rel=0.02)


def test_cargo_that_a_fleet_has_no_room_for_goes_another_way() -> None:
    places = drawn_places(m1="river_port", plant="hub").assign(storage=True)
    links = drawn_links(
        link("m1-plant", Vehicle.BARGE, 200.0, **SUMMER),
        link("m1-plant-road", Vehicle.TRUCK, 900.0),
    )
    arrays = compiled(places, links, fleet_card())
    request = CampaignRequest((Demand("m1", "plant", ORE),), vehicles={"barge": 50.0})
    answer = asked(arrays, request, fleet_card())
    assert answer.delivered_t == pytest.approx(52_000)
    by_vehicle = answer.flows.groupby("vehicle")["tonnes"].sum()
    assert by_vehicle["barge"] == pytest.approx(50 * OUT_D / DAYS_PER_T, rel=1e-4)


def test_rivers_that_barges_reach_from_each_other_are_one_water() -> None:
    places = drawn_places(a="river_port", b="river_port", c="river_port", x="river_port", y="hub")
    links = drawn_links(
        link("a-b", Vehicle.BARGE, 100.0, corridor="lena_river"),
        link("b-c", Vehicle.BARGE, 50.0, corridor="aldan_river"),
        link("x-y", Vehicle.BARGE, 10.0, corridor="ob_river"),
        link("c-x", Vehicle.TRUCK, 10.0, corridor="road"),
    )
    pools = pools_by_link(compiled(places, links, fleet_card()))
    assert {name: pool.name for name, pool in pools.items()} == {
        "a-b": "barge:lena",
        "b-c": "barge:lena",
        "x-y": "barge:ob",
        "c-x": "truck",
    }


@pytest.mark.parametrize(
    ("vehicles", "remedy"),
    [({"barge": 0.0}, "Say how many"), ({"brage": 5.0}, "Is 'barge' meant?")],
)
def test_a_fleet_of_zero_and_a_class_that_is_none_are_told(
    vehicles: dict[str, float], remedy: str
) -> None:
    request = CampaignRequest((Demand("m1", "plant", ORE),), vehicles=vehicles)
    with pytest.raises(InputError, match="fleet") as caught:
        plan_campaign(river("m1"), fleet_card(), request)
    assert remedy in caught.value.faults[0].remedy


@st.composite
def shipping(draw: st.DrawFn) -> dict[str, list[int]]:
    """Return tonnes made, whether ships sail, prices of a sailing and of lying, in whole numbers."""
    periods = draw(st.integers(2, 6))
    some = st.lists(st.integers(0, 9), min_size=periods, max_size=periods)
    sails = draw(st.lists(st.booleans(), min_size=periods, max_size=periods))
    assume(any(sails))
    made = draw(some)
    assume(sum(made) > 0)
    return {
        # So many that a fleet of any number of full periods is a whole number.
        "made": [60 * tonnes for tonnes in made],
        "sails": [int(there) for there in sails],
        "ship": draw(some),
        "keep": draw(some),
        "standing": [draw(st.integers(0, 9))],
    }


def by_network_simplex(drawn: dict[str, list[int]], vessels: int) -> float:
    """Return the least cost with so many vessels: a flow of least cost and the days they stand."""
    n, made = len(drawn["made"]), drawn["made"]
    graph = nx.DiGraph()
    graph.add_node("end", demand=sum(made))
    for t in range(n):
        graph.add_node(t, demand=-made[t])
    for t in range(n):
        graph.add_edge(t, (t + 1) % n, weight=drawn["keep"][t])
        if drawn["sails"][t]:
            graph.add_edge(t, "end", weight=drawn["ship"][t], capacity=vessels)
    idle = vessels * sum(drawn["sails"]) - sum(made)
    return float(nx.network_simplex(graph)[0] + drawn["standing"][0] * idle)


@settings(max_examples=examples(25))
@given(shipping())
def test_fleet_and_flows_are_the_best_of_every_fleet(drawn: dict[str, list[int]]) -> None:
    """A vessel carries a tonne a period; each number of vessels is asked the network simplex."""
    n, total = len(drawn["made"]), sum(drawn["made"])
    sails = np.array(drawn["sails"], float)
    every = Arrivals(np.arange(n), np.arange(n), np.ones(n))
    programme = Programme(
        periods=n,
        stores=(Store(np.array(drawn["keep"], float)),),
        activities=(Activity(0, UNSCHEDULED, np.where(sails > 0, drawn["ship"], np.inf), every),),
        commodities=(
            Commodity(float(total), 0, np.array(drawn["made"]) / total, UNSCHEDULED, np.zeros(n)),
        ),
        limits=(),
        fleets=(
            Fleet(
                Pool(Vehicle.SHIP), float(drawn["standing"][0]), (Work(0, every, 1.0),), (sails,)
            ),
        ),
    )
    plan = solve(programme)
    least = -(-total // int(sails.sum()))
    # The cost is convex in the fleet, so that the best of all is found by halving.
    low, high = least, total
    while high - low > 2:
        one, other = low + (high - low) // 3, high - (high - low) // 3
        if by_network_simplex(drawn, one) <= by_network_simplex(drawn, other):
            high = other
        else:
            low = one
    best = min(by_network_simplex(drawn, vessels) for vessels in range(low, high + 1))
    assert plan.delivered_t.sum() == pytest.approx(total)
    assert plan.cost_usd == pytest.approx(best, rel=1e-6, abs=1e-3)


@settings(max_examples=examples(10))
@given(
    road_km=st.sampled_from([20.0, 60.0, 150.0]),
    truck_km=st.sampled_from([100.0, 400.0, 900.0]),
    storage_usd=st.sampled_from([0.01, 0.1, 1.0]),
    tonnes=st.sampled_from([5_000.0, 52_000.0]),
)
def test_the_plan_with_fleets_is_nearly_that_of_every_route(
    road_km: float, truck_km: float, storage_usd: float, tonnes: float
) -> None:
    """Routes are found at the prices of the busiest week; all routes together cost little less."""
    card = fleet_card(storage_usd)
    places = drawn_places(mine="deposit", near="river_port", far="river_port", plant="hub")
    winter = {"season_open": "01-01", "season_close": "04-30"}
    links = drawn_links(
        link("mine-near", Vehicle.WINTER_TRUCK, road_km, **winter),
        link("mine-far", Vehicle.WINTER_TRUCK, 2 * road_km, **winter),
        link("near-plant", Vehicle.BARGE, 200.0, **SUMMER),
        link("far-plant", Vehicle.TRUCK, truck_km),
    )
    stored = places.assign(storage=[False, True, True, False])
    arrays = compiled(stored, links, card)
    demand = Demand("mine", "plant", replace(ORE, tonnes_per_y=tonnes))
    request = CampaignRequest((demand,), weeks=Weeks(26))
    plan = build_campaign(arrays, card, request).plan
    most_t, least_usd = with_every_route(arrays, request, card)
    assert plan.delivered_t.sum() == pytest.approx(most_t, rel=1e-6)
    assert least_usd * (1 - 1e-6) <= plan.cost_usd <= least_usd * 1.005
