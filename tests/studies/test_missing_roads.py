"""Roads and lanes that the atlas lacked: each is there, in its season, and no longer than it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zimnik.geo.core.geodesy import geodesic_km
from zimnik.geo.core.vocabulary import Mode

if TYPE_CHECKING:
    import zimnik
    from zimnik.maps.reports.route import RouteRecord

ROADS = (Mode.RAIL, Mode.RIVER, Mode.SEA, Mode.AIR)


def route_of(
    study: zimnik.Study, ends: tuple[str, str], ready: str, without: tuple[Mode, ...]
) -> RouteRecord:
    (found,) = study.route(*ends, ready=ready, without=without).record().routes
    return found


def test_naryan_mar_has_a_road_in_july_too(study: zimnik.Study) -> None:
    """The winter road to it is out of use since the road was opened in March 2023."""
    for ready in ("02-01", "07-15"):
        found = route_of(study, ("usinsk_st", "naryanmar"), ready, ROADS)
        assert found.by_way_of[-1].mode == "road"
        assert found.total.waiting_d == 0


def test_lorries_go_from_moscow_to_tyumen(study: zimnik.Study) -> None:
    found = route_of(study, ("moscow_st", "tyumen"), "07-15", ROADS)
    assert found.total.distance_km == pytest.approx(1929, abs=1)


def test_zhigansk_is_reached_from_vilyuysk_in_winter_alone(study: zimnik.Study) -> None:
    winter = route_of(study, ("vilyuysk_rd", "zhigansk"), "02-01", ROADS)
    assert winter.total.waiting_d == 0
    assert winter.total.distance_km < 500
    autumn = route_of(study, ("vilyuysk_rd", "zhigansk"), "10-01", ROADS)
    assert autumn.total.waiting_d > 50


def test_ships_go_down_the_coast_of_china(study: zimnik.Study) -> None:
    """Around Shandong, not by Jeju, which is twice as far."""
    places = study.model.places.set_index("id").geometry
    one, cape, other = places["dalian_port"], (122.8, 37.4), places["lianyungang_port"]
    around_km = float(geodesic_km(one.x, one.y, *cape) + geodesic_km(*cape, other.x, other.y))
    found = route_of(study, ("dalian_port", "lianyungang_port"), "07-15", (Mode.RAIL, Mode.ROAD))
    assert found.total.distance_km == pytest.approx(around_km, rel=0.05)
