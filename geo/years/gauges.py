"""Gauges: what was read of a river or a winter road in each year, and how far from its median.

Owns the day that is the median of cyclic days, and the shift, which is how much later than usual
something opens and closes in a year (docs/model.md, E30).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import YEAR_D, Window, days_between
from zimnik.geo.core.frozen import freeze_mappings, frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from zimnik.geo.core.vocabulary import GaugeKind

# Of fewer years no median is worth a shift.
LEAST_YEARS = 5


@dataclass(frozen=True, slots=True)
class Shift:
    """How much later than in the median of years something opens and closes, whole days."""

    opens_later_d: int = 0
    closes_later_d: int = 0

    @property
    def longer_d(self) -> int:
        """Days by which the season is longer than usual."""
        return self.closes_later_d - self.opens_later_d

    def of(self, window: Window) -> Window | None:
        """Return a window of the median year as it is in this one; None where no day is left.

        What is open all year stays so.
        """
        length_d = window.length_d + self.longer_d
        if window.is_all_year or length_d < 1:
            return window if window.is_all_year else None
        return Window((window.opens_d + self.opens_later_d) % YEAR_D, min(length_d, YEAR_D))


@dataclass(frozen=True)
class Gauge:
    """A gauge of a river, or a winter road whose days were written down.

    Parameters
    ----------
    id
        Unique among gauges.
    name
        What readers know it by.
    kind
        Whether water or a winter road was watched.
    lon_deg, lat_deg
        Degrees in EPSG:4326; None where that is not known.
    corridors
        Trunk lines of the network whose water, or road, it is.
    seasons
        From break-up to freeze-up of a river, from opening to closing of a road, by the calendar
        year in which it breaks up or closes.
    """

    id: str
    name: str
    kind: GaugeKind
    lon_deg: float | None
    lat_deg: float | None
    corridors: frozenset[str]
    seasons: Mapping[int, Window]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years of which both days were read, ascending."""
        return tuple(sorted(self.seasons))

    @cached_property
    def median(self) -> Window:
        """From the median first to the median last day."""
        seasons = self.seasons.values()
        opens_d = median_day([season.opens_d for season in seasons])
        return Window.of_days(opens_d, median_day([season.last_d for season in seasons]))

    @cached_property
    def shifts(self) -> Mapping[int, Shift]:
        """How much later than its median it opened and closed in each of its years, in order."""
        median, seasons = self.median, self.seasons
        return frozen(
            {
                year: Shift(
                    days_between(median.opens_d, seasons[year].opens_d),
                    days_between(median.last_d, seasons[year].last_d),
                )
                for year in self.years
            }
        )


def median_day(days: Collection[int]) -> int:
    """Return the median of days of the year, 0 to 364, that lie within half a year of another.

    Between two middle days it is the even one, as numbers are rounded.
    """
    first = next(iter(days))
    return (first + round(float(np.median([days_between(first, day) for day in days])))) % YEAR_D
