"""The route page: the routes of an answer on the map, beside their account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from zimnik.maps.page.outline import encode_line
from zimnik.maps.page.page import Page
from zimnik.maps.pages.route_lines import leg_lines
from zimnik.maps.reports.records import to_builtins
from zimnik.maps.reports.route import LegRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.maps.page.page_data import PageContext
    from zimnik.maps.reports.route import RouteAnswerRecord, RouteRecord


def answer_record(context: PageContext, record: RouteAnswerRecord) -> dict[str, Any]:
    """Return an answer as the page reads it; costs in US dollars per dry tonne of product.

    The best route is drawn in full, its alternatives thin. The links of the context hold every link
    of the routes, access links too.
    """
    lines = iter(leg_lines(record, context.links))
    return {
        "origin": record.origin.id,
        "destination": record.destination.id,
        "product": record.product.name,
        "tonnes_per_y": record.tonnes_per_y,
        "reo_grade_pct": record.product.reo_grade_pct,
        "benchmark_usd_per_kg": record.benchmark_usd_per_kg_reo,
        "reason": record.reason,
        "warnings": list(record.warnings),
        "routes": [{**_totals(route), "parts": _parts(route, lines)} for route in record.routes],
    }


def _totals(route: RouteRecord) -> dict[str, Any]:
    total = route.total
    return {
        "cost_usd_per_t": total.cost_usd_per_t,
        "low_usd_per_t": route.range.low_usd_per_t,
        "high_usd_per_t": route.range.high_usd_per_t,
        "distance_km": total.distance_km,
        "duration_d": total.duration_d,
        "waiting_d": total.waiting_d,
        "co2_kg_per_t": total.co2_kg_per_t,
        "contained_usd_per_kg": total.cost_usd_per_kg_reo_contained,
        "recovered_usd_per_kg": total.cost_usd_per_kg_reo_recovered,
        "share_of_benchmark": total.share_of_benchmark,
        "components": [
            [name.removesuffix("_usd_per_t"), cost] for name, cost in route.components.items()
        ],
        "way": [[one.mode, one.to_id] for one in route.by_way_of],
        "warnings": list(route.warnings),
    }


def _parts(route: RouteRecord, lines: Iterator[shapely.LineString]) -> list[dict[str, Any]]:
    return [
        {**to_builtins(part), "line": encode_line(shapely.get_coordinates(next(lines)))}
        if isinstance(part, LegRecord)
        else to_builtins(part)
        for part in route.parts
    ]


ROUTE = Page(
    name="route",
    entry="route/route.js",
    record=answer_record,
    body_class="z-wide",
    example=("route", "tomtor", "krasnokamensk", "--alternatives", "3", "--out", "route.html"),
)
