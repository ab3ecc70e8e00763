"""What limits a campaign: room at places, on links and in stores, loads a day, roads to pay for.

Owns which runs draw on which limit, and how much of it there is (docs/model.md, E12). Limits count
shipped tonnes.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.intervals import ALWAYS, contains, departures, shifted, union
from zimnik.geo.core.vocabulary import Quantity, Vehicle
from zimnik.geo.pricing.bill import ROADS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.campaign.request import CampaignRequest
    from zimnik.geo.campaign.runs import CapacityUse, DemandRun, DemandRuns
    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.core.intervals import Arrivals, Openings, Weeks
    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.time_expanded import DatedNetwork


@dataclass(frozen=True, slots=True)
class FlowUse:
    """What an activity uses of a throughput or a rate.

    Parameters
    ----------
    activity
        Its number.
    passing
        For what leaves in each period, the period in which it passes and its share; periods of a
        further round are counted on from those of the round before.
    tonnes_per_t
        Tonnes that one tonne counts for.
    """

    activity: int
    passing: Arrivals
    tonnes_per_t: float


@dataclass(frozen=True, slots=True)
class StoreUse:
    """What a store uses of a storage.

    Parameters
    ----------
    store
        Its number.
    tonnes_per_t
        Tonnes that one tonne in it counts for.
    since
        For each row, the week from whose end its stock goes on; by default every week, with no
        flow after it.
    """

    store: int
    tonnes_per_t: float
    since: Indices | None = None


@dataclass(frozen=True, slots=True)
class DeliveryUse:
    """What a tonne delivered of a commodity, by number, adds to each row of a storage."""

    commodity: int
    tonnes_per_t: Vector


@dataclass(frozen=True, slots=True)
class HireUse:
    """Vehicles hired, by number of the fleet and of its season, and the weeks of that season."""

    fleet: int
    season: int
    weeks: Indices


@dataclass(frozen=True, slots=True)
class CapacityLimit:
    """A capacity that several flows or stocks share.

    Parameters
    ----------
    name
        Id of the place or link, or name of the fleet.
    kind
        "throughput" in a year, "rate" by period, or "storage" at the end of each period and at
        moments within periods; "fleet" counts vehicles by period.
    upper_t
        Most tonnes, or vehicles: one number for the year, or one for each period. A rate may have
        further rounds of periods, each for some of the flows alone; the first is for all.
    flows
        What draws on it; for a storage, what moves before a moment within a period.
    stores, deliveries
        For a storage, what lies in it, and what is made or used before such a moment.
    hires
        For a fleet, the vehicles hired that count.
    """

    name: str
    kind: str
    upper_t: Vector
    flows: tuple[FlowUse, ...] = ()
    stores: tuple[StoreUse, ...] = ()
    deliveries: tuple[DeliveryUse, ...] = ()
    hires: tuple[HireUse, ...] = ()

    def changed(self, by_t: Vector) -> CapacityLimit:
        """Return the limit with more or less of it."""
        return replace(self, upper_t=self.upper_t + by_t)


@dataclass(frozen=True, slots=True)
class LimitsOn:
    """Which places and links are limited.

    Parameters
    ----------
    capacities_t_per_y
        Shipped tonnes a year.
    loads_t_per_d
        Tonnes that a winter road takes in a day, which is so many loads.
    links_open_d
        Open days of every limited link by week.
    """

    capacities_t_per_y: Mapping[str, float]
    loads_t_per_d: Mapping[str, float]
    links_open_d: Mapping[str, Vector]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def names(self) -> frozenset[str]:
        """Ids of all that is limited."""
        return frozenset(self.capacities_t_per_y) | frozenset(self.loads_t_per_d)


def limits_of(arrays: NetworkArrays, card: RateCard, request: CampaignRequest) -> LimitsOn:
    """Return the places and links of limited capacity."""
    if request.capacities_off:
        return LimitsOn({}, {}, {})
    capacities = {**arrays.capacities_t_per_y, **request.capacities_t_per_y}
    loads_t_per_d = _loads_t_per_d(arrays, card)
    for name in capacities.keys() & arrays.links.keys():
        capacities[name] *= _open_share(arrays.links[name], request.year_type)
    return LimitsOn(
        capacities_t_per_y=capacities,
        loads_t_per_d=loads_t_per_d,
        links_open_d={
            name: request.weeks.open_d(_open(link, request.year_type))
            for name, link in arrays.links.items()
            if name in capacities or name in loads_t_per_d
        },
    )


def _loads_t_per_d(arrays: NetworkArrays, card: RateCard) -> dict[str, float]:
    """Return what each winter road takes in a day: loads of its own, else those of the card."""
    usual, payload_t = card.winter_road_loads_per_d, card.payloads_t[Vehicle.WINTER_TRUCK].base
    found = {}
    for name, link in arrays.links.items():
        loads = link.loads_per_day if usual is None else link.loads_per_day or usual.base
        if link.vehicle is Vehicle.WINTER_TRUCK and loads is not None:
            found[name] = loads * payload_t
    return found


def _open(link: Link, year_type: YearType) -> Openings:
    """Return when a link is open in a year of a type."""
    if link.season is None:
        return ALWAYS
    opened = (departures(window, 0.0) for window in link.season.open_windows(year_type))
    return union(*opened)


def _open_share(link: Link, year_type: YearType) -> float:
    """Return the share of its season that closures leave: days that are lost pass nothing (E36)."""
    if link.season is None or not link.season.shut or not link.opens_in(year_type):
        return 1.0
    season = link.season.window(year_type)
    opened_d = sum(window.length_d for window in link.season.open_windows(year_type))
    return opened_d / season.length_d if season is not None else 1.0


def flow_limits(
    demands: Sequence[DemandRuns],
    runs: Sequence[DemandRun],
    request: CampaignRequest,
    limits_on: LimitsOn,
) -> list[CapacityLimit]:
    """Return what places and links of limited capacity take of runs."""
    uses: dict[str, list[tuple[int, CapacityUse]]] = {}
    for activity, made in enumerate(runs):
        for use in made.run.passes:
            if use.name in limits_on.names:
                uses.setdefault(use.name, []).append((activity, use))
    limits = []
    for name, used in sorted(uses.items()):
        flows = [
            FlowUse(
                activity,
                request.weeks.arrivals(runs[activity].run.openings, use.after_d),
                demands[runs[activity].demand].shipped_t_per_t * use.load_factor,
            )
            for activity, use in used
        ]
        if name in limits_on.links_open_d:
            passed = [shifted(runs[activity].run.openings, use.after_d) for activity, use in used]
            limits.append(_rate(name, limits_on, request.weeks, flows, passed))
        else:
            yearly = np.array([limits_on.capacities_t_per_y[name]])
            limits.append(CapacityLimit(name, "throughput", yearly, tuple(flows)))
    return limits


def _rate(
    name: str,
    limits_on: LimitsOn,
    weeks: Weeks,
    flows: Sequence[FlowUse],
    passed: Sequence[Openings],
) -> CapacityLimit:
    """Return what a link takes in each week: its yearly capacity by open days, and its loads.

    Loads are so many on each of the days on which cargo comes by: on those of all runs together,
    then for every run whose days are fewer on its days, with all that come on no others.
    """
    days = limits_on.links_open_d[name]
    upper = np.full(len(days), np.inf)
    if name in limits_on.capacities_t_per_y:
        upper = limits_on.capacities_t_per_y[name] * days / max(days.sum(), 1.0)
    if name not in limits_on.loads_t_per_d:
        return CapacityLimit(name, "rate", upper, tuple(flows))
    per_day_t = limits_on.loads_t_per_d[name]
    whole = union(*passed)
    rounds, uses = [np.minimum(upper, per_day_t * weeks.open_d(whole))], list(flows)
    for opened in dict.fromkeys(passed):
        if contains(opened, whole):
            continue
        uses += [
            _in_round(flow, len(rounds) * weeks.count)
            for flow, own in zip(flows, passed, strict=True)
            if contains(opened, own)
        ]
        rounds.append(per_day_t * weeks.open_d(opened))
    return CapacityLimit(name, "rate", np.concatenate(rounds), tuple(uses))


def _in_round(flow: FlowUse, first_period: int) -> FlowUse:
    """Return the use of a round of periods that begins with this number."""
    passing = replace(flow.passing, came=flow.passing.came + first_period)
    return replace(flow, passing=passing)


@dataclass(frozen=True, slots=True)
class DedicatedRoad:
    """A road that is paid for whole: its price of a year, and shipped tonnes that it takes."""

    usd_per_y: float
    room_t: float


def dedicated_roads(network: DatedNetwork, limits_on: LimitsOn) -> dict[str, DedicatedRoad]:
    """Return every dedicated road by id: its bill at the prices of the card, and its room.

    What passes a road is lifted at an end where no other road takes its lorries on.
    """
    roads_at = Counter(
        place_id
        for link in network.arrays.links.values()
        if link.vehicle is Vehicle.WINTER_TRUCK
        for place_id in link.ends
    )
    roads = {}
    for row, edge in enumerate(network.arrays.edges):
        if edge.link and (km := float(network.quantities[row][ROADS].sum())):
            own = network.card.of(edge.link.region)
            price = own.prices_usd[Quantity.DEDICATED_WINTER_ROAD_KM].base
            name = edge.link.id
            lifting = [place_id for place_id in edge.link.ends if roads_at[place_id] == 1]
            rooms_t = [
                limits_on.capacities_t_per_y.get(limited, math.inf) for limited in (name, *lifting)
            ]
            if name in limits_on.loads_t_per_d:
                open_d = float(limits_on.links_open_d[name].sum())
                rooms_t.append(limits_on.loads_t_per_d[name] * open_d)
            roads[name] = DedicatedRoad(km * price, min(rooms_t))
    return roads
