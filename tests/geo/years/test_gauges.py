"""Medians and shifts of drawn gauges, by hand and for any years (E30)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.years.drawn_years import FIRST, gauge
from zimnik.geo.core.calendar import YEAR_D, Window, day_of
from zimnik.geo.core.vocabulary import GaugeKind
from zimnik.geo.years.gauges import Gauge, Shift, median_day


def test_a_shift_is_against_the_median_of_its_own_gauge() -> None:
    read = gauge("lena", closes_later_d=(1, 0, 0, -3, 5))
    assert read.median == Window.of_days(150, 290)
    assert list(read.shifts.items()) == [
        (FIRST, Shift(-4, 1)),
        (FIRST + 1, Shift(-1, 0)),
        (FIRST + 2, Shift(0, 0)),
        (FIRST + 3, Shift(2, -3)),
        (FIRST + 4, Shift(9, 5)),
    ]
    assert read.shifts[FIRST + 3].longer_d == -5


def test_the_median_day_passes_the_new_year() -> None:
    """A winter road opens on 20 December, 30 December and 6 January: 30 December."""
    days = [day_of("12-20"), day_of("12-30"), day_of("01-06")]
    assert median_day(days) == day_of("12-30")
    seasons = {
        2000 + n: Window.of_days(day, day_of("04-10")) for n, day in enumerate((*days, *days))
    }
    road = Gauge("r", "R", GaugeKind.WINTER_ROAD, None, None, frozenset(), seasons)
    assert [shift.opens_later_d for shift in road.shifts.values()] == [-10, 0, 7, -10, 0, 7]


def test_a_window_moves_at_both_ends() -> None:
    window = Window.of_season("06-01", "10-10")
    assert Shift(3, -4).of(window) == Window.of_season("06-04", "10-06")
    assert Shift(-3, 4).of(Window.of_season("12-01", "01-10")) == Window.of_season("11-28", "01-14")


def test_no_day_is_left_of_a_season_that_closes_before_it_opens() -> None:
    short = Window.of_season("06-01", "06-10")
    assert Shift(5, -4).of(short) == Window.of_season("06-06", "06-06")
    assert Shift(6, -4).of(short) is None


def test_what_is_open_all_year_stays_so() -> None:
    assert Shift(5, -300).of(Window(0, YEAR_D)) == Window(0, YEAR_D)
    assert Shift(0, 30).of(Window(10, 350)) == Window(10, YEAR_D)


@settings(max_examples=examples(200), deadline=None)
@given(
    opens_d=st.integers(0, 364),
    length_d=st.integers(60, 300),
    later_d=st.integers(-25, 25),
    closes_later_d=st.integers(-25, 25),
)
def test_a_shift_and_its_opposite_give_the_window_back(
    opens_d: int, length_d: int, later_d: int, closes_later_d: int
) -> None:
    window = Window(opens_d, length_d)
    moved = Shift(later_d, closes_later_d).of(window)
    assert moved is not None
    assert moved.length_d == length_d + closes_later_d - later_d
    assert Shift(-later_d, -closes_later_d).of(moved) == window


@settings(max_examples=examples(200), deadline=None)
@given(days=st.lists(st.integers(-60, 60), min_size=1, max_size=15), around=st.integers(0, 364))
def test_as_many_days_lie_before_a_median_as_after(days: list[int], around: int) -> None:
    middle = median_day([(around + day) % YEAR_D for day in days])
    offset = (middle - around + 182) % YEAR_D - 182
    assert sum(day < offset for day in days) <= len(days) / 2
    assert sum(day > offset for day in days) <= len(days) / 2
