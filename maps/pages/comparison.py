"""The page of compared hubs: two maps that move as one, the difference, and the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from zimnik.geo.processing.comparison import COMPONENTS
from zimnik.geo.processing.hub_cost_results import FEED, HAULS
from zimnik.maps.page.outline import encode_line
from zimnik.maps.page.page import Page
from zimnik.maps.page.scope import Scope, ids_told
from zimnik.maps.reports.comparison import comparison_rows
from zimnik.maps.reports.ranking import SURE_SHARE
from zimnik.maps.reports.records import messages_told, named

if TYPE_CHECKING:
    from zimnik.maps.page.page_data import PageContext
    from zimnik.maps.reports.comparison import ComparisonRecord, HubRecord

FIELDS = (
    "deposits",
    "stages",
    "basis",
    "ready",
    "cargoes",
    "benchmark_usd_per_kg_reo",
)


def page_record(context: PageContext, record: ComparisonRecord) -> dict[str, Any]:
    """Return a comparison as the page reads it; each link is drawn from one line.

    The links of the context hold every link of the hauls, access links too.
    """
    used = {
        link_id
        for hub in record.hubs
        for deposit in hub.deposits
        for haul in deposit.hauls
        for link_id in haul.link_ids
    }
    drawn = context.links[context.links["id"].isin(used)]
    rows = comparison_rows(record)
    return {
        **named(record, FIELDS),
        "warnings": messages_told(record.warnings),
        "components": list(COMPONENTS),
        "sure_share": SURE_SHARE,
        "hubs": [_hub(hub, row) for hub, row in zip(record.hubs, rows, strict=True)],
        "lines": {
            link_id: encode_line(shapely.get_coordinates(line))
            for link_id, line in zip(drawn["id"], drawn.geometry, strict=True)
        },
    }


def _hub(hub: HubRecord, row: dict[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "reasons": messages_told(hub.reasons),
        **named(hub, ("capacity_checks", "needs_first", "spread")),
        # None for each month without a working day, and for all where one day is asked for.
        "months_usd_per_t": _months(hub),
        "hauls": [
            {
                "kind": haul.kind,
                "item": haul.item,
                "from_id": haul.from_id,
                "to_id": haul.to_id,
                "shipped_t_per_y": haul.shipped_t_per_t * deposit.tonnes_per_y,
                "cost_usd_per_t": haul.cost_usd_per_t,
                "link_ids": list(haul.link_ids),
            }
            for deposit in hub.deposits
            for haul in deposit.hauls
        ],
    }


def _months(hub: HubRecord) -> list[float | None]:
    """Return what the feed costs in each month: all else is the same in every month."""
    months = hub.year.by_month if hub.year and hub.total else ()
    feed = hub.components.get(f"{HAULS[FEED]}_usd_per_t", 0.0)
    other = hub.total.cost_usd_per_t - feed if hub.total else 0.0
    costs = {one.month: one.mean_usd_per_t - other for one in months}
    return [costs.get(month) for month in range(1, 13)]


def comparison_scope(record: ComparisonRecord) -> Scope:
    """Return deposits, hubs and all places and links of their hauls."""
    hauls = [haul for hub in record.hubs for one in hub.deposits for haul in one.hauls]
    return Scope(
        frozenset(
            {
                *(deposit.id for deposit in record.deposits),
                *(hub.id for hub in record.hubs),
                *(end for haul in hauls for end in (haul.from_id, haul.to_id)),
                *(told for hub in record.hubs for told in ids_told(hub)),
            }
        ),
        frozenset(link_id for haul in hauls for link_id in haul.link_ids),
    )


COMPARISON = Page(
    name="comparison",
    entry="comparison/comparison.js",
    record=page_record,
    body_class="z-wide z-pair",
    scope=comparison_scope,
    example=("hubs", "compare", "krasnokamensk", "solikamsk", "angarsk", "--out", "hubs.html"),
)
