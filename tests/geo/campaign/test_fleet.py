"""Loads, trips and vehicles by hand, light loads too, a published season, and legs in order (E12)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.geo.campaign_cases import ORE, storage_card
from tests.geo.drawn import compiled, drawn_links, drawn_places, exactly, link, round_card
from zimnik.geo.campaign.campaign import plan_campaign
from zimnik.geo.campaign.fleet import FleetLine, Traffic, fleet_line
from zimnik.geo.campaign.legs import Leg, VehicleNorm
from zimnik.geo.campaign.request import CampaignRequest, Demand
from zimnik.geo.core.calendar import Window
from zimnik.geo.core.vocabulary import Mode, Vehicle


# Tests (A24).
def test_tibbitt_to_contwoyto_in_2007() -> None:
    """330,002 t went in 10,922 loads of 30.2 t, over 72 days: about 152 a day."""
    norm = VehicleNorm(payload_t=30.2, speed_km_per_d=250.0, turnaround_d=0.5, consist=1.0)
    assert norm.loads(330_002.0) == pytest.approx(10_922, rel=0.001)
    assert norm.loads(330_002.0) / 72 == pytest.approx(151.7, rel=0.001)


# Tests (A23).
def test_trains_of_wagons_by_hand() -> None:
    """20 t a wagon, 10 wagons a train, 100 km a day: 500 km there and back and a day to turn."""
    card = replace(
        round_card(),
        turnarounds_d={Vehicle.RAIL_1520: exactly(1.0)},
        consists={Vehicle.RAIL_1520: exactly(10.0)},
    )
    leg = Leg(Vehicle.RAIL_1520, "a", "b", 500.0)
    line = fleet_line(card, leg, Traffic(36_500.0, 36_500.0, 100.0, 400.0))
    assert line.loads == pytest.approx(1_825)
    assert line.trips == pytest.approx(182.5)
    assert line.trips_per_d == pytest.approx(0.5)
    assert line.round_trip_d == pytest.approx(11)
    assert line.vehicles == 55
    assert line.busiest_vehicles == 220


def test_legs_stand_in_the_order_of_travel_of_the_first_demand_that_has_them() -> None:
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
        compiled(places, links, storage_card()), storage_card(), CampaignRequest(demands)
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


LIGHT = {
    "season_open": "01-01",
    "season_close": "04-30",
    "full_load_from": "03-01",
    "full_load_to": "04-30",
    "light_load_share": 0.5,
}


def fleet_of_one_week(*roads: dict[str, object]) -> tuple[FleetLine, ...]:
    """Return the fleet for 14,000 t that are mined in the second week, by roads to a plant."""
    places = drawn_places(mine="deposit", fork="road_junction", plant="hub").assign(storage=False)
    arrays = compiled(places, drawn_links(*roads), storage_card())
    request = CampaignRequest(
        (Demand("mine", "plant", replace(ORE, tonnes_per_y=14_000.0)),),
        season=Window.of_season("01-08", "01-14"),
    )
    return plan_campaign(arrays, storage_card(), request).fleet


def test_light_loads_take_more_lorries() -> None:
    """14,000 t of the second week go at once, in half loads of 10 t: waiting for March costs more.

    The road of 100 km is open 120 days, so that 119 are days to set out on. A day passes in
    loading: six sevenths set out in the second week. There and back takes two days.
    """
    (line,) = fleet_of_one_week(link("mine-plant", Vehicle.WINTER_TRUCK, 100.0, **LIGHT))
    assert line.shipped_t == pytest.approx(14_000)
    assert line.loads == line.trips == pytest.approx(14_000 / 10)
    assert line.trips_per_d == pytest.approx(1_400 / 119)
    assert line.busiest_trips_per_d == pytest.approx(1_400 * 6 / 7 / 7)
    assert line.round_trip_d == pytest.approx(2.0)
    # 1,400 / 119 * 2 = 23.5 and 171.4 * 2 = 342.9.
    assert (line.vehicles, line.busiest_vehicles) == (24, 343)


def test_lorry_is_as_light_on_the_whole_leg_as_on_its_weakest_road() -> None:
    full = {name: LIGHT[name] for name in ("season_open", "season_close")}
    (line,) = fleet_of_one_week(
        link("mine-fork", Vehicle.WINTER_TRUCK, 60.0, **LIGHT),
        link("fork-plant", Vehicle.WINTER_TRUCK, 40.0, **full),
    )
    assert (line.from_id, line.to_id, line.length_km) == ("mine", "plant", 100.0)
    assert line.loads == pytest.approx(1_400)


def test_a_vessel_that_goes_on_from_sea_to_river_is_one_vessel() -> None:
    """No cargo is lifted at the mouth: 300 km by sea and 200 by river are one voyage of 500."""
    (line,) = fleet_of_one_week(
        link("mine-fork", Vehicle.RIVER_SEA_VESSEL, 300.0, mode=Mode.SEA.value),
        link("fork-plant", Vehicle.RIVER_SEA_VESSEL, 200.0, mode=Mode.RIVER.value),
    )
    assert (line.from_id, line.to_id, line.length_km) == ("mine", "plant", 500.0)
