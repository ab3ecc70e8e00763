"""What compared hubs earn, as JSON, CSV and text (E41)."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from tests.maps.drawn_hubs import comparison
from tests.maps.drawn_pages import heading
from zimnik.geo.economics.earnings import ComparedEarnings, HubEarnings
from zimnik.geo.economics.netback import AS_SHIPPED, StageNetback
from zimnik.geo.economics.prices import PriceDeck, PriceMarket
from zimnik.geo.pricing.rates import Range
from zimnik.maps.reports.comparison import comparison_record, comparison_rows
from zimnik.maps.reports.comparison_text import comparison_text
from zimnik.maps.reports.records import csv_text, to_json

DECK = PriceDeck(
    2025,
    PriceMarket.CHINA,
    {"nd_pr_oxide": Range(50, 60, 90)},
    {"nd_pr_oxide": (PriceMarket.WORLD, 2024)},
)
REVENUE = Range(1000, 1500, 2600)


def netback(hub_id: str, stage: str, cost_usd: float, revenue: Range | None) -> StageNetback:
    lacks = () if revenue else ("no price of ore is published",)
    return StageNetback(
        deposit_id="lovozero",
        hub_id=hub_id,
        stage=stage,
        product="ore" if stage == AS_SHIPPED else "carbonate",
        tonnes_per_y=100_000.0,
        product_kg_per_t=200.0,
        revenue_usd_per_t=revenue,
        by_products_usd_per_t=50.0,
        cost_usd_per_t=cost_usd,
        capital_usd_per_t=400.0,
        mining_usd_per_t=75.0,
        lacks=lacks,
    )


def earned(hub_id: str, cost_usd: float) -> HubEarnings:
    stages = (
        netback(hub_id, AS_SHIPPED, 100.0, None),
        netback(hub_id, "cracking", cost_usd, REVENUE),
    )
    return HubEarnings(hub_id, stages, 12.1, 8.8)


def earnings(*costs_usd: float) -> ComparedEarnings:
    hubs = ("solikamsk", "krasnokamensk")
    made = {hub_id: earned(hub_id, usd) for hub_id, usd in zip(hubs, costs_usd, strict=True)}
    return ComparedEarnings(DECK, {**made, "chita_st": HubEarnings("chita_st")})


def document(given: ComparedEarnings) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(to_json(comparison_record(comparison(), heading(), given)))
    return found


def text(given: ComparedEarnings | None) -> list[str]:
    return comparison_text(comparison_record(comparison(), heading(), given)).splitlines()


def test_margin_is_netback_less_mining_at_every_price() -> None:
    hub = document(earnings(1600.0, 1300.0))["hubs"][0]["earnings"]
    unknown, made = hub["deposits"]
    assert made["netback_usd_per_t"] == pytest.approx(1500 + 50 - 1600)
    levels = ("margin_low_usd_per_t", "margin_usd_per_t", "margin_high_usd_per_t")
    assert [made[name] for name in levels] == pytest.approx([-625, -125, 975])
    assert made["margin_usd_per_kg_product"] == pytest.approx(-125 / 200)
    assert unknown["margin_usd_per_t"] is None
    assert unknown["lacks"] == ["no price of ore is published"]
    assert (hub["best_stage"], hub["best_margin_usd_per_t"]) == ("cracking", pytest.approx(-125))


def test_the_first_line_says_that_no_hub_earns() -> None:
    first = text(earnings(1600.0, 1500.0))[0]
    assert first.startswith("No hub earns at prices of 2025 (china)")
    # 1,500 + 50 - 1,500 - 75.
    assert "US$ 25 per t of feed" in first


def test_the_first_line_names_the_hub_that_earns_most() -> None:
    first = text(earnings(1600.0, 1300.0))[0]
    assert first.startswith("1 of 3 hubs earns")
    assert "US$ 175 per t of feed selling carbonate" in first


def test_without_a_known_price_it_says_so() -> None:
    nothing = ComparedEarnings(DECK, {"solikamsk": HubEarnings("solikamsk")})
    assert text(nothing)[0].startswith("Whether a hub earns is not known")
    assert "netback" not in " ".join(text(None))


def test_the_benchmark_is_like_for_like() -> None:
    """With mining and before the capital of the plant, as its brackets are operating costs."""
    total = document(earnings(1600.0, 1300.0))["hubs"][0]["total"]
    assert total["with_mining_usd_per_kg_reo"] == 12.1
    assert total["share_of_benchmark"] == pytest.approx(8.8 / 11)
    (line,) = [row for row in text(earnings(1600.0, 1300.0)) if "as share of US$ 11" in row]
    assert line.split()[-2:] == ["80%", "80%"]


def test_prices_say_where_and_when_they_were_quoted() -> None:
    prices = document(earnings(1600.0, 1300.0))["prices"]
    assert (prices["year"], prices["market"]) == (2025, "china")
    (price,) = prices["products"]
    assert (price["market"], price["quoted_year"]) == ("world", 2024)
    assert price["base_usd_per_kg"] == 60


def test_csv_has_a_column_for_each_stage() -> None:
    record = comparison_record(comparison(), heading(), earnings(1600.0, 1300.0))
    table = csv_text(comparison_rows(record), record.asked).partition("\n")[2]
    first, second, _ = csv.DictReader(io.StringIO(table))
    assert float(second["margin_cracking_usd_per_t"]) == pytest.approx(175)
    assert first["margin_as_shipped_usd_per_t"] == ""
    assert second["best_stage"] == "cracking"


def test_a_hub_without_an_answer_has_no_column_of_earnings() -> None:
    lines = text(earnings(1600.0, 1300.0))
    (line,) = [row for row in lines if row.startswith("  carbonate")][:1]
    assert len(line.split()) == 3


def test_what_is_not_known_is_a_warning() -> None:
    lines = text(earnings(1600.0, 1300.0))
    assert "! lovozero: no price of ore is published" in lines
