"""Legs of routes as lines on the ground."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import geopandas as gpd
from shapely.geometry import LineString

if TYPE_CHECKING:
    from zimnik.geo.routing.itinerary import Leg, RouteAnswer


def route_lines(answer: RouteAnswer, links: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return one line for each leg of each route, in the direction of travel.

    Parameters
    ----------
    answer
        Routes to draw.
    links
        Links with `id`, `from_id` and line geometry drawn from `from_id` to `to_id`.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns `route` and `leg` (both counted from 1), `mode`, `vehicle`, `from_id`, `to_id`,
        `distance_km`, `depart_day`, `arrive_day`, `cost_usd_per_t`, `estimated`; CRS of the links.
    """
    by_id = links.set_index("id")
    rows = [
        {
            "route": number,
            "leg": position,
            "mode": leg.mode.value,
            "vehicle": leg.vehicle.value,
            "from_id": leg.from_id,
            "to_id": leg.to_id,
            "distance_km": leg.distance_km,
            "depart_day": leg.depart_day,
            "arrive_day": leg.arrive_day,
            "cost_usd_per_t": leg.cost_usd_per_t,
            "estimated": leg.estimated,
            "geometry": _leg_line(leg, by_id),
        }
        for number, route in enumerate(answer.routes, start=1)
        for position, leg in enumerate(route.legs, start=1)
    ]
    if not rows:
        return gpd.GeoDataFrame({"route": [], "leg": []}, geometry=[], crs=links.crs)
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=links.crs)


def _leg_line(leg: Leg, by_id: gpd.GeoDataFrame) -> LineString:
    points: list[tuple[float, float]] = []
    for link_id, (from_id, _) in zip(leg.link_ids, pairwise(leg.place_ids), strict=True):
        line = list(by_id.at[link_id, "geometry"].coords)
        if by_id.at[link_id, "from_id"] != from_id:
            line.reverse()
        points += line[1:] if points and points[-1] == line[0] else line
    return LineString(points)
