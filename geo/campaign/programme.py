"""The programme of a campaign: tonnes by week and run, stock by store and week, roads to build.

Owns what the programme is made of, how runs and limits become one, and what a plan of it is
(docs/model.md, E12): a multi-commodity flow on a cyclic time-expanded network, with fixed charges
for dedicated roads. The programme itself knows weeks only as periods of a cycle and runs only as
activities between stores. `geo.campaign.solve` solves it.

References
----------
Ahuja, Magnanti and Orlin, Network flows: theory, algorithms, and applications (Prentice Hall 1993),
chapters 17 and 19: flows of several commodities, and over time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.campaign.hires import fleet_limits, fleets_of
from zimnik.geo.campaign.limits import dedicated_roads, flow_limits
from zimnik.geo.campaign.piles import Piles, storage_limits
from zimnik.geo.campaign.runs import DESTINATION, ORIGIN, DemandRun, StoreAt
from zimnik.geo.core.intervals import departures
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.pricing.bill import QUANTITY_INDEX, ROADS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zimnik.geo.campaign.hires import Fleet
    from zimnik.geo.campaign.limits import CapacityLimit, LimitsOn
    from zimnik.geo.campaign.request import CampaignRequest
    from zimnik.geo.campaign.runs import DemandRuns, Run
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.calendar import Window
    from zimnik.geo.core.intervals import Arrivals, Weeks
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.time_expanded import DatedNetwork

# Number of no store: of a source or an end that takes part whenever it suits.
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
class RoadUse:
    """What of one commodity may pass a road on one stretch of its route.

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
    limits: tuple[CapacityLimit, ...]
    roads: tuple[Road, ...] = ()
    fleets: tuple[Fleet, ...] = ()

    @property
    def wanted_t(self) -> float:
        """Most tonnes of all commodities together."""
        return sum(commodity.wanted_t for commodity in self.commodities)

    @property
    def greatest_wanted_t(self) -> float:
        """Most tonnes of the greatest commodity."""
        return max((commodity.wanted_t for commodity in self.commodities), default=0.0)

    def with_limit_changed(self, number: int, by_t: Vector) -> Programme:
        """Return the programme with more or less of one limit."""
        limits = list(self.limits)
        limits[number] = limits[number].changed(by_t)
        return replace(self, limits=tuple(limits))


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
    hired
        Vehicles hired of each fleet for each of its seasons.
    """

    flows_t: Vector
    stocks_t: Vector
    delivered_t: Vector
    cost_usd: float
    used_t: tuple[Vector, ...]
    binding_limits: tuple[int, ...]
    roads: tuple[int, ...] = ()
    hired: tuple[Vector, ...] = ()


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


def full_limits(programme: Programme, plan: Plan) -> list[int]:
    """Return the numbers of the limits that are used to the brim at some time, or take nothing."""
    small_t = 10 * TOLERANCE * programme.greatest_wanted_t
    return [
        number
        for number, (limit, used) in enumerate(zip(programme.limits, plan.used_t, strict=True))
        if not limit.upper_t.any() or _is_full(limit, used, small_t)
    ]


def _is_full(limit: CapacityLimit, used: Vector, small_t: float) -> bool:
    small = 10 * TOLERANCE * limit.upper_t if limit.kind == "fleet" else small_t
    return bool(((used >= limit.upper_t - small) & (used > small)).any())


@dataclass(frozen=True, slots=True)
class CampaignProgramme:
    """A programme with what its stores and activities stand for in a network."""

    network: DatedNetwork
    programme: Programme
    demands: tuple[DemandRuns, ...]
    stores: tuple[StoreAt, ...]
    runs: tuple[DemandRun, ...]


def build_programme(
    network: DatedNetwork,
    demands: Sequence[DemandRuns],
    request: CampaignRequest,
    limits_on: LimitsOn,
) -> CampaignProgramme:
    """Return the programme of some demands with their runs.

    Parameters
    ----------
    network
        The network of the year, with the prices of storage and the loads a day.
    demands
        Demands, each with its runs.
    request
        Weeks, seasons of work, storages.
    limits_on
        Places and links that are limited.
    """
    card = network.card
    stores = tuple(_stores(demands))
    number = {(store.demand, store.node): i for i, store in enumerate(stores)}
    runs = tuple(
        DemandRun(i, run) for i, found in enumerate(demands) for run in found.contracted.runs
    )
    weeks = request.weeks
    fleets = fleets_of(network, demands, runs, request)
    programme = Programme(
        periods=weeks.count,
        stores=tuple(Store(_waiting_usd_per_t(demands, store, request, card)) for store in stores),
        activities=tuple(
            Activity(
                tail=number.get((made.demand, made.run.tail), UNSCHEDULED),
                head=number.get((made.demand, made.run.head), UNSCHEDULED),
                cost_usd_per_t=_cost_by_week(made.run, weeks),
                arrivals=weeks.arrivals(made.run.openings, made.run.duration_d),
            )
            for made in runs
        ),
        commodities=tuple(_commodity(found, i, number, request) for i, found in enumerate(demands)),
        limits=(
            *flow_limits(demands, runs, request, limits_on),
            *storage_limits(Piles(demands, stores, runs, request)),
            *fleet_limits(fleets, request),
        ),
        roads=tuple(_roads(network, demands, runs, limits_on)),
        fleets=fleets,
    )
    return CampaignProgramme(network, programme, tuple(demands), stores, runs)


def _cost_by_week(run: Run, weeks: Weeks) -> Vector:
    """Return what a tonne costs that leaves in each week; infinite where none can leave."""
    return np.where(weeks.open_d(run.openings) > 0, run.cost_usd_per_t, np.inf)


def _stores(demands: Sequence[DemandRuns]) -> list[StoreAt]:
    stores = []
    for i, found in enumerate(demands):
        demand = found.demand
        pile = (
            StoreAt(i, DESTINATION, demand.destination_id)
            if demand.inbound
            else StoreAt(i, ORIGIN, demand.origin_id)
        )
        stores.append(pile)
        stores += [StoreAt(i, node, at) for node, at in found.contracted.places.items()]
    return stores


def _waiting_usd_per_t(
    demands: Sequence[DemandRuns], store: StoreAt, request: CampaignRequest, card: RateCard
) -> Vector:
    """Return the cost of a tonne in store at the end of each week: half of it and of the next."""
    found = demands[store.demand]
    per_day = found.pricing.base[QUANTITY_INDEX[Quantity.WAITING_D]]
    own = request.storage_usd_per_t_d.get(store.place_id)
    if own is not None:
        cargo = found.demand.cargo
        tariff = card.storage_usd_per_t_d.base * card.store_factor(cargo.store).base
        per_day += (own - tariff) * cargo.shipped_t_per_t
    lengths_d = request.weeks.lengths_d
    return np.asarray(per_day * (lengths_d + np.roll(lengths_d, -1)) / 2)


def _commodity(
    found: DemandRuns, i: int, number: Mapping[tuple[int, int], int], request: CampaignRequest
) -> Commodity:
    share = working_share(request.weeks, request.season_of(found.demand))
    nothing = np.zeros(request.weeks.count)
    # Without a run nothing can be delivered, and none is asked for.
    wanted_t = found.demand.cargo.tonnes_per_y if found.contracted.runs else 0.0
    if found.demand.inbound:
        return Commodity(wanted_t, UNSCHEDULED, nothing, number[i, DESTINATION], share)
    return Commodity(wanted_t, number[i, ORIGIN], share, UNSCHEDULED, nothing)


def working_share(weeks: Weeks, season: Window | None) -> Vector:
    """Return which share of the working days of a year lies in each week."""
    open_d = weeks.open_d(departures(season, 0.0))
    return np.asarray(open_d / open_d.sum())


def prices_without_roads(prices: Vector) -> Vector:
    """Return prices of a tonne that hold nothing of dedicated roads, which are paid for whole."""
    others = prices.copy()
    others[ROADS] = 0.0
    return others


def _roads(
    network: DatedNetwork,
    demands: Sequence[DemandRuns],
    runs: Sequence[DemandRun],
    limits_on: LimitsOn,
) -> Iterator[Road]:
    over: dict[str, dict[tuple[int, int], list[int]]] = {}
    for number, made in enumerate(runs):
        for name, stretch in {(use.name, use.stretch) for use in made.run.passes}:
            over.setdefault(name, {}).setdefault((made.demand, stretch), []).append(number)
    for name, road in sorted(dedicated_roads(network, limits_on).items()):
        uses = tuple(
            RoadUse(i, tuple(numbers), road.room_t / demands[i].shipped_t_per_t)
            for (i, _), numbers in sorted(over.get(name, {}).items())
        )
        if uses:
            yield Road(name, road.usd_per_y, uses)
