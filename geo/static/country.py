"""The network of a country: what is open all year as a graph a family of vehicles, the rest dated.

Owns which links are static, which vehicles are of one family, and what an edge weighs
(docs/model.md, E80).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.vocabulary import Existence, Mode, Vehicle
from zimnik.geo.pricing.transfers import ALL_SEASON_TRUCKS
from zimnik.geo.static.graph import StaticGraph

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.network.links import Link, Place

LORRIES = "lorries"
# By whose number graphs tell the vehicle of an edge.
VEHICLES = tuple(Vehicle)
# What floats waits for the ice nearly everywhere, and what flies has no lines.
STATIC_MODES = frozenset({Mode.ROAD, Mode.RAIL})
# Ten-thousandths of a kilometre: a way may be 214,748 km long before it counts as none.
UNITS_PER_KM = 10_000


def family_of(vehicle: Vehicle) -> str:
    """Return the family of a vehicle: those between which cargo is not lifted are of one."""
    return LORRIES if vehicle in ALL_SEASON_TRUCKS else vehicle.value


def is_static(link: Link) -> bool:
    """Whether a link is open all year and costs what its kilometres do, and nothing besides."""
    plain = not (link.corridor or link.dedicated or link.only_for or link.border or link.downstream)
    known = link.capacity_t_per_y is not None or link.traffic is not None
    stands = link.status is Existence.EXISTING and link.mode in STATIC_MODES
    return plain and stands and not known and link.season is None and not link.escort_zones


@dataclass(frozen=True, eq=False)
class FamilyGraph:
    """The static links of one family of vehicles as a graph.

    Parameters
    ----------
    graph
        Edges between nodes, numbered among those of the family.
    nodes
        Number of each node among the places of the network.
    length_km
        Length of each edge.
    vehicles
        Vehicle of each edge, by its place in `Vehicle`.
    link_ids
        Id of the link that each edge is.
    """

    graph: StaticGraph
    nodes: Indices
    length_km: Vector
    vehicles: Indices
    link_ids: tuple[str, ...]

    def numbers_of(self, nodes: Indices) -> Indices:
        """Return the numbers that some nodes of the network have here, ascending."""
        return np.searchsorted(self.nodes, np.intersect1d(self.nodes, nodes)).astype(np.int64)

    def weights(self, price_per_km: Mapping[Vehicle, float]) -> Indices:
        """Return what each edge weighs where a kilometre by each vehicle has a price (E80)."""
        own = [VEHICLES[number] for number in np.unique(self.vehicles)]
        least = min((price_per_km[vehicle] for vehicle in own), default=1.0)
        relative = np.array([price_per_km.get(vehicle, least) / least for vehicle in Vehicle])
        units = UNITS_PER_KM * self.length_km * relative[self.vehicles]
        weights: Indices = np.maximum(1, np.rint(units)).astype(np.int64)
        return weights


@dataclass(frozen=True, eq=False)
class CountryNodes:
    """Ends of all links of a network, of which few become places.

    Parameters
    ----------
    ids
        Id of each.
    lonlat
        Longitude and latitude of each, degrees.
    places_at
        Returns the places of some of them, by number.
    """

    ids: Sequence[str]
    lonlat: Vector
    places_at: Callable[[Indices], tuple[Place, ...]]

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Number of each node by its id."""
        return dict(zip(self.ids, range(len(self.ids)), strict=True))


def nodes_of(places: Sequence[Place]) -> CountryNodes:
    """Return nodes all of which are places already."""
    lonlat = np.array([place.lonlat for place in places]).reshape(-1, 2)
    ids = tuple(place.id for place in places)
    return CountryNodes(ids, lonlat, lambda numbers: tuple(places[n] for n in numbers.tolist()))


@dataclass(frozen=True, eq=False)
class CountryNetwork:
    """Places and links of a network, static links by family.

    Parameters
    ----------
    nodes
        Ends of all links.
    families
        Static links, by the family of their vehicle.
    dated
        All other links.
    """

    nodes: CountryNodes
    families: Mapping[str, FamilyGraph]
    dated: tuple[Link, ...]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def standing(self) -> CountryNetwork:
        """Return the network without dated links that do not exist; static ones all do."""
        dated = tuple(link for link in self.dated if link.status is Existence.EXISTING)
        return CountryNetwork(self.nodes, self.families, dated)

    @property
    def static_count(self) -> int:
        """How many links are static."""
        return sum(one.graph.edge_count for one in self.families.values())

    def lasting_terminals(self) -> Indices:
        """Return ends of dated links, and nodes of more than one family, where cargo may change."""
        every = [family.nodes for family in self.families.values()]
        nodes, counts = np.unique(
            np.concatenate([np.empty(0, np.int64), *every]), return_counts=True
        )
        ends = [self.nodes.numbers[i] for link in self.dated for i in link.ends]
        return np.union1d(nodes[counts > 1], np.array(ends, np.int64))


def family_graph(
    lonlat: Vector,
    ends: Indices,
    length_km: Vector,
    vehicles: Indices,
    link_ids: tuple[str, ...],
) -> FamilyGraph:
    """Return edges between places of a network as the graph of a family.

    Parameters
    ----------
    lonlat
        All places of the network, degrees.
    ends
        Numbers of the places at both ends of each edge.
    length_km, vehicles, link_ids
        As `FamilyGraph` has them.
    """
    nodes, own = np.unique(ends, return_inverse=True)
    graph = StaticGraph(own.reshape(-1, 2).astype(np.int64), lonlat[nodes])
    return FamilyGraph(graph, nodes.astype(np.int64), length_km, vehicles, link_ids)
