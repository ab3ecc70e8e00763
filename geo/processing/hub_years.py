"""What a tonne of feed costs at a hub by the day on which it is ready, over several deposits.

Owns the year of a hub (docs/model.md, E17 and E28): the feed of each deposit costs what its year
says of the day, all else what it costs in the mean.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import MONTH_STARTS_D
from zimnik.geo.core.daily_costs import DailyCosts
from zimnik.geo.routing.year import MonthCost

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zimnik.geo.processing.hub_cost_results import HubCost
    from zimnik.geo.routing.year import YearMean


@dataclass(frozen=True, slots=True)
class FedYear:
    """The feed of one deposit: its tonnes, its year, and what a tonne costs besides its haul."""

    tonnes_per_y: float
    year: YearMean
    other_usd_per_t: float = 0.0


@dataclass(frozen=True, slots=True)
class HubYear(DailyCosts):
    """What a tonne of feed costs by the day on which it is ready.

    The days are those on which feed of any deposit is made; a day costs the mean of a tonne, the
    deposits by what they make that day.

    Parameters
    ----------
    mean_usd_per_t
        Mean of a tonne of the year.
    months
        Mean of each month that has such a day; the days of a month are those on the way to the hub.
    """

    mean_usd_per_t: float
    months: tuple[MonthCost, ...]


def hub_year(feeds: Sequence[FedYear]) -> HubYear | None:
    """Return the year of a hub that deposits feed; None without any, or where each has one day."""
    if all(len(feed.year.ready_d) == 1 for feed in feeds):
        return None
    made_t: dict[int, float] = defaultdict(float)
    usd: dict[int, float] = defaultdict(float)
    for feed in feeds:
        daily_t = feed.tonnes_per_y / len(feed.year.ready_d)
        for day, cost in zip(feed.year.ready_d, feed.year.costs_usd_per_t, strict=True):
            made_t[day] += daily_t
            usd[day] += daily_t * (cost + feed.other_usd_per_t)
    days = sorted(made_t)
    return HubYear(
        ready_d=tuple(days),
        costs_usd_per_t=tuple(usd[day] / made_t[day] for day in days),
        mean_usd_per_t=sum(usd.values()) / sum(made_t.values()),
        months=tuple(_months(feeds)),
    )


def _months(feeds: Iterable[FedYear]) -> Iterator[MonthCost]:
    """Yield the months, the deposits by what they make in each."""
    for month in range(1, len(MONTH_STARTS_D) + 1):
        parts = [
            (one, feed, feed.tonnes_per_y * one.working_d / len(feed.year.ready_d))
            for feed in feeds
            for one in feed.year.months
            if one.month == month
        ]
        tonnes = sum(t for _, _, t in parts)
        if parts:
            yield MonthCost(
                month,
                max(one.working_d for one, _, _ in parts),
                sum((one.mean_usd_per_t + feed.other_usd_per_t) * t for one, feed, t in parts)
                / tonnes,
                sum(one.mean_duration_d * t for one, _, t in parts) / tonnes,
            )


def year_of_costs(costs: Iterable[HubCost]) -> HubYear | None:
    """Return the year of a hub with what it costs for each deposit; None without a year of feed."""
    return hub_year(
        [
            FedYear(cost.tonnes_per_y, year, cost.cost_usd_per_t - year.mean_usd_per_t)
            for cost in costs
            if (year := cost.feed_year) is not None
        ]
    )
