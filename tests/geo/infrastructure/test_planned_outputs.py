"""Planned outputs: the newest that holds, and a reason for every deposit that has none."""

from __future__ import annotations

from zimnik.geo.infrastructure.planned_outputs import OutputPlan, PlannedOutput, planned_outputs


def plan(deposit: str, year: int | None, reo: float | None) -> OutputPlan:
    return OutputPlan(deposit, "ore", year, 100.0, reo)


# Tests (A45).
def test_newest_plan_that_holds_counts() -> None:
    plans = [plan("a", 2025, 1.0), plan("a", 2028, 2.0), plan("a", 2031, 3.0)]
    assert planned_outputs(plans, ["a"], year=2030) == (
        (PlannedOutput("a", "ore", 100.0, 2.0, 2028),),
        {},
    )


# Tests (A45).
def test_deposit_without_a_plan_is_told_why() -> None:
    plans = [plan("later", 2031, 5.0), plan("dateless", None, 4000.0), plan("lithium", 2028, None)]
    _, without = planned_outputs(plans, ["later", "dateless", "lithium", "none"], year=2030)
    assert without == {
        "later": "5 t REO are planned, but for no year up to 2030",
        "dateless": "4,000 t REO are planned, but for no year up to 2030",
        "lithium": "its planned output has no rare-earth product or no REO grade",
        "none": "no planned output is published",
    }
