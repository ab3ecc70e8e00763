"""Drawn remoteness: a far site, a near one and one out of reach, on a surface that grows eastward."""

from __future__ import annotations

import numpy as np

from tests.geo.drawn_year import year_of
from tests.maps.drawn_pages import HOSTILE, heading
from tests.regions import PAGE_CRS, SIBERIAN_CONIC
from zimnik.geo.core.calendar import MONTH_STARTS_D
from zimnik.geo.core.vocabulary import Goal, YearType
from zimnik.geo.remoteness.indices import ARIA_CLASSES, rank_correlations
from zimnik.geo.remoteness.sites import (
    GOALS,
    Nearest,
    Remoteness,
    SiteRemoteness,
    index_frame,
)
from zimnik.geo.surface.projection import in_projection
from zimnik.geo.surface.surface import RemotenessSurface, SurfaceQuantity
from zimnik.maps.pages.remoteness import RemotenessInput
from zimnik.maps.reports.remoteness import month_records, remoteness_record

CELL_KM = 100.0
ROWS, COLUMNS = 30, 60


def near(cost: float, hours: float, goal: str) -> Nearest:
    """Return a nearest place, half as much cheaper on its best day; no town is a place here."""
    place_id = "town" if goal == "town_10k" else "solikamsk"
    return Nearest(place_id, cost, hours, year_of(cost, cost), (place_id,) * 12)


def site(site_id: str, cost: float | None, days: int) -> SiteRemoteness:
    """Return a site as far from every goal as a cost, each costs ten more than the one before."""
    return SiteRemoteness(
        site_id=site_id,
        nearest={
            goal: None if cost is None else near(cost + 10 * i, 24 * (cost + i), goal)
            for i, goal in enumerate(GOALS)
        },
        days_joined=days,
        aria_score=12.25 if days < 365 else 0.5,
        gravity_index=0.75 if days < 365 else 0.0,
        far_level=4 if days < 365 else 0,
        road_km=216.3 if days < 365 else 1.0,
        rural_access=days == 365,
    )


def found() -> Remoteness:
    """Return the indices of three sites."""
    sites = (site("tomtor", 300.0, 120), site("lovozero", 20.0, 365), site("tatarskoye", None, 0))
    means = tuple(100.0 * (i + 1) for i in range(len(ARIA_CLASSES)))
    return Remoteness(sites, means, rank_correlations(index_frame(sites)), YearType.NORMAL)


def months() -> dict[Goal, dict[str, list[Nearest | None]]]:
    """Return routes by month: Tomtor's cost US$ 300 in January and 25 more each month."""
    return {
        goal: {
            "tomtor": [near(300.0 + 25 * m + 10 * i, 7200.0 + m, goal) for m in range(12)],
            "lovozero": [near(20.0 + 10 * i, 480.0, goal)] * 12,
            "tatarskoye": [None] * 12,
        }
        for i, goal in enumerate(GOALS)
    }


def surface(quantity: SurfaceQuantity, month: int) -> RemotenessSurface:
    """Return a surface that grows eastward from nothing, and more so later in the year.

    Its first row is water and its second has no route out.
    """
    east = np.arange(COLUMNS) * (1 + month / 12)
    values = np.tile(east * (10.0 if quantity is SurfaceQuantity.COST else 100.0), (ROWS, 1))
    values[0], values[1] = np.nan, np.inf
    return RemotenessSurface(
        values=values,
        crs=SIBERIAN_CONIC,
        west_m=-CELL_KM * 1000 * COLUMNS / 2,
        north_m=2_200_000.0,
        cell_km=CELL_KM,
        quantity=quantity,
        goal="railhead",
        ready_d=MONTH_STARTS_D[month],
        year_type=YearType.NORMAL,
        tonnes_per_y=100_000.0,
    )


def surfaces(projection: str = "region") -> list[RemotenessSurface]:
    """Return twelve months of cost and time."""
    return [
        in_projection(surface(quantity, month), PAGE_CRS[projection])
        for month in range(12)
        for quantity in SurfaceQuantity
    ]


def remoteness(projection: str = "region") -> RemotenessInput:
    """Return what the page shows, with hostile warnings and a hostile town."""
    return RemotenessInput(
        record=remoteness_record(found(), heading(), warnings=("Mind the ice", *HOSTILE)),
        months={goal: month_records(by_site, heading()) for goal, by_site in months().items()},
        towns={"town": HOSTILE[0], "far_town": "Nowhere"},
        surfaces=surfaces(projection),
    )
