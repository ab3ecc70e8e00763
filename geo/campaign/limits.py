"""What limits a campaign: room at places, on links and in stores, loads a day, roads to pay for.

Owns which runs draw on which limit, and how much of it there is (docs/model.md, E12). Limits count
shipped tonnes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.campaign.model import Limit
from zimnik.geo.core.intervals import covers, departures, earlier, either
from zimnik.geo.core.vocabulary import Quantity, Vehicle
from zimnik.geo.pricing.bill import QUANTITY_INDEX

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from zimnik.geo.campaign.campaign import CampaignRequest
    from zimnik.geo.campaign.layout import Passing
    from zimnik.geo.campaign.model import Vector
    from zimnik.geo.campaign.programme import DemandRuns, StoreAt
    from zimnik.geo.campaign.runs import Run
    from zimnik.geo.core.intervals import Arrivals, Openings, Weeks
    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.time_expanded import DatedNetwork


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


def limits_of(arrays: NetworkArrays, card: RateCard, request: CampaignRequest) -> LimitsOn:
    """Return the places and links of limited capacity."""
    if request.capacities_off:
        return LimitsOn({}, frozenset(), {})
    capacities = {**arrays.capacities_t_per_y, **request.capacities_t_per_y}
    loads_limited = frozenset(
        name
        for name, link in arrays.links.items()
        if link.vehicle is Vehicle.WINTER_TRUCK and card.winter_road_loads_per_d is not None
    )
    return LimitsOn(
        capacities_t_per_y=capacities,
        loads_limited=loads_limited,
        links_open_d={
            name: request.weeks.open_d(_open(link, request.year_type))
            for name, link in arrays.links.items()
            if name in capacities or name in loads_limited
        },
    )


def _open(link: Link, year_type: YearType) -> Openings:
    """Return when a link is open in a year of a type."""
    if not link.opens_in(year_type):
        return ()
    return departures(link.season.window(year_type) if link.season else None, 0.0)


def flow_limits(
    demands: Sequence[DemandRuns],
    runs: Sequence[tuple[int, Run]],
    request: CampaignRequest,
    limits_on: LimitsOn,
    card: RateCard,
) -> list[Limit]:
    """Return what places and links of limited capacity take of runs, each with its demand."""
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


def storage_limits(
    demands: Sequence[DemandRuns], stores: Sequence[StoreAt], request: CampaignRequest
) -> list[Limit]:
    """Return what may lie at places with a limited store."""
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
        if edge.link and (km := float(network.quantities[row][at])):
            name = edge.link.id
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
