"""The record and text of a plan over many years (E38)."""

from __future__ import annotations

from zimnik.geo.campaign.reliability import DecidingCause, Reliability, YearPlan
from zimnik.geo.network.dated_closures import DatedClosure
from zimnik.geo.years.gauges import Shift
from zimnik.maps.reports.years.reliability import (
    ReliabilityRecord,
    reliability_lines,
    reliability_record,
    reliability_rows,
)

PLAN = YearPlan(None, (100.0,), 1e6)
YEARS = (YearPlan(1984, (100.0,), 2e6), YearPlan(1985, (70.0,), 3e6))


def record(deciding: DecidingCause | None, *, kind: str = "observed") -> ReliabilityRecord:
    found = Reliability(PLAN, YEARS, (730.0,), deciding)
    seed = None if kind == "observed" else 5
    return reliability_record(
        found, [("plant", "ore")], kind=kind, seed=seed, events={1985: ("Storm",)}
    )


def test_text_tells_share_stock_worst_year_and_what_decides_it() -> None:
    moved = DecidingCause("Lena", "a-b", 30.0, 0.0, shift=Shift(11, -2))
    assert reliability_lines(record(moved), {"plant": "The Plant"}) == [
        "Over 2 observed years the plan of 100 t holds in 1 (50%), each planned anew over its roads",
        "  a stock of 30 t ore at The Plant makes it hold in 90% of years: US$ 0.02 M a year",
        "  worst 1985: 70 t; decides a-b (Lena), opens +11 and closes -2 days: without it 30 t more",
        "  calendar years hold no events inside seasons; those are drawn by --years N",
        "    year  t delivered  US$ M  holds  events on the way",
        "    1984          100    2.0  yes",
        "    1985           70    3.0  no     Storm",
    ]


def test_an_event_decides_by_its_days_and_a_cost_by_what_is_saved() -> None:
    shut = DecidingCause("Storm", "a-b", 0.0, 2.5e6, shut=DatedClosure("a-b", 181, 14))
    lines = reliability_lines(record(shut, kind="drawn"), {"plant": "The Plant"})
    assert lines[0].startswith("Over 2 drawn years (seed 5)")
    assert lines[2] == (
        "  worst draw 1985: 70 t; decides a-b (Storm), shut for 14 days from 07-01: "
        "without it US$ 2.50 M less"
    )
    assert "no single cause decides it" in reliability_lines(record(None), {"plant": ""})[2]


def test_rows_have_what_is_missing_in_each_year() -> None:
    rows = reliability_rows(record(None))
    assert [(row["year"], row["missing_t"], row["holds"]) for row in rows] == [
        (1984, 0.0, True),
        (1985, 30.0, False),
    ]
