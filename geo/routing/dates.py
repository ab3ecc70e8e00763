"""When cargo is ready, what the year is like, and how long it may take.

Owns what a question may ask of the calendar: whole days of one year, and an end to waiting.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import DEFAULT_MAX_D, YEAR_D
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import YearType

if TYPE_CHECKING:
    from collections.abc import Iterator

# No cargo waits for longer, and a search has to end.
MOST_D = 3650.0


@dataclass(frozen=True, slots=True)
class Dates:
    """When cargo is ready and what the year is like.

    Parameters
    ----------
    ready_d
        Day of readiness, whole, 0 to 364 from 1 January; None for the best of the 365.
    year_type
        Which of the published dates of seasons hold.
    max_d
        Most days from readiness to arrival.

    Raises
    ------
    InputError
        If the day is not a whole day of the year, the year type is none of `YearType`, or `max_d`
        is not a number above zero, or above `MOST_D`.
    """

    ready_d: int | None = None
    year_type: YearType = YearType.NORMAL
    max_d: float = DEFAULT_MAX_D

    def __post_init__(self) -> None:
        faults = [*_day_faults(self), *_year_faults(self.year_type), *_most_faults(self.max_d)]
        if faults:
            raise InputError(faults)


def day_faults(name: str, days: object) -> Iterator[Fault]:
    """Yield a fault for each day of readiness that is no whole day of the year, or for none at all.

    Parameters
    ----------
    name
        Field that holds them.
    days
        Supposed to be a sequence of whole numbers from 0 to 364.
    """
    if isinstance(days, str) or not isinstance(days, Collection) or not len(days):
        yield Fault(name, "days of the year", repr(days), "Give numbers from 0 to 364.")
        return
    for day in days:
        if not isinstance(day, int | np.integer) or not 0 <= day < YEAR_D:
            expected = "a whole day of the year, 0 to 364"
            remedy = "Give the days since 1 January, as day_of does for a date such as 07-01."
            yield Fault(name, expected, repr(day), remedy)


def _day_faults(dates: Dates) -> Iterator[Fault]:
    if dates.ready_d is not None:
        yield from day_faults("ready_d", [dates.ready_d])


def _year_faults(year_type: object) -> Iterator[Fault]:
    if not isinstance(year_type, YearType):
        expected = f"a YearType: {', '.join(YearType)}"
        yield Fault("year_type", expected, repr(year_type), "Give one of them.")


def _most_faults(max_d: object) -> Iterator[Fault]:
    if not isinstance(max_d, int | float | np.number) or not 0 < max_d <= MOST_D:
        expected = f"days above zero, {MOST_D:,.0f} at most"
        yield Fault("max_d", expected, repr(max_d), "Give another number of days.")
