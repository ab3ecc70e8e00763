"""When cargo is ready, what the year is like, and when a link is open in such a year.

Owns which published days of a season hold in a short, a normal and a long year (docs/model.md, A7).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from zimnik.geo.core.calendar import Window
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import YearType

if TYPE_CHECKING:
    from collections.abc import Mapping

# No cargo waits for longer, and a search has to end.
MOST_D = 3650.0
# Columns of the opening and the closing day; where a range is not published the median stands in.
SEASON_COLUMNS = {
    YearType.SHORT: ("season_open_late", "season_close_early"),
    YearType.NORMAL: ("season_open", "season_close"),
    YearType.LONG: ("season_open_early", "season_close_late"),
}


@dataclass(frozen=True, slots=True)
class Dates:
    """When cargo is ready and what the year is like.

    Parameters
    ----------
    ready_d
        Day of readiness in days from 1 January; None for the best of the 365 whole days.
    year_type
        Which of the published dates of seasons hold.
    max_d
        Most days from readiness to arrival.

    Raises
    ------
    InputError
        If `max_d` is not a number above zero, or above `MOST_D`.
    """

    ready_d: float | None = None
    year_type: YearType = YearType.NORMAL
    max_d: float = 730.0

    def __post_init__(self) -> None:
        if not 0 < self.max_d <= MOST_D:
            expected = f"days above zero, {MOST_D:,.0f} at most"
            raise InputError(
                [Fault("dates", expected, f"{self.max_d:g}", "Give another --max-days.")]
            )


def season_window(record: Mapping[str, Any], year_type: YearType) -> Window | None:
    """Return when a link is open in a year of a type, or None where it is open all year."""
    median = _text(record, "season_open"), _text(record, "season_close")
    if not all(median):
        return None
    opens, closes = SEASON_COLUMNS[year_type]
    return Window.of_season(_text(record, opens) or median[0], _text(record, closes) or median[1])


def _text(record: Mapping[str, Any], column: str) -> str:
    value = record.get(column)
    return "" if value is None or pd.isna(value) else str(value)
