"""Places and links as a networkx.MultiDiGraph of (place, vehicle) states, and back.

Owns the network as a graph, for those who read it with networkx; what is searched are the arrays of
`geo.network.arrays`, made from the same steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from zimnik.geo.network.steps import State, steps_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.network.links import Link, Place
    from zimnik.geo.pricing.rates import RateCard

__all__ = ["State", "build_network", "parts_of"]


def build_network(
    places: Sequence[Place], links: Sequence[Link], card: RateCard
) -> nx.MultiDiGraph:
    """Build the network of states; it takes and raises what `geo.network.steps.steps_of` does.

    Returns
    -------
    networkx.MultiDiGraph
        A node has its `place`, and the bills of `loading` and `unloading` a tonne there, None where
        no cargo is lifted. A link gives two edges for each way to ride it
        (`geo.network.rides`), with attributes `kind` "link", `bill`, `forward`, `link`, `season`
        (that of the ride), `light_load` and `rail_service`; a transfer gives an edge of `kind`
        "transfer" with its `bill`. The graph has the `pace` of the card.
    """
    steps = steps_of(places, links, card)
    graph = nx.MultiDiGraph(crs="EPSG:4326", pace=steps.pace)
    graph.add_nodes_from((state, stop._asdict()) for state, stop in steps.stops.items())
    for tail, head, key, step in steps.in_order():
        if step.link is None:
            graph.add_edge(tail, head, key=key, kind="transfer", bill=step.bill)
        else:
            graph.add_edge(tail, head, key=key, kind="link", **step._asdict())
    return graph


def parts_of(graph: nx.MultiDiGraph) -> tuple[tuple[Place, ...], tuple[Link, ...]]:
    """Return the places and links that a network was built from, in order of id."""
    places: dict[str, Place] = {place.id: place for _, place in graph.nodes(data="place")}
    links: dict[str, Link] = {
        link.id: link for _, _, link in graph.edges(data="link") if link is not None
    }
    return tuple(places[i] for i in sorted(places)), tuple(links[i] for i in sorted(links))
