"""Days of a year that has no number: seasons that may wrap the new year, and when a link is open.

Time is days, fractions included, from the first moment of 1 January; the year has 365 days and
repeats, so 29 February is no day of it. Days of readiness, of opening and of closing are whole
numbers; a day is the stretch from its number to the next, and only `days_of` says which day a
moment is printed as.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

YEAR_D = 365
# Most days from readiness to arrival where nothing else is asked for.
DEFAULT_MAX_D = 2.0 * YEAR_D
# First of each month, in days from 1 January.
MONTH_STARTS_D = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
# Less than this between two moments is rounding: sums of days under way, not time that passes.
ROUNDING_D = 1e-6
_COMMON_YEAR = 2025


def day_of(text: str) -> int:
    """Return a day written MM-DD as a number of days from 1 January, 0 to 364.

    Raises
    ------
    InputError
        If it is not a day of a common year.
    """
    try:
        day = date.fromisoformat(f"{_COMMON_YEAR}-{text}")
    except ValueError:
        remedy = "Use 02-28 or 03-01." if text == "02-29" else "Write month and day, as in 12-20."
        raise InputError(
            [Fault("date", "a day MM-DD of a year of 365 days", f"'{text}'", remedy)]
        ) from None
    return (day - date(_COMMON_YEAR, 1, 1)).days


def text_of(day: int) -> str:
    """Return a whole day as MM-DD, whatever its year."""
    return f"{date(_COMMON_YEAR, 1, 1) + timedelta(days=day % YEAR_D):%m-%d}"


def days_of(from_d: float, until_d: float) -> tuple[int, int]:
    """Return the first and the last day, 0 to 364, of what lasts from one moment to another.

    What starts at the first moment of a day has that day as its first; what ends at the last moment
    of a day, which is the first of the next, has the day that ends as its last. So what fits a
    season to the moment lies within its printed days. Something without length has one day.

    Parameters
    ----------
    from_d, until_d
        Moments in days from the first moment of 1 January of any year, within `ROUNDING_D`.

    Examples
    --------
    >>> days_of(110.0, 112.0)
    (110, 111)
    >>> days_of(364.9, 365.2)
    (364, 0)
    """
    first = math.floor(from_d + ROUNDING_D)
    last = max(first, math.ceil(until_d - ROUNDING_D) - 1)
    return first % YEAR_D, last % YEAR_D


def days_after(first: str, second: str) -> int:
    """Return how many days the second day MM-DD comes after the first, 0 to 364."""
    return (day_of(second) - day_of(first)) % YEAR_D


def days_between(day: int, other: int) -> int:
    """Return days from a day to another, the shorter way round; negative where it comes before."""
    half = YEAR_D // 2
    return (other - day + half) % YEAR_D - half


def in_order(*days: str) -> bool:
    """Whether days MM-DD follow one another within half a year, the year being cyclic."""
    half = YEAR_D // 2
    return all(
        days_after(first, second) <= half
        for i, first in enumerate(days)
        for second in days[i + 1 :]
    )


@dataclass(frozen=True, slots=True)
class Window:
    """When something is open each year: from day `opens_d` on, for `length_d` days, both whole."""

    opens_d: int
    length_d: int

    @classmethod
    def of_days(cls, first_d: int, last_d: int) -> Window:
        """Return the window from one day to another, both included; it may wrap."""
        return cls(first_d % YEAR_D, (last_d - first_d) % YEAR_D + 1)

    @classmethod
    def of_season(cls, opens: str, closes: str) -> Window:
        """Return the window of a season MM-DD to MM-DD, both days included; it may wrap."""
        return cls.of_days(day_of(opens), day_of(closes))

    @property
    def last_d(self) -> int:
        """Last open day, 0 to 364."""
        return (self.opens_d + self.length_d - 1) % YEAR_D

    @property
    def opens(self) -> str:
        """First open day, MM-DD."""
        return text_of(self.opens_d)

    @property
    def closes(self) -> str:
        """Last open day, MM-DD."""
        return text_of(self.last_d)

    @property
    def text(self) -> str:
        """First and last open day in words, "MM-DD to MM-DD"."""
        return f"{self.opens} to {self.closes}"

    @property
    def days_d(self) -> tuple[int, ...]:
        """Its days, 0 to 364, ascending."""
        return tuple(day for day in range(YEAR_D) if self.has_day(day))

    @property
    def is_all_year(self) -> bool:
        """Whether no day of the year is left out."""
        return self.length_d >= YEAR_D

    def has_day(self, day: int) -> bool:
        """Whether it is open on a day of the year."""
        return (day - self.opens_d) % YEAR_D < self.length_d

    def holds(self, other: Window) -> bool:
        """Whether all days of another window are days of this one."""
        after_d = (other.opens_d - self.opens_d) % YEAR_D
        return self.is_all_year or after_d + other.length_d <= self.length_d

    def meets(self, other: Window) -> bool:
        """Whether another window shares a day with this one."""
        after_d = (other.opens_d - self.opens_d) % YEAR_D
        return after_d < self.length_d or after_d + other.length_d > YEAR_D

    def without(self, other: Window) -> tuple[Window, ...]:
        """Return what is left of it where another window is taken out, in the order of its days.

        Examples
        --------
        >>> [part.text for part in Window(150, 100).without(Window(200, 10))]
        ['05-31 to 07-19', '07-30 to 09-07']
        """
        if not self.meets(other):
            return (self,)
        after_d = (other.opens_d - self.opens_d) % YEAR_D
        until_d = after_d + other.length_d
        # A window that wraps past the beginning of this one takes its first days as well.
        first_d = max(until_d - YEAR_D, 0)
        parts = [(first_d, min(after_d, self.length_d)), (until_d, self.length_d)]
        if self.is_all_year:
            # No day of a whole year is its first: what is left lies in one piece.
            parts = [(until_d, after_d + YEAR_D)]
        return tuple(
            Window((self.opens_d + start_d) % YEAR_D, end_d - start_d)
            for start_d, end_d in parts
            if end_d > start_d
        )

    def departures(self, duration_d: float, from_d: float, until_d: float) -> Iterator[Span]:
        """Yield the spans of departure, in order, that fit a traversal within one opening.

        Parameters
        ----------
        duration_d
            Days under way; the whole of them must lie within the opening.
        from_d, until_d
            Only spans that meet these days; each is whole, not cut to them.
        """
        slack_d = self.length_d - duration_d
        if slack_d < 0:
            return
        year = math.floor((from_d - self.opens_d - slack_d) / YEAR_D)
        while (start_d := self.opens_d + year * YEAR_D) <= until_d:
            if start_d + slack_d >= from_d:
                yield Span(start_d, start_d + slack_d)
            year += 1


@dataclass(frozen=True, slots=True)
class Span:
    """A closed stretch of time in days."""

    first_d: float
    last_d: float
