"""Which new links from a site are worth pricing, and their pricing over the network.

Owns the candidates of `geo.infrastructure.new_roads`: corridors to the nearest places by cost, each
a derived link of the network like any other, and the cheapest route onward over each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zimnik.geo.core.geodesy import nearest_points
from zimnik.geo.core.vocabulary import PlaceKind
from zimnik.geo.infrastructure.new_roads import (
    GOINGS,
    MODES,
    WINDING,
    NewLink,
    NewLinkKind,
    PricedLink,
    new_link,
)
from zimnik.geo.network.access import ACCESS_KINDS
from zimnik.geo.routing.nearest import Errand, nearest_route
from zimnik.geo.routing.search import Closures
from zimnik.geo.terrain.corridor import Corridors

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

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
    """New links from a site, and why there are none of some kinds."""

    site_id: str
    links: tuple[NewLink, ...]
    impossible: dict[NewLinkKind, str]


def candidate_links(
    terrain: Terrain,
    places: gpd.GeoDataFrame,
    links: gpd.GeoDataFrame,
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
        The network in EPSG:4326 with the links that the site has now, which count for nothing.
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
    others = links[(links["from_id"] != site_id) & (links["to_id"] != site_id)]
    touched = {*others["from_id"], *others["to_id"]}
    known = places[places["id"].isin(touched)].set_index("id", drop=False)
    point = places.set_index("id").geometry[site_id]
    start = terrain.cell_of(site_id, point.x, point.y)
    roads = known[known["kind"].isin(ACCESS_KINDS)]
    ends = {
        NewLinkKind.WINTER_ROAD: roads,
        NewLinkKind.ALL_SEASON_ROAD: roads,
        NewLinkKind.RAIL_SPUR: known[known["id"].isin(list(railheads))],
    }
    candidates: list[NewLink] = []
    impossible = {}
    for kind, targets in ends.items():
        found = _to_cheapest(Corridors(terrain, GOINGS[kind], start), targets, kind, card)
        candidates += found
        if not found:
            impossible[kind] = "no place of the network within the terrain can be reached by it"
    flights = _flights(point, known)
    if not flights:
        impossible[NewLinkKind.AIR] = f"no airfield within {AIR_REACH_KM:,.0f} km"
    return Candidates(site_id, (*candidates, *flights), impossible)


def with_candidates(
    links: gpd.GeoDataFrame, places: gpd.GeoDataFrame, candidates: Candidates
) -> gpd.GeoDataFrame:
    """Return the links with the new links among them, as derived links of the site's own."""
    rows = _rows(places, candidates.site_id, candidates.links).assign(estimated=True)
    texts = links.select_dtypes("str").columns
    both = pd.concat([links, rows], ignore_index=True)
    both = both.fillna(dict.fromkeys(texts, ""))
    return gpd.GeoDataFrame(both, geometry="geometry", crs=links.crs)[list(links.columns)]


def built_links(places: gpd.GeoDataFrame, site_id: str, new: Sequence[NewLink]) -> gpd.GeoDataFrame:
    """Return new links that are built as links of an atlas, which may be laid over another.

    Parameters
    ----------
    places
        Sites and terminals, as `candidate_links` had them.
    site_id
        Where the links begin.
    new
        The links; flights are left out.

    Returns
    -------
    geopandas.GeoDataFrame
        Planned links in EPSG:4326 of confidence C. A winter road is dedicated, so that a route
        over it pays for it every year; of the others a route does not pay what they cost to build.
    """
    built = [link for link in new if link.corridor is not None]
    rows = _rows(places, site_id, built)
    return rows.assign(
        dedicated=[link.kind is NewLinkKind.WINTER_ROAD for link in built],
        source="zimnik access: least-cost corridor over terrain (docs/model.md, E24 and E25)",
        note=[
            "derived; a route over it pays for it every year"
            if link.kind is NewLinkKind.WINTER_ROAD
            else "derived; a route over it does not pay what it costs to build"
            for link in built
        ],
        drawn_source="corridor of zimnik access",
        drawn_reason=f"below the cells of the terrain a way winds {WINDING:g} times as long",
    )


def _rows(places: gpd.GeoDataFrame, site_id: str, new: Sequence[NewLink]) -> gpd.GeoDataFrame:
    """Return new links as derived links, in the CRS of the places."""
    points = places.set_index("id").geometry
    return gpd.GeoDataFrame(
        [
            {
                "id": new_link_id(site_id, link),
                "from_id": site_id,
                "to_id": link.entry_id,
                "mode": MODES[link.kind][0].value,
                "vehicle": MODES[link.kind][1].value,
                "length_km": link.length_km,
                "corridor": f"new_{link.kind}_{site_id}",
                "dedicated": False,
                "state": "planned",
                "note": "derived: least-cost corridor over terrain",
                "confidence": "C",
                "geometry": shapely.LineString(
                    link.corridor.line
                    if link.corridor
                    else [points[site_id], points[link.entry_id]]
                ),
            }
            for link in new
        ],
        geometry="geometry",
        crs=places.crs,
    )


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
        With the new links on it (`with_candidates`).
    candidates
        The links.
    cargo, dates
        What leaves the site and when.
    target_ids
        Where it goes: to whichever is cheapest.
    closures
        What may not be used besides.
    """
    site_id = candidates.site_id
    own = {
        str(edge.record["id"])
        for edge in network.arrays.edges
        if edge.record and site_id in (edge.record["from_id"], edge.record["to_id"])
    }
    priced = []
    for link in candidates.links:
        closed = Closures(
            link_ids=closures.link_ids | (own - {new_link_id(site_id, link)}),
            place_ids=closures.place_ids,
            corridors=closures.corridors,
            modes=closures.modes,
        )
        errand = Errand(site_id, cargo, dates, closed)
        route = nearest_route(network, errand, frozenset(target_ids) - {site_id})
        if route is not None:
            priced.append(PricedLink(link, route, cargo.tonnes_per_y))
    return tuple(priced)


def _to_cheapest(
    corridors: Corridors, targets: gpd.GeoDataFrame, kind: NewLinkKind, card: RateCard
) -> list[NewLink]:
    """Return links to the places that are cheapest to reach, at most `ENTRIES`."""
    terrain = corridors.terrain
    reached: list[tuple[float, str, tuple[int, int]]] = []
    for place_id, point in targets.geometry.items():
        cell = terrain.shore_cell(point.x, point.y)
        if cell is not None:
            flat_km = float(corridors.flat_km[np.ravel_multi_index(cell, terrain.shape)])
            if 0 < flat_km < np.inf:
                reached.append((flat_km, str(place_id), cell))
    found = []
    for _, place_id, cell in sorted(reached)[:ENTRIES]:
        corridor = corridors.to(cell)
        if corridor is not None:
            found.append(new_link(kind, place_id, corridor, card))
    return found


def _flights(point: shapely.Point, known: gpd.GeoDataFrame) -> Sequence[NewLink]:
    airfields = known[known["kind"] == PlaceKind.AIRFIELD]
    _, target, direct_km = nearest_points(
        np.array([[point.x, point.y]]),
        shapely.get_coordinates(airfields.geometry),
        most=AIRFIELDS,
        reach_km=AIR_REACH_KM,
    )
    return [
        NewLink(NewLinkKind.AIR, str(airfields["id"].iloc[i]), float(km), None, 0.0, 0.0)
        for i, km in zip(target, direct_km, strict=True)
    ]
