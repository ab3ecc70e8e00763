"""The network with a price on every edge, as a plain networkx.MultiDiGraph for any tool.

Owns what networkx, osmnx and programs that read GraphML can be given: nodes are texts with
longitude and latitude, edges have numbers alone. Shortest paths by cost are the routes of
`geo.routing.routes` as they would be if every link were always open (docs/model.md, E1 and E5).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx

from zimnik.geo.network.closures import NO_CLOSURES, Closures, not_offered
from zimnik.geo.network.links import touched
from zimnik.geo.pricing.bill import days_in
from zimnik.geo.pricing.transfers import may_transfer
from zimnik.geo.routing.assembly import Pricing

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.network.build import State
    from zimnik.geo.network.links import Link, Season
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import RateCard

LOAD, UNLOAD = "load", "unload"
LINK, TRANSFER = "link", "transfer"
OUT, IN = "out", "in"
NO_LINK = {
    "length_km": 0.0,
    "mode": "",
    "vehicle": "",
    "link_id": "",
    "estimated": False,
    "opens": "",
    "closes": "",
}
CRS = "EPSG:4326"


def load_node(place_id: str) -> str:
    """Return the node at which cargo of a place starts."""
    return f"{place_id}/{LOAD}"


def unload_node(place_id: str) -> str:
    """Return the node at which cargo for a place ends."""
    return f"{place_id}/{UNLOAD}"


def priced_graph(
    arrays: NetworkArrays,
    places: gpd.GeoDataFrame,
    card: RateCard,
    cargo: Cargo,
    *,
    year_type: YearType,
    closures: Closures = NO_CLOSURES,
) -> nx.MultiDiGraph:
    """Return the network as a multigraph whose shortest paths by cost are routes whatever the date.

    Parameters
    ----------
    arrays
        Network with the access links of sites.
    places
        Every place of it, with `id`, `name_en`, `kind` and points in EPSG:4326.
    card, cargo
        Prices, all at their base, of a tonne of what.
    year_type
        Whose season stands on the edges; costs do not know it.
    closures
        What is left out.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes "PLACE/VEHICLE", and of every place where cargo is lifted "PLACE/load", from which a
        route starts, and "PLACE/unload", at which it ends. A site with links that belong to it
        has its states twice more, "PLACE/VEHICLE/out" and "PLACE/VEHICLE/in", since no other cargo
        takes these links; a link that belongs to a site farther away is left out. Attributes of
        nodes: `place_id`, `name`, `kind`, `vehicle`, `x` (longitude) and `y` (latitude). Attributes
        of edges: `kind` ("link", "transfer", "load" or "unload"), `cost_usd_per_t`, `duration_d`,
        `length_km`, `mode`, `vehicle`, `link_id`, `estimated`, and `opens` and `closes`
        (MM-DD); what does not apply is 0 or "".

    Notes
    -----
    ``nx.shortest_path_length(graph, "tomtor/load", "solikamsk/unload", weight="cost_usd_per_t")``.
    """
    links = arrays.links.values()
    own_ids = frozenset(link.only_for for link in links if link.only_for in link.ends)
    passed_ids = touched(link for link in links if not link.only_for)
    prices = Pricing.of(card, cargo).base
    closures = closures | not_offered(card, cargo)
    priced = _Priced(arrays, card, prices, closures, year_type, own_ids, passed_ids)
    graph = nx.MultiDiGraph(
        crs=CRS,
        product=cargo.product,
        tonnes_per_y=cargo.tonnes_per_y,
        currency=f"USD {card.year}",
        year_type=year_type.value,
    )
    told = dict(_told(places))
    graph.add_nodes_from(
        (node, {**told[place_id], **own}) for node, place_id, own in priced.nodes()
    )
    graph.add_edges_from(priced.link_edges())
    graph.add_edges_from(priced.end_edges())
    return graph


def _told(places: gpd.GeoDataFrame) -> Iterator[tuple[str, dict[str, Any]]]:
    for place_id, name, kind, point in zip(
        places["id"], places["name_en"], places["kind"], places.geometry, strict=True
    ):
        told = {"place_id": place_id, "name": name, "kind": str(kind)}
        yield place_id, {**told, "x": float(point.x), "y": float(point.y)}


@dataclass(frozen=True, slots=True, eq=False)
class _Priced:
    """A network with the prices of a tonne, what of it is left out, and sites with own links.

    Through a site among `passed_ids` other cargo passes by other links.
    """

    arrays: NetworkArrays
    card: RateCard
    prices: Vector
    closures: Closures
    year_type: YearType
    own_ids: frozenset[str]
    passed_ids: frozenset[str]

    def nodes(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield each node, its place and its vehicle."""
        for state in self.arrays.states:
            if state.vehicle is not None:
                for node in dict.fromkeys((*self.tails(state), *self.heads(state))):
                    yield node, state.place_id, {"vehicle": state.vehicle.value}
        for place_id, kind in self.arrays.kinds.items():
            if may_transfer(kind):
                yield load_node(place_id), place_id, {"vehicle": ""}
                yield unload_node(place_id), place_id, {"vehicle": ""}

    def leaving(self, state: State) -> str:
        """Return the node from which cargo in a state goes on."""
        return f"{_text(state)}/{OUT}" if self._is_own(state) else _text(state)

    def arriving(self, state: State) -> str:
        """Return the node at which cargo in a state arrives."""
        return f"{_text(state)}/{IN}" if self._is_own(state) else _text(state)

    def tails(self, state: State) -> tuple[str, ...]:
        """Return the nodes from which cargo in a state may take a link that is open to all."""
        passing = (_text(state),) if state.place_id in self.passed_ids else ()
        return tuple(dict.fromkeys((self.leaving(state), *passing)))

    def heads(self, state: State) -> tuple[str, ...]:
        """Return the nodes at which cargo that a link open to all brings may be."""
        passing = (_text(state),) if state.place_id in self.passed_ids else ()
        return tuple(dict.fromkeys((self.arriving(state), *passing)))

    def _is_own(self, state: State) -> bool:
        return state.place_id in self.own_ids

    def link_edges(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield links and transfers that are not left out."""
        for edge, row in zip(self.arrays.edges, self.arrays.quantities, strict=True):
            if self.closures.close(edge):
                continue
            told = self._edge(row, edge.link, edge.season)
            if edge.link is None:
                ends = {
                    *zip(self.tails(edge.tail), self.tails(edge.head), strict=True),
                    *zip(self.heads(edge.tail), self.heads(edge.head), strict=True),
                }
            elif not edge.link.only_for:
                ends = {(t, h) for t in self.tails(edge.tail) for h in self.heads(edge.head)}
            elif edge.link.only_for == edge.tail.place_id:
                ends = {(self.leaving(edge.tail), h) for h in self.heads(edge.head)}
            elif edge.link.only_for == edge.head.place_id:
                ends = {(t, self.arriving(edge.head)) for t in self.tails(edge.tail)}
            else:
                continue
            yield from ((tail, head, told) for tail, head in sorted(ends))

    def end_edges(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield loading and unloading at every place where cargo is lifted."""
        for number in self.arrays.lifting_at(self.arrays.lifting_states):
            state = self.arrays.states[number]
            load = self._edge(self.arrays.loading[number], kind=LOAD)
            unload = self._edge(self.arrays.unloading[number], kind=UNLOAD)
            own = {"vehicle": state.on.value}
            yield load_node(state.place_id), self.leaving(state), {**load, **own}
            yield self.arriving(state), unload_node(state.place_id), {**unload, **own}

    def _edge(
        self,
        quantities: Vector,
        link: Link | None = None,
        season: Season | None = None,
        *,
        kind: str = TRANSFER,
    ) -> dict[str, Any]:
        """Return the attributes of an edge: of a link with its season, else of a lift."""
        told: dict[str, Any] = {
            "kind": kind,
            "cost_usd_per_t": float(quantities @ self.prices),
            "duration_d": float(days_in(quantities)),
        }
        if link is None:
            return {**told, **NO_LINK}
        window = season.window(self.year_type) if season else None
        if window is not None and window.is_all_year:
            window = None
        return {
            **told,
            "kind": LINK,
            "length_km": link.length_km,
            "mode": link.mode.value,
            "vehicle": link.vehicle.value,
            "link_id": link.id,
            "estimated": link.estimated,
            "opens": window.opens if window else "",
            "closes": window.closes if window else "",
        }


def _text(state: State) -> str:
    return f"{state.place_id}/{state.vehicle}"
