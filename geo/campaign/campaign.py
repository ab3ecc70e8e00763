"""A year's campaign: what moves, where it waits, what it costs and what holds it back.

Owns the question and its answer (docs/model.md, E12). `geo.campaign.column_generation` finds the
ways and the roads, `geo.campaign.solve` the tonnes, `geo.campaign.account` tells them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zimnik.geo.campaign.account import account_of
from zimnik.geo.campaign.bindings import bindings_of, shortage
from zimnik.geo.campaign.column_generation import best_plan
from zimnik.geo.campaign.limits import limits_of
from zimnik.geo.campaign.results import CampaignAnswer, DemandResult
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.intervals import Weeks
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.routes import RouteRequest, find_routes
from zimnik.geo.routing.search import NO_CLOSURES, Closures
from zimnik.geo.routing.time_expanded import dated_network

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.campaign.model import Plan
    from zimnik.geo.campaign.programme import Built, DemandRuns
    from zimnik.geo.core.calendar import Window
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.time_expanded import DatedNetwork


@dataclass(frozen=True, slots=True)
class Demand:
    """Cargo of one year from one place to another.

    Parameters
    ----------
    origin_id, destination_id, cargo
        What travels; its `tonnes_per_y` are what is wanted.
    inbound
        Whether it is asked for evenly at the destination and bought when it suits, like reagents
        and fuel; otherwise it is made evenly at the origin and welcome at any time.
    via, closures
        As in `geo.routing.routes.RouteRequest`.
    """

    origin_id: str
    destination_id: str
    cargo: Cargo
    inbound: bool = False
    via: Sequence[frozenset[str]] = field(default=())
    closures: Closures = NO_CLOSURES


@dataclass(frozen=True, slots=True)
class CampaignRequest:
    """One question: what is wanted, and under which limits.

    Parameters
    ----------
    demands
        Cargoes that share the capacities.
    season
        Days of the year when mines work and plants ask for their supplies; None for all.
    capacities_t_per_y
        Shipped tonnes a year that a place or link has room for, over those of the atlas, the
        community's own traffic already taken off.
    storages_t
        Shipped tonnes that may lie at a place; elsewhere there is room for all.
    storage_usd_per_t_d
        Price of a day in store at a place, over that of the rate card.
    capacities_off
        Whether every limit is lifted, to compare with the router.
    year_type, weeks
        Which published dates of seasons hold, and into how many weeks the year is cut.
    """

    demands: Sequence[Demand]
    season: Window | None = None
    capacities_t_per_y: Mapping[str, float] = field(default_factory=dict)
    storages_t: Mapping[str, float] = field(default_factory=dict)
    storage_usd_per_t_d: Mapping[str, float] = field(default_factory=dict)
    capacities_off: bool = False
    year_type: YearType = YearType.NORMAL
    weeks: Weeks = field(default_factory=Weeks)


def plan_campaign(
    arrays: NetworkArrays, card: RateCard, request: CampaignRequest
) -> CampaignAnswer:
    """Return the plan of most tonnes and, among those, of least cost, or why nothing moves.

    Raises
    ------
    InputError
        If a place or link of a limit is not known, a limit is not a number of 0 or more, or a
        demand is at fault as `geo.routing.routes.find_routes` says.
    """
    built, plan, reasons = build_campaign(arrays, card, request)
    bindings = bindings_of(built.programme, plan)
    results = [
        DemandResult(
            origin_id=found.demand.origin_id,
            destination_id=found.demand.destination_id,
            product=found.demand.cargo.product,
            inbound=found.demand.inbound,
            wanted_t=found.demand.cargo.tonnes_per_y,
            delivered_t=float(delivered_t),
            reason=reason
            or shortage(
                built.programme, plan, found.demand.cargo.tonnes_per_y - float(delivered_t)
            ),
        )
        for found, reason, delivered_t in zip(built.demands, reasons, plan.delivered_t, strict=True)
    ]
    return account_of(built, plan, request.weeks, results, bindings)


def build_campaign(
    arrays: NetworkArrays, card: RateCard, request: CampaignRequest
) -> tuple[Built, Plan, list[str | None]]:
    """Return the programme of a question, its plan, and why a demand has no way at all.

    Raises
    ------
    InputError
        As `plan_campaign`.
    """
    _require_limits(arrays, request)
    network = dated_network(arrays, card, request.year_type)
    limits_on = limits_of(arrays, card, request)
    built, plan = best_plan(network, request, limits_on)
    reasons = [_reason(network, found, request) for found in built.demands]
    return built, plan, reasons


def _require_limits(arrays: NetworkArrays, request: CampaignRequest) -> None:
    links = set(arrays.links)
    ends = {i for demand in request.demands for i in (demand.origin_id, demand.destination_id)}
    known = {
        "capacity": (request.capacities_t_per_y, set(arrays.kinds) | links, "a place or link"),
        "storage": (request.storages_t, arrays.storages | ends, "a place that has a store"),
        "storage price": (
            request.storage_usd_per_t_d,
            arrays.storages | ends,
            "a place that has a store",
        ),
    }
    faults = [] if request.demands else [Fault("campaign", "a demand", "none", "Name one.")]
    for name, (limits, ids, expected) in known.items():
        for place_id, value in limits.items():
            if place_id not in ids:
                faults.append(Fault(name, expected, f"'{place_id}'", "Name another."))
            if not 0 <= value < math.inf:
                faults.append(
                    Fault(name, "a number of 0 or more", f"{value:g}", "Mend it.", row=place_id)
                )
    if faults:
        raise InputError(faults)


def _reason(network: DatedNetwork, found: DemandRuns, request: CampaignRequest) -> str | None:
    """Say why there is no way at all for a demand, or None where there is one."""
    if found.contraction.runs:
        return None
    demand = found.demand
    asked = RouteRequest(
        demand.origin_id,
        demand.destination_id,
        demand.cargo,
        Dates(None, request.year_type),
        via=demand.via,
        closures=demand.closures,
    )
    return find_routes(network.arrays, network.card, asked, network).reason
