"""Weeks of a year, openings within them, and arrivals split between them (E12)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zimnik.geo.core.calendar import Span, Window
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.intervals import (
    ALWAYS,
    Weeks,
    contains,
    departures,
    intersection,
    shifted,
    union,
)


def test_year_is_51_weeks_of_seven_days_and_one_of_eight() -> None:
    assert Weeks().lengths_d.tolist() == [7.0] * 51 + [8.0]


def test_departures_leave_time_for_the_whole_traversal() -> None:
    window = Window.of_season("01-01", "01-10")
    assert departures(window, 4.0) == (Span(0.0, 6.0),)
    assert departures(window, 10.0) == ()


def test_season_over_new_year_is_two_spans_of_the_year() -> None:
    assert departures(Window.of_season("12-27", "01-05"), 0.0) == (Span(0, 5), Span(360, 365))


def test_openings_shifted_join_again_over_new_year() -> None:
    assert shifted((Span(0, 5), Span(360, 365)), 10.0) == (Span(5, 15),)


def test_intersection_is_the_common_part() -> None:
    assert intersection((Span(0, 5), Span(10, 20)), (Span(3, 12),)) == (Span(3, 5), Span(10, 12))
    assert contains((Span(0, 5),), (Span(1, 4),))
    assert not contains((Span(0, 5),), ALWAYS)


def test_openings_that_do_not_meet_have_no_common_part() -> None:
    assert intersection((Span(0, 5),), (Span(30, 40),)) == ()
    assert intersection((Span(0, 5),), (Span(5, 40),)) == ()


def test_an_opening_of_no_length_is_none() -> None:
    assert union((Span(5, 5),), (Span(10, 20),)) == (Span(10, 20),)


def test_partly_open_week_counts_its_open_days() -> None:
    assert Weeks().open_d((Span(3.0, 16.0),))[:4].tolist() == [4.0, 7.0, 2.0, 0.0]


def test_arrivals_are_split_in_proportion() -> None:
    arrivals = Weeks().arrivals((Span(0.0, 7.0),), 2.0)
    assert list(zip(arrivals.came, arrivals.shares, strict=True)) == [
        (0, pytest.approx(5 / 7)),
        (1, pytest.approx(2 / 7)),
    ]


@given(st.floats(0.0, 700.0), st.integers(0, 364), st.integers(1, 360))
def test_shares_sum_to_one_and_keep_the_mean_day(
    duration_d: float, opens_d: int, length_d: int
) -> None:
    weeks = Weeks()
    openings = departures(Window(opens_d, length_d), 0.0)
    arrivals = weeks.arrivals(openings, duration_d)
    left = np.unique(arrivals.left)
    assert (left == np.flatnonzero(weeks.open_d(openings))).all()
    assert np.bincount(arrivals.left, arrivals.shares)[left] == pytest.approx(1.0)


@pytest.mark.parametrize("count", [0, -1, 366])
def test_weeks_that_no_year_has_are_refused(count: int) -> None:
    with pytest.raises(InputError):
        Weeks(count)
