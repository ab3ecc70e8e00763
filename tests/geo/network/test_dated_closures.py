"""Closures with a date (E36): the same search finds what trying every day finds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.campaign_cases import ORE, WITHOUT_WAITING_USD_PER_T, storage_card
from tests.geo.drawn import drawn_links, drawn_places, exactly, link, parts, round_card
from zimnik.geo.campaign.campaign import plan_campaign
from zimnik.geo.campaign.request import CampaignRequest, Demand
from zimnik.geo.core.calendar import YEAR_D, Window, day_of
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Mode, Vehicle, YearType
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.network.closures import Closures
from zimnik.geo.network.dated_closures import (
    DatedClosure,
    closure_faults,
    with_dated_closures,
)
from zimnik.geo.network.links import Link, LoadLimits, Season
from zimnik.geo.network.rides import rides_of
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.routing.year import RouteYear
from zimnik.geo.routing.yearly import YearSearches

if TYPE_CHECKING:
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.network.links import Place
    from zimnik.geo.pricing.rates import RateCard

NORMAL = YearType.NORMAL
WORTH_1000 = Cargo("ore", 100_000.0, 1000.0)
ROAD, RIVER, LORRY = "mine-port", "port-plant", "port-plant-road"
# Days on each link at 100 km a day, and its season.
DAYS = {ROAD: 5, RIVER: 10, LORRY: 20}
SEASONS = {ROAD: Window.of_season("12-20", "04-20"), RIVER: Window.of_season("06-01", "09-30")}
closed = st.builds(
    DatedClosure,
    st.sampled_from(sorted(DAYS)),
    st.integers(0, YEAR_D - 1),
    st.integers(1, 60),
)


def dear_card() -> RateCard:
    """Return the round card with waiting at US$ 2 a day, half of it interest."""
    card = replace(round_card(), storage_usd_per_t_d=exactly(1.0))
    return replace(card, interest_pct_per_y=exactly(36.5))


def drawn(*, seasons: bool = True) -> tuple[tuple[Place, ...], tuple[Link, ...]]:
    """Return  mine ~~winter road~~ port, which has a store, ~~river or lorry~~ plant."""
    places = drawn_places(mine="deposit", port="river_port", plant="hub")
    places["storage"] = [False, True, False]
    days = {
        name: {"season_open": own.opens, "season_close": own.closes} if seasons else {}
        for name, own in SEASONS.items()
    }
    links = drawn_links(
        link(ROAD, Vehicle.WINTER_TRUCK, 500.0, **days[ROAD]),
        link(RIVER, Vehicle.BARGE, 1000.0, **days[RIVER]),
        link(LORRY, Vehicle.TRUCK, 2000.0),
    )
    return parts(places, links)


def arrays_with(*closures: DatedClosure, seasons: bool = True) -> NetworkArrays:
    places, links = drawn(seasons=seasons)
    return network_arrays(places, with_dated_closures(links, closures), dear_card())


def cheapest(arrays: NetworkArrays, ready_d: int, *, avoid: str = "") -> float:
    """Return what the search finds, US$ a tonne."""
    shipment = Shipment(
        "mine",
        "plant",
        WORTH_1000,
        dates=Dates(ready_d),
        closures=Closures(link_ids=frozenset({avoid} - {""})),
    )
    (route,) = find_routes(arrays, dear_card(), shipment).routes
    return route.cost_usd_per_t


def is_open(link_id: str, first_d: int, closures: list[DatedClosure]) -> bool:
    """Whether a link is open on every day of a haul that begins on a day."""
    season = SEASONS.get(link_id)
    for day in range(first_d, first_d + DAYS[link_id]):
        if season is not None and (day - season.opens_d) % YEAR_D >= season.length_d:
            return False
        for one in closures:
            if one.link_id == link_id and (day - one.first_d) % YEAR_D < one.length_d:
                return False
    return True


def first_open(link_id: str, from_d: int, closures: list[DatedClosure]) -> int:
    """Return the first day from one on from which a whole haul goes through, trying each."""
    return next(d for d in range(from_d, from_d + 2 * YEAR_D) if is_open(link_id, d, closures))


def by_trying(ready_d: int, closures: list[DatedClosure]) -> float:
    """Return the least cost of the two ways, of which every day of departure is tried.

    Loading takes a day, and so does lifting at the port.
    """
    costs = []
    for onward, other in ((RIVER, LORRY), (LORRY, RIVER)):
        moving = cheapest(arrays_with(seasons=False), ready_d, avoid=other)
        loaded_d = ready_d + 1
        waits_d = min(
            left_d
            - loaded_d
            + first_open(onward, left_d + DAYS[ROAD] + 1, closures)
            - (left_d + DAYS[ROAD] + 1)
            for left_d in range(loaded_d, loaded_d + YEAR_D + 70)
            if is_open(ROAD, left_d, closures)
        )
        costs.append(moving + 2.0 * waits_d)
    return min(costs)


@settings(max_examples=examples(40), deadline=None)
@given(st.integers(0, YEAR_D - 1), st.lists(closed, max_size=4))
def test_the_search_finds_what_trying_every_day_finds(
    ready_d: int, closures: list[DatedClosure]
) -> None:
    assert cheapest(arrays_with(*closures), ready_d) == pytest.approx(by_trying(ready_d, closures))


def test_the_year_waits_for_the_end_of_an_icing() -> None:
    """A road of a year is shut from 1 to 10 March: each day's tonne waits until 11 March.

    A haul takes five days, so who is loaded on 24 February and after waits for day 69.
    """
    shut = DatedClosure(ROAD, day_of("03-01"), 10)
    places, links = drawn(seasons=False)
    found = YearSearches(
        dated_network(
            network_arrays(places, with_dated_closures(links, [shut]), dear_card()),
            dear_card(),
            NORMAL,
        )
    ).find(Shipment("mine", "plant", WORTH_1000, Dates()))
    assert isinstance(found, RouteYear)
    waits_d = [max(69 - (ready_d + 1), 0) if ready_d + 1 > 54 else 0 for ready_d in range(YEAR_D)]
    assert sum(waits_d) == sum(range(15))
    open_throughout = cheapest(arrays_with(seasons=False), 0)
    assert found.mean_usd_per_t == pytest.approx(open_throughout + 2 * sum(waits_d) / YEAR_D)


# Tests (E36, E12): a campaign stores over a closure, and a limit counts open days alone.
def test_a_campaign_waits_at_the_port_while_the_river_is_low() -> None:
    """52,000 t a year come evenly; the river of 2 days is shut from 1 July for 20 days.

    The weeks from days 182 and 189 have no departure, those before and after have some. So a week's
    cargo lies over the end of the first, two weeks' over that of the second, 21 t-weeks of 365.
    """
    places = drawn_places(mine="deposit", port="river_port", plant="hub")
    places["storage"] = [False, True, False]
    river = link("port-plant", Vehicle.BARGE, 200.0)
    typed = parts(places, drawn_links(link("mine-port", Vehicle.WINTER_TRUCK, 100.0), river))
    shut = with_dated_closures(typed[1], [DatedClosure("port-plant", day_of("07-01"), 20)])
    request = CampaignRequest((Demand("mine", "plant", ORE),))
    answer = plan_campaign(network_arrays(typed[0], shut, storage_card()), storage_card(), request)
    assert answer.delivered_t == pytest.approx(52_000.0)
    waited_usd_per_t = (answer.cost_usd_per_t or 0.0) - WITHOUT_WAITING_USD_PER_T
    assert waited_usd_per_t == pytest.approx((7 + 14) * 7 / YEAR_D)


def test_a_limited_link_has_no_room_while_it_is_shut() -> None:
    """A river of a day takes 3,660 t on 122 open days; shut for 61 of them it takes half."""
    places, links = drawn()
    limited = tuple(
        replace(one, capacity_t_per_y=3_660.0, length_km=100.0) if one.id == RIVER else one
        for one in links
    )
    shut = with_dated_closures(limited, [DatedClosure(RIVER, day_of("06-20"), 61)])
    request = CampaignRequest(
        (Demand("mine", "plant", ORE, closures=Closures(link_ids=frozenset({LORRY}))),)
    )
    answer = plan_campaign(network_arrays(places, shut, dear_card()), dear_card(), request)
    flows = answer.flows[answer.flows["link_id"] == RIVER]
    assert answer.delivered_t == pytest.approx(1_830.0, abs=0.1)
    # Weeks of seven days: 24 runs from 18 to 24 June, 33 from 20 to 26 August.
    assert not set(flows["week"]) & set(range(25, 33))


def test_parts_of_a_season_are_ridden_apart_at_every_payload(card: RateCard) -> None:
    """Full loads from 15 January to 31 March, shut from 1 to 5 February."""
    full = Window.of_season("01-15", "03-31")
    season = Season(
        dict.fromkeys(YearType, SEASONS[ROAD]),
        "published",
        LoadLimits(0.5, dict.fromkeys(YearType, full)),
    )
    road = Link("a-b", "a", "b", Mode.WINTER_ROAD, Vehicle.WINTER_TRUCK, 100.0, season=season)
    (shut,) = with_dated_closures([road], [DatedClosure("a-b", day_of("02-01"), 5)])
    days = [
        (ride.key, ride.light_load, window.text)
        for ride in rides_of(shut, card)
        if ride.season is not None and (window := ride.season.window(NORMAL)) is not None
    ]
    assert days == [
        ("a-b", False, "01-15 to 01-31"),
        ("a-b part 2", False, "02-06 to 03-31"),
        ("a-b light load", True, "12-20 to 01-31"),
        ("a-b light load part 2", True, "02-06 to 04-20"),
    ]


def test_a_link_is_closed_on_the_days_of_its_closures() -> None:
    _, links = drawn()
    by_id = {
        one.id: one
        for one in with_dated_closures(
            links, [DatedClosure(LORRY, 360, 10), DatedClosure("elsewhere", 1, 1)]
        )
    }
    assert [by_id[LORRY].is_open_on(day, NORMAL) for day in (359, 360, 364, 4, 5)] == [
        True,
        False,
        False,
        False,
        True,
    ]
    assert by_id[ROAD] is links[0]


def test_a_closure_outside_the_season_shuts_nothing_and_is_a_fault() -> None:
    _, links = drawn()
    late, within = DatedClosure(RIVER, day_of("12-01"), 5), DatedClosure(RIVER, day_of("09-28"), 9)
    assert with_dated_closures(links, [late]) == links
    (fault,) = closure_faults(links, [late, within, DatedClosure(LORRY, 3, 1)], NORMAL)
    assert fault.expected == "days on which 'port-plant' is open: it is open from 06-01 to 09-30"
    assert fault.found == "'port-plant:12-01:5'"


def test_a_link_that_is_shut_all_its_season_does_not_open() -> None:
    _, links = drawn()
    shut = with_dated_closures(links, [DatedClosure(RIVER, day_of("05-20"), 200)])
    assert not next(one for one in shut if one.id == RIVER).opens_in(NORMAL)
    everything = with_dated_closures(
        links, [DatedClosure(RIVER, 0, 365), DatedClosure(LORRY, 0, 365)]
    )
    shipment = Shipment("mine", "plant", WORTH_1000, dates=Dates(0))
    arrays = network_arrays(drawn()[0], everything, dear_card())
    assert not find_routes(arrays, dear_card(), shipment).reachable


@pytest.mark.parametrize(("first_d", "length_d"), [(-1, 5), (365, 5), (10, 0), (10, 366)])
def test_a_closure_has_days_of_the_year(first_d: int, length_d: int) -> None:
    with pytest.raises(InputError, match="1 to 365 days"):
        DatedClosure("a", first_d, length_d)
