"""The programme of a campaign: tonnes by week and run, stock by store and week, roads to build.

Owns what the programme is made of and what a plan of it is (docs/model.md, E12). It knows weeks
only as periods of a cycle and runs only as activities between stores; `geo.campaign.solve` solves
it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from zimnik.geo.core.intervals import Arrivals

Vector = NDArray[np.float64]
Indices = NDArray[np.int64]

UNSCHEDULED = -1
# Tonnes are known to this share of the greatest demand; below it a flow is nothing.
TOLERANCE = 1e-7


@dataclass(frozen=True, slots=True)
class Store:
    """Where one commodity may lie from period to period.

    Parameters
    ----------
    waiting_usd_per_t
        Cost of a tonne in store at the end of each period.
    """

    waiting_usd_per_t: Vector


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that takes a commodity from one store to another.

    Parameters
    ----------
    tail, head
        Numbers of stores; `UNSCHEDULED` for a source or an end that takes part whenever it suits.
    cost_usd_per_t
        Cost of a tonne that leaves in each period; infinite in a period when nothing can leave.
    arrivals
        In which period what leaves arrives.
    """

    tail: int
    head: int
    cost_usd_per_t: Vector
    arrivals: Arrivals


@dataclass(frozen=True, slots=True)
class Commodity:
    """What is wanted in a year, and what of it is bound to a calendar.

    Parameters
    ----------
    wanted_t
        Most tonnes; what is delivered may be less.
    source, supplied
        Store into which it comes, and its share of the tonnes by period; `UNSCHEDULED` and zeros
        where it comes when it is asked for.
    sink, used
        Store from which it is used, and the share by period; likewise.
    """

    wanted_t: float
    source: int
    supplied: Vector
    sink: int
    used: Vector


@dataclass(frozen=True, slots=True)
class Limit:
    """A capacity that several flows or stocks share.

    Parameters
    ----------
    name
        Id of the place or link.
    kind
        "throughput" in a year, "rate" by period, or "storage" at the end of each period.
    upper_t
        Most tonnes: one number for the year, or one for each period. A rate may have further
        rounds of periods, each for some of the flows alone; the first is for all.
    uses
        For a throughput or a rate: activity and, for what leaves in each period, the period in
        which it passes and its share, times the tonnes that one tonne counts for; the periods of
        a further round are counted on from those of the one before.
    stores
        For a storage: number of the store, and the tonnes that one tonne counts for.
    """

    name: str
    kind: str
    upper_t: Vector
    uses: tuple[tuple[int, Arrivals, float], ...] = ()
    stores: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class RoadUse:
    """What of one commodity may pass a road on one stretch of its way.

    Parameters
    ----------
    commodity
        Its number.
    activities
        Numbers of the activities that need the road. A tonne makes one of them at most, unless
        cargo goes in circles.
    room_t
        Tonnes that the road takes in a year at most.
    """

    commodity: int
    activities: tuple[int, ...]
    room_t: float


@dataclass(frozen=True, slots=True)
class Road:
    """A road that is there only if it is paid for, whole and once a year.

    Parameters
    ----------
    name
        Id of the link.
    cost_usd
        Its price of the year, whatever passes.
    uses
        What may pass it, commodity by commodity.
    """

    name: str
    cost_usd: float
    uses: tuple[RoadUse, ...]

    @property
    def activities(self) -> tuple[int, ...]:
        """Numbers of all activities that need it."""
        return tuple(activity for use in self.uses for activity in use.activities)


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything the programme is made of."""

    periods: int
    stores: tuple[Store, ...]
    activities: tuple[Activity, ...]
    commodities: tuple[Commodity, ...]
    limits: tuple[Limit, ...]
    roads: tuple[Road, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """An optimum of the programme.

    Parameters
    ----------
    flows_t
        Tonnes that leave by activity and period.
    stocks_t
        Tonnes in store at the end of each period, by store and period.
    delivered_t
        Tonnes of each commodity.
    cost_usd
        Least cost of delivering as much as can be delivered.
    used_t
        For each limit what passes or lies there: by year or by period.
    binding_limits
        Numbers of the limits that hold tonnes back, where some are not delivered.
    roads
        Numbers of the roads that are used; the cost holds the whole price of each.
    """

    flows_t: Vector
    stocks_t: Vector
    delivered_t: Vector
    cost_usd: float
    used_t: tuple[Vector, ...]
    binding_limits: tuple[int, ...]
    roads: tuple[int, ...] = ()


def with_limit_scaled(programme: Programme, number: int, added: Vector) -> Programme:
    """Return the programme with another capacity of one limit."""
    limits = list(programme.limits)
    limits[number] = replace(limits[number], upper_t=limits[number].upper_t + added)
    return replace(programme, limits=tuple(limits))


def unbalanced_t(programme: Programme, plan: Plan) -> Vector:
    """Return by how much tonnes in differ from tonnes out and stock change, by store and period.

    Reckoned from the plan activity by activity, not from the rows of the programme.
    """
    gap = plan.stocks_t - np.roll(plan.stocks_t, 1, axis=1)
    for activity, flow in zip(programme.activities, plan.flows_t, strict=True):
        if activity.tail != UNSCHEDULED:
            gap[activity.tail] += flow
        if activity.head != UNSCHEDULED:
            np.subtract.at(gap[activity.head], activity.arrivals.came, arriving(flow, activity))
    for commodity, tonnes in zip(programme.commodities, plan.delivered_t, strict=True):
        if commodity.source != UNSCHEDULED:
            gap[commodity.source] -= tonnes * commodity.supplied
        if commodity.sink != UNSCHEDULED:
            gap[commodity.sink] += tonnes * commodity.used
    return gap


def arriving(flow_t: Vector, activity: Activity) -> Vector:
    """Return the tonnes of each of the arrivals of an activity."""
    return np.asarray(flow_t[activity.arrivals.left] * activity.arrivals.shares)
