"""Seasons of drawn winter roads under a drawn climate: derived, shortened, lost (E10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from shapely.geometry import Point

from tests.geo.climate.test_climate import wave
from tests.geo.drawn import drawn_links, drawn_places, link
from zimnik.geo.climate.climate import WINTER_FROM_D, Climate, winter
from zimnik.geo.climate.road_seasons import derive_seasons, warm_seasons
from zimnik.geo.core.calendar import Window, days_after, text_of
from zimnik.geo.core.vocabulary import Vehicle, YearType
from zimnik.geo.routing.dates import season_window

if TYPE_CHECKING:
    import geopandas as gpd


# From west to east each degree is milder: a mean of -16 at 105 E, of 20 at 150 E.
def mean_c(east: float) -> float:
    """Return the mean of a year at a longitude."""
    return 0.8 * (east - 125)


LON, LAT = np.arange(100.0, 161.0), np.array([60.0, 70.0])
CLIMATE = Climate(LON, LAT, np.tile([wave(mean_c(x), 25) for x in LON], (2, 1, 1)))
LISTED = {"season_open": "12-20", "season_close": "04-20"}


def towns(**east: float) -> gpd.GeoDataFrame:
    """Return places on 65 N."""
    places = drawn_places(**dict.fromkeys(east, "station"))
    return places.set_geometry([Point(lon, 65) for lon in east.values()], crs=places.crs)


PLACES = towns(cold=105, cool=115, mild=150, beyond=90)


def road(ends: str, **extra: object) -> dict[str, object]:
    return link(ends, Vehicle.WINTER_TRUCK, 500.0, **extra)


def span(links: gpd.GeoDataFrame, row: int = 0) -> float:
    opens, closes = links["season_open"][row], links["season_close"][row]
    return Window.of_season(opens, closes).length_d


# Tests (A9).
def test_road_without_days_takes_those_of_its_mildest_point() -> None:
    links = drawn_links(road("cold-cool"))
    derived = derive_seasons(links, PLACES, CLIMATE).links.iloc[0]
    mildest = winter(wave(mean_c(115), 25)[None])
    first, last = np.ceil(mildest.opens_d[0]), np.floor(mildest.closes_d[0]) - 1
    assert derived["season_open"] == text_of(first + WINTER_FROM_D)
    assert derived["season_close"] == text_of(last + WINTER_FROM_D)
    assert derived["season_basis"] == "derived"
    assert days_after(derived["season_open_early"], derived["season_open_late"]) == 20
    assert days_after(derived["season_close_early"], derived["season_close_late"]) == 10


def test_links_with_days_and_other_modes_are_not_derived() -> None:
    links = drawn_links(road("cold-cool", **LISTED), link("cold-cool-2", Vehicle.BARGE, 500.0))
    assert derive_seasons(links, PLACES, CLIMATE).links is links


def test_road_that_the_winter_does_not_make_is_closed_in_every_year() -> None:
    made = derive_seasons(drawn_links(road("cold-mild")), PLACES, CLIMATE)
    assert made.closed == dict.fromkeys(YearType, frozenset({"cold-mild"}))
    assert made.warnings == ("the winter makes no road of cold-mild",)


def test_road_beyond_the_climate_stays_open_and_says_so() -> None:
    made = derive_seasons(drawn_links(road("cold-beyond")), PLACES, CLIMATE)
    assert made.links["season_open"].tolist() == [""]
    assert made.closed[YearType.NORMAL] == frozenset()
    assert "no climate is known for cold-beyond" in made.warnings[0]


def test_listed_and_derived_seasons_lose_the_same_days() -> None:
    blank, listed = drawn_links(road("cold-cool")), drawn_links(road("cold-cool", **LISTED))
    for warming_c in (1.0, 2.5, 6.0):
        derived = [derive_seasons(blank, PLACES, CLIMATE, w).links for w in (0.0, warming_c)]
        warmed = warm_seasons(listed, PLACES, CLIMATE, warming_c).links
        lost = span(derived[0]) - span(derived[1])
        # Each is rounded to whole days by itself.
        assert span(listed) - span(warmed) == pytest.approx(lost, abs=2)
        assert lost > 0


@pytest.mark.parametrize("east", [105, 115, 120, 125, 130])
def test_warming_only_shortens(east: int) -> None:
    places = towns(a=east, b=east + 1)
    ranges = {"season_open_late": "01-10", "season_close_early": "04-10"}
    for links in (drawn_links(road("a-b")), drawn_links(road("a-b", **LISTED, **ranges))):
        spans = []
        for warming_c in np.arange(0.0, 10.1, 0.5):
            warmed = warm_seasons(links, places, CLIMATE, warming_c)
            made = derive_seasons(warmed.links, places, CLIMATE, warming_c)
            shut = {"a-b"} & (
                made.closed.get(YearType.NORMAL, frozenset())
                | warmed.closed.get(YearType.NORMAL, frozenset())
            )
            spans.append(0.0 if shut else span(made.links))
        assert spans == sorted(spans, reverse=True)
        assert spans[0] > spans[-1]


@pytest.mark.parametrize("year", list(YearType))
def test_warming_never_lengthens_a_season_of_any_year(year: YearType) -> None:
    """A road closed in a normal year moves in a long one too."""
    wide = {"season_open": "02-20", "season_close": "03-10"}
    ranges = {"season_open_early": "12-01", "season_close_late": "04-20"}
    short = {"season_open_late": "02-25", "season_close_early": "03-08"}
    links = drawn_links(road("cold-cool", **wide, **ranges, **short))
    spans = []
    for warming_c in np.arange(0.0, 10.1, 0.5):
        warmed = warm_seasons(links, PLACES, CLIMATE, warming_c)
        window = season_window(warmed.links.iloc[0].to_dict(), year)
        shut = "cold-cool" in warmed.closed.get(year, frozenset())
        assert window is not None
        spans.append(0.0 if shut else window.length_d)
    assert spans == sorted(spans, reverse=True)
    assert spans[0] > spans[-1]


def test_season_does_not_spring_back_where_the_last_frost_is_lost() -> None:
    """At the edge the rule makes no road today either, and with more warming knows no opening."""
    easts = {f"at{2 * east:.0f}": east for east in np.arange(126.0, 145.0, 0.5)}
    places = towns(**easts, **{f"{name}x": east for name, east in easts.items()})
    links = drawn_links(*(road(f"{name}-{name}x", **LISTED) for name in easts))
    spans = []
    for warming_c in np.arange(0.0, 5.1, 0.5):
        warmed = warm_seasons(links, places, CLIMATE, warming_c)
        shut = warmed.closed.get(YearType.NORMAL, frozenset[str]())
        ids = warmed.links["id"]
        spans.append([0.0 if i in shut else span(warmed.links, row) for row, i in enumerate(ids)])
    for east, of_road in zip(easts.values(), zip(*spans, strict=True), strict=True):
        assert list(of_road) == sorted(of_road, reverse=True), east
        assert of_road[0] > 0.0


# Tests (A9).
def test_short_year_may_have_no_season_where_a_normal_one_has() -> None:
    narrow = {**LISTED, "season_open_late": "02-20", "season_close_early": "03-01"}
    warmed = warm_seasons(drawn_links(road("cold-cool", **narrow)), PLACES, CLIMATE, 6.0)
    assert warmed.closed[YearType.SHORT] == {"cold-cool"}
    assert warmed.closed[YearType.NORMAL] == frozenset()


def test_lost_season_closes_the_road_by_name() -> None:
    brief = {"season_open": "03-01", "season_close": "03-05"}
    warmed = warm_seasons(drawn_links(road("cold-cool", **brief)), PLACES, CLIMATE, 5.0)
    assert warmed.closed[YearType.NORMAL] == {"cold-cool"}
    assert warmed.warnings == ("the winter makes no road of cold-cool at 5 deg C of warming",)


def test_window_of_full_loads_shrinks_with_its_season_and_goes() -> None:
    loads = {"full_load_from": "02-01", "full_load_to": "02-12", "light_load_share": 0.5}
    links = drawn_links(road("cold-cool", **LISTED, **loads))
    slight = warm_seasons(links, PLACES, CLIMATE, 1.0).links.iloc[0]
    assert "02-01" < slight["full_load_from"] < slight["full_load_to"] < "02-12"
    strong = warm_seasons(links, PLACES, CLIMATE, 6.0).links.iloc[0]
    assert (strong["full_load_from"], strong["full_load_to"]) == ("", "")


# Tests (A9).
def test_warming_leaves_water_alone_and_its_argument_unchanged() -> None:
    river = link("cold-cool-2", Vehicle.BARGE, 500.0, season_open="06-01", season_close="09-30")
    links = drawn_links(road("cold-cool", **LISTED), river)
    before = links.copy(deep=True)
    warmed = warm_seasons(links, PLACES, CLIMATE, 3.0).links
    assert warmed[["season_open", "season_close"]].iloc[1].tolist() == ["06-01", "09-30"]
    assert warmed["season_open"][0] != "12-20"
    assert links.equals(before)
    assert warm_seasons(links, PLACES, CLIMATE, 0.0).links is links


def test_road_over_the_antimeridian_is_as_mild_as_its_middle() -> None:
    """The shorter way from 179 E to 179 W meets the mild point at 180."""
    lon = np.arange(170.0, 191.0)
    swings = np.stack([wave(20.0 if x == 180 else -15.0, 25) for x in lon])
    climate = Climate(lon, LAT, np.tile(swings, (2, 1, 1)))
    places = towns(west=178, east=-178)
    made = derive_seasons(drawn_links(road("west-east")), places, climate)
    assert made.closed[YearType.NORMAL] == {"west-east"}
