"""The matrix of costs as a record, text and rows.

Owns how the matrix reads. It formats stored numbers and computes none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.calendar import text_of
from zimnik.geo.routing.year import YearCell
from zimnik.maps.reports.records import Record, finite, to_builtins
from zimnik.maps.reports.year import YearRecord, mean_lines, month_lines, year_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.routing.matrix_cells import MatrixCell
    from zimnik.maps.reports.heading import Heading

NO_ROUTE = "-"
COLUMN_WIDTH = 10


@dataclass(frozen=True, slots=True)
class CellRecord:
    """One pair, over a year or on one day; without a route its numbers are None, for the reason.

    Over a year they are means, `year` has its best and worst day and its months, and `ready` is
    None. Where both ends are one place they are 0, and the reason says so.
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
    year: YearRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRecord(Record):
    """Answer of `matrix`: a cell for every origin, destination and day, in this order.

    On the basis of a year there is one cell for every origin and destination.
    """

    basis: str
    names: dict[str, str]
    cells: tuple[CellRecord, ...]


def matrix_record(
    cells: Sequence[MatrixCell] | Sequence[YearCell],
    heading: Heading,
    *,
    basis: str,
    warnings: tuple[str, ...] = (),
) -> MatrixRecord:
    """Return the record of the cells, which text, JSON and CSV read."""
    ids = dict.fromkeys(i for cell in cells for i in (cell.origin_id, cell.destination_id))
    return MatrixRecord(
        asked=heading.asked,
        warnings=warnings,
        basis=basis,
        names={place_id: heading.names[place_id] for place_id in ids},
        cells=tuple(
            _year_cell(cell) if isinstance(cell, YearCell) else _cell(cell) for cell in cells
        ),
    )


def _year_cell(cell: YearCell) -> CellRecord:
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
        year=None if year is None else year_record(year),
    )


def _cell(cell: MatrixCell) -> CellRecord:
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
    )


def matrix_rows(record: MatrixRecord) -> list[dict[str, Any]]:
    """Return a row for every cell, with the names of its places."""
    names = record.names
    return [
        {
            "origin_id": cell["origin_id"],
            "origin_name": names[cell["origin_id"]],
            "destination_id": cell["destination_id"],
            "destination_name": names[cell["destination_id"]],
            **{name: value for name, value in cell.items() if name != "year"},
            "modes": " ".join(cell["modes"]),
            **_extremes(cell["year"], record.basis),
        }
        for cell in to_builtins(record.cells)
    ]


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
    lines = _one_pair_lines(record) if len(pairs) == 1 else _pair_lines(record)
    lines += ["", *(f"! {warning}" for warning in record.warnings)]
    return "\n".join(lines).rstrip() + "\n\n" + "\n".join(record.asked.footer()) + "\n"


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
    return [*lines, f"CSV and JSON hold {every} with days, waits, CO2 and modes"]


def _meaning(record: MatrixRecord) -> str:
    if record.basis == "year":
        return "mean of the year"
    days = {cell.ready for cell in record.cells}
    return f"ready on {days.pop()}" if len(days) == 1 else f"cheapest of {len(days)} days"


def _cost_text(cost: float) -> str:
    return f"{cost:,.0f}" if math.isfinite(cost) else NO_ROUTE
