"""What must be there first, as records and lines (A83)."""

from __future__ import annotations

from zimnik.geo.core.vocabulary import Existence, Mode, Vehicle
from zimnik.geo.infrastructure.needs import Need, Unbuilt
from zimnik.geo.network.links import Link
from zimnik.geo.pricing.rates import Range
from zimnik.maps.reports.needs import need_lines, need_records

NAMES = {"mine": "Mine", "port": "Port", "plant": "Plant"}
ROAD = Need(
    "mine-port",
    Unbuilt(Existence.HYPOTHETICAL, 2018, "a plan", "the mine"),
    Link("mine-port", "mine", "port", Mode.WINTER_ROAD, Vehicle.WINTER_TRUCK, 100.0),
    yearly_usd=Range(1e6, 2e6, 4e6),
)
PORT = Need(
    "port", Unbuilt(Existence.PLANNED, 2030, "news", "the state", Range(5e8, 5e8, 5e8), "a budget")
)
STAGE = Need("plant", Unbuilt(Existence.OUT_OF_USE), stage="cracking")


def test_records_name_links_places_and_stages() -> None:
    road, port, stage = need_records([ROAD, PORT, STAGE], NAMES, charged={"plant"})
    assert (road.name, road.mode, road.from_id) == (
        "winter road Mine to Port",
        "winter_road",
        "mine",
    )
    assert road.yearly is not None
    assert (road.yearly.low_usd, road.yearly.base_usd, road.yearly.high_usd) == (1e6, 2e6, 4e6)
    assert (port.name, port.mode, port.stage) == ("Port", None, None)
    assert port.build is not None
    assert (stage.name, stage.stage, stage.build) == ("cracking at Plant", "cracking", None)
    assert [need.in_costs for need in (road, port, stage)] == [True, False, True]


def test_lines_tell_state_cost_payer_and_source() -> None:
    needs = need_records([ROAD, PORT, STAGE], NAMES, charged={"plant"})
    costs = "in the costs above"
    assert list(need_lines(needs, needed_by={"Port": "Plant, Works"})) == [
        "Must be there first:",
        f"  winter road Mine to Port: hypothetical, since 2018; US$ 2.0 M (1.0 to 4.0) a year, {costs}",
        "    who pays: the mine",
        "    source: a plan",
        f"  Port: planned, expected in 2030; US$ 500.0 M to build, as published; it is not {costs}",
        "    for Plant, Works",
        "    who pays: the state",
        "    source: news; a budget",
        f"  cracking at Plant: out of use; no cost of building it is published; its plant is {costs}",
    ]


def test_an_answer_that_needs_nothing_says_so() -> None:
    assert list(need_lines((), indent="  ")) == ["  All that it uses exists."]
