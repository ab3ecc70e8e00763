"""The route page: the routes of an answer on the map, beside their account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from zimnik.geo.routing.itinerary import Leg
from zimnik.maps.page.outline import encode_line
from zimnik.maps.page.page import Page
from zimnik.maps.pages.route_lines import route_lines
from zimnik.maps.reports.route import leg_record, reo_costs, transfer_record
from zimnik.maps.reports.stretches import stretches_of

if TYPE_CHECKING:
    import geopandas as gpd

    from zimnik.geo.routing.itinerary import Route, RouteAnswer
    from zimnik.maps.page.page_data import Ground
    from zimnik.maps.reports.heading import Heading


def answer_record(ground: Ground, answer: RouteAnswer, heading: Heading) -> dict[str, Any]:
    """Return an answer as the page reads it; costs in US dollars per dry tonne of product.

    The best route is drawn in full, its alternatives thin. The links of the ground hold every link
    of the routes, access links too.
    """
    lines = route_lines(answer, ground.links)
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
        "way": [[mode.value, place_id] for mode, place_id in stretches_of(route)],
        "warnings": list(route.warnings),
    }


def _parts(route: Route, lines: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    geometries = iter(lines.geometry)
    return [
        {
            **leg_record(part),
            "line": encode_line(shapely.get_coordinates(next(geometries))),
        }
        if isinstance(part, Leg)
        else transfer_record(part)
        for part in route.parts
    ]


ROUTE = Page(
    name="route",
    entry="startRoute",
    scripts=("route/panel.js", "route/layer.js", "route/route.js"),
    record=answer_record,
    body_class="z-wide",
    example=("route", "tomtor", "krasnokamensk", "--alternatives", "3", "--out", "route.html"),
)
