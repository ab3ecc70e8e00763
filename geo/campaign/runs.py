"""Runs of a campaign: the time-expanded network of a demand, contracted to routes between stores.

Owns which stores and runs a demand has (docs/model.md, E12). A run goes from one store to the next
over all links and transfers between, without waiting. Label setting finds all runs that may be of
use in the dated network: labels of cost, days, the departures for which all links are open, and the
places and links of limited capacity that they pass.

References
----------
Desrochers and Soumis, A generalized permanent labelling algorithm for the shortest path problem
with time windows, INFOR 26 (1988), 191-212.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, replace
from itertools import count, takewhile
from typing import TYPE_CHECKING

from zimnik.geo.campaign.season_parts import with_other_parts
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.intervals import ALWAYS, Openings, contains, departures, intersection, shifted
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.pricing.bill import QUANTITY_INDEX, bill_of, days_in
from zimnik.geo.routing.paths import handled_along, is_lift, path_quantities
from zimnik.geo.routing.time_expanded import HOLDS, Hold, end_nodes, layered_moves, node_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from zimnik.geo.campaign.request import Demand
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.network.arrays import Edge
    from zimnik.geo.network.closures import Closures
    from zimnik.geo.routing.assembly import Pricing
    from zimnik.geo.routing.labels import Move
    from zimnik.geo.routing.search import Query
    from zimnik.geo.routing.time_expanded import DatedNetwork

# The pile at the origin and what lies at the destination are stores of their own.
ORIGIN, DESTINATION = -1, -2
_EPS_USD = 1e-9


@dataclass(frozen=True, slots=True)
class CapacityUse:
    """A place or link of limited capacity, or a dedicated road, that a run passes.

    Parameters
    ----------
    name
        Its id.
    after_d
        Days from departure until it is reached.
    load_factor
        Loads that one payload makes there: more than one where a road takes light loads only.
    stretch
        How many of the places to pass are behind it.
    """

    name: str
    after_d: float
    load_factor: float = 1.0
    stretch: int = 0


@dataclass(frozen=True, slots=True)
class DemandSpec:
    """What a demand asks of the network, and the edges that its runs may be made of.

    Parameters
    ----------
    query, prices, closures
        Ends and places to pass, prices of the cargo, and what it may not use.
    limited
        Places and links of limited capacity.
    roads
        Dedicated roads, which the plan pays for whole and once: the prices hold none of it.
    edges
        Edges that runs are made of.
    """

    query: Query
    prices: Vector
    closures: Closures
    limited: Collection[str]
    roads: Collection[str] = frozenset()
    edges: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Run:
    """A path from one store to the next, without waiting.

    Parameters
    ----------
    tail, head
        Stores: nodes of the dated network, `ORIGIN` or `DESTINATION`.
    rows
        Rows of quantities in order, as `geo.routing.time_expanded.DatedNetwork` numbers them: first
        the edges of the network.
    quantities
        Bill of one tonne that makes the run, as an array.
    cost_usd_per_t, duration_d
        What it costs and takes, loading at the origin and unloading at the destination included,
        the yearly price of dedicated roads not.
    openings
        Departures for which the whole of it is open.
    passes
        Places of limited capacity where it lifts cargo, links of limited capacity, and dedicated
        roads.
    handled_ids
        All places where it lifts cargo, and all its links.
    loading_d, setting_down_d
        Days of its duration before its first link and after its last: cargo that stands there.
    """

    tail: int
    head: int
    rows: tuple[int, ...]
    quantities: Vector
    cost_usd_per_t: float
    duration_d: float
    openings: Openings
    passes: tuple[CapacityUse, ...]
    handled_ids: tuple[str, ...] = ()
    loading_d: float = 0.0
    setting_down_d: float = 0.0


@dataclass(frozen=True, slots=True)
class ContractedNetwork:
    """The network of one demand, contracted to stores and the runs between them.

    Parameters
    ----------
    places
        Place of every store that is a node.
    runs
        Paths between stores, origin and destination.
    """

    places: Mapping[int, str]
    runs: tuple[Run, ...]

    def __post_init__(self) -> None:
        freeze_mappings(self)


@dataclass(frozen=True, slots=True)
class DemandRuns:
    """A demand with its prices and the runs that it may make."""

    demand: Demand
    pricing: Pricing
    spec: DemandSpec
    contracted: ContractedNetwork

    @property
    def shipped_t_per_t(self) -> float:
        """Shipped tonnes of a dry tonne."""
        return self.demand.cargo.shipped_t_per_t

    def widened(self, network: DatedNetwork, edges: frozenset[int]) -> DemandRuns:
        """Return the demand with the runs that these edges make up."""
        spec = replace(self.spec, edges=with_other_parts(network, edges))
        return replace(self, spec=spec, contracted=contract(network, spec))


@dataclass(frozen=True, slots=True)
class DemandRun:
    """A run and the number of the demand that may make it."""

    demand: int
    run: Run


@dataclass(frozen=True, slots=True)
class StoreAt:
    """Where a store is: number of the demand, node, place."""

    demand: int
    node: int
    place_id: str


def contract(network: DatedNetwork, spec: DemandSpec) -> ContractedNetwork:
    """Contract the edges of a demand to stores and runs, by label setting from every store.

    A run is left out where another from the same store to the same store leaves no earlier, costs
    no more with the price of the days it waits for it, and passes nothing limited that the first
    does not. Cargo is set down and loaded again only where a link of its vehicle has a season or
    a limit.
    """
    graph = DemandGraph.of(network, spec)
    runs: list[Run] = []
    waiting, known = [ORIGIN], {ORIGIN, DESTINATION}
    while waiting:
        for run in runs_from(graph, waiting.pop()):
            runs.append(run)
            if run.head not in known:
                known.add(run.head)
                waiting.append(run.head)
    useful = _useful(runs)
    nodes = {run.tail for run in useful} - {ORIGIN}
    return ContractedNetwork({node: graph.place(node) for node in nodes}, useful)


def _useful(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return the runs that lead on to the destination."""
    stores = sorted({store for run in runs for store in (run.tail, run.head)} | {DESTINATION})
    number = {store: i for i, store in enumerate(stores)}
    behind: list[list[int]] = [[] for _ in stores]
    for run in runs:
        behind[number[run.head]].append(number[run.tail])
    useful = reached(behind, [number[DESTINATION]])
    return tuple(run for run in runs if number[run.head] in useful)


