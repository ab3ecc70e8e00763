"""What is known of how much places and links pass, and what that says (docs/model.md, A5, A36)."""

from __future__ import annotations

import math

import pytest

from zimnik.geo.core.vocabulary import Mode, PlaceKind, Vehicle
from zimnik.geo.network.capacities import (
    Handling,
    Throughput,
    Verdict,
    capacities_of,
    checks_of,
    most_of_any,
    throughputs_of,
    together,
)
from zimnik.geo.network.links import Capacity, Link, Place, Traffic


def rail(**given: object) -> Link:
    return Link("rail", "a", "b", Mode.RAIL, Vehicle.RAIL_1520, 9.0, **given)  # type: ignore[arg-type]


def test_a_place_gives_what_its_community_leaves_and_a_link_all_of_it() -> None:
    places = [
        Place("port", PlaceKind.ARCTIC_PORT, 0.0, 0.0, capacity=Capacity(100_000.0, 30_000.0)),
        Place("quay", PlaceKind.RIVER_PORT, 1.0, 0.0, capacity=Capacity(5_000.0)),
        Place("yard", PlaceKind.STATION, 2.0, 0.0),
    ]
    links = [
        Link("lane", "port", "quay", Mode.SEA, Vehicle.SHIP, 9.0, capacity_t_per_y=700.0),
        rail(),
    ]
    known = throughputs_of(places, links)
    assert capacities_of(known) == {"port": 70_000.0, "quay": 5_000.0, "lane": 700.0}


def test_a_capacity_of_nothing_is_known_and_one_without_end_is_no_limit() -> None:
    shut = Link("lane", "a", "b", Mode.SEA, Vehicle.SHIP, 9.0, capacity_t_per_y=0.0)
    made = Place("port", PlaceKind.SEA_PORT, 0.0, 0.0, capacity=Capacity(math.inf))
    known = throughputs_of([made], [shut])
    assert capacities_of(known) == {"lane": 0.0}
    assert checks_of(known, {"port": 1e9})[0].verdict is Verdict.FITS


def test_asked_are_places_of_transfer_and_narrow_links_and_whatever_has_a_figure() -> None:
    traffic = Traffic(5.0, 2020)
    places = [
        Place("yard", PlaceKind.STATION, 0.0, 0.0),
        Place("mine", PlaceKind.DEPOSIT, 0.0, 0.0),
    ]
    sea = Link("sea", "a", "b", Mode.SEA, Vehicle.SHIP, 9.0)
    road = Link("road", "a", "b", Mode.ROAD, Vehicle.TRUCK, 9.0, traffic=traffic)
    own = Link("own", "a", "b", Mode.WINTER_ROAD, Vehicle.WINTER_TRUCK, 9.0, dedicated=True)
    guess = Link("guess", "a", "b", Mode.WINTER_ROAD, Vehicle.WINTER_TRUCK, 9.0, estimated=True)
    ice = Link("ice", "a", "b", Mode.WINTER_ROAD, Vehicle.WINTER_TRUCK, 9.0)
    known = throughputs_of(places, [sea, road, own, guess, ice, rail()])
    assert known == {
        "yard": Throughput(Handling.LIFT),
        "road": Throughput(Handling.PASSAGE, traffic=traffic),
        "ice": Throughput(Handling.PASSAGE),
        "rail": Throughput(Handling.PASSAGE),
    }


@pytest.mark.parametrize(
    ("known", "wanted", "verdict"),
    [
        (Throughput(Handling.LIFT, 100.0), 100.0, Verdict.FITS),
        (Throughput(Handling.LIFT, 100.0), 101.0, Verdict.EXCEEDED),
        # A capacity decides whatever has passed: the largest traffic may be of another time.
        (Throughput(Handling.LIFT, 100.0, traffic=Traffic(500.0)), 101.0, Verdict.EXCEEDED),
        (Throughput(Handling.LIFT, traffic=Traffic(100.0)), 100.0, Verdict.WITHIN_TRAFFIC),
        (Throughput(Handling.LIFT, traffic=Traffic(100.0)), 101.0, Verdict.ABOVE_TRAFFIC),
        (Throughput(Handling.LIFT), 0.1, Verdict.UNKNOWN),
    ],
)
def test_a_capacity_decides_else_the_largest_traffic(
    known: Throughput, wanted: float, verdict: Verdict
) -> None:
    (check,) = checks_of({"port": known}, {"port": wanted, "elsewhere": 1.0})
    assert check.verdict is verdict
    fine = (Verdict.FITS, Verdict.WITHIN_TRAFFIC)
    assert check.is_in_doubt is (verdict not in fine)


def test_what_fits_is_a_share_of_what_is_wanted() -> None:
    def share(wanted: float, room: float | None) -> float:
        return checks_of({"port": Throughput(Handling.LIFT, room)}, {"port": wanted})[
            0
        ].share_that_fits

    assert (share(200.0, 50.0), share(10.0, 50.0), share(0.0, 0.0)) == (0.25, 1.0, 1.0)
    assert share(200.0, None) == 1.0


def test_plans_want_a_place_together() -> None:
    known = {"port": Throughput(Handling.LIFT, 80.0), "yard": Throughput(Handling.LIFT)}
    one, other = checks_of(known, {"port": 60.0}), checks_of(known, {"yard": 1.0, "port": 60.0})
    both = {check.id: check for check in together([*one, *other])}
    assert both["port"].wanted_t_per_y == 120.0
    assert (one[0].verdict, both["port"].verdict) == (Verdict.FITS, Verdict.EXCEEDED)
    assert list(both) == ["port", "yard"]


def test_of_several_plans_the_one_that_wants_most_of_a_place_counts() -> None:
    known = {"port": Throughput(Handling.LIFT, 80.0), "yard": Throughput(Handling.LIFT)}
    plans = [checks_of(known, {"port": tonnes, "yard": 3.0}) for tonnes in (60.0, 90.0, 70.0)]
    most = {check.id: check.wanted_t_per_y for check in most_of_any(plans)}
    assert most == {"port": 90.0, "yard": 3.0}
