"""Routes on drawn networks, with costs worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.geo.drawn import compiled, drawn_links, drawn_places, exactly, link, with_boarding
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.messages import Message
from zimnik.geo.core.vocabulary import Quantity, Vehicle, YearType
from zimnik.geo.network.closures import Closures
from zimnik.geo.processing.hub_cost_results import too_small
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.matrix import MatrixRequest, cost_matrix
from zimnik.geo.routing.request import SAME_PLACE, Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import dated_network

if TYPE_CHECKING:
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.itinerary import Route


def only(arrays: NetworkArrays, card: RateCard, request: Shipment) -> Route:
    (route,) = find_routes(arrays, card, request).routes
    return route


@pytest.fixture
def mine_to_plant(card: RateCard) -> NetworkArrays:
    """Return a mine, a winter road, a port, a ship, a port, a railway and a plant.

    mine ~~ port == quay -- plant     ~~ 500 km winter road, dedicated
                                      == 2000 km ice-class ship, 2 escort zones
                                      -- 3000 km rail
    """
    places = drawn_places(mine="deposit", port="arctic_port", quay="sea_port", plant="hub")
    links = drawn_links(
        link("mine-port", Vehicle.WINTER_TRUCK, 500.0, corridor="winter", dedicated=True),
        link("port-quay", Vehicle.ICE_CLASS_SHIP, 2000.0, corridor="sea", escort_zones=2.0),
        link("quay-plant", Vehicle.RAIL_1520, 3000.0, corridor="rail"),
    )
    return compiled(places, links, card)


# Tests (E1).
def test_cost_by_hand(mine_to_plant: NetworkArrays, card: RateCard, ore: Cargo) -> None:
    route = only(mine_to_plant, card, Shipment("mine", "plant", ore, Dates()))
    used = {name: cost for name, cost in route.components_usd_per_t.items() if cost}
    assert used == pytest.approx(
        {
            "winter_road": 500 * 0.2,
            "dedicated_road": 500 * 10_000 / 100_000,
            "sea": 2000 * 0.03,
            "icebreaker": 2 * 3,
            "rail": 3000 * 0.01,
            # load and unload at 2, an Arctic port at 25, a sea port at 12
            "handling": 2 + 25 + 12 + 2,
        }
    )
    assert route.cost_usd_per_t == pytest.approx(100 + 50 + 60 + 6 + 30 + 41)
    assert route.distance_km == 5500


def test_parts_chain_in_the_order_of_travel(
    mine_to_plant: NetworkArrays, card: RateCard, ore: Cargo
) -> None:
    route = only(mine_to_plant, card, Shipment("mine", "plant", ore, Dates()))
    assert [(leg.from_id, leg.to_id) for leg in route.legs] == [
        ("mine", "port"),
        ("port", "quay"),
        ("quay", "plant"),
    ]
    assert [transfer.at_id for transfer in route.transfers] == ["mine", "port", "quay", "plant"]
    kinds = [type(part).__name__ for part in route.parts]
    assert kinds == ["Transfer", "Leg"] * 3 + ["Transfer"]


# Tests (A2).
def test_days_run_on_through_legs_and_dwell(
    mine_to_plant: NetworkArrays, card: RateCard, ore: Cargo
) -> None:
    """Every vehicle makes 100 km a day; a lift takes a day, but nothing waits after unloading."""
    route = only(mine_to_plant, card, Shipment("mine", "plant", ore, Dates()))
    assert [(leg.depart_day, leg.arrive_day) for leg in route.legs] == [
        (1, 6),
        (7, 27),
        (28, 58),
    ]
    assert route.duration_d == 58


# Tests (E1, E3).
def test_total_is_the_sum_of_legs_and_transfers(
    mine_to_plant: NetworkArrays, dear_time: RateCard, ore: Cargo
) -> None:
    route = only(mine_to_plant, dear_time, Shipment("mine", "plant", ore, Dates()))
    parts = sum(part.cost_usd_per_t for part in route.parts)
    assert route.cost_usd_per_t == pytest.approx(parts)
    assert route.components_usd_per_t["under_way"] == pytest.approx(55.0)
    assert route.components_usd_per_t["dwell"] == pytest.approx(2 * 3.0)


def test_consecutive_links_of_one_vehicle_are_one_leg(card: RateCard, ore: Cargo) -> None:
    places = drawn_places(a="station", b="station", c="station")
    links = drawn_links(
        link("a-b", Vehicle.RAIL_1520, 200.0), link("b-c", Vehicle.RAIL_1520, 300.0)
    )
    route = only(compiled(places, links, card), card, Shipment("a", "c", ore, Dates()))
    (leg,) = route.legs
    assert leg.place_ids == ("a", "b", "c")
    assert leg.link_ids == ("a-b", "b-c")
    assert leg.distance_km == 500


# Tests (E4).
def test_same_lorry_drives_on_from_gravel_to_paved_road(card: RateCard, ore: Cargo) -> None:
    places = drawn_places(a="road_junction", b="road_junction", c="road_junction")
    links = drawn_links(link("a-b", Vehicle.TRUCK, 200.0), link("b-c", Vehicle.GRAVEL_TRUCK, 300.0))
    route = only(compiled(places, links, card), card, Shipment("a", "c", ore, Dates()))
    # the paved 200 km at 0.05, the gravel 300 km at 0.1, and a road lift at either end
    assert route.cost_usd_per_t == pytest.approx(10 + 30 + 4 + 4)
    assert len(route.legs) == 2


# Tests (E1, E4).
@pytest.mark.parametrize(
    ("vehicle", "usd_per_t"),
    [
        # load 2 and board a lorry at 3, 100 km at 0.05, unload 2
        (Vehicle.TRUCK, 2 + 3 + 5 + 2),
        # load 2 and board a train at 1, 100 km at 0.01, unload 2
        (Vehicle.RAIL_1520, 2 + 1 + 1 + 2),
    ],
)
def test_boarding_is_paid_once_a_haul(
    vehicle: Vehicle, usd_per_t: float, card: RateCard, ore: Cargo
) -> None:
    """Two stretches of one vehicle are one haul."""
    boarding = with_boarding(card)
    links = drawn_links(link("mine-half", vehicle, 50.0), link("half-plant", vehicle, 50.0))
    places = drawn_places(mine="deposit", half="station", plant="hub")
    route = only(
        compiled(places, links, boarding), boarding, Shipment("mine", "plant", ore, Dates())
    )
    assert route.cost_usd_per_t == pytest.approx(usd_per_t)


# Tests (E1, E4).
@pytest.mark.parametrize(
    ("river_km", "legs", "usd_per_t"),
    [
        # load 2, board 3, 280 km by lorry at 0.05, unload 2: a lift of 6 alone would be worth it
        (250.0, 1, 2 + 3 + 14 + 2),
        # load 2, board 3, 30 km by lorry, lift 6, board the barge at 5, 400 km at 0.02, unload 2
        (400.0, 2, 2 + 3 + 1.5 + 6 + 5 + 8 + 2),
    ],
)
def test_a_new_haul_has_to_be_worth_its_boarding(
    river_km: float, legs: int, usd_per_t: float, card: RateCard, ore: Cargo
) -> None:
    """A lorry goes all the way, or to a landing, whence a barge is cheaper by 0.03 a kilometre."""
    boarding = with_boarding(card)
    places = drawn_places(mine="deposit", landing="river_port", plant="hub")
    links = drawn_links(
        link("mine-landing", Vehicle.TRUCK, 30.0),
        link("landing-plant", Vehicle.BARGE, river_km),
        link("mine-plant", Vehicle.TRUCK, river_km + 30.0),
    )
    route = only(
        compiled(places, links, boarding), boarding, Shipment("mine", "plant", ore, Dates())
    )
    assert len(route.legs) == legs
    assert route.cost_usd_per_t == pytest.approx(usd_per_t)


@pytest.fixture
def two_ways(card: RateCard) -> NetworkArrays:
    """Return a direct winter road of 1000 km and a detour of 2500 km by river.

    a ~~~~~~~~~ d     ~~ winter road of its own
    |           |
    b ========= c     | and == river, with a siding one km longer
    """
    places = drawn_places(a="river_port", b="river_port", c="river_port", d="river_port")
    links = drawn_links(
        link("a-d", Vehicle.WINTER_TRUCK, 1000.0, corridor="direct", dedicated=True),
        link("a-b", Vehicle.BARGE, 500.0, corridor="north"),
        link("b-c", Vehicle.BARGE, 1500.0, corridor="north"),
        link("c-d", Vehicle.BARGE, 500.0, corridor="south"),
        link("b-c-siding", Vehicle.BARGE, 1501.0, corridor="north"),
    )
    return compiled(places, links, card)


def test_cheapest_way_wins(two_ways: NetworkArrays, card: RateCard, ore: Cargo) -> None:
    # by river 2500 x 0.02 = 50; by road 200 and 100 for the road itself
    route = only(two_ways, card, Shipment("a", "d", ore, Dates()))
    assert route.corridors == ("north", "south")


# Tests (E6).
def test_alternatives_differ_by_corridor_not_by_siding(
    two_ways: NetworkArrays, card: RateCard, ore: Cargo
) -> None:
    answer = find_routes(two_ways, card, Shipment("a", "d", ore, Dates()), alternatives=5)
    assert [route.corridors for route in answer.routes] == [("north", "south"), ("direct",)]


def test_via_prices_the_way_as_it_was_drawn(
    two_ways: NetworkArrays, card: RateCard, ore: Cargo
) -> None:
    there_and_back = Shipment("a", "d", ore, Dates(), via=(frozenset({"c"}), frozenset({"b"})))
    route = only(two_ways, card, there_and_back)
    visited = [place_id for leg in route.legs for place_id in leg.place_ids]
    assert visited == ["a", "b", "c", "b", "c", "d"]


def test_a_link_is_no_end_of_a_shipment(
    two_ways: NetworkArrays, card: RateCard, ore: Cargo
) -> None:
    """It may be named as what is passed, and is not where cargo comes from."""
    link_id = next(iter(two_ways.links))
    with pytest.raises(InputError, match=f"places of the network.*{link_id}"):
        find_routes(two_ways, card, Shipment(link_id, "plant", ore, Dates()))


def test_via_takes_the_cheapest_of_several_places(
    two_ways: NetworkArrays, card: RateCard, ore: Cargo
) -> None:
    either = Shipment("a", "d", ore, Dates(), via=(frozenset({"b", "d"}),))
    assert only(two_ways, card, either).corridors == ("north", "south")


def test_via_may_name_a_link(two_ways: NetworkArrays, card: RateCard, ore: Cargo) -> None:
    by_siding = Shipment("a", "d", ore, Dates(), via=(frozenset({"b-c-siding"}),))
    route = only(two_ways, card, by_siding)
    assert route.link_ids == ("a-b", "b-c-siding", "c-d")


# Tests (E8).
def test_access_road_of_another_site_is_no_way(card: RateCard, ore: Cargo) -> None:
    """Between a and b stands a site that would join them, were its road not its own."""
    places = drawn_places(a="station", site="deposit", b="station")
    links = drawn_links(
        link("site-a", Vehicle.WINTER_TRUCK, 150.0, only_for="site"),
        link("site-b", Vehicle.WINTER_TRUCK, 150.0, only_for="site"),
    )
    arrays = compiled(places, links, card)
    assert not find_routes(arrays, card, Shipment("a", "b", ore, Dates())).reachable
    assert find_routes(arrays, card, Shipment("site", "b", ore, Dates())).reachable
    assert find_routes(arrays, card, Shipment("a", "site", ore, Dates())).reachable


@pytest.mark.parametrize(
    "closures",
    [
        Closures(link_ids=frozenset({"c-d"})),
        Closures(place_ids=frozenset({"b"})),
        Closures(corridors=frozenset({"north"})),
        Closures(modes=frozenset({"river"})),
    ],
)
def test_closed_way_is_not_taken(
    two_ways: NetworkArrays, card: RateCard, ore: Cargo, closures: Closures
) -> None:
    route = only(two_ways, card, Shipment("a", "d", ore, Dates(), closures=closures))
    assert route.corridors == ("direct",)


def test_everything_closed_is_named_with_what_closed_it(
    two_ways: NetworkArrays, card: RateCard, ore: Cargo
) -> None:
    closures = Closures(modes=frozenset({"river", "winter_road"}))
    answer = find_routes(two_ways, card, Shipment("a", "d", ore, Dates(), closures=closures))
    assert not answer.reachable
    assert answer.reason == "every route is closed by mode river, winter_road"
    assert isinstance(answer.reason, Message)
    said: Any = answer.reason.parameters["closed_said"]
    assert [one.code for one in said] == ["closed_modes"]
    assert said[0].parameters == {"modes": ("river", "winter_road")}


def test_parts_that_no_link_joins_are_named(card: RateCard, ore: Cargo) -> None:
    places = drawn_places(a="station", b="station", c="station", d="station", e="deposit")
    links = drawn_links(
        link("a-b", Vehicle.RAIL_1520, 200.0), link("c-d", Vehicle.RAIL_1520, 200.0)
    )
    arrays = compiled(places, links, card)
    apart = find_routes(arrays, card, Shipment("a", "d", ore, Dates()))
    unlinked = find_routes(arrays, card, Shipment("e", "d", ore, Dates()))
    assert apart.reason == "'a' and 'd' lie on parts of the network that no link joins"
    assert unlinked.reason == "no link within reach of 'e'"


# Tests (E4).
def test_break_of_gauge_costs_its_lift_once(card: RateCard, ore: Cargo) -> None:
    places = drawn_places(a="station", border="border", c="station")
    links = drawn_links(
        link("a-border", Vehicle.RAIL_1520, 200.0),
        link("border-c", Vehicle.RAIL_1435, 200.0, border="RU-CN"),
    )
    route = only(compiled(places, links, card), card, Shipment("a", "c", ore, Dates()))
    assert route.bill[Quantity.GAUGE_LIFT] == 1
    assert route.components_usd_per_t["border"] == pytest.approx(8.0)
    assert route.transfers[1].from_vehicle is Vehicle.RAIL_1520


# Tests (A5).
def test_capacity_below_the_tonnage_is_said(card: RateCard, ore: Cargo) -> None:
    places = drawn_places(a="station", b="station").assign(
        capacity_t_per_y=[95_000.0, 1e9], community_t_per_y=[60_000.0, float("nan")]
    )
    links = drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0, capacity_t_per_y=5000.0))
    arrays = compiled(places, links, card)
    loud = only(arrays, card, Shipment("a", "b", ore, Dates()))
    quiet = only(arrays, card, Shipment("a", "b", replace(ore, tonnes_per_y=5000.0), Dates()))
    tight = [(check.id, check.known.room_t_per_y) for check in too_small(loud.capacity_checks)]
    assert tight == [("a-b", 5_000.0), ("a", 35_000.0)]
    assert [check.id for check in loud.capacity_checks] == ["a", "b", "a-b"]
    assert too_small(quiet.capacity_checks) == ()


# Tests (A36).
def test_only_what_is_lifted_at_a_place_and_weighs_with_its_water_takes_its_room(
    card: RateCard, ore: Cargo
) -> None:
    """Cargo rolls through b and drives on from gravel to pavement at d; it is lifted at c."""
    places = drawn_places(
        a="station", b="station", c="river_port", d="road_junction", e="road_junction"
    )
    links = drawn_links(
        link("a-b", Vehicle.RAIL_1520, 200.0),
        link("b-c", Vehicle.RAIL_1520, 200.0),
        link("c-d", Vehicle.GRAVEL_TRUCK, 20.0),
        link("d-e", Vehicle.TRUCK, 20.0),
    )
    wet = replace(ore, tonnes_per_y=900.0, moisture_pct=exactly(10.0))
    route = only(compiled(places, links, card), card, Shipment("a", "e", wet, Dates()))
    assert route.handled_ids == ("a", "c", "e", "a-b", "b-c", "c-d", "d-e")
    wanted = {check.id: check.wanted_t_per_y for check in route.capacity_checks}
    assert wanted == pytest.approx(dict.fromkeys(("a", "c", "e", "a-b", "b-c"), 1_000.0))


# Tests (E1).
def test_co2_counts_kilometres(mine_to_plant: NetworkArrays, card: RateCard, ore: Cargo) -> None:
    route = only(mine_to_plant, card, Shipment("mine", "plant", ore, Dates()))
    assert route.co2_kg_per_t == pytest.approx(5500 * 0.01)


# Tests (E1).
def test_range_prices_the_same_way_with_all_rates_low_or_high(
    mine_to_plant: NetworkArrays, card: RateCard, ore: Cargo
) -> None:
    route = only(mine_to_plant, card, Shipment("mine", "plant", ore, Dates()))
    assert route.low_usd_per_t == pytest.approx(route.cost_usd_per_t / 2)
    assert route.high_usd_per_t == pytest.approx(route.cost_usd_per_t * 2)


def test_bad_requests_are_named_together(
    two_ways: NetworkArrays, card: RateCard, ore: Cargo
) -> None:
    request = Shipment("nowhere", "a", ore, Dates(), via=(frozenset({"x"}),))
    with pytest.raises(InputError) as raised:
        find_routes(two_ways, card, request, alternatives=0)
    assert len(raised.value.faults) == 3
    round_trip = Shipment("a", "a", ore, Dates(), via=(frozenset({"b"}),))
    with pytest.raises(InputError, match="two different places"):
        find_routes(two_ways, card, round_trip)


def test_nothing_moves_and_nothing_is_paid_within_one_place(
    two_ways: NetworkArrays, card: RateCard, ore: Cargo
) -> None:
    answer = find_routes(two_ways, card, Shipment("a", "a", ore, Dates()))
    (route,) = answer.routes
    assert (route.cost_usd_per_t, route.distance_km, route.duration_d) == (0, 0, 0)
    assert route.parts == ()
    assert route.warnings == (SAME_PLACE,)


@pytest.mark.parametrize(
    ("kinds", "links", "one"),
    [
        ({"mine": "deposit", "plant": "hub"}, [], True),
        ({"mine": "deposit", "plant": "hub"}, [("mine", "plant")], False),
        ({"mine": "deposit", "plant": "station"}, [], False),
        ({"mine": "river_port", "plant": "station"}, [], False),
    ],
    ids=["two sites", "sites that a link joins", "site and terminal", "two terminals"],
)
def test_sites_on_one_spot_are_one_place(
    kinds: dict[str, str], links: list[tuple[str, str]], card: RateCard, ore: Cargo, *, one: bool
) -> None:
    """A plant at the mine pays no haul; a quay and a station on one spot have a lift between."""
    places = drawn_places(**kinds, far="station")
    places.loc[places["id"] == "plant", "geometry"] = places.geometry.iloc[0]
    joined = [*links, ("mine", "far"), ("plant", "far")]
    rows = drawn_links(*(link(f"{a}-{b}", Vehicle.RAIL_1520, 9.0) for a, b in joined))
    arrays = compiled(places, rows, card)
    (route,) = find_routes(arrays, card, Shipment("mine", "plant", ore, Dates())).routes
    assert (route.cost_usd_per_t == 0) is one
    assert bool(route.parts) is not one
    network = dated_network(arrays, card, YearType.NORMAL)
    (cell,) = cost_matrix(network, MatrixRequest({"mine": ore}, ["plant"], (0,)))
    assert cell.cost_usd_per_t == pytest.approx(route.cost_usd_per_t)


def test_routing_leaves_the_frames_as_they_were(card: RateCard, ore: Cargo) -> None:
    places = drawn_places(a="station", b="station")
    links = drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0))
    before = places.copy(), links.copy()
    arrays = compiled(places, links, card)
    find_routes(arrays, card, Shipment("a", "b", ore, Dates()), alternatives=3)
    assert places.equals(before[0])
    assert links.equals(before[1])


@pytest.mark.parametrize(
    ("length_km", "said"),
    [(400.0, ["the route of 400 km is 3.6 times as long as the geodesic of 111 km"]), (300.0, [])],
)
def test_a_route_far_longer_than_its_geodesic_says_so(
    card: RateCard, ore: Cargo, length_km: float, said: list[str]
) -> None:
    """A degree of the equator is 111.3 km."""
    places = drawn_places(a="station", b="station")
    arrays = compiled(places, drawn_links(link("a-b", Vehicle.RAIL_1520, length_km)), card)
    answer = find_routes(arrays, card, Shipment("a", "b", ore, Dates()))
    assert list(answer.detour_warnings((0.0, 0.0), (1.0, 0.0))) == said
