"""When cargo is ready: made evenly over the year, or all on one day that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault
from zimnik.studies.options import DAY, Reader, option, optional

if TYPE_CHECKING:
    from collections.abc import Sequence

YEAR_BASIS, DAY_BASIS = "year", "day"
BEST = "best"


def _ready(given: object) -> str:
    if isinstance(given, str) and given.strip().casefold() == BEST:
        return BEST
    found: str = DAY.read(given)
    return found


READY = optional(Reader(_ready))


def readiness() -> Any:  # noqa: ANN401 - as dataclasses.field
    """Return the field of the day of readiness; without it cargo is made evenly over the year."""
    return option(None, READY)


@dataclass(frozen=True, slots=True)
class Readiness:
    """The days on which cargo is ready.

    Parameters
    ----------
    basis
        `YEAR_BASIS`, or `DAY_BASIS` where one day is asked for.
    ready_d
        Days from 1 January, ascending; None for the best day of the year.
    """

    basis: str
    ready_d: tuple[int, ...] | None

    @property
    def day(self) -> int | None:
        """The one day that is asked for; None for the best, and for the best of a year."""
        is_one = self.basis == DAY_BASIS and self.ready_d is not None
        return self.ready_d[0] if is_one and self.ready_d else None


def readiness_of(ready: str | None, season: Sequence[str] | None = None) -> Readiness:
    """Return what the fields of a question mean.

    Parameters
    ----------
    ready
        Day MM-DD, "best", or None for a year.
    season
        First and last day MM-DD on which cargo is made; without it all days.
    """
    from zimnik.geo.core.calendar import Window, day_of
    from zimnik.geo.routing.year import WHOLE_YEAR_D

    if ready is not None:
        return Readiness(DAY_BASIS, None if ready == BEST else (day_of(ready),))
    if season is None:
        return Readiness(YEAR_BASIS, WHOLE_YEAR_D)
    window = Window.of_season(*season)
    return Readiness(YEAR_BASIS, tuple(day for day in WHOLE_YEAR_D if window.has_day(day)))


def readiness_faults(ready: object, season: object) -> list[Fault]:
    """Return a fault where a day is asked for as well as the days of a year."""
    if not ready or season is None:
        return []
    expected = "a day of readiness or a working season"
    return [Fault("working_season", expected, "both", "Leave one out.")]
