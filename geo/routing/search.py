"""Least-cost paths over the network: one origin, one destination, places on the way.

Owns the search alone. It knows weights, not what they are made of: `geo.routing.routes` gives a
weight to every edge and turns the path into a route. Passing places in a stated order is a search
over one copy of the network for each stretch, joined where the place may be passed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.network.access import is_closed_to
from zimnik.geo.routing.paths import Path, undated_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.network.arrays import Edge, NetworkArrays
    from zimnik.geo.network.build import State
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.bill import Vector

LayeredState = tuple[int, "State"]

_SOURCE = "source"
_TARGET = "target"


@dataclass(frozen=True, slots=True)
class Closures:
    """What a route may not use.

    Parameters
    ----------
    link_ids, place_ids, corridors
        Links, places and corridors that are closed.
    modes
        Modes that are closed.
    """

    link_ids: frozenset[str] = frozenset()
    place_ids: frozenset[str] = frozenset()
    corridors: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()

    def close(self, edge: Edge) -> bool:
        """Whether the edge is closed."""
        if edge.link is not None:
            return self.close_link(edge.link)
        return edge.tail.place_id in self.place_ids or edge.head.place_id in self.place_ids

    def close_link(self, link: Link) -> bool:
        """Whether a link is closed, or one of its ends."""
        return (
            link.id in self.link_ids
            or link.from_id in self.place_ids
            or link.to_id in self.place_ids
            or link.corridor in self.corridors
            or link.mode in self.modes
        )


NO_CLOSURES = Closures()


@dataclass(frozen=True, slots=True)
class Query:
    """What to search: costs of loading at the origin, of unloading at the end, and places to pass.

    Parameters
    ----------
    starts, ends
        Weight of loading onto each state of the origin, and of unloading from each of the
        destination.
    via
        For each stretch but the last, the places and links of which the path passes one.
    """

    starts: Mapping[State, float]
    ends: Mapping[State, float]
    via: Sequence[frozenset[str]] = field(default=())

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def origin_ids(self) -> frozenset[str]:
        """Places where the cargo may start."""
        return frozenset(state.place_id for state in self.starts)

    @property
    def destination_ids(self) -> frozenset[str]:
        """Places where it may end."""
        return frozenset(state.place_id for state in self.ends)


def least_cost_path(
    arrays: NetworkArrays, weights: Vector, query: Query, *, closures: Closures = NO_CLOSURES
) -> Path | None:
    """Return the cheapest path, whatever the date, or None where there is none.

    Parameters
    ----------
    arrays
        Compiled network.
    weights
        Weight of every edge, none of them negative.
    query
        Origin, destination and places on the way.
    closures
        Edges that may not be used.

    Notes
    -----
    Dijkstra by networkx; time grows as stretches times edges times the logarithm of states.
    """
    graph = _layered(arrays, weights, query, closures)
    if _SOURCE not in graph or _TARGET not in graph:
        return None
    try:
        path = nx.dijkstra_path(graph, _SOURCE, _TARGET)
    except nx.NetworkXNoPath:
        return None
    steps = (graph.edges[step]["edge"] for step in pairwise(path))
    return undated_path(step for step in steps if step is not None)


def _layered(
    arrays: NetworkArrays, weights: Vector, query: Query, closures: Closures
) -> nx.DiGraph:
    graph = nx.DiGraph()
    layers = range(len(query.via) + 1)
    ends = query.origin_ids, query.destination_ids
    for number, weight in enumerate(weights.tolist()):
        edge = arrays.edges[number]
        if closures.close(edge) or is_closed_to(edge, *ends):
            continue
        for layer in layers:
            passes = layer < layers[-1] and edge.link_id in query.via[layer]
            head = (layer + passes, edge.head)
            _add_cheapest(graph, (layer, edge.tail), head, weight, number)
    for layer, passed in enumerate(query.via):
        for state in arrays.states:
            if state.place_id in passed:
                _add_if_open(graph, (layer, state), (layer + 1, state), 0.0)
    for state, weight in query.starts.items():
        if (0, state) in graph:
            graph.add_edge(_SOURCE, (0, state), weight=weight, edge=None)
    for state, weight in query.ends.items():
        _add_if_open(graph, (layers[-1], state), _TARGET, weight)
    return graph


def _add_cheapest(
    graph: nx.DiGraph, tail: LayeredState, head: LayeredState, weight: float, number: int
) -> None:
    known = graph.get_edge_data(tail, head)
    if known is None or weight < known["weight"]:
        graph.add_edge(tail, head, weight=weight, edge=number)


def _add_if_open(
    graph: nx.DiGraph, tail: LayeredState, head: LayeredState | str, weight: float
) -> None:
    if tail in graph:
        graph.add_edge(tail, head, weight=weight, edge=None)
