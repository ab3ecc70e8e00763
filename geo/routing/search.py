"""Least-cost paths over the network whatever the date, by Dijkstra's algorithm of networkx.

Owns how a shipment becomes a query (weights of loading and unloading, places to pass), and the
search that knows weights, not what they are made of. Passing places in a stated order is a search
over one copy of the network for each stretch, joined where the place may be passed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import InputError
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.network.access import is_closed_to
from zimnik.geo.network.closures import NO_CLOSURES, Closures
from zimnik.geo.routing.paths import Path, undated_path
from zimnik.geo.routing.request import place_faults, same_place_faults

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import networkx as nx

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.routing.request import Shipment

# A state by number, in the copy of the network of a stretch.
LayeredState = tuple[int, int]

_SOURCE = "source"
_TARGET = "target"


@dataclass(frozen=True, slots=True)
class Query:
    """What to search: where cargo may start and end, what that costs, and places to pass.

    Parameters
    ----------
    origin_ids, destination_ids
        Places where the cargo may start and where it may end.
    starts, ends
        Weight of loading onto each state of the origins, and of unloading from each of the
        destinations, by number of the state.
    via
        For each stretch but the last, the places and links of which the path passes one.
    """

    origin_ids: frozenset[str]
    destination_ids: frozenset[str]
    starts: Mapping[int, float]
    ends: Mapping[int, float]
    via: Sequence[frozenset[str]] = field(default=())

    def __post_init__(self) -> None:
        freeze_mappings(self)


def query_of(
    arrays: NetworkArrays,
    shipment: Shipment,
    prices: Vector,
    *,
    destination_ids: Collection[str] | None = None,
) -> Query:
    """Return what a shipment asks of the search: costs at the ends, and what to pass.

    Parameters
    ----------
    arrays
        Compiled network.
    shipment
        The question.
    prices
        Prices of its quantities.
    destination_ids
        Places of which the cheapest is sought; without them the destination of the shipment.

    Raises
    ------
    InputError
        If a place is not in the network, or both ends are one place.
    """
    if faults := [*place_faults(arrays, shipment), *same_place_faults(shipment)]:
        raise InputError(faults)
    origins = frozenset({shipment.origin_id})
    own = () if shipment.destination_id is None else (shipment.destination_id,)
    destinations = frozenset(own if destination_ids is None else destination_ids)
    return Query(
        origin_ids=origins,
        destination_ids=destinations,
        starts=arrays.loading_costs(origins, prices),
        ends=arrays.unloading_costs(destinations, prices),
        via=shipment.via,
    )


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
    Dijkstra's algorithm; time grows as stretches times edges times the logarithm of states.
    """
    import networkx as nx  # noqa: PLC0415 - loads slowly, and a search by date is without it

    graph = _layered(arrays, weights, query, closures)
    try:
        path = nx.dijkstra_path(graph, _SOURCE, _TARGET)
    except nx.NetworkXNoPath:
        return None
    steps = (graph.edges[step]["edge"] for step in pairwise(path))
    return undated_path(arrays, [step for step in steps if step is not None])


def least_costs_over(
    arrays: NetworkArrays, weights: Vector, query: Query, link_ids: Collection[str]
) -> dict[str, float]:
    """Return for each link a cost below which no path leads over it.

    It is that of the cheapest path to it and on from it, whatever the dates and the places to pass.

    Parameters
    ----------
    arrays, weights, query
        As `least_cost_path`; the weight of a closed edge is infinite.
    link_ids
        The links that are asked about.
    """
    import networkx as nx  # noqa: PLC0415 - as above

    graph = _layered(arrays, weights, replace(query, via=()), NO_CLOSURES)
    there = nx.single_source_dijkstra_path_length(graph, _SOURCE)
    onward = nx.single_source_dijkstra_path_length(graph.reverse(copy=False), _TARGET)
    found: dict[str, float] = {}
    ends = zip(arrays.tails.tolist(), arrays.heads.tolist(), strict=True)
    for edge, (tail, head), weight in zip(arrays.edges, ends, weights.tolist(), strict=True):
        name = edge.link_id or ""
        if name in link_ids:
            through = there.get((0, tail), math.inf) + weight + onward.get((0, head), math.inf)
            found[name] = min(found.get(name, math.inf), through)
    return found


def _layered(
    arrays: NetworkArrays, weights: Vector, query: Query, closures: Closures
) -> nx.DiGraph:
    import networkx as nx  # noqa: PLC0415 - as above

    graph = nx.DiGraph()
    graph.add_nodes_from((_SOURCE, _TARGET))
    layers = range(len(query.via) + 1)
    ends = query.origin_ids, query.destination_ids
    joined = zip(arrays.tails.tolist(), arrays.heads.tolist(), weights.tolist(), strict=True)
    for number, (tail, head, weight) in enumerate(joined):
        edge = arrays.edges[number]
        if math.isinf(weight) or closures.close(edge) or is_closed_to(edge, *ends):
            continue
        for layer in layers:
            passes = layer < layers[-1] and edge.link_id in query.via[layer]
            _add_cheapest(graph, (layer, tail), (layer + passes, head), weight, number)
    for layer, passed in enumerate(query.via):
        for number, state in enumerate(arrays.states):
            if state.place_id in passed:
                _add_if_open(graph, (layer, number), (layer + 1, number), 0.0)
    for number, weight in query.starts.items():
        if (0, number) in graph:
            graph.add_edge(_SOURCE, (0, number), weight=weight, edge=None)
    for number, weight in query.ends.items():
        _add_if_open(graph, (layers[-1], number), _TARGET, weight)
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
