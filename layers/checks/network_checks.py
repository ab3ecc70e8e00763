"""Rules on the network as a whole: its parts are as declared, and every site can be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import shapely

from zimnik.geo.core.errors import Fault
from zimnik.geo.core.geodesy import nearest_points
from zimnik.geo.network.access import ACCESS_KINDS, ACCESS_REACH_KM, unlinked_sites
from zimnik.layers.atlas.atlas import places
from zimnik.layers.atlas.existence import standing
from zimnik.layers.checks.site_checks import declared_ids
from zimnik.layers.schema.tables import SITE_TABLES

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from zimnik.layers.atlas.atlas import Atlas


def network_faults(atlas: Atlas) -> list[Fault]:
    """Return parts of the network that are not declared, idle terminals and unreachable sites.

    What does not exist does not count. The network is the largest part that nobody declares an
    island; a part apart from it is declared by rule `island` of the exceptions with one of its
    places, however large it is, and a place that no link need touch by rule `unlinked`.
    """
    every_place, links = standing(places(atlas), atlas.links)
    return [
        *_island_faults(atlas, links[links["only_for"] == ""]),
        *_idle_terminals(atlas, every_place, links),
        *_unreachable_sites(atlas, every_place, links),
    ]


def _island_faults(atlas: Atlas, links: gpd.GeoDataFrame) -> list[Fault]:
    graph = nx.Graph(zip(links["from_id"], links["to_id"], strict=True))
    parts = sorted(nx.connected_components(graph), key=len, reverse=True)
    declared = declared_ids(atlas, "island")
    main = next((part for part in parts if not declared & part), parts[0] if parts else set())
    faults = [
        Fault(
            "links",
            "one network, or islands declared in table exceptions",
            f"{len(part)} places apart from it: {_listed(part)}",
            "Link them, or declare an island by one of them.",
            row=min(part),
        )
        for part in parts
        if part is not main and not declared & part
    ]
    apart = {place_id for part in parts if part is not main for place_id in part}
    faults += [
        Fault(
            "exceptions",
            "an island of the network",
            f"'{place_id}' that is none",
            "Drop the row.",
            row=f"island {place_id}",
            column="id",
        )
        for place_id in sorted(declared - apart)
    ]
    return faults


LISTED_PLACES = 5


def _listed(part: set[str]) -> str:
    names = sorted(part)
    return ", ".join(names[:LISTED_PLACES]) + (", ..." if len(names) > LISTED_PLACES else "")


def _idle_terminals(
    atlas: Atlas, every_place: gpd.GeoDataFrame, links: gpd.GeoDataFrame
) -> list[Fault]:
    fine = {*links["from_id"], *links["to_id"], *declared_ids(atlas, "unlinked")}
    there = set(every_place["id"])
    return [
        Fault(
            "terminals",
            "a terminal that a link touches",
            "none",
            "Add a link, or declare it unlinked in table exceptions.",
            row=terminal_id,
        )
        for terminal_id in atlas.terminals["id"]
        if terminal_id in there and terminal_id not in fine
    ]


def _unreachable_sites(
    atlas: Atlas, every_place: gpd.GeoDataFrame, links: gpd.GeoDataFrame
) -> list[Fault]:
    touched = {*links["from_id"], *links["to_id"]}
    near = every_place[every_place["id"].isin(touched) & every_place["kind"].isin(ACCESS_KINDS)]
    tables = {place_id: name for name in SITE_TABLES for place_id in atlas.table(name)["id"]}
    kinds = dict(zip(every_place["id"], every_place["kind"], strict=True))
    alone = set(unlinked_sites(kinds, touched)) - declared_ids(atlas, "unlinked")
    sites = every_place[every_place["id"].isin(alone)]
    site, _, nearest_km = nearest_points(_xy(sites), _xy(near), most=1, reach_km=float("inf"))
    away_km = dict(zip(site.tolist(), nearest_km.tolist(), strict=True))
    return [
        Fault(
            tables[site_id],
            f"a link, or a linked terminal within {ACCESS_REACH_KM:,.0f} km",
            f"the nearest at {away_km.get(number, float('inf')):,.0f} km",
            "Add a link, or declare it unlinked in table exceptions.",
            row=site_id,
        )
        for number, site_id in enumerate(sites["id"])
        if away_km.get(number, float("inf")) > ACCESS_REACH_KM
    ]


def _xy(places: gpd.GeoDataFrame) -> NDArray[np.float64]:
    return np.asarray(shapely.get_coordinates(places.geometry.to_numpy()), np.float64)
