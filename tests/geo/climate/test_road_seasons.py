"""Seasons of drawn winter roads under a drawn climate: derived, shortened, lost (E10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from shapely.geometry import Point

from tests.geo.climate.test_climate import wave
from tests.geo.drawn import drawn_links, drawn_places, link
from zimnik.geo.climate.climate import WINTER_FROM_D, Climate, winter
from zimnik.geo.climate.road_seasons import derive_seasons, is_without_season, warm_seasons
from zimnik.geo.core.calendar import YEAR_D, Window, day_of, text_of
from zimnik.geo.core.vocabulary import Vehicle, YearType
from zimnik.geo.network.links import DERIVED, NEVER, Season
from zimnik.layers.atlas.network import typed_links, typed_places

if TYPE_CHECKING:
    from zimnik.geo.network.links import Link, Place


# From west to east each degree is milder: a mean of -16 at 105 E, of 20 at 150 E.
def mean_c(east: float) -> float:
    """Return the mean of a year at a longitude."""
    return 0.8 * (east - 125)


LON, LAT = np.arange(100.0, 161.0), np.array([60.0, 70.0])
CLIMATE = Climate(LON, LAT, np.tile([wave(mean_c(x), 25) for x in LON], (2, 1, 1)))
LISTED = {"season_open": "12-20", "season_close": "04-20"}


def towns(**east: float) -> tuple[Place, ...]:
    """Return places on 65 N."""
    places = drawn_places(**dict.fromkeys(east, "station"))
    return typed_places(places.set_geometry([Point(lon, 65) for lon in east.values()], crs=4326))


PLACES = towns(cold=105, cool=115, mild=150, beyond=90)


def road(ends: str, **extra: object) -> tuple[Link, ...]:
    """Return one winter road, without a season unless the cells give one."""
    return typed_links(drawn_links(link(ends, Vehicle.WINTER_TRUCK, 500.0, **extra), bare=True))


def season(links: tuple[Link, ...]) -> Season:
    """Return the season of the one link."""
    (one,) = links
    assert one.season is not None
    return one.season


def open_d(links: tuple[Link, ...], year: YearType = YearType.NORMAL) -> int:
    """Return how many days the one link is open in a year."""
    window = season(links).window(year)
    return window.length_d if window is not None else 0


# Tests (A9).
def test_road_without_days_takes_those_of_its_mildest_point() -> None:
    derived = season(derive_seasons(road("cold-cool"), PLACES, CLIMATE).links)
    mildest = winter(wave(mean_c(115), 25)[None])
    first, last = int(np.ceil(mildest.opens_d[0])), int(np.floor(mildest.closes_d[0])) - 1
    normal = Window.of_days(first + WINTER_FROM_D, last + WINTER_FROM_D)
    assert derived == Season(
        {
            YearType.NORMAL: normal,
            YearType.SHORT: Window((normal.opens_d + 10) % YEAR_D, normal.length_d - 15),
            YearType.LONG: Window((normal.opens_d - 10) % YEAR_D, normal.length_d + 15),
        },
        DERIVED,
    )


def test_links_with_days_and_other_modes_are_not_derived() -> None:
    river = typed_links(drawn_links(link("cold-cool-2", Vehicle.BARGE, 500.0)))
    links = (*road("cold-cool", **LISTED), *river)
    assert not any(is_without_season(known) for known in links)
    assert derive_seasons(links, PLACES, CLIMATE).links == links


def test_road_that_the_winter_does_not_make_opens_in_no_year() -> None:
    made = derive_seasons(road("cold-mild"), PLACES, CLIMATE)
    assert season(made.links) == Season(NEVER, DERIVED)
    assert made.warnings == ("the winter makes no road of cold-mild",)


def test_road_beyond_the_climate_has_the_stated_default_and_says_so() -> None:
    """What winter it has is not known, which is not to say that it never ends (A111)."""
    made = derive_seasons(road("cold-beyond"), PLACES, CLIMATE)
    days = {"short": ("02-03", "03-25"), "normal": ("01-30", "04-01"), "long": ("01-26", "04-11")}
    windows = {YearType(year): Window.of_season(*both) for year, both in days.items()}
    assert season(made.links) == Season(windows, "default")
    (said,) = made.warnings
    assert said == (
        "no climate is known for cold-beyond, so the stated default is taken: open from 01-30 to "
        "04-01 in a normal year"
    )


def test_a_region_may_state_another_default() -> None:
    own = dict.fromkeys(YearType, ("02-10", "03-10"))
    made = derive_seasons(road("cold-beyond"), PLACES, CLIMATE, default_days=own)
    assert season(made.links).windows == dict.fromkeys(YearType, Window.of_season("02-10", "03-10"))


def test_listed_and_derived_seasons_lose_the_same_days() -> None:
    blank, listed = road("cold-cool"), road("cold-cool", **LISTED)
    for warming_c in (1.0, 2.5, 6.0):
        derived = [
            derive_seasons(blank, PLACES, CLIMATE, warming_c=w).links for w in (0.0, warming_c)
        ]
        warmed = warm_seasons(listed, PLACES, CLIMATE, warming_c).links
        lost = open_d(derived[0]) - open_d(derived[1])
        # Each is rounded to whole days by itself.
        assert open_d(listed) - open_d(warmed) == pytest.approx(lost, abs=2)
        assert lost > 0


@pytest.mark.parametrize("east", [105, 115, 120, 125, 130])
def test_warming_only_shortens(east: int) -> None:
    places = towns(a=east, b=east + 1)
    ranges = {"season_open_late": "01-10", "season_close_early": "04-10"}
    for links in (road("a-b"), road("a-b", **LISTED, **ranges)):
        spans = []
        for warming_c in np.arange(0.0, 10.1, 0.5):
            warmed = warm_seasons(links, places, CLIMATE, warming_c)
            made = derive_seasons(warmed.links, places, CLIMATE, warming_c=warming_c)
            spans.append(open_d(made.links))
        assert spans == sorted(spans, reverse=True)
        assert spans[0] > spans[-1]


@pytest.mark.parametrize("year", list(YearType))
def test_warming_never_lengthens_a_season_of_any_year(year: YearType) -> None:
    """A road that does not open in a normal year shrinks in a long one too."""
    wide = {"season_open": "02-20", "season_close": "03-10"}
    ranges = {"season_open_early": "12-01", "season_close_late": "04-20"}
    short = {"season_open_late": "02-25", "season_close_early": "03-08"}
    links = road("cold-cool", **wide, **ranges, **short)
    spans = [
        open_d(warm_seasons(links, PLACES, CLIMATE, warming_c).links, year)
        for warming_c in np.arange(0.0, 10.1, 0.5)
    ]
    assert spans == sorted(spans, reverse=True)
    assert spans[0] > spans[-1]


def test_season_does_not_spring_back_where_the_last_frost_is_lost() -> None:
    """At the edge the rule makes no road today either, and with more warming knows no opening."""
    easts = {f"at{2 * east:.0f}": east for east in np.arange(126.0, 145.0, 0.5)}
    places = towns(**easts, **{f"{name}x": east for name, east in easts.items()})
    links = tuple(one for name in easts for one in road(f"{name}-{name}x", **LISTED))
    spans = []
    for warming_c in np.arange(0.0, 5.1, 0.5):
        warmed = warm_seasons(links, places, CLIMATE, warming_c).links
        spans.append([open_d((one,)) for one in warmed])
    for east, of_road in zip(easts.values(), zip(*spans, strict=True), strict=True):
        assert list(of_road) == sorted(of_road, reverse=True), east
        assert of_road[0] > 0


# Tests (A9).
def test_short_year_may_have_no_season_where_a_normal_one_has() -> None:
    narrow = {**LISTED, "season_open_late": "02-20", "season_close_early": "03-01"}
    (warmed,) = warm_seasons(road("cold-cool", **narrow), PLACES, CLIMATE, 6.0).links
    assert not warmed.opens_in(YearType.SHORT)
    assert warmed.opens_in(YearType.NORMAL)


def test_a_season_lasts_for_as_long_as_a_day_of_it_is_left() -> None:
    def warmed_d(days: int) -> int:
        dates = {"season_open": "01-20", "season_close": text_of(day_of("01-20") + days - 1)}
        return open_d(warm_seasons(road("cold-cool", **dates), PLACES, CLIMATE, 1.0).links)

    lost_d = 60 - warmed_d(60)
    assert lost_d > 0
    assert (warmed_d(lost_d + 1), warmed_d(lost_d)) == (1, 0)


def test_lost_season_closes_the_road_by_name() -> None:
    brief = {"season_open": "03-01", "season_close": "03-05"}
    warmed = warm_seasons(road("cold-cool", **brief), PLACES, CLIMATE, 5.0)
    assert season(warmed.links).window(YearType.NORMAL) is None
    assert warmed.warnings == ("the winter makes no road of cold-cool at 5 deg C of warming",)


def test_window_of_full_loads_shrinks_with_its_season_and_goes() -> None:
    loads = {"full_load_from": "02-01", "full_load_to": "02-12", "light_load_share": 0.5}
    links = road("cold-cool", **LISTED, **loads)
    slight = season(warm_seasons(links, PLACES, CLIMATE, 1.0).links).loads
    assert slight is not None
    full = slight.full[YearType.NORMAL]
    assert full is not None
    assert day_of("02-01") < full.opens_d < full.last_d < day_of("02-12")
    strong = season(warm_seasons(links, PLACES, CLIMATE, 6.0).links).loads
    assert strong is not None
    assert (strong.light_share, strong.full) == (0.5, NEVER)


# Tests (A9).
def test_full_loads_of_a_short_year_keep_a_day_while_those_of_a_normal_one_last() -> None:
    """Two days in a short year, which warming would use up, and sixty in a normal one."""
    loads = {"full_load_from": "01-20", "full_load_to": "03-20", "light_load_share": 0.5}
    short = {"season_open_late": "02-16", "season_close_early": "03-21"}
    links = road("cold-cool", **LISTED, **short, **loads)
    before = season(links).loads
    assert before is not None
    assert before.full[YearType.SHORT] == Window(day_of("02-18"), 1)
    after = season(warm_seasons(links, PLACES, CLIMATE, 1.0).links).loads
    assert after is not None
    kept, normal = after.full[YearType.SHORT], after.full[YearType.NORMAL]
    assert kept is not None
    assert normal is not None
    assert kept.length_d == 1
    assert kept.opens_d < day_of("02-18")


def test_warming_leaves_water_alone() -> None:
    cells = {"season_open": "06-01", "season_close": "09-30"}
    river = typed_links(drawn_links(link("cold-cool-2", Vehicle.BARGE, 500.0, **cells)))
    links = (*road("cold-cool", **LISTED), *river)
    winter_road, barge = warm_seasons(links, PLACES, CLIMATE, 3.0).links
    assert barge == river[0]
    assert winter_road != links[0]
    assert warm_seasons(links, PLACES, CLIMATE, 0.0).links == links


def test_road_over_the_antimeridian_is_as_mild_as_its_middle() -> None:
    """The shorter way from 179 E to 179 W meets the mild point at 180."""
    lon = np.arange(170.0, 191.0)
    swings = np.stack([wave(20.0 if x == 180 else -15.0, 25) for x in lon])
    climate = Climate(lon, LAT, np.tile(swings, (2, 1, 1)))
    made = derive_seasons(road("west-east"), towns(west=178, east=-178), climate)
    assert season(made.links) == Season(NEVER, DERIVED)
