"""The days on which what deposits ship, and what plants use and make, is ready.

Owns what a question says of readiness (docs/model.md, E12, E17, A30 and A43): evenly over the
working season of each deposit or that which is asked for, on one day, or on the best.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import YEAR_D, Window

if TYPE_CHECKING:
    from zimnik.geo.pricing.cargo import Cargo

ALL_YEAR = Window(0, YEAR_D)


@dataclass(frozen=True, slots=True)
class ReadyDays:
    """When cargo is ready; by itself each cargo evenly over its own season, else over all days.

    Parameters
    ----------
    season
        Days on which every deposit makes it, whatever its own season.
    ready_d
        The one day on which all of it is ready, from 1 January.
    best
        Whether all of it is ready on its best day.
    """

    season: Window | None = None
    ready_d: int | None = None
    best: bool = False

    def of(self, cargo: Cargo | None) -> tuple[int, ...] | None:
        """Return the days on which a cargo is made; None for the best day alone.

        Without a cargo, as of one that has no season of its own.
        """
        if self.best:
            return None
        if self.ready_d is not None:
            return (self.ready_d,)
        return self.window(cargo).days_d

    def window(self, cargo: Cargo | None) -> Window:
        """Return the season in which a cargo is made, where no day is asked for."""
        asked = self.season if cargo is None else cargo.made_in(self.season)
        return ALL_YEAR if asked is None else asked

    @property
    def of_plants(self) -> tuple[int, ...] | None:
        """Days on which reagents and products are ready: all, since plants run all year (A30)."""
        return None if self.best else ALL_YEAR.days_d


EVENLY = ReadyDays()
