"""The network of a country joined to places of an atlas, as places and links of a dated network.

Owns what is a terminal of the static graphs, under which prices ways are sought, and how an atlas
is joined (docs/model.md, E80). Which ways are taken on a date is found by the search of all links.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.frozen import FrozenDict, freeze_mappings
from zimnik.geo.core.geodesy import nearest_points
from zimnik.geo.core.vocabulary import SITE_KINDS, Mode, PlaceKind, Vehicle
from zimnik.geo.network.access import ACCESS_REACH_KM, SHORTEST_ACCESS_KM
from zimnik.geo.network.links import Link
from zimnik.geo.static.connections import Stretch, stretches_of
from zimnik.geo.static.country import LORRIES, VEHICLES
from zimnik.geo.static.family_ways import FamilyTerminals, KeptWays, family_ways, price_points

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.network.links import Place
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.static.country import CountryNetwork, FamilyGraph
    from zimnik.geo.static.local_ways import LocalWays

# Farther from a line, a terminal is rather on another one, or on the other bank.
JOIN_REACH_KM = 5.0
RAIL_KINDS = frozenset(
    {
        PlaceKind.STATION,
        PlaceKind.RIVER_PORT,
        PlaceKind.SEA_PORT,
        PlaceKind.ARCTIC_PORT,
        PlaceKind.BORDER,
    }
)
ROAD_KINDS = RAIL_KINDS | {PlaceKind.ROAD_JUNCTION}
ID_BYTES = 8
NOTHING: Mapping[str, LocalWays] = FrozenDict()


@dataclass(frozen=True, slots=True, eq=False)
class JoinedNetwork:
    """What the network of a country adds to the places and links of an atlas.

    Parameters
    ----------
    nodes
        Numbers of the ends of the links that are no places of the atlas.
    links
        Stretches of what is open all year, links with a season, and links to the atlas.
    lines
        Longitudes and latitudes of the nodes along each stretch, by the id of its link.
    joins
        How many terminals of the atlas were joined.
    farthest_km
        How far the farthest of them is from its node.
    found
        Ways that were not known, by the digest of their question.
    """

    nodes: Indices
    links: tuple[Link, ...]
    lines: Mapping[str, Vector]
    joins: int
    farthest_km: float
    found: Mapping[str, LocalWays]

    def __post_init__(self) -> None:
        freeze_mappings(self)


def joined(
    country: CountryNetwork,
    places: Sequence[Place],
    card: RateCard,
    *,
    site_ids: Collection[str] = (),
    own_ids: Collection[str] = (),
    known: Mapping[str, LocalWays] = NOTHING,
) -> JoinedNetwork:
    """Return the places and links by which a network serves the places of an atlas.

    Parameters
    ----------
    country
        Static graphs and dated links.
    places
        Sites and terminals of the atlas.
    card
        Prices and speeds.
    site_ids
        Sites that no link touches; the nearest road and the nearest station become terminals, to
        which access links lead (E5).
    own_ids
        Static links that stay links of their own, so that they can be closed by name.
    known
        Ways that were kept, by the digest of their question.
    """
    own = {place.id for place in places}
    numbers = country.nodes.numbers
    atlas_nodes = {numbers[i] for i in own if i in numbers}
    joins = tuple(_joins(country, places, card))
    own_links = tuple(_own_links(country, own_ids))
    more = atlas_nodes | _near_sites(country, places, site_ids)
    more |= {numbers[link.to_id] for link in joins} | {
        numbers[i] for o in own_links for i in o.ends
    }
    kept = KeptWays(known)
    links = [*country.dated, *own_links]
    lines: dict[str, Vector] = {}
    every = np.union1d(country.lasting_terminals(), np.array(sorted(more), np.int64))
    used = _ways(country, card, every, kept, own_ids=own_ids)
    for name, family in country.families.items():
        ends = family.numbers_of(every).tolist()
        for stretch in stretches_of(family.graph, used[name], ends, family.vehicles):
            link = _link(country, family, stretch)
            links.append(link)
            lines[link.id] = family.graph.lonlat[list(stretch.nodes)]
    touched = {end for link in links for end in link.ends}
    links += [link for link in joins if link.to_id in touched]
    served = {link.from_id for link in links if link.estimated}
    return JoinedNetwork(
        nodes=np.array(sorted(numbers[i] for i in touched - own), np.int64),
        links=tuple(links),
        lines=lines,
        joins=len(served) + len({country.nodes.ids[n] for n in atlas_nodes} & touched),
        farthest_km=max((km_of(link, card) for link in links if link.estimated), default=0.0),
        found=kept.found,
    )


def lasting_ways(
    country: CountryNetwork,
    card: RateCard,
    *,
    known: Mapping[str, LocalWays] = NOTHING,
) -> Mapping[str, LocalWays]:
    """Return ways that every atlas takes and that are not known, by the digest of their question.

    Parameters
    ----------
    country
        Static graphs and dated links.
    card
        Prices and speeds.
    known
        As `joined` takes it.
    """
    kept = KeptWays(known)
    _ways(country, card, country.lasting_terminals(), kept, own_ids=())
    return kept.found


def _ways(
    country: CountryNetwork,
    card: RateCard,
    terminals: Indices,
    kept: KeptWays,
    *,
    own_ids: Collection[str],
) -> Mapping[str, Indices]:
    """Return the edges that ways between terminals take, by family."""
    lasting = country.lasting_terminals()
    more = np.setdiff1d(terminals, lasting)
    return {
        name: family_ways(
            family,
            price_points(family, card),
            FamilyTerminals(family.numbers_of(lasting), family.numbers_of(more)),
            kept,
            own_edges=_edges_named(family, own_ids),
        )
        for name, family in country.families.items()
    }


def _edges_named(family: FamilyGraph, link_ids: Collection[str]) -> Indices:
    named = frozenset(link_ids)
    return np.array(
        [n for n, i in enumerate(family.link_ids) if i in named] if named else [], np.int64
    )


def _own_links(country: CountryNetwork, own_ids: Collection[str]) -> Iterator[Link]:
    """Yield static links that are to be links of their own."""
    for family in country.families.values():
        for edge in _edges_named(family, own_ids).tolist():
            one, other = family.graph.ends[edge].tolist()
            yield _link(country, family, Stretch((one, other), (edge,)))


def km_of(link: Link, card: RateCard) -> float:
    """Return the geodesic that an estimated link was made of."""
    return link.length_km / card.access_detour.base


def _link(country: CountryNetwork, family: FamilyGraph, stretch: Stretch) -> Link:
    ids = [family.link_ids[edge] for edge in stretch.edges]
    vehicle = VEHICLES[family.vehicles[stretch.edges[0]]]
    hashed = hashlib.blake2b(" ".join(sorted(ids)).encode(), digest_size=ID_BYTES).hexdigest()
    return Link(
        id=ids[0] if len(ids) == 1 else f"ways_{hashed}",
        from_id=country.nodes.ids[int(family.nodes[stretch.from_node])],
        to_id=country.nodes.ids[int(family.nodes[stretch.to_node])],
        mode=Mode.ROAD if vehicle in {Vehicle.TRUCK, Vehicle.GRAVEL_TRUCK} else Mode.RAIL,
        vehicle=vehicle,
        length_km=float(family.length_km[list(stretch.edges)].sum()),
        note="" if len(ids) == 1 else f"{len(ids):,} links of the network in a row",
    )


def _nodes_of(country: CountryNetwork, *, road: bool) -> Indices:
    """Return the nodes of all static roads, or of all railways."""
    own = [f.nodes for name, f in country.families.items() if (name == LORRIES) == road]
    return np.unique(np.concatenate([np.empty(0, np.int64), *own]))


def _nearest(
    country: CountryNetwork, nodes: Indices, places: Sequence[Place], reach_km: float
) -> Iterator[tuple[Place, int, float]]:
    """Yield places within reach of a node, the nearest node of each, and how far it is."""
    if not places or not len(nodes):
        return
    at = country.nodes.lonlat[nodes]
    spots = np.array([place.lonlat for place in places])
    found = nearest_points(spots, at, most=1, reach_km=reach_km)
    for i, j, km in zip(*(one.tolist() for one in found), strict=True):
        yield places[i], int(nodes[j]), km


def _near_sites(
    country: CountryNetwork, places: Sequence[Place], site_ids: Collection[str]
) -> set[int]:
    sites = [place for place in places if place.id in site_ids and place.kind in SITE_KINDS]
    return {
        node
        for road in (True, False)
        for _, node, _ in _nearest(country, _nodes_of(country, road=road), sites, ACCESS_REACH_KM)
    }


def _joins(country: CountryNetwork, places: Sequence[Place], card: RateCard) -> Iterator[Link]:
    """Yield links from terminals of the atlas to the nearest road and railway within reach."""
    for road, kinds in ((True, ROAD_KINDS), (False, RAIL_KINDS)):
        near = [
            p for p in places if p.kind in kinds and p.lifts and p.id not in country.nodes.numbers
        ]
        nodes = _nodes_of(country, road=road)
        for place, node, km in _nearest(country, nodes, near, JOIN_REACH_KM):
            vehicle = Vehicle.GRAVEL_TRUCK if road else _gauge_at(country, node)
            link = Link(
                id=f"join_{vehicle.value}_{place.id}_{country.nodes.ids[node]}",
                from_id=place.id,
                to_id=country.nodes.ids[node],
                mode=Mode.ROAD if road else Mode.RAIL,
                vehicle=vehicle,
                length_km=max(km * card.access_detour.base, SHORTEST_ACCESS_KM),
                estimated=True,
                note="estimate: geodesic times a detour factor, to the network of the country",
            )
            yield link


def _gauge_at(country: CountryNetwork, node: int) -> Vehicle:
    for name, family in country.families.items():
        if name != LORRIES and node in family.nodes:
            return Vehicle(name)
    message = f"no railway at node {node}"
    raise ValueError(message)
