"""The year of a cargo: the mean of its days, each on its best route, worked out by hand (E28)."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.drawn import compiled, drawn_links, drawn_places, exactly, link
from tests.geo.routing.test_dated_routing import ORE, TIMED
from tests.geo.routing.test_matrix import seasonal_rows
from tests.geo.routing.test_routing_invariants import Rows, networks
from zimnik.geo.core.calendar import MONTH_STARTS_D
from zimnik.geo.core.vocabulary import Quantity, Vehicle, YearType
from zimnik.geo.network.closures import Closures
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import DatedNetwork, dated_network
from zimnik.geo.routing.year import WHOLE_YEAR_D, RouteYear, year_of_route
from zimnik.geo.routing.yearly import YearSearches

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard

WINTER = {"season_open": "01-01", "season_close": "04-10"}


def with_roads_at(usd_per_km_y: float) -> RateCard:
    """Return a card with this yearly price of a kilometre of dedicated road."""
    prices = {**TIMED.prices_usd, Quantity.DEDICATED_WINTER_ROAD_KM: exactly(usd_per_km_y)}
    return replace(TIMED, prices_usd=prices)


FREE_ROADS = with_roads_at(0.0)


def found(network: DatedNetwork, shipment: Shipment, *ready_d: int) -> RouteYear:
    """Return the year of a shipment that has one."""
    year = YearSearches(network).find(shipment, ready_d=ready_d or WHOLE_YEAR_D)
    assert isinstance(year, RouteYear), year
    return year


def road(card: RateCard, **extra: object) -> DatedNetwork:
    """Return a mine and a plant joined by a winter road of 500 km, open on the days 0 to 99."""
    places = drawn_places(mine="deposit", plant="hub")
    links = drawn_links(link("mine-plant", Vehicle.WINTER_TRUCK, 500.0, **WINTER, **extra))
    return dated_network(compiled(places, links, card), card, YearType.NORMAL)


def test_the_mean_is_that_of_the_days(dear_time: RateCard) -> None:
    """Loaded for a day and 5 under way: ready by day 94 it goes at once, later it waits for 365."""
    network = road(dear_time)
    year = found(network, Shipment("mine", "plant", ORE, Dates()))
    waits = [0] * 95 + [365 - (day + 1) for day in range(95, 365)]
    at_once = find_routes(
        network.arrays, dear_time, Shipment("mine", "plant", ORE, Dates(0))
    ).routes[0]
    # A day of waiting costs US$ 2: storage 1, interest 1.
    assert year.mean_usd_per_t == pytest.approx(at_once.cost_usd_per_t + 2 * sum(waits) / 365)
    assert year.waiting_d == pytest.approx(sum(waits) / 365)
    assert year.waiting_d == pytest.approx(269 * 270 / 2 / 365)
    assert (year.best_ready_d, year.worst_ready_d) == (0, 95)
    assert year.worst_usd_per_t == pytest.approx(year.best_usd_per_t + 2 * 269)
    assert len(year.shares) == 1
    # A route is told as it is on the cheapest of its days.
    assert year.shares[0].route.cost_usd_per_t == pytest.approx(year.best_usd_per_t)


def test_months_and_components_sum_to_the_mean(dear_time: RateCard) -> None:
    year = found(road(dear_time), Shipment("mine", "plant", ORE, Dates()))
    whole = sum(month.mean_usd_per_t * month.working_d for month in year.months) / 365
    assert whole == pytest.approx(year.mean_usd_per_t)
    assert sum(year.costs_usd_per_t) / 365 == pytest.approx(year.mean_usd_per_t)
    assert [month.working_d for month in year.months] == [
        31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
    ]  # fmt: skip
    assert year.low_usd_per_t < year.mean_usd_per_t < year.high_usd_per_t


def test_a_working_season_leaves_the_other_days_out(dear_time: RateCard) -> None:
    year = found(road(dear_time), Shipment("mine", "plant", ORE, Dates()), *range(95))
    assert year.waiting_d == 0
    assert [month.month for month in year.months] == [1, 2, 3, 4]
    assert year.mean_usd_per_t == pytest.approx(year.best_usd_per_t)


def test_one_day_is_the_year_of_its_route(dear_time: RateCard) -> None:
    network = road(dear_time)
    shipment = Shipment("mine", "plant", ORE, Dates(200))
    (route,) = find_routes(network.arrays, dear_time, shipment).routes
    one, year = year_of_route(route, (200,)), found(network, shipment, 200)
    assert one.mean_usd_per_t == pytest.approx(year.mean_usd_per_t)
    assert one.components_usd_per_t == pytest.approx(dict(year.components_usd_per_t))
    assert one.months[0].month == year.months[0].month == MONTH_STARTS_D.index(181) + 1
    assert one.duration_d == pytest.approx(year.duration_d)


def test_what_does_not_arrive_in_time_is_said(dear_time: RateCard) -> None:
    """Ready on day 95 it waits 269 days and travels for 6; 100 days bring what waits at most 94."""
    shipment = Shipment("mine", "plant", ORE, Dates(None, max_d=100.0))
    reason = YearSearches(road(dear_time)).find(shipment)
    assert reason == (
        "what is ready on 175 of 365 days does not arrive within 100 days of readiness"
    )


def test_no_way_at_all_has_the_reason_of_the_router(dear_time: RateCard) -> None:
    closed = Closures(link_ids=frozenset({"mine-plant"}))
    shipment = Shipment("mine", "plant", ORE, Dates(), closures=closed)
    reason = YearSearches(road(dear_time)).find(shipment)
    assert reason == "every route is closed by link mine-plant"


@settings(max_examples=examples(60))
@given(st.data(), networks(), st.sampled_from([60.0, 400.0, 730.0]))
def test_every_day_costs_what_its_route_costs(
    data: st.DataObject, network: tuple[dict[str, str], Rows], max_d: float
) -> None:
    """Where no road has a yearly price: such a road is borne by all days alike."""
    kinds, rows = network
    places = drawn_places(**kinds)
    places["storage"] = data.draw(st.lists(st.booleans(), min_size=len(kinds), max_size=len(kinds)))
    arrays = compiled(places, drawn_links(*data.draw(seasonal_rows(rows))), FREE_ROADS)
    laid_out = dated_network(arrays, FREE_ROADS, YearType.NORMAL)
    ends = ("p0", f"p{len(kinds) - 1}")
    days = tuple(range(data.draw(st.integers(0, 9)), 365, 11))
    via = data.draw(st.sampled_from([(), (frozenset({"p1"}),)]))
    answers = [
        find_routes(arrays, FREE_ROADS, Shipment(*ends, ORE, Dates(day, max_d=max_d), via=via))
        for day in days
    ]
    shipment = Shipment(*ends, ORE, Dates(max_d=max_d), via=via)
    year = YearSearches(laid_out).find(shipment, ready_d=days)
    if not all(answer.reachable for answer in answers):
        assert isinstance(year, str)
        return
    assert isinstance(year, RouteYear)
    # Every wait ends with an opening, over the year and on each day (E8).
    assert sum(year.waited_for_d.values()) == pytest.approx(year.waiting_d, abs=1e-4)
    for one in (answer.routes[0] for answer in answers):
        assert sum(one.waited_for_d.values()) == pytest.approx(one.waiting_d, abs=1e-4)
    costs = [answer.routes[0].cost_usd_per_t for answer in answers]
    assert year.costs_usd_per_t == pytest.approx(costs)
    assert year.duration_d <= max_d + 1e-6
    for part in year.shares:
        day = days.index(part.route.ready_d)
        assert part.route.cost_usd_per_t == pytest.approx(costs[day])


@settings(max_examples=examples(40))
@given(st.data(), networks())
def test_dedicated_roads_are_the_best_choice_of_all(
    data: st.DataObject, network: tuple[dict[str, str], Rows]
) -> None:
    """Oracle: every set of roads, built at its yearly price and free to all days."""
    kinds, rows = network
    drawn = data.draw(seasonal_rows(rows))
    roads = [row for row in drawn if row["vehicle"] == Vehicle.WINTER_TRUCK.value][:3]
    for row in drawn:
        row["dedicated"], row["estimated"] = row in roads, False
    card = with_roads_at(20_000.0)
    places = drawn_places(**kinds)
    places["storage"] = True
    arrays = compiled(places, drawn_links(*drawn), card)
    ends = ("p0", f"p{len(kinds) - 1}")
    days = (0, 60, 130, 200, 260, 330)
    best = float("inf")
    ids = {str(row["id"]): float(str(row["length_km"])) for row in roads}
    for count in range(len(ids) + 1):
        for built in combinations(ids, count):
            closed = Closures(link_ids=frozenset(ids) - set(built))
            answers = [
                find_routes(arrays, FREE_ROADS, Shipment(*ends, ORE, Dates(day), closures=closed))
                for day in days
            ]
            if all(answer.reachable for answer in answers):
                hauled = sum(answer.routes[0].cost_usd_per_t for answer in answers) / len(days)
                yearly = 20_000.0 * sum(ids[name] for name in built) / ORE.tonnes_per_y
                best = min(best, hauled + yearly)
    laid_out = dated_network(arrays, card, YearType.NORMAL)
    year = YearSearches(laid_out).find(Shipment(*ends, ORE, Dates()), ready_d=days)
    if isinstance(year, str):
        assert best == float("inf")
    else:
        assert year.mean_usd_per_t == pytest.approx(best)


def test_the_best_day_to_the_cheapest_of_some_places_is_a_year_of_one_day(
    dear_time: RateCard,
) -> None:
    """Of the days 0 to 94 all cost as much, and the first is told."""
    shipment = Shipment("mine", None, ORE, Dates())
    year = YearSearches(road(dear_time)).find(shipment, ready_d=None, destination_ids=("plant",))
    assert isinstance(year, RouteYear)
    assert year.ready_d == (0,)


def test_nothing_that_can_be_reached_is_a_reason(dear_time: RateCard) -> None:
    network = road(dear_time)
    nowhere = Shipment(
        "mine", None, ORE, Dates(), closures=Closures(link_ids=frozenset({"mine-plant"}))
    )
    reason = YearSearches(network).find(nowhere, destination_ids=("plant",))
    assert reason == "no route that arrives within 730 days of readiness"
    late = Shipment("mine", None, ORE, Dates(None, max_d=100.0))
    reason = YearSearches(network).find(late, destination_ids=("plant",))
    assert str(reason).startswith("what is ready on 175 of 365 days does not arrive within 100")
