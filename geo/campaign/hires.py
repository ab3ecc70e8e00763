"""Vehicles of a campaign as part of its programme: who works in which week, and for which season.

Owns how runs use vehicles, which seasons a vehicle can be hired for, and the bounds of fleets
(docs/model.md, E50 and E51).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.campaign.legs import VehicleNorm, legs_of
from zimnik.geo.campaign.limits import CapacityLimit, FlowUse, HireUse
from zimnik.geo.campaign.vehicle_pools import (
    OF_A_SEASON,
    pools_by_link,
    standing_usd_per_d,
)
from zimnik.geo.core.intervals import ALWAYS, departures, intersection, shifted, union

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.campaign.legs import PassedLeg, PassedLink
    from zimnik.geo.campaign.request import CampaignRequest
    from zimnik.geo.campaign.runs import DemandRun, DemandRuns
    from zimnik.geo.campaign.vehicle_pools import Pool
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.intervals import Arrivals, Openings
    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.routing.time_expanded import DatedNetwork


@dataclass(frozen=True, slots=True)
class Work:
    """What a tonne of an activity asks of a fleet.

    Parameters
    ----------
    activity
        Its number.
    passing
        For what leaves in each week, the weeks in which it sets out on the leg.
    vehicle_d_per_t
        Days of a vehicle, there and back and at both ends.
    """

    activity: int
    passing: Arrivals
    vehicle_d_per_t: float


@dataclass(frozen=True, slots=True)
class Fleet:
    """A pool of vehicles: its work, and the seasons for which a vehicle can be hired.

    Parameters
    ----------
    pool
        Its class and water.
    standing_usd_per_d
        What a vehicle costs on each day for which it is hired, whether it works or stands; the
        rates hold as much for each day of work.
    works
        What draws on it.
    open_d
        For each season for which a vehicle may be hired, the days of every week on which it may set
        out.
    """

    pool: Pool
    standing_usd_per_d: float
    works: tuple[Work, ...]
    open_d: tuple[Vector, ...]

    @property
    def is_hired(self) -> bool:
        """Whether vehicles are hired for seasons, rather than for the weeks in which they work."""
        return self.standing_usd_per_d > 0

    @property
    def most_open_d(self) -> Vector:
        """Days of every week on which a vehicle may set out on one leg or another."""
        return np.asarray(np.max([*self.open_d], axis=0))

    @property
    def hire_usd(self) -> list[float]:
        """Price of a vehicle for each of the seasons."""
        seasons = self.open_d if self.is_hired else ()
        return [self.standing_usd_per_d * float(days.sum()) for days in seasons]

    def worked_d(self, flows_t: Vector) -> Vector:
        """Return the days of vehicles that flows by activity and week take, by week."""
        days = np.zeros(flows_t.shape[1])
        for work in self.works:
            moved_t = flows_t[work.activity][work.passing.left] * work.passing.shares
            np.add.at(days, work.passing.came, work.vehicle_d_per_t * moved_t)
        return days

    def worked_d_by_activity(self, flows_t: Vector) -> Vector:
        """Return the days of vehicles that each activity takes in the year."""
        days = np.zeros(len(flows_t))
        for work in self.works:
            days[work.activity] += work.vehicle_d_per_t * float(flows_t[work.activity].sum())
        return days


def fleets_of(
    network: DatedNetwork,
    demands: Sequence[DemandRuns],
    runs: Sequence[DemandRun],
    request: CampaignRequest,
) -> tuple[Fleet, ...]:
    """Return the fleets that some runs take, in the order of their pools."""
    pools = pools_by_link(network.arrays)
    works: dict[Pool, list[Work]] = {}
    seasons: dict[Pool, dict[Openings, None]] = {}
    for number, made in enumerate(runs):
        shipped = demands[made.demand].shipped_t_per_t
        for leg in legs_of(network, made.run):
            pool, norm = pools[leg.links[0].link.id], VehicleNorm.of(network.card, leg.leg.vehicle)
            days = norm.round_trip_d(leg.leg.length_km) / norm.payload_t
            passing = request.weeks.arrivals(made.run.openings, leg.after_d)
            work = Work(number, passing, days * shipped * leg.load_factor)
            works.setdefault(pool, []).append(work)
            seasons.setdefault(pool, {})[season_of(leg, network.year_type)] = None
    return tuple(
        Fleet(
            pool,
            _standing_usd_per_d(network, pool, request),
            tuple(works[pool]),
            tuple(request.weeks.open_d(season) for season in seasons[pool]),
        )
        for pool in sorted(works)
    )


def _standing_usd_per_d(network: DatedNetwork, pool: Pool, request: CampaignRequest) -> float:
    if request.idle_free or request.capacities_off or pool.vehicle not in OF_A_SEASON:
        return 0.0
    return standing_usd_per_d(network.card, pool.vehicle)


def season_of(leg: PassedLeg, year_type: YearType) -> Openings:
    """Return when a vehicle may set out on a leg so that it finds every link of it open."""
    opened = ALWAYS
    for passed in leg.links:
        after_d = passed.after_d - leg.after_d
        opened = intersection(opened, shifted(_open(passed, year_type), -after_d))
    return opened


def _open(passed: PassedLink, year_type: YearType) -> Openings:
    season = passed.season
    if season is None:
        return ALWAYS
    windows = season.open_windows(year_type)
    return union(*(departures(window, passed.duration_d) for window in windows))


def fleet_limits(fleets: Sequence[Fleet], request: CampaignRequest) -> list[CapacityLimit]:
    """Return the bounds of fleets, in vehicles at every week.

    A fleet that is hired for seasons is bounded in the vehicles hired, any other in those at work.
    """
    if request.capacities_off:
        return []
    return [
        _fleet_limit(name, vehicles, fleets, request)
        for name, vehicles in sorted(request.vehicles.items())
        if any(name in fleet.pool.names for fleet in fleets)
    ]


def _fleet_limit(
    name: str, vehicles: float, fleets: Sequence[Fleet], request: CampaignRequest
) -> CapacityLimit:
    bounded = [(at, fleet) for at, fleet in enumerate(fleets) if name in fleet.pool.names]
    flows = [
        FlowUse(
            work.activity,
            replace(work.passing, shares=work.passing.shares / open_d[work.passing.came]),
            work.vehicle_d_per_t,
        )
        for _, fleet in bounded
        if not fleet.is_hired
        for open_d in [fleet.most_open_d]
        for work in fleet.works
    ]
    hires = [
        HireUse(at, season, np.flatnonzero(days))
        for at, fleet in bounded
        if fleet.is_hired
        for season, days in enumerate(fleet.open_d)
    ]
    upper = np.full(request.weeks.count, vehicles)
    return CapacityLimit(name, "fleet", upper, flows=tuple(flows), hires=tuple(hires))


def shadow_usd_per_d(fleets: Sequence[Fleet], prices: Vector, weeks: int) -> dict[Pool, Vector]:
    """Return what a further day of a vehicle is worth in the weeks of its seasons, by pool."""
    hired = [fleet for fleet in fleets if fleet.is_hired]
    by_week = prices.reshape(len(hired), weeks)
    return {
        fleet.pool: worth[fleet.most_open_d > 0]
        for fleet, worth in zip(hired, by_week, strict=True)
    }