@dataclass(frozen=True, slots=True)
class DemandGraph:
    """The dated network of a demand, one copy for each stretch between its places to pass."""

    network: DatedNetwork
    spec: DemandSpec
    moves: Sequence[Sequence[Move]]
    costs: Sequence[float]
    starts: Mapping[int, float]
    ends: Mapping[int, float]
    leads_on: frozenset[int]
    seasonal: frozenset[int]
    stored: Sequence[bool]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @classmethod
    def of(cls, network: DatedNetwork, spec: DemandSpec) -> DemandGraph:
        """Lay out the edges of a demand."""
        query = spec.query
        moves = layered_moves(network, query.via) if query.via else network.moves
        costs = network.open_costs(spec.prices, spec.closures).tolist()
        moves = [
            [
                move
                for move in onward
                if (move.edge is None or move.edge in spec.edges) and costs[move.row] < math.inf
            ]
            for onward in moves
        ]
        last = len(moves) - len(network.moves)
        starts = {node_of(state, Hold.IN_STORAGE): usd for state, usd in query.starts.items()}
        ends = {last + node: usd for node, usd in end_nodes(query.ends).items()}
        seasonal = _seasonal_states(network, moves, spec.limited)
        behind: list[list[int]] = [[] for _ in moves]
        for tail, onward in enumerate(moves):
            for move in onward:
                behind[move.head].append(tail)
        return cls(
            network=network,
            spec=spec,
            moves=moves,
            costs=costs,
            starts=starts,
            ends=ends,
            leads_on=reached(behind, ends),
            seasonal=seasonal,
            stored=network.stored * (len(query.via) + 1),
        )

    def place(self, node: int) -> str:
        """Return the place of a node."""
        return self.network.arrays.states[self.state(node)].place_id

    def state(self, node: int) -> int:
        """Return the number of the state of a node."""
        return node // HOLDS % len(self.network.arrays.states)

    def stretch(self, node: int) -> int:
        """Return how many of the places to pass are behind a node."""
        return node // len(self.network.moves)

    def is_to_pass(self, node: int) -> bool:
        """Whether a node stands at a place that the cargo is to pass.

        Such a place handles what arrives: else a ship might call there and turn back.
        """
        return any(self.place(node) in places for places in self.spec.query.via)

    def limit_at(self, node: int, after_d: float) -> tuple[CapacityUse, ...]:
        """Return the use of the place of a node, where that is limited."""
        place_id = self.place(node)
        return (CapacityUse(place_id, after_d),) if place_id in self.spec.limited else ()


