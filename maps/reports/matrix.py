"""The matrix of costs as a record, text and rows.

Owns how the matrix reads. It formats stored numbers and computes none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.calendar import text_of
from zimnik.geo.network.capacities import IN_DOUBT
from zimnik.geo.routing.year import YearCell
from zimnik.maps.reports.capacities import CapacityRecord
from zimnik.maps.reports.matrix_notes import (
    CellNotes,
    MatrixNotes,
    matrix_notes,
    notes_of_cells,
    pair_lines,
    table_lines,
)
from zimnik.maps.reports.needs import NeedRecord
from zimnik.maps.reports.records import Record, finite, to_builtins
from zimnik.maps.reports.year import YearRecord, mean_lines, month_lines, year_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.routing.matrix_cells import MatrixCell
    from zimnik.maps.reports.heading import Heading

NO_ROUTE = "-"
COLUMN_WIDTH = 10
# Fields of a cell that take more than one column.
NESTED = frozenset({"year", "notes_number", "gap_pct"})


@dataclass(frozen=True, slots=True)
class CellRecord:
    """One pair, over a year or on one day; without a route its numbers are None, for the reason.

    Over a year they are means, `year` has its best and worst day and its months, and `ready` is
    None. Where both ends are one place they are 0, and the reason says so. `notes_number` is the
    place, from 0, of what else is said of it in `notes` of the record, and `gap_pct` is by how much
    at most another route may be cheaper, where a search ended at its bound, else 0.
    """

    origin_id: str
    destination_id: str
    ready: str | None
    cost_usd_per_t: float | None
    duration_d: float | None
    waiting_d: float | None
    co2_kg_per_t: float | None
    distance_km: float | None
    modes: tuple[str, ...]
    reason: str | None
    notes_number: int
    gap_pct: float
    year: YearRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRecord(Record):
    """Answer of `matrix`: a cell for every origin, destination and day, in this order.

    On the basis of a year there is one cell for every origin and destination. `notes` has what is
    said of cells, the same once, however many share it; `needs_first` what any cell needs, once,
    and `capacity_checks` the most that any cell wants of a place or link.
    """

    basis: str
    names: dict[str, str]
    cells: tuple[CellRecord, ...]
    notes: tuple[CellNotes, ...]
    needs_first: tuple[NeedRecord, ...]
    capacity_checks: tuple[CapacityRecord, ...]

    @property
    def of_all(self) -> MatrixNotes:
        """What is said of all cells."""
        return MatrixNotes(self.needs_first, self.capacity_checks)

    def notes_of(self, cell: CellRecord) -> CellNotes:
        """Return what is said of a cell."""
        return self.notes[cell.notes_number]


def matrix_record(
    cells: Sequence[MatrixCell] | Sequence[YearCell],
    heading: Heading,
    *,
    basis: str,
    warnings: tuple[str, ...] = (),
) -> MatrixRecord:
    """Return the record of the cells, which text, JSON and CSV read."""
    ids = dict.fromkeys(i for cell in cells for i in (cell.origin_id, cell.destination_id))
    told: Sequence[MatrixCell | YearCell] = cells
    said = notes_of_cells(cells, heading)
    records = tuple(
        _year_cell(cell, number) if isinstance(cell, YearCell) else _cell(cell, number)
        for cell, number in zip(told, said.numbers, strict=True)
    )
    needed_ids = (name for notes in said.notes for name in notes.needs_first)
    checks = {id(cell.capacity_checks): cell.capacity_checks for cell in cells}
    of_all = matrix_notes(checks.values(), needed_ids, heading)
    return MatrixRecord(
        asked=heading.asked,
        observed_year=heading.observed_year,
        warnings=warnings,
        basis=basis,
        names={place_id: heading.names[place_id] for place_id in ids},
        cells=records,
        notes=said.notes,
        needs_first=of_all.needs_first,
        capacity_checks=of_all.capacity_checks,
    )


def _year_cell(cell: YearCell, notes_number: int) -> CellRecord:
    year = cell.year
    return CellRecord(
        origin_id=cell.origin_id,
        destination_id=cell.destination_id,
        ready=None,
        cost_usd_per_t=None if year is None else year.mean_usd_per_t,
        duration_d=None if year is None else year.duration_d,
        waiting_d=None if year is None else year.waiting_d,
        co2_kg_per_t=None if year is None else year.co2_kg_per_t,
        distance_km=None if year is None else year.distance_km,
        modes=() if year is None else tuple(mode.value for mode in year.modes),
        reason=cell.reason,
        notes_number=notes_number,
        gap_pct=cell.gap_pct,
        year=None if year is None else year_record(year),
    )


def _cell(cell: MatrixCell, notes_number: int) -> CellRecord:
    return CellRecord(
        origin_id=cell.origin_id,
        destination_id=cell.destination_id,
        ready=text_of(cell.ready_d),
        cost_usd_per_t=finite(cell.cost_usd_per_t),
        duration_d=finite(cell.duration_d),
        waiting_d=finite(cell.waiting_d),
        co2_kg_per_t=finite(cell.co2_kg_per_t),
        distance_km=finite(cell.distance_km),
        modes=tuple(mode.value for mode in cell.modes),
        reason=cell.reason,
        notes_number=notes_number,
        gap_pct=cell.gap_pct,
    )


def matrix_rows(record: MatrixRecord) -> list[dict[str, Any]]:
    """Return a row for every cell, with the names of its places and all that is said of it."""
    names = record.names
    noted = [_notes_columns(notes) for notes in record.notes]
    rows = []
    for cell in to_builtins(record.cells):
        before, doubts = noted[cell["notes_number"]]
        rows.append(
            {
                "origin_id": cell["origin_id"],
                "origin_name": names[cell["origin_id"]],
                "destination_id": cell["destination_id"],
                "destination_name": names[cell["destination_id"]],
                **{name: value for name, value in cell.items() if name not in NESTED},
                "modes": " ".join(cell["modes"]),
                **before,
                "gap_pct": cell["gap_pct"],
                **doubts,
                **_extremes(cell["year"], record.basis),
            }
        )
    return rows


def _notes_columns(notes: CellNotes) -> tuple[dict[str, str], dict[str, str]]:
    """Return what is said of a cell as columns: needs and warnings, then doubts by verdict."""
    doubted = notes.capacities_in_doubt
    return (
        {"needs_first": " ".join(notes.needs_first), "warnings": "; ".join(notes.warnings)},
        {
            f"capacity_{verdict}": " ".join(one.id for one in doubted if one.verdict == verdict)
            for verdict in sorted(IN_DOUBT)
        },
    )


def _extremes(year: Mapping[str, Any] | None, basis: str) -> dict[str, Any]:
    """Return the best and the worst day, and every month, as columns; none of one day."""
    if basis != "year":
        return {}
    names = ("best_usd_per_t", "best_ready", "worst_usd_per_t", "worst_ready")
    found = {name: year and year[name] for name in names}
    by_month = {one["month"]: one["mean_usd_per_t"] for one in year["by_month"]} if year else {}
    months = {f"month_{month:02}_usd_per_t": by_month.get(month) for month in range(1, 13)}
    return {**found, **months}


def matrix_text(record: MatrixRecord) -> str:
    """Return the year or the days of one pair, or a table of many pairs.

    Of many pairs and several days it holds the least cost of the days.
    """
    pairs = dict.fromkeys((cell.origin_id, cell.destination_id) for cell in record.cells)
    found = [cell for cell in record.cells if cell.cost_usd_per_t is not None]
    notes = [record.notes_of(cell) for cell in found]
    if len(pairs) == 1:
        days = [cell.ready or record.basis for cell in found]
        lines = [*_one_pair_lines(record), "", *pair_lines(record.of_all, notes, days)]
    else:
        what = "pairs" if record.basis == "year" else "pairs and days"
        lines = [*_pair_lines(record), "", *table_lines(record.of_all, notes, what)]
    lines += [f"! {warning}" for warning in record.warnings]
    return "\n".join(lines).rstrip() + "\n\n" + "\n".join(record.footer()) + "\n"


def _source(record: MatrixRecord) -> str:
    asked = record.asked
    return f"{asked.currency}, atlas {asked.atlas_version} of {asked.atlas_date}"


def _one_pair_lines(record: MatrixRecord) -> list[str]:
    first = record.cells[0]
    ends = f"{record.names[first.origin_id]} -> {record.names[first.destination_id]}"
    if first.year is not None:
        return [ends, _source(record), "", *mean_lines(first.year), "", *month_lines(first.year)]
    return [
        ends,
        _source(record),
        "",
        "  ready    US$/t   days  waits  kg CO2e/t      km  modes",
        *(_day_line(cell) for cell in record.cells),
    ]


def _day_line(cell: CellRecord) -> str:
    if cell.cost_usd_per_t is None:
        return f"  {cell.ready or 'year':>5}  {NO_ROUTE:>7}  {cell.reason}"
    modes = ", ".join(mode.replace("_", " ") for mode in cell.modes) or cell.reason
    return (
        f"  {cell.ready}  {cell.cost_usd_per_t:7,.0f}  {cell.duration_d:5,.0f}  "
        f"{cell.waiting_d:5,.0f}  {cell.co2_kg_per_t:9,.0f}  {cell.distance_km:6,.0f}  {modes}"
    )


def _pair_lines(record: MatrixRecord) -> list[str]:
    destinations = dict.fromkeys(cell.destination_id for cell in record.cells)
    least: dict[str, dict[str, float]] = {}
    for cell in record.cells:
        row = least.setdefault(cell.origin_id, dict.fromkeys(destinations, math.inf))
        if cell.cost_usd_per_t is not None:
            row[cell.destination_id] = min(row[cell.destination_id], cell.cost_usd_per_t)
    width = max(len(record.names[origin_id]) for origin_id in least)
    titles = "".join(f"  {place_id[:COLUMN_WIDTH]:>{COLUMN_WIDTH}}" for place_id in destinations)
    lines = [
        f"US$ per t, {_meaning(record)}; {_source(record)}",
        "",
        f"{'':{width}}{titles}",
    ]
    for origin_id, row in least.items():
        costs = "".join(f"  {_cost_text(cost):>{COLUMN_WIDTH}}" for cost in row.values())
        lines.append(f"{record.names[origin_id]:{width}}{costs}")
    reasons = dict.fromkeys(
        f"{NO_ROUTE if cell.cost_usd_per_t is None else 0} {cell.reason}"
        for cell in record.cells
        if cell.reason
    )
    lines += ["", *reasons]
    every = "best and worst day, every month," if record.basis == "year" else "every day"
    held = "with days, waits, CO2, modes, and what each needs first"
    return [*lines, f"CSV and JSON hold {every} {held}"]


def _meaning(record: MatrixRecord) -> str:
    if record.basis == "year":
        return "mean of the year"
    days = {cell.ready for cell in record.cells}
    return f"ready on {days.pop()}" if len(days) == 1 else f"cheapest of {len(days)} days"


def _cost_text(cost: float) -> str:
    return f"{cost:,.0f}" if math.isfinite(cost) else NO_ROUTE
