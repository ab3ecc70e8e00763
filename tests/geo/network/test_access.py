"""A site that no link touches gets an estimated link to what is near, and for itself alone (E5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from shapely.geometry import Point

from tests.geo.drawn import compiled, drawn_links, drawn_places, link, parts
from zimnik.geo.core.geodesy import geodesic_km
from zimnik.geo.core.vocabulary import Mode, Vehicle
from zimnik.geo.network.access import (
    ACCESS_LINKS_PER_SITE,
    access_links,
    is_closed_to,
    unlinked_sites,
)
from zimnik.geo.network.links import Link

if TYPE_CHECKING:
    from collections.abc import Collection

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
        link("mine-a", Vehicle.GRAVEL_TRUCK, 10.0, estimated=True),
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
