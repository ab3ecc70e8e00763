"""What every report shares: names of places, what was asked, and dates.

Owns how a day of a route is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.maps.reports.records import Asked


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
    """

    asked: Asked
    names: Mapping[str, str]
    benchmark_usd_per_kg_reo: float


def day_after(ready_d: float | None, after_d: float = 0.0) -> str | None:
    """Return the day MM-DD some days after readiness, or None where no date applies."""
    return None if ready_d is None else text_of(ready_d + after_d)
