"""Workbooks of plain tables: one sheet each, headings that stay in sight, and never a formula.

Owns that every text stays text, whatever it begins with, and that a number stays one, to 16 digits,
however it is shown.
"""

from __future__ import annotations

import math
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.writing.archives import UndatedArchive

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

WORKBOOK = ".xlsx"
# Limits of the format.
MOST_ROWS, MOST_LETTERS = 1_048_575, 32_767
# What XML cannot hold.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
WIDEST, NARROWEST, MEASURED_ROWS = 60, 9, 200
CHART_CM = (24, 12)
# The first date that an archive can hold stands for none; a workbook has to have one.
UNDATED = datetime(1980, 1, 1)  # noqa: DTZ001 - as the format has it
HUNDREDTHS_FROM, TENTHS_FROM = 10.0, 1_000.0


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over the first column of a sheet, one for each of the columns beside it.

    Parameters
    ----------
    title, x, y
        What it shows, and what its axes are called, with units.
    columns
        How many columns are drawn.
    """

    title: str
    x: str
    y: str
    columns: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a workbook.

    Parameters
    ----------
    name
        What it is called, at most 31 letters.
    columns
        Headings, with units.
    rows
        Cells in the order of the headings; what nobody knows is None and stays empty.
    kept_columns
        How many columns at the left stay in sight.
    chart
        What is drawn of it, to the right of the table.
    """

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    kept_columns: int = 1
    chart: Chart | None = None


def require_openpyxl(where: str, *, remedy: str) -> None:
    """Raise InputError where the package that writes workbooks is not installed.

    Parameters
    ----------
    where
        What wants one.
    remedy
        What to write in place of a workbook.
    """
    try:
        import openpyxl  # noqa: F401, PLC0415 - an extra that few need
    except ImportError as error:
        fault = Fault(
            where,
            "openpyxl, which writes .xlsx",
            "no such package",
            f"Install zimnik[excel], or {remedy}.",
        )
        raise InputError([fault]) from error


def write_sheets(file: Path, sheets: Sequence[Sheet]) -> None:
    """Write tables as the sheets of one workbook.

    Parameters
    ----------
    file
        Where it is written.
    sheets
        The tables.

    Raises
    ------
    InputError
        If a table has more rows than a sheet can hold.
    """
    import openpyxl  # noqa: PLC0415 - an extra that few need

    faults = [_too_long(sheet) for sheet in sheets if len(sheet.rows) > MOST_ROWS]
    if faults:
        raise InputError(faults)
    # A row is written as it comes: a table of any length takes little memory.
    book = openpyxl.Workbook(write_only=True)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    _save(book, file)


def _save(book: Workbook, file: Path) -> None:
    """Write a workbook that does not say when it was written: the same tables, the same bytes."""
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415 - an extra that few need

    book.properties.created = book.properties.modified = UNDATED
    with UndatedArchive(file, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()


def _too_long(sheet: Sheet) -> Fault:
    expected = f"at most {MOST_ROWS:,} rows, which a sheet can hold"
    return Fault(sheet.name, expected, f"{len(sheet.rows):,}", "Write a .csv.")


def _fill(made: WriteOnlyWorksheet, sheet: Sheet) -> None:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - an extra that few need
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    columns = [[row[place] for row in sheet.rows] for place in range(len(sheet.columns))]
    shown = [_number_format(cells) for cells in columns]
    for place, heading in enumerate(sheet.columns):
        letter = get_column_letter(place + 1)
        # The stubs do not know them.
        made.column_dimensions[letter].width = _width(heading, columns[place])  # type: ignore[attr-defined]
    made.freeze_panes = f"{get_column_letter(1 + sheet.kept_columns)}2"
    headings = []
    for heading in sheet.columns:
        cell = _text_cell(WriteOnlyCell(made), heading)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        headings.append(cell)
    made.append(headings)
    for row in sheet.rows:
        made.append(
            [_cell(WriteOnlyCell(made), cell, show) for cell, show in zip(row, shown, strict=True)]
        )
    if sheet.chart is not None and sheet.rows:
        _draw(made, sheet, sheet.chart)


def _draw(made: WriteOnlyWorksheet, sheet: Sheet, chart: Chart) -> None:
    from openpyxl.chart import LineChart, Reference  # noqa: PLC0415 - an extra that few need
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    drawn = LineChart()
    drawn.title, drawn.x_axis.title, drawn.y_axis.title = chart.title, chart.x, chart.y
    last = len(sheet.rows) + 1
    drawn.add_data(
        Reference(made, min_col=2, max_col=1 + chart.columns, min_row=1, max_row=last),
        titles_from_data=True,
    )
    drawn.set_categories(Reference(made, min_col=1, min_row=2, max_row=last))
    # Without this the axes of a new Excel are not drawn.
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.width, drawn.height = CHART_CM
    place = f"{get_column_letter(len(sheet.columns) + 2)}2"
    made.add_chart(drawn, place)  # type: ignore[misc]  # the stubs take it for another sheet's


def _cell(made: Cell, value: Any, show: str) -> Cell | None:  # noqa: ANN401
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, bool | int | float):
        made.value = value
        if isinstance(value, float):
            made.number_format = show
        return made
    return _text_cell(made, str(value)) if str(value) else None


def _text_cell(made: Cell, text: str) -> Cell:
    made.value = _NO_XML.sub("\ufffd", text)[:MOST_LETTERS]
    # What begins with = would be a formula, and #N/A an error.
    made.data_type = "s"
    return made


def _number_format(cells: Sequence[Any]) -> str:
    """Return how the numbers of a column are shown: to about four digits where they are large."""
    largest = max((abs(one) for one in cells if isinstance(one, float)), default=0.0)
    if not math.isfinite(largest) or largest >= TENTHS_FROM:
        return "#,##0.0"
    return "0.00" if largest >= HUNDREDTHS_FROM else "General"


def _width(heading: str, cells: Sequence[Any]) -> int:
    told = [len(one) if isinstance(one, str) else 0 for one in cells[:MEASURED_ROWS]]
    return min(WIDEST, max(NARROWEST, len(heading) + 1, *told, 0) + 1)
