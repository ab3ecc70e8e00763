"""Seasons, links and places as types."""

from __future__ import annotations

import pytest

from zimnik.geo.core.calendar import Window, day_of
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Mode, Vehicle, YearType
from zimnik.geo.network.links import NEVER, Link, LoadLimits, Season, touched

SHORT, NORMAL, LONG = YearType.SHORT, YearType.NORMAL, YearType.LONG
WINTER = Window.of_season("12-20", "04-20")


def road(season: Season | None) -> Link:
    return Link("a-b", "a", "b", Mode.WINTER_ROAD, Vehicle.WINTER_TRUCK, 100.0, season=season)


def test_season_has_a_window_or_none_in_each_type_of_year() -> None:
    season = Season({SHORT: None, NORMAL: WINTER, LONG: WINTER}, "published")
    assert season.window(NORMAL) == WINTER
    assert season.window(SHORT) is None
    with pytest.raises(InputError, match=r"none for.*long"):
        Season({SHORT: None, NORMAL: WINTER})
    with pytest.raises(InputError, match=r"none for.*short"):
        LoadLimits(0.5, {})


def test_windows_of_a_season_cannot_be_changed() -> None:
    windows: dict[YearType, Window | None] = {SHORT: None, NORMAL: WINTER, LONG: WINTER}
    season = Season(windows)
    windows[NORMAL] = None
    assert season.window(NORMAL) == WINTER
    with pytest.raises(TypeError, match="frozen"):
        season.windows[NORMAL] = None  # type: ignore[index]  # what a user may try


def test_link_is_open_on_the_days_of_its_season() -> None:
    closed = road(Season({SHORT: None, NORMAL: WINTER, LONG: WINTER}))
    assert closed.opens_in(NORMAL)
    assert not closed.opens_in(SHORT)
    assert closed.is_open_on(day_of("04-20"), NORMAL)
    assert not closed.is_open_on(day_of("04-21"), NORMAL)
    assert not closed.is_open_on(day_of("01-15"), SHORT)
    assert road(None).is_open_on(day_of("07-01"), SHORT)
    assert not any(road(Season(NEVER)).opens_in(year) for year in YearType)


def test_places_that_links_touch() -> None:
    assert touched([road(None)]) == {"a", "b"}
    assert touched([]) == frozenset()
