"""From runs and limits to the programme of a campaign.

Owns which store is which, what a tonne in it costs and which runs need which road (docs/model.md,
E12); `geo.campaign.limits` adds the limits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.campaign.limits import dedicated_roads, flow_limits, storage_limits
from zimnik.geo.campaign.model import (
    UNSCHEDULED,
    Activity,
    Commodity,
    Programme,
    Road,
    RoadUse,
    Store,
)
from zimnik.geo.campaign.runs import DESTINATION, ORIGIN
from zimnik.geo.core.intervals import departures
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.pricing.bill import QUANTITY_INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zimnik.geo.campaign.campaign import CampaignRequest, Demand
    from zimnik.geo.campaign.layout import Wanted
    from zimnik.geo.campaign.limits import LimitsOn
    from zimnik.geo.campaign.model import Vector
    from zimnik.geo.campaign.network import Contraction
    from zimnik.geo.campaign.runs import Run
    from zimnik.geo.core.calendar import Window
    from zimnik.geo.core.intervals import Weeks
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.assembly import Pricing
    from zimnik.geo.routing.time_expanded import DatedNetwork


@dataclass(frozen=True, slots=True)
class DemandRuns:
    """A demand with its prices and the runs that it may make."""

    demand: Demand
    pricing: Pricing
    wanted: Wanted
    contraction: Contraction


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
                tail=number.get((i, run.tail), UNSCHEDULED),
                head=number.get((i, run.head), UNSCHEDULED),
                cost_usd_per_t=np.where(weeks.open_d(run.openings) > 0, run.cost_usd_per_t, np.inf),
                arrivals=weeks.arrivals(run.openings, run.duration_d),
            )
            for i, run in runs
        ),
        commodities=tuple(_commodity(found, i, number, request) for i, found in enumerate(demands)),
        limits=(
            *flow_limits(demands, runs, request, limits_on, card),
            *storage_limits(demands, stores, request),
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
        return Commodity(wanted_t, UNSCHEDULED, nothing, number[i, DESTINATION], share)
    return Commodity(wanted_t, number[i, ORIGIN], share, UNSCHEDULED, nothing)


def working_share(weeks: Weeks, season: Window | None) -> Vector:
    """Return which share of the working days of a year lies in each week."""
    open_d = weeks.open_d(departures(season, 0.0))
    return np.asarray(open_d / open_d.sum())


def without_roads(prices: Vector) -> Vector:
    """Return prices of a tonne that hold nothing of dedicated roads, which are paid for whole."""
    others = prices.copy()
    others[QUANTITY_INDEX[Quantity.DEDICATED_WINTER_ROAD_KM]] = 0.0
    return others


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
