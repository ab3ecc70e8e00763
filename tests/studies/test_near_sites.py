"""Sites near each other are joined directly, whatever the network (E5)."""

from __future__ import annotations

import pandas as pd
import pytest

import zimnik
from zimnik.geo.core.geodesy import WGS84
from zimnik.geo.network.access import unlinked_sites
from zimnik.geo.network.links import touched

EAST, DISTANCE_M = 90.0, 10_000.0


@pytest.fixture(scope="module")
def near(study: zimnik.Study) -> zimnik.Study:
    """Return the shipped atlas with a concentrator 10 km east of every deposit without a link."""
    places = {place.id: place for place in study.model.typed_places}
    kinds = {place_id: place.kind for place_id, place in places.items()}
    rows = []
    for deposit in unlinked_sites(kinds, touched(study.model.typed_links)):
        lon, lat, _ = WGS84.fwd(*places[deposit].lonlat, EAST, DISTANCE_M)
        row = {"id": f"near_{deposit}", "name_en": f"Near {deposit}", "lon": lon, "lat": lat}
        rows.append(row | {"country": "RU", "stages": "cracking", "status": "candidate"})
    sourced = {"source": "drawn for this test", "confidence": "C"}
    return zimnik.load(atlas={"hubs": pd.DataFrame(rows).assign(**sourced)})


def deposits_of(near: zimnik.Study) -> list[str]:
    hubs = near.layers["hubs"]["id"]
    return [i.removeprefix("near_") for i in hubs if i.startswith("near_")]


# Tests (E5).
def test_a_concentrator_beside_the_mine_is_ten_kilometres_and_a_detour_away(
    near: zimnik.Study,
) -> None:
    """20 deposits; 10 km times 1.35 by the shipped detour, which was 20 to 718 km by the network."""
    deposits = deposits_of(near)
    assert len(deposits) == 20
    detour = near.model.card.access_detour.base
    for deposit in deposits:
        (route,) = near.route(deposit, f"near_{deposit}").routes
        assert route.distance_km == pytest.approx(10.0 * detour, rel=1e-6)
        assert [leg.place_ids for leg in route.legs] == [(deposit, f"near_{deposit}")]


@pytest.mark.proof
def test_a_matrix_costs_what_its_routes_cost(near: zimnik.Study) -> None:
    origins = ["khamna", "odikhincha", "near_guli", "tomtor"]
    destinations = [*(f"near_{i}" for i in ("khamna", "guli", "kugda")), "khatanga", "krasnoyarsk"]
    days = ["02-01", "07-01"]
    table = near.matrix(origins=origins, destinations=destinations, ready=days).to_frame()
    assert len(table) == len(origins) * len(destinations) * len(days)
    for row in table.to_dict("records"):
        origin, destination, ready = (
            str(row[name]) for name in ("origin_id", "destination_id", "ready")
        )
        if origin != destination:
            routes = near.route(origin, destination, ready=ready).routes
            expected = routes[0].cost_usd_per_t if routes else float("nan")
            assert row["cost_usd_per_t"] == pytest.approx(expected, nan_ok=True)


def test_cargo_of_others_does_not_take_a_direct_link(near: zimnik.Study) -> None:
    """What leaves Tomtor for the works near Khamna goes by their access, not by Khamna's road."""
    (route,) = near.route("tomtor", "near_khamna").routes
    assert not any(link_id.startswith("direct_") for link_id in route.link_ids)


def test_points_astride_180_are_near_each_other(study: zimnik.Study) -> None:
    """Two points 3.4 km apart on both sides of the antimeridian (pyproj)."""
    (route,) = study.route("68.9594,179.9657", "68.9532,-179.9519").routes
    assert route.distance_km == pytest.approx(3.375 * study.model.card.access_detour.base, rel=1e-3)


def test_a_leg_names_the_place_between_two_estimates(study: zimnik.Study) -> None:
    """Kundybai reaches the network and leaves it by estimated roads: no leg is both of them."""
    routes = study.route("kundybai", "kiyskoe").routes
    for leg in routes[0].legs:
        assert leg.estimated == any(i.startswith(("access_", "direct_")) for i in leg.link_ids)
        assert not leg.estimated or len(leg.link_ids) == 1
