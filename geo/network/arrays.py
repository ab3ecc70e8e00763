"""The network compiled to arrays: edges by number and their quantities as one matrix.

Owns the fast form of the network. Building it costs time in proportion to the edges; afterwards
the cost of all edges under any rate card and cargo is one matrix product.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from zimnik.geo.core.vocabulary import PlaceKind
from zimnik.geo.pricing.bill import QUANTITIES, Bill, quantity_row

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx
    from numpy.typing import NDArray

    from zimnik.geo.network.build import State


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of the network: where it leads and, for a link, the row it came from."""

    tail: State
    head: State
    record: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class NetworkArrays:
    """Edges of a network in a fixed order, each with its bill and its row of quantities.

    Parameters
    ----------
    states
        Cargo on a vehicle at a place.
    kinds
        Kind of every place.
    capacities_t_per_y
        Places of which a yearly capacity is known, and what the community's own traffic leaves.
    storages
        Places where cargo can be stored.
    access
        Site that each access link serves, by the id of the link.
    edges, bills
        Links, both ways, and transfers.
    quantities
        The bills as a matrix, one row an edge, columns in the order of
        `geo.pricing.bill.QUANTITIES`.
    """

    states: tuple[State, ...]
    kinds: Mapping[str, PlaceKind]
    capacities_t_per_y: Mapping[str, float]
    storages: frozenset[str]
    access: Mapping[str, str]
    edges: tuple[Edge, ...]
    bills: tuple[Bill, ...]
    quantities: NDArray[np.float64]


def compile_network(graph: nx.MultiDiGraph) -> NetworkArrays:
    """Return the network as arrays; edge order is that of the graph."""
    kinds, capacities, storages = {}, {}, set()
    for state, place in graph.nodes(data=True):
        kinds[state.place_id] = PlaceKind(place["kind"])
        capacity, community = place.get("capacity_t_per_y"), place.get("community_t_per_y")
        if capacity is not None and not pd.isna(capacity):
            taken = 0.0 if community is None or pd.isna(community) else float(community)
            capacities[state.place_id] = float(capacity) - taken
        storage = place.get("storage")
        if storage is not None and not pd.isna(storage) and storage:
            storages.add(state.place_id)
    edges, bills = [], []
    for tail, head, edge in graph.edges(data=True):
        edges.append(Edge(tail, head, edge.get("record")))
        bills.append(edge["bill"])
    quantities = np.zeros((len(bills), len(QUANTITIES)))
    for row, bill in enumerate(bills):
        quantities[row] = quantity_row(bill)
    return NetworkArrays(
        states=tuple(graph.nodes),
        kinds=kinds,
        capacities_t_per_y=capacities,
        storages=frozenset(storages),
        access={
            edge.record["id"]: edge.record["from_id"]
            for edge in edges
            if edge.record is not None and edge.record.get("estimated")
        },
        edges=tuple(edges),
        bills=tuple(bills),
        quantities=quantities,
    )
