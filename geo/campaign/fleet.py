"""The fleet of a campaign: its legs in the order of travel, and the vehicles that each takes.

Owns which leg comes after which, and what each takes in the year (docs/model.md, E12).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from zimnik.geo.campaign.legs import VehicleNorm, legs_of
from zimnik.geo.core.intervals import shifted, union

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.campaign.legs import Leg
    from zimnik.geo.campaign.programme import CampaignProgramme, Plan
    from zimnik.geo.campaign.runs import Run
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.intervals import Openings, Weeks
    from zimnik.geo.core.vocabulary import Vehicle
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.time_expanded import DatedNetwork

# A vehicle more than this needs another.
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Traffic:
    """What goes over a leg.

    Parameters
    ----------
    shipped_t
        Shipped tonnes of the year.
    as_full_t
        What as many loads would hold if all were full: more than that where some are light.
    even_t_per_d, busiest_t_per_d
        Tonnes an open day, light loads as if full: over the year, and in the busiest week.
    demands
        Numbers of the demands whose cargo it is.
    """

    shipped_t: float
    as_full_t: float
    even_t_per_d: float
    busiest_t_per_d: float
    demands: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FleetLine:
    """What one leg of a campaign takes.

    Parameters
    ----------
    vehicle, from_id, to_id, length_km
        The leg.
    shipped_t
        Tonnes a year.
    loads
        Loads a year; those of a train or convoy count one by one.
    trips
        Trips a year: trains, convoys, ship calls, or lorries.
    trips_per_d, busiest_trips_per_d
        Trips a day if they are spread evenly over the open days of the year, and in the busiest
        week of the plan.
    round_trip_d
        Days until a vehicle is back.
    vehicles, busiest_vehicles
        Whole vehicles that make these trips; wagons and barges count one by one.
    demands
        Numbers of the demands of a campaign whose cargo it is.
    """

    vehicle: Vehicle
    from_id: str
    to_id: str
    length_km: float
    shipped_t: float
    loads: float
    trips: float
    trips_per_d: float
    busiest_trips_per_d: float
    round_trip_d: float
    vehicles: int
    busiest_vehicles: int
    demands: tuple[int, ...] = ()


def fleet_line(card: RateCard, leg: Leg, traffic: Traffic) -> FleetLine:
    """Return the loads, trips and vehicles that a leg takes at the norms of the card."""
    norm = VehicleNorm.of(card, leg.vehicle)
    loads = norm.loads(traffic.as_full_t)
    even, busiest = norm.loads(traffic.even_t_per_d), norm.loads(traffic.busiest_t_per_d)
    round_trip_d = norm.round_trip_d(leg.length_km)
    return FleetLine(
        vehicle=leg.vehicle,
        from_id=leg.from_id,
        to_id=leg.to_id,
        length_km=leg.length_km,
        shipped_t=traffic.shipped_t,
        loads=loads,
        trips=loads / norm.consist,
        trips_per_d=even / norm.consist,
        busiest_trips_per_d=busiest / norm.consist,
        round_trip_d=round_trip_d,
        vehicles=whole_vehicles(even * round_trip_d),
        busiest_vehicles=whole_vehicles(busiest * round_trip_d),
        demands=traffic.demands,
    )


def whole_vehicles(vehicles: float) -> int:
    """Return how many whole vehicles do the work of so many."""
    return math.ceil(vehicles - _ROUNDING)


def fleet_of(campaign: CampaignProgramme, plan: Plan, weeks: Weeks) -> Iterator[FleetLine]:
    """Yield a line for each leg: of the first demand in the order of travel, then of the next.

    A leg that several demands have stands once, with the tonnes of all, where the first has it.
    """
    hauled = _hauled(campaign, plan, weeks)
    for leg in _in_order_of_travel(campaign, plan):
        yield fleet_line(campaign.network.card, leg, hauled[leg].traffic(weeks))


@dataclass(frozen=True, slots=True)
class _Hauled:
    """Shipped tonnes by week, these with light loads as if full, when they set out, and whose."""

    shipped_t: Vector
    as_full_t: Vector
    openings: Openings = ()
    demands: tuple[int, ...] = ()

    def traffic(self, weeks: Weeks) -> Traffic:
        """Return the tonnes of the year and of a day."""
        open_d = weeks.open_d(self.openings)
        moving = open_d > 0
        as_full_t = float(self.as_full_t.sum())
        return Traffic(
            shipped_t=float(self.shipped_t.sum()),
            as_full_t=as_full_t,
            even_t_per_d=as_full_t / float(open_d.sum()),
            busiest_t_per_d=float((self.as_full_t[moving] / open_d[moving]).max()),
            demands=self.demands,
        )


def _hauled(campaign: CampaignProgramme, plan: Plan, weeks: Weeks) -> dict[Leg, _Hauled]:
    hauled: dict[Leg, _Hauled] = {}
    nothing = _Hauled(np.zeros(weeks.count), np.zeros(weeks.count))
    for made, flow in zip(campaign.runs, plan.flows_t, strict=True):
        if not flow.any():
            continue
        shipped = flow * campaign.demands[made.demand].shipped_t_per_t
        for passed in legs_of(campaign.network, made.run):
            entering = weeks.arrivals(made.run.openings, passed.after_d)
            tonnes = np.bincount(
                entering.came, shipped[entering.left] * entering.shares, minlength=weeks.count
            )
            known = hauled.get(passed.leg, nothing)
            hauled[passed.leg] = _Hauled(
                known.shipped_t + tonnes,
                known.as_full_t + tonnes * passed.load_factor,
                union(known.openings, shifted(made.run.openings, passed.after_d)),
                tuple(sorted({*known.demands, made.demand})),
            )
    return hauled


def _in_order_of_travel(campaign: CampaignProgramme, plan: Plan) -> list[Leg]:
    """Return every leg once, before what it leads on to, by topological order (depth first).

    The fullest of branches comes first.
    """
    ordered: dict[Leg, None] = {}
    for number in range(len(campaign.demands)):
        used = [
            (float(flow.sum()), made.run, [p.leg for p in legs_of(campaign.network, made.run)])
            for made, flow in zip(campaign.runs, plan.flows_t, strict=True)
            if made.demand == number and flow.any()
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
        legs_of_demand = {leg for _, _, legs in used for leg in legs}
        order = reversed(list(nx.dfs_postorder_nodes(found)))
        ordered |= dict.fromkeys(leg for leg in order if leg in legs_of_demand)
    return list(ordered)


def lifted_at(network: DatedNetwork, run: Run) -> Iterator[str]:
    """Yield the places where a run lifts cargo, its ends included."""
    edges = network.arrays.edges
    moved = [edges[row] for row in run.rows if row < len(edges)]
    yield from (edge.tail.place_id for edge in moved[:1])
    yield from (edge.tail.place_id for edge in moved if edge.link is None)
    yield from (edge.head.place_id for edge in moved[-1:])
