"""Full and light loads on a winter road, with the days and t-km worked out by hand (E11)."""

from __future__ import annotations

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
    parts,
    round_card,
)
from zimnik.geo.core.calendar import Window, day_of
from zimnik.geo.core.vocabulary import Quantity, Vehicle, YearType
from zimnik.geo.network.build import build_network, parts_of
from zimnik.geo.network.load_limits import full_load_windows, payloads_of
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.layers.atlas.network import typed_links

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.itinerary import Route

ORE = Cargo("ore", 100_000.0, 1000.0)
# A day of waiting costs US$ 2, as in the fixture `dear_time`, which Hypothesis may not use.
DEAR = replace(round_card(), storage_usd_per_t_d=exactly(1.0), interest_pct_per_y=exactly(36.5))
SEASON = {"season_open": "12-20", "season_close": "04-20"}
LOADS = {"full_load_from": "02-01", "full_load_to": "04-01", "light_load_share": 0.5}


def limited(**extra: object) -> dict[str, object]:
    """Return 500 km of winter road, five days, of half loads but in February and March."""
    cells = {"mode": "winter_road", **SEASON, **LOADS, **extra}
    return link("mine-port", Vehicle.WINTER_TRUCK, 500.0, **cells)


def full_loads(row: dict[str, object], year_type: YearType) -> Window | None:
    (road,) = typed_links(drawn_links(row))
    full = next(payloads_of(road))
    assert full.season is not None
    return full.season.window(year_type)


def hauled(row: dict[str, object], ready_d: int) -> Route:
    places = drawn_places(mine="deposit", port="arctic_port")
    places["storage"] = [True, True]
    arrays = compiled(places, drawn_links(row), DEAR)
    request = Shipment("mine", "port", ORE, dates=Dates(ready_d))
    (route,) = find_routes(arrays, DEAR, request).routes
    return route


# Tests (A10).
def test_light_load_takes_more_runs_for_the_same_tonne() -> None:
    """Ready on 20 December: leaving at four fifths beats waiting six weeks for full loads."""
    road = limited(light_load_share=0.8)
    light = hauled(road, day_of("12-20"))
    full = hauled(road, day_of("02-10"))
    assert light.legs[0].light_load
    assert not full.legs[0].light_load
    assert light.link_ids == full.link_ids == ("mine-port",)
    assert light.bill[Quantity.WINTER_TRUCK_TKM] == 625.0
    assert full.bill[Quantity.WINTER_TRUCK_TKM] == 500.0
    assert light.bill[Quantity.UNDER_WAY_D] == full.bill[Quantity.UNDER_WAY_D] == 5.0
    assert light.distance_km == full.distance_km == 500.0
    assert full.legs[0].seasons[0].opens == "02-01"
    assert light.legs[0].seasons[0].opens == "12-20"


def test_a_leg_tells_where_the_days_of_its_season_come_from() -> None:
    route = hauled(limited(season_basis="permits"), day_of("02-10"))
    assert [one.basis for one in route.legs[0].seasons] == ["permits"]


@given(ready=st.integers(0, 364), share=st.sampled_from([0.2, 0.5, 0.8, 0.95]))
@settings(max_examples=examples(40))
def test_route_is_the_cheaper_of_light_now_and_full_later(ready: int, share: float) -> None:
    """Against the two roads alone: full in its window, and light all season."""
    both = hauled(limited(light_load_share=share), ready)
    window = {"season_open": LOADS["full_load_from"], "season_close": LOADS["full_load_to"]}
    full = hauled(limited(**window, light_load_share=float("nan")), ready)
    no_window = {"full_load_from": "", "full_load_to": "", "light_load_share": share}
    light = hauled(limited(**no_window), ready)
    assert both.cost_usd_per_t == pytest.approx(min(full.cost_usd_per_t, light.cost_usd_per_t))


@given(ready=st.integers(0, 364))
@settings(max_examples=examples(20))
def test_limits_never_make_a_haul_cheaper(ready: int) -> None:
    free = limited(full_load_from="", full_load_to="", light_load_share=float("nan"))
    with_limits = hauled(limited(), ready).cost_usd_per_t
    assert with_limits >= hauled(free, ready).cost_usd_per_t - 1e-9


def test_edges_have_keys_of_their_own_and_links_come_back(card: RateCard) -> None:
    places, links = parts(
        drawn_places(mine="deposit", port="arctic_port"),
        drawn_links(limited(), link("mine-port-2", Vehicle.TRUCK, 700.0, **LOADS)),
    )
    graph = build_network(places, links, card)
    ways = [
        (u, v, key) for u, v, key, kind in graph.edges(keys=True, data="kind") if kind == "link"
    ]
    assert len(ways) == len(set(ways)) == 6
    assert parts_of(graph) == (places, links)


@pytest.mark.parametrize("share", [1.0, float("nan"), None])
def test_one_payload_all_season_is_one_way(share: float | None) -> None:
    (road,) = typed_links(drawn_links(limited(light_load_share=share)))
    assert list(payloads_of(road)) == [(road.id, road.season, 1.0)]


# Tests (A10).
@pytest.mark.parametrize(
    ("year_type", "opens", "length_d"), [("short", "02-22", 29), ("long", "01-22", 80)]
)
def test_window_of_full_loads_moves_with_the_year(
    year_type: str, opens: str, length_d: int
) -> None:
    """The season opens 21 days late and closes 10 early, or opens 10 early and closes 10 late."""
    years = {
        "season_open_late": "01-10",
        "season_close_early": "04-10",
        "season_open_early": "12-10",
        "season_close_late": "04-30",
    }
    assert full_loads(limited(**years), YearType(year_type)) == Window(day_of(opens), length_d)


def test_window_that_a_short_year_uses_up_keeps_its_last_day() -> None:
    late = {"season_open_late": "03-30"}
    assert full_loads(limited(**late), YearType.SHORT) == Window(day_of("04-01"), 1)


def test_full_loads_move_with_their_season_and_stop_where_the_road_is_not_made() -> None:
    """Full from the twentieth day after the opening to the tenth before the closing."""
    seasons = {
        YearType.NORMAL: Window.of_days(40, 100),
        YearType.SHORT: None,
        YearType.LONG: Window.of_days(30, 115),
    }
    assert full_load_windows(Window.of_days(60, 90), seasons) == {
        YearType.NORMAL: Window.of_days(60, 90),
        YearType.SHORT: None,
        YearType.LONG: Window.of_days(50, 105),
    }
    never = dict.fromkeys(YearType)
    assert full_load_windows(Window.of_days(60, 90), never) == never
