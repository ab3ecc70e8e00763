"""CSV files: bytes to text cells.

Owns delimiters and line numbers. Python's own csv parser is used because it tells the
line on which a row ends, which pandas does not.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.encodings import decoded
from zimnik.layers.readers.grids import Grid, grid_cells
from zimnik.layers.readers.headings import LEAST_KNOWN, MOST_TITLES, known_names
from zimnik.layers.readers.plain_files import LIMITS, read_bytes, require_rows
from zimnik.layers.readers.reading import AS_WRITTEN
from zimnik.layers.schema.schema import Fill

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zimnik.layers.readers.cells import Cells
    from zimnik.layers.readers.plain_files import Limits
    from zimnik.layers.readers.reading import Reading
    from zimnik.layers.schema.schema import Table

DELIMITERS = (",", ";", "\t")
# Of titles and a heading; a table of a single long line is no heading.
HEAD_CHARACTERS = 20_000
SIGNATURES = (b"\x89PNG", b"PK\x03\x04", b"%PDF", b"SQLite format 3", b"PAR1", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class CsvText:
    """The text of a file with the delimiter of its heading and what was recognised."""

    text: str
    delimiter: str
    notes: tuple[str, ...]


def read_csv(
    path: Path,
    table: Table,
    where: str,
    limits: Limits = LIMITS,
    *,
    reading: Reading = AS_WRITTEN,
) -> Cells:
    """Return the cells of a CSV file.

    Parameters
    ----------
    path
        File of text, in UTF-8 or an encoding that its letters tell; separated by commas, semicolons
        or tabs, whichever its heading has most of. Titles may stand above the heading.
    table
        What the file should hold.
    where
        How faults name the file.
    limits
        The most that is read.
    reading
        What is said of the file.

    Raises
    ------
    InputError
        If the file is too large, cannot be read, is empty, or is no text. Rows with too many or
        too few cells are `ragged` and stand in the `faults` of the result.
    """
    known = known_names(table, reading)
    source = csv_text(path, where, limits, known=known, encoding=reading.encoding)
    rows, faults = _rows(source, where, limits)
    grid = Grid(
        rows, "line", commas_separate=source.delimiter == ",", notes=source.notes, faults=faults
    )
    return grid_cells(grid, table, where, reading)


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


def csv_text(
    path: Path,
    where: str,
    limits: Limits = LIMITS,
    *,
    known: frozenset[str] = frozenset(),
    encoding: str = "",
) -> CsvText:
    """Return the text of a CSV file.

    Parameters
    ----------
    path, where, limits
        As `read_csv`.
    known
        Names of columns in lower case, by which a heading under titles is told.
    encoding
        Its encoding, where that is said.

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
    text, notes = decoded(content, where, encoding)
    if "\0" in text:
        raise _no_text(where)
    delimiter = _delimiter(text, known)
    if delimiter != ",":
        name = {";": "semicolons", "\t": "tabs"}[delimiter]
        notes = (*notes, f"{where}: cells are separated by {name}")
    return CsvText(text, delimiter, notes)


def _no_text(where: str) -> InputError:
    found, remedy = "a file of another kind", "Save the table as CSV."
    return InputError([Fault(where, "a table as text", found, remedy)])


def _delimiter(text: str, known: frozenset[str]) -> str:
    """Return what separates the cells of the heading, which may stand under titles."""
    lines = text.lstrip()[:HEAD_CHARACTERS].splitlines()[:MOST_TITLES] or [""]
    usual = max(DELIMITERS, key=lines[0].count)

    def names(line: str, delimiter: str) -> int:
        return sum(cell.strip(' "').casefold() in known for cell in line.split(delimiter))

    if names(lines[0], usual):
        return usual
    best = max(((names(line, one), one) for line in lines for one in DELIMITERS), key=_score)
    return best[1] if best[0] >= LEAST_KNOWN else usual


def _score(found: tuple[int, str]) -> int:
    return found[0]


def _rows(
    source: CsvText, where: str, limits: Limits
) -> tuple[dict[int, list[str]], tuple[Fault, ...]]:
    """Return the rows that are not empty by their first line, and what broke the reading off."""
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
    widest = max((len(row) for row in list(rows.values())[:MOST_TITLES]), default=0)
    require_rows(len(rows) - 1, widest, where, limits)
    return rows, tuple(faults)
