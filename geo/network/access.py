"""How a site that no link touches reaches the network: an estimated link to what is near.

Owns the first, plain rule (docs/model.md, E5): geodesic times a detour factor, an existing gravel
road where it is short and a winter road of the cargo's own where it is not. An access link starts
at its site, and only cargo of that site takes it (`geo.routing.routes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zimnik.geo.core.geodesy import nearest_points
from zimnik.geo.core.vocabulary import SITE_KINDS, Mode, PlaceKind, Vehicle

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from zimnik.geo.pricing.rates import RateCard

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
        flies, nearest first; a site with nothing within reach gets none.
    """
    touched = set(links["from_id"]) | set(links["to_id"])
    near = places[places["id"].isin(touched) & places["kind"].isin(ACCESS_KINDS)]
    wanted = [i for i in unlinked_sites(places, links) if only is None or i in only]
    sites = places.set_index("id").loc[wanted].reset_index()
    site, target, direct_km = nearest_points(
        shapely.get_coordinates(sites.geometry),
        shapely.get_coordinates(near.geometry),
        most=ACCESS_LINKS_PER_SITE,
        reach_km=ACCESS_REACH_KM,
    )
    found = _estimated(sites.iloc[site], near.iloc[target], direct_km, card)
    frame = links.iloc[:0] if found.empty else found
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


def _estimated(
    sites: gpd.GeoDataFrame,
    targets: gpd.GeoDataFrame,
    direct_km: NDArray[np.float64],
    card: RateCard,
) -> gpd.GeoDataFrame:
    """Return one link from each site to the target beside it."""
    gravel = direct_km <= card.access_gravel_limit_km.base
    from_id, to_id = sites["id"].to_numpy(), targets["id"].to_numpy()
    ends = np.stack([shapely.get_coordinates(frame.geometry) for frame in (sites, targets)], axis=1)
    return gpd.GeoDataFrame(
        {
            "id": [f"access_{start}_{end}" for start, end in zip(from_id, to_id, strict=True)],
            "from_id": from_id,
            "to_id": to_id,
            "mode": np.where(gravel, Mode.ROAD.value, Mode.WINTER_ROAD.value),
            "vehicle": np.where(gravel, Vehicle.GRAVEL_TRUCK.value, Vehicle.WINTER_TRUCK.value),
            "length_km": np.maximum(direct_km * card.access_detour.base, SHORTEST_ACCESS_KM),
            "corridor": [f"access_{start}" for start in from_id],
            "dedicated": ~gravel,
            "state": "existing",
            "note": "estimate: geodesic times a detour factor",
            "confidence": "C",
            "estimated": True,
        },
        geometry=shapely.linestrings(ends),
        crs=sites.crs,
    )
