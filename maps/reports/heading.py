"""What every table shares: its heading, its dates and cells that are safe in a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import days_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = 1
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over every answer: the atlas, the money and the names of places.

    Parameters
    ----------
    atlas_version, atlas_date
        Edition of the atlas.
    currency
        Money of the rate card, such as "USD 2025".
    names
        English name of every place by id.
    benchmark_usd_per_kg_reo
        Cost of the lowest-cost producers.
    """

    atlas_version: str
    atlas_date: str
    currency: str
    names: Mapping[str, str]
    benchmark_usd_per_kg_reo: float


def day_after(ready_d: int | None, after_d: float = 0.0) -> str | None:
    """Return the day MM-DD of a moment some days after readiness, or None without a date."""
    if ready_d is None:
        return None
    day, _ = days_of(ready_d + after_d, ready_d + after_d)
    return text_of(day)


def spreadsheet_safe(text: str) -> str:
    """Return text that a spreadsheet shows and does not run as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
