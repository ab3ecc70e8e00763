"""An atlas as a workbook: a sheet for each table, units in the headings.

Owns that every text stays text, whatever it begins with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.cells import to_cells
from zimnik.layers.schema.schema import Kind
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

    from zimnik.layers.atlas.atlas import Atlas
    from zimnik.layers.schema.schema import Column, Table

WORKBOOK = ".xlsx"
FIRST_ROW = 2


def require_openpyxl(where: str) -> None:
    """Raise InputError where the package that writes workbooks is not installed."""
    try:
        import openpyxl  # noqa: F401, PLC0415 - an extra that few need
    except ImportError as error:
        remedy = "Install zimnik[excel], or write a .gpkg or a folder of CSV."
        fault = Fault(where, "openpyxl, which writes .xlsx", "no such package", remedy)
        raise InputError([fault]) from error


def write_workbook(atlas: Atlas, file: Path) -> None:
    """Write the tables of an atlas as the sheets of a workbook; places as longitude and latitude.

    Drawn lines and licence areas have no place in a workbook.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - an extra that few need

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, table in TABLES.items():
        _fill(book.create_sheet(name), to_cells(atlas.table(name), table), table)
    book.save(file)


def _fill(sheet: Worksheet, cells: pd.DataFrame, table: Table) -> None:
    for position, column in enumerate(table.columns, start=1):
        sheet.cell(1, position, column.heading)
        for row, text in enumerate(cells[column.name], start=FIRST_ROW):
            if text:
                written = sheet.cell(row, position, _value(column, text))
                if column.kind is not Kind.NUMBER:
                    # What begins with = would be a formula.
                    written.data_type = "s"
    sheet.freeze_panes = sheet.cell(FIRST_ROW, 1 + len(table.key)).coordinate


def _value(column: Column, text: str) -> str | float:
    return float(text) if column.kind is Kind.NUMBER else text
