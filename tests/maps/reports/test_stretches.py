"""A route in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.geo.drawn import compiled, drawn_links, drawn_places, link, round_card
from zimnik.geo.core.vocabulary import Mode, Vehicle
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.maps.reports.stretches import stretches_of

if TYPE_CHECKING:
    from zimnik.geo.routing.itinerary import Route

ORE = Cargo("ore", 100_000.0, 1000.0)


def only_route(*links: dict[str, object]) -> Route:
    places = drawn_places(mine="deposit", a="river_port", b="river_port", plant="hub")
    card = round_card()
    network = compiled(places, drawn_links(*links), card)
    return find_routes(network, card, Shipment("mine", "plant", ORE, Dates())).routes[0]


def test_legs_of_one_mode_are_one_stretch_and_the_last_mile_is_left_out() -> None:
    route = only_route(
        link("mine-a", Vehicle.GRAVEL_TRUCK, 300.0),
        link("a-b", Vehicle.BARGE, 900.0),
        link("b-plant", Vehicle.TRUCK, 5.0),
    )
    assert stretches_of(route) == [(Mode.ROAD, "a"), (Mode.RIVER, "b")]


def test_two_vessels_on_one_river_are_one_stretch() -> None:
    route = only_route(
        link("mine-a", Vehicle.RIVER_SEA_VESSEL, 300.0, mode="river"),
        link("a-b", Vehicle.BARGE, 900.0),
        link("b-plant", Vehicle.TRUCK, 100.0),
    )
    assert stretches_of(route) == [(Mode.RIVER, "b"), (Mode.ROAD, "plant")]


def test_a_short_route_still_has_a_way() -> None:
    route = only_route(link("mine-plant", Vehicle.TRUCK, 5.0))
    assert stretches_of(route) == [(Mode.ROAD, "plant")]
