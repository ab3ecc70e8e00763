"""The account of a campaign: its plan in places and links, its cost by component, its fleet.

Owns how the numbers of the programme become the tables of a `CampaignAnswer`. Cost is the bills of
the runs times prices (docs/model.md, E1), and the days in store times the price of a day at the
place (E12).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from geo.bill import QUANTITIES, components
from geo.campaign_model import AT_WILL, arriving
from geo.campaign_programme import without_roads
from geo.campaign_results import CampaignAnswer
from geo.campaign_runs import DESTINATION, ORIGIN, loads_of
from geo.cargo import KG_PER_T
from geo.fleet import fleet_line
from geo.vocabulary import DAYS, Vehicle
from geo.weeks import earlier, either

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.bill import Vector
    from geo.campaign_model import Plan
    from geo.campaign_programme import Built
    from geo.campaign_results import Binding, DemandResult
    from geo.campaign_runs import Run
    from geo.dated_graph import DatedNetwork
    from geo.fleet import FleetLine
    from geo.rates import RateCard
    from geo.weeks import Openings, Weeks

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
    network, card = built.network, built.network.card
    flows = _grouped(_flow_rows(network, weeks, built, plan), _FLOWS)
    return CampaignAnswer(
        weeks=weeks,
        demands=tuple(results),
        flows=flows,
        movements=_grouped(_movement_rows(built, plan), _MOVEMENTS),
        stocks=_grouped(_stock_rows(built, plan), _STOCKS),
        components_usd=_components_usd(built, plan),
        bindings=tuple(bindings),
        fleet=tuple(_fleet(network, card, weeks, built, plan)),
        co2_t=sum(
            float(bill @ found.pricing.emissions) / KG_PER_T
            for bill, found in zip(_bills(built, plan), built.demands, strict=True)
        ),
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


def _components_usd(built: Built, plan: Plan) -> dict[str, float]:
    total: dict[str, float] = {}
    for bill, found in zip(_bills(built, plan), built.demands, strict=True):
        amounts = dict(zip(QUANTITIES, bill.tolist(), strict=True))
        for name, usd in components(amounts, without_roads(found.pricing.base)).items():
            total[name] = total.get(name, 0.0) + usd
    for number in plan.roads:
        total[DEDICATED] = total.get(DEDICATED, 0.0) + built.programme.roads[number].cost_usd
    for store, stock in zip(built.programme.stores, plan.stocks_t, strict=True):
        total["waiting"] = total.get("waiting", 0.0) + float(stock @ store.waiting_usd_per_t)
    return total


def _flow_rows(
    network: DatedNetwork, weeks: Weeks, built: Built, plan: Plan
) -> Iterator[tuple[Any, ...]]:
    for (demand, run), flow in zip(built.runs, plan.flows_t, strict=True):
        if not flow.any():
            continue
        for record, from_id, to_id, after_d, _ in _links(network, run):
            entering = weeks.arrivals(run.openings, after_d)
            tonnes = np.bincount(
                entering.came, flow[entering.left] * entering.shares, minlength=weeks.count
            )
            dedicated = not pd.isna(record["dedicated"]) and bool(record["dedicated"])
            what = (record["mode"], record["vehicle"], float(record["length_km"]), dedicated)
            for week in np.flatnonzero(tonnes):
                yield (
                    demand,
                    str(record["id"]),
                    from_id,
                    to_id,
                    *what,
                    int(week),
                    float(tonnes[week]),
                )


class _Passed(NamedTuple):
    """A link of a run: its ends, days from departure until it, loads that one payload makes."""

    record: dict[str, Any]
    from_id: str
    to_id: str
    after_d: float
    loads: float


def _links(network: DatedNetwork, run: Run) -> Iterator[_Passed]:
    edges = network.arrays.edges
    days = [_days(network.quantities[row]) for row in run.rows]
    # What the run takes beyond its steps is loading at the origin, which comes first.
    after_d = run.duration_d - sum(days)
    for row, step_d in zip(run.rows, days, strict=True):
        record = edges[row].record if row < len(edges) else None
        if record is not None:
            loads = loads_of(network.quantities[row], float(record["length_km"]))
            ends = edges[row].tail.place_id, edges[row].head.place_id
            yield _Passed(record, *ends, after_d, loads)
        after_d += step_d


def _days(quantities: Vector) -> float:
    return float(sum(quantities[QUANTITIES.index(quantity)] for quantity in DAYS))


def _movement_rows(built: Built, plan: Plan) -> Iterator[tuple[Any, ...]]:
    def rows(store: int, kind: str, by_week: Vector) -> Iterator[tuple[Any, ...]]:
        at = built.stores[store]
        for week in np.flatnonzero(by_week):
            yield at.demand, at.place_id, int(week), kind, float(by_week[week])

    periods = built.programme.periods
    for activity, flow in zip(built.programme.activities, plan.flows_t, strict=True):
        if activity.tail != AT_WILL:
            yield from rows(activity.tail, "left", flow)
        if activity.head != AT_WILL:
            came = np.zeros(periods)
            np.add.at(came, activity.arrivals.came, arriving(flow, activity))
            yield from rows(activity.head, "came", came)
    for commodity, tonnes in zip(built.programme.commodities, plan.delivered_t, strict=True):
        if commodity.source != AT_WILL:
            yield from rows(commodity.source, "made", tonnes * commodity.supplied)
        if commodity.sink != AT_WILL:
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


def _fleet(
    network: DatedNetwork, card: RateCard, weeks: Weeks, built: Built, plan: Plan
) -> Iterator[FleetLine]:
    """Yield a line for each leg, with the tonnes of all runs that have it."""
    legs: dict[tuple[str, str, str, float], _Hauled] = {}
    for (demand, run), flow in zip(built.runs, plan.flows_t, strict=True):
        if not flow.any():
            continue
        shipped = flow * built.demands[demand].demand.cargo.shipped_t_per_t
        for leg in _legs(network, run):
            entering = weeks.arrivals(run.openings, leg.after_d)
            tonnes = np.bincount(
                entering.came, shipped[entering.left] * entering.shares, minlength=weeks.count
            )
            key = (leg.vehicle, leg.from_id, leg.to_id, leg.length_km)
            hauled = legs.get(key, _Hauled(np.zeros(weeks.count), np.zeros(weeks.count), ()))
            legs[key] = _Hauled(
                hauled.shipped_t + tonnes,
                hauled.as_full_t + tonnes * leg.loads,
                either(hauled.openings, earlier(run.openings, -leg.after_d)),
            )
    for (vehicle, from_id, to_id, km), hauled in legs.items():
        open_d = weeks.open_d(hauled.openings)
        moving = open_d > 0
        as_full_t = float(hauled.as_full_t.sum())
        busiest = float((hauled.as_full_t[moving] / open_d[moving]).max())
        yield fleet_line(
            card,
            Vehicle(vehicle),
            (from_id, to_id),
            km,
            float(hauled.shipped_t.sum()),
            (as_full_t / float(open_d.sum()), busiest),
            as_full_t,
        )


class _Hauled(NamedTuple):
    """Shipped tonnes by week, these with light loads as if full, and when they set out."""

    shipped_t: Vector
    as_full_t: Vector
    openings: Openings


class _Leg(NamedTuple):
    """A stretch by one vehicle, and the days until it; `loads` is that of its lightest link."""

    vehicle: str
    from_id: str
    to_id: str
    length_km: float
    after_d: float
    loads: float


def _legs(network: DatedNetwork, run: Run) -> Iterator[_Leg]:
    leg: _Leg | None = None
    for link in _links(network, run):
        vehicle, km = str(link.record["vehicle"]), float(link.record["length_km"])
        if leg is not None and leg.vehicle == vehicle and leg.to_id == link.from_id:
            km, loads = leg.length_km + km, max(leg.loads, link.loads)
            leg = leg._replace(to_id=link.to_id, length_km=km, loads=loads)
            continue
        if leg is not None:
            yield leg
        leg = _Leg(vehicle, link.from_id, link.to_id, km, link.after_d, link.loads)
    if leg is not None:
        yield leg
