"""Planned outputs of deposits, out of their table.

Owns which columns say so; which plan counts in a year is `geo.infrastructure.planned_outputs`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.infrastructure.planned_outputs import OutputPlan

if TYPE_CHECKING:
    from collections.abc import Iterator

WHERE = "outputs"
SUPERSEDED = "superseded"


def output_plans(table: pd.DataFrame) -> tuple[OutputPlan, ...]:
    """Return the plans of a table of outputs that nothing newer has replaced.

    Parameters
    ----------
    table
        `deposit_id`, `year`, `product`, `output_t_per_y`, `reo_t_per_y` and `basis`; a year or an
        amount may be empty.

    Raises
    ------
    InputError
        With every cell of a wrong type, every year that is not whole, and REO of no tonnes.
    """
    rows = [{str(k): v for k, v in row.items()} for row in table.to_dict("records")]
    rows = [row for row in rows if row["basis"] != SUPERSEDED]
    faults = [fault for row in rows for fault in _faults(row)]
    if faults:
        raise InputError(faults)
    return tuple(
        OutputPlan(
            row["deposit_id"],
            row["product"],
            None if pd.isna(row["year"]) else int(row["year"]),
            _known(row["output_t_per_y"]),
            _known(row["reo_t_per_y"]),
        )
        for row in rows
    )


def _known(cell: float) -> float | None:
    return None if pd.isna(cell) else float(cell)


def _faults(row: dict[str, Any]) -> Iterator[Fault]:
    """Yield the cells of a row that hold something else than their column says."""
    for column in ("deposit_id", "product"):
        if not isinstance(row[column], str):
            yield _fault(row, column, "a text")
    for column in ("year", "output_t_per_y", "reo_t_per_y"):
        cell = row[column]
        if not (pd.isna(cell) or pd.api.types.is_number(cell)):
            yield _fault(row, column, "a number")
        elif column == "year" and not pd.isna(cell) and cell != int(cell):
            yield _fault(row, column, "a whole year")
    if pd.isna(row["output_t_per_y"]) and not pd.isna(row["reo_t_per_y"]):
        yield _fault(row, "output_t_per_y", "the tonnes that the REO are contained in")


def _fault(row: dict[str, Any], column: str, expected: str) -> Fault:
    name, found = f"{row['deposit_id']}", repr(row[column])
    return Fault(WHERE, expected, found, "Correct the cell.", row=name, column=column)
