"""Planned outputs: the newest that holds, and a reason for every deposit that has none."""

from __future__ import annotations

from typing import Any

from zimnik.geo.infrastructure.planned_outputs import PlannedOutput, planned_outputs

NAN = float("nan")


def row(deposit: str, year: float, reo: float, basis: str = "plan") -> dict[str, Any]:
    return {
        "deposit_id": deposit,
        "year": year,
        "product": "ore",
        "output_t_per_y": 100.0,
        "reo_t_per_y": reo,
        "basis": basis,
    }


def test_newest_plan_that_holds_counts() -> None:
    rows = [row("a", 2025, 1.0), row("a", 2028, 2.0), row("a", 2031, 3.0)]
    assert planned_outputs(rows, ["a"], 2030) == (
        (PlannedOutput("a", "ore", 100.0, 2.0, 2028),),
        {},
    )


def test_superseded_plan_does_not_count() -> None:
    assert planned_outputs([row("a", 2025, 1.0, "superseded")], ["a"], 2030) == (
        (),
        {"a": "no planned output is published"},
    )


def test_deposit_without_a_plan_is_told_why() -> None:
    rows = [row("later", 2031, 5.0), row("dateless", NAN, 4000.0), row("lithium", 2028, NAN)]
    _, without = planned_outputs(rows, ["later", "dateless", "lithium", "none"], 2030)
    assert without == {
        "later": "5 t REO are planned, but for no year up to 2030",
        "dateless": "4,000 t REO are planned, but for no year up to 2030",
        "lithium": "its planned output has no rare-earth product or no REO grade",
        "none": "no planned output is published",
    }
