"""Costs from many origins to many destinations by the day of readiness.

Owns the matrix (docs/model.md, E9): for every pair and day the cost, days and CO2 of the route that
`geo.routing` finds. Bounds by time of the year are made once for each destination and each cargo
of its own prices; days between which cargo only waits at its origin share one search.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from geo.assembly import Pricing
from geo.bill import QUANTITY_INDEX, loading_bill, quantity_row, unloading_bill
from geo.calendar import YEAR_D
from geo.dated_bounds import bounds_to
from geo.dated_graph import HOLDS, Dates
from geo.dated_path import ROUNDING_D, end_nodes, end_states, guide, start_labels
from geo.dated_search import DatedGraph, search
from geo.errors import Fault, InputError
from geo.routing import RouteRequest, end_weights, find_routes
from geo.search import NO_CLOSURES, Closures
from geo.vocabulary import DAYS, Mode, Quantity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from geo.bill import Vector
    from geo.calendar import Window
    from geo.cargo import Cargo
    from geo.dated_bounds import Bounds
    from geo.dated_graph import DatedNetwork
    from geo.dated_search import Label
    from geo.network import State

# First of each month, in days from 1 January.
MONTHS_D = (0.0, 31.0, 59.0, 90.0, 120.0, 151.0, 181.0, 212.0, 243.0, 273.0, 304.0, 334.0)
SAME_PLACE = "origin and destination are one place"
_EPS_USD = 1e-9


@dataclass(frozen=True, slots=True)
class MatrixRequest:
    """What to price.

    Parameters
    ----------
    cargoes
        What leaves each origin, by id.
    destination_ids
        Where it goes.
    ready_d
        Days of readiness, in days from 1 January.
    closures
        What may not be used.
    max_d
        Most days from readiness to arrival.
    """

    cargoes: Mapping[str, Cargo]
    destination_ids: Sequence[str]
    ready_d: Sequence[float] = MONTHS_D
    closures: Closures = NO_CLOSURES
    max_d: float = 730.0


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One pair on one day; the numbers are NaN where there is no way, for the reason given."""

    origin_id: str
    destination_id: str
    ready_d: float
    cost_usd_per_t: float
    duration_d: float
    waiting_d: float
    co2_kg_per_t: float
    distance_km: float
    modes: tuple[Mode, ...]
    reason: str | None = None


def cost_matrix(network: DatedNetwork, request: MatrixRequest) -> tuple[MatrixCell, ...]:
    """Return a cell for every origin, destination and day, in this order; days ascend.

    Every cost is that of `geo.routing.find_routes` for the same question.

    Raises
    ------
    InputError
        If a place is not in the network, a day is not one of the year or there is none, or `max_d`
        is not a number above zero.
    """
    Dates(max_d=request.max_d)
    _require_sense(network, request)
    days = sorted(set(request.ready_d))
    tasks = [_Task.of(network, request, origin_id, days) for origin_id in request.cargoes]
    cells: dict[tuple[str, str], Sequence[MatrixCell]] = {}
    for destination_id in request.destination_ids:
        goals: dict[bytes, _Goal] = {}
        for task in tasks:
            pair = (task.origin_id, destination_id)
            if task.origin_id == destination_id:
                cells[pair] = [_none(*pair, day, SAME_PLACE) for day in days]
                continue
            prices = task.pricing.base.tobytes()
            if prices not in goals:
                goals[prices] = _Goal.of(task, destination_id)
            found = list(_cells(task, goals[prices], days))[::-1]
            cells[pair] = tuple(_explained(network, request, found))
    return tuple(
        cell
        for origin_id in request.cargoes
        for destination_id in request.destination_ids
        for cell in cells[origin_id, destination_id]
    )


def _require_sense(network: DatedNetwork, request: MatrixRequest) -> None:
    named = {*request.cargoes, *request.destination_ids}
    unknown = sorted(named - set(network.arrays.kinds))
    faults = []
    if unknown:
        faults.append(Fault("matrix", "places of the network", str(unknown), "Name another place."))
    days = list(request.ready_d)
    if not days or not all(0 <= day < YEAR_D for day in days):
        faults.append(Fault("matrix", "days of the year", str(days), "Give days from 0 to 364."))
    if faults:
        raise InputError(faults)


