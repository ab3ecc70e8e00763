"""Remoteness of sites as a record, rows and points.

Owns how indices stand side by side outside a page. What cannot be reached is no number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.vocabulary import Goal
from zimnik.geo.infrastructure.needs import Use, each_once
from zimnik.geo.network.capacities import most_of_any
from zimnik.geo.remoteness.indices import ARIA_CLASSES
from zimnik.maps.reports.capacities import (
    CapacityRecord,
    DoubtRecord,
    capacity_records,
    doubt_records,
)
from zimnik.maps.reports.needs import NeedRecord, need_records
from zimnik.maps.reports.records import Record, finite, to_builtins
from zimnik.maps.reports.year import YEAR, YearRecord, head_of_sites, year_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from zimnik.geo.infrastructure.needs import Need
    from zimnik.geo.remoteness.sites import Nearest, Remoteness, SiteRemoteness
    from zimnik.maps.reports.heading import Heading


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """Indices of one site; null is out of reach.

    For each kind of place: the cheapest of it, US$ per dry tonne, and hours with waits and dwell.
    Over a year these are means, the place is that of the largest share, and `years` has the best
    and the worst day and the months; null of one day, and where the site is such a place itself.
    `needs_first` has the ids of what must be there first on the way to any of them, and
    `capacities_in_doubt` what is not known to pass the cargo, each goal taken alone. Where the site
    `flies`, its cargo is worth so much that it goes by air, and its costs do not compare.
    """

    site_id: str
    name: str
    railhead_id: str | None
    railhead_usd_per_t: float | None
    railhead_hours: float | None
    all_season_road_id: str | None
    all_season_road_usd_per_t: float | None
    all_season_road_hours: float | None
    year_round_port_id: str | None
    year_round_port_usd_per_t: float | None
    year_round_port_hours: float | None
    port_id: str | None
    port_usd_per_t: float | None
    port_hours: float | None
    town_10k_id: str | None
    town_10k_usd_per_t: float | None
    town_10k_hours: float | None
    hub_id: str | None
    hub_usd_per_t: float | None
    hub_hours: float | None
    market_id: str | None
    market_usd_per_t: float | None
    market_hours: float | None
    days_joined: int
    aria_score: float
    gravity_index: float
    far_level: int
    all_season_road_km: float | None
    rural_access: bool
    flies: bool
    needs_first: tuple[str, ...]
    capacities_in_doubt: tuple[DoubtRecord, ...]
    years: dict[str, YearRecord | None]

    def nearest(self, goal: str) -> tuple[str, float, float] | None:
        """Return the cheapest place of a kind with its cost and hours, or None out of reach."""
        place_id = getattr(self, f"{goal}_id")
        if place_id is None:
            return None
        return place_id, getattr(self, f"{goal}_usd_per_t"), getattr(self, f"{goal}_hours")


@dataclass(frozen=True, slots=True)
class AriaClassRecord:
    """Towns of so many people and more, and the mean distance of these very sites to them."""

    people: float
    mean_km: float | None


@dataclass(frozen=True, slots=True)
class CorrelationRecord:
    """How far two indices rank sites alike; null where one of them does not vary."""

    indices: tuple[str, str]
    sites: int
    spearman: float | None
    kendall: float | None


@dataclass(frozen=True, slots=True)
class MonthRecord:
    """The cheapest place of a kind for cargo of a site in the mean of a month of readiness.

    Null is out of reach, or a month in which no cargo is made.
    """

    site_id: str
    name: str
    month: int
    nearest_id: str | None
    cost_usd_per_t: float | None
    hours: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemotenessRecord(Record):
    """Answer of `remoteness`: sites, remotest from a railhead first, or the months of one goal.

    Sites whose cargo flies stand last.

    Either `sites` with `aria_classes` and `rank_correlations`, or, where the cost by month was
    asked for, `goal` and `months`. `basis` is "year" or "day"; on that of a year `working_d` is on
    how many days cargo is made, where that is the same for all sites.
    """

    basis: str
    ready: str | None
    working_d: int | None
    year_type: str
    sites: tuple[SiteRecord, ...] = ()
    needs_first: tuple[NeedRecord, ...] = ()
    capacity_checks: tuple[CapacityRecord, ...] = ()
    aria_classes: tuple[AriaClassRecord, ...] = ()
    rank_correlations: tuple[CorrelationRecord, ...] = ()
    goal: str | None = None
    months: tuple[MonthRecord, ...] = ()


def remoteness_record(
    found: Remoteness,
    heading: Heading,
    *,
    basis: str = YEAR,
    ready_d: int | None = None,
    warnings: Sequence[str] = (),
) -> RemotenessRecord:
    """Return the record of indices, which text, JSON, CSV, points and the page read.

    Parameters
    ----------
    found
        The indices.
    heading
        What stands over every answer.
    basis
        "year" or "day".
    ready_d
        The day that is asked for.
    warnings
        What has to be said of the whole answer.
    """
    sites = tuple(_site(site, heading, is_year=basis == YEAR) for site in _ordered(found.sites))
    return RemotenessRecord(
        **head_of_sites(
            heading,
            (year for site in sites for year in site.years.values()),
            basis=basis,
            ready_d=ready_d,
            year_type=found.year_type.value,
            warnings=warnings,
        ),
        sites=sites,
        needs_first=need_records(
            each_once(need for site in found.sites for need in _needs(site, heading)), heading.names
        ),
        capacity_checks=capacity_records(
            most_of_any(site.capacity_checks for site in found.sites), heading.names
        ),
        aria_classes=tuple(
            AriaClassRecord(people, finite(mean))
            for people, mean in zip(ARIA_CLASSES, found.aria_means_km, strict=True)
        ),
        rank_correlations=tuple(
            CorrelationRecord((pair.one, pair.other), pair.sites, pair.spearman, pair.kendall)
            for pair in found.correlations
        ),
    )


def months_record(
    months: Mapping[str, Sequence[Nearest | None]],
    heading: Heading,
    goal: str,
    year_type: str,
    *,
    warnings: Sequence[str] = (),
) -> RemotenessRecord:
    """Return the record of mean cost and hours to a goal by month of readiness."""
    return RemotenessRecord(
        **head_of_sites(
            heading, (), basis=YEAR, ready_d=None, year_type=year_type, warnings=warnings
        ),
        goal=goal,
        months=month_records(months, heading),
    )


def month_records(
    months: Mapping[str, Sequence[Nearest | None]], heading: Heading
) -> tuple[MonthRecord, ...]:
    """Return a record for each site and month of readiness."""
    return tuple(
        MonthRecord(
            site_id=site_id,
            name=heading.names[site_id],
            month=month,
            nearest_id=None if near is None else near.place_id,
            cost_usd_per_t=None if near is None else near.cost_usd_per_t,
            hours=None if near is None else near.hours,
        )
        for site_id, found in months.items()
        for month, near in enumerate(found, start=1)
    )


def remoteness_rows(record: RemotenessRecord) -> list[dict[str, Any]]:
    """Return a row for each site, or for each site and month; None is out of reach."""
    if record.goal:
        return [to_builtins(month) for month in record.months]
    return [_row(site) for site in record.sites]


def _row(site: SiteRecord) -> dict[str, Any]:
    """Return the indices of a site, and the extreme days of each goal last."""
    row = {one.name: getattr(site, one.name) for one in fields(site) if one.name != "years"}
    row["needs_first"] = " ".join(site.needs_first)
    row["capacities_in_doubt"] = " ".join(one.id for one in site.capacities_in_doubt)
    for goal, year in site.years.items():
        row[f"{goal}_best_usd_per_t"] = year and year.best_usd_per_t
        row[f"{goal}_worst_usd_per_t"] = year and year.worst_usd_per_t
    return row


def remoteness_points(record: RemotenessRecord, places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the sites as points with all their indices, in the CRS of `places`."""
    import geopandas as gpd

    rows = remoteness_rows(record)
    points = places.set_index("id").geometry.loc[[row["site_id"] for row in rows]]
    return gpd.GeoDataFrame(rows, geometry=points.to_numpy(), crs=places.crs)


