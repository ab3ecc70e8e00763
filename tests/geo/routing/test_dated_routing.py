"""Routes by date on drawn networks, with days and waits worked out by hand (E8)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.drawn import (
    compiled,
    drawn_links,
    drawn_places,
    exactly,
    link,
    round_card,
    with_boarding,
)
from tests.geo.routing.test_routing_invariants import Rows, networks
from zimnik.geo.core.calendar import day_of, text_of
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Vehicle, YearType
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing.assembly import Pricing, assemble_route
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.search import least_cost_path, query_of
from zimnik.geo.routing.time_expanded import dated_network

if TYPE_CHECKING:
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.itinerary import Route

ORE = Cargo("ore", 100_000.0, 1000.0)
WINTER = {
    "season_open": "12-20",
    "season_close": "04-20",
    "season_open_late": "01-10",
    "season_close_early": "04-10",
    "season_open_early": "12-10",
    "season_close_late": "04-30",
}
SUMMER = {"season_open": "07-20", "season_close": "09-30"}


def chain(card: RateCard, **storage: bool) -> NetworkArrays:
    """Return a mine, a port and a plant.

    mine ~~ port == plant     ~~ 500 km winter road, open 12-20 to 04-20
                              == 2000 km by sea, open 07-20 to 09-30
    """
    places = drawn_places(mine="deposit", port="arctic_port", plant="hub")
    places["storage"] = [storage.get(name, False) for name in places["id"]]
    links = drawn_links(
        link("mine-port", Vehicle.WINTER_TRUCK, 500.0, corridor="winter", **WINTER),
        link("port-plant", Vehicle.ICE_CLASS_SHIP, 2000.0, corridor="sea", **SUMMER),
    )
    return compiled(places, links, card)


def dated(arrays: NetworkArrays, card: RateCard, dates: Dates) -> Route:
    (route,) = find_routes(arrays, card, Shipment("mine", "plant", ORE, dates=dates)).routes
    return route


def test_winter_haul_waits_for_the_summer_ship(dear_time: RateCard) -> None:
    """Ready on 1 February: 1 day to load, 5 to haul, 1 of dwell, then to 20 July."""
    route = dated(chain(dear_time, port=True), dear_time, Dates(day_of("02-01")))
    haul, sail = route.legs
    assert (haul.depart_day, haul.arrive_day) == (1, 6)
    assert sail.depart_day == day_of("07-20") - day_of("02-01")
    (at_port,) = [transfer for transfer in route.transfers if transfer.at_id == "port"]
    assert at_port.waiting_d == sail.depart_day - 7
    assert route.waiting_d == at_port.waiting_d
    # a day of waiting costs storage of US$ 1 and interest of US$ 1
    assert route.components_usd_per_t["waiting"] == pytest.approx(2 * route.waiting_d)


def test_summer_cargo_waits_for_the_winter(dear_time: RateCard) -> None:
    route = dated(chain(dear_time, port=True), dear_time, Dates(day_of("07-01")))
    loading = route.transfers[0]
    assert loading.at_id == "mine"
    assert loading.waiting_d == day_of("12-20") - day_of("07-01") - 1


def test_best_day_leaves_with_the_last_convoy(dear_time: RateCard) -> None:
    """The road closes at the end of 20 April; loading takes a day and the way five."""
    route = dated(chain(dear_time, port=True), dear_time, Dates())
    assert route.best_ready_d == (day_of("04-15"), day_of("04-15"))
    assert route.legs[0].arrive_day + (route.ready_d or 0.0) == day_of("04-21")


def test_days_that_cost_the_same_are_named_together(card: RateCard) -> None:
    """A river open from 1 June to 30 September; one day to load, ten on the way."""
    places = drawn_places(mine="deposit", plant="hub")
    river = link("mine-plant", Vehicle.BARGE, 1000.0, season_open="06-01", season_close="09-30")
    paid = replace(card, storage_usd_per_t_d=exactly(1.0))
    route = dated(compiled(places, drawn_links(river), paid), paid, Dates())
    assert route.best_ready_d == (day_of("05-31"), day_of("09-20"))


def test_cargo_that_may_not_wait_finds_no_way(dear_time: RateCard) -> None:
    request = Shipment("mine", "plant", ORE, dates=Dates(day_of("02-01")))
    answer = find_routes(chain(dear_time), dear_time, request)
    assert not answer.reachable
    assert "cargo must wait for its seasons" in (answer.reason or "")


def test_way_longer_than_its_season_is_named(card: RateCard) -> None:
    places = drawn_places(mine="deposit", plant="hub")
    long_way = link("mine-plant", Vehicle.WINTER_TRUCK, 13_000.0, **WINTER)
    arrays = compiled(places, drawn_links(long_way), card)
    answer = find_routes(arrays, card, Shipment("mine", "plant", ORE, dates=Dates()))
    assert answer.reason == (
        "'mine-plant' takes 130.0 days, longer than its season of 122 days in a normal year"
    )


def test_too_few_days_is_no_way(dear_time: RateCard) -> None:
    dates = Dates(day_of("02-01"), max_d=100.0)
    arrays = chain(dear_time, port=True)
    answer = find_routes(arrays, dear_time, Shipment("mine", "plant", ORE, dates=dates))
    assert "no arrival within 100 days" in (answer.reason or "")
    with pytest.raises(InputError, match="max_d"):
        Dates(max_d=float("nan"))


# Tests (A7).
@pytest.mark.parametrize(("year_type", "length_d"), [("short", 91), ("normal", 122), ("long", 142)])
def test_year_type_takes_its_dates(year_type: str, length_d: int) -> None:
    network = dated_network(chain(round_card(), port=True), round_card(), YearType(year_type))
    (winter,) = {
        move.window
        for onward in network.moves
        for move in onward
        if move.edge is not None and network.arrays.edges[move.edge].link_id == "mine-port"
    }
    assert winter is not None
    assert winter.length_d == length_d


def test_cargo_is_set_down_to_wait_between_two_links_of_one_vehicle(dear_time: RateCard) -> None:
    """A river in two reaches, of which the second opens later; b stores."""
    places = drawn_places(a="river_port", b="river_port", c="river_port")
    places["storage"] = [True, True, True]
    links = drawn_links(
        link("a-b", Vehicle.BARGE, 100.0, season_open="06-01", season_close="06-30"),
        link("b-c", Vehicle.BARGE, 100.0, season_open="08-01", season_close="08-31"),
    )
    arrays = compiled(places, links, dear_time)
    dates = Dates(day_of("06-01"))
    (route,) = find_routes(arrays, dear_time, Shipment("a", "c", ORE, dates=dates)).routes
    assert [transfer.at_id for transfer in route.transfers] == ["a", "b", "c"]
    # loaded, set down, loaded again, unloaded: four lifts of a river port at US$ 6
    assert route.components_usd_per_t["handling"] == pytest.approx(24)
    assert sum(part.cost_usd_per_t for part in route.parts) == pytest.approx(route.cost_usd_per_t)


def test_via_and_alternatives_hold_by_date_too(dear_time: RateCard) -> None:
    arrays = chain(dear_time, port=True)
    request = Shipment("mine", "plant", ORE, via=(frozenset({"port"}),), dates=Dates())
    (route,) = find_routes(arrays, dear_time, request).routes
    plain = dated(arrays, dear_time, Dates())
    assert route.cost_usd_per_t == pytest.approx(plain.cost_usd_per_t)
    assert route.waiting_d == pytest.approx(plain.waiting_d)


# Tests (E9).
@pytest.mark.parametrize("ready", [0, 95, 200, 300])
def test_bounds_by_time_of_the_year_lead_to_the_same_route(
    dear_time: RateCard, monkeypatch: pytest.MonkeyPatch, ready: int
) -> None:
    """Those that end at the least cost lead to it, and so do those that go back without end."""
    arrays = chain(dear_time, port=True)
    narrow = dated(arrays, dear_time, Dates(ready))
    monkeypatch.setattr("zimnik.geo.routing.dated_path.MARGINS", (math.inf,))
    assert dated(arrays, dear_time, Dates(ready)) == narrow


TIMED = replace(
    with_boarding(round_card()),
    storage_usd_per_t_d=exactly(0.5),
    interest_pct_per_y=exactly(10.0),
)


@settings(max_examples=examples(60))
@given(networks(), st.integers(0, 364))
def test_equals_the_plain_router_where_all_is_open(
    network: tuple[dict[str, str], Rows], ready: int
) -> None:
    kinds, rows = network
    arrays = compiled(drawn_places(**kinds), drawn_links(*rows), TIMED)
    request = Shipment(next(iter(kinds)), list(kinds)[-1], ORE, Dates(ready))
    pricing = Pricing.of(TIMED, ORE)
    query = query_of(arrays, request, pricing.base)
    plain = least_cost_path(arrays, arrays.quantities @ pricing.base, query)
    by_date = find_routes(arrays, TIMED, request).routes
    assert (plain is None) == (not by_date)
    if plain is not None:
        laid_out = dated_network(arrays, TIMED, YearType.NORMAL)
        undated = assemble_route(laid_out, plain, pricing, ORE)
        assert by_date[0].cost_usd_per_t == pytest.approx(undated.cost_usd_per_t)
        assert by_date[0].waiting_d == 0.0


@settings(max_examples=examples(60))
@given(
    networks(), st.integers(0, 364), st.integers(0, 364), st.integers(1, 300), st.integers(1, 60)
)
def test_season_never_makes_a_route_cheaper_nor_a_longer_one_dearer(
    network: tuple[dict[str, str], Rows], ready: int, opens: int, length: int, more: int
) -> None:
    kinds, rows = network
    ends = next(iter(kinds)), list(kinds)[-1]

    def cost(days: int | None) -> float:
        season = {}
        if days is not None:
            last = min(days, 364) - 1
            season = {
                "season_open": text_of(opens),
                "season_close": text_of(opens + last),
            }
        links = drawn_links({**rows[0], **season}, *rows[1:])
        places = drawn_places(**kinds).assign(storage=True)
        request = Shipment(*ends, ORE, dates=Dates(ready, max_d=3000.0))
        routes = find_routes(compiled(places, links, TIMED), TIMED, request).routes
        return routes[0].cost_usd_per_t if routes else float("inf")

    assert cost(None) <= cost(length + more) + 1e-9
    assert cost(length + more) <= cost(length) + 1e-9
