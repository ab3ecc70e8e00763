"""Which new links from a site are worth pricing, and their pricing over the network.

Owns the candidates of `geo.infrastructure.new_roads`: corridors to the nearest places by cost, each
a derived link of the network like any other, and the cheapest route onward over each of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.geodesy import nearest_points
from zimnik.geo.core.vocabulary import Existence, PlaceKind
from zimnik.geo.infrastructure.new_roads import (
    TRAVERSAL_COSTS,
    NewLink,
    NewLinkKind,
    PricedLink,
    new_link,
)
from zimnik.geo.network.access import ACCESS_KINDS, joined_to_all
from zimnik.geo.network.closures import Closures
from zimnik.geo.network.links import Link
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import nearest_route
from zimnik.geo.routing.year import WHOLE_YEAR_D
from zimnik.geo.routing.yearly import YearSearches
from zimnik.geo.terrain.corridor import Corridors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from zimnik.geo.network.links import Place
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.terrain.grid import Terrain

ENTRIES = 6
AIRFIELDS = 3
AIR_REACH_KM = 1500.0


@dataclass(frozen=True, slots=True)
class Candidates:
    """New links from a site, why there are none of some kinds, and the region of the site."""

    site_id: str
    links: tuple[NewLink, ...]
    impossible: Mapping[NewLinkKind, str]
    region: str = ""

    def __post_init__(self) -> None:
        freeze_mappings(self)


def candidate_links(
    terrain: Terrain,
    places: Iterable[Place],
    links: Iterable[Link],
    site_id: str,
    card: RateCard,
    railheads: Collection[str],
) -> Candidates:
    """Return links from a site to what is cheapest to reach by each kind.

    Parameters
    ----------
    terrain
        Around the site.
    places, links
        The network; what only the links of this site or of single sites reach counts for nothing.
    site_id
        The site.
    card
        What links cost.
    railheads
        Stations to which a spur may lead.

    Raises
    ------
    InputError
        If the site lies at sea or beyond the terrain.
    """
    by_id = {place.id: place for place in places}
    joined = joined_to_all(link for link in links if site_id not in link.ends)
    known = [place for place in by_id.values() if place.id in joined and place.lifts]
    site = by_id[site_id]
    card = card.of(site.region)
    start = terrain.cell_of(site_id, site.lon_deg, site.lat_deg)
    roads = [place for place in known if place.kind in ACCESS_KINDS]
    ends = {
        NewLinkKind.WINTER_ROAD: roads,
        NewLinkKind.ALL_SEASON_ROAD: roads,
        NewLinkKind.RAIL_SPUR: [place for place in known if place.id in railheads],
    }
    candidates: list[NewLink] = []
    impossible = {}
    for kind, targets in ends.items():
        found = _to_cheapest(Corridors(terrain, TRAVERSAL_COSTS[kind], start), targets, kind, card)
        candidates += found
        if not found:
            impossible[kind] = "no place of the network within the terrain can be reached by it"
    flights = _flights(site, known)
    if not flights:
        impossible[NewLinkKind.AIR] = f"no airfield within {AIR_REACH_KM:,.0f} km"
    return Candidates(site_id, (*candidates, *flights), impossible, site.region)


def links_of(candidates: Candidates) -> tuple[Link, ...]:
    """Return the candidates as derived links of the site's own.

    Winter roads among them have no season yet (`geo.climate.road_seasons.derive_seasons`).
    """
    site_id = candidates.site_id
    return tuple(
        Link(
            id=new_link_id(site_id, link),
            from_id=site_id,
            to_id=link.entry_id,
            mode=link.mode,
            vehicle=link.vehicle,
            length_km=link.length_km,
            corridor=f"new_{link.kind}_{site_id}",
            only_for=site_id,
            status=Existence.HYPOTHETICAL,
            estimated=True,
            note="derived: least-cost corridor over terrain",
            region=candidates.region,
        )
        for link in candidates.links
    )


def corridor_lines(candidates: Candidates) -> dict[str, shapely.LineString]:
    """Return the lines in EPSG:4326 of the candidates that have one, by the id of the link."""
    return {
        new_link_id(candidates.site_id, link): shapely.LineString(link.corridor.line)
        for link in candidates.links
        if link.corridor is not None
    }


def new_link_id(site_id: str, link: NewLink) -> str:
    """Return the id of the link of a new link."""
    return f"new_{link.kind}_{site_id}_{link.entry_id}"


def price_links(
    network: DatedNetwork,
    candidates: Candidates,
    cargo: Cargo,
    dates: Dates,
    target_ids: Collection[str],
    closures: Closures,
) -> tuple[PricedLink, ...]:
    """Return each link with the cheapest route over it; those that lead nowhere are left out.

    Parameters
    ----------
    network
        With the new links on it (`links_of`).
    candidates
        The links.
    cargo, dates
        What leaves the site and when.
    target_ids
        Where it goes: to whichever is cheapest.
    closures
        What may not be used besides.
    """
    priced = []
    for link, closed in _each_alone(network, candidates, closures):
        shipment = Shipment(candidates.site_id, None, cargo, dates, closures=closed)
        route = nearest_route(network, shipment, frozenset(target_ids) - {candidates.site_id})
        if route is not None:
            priced.append(PricedLink(link, route, cargo.tonnes_per_y))
    return tuple(priced)


def cheapest_of_year(
    network: DatedNetwork,
    candidates: Candidates,
    shipment: Shipment,
    target_ids: Collection[str],
    *,
    ready_d: Sequence[int] | None = WHOLE_YEAR_D,
) -> NewLink | None:
    """Return the link over which haul and link together cost least in the mean of the year.

    Parameters
    ----------
    network
        With the new links on it (`links_of`).
    candidates
        The links; None where all of them lead nowhere on some day.
    shipment
        What leaves the site.
    target_ids
        Where it goes: to whichever is cheapest on each day.
    ready_d
        Days on which it is made; None for the best day alone.
    """
    searches, ends = YearSearches(network), frozenset(target_ids) - {candidates.site_id}
    costs: dict[float, NewLink] = {}
    for link, closed in _each_alone(network, candidates, shipment.closures):
        alone = replace(shipment, closures=closed)
        year = searches.find(alone, ready_d=ready_d, destination_ids=ends)
        if not isinstance(year, str):
            built_usd = link.yearly_usd / shipment.cargo.tonnes_per_y
            costs.setdefault(year.mean_usd_per_t + built_usd, link)
    return costs[min(costs)] if costs else None


def _each_alone(
    network: DatedNetwork, candidates: Candidates, closures: Closures
) -> Iterator[tuple[NewLink, Closures]]:
    """Yield each link with what is closed so that it is the only one from its site."""
    site_id = candidates.site_id
    own = {link.id for link in network.arrays.links.values() if site_id in link.ends}
    for link in candidates.links:
        others = frozenset(own - {new_link_id(site_id, link)})
        yield link, closures | Closures(link_ids=others)


def _to_cheapest(
    corridors: Corridors, targets: Iterable[Place], kind: NewLinkKind, card: RateCard
) -> list[NewLink]:
    """Return paths to the places that are cheapest to reach, at most `ENTRIES`."""
    terrain = corridors.terrain
    reached: list[tuple[float, str, tuple[int, int]]] = []
    for place in targets:
        cell = terrain.shore_cell(place.lon_deg, place.lat_deg)
        if cell is not None:
            flat_km = float(corridors.flat_km[np.ravel_multi_index(cell, terrain.shape)])
            if 0 < flat_km < np.inf:
                reached.append((flat_km, place.id, cell))
    found = []
    for _, place_id, cell in sorted(reached)[:ENTRIES]:
        corridor = corridors.to(cell)
        if corridor is not None:
            found.append(new_link(kind, place_id, corridor, card))
    return found


def _flights(site: Place, known: Iterable[Place]) -> Sequence[NewLink]:
    airfields = [place for place in known if place.kind is PlaceKind.AIRFIELD]
    _, target, direct_km = nearest_points(
        np.array([site.lonlat]),
        np.array([place.lonlat for place in airfields]).reshape(-1, 2),
        most=AIRFIELDS,
        reach_km=AIR_REACH_KM,
    )
    return [
        NewLink(NewLinkKind.AIR, airfields[i].id, km, None, 0.0, 0.0)
        for i, km in zip(target.tolist(), direct_km.tolist(), strict=True)
    ]
