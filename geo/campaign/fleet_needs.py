"""What a plan asks of each fleet, what standing vehicles cost, and what is known to exist.

Owns the fleets of an answer (docs/model.md, E50).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.campaign.fleet import whole_vehicles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.geo.campaign.hires import Fleet
    from zimnik.geo.campaign.programme import CampaignProgramme, Plan
    from zimnik.geo.campaign.vehicle_pools import KnownFleet, Pool
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.intervals import Weeks


@dataclass(frozen=True, slots=True)
class FleetNeed:
    """What a plan asks of one fleet.

    Parameters
    ----------
    pool
        Its class and water.
    vehicles
        Whole vehicles: the most hired at any time, or at work where they are hired for the weeks
        in which they work.
    worked_d, hired_d
        Days of vehicles at work, and those for which they are hired.
    idle_usd
        What the days cost for which they are hired and stand.
    at_work
        Vehicles at work in every week.
    known
        Fleets that are known to exist.
    """

    pool: Pool
    vehicles: int
    worked_d: float
    hired_d: float
    idle_usd: float
    at_work: tuple[float, ...]
    known: tuple[KnownFleet, ...] = ()

    @property
    def known_vehicles(self) -> float | None:
        """Vehicles that are known to exist, or None where nothing is known."""
        return sum(fleet.vehicle_count for fleet in self.known) if self.known else None

    @property
    def is_short(self) -> bool:
        """Whether more are needed than are known to exist."""
        return self.known_vehicles is not None and self.vehicles > self.known_vehicles

    def beside(self, known: Sequence[KnownFleet]) -> FleetNeed:
        """Return the need beside those of some fleets that are of its class and water."""
        return replace(self, known=tuple(fleet for fleet in known if fleet.pool == self.pool))


def fleet_needs(campaign: CampaignProgramme, plan: Plan, weeks: Weeks) -> tuple[FleetNeed, ...]:
    """Return what a plan asks of each fleet that it uses, in the order of classes and waters."""
    fleets = zip(campaign.programme.fleets, plan.hired, strict=True)
    needs = (_need(fleet, hired, plan, weeks) for fleet, hired in fleets)
    return tuple(need for need in needs if need.worked_d)


def _need(fleet: Fleet, hired: Vector, plan: Plan, weeks: Weeks) -> FleetNeed:
    worked_d = fleet.worked_d(plan.flows_t)
    seasons = fleet.open_d if fleet.is_hired else ()
    by_season = list(zip(hired.tolist(), seasons, strict=True))
    hired_d = sum((count * days for count, days in by_season), np.zeros(weeks.count))
    # Within a week vehicles work on the days on which they can set out.
    open_d = fleet.most_open_d
    at_work = worked_d / np.where(open_d > 0, open_d, 1.0)
    most_hired = sum((count * (days > 0) for count, days in by_season), np.zeros(weeks.count))
    return FleetNeed(
        pool=fleet.pool,
        vehicles=whole_vehicles(float((most_hired if by_season else at_work).max())),
        worked_d=float(worked_d.sum()),
        hired_d=float((hired_d if by_season else worked_d).sum()),
        idle_usd=_idle_usd(fleet, hired, float(worked_d.sum())),
        at_work=tuple(at_work.tolist()),
    )


def _idle_usd(fleet: Fleet, hired: Vector, worked_d: float) -> float:
    paid_usd = float(hired @ np.array(fleet.hire_usd))
    return max(paid_usd - fleet.standing_usd_per_d * worked_d, 0.0) if fleet.is_hired else 0.0


def idle_usd_by_demand(campaign: CampaignProgramme, plan: Plan) -> Vector:
    """Return what standing vehicles cost each demand: its share of the days at work."""
    idle_usd = np.zeros(len(campaign.demands))
    for usd, days in _idle_of_fleets(campaign, plan):
        idle_usd += usd * days / days.sum()
    return idle_usd


def _idle_of_fleets(campaign: CampaignProgramme, plan: Plan) -> Iterator[tuple[float, Vector]]:
    """Yield what the idle days of a fleet cost, and the days at work of each demand."""
    demand_of = np.array([made.demand for made in campaign.runs], dtype=int)
    for fleet, hired in zip(campaign.programme.fleets, plan.hired, strict=True):
        by_activity = fleet.worked_d_by_activity(plan.flows_t)
        counted = np.bincount(demand_of, by_activity, minlength=len(campaign.demands))
        days = np.asarray(counted, np.float64)
        if days.sum():
            yield _idle_usd(fleet, hired, float(days.sum())), days
