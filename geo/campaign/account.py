"""The account of a campaign: its plan in places and links, its cost by component, its fleet.

Owns how the numbers of the programme become the tables of a `CampaignAnswer`, and which demand
bears what. Cost is the bills of the runs times prices (docs/model.md, E1), and the days in store
times the price of a day at the place (E12).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from zimnik.geo.campaign.loads import fleet_of, passed_links
from zimnik.geo.campaign.model import UNSCHEDULED, arriving
from zimnik.geo.campaign.programme import without_roads
from zimnik.geo.campaign.results import CampaignAnswer
from zimnik.geo.campaign.runs import DESTINATION, ORIGIN
from zimnik.geo.core.units import KG_PER_T
from zimnik.geo.pricing.bill import QUANTITIES, components

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.geo.campaign.model import Plan
    from zimnik.geo.campaign.programme import Built
    from zimnik.geo.campaign.results import Binding, DemandResult
    from zimnik.geo.core.intervals import Weeks
    from zimnik.geo.pricing.bill import Vector
    from zimnik.geo.routing.time_expanded import DatedNetwork

_FLOWS = (
    "demand",
    "link_id",
    "from_id",
    "to_id",
    "mode",
    "vehicle",
    "length_km",
    "dedicated",
    "week",
    "tonnes",
)
DEDICATED = "dedicated_road"
_MOVEMENTS = ("demand", "place_id", "week", "kind", "tonnes")
_STOCKS = ("demand", "place_id", "week", "tonnes")


def account_of(
    built: Built,
    plan: Plan,
    weeks: Weeks,
    results: Sequence[DemandResult],
    bindings: Sequence[Binding],
) -> CampaignAnswer:
    """Return the answer that a plan makes.

    Parameters
    ----------
    built, plan
        The programme with what it stands for, and its optimum.
    weeks
        How the year is cut.
    results, bindings
        What became of each demand, and which limits bind.
    """
    network = built.network
    flows = _grouped(_flow_rows(network, weeks, built, plan), _FLOWS)
    return CampaignAnswer(
        weeks=weeks,
        demands=tuple(
            replace(
                result,
                components_usd=parts,
                co2_t=float(bill @ found.pricing.emissions) / KG_PER_T,
            )
            for result, parts, bill, found in zip(
                results,
                _components_usd(built, plan),
                _bills(built, plan),
                built.demands,
                strict=True,
            )
        ),
        flows=flows,
        movements=_grouped(_movement_rows(built, plan), _MOVEMENTS),
        stocks=_grouped(_stock_rows(built, plan), _STOCKS),
        bindings=tuple(bindings),
        fleet=tuple(fleet_of(built, plan, weeks)),
    )


def _grouped(rows: Iterator[tuple[Any, ...]], columns: Sequence[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(columns))
    keys = [name for name in columns if name != "tonnes"]
    return pd.DataFrame(frame.groupby(keys, as_index=False, sort=True).sum())


def _bills(built: Built, plan: Plan) -> list[Vector]:
    """Return what each demand consumes in the year, as arrays of quantities."""
    bills = [np.zeros(len(QUANTITIES)) for _ in built.demands]
    for (demand, run), flow in zip(built.runs, plan.flows_t, strict=True):
        bills[demand] = bills[demand] + flow.sum() * run.quantities
    return bills


def _components_usd(built: Built, plan: Plan) -> list[dict[str, float]]:
    """Return the cost of each demand by component; they sum to the cost of the plan.

    Runs and stores are those of one demand. The price of a dedicated road is borne by those whose
    cargo passes it, in proportion to shipped tonnes.
    """
    parts: list[dict[str, float]] = []
    for bill, found in zip(_bills(built, plan), built.demands, strict=True):
        amounts = dict(zip(QUANTITIES, bill.tolist(), strict=True))
        parts.append(dict(components(amounts, without_roads(found.pricing.base))))
    for number in plan.roads:
        road = built.programme.roads[number]
        shipped_t = np.zeros(len(parts))
        for use in road.uses:
            passed_t = plan.flows_t[list(use.activities)].sum()
            shipped_t[use.commodity] += (
                passed_t * built.demands[use.commodity].demand.cargo.shipped_t_per_t
            )
        for part, share in zip(parts, shipped_t / shipped_t.sum(), strict=True):
            part[DEDICATED] = part.get(DEDICATED, 0.0) + float(share) * road.cost_usd
    for at, store, stock in zip(built.stores, built.programme.stores, plan.stocks_t, strict=True):
        waiting_usd = float(stock @ store.waiting_usd_per_t)
        parts[at.demand]["waiting"] = parts[at.demand].get("waiting", 0.0) + waiting_usd
    return parts


def _flow_rows(
    network: DatedNetwork, weeks: Weeks, built: Built, plan: Plan
) -> Iterator[tuple[Any, ...]]:
    for (demand, run), flow in zip(built.runs, plan.flows_t, strict=True):
        if not flow.any():
            continue
        for link, from_id, to_id, after_d, _ in passed_links(network, run):
            entering = weeks.arrivals(run.openings, after_d)
            tonnes = np.bincount(
                entering.came, flow[entering.left] * entering.shares, minlength=weeks.count
            )
            what = (link.mode.value, link.vehicle.value, link.length_km, link.dedicated)
            for week in np.flatnonzero(tonnes):
                yield (
                    demand,
                    link.id,
                    from_id,
                    to_id,
                    *what,
                    int(week),
                    float(tonnes[week]),
                )


def _movement_rows(built: Built, plan: Plan) -> Iterator[tuple[Any, ...]]:
    def rows(store: int, kind: str, by_week: Vector) -> Iterator[tuple[Any, ...]]:
        at = built.stores[store]
        for week in np.flatnonzero(by_week):
            yield at.demand, at.place_id, int(week), kind, float(by_week[week])

    periods = built.programme.periods
    for activity, flow in zip(built.programme.activities, plan.flows_t, strict=True):
        if activity.tail != UNSCHEDULED:
            yield from rows(activity.tail, "left", flow)
        if activity.head != UNSCHEDULED:
            came = np.zeros(periods)
            np.add.at(came, activity.arrivals.came, arriving(flow, activity))
            yield from rows(activity.head, "came", came)
    for commodity, tonnes in zip(built.programme.commodities, plan.delivered_t, strict=True):
        if commodity.source != UNSCHEDULED:
            yield from rows(commodity.source, "made", tonnes * commodity.supplied)
        if commodity.sink != UNSCHEDULED:
            yield from rows(commodity.sink, "used", tonnes * commodity.used)


def _stock_rows(built: Built, plan: Plan) -> Iterator[tuple[Any, ...]]:
    for at, stock in zip(built.stores, plan.stocks_t, strict=True):
        if at.node in {ORIGIN, DESTINATION} or _is_used(built, plan, at.demand, at.node):
            for week, tonnes in enumerate(stock.tolist()):
                yield at.demand, at.place_id, week, tonnes


def _is_used(built: Built, plan: Plan, demand: int, node: int) -> bool:
    return any(
        owner == demand and node in {run.tail, run.head} and flow.any()
        for (owner, run), flow in zip(built.runs, plan.flows_t, strict=True)
    )
