"""Compared hubs as a record, text and CSV tell the same numbers."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.geo.plants import METAL
from tests.maps.drawn_hubs import comparison, year_to
from tests.maps.drawn_pages import heading
from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.economics.earnings import ComparedEarnings, HubEarnings
from zimnik.geo.economics.prices import PriceDeck, PriceMarket
from zimnik.geo.infrastructure.projects import Project
from zimnik.geo.processing.recipes import stage_flow
from zimnik.maps.reports.comparison import comparison_record, comparison_rows
from zimnik.maps.reports.comparison_text import comparison_text
from zimnik.maps.reports.records import csv_text, to_json

if TYPE_CHECKING:
    from zimnik.geo.processing.comparison import Comparison
    from zimnik.maps.reports.heading import Heading


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return read(comparison())


def read(compared: Comparison) -> dict[str, Any]:
    """Return what a reader of the JSON meets."""
    document: dict[str, Any] = json.loads(to_json(comparison_record(compared, heading())))
    return document


def text_of(compared: Comparison) -> str:
    return comparison_text(comparison_record(compared, heading()))


def csv_of(compared: Comparison, drawn: Heading) -> str:
    """Return the CSV without the line that says what was asked."""
    record = comparison_record(compared, drawn)
    return csv_text(comparison_rows(record), record.asked).partition("\n")[2]


def test_components_sum_to_the_total(document: dict[str, Any]) -> None:
    for hub in document["hubs"][:2]:
        assert sum(hub["components"].values()) == pytest.approx(hub["total"]["cost_usd_per_t"])
        feed = hub["components"]["feed_in_usd_per_t"]
        assert feed == pytest.approx(year_to(hub["id"]).mean_usd_per_t)


def test_differences_are_to_the_first_hub(document: dict[str, Any]) -> None:
    first, other, _ = (hub["total"] for hub in document["hubs"])
    assert first["difference_usd_per_t"] == 0.0
    assert other["difference_usd_per_t"] == pytest.approx(
        other["cost_usd_per_t"] - first["cost_usd_per_t"]
    )


def test_stages_of_a_year_balance(document: dict[str, Any]) -> None:
    (stage,) = document["hubs"][0]["deposits"][0]["stages"]
    into = stage["feed_t_per_y"] + sum(stage["reagents_t_per_y"].values())
    out = stage["product_t_per_y"] + stage["residue_t_per_y"] + stage["discharge_t_per_y"]
    assert into == pytest.approx(out)
    assert stage["reo_out_t_per_y"] == pytest.approx(0.8 * stage["reo_in_t_per_y"])


def test_year_of_a_hub_is_its_cost_by_the_day_of_readiness(document: dict[str, Any]) -> None:
    assert document["basis"] == "year"
    for hub in document["hubs"][:2]:
        year, total = hub["year"], hub["total"]["cost_usd_per_t"]
        assert year["mean_usd_per_t"] == pytest.approx(total)
        # What is ready in December costs US$ 31 more than in the other months.
        assert year["worst_usd_per_t"] - year["best_usd_per_t"] == pytest.approx(31.0)
        assert (year["best_ready"], year["worst_ready"]) == ("01-01", "12-01")
        by_days = sum(one["working_d"] * one["mean_usd_per_t"] for one in year["by_month"])
        assert by_days / 365 == pytest.approx(total)
    assert document["hubs"][2]["year"] is None


def test_value_that_capital_is_charged_on_is_told_of_every_cargo(document: dict[str, Any]) -> None:
    (ore,) = document["cargoes"]
    assert (ore["origin_id"], ore["working_d"], ore["tonnes_per_y"]) == ("lovozero", 365, 1000.0)
    for haul in document["hubs"][0]["deposits"][0]["hauls"]:
        product = haul["product"]
        assert (product["name"], product["value_usd_per_t"]) == (haul["item"], 0.0)
        assert product["value_basis"] == "stated"


def test_break_even_is_told_for_all_but_the_first(document: dict[str, Any]) -> None:
    first, other, _ = document["hubs"]
    assert first["break_evens"] == []
    named = {change["rate"]: change["factor"] for change in other["break_evens"]}
    # A plant 200 more expensive against the longer railway: by how much it may be cheaper and still lose.
    gap = first["total"]["cost_usd_per_t"] - other["total"]["cost_usd_per_t"]
    assert named["plant"] == pytest.approx(1 - gap / 200.0)


def test_csv_has_a_row_for_each_hub_with_the_numbers_of_json(document: dict[str, Any]) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_of(comparison(), heading()))))
    assert [row["hub_id"] for row in rows] == ["solikamsk", "krasnokamensk", "chita_st"]
    for row, hub in zip(rows[:2], document["hubs"], strict=False):
        assert float(row["cost_usd_per_t"]) == pytest.approx(hub["total"]["cost_usd_per_t"])
    assert rows[2]["reason"] == "lovozero: no link within reach"
    assert rows[2]["cost_usd_per_t"] == ""


def test_csv_runs_no_formula() -> None:
    names = {**heading().names, "solikamsk": "=HYPERLINK(1)"}
    assert "'=HYPERLINK(1)" in csv_of(comparison(), replace(heading(), names=names))


def test_text_tells_what_a_planner_asks() -> None:
    text = text_of(comparison())
    for part in (
        "Lovozero: cracking at each hub",
        "feed in ",
        "US$ per kg REO",
        "cannot arrive, t/y",
        "20,000",
        "feed made on all 365 days",
        "mean of the year",
        "ready on the worst day",
        "12-01",
        "Equal to Solikamsk on the same routes if one of these changes:",
        "plant x ",
        "Chita: no answer; lovozero: no link within reach",
        "!   Krasnokamensk: Chita has room for 80,000 t a year; this plan wants 100,000 t",
        "! Seasons are not applied",
        "mining is not in the costs",
    ):
        assert part in text, part


def test_no_hub_with_an_answer_tells_the_reasons_alone() -> None:
    compared = comparison()
    text = text_of(replace(compared, rows=compared.rows[2:]))
    assert "no link within reach" in text
    assert "US$ per t of feed" not in text


def with_metal() -> Comparison:
    """Return the drawn hubs where a fifth of the first hub's product becomes metal."""
    first, *others = comparison().rows
    (cost,) = first.costs
    made = replace(cost.flows[0], sold_share=0.8)
    metal = stage_flow(METAL, made.product_t * 0.2, made.reo_out_kg * 0.2, "base")
    cost = replace(
        cost, flows=(made, metal), stage_usd_per_t={Stage.CRACKING: 300.0, Stage.METAL: 7.0}
    )
    return replace(comparison(), rows=(replace(first, costs=(cost,)), *others))


