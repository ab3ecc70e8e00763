"""The page of compared hubs: two maps that move as one, the difference, and the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from zimnik.geo.processing.comparison import COMPONENTS
from zimnik.maps.page.outline import encode_line
from zimnik.maps.page.page import Page
from zimnik.maps.reports.hubs import all_warnings, comparison_csv, hub_record

if TYPE_CHECKING:
    from zimnik.geo.processing.comparison import Comparison, HubRow
    from zimnik.maps.page.page_data import Ground
    from zimnik.maps.reports.heading import Heading


def comparison_record(ground: Ground, comparison: Comparison, heading: Heading) -> dict[str, Any]:
    """Return a comparison as the page reads it; each link is drawn from one line.

    The links of the ground hold every link of the hauls, access links too.
    """
    used = {
        link_id
        for row in comparison.rows
        for cost in row.costs
        for haul in cost.hauls
        if haul.route
        for link_id in haul.route.link_ids
    }
    drawn = ground.links[ground.links["id"].isin(used)]
    return {
        "deposits": list(comparison.deposit_ids),
        "stages": list(comparison.stages),
        "ready": comparison.ready,
        "components": list(COMPONENTS),
        "benchmark_usd_per_kg": heading.benchmark_usd_per_kg_reo,
        "hubs": [_hub(row, comparison, heading) for row in comparison.rows],
        "lines": {
            link_id: encode_line(shapely.get_coordinates(line))
            for link_id, line in zip(drawn["id"], drawn.geometry, strict=True)
        },
        "csv": comparison_csv(comparison, heading),
        "warnings": all_warnings(comparison),
    }


def _hub(row: HubRow, comparison: Comparison, heading: Heading) -> dict[str, Any]:
    return {
        **hub_record(row, comparison, heading),
        # None for each month where the feed was priced for one ready day.
        "months_usd_per_t": list(row.months_usd_per_t) or [None] * 12,
        "hauls": [
            {
                "kind": haul.kind,
                "item": haul.item,
                "from_id": haul.from_id,
                "to_id": haul.to_id,
                "shipped_t_per_y": haul.shipped_t * cost.tonnes_per_y,
                "cost_usd_per_t": haul.cost_usd,
                "link_ids": list(haul.route.link_ids) if haul.route else [],
            }
            for cost in row.costs
            for haul in cost.hauls
        ],
    }


COMPARISON = Page(
    name="comparison",
    entry="startComparison",
    scripts=("comparison/panel.js", "comparison/months.js", "comparison/comparison.js"),
    record=comparison_record,
    body_class="z-wide z-pair",
    example=("hubs", "compare", "krasnokamensk", "solikamsk", "angarsk", "--out", "hubs.html"),
)
