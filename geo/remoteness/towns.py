"""Towns as places of the network, each joined to what is near by a local road.

Owns how people get onto the network (docs/model.md, A50): a gravel road of the geodesic times the
detour of access, no longer than an access road is taken to be one. Like an access link it is the
town's own: no route passes through a town on its way to somewhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zimnik.geo.core.geodesy import nearest_points
from zimnik.geo.core.vocabulary import Mode, PlaceKind, Vehicle
from zimnik.geo.network.access import ACCESS_KINDS, SHORTEST_ACCESS_KM
from zimnik.geo.routing.search import NO_CLOSURES, Closures

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.time_expanded import DatedNetwork


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A network with towns on it, as remoteness asks it.

    Parameters
    ----------
    network
        Laid out for the type of year, towns among its places (`with_towns`).
    places, links
        The same network as tables, in EPSG:4326; roads with their drawn lines.
    towns
        Towns with `id` and `population`.
    closures
        What may not be used, such as winter roads that do not open.
    """

    network: DatedNetwork
    places: gpd.GeoDataFrame
    links: gpd.GeoDataFrame
    towns: pd.DataFrame
    closures: Closures = field(default=NO_CLOSURES)


def with_towns(
    places: gpd.GeoDataFrame, links: gpd.GeoDataFrame, towns: gpd.GeoDataFrame, card: RateCard
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return places and links with towns among them, as markets at the end of local roads.

    Parameters
    ----------
    places, links
        The network in EPSG:4326, access links of sites included.
    towns
        Towns with `id`, `name_en` and points in EPSG:4326; ids that no place has.
    card
        Detour factor, and the geodesic up to which a local road is taken to be there.

    Returns
    -------
    tuple
        Places, towns last, and links, local roads last; a local road starts at its town and is
        `estimated`. A town with nothing within reach has no road.
    """
    near = places[places["kind"].isin(ACCESS_KINDS)]
    town, place, direct_km = nearest_points(
        shapely.get_coordinates(towns.geometry),
        shapely.get_coordinates(near.geometry),
        most=len(near),
        reach_km=card.access_gravel_limit_km.base,
    )
    from_id, to_id = towns["id"].to_numpy()[town], near["id"].to_numpy()[place]
    ends = [
        shapely.get_coordinates(frame.geometry)[at] for frame, at in ((towns, town), (near, place))
    ]
    roads = gpd.GeoDataFrame(
        {
            "id": [f"local_{start}_{end}" for start, end in zip(from_id, to_id, strict=True)],
            "from_id": from_id,
            "to_id": to_id,
            "mode": Mode.ROAD.value,
            "vehicle": Vehicle.GRAVEL_TRUCK.value,
            "length_km": np.maximum(direct_km * card.access_detour.base, SHORTEST_ACCESS_KM),
            "dedicated": False,
            "estimated": True,
        },
        geometry=shapely.linestrings(np.stack(ends, axis=1)),
        crs=links.crs,
    )
    people = towns[["id", "name_en", "geometry"]].assign(kind=PlaceKind.MARKET.value)
    return _below(places, people), _below(links, roads)


def _below(frame: gpd.GeoDataFrame, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a table with rows after its own; columns that the rows lack are unknown there."""
    unknown = {"str": "", "object": "", "bool": False}
    full = {
        name: rows[name]
        if name in rows.columns
        else pd.Series([unknown.get(str(dtype))] * len(rows), index=rows.index, dtype=dtype)
        for name, dtype in frame.dtypes.items()
    }
    below = gpd.GeoDataFrame(pd.DataFrame(full), geometry="geometry", crs=frame.crs)
    return gpd.GeoDataFrame(pd.concat([frame, below], ignore_index=True))
