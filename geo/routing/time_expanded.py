"""The network as the dated search sees it: rolling and stored cargo, and when each link is open.

Owns how the network of one kind of year becomes moves between nodes (docs/model.md, E8), once for
all questions of that year; `geo.routing.dated_path` asks them. Every state has three nodes: cargo
that came by a link, cargo set down in store, and cargo lifted where there is no store, which must
leave at once. Only what came by a link may be lifted, or cargo would pass the time by going from
vehicle to vehicle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zimnik.geo.compiled.layout import Layout, MoveArrays, can_compile
from zimnik.geo.core.frozen import FrozenDict
from zimnik.geo.core.memo import Memo
from zimnik.geo.core.vocabulary import DAYS, LIFTS
from zimnik.geo.network.access import is_closed_to
from zimnik.geo.network.closures import NO_CLOSURES
from zimnik.geo.pricing.bill import days_in
from zimnik.geo.routing.labels import DatedGraph, Move

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.calendar import Window
    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.network.arrays import Edge, NetworkArrays
    from zimnik.geo.network.closures import Closures
    from zimnik.geo.pricing.bill import Bill
    from zimnik.geo.pricing.rates import RateCard

# Costs of all rows are kept at so many prices: a country has a hundred thousand rows.
MOST_COSTS = 4


class StateMove(NamedTuple):
    """A move between a state and another, however the cargo is held."""

    other: int
    row: int
    duration_d: float
    window: Window | None


class Hold(IntEnum):
    """How cargo is held at a state."""

    ARRIVED = 0
    IN_STORAGE = 1
    TRANSSHIPPED = 2


HOLDS = len(Hold)


@dataclass(frozen=True, slots=True)
class DatedNetwork:
    """The network of one kind of year, laid out for searches by date.

    Parameters
    ----------
    arrays
        The network.
    card
        Dwell times, of which reloading takes some.
    year_type
        Which of the published dates of seasons hold.
    moves
        What leaves each node; the node of a state is `node_of`.
    onward_by_state, back_by_state
        What leads from each state, and what leads to it, however the cargo is held.
    stored
        Whether each node is a store, where cargo may wait.
    durations_d
        Days of every row of `quantities`.
    quantities
        A row of quantities for every number that `Move.row` may be: those of the edges, then those
        of setting cargo down and loading it again, and last one that consumes nothing.
    access_rows
        Rows of the edges of links that belong to a site (`geo.network.access`).
    closed_rows
        Rows of the edges of links that do not open in such a year.
    seasonal_rows
        Rows of the edges that are not open all year.
    reloading_states
        Numbers of the states where cargo may be set down and loaded again, in the order of rows.
    rows_by_name
        Rows of the edges that a link, place, corridor or mode of a name has to do with.
    road_sites
        Sites that alone may use a link which does not touch them.
    tolls_usd_per_t
        What a tonne pays for every row besides the price of its quantities; None for nothing.
    layout
        The moves as arrays, with which searches run compiled; None for plain Python.
    memo
        What was made of it, for the next question.
    """

    arrays: NetworkArrays
    card: RateCard
    year_type: YearType
    moves: Sequence[Sequence[Move]]
    onward_by_state: Sequence[Sequence[StateMove]]
    back_by_state: Sequence[Sequence[StateMove]]
    stored: tuple[bool, ...]
    durations_d: Sequence[float]
    quantities: NDArray[np.float64]
    access_rows: frozenset[int]
    closed_rows: frozenset[int]
    seasonal_rows: frozenset[int]
    reloading_states: tuple[int, ...]
    rows_by_name: FrozenDict[str, tuple[int, ...]]
    road_sites: frozenset[str]
    tolls_usd_per_t: Vector | None = None
    layout: Layout | None = None
    memo: Memo = field(init=False, default_factory=Memo, compare=False, repr=False)

    def compiled(self) -> DatedNetwork:
        """Return the network for compiled searches, where Numba is installed; else itself.

        The answers are the same. Worth it for many questions: it takes about a second to begin.
        """
        if self.layout is not None or not can_compile():
            return self
        return replace(
            self,
            layout=Layout(
                MoveArrays.of([[move[:4] for move in leading] for leading in self.moves]),
                MoveArrays.of(self.onward_by_state),
                MoveArrays.of(self.back_by_state),
                np.array(self.stored),
                np.array(self.durations_d),
            ),
        )

    def window_of(self, row: int) -> Window | None:
        """Return when the move of a row must take place; None where that is all the same."""
        edges = self.arrays.edges
        return _window(edges[row], self.year_type) if row < len(edges) else None

    def graph(
        self, costs_usd_per_t: Sequence[float] | Vector, waiting_usd_per_t_d: float
    ) -> DatedGraph:
        """Return its moves at some costs of the rows, and price of a day."""
        array, listed = None, costs_usd_per_t
        if self.layout is not None:
            array = np.asarray(costs_usd_per_t, dtype=np.float64)
        if isinstance(listed, np.ndarray):
            # Plain searches are slower by far over the numbers of an array.
            listed = listed.tolist()
        return DatedGraph(self.moves, listed, self.stored, waiting_usd_per_t_d, self.layout, array)

    def with_tolls(self, usd_per_t: Mapping[str, float]) -> DatedNetwork:
        """Return the network where a tonne pays so much for each of some links, by id."""
        tolls = np.zeros(len(self.quantities))
        for row, edge in enumerate(self.arrays.edges):
            tolls[row] = usd_per_t.get(edge.link_id or "", 0.0)
        return replace(self, tolls_usd_per_t=tolls)

    def costs(self, prices: Vector) -> Vector:
        """Return the cost of every row under a vector of prices, tolls included; not to write."""
        kept = self.memo.of("costs", partial(Memo, MOST_COSTS))
        return kept.of(prices.tobytes(), partial(self._costs, prices))

    def _costs(self, prices: Vector) -> Vector:
        costs: Vector = self.quantities @ prices
        if self.tolls_usd_per_t is not None:
            costs += self.tolls_usd_per_t
        costs.setflags(write=False)
        return costs

    def open_costs(self, prices: Vector, closures: Closures) -> Vector:
        """Return the cost of every row under a vector of prices; infinite where it is closed."""
        costs = self.costs(prices).copy()
        costs[list(self.closed_rows)] = math.inf
        for service in closures.rail_services:
            costs[list(self.arrays.rail_service_rows[service])] = math.inf
        if replace(closures, rail_services=frozenset()) == NO_CLOSURES:
            return costs
        edges, states = self.arrays.edges, self.arrays.states
        closed = [row for row in self._rows_of(closures.names) if closures.close(edges[row])]
        closed += [
            row
            for row, state in enumerate(self.reloading_states, start=len(edges))
            if states[state].place_id in closures.place_ids | closures.lift_ids
        ]
        costs[closed] = math.inf
        return costs

    def _rows_of(self, names: Collection[str]) -> set[int]:
        """Return the rows of the edges that things of some names have to do with."""
        return {row for name in names for row in self.rows_by_name.get(name, ())}

    def joined_directly(self, place_id: str) -> frozenset[str]:
        """Return the places that direct links join to a place."""
        links = (self.arrays.edges[row].link for row in self.access_rows)
        ends = [link.ends for link in links if link is not None and link.direct]
        return frozenset(i for pair in ends if place_id in pair for i in pair if i != place_id)

    def foreign_rows(
        self, origins: Collection[str] | None, destinations: Collection[str]
    ) -> list[int]:
        """Return the rows that are closed to cargo between these places, as another site's own.

        No origins stand for all, as in `geo.network.access.is_closed_to`.
        """
        edges, own = self.arrays.edges, self.access_rows
        if origins is not None:
            # All other links of sites are closed to cargo of these ends.
            own = own.intersection(self._rows_of({*origins, *destinations}))
        open_rows = {row for row in own if not is_closed_to(edges[row], origins, destinations)}
        return list(self.access_rows - open_rows)


def node_of(state: int, hold: Hold) -> int:
    """Return the node of a state, given by number."""
    return HOLDS * state + hold


def end_nodes(ends: Mapping[int, float]) -> dict[int, float]:
    """Return by node what unloading costs that is given by state: it is the same in every hold."""
    return {HOLDS * state + hold: usd for state, usd in ends.items() for hold in range(HOLDS)}


def dated_network(arrays: NetworkArrays, card: RateCard, year_type: YearType) -> DatedNetwork:
    """Lay the network out for searches by date; keep it where many questions are asked of a year.

    Takes time in proportion to the edges.

    Raises
    ------
    InputError
        If the card has other speeds or dwell times than the network was built with.
    """
    arrays.require_pace(card)
    moves: list[list[Move]] = [[] for _ in range(HOLDS * len(arrays.states))]
    for tail, move in _moves_of_edges(arrays, year_type):
        moves[tail].append(move)
    rows = [arrays.quantities]
    reloading = tuple(_reloading_states(arrays))
    for row, number in enumerate(reloading, start=len(arrays.edges)):
        reloaded = arrays.unloading[number] + arrays.loading[number]
        rows.append(reloaded[np.newaxis])
        head = node_of(number, Hold.IN_STORAGE)
        moves[node_of(number, Hold.ARRIVED)].append(
            Move(head, row, float(days_in(reloaded)), None, None)
        )
    rows.append(np.zeros((1, arrays.quantities.shape[1])))
    quantities = np.concatenate(rows)
    onward, back = moves_by_state(moves)
    return DatedNetwork(
        arrays=arrays,
        card=card,
        year_type=year_type,
        moves=moves,
        onward_by_state=onward,
        back_by_state=back,
        stored=tuple(node % HOLDS == Hold.IN_STORAGE for node in range(len(moves))),
        durations_d=days_in(quantities).tolist(),
        quantities=quantities,
        access_rows=frozenset(
            row
            for row, edge in enumerate(arrays.edges)
            if edge.link is not None and edge.link.only_for
        ),
        closed_rows=frozenset(
            row for row, edge in enumerate(arrays.edges) if not edge.opens_in(year_type)
        ),
        seasonal_rows=frozenset(move.row for onward in moves for move in onward if move.window),
        reloading_states=reloading,
        rows_by_name=_rows_by_name(arrays),
        road_sites=_road_sites(arrays),
    )


def in_seasons_of(network: DatedNetwork, edges: Mapping[int, Edge]) -> DatedNetwork:
    """Return a network in which some edges are open at other times, and else the same.

    Parameters
    ----------
    network
        The network.
    edges
        By row the same edges with the links and seasons that hold.
    """
    if not edges:
        return replace(network)
    arrays, year_type = network.arrays, network.year_type
    every = list(arrays.edges)
    links = dict(arrays.links)
    for row, edge in edges.items():
        every[row] = edge
        if edge.link is not None:
            links[edge.link.id] = edge.link
    windows = {row: _window(edge, year_type) for row, edge in edges.items()}
    states = {int(end) for row in edges for end in (arrays.tails[row], arrays.heads[row])}
    moves = list(network.moves)
    onward, back = list(network.onward_by_state), list(network.back_by_state)
    for state in states:
        for node in range(node_of(state, Hold.ARRIVED), node_of(state + 1, Hold.ARRIVED)):
            moves[node] = [
                move._replace(window=windows[move.row]) if move.row in windows else move
                for move in moves[node]
            ]
        for by_state in (onward, back):
            by_state[state] = [
                move._replace(window=windows[move.row]) if move.row in windows else move
                for move in by_state[state]
            ]
    shut = {row for row, edge in edges.items() if not edge.opens_in(year_type)}
    seasonal = {row for row, window in windows.items() if window is not None}
    return replace(
        network,
        arrays=replace(arrays, edges=tuple(every), links=FrozenDict(links)),
        moves=moves,
        onward_by_state=onward,
        back_by_state=back,
        closed_rows=(network.closed_rows - edges.keys()) | shut,
        seasonal_rows=(network.seasonal_rows - edges.keys()) | seasonal,
        layout=None if network.layout is None else network.layout.opened(windows),
    )


def _road_sites(arrays: NetworkArrays) -> frozenset[str]:
    own = (link for link in arrays.links.values() if link.only_for and not link.direct)
    return frozenset(link.only_for for link in own if link.only_for not in link.ends)


def _rows_by_name(arrays: NetworkArrays) -> FrozenDict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for row, edge in enumerate(arrays.edges):
        names = {edge.tail.place_id, edge.head.place_id}
        if edge.link is not None:
            names |= {edge.link.id, *edge.link.ends, edge.link.corridor, edge.link.mode}
            names.add(edge.link.only_for)
        for name in names:
            found.setdefault(name, []).append(row)
    return FrozenDict({name: tuple(rows) for name, rows in found.items()})


def moves_by_state(
    moves: Sequence[Sequence[Move]],
) -> tuple[list[list[StateMove]], list[list[StateMove]]]:
    """Return what leads from each state, and what leads to it, however the cargo is held."""
    onward: list[list[StateMove]] = [[] for _ in range(len(moves) // HOLDS)]
    back: list[list[StateMove]] = [[] for _ in onward]
    for tail, leading in enumerate(onward):
        for move in moves[node_of(tail, Hold.ARRIVED)]:
            if move.edge is not None or move.passes:
                head, rest = move.head // HOLDS, (move.row, move.duration_d, move.window)
                leading.append(StateMove(head, *rest))
                back[head].append(StateMove(tail, *rest))
    return onward, back


def _window(edge: Edge, year_type: YearType) -> Window | None:
    window = edge.season.window(year_type) if edge.season is not None else None
    return None if window is None or window.is_all_year else window


def _moves_of_edges(arrays: NetworkArrays, year_type: YearType) -> Iterator[tuple[int, Move]]:
    numbers = {state: number for number, state in enumerate(arrays.states)}
    for row, (edge, bill) in enumerate(zip(arrays.edges, arrays.bills, strict=True)):
        window = _window(edge, year_type)
        duration_d = _days(bill)
        for hold, lands in _heads(arrays, edge, bill).items():
            head = node_of(numbers[edge.head], lands)
            yield node_of(numbers[edge.tail], hold), Move(head, row, duration_d, window, row)


def _heads(arrays: NetworkArrays, edge: Edge, bill: Bill) -> dict[Hold, Hold]:
    """Return for each hold from which an edge may be taken the hold at its head."""
    if edge.link is not None:
        return dict.fromkeys(Hold, Hold.ARRIVED)
    if any(lift in bill for lift in LIFTS):
        keeps = edge.tail.place_id in arrays.storages
        return {Hold.ARRIVED: Hold.IN_STORAGE if keeps else Hold.TRANSSHIPPED}
    # The same lorry drives on, with the cargo as it is.
    return {hold: hold for hold in Hold}


def _reloading_states(arrays: NetworkArrays) -> Iterator[int]:
    for number, state in enumerate(arrays.states):
        keeps = state.place_id in arrays.storages and state.vehicle is not None
        if keeps and state.place_id in arrays.lifting_states:
            yield number


def _days(bill: Bill) -> float:
    return sum(bill.get(quantity, 0.0) for quantity in DAYS)


def layered_moves(network: DatedNetwork, via: Sequence[frozenset[str]]) -> list[list[Move]]:
    """Return the moves of one copy of the network for each stretch between places to pass.

    The node of a stretch is that of the network, after the nodes of all stretches before.
    """
    layered: list[list[Move]] = []
    for layer, passed in enumerate([*via, frozenset[str]()]):
        for node, onward in enumerate(network.moves):
            place_id = network.arrays.states[node // HOLDS].place_id
            passing = [_passing(network, node)] if place_id in passed else []
            layered.append(
                [
                    move._replace(head=move.head + len(network.moves) * (layer + later))
                    for move in (*onward, *passing)
                    for later in [move.passes or _link_id(network, move) in passed]
                ]
            )
    return layered


def _passing(network: DatedNetwork, node: int) -> Move:
    return Move(node, len(network.quantities) - 1, 0.0, None, None, passes=True)


def _link_id(network: DatedNetwork, move: Move) -> str | None:
    return network.arrays.edges[move.edge].link_id if move.edge is not None else None
