"""CSV files: bytes to text cells.

Owns encodings, delimiters and line numbers. Python's own csv parser is used because it tells the
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

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.layers.schema.schema import Table

DELIMITERS = (",", ";", "\t")
SIGNATURES = (b"\x89PNG", b"PK\x03\x04", b"%PDF", b"SQLite format 3", b"PAR1", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class CsvText:
    """The text of a file with the delimiter of its heading and what was recognised."""

    text: str
    delimiter: str
    notes: tuple[str, ...]


def read_csv(path: Path, table: Table, where: str) -> Cells:
    """Return the cells of a CSV file.

    Parameters
    ----------
    path
        File in UTF-8, with or without byte order mark, or else in cp1251; separated by commas,
        semicolons or tabs, whichever its heading has most of.
    table
        What the file should hold.
    where
        How faults name the file.

    Raises
    ------
    InputError
        If the file cannot be read, is empty, or is no text. Rows with too many or too few cells
        are `ragged` and stand in the `faults` of the result.
    """
    source = csv_text(path, where)
    heading, rows, faults = _rows(source, where)
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


def csv_text(path: Path, where: str) -> CsvText:
    """Return the text of a CSV file.

    Raises
    ------
    InputError
        If the file cannot be read, is empty or is no text.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(where, error) from error
    if not content.strip():
        raise InputError(
            [Fault(where, "a heading and rows", "an empty file", "Fill the file or leave it out.")]
        )
    if content.startswith(SIGNATURES) or b"\0" in content:
        raise _no_text(where, "a file of another kind")
    text, notes = _decoded(content, where)
    heading = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=heading.count)
    if delimiter != ",":
        name = {";": "semicolons", "\t": "tabs"}[delimiter]
        notes = (*notes, f"{where}: cells are separated by {name}")
    return CsvText(text, delimiter, notes)


def unreadable(where: str, error: OSError) -> InputError:
    """Return the error for a path that the system will not read."""
    reason = (error.strerror or "an error of the system").lower()
    return InputError(
        [Fault(where, "a file that can be read", reason, "Give another path or its rights.")]
    )


def _no_text(where: str, found: str) -> InputError:
    return InputError(
        [Fault(where, "a table as text in UTF-8 or cp1251", found, "Save the table as CSV.")]
    )


def _decoded(content: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1251"), (f"{where}: read as cp1251, because it is not UTF-8",)
    except UnicodeDecodeError as error:
        raise _no_text(where, f"byte {error.start} of neither") from error


def _rows(source: CsvText, where: str) -> tuple[list[str], dict[int, list[str]], list[Fault]]:
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
    except csv.Error as error:
        found = f"{error} after line {last}"
        faults.append(Fault(where, "rows of quoted or plain cells", found, "Correct the quotes."))
    heading = rows.pop(min(rows)) if rows else []
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
