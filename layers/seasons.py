"""Days of the year without a year: seasons as the links table writes them."""

from __future__ import annotations

from datetime import date

COMMON_YEAR = 2025
DAYS_PER_YEAR = 365
JULY_DAYS = (182, 212)


def day_number(day: str) -> int:
    """Return the number of a day MM-DD in a common year, 1 January being 1."""
    month, of_month = day.split("-")
    return date(COMMON_YEAR, int(month), int(of_month)).timetuple().tm_yday


def days_after(first: str, second: str) -> int:
    """Return how many days the second day comes after the first, 0 to 364; the year is cyclic."""
    return (day_number(second) - day_number(first)) % DAYS_PER_YEAR


def in_season(day: int, opens: str, closes: str) -> bool:
    """Whether a day, by its number, lies within a season that may wrap the new year."""
    first, last = day_number(opens), day_number(closes)
    return first <= day <= last if first <= last else day >= first or day <= last


def touches_july(opens: str, closes: str) -> bool:
    """Whether any day of July lies within a season."""
    first, last = JULY_DAYS
    return any(in_season(day, opens, closes) for day in range(first, last + 1))


def in_order(*days: str) -> bool:
    """Whether days follow one another within half a year, the year being cyclic."""
    half = DAYS_PER_YEAR // 2
    return all(
        days_after(first, second) <= half
        for i, first in enumerate(days)
        for second in days[i + 1 :]
    )
