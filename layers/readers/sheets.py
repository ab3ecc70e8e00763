"""Workbooks to rows of text: .xlsx and .ods, values as they were last computed.

Owns that no formula is evaluated, no link followed and no repeated row unrolled without end. The
sheets of .ods are read here, since readers of whole documents unroll what is repeated first.
"""

from __future__ import annotations

import datetime as dt
import warnings
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.cells import cell_text, shown
from zimnik.layers.readers.grids import Grid
from zimnik.layers.readers.markup.xml_files import children, local, root_of
from zimnik.layers.readers.plain_files import require_rows
from zimnik.layers.readers.zips import member_bytes, opened_zip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from zimnik.layers.readers.plain_files import Limits

XLSX, ODS = ".xlsx", ".ods"
ROW = "row"
MOST_COLUMNS = 16_384
MIDNIGHT = dt.time()


def sheet_names(path: Path, where: str, limits: Limits) -> list[str]:
    """Return the sheets of a workbook that hold anything, in their order.

    Raises
    ------
    InputError
        If it is no workbook, or too large.
    """
    return [name for name, rows in _sheets(path, where, limits) if rows]


def read_sheet(path: Path, sheet: str | None, where: str, limits: Limits) -> Grid:
    """Return the rows of a sheet, or of the first that holds anything, numbered as people see them.

    Raises
    ------
    InputError
        If it is no workbook, too large, or has no such sheet.
    """
    for name, rows in _sheets(path, where, limits):
        if rows and sheet in {None, name}:
            return Grid(_widened(rows), ROW)
    found = "an empty workbook" if sheet is None else f"no sheet '{shown(sheet)}'"
    raise InputError([Fault(where, "a sheet with a heading and rows", found, "Fill the sheet.")])


def _widened(rows: dict[int, list[str]]) -> dict[int, list[str]]:
    """Return rows of one width; a sheet stores no empty cells at their ends."""
    width = max(len(row) for row in rows.values())
    return {number: [*row, *[""] * (width - len(row))] for number, row in rows.items()}


def _sheets(path: Path, where: str, limits: Limits) -> Iterator[tuple[str, dict[int, list[str]]]]:
    return (_xlsx if path.suffix.casefold() == XLSX else _ods)(path, where, limits)


def _xlsx(path: Path, where: str, limits: Limits) -> Iterator[tuple[str, dict[int, list[str]]]]:
    try:
        import openpyxl  # noqa: PLC0415 - an extra that few need
    except ImportError as error:
        remedy = "Install zimnik[excel], or save the workbook as .ods or .csv."
        fault = Fault(where, "openpyxl, which reads .xlsx", "no such package", remedy)
        raise InputError([fault]) from error
    with opened_zip(path, where, limits):
        # Its parts are of bounded size; openpyxl opens it again.
        pass
    try:
        with warnings.catch_warnings():
            # Styles and rules of input that it leaves out concern no cell.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:
        fault = Fault(where, "a workbook", shown(str(error)), "Save it anew as .xlsx.")
        raise InputError([fault]) from error
    try:
        for sheet in book.worksheets:
            # The size that a file claims may be any.
            sheet.reset_dimensions()
            rows = _read_rows(sheet.iter_rows(values_only=True), f"{where}, {sheet.title}", limits)
            yield sheet.title, rows
    finally:
        book.close()


def _read_rows(
    given: Iterable[tuple[object, ...]], where: str, limits: Limits
) -> dict[int, list[str]]:
    rows: dict[int, list[str]] = {}
    cells = 0
    try:
        for number, values in enumerate(given, start=1):
            texts = _trimmed([_text(value) for value in values])
            if texts:
                rows[number] = texts
                cells += len(texts)
                require_rows(len(rows) - 1, max(1, cells // len(rows)), where, limits)
    except InputError:
        raise
    except Exception as error:
        fault = Fault(where, "a sheet", shown(str(error)), "Save the workbook anew.")
        raise InputError([fault]) from error
    return rows


def _trimmed(texts: list[str]) -> list[str]:
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(value: object) -> str:
    """Return a cell as text; a date without a time of day is the date alone."""
    if isinstance(value, dt.datetime):
        return (value.date() if value.time() == MIDNIGHT else value).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return cell_text(value).strip()


def _ods(path: Path, where: str, limits: Limits) -> Iterator[tuple[str, dict[int, list[str]]]]:
    with opened_zip(path, where, limits) as archive:
        if "content.xml" not in archive.namelist():
            fault = Fault(where, "a workbook", "no content.xml in it", "Save it anew as .ods.")
            raise InputError([fault])
        content = member_bytes(archive, "content.xml")
    root = root_of(content, where, limits)
    for sheet in root.iter():
        if local(sheet) == "table":
            name = _attribute(sheet, "name")
            yield name, _ods_rows(sheet, f"{where}, {shown(name)}", limits)


def _ods_rows(sheet: Element, where: str, limits: Limits) -> dict[int, list[str]]:
    rows: dict[int, list[str]] = {}
    number = 1
    for row in _rows_of(sheet):
        times = _repeated(row, "number-rows-repeated")
        texts = _ods_cells(row)
        if texts:
            require_rows(len(rows) + times - 1, len(texts), where, limits)
            rows |= {number + more: texts for more in range(times)}
        number += times
    return rows


def _rows_of(element: Element) -> Iterator[Element]:
    """Yield rows, also those in groups and headings."""
    for one in element:
        if local(one) == "table-row":
            yield one
        elif local(one) in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows_of(one)


def _ods_cells(row: Element) -> list[str]:
    texts: list[str] = []
    for cell in children(row, "table-cell", "covered-table-cell"):
        times = min(_repeated(cell, "number-columns-repeated"), MOST_COLUMNS - len(texts))
        texts += [_ods_text(cell)] * times
    return _trimmed(texts)


def _ods_text(cell: Element) -> str:
    kind = _attribute(cell, "value-type")
    if kind in {"float", "percentage", "currency"}:
        return _number(_attribute(cell, "value"))
    if kind == "date":
        return _attribute(cell, "date-value").removesuffix("T00:00:00")
    if kind == "boolean":
        return "yes" if _attribute(cell, "boolean-value") == "true" else "no"
    return "\n".join("".join(text.itertext()) for text in children(cell, "p")).strip()


def _number(text: str) -> str:
    """Return a number as cells have it; what is none stays as it is, to be told with its row."""
    try:
        return cell_text(float(text or "nan")) if "_" not in text else text
    except ValueError:
        return text


def _attribute(element: Element, name: str) -> str:
    return next((text for key, text in element.items() if key.rpartition("}")[2] == name), "")


def _repeated(element: Element, name: str) -> int:
    text = _attribute(element, name)
    return max(1, int(text)) if text.isascii() and text.isdigit() else 1
