"""Events inside seasons and how they are drawn (E37)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zimnik.geo.core.calendar import Window, day_of
from zimnik.geo.core.chance import Chance
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import EventKind, Mode, Vehicle, YearType
from zimnik.geo.network.dated_closures import DatedClosure, with_dated_closures
from zimnik.geo.network.links import Link, Season
from zimnik.geo.years.events import Event, drawn_events
from zimnik.geo.years.gauges import Shift
from zimnik.geo.years.season_years import in_year

if TYPE_CHECKING:
    from collections.abc import Sequence


def low_water(name: str = "low", /, **terms: int) -> Event:
    """Return an event of two links that begins in the first ten days of July."""
    told = {"seen_years": 1, "read_years": 2, "low_d": 10, "base_d": 20, "high_d": 40, **terms}
    starts = Window.of_season("07-01", "07-10")
    return Event(name, "Low water", EventKind.LOW_WATER, ("a-b", "b-c"), starts=starts, **told)


def shut(events: Sequence[Event], seed: int) -> tuple[DatedClosure, ...]:
    """Return what the events of one drawn year shut."""
    (year,) = drawn_events(events, 1, Chance(seed))
    return tuple(one for _, closures in year for one in closures)


def years(*events: Event, count: int = 4000) -> list[tuple[DatedClosure, ...]]:
    drawn = drawn_events(events, count, Chance(1))
    return [tuple(one for _, closures in year for one in closures) for year in drawn]


def test_an_event_happens_by_its_chance_on_all_its_links() -> None:
    """Half of 4,000 years, within four standard errors of 0.8 %; begins on any of ten days."""
    drawn = years(low_water())
    happened = [one for one in drawn if one]
    assert len(happened) / len(drawn) == pytest.approx(0.5, abs=0.032)
    assert all([one.link_id for one in year] == ["a-b", "b-c"] for year in happened)
    assert all(len({(one.first_d, one.length_d) for one in year}) == 1 for year in happened)
    assert {year[0].first_d for year in happened} == set(range(day_of("07-01"), day_of("07-11")))


def test_lengths_are_a_triangle_from_least_to_most() -> None:
    """The mean is (10 + 20 + 40) / 3; a third, (20 - 10) / (40 - 10), is shorter than the mode."""
    event = low_water(seen_years=2)
    lengths = np.array([year[0].length_d for year in years(event)])
    assert lengths.min() >= 10
    assert lengths.max() <= 40
    assert lengths.mean() == pytest.approx(70 / 3, abs=0.5)
    assert (lengths < 20).mean() + (lengths == 20).mean() / 2 == pytest.approx(1 / 3, abs=0.03)
    assert event.expected_d_per_y == pytest.approx(70 / 3)
    assert low_water().expected_d_per_y == pytest.approx(35 / 3)


def test_an_event_that_is_always_as_long_and_one_that_never_was() -> None:
    fixed = low_water(seen_years=2, low_d=14, base_d=14, high_d=14)
    assert {year[0].length_d for year in years(fixed, count=50)} == {14}
    assert not any(years(low_water(seen_years=0), count=50))


def test_other_events_leave_the_years_of_one_as_they_were() -> None:
    """Whether they come before or after it by id, and are drawn or left out."""
    (own, *others) = (low_water(name) for name in ("m", "a", "z"))
    alone = drawn_events([own], 50, Chance(7))
    beside = drawn_events([*others, own], 50, Chance(7))
    assert any(alone)
    assert [[one for one in year if one[0] == own] for year in beside] == alone
    rarer = low_water("a", seen_years=1, read_years=100)
    again = drawn_events([rarer, own], 50, Chance(7))
    assert [[one for one in year if one[0] == own] for year in again] == alone


@given(st.integers(0, 364), st.integers(1, 365), st.integers(0, 2**32))
def test_what_is_drawn_lies_in_the_year(opens_d: int, length_d: int, seed: int) -> None:
    event = Event("e", "", EventKind.ICE, ("a-b",), 1, 1, Window(opens_d, length_d), 1, 200, 365)
    (closure,) = shut([event], seed)
    assert event.starts.has_day(closure.first_d)
    assert 1 <= closure.length_d <= 365


# Tests (E30, E36, E37): a drawn event keeps its date in a year whose season moves.
def test_events_stand_on_top_of_a_year() -> None:
    """Open from 1 June to 30 September, ten days later in this year; shut from 1 to 20 July."""
    season = Season(dict.fromkeys(YearType, Window.of_season("06-01", "09-30")))
    river = Link("a-b", "a", "b", Mode.RIVER, Vehicle.BARGE, 100.0, season=season)
    year = in_year([river], {"a-b": Shift(10, 10)})
    event = low_water(seen_years=2, low_d=20, base_d=20, high_d=20)
    (link,) = with_dated_closures(year, event.closures(day_of("07-01"), 20))
    assert link.season is not None
    assert [window.text for window in link.season.open_windows(YearType.NORMAL)] == [
        "06-11 to 06-30",
        "07-21 to 10-10",
    ]


@pytest.mark.parametrize(
    ("terms", "column"),
    [
        ({"seen_years": 3}, "seen_years"),
        ({"seen_years": -1}, "seen_years"),
        ({"seen_years": 0, "read_years": 0}, "seen_years"),
        ({"low_d": 0}, "base_d"),
        ({"low_d": 25}, "base_d"),
        ({"high_d": 400}, "base_d"),
    ],
)
def test_an_event_has_years_and_days_in_order(terms: dict[str, int], column: str) -> None:
    with pytest.raises(InputError) as error:
        low_water(**terms)
    assert [(one.row, one.column) for one in error.value.faults] == [("low", column)]
