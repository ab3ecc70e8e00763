"""What the matrix says of its pairs beside their costs, in words and columns."""

from __future__ import annotations

from typing import Any

from tests.maps.drawn_pages import asked
from zimnik.geo.core.vocabulary import Existence, Mode, Vehicle
from zimnik.geo.infrastructure.needs import Needs, Unbuilt
from zimnik.geo.network.capacities import CapacityCheck, Handling, Throughput
from zimnik.geo.network.links import Link
from zimnik.geo.routing.matrix_cells import MatrixCell
from zimnik.maps.reports.heading import Heading
from zimnik.maps.reports.matrix import matrix_record, matrix_rows, matrix_text

ROAD = Link(
    "mine-port",
    "mine",
    "port",
    Mode.WINTER_ROAD,
    Vehicle.WINTER_TRUCK,
    100.0,
    status=Existence.PLANNED,
)
UNBUILT = {"mine-port": Unbuilt(Existence.PLANNED, 2030, "news", "the state")}
NAMES = {"mine": "Mine", "port": "Port", "east": "East", "west": "West"}
HEADING = Heading(asked(), NAMES, 11.0, Needs({ROAD.id: ROAD}, unbuilt=UNBUILT))
ENDED = "the search was ended at its bound: another route may be up to 3 % cheaper"


def cell(destination_id: str, ready_d: int, **said: Any) -> MatrixCell:
    numbers = (100.0, 10.0, 0.0, 5.0, 300.0)
    return MatrixCell("mine", destination_id, ready_d, *numbers, (Mode.RAIL,), **said)


def wants(t_per_y: float) -> dict[str, Any]:
    check = CapacityCheck("port", t_per_y, Throughput(Handling.LIFT, 1_000.0))
    return {"handled_ids": ("mine", "port", "mine-port"), "capacity_checks": (check,)}


def lines_of(*cells: MatrixCell) -> list[str]:
    return matrix_text(matrix_record(cells, HEADING, basis="day")).splitlines()


def test_columns_name_what_is_needed_what_is_in_doubt_and_the_gap() -> None:
    said = {**wants(2_000.0), "warnings": (ENDED,), "gap_pct": 3.0}
    record = matrix_record([cell("east", 0, **said), cell("west", 0)], HEADING, basis="day")
    east, west = matrix_rows(record)
    assert (east["needs_first"], east["capacity_exceeded"]) == ("mine-port", "port")
    assert (east["warnings"], east["gap_pct"]) == (ENDED, 3.0)
    columns = ("needs_first", "capacity_exceeded", "capacity_unknown", "warnings", "gap_pct")
    assert [west[name] for name in columns] == ["", "", "", "", 0.0]
    assert [need.id for need in record.needs_first] == ["mine-port"]


def test_what_cells_share_is_said_once_and_each_points_to_its_own() -> None:
    said = wants(2_000.0)
    days = [cell("east", 0, **said), cell("east", 31, **said), cell("west", 0), cell("west", 31)]
    record = matrix_record([*days, cell("east", 59, **wants(2_000.0))], HEADING, basis="day")
    assert len(record.notes) == 2
    assert [cell.notes_number for cell in record.cells] == [0, 0, 1, 1, 0]
    (doubt,) = record.notes_of(record.cells[4]).capacities_in_doubt
    assert (doubt.id, doubt.wanted_t_per_y) == ("port", 2_000.0)
    assert [row["capacity_exceeded"] for row in matrix_rows(record)] == ["port"] * 2 + [""] * 2 + [
        "port"
    ]


def test_what_fits_is_not_in_doubt() -> None:
    (row,) = matrix_rows(matrix_record([cell("east", 0, **wants(900.0))], HEADING, basis="day"))
    assert row["capacity_exceeded"] == ""


def test_one_pair_ends_with_what_its_days_need() -> None:
    lines = lines_of(cell("east", 0, **wants(2_000.0)), cell("east", 31))
    assert "Must be there first:" in lines
    assert "    for cargo ready on 01-01" in lines
    assert "!   Port has room for 1,000 t a year; this plan wants 2,000 t" in lines
    assert "All that it uses exists." in lines_of(cell("east", 0))


def test_many_pairs_share_what_is_said_with_how_many_it_is_of() -> None:
    said = {**wants(3_000.0), "warnings": (ENDED,)}
    lines = lines_of(cell("east", 0, **wants(2_000.0)), cell("west", 0, **said))
    assert "    for 2 of 2 pairs and days" in lines
    assert "!   Port has room for 1,000 t a year; 2 of 2 pairs and days want up to 3,000 t" in lines
    assert f"! {ENDED} (1 of 2 pairs and days)" in lines
