"""The legs of a campaign in the order of travel, and what each of them takes.

Owns how runs become legs, and which leg comes after which (docs/model.md, E12).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
import numpy as np

from zimnik.geo.campaign.fleet import fleet_line
from zimnik.geo.campaign.runs import loads_of
from zimnik.geo.core.intervals import earlier, either
from zimnik.geo.core.vocabulary import DAYS, Vehicle
from zimnik.geo.pricing.bill import QUANTITIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.campaign.fleet import FleetLine
    from zimnik.geo.campaign.model import Plan
    from zimnik.geo.campaign.programme import Built
    from zimnik.geo.campaign.runs import Run
    from zimnik.geo.core.intervals import Openings, Weeks
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.bill import Vector
    from zimnik.geo.routing.time_expanded import DatedNetwork

# What a leg goes by, from where to where, and how far.
LegKey = tuple[str, str, str, float]


def fleet_of(built: Built, plan: Plan, weeks: Weeks) -> Iterator[FleetLine]:
    """Yield a line for each leg: of the first demand in the order of travel, then of the next.

    A leg that several demands have stands once, with the tonnes of all, where the first has it.
    """
    hauled = _hauled(built, plan, weeks)
    for key in _in_order_of_travel(built, plan):
        vehicle, from_id, to_id, km = key
        of_leg = hauled[key]
        open_d = weeks.open_d(of_leg.openings)
        moving = open_d > 0
        as_full_t = float(of_leg.as_full_t.sum())
        busiest = float((of_leg.as_full_t[moving] / open_d[moving]).max())
        yield fleet_line(
            built.network.card,
            Vehicle(vehicle),
            (from_id, to_id),
            km,
            float(of_leg.shipped_t.sum()),
            (as_full_t / float(open_d.sum()), busiest),
            as_full_t,
            of_leg.demands,
        )


@dataclass(frozen=True, slots=True)
class _Hauled:
    """Shipped tonnes by week, these with light loads as if full, when they set out, and whose."""

    shipped_t: Vector
    as_full_t: Vector
    openings: Openings
    demands: tuple[int, ...]


def _hauled(built: Built, plan: Plan, weeks: Weeks) -> dict[LegKey, _Hauled]:
    hauled: dict[LegKey, _Hauled] = {}
    nothing = np.zeros(weeks.count)
    for (demand, run), flow in zip(built.runs, plan.flows_t, strict=True):
        if not flow.any():
            continue
        shipped = flow * built.demands[demand].demand.cargo.shipped_t_per_t
        for leg in _legs(built.network, run):
            entering = weeks.arrivals(run.openings, leg.after_d)
            tonnes = np.bincount(
                entering.came, shipped[entering.left] * entering.shares, minlength=weeks.count
            )
            known = hauled.get(leg.key, _Hauled(nothing, nothing, (), ()))
            hauled[leg.key] = _Hauled(
                known.shipped_t + tonnes,
                known.as_full_t + tonnes * leg.loads,
                either(known.openings, earlier(run.openings, -leg.after_d)),
                tuple(sorted({*known.demands, demand})),
            )
    return hauled


def _in_order_of_travel(built: Built, plan: Plan) -> list[LegKey]:
    """Return every leg once, before what it leads on to; the fullest of branches comes first."""
    ordered: dict[LegKey, None] = {}
    for number in range(len(built.demands)):
        used = [
            (float(flow.sum()), run, [leg.key for leg in _legs(built.network, run)])
            for (demand, run), flow in zip(built.runs, plan.flows_t, strict=True)
            if demand == number and flow.any()
        ]
        used.sort(key=lambda of_run: of_run[0])
        graph = nx.DiGraph()
        for _, run, legs in used:
            nx.add_path(graph, [("from", run.tail), *legs, ("to", run.head)])
            graph.add_edge(("to", run.head), ("from", run.head))
        # What is left last in a search to the depth comes first; what is begun last, too.
        begins = sorted(graph, key=graph.in_degree)
        found = nx.DiGraph()
        found.add_nodes_from(begins)
        found.add_edges_from(graph.edges)
        legs_of_demand = {key for _, _, legs in used for key in legs}
        order = reversed(list(nx.dfs_postorder_nodes(found)))
        ordered |= dict.fromkeys(key for key in order if key in legs_of_demand)
    return list(ordered)


class PassedLink(NamedTuple):
    """A link of a run: its ends, days from departure until it, loads that one payload makes."""

    link: Link
    from_id: str
    to_id: str
    after_d: float
    loads: float


def passed_links(network: DatedNetwork, run: Run) -> Iterator[PassedLink]:
    """Yield the links of a run in order."""
    edges = network.arrays.edges
    days = [_days(network.quantities[row]) for row in run.rows]
    # What the run takes beyond its steps is loading at the origin, which comes first.
    after_d = run.duration_d - sum(days)
    for row, step_d in zip(run.rows, days, strict=True):
        link = edges[row].link if row < len(edges) else None
        if link is not None:
            loads = loads_of(network.quantities[row], link.length_km)
            ends = edges[row].tail.place_id, edges[row].head.place_id
            yield PassedLink(link, *ends, after_d, loads)
        after_d += step_d


def _days(quantities: Vector) -> float:
    return float(sum(quantities[QUANTITIES.index(quantity)] for quantity in DAYS))


class _Leg(NamedTuple):
    """A stretch by one vehicle, and the days until it; `loads` is that of its lightest link."""

    vehicle: str
    from_id: str
    to_id: str
    length_km: float
    after_d: float
    loads: float

    @property
    def key(self) -> LegKey:
        """Return what tells it from others."""
        return self.vehicle, self.from_id, self.to_id, self.length_km


def _legs(network: DatedNetwork, run: Run) -> Iterator[_Leg]:
    leg: _Leg | None = None
    for passed in passed_links(network, run):
        vehicle, km = passed.link.vehicle.value, passed.link.length_km
        if leg is not None and leg.vehicle == vehicle and leg.to_id == passed.from_id:
            km, loads = leg.length_km + km, max(leg.loads, passed.loads)
            leg = leg._replace(to_id=passed.to_id, length_km=km, loads=loads)
            continue
        if leg is not None:
            yield leg
        leg = _Leg(vehicle, passed.from_id, passed.to_id, km, passed.after_d, passed.loads)
    if leg is not None:
        yield leg
