"""The dated network as one demand of a campaign may use it.

Owns which moves are open to a demand, where its cargo starts, ends and may lie, and what of it is
limited (docs/model.md, E12); `geo.campaign.runs` searches it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zimnik.geo.pricing.bill import loading_bill, quantity_row, unloading_bill
from zimnik.geo.routing.time_expanded import HOLDS, Hold, layered_moves, node_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from zimnik.geo.network.arrays import Edge
    from zimnik.geo.pricing.bill import Vector
    from zimnik.geo.routing.labels import Move
    from zimnik.geo.routing.search import Closures, Query
    from zimnik.geo.routing.time_expanded import DatedNetwork


class Passing(NamedTuple):
    """A place or link of limited capacity, or a dedicated road, that a run passes.

    Parameters
    ----------
    name
        Its id.
    after_d
        Days from departure until it is reached.
    loads
        Loads that one payload makes there: more than one where a road takes light loads only.
    stretch
        How many of the places to pass are behind it.
    """

    name: str
    after_d: float
    loads: float = 1.0
    stretch: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be contracted.

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
class Laid:
    """The dated network of a demand, in as many stretches as it has places to pass."""

    network: DatedNetwork
    wanted: Wanted
    moves: Sequence[Sequence[Move]]
    costs: Sequence[float]
    starts: Mapping[int, float]
    ends: Mapping[int, float]
    leads_on: frozenset[int]
    seasonal: frozenset[int]
    stored: Sequence[bool]

    @classmethod
    def of(cls, network: DatedNetwork, wanted: Wanted) -> Laid:
        """Lay out the edges of a demand."""
        query = wanted.query
        moves = layered_moves(network, query.via) if query.via else network.moves
        costs = network.open_costs(wanted.prices, wanted.closures).tolist()
        moves = [
            [
                move
                for move in onward
                if (move.edge is None or move.edge in wanted.edges) and costs[move.row] < math.inf
            ]
            for onward in moves
        ]
        last = len(moves) - len(network.moves)
        states = list(enumerate(network.arrays.states))
        starts = {node_of(i, Hold.STORED): query.starts[s] for i, s in states if s in query.starts}
        ends = {
            last + node_of(i, hold): query.ends[s]
            for i, s in states
            if s in query.ends
            for hold in Hold
        }
        seasonal = _seasonal_states(network, moves, wanted.limited)
        behind: list[list[int]] = [[] for _ in moves]
        for tail, onward in enumerate(moves):
            for move in onward:
                behind[move.head].append(tail)
        return cls(
            network=network,
            wanted=wanted,
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

    def limit_at(self, node: int, after_d: float) -> tuple[Passing, ...]:
        """Return the passing of the place of a node, where that is limited."""
        place_id = self.place(node)
        return (Passing(place_id, after_d),) if place_id in self.wanted.limited else ()

    def end_row(self, node: int, *, loading: bool) -> Vector:
        """Return the quantities of loading or unloading at a node."""
        state = self.network.arrays.states[self.state(node)]
        kind = self.network.arrays.kinds[state.place_id]
        return quantity_row(
            loading_bill(kind, state.on, self.network.card)
            if loading
            else unloading_bill(kind, state.on)
        )


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