@dataclass(frozen=True, slots=True)
class _Task:
    """An origin with its cargo, priced."""

    network: DatedNetwork
    request: MatrixRequest
    origin_id: str
    pricing: Pricing
    costs: Vector
    starts: tuple[tuple[Label, ...], ...]

    @classmethod
    def of(
        cls, network: DatedNetwork, request: MatrixRequest, origin_id: str, days: Sequence[float]
    ) -> _Task:
        pricing = Pricing.of(network.card, request.cargoes[origin_id])
        costs = network.open_costs(pricing.base, request.closures)
        weights = dict(
            end_weights(network.arrays, network.card, origin_id, pricing.base, loading=True)
        )
        starts = tuple(tuple(start_labels(network, weights, day)) for day in days)
        return cls(network, request, origin_id, pricing, costs, starts)

    @property
    def wait_usd_per_t_d(self) -> float:
        return float(self.pricing.base[QUANTITY_INDEX[Quantity.WAITING_D]])

    def costs_between(self, origins: Collection[str], destination_id: str) -> list[float]:
        """Return the costs of all rows, those of foreign access infinite."""
        costs = self.costs.copy()
        costs[self.network.foreign_rows(origins, {destination_id})] = math.inf
        listed: list[float] = costs.tolist()
        return listed


@dataclass(frozen=True, slots=True)
class _Goal:
    """A destination for cargo of some prices, and the bounds on the way to it."""

    destination_id: str
    unloading: Mapping[State, float]
    bounds: Bounds

    @classmethod
    def of(cls, task: _Task, destination_id: str) -> _Goal:
        network = task.network
        unloading = dict(
            end_weights(
                network.arrays, network.card, destination_id, task.pricing.base, loading=False
            )
        )
        # The access of an origin is left out, since no cargo returns to where it came from.
        costs = task.costs_between((), destination_id)
        ends = end_states(network, unloading)
        bounds = bounds_to(network.back_by_state, costs, ends, task.wait_usd_per_t_d)
        return cls(destination_id, unloading, bounds)


@dataclass(frozen=True, slots=True)
class _Way:
    """A way that was found, and the day of readiness that it was found for."""

    rows: tuple[int, ...]
    start: Label
    end: Label
    cost_usd_per_t: float
    waiting_d: float
    ready_d: float


