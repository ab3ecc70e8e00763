"""Ways to ride a link: rail services, ice and current (E29), with bills worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.geo.drawn import compiled, drawn_links, drawn_places, exactly, link, parts
from zimnik.geo.core.calendar import Window, day_of
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Downstream, Quantity, RailService, Vehicle, YearType
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.network.build import State, build_network
from zimnik.geo.network.links import Season
from zimnik.geo.network.rides import rides_of
from zimnik.geo.pricing.bill import price_vector
from zimnik.geo.pricing.rates import (
    BLOCK_TRAIN_PRICE,
    DANGEROUS_QUAY_LIFT,
    DANGEROUS_RAIL,
    DOWNSTREAM_SPEED,
    DOWNSTREAM_TKM,
    ESCORT_IN_ICE,
    UPSTREAM_SPEED,
    UPSTREAM_TKM,
)
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.matrix import MatrixRequest, cost_matrix
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import dated_network

if TYPE_CHECKING:
    from zimnik.geo.pricing.bill import Bill
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import RateCard

ALL_YEAR = dict.fromkeys(YearType, Window(0, 365))
SUMMER = Window.of_season("07-01", "09-30")


@pytest.fixture
def by_trains(card: RateCard) -> RateCard:
    """Return a card with block trains from 100,000 t on, at 400 km a day and 0.8 of the price."""
    return replace(
        card,
        block_train_km_per_d=exactly(400.0),
        block_trains_t_per_y=exactly(100_000.0),
        factors={BLOCK_TRAIN_PRICE: exactly(0.8)},
    )


@pytest.fixture
def flowing(card: RateCard) -> RateCard:
    """Return a card on which a river halves or doubles the speed, and a kilometre is 1.2 or 0.9."""
    factors = {
        UPSTREAM_SPEED: exactly(0.5),
        DOWNSTREAM_SPEED: exactly(2.0),
        UPSTREAM_TKM: exactly(1.2),
        DOWNSTREAM_TKM: exactly(0.9),
    }
    return replace(card, factors=factors)


def river(card: RateCard, downstream: Downstream | None) -> tuple[Bill, Bill]:
    """Return the bills of 200 km of river from its first end to its second, and back."""
    places, links = parts(
        drawn_places(a="river_port", b="river_port"), drawn_links(link("a-b", Vehicle.BARGE, 200.0))
    )
    graph = build_network(places, (replace(links[0], downstream=downstream),), card)
    a, b = State("a", Vehicle.BARGE), State("b", Vehicle.BARGE)
    return graph.edges[a, b, "a-b"]["bill"], graph.edges[b, a, "a-b"]["bill"]


# Tests (E29, A1).
def test_a_river_is_slow_and_expensive_upstream_and_fast_and_cheap_downstream(
    flowing: RateCard,
) -> None:
    """200 km at 100 km a day: a day with the river, four against it."""
    down = {Quantity.BARGE_TKM: pytest.approx(180.0), Quantity.UNDER_WAY_D: 1.0}
    up = {Quantity.BARGE_TKM: pytest.approx(240.0), Quantity.UNDER_WAY_D: 4.0}
    assert river(flowing, Downstream.FROM_TO) == (down, up)
    assert river(flowing, Downstream.TO_FROM) == (up, down)


# Tests (A1).
def test_water_that_does_not_run_is_alike_in_both_directions(flowing: RateCard) -> None:
    still = {Quantity.BARGE_TKM: 200.0, Quantity.UNDER_WAY_D: 2.0}
    assert river(flowing, None) == (still, still)


# Tests (A1).
def test_a_route_downstream_is_cheaper_and_faster_than_the_same_upstream(
    flowing: RateCard, ore: Cargo
) -> None:
    """Lifts of 6 at both ends, 200 km at 0.02 times 0.9 or 1.2; one day or four, and a lift's."""
    places, links = parts(
        drawn_places(a="river_port", b="river_port"), drawn_links(link("a-b", Vehicle.BARGE, 200.0))
    )
    arrays = network_arrays(places, (replace(links[0], downstream=Downstream.FROM_TO),), flowing)
    (down,) = find_routes(arrays, flowing, Shipment("a", "b", ore, Dates())).routes
    (up,) = find_routes(arrays, flowing, Shipment("b", "a", ore, Dates())).routes
    assert (down.cost_usd_per_t, up.cost_usd_per_t) == pytest.approx((12 + 3.6, 12 + 4.8))
    assert (down.duration_d, up.duration_d) == pytest.approx((1 + 1, 1 + 4))
    assert down.distance_km == up.distance_km == 200.0


