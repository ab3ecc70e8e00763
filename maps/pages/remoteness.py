"""The page of remoteness: every index of every site side by side, on a surface by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.vocabulary import Goal
from zimnik.maps.page.page import Page
from zimnik.maps.pages.surface_image import band_bounds, surface_record
from zimnik.maps.reports.records import messages_told, named
from zimnik.maps.reports.year import extremes_usd_per_t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.surface.surface import RemotenessSurface
    from zimnik.maps.page.page_data import PageContext
    from zimnik.maps.reports.remoteness import MonthRecord, RemotenessRecord, SiteRecord

DECIMALS = 2
# What is told of a route: where to, US$ per t and hours.
_Told = tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class RemotenessInput:
    """What the page shows.

    Parameters
    ----------
    record
        Indices of the sites.
    months
        For each `Goal` the cheapest place of every site by month of readiness.
    towns
        Name of every town by its id, which the context does not name.
    surfaces
        Of one goal, one a month and quantity, in the projection of the page; none where they were
        not computed.
    """

    record: RemotenessRecord
    months: Mapping[Goal, Sequence[MonthRecord]]
    towns: Mapping[str, str]
    surfaces: Sequence[RemotenessSurface] = ()


def remoteness_page(context: PageContext, given: RemotenessInput) -> dict[str, Any]:
    """Return indices as the page reads them; None is out of reach."""
    record = given.record
    return {
        "basis": record.basis,
        "ready": record.ready,
        "working_d": record.working_d,
        "year_type": record.year_type,
        "goals": list(Goal),
        "sites": [_site(site, given) for site in record.sites],
        "towns": _named(given),
        "aria_classes": [
            [one.people, None if one.mean_km is None else round(one.mean_km)]
            for one in record.aria_classes
        ],
        "rank_correlations": [
            [*pair.indices, pair.spearman, pair.kendall] for pair in record.rank_correlations
        ],
        "bands": band_bounds(),
        "surface": surface_record(given.surfaces, context.ground.crs(context.projection))
        if given.surfaces
        else None,
        **named(record, ("needs_first", "capacity_checks")),
        "warnings": messages_told(record.warnings),
    }


def _site(site: SiteRecord, given: RemotenessInput) -> dict[str, Any]:
    return {
        "site_id": site.site_id,
        "nearest": {goal: _told(site.nearest(goal)) for goal in Goal},
        "extremes": {goal: extremes_usd_per_t(year) for goal, year in site.years.items()},
        "months": {
            goal: [_told(_of_month(month)) for month in months if month.site_id == site.site_id]
            for goal, months in given.months.items()
        },
        "days_joined": site.days_joined,
        "aria_score": site.aria_score,
        "gravity_index": site.gravity_index,
        "far_level": site.far_level,
        "all_season_road_km": site.all_season_road_km,
        "rural_access": site.rural_access,
    }


def _named(given: RemotenessInput) -> list[list[str]]:
    """Return id and name of the towns that are nearest to a site."""
    near_ids = {site.town_10k_id for site in given.record.sites}
    near_ids |= {month.nearest_id for month in given.months.get(Goal.TOWN_10K, ())}
    return [[town_id, name] for town_id, name in given.towns.items() if town_id in near_ids]


def _of_month(month: MonthRecord) -> _Told | None:
    if month.nearest_id is None or month.cost_usd_per_t is None or month.hours is None:
        return None
    return (month.nearest_id, month.cost_usd_per_t, month.hours)


def _told(near: _Told | None) -> _Told | None:
    if near is None:
        return None
    place_id, usd_per_t, hours = near
    return (place_id, round(usd_per_t, DECIMALS), round(hours, DECIMALS))


REMOTENESS = Page(
    name="remoteness",
    entry="remoteness/remoteness.js",
    record=remoteness_page,
    body_class="z-planner z-remoteness",
    example=("remoteness", "--out", "remoteness.html"),
)
