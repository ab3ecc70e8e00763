"""From runs and limits to the programme of a campaign.

Owns which store is which, what a tonne in it costs, and which runs draw on which limit
(docs/model.md, E12). Limits count shipped tonnes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from geo.bill import QUANTITY_INDEX
from geo.campaign_model import AT_WILL, Activity, Commodity, Limit, Programme, Road, RoadUse, Store
from geo.campaign_runs import DESTINATION, ORIGIN
from geo.vocabulary import Quantity, Vehicle
from geo.weeks import covers, departures, earlier, either

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from geo.assembly import Pricing
    from geo.calendar import Window
    from geo.campaign import CampaignRequest, Demand
    from geo.campaign_model import Vector
    from geo.campaign_network import Contraction
    from geo.campaign_runs import Passing, Run, Wanted
    from geo.dated_graph import DatedNetwork
    from geo.rates import RateCard
    from geo.weeks import Arrivals, Openings, Weeks


@dataclass(frozen=True, slots=True)
class DemandRuns:
    """A demand with its prices and the runs that it may make."""

    demand: Demand
    pricing: Pricing
    wanted: Wanted
    contraction: Contraction


@dataclass(frozen=True, slots=True)
class LimitsOn:
    """Which places and links are limited.

    Parameters
    ----------
    capacities_t_per_y
        Shipped tonnes a year.
    loads_limited
        Winter roads, which take only so many loads a day.
    links_open_d
        Open days of every limited link by week.
    """

    capacities_t_per_y: Mapping[str, float]
    loads_limited: Collection[str]
    links_open_d: Mapping[str, Vector]

    @property
    def names(self) -> frozenset[str]:
        """Ids of all that is limited."""
        return frozenset(self.capacities_t_per_y) | frozenset(self.loads_limited)


@dataclass(frozen=True, slots=True)
class StoreAt:
    """Which store of the programme is where: demand by number, node, place."""

    demand: int
    node: int
    place_id: str


@dataclass(frozen=True, slots=True)
class Built:
    """A programme with what its stores and activities stand for in a network."""

    network: DatedNetwork
    programme: Programme
    demands: tuple[DemandRuns, ...]
    stores: tuple[StoreAt, ...]
    runs: tuple[tuple[int, Run], ...]


def build_programme(
    network: DatedNetwork,
    demands: Sequence[DemandRuns],
    request: CampaignRequest,
    limits_on: LimitsOn,
) -> Built:
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
    runs = tuple((i, run) for i, found in enumerate(demands) for run in found.contraction.runs)
    weeks = request.weeks
    programme = Programme(
        periods=weeks.count,
        stores=tuple(Store(_waiting_usd_per_t(demands, store, request, card)) for store in stores),
        activities=tuple(
            Activity(
                tail=number.get((i, run.tail), AT_WILL),
                head=number.get((i, run.head), AT_WILL),
                cost_usd_per_t=np.where(weeks.open_d(run.openings) > 0, run.cost_usd_per_t, np.inf),
                arrivals=weeks.arrivals(run.openings, run.duration_d),
            )
            for i, run in runs
        ),
        commodities=tuple(_commodity(found, i, number, request) for i, found in enumerate(demands)),
        limits=(
            *_flow_limits(demands, runs, request, limits_on, card),
            *_storages(demands, stores, request),
        ),
        roads=tuple(_roads(network, demands, runs, limits_on)),
    )
    return Built(network, programme, tuple(demands), stores, runs)


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
        stores += [StoreAt(i, node, at) for node, at in found.contraction.places.items()]
    return stores


def _waiting_usd_per_t(
    demands: Sequence[DemandRuns], store: StoreAt, request: CampaignRequest, card: RateCard
) -> Vector:
    """Return the cost of a tonne in store at the end of each week: half of it and of the next."""
    found = demands[store.demand]
    per_day = found.pricing.base[QUANTITY_INDEX[Quantity.WAITING_D]]
    own = request.storage_usd_per_t_d.get(store.place_id)
    if own is not None:
        shipped = found.demand.cargo.shipped_t_per_t
        per_day += (own - card.storage_usd_per_t_d.base) * shipped
    lengths_d = request.weeks.lengths_d
    return np.asarray(per_day * (lengths_d + np.roll(lengths_d, -1)) / 2)


def _commodity(
    found: DemandRuns, i: int, number: Mapping[tuple[int, int], int], request: CampaignRequest
) -> Commodity:
    share = working_share(request.weeks, request.season)
    nothing = np.zeros(request.weeks.count)
    # Without a run nothing can be delivered, and none is asked for.
    wanted_t = found.demand.cargo.tonnes_per_y if found.contraction.runs else 0.0
    if found.demand.inbound:
        return Commodity(wanted_t, AT_WILL, nothing, number[i, DESTINATION], share)
    return Commodity(wanted_t, number[i, ORIGIN], share, AT_WILL, nothing)


def working_share(weeks: Weeks, season: Window | None) -> Vector:
    """Return which share of the working days of a year lies in each week."""
    open_d = weeks.open_d(departures(season, 0.0))
    return np.asarray(open_d / open_d.sum())


def _flow_limits(
    demands: Sequence[DemandRuns],
    runs: Sequence[tuple[int, Run]],
    request: CampaignRequest,
    limits_on: LimitsOn,
    card: RateCard,
) -> list[Limit]:
    uses: dict[str, list[tuple[int, Passing]]] = {}
    for activity, (_, run) in enumerate(runs):
        for at in run.passes:
            if at.name not in limits_on.names:
                continue
            uses.setdefault(at.name, []).append((activity, at))
    limits = []
    for name, used in sorted(uses.items()):
        passing = [
            (
                activity,
                request.weeks.arrivals(runs[activity][1].openings, at.after_d),
                demands[runs[activity][0]].demand.cargo.shipped_t_per_t * at.loads,
            )
            for activity, at in used
        ]
        if name in limits_on.links_open_d:
            passed = [earlier(runs[activity][1].openings, -at.after_d) for activity, at in used]
            limits.append(_rate(name, limits_on, card, request.weeks, passing, passed))
        else:
            yearly = np.array([limits_on.capacities_t_per_y[name]])
            limits.append(Limit(name, "throughput", yearly, tuple(passing)))
    return limits


def _rate(
    name: str,
    limits_on: LimitsOn,
    card: RateCard,
    weeks: Weeks,
    passing: Sequence[tuple[int, Arrivals, float]],
    passed: Sequence[Openings],
) -> Limit:
    """Return what a link takes in each week: its yearly capacity by open days, and its loads.

    Loads are so many on each of the days on which cargo comes by: on those of all runs together,
    then for every run whose days are fewer on its days, with all that come on no others.
    """
    days = limits_on.links_open_d[name]
    upper = np.full(len(days), np.inf)
    if name in limits_on.capacities_t_per_y:
        upper = limits_on.capacities_t_per_y[name] * days / max(days.sum(), 1.0)
    if name not in limits_on.loads_limited:
        return Limit(name, "rate", upper, tuple(passing))
    per_day_t = loads_t_per_d(card)
    whole = either(*passed)
    rows, uses = [np.minimum(upper, per_day_t * weeks.open_d(whole))], list(passing)
    for opened in dict.fromkeys(passed):
        if covers(opened, whole):
            continue
        uses += [
            (activity, replace(came, came=came.came + len(rows) * weeks.count), factor)
            for (activity, came, factor), own in zip(passing, passed, strict=True)
            if covers(opened, own)
        ]
        rows.append(per_day_t * weeks.open_d(opened))
    return Limit(name, "rate", np.concatenate(rows), tuple(uses))


def without_roads(prices: Vector) -> Vector:
    """Return prices of a tonne that hold nothing of dedicated roads, which are paid for whole."""
    others = prices.copy()
    others[QUANTITY_INDEX[Quantity.DEDICATED_WINTER_ROAD_KM]] = 0.0
    return others


@dataclass(frozen=True, slots=True)
class DedicatedRoad:
    """A road that is paid for whole: its price of a year, and shipped tonnes that it takes."""

    usd_per_y: float
    room_t: float


def dedicated_roads(network: DatedNetwork, limits_on: LimitsOn) -> dict[str, DedicatedRoad]:
    """Return every dedicated road by id: its bill at the prices of the card, and its room.

    All that passes a road passes both its ends.
    """
    at = QUANTITY_INDEX[Quantity.DEDICATED_WINTER_ROAD_KM]
    price = network.card.prices_usd[Quantity.DEDICATED_WINTER_ROAD_KM].base
    roads = {}
    for row, edge in enumerate(network.arrays.edges):
        if edge.record and (km := float(network.quantities[row][at])):
            name = str(edge.record["id"])
            rooms_t = [
                limits_on.capacities_t_per_y[limited]
                for limited in (name, edge.tail.place_id, edge.head.place_id)
                if limited in limits_on.capacities_t_per_y
            ]
            if name in limits_on.loads_limited:
                open_d = float(limits_on.links_open_d[name].sum())
                rooms_t.append(loads_t_per_d(network.card) * open_d)
            roads[name] = DedicatedRoad(km * price, min(rooms_t, default=math.inf))
    return roads


def loads_t_per_d(card: RateCard) -> float:
    """Return the tonnes that a winter road takes in a day; infinite where the card is silent."""
    loads = card.winter_road_loads_per_d
    return loads.base * card.payloads_t[Vehicle.WINTER_TRUCK].base if loads else math.inf


def _roads(
    network: DatedNetwork,
    demands: Sequence[DemandRuns],
    runs: Sequence[tuple[int, Run]],
    limits_on: LimitsOn,
) -> Iterator[Road]:
    over: dict[str, dict[tuple[int, int], list[int]]] = {}
    for number, (demand, run) in enumerate(runs):
        for name, stretch in {(passing.name, passing.stretch) for passing in run.passes}:
            over.setdefault(name, {}).setdefault((demand, stretch), []).append(number)
    for name, road in sorted(dedicated_roads(network, limits_on).items()):
        uses = tuple(
            RoadUse(i, tuple(numbers), road.room_t / demands[i].demand.cargo.shipped_t_per_t)
            for (i, _), numbers in sorted(over.get(name, {}).items())
        )
        if uses:
            yield Road(name, road.usd_per_y, uses)


def _storages(
    demands: Sequence[DemandRuns], stores: Sequence[StoreAt], request: CampaignRequest
) -> list[Limit]:
    if request.capacities_off:
        return []
    limits = []
    for place_id, most_t in sorted(request.storages_t.items()):
        shared = tuple(
            (number, demands[store.demand].demand.cargo.shipped_t_per_t)
            for number, store in enumerate(stores)
            if store.place_id == place_id
        )
        if shared:
            upper = np.full(request.weeks.count, most_t)
            limits.append(Limit(place_id, "storage", upper, stores=shared))
    return limits
