"""The route page: the routes of an answer on the map, beside their account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from zimnik.maps.page.outline import encode_line
from zimnik.maps.page.page import Page
from zimnik.maps.page.scope import Scope, ids_told
from zimnik.maps.pages.route_lines import leg_lines
from zimnik.maps.reports.records import messages_told, named, to_builtins
from zimnik.maps.reports.route import LegRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.maps.page.page_data import PageContext
    from zimnik.maps.page.scope import Told
    from zimnik.maps.reports.route import RouteAnswerRecord, RouteRecord
    from zimnik.maps.reports.years.many import ManyYearsRecord


OF_ANSWER = ("origin", "destination", "product", "tonnes_per_y", "benchmark_usd_per_kg_reo",
             "reason", "year", "spread")  # fmt: skip
# What the page draws and says in another form, or takes from the places.
NOT_OF_PART = ("link_ids", "from_name", "to_name", "at_name", "position", "seasons", "passes")
OF_YEARS = ("kind", "count")
OF_SPREAD = ("p10_usd_per_t", "p50_usd_per_t", "p90_usd_per_t")
OF_ONE_YEAR = ("year", "mean_usd_per_t")
OF_SHARE = ("share", "cost_usd_per_t", "by_way_of")
OF_ROUTE = ("ready", "total", "range", "components", "by_way_of", "capacity_checks", "warnings",
            "needs_first")  # fmt: skip


def answer_record(context: PageContext, record: RouteAnswerRecord) -> dict[str, Any]:
    """Return an answer as the page reads it; costs in US dollars per dry tonne of product.

    The best route is drawn in full, its alternatives thin. The links of the context hold every link
    of the routes, access links too.
    """
    lines = iter(leg_lines(record, context.links))
    return {
        **named(record, OF_ANSWER),
        "warnings": messages_told(record.warnings),
        "many_years": _many_years(record.many_years),
        "shares": [named(share, OF_SHARE) for share in record.shares],
        "routes": [
            {**named(route, OF_ROUTE), "parts": _parts(route, lines)} for route in record.routes
        ],
    }


def _many_years(record: ManyYearsRecord | None) -> dict[str, Any] | None:
    """Return what a tonne costs from year to year, as the page draws it."""
    if record is None:
        return None
    return {
        **named(record, OF_YEARS),
        "over_years": named(record.over_years, OF_SPREAD),
        "by_year": [named(one, OF_ONE_YEAR) for one in record.by_year],
    }


def _parts(route: RouteRecord, lines: Iterator[shapely.LineString]) -> list[dict[str, Any]]:
    return [
        {
            **{name: value for name, value in to_builtins(part).items() if name not in NOT_OF_PART},
            **(
                {
                    **_marks(part),
                    "line": encode_line(shapely.get_coordinates(next(lines))),
                }
                if isinstance(part, LegRecord)
                else {}
            ),
        }
        for part in route.parts
    ]


def _marks(leg: LegRecord) -> dict[str, Any]:
    """Return the places that a leg passes, and what seasons say beside their windows."""
    marks = dict.fromkeys((season.basis, season.light_load) for season in leg.seasons)
    return {
        "passes": [{"id": place.id} for place in leg.passes],
        "seasons": [{"basis": basis, "light_load": is_light} for basis, is_light in marks],
    }


def route_scope(record: RouteAnswerRecord) -> Scope:
    """Return the ends of the answer and all that its routes pass."""
    legs = [leg for route in record.routes for leg in route.legs]
    stretches = [part for share in record.shares for part in share.by_way_of]
    told: list[Told] = [*record.routes, *([record.year] if record.year else [])]
    return Scope(
        frozenset({record.origin.id, record.destination.id})
        | {part.to_id for part in stretches}
        | {place_id for one in told for place_id in ids_told(one)},
        frozenset(link_id for leg in legs for link_id in leg.link_ids),
    )


ROUTE = Page(
    name="route",
    entry="route/route.js",
    record=answer_record,
    body_class="z-wide",
    scope=route_scope,
    example=("route", "tomtor", "krasnokamensk", "--alternatives", "3", "--out", "route.html"),
)
