"""The matrix of costs as text, JSON and CSV.

Owns how the matrix reads. It formats stored numbers and computes none.
"""

from __future__ import annotations

import csv
import io
import json
import math
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.calendar import text_of
from zimnik.maps.reports.heading import SCHEMA, Heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.routing.matrix_ways import MatrixCell

CSV_COLUMNS = (
    "origin_id",
    "destination_id",
    "ready",
    "cost_usd_per_t",
    "duration_d",
    "waiting_d",
    "co2_kg_per_t",
    "distance_km",
    "modes",
    "reason",
)
NO_WAY = "-"
COLUMN_WIDTH = 10


def matrix_json(cells: Sequence[MatrixCell], heading: Heading, warnings: Sequence[str] = ()) -> str:
    """Return the cells as JSON; numbers are null where there is no way, and `reason` says why."""
    ids = dict.fromkeys(i for cell in cells for i in (cell.origin_id, cell.destination_id))
    document = {
        "schema": SCHEMA,
        "atlas": {"version": heading.atlas_version, "date": heading.atlas_date},
        "currency": heading.currency,
        "names": {place_id: heading.names[place_id] for place_id in ids},
        "warnings": list(warnings),
        "cells": [_record(cell) for cell in cells],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)


def _record(cell: MatrixCell) -> dict[str, Any]:
    return {
        "origin_id": cell.origin_id,
        "destination_id": cell.destination_id,
        "ready": text_of(cell.ready_d),
        "cost_usd_per_t": _known(cell.cost_usd_per_t),
        "duration_d": _known(cell.duration_d),
        "waiting_d": _known(cell.waiting_d),
        "co2_kg_per_t": _known(cell.co2_kg_per_t),
        "distance_km": _known(cell.distance_km),
        "modes": [mode.value for mode in cell.modes],
        "reason": cell.reason,
    }


def _known(number: float) -> float | None:
    return number if math.isfinite(number) else None


def matrix_csv(cells: Sequence[MatrixCell]) -> str:
    """Return a row for every cell; numbers are empty where there is no way."""
    out = io.StringIO()
    writer = csv.DictWriter(out, CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for cell in cells:
        writer.writerow({**_record(cell), "modes": " ".join(cell.modes)})
    return out.getvalue()


def matrix_text(cells: Sequence[MatrixCell], heading: Heading, warnings: Sequence[str] = ()) -> str:
    """Return the months of one pair, or the least cost over the days of many pairs."""
    pairs = dict.fromkeys((cell.origin_id, cell.destination_id) for cell in cells)
    lines = _month_lines(cells, heading) if len(pairs) == 1 else _pair_lines(cells, heading)
    lines += ["", *(f"! {warning}" for warning in warnings)]
    return "\n".join(lines).rstrip() + "\n"


def _month_lines(cells: Sequence[MatrixCell], heading: Heading) -> list[str]:
    first = cells[0]
    lines = [
        f"{heading.names[first.origin_id]} -> {heading.names[first.destination_id]}",
        f"{heading.currency}, atlas {heading.atlas_version} of {heading.atlas_date}",
        "",
        "  ready    US$/t   days  waits  kg CO2e/t      km  modes",
    ]
    for cell in cells:
        if not math.isfinite(cell.cost_usd_per_t):
            lines.append(f"  {text_of(cell.ready_d)}  {NO_WAY:>7}  {cell.reason}")
            continue
        modes = ", ".join(mode.replace("_", " ") for mode in cell.modes)
        lines.append(
            f"  {text_of(cell.ready_d)}  {cell.cost_usd_per_t:7,.0f}  {cell.duration_d:5,.0f}  "
            f"{cell.waiting_d:5,.0f}  {cell.co2_kg_per_t:9,.0f}  {cell.distance_km:6,.0f}  {modes}"
        )
    return lines


def _pair_lines(cells: Sequence[MatrixCell], heading: Heading) -> list[str]:
    destinations = dict.fromkeys(cell.destination_id for cell in cells)
    least: dict[str, dict[str, float]] = {}
    for cell in cells:
        row = least.setdefault(cell.origin_id, dict.fromkeys(destinations, math.inf))
        if math.isfinite(cell.cost_usd_per_t):
            row[cell.destination_id] = min(row[cell.destination_id], cell.cost_usd_per_t)
    width = max(len(heading.names[origin_id]) for origin_id in least)
    titles = "".join(f"  {place_id[:COLUMN_WIDTH]:>{COLUMN_WIDTH}}" for place_id in destinations)
    lines = [
        (
            f"US$ per t in the cheapest of the {len({cell.ready_d for cell in cells})} ready days; "
            f"{heading.currency}, atlas {heading.atlas_version} of {heading.atlas_date}"
        ),
        "",
        f"{'':{width}}{titles}",
    ]
    for origin_id, row in least.items():
        costs = "".join(f"  {_cost_text(cost):>{COLUMN_WIDTH}}" for cost in row.values())
        lines.append(f"{heading.names[origin_id]:{width}}{costs}")
    reasons = dict.fromkeys(cell.reason for cell in cells if cell.reason)
    lines += ["", *(f"{NO_WAY} {reason}" for reason in reasons)]
    return [*lines, "Every day, with days, waits, CO2 and modes: --format csv"]


def _cost_text(cost: float) -> str:
    return f"{cost:,.0f}" if math.isfinite(cost) else NO_WAY
