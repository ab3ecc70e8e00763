"""Towns as places of the network, each joined to what is near by a local road.

Owns how people get onto the network (docs/model.md, A50): a gravel road of the geodesic times the
detour of access, no longer than an access road is taken to be one. Like an access link it is the
town's own: no route passes through a town on its way to somewhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.frozen import FrozenDict, freeze_mappings
from zimnik.geo.core.geodesy import nearest_points
from zimnik.geo.core.vocabulary import Mode, PlaceKind, Vehicle
from zimnik.geo.network.access import ACCESS_KINDS, SHORTEST_ACCESS_KM
from zimnik.geo.network.closures import NO_CLOSURES, Closures
from zimnik.geo.network.links import Link, Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import shapely

    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.time_expanded import DatedNetwork


@dataclass(frozen=True, slots=True)
class Town:
    """A town: its point in degrees in EPSG:4326, and its people, NaN where they are not known."""

    id: str
    lon_deg: float
    lat_deg: float
    population: float


@dataclass(frozen=True, slots=True, eq=False)
class TownNetwork:
    """A network with towns on it, as remoteness asks it.

    Parameters
    ----------
    network
        Laid out for the type of year, towns among its places (`with_towns`).
    places, links
        The same network as places and links.
    towns
        The towns.
    lines
        Lines in EPSG:4326 of the links that are drawn, by id.
    closures
        What may not be used.
    parts
        Ids of the places of each region of several, each of which has a main network of its own.
    """

    network: DatedNetwork
    places: tuple[Place, ...]
    links: tuple[Link, ...]
    towns: tuple[Town, ...]
    lines: Mapping[str, shapely.LineString] = field(default_factory=FrozenDict)
    closures: Closures = field(default=NO_CLOSURES)
    parts: tuple[frozenset[str], ...] = ()

    def __post_init__(self) -> None:
        freeze_mappings(self)


def with_towns(
    places: Sequence[Place], links: Sequence[Link], towns: Sequence[Town], card: RateCard
) -> tuple[tuple[Place, ...], tuple[Link, ...]]:
    """Return places and links with towns among them, as markets at the end of local roads.

    Parameters
    ----------
    places, links
        The network, access links of sites included.
    towns
        Towns of ids that no place has.
    card
        Detour factor, and the geodesic up to which a local road is taken to be there.

    Returns
    -------
    tuple
        Places, towns last, and links, local roads last; a local road starts at its town and is
        `estimated`. A town with nothing within reach has no road.
    """
    near = [place for place in places if place.kind in ACCESS_KINDS]
    town, place, direct_km = nearest_points(
        np.array([(town.lon_deg, town.lat_deg) for town in towns]).reshape(-1, 2),
        np.array([place.lonlat for place in near]).reshape(-1, 2),
        most=len(near),
        reach_km=card.access_gravel_limit_km.base,
    )
    roads = (
        _local_road(towns[i], near[j], km * card.access_detour.base)
        for i, j, km in zip(town.tolist(), place.tolist(), direct_km.tolist(), strict=True)
    )
    people = (Place(town.id, PlaceKind.MARKET, town.lon_deg, town.lat_deg) for town in towns)
    return (*places, *people), (*links, *roads)


def _local_road(town: Town, place: Place, length_km: float) -> Link:
    return Link(
        id=f"local_{town.id}_{place.id}",
        from_id=town.id,
        to_id=place.id,
        mode=Mode.ROAD,
        vehicle=Vehicle.GRAVEL_TRUCK,
        length_km=max(length_km, SHORTEST_ACCESS_KM),
        only_for=town.id,
        estimated=True,
        region=place.region,
    )