def _ordered(sites: Sequence[SiteRemoteness]) -> list[SiteRemoteness]:
    """Return sites by the cost to a railhead, the remotest first, and last those that fly."""

    def key(site: SiteRemoteness) -> tuple[bool, float, str]:
        rail = site.nearest[Goal.RAILHEAD]
        usd_per_t = math.inf if rail is None else rail.cost_usd_per_t
        return (site.flies, -usd_per_t, site.site_id)

    return sorted(sites, key=key)


def _needs(site: SiteRemoteness, heading: Heading) -> tuple[Need, ...]:
    ids = (i for near in site.nearest.values() if near for i in near.handled_shares)
    return heading.needs.of_use(Use(tuple(dict.fromkeys(ids))))


def _site(site: SiteRemoteness, heading: Heading, *, is_year: bool) -> SiteRecord:
    nearest: dict[str, Any] = {}
    for goal in Goal:
        near = site.nearest[goal]
        nearest[f"{goal}_id"] = near and near.place_id
        nearest[f"{goal}_usd_per_t"] = near and near.cost_usd_per_t
        nearest[f"{goal}_hours"] = near and near.hours
    return SiteRecord(
        site_id=site.site_id,
        name=heading.names[site.site_id],
        flies=site.flies,
        **nearest,
        days_joined=site.days_joined,
        aria_score=site.aria_score,
        gravity_index=site.gravity_index,
        far_level=site.far_level,
        all_season_road_km=finite(site.road_km),
        rural_access=site.rural_access,
        needs_first=tuple(need.item_id for need in _needs(site, heading)),
        capacities_in_doubt=doubt_records(site.capacity_checks),
        years={
            goal.value: year_record(near.year) if is_year and near and near.year else None
            for goal in Goal
            for near in [site.nearest[goal]]
        },
    )
