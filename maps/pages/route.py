"""The route page: the routes of an answer on the map, beside their account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from zimnik.maps.page.outline import encode_line
from zimnik.maps.page.page import Page
from zimnik.maps.pages.route_lines import leg_lines
from zimnik.maps.reports.records import named, to_builtins
from zimnik.maps.reports.route import LegRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.maps.page.page_data import PageContext
    from zimnik.maps.reports.route import RouteAnswerRecord, RouteRecord


OF_ANSWER = ("origin", "destination", "product", "tonnes_per_y", "benchmark_usd_per_kg_reo",
             "reason", "warnings", "year", "spread")  # fmt: skip
OF_SHARE = ("share", "cost_usd_per_t", "by_way_of")
OF_ROUTE = ("total", "range", "components", "by_way_of", "capacity_checks", "warnings",
            "needs_first")  # fmt: skip


def answer_record(context: PageContext, record: RouteAnswerRecord) -> dict[str, Any]:
    """Return an answer as the page reads it; costs in US dollars per dry tonne of product.

    The best route is drawn in full, its alternatives thin. The links of the context hold every link
    of the routes, access links too.
    """
    lines = iter(leg_lines(record, context.links))
    return {
        **named(record, OF_ANSWER),
        "shares": [named(share, OF_SHARE) for share in record.shares],
        "routes": [
            {**named(route, OF_ROUTE), "parts": _parts(route, lines)} for route in record.routes
        ],
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
