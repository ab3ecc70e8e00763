"""What goes into the indices, on a drawn network: goals, nearest places, towns and open days (E21)."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import mean
from typing import TYPE_CHECKING

import pytest
from shapely.geometry import LineString, Point

from tests.geo.drawn import drawn_links, drawn_places, exactly, link, parts, round_card
from zimnik.geo.core.calendar import MONTH_STARTS_D, text_of
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Vehicle, YearType
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.network.closures import Closures
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.pricing.cargo_value import PRECIOUS_USD_PER_T
from zimnik.geo.remoteness.sites import (
    GOALS,
    by_month,
    goals_of,
    index_frame,
    nearest_by_month,
    site_remoteness,
)
from zimnik.geo.remoteness.targets import SurfaceNetwork, all_season_road_km
from zimnik.geo.remoteness.town_reach import TownReach
from zimnik.geo.remoteness.towns import Town, TownNetwork, with_towns
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import nearest_route
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.routing.year import WHOLE_YEAR_D

if TYPE_CHECKING:
    import geopandas as gpd

CARGO = Cargo(product="ore", tonnes_per_y=100_000, value_usd_per_t=0)
WINTER = {"season_open": "12-15", "season_close": "03-31"}
WINTER_D = 107
# Two days of each month.
DAYS = tuple(first + day for first in MONTH_STARTS_D for day in (3, 20))
DRAWN = {"estimated": False, "drawn_source": ""}
# One degree of the equator.
DEGREE_KM = 111.3195


def on(*days: int) -> dict[str, tuple[int, ...]]:
    """Return days on which every drawn site makes its cargo."""
    return dict.fromkeys(("mine", "pit"), days)


def towns(**people_at: tuple[float, float]) -> tuple[Town, ...]:
    """Return towns on the equator from ``name=(longitude, people)``."""
    return tuple(Town(name, lon, 0.0, people) for name, (lon, people) in people_at.items())


def town_network(
    places: gpd.GeoDataFrame, links: gpd.GeoDataFrame, people: tuple[Town, ...]
) -> TownNetwork:
    """Return a drawn network with towns on it."""
    card = round_card()
    every_place, every_link = with_towns(*parts(places, links), people, card)
    arrays = network_arrays(every_place, every_link, card)
    return TownNetwork(
        dated_network(arrays, card, YearType.NORMAL), every_place, every_link, people
    )


@pytest.fixture
def coast() -> TownNetwork:
    """Return a mine at the end of a winter road, a road to a railway, and a port with an open sea."""
    places = drawn_places(
        mine="deposit", fork="road_junction", yard="station", port="sea_port", sea="waypoint"
    )
    links = drawn_links(
        link("mine-fork", Vehicle.WINTER_TRUCK, 100, **WINTER, **DRAWN),
        link("fork-yard", Vehicle.TRUCK, 200, **DRAWN),
        link("yard-port", Vehicle.RAIL_1520, 300, **DRAWN),
        link("port-sea", Vehicle.SHIP, 500, **DRAWN),
    )
    return town_network(places, links, towns(city=(2.1, 60_000)))


# Tests (E21, E22).
def test_costs_and_hours_by_hand(coast: TownNetwork) -> None:
    """Loading 2, 100 km of winter road 20, unloading 4; then a transfer 4 and 200 km 10 instead.

    Every lift but the last takes a day and every 100 km another.
    """
    (mine,) = site_remoteness(coast, {"mine": CARGO}, on(0)).sites
    fork, yard = mine.nearest["all_season_road"], mine.nearest["railhead"]
    assert fork is not None
    assert fork.place_id == "fork"
    assert fork.cost_usd_per_t == pytest.approx(26)
    assert fork.hours == pytest.approx(48)
    assert yard is not None
    assert yard.place_id == "yard"
    assert yard.cost_usd_per_t == pytest.approx(40)
    assert yard.hours == pytest.approx(120)
    port = mine.nearest["port"]
    assert port == mine.nearest["year_round_port"]
    assert port is not None
    assert port.place_id == "port"
    assert mine.nearest["hub"] is None
    assert mine.nearest["market"] is None
    assert mine.days_joined == WINTER_D


def test_sites_that_are_not_wanted_are_left_out(
    coast: TownNetwork,
) -> None:
    both = {"mine": CARGO, "yard": CARGO}
    every = site_remoteness(coast, both, None)
    some = site_remoteness(coast, both, None, only={"mine"})
    assert [one.site_id for one in every.sites] == ["mine", "yard"]
    assert [one.site_id for one in some.sites] == ["mine"]
    assert some.sites[0].nearest == every.sites[0].nearest


def test_without_people_there_is_nothing_to_be_remote_from(coast: TownNetwork) -> None:
    for nobody, found in (((), "no town"), (towns(camp=(2.1, 0)), "1 without")):
        with pytest.raises(InputError, match=f"at least one town.*{found}"):
            site_remoteness(replace(coast, towns=nobody), {"mine": CARGO}, None)


def test_cargo_that_is_late_waits_for_the_road(coast: TownNetwork) -> None:
    """Ready on 1 April, loaded on the 2nd, 257 days before the road opens on 15 December."""
    (mine,) = site_remoteness(coast, {"mine": CARGO}, on(90)).sites
    fork = mine.nearest["all_season_road"]
    assert fork is not None
    assert fork.hours == pytest.approx((258 + 1) * 24)


def test_each_month_is_the_mean_of_its_days(coast: TownNetwork) -> None:
    """Ready by 30 March it goes at once; on day 89 and later it arrives on 16 December, day 349."""
    months = nearest_by_month(coast, {"mine": CARGO}, "all_season_road", on(*WHOLE_YEAR_D))["mine"]
    hours = [month.hours for month in months if month is not None]
    assert len(hours) == 12
    assert hours[:2] == [48, 48]
    assert hours[2] == pytest.approx((30 * 48 + (349 - 89) * 24) / 31)
    assert hours[3] == pytest.approx((349 - 104.5) * 24)
    assert hours[4:] == sorted(hours[4:], reverse=True)
    winter = nearest_by_month(coast, {"mine": CARGO}, "all_season_road", on(0, 1, 40))
    assert [month and month.hours for month in winter["mine"]] == [48, 48, *[None] * 10]
    with pytest.raises(InputError, match="railhead"):
        nearest_by_month(coast, {"mine": CARGO}, "harbour", on(0))


@pytest.mark.parametrize("usd_per_d", [0.0, 0.2])
@pytest.mark.parametrize("goal", ["railhead", "year_round_port", "hub"])
def test_year_and_months_are_those_of_one_question_after_the_other(
    coast: TownNetwork, goal: str, usd_per_d: float
) -> None:
    card = replace(coast.network.card, storage_usd_per_t_d=exactly(usd_per_d))
    priced = replace(coast, network=replace(coast.network, card=card))
    (mine,) = site_remoteness(priced, {"mine": CARGO}, on(*DAYS)).sites
    near = mine.nearest[goal]
    goals = goals_of(priced, SurfaceNetwork(priced.places, priced.links, YearType.NORMAL))[goal]
    shipments = [Shipment("mine", None, CARGO, Dates(day)) for day in DAYS]
    routes = [nearest_route(priced.network, shipment, goals) for shipment in shipments]
    known = [route for route in routes if route is not None]
    if near is None:
        assert not known
        return
    assert len(known) == len(DAYS)
    assert near.place_id == known[0].transfers[-1].at_id
    assert near.cost_usd_per_t == pytest.approx(mean(one.cost_usd_per_t for one in known))
    for number, month in enumerate(by_month(near)):
        of_month = [one for one in known if month_of(one.ready_d or 0) == number + 1]
        assert month is not None
        assert month.cost_usd_per_t == pytest.approx(mean(one.cost_usd_per_t for one in of_month))
        # Where waiting is free, routes tie that take longer or shorter.
        if usd_per_d:
            assert month.hours == pytest.approx(mean(one.duration_d for one in of_month) * 24)


def month_of(day: int) -> int:
    """Return the month of a day, 1 to 12."""
    return int(text_of(day)[:2])


def test_the_best_day_is_none_of_a_year(coast: TownNetwork) -> None:
    """Ready in winter it goes at once: loading 2, 100 km of winter road 20, unloading 4."""
    (best,) = site_remoteness(coast, {"mine": CARGO}, None).sites
    near = best.nearest["all_season_road"]
    assert near is not None
    assert near.year is None
    assert near.cost_usd_per_t == pytest.approx(26)


# Tests (A50, A51).
def test_a_town_is_at_the_end_of_a_local_road(coast: TownNetwork) -> None:
    """A tenth of a degree off the yard, one and a half times as long by road, ten hours a day."""
    local_km = DEGREE_KM / 10 * 1.5
    reach = TownReach.of(coast, ["mine"])
    assert reach.km[0, 0] == pytest.approx(300 + local_km, rel=1e-4)
    assert reach.hours[0, 0] == pytest.approx((300 + local_km) / 100 * 10, rel=1e-4)
    # Loading, winter road, transfer, road, local road on the same lorry, unloading at the town.
    cost = 2 + 20 + 4 + 10 + local_km * 0.1 + 2
    assert reach.cost_usd_per_t[0, 0] == pytest.approx(cost, rel=1e-4)


def test_a_closed_road_leads_to_no_town(coast: TownNetwork) -> None:
    closed = replace(coast, closures=Closures(link_ids=frozenset({"mine-fork"})))
    reach = TownReach.of(closed, ["mine"])
    assert (reach.km[0, 0], reach.hours[0, 0], reach.cost_usd_per_t[0, 0]) == (math.inf,) * 3


def test_scores_of_a_site_alone(coast: TownNetwork) -> None:
    """It is as far as the mean from four classes, and no town has 250,000 people."""
    found = site_remoteness(coast, {"mine": CARGO}, None)
    assert found.sites[0].aria_score == pytest.approx(4 + 3)
    assert math.isnan(found.aria_means_km[0])
    assert found.sites[0].far_level == 4
    assert found.sites[0].gravity_index == 0


# Tests (E20, A88).
def test_scores_of_places_do_not_change_with_what_is_mined_there() -> None:
    """Ore by the million tonnes and a handful of gold: one way, one gravity; gold has no cost."""
    places = drawn_places(mine="deposit", yard="station", pit="deposit", field="airfield")
    places = places.set_geometry([Point(0, 0), Point(1, 0), Point(0, 0), Point(1, 1)], crs=4326)
    road = {"season_open": "01-01", "season_close": "03-31", "dedicated": True}
    links = drawn_links(
        link("mine-yard", Vehicle.WINTER_TRUCK, 100, **road, **DRAWN),
        link("pit-yard", Vehicle.WINTER_TRUCK, 100, **road, **DRAWN),
        link("field-yard", Vehicle.TRUCK, 10, **DRAWN),
        link("pit-field", Vehicle.AIRCRAFT, 150, only_for="pit", **DRAWN),
    )
    drawn = town_network(places, links, towns(city=(1, 60_000)))
    gold = replace(CARGO, tonnes_per_y=10.0, value_usd_per_t=PRECIOUS_USD_PER_T)
    mine, pit = site_remoteness(drawn, {"mine": CARGO, "pit": gold}, on(0)).sites
    assert (mine.flies, pit.flies) == (False, True)
    assert mine.gravity_index == pit.gravity_index
    assert mine.days_joined == pit.days_joined
    frame = index_frame([mine, pit])
    assert frame["railhead_usd_per_t"].notna().tolist() == [True, False]


def test_a_site_on_the_railway_is_at_a_railhead() -> None:
    places = drawn_places(mine="deposit", yard="station", pit="deposit", fork="road_junction")
    links = drawn_links(
        link("mine-yard", Vehicle.RAIL_1520, 50, **DRAWN),
        link("fork-mine", Vehicle.TRUCK, 10, **DRAWN),
        link("pit-fork", Vehicle.TRUCK, 10, **DRAWN),
    )
    drawn = town_network(places, links, towns(city=(1, 60_000)))
    mine, pit = site_remoteness(drawn, {"mine": CARGO, "pit": CARGO}, on(0)).sites
    own = mine.nearest["railhead"]
    assert own is not None
    assert (own.place_id, own.cost_usd_per_t, own.hours) == ("mine", 0, 0)
    others = pit.nearest["railhead"]
    assert others is not None
    assert others.place_id == "yard"


# Tests (A50).
def test_no_way_passes_through_a_town() -> None:
    places = drawn_places(mine="deposit", yard="station", far="station", port="sea_port")
    links = drawn_links(
        link("mine-yard", Vehicle.TRUCK, 100, **DRAWN), link("far-port", Vehicle.TRUCK, 9, **DRAWN)
    )
    # Both stations are some 25 km from a town between them.
    places = places.set_geometry([Point(0, 0), Point(1, 0), Point(1.4, 0), Point(3, 0)], crs=4326)
    drawn = town_network(places, links, towns(village=(1.2, 500), city=(1.41, 60_000)))
    ids = {road.id for road in drawn.links}
    assert ids >= {"local_village_yard", "local_village_far"}
    reach = TownReach.of(drawn, ["mine"])
    assert reach.km[0].tolist() == [pytest.approx(100 + DEGREE_KM * 0.2 * 1.5, rel=1e-3), math.inf]
    found = site_remoteness(drawn, {"mine": CARGO}, None).sites[0]
    assert found.nearest["town_10k"] is None


def test_of_parallel_links_the_shorter_counts() -> None:
    places = drawn_places(mine="deposit", yard="station")
    links = drawn_links(
        link("mine-yard-a", Vehicle.TRUCK, 100, **DRAWN),
        link("mine-yard-b", Vehicle.TRUCK, 70, **DRAWN),
    )
    drawn = town_network(places, links, towns(city=(1.0, 60_000)))
    found = TownReach.of(drawn, ["mine"]).km[0, 0]
    assert found == pytest.approx(70 + 0.1)


# Tests (E22, A53).
def test_a_site_is_joined_on_the_days_of_its_own_access_road() -> None:
    """The pit may not use the road of the mine; the isle has two of its own, one after the other."""
    places = drawn_places(
        a="station", b="station", mine="deposit", pit="deposit", isle="deposit", cape="station"
    )
    roads = {"season_open": "01-01", "season_close": "01-10"}
    links = drawn_links(
        link("a-b", Vehicle.RAIL_1520, 10),
        link("mine-b", Vehicle.WINTER_TRUCK, 10, only_for="mine", **roads),
        link("pit-mine", Vehicle.WINTER_TRUCK, 10, only_for="pit", **roads),
        link("isle-cape", Vehicle.WINTER_TRUCK, 10, only_for="isle", **roads),
        link("cape-b", Vehicle.WINTER_TRUCK, 10, only_for="isle", **roads),
        link("isle-a", Vehicle.AIRCRAFT, 10),
    )
    known, every_link = parts(places, links)
    days = SurfaceNetwork(known, every_link).days_joined([x for x in every_link if x.only_for])
    assert days == {"a": 365, "b": 365, "mine": 10, "pit": 0, "isle": 10, "cape": 0}


def test_each_region_of_several_has_a_main_railway_and_network_of_its_own() -> None:
    """Two stations stand on the longer line, two on the other; the mine is by the latter."""
    places = drawn_places(
        **dict.fromkeys("abcde", "station"), pit="deposit", quay="sea_port", isle="sea_port"
    )
    links = drawn_links(
        link("a-b", Vehicle.RAIL_1520, 10),
        link("b-c", Vehicle.RAIL_1520, 10),
        link("d-e", Vehicle.RAIL_1435, 10),
        link("quay-isle", Vehicle.SHIP, 10),
        link("pit-e", Vehicle.WINTER_TRUCK, 10, only_for="pit", season_open="01-01",
             season_close="01-10"),
    )  # fmt: skip
    known, every_link = parts(places, links)
    own = [x for x in every_link if x.only_for]
    alone = SurfaceNetwork(known, every_link)
    assert alone.railheads() == set("abc")
    assert alone.days_joined(own)["pit"] == 0
    both = SurfaceNetwork(known, every_link, parts=({"a", "b", "c", "quay"}, {"d", "e", "pit"}))
    assert both.railheads() == set("abcde")
    assert both.main == set("abcde")
    days = both.days_joined(own)
    assert (days["a"], days["d"], days["pit"], days["isle"]) == (365, 365, 10, 0)


# Tests (A53).
def test_distance_to_an_all_season_road_is_true_and_knows_what_is_drawn() -> None:
    """The line passes 0.01 degrees (1.106 km) south of the site; undrawn, only its ends count."""
    places = drawn_places(mine="deposit", a="road_junction", b="road_junction")
    places = places.set_geometry([Point(5, 60.01), Point(4, 60), Point(6, 60)], crs=4326)
    line = LineString([(4, 60), (5, 60), (6, 60)])
    known, roads = parts(places, drawn_links(link("a-b", Vehicle.TRUCK, 150)))
    (km,) = all_season_road_km(["mine"], known, roads, {"a-b": line})
    assert km == pytest.approx(1.114, abs=0.002)
    (undrawn_km,) = all_season_road_km(["mine"], known, roads, {})
    assert undrawn_km == pytest.approx(55.8, abs=0.1)
    season = {"season_open": "01-01", "season_close": "03-01"}
    _, seasonal = parts(places, drawn_links(link("a-b", Vehicle.TRUCK, 150, **season)))
    assert all_season_road_km(["mine"], known, seasonal, {}).tolist() == [math.inf]
    assert all_season_road_km(["a"], known, roads, {"a-b": line}).tolist() == [0.0]


def test_columns_of_the_comparison_all_grow_with_remoteness(coast: TownNetwork) -> None:
    frame = index_frame(site_remoteness(coast, {"mine": CARGO}, None).sites)
    assert list(frame.columns)[: len(GOALS)] == [f"{goal}_usd_per_t" for goal in GOALS]
    assert frame.loc["mine", "hub_usd_per_t"] == math.inf
    assert frame.loc["mine", "days_cut_off"] == 365 - WINTER_D


def test_towns_without_people_are_refused(coast: TownNetwork) -> None:
    nobody = (Town("city", 2.1, 0.0, math.nan),)
    with pytest.raises(InputError, match="population"):
        site_remoteness(replace(coast, towns=nobody), {"mine": CARGO}, None)
