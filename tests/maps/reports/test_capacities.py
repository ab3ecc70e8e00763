"""What capacities say of plans, as records and in words."""

from __future__ import annotations

from zimnik.geo.network.capacities import CapacityCheck, Handling, Throughput
from zimnik.geo.network.links import Traffic
from zimnik.maps.reports.capacities import (
    capacity_lines,
    capacity_lines_by_hub,
    capacity_records,
)

NAMES = {"khatanga_port": "Khatanga port", "saskylakh": "Saskylakh", "kyusyur": "Kyusyur"}
LIFT = Handling.LIFT
TIGHT = CapacityCheck("khatanga_port", 160_000.0, Throughput(LIFT, 32_700.0))
ABOVE = CapacityCheck("saskylakh", 160_000.0, Throughput(LIFT, traffic=Traffic(50_500.0, 2023)))
BARE = CapacityCheck("kyusyur", 160_000.0, Throughput(LIFT))
RIVER = CapacityCheck("river", 160_000.0, Throughput(Handling.PASSAGE))
FITS = CapacityCheck("quay", 10.0, Throughput(LIFT, 20.0, 2024, Traffic(5.0, 2020)))


def test_year_is_that_of_what_decides() -> None:
    fits, above, bare = capacity_records([FITS, ABOVE, BARE], NAMES)
    assert (fits.verdict, fits.year, fits.name) == ("fits", 2024, "quay")
    assert (above.verdict, above.year) == ("above_known_traffic", 2023)
    assert (bare.verdict, bare.year, bare.largest_traffic_t_per_y) == ("unknown", None, None)
    assert bare.kind == "lift"


def test_lines_tell_figures_and_years_and_name_what_nobody_knows() -> None:
    head, *lines = capacity_lines(capacity_records([FITS, TIGHT, ABOVE, BARE, RIVER], NAMES))
    assert "would arrive if" in head
    assert lines == [
        "  Khatanga port has room for 32,700 t a year; this plan wants 160,000 t",
        (
            "  Saskylakh: capacity unknown; the largest traffic known is 50,500 t in 2023, and this "
            "plan wants 160,000 t"
        ),
        "  capacity unknown, and no traffic known, where cargo is lifted: Kyusyur",
        "  capacity unknown, and no traffic known, of links on the way: 1",
    ]


def test_nothing_is_said_where_all_fits() -> None:
    assert capacity_lines(capacity_records([FITS], NAMES)) == []


def test_hubs_want_their_own_and_share_what_nobody_knows() -> None:
    one, other = (capacity_records(checks, NAMES) for checks in ([TIGHT, BARE], [BARE]))
    _, *lines = capacity_lines_by_hub({"West": one, "East": other})
    assert lines == [
        "  West: Khatanga port has room for 32,700 t a year; this plan wants 160,000 t",
        "  capacity unknown, and no traffic known, where cargo is lifted: Kyusyur",
    ]
