"""A network of a country joined to an atlas, against brute force on all its links (E80)."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.geo.drawn import exactly, round_card
from zimnik.geo.core.vocabulary import TKM_OF_VEHICLE, Mode, PlaceKind, Vehicle
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.network.closures import Closures
from zimnik.geo.network.links import Link, Place, Season
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.static import family_ways
from zimnik.geo.static.country import (
    LORRIES,
    CountryNetwork,
    family_graph,
    family_of,
    is_static,
    nodes_of,
)
from zimnik.geo.static.family_ways import price_points
from zimnik.geo.static.joining import joined, lasting_ways
from zimnik.layers.atlas.network import ALL_YEAR

if TYPE_CHECKING:
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.static.joining import JoinedNetwork

SIDE = 4
ORE = Cargo("ore", 100_000.0, 0.0)
CARD = round_card()
# Half of the freight of gravel is time, so that a slow tonne and a cheap one take other ways.
TIMED = replace(
    CARD,
    interest_pct_per_y=exactly(10.0),
    speeds_km_per_d={**CARD.speeds_km_per_d, Vehicle.TRUCK: exactly(150.0)},
)
GRAVEL = Vehicle.GRAVEL_TRUCK
VEHICLES = (Vehicle.TRUCK, Vehicle.GRAVEL_TRUCK, Vehicle.RAIL_1520)


def node(number: int) -> Place:
    """Return a place of a grid with steps of a tenth of a degree; a quarter of them stations."""
    kind = PlaceKind.ROAD_JUNCTION if number % 4 else PlaceKind.STATION
    return Place(f"n{number}", kind, 129 + number % SIDE / 10, 62 + number // SIDE / 10)


NODES = tuple(node(number) for number in range(SIDE * SIDE))
ATLAS = (
    Place("west", PlaceKind.STATION, 129.01, 62.01),
    Place("east", PlaceKind.ROAD_JUNCTION, 129.31, 62.29),
    Place("far", PlaceKind.STATION, 131.0, 63.0),
    Place("mine", PlaceKind.DEPOSIT, 129.12, 62.35),
)


def country_of(links: list[Link]) -> CountryNetwork:
    static = [link for link in links if is_static(link)]
    number = {place.id: i for i, place in enumerate(NODES)}
    graphs = {}
    for name in {family_of(link.vehicle) for link in static}:
        own = [link for link in static if family_of(link.vehicle) == name]
        graphs[name] = family_graph(
            np.array([place.lonlat for place in NODES]),
            np.array([[number[link.from_id], number[link.to_id]] for link in own]),
            np.array([link.length_km for link in own]),
            np.array([list(Vehicle).index(link.vehicle) for link in own]),
            tuple(link.id for link in own),
        )
    return CountryNetwork(
        nodes_of(NODES), graphs, tuple(link for link in links if not is_static(link))
    )


def drawn_link(name: str, one: int, other: int, vehicle: Vehicle, length_km: float) -> Link:
    mode = Mode.RAIL if vehicle is Vehicle.RAIL_1520 else Mode.ROAD
    return Link(name, f"n{one}", f"n{other}", mode, vehicle, length_km)


def nodes_at(made: JoinedNetwork) -> tuple[Place, ...]:
    return tuple(NODES[n] for n in made.nodes.tolist())


def cheapest(
    arrays: NetworkArrays, ends: tuple[str, str], cargo: Cargo, closed: frozenset[str]
) -> float:
    shipment = Shipment(*ends, cargo, Dates(), closures=Closures(link_ids=closed))
    routes = find_routes(arrays, TIMED, shipment).routes
    return routes[0].cost_usd_per_t if routes else np.inf


def ice_road(one: int, other: int, name: str = "ice") -> Link:
    season = Season(ALL_YEAR)
    ends = f"n{one}", f"n{other}"
    return Link(name, *ends, Mode.WINTER_ROAD, Vehicle.WINTER_TRUCK, 7.0, season=season)


@st.composite
def drawn_countries(draw: st.DrawFn) -> list[Link]:
    """Draw roads and railways between neighbours of the grid, and an ice road with a season."""
    links = []
    for one in range(SIDE * SIDE):
        for other in (one + 1, one + SIDE):
            apart = other < SIDE * SIDE and (other - one > 1 or other % SIDE)
            if apart and draw(st.integers(0, 4)):
                vehicle = draw(st.sampled_from(VEHICLES))
                km = draw(st.integers(5, 15))
                links.append(drawn_link(f"l{one}_{other}", one, other, vehicle, float(km)))
    return [*links, ice_road(5, 10)]


@pytest.mark.proof
@given(
    links=drawn_countries(),
    value=st.sampled_from([0, 5, 20, 60]),
    # A road that stays a link of its own, and whether it is closed then.
    own=st.sampled_from([(False, False), (True, False), (True, True)]),
    # How large searches may be, and how many terminals are few.
    sizes=st.sampled_from([(4_000, 256), (2, 256), (2, 0)]),
)
def test_the_joined_network_costs_what_all_links_do(
    links: list[Link], value: int, own: tuple[bool, bool], sizes: tuple[int, int]
) -> None:
    """To 1 %, and to rounding where time costs nothing; also where a road is closed by name."""
    own_ids = frozenset({links[0].id} if own[0] else ())
    closed = frozenset({links[0].id} if own[1] else ())
    country = country_of(links)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(family_ways, "FEW_SOURCES", 0)
        patch.setattr(family_ways, "MOST_NODES", sizes[0])
        patch.setattr(family_ways, "MOST_THINNED", sizes[1])
        before = joined(country, ATLAS, TIMED, site_ids={"mine"})
        made = joined(country, ATLAS, TIMED, site_ids={"mine"}, own_ids=own_ids, known=before.found)
    assert own_ids <= {link.id for link in made.links}
    joins = [link for link in made.links if link.estimated]
    full = network_arrays((*ATLAS, *NODES), (*links, *joins), TIMED)
    few = network_arrays((*ATLAS, *nodes_at(made)), made.links, TIMED)
    served = {end for link in made.links for end in link.ends}
    cargo = replace(ORE, value_usd_per_t=1000.0 * value)
    for ends in combinations(sorted({"west", "east", "n5", "n10"} & served), 2):
        least = cheapest(full, ends, cargo, closed)
        found = cheapest(few, ends, cargo, closed)
        if value:
            assert least * (1 - 1e-6) <= found <= least * 1.01
        else:
            assert found == pytest.approx(least, abs=1e-4)


@pytest.mark.parametrize(("gravel_km", "kept"), [(14, "g"), (17, "gp"), (21, "p")])
def test_a_slow_way_and_a_dear_one_are_both_kept(gravel_km: int, kept: str) -> None:
    """Paved, 30 km cost 1.50 US$ and 0.2 days; gravel 0.1 US$ and 0.01 days a km.

    So 14 km of gravel are better at any price of time, 21 at none, 17 where it is dear.
    """
    paved = drawn_link("p", 5, 10, Vehicle.TRUCK, 30.0)
    gravel = drawn_link("g", 5, 10, Vehicle.GRAVEL_TRUCK, gravel_km)
    country = country_of([paved, gravel, ice_road(5, 10)])
    made = joined(country, ATLAS, TIMED)
    assert {link.id for link in made.links} == {*kept, "ice"}


def test_what_was_found_is_not_sought_again_but_for_what_changed() -> None:
    """A rate of gravel is no matter of rails, and moves one end of the prices alone."""
    roads = [drawn_link("p", 5, 10, Vehicle.TRUCK, 30.0), drawn_link("g", 5, 10, GRAVEL, 14.0)]
    rails = [drawn_link("r", 4, 8, Vehicle.RAIL_1520, 12.0)]
    country = country_of([*roads, *rails, ice_road(5, 10), ice_road(4, 8, "ice2")])
    first = joined(country, ATLAS, TIMED)
    again = joined(country, ATLAS, TIMED, known=first.found)
    assert not again.found
    assert again.links == first.links
    assert not lasting_ways(country, TIMED, known=first.found)
    lasting = lasting_ways(country, TIMED)
    assert lasting
    assert lasting.keys() <= first.found.keys()
    gravel = {TKM_OF_VEHICLE[GRAVEL]: exactly(0.104)}
    card = replace(TIMED, prices_usd={**TIMED.prices_usd, **gravel})
    other = joined(country, ATLAS, card, known=first.found)
    # Rates of 2.08 to 1 instead of 2 to 1: that end, and 1.02 to the power of 36, which is 2.04.
    assert len(other.found) == 2 * 2


@pytest.mark.parametrize(("most_thinned", "alike"), [(256, True), (0, False)])
def test_hubs_leave_no_link_behind_where_terminals_are_few(
    monkeypatch: pytest.MonkeyPatch, most_thinned: int, *, alike: bool
) -> None:
    """A ladder of roads, two of whose ends are needed: elsewhere ways between hubs may stay."""
    pairs = [(n, n + 1) for n in range(15) if (n + 1) % SIDE] + [(n, n + 4) for n in range(12)]
    links = [
        drawn_link(f"l{a}_{b}", a, b, Vehicle.TRUCK, 5.0 + 0.37 * (7 * a % 11) + 0.01 * b)
        for a, b in pairs
    ]
    country = country_of([*links, ice_road(0, 15)])
    plain = joined(country, (), TIMED)
    monkeypatch.setattr(family_ways, "FEW_SOURCES", 0)
    monkeypatch.setattr(family_ways, "MOST_NODES", 3)
    monkeypatch.setattr(family_ways, "MOST_THINNED", most_thinned)
    found = joined(country, (), TIMED)
    assert ({link.id for link in found.links} == {link.id for link in plain.links}) is alike


def test_a_link_of_its_own_can_be_closed_where_another_way_takes_over() -> None:
    links = [drawn_link("p", 5, 10, Vehicle.TRUCK, 30.0), drawn_link("g", 5, 10, GRAVEL, 14.0)]
    country = country_of([*links, ice_road(5, 10)])
    made = joined(country, ATLAS, TIMED, own_ids=["g"])
    assert {link.id for link in made.links} == {"p", "g", "ice"}
    made = joined(country, ATLAS, TIMED, own_ids=["p"])
    assert {link.id for link in made.links} == {"p", "g", "ice"}


def test_a_place_of_the_atlas_on_the_network_ends_its_links() -> None:
    """Between the ice road and it lies a road, which would lead to nobody without it."""
    country = country_of([drawn_link("road", 5, 10, Vehicle.TRUCK, 15.0), ice_road(10, 15)])
    with_it, without = (joined(country, places, CARD) for places in (NODES[5:6], ()))
    assert {link.id for link in with_it.links} == {"road", "ice"}
    assert {link.id for link in without.links} == {"ice"}
    assert (with_it.joins, without.joins) == (1, 0)


def test_a_road_that_leads_to_no_other_place_is_no_link_and_nothing_joins_it() -> None:
    made = joined(country_of([drawn_link("road", 0, 1, Vehicle.TRUCK, 6.0)]), ATLAS[:2], CARD)
    assert (made.links, made.nodes.tolist(), made.joins) == ((), [], 0)


def test_a_family_without_links_weighs_nothing() -> None:
    one = country_of([drawn_link("road", 0, 1, Vehicle.TRUCK, 6.0)]).families[LORRIES]
    bare = replace(one, length_km=np.zeros(0), vehicles=np.zeros(0, np.int64), link_ids=())
    assert not len(bare.weights({Vehicle.TRUCK: 0.1}))
    assert one.weights({Vehicle.TRUCK: 0.1}).tolist() == one.weights({Vehicle.TRUCK: 9.0}).tolist()


def test_what_is_joined_is_within_five_kilometres_and_of_its_kind() -> None:
    road = drawn_link("road", 0, 1, Vehicle.TRUCK, 6.0)
    rail = drawn_link("rail", 4, 8, Vehicle.RAIL_1520, 12.0)
    made = joined(country_of([road, rail, ice_road(1, 4)]), ATLAS, CARD)
    joins = [link for link in made.links if link.estimated]
    # West is 1.2 km from node 0 on the road, 10 km from the railway; east is far from both.
    (only,) = joins
    assert (only.from_id, only.to_id, only.vehicle) == ("west", "n0", Vehicle.GRAVEL_TRUCK)
    assert only.length_km == pytest.approx(1.5 * 1.23, rel=0.01)
    assert made.joins == 1
    assert made.farthest_km == pytest.approx(1.23, rel=0.01)


def test_a_site_without_links_finds_the_nearest_road() -> None:
    links = [drawn_link(f"r{i}", i, i + 1, Vehicle.TRUCK, 6.0) for i in (12, 13, 14)]
    without = joined(country_of(links), ATLAS, CARD)
    assert not len(without.nodes)
    made = joined(country_of(links), ATLAS[1:], CARD, site_ids={"mine"})
    # Of the four nodes of the road, two are terminals: where east is joined, and near the mine.
    assert [NODES[n].id for n in made.nodes] == ["n13", "n15"]
    stretch = next(link for link in made.links if not link.estimated)
    assert (stretch.length_km, stretch.vehicle) == (12.0, Vehicle.TRUCK)
    assert made.lines[stretch.id].tolist() == [list(NODES[i].lonlat) for i in (13, 14, 15)]


def test_prices_run_from_least_cost_to_least_days_in_small_steps() -> None:
    lorries = country_of(
        [drawn_link("a", 0, 1, Vehicle.TRUCK, 1.0), drawn_link("b", 1, 2, Vehicle.GRAVEL_TRUCK, 1)]
    ).families["lorries"]
    ratios = [point[Vehicle.GRAVEL_TRUCK] for point in price_points(lorries, TIMED)]
    # 0.1 over 0.05 US$ a t-km; 150 over 100 km a day.
    assert (ratios[0], ratios[-1]) == pytest.approx((2.0, 1.5))
    assert all(1.0 < one / other <= 1.02 + 1e-9 for one, other in pairwise(ratios))
    rail = country_of([drawn_link("a", 0, 4, Vehicle.RAIL_1520, 1.0)]).families["rail_1520"]
    assert len(price_points(rail, TIMED)) == 1


NOT_STATIC = {
    "of a trunk line": {"corridor": "bam"},
    "across a border": {"border": "RU-CN"},
    "of a site": {"only_for": "mine"},
    "with a season": {"season": Season(ALL_YEAR)},
    "of known capacity": {"capacity_t_per_y": 1.0},
}


@pytest.mark.parametrize("extra", NOT_STATIC.values(), ids=NOT_STATIC)
def test_what_has_a_name_a_date_or_a_limit_of_its_own_stays_dated(extra: dict[str, object]) -> None:
    plain = drawn_link("a", 0, 1, Vehicle.TRUCK, 1.0)
    assert is_static(plain)
    assert not is_static(replace(plain, **extra))  # type: ignore[arg-type]
