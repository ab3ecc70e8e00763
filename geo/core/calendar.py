"""Days of a year that has no number: seasons that may wrap the new year, and when a link is open.

Time is days, fractions included, from the first moment of 1 January; the year has 365 days and
repeats, so 29 February is no day of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

YEAR_D = 365.0
_COMMON_YEAR = 2025


def day_of(text: str) -> float:
    """Return the first moment of a day written MM-DD, in days from 1 January.

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
    return float((day - date(_COMMON_YEAR, 1, 1)).days)


def text_of(time_d: float) -> str:
    """Return the day MM-DD that holds a moment, whatever its year."""
    day = date(_COMMON_YEAR, 1, 1) + timedelta(days=math.floor(time_d % YEAR_D))
    return f"{day:%m-%d}"


def days_after(first: str, second: str) -> int:
    """Return how many days the second day MM-DD comes after the first, 0 to 364."""
    return int((day_of(second) - day_of(first)) % YEAR_D)


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
    """When something is open each year: from `opens_d`, for `length_d` days."""

    opens_d: float
    length_d: float

    @classmethod
    def of_season(cls, opens: str, closes: str) -> Window:
        """Return the window of a season MM-DD to MM-DD, both days included; it may wrap."""
        return cls(day_of(opens), days_after(opens, closes) + 1.0)

    def meets(self, other: Window) -> bool:
        """Whether another window shares a day with this one."""
        after_d = (other.opens_d - self.opens_d) % YEAR_D
        return after_d < self.length_d or after_d + other.length_d > YEAR_D

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
