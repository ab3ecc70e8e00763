"""The route page: the routes of an answer on the map, beside their account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from geo.results import Leg
from maps.outline import encode_line
from maps.page_data import Imprint, page_data
from maps.route_lines import route_lines
from maps.route_tables import leg_record, reo_costs, transfer_record
from maps.tables import Heading
from maps.way import way_of

if TYPE_CHECKING:
    import folium
    import geopandas as gpd

    from geo.results import Route, RouteAnswer

__all__ = ["Heading", "Imprint", "route_page"]


def route_page(
    answer: RouteAnswer,
    places: gpd.GeoDataFrame,
    links: gpd.GeoDataFrame,
    land: gpd.GeoDataFrame,
    imprint: Imprint,
    *,
    heading: Heading,
    projection: str = "siberia",
) -> folium.Map:
    """Return the page of an answer: the best route in full, its alternatives thin.

    Parameters
    ----------
    answer
        Routes, or the reason for none.
    places, links, land
        As for `maps.atlas.atlas_page`; the links hold every link of the routes, access links too.
    imprint
        Title, edition, command and attribution, which the page shows.
    heading
        The benchmark to which the cost per kg REO is compared.
    projection
        "siberia" (Albers equal-area conic) or "polar" (EPSG:3576).

    Raises
    ------
    InputError
        If a frame is not in EPSG:4326, lacks columns, or the projection is not known.
    """
    from maps.frame import framed_map  # noqa: PLC0415 - folium loads only when a page is made

    data = page_data(places, links, land, imprint, projection)
    data["answer"] = answer_record(answer, links, heading)
    return framed_map(
        data,
        entry="startRoute",
        scripts=("route_panel.js", "route_layer.js", "route.js"),
        body_class="z-wide",
    )


def answer_record(answer: RouteAnswer, links: gpd.GeoDataFrame, heading: Heading) -> dict[str, Any]:
    """Return an answer as the page reads it; costs in US dollars per dry tonne of product."""
    lines = route_lines(answer, links)
    return {
        "origin": answer.origin_id,
        "destination": answer.destination_id,
        "product": answer.cargo.product,
        "tonnes_per_y": answer.cargo.tonnes_per_y,
        "reo_grade_pct": answer.cargo.reo_grade_pct,
        "benchmark_usd_per_kg": heading.benchmark_usd_per_kg_reo,
        "reason": answer.reason,
        "warnings": list(answer.warnings),
        "routes": [
            {
                **_totals(route, answer, heading),
                "parts": _parts(route, lines[lines["route"] == number]),
            }
            for number, route in enumerate(answer.routes, start=1)
        ],
    }


def _totals(route: Route, answer: RouteAnswer, heading: Heading) -> dict[str, Any]:
    reo = reo_costs(route, answer, heading)
    return {
        "cost_usd_per_t": route.cost_usd_per_t,
        "low_usd_per_t": route.low_usd_per_t,
        "high_usd_per_t": route.high_usd_per_t,
        "distance_km": route.distance_km,
        "duration_d": route.duration_d,
        "waiting_d": route.waiting_d,
        "co2_kg_per_t": route.co2_kg_per_t,
        "contained_usd_per_kg": reo["cost_usd_per_kg_reo_contained"],
        "recovered_usd_per_kg": reo["cost_usd_per_kg_reo_recovered"],
        "share_of_benchmark": reo["share_of_benchmark"],
        "components": [list(item) for item in route.components_usd_per_t.items()],
        "way": [[mode.value, place_id] for mode, place_id in way_of(route)],
        "warnings": list(route.warnings),
    }


def _parts(route: Route, lines: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    geometries = iter(lines.geometry)
    return [
        {
            **leg_record(part, route),
            "line": encode_line(shapely.get_coordinates(next(geometries))),
        }
        if isinstance(part, Leg)
        else transfer_record(part)
        for part in route.parts
    ]
