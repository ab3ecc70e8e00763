"""The year of a cargo as a record and text.

Owns how the year reads, in whatever answer it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.calendar import YEAR_D, text_of
from zimnik.maps.reports.heading import day_after
from zimnik.maps.reports.stretches import Stretch, named_stretches, stretches_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.geo.processing.hub_years import HubYear
    from zimnik.geo.routing.year import MonthCost, RouteYear, YearMean
    from zimnik.maps.reports.heading import Heading

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# What a row of a table says of the best and the worst day.
EXTREMES = ("best_usd_per_t", "best_ready", "worst_usd_per_t", "worst_ready")
# Basis of an answer about cargo that is made evenly over the year; the other is that of a day.
YEAR = "year"
# A share of the cargo below which its route is not told apart.
LEAST_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class MonthRecord:
    """What a tonne that is ready in a month costs in the mean of its working days."""

    month: int
    working_d: int
    mean_usd_per_t: float
    mean_duration_d: float


@dataclass(frozen=True, slots=True)
class ShareRecord:
    """A route of the year, the share of the cargo that takes it, and its cost on its best day."""

    share: float
    cost_usd_per_t: float
    by_way_of: tuple[Stretch, ...]
    link_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearRecord:
    """What a tonne costs in the mean of the days on which cargo is made, and on the extreme days.

    `low_usd_per_t` and `high_usd_per_t` are the mean with all rates low or high; `by_month` has the
    months with a working day. Kilometres, days and CO2 are means as well.
    """

    mean_usd_per_t: float
    low_usd_per_t: float
    high_usd_per_t: float
    best_usd_per_t: float
    best_ready: str
    worst_usd_per_t: float
    worst_ready: str
    working_d: int
    distance_km: float
    duration_d: float
    waiting_d: float
    co2_kg_per_t: float
    co2_low_kg_per_t: float
    co2_high_kg_per_t: float
    by_month: tuple[MonthRecord, ...]

    @property
    def is_level(self) -> bool:
        """Whether every day costs the same but for cents."""
        return self.worst_usd_per_t - self.best_usd_per_t < 1


@dataclass(frozen=True, slots=True)
class HubYearRecord:
    """What a tonne of feed costs at a hub in the mean of the year, and on the extreme days.

    The mean is of all that the hub costs; what is no haul of the feed is the same on every day.
    Days on the way are those of the feed.
    """

    mean_usd_per_t: float
    best_usd_per_t: float
    best_ready: str
    worst_usd_per_t: float
    worst_ready: str
    working_d: int
    by_month: tuple[MonthRecord, ...]


def hub_year_record(year: HubYear | None) -> HubYearRecord | None:
    """Return the record of the year of a hub; None for none."""
    if year is None:
        return None
    return HubYearRecord(
        mean_usd_per_t=year.mean_usd_per_t,
        best_usd_per_t=year.best_usd_per_t,
        best_ready=text_of(year.best_ready_d),
        worst_usd_per_t=year.worst_usd_per_t,
        worst_ready=text_of(year.worst_ready_d),
        working_d=len(year.ready_d),
        by_month=_month_records(year.months),
    )


def _month_records(months: Iterable[MonthCost]) -> tuple[MonthRecord, ...]:
    return tuple(
        MonthRecord(one.month, one.working_d, one.mean_usd_per_t, one.mean_duration_d)
        for one in months
    )


def year_record(year: YearMean) -> YearRecord:
    """Return the record of a year."""
    return YearRecord(
        mean_usd_per_t=year.mean_usd_per_t,
        low_usd_per_t=year.low_usd_per_t,
        high_usd_per_t=year.high_usd_per_t,
        best_usd_per_t=year.best_usd_per_t,
        best_ready=text_of(year.best_ready_d),
        worst_usd_per_t=year.worst_usd_per_t,
        worst_ready=text_of(year.worst_ready_d),
        working_d=len(year.ready_d),
        distance_km=year.distance_km,
        duration_d=year.duration_d,
        waiting_d=year.waiting_d,
        co2_kg_per_t=year.co2_kg_per_t,
        co2_low_kg_per_t=year.co2_low_kg_per_t,
        co2_high_kg_per_t=year.co2_high_kg_per_t,
        by_month=_month_records(year.months),
    )


def same_working_days(years: Iterable[YearRecord | None]) -> int | None:
    """Return on how many days cargo is made in some years; None where they differ, or are none."""
    found = {year.working_d for year in years if year is not None}
    return found.pop() if len(found) == 1 else None


def head_of_sites(
    heading: Heading,
    years: Iterable[YearRecord | None],
    *,
    basis: str,
    ready_d: int | None,
    year_type: str,
    warnings: Sequence[str],
) -> dict[str, Any]:
    """Return what the record of an answer about many sites says of when and of what it was asked.

    Parameters
    ----------
    heading
        What stands over every answer.
    years
        The years of the sites.
    basis
        "year" or "day".
    ready_d
        The day that is asked for.
    year_type
        Type of year.
    warnings
        What has to be said of the whole answer.
    """
    return {
        "asked": heading.asked,
        "observed_year": heading.observed_year,
        "warnings": tuple(warnings),
        "basis": basis,
        "ready": day_after(ready_d),
        "working_d": same_working_days(years),
        "year_type": year_type,
    }


def share_records(year: RouteYear, names: Mapping[str, str]) -> tuple[ShareRecord, ...]:
    """Return the routes of a year, the largest share first."""
    return tuple(
        ShareRecord(
            share=part.share,
            cost_usd_per_t=part.route.cost_usd_per_t,
            by_way_of=named_stretches(part.route, names),
            link_ids=part.route.link_ids,
        )
        for part in year.shares
    )


def extremes_usd_per_t(year: YearRecord | None) -> tuple[float, float] | None:
    """Return what a tonne costs on the best and on the worst day, in cents, as a page says it."""
    if year is None:
        return None
    return (round(year.best_usd_per_t, 2), round(year.worst_usd_per_t, 2))


def mean_lines(year: YearRecord) -> list[str]:
    """Return the mean with its range, the extreme days, and what it comes to."""
    waiting = f", {year.waiting_d:,.0f} of them waiting" if year.waiting_d else ""
    return [
        (
            f"Mean of the year: US$ {year.mean_usd_per_t:,.0f} per t (US$ "
            f"{year.low_usd_per_t:,.0f} to {year.high_usd_per_t:,.0f} with all rates low or high)"
        ),
        f"  {_working_text(year)}; {_extremes_text(year)}",
        (
            f"  {year.distance_km:,.0f} km, {year.duration_d:,.0f} days{waiting}, "
            f"{year.co2_kg_per_t:,.0f} kg CO2e per t ({year.co2_low_kg_per_t:,.0f} to "
            f"{year.co2_high_kg_per_t:,.0f})"
        ),
    ]


def year_text(year: YearRecord) -> str:
    """Return the mean and the extreme days in a few words."""
    return f"US$ {year.mean_usd_per_t:,.0f} in the mean; {_extremes_text(year)}"


def basis_text(basis: str, ready: str | None, working_d: int | None) -> str:
    """Return on which days the cargo of several sites is ready, in a few words."""
    if basis == YEAR:
        if working_d is None:
            return "mean of the year, made in the working season of each"
        return f"mean of the year, made on {'all ' if working_d == YEAR_D else ''}{working_d} days"
    return f"ready on {ready}" if ready else "ready on the best day for each"


def _extremes_text(year: YearRecord) -> str:
    """Return the best and the worst day in a few words."""
    if year.is_level:
        return "the same on every day"
    return (
        f"best US$ {year.best_usd_per_t:,.0f} when ready on {year.best_ready}, worst US$ "
        f"{year.worst_usd_per_t:,.0f} on {year.worst_ready}"
    )


def _working_text(year: YearRecord) -> str:
    """Return on how many of the 365 days cargo is made."""
    return days_text(year.working_d)


def days_text(working_d: int) -> str:
    """Return on how many of the 365 days something is made."""
    return f"made on {'all ' if working_d == YEAR_D else ''}{working_d} days"


def month_lines(year: YearRecord) -> list[str]:
    """Return the mean of every month as two lines of a table."""
    heads = "".join(f"{MONTHS[one.month - 1]:>6}" for one in year.by_month)
    costs = "".join(f"{one.mean_usd_per_t:6,.0f}" for one in year.by_month)
    return [f"  ready in{heads}", f"  US$/t   {costs}"]


def share_lines(shares: tuple[ShareRecord, ...]) -> list[str]:
    """Return which way how much of the cargo goes, where it does not all go the same way."""
    told = [one for one in shares if one.share >= LEAST_SHARE]
    if len(told) < 2:  # noqa: PLR2004 - two ways
        return []
    return [f"  {one.share:4.0%} by {stretches_text(one.by_way_of)}" for one in told]