def reached(behind: Sequence[Sequence[int]], ends: Iterable[int]) -> frozenset[int]:
    """Return the nodes from which an end is reached."""
    reached, waiting = set(ends), list(ends)
    while waiting:
        for tail in behind[waiting.pop()]:
            if tail not in reached:
                reached.add(tail)
                waiting.append(tail)
    return frozenset(reached)


def _seasonal_states(
    network: DatedNetwork, moves: Sequence[Sequence[Move]], limited: Collection[str]
) -> frozenset[int]:
    """Return the numbers of the states that a link with a season or a limit touches."""
    edges = network.arrays.edges
    return frozenset(
        node // HOLDS % len(network.arrays.states)
        for tail, onward in enumerate(moves)
        for move in onward
        if move.window is not None or _link_id(edges, move) in limited
        for node in (tail, move.head)
    )


def _link_id(edges: Sequence[Edge], move: Move) -> str | None:
    return edges[move.edge].link_id if move.edge is not None else None


@dataclass(frozen=True, slots=True)
class _Label:
    """A path from a store to a node, and the label that it goes on from."""

    node: int
    cost_usd_per_t: float
    duration_d: float
    openings: Openings
    passes: tuple[CapacityUse, ...]
    row: int | None
    parent: _Label | None

    def visited(self, node: int) -> bool:
        label: _Label | None = self
        while label is not None:
            if label.node == node:
                return True
            label = label.parent
        return False


def load_factor_of(quantities: Vector, length_km: float) -> float:
    """Return the loads of one payload on a link: t-km over km; light ones raise it (E11)."""
    hauled = bill_of(quantities).get(Quantity.WINTER_TRUCK_TKM, 0.0)
    return float(hauled) / length_km if hauled else 1.0


def runs_from(graph: DemandGraph, store: int) -> list[Run]:
    """Return the runs from a store by label setting, in order of cost."""
    order = count()
    queue = [(seed.cost_usd_per_t, next(order), seed) for seed in _seeds(graph, store)]
    settled: dict[int, list[_Label]] = {}
    ended: list[tuple[int, _Label]] = []
    while queue:
        _, _, label = heapq.heappop(queue)
        known = settled.setdefault(label.node, [])
        if any(_dominates(graph, other, label) for other in known):
            continue
        known.append(label)
        if label.node in graph.ends:
            unloaded = graph.limit_at(label.node, label.duration_d)
            ended.append((DESTINATION, replace(label, passes=(*label.passes, *unloaded))))
        if label.parent is not None and graph.stored[label.node]:
            ended.append((label.node, label))
            continue
        for move in graph.moves[label.node]:
            onto = _moved(graph, label, move) if move.head in graph.leads_on else None
            if onto:
                heapq.heappush(queue, (onto.cost_usd_per_t, next(order), onto))
    return [_run(graph, store, head, label) for head, label in ended]


