"""Places and links become a graph of states and come back; faults are named all at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.geo.drawn import drawn_links, drawn_places, exactly, link, parts
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Quantity, TariffGroup, Vehicle, YearType
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.network.build import State, build_network, parts_of
from zimnik.geo.routing.time_expanded import dated_network

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard


def test_places_and_links_come_back_as_they_went_in(card: RateCard) -> None:
    """Places a, b, c and d, of which no link touches d."""
    places, links = parts(
        drawn_places(a="station", b="sea_port", c="deposit", d="hub"),
        drawn_links(
            link("a-b", Vehicle.RAIL_1520, 200.0), link("b-c", Vehicle.TRUCK, 300.0, border="RU-CN")
        ),
    )
    assert parts_of(build_network(places, links, card)) == (places, links)


def test_place_has_a_state_for_each_vehicle_and_transfers_between_them(card: RateCard) -> None:
    places = drawn_places(a="station", b="sea_port", c="sea_port")
    links = drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0), link("b-c", Vehicle.SHIP, 300.0))
    graph = build_network(*parts(places, links), card)
    rail, ship = State("b", Vehicle.RAIL_1520), State("b", Vehicle.SHIP)
    assert graph.edges[rail, ship, "transfer"]["bill"]["sea_port_lift"] == 1
    assert graph.has_edge(ship, rail)
    assert graph.has_edge(State("a", Vehicle.RAIL_1520), rail, key="a-b")


# Tests (E4).
def test_far_north_tariff_takes_its_lift_and_dearer_storage_for_each_day_of_dwell(
    card: RateCard,
) -> None:
    """A river port by kind: an Arctic lift of a day, and a day of its storage, there and loading.

    Unloading, after which nothing waits, takes the lift alone.
    """
    places, links = parts(
        drawn_places(a="deposit", b="river_port", c="river_port"),
        drawn_links(link("a-b", Vehicle.TRUCK, 100.0), link("b-c", Vehicle.BARGE, 300.0)),
    )
    far = tuple(replace(place, tariff_group=TariffGroup.FAR_NORTH) for place in places)
    graph = build_network(far, links, card)
    truck, barge = State("b", Vehicle.TRUCK), State("b", Vehicle.BARGE)
    lifted = {
        Quantity.ARCTIC_PORT_LIFT: 1.0,
        Quantity.DWELL_D: 1.0,
        Quantity.FAR_NORTH_STORAGE_D: 1.0,
        Quantity.BARGE_HAUL: 1.0,
    }
    assert graph.edges[truck, barge, "transfer"]["bill"] == lifted
    assert graph.nodes[barge]["loading"] == lifted
    assert graph.nodes[State("c", Vehicle.BARGE)]["unloading"] == {Quantity.ARCTIC_PORT_LIFT: 1.0}


def test_cargo_cannot_change_vehicle_at_a_waypoint(card: RateCard) -> None:
    places = drawn_places(a="sea_port", b="waypoint", c="sea_port")
    links = drawn_links(
        link("a-b", Vehicle.SHIP, 200.0), link("b-c", Vehicle.ICE_CLASS_SHIP, 300.0)
    )
    graph = build_network(*parts(places, links), card)
    assert not graph.has_edge(State("b", Vehicle.SHIP), State("b", Vehicle.ICE_CLASS_SHIP))


def test_all_faults_are_named_at_once(card: RateCard) -> None:
    places = drawn_places(a="station", b="station")
    links = drawn_links(
        link("a-nowhere", Vehicle.RAIL_1520, 200.0),
        link("a-b", Vehicle.RAIL_1520, float("nan"), mode="road"),
        link("b-a", Vehicle.TRUCK, 100.0, dedicated=True),
    )
    with pytest.raises(InputError) as raised:
        build_network(*parts(places, links), card)
    assert [(fault.row, fault.column) for fault in raised.value.faults] == [
        ("a-nowhere", "to_id"),
        ("a-b", "length_km"),
        ("a-b", "mode"),
        ("b-a", "mode"),
    ]


def test_winter_roads_without_a_season_are_refused_by_name(card: RateCard) -> None:
    """A road of ice that is open all year would be the cheapest of all."""
    places = drawn_places(a="deposit", b="station")
    links = drawn_links(
        link("a-b", Vehicle.WINTER_TRUCK, 100.0),
        link("b-a", Vehicle.WINTER_TRUCK, 90.0, season_open="12-20", season_close="04-01"),
        bare=True,
    )
    with pytest.raises(InputError) as raised:
        build_network(*parts(places, links), card)
    (fault,) = raised.value.faults
    assert (fault.row, fault.column) == ("a-b", "season")


def test_id_given_twice_is_a_fault(card: RateCard) -> None:
    row = link("a-b", Vehicle.RAIL_1520, 200.0)
    places, links = parts(drawn_places(a="station", b="station"), drawn_links(row, row))
    with pytest.raises(InputError, match="twice"):
        build_network(places, links, card)
    with pytest.raises(InputError, match="twice"):
        build_network((*places, *places), links[:1], card)


def test_a_card_of_other_speeds_or_dwells_is_refused(card: RateCard) -> None:
    """The days of a network are made with its card, and another card would not change them."""
    places = drawn_places(a="station", b="station")
    links = drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0))
    arrays = network_arrays(*parts(places, links), card)
    slow = replace(card, speeds_km_per_d={**card.speeds_km_per_d, Vehicle.RAIL_1520: exactly(50.0)})
    with pytest.raises(InputError, match="rail_1520 50 km/d, not 100"):
        dated_network(arrays, slow, YearType.NORMAL)
    long = replace(card, dwells_d={**card.dwells_d, Quantity.STATION_LIFT: exactly(4.0)})
    with pytest.raises(InputError, match="station_lift 4 d, not 1"):
        dated_network(arrays, long, YearType.NORMAL)
    dear = replace(card, storage_usd_per_t_d=exactly(9.0))
    assert dated_network(arrays, dear, YearType.NORMAL).card is dear
