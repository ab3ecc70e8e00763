"""An atlas as a workbook: a sheet for each table, units in the headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.layers.readers.cells import to_cells
from zimnik.layers.schema.schema import Kind
from zimnik.layers.schema.tables import TABLES
from zimnik.layers.writing.workbooks import Sheet, write_sheets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from zimnik.layers.atlas.atlas import Atlas
    from zimnik.layers.schema.schema import Table


def write_workbook(atlas: Atlas, file: Path) -> None:
    """Write the tables of an atlas as the sheets of a workbook; places as longitude and latitude.

    Drawn lines and licence areas have no place in a workbook.
    """
    write_sheets(
        file,
        [
            Sheet(
                name,
                [column.heading for column in table.columns],
                _rows(to_cells(atlas.table(name), table), table),
                kept_columns=len(table.key),
            )
            for name, table in TABLES.items()
        ],
    )


def _rows(cells: pd.DataFrame, table: Table) -> Sequence[Sequence[str | float | None]]:
    columns = [
        [_number(text) for text in cells[column.name]]
        if column.kind is Kind.NUMBER
        else cells[column.name].tolist()
        for column in table.columns
    ]
    return list(zip(*columns, strict=True))


def _number(text: str) -> float | None:
    return float(text) if text else None
