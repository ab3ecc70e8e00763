"""How a site that no link touches reaches the network: an estimated link to what is near.

Owns the first, plain rule (docs/model.md, E5): geodesic times a detour factor, an existing gravel
road where it is short and a winter road of the cargo's own where it is not. An access link starts
at its site, and only cargo of that site takes it (`geo.routing`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import LineString

from geo.geodesy import geodesic_km
from geo.vocabulary import SITE_KINDS, Mode, PlaceKind, Vehicle

if TYPE_CHECKING:
    from collections.abc import Collection

    from geo.rates import RateCard

ACCESS_KINDS = frozenset(
    {
        PlaceKind.STATION,
        PlaceKind.RIVER_PORT,
        PlaceKind.SEA_PORT,
        PlaceKind.ARCTIC_PORT,
        PlaceKind.ROAD_JUNCTION,
        PlaceKind.BORDER,
        *SITE_KINDS,
    }
)
ACCESS_LINKS_PER_SITE = 4
ACCESS_REACH_KM = 1000.0
# Two sites on one spot still need a link of some length, since a length of zero is a fault.
SHORTEST_ACCESS_KM = 0.1


def unlinked_sites(places: gpd.GeoDataFrame, links: gpd.GeoDataFrame) -> list[str]:
    """Return the ids of sites that no link touches."""
    touched = set(links["from_id"]) | set(links["to_id"])
    is_site = places["kind"].isin(SITE_KINDS)
    return [place_id for place_id in places.loc[is_site, "id"] if place_id not in touched]


def access_links(
    places: gpd.GeoDataFrame,
    links: gpd.GeoDataFrame,
    card: RateCard,
    *,
    only: Collection[str] | None = None,
) -> gpd.GeoDataFrame:
    """Return estimated links from each site that no link touches to the nearest linked places.

    Parameters
    ----------
    places
        Sites and terminals with `id`, `kind` and point geometry in EPSG:4326.
    links
        Known links; the result has the same columns, and `estimated` true.
    card
        Detour factor, and the distance up to which the access is an existing gravel road.
    only
        Sites that are wanted; all by default.

    Returns
    -------
    geopandas.GeoDataFrame
        At most `ACCESS_LINKS_PER_SITE` links a site, none longer than `ACCESS_REACH_KM` as the crow
        flies; a site with nothing within reach gets none. Cost grows with sites times places.
    """
    touched = set(links["from_id"]) | set(links["to_id"])
    near = places[places["id"].isin(touched) & places["kind"].isin(ACCESS_KINDS)]
    wanted = [i for i in unlinked_sites(places, links) if only is None or i in only]
    sites = places.set_index("id").loc[wanted]
    rows = [
        row
        for site_id, point in sites.geometry.items()
        for row in _links_of_site(str(site_id), point.x, point.y, near, card)
    ]
    frame = gpd.GeoDataFrame(rows, geometry="geometry", crs=places.crs) if rows else links.iloc[:0]
    return frame.reindex(columns=[*links.columns, *({"estimated"} - set(links.columns))])


def with_access(
    places: gpd.GeoDataFrame,
    links: gpd.GeoDataFrame,
    card: RateCard,
    *,
    only: Collection[str] | None = None,
) -> gpd.GeoDataFrame:
    """Return the links together with the access links that sites, or `only` some, need."""
    known = links.assign(estimated=False)
    access = access_links(places, known, card, only=only)
    if access.empty:
        return known
    blank = access.columns[access.isna().all()]
    both = pd.concat([known, access.drop(columns=blank)], ignore_index=True)
    texts = known.select_dtypes("str").columns
    both = both.astype({"estimated": bool}).fillna(dict.fromkeys(texts, ""))
    return gpd.GeoDataFrame(both, geometry="geometry", crs=links.crs)[list(known.columns)]


def _links_of_site(
    site_id: str, lon: float, lat: float, near: gpd.GeoDataFrame, card: RateCard
) -> list[dict[str, object]]:
    direct_km = geodesic_km(lon, lat, near.geometry.x.to_numpy(), near.geometry.y.to_numpy())
    nearest = np.argsort(direct_km, kind="stable")[:ACCESS_LINKS_PER_SITE]
    rows: list[dict[str, object]] = []
    for i in nearest:
        if direct_km[i] > ACCESS_REACH_KM:
            break
        target = near.iloc[int(i)]
        gravel = direct_km[i] <= card.access_gravel_limit_km.base
        rows.append(
            {
                "id": f"access_{site_id}_{target['id']}",
                "from_id": site_id,
                "to_id": target["id"],
                "mode": Mode.ROAD.value if gravel else Mode.WINTER_ROAD.value,
                "vehicle": (Vehicle.GRAVEL_TRUCK if gravel else Vehicle.WINTER_TRUCK).value,
                "length_km": max(float(direct_km[i]) * card.access_detour.base, SHORTEST_ACCESS_KM),
                "corridor": f"access_{site_id}",
                "dedicated": not gravel,
                "state": "existing",
                "note": "estimate: geodesic times a detour factor",
                "confidence": "C",
                "estimated": True,
                "geometry": LineString([(lon, lat), (target.geometry.x, target.geometry.y)]),
            }
        )
    return rows
