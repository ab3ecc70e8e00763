"""The network of a country joined to places of an atlas, as places and links of a dated network.

Owns what is a terminal of the static graphs, under which prices ways are sought, and how an atlas
is joined (docs/model.md, E80). Which ways are taken on a date is found by the search of all links.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.geodesy import nearest_points
from zimnik.geo.core.vocabulary import (
    SITE_KINDS,
    TKM_OF_VEHICLE,
    Mode,
    PlaceKind,
    Vehicle,
)
from zimnik.geo.network.access import ACCESS_REACH_KM, SHORTEST_ACCESS_KM
from zimnik.geo.network.links import Link
from zimnik.geo.static.connections import edges_between, stretches_of
from zimnik.geo.static.contraction import UNREACHABLE, DijkstraMetric
from zimnik.geo.static.country import LORRIES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.network.links import Place
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.static.connections import Stretch
    from zimnik.geo.static.contraction import Contraction, StaticMetric
    from zimnik.geo.static.country import CountryNetwork, FamilyGraph

# Farther from a line, a terminal is rather on another one, or on the other bank.
JOIN_REACH_KM = 5.0
# Ways of lorries are sought at prices of gravel over paved road in steps of so much at most.
PRICE_STEP = 1.02
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


@dataclass(frozen=True, slots=True, eq=False)
class JoinedNetwork:
    """What the network of a country adds to the places and links of an atlas.

    Parameters
    ----------
    places
        Ends of the links that are no places of the atlas.
    links
        Stretches of what is open all year, links with a season, and links to the atlas.
    lines
        Longitudes and latitudes of the nodes along each stretch, by the id of its link.
    joins
        How many terminals of the atlas were joined.
    farthest_km
        How far the farthest of them is from its node.
    """

    places: tuple[Place, ...]
    links: tuple[Link, ...]
    lines: Mapping[str, Vector]
    joins: int
    farthest_km: float

    def __post_init__(self) -> None:
        freeze_mappings(self)


def price_points(family: FamilyGraph, card: RateCard) -> tuple[Mapping[Vehicle, float], ...]:
    """Return prices of a kilometre by each vehicle at which ways of a family are sought.

    From a tonne whose time costs nothing to one whose money costs nothing, which holds for every
    cargo and for least days; relative prices are never more than `PRICE_STEP` apart.
    """
    vehicles = [list(Vehicle)[number] for number in np.unique(family.vehicles)]
    if len(vehicles) < len((Vehicle.TRUCK, Vehicle.GRAVEL_TRUCK)):
        return (dict.fromkeys(vehicles, 1.0),)
    usd = {vehicle: card.prices_usd[TKM_OF_VEHICLE[vehicle]].base for vehicle in vehicles}
    slow = {vehicle: 1.0 / card.speeds_km_per_d[vehicle].base for vehicle in vehicles}
    paved, gravel = Vehicle.TRUCK, Vehicle.GRAVEL_TRUCK
    first, last = usd[gravel] / usd[paved], slow[gravel] / slow[paved]
    steps = math.ceil(abs(math.log(last / first)) / math.log(PRICE_STEP))
    return tuple({paved: 1.0, gravel: float(x)} for x in np.geomspace(first, last, steps + 1))


def joined(
    country: CountryNetwork,
    places: Sequence[Place],
    card: RateCard,
    *,
    contractions: Mapping[str, Contraction],
    site_ids: Collection[str] = (),
    closed_ids: Collection[str] = (),
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
    contractions
        Of the families that have one; the others are searched by SciPy.
    site_ids
        Sites that no link touches; the nearest road and the nearest station become terminals, to
        which access links lead (E5).
    closed_ids
        Static links that may not be used.
    """
    own = {place.id for place in places}
    atlas_nodes = {number for i, number in country.numbers.items() if i in own}
    joins = tuple(_joins(country, places, card))
    ends = {country.numbers[i] for link in country.dated for i in link.ends}
    terminals = ends | atlas_nodes | _shared(country) | _near_sites(country, places, site_ids)
    terminals |= {country.numbers[link.to_id] for link in joins}
    links = list(country.dated)
    lines: dict[str, Vector] = {}
    for name, family in country.families.items():
        metrics = _metrics(family, card, contractions.get(name), closed_ids)
        for stretch in _stretches(family, terminals, metrics):
            link = _link(country, family, stretch)
            links.append(link)
            lines[link.id] = _line(family, stretch)
    touched = {end for link in links for end in link.ends}
    links += [link for link in joins if link.to_id in touched]
    served = {link.from_id for link in links if link.estimated}
    return JoinedNetwork(
        places=tuple(p for p in country.places if p.id in touched and p.id not in own),
        links=tuple(links),
        lines=lines,
        joins=len(served) + len({country.places[n].id for n in atlas_nodes} & touched),
        farthest_km=max((km_of(link, card) for link in links if link.estimated), default=0.0),
    )


