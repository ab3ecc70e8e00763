"""What other cargo has of a place or a link of known capacity (docs/model.md, A36)."""

from __future__ import annotations

from zimnik.geo.core.vocabulary import Mode, PlaceKind, Vehicle
from zimnik.geo.network.capacities import capacities_of
from zimnik.geo.network.links import Capacity, Link, Place


def test_a_place_gives_what_its_community_leaves_and_a_link_all_of_it() -> None:
    places = [
        Place("port", PlaceKind.ARCTIC_PORT, 0.0, 0.0, capacity=Capacity(100_000.0, 30_000.0)),
        Place("quay", PlaceKind.RIVER_PORT, 1.0, 0.0, capacity=Capacity(5_000.0)),
        Place("yard", PlaceKind.STATION, 2.0, 0.0),
    ]
    links = [
        Link("lane", "port", "quay", Mode.SEA, Vehicle.SHIP, 9.0, capacity_t_per_y=700.0),
        Link("rail", "quay", "yard", Mode.RAIL, Vehicle.RAIL_1520, 9.0),
    ]
    assert capacities_of(places, links) == {"port": 70_000.0, "quay": 5_000.0, "lane": 700.0}


def test_a_capacity_of_nothing_is_known() -> None:
    shut = Link("lane", "a", "b", Mode.SEA, Vehicle.SHIP, 9.0, capacity_t_per_y=0.0)
    assert capacities_of([], [shut]) == {"lane": 0.0}
