"""New links on drawn terrain: costs, break-even and candidates by hand (E25)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from shapely.geometry import Point

from tests.geo.drawn import (
    all_year,
    compiled,
    drawn_links,
    drawn_places,
    exactly,
    link,
    parts,
    round_card,
)
from zimnik.geo.core.vocabulary import Vehicle, YearType
from zimnik.geo.infrastructure.new_links import (
    Candidates,
    candidate_links,
    cheapest_of_year,
    links_of,
    new_link_id,
    price_links,
)
from zimnik.geo.infrastructure.new_roads import (
    LIFE_Y,
    WINDING,
    NewLink,
    NewLinkKind,
    PricedLink,
    compare,
    new_link,
)
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.network.closures import NO_CLOSURES
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import nearest_route
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.terrain.corridor import Corridor, Corridors
from zimnik.geo.terrain.grid import ALL_SEASON_ROAD, Terrain

CARGO = Cargo(product="ore", tonnes_per_y=1000, value_usd_per_t=0)
CARD = replace(
    round_card(),
    new_link_usd={
        "gravel_road_km": exactly(1_000_000.0),
        "gravel_road_upkeep_km": exactly(5_000.0),
        "rail_spur_km": exactly(10_000_000.0),
    },
)
LINE = np.array([(0.0, 0.0), (1.0, 0.0)])
CORRIDOR = Corridor(LINE, 100.0, 120.0, 0.0, 0.0, 0.0, 0)


def test_costs_of_ways_by_hand() -> None:
    """100 km of corridor that cost as 120 on the flat; no interest, so even shares of 30 years."""
    winter = new_link(NewLinkKind.WINTER_ROAD, "a", CORRIDOR, CARD)
    assert winter.length_km == pytest.approx(100 * WINDING)
    assert winter.build_usd == 0
    assert winter.yearly_usd == pytest.approx(120 * WINDING * 10_000)
    road = new_link(NewLinkKind.ALL_SEASON_ROAD, "a", CORRIDOR, CARD)
    assert road.build_usd == pytest.approx(120 * WINDING * 1e6)
    assert road.yearly_usd == pytest.approx(road.build_usd / LIFE_Y + 100 * WINDING * 5000)
    spur = new_link(NewLinkKind.RAIL_SPUR, "a", CORRIDOR, CARD)
    assert spur.yearly_usd == pytest.approx(120 * WINDING * 1e7 / LIFE_Y)


def level(rows: int = 60, columns: int = 60) -> Terrain:
    """Return flat dry land of cells of 10 km around the equator, with a lake across the middle."""
    lake = np.zeros((rows, columns), dtype=bool)
    lake[:, columns // 2] = True
    dry = np.zeros((rows, columns), dtype=bool)
    return Terrain(
        height_m=np.zeros((rows, columns)),
        sea=dry,
        lake=lake,
        river=dry,
        cell_km=10.0,
        crs="+proj=laea +lat_0=0 +lon_0=0 +datum=WGS84",
        west_m=-columns * 5000.0,
        north_m=rows * 5000.0,
    )


def test_ways_compared_on_a_drawn_network() -> None:
    """A town 111 km west on dry land, a railway beyond the lake, an airfield 200 km off."""
    places = drawn_places(mine="deposit", west="road_junction", yard="station", field="airfield")
    spots = [Point(-1, 0), Point(-2, 0), Point(1, 0), Point(-1, 1.8)]
    places = places.set_geometry(spots, crs=4326).assign(storage=True)
    links = drawn_links(
        link("west-yard", Vehicle.TRUCK, 1000),
        link("field-yard", Vehicle.AIRCRAFT, 300),
        link("mine-yard", Vehicle.TRUCK, 1),
    ).assign(estimated=False, note="", confidence="A")
    spots_of, known = parts(places, links)
    found = candidate_links(level(), spots_of, known, "mine", CARD, {"yard"})
    kinds = {(link.kind, link.entry_id) for link in found.links}
    assert kinds == {
        (NewLinkKind.WINTER_ROAD, "west"),
        (NewLinkKind.WINTER_ROAD, "yard"),
        (NewLinkKind.ALL_SEASON_ROAD, "west"),
        (NewLinkKind.AIR, "field"),
    }
    assert set(found.impossible) == {NewLinkKind.RAIL_SPUR}
    new = all_year(links_of(found))
    assert [link.id for link in new] == [new_link_id("mine", link) for link in found.links]
    assert {(link.from_id, link.estimated, link.status) for link in new} == {
        ("mine", True, "hypothetical")
    }
    arrays = network_arrays(spots_of, (*known, *new), CARD)
    network = dated_network(arrays, CARD, YearType.NORMAL)
    priced = price_links(network, found, CARGO, Dates(0), {"yard"}, NO_CLOSURES)
    # The known road of one kilometre is as if it were not there.
    assert min(one.route.distance_km for one in priced) > 100
    answer = compare("mine", priced, found.impossible)
    assert [priced.cost_usd_per_t for priced in answer.links] == sorted(
        priced.cost_usd_per_t for priced in answer.links
    )
    winter = next(p for p in answer.links if p.link.kind is NewLinkKind.WINTER_ROAD)
    assert winter.link.corridor is not None
    for even in answer.break_evens:
        one, other = (
            next(priced for priced in answer.links if priced.link.kind is kind)
            for kind in (even.cheaper_to_build, even.more_expensive_to_build)
        )
        at_even = [
            priced.route.cost_usd_per_t + priced.link.yearly_usd / even.tonnes_per_y
            for priced in (one, other)
        ]
        assert at_even[0] == pytest.approx(at_even[1])


def test_what_is_dearer_both_to_build_and_to_use_never_breaks_even() -> None:
    places = drawn_places(mine="deposit", yard="station")
    links = drawn_links(link("mine-yard", Vehicle.TRUCK, 1)).assign(estimated=False)
    network = dated_network(compiled(places, links, CARD), CARD, YearType.NORMAL)
    corridor = Corridors(level(), ALL_SEASON_ROAD, (0, 0)).to((0, 5))
    assert corridor is not None
    cheap = NewLink(NewLinkKind.AIR, "yard", 1.0, None, 0.0, 0.0)
    dear = NewLink(NewLinkKind.RAIL_SPUR, "yard", 50.0, corridor, 9.0, 9.0)
    route = nearest_route(network, Shipment("mine", None, CARGO, Dates(0)), {"yard"})
    assert route is not None
    answer = compare("mine", [PricedLink(link, route, 1000.0) for link in (cheap, dear)], {})
    assert answer.break_evens == ()
    assert answer.links[0].link is cheap


def test_the_year_chooses_the_link_that_does_not_wait() -> None:
    """By hand: west is cheaper on the best day, and its ore waits for winter on all others.

    Both lead on by 100 km: from the west over ice, open in January alone, from the east by rail.
    """
    places = drawn_places(mine="deposit", west="road_junction", east="station", yard="station")
    links = drawn_links(
        link("west-yard", Vehicle.WINTER_TRUCK, 100, season_open="01-01", season_close="01-31"),
        link("east-yard", Vehicle.RAIL_1520, 2000),
    ).assign(estimated=False, note="", confidence="A")
    corridor = replace(CORRIDOR, length_km=10.0)
    roads = tuple(
        NewLink(NewLinkKind.ALL_SEASON_ROAD, end, 10.0, corridor, 0.0, 0.0)
        for end in ("west", "east")
    )
    found = Candidates("mine", roads, {})
    spots, known = parts(places, links)
    lent = replace(CARD, interest_pct_per_y=exactly(10.0))
    network = dated_network(
        network_arrays(spots, (*known, *links_of(found)), lent), lent, YearType.NORMAL
    )
    cargo = replace(CARGO, value_usd_per_t=10_000)
    priced = price_links(network, found, cargo, Dates(), {"yard"}, NO_CLOSURES)
    assert min(priced, key=lambda one: one.cost_usd_per_t).link.entry_id == "west"
    shipment = Shipment("mine", None, cargo, Dates())
    best = cheapest_of_year(network, found, shipment, {"yard"})
    assert best is not None
    assert best.entry_id == "east"
    on_best = cheapest_of_year(network, found, shipment, {"yard"}, ready_d=None)
    assert on_best is not None
    assert on_best.entry_id == "west"