def _seeds(graph: DemandGraph, store: int) -> Iterator[_Label]:
    if store != ORIGIN:
        yield _Label(store, 0.0, 0.0, ALWAYS, (), None, None)
        return
    for node, cost in graph.starts.items():
        loading_d = float(days_in(graph.network.arrays.loading[graph.state(node)]))
        yield _Label(node, cost, loading_d, ALWAYS, graph.limit_at(node, 0.0), None, None)


def _moved(graph: DemandGraph, label: _Label, move: Move) -> _Label | None:
    sets_down = move.edge is None and not move.passes
    if sets_down and graph.state(label.node) not in graph.seasonal:
        return None
    opened = departures(move.window, move.duration_d)
    openings = intersection(label.openings, shifted(opened, -label.duration_d))
    if not openings or label.visited(move.head):
        return None
    duration_d = label.duration_d + move.duration_d
    passes = label.passes
    link = graph.network.arrays.edges[move.edge].link if move.edge is not None else None
    if link is not None:
        if link.id in graph.spec.limited or link.id in graph.spec.roads:
            load_factor = load_factor_of(graph.network.quantities[move.row], link.length_km)
            passes = (
                *passes,
                CapacityUse(link.id, label.duration_d, load_factor, graph.stretch(label.node)),
            )
        if graph.is_to_pass(move.head):
            passes = (*passes, *graph.limit_at(move.head, duration_d))
    elif is_lift(graph.network, move.row) and not graph.is_to_pass(label.node):
        passes = (*passes, *graph.limit_at(label.node, label.duration_d))
    cost = label.cost_usd_per_t + graph.costs[move.row]
    return _Label(move.head, cost, duration_d, openings, passes, move.row, label)


def _dominates(graph: DemandGraph, one: _Label, other: _Label) -> bool:
    """Whether a run by `other` is of no use beside the same by `one`.

    The rule is not that of `geo.routing.labels`, whose labels are of cargo at one moment and one
    path at a time. A run may be made on any day and by many tonnes at once, so that a label here
    has to be open whenever the other is and, since limits are shared, must pass nothing limited
    that the other does not.
    """
    later_d = other.duration_d - one.duration_d
    if later_d < 0:
        return False
    waiting = float(graph.spec.prices[QUANTITY_INDEX[Quantity.WAITING_D]])
    return (
        one.cost_usd_per_t + waiting * later_d <= other.cost_usd_per_t + _EPS_USD
        and {use.name for use in one.passes} <= {use.name for use in other.passes}
        and contains(one.openings, shifted(other.openings, later_d))
    )


def _run(graph: DemandGraph, store: int, head: int, last: _Label) -> Run:
    rows: list[int] = []
    label, first = last, last
    while label.parent is not None:
        if label.row is not None:
            rows.append(label.row)
        label = label.parent
        first = label
    rows.reverse()
    start = graph.state(first.node) if store == ORIGIN else None
    end = graph.state(last.node) if head == DESTINATION else None
    cost = last.cost_usd_per_t + (0.0 if end is None else graph.ends[last.node])
    return Run(
        tail=store,
        head=head,
        rows=tuple(rows),
        quantities=path_quantities(graph.network, rows, start=start, end=end).sum(axis=0),
        cost_usd_per_t=cost,
        duration_d=last.duration_d,
        openings=last.openings,
        passes=last.passes,
        handled_ids=handled_along(graph.network, rows, start=start, end=end),
        loading_d=_standing_d(graph.network, rows) + first.duration_d,
        setting_down_d=_standing_d(graph.network, rows[::-1]),
    )


def _standing_d(network: DatedNetwork, rows: Sequence[int]) -> float:
    """Return the days of some rows before the first that is a link."""
    edges = network.arrays.edges
    before = takewhile(lambda row: row >= len(edges) or edges[row].link is None, rows)
    return sum(network.durations_d[row] for row in before)
