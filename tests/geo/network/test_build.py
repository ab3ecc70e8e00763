"""Frames become a graph of states and come back; faults are named all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from geopandas.testing import assert_geodataframe_equal

from tests.geo.drawn import drawn_links, drawn_places, link
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.geo.network.build import State, build_network, network_frames

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard


def test_frames_come_back_as_they_went_in(card: RateCard) -> None:
    """Places a, b, c and d, of which no link touches d."""
    places = drawn_places(a="station", b="sea_port", c="deposit", d="hub")
    links = drawn_links(
        link("a-b", Vehicle.RAIL_1520, 200.0), link("b-c", Vehicle.TRUCK, 300.0, border="RU-CN")
    )
    back_places, back_links = network_frames(build_network(places, links, card))
    assert_geodataframe_equal(back_places, places)
    assert_geodataframe_equal(back_links, links)


def test_place_has_a_state_for_each_vehicle_and_transfers_between_them(card: RateCard) -> None:
    places = drawn_places(a="station", b="sea_port", c="sea_port")
    links = drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0), link("b-c", Vehicle.SHIP, 300.0))
    graph = build_network(places, links, card)
    rail, ship = State("b", Vehicle.RAIL_1520), State("b", Vehicle.SHIP)
    assert graph.edges[rail, ship, "transfer"]["bill"]["sea_port_lift"] == 1
    assert graph.has_edge(ship, rail)
    assert graph.has_edge(State("a", Vehicle.RAIL_1520), rail, key="a-b")


def test_cargo_cannot_change_vehicle_at_a_waypoint(card: RateCard) -> None:
    places = drawn_places(a="sea_port", b="waypoint", c="sea_port")
    links = drawn_links(
        link("a-b", Vehicle.SHIP, 200.0), link("b-c", Vehicle.ICE_CLASS_SHIP, 300.0)
    )
    graph = build_network(places, links, card)
    assert not graph.has_edge(State("b", Vehicle.SHIP), State("b", Vehicle.ICE_CLASS_SHIP))


def test_all_faults_are_named_at_once(card: RateCard) -> None:
    places = drawn_places(a="station", b="station")
    links = drawn_links(
        link("a-nowhere", Vehicle.RAIL_1520, 200.0),
        link("a-b", Vehicle.RAIL_1520, float("nan"), mode="road"),
        link("b-a", Vehicle.TRUCK, 100.0, dedicated=True),
    )
    with pytest.raises(InputError) as raised:
        build_network(places, links, card)
    assert [(fault.row, fault.column) for fault in raised.value.faults] == [
        ("a-nowhere", "to_id"),
        ("a-b", "length_km"),
        ("a-b", "mode"),
        ("b-a", "mode"),
    ]


@pytest.mark.parametrize("column", ["id", "length_km", "border"])
def test_missing_column_is_named(card: RateCard, column: str) -> None:
    links = drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0)).drop(columns=column)
    with pytest.raises(InputError, match=column):
        build_network(drawn_places(a="station", b="station"), links, card)


def test_id_given_twice_is_a_fault(card: RateCard) -> None:
    row = link("a-b", Vehicle.RAIL_1520, 200.0)
    with pytest.raises(InputError, match="twice"):
        build_network(drawn_places(a="station", b="station"), drawn_links(row, row), card)
