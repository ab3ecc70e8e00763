"""What every report shares: names of places, what was asked, and dates.

Owns how a day of a route is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import days_of, text_of
from zimnik.geo.infrastructure.needs import Needs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.maps.reports.records import Asked
    from zimnik.maps.reports.years.observed import ObservedYearRecord


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over every answer.

    Parameters
    ----------
    asked
        What was asked, of which atlas and rates.
    names
        English name of every place by id.
    benchmark_usd_per_kg_reo
        Cost of the lowest-cost producers.
    needs
        What of the network does not exist.
    observed_year
        The calendar year that was asked for.
    """

    asked: Asked
    names: Mapping[str, str]
    benchmark_usd_per_kg_reo: float
    needs: Needs = field(default_factory=Needs)
    observed_year: ObservedYearRecord | None = None


def day_after(ready_d: int | None, *, after_d: float = 0.0) -> str | None:
    """Return the day MM-DD of a moment some days after readiness, or None without a date."""
    if ready_d is None:
        return None
    day, _ = days_of(ready_d + after_d, ready_d + after_d)
    return text_of(day)
