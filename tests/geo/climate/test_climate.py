"""Winters worked out from monthly means: exact months, a plain count of days as oracle, warming (E10)."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from zimnik.geo.climate.climate import RULE, WINTER_FROM_D, Climate, daily_c, winter
from zimnik.geo.core.errors import InputError

DAYS = [date(2025, 1, 1) + timedelta(days=i) for i in range(365)]
MONTH_OF_DAY = np.array([day.month for day in DAYS])
months = st.lists(st.floats(-55, 30), min_size=12, max_size=12).map(
    lambda drawn: np.round(drawn, 3)
)


def wave(mean_c: float, swing_c: float, coldest_d: float = 18.0) -> np.ndarray:
    """Return the 12 means of a year that swings about its mean as a cosine."""
    days = np.arange(365) + 0.5
    year = mean_c - swing_c * np.cos(2 * math.pi * (days - coldest_d) / 365)
    return np.array([year[month == MONTH_OF_DAY].mean() for month in range(1, 13)])


@given(months)
@settings(max_examples=examples(50))
def test_days_have_the_means_of_their_months(monthly: np.ndarray) -> None:
    daily = daily_c(monthly)
    means = [daily[month == MONTH_OF_DAY].mean() for month in range(1, 13)]
    assert means == pytest.approx(monthly.tolist(), abs=1e-9)


def test_months_that_alternate_swing_from_middle_to_middle_of_the_month() -> None:
    """Half a sine over a month is at its height pi / 2 times its mean: Epstein's cos(pi t)."""
    monthly = np.tile([1.0, -1.0], 6)
    daily = daily_c(monthly)
    middles = [np.flatnonzero(month == MONTH_OF_DAY)[14] for month in range(1, 13)]
    assert daily[middles] == pytest.approx(monthly * math.pi / 2, rel=0.06)
    assert np.abs(daily).max() == pytest.approx(math.pi / 2, rel=0.06)


def test_year_that_swings_as_a_cosine_is_found_again() -> None:
    days = np.arange(365) + 0.5
    year = -10 - 25 * np.cos(2 * math.pi * (days - 18) / 365)
    assert np.abs(daily_c(wave(-10, 25)) - year).max() < 1e-9


def counted(daily: list[float], warming_c: float) -> tuple[float | None, float | None]:
    """Count day by day from 1 August, without arrays: when a road could open and would close."""
    days = [daily[(i + WINTER_FROM_D) % 365] + warming_c for i in range(365)]
    total, opens = 0.0, None
    for day, degrees in enumerate(days):
        cold = max(0.0, -degrees)
        if opens is None and total + cold >= RULE.degree_days:
            opens = day + (RULE.degree_days - total) / cold + RULE.building_d
        total += cold
    coldest = days.index(min(days))
    for day in range(coldest + 1, 365):
        if days[day] >= 0:
            back = days[day] / (days[day] - days[day - 1]) if days[day] > 0 else 0.0
            return opens, day + 0.5 - back - RULE.decay_d
    return opens, None


@given(
    mean_c=st.floats(-18, 12),
    swing_c=st.floats(5, 35),
    coldest_d=st.floats(0, 40),
    warming_c=st.floats(0, 10),
)
@settings(max_examples=examples(60))
def test_winter_is_the_one_that_counting_days_gives(
    mean_c: float, swing_c: float, coldest_d: float, warming_c: float
) -> None:
    monthly = wave(mean_c, swing_c, coldest_d)
    # A year that only touches frost is decided by rounding.
    assume(mean_c + warming_c - swing_c < -0.1)
    opens_d, closes_d = counted(daily_c(monthly).tolist(), warming_c)
    found = winter(monthly[None], warming_c=warming_c)
    if opens_d is None:
        assert np.isnan(found.opens_d[0])
        assert not found.holds[0]
    else:
        assert found.opens_d[0] == pytest.approx(opens_d)
    if closes_d is not None:
        assert found.closes_d[0] == pytest.approx(closes_d)


@given(monthly=months, warmings=st.lists(st.floats(0, 10), min_size=2, max_size=2).map(sorted))
@settings(max_examples=examples(100))
def test_more_warming_never_lengthens_a_season(monthly: np.ndarray, warmings: list[float]) -> None:
    less, more = (winter(monthly[None], warming_c=warming) for warming in warmings)
    if more.holds[0]:
        assert less.holds[0]
        assert more.opens_d[0] >= less.opens_d[0]
        assert more.closes_d[0] <= less.closes_d[0]


def test_least_winter_of_a_road_reaches_its_degree_days_with_the_year() -> None:
    """Winters ever milder: a road is lost where 380 degree-days come after 31 December."""
    rising = np.stack([wave(mean, 20) for mean in np.arange(-10, 12, 0.05)])
    found = winter(rising)
    built_d = found.opens_d - RULE.building_d
    assert found.holds[0]
    assert not found.holds[-1]
    last = int(np.flatnonzero(found.holds)[-1])
    assert built_d[last] <= 365 - WINTER_FROM_D < built_d[last + 1]


def test_grid_is_even_between_its_points_and_unknown_beyond() -> None:
    lon, lat = np.array([170.0, 180.0, 190.0]), np.array([60.0, 62.0])
    along = lon[None, :, None] + 10 * lat[:, None, None]
    climate = Climate(lon, lat, np.repeat(along, 12, axis=2))
    assert climate.monthly_at(175.0, 61.0)[0] == pytest.approx(175 + 610)
    assert climate.monthly_at(-172.5, 60.5)[3] == pytest.approx(187.5 + 605)
    assert climate.monthly_at([190.0, 170.0], [62.0, 60.0])[:, 0] == pytest.approx([810, 770])
    assert np.isnan(climate.monthly_at([169.9, -169.0, 180.0], [61.0, 61.0, 62.1])).all()


def test_a_grid_beside_tells_of_what_the_first_does_not_know() -> None:
    def even(west: float, east: float, mean_c: float) -> Climate:
        return Climate(np.array([west, east]), np.array([60.0, 62.0]), np.full((2, 2, 12), mean_c))

    first, second, third = even(100, 110, -10.0), even(105, 120, -20.0), even(119, 130, -30.0)
    whole = replace(first, beside=(second, third))
    asked = ([107.0, 115.0, 119.5, 125.0], np.full(4, 61.0))
    assert whole.monthly_at(*asked)[:, 0].tolist() == [-10.0, -20.0, -20.0, -30.0]
    assert np.isnan(whole.monthly_at(99.0, 61.0)).all()


@pytest.mark.parametrize("warming_c", [-0.1, 10.1, math.nan, math.inf])
def test_warming_out_of_range_is_refused(warming_c: float) -> None:
    with pytest.raises(InputError, match="0 to 10 degrees"):
        winter(wave(-10, 25)[None], warming_c=warming_c)
