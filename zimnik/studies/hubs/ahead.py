"""What a question of siting says of years to come and of worlds that are not known yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault
from zimnik.geo.core.units import MOST_AMOUNT, MOST_T_PER_Y
from zimnik.studies.options import Reader, misread, number, option, optional, whole
from zimnik.studies.shared import Closing

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST_YEARS = 60
MOST_WORLDS = 500
TARGET = "target_reo_t_per_y"


@dataclass(frozen=True, slots=True)
class HorizonYears:
    """First and last year of a horizon."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}:{self.last}"

    @property
    def years(self) -> range:
        """Every year."""
        return range(self.first, self.last + 1)


def _horizon(given: object) -> HorizonYears:
    expected = f"two years FIRST:LAST from {FIRST_YEAR} to {LAST_YEAR}"
    if isinstance(given, HorizonYears):
        return given
    parts = given.split(":") if isinstance(given, str) else given
    if not isinstance(parts, Iterable) or len(both := tuple(parts)) != 2:  # noqa: PLR2004 - two years
        raise misread(expected, "Give the first and the last year, such as 2026:2050.")
    try:
        first, last = (int(str(one)) for one in both)
    except ValueError:
        raise misread(expected, "Give years as whole numbers.") from None
    if not FIRST_YEAR <= first <= LAST_YEAR or not FIRST_YEAR <= last <= LAST_YEAR:
        raise misread(expected, "Give other years.")
    if first > last:
        raise misread("a first year up to the last", f"Give {last}:{first}.")
    if last - first >= MOST_YEARS:
        most = f"{MOST_YEARS} years at most"
        raise misread(most, "Give fewer.")
    return HorizonYears(first, last)


HORIZON = Reader(_horizon)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead(Closing):
    """What is built when, and what is built before the world is known.

    Parameters
    ----------
    horizon
        FIRST:LAST, such as 2026:2050: which hub, road and port opens when, for what is planned for
        each year, a target of REO of each year, or the tonnes stated from the first year on.
    budget_usd_per_y
        Most that is spent on building in a year of the horizon, US$; without it what it takes.
    discount_pct_per_y
        Real rate at which years to come count less, %; without it the interest of the rate card.
    step_t_per_y
        Plants are built in steps, each for so many tonnes a year of what deposits ship; without it
        they have any size.
    worlds
        How many worlds are drawn, before which hubs are chosen and in which routes are: the best
        over all of them beside the best of the base world.
    """

    horizon: HorizonYears | None = option(None, optional(HORIZON), other_names=("years",))
    budget_usd_per_y: float | None = option(
        None, optional(number(0, MOST_AMOUNT, unit="US$ a year", above=True))
    )
    discount_pct_per_y: float | None = option(
        None, optional(number(0, 100, unit="% a year")), name="discount"
    )
    step_t_per_y: float | None = option(
        None, optional(number(0, MOST_T_PER_Y, unit="t a year", above=True)), name="step"
    )
    worlds: int | None = option(None, optional(whole(1, MOST_WORLDS)))

    def ahead_faults(self, others: Mapping[str, Any]) -> list[Fault]:
        """Return what contradicts; `others` are questions of their own, None where not asked."""
        faults = []
        for name in ("budget_usd_per_y", "discount_pct_per_y"):
            if getattr(self, name) is not None and self.horizon is None:
                remedy = "Give a horizon too, such as 2026:2050."
                faults.append(Fault(name, "a horizon", "none", remedy))
        if self.step_t_per_y is not None and self.horizon is None and self.worlds is None:
            remedy = "Give a horizon or a number of worlds too."
            faults.append(Fault("step_t_per_y", "a horizon or worlds", "neither", remedy))
        asked = {"worlds": self.worlds, **others}
        for name, value in asked.items() if self.horizon is not None else ():
            if value is not None and name != TARGET:
                faults.append(Fault(name, "no other aim beside a horizon", "both", "Ask for one."))
        for name, value in others.items() if self.worlds is not None else ():
            if value is not None:
                faults.append(Fault(name, "no other aim beside worlds", "both", "Ask for one."))
        return faults
