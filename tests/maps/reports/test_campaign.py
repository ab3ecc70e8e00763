"""A drawn campaign as a record, text and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.maps.drawn_campaign import campaign, campaign_with_supplies
from tests.maps.drawn_pages import heading
from zimnik.maps.reports.campaign import (
    campaign_record,
    campaign_rows,
    campaign_text,
)

if TYPE_CHECKING:
    from zimnik.geo.campaign.results import CampaignAnswer
    from zimnik.maps.reports.campaign import CampaignRecord


@pytest.fixture(scope="module")
def short() -> CampaignAnswer:
    return campaign()


@pytest.fixture(scope="module")
def record(short: CampaignAnswer) -> CampaignRecord:
    return campaign_record(short, heading())


def test_text_tells_deliveries_stocks_and_what_binds(record: CampaignRecord) -> None:
    text = campaign_text(record)
    for part in (
        "40,000 of 100,000 t ore would be delivered a year",
        "not delivered: 60,000 t have no room: khatanga_port",
        "Stockpiles at their fullest",
        "Khatanga port (khatanga_port): 40,000 of 40,000 t",
        "one tonne more: +1.00 t delivered",
        "winter truck Tomtor (Buranny) to Khatanga port, 700 km",
        "! Mind the ice",
        f"asked: {record.asked.line()}",
    ):
        assert part in text, part


def test_components_add_up_to_the_cost_of_the_plan_and_of_its_demand(
    record: CampaignRecord,
) -> None:
    assert sum(record.components.values()) == pytest.approx(record.total.cost_usd)
    (demand,) = record.demands
    assert demand.undelivered_t == pytest.approx(60_000, rel=1e-4)
    assert demand.cost_usd == pytest.approx(record.total.cost_usd)
    assert record.total.cost_usd_per_t == pytest.approx(record.total.cost_usd / 40_000, rel=1e-5)


def test_rows_are_all_flows_and_stocks_by_the_day_their_week_begins(
    short: CampaignAnswer, record: CampaignRecord
) -> None:
    rows = campaign_rows(record)
    assert [row["table"] for row in rows].count("flow") == len(short.flows)
    assert [row["table"] for row in rows].count("stock") == len(short.stocks)
    for row in rows:
        assert row["date"] == record.week_starts[row["week"]]
    shipped = [row for row in rows if row["vehicle"] == "winter_truck"]
    assert sum(row["tonnes"] for row in shipped) == pytest.approx(40_000, rel=1e-5)


def test_fullest_stock_is_of_the_port_where_ore_waits_for_the_ice_to_go(
    record: CampaignRecord,
) -> None:
    """Between the ends of weeks it is no less than at any of them."""
    (port,) = (pile for pile in record.fullest if pile.place_id == "khatanga_port")
    at_ends = [stock.tonnes for stock in record.stocks if stock.place_id == "khatanga_port"]
    assert port == record.fullest[0]
    assert max(at_ends) <= port.tonnes <= record.delivered_t
    assert f"{port.tonnes:9,.0f} t  Khatanga port, on {port.date}" in campaign_text(record)


def test_each_cargo_has_its_own_line_of_cost_and_of_legs() -> None:
    record = campaign_record(campaign_with_supplies(), heading())
    text = campaign_text(record)
    for demand in record.demands:
        assert f"US$ {demand.cost_usd_per_t:,.0f} per t, US$" in text
    assert "  fuel inbound Anadyr port -> Tomtor (Buranny)" in text
