"""A site that no link touches gets an estimated link to what is near (E5); who may use it (A81)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from shapely.geometry import Point

from tests.geo.drawn import compiled, drawn_links, drawn_places, link, parts
from zimnik.geo.core.geodesy import geodesic_km
from zimnik.geo.core.vocabulary import Mode, Vehicle, YearType
from zimnik.geo.network.access import (
    ACCESS_LINKS_PER_SITE,
    access_links,
    flights,
    is_closed_to,
    unlinked_sites,
)
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.network.closures import Closures
from zimnik.geo.network.links import Link
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.matrix import MatrixRequest, cost_matrix
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.layers.atlas.network import typed_links, typed_places

if TYPE_CHECKING:
    from collections.abc import Collection

    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import RateCard


def moved(places: gpd.GeoDataFrame, **to: tuple[float, float]) -> gpd.GeoDataFrame:
    geometry = [
        Point(to[place_id]) if place_id in to else point
        for place_id, point in zip(places["id"], places.geometry, strict=True)
    ]
    return places.set_geometry(gpd.GeoSeries(geometry, crs=places.crs))


def found(
    places: gpd.GeoDataFrame,
    links: gpd.GeoDataFrame,
    card: RateCard,
    only: Collection[str] | None = None,
) -> dict[str, Link]:
    """Return the access links by where they lead."""
    return {access.to_id: access for access in access_links(*parts(places, links), card, only=only)}


def test_far_site_gets_its_own_winter_road_with_a_detour(card: RateCard) -> None:
    places = drawn_places(a="station", b="station", site="deposit")
    access = found(places, drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0)), card)
    direct_km = float(geodesic_km(2, 0, 1, 0))
    assert access["b"].length_km == pytest.approx(1.5 * direct_km)
    assert access["b"].vehicle is Vehicle.WINTER_TRUCK
    assert access["b"].dedicated
    assert all(road.estimated for road in access.values())


def test_near_site_is_reached_by_an_existing_gravel_road(card: RateCard) -> None:
    places = moved(drawn_places(a="station", b="station", site="deposit"), site=(1.1, 0.0))
    access = found(places, drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0)), card)
    assert access["b"].vehicle is Vehicle.GRAVEL_TRUCK
    assert not access["b"].dedicated
    assert access["a"].vehicle is Vehicle.WINTER_TRUCK


def test_linked_site_is_left_alone(card: RateCard) -> None:
    places = drawn_places(a="station", site="deposit")
    assert not found(places, drawn_links(link("a-site", Vehicle.TRUCK, 200.0)), card)
    assert unlinked_sites({"a": "station", "site": "deposit"}, {"a", "site"}) == []
    assert unlinked_sites({"a": "station", "site": "deposit"}, {"a"}) == ["site"]


def test_no_link_reaches_beyond_the_limit(card: RateCard) -> None:
    places = moved(drawn_places(a="station", b="station", site="deposit"), site=(40.0, 0.0))
    assert not found(places, drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0)), card)


def test_waypoints_and_airfields_are_no_access(card: RateCard) -> None:
    places = drawn_places(a="waypoint", b="airfield", c="station", site="deposit")
    links = drawn_links(
        link("a-c", Vehicle.SHIP, 400.0),
        link("b-c", Vehicle.AIRCRAFT, 400.0),
    )
    assert list(found(places, links, card)) == ["c"]


def test_few_links_a_site_nearest_first(card: RateCard) -> None:
    names = {f"s{i}": "station" for i in range(8)}
    places = drawn_places(**names, site="deposit")
    links = drawn_links(*(link(f"s{i}-s{i + 1}", Vehicle.RAIL_1520, 200.0) for i in range(7)))
    nearest = [f"s{i}" for i in range(7, 7 - ACCESS_LINKS_PER_SITE, -1)]
    assert list(found(places, links, card)) == nearest


def test_only_the_wanted_sites_get_access(card: RateCard) -> None:
    places = drawn_places(a="station", b="station", mine="deposit", plant="hub")
    known = parts(places, drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0)))
    assert {road.from_id for road in access_links(*known, card)} == {"mine", "plant"}
    assert {road.from_id for road in access_links(*known, card, only={"plant"})} == {"plant"}


def test_access_link_says_what_it_is(card: RateCard) -> None:
    places = moved(drawn_places(a="station", b="station", mine="deposit"), mine=(1.1, 0.0))
    near = found(places, drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0)), card)["b"]
    assert near == Link(
        id="access_mine_b",
        from_id="mine",
        to_id="b",
        mode=Mode.ROAD,
        vehicle=Vehicle.GRAVEL_TRUCK,
        length_km=near.length_km,
        corridor="access_mine",
        only_for="mine",
        estimated=True,
        note="estimate: geodesic times a detour factor",
    )
    assert near.length_km == pytest.approx(1.5 * float(geodesic_km(1.1, 0, 1, 0)))


def test_two_sites_on_one_spot_have_a_link_of_some_length(card: RateCard) -> None:
    places = moved(drawn_places(a="station", b="hub", mine="deposit"), mine=(1.0, 0.0))
    links = drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0))
    assert found(places, links, card)["b"].length_km > 0


def test_nothing_to_reach_is_no_link(card: RateCard) -> None:
    places = drawn_places(a="station", site="deposit")
    links = drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0)).iloc[:0]
    assert not found(places, links, card)


def test_access_is_open_to_cargo_of_its_own_site_and_to_no_other(card: RateCard) -> None:
    """Out of the site where it is an origin, into it where it is a destination, else never."""
    places = drawn_places(mine="deposit", a="station", plant="hub")
    links = drawn_links(
        link("mine-a", Vehicle.GRAVEL_TRUCK, 10.0, only_for="mine"),
        link("a-plant", Vehicle.RAIL_1520, 10.0),
    )
    edges = {(e.tail.place_id, e.head.place_id): e for e in compiled(places, links, card).edges}
    out, back, rail = edges["mine", "a"], edges["a", "mine"], edges["a", "plant"]
    assert not is_closed_to(out, {"mine"}, {"plant"})
    assert is_closed_to(out, {"a"}, {"plant"})
    assert is_closed_to(back, {"mine"}, {"plant"})
    assert not is_closed_to(back, {"plant"}, {"mine"})
    assert not is_closed_to(back, {"plant"}, None)
    assert is_closed_to(out, {"plant"}, None)
    assert not is_closed_to(rail, {"a"}, {"b"})


@pytest.fixture
def own_roads(card: RateCard) -> NetworkArrays:
    """Return a mine whose own roads lead by a fork to a port, and a pit near the fork.

    mine ~~ fork ~~ port == plant     ~~ 100 km each, the mine's own and dedicated; == 500 km barge
    pit ~~ fork -- plant              ~~ 10 km open to all; -- 1,000 km gravel road
    """
    places = drawn_places(
        mine="deposit", fork="road_junction", port="river_port", plant="hub", pit="deposit"
    )
    own = {"only_for": "mine", "dedicated": True, "state": "hypothetical"}
    links = drawn_links(
        link("mine-fork", Vehicle.WINTER_TRUCK, 100.0, **own),
        link("fork-port", Vehicle.WINTER_TRUCK, 100.0, **own),
        link("port-plant", Vehicle.BARGE, 500.0),
        link("pit-fork", Vehicle.WINTER_TRUCK, 10.0),
        link("fork-plant", Vehicle.GRAVEL_TRUCK, 1000.0),
    )
    return compiled(places, links, card)


@pytest.mark.parametrize(
    ("from_id", "to_id", "usd_per_t"),
    [
        # Loaded, 200 km by lorry, the yearly price of both roads, to the barge, 500 km, unloaded.
        ("mine", "plant", 2 + 200 * 0.2 + 200 * 0.1 + 6 + 500 * 0.02 + 2),
        ("plant", "mine", 2 + 500 * 0.02 + 6 + 200 * 0.2 + 200 * 0.1 + 2),
        ("pit", "mine", 2 + 110 * 0.2 + 100 * 0.1 + 2),
        # By the road of the mine to the port it would be 62.
        ("pit", "plant", 2 + 10 * 0.2 + 4 + 1000 * 0.1 + 2),
        ("plant", "pit", 2 + 1000 * 0.1 + 4 + 10 * 0.2 + 2),
    ],
)
def test_roads_of_a_site_serve_cargo_from_and_to_it_alone(
    own_roads: NetworkArrays,
    card: RateCard,
    ore: Cargo,
    from_id: str,
    to_id: str,
    usd_per_t: float,
) -> None:
    answer = find_routes(own_roads, card, Shipment(from_id, to_id, ore, Dates()))
    assert answer.routes[0].cost_usd_per_t == pytest.approx(usd_per_t)
    network = dated_network(own_roads, card, YearType.NORMAL)
    (cell,) = cost_matrix(network, MatrixRequest({from_id: ore}, [to_id], [0]))
    assert cell.cost_usd_per_t == pytest.approx(usd_per_t)


def test_an_own_road_beyond_the_first_is_within_the_bounds_of_a_matrix(
    own_roads: NetworkArrays, card: RateCard, ore: Cargo
) -> None:
    """The bounds serve all origins: without the gravel road only cargo of the mine gets through."""
    network = dated_network(own_roads, card, YearType.NORMAL)
    closures = Closures(link_ids=frozenset({"fork-plant"}))
    asked = MatrixRequest({"pit": ore, "mine": ore}, ["plant"], [0], closures)
    pit, mine = cost_matrix(network, asked)
    assert pit.reason is not None
    assert mine.cost_usd_per_t == pytest.approx(2 + 200 * 0.2 + 200 * 0.1 + 6 + 500 * 0.02 + 2)


def test_no_cargo_is_lifted_where_nothing_stands_but_lorries_drive_on(
    card: RateCard, ore: Cargo
) -> None:
    """The pier was never built; the ferry road over the same bank is there (A82)."""
    at = drawn_places(
        mine="deposit", quay="river_port", pier="river_port", yard="station", plant="hub"
    )
    places = tuple(replace(one, lifts=one.id != "pier") for one in typed_places(at))
    links = typed_links(
        drawn_links(
            link("mine-quay", Vehicle.TRUCK, 10.0),
            link("quay-pier", Vehicle.BARGE, 100.0),
            link("mine-pier", Vehicle.TRUCK, 300.0),
            link("pier-plant", Vehicle.GRAVEL_TRUCK, 10.0),
        )
    )
    arrays = network_arrays(places, links, card)
    (route,) = find_routes(arrays, card, Shipment("mine", "plant", ore, Dates())).routes
    # By barge to the pier it would be 16.5.
    assert route.link_ids == ("mine-pier", "pier-plant")
    assert route.cost_usd_per_t == pytest.approx(2 + 300 * 0.05 + 10 * 0.1 + 2)
    refused = find_routes(arrays, card, Shipment("mine", "pier", ore, Dates()))
    assert refused.reason == "'pier' does not exist, so no cargo is lifted there"


# Tests (A88).
def test_a_site_whose_cargo_flies_is_joined_to_the_two_nearest_airfields() -> None:
    """As the crow flies, though a road is there; the third is farther, and one has no flights."""
    places = drawn_places(
        mine="deposit", a="airfield", b="airfield", c="airfield", lost="airfield", yard="station"
    )
    places = moved(places, mine=(0, 0), a=(2, 0), b=(1, 0), c=(3, 0), lost=(0.5, 0), yard=(0, 1))
    links = drawn_links(
        link("a-b", Vehicle.AIRCRAFT, 111),
        link("b-c", Vehicle.AIRCRAFT, 222),
        link("mine-yard", Vehicle.WINTER_TRUCK, 111, only_for="mine"),
    )
    spots, known = parts(places, links)
    flown = flights(spots, known, {"mine"})
    assert {one.to_id: one.length_km for one in flown} == {
        "b": pytest.approx(float(geodesic_km(0, 0, 1, 0))),
        "a": pytest.approx(float(geodesic_km(0, 0, 2, 0))),
    }
    assert {(one.from_id, one.mode, one.only_for, one.estimated) for one in flown} == {
        ("mine", Mode.AIR, "mine", True)
    }
    assert flights(spots, known, ()) == ()
    assert flights(spots, (*known, *flown), {"mine"}) == ()
