"""The campaign page: a year's plan on the map, with its stockpiles and flows by week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from zimnik.maps.page.outline import encode_line
from zimnik.maps.page.page import Page
from zimnik.maps.page.scope import Scope, ids_told
from zimnik.maps.reports.records import messages_told, named

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd

    from zimnik.maps.page.page_data import PageContext
    from zimnik.maps.reports.campaign import CampaignRecord


FIELDS = ("week_starts", "demands", "delivered_t", "total", "components", "binding", "fleet",
          "fleets", "capacity_checks", "needs_first", "reliability",
          "spread")  # fmt: skip


def campaign_page(context: PageContext, record: CampaignRecord) -> dict[str, Any]:
    """Return a plan as the page reads it; tonnes by week from the first of January.

    The links of the context hold every link of the plan, access links too.
    """
    return {
        **named(record, FIELDS),
        "warnings": messages_told(record.warnings),
        "stocks": _stocks(record),
        "flows": _flows(record, context.links),
    }


def _stocks(record: CampaignRecord) -> list[dict[str, Any]]:
    """Return the stock of every place that ever has one by week, greatest first."""
    weekly = ((stock.place_id, stock.week, stock.tonnes) for stock in record.stocks)
    by_place = _by_week(weekly, len(record.week_starts))
    return [
        {"place_id": pile.place_id, "tonnes": by_place[pile.place_id]} for pile in record.fullest
    ]


def _flows(record: CampaignRecord, links: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    lines = dict(zip(links["id"], links.geometry, strict=True))
    weekly = ((flow.link_id, flow.week, flow.tonnes) for flow in record.flows)
    by_link = _by_week(weekly, len(record.week_starts))
    firsts = {flow.link_id: flow for flow in reversed(record.flows)}
    windows: dict[str, list[list[str]]] = {}
    for one in record.windows:
        windows.setdefault(one.link_id, []).append([one.opens, one.closes])
    return [
        {
            "link_id": link_id,
            "mode": firsts[link_id].mode,
            "from_id": firsts[link_id].from_id,
            "to_id": firsts[link_id].to_id,
            "tonnes": tonnes,
            "windows": windows.get(link_id, []),
            "line": encode_line(shapely.get_coordinates(lines[link_id])),
        }
        for link_id, tonnes in by_link.items()
    ]


def _by_week(rows: Iterable[tuple[str, int, float]], weeks: int) -> dict[str, list[float]]:
    """Return the tonnes of every week for each key."""
    tonnes: dict[str, list[float]] = {}
    for name, week, amount in rows:
        tonnes.setdefault(name, [0.0] * weeks)[week] += amount
    return tonnes


def campaign_scope(record: CampaignRecord) -> Scope:
    """Return all places that a plan names, and the links on which it moves something."""
    return Scope(
        frozenset(
            {
                *(end for one in record.demands for end in (one.origin_id, one.destination_id)),
                *(end for one in record.fleet for end in (one.from_id, one.to_id)),
                *(stock.place_id for stock in record.stocks),
                *(binding.name for binding in record.binding),
                *ids_told(record),
            }
        ),
        frozenset(flow.link_id for flow in record.flows),
    )


CAMPAIGN = Page(
    name="campaign",
    entry="campaign/campaign.js",
    record=campaign_page,
    body_class="z-wide",
    scope=campaign_scope,
    example=("campaign", "tomtor", "krasnokamensk", "--out", "campaign.html"),
)
