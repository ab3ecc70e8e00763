"""The page of remoteness: every index of every site side by side, on a surface by month."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.remoteness.indices import ARIA_CLASSES
from zimnik.geo.remoteness.sites import GOALS
from zimnik.maps.page.page import Page
from zimnik.maps.pages.surface_image import band_bounds, surface_record
from zimnik.maps.reports.heading import day_after

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from zimnik.geo.remoteness.sites import Nearest, Remoteness, SiteRemoteness
    from zimnik.geo.surface.surface import RemotenessSurface
    from zimnik.maps.page.page_data import Ground

DECIMALS = 2
# What is told of a route: where to, US$ per t and hours.
_Told = tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class RemotenessInput:
    """What the page shows.

    Parameters
    ----------
    found
        Indices of the sites.
    months
        Of each of `GOALS`, and of each site, the cheapest place by month of readiness.
    towns
        Towns with `id` and `name_en`, which the ground has not.
    surfaces
        Of one goal, one a month and quantity, in the projection of the page; none where they were
        not computed.
    warnings
        What the reader must mind.
    """

    found: Remoteness
    months: Mapping[str, Mapping[str, Sequence[Nearest | None]]]
    towns: pd.DataFrame
    surfaces: Sequence[RemotenessSurface] = ()
    warnings: Sequence[str] = ()


def remoteness_record(ground: Ground, given: RemotenessInput) -> dict[str, Any]:
    """Return indices as the page reads them; None is out of reach."""
    found = given.found
    return {
        "ready": day_after(found.dates.ready_d),
        "year_type": found.dates.year_type.value,
        "goals": list(GOALS),
        "sites": [_site(site, given) for site in found.sites],
        "towns": _named(given),
        "aria_classes": [
            [people, None if math.isnan(mean) else round(mean)]
            for people, mean in zip(ARIA_CLASSES, found.aria_means_km, strict=True)
        ],
        "correlations": [
            [pair.one, pair.other, pair.spearman, pair.kendall] for pair in found.correlations
        ],
        "bands": band_bounds(),
        "surface": surface_record(given.surfaces, ground.projection) if given.surfaces else None,
        "warnings": list(given.warnings),
    }


def _site(site: SiteRemoteness, given: RemotenessInput) -> dict[str, Any]:
    return {
        "id": site.site_id,
        "nearest": {goal: _told(site.nearest[goal]) for goal in GOALS},
        "months": {
            goal: [_told(near) for near in by_site[site.site_id]]
            for goal, by_site in given.months.items()
        },
        "days_joined": site.days_joined,
        "aria_score": site.aria_score,
        "gravity_index": site.gravity_index,
        "far_level": site.far_level,
        "road_km": site.road_km if math.isfinite(site.road_km) else None,
        "rural_access": site.rural_access,
    }


def _named(given: RemotenessInput) -> list[list[str]]:
    """Return id and name of the towns that are nearest to a site."""
    ways = [near for site in given.found.sites for near in site.nearest.values()]
    ways += [near for by in given.months.values() for months in by.values() for near in months]
    near_ids = {near.place_id for near in ways if near is not None}
    towns = zip(given.towns["id"], given.towns["name_en"], strict=True)
    return [[town_id, name] for town_id, name in towns if town_id in near_ids]


def _told(near: Nearest | None) -> _Told | None:
    if near is None:
        return None
    return (near.place_id, round(near.cost_usd_per_t, DECIMALS), round(near.hours, DECIMALS))


REMOTENESS = Page(
    name="remoteness",
    entry="startRemoteness",
    scripts=(
        "shared/arrays.js",
        "shared/export.js",
        "shared/view_state.js",
        "shared/controls.js",
        "shared/sorted_table.js",
        "planner/chart.js",
        "remoteness/cividis.js",
        "remoteness/surface.js",
        "remoteness/surface_reading.js",
        "remoteness/indices.js",
        "remoteness/panel.js",
        "remoteness/remoteness.js",
    ),
    record=remoteness_record,
    body_class="z-planner z-remoteness",
    example=("remoteness", "--out", "remoteness.html"),
)
