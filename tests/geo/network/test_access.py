"""A site that no link touches gets an estimated link to what is near (E5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from shapely.geometry import LineString, Point

from tests.geo.drawn import drawn_links, drawn_places, link
from zimnik.geo.core.geodesy import geodesic_km
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.geo.network.access import ACCESS_LINKS_PER_SITE, access_links, with_access

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard


def moved(places: gpd.GeoDataFrame, **to: tuple[float, float]) -> gpd.GeoDataFrame:
    geometry = [
        Point(to[place_id]) if place_id in to else point
        for place_id, point in zip(places["id"], places.geometry, strict=True)
    ]
    return places.set_geometry(gpd.GeoSeries(geometry, crs=places.crs))


def test_far_site_gets_its_own_winter_road_with_a_detour(card: RateCard) -> None:
    places = drawn_places(a="station", b="station", site="deposit")
    links = drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0))
    access = access_links(places, links, card).set_index("to_id")
    direct_km = float(geodesic_km(2, 0, 1, 0))
    assert access.loc["b", "length_km"] == pytest.approx(1.5 * direct_km)
    assert access.loc["b", "vehicle"] == "winter_truck"
    assert access.loc["b", "dedicated"]
    assert access["estimated"].all()


def test_near_site_is_reached_by_an_existing_gravel_road(card: RateCard) -> None:
    places = moved(drawn_places(a="station", b="station", site="deposit"), site=(1.1, 0.0))
    links = drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0))
    access = access_links(places, links, card).set_index("to_id")
    assert access.loc["b", "vehicle"] == "gravel_truck"
    assert not access.loc["b", "dedicated"]
    assert access.loc["a", "vehicle"] == "winter_truck"


def test_linked_site_is_left_alone(card: RateCard) -> None:
    places = drawn_places(a="station", site="deposit")
    links = drawn_links(link("a-site", Vehicle.TRUCK, 200.0))
    assert access_links(places, links, card).empty
    assert not with_access(places, links, card)["estimated"].any()


def test_no_link_reaches_beyond_the_limit(card: RateCard) -> None:
    places = moved(drawn_places(a="station", b="station", site="deposit"), site=(40.0, 0.0))
    links = drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0))
    assert access_links(places, links, card).empty


def test_waypoints_and_airfields_are_no_access(card: RateCard) -> None:
    places = drawn_places(a="waypoint", b="airfield", c="station", site="deposit")
    links = drawn_links(
        link("a-c", Vehicle.SHIP, 400.0),
        link("b-c", Vehicle.AIRCRAFT, 400.0),
    )
    assert list(access_links(places, links, card)["to_id"]) == ["c"]


def test_few_links_a_site_nearest_first(card: RateCard) -> None:
    names = {f"s{i}": "station" for i in range(8)}
    places = drawn_places(**names, site="deposit")
    links = drawn_links(*(link(f"s{i}-s{i + 1}", Vehicle.RAIL_1520, 200.0) for i in range(7)))
    access = access_links(places, links, card)
    assert list(access["to_id"]) == [f"s{i}" for i in range(7, 7 - ACCESS_LINKS_PER_SITE, -1)]


def test_only_the_wanted_sites_get_access(card: RateCard) -> None:
    places = drawn_places(a="station", b="station", mine="deposit", plant="hub")
    links = drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0))
    assert set(access_links(places, links, card)["from_id"]) == {"mine", "plant"}
    assert set(access_links(places, links, card, only={"plant"})["from_id"]) == {"plant"}


def test_every_column_of_an_access_link(card: RateCard) -> None:
    places = moved(drawn_places(a="station", b="station", mine="deposit"), mine=(1.1, 0.0))
    links = drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0))
    near = access_links(places, links, card).iloc[0]
    direct_km = float(geodesic_km(1.1, 0, 1, 0))
    assert near["length_km"] == pytest.approx(1.5 * direct_km)
    assert near.geometry.equals(LineString([(1.1, 0), (1, 0)]))
    known = {
        "id": "access_mine_b",
        "from_id": "mine",
        "to_id": "b",
        "mode": "road",
        "vehicle": "gravel_truck",
        "corridor": "access_mine",
        "dedicated": False,
        "state": "existing",
        "estimated": True,
    }
    assert {name: near[name] for name in known} == known


def test_two_sites_on_one_spot_have_a_link_of_some_length(card: RateCard) -> None:
    places = moved(drawn_places(a="station", b="hub", mine="deposit"), mine=(1.0, 0.0))
    links = drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0))
    access = access_links(places, links, card).set_index("to_id")
    assert access.loc["b", "length_km"] > 0


def test_nothing_to_reach_is_no_link_and_the_same_columns(card: RateCard) -> None:
    places = drawn_places(a="station", site="deposit")
    links = drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0)).iloc[:0]
    access = access_links(places, links, card)
    assert access.empty
    assert set(access.columns) == {*links.columns, "estimated"}
