"""Legs of routes as lines on the ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
from shapely.geometry import LineString

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.maps.reports.route import RouteAnswerRecord


def route_lines(record: RouteAnswerRecord, links: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return one line for each leg of each route, in the direction of travel.

    Parameters
    ----------
    record
        Routes to draw.
    links
        Links with `id`, `from_id` and line geometry drawn from `from_id` to `to_id`.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns `route` and `leg` (both counted from 1), `mode`, `vehicle`, `from_id`, `to_id`,
        `distance_km`, `depart_day`, `arrive_day`, `cost_usd_per_t`, `estimated`; CRS of the links.
    """
    rows = [
        {
            "route": number,
            "leg": position,
            "mode": leg.mode,
            "vehicle": leg.vehicle,
            "from_id": leg.from_id,
            "to_id": leg.to_id,
            "distance_km": leg.distance_km,
            "depart_day": leg.depart_day,
            "arrive_day": leg.arrive_day,
            "cost_usd_per_t": leg.cost_usd_per_t,
            "estimated": leg.estimated,
        }
        for number, route in enumerate(record.routes, start=1)
        for position, leg in enumerate(route.legs, start=1)
    ]
    if not rows:
        return gpd.GeoDataFrame({"route": [], "leg": []}, geometry=[], crs=links.crs)
    return gpd.GeoDataFrame(rows, geometry=leg_lines(record, links), crs=links.crs)


def leg_lines(record: RouteAnswerRecord, links: gpd.GeoDataFrame) -> list[LineString]:
    """Return the line of each leg of each route, in the direction of travel."""
    by_id = links.set_index("id")
    return [
        _leg_line(leg.link_ids, leg.from_id, by_id) for route in record.routes for leg in route.legs
    ]


def _leg_line(link_ids: Sequence[str], from_id: str, by_id: gpd.GeoDataFrame) -> LineString:
    points: list[tuple[float, float]] = []
    at = from_id
    for link_id in link_ids:
        start, end = by_id.at[link_id, "from_id"], by_id.at[link_id, "to_id"]
        line = list(by_id.at[link_id, "geometry"].coords)
        if start != at:
            line.reverse()
        at = end if start == at else start
        points += line[1:] if points and points[-1] == line[0] else line
    return LineString(points)
