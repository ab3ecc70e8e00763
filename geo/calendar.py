"""Days of a year that has no number: seasons that may wrap the new year, and when a link is open.

Time is days, fractions included, from the first moment of 1 January; the year has 365 days and
repeats, so 29 February is no day of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from geo.errors import Fault, InputError

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


@dataclass(frozen=True, slots=True)
class Window:
    """When something is open each year: from `opens_d`, for `length_d` days."""

    opens_d: float
    length_d: float

    @classmethod
    def of_season(cls, opens: str, closes: str) -> Window:
        """Return the window of a season MM-DD to MM-DD, both days included; it may wrap."""
        first, last = day_of(opens), day_of(closes)
        return cls(first, (last - first) % YEAR_D + 1.0)

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
