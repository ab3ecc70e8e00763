"""What links of drawn networks follow (E30, A71): the gauge of their water, another near, their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapely.geometry import Point

from tests.geo.drawn import drawn_links, drawn_places, link
from tests.geo.years.drawn_years import gauge
from zimnik.geo.core.vocabulary import GaugeKind, Mode, Vehicle
from zimnik.geo.years.evidence import Evidence, season_evidence
from zimnik.geo.years.gauges import Gauge, Shift
from zimnik.layers.atlas.network import typed_links, typed_places

if TYPE_CHECKING:
    from zimnik.geo.network.links import Link

OPEN = {"season_open": "06-05", "season_close": "10-05"}  # days 155 and 277
# A degree is 111.3 km: the link from a to b lies about 0.5 E, that from y to z about 20.5 E.
PLACES = typed_places(
    drawn_places(a="river_port", b="river_port", y="river_port", z="river_port").set_geometry(
        [Point(0, 0), Point(1, 0), Point(20, 0), Point(21, 0)], crs=4326
    )
)
WINTER = {"season_open": "12-20", "season_close": "04-10"}


def one(ends: str, vehicle: Vehicle, **extra: object) -> tuple[Link, ...]:
    """Return one link, open in summer unless told."""
    return typed_links(drawn_links(link(ends, vehicle, 100.0, **{**OPEN, **extra})))


def evidence(links: tuple[Link, ...], *gauges: Gauge) -> Evidence:
    """Return what they follow."""
    return season_evidence(links, PLACES, gauges)


def test_a_river_follows_the_nearest_gauge_within_500_km() -> None:
    far, near = gauge("far", lon=4.9), gauge("near", lon=-2.0)
    assert evidence(one("a-b", Vehicle.BARGE), far, near).links["a-b"].group_id == "near"
    assert evidence(one("a-b", Vehicle.BARGE), far).links["a-b"].group_id == "far"
    beyond = gauge("beyond", lon=5.1)
    assert evidence(one("a-b", Vehicle.BARGE), beyond).links["a-b"].group_id == "river main"


def test_a_gauge_of_its_own_water_goes_before_a_nearer_one() -> None:
    own, other = gauge("own", lon=4.0, corridors="side;main"), gauge("other", lon=0.5)
    assert evidence(one("a-b", Vehicle.BARGE), own, other).links["a-b"].group_id == "own"


def test_a_winter_road_follows_a_road_of_its_corridor_alone() -> None:
    road = gauge("road", lon=None, kind=GaugeKind.WINTER_ROAD, corridors="main")
    other = gauge("other", lon=0.5, kind=GaugeKind.WINTER_ROAD, later_d=(-1, 0, 0, 0, 1))
    links = one("a-b", Vehicle.WINTER_TRUCK, **WINTER)
    assert evidence(links, road, other).links["a-b"].group_id == "road"
    alone = evidence(links, other, gauge("river", lon=0.5))
    assert alone.group_of("a-b").gauge_id == ""
    assert alone.links["a-b"].shifts == tuple(other.shifts.values())


def test_a_winter_road_follows_its_gauge_however_much_later_it_opens() -> None:
    """Water that opens a month after a river waits for other ice; a road knows no other frost."""
    road = gauge("road", lon=None, kind=GaugeKind.WINTER_ROAD, corridors="main", opens_d=10,
                 closes_d=90, later_d=(-3, 0, 4))  # fmt: skip
    late = {"season_open": "03-20", "season_close": "04-10"}
    found = evidence(one("a-b", Vehicle.WINTER_TRUCK, **late), road).links["a-b"]
    assert found.shifts == tuple(road.shifts.values())
    assert any(shift.opens_later_d for shift in found.shifts)


def test_rivers_without_a_gauge_take_the_years_of_all_gauges_and_move_by_corridor() -> None:
    links = (
        *one("a-b", Vehicle.BARGE, corridor="near_river"),
        *one("y-z", Vehicle.BARGE, corridor="upper"),
        *one("z-y", Vehicle.BARGE, corridor="upper"),
        *one("z-a", Vehicle.BARGE, corridor="lower"),
    )
    read = gauge("read", lon=0.5)
    found = evidence(links, read)
    assert {link_id: e.group_id for link_id, e in found.links.items()} == {
        "a-b": "read",
        "y-z": "river upper",
        "z-y": "river upper",
        "z-a": "river lower",
    }
    assert found.links["y-z"].shifts == tuple(read.shifts.values())
    assert found.groups["river upper"].years == ()


def test_an_opening_a_month_after_break_up_waits_for_other_ice() -> None:
    """Break-up on day 150; what opens on day 180 follows, what opens on day 181 does not."""
    read = gauge("read", lon=0.5)
    near = evidence(one("a-b", Vehicle.BARGE, season_open="06-30"), read).links["a-b"]
    later = evidence(one("a-b", Vehicle.BARGE, season_open="07-01"), read).links["a-b"]
    assert [shift.opens_later_d for shift in near.shifts] == [-4, -1, 0, 2, 9]
    assert [shift.opens_later_d for shift in later.shifts] == [0] * 5
    assert [shift.closes_later_d for shift in later.shifts] == [-4, -1, 0, 2, 9]


def test_a_season_that_ends_in_summer_ends_with_the_flood() -> None:
    """Its closing moves with break-up, not with a freeze-up two months away."""
    read = gauge("read", lon=0.5, closes_later_d=(7, 7, 0, -7, -7))
    flood = evidence(one("a-b", Vehicle.BARGE, season_close="08-31"), read).links["a-b"]
    ice = evidence(one("a-b", Vehicle.BARGE, season_close="09-01"), read).links["a-b"]
    assert [shift.longer_d for shift in flood.shifts] == [0] * 5
    assert [shift.closes_later_d for shift in ice.shifts] == [7, 7, 0, -7, -7]


def test_sea_ice_follows_only_the_gauge_of_the_river_in_whose_mouth_it_lies() -> None:
    sea = one("a-b", Vehicle.SHIP)
    assert evidence(sea, gauge("river", lon=0.5)).links["a-b"].group_id == "sea main"
    mouth = gauge("mouth", lon=0.5, corridors="main")
    assert evidence(sea, mouth).links["a-b"].group_id == "mouth"


def test_a_lane_without_a_range_takes_the_median_range_of_lanes() -> None:
    """Ranges of 4 and 8 days late, of 2 early; closing 10 early and 20 late: the kind's 6, 2, 10, 20."""
    told = {"season_open_late": "06-09", "season_open_early": "06-03"}
    close = {"season_close_early": "09-25", "season_close_late": "10-25"}
    links = (
        *one("a-b", Vehicle.SHIP, **told),
        *one("b-a", Vehicle.SHIP, season_open_late="06-13", **close),
        *one("y-z", Vehicle.SHIP, corridor="bare"),
    )
    found = evidence(links)
    shifts = found.links["y-z"].shifts
    assert sorted({shift.opens_later_d for shift in shifts}) == [-2, 0, 6]
    assert sorted({shift.closes_later_d for shift in shifts}) == [-10, 0, 20]
    assert shifts.count(Shift(6, -10)) == 1
    assert shifts.count(Shift(0, 0)) == 4
    assert len(shifts) == 16
    assert max(shift.opens_later_d for shift in found.links["a-b"].shifts) == 4


def test_what_has_no_season_follows_nothing() -> None:
    links = typed_links(drawn_links(link("a-b", Vehicle.RAIL_1520, 100.0)))
    assert not evidence(links, gauge("read")).links
    assert all(one.mode is Mode.RAIL for one in links)


def test_without_gauges_a_river_never_moves() -> None:
    assert evidence(one("a-b", Vehicle.BARGE)).links["a-b"].shifts == (Shift(),)
