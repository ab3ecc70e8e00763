"""Entries to a drawn network: what is left of the way is what the router finds for the whole (E26)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from shapely.geometry import LineString

from tests.geo.drawn import compiled, drawn_links, drawn_places, exactly, link, parts, round_card
from zimnik.geo.core.vocabulary import Vehicle, YearType
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.network.closures import NO_CLOSURES
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing.assembly import Pricing
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import nearest_route
from zimnik.geo.routing.time_expanded import DatedNetwork, dated_network
from zimnik.geo.surface.entries import Entries, Onward, entries_of
from zimnik.layers.atlas.network import drawn_lines

if TYPE_CHECKING:
    from zimnik.geo.network.links import Link, Place
    from zimnik.geo.pricing.rates import RateCard

CARGO = Cargo(product="ore", tonnes_per_y=100_000, value_usd_per_t=1000)
SUMMER = {"season_open": "06-01", "season_close": "09-30"}
WINTER = {"season_open": "12-15", "season_close": "03-31"}
DRAWN = {"estimated": False, "drawn_source": "drawn"}
DAYS = (0, 31, 120, 181, 240, 300)


def card() -> RateCard:
    """Return a card on which a day under way costs 1 and a day of standing 1.5."""
    return replace(round_card(), interest_pct_per_y=exactly(36.5), storage_usd_per_t_d=exactly(0.5))


def rows(*more: dict[str, object]) -> list[dict[str, object]]:
    """Return a fork on a road to a railway, a quay on a river to it, and a winter road between."""
    return [
        link("fork-yard", Vehicle.TRUCK, 200, geometry=LineString([(1, 0), (2, 0)]), **DRAWN),
        link("quay-landing", Vehicle.BARGE, 300, **SUMMER, **DRAWN),
        link("landing-yard", Vehicle.TRUCK, 50, geometry=LineString([(4, 0), (2, 0)]), **DRAWN),
        link("quay-fork", Vehicle.WINTER_TRUCK, 150, **WINTER, **DRAWN),
        link("yard-port", Vehicle.RAIL_1520, 300, **DRAWN),
        *more,
    ]


KINDS = {
    "mine": "deposit",
    "fork": "road_junction",
    "yard": "station",
    "quay": "river_port",
    "landing": "river_port",
    "port": "station",
}


def network(
    *more: dict[str, object],
) -> tuple[DatedNetwork, tuple[Place, ...], tuple[Link, ...], dict[str, LineString]]:
    """Return the network, its places, its links and their lines."""
    table = drawn_links(*rows(*more))
    places, links = parts(drawn_places(**KINDS).assign(storage=True), table)
    arrays = network_arrays(places, links, card())
    return dated_network(arrays, card(), YearType.NORMAL), places, links, drawn_lines(table)


def entries(goal: str) -> tuple[Entries, Onward]:
    """Return the entries for cargo to a place, and what finds the way on."""
    drawn, places, links, lines = network()
    onward = Onward(drawn, Pricing.of(card(), CARGO).base, {goal}, NO_CLOSURES)
    found = entries_of(onward, places, links, lines, leaving_d=DAYS, ready_d=DAYS, step_km=20.0)
    return found, onward


@pytest.mark.parametrize("entry", ["fork", "quay", "landing", "yard"])
@pytest.mark.parametrize("goal", ["yard", "port"])
def test_by_gravel_it_is_the_route_from_a_site_with_a_road_of_no_length(
    entry: str, goal: str
) -> None:
    """The router loads at the site (2 and a day) and drives a metre more than the entry asks."""
    own = link(f"mine-{entry}", Vehicle.GRAVEL_TRUCK, 0.001, **DRAWN)
    whole, *_ = network(own)
    _, onward = entries(goal)
    found = onward.from_place(entry, Vehicle.GRAVEL_TRUCK, DAYS)
    loading_usd = 2.0 + 1.5  # The lift, and a day of dwell at 1 of capital and 0.5 of storage.
    for day, (usd, hours) in zip(DAYS, found, strict=True):
        # A day later, since the cargo is loaded for a day.
        route = (
            nearest_route(whole, Shipment("mine", None, CARGO, Dates(day - 1)), {goal})
            if day
            else None
        )
        if route is None:
            continue
        assert usd == pytest.approx(route.cost_usd_per_t - loading_usd, abs=2e-3)
        assert hours == pytest.approx(24 * (route.duration_d - 1), abs=1e-2)


def test_a_winter_truck_comes_on_its_day_and_drives_on() -> None:
    """On to the same road: 150 km at 0.2, a lift at the fork, 200 km at 0.05 and a last lift."""
    _, onward = entries("yard")
    (january,) = onward.from_place("quay", Vehicle.WINTER_TRUCK, (0,))
    under_way_d, standing_d = 1.5 + 2.0, 1.0
    assert january[0] == pytest.approx(30 + 4 + 10 + 4 + under_way_d + 1.5 * standing_d)
    assert january[1] == pytest.approx(24 * (under_way_d + standing_d))
    # In May it cannot drive on, and neither can it wait: the cargo is lifted and kept for the ships.
    (may,) = onward.from_place("quay", Vehicle.WINTER_TRUCK, (120,))
    assert may[1] > 24 * (151 - 120)


def test_a_winter_truck_that_cannot_drive_on_is_unloaded_before_it_waits() -> None:
    """Set down and loaded again at the quay, 4 each and a day, until 15 December; then 150 km."""
    places = drawn_places(**KINDS).assign(storage=True)
    links = drawn_links(link("quay-fork", Vehicle.WINTER_TRUCK, 150, **WINTER, **DRAWN))
    alone = dated_network(compiled(places, links, card()), card(), YearType.NORMAL)
    onward = Onward(alone, Pricing.of(card(), CARGO).base, {"fork"}, NO_CLOSURES)
    (may,) = onward.from_place("quay", Vehicle.WINTER_TRUCK, (120,))
    waiting_d = 348 - 121
    assert may[0] == pytest.approx(4 + 4 + 1.5 + 1.5 * waiting_d + 30 + 1.5 + 4)
    assert may[1] == pytest.approx(24 * (1 + waiting_d + 1.5))


@pytest.mark.parametrize(("goal", "at_lon"), [("yard", 2.0), ("fork", 1.0)])
def test_along_a_road_the_rest_grows_with_what_is_left_of_it(goal: str, at_lon: float) -> None:
    """Either way between fork and yard, 200 km: US$ 0.05 a km, and a day for 100 km."""
    found, _ = entries(goal)
    lon = found.lonlat[:, 0]
    on_road = (lon > 1.001) & (lon < 1.999) & (found.lonlat[:, 1] == 0)
    usd, lon = found.by_gravel[0][on_road, 0], np.round(lon[on_road], 6)
    # The capital of a day under way is US$ 1.
    per_km = 0.05 + 1.0 / 100
    nearest = [usd[lon == x].min() for x in lon]
    assert nearest == pytest.approx(4.0 + np.abs(at_lon - lon) * 200 * per_km)


def test_a_goal_itself_is_a_lift_away() -> None:
    found, onward = entries("yard")
    assert onward.from_place("yard", Vehicle.GRAVEL_TRUCK, (0,))[0] == pytest.approx((4.0, 0.0))
    assert np.isfinite(found.by_winter_truck[0]).any()


def test_a_winter_road_is_joined_while_it_is_open() -> None:
    found, onward = entries("yard")
    edge = next(
        (row, edge)
        for row, edge in enumerate(onward.network.arrays.edges)
        if edge.link_id == "quay-fork" and edge.tail.place_id == "quay"
    )
    begin = np.zeros(1)
    ((january, may),) = onward.along(*edge, begin, Vehicle.WINTER_TRUCK, (0, 120))
    assert np.isfinite(january).all()
    assert np.isinf(may).all()
    ((waited,),) = onward.along(*edge, begin, Vehicle.GRAVEL_TRUCK, (120,))
    # Until 15 December, at 1.5 a day, on to a winter truck by a lift of a day.
    assert waited[0] > 1.5 * (348 - 121)
    assert len(found.lonlat) == len(found.by_gravel[0])


def test_a_road_that_is_the_goal_is_reached_anywhere_along_it() -> None:
    """A lift of 4 from its very beginning on, where its end is 200 km away."""
    drawn, places, links, lines = network()
    prices = Pricing.of(card(), CARGO).base
    onward = Onward(drawn, prices, {"fork", "yard"}, NO_CLOSURES, goal_link_ids={"fork-yard"})
    found = entries_of(onward, places, links, lines, leaving_d=(0,), ready_d=(0,), step_km=20.0)
    lon = found.lonlat[:, 0]
    on_road = (lon >= 1) & (lon <= 2) & (found.lonlat[:, 1] == 0)
    for by_truck in (found.by_gravel, found.by_winter_truck):
        nearest = {x: by_truck[0][lon == x].min(axis=0) for x in lon[on_road]}
        assert all(values == pytest.approx((4.0, 0.0)) for values in nearest.values())
