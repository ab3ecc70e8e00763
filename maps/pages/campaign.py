"""The campaign page: a year's plan on the map, with its stockpiles and flows by week."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import shapely

from zimnik.maps.page.outline import encode_line
from zimnik.maps.page.page import Page
from zimnik.maps.reports.campaign import demand_records, stock_peaks, week_dates

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from zimnik.geo.campaign.results import CampaignAnswer
    from zimnik.maps.page.page_data import Ground


def campaign_record(ground: Ground, answer: CampaignAnswer) -> dict[str, Any]:
    """Return a plan as the page reads it; tonnes by week from the first of January.

    The links of the ground hold every link of the plan, access links too.
    """
    return {
        "weeks": week_dates(answer),
        "demands": demand_records(answer),
        "delivered_t": answer.delivered_t,
        "cost_usd": answer.cost_usd,
        "cost_usd_per_t": answer.cost_usd_per_t,
        "co2_t": answer.co2_t,
        "components": [list(item) for item in answer.components_usd.items()],
        "binding": [asdict(binding) for binding in answer.bindings],
        "fleet": [asdict(line) for line in answer.fleet],
        "stocks": _stocks(answer),
        "links": _links(answer, ground.links),
        "warnings": list(answer.warnings),
    }


def _stocks(answer: CampaignAnswer) -> list[dict[str, Any]]:
    """Return the stock of every place that ever has one by week, greatest first."""
    by_place = _by_week(answer.stocks, "place_id", answer.weeks.count)
    return [
        {"place_id": place_id, "tonnes": by_place[place_id]}
        for place_id, _, _ in stock_peaks(answer)
    ]


def _links(answer: CampaignAnswer, links: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    if answer.flows.empty:
        return []
    lines = dict(zip(links["id"], links.geometry, strict=True))
    by_link = _by_week(answer.flows, "link_id", answer.weeks.count)
    facts = answer.flows.drop_duplicates("link_id").to_dict("records")
    return [
        {
            "id": row["link_id"],
            "mode": row["mode"],
            "from_id": row["from_id"],
            "to_id": row["to_id"],
            "tonnes": by_link[row["link_id"]],
            "line": encode_line(shapely.get_coordinates(lines[row["link_id"]])),
        }
        for row in facts
    ]


def _by_week(rows: pd.DataFrame, key: str, weeks: int) -> dict[str, list[float]]:
    """Return the tonnes of every week for each key."""
    tonnes: dict[str, list[float]] = {}
    for name, week, amount in zip(rows[key], rows["week"], rows["tonnes"], strict=True):
        tonnes.setdefault(name, [0.0] * weeks)[week] += amount
    return tonnes


CAMPAIGN = Page(
    name="campaign",
    entry="startCampaign",
    scripts=("campaign/chart.js", "campaign/panel.js", "campaign/campaign.js"),
    record=campaign_record,
    body_class="z-wide",
    example=("campaign", "tomtor", "krasnokamensk", "--out", "campaign.html"),
)
