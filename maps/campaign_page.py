"""The campaign page: a year's plan on the map, with its stockpiles and flows by week."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import shapely

from maps.campaign_tables import demand_records, stock_peaks, week_dates
from maps.outline import encode_line
from maps.page_data import page_data

if TYPE_CHECKING:
    import folium
    import geopandas as gpd
    import pandas as pd

    from geo.campaign_results import CampaignAnswer
    from maps.page_data import Imprint


def campaign_page(
    answer: CampaignAnswer,
    places: gpd.GeoDataFrame,
    links: gpd.GeoDataFrame,
    land: gpd.GeoDataFrame,
    imprint: Imprint,
    *,
    projection: str = "siberia",
) -> folium.Map:
    """Return the page of a campaign: flows and stocks of the chosen week on the map.

    Parameters
    ----------
    answer
        The year's plan.
    places, links, land
        As for `maps.atlas.atlas_page`; the links hold every link of the plan, access links too.
    imprint
        Title, edition, command and attribution, which the page shows.
    projection
        "siberia" (Albers equal-area conic) or "polar" (EPSG:3576).

    Raises
    ------
    InputError
        If a frame is not in EPSG:4326, lacks columns, or the projection is not known.
    """
    from maps.frame import framed_map  # noqa: PLC0415 - folium loads only when a page is made

    data = page_data(places, links, land, imprint, projection)
    data["campaign"] = campaign_record(answer, links)
    return framed_map(
        data,
        entry="startCampaign",
        scripts=("chart.js", "campaign_panel.js", "campaign.js"),
        body_class="z-wide",
    )


def campaign_record(answer: CampaignAnswer, links: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return a plan as the page reads it; tonnes by week from the first of January."""
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
        "links": _links(answer, links),
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
