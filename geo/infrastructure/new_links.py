"""Which new ways from a site are worth pricing, and their pricing over the network.

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
    NewWay,
    PricedWay,
    WayKind,
    new_way,
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
    """New ways from a site, and why there are none of some kinds."""

    site_id: str
    ways: tuple[NewWay, ...]
    impossible: dict[WayKind, str]


def candidate_ways(
    terrain: Terrain,
    places: gpd.GeoDataFrame,
    links: gpd.GeoDataFrame,
    site_id: str,
    card: RateCard,
    railheads: Collection[str],
) -> Candidates:
    """Return ways from a site to what is cheapest to reach by each kind.

    Parameters
    ----------
    terrain
        Around the site.
    places, links
        The network in EPSG:4326 with the links that the site has now, which count for nothing.
    site_id
        The site.
    card
        What ways cost.
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
        WayKind.WINTER_ROAD: roads,
        WayKind.ALL_SEASON_ROAD: roads,
        WayKind.RAIL_SPUR: known[known["id"].isin(list(railheads))],
    }
    ways: list[NewWay] = []
    impossible = {}
    for kind, targets in ends.items():
        found = _to_cheapest(Corridors(terrain, GOINGS[kind], start), targets, kind, card)
        ways += found
        if not found:
            impossible[kind] = "no place of the network within the terrain can be reached by it"
    flights = _flights(point, known)
    if not flights:
        impossible[WayKind.AIR] = f"no airfield within {AIR_REACH_KM:,.0f} km"
    return Candidates(site_id, (*ways, *flights), impossible)


def with_ways(
    links: gpd.GeoDataFrame, places: gpd.GeoDataFrame, candidates: Candidates
) -> gpd.GeoDataFrame:
    """Return the links with the new ways among them, as derived links of the site's own."""
    rows = _rows(places, candidates.site_id, candidates.ways).assign(estimated=True)
    texts = links.select_dtypes("str").columns
    both = pd.concat([links, rows], ignore_index=True)
    both = both.fillna(dict.fromkeys(texts, ""))
    return gpd.GeoDataFrame(both, geometry="geometry", crs=links.crs)[list(links.columns)]


def built_links(places: gpd.GeoDataFrame, site_id: str, ways: Sequence[NewWay]) -> gpd.GeoDataFrame:
    """Return ways that are built as links of an atlas, which may be laid over another.

    Parameters
    ----------
    places
        Sites and terminals, as `candidate_ways` had them.
    site_id
        Where the ways begin.
    ways
        The ways; flights are left out.

    Returns
    -------
    geopandas.GeoDataFrame
        Planned links in EPSG:4326 of confidence C. A winter road is dedicated, so that a route
        over it pays for it every year; of the others a route does not pay what they cost to build.
    """
    built = [way for way in ways if way.corridor is not None]
    rows = _rows(places, site_id, built)
    return rows.assign(
        dedicated=[way.kind is WayKind.WINTER_ROAD for way in built],
        source="zimnik access: least-cost corridor over terrain (docs/model.md, E24 and E25)",
        note=[
            "derived; a route over it pays for it every year"
            if way.kind is WayKind.WINTER_ROAD
            else "derived; a route over it does not pay what it costs to build"
            for way in built
        ],
        drawn_source="corridor of zimnik access",
        drawn_reason=f"below the cells of the terrain a way winds {WINDING:g} times as long",
    )


def _rows(places: gpd.GeoDataFrame, site_id: str, ways: Sequence[NewWay]) -> gpd.GeoDataFrame:
    """Return new ways as derived links, in the CRS of the places."""
    points = places.set_index("id").geometry
    return gpd.GeoDataFrame(
        [
            {
                "id": way_id(site_id, way),
                "from_id": site_id,
                "to_id": way.entry_id,
                "mode": MODES[way.kind][0].value,
                "vehicle": MODES[way.kind][1].value,
                "length_km": way.length_km,
                "corridor": f"new_{way.kind}_{site_id}",
                "dedicated": False,
                "state": "planned",
                "note": "derived: least-cost corridor over terrain",
                "confidence": "C",
                "geometry": shapely.LineString(
                    way.corridor.line if way.corridor else [points[site_id], points[way.entry_id]]
                ),
            }
            for way in ways
        ],
        geometry="geometry",
        crs=places.crs,
    )


def way_id(site_id: str, way: NewWay) -> str:
    """Return the id of the link of a new way."""
    return f"new_{way.kind}_{site_id}_{way.entry_id}"


def price_ways(
    network: DatedNetwork,
    candidates: Candidates,
    cargo: Cargo,
    dates: Dates,
    target_ids: Collection[str],
    closures: Closures,
) -> tuple[PricedWay, ...]:
    """Return each way with the cheapest route over it; those that lead nowhere are left out.

    Parameters
    ----------
    network
        With the new ways on it (`with_ways`).
    candidates
        The ways.
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
    for way in candidates.ways:
        closed = Closures(
            link_ids=closures.link_ids | (own - {way_id(site_id, way)}),
            place_ids=closures.place_ids,
            corridors=closures.corridors,
            modes=closures.modes,
        )
        errand = Errand(site_id, cargo, dates, closed)
        route = nearest_route(network, errand, frozenset(target_ids) - {site_id})
        if route is not None:
            priced.append(PricedWay(way, route, cargo.tonnes_per_y))
    return tuple(priced)


def _to_cheapest(
    corridors: Corridors, targets: gpd.GeoDataFrame, kind: WayKind, card: RateCard
) -> list[NewWay]:
    """Return ways to the places that are cheapest to reach, at most `ENTRIES`."""
    terrain = corridors.terrain
    reached: list[tuple[float, str, tuple[int, int]]] = []
    for place_id, point in targets.geometry.items():
        cell = terrain.shore_cell(point.x, point.y)
        if cell is not None:
            flat_km = float(corridors.flat_km[np.ravel_multi_index(cell, terrain.shape)])
            if 0 < flat_km < np.inf:
                reached.append((flat_km, str(place_id), cell))
    ways = []
    for _, place_id, cell in sorted(reached)[:ENTRIES]:
        corridor = corridors.to(cell)
        if corridor is not None:
            ways.append(new_way(kind, place_id, corridor, card))
    return ways


def _flights(point: shapely.Point, known: gpd.GeoDataFrame) -> Sequence[NewWay]:
    airfields = known[known["kind"] == PlaceKind.AIRFIELD]
    _, target, direct_km = nearest_points(
        np.array([[point.x, point.y]]),
        shapely.get_coordinates(airfields.geometry),
        most=AIRFIELDS,
        reach_km=AIR_REACH_KM,
    )
    return [
        NewWay(WayKind.AIR, str(airfields["id"].iloc[i]), float(km), None, 0.0, 0.0)
        for i, km in zip(target, direct_km, strict=True)
    ]
