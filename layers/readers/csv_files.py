"""CSV files: bytes to text cells.

Owns delimiters and line numbers. Python's own csv parser is used because it tells the
line on which a row ends, which pandas does not.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.cells import Cells, aligned
from zimnik.layers.readers.encodings import decoded
from zimnik.layers.readers.plain_files import LIMITS, read_bytes, require_rows
from zimnik.layers.schema.schema import Fill

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zimnik.layers.readers.plain_files import Limits
    from zimnik.layers.schema.schema import Table

DELIMITERS = (",", ";", "\t")
SIGNATURES = (b"\x89PNG", b"PK\x03\x04", b"%PDF", b"SQLite format 3", b"PAR1", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class CsvText:
    """The text of a file with the delimiter of its heading and what was recognised."""

    text: str
    delimiter: str
    notes: tuple[str, ...]


def read_csv(path: Path, table: Table, where: str, limits: Limits = LIMITS) -> Cells:
    """Return the cells of a CSV file.

    Parameters
    ----------
    path
        File in UTF-8, in UTF-16 with its mark, or else in cp1251 where its letters are Russian;
        separated by commas, semicolons or tabs, whichever its heading has most of.
    table
        What the file should hold.
    where
        How faults name the file.
    limits
        The most that is read.

    Raises
    ------
    InputError
        If the file is too large, cannot be read, is empty, or is no text. Rows with too many or
        too few cells are `ragged` and stand in the `faults` of the result.
    """
    source = csv_text(path, where, limits)
    heading, rows, faults = _rows(source, where, limits)
    width = len(heading)
    frame = pd.DataFrame(
        [[*row, *[""] * (width - len(row))][:width] for row in rows.values()],
        columns=range(width),
        index=list(rows),
        dtype=object,
    )
    frame.columns = pd.Index(heading, dtype=object)
    cells = aligned(table, where, frame, commas_separate=source.delimiter == ",")
    ragged = {line: _ragged(cells, line, len(row), width) for line, row in rows.items()}
    faults += [fault for fault in ragged.values() if fault]
    return replace(
        cells,
        notes=(*source.notes, *cells.notes),
        ragged=frozenset(line for line, fault in ragged.items() if fault),
        faults=(*cells.faults, *faults),
    )


def plain_columns(
    path: Path, table: Table, where: str, limits: Limits = LIMITS
) -> list[Sequence[str]] | None:
    """Return the columns of a file that is written just as its table is, else None.

    That is with commas, the headings of the table in its order, where only such as may be unknown
    are left out, and cells for each heading in every row. Of any other file `read_csv` has more to
    tell, and takes several times as long.

    Raises
    ------
    InputError
        If the file is too large, cannot be read, is empty or is no text.
    """
    source = csv_text(path, where, limits)
    try:
        rows = list(filter(any, csv.reader(io.StringIO(source.text, newline=""), strict=True)))
    except csv.Error:
        return None
    heading = rows.pop(0) if rows else []
    left_out = {column.name: column.fill for column in table.columns if column.name not in heading}
    as_described = heading == [name for name in table.names if name not in left_out]
    if source.notes or not as_described or Fill.REQUIRED in left_out.values():
        return None
    if any(len(row) != len(heading) for row in rows):
        return None
    require_rows(len(rows), len(heading), where, limits)
    columns = dict(zip(heading, zip(*rows, strict=True), strict=True)) if rows else {}
    return [columns.get(name, ("",) * len(rows)) for name in table.names]


def csv_text(path: Path, where: str, limits: Limits = LIMITS) -> CsvText:
    """Return the text of a CSV file.

    Raises
    ------
    InputError
        If the file is too large, cannot be read, is empty or is no text.
    """
    content = read_bytes(path, where, limits)
    if not content.strip():
        raise InputError(
            [Fault(where, "a heading and rows", "an empty file", "Fill the file or leave it out.")]
        )
    if content.startswith(SIGNATURES):
        raise _no_text(where)
    text, notes = decoded(content, where)
    if "\0" in text:
        raise _no_text(where)
    heading = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=heading.count)
    if delimiter != ",":
        name = {";": "semicolons", "\t": "tabs"}[delimiter]
        notes = (*notes, f"{where}: cells are separated by {name}")
    return CsvText(text, delimiter, notes)


def _no_text(where: str) -> InputError:
    found, remedy = "a file of another kind", "Save the table as CSV."
    return InputError([Fault(where, "a table as text", found, remedy)])


def _rows(
    source: CsvText, where: str, limits: Limits
) -> tuple[list[str], dict[int, list[str]], list[Fault]]:
    """Return the heading, the other rows by their first line, and what broke the reading off."""
    reader = csv.reader(
        io.StringIO(source.text, newline=""), delimiter=source.delimiter, strict=True
    )
    rows: dict[int, list[str]] = {}
    faults: list[Fault] = []
    last = 0
    try:
        for cells in reader:
            line, last = last + 1, reader.line_num
            if any(cells):
                rows[line] = cells
            if len(rows) > limits.max_rows + 1:
                break
    except csv.Error as error:
        found = f"{error} after line {last}"
        faults.append(Fault(where, "rows of quoted or plain cells", found, "Correct the quotes."))
    heading = rows.pop(min(rows)) if rows else []
    require_rows(len(rows), len(heading), where, limits)
    return heading, rows, faults


def _ragged(cells: Cells, line: int, found: int, expected: int) -> Fault | None:
    if found == expected:
        return None
    return Fault(
        cells.where,
        f"{expected} cells as in the heading",
        str(found),
        "Add or drop cells; quote a cell that holds the separator.",
        row=cells.label(line),
    )
