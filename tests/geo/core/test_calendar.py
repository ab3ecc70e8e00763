"""Days of a year without a number, and when something fits into a season."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zimnik.geo.core.calendar import (
    MONTH_STARTS_D,
    YEAR_D,
    Span,
    Window,
    day_of,
    days_after,
    days_of,
    in_order,
    text_of,
)
from zimnik.geo.core.errors import InputError


def test_days_count_from_the_first_of_january() -> None:
    assert (day_of("01-01"), day_of("03-01"), day_of("12-31")) == (0, 59, 364)


@pytest.mark.parametrize("text", ["01-01", "02-28", "03-01", "12-20", "12-31"])
def test_text_and_day_are_inverse_in_any_year(text: str) -> None:
    assert text_of(day_of(text)) == text_of(day_of(text) + 3 * YEAR_D) == text


@pytest.mark.parametrize(
    ("from_d", "until_d", "days"),
    [
        (110.0, 112.0, (110, 111)),
        (110.2, 110.3, (110, 110)),
        (110.0, 110.0, (110, 110)),
        (199.99999999999997, 201.7, (200, 201)),
        (363.99999999999994, 364.5, (364, 364)),
        (200.5, 268.00000000000006, (200, 267)),
        (364.9, 365.2, (364, 0)),
        (-0.5, 0.5, (364, 0)),
    ],
)
def test_days_of_what_lasts_are_the_first_and_the_last_that_it_touches(
    from_d: float, until_d: float, days: tuple[int, int]
) -> None:
    """What ends with a day has that day as its last; a rounding of sums moves no day."""
    assert days_of(from_d, until_d) == days


def test_window_knows_its_days() -> None:
    winter = Window.of_season("12-20", "04-22")
    assert (winter.opens, winter.closes) == ("12-20", "04-22")
    assert [
        winter.has_day(day_of(day)) for day in ("12-19", "12-20", "01-01", "04-22", "04-23")
    ] == [
        False,
        True,
        True,
        True,
        False,
    ]
    assert winter.holds(Window.of_season("12-31", "01-31"))
    assert not winter.holds(Window.of_season("12-31", "04-23"))
    assert not winter.is_all_year
    assert Window.of_season("03-01", "02-28").is_all_year


def test_months_start_on_their_first() -> None:
    firsts = [f"{month:02d}-01" for month in range(1, 13)]
    assert [text_of(day) for day in MONTH_STARTS_D] == firsts


@pytest.mark.parametrize("text", ["02-29", "13-01", "04-31", "1-1", "", "12-20-2026", "nan"])
def test_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="a day MM-DD"):
        day_of(text)


def test_season_includes_both_its_days_and_may_wrap() -> None:
    assert Window.of_season("07-20", "07-20") == Window(200, 1)
    assert Window.of_season("12-20", "04-22").length_d == 12 + 112


def test_departures_leave_time_for_the_whole_way() -> None:
    window = Window(100, 20)
    assert list(window.departures(5, 0, 500)) == [Span(100, 115), Span(465, 480)]
    assert list(window.departures(5, 110, 200)) == [Span(100, 115)]
    assert list(window.departures(20, 0, 200)) == [Span(100, 100)]


def test_way_longer_than_its_season_never_departs() -> None:
    assert list(Window(100, 20).departures(20.5, 0, 5000)) == []


def test_wrapping_season_is_open_on_both_sides_of_the_new_year() -> None:
    winter = Window.of_season("12-20", "04-22")
    assert next(winter.departures(1, 10, 20)) == Span(353 - 365, 353 - 365 + 123)


def test_days_follow_one_another_over_the_new_year() -> None:
    assert days_after("12-20", "01-05") == 16
    assert in_order("12-10", "12-20", "01-05")
    assert not in_order("01-05", "12-20")


@pytest.mark.parametrize(
    ("opens", "closes", "meets"),
    [
        ("07-31", "08-15", True),
        ("06-01", "07-01", True),
        ("08-01", "06-30", False),
        ("12-20", "04-10", False),
        ("12-20", "07-05", True),
        ("07-10", "07-12", True),
    ],
)
def test_windows_meet_where_they_share_a_day(opens: str, closes: str, *, meets: bool) -> None:
    july = Window.of_season("07-01", "07-31")
    season = Window.of_season(opens, closes)
    assert season.meets(july) is july.meets(season) is meets


@given(
    st.builds(Window, st.integers(0, 364), st.integers(1, 365)),
    st.builds(Window, st.integers(0, 364), st.integers(1, 365)),
)
def test_what_is_taken_out_of_a_window_leaves_the_other_days(one: Window, other: Window) -> None:
    parts = one.without(other)
    left = [day for day in range(365) if any(part.has_day(day) for part in parts)]
    assert left == [day for day in range(365) if one.has_day(day) and not other.has_day(day)]
    assert sum(part.length_d for part in parts) == len(left)
