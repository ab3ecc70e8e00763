"""The paths of one origin to many destinations at once, where most of the network is open all year.

Owns the search that serves all destinations of a date (docs/model.md, E9). From a node from which
the path by what is open all year costs no more than the path without seasons, the rest is known
whatever the date. So a search need not go beyond such nodes, and few labels come before them.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.shortest_paths import cheapest_graph, costs_from
from zimnik.geo.core.steady_way import steady_way
from zimnik.geo.pricing.bill import days_in
from zimnik.geo.routing.labels import (
    DatedGraph,
    Label,
    LabelLimitExceededError,
    arrivals,
    dominates,
)
from zimnik.geo.routing.matrix_cells import CostedPath, ready_earlier
from zimnik.geo.routing.potentials import LowerBounds, lower_bounds_to
from zimnik.geo.routing.time_expanded import HOLDS, Hold, node_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from zimnik.geo.core.arrays import Flags, Indices, Vector
    from zimnik.geo.routing.matrix_cells import PricedShipper
    from zimnik.geo.routing.time_expanded import DatedNetwork

_EPS_USD = 1e-9
# Labels of one search after which its destinations are better sought one by one.
MAX_LABELS = 2_000
# Labels of one search after which the bounds by time of the year are worth their making.
FEW = 100
# Share of the nodes from which seasons must not matter for a destination to belong to the core.
_MOST = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class MoveTable:
    """The moves of a network as columns, by the node that they leave.

    Parameters
    ----------
    starts
        First move of each node, and last their count.
    tails, heads, rows
        Node that each leaves and node to which it leads, and row of its cost.
    seasonal
        Whether it has a season.
    by_head, starts_by_head
        Numbers of the moves in the order of the node to which they lead, and of each node the
        first among them.
    is_compiled
        Whether the network is laid out for compiled searches.
    """

    starts: Indices
    tails: Indices
    heads: Indices
    rows: Indices
    seasonal: Flags
    by_head: Indices
    starts_by_head: Indices
    is_compiled: bool

    @classmethod
    def of(cls, network: DatedNetwork) -> MoveTable:
        """Return the moves of a network."""
        if network.layout is not None:
            moves = network.layout.moves
            columns = (moves.others, moves.rows, moves.lengths_d >= 0)
        else:
            listed = [
                (move.head, move.row, move.window is not None)
                for onward in network.moves
                for move in onward
            ]
            heads, rows, seasonal = np.array(listed, dtype=np.int64).reshape(-1, 3).T
            columns = (heads, rows, seasonal.astype(bool))
        starts = np.cumsum([0, *map(len, network.moves)], dtype=np.int64)
        tails = np.repeat(np.arange(len(network.moves)), np.diff(starts))
        by_head = np.argsort(columns[0], kind="stable")
        counts = np.bincount(columns[0], minlength=len(network.moves))
        first = np.cumsum([0, *counts], dtype=np.int64)
        return cls(starts, tails, *columns, by_head, first, network.layout is not None)

    @property
    def nodes(self) -> int:
        """How many nodes the network has."""
        return len(self.starts) - 1

    def costs_to_go(self, costs_usd_per_t: Vector, known_usd_per_t: Vector) -> Vector:
        """Return the least cost from every node to each of some ends, no more than is known.

        Parameters
        ----------
        costs_usd_per_t
            Of every move; infinite where it is closed.
        known_usd_per_t
            A row an end and a column a node: what is known, the cost of unloading among it.
        """
        tails, costs = self.tails[self.by_head], costs_usd_per_t[self.by_head]
        if self.is_compiled:
            # Loads the compiler.
            from zimnik.geo.compiled.costs_to_go import costs_to_go  # noqa: PLC0415

            return costs_to_go(self.starts_by_head, tails, costs, known_usd_per_t)
        ends, nodes = np.nonzero(np.isfinite(known_usd_per_t))
        # Backwards: what is searched is the way to each destination.
        graph, _ = cheapest_graph(
            np.concatenate([self.nodes + ends, self.heads]),
            np.concatenate([nodes, self.tails]),
            np.concatenate([known_usd_per_t[ends, nodes], costs_usd_per_t]),
            self.nodes + len(known_usd_per_t),
        )
        found = costs_from(graph, np.arange(self.nodes, self.nodes + len(known_usd_per_t)))
        least: Vector = found.costs[:, : self.nodes]
        return least


class SteadyWay(NamedTuple):
    """The way from a node by what is open all year: rows, state at its end, and days."""

    rows: tuple[int, ...]
    end: int
    days_d: float


@dataclass(slots=True, eq=False)
class SteadyWays:
    """The ways by what is open all year to some destinations, each made when first asked for.

    Parameters
    ----------
    network, table
        The network, and its moves.
    costs_usd_per_t
        Cost of every move; infinite where it is not open all year.
    usd_per_t, ends_usd_per_t
        A row a destination and a column a node: cost to go, and cost of unloading.
    """

    network: DatedNetwork
    table: MoveTable
    costs_usd_per_t: Vector
    usd_per_t: Vector
    ends_usd_per_t: Vector
    _known: dict[tuple[int, int], SteadyWay] = field(default_factory=dict, init=False)

    def of(self, node: int, column: int) -> SteadyWay:
        """Return the way from a node to the destination of a column."""
        if (node, column) not in self._known:
            self._known[node, column] = self._way(node, column)
        return self._known[node, column]

    def _way(self, node: int, column: int) -> SteadyWay:
        found, table = steady_way, self.table
        if table.is_compiled:
            # Loads the compiler.
            from zimnik.geo.compiled.costs_to_go import compiled_way as found  # noqa: PLC0415
        moves, last = found(
            table.starts, table.heads, self.costs_usd_per_t, self.usd_per_t[column],
            self.ends_usd_per_t[column], node,
        )  # fmt: skip
        rows = table.rows[moves].tolist() if moves else []
        days_d = float(days_in(self.network.quantities[rows]).sum())
        return SteadyWay(tuple(rows), last // HOLDS, days_d)


@dataclass(frozen=True, slots=True)
class Core:
    """Destinations that are joined to most of the network all year, for cargo of some prices.

    Parameters
    ----------
    destination_ids
        The destinations, and the column of each.
    least_usd_per_t
        Cost to go from every node as if all were open, than which no path is cheaper.
    steady_usd_per_t
        The same by what is open all year, on which cargo never waits.
    ways
        The ways of such cost.
    """

    destination_ids: Mapping[str, int]
    least_usd_per_t: NDArray[np.float64]
    steady_usd_per_t: NDArray[np.float64]
    ways: SteadyWays

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @classmethod
    def of(cls, table: MoveTable, shipper: PricedShipper, destination_ids: Sequence[str]) -> Core:
        """Return the core for the cargo of a shipper and all others of its prices.

        A destination with an access of its own is left out, since that is closed to other cargo.
        """
        edges, access = shipper.network.arrays.edges, shipper.network.access_rows
        sites = {link.only_for for row in access if (link := edges[row].link)}
        ids = [place_id for place_id in destination_ids if place_id not in sites]
        ends = np.full((len(ids), table.nodes), math.inf)
        for column, place_id in enumerate(ids):
            for state, cost in shipper.unloading_at(place_id).items():
                ends[column, [node_of(state, hold) for hold in Hold]] = cost
        lasting = shipper.cost_array_between((), ())[table.rows]
        lasting[table.seasonal] = math.inf
        steady = table.costs_to_go(lasting, ends)
        # What is open all year is open whatever the season.
        leaving = shipper.cost_array_between(sites, ())[table.rows]
        least = table.costs_to_go(leaving, steady if table.is_compiled else ends)
        reached = np.isfinite(least)
        alike = (reached & (steady <= least + _EPS_USD)).sum(axis=1)
        kept = np.flatnonzero(alike > _MOST * reached.sum(axis=1))
        return cls(
            {ids[column]: number for number, column in enumerate(kept)},
            least[kept].T.copy(),
            steady[kept].T.copy(),
            SteadyWays(shipper.network, table, lasting, steady[kept], ends[kept]),
        )


def _ends_ahead(shipper: PricedShipper, core: Core) -> tuple[Vector, dict[int, float]]:
    """Return the cost to each destination from the origin as if all were open, and ends.

    From an end, a state, one goes on by what is open all year. Its cost is that of the destination
    for which it is least beside the path from the origin.
    """
    starts = [(label.node, label.cost_usd_per_t) for label in shipper.starts[0]]
    rows = [cost + core.least_usd_per_t[node] for node, cost in starts]
    from_origin: Vector = np.min(rows, axis=0)
    steady = core.steady_usd_per_t[Hold.ARRIVED :: HOLDS]
    known = np.isfinite(steady) & np.isfinite(from_origin)
    ends = np.full_like(steady, math.inf)
    np.subtract(steady, from_origin, out=ends, where=known)
    least = ends.min(axis=1, initial=math.inf)
    return from_origin, {int(s): float(least[s]) for s in np.flatnonzero(least < math.inf)}


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What is ahead of cargo of one origin at least, by time of the year.

    Parameters
    ----------
    from_origin_usd_per_t
        Cost to each destination from the origin as if all were open.
    beyond
        By state and time, by how much less than that any path may cost from there on.
    """

    from_origin_usd_per_t: NDArray[np.float64]
    beyond: LowerBounds

    @classmethod
    def of(cls, shipper: PricedShipper, core: Core, costs: Sequence[float]) -> _Ahead:
        """Return it for the cargo of a shipper.

        The path by what is open all year is the end.
        """
        from_origin, ends = _ends_ahead(shipper, core)
        back, wait = shipper.network.back_by_state, shipper.wait_usd_per_t_d
        return cls(from_origin, lower_bounds_to(back, costs, ends, wait))

    def least_usd_per_t(self, label: Label) -> NDArray[np.float64]:
        """Return the least cost from a label on to each destination."""
        beyond = self.beyond.at(label.node // HOLDS, label.first_d)
        return self.from_origin_usd_per_t + beyond


@dataclass(slots=True)
class _Search:
    """One search to all destinations of the core: what it has found so far."""

    core: Core
    best_usd_per_t: NDArray[np.float64]
    best: list[Label | None]
    ahead: Callable[[], _Ahead]
    queue: list[tuple[float, int, Label, NDArray[np.float64]]] = field(default_factory=list)
    pushed: int = 0

    def push(self, label: Label) -> None:
        """Note what a label leads to, and queue it where more may come of it."""
        cost, node = label.cost_usd_per_t, label.node
        if not self._may_better(cost + self.core.least_usd_per_t[node]):
            return
        steady = cost + self.core.steady_usd_per_t[node]
        better = steady < self.best_usd_per_t - _EPS_USD
        for column in np.flatnonzero(better):
            self.best[column] = label
        self.best_usd_per_t = np.where(better, steady, self.best_usd_per_t)
        least = self.core.least_usd_per_t[node]
        if self._may_better(cost + least):
            if self.pushed >= FEW:
                least = np.maximum(least, self.ahead().least_usd_per_t(label))
            least = cost + least
            if self._may_better(least):
                self.pushed += 1
                heapq.heappush(self.queue, (float(least.min()), self.pushed, label, least))

    def _may_better(self, least_usd_per_t: NDArray[np.float64]) -> bool:
        """Whether such costs are less than those of what was found, for any destination."""
        return bool((least_usd_per_t < self.best_usd_per_t - _EPS_USD).any())

    def run(self, graph: DatedGraph, starts: Sequence[Label], max_d: float) -> None:
        """Search until nothing in the queue may be better.

        Raises
        ------
        LabelLimitExceededError
            If it takes more than `MAX_LABELS` labels.
        """
        kept: dict[int, list[Label]] = {}
        for label in starts:
            self.push(label)
        while self.queue:
            _, _, label, least = heapq.heappop(self.queue)
            if self.pushed > MAX_LABELS:
                raise LabelLimitExceededError
            others = kept.setdefault(label.node, [])
            if not self._may_better(least) or _is_needless(graph, others, label):
                continue
            others.append(label)
            for move in graph.moves[label.node]:
                if math.isfinite(graph.costs_usd_per_t[move.row]):
                    for arrival in arrivals(graph, label, move, max_d):
                        self.push(arrival)


def _is_needless(graph: DatedGraph, others: Sequence[Label], label: Label) -> bool:
    # Most others are later or dearer, which is told without a call.
    first_d, cost = label.first_d + _EPS_USD, label.cost_usd_per_t + _EPS_USD
    return any(
        other.first_d <= first_d and other.cost_usd_per_t <= cost and dominates(graph, other, label)
        for other in others
    )


def paths_to_core(shipper: PricedShipper, core: Core) -> dict[str, list[CostedPath | None]]:
    """Return the best paths to the destinations of the core, for each day one or None.

    Those to which a path came too late, or in circles within a limit of days, are left out, and
    those that a direct link joins to the origin, which serves no other cargo: they must be sought
    alone.

    Raises
    ------
    LabelLimitExceededError
        If a search takes too many labels.
    """
    network, wait = shipper.network, shipper.wait_usd_per_t_d
    costs = shipper.cost_array_between({shipper.origin_id}, ())
    graph = network.graph(costs, wait)
    known: list[CostedPath | None] = [None] * len(core.destination_ids)
    search = _search_of(shipper, core, graph)
    later_d, late = math.inf, set()
    direct = network.joined_directly(shipper.origin_id)
    days: list[list[CostedPath | None]] = []
    for day, starts in reversed(list(zip(shipper.days, shipper.starts, strict=True))):
        leaving = list(starts)
        again = [path and ready_earlier(shipper, path, day) for path in known]
        if all((one is None) == (other is None) for one, other in zip(known, again, strict=True)):
            leaving = [_leaving_by(label, later_d - day) for label in starts]
        best = np.array([path.cost_usd_per_t if path else math.inf for path in again])
        found = search(leaving, best)
        known = [
            path if label is None else _path(core, column, label, day)
            for column, (path, label) in enumerate(zip(again, found, strict=True))
        ]
        late |= {
            column
            for column, path in enumerate(known)
            if path and path.arrive_d - day > shipper.max_d
        }
        if shipper.max_d < DEFAULT_MAX_D:
            late |= {n for n, label in enumerate(found) if label and not label.is_simple}
        days.append(known)
        later_d = day
    return {
        place_id: [paths[column] for paths in reversed(days)]
        for place_id, column in core.destination_ids.items()
        if column not in late and place_id not in direct
    }


def _search_of(
    shipper: PricedShipper, core: Core, graph: DatedGraph
) -> Callable[[Sequence[Label], Vector], Sequence[Label | None]]:
    """Return the search from some labels for what costs less to each destination than is known."""
    max_d = max(shipper.max_d, DEFAULT_MAX_D)
    if graph.layout is not None:
        # Loads the compiler.
        from zimnik.geo.routing.compiled_bounds import CompiledCore  # noqa: PLC0415

        goals = (core.least_usd_per_t, core.steady_usd_per_t)
        ends = partial(_ends_ahead, shipper, core)
        return CompiledCore.of(graph, graph.layout, *goals, max_d, MAX_LABELS, FEW, ends).search
    ahead = cache(partial(_Ahead.of, shipper, core, graph.costs_usd_per_t))

    def search(starts: Sequence[Label], best_usd_per_t: Vector) -> Sequence[Label | None]:
        one = _Search(core, best_usd_per_t, [None] * len(best_usd_per_t), ahead)
        one.run(graph, starts, max_d)
        return one.best

    return search


def _leaving_by(label: Label, longer_d: float) -> Label:
    """Return a label that must leave before the day of which the best paths are known.

    To leave later is to be ready later, with a longer wait. As cargo that is lifted it may leave
    within the stretch and at no other time.
    """
    if math.isinf(longer_d):
        return label
    node = node_of(label.node // HOLDS, Hold.TRANSSHIPPED)
    return replace(label, node=node, last_d=label.last_d + longer_d)


def _path(core: Core, column: int, label: Label, day: int) -> CostedPath:
    """Return the path of a label and on by what is open all year."""
    way = core.ways.of(label.node, column)
    usd_per_t = label.cost_usd_per_t + float(core.steady_usd_per_t[label.node, column])
    path = CostedPath.of(label, day, usd_per_t)
    return CostedPath(
        rows=(*path.rows, *way.rows),
        start=path.start,
        end=way.end,
        cost_usd_per_t=usd_per_t,
        ready_d=day,
        arrive_d=path.arrive_d + way.days_d,
        waiting_d=path.waiting_d,
    )