def _cells(task: _Task, goal: _Goal, days: Sequence[float]) -> Iterator[MatrixCell]:
    """Yield the cells of a pair, from the last day to the first.

    What is found for a day is good for an earlier one where waiting so much longer at the origin,
    or leaving so much sooner, costs no more than the bound allows.
    """
    network, wait = task.network, task.wait_usd_per_t_d
    costs = task.costs_between({task.origin_id}, goal.destination_id)
    graph = DatedGraph(network.moves, costs, network.stored, wait)
    bounds = _from_origin(task, goal, costs)
    ends = end_nodes(network, goal.unloading)
    known: _Way | None = None
    for day, starts in reversed(list(zip(days, task.starts, strict=True))):
        least = min(
            (
                label.cost_usd_per_t + bounds.at(label.node // HOLDS, label.first_d)
                for label in starts
            ),
            default=math.inf,
        )
        known = _again(task, known, day, least) if known else None
        if known is None and math.isfinite(least):
            label = search(graph, starts, ends, guide(bounds), task.request.max_d)
            known = _way(label, ends, day) if label is not None else None
        if known is None:
            yield _none(task.origin_id, goal.destination_id, day, None)
        else:
            yield _cell(task, goal, known)


def _from_origin(task: _Task, goal: _Goal, costs: Sequence[float]) -> Bounds:
    """Return the bounds with the access of the origin, which leads only out of it."""
    bounds, network = goal.bounds, task.network
    own: dict[int, list[tuple[int, float, float, Window | None]]] = {}
    for label in task.starts[0]:
        for move in network.moves[label.node]:
            if move.edge in network.access_rows and math.isfinite(costs[move.row]):
                head = (move.head // HOLDS, costs[move.row], move.duration_d, move.window)
                own.setdefault(label.node // HOLDS, []).append(head)
    for state, moves in own.items():
        bounds = bounds.with_moves(state, moves)
    return bounds


def _again(task: _Task, way: _Way, day: float, least: float) -> _Way | None:
    """Return a way of a later day as one of this day, where it is one of the best."""
    longer_d = way.ready_d - day
    shifted = longer_d if way.waiting_d or _has_season(task.network, way) else 0.0
    cost = way.cost_usd_per_t + task.wait_usd_per_t_d * shifted
    in_time = way.end.first_d - way.ready_d + shifted <= task.request.max_d
    if cost > least + _EPS_USD or not in_time:
        return None
    end_d = way.end.first_d - (longer_d - shifted)
    return replace(
        way,
        end=replace(way.end, first_d=end_d),
        cost_usd_per_t=cost,
        waiting_d=way.waiting_d + shifted,
        ready_d=day,
    )


def _has_season(network: DatedNetwork, way: _Way) -> bool:
    return bool(network.seasonal_rows.intersection(way.rows))


def _way(end: Label, ends: Mapping[int, float], day: float) -> _Way:
    rows, label, moving_d = [], end, 0.0
    while label.parent is not None and label.move is not None:
        rows.append(label.move.row)
        moving_d += label.move.duration_d
        label = label.parent
    waiting_d = end.first_d - label.first_d - moving_d
    return _Way(
        rows=tuple(reversed(rows)),
        start=label,
        end=end,
        cost_usd_per_t=end.cost_usd_per_t + ends[end.node],
        waiting_d=waiting_d if waiting_d > ROUNDING_D else 0.0,
        ready_d=day,
    )


def _cell(task: _Task, goal: _Goal, way: _Way) -> MatrixCell:
    """Return the totals of a way; its cost is its bill times the prices, like that of a route."""
    network, states = task.network, task.network.arrays.states
    start, end = (states[label.node // HOLDS] for label in (way.start, way.end))
    kinds = network.arrays.kinds
    row = (
        quantity_row(loading_bill(kinds[start.place_id], start.on, network.card))
        + network.quantities[list(way.rows)].sum(axis=0)
        + quantity_row(unloading_bill(kinds[end.place_id], end.on))
    )
    row[QUANTITY_INDEX[Quantity.WAITING_D]] += way.waiting_d
    edges = len(network.arrays.edges)
    records = [network.arrays.edges[number].record for number in way.rows if number < edges]
    links = [record for record in records if record]
    return MatrixCell(
        origin_id=task.origin_id,
        destination_id=goal.destination_id,
        ready_d=way.ready_d,
        cost_usd_per_t=float(row @ task.pricing.base),
        duration_d=float(sum(row[QUANTITY_INDEX[quantity]] for quantity in DAYS)),
        waiting_d=way.waiting_d,
        co2_kg_per_t=float(row @ task.pricing.emissions),
        distance_km=sum(float(link["length_km"]) for link in links),
        modes=tuple(Mode(mode) for mode, _ in groupby(link["mode"] for link in links)),
    )


def _none(origin_id: str, destination_id: str, day: float, reason: str | None) -> MatrixCell:
    return MatrixCell(
        origin_id=origin_id,
        destination_id=destination_id,
        ready_d=day,
        cost_usd_per_t=math.nan,
        duration_d=math.nan,
        waiting_d=math.nan,
        co2_kg_per_t=math.nan,
        distance_km=math.nan,
        modes=(),
        reason=reason,
    )


def _explained(
    network: DatedNetwork, request: MatrixRequest, cells: Sequence[MatrixCell]
) -> Iterator[MatrixCell]:
    """Yield the cells of a pair, those without a way with the reason that the router gives."""
    reason = None
    for cell in cells:
        if math.isfinite(cell.cost_usd_per_t) or cell.reason:
            yield cell
            continue
        if reason is None:
            question = RouteRequest(
                cell.origin_id,
                cell.destination_id,
                request.cargoes[cell.origin_id],
                closures=request.closures,
                dates=Dates(cell.ready_d, network.year_type, request.max_d),
            )
            reason = find_routes(network.arrays, network.card, question, network).reason
        yield replace(cell, reason=reason)