# Tests (E29).
def test_a_sea_lane_is_faster_in_open_water_and_escorted_in_ice(card: RateCard, ore: Cargo) -> None:
    """A lane of 200 km and one zone: two days and 3 in summer, four and twice 3 in ice."""
    icy = replace(card, in_ice_km_per_d=exactly(50.0), factors={ESCORT_IN_ICE: exactly(2.0)})
    places, links = parts(
        drawn_places(a="sea_port", b="sea_port"),
        drawn_links(link("a-b", Vehicle.ICE_CLASS_SHIP, 200.0, escort_zones=1.0)),
    )
    season = Season(ALL_YEAR, open_water=dict.fromkeys(YearType, SUMMER))
    arrays = network_arrays(places, (replace(links[0], season=season),), icy)
    days = {"08-01": (24 + 6 + 3, 1 + 2), "02-01": (24 + 6 + 6, 1 + 4)}
    for day, (usd_per_t, took_d) in days.items():
        shipment = Shipment("a", "b", ore, Dates(ready_d=day_of(day), max_d=30.0))
        (route,) = find_routes(arrays, icy, shipment).routes
        assert route.cost_usd_per_t == pytest.approx(usd_per_t)
        assert route.duration_d == pytest.approx(took_d)


# Tests (E3, A12).
def test_a_large_cargo_goes_in_block_trains_and_a_small_one_as_wagonload(
    by_trains: RateCard, ore: Cargo
) -> None:
    """Load and unload at 2, 800 km at 0.01: in two days at 0.8 of the price, or in eight."""
    arrays = compiled(
        drawn_places(mine="deposit", plant="hub"),
        drawn_links(link("mine-plant", Vehicle.RAIL_1520, 800.0)),
        by_trains,
    )
    small = replace(ore, tonnes_per_y=99_000.0)
    for cargo, rail_usd, took_d in ((ore, 6.4, 2.0), (small, 8.0, 8.0)):
        shipment = Shipment("mine", "plant", cargo, Dates())
        (route,) = find_routes(arrays, by_trains, shipment).routes
        assert route.components_usd_per_t["rail"] == pytest.approx(rail_usd)
        assert route.cost_usd_per_t == pytest.approx(4 + rail_usd)
        assert route.duration_d - route.transfers[0].dwell_d == pytest.approx(took_d)


# Tests (A12).
def test_each_origin_of_a_matrix_has_the_service_of_its_tonnage(
    by_trains: RateCard, ore: Cargo
) -> None:
    """Prices are the same for both, so only the days tell the services apart."""
    alike = replace(by_trains, factors={})
    arrays = compiled(
        drawn_places(large="deposit", small="deposit", plant="hub"),
        drawn_links(
            link("large-plant", Vehicle.RAIL_1520, 800.0),
            link("small-plant", Vehicle.RAIL_1520, 800.0),
        ),
        alike,
    )
    cargoes = {"large": ore, "small": replace(ore, tonnes_per_y=50_000.0)}
    network = dated_network(arrays, alike, YearType.NORMAL)
    cells = cost_matrix(network, MatrixRequest(cargoes, ("plant",), ready_d=(0,)))
    took = {cell.origin_id: cell.duration_d for cell in cells}
    assert took["small"] - took["large"] == pytest.approx(8 - 2)


# Tests (A12).
def test_no_service_is_told_apart_where_no_block_train_runs(card: RateCard) -> None:
    _, links = parts(
        drawn_places(a="station", b="station"), drawn_links(link("a-b", Vehicle.RAIL_1520, 9.0))
    )
    assert [ride.rail_service for ride in rides_of(links[0], card)] == [None]
    assert card.rail_service(1e9) is RailService.WAGONLOAD


# Tests (E3).
def test_dangerous_goods_pay_more_to_railways_and_quays_and_nothing_more_to_lorries(
    card: RateCard, ore: Cargo
) -> None:
    strict = replace(
        card, factors={DANGEROUS_RAIL: exactly(1.5), DANGEROUS_QUAY_LIFT: exactly(1.25)}
    )
    plain = price_vector(strict, ore)
    thorium = price_vector(strict, replace(ore, dangerous_goods="Class 7 (thorium)"))
    ratio = {q: thorium[i] / plain[i] for i, q in enumerate(Quantity) if plain[i]}
    assert ratio[Quantity.RAIL_1520_TKM] == ratio[Quantity.RAIL_1435_TKM] == pytest.approx(1.5)
    assert ratio[Quantity.SEA_PORT_LIFT] == ratio[Quantity.ARCTIC_PORT_LIFT] == pytest.approx(1.25)
    assert ratio[Quantity.TRUCK_TKM] == ratio[Quantity.STATION_LIFT] == 1.0


def test_a_card_of_another_block_train_or_current_is_refused(by_trains: RateCard) -> None:
    """The days of a network are made with them."""
    places, links = parts(
        drawn_places(a="station", b="station"), drawn_links(link("a-b", Vehicle.RAIL_1520, 200.0))
    )
    arrays = network_arrays(places, links, by_trains)
    slow = replace(by_trains, block_train_km_per_d=exactly(50.0))
    with pytest.raises(InputError, match="block_train 50 km/d, not 400"):
        dated_network(arrays, slow, YearType.NORMAL)
    strong = replace(by_trains, factors={UPSTREAM_SPEED: exactly(0.5)})
    with pytest.raises(InputError, match=r"upstream_speed 0\.5 times, not 1"):
        dated_network(arrays, strong, YearType.NORMAL)
