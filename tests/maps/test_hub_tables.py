"""Compared hubs as text, JSON and CSV tell the same numbers."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest

from maps.hub_tables import comparison_csv, comparison_json, comparison_text
from tests.maps.drawn_hubs import comparison, route_to
from tests.maps.drawn_pages import heading


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(comparison_json(comparison(), heading()))
    return read


def test_components_sum_to_the_total(document: dict[str, Any]) -> None:
    for hub in document["hubs"][:2]:
        parts = document["hubs"][0]["deposits"][0]["components"]
        assert sum(hub[name] for name in parts) == pytest.approx(hub["cost_usd_per_t"])
        assert hub["feed_in_usd_per_t"] == pytest.approx(route_to(hub["hub_id"]).cost_usd_per_t)


def test_differences_are_to_the_first_hub(document: dict[str, Any]) -> None:
    first, other, _ = document["hubs"]
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


def test_break_even_is_told_for_all_but_the_first(document: dict[str, Any]) -> None:
    first, other, _ = document["hubs"]
    assert first["break_evens"] == []
    named = {change["rate"]: change["factor"] for change in other["break_evens"]}
    # A plant 200 dearer against the longer railway: by how much it may be cheaper and still lose.
    gap = first["cost_usd_per_t"] - other["cost_usd_per_t"]
    assert named["plant"] == pytest.approx(1 - gap / 200.0)


def test_csv_has_a_row_for_each_hub_with_the_numbers_of_json(document: dict[str, Any]) -> None:
    rows = list(csv.DictReader(io.StringIO(comparison_csv(comparison(), heading()))))
    assert [row["hub_id"] for row in rows] == ["solikamsk", "krasnokamensk", "chita_st"]
    for row, hub in zip(rows[:2], document["hubs"], strict=False):
        assert float(row["cost_usd_per_t"]) == pytest.approx(hub["cost_usd_per_t"])
    assert rows[2]["reason"] == "lovozero: no link within reach"
    assert rows[2]["cost_usd_per_t"] == ""


def test_csv_runs_no_formula() -> None:
    names = {**heading().names, "solikamsk": "=HYPERLINK(1)"}
    assert "'=HYPERLINK(1)" in comparison_csv(comparison(), replace(heading(), names=names))


def test_text_tells_what_a_planner_asks() -> None:
    text = comparison_text(comparison(), heading())
    for part in (
        "Lovozero: cracking at each hub",
        "feed in ",
        "US$ per kg REO",
        "cannot arrive, t/y",
        "20,000",
        "Dec none",
        "Equal to Solikamsk on the same ways if one of these changes:",
        "plant x ",
        "Chita: no answer; lovozero: no link within reach",
        "chita_st has room for 80,000 t a year",
        "! Seasons are not applied",
        "mining is not in the costs",
    ):
        assert part in text, part


def test_no_hub_with_an_answer_tells_the_reasons_alone() -> None:
    compared = comparison()
    text = comparison_text(replace(compared, rows=compared.rows[2:]), heading())
    assert "no link within reach" in text
    assert "US$ per t of feed" not in text