def test_metal_is_told_by_the_kilogram_where_it_is_made() -> None:
    compared = with_metal()
    first = compared.rows[0]
    text = text_of(compared)
    (line,) = [line for line in text.splitlines() if line.startswith("US$ per kg metal")]
    assert first.cost_usd_per_kg_metal is not None
    assert line.split()[-2:] == [f"{first.cost_usd_per_kg_metal:,.2f}", "-"]
    assert "per kg metal" not in text_of(comparison())
    hub = read(compared)["hubs"][0]
    assert hub["total"]["cost_usd_per_kg_metal"] == pytest.approx(first.cost_usd_per_kg_metal)
    assert [stage["sold_t_per_y"] > 0 for stage in hub["deposits"][0]["stages"]] == [True, True]


def test_metal_has_no_share_of_a_benchmark_of_oxides() -> None:
    earned = {hub: HubEarnings(hub, (), 12.0, 8.8) for hub in ("solikamsk", "krasnokamensk")}
    deck = PriceDeck(2025, PriceMarket.CHINA, {}, {})
    record = comparison_record(with_metal(), heading(), ComparedEarnings(deck, earned))
    totals = [hub.total for hub in record.hubs[:2]]
    assert [total.share_of_benchmark for total in totals if total] == [None, pytest.approx(0.8)]
    (line,) = [row for row in comparison_text(record).splitlines() if "as share" in row]
    assert line.split()[-2] == "-"


def test_what_is_built_is_told_with_its_users_and_the_cost_without_it() -> None:
    road, port = (
        Project(name, frozenset({name}), frozenset(), 20e6, 3e6) for name in ("road", "port")
    )
    first, *others = comparison().rows
    built = replace(first, projects=(road,), without_projects_usd_per_t=first.cost_usd_per_t + 50.0)
    compared = replace(comparison(), rows=(built, *others), projects=(road, port))
    text = text_of(compared)
    assert "  road: US$ 20.0 m, US$ 3.0 m a year; used by solikamsk" in text
    assert "  port: US$ 20.0 m, US$ 3.0 m a year; used by none" in text
    # US$ 50 a tonne are saved for 3 m a year.
    (pays,) = [line for line in text.splitlines() if "which pays from" in line]
    assert pays.split()[-2:] == ["60,000", "-"]