def km_of(link: Link, card: RateCard) -> float:
    """Return the geodesic that an estimated link was made of."""
    return link.length_km / card.access_detour.base


def _metrics(
    family: FamilyGraph,
    card: RateCard,
    contraction: Contraction | None,
    closed_ids: Collection[str],
) -> Iterator[StaticMetric]:
    shut = np.flatnonzero(np.isin(np.array(family.link_ids, dtype=object), list(closed_ids)))
    for prices in price_points(family, card):
        weights = family.weights(prices)
        weights[shut] = UNREACHABLE
        yield (
            contraction.metric(weights)
            if contraction is not None
            else DijkstraMetric(family.graph, weights)
        )


def _stretches(
    family: FamilyGraph, terminals: Collection[int], metrics: Iterator[StaticMetric]
) -> tuple[Stretch, ...]:
    kept = np.flatnonzero(np.isin(family.nodes, np.array(sorted(terminals), np.int64)))
    if len(kept) < len("ab"):
        return ()
    used = np.unique(np.concatenate([edges_between(metric, kept)[1] for metric in metrics]))
    return stretches_of(family.graph, used, kept.tolist(), family.vehicles)


def _link(country: CountryNetwork, family: FamilyGraph, stretch: Stretch) -> Link:
    ids = [family.link_ids[edge] for edge in stretch.edges]
    vehicle = list(Vehicle)[int(family.vehicles[stretch.edges[0]])]
    hashed = hashlib.blake2b(" ".join(sorted(ids)).encode(), digest_size=ID_BYTES).hexdigest()
    return Link(
        id=ids[0] if len(ids) == 1 else f"ways_{hashed}",
        from_id=country.places[int(family.nodes[stretch.from_node])].id,
        to_id=country.places[int(family.nodes[stretch.to_node])].id,
        mode=Mode.ROAD if vehicle in {Vehicle.TRUCK, Vehicle.GRAVEL_TRUCK} else Mode.RAIL,
        vehicle=vehicle,
        length_km=float(family.length_km[list(stretch.edges)].sum()),
        note="" if len(ids) == 1 else f"{len(ids):,} links of the network in a row",
    )


def _line(family: FamilyGraph, stretch: Stretch) -> Vector:
    node, nodes = stretch.from_node, [stretch.from_node]
    for edge in stretch.edges:
        one, other = family.graph.ends[edge].tolist()
        node = other if node == one else one
        nodes.append(node)
    return family.graph.lonlat[nodes]


def _shared(country: CountryNetwork) -> set[int]:
    """Return the nodes of more than one family, at which cargo may change."""
    every = [family.nodes for family in country.families.values()]
    nodes, counts = np.unique(np.concatenate([np.empty(0, np.int64), *every]), return_counts=True)
    return set(nodes[counts > 1].tolist())


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
    at = np.array([country.places[n].lonlat for n in nodes.tolist()])
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
        near = [p for p in places if p.kind in kinds and p.lifts and p.id not in country.numbers]
        nodes = _nodes_of(country, road=road)
        for place, node, km in _nearest(country, nodes, near, JOIN_REACH_KM):
            vehicle = Vehicle.GRAVEL_TRUCK if road else _gauge_at(country, node)
            link = Link(
                id=f"join_{vehicle.value}_{place.id}_{country.places[node].id}",
                from_id=place.id,
                to_id=country.places[node].id,
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
