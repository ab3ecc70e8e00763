"""Where the table of a sheet begins and ends: titles above its heading, totals below its rows.

Owns how a heading is told from a title: by the names of columns that stand in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zimnik.layers.readers.cells import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.layers.readers.reading import Reading
    from zimnik.layers.schema.schema import Table

# Titles, dates and units of a sheet take some rows; a heading further down is none.
MOST_TITLES = 20
LEAST_KNOWN = 2
GEOMETRY_NAMES = frozenset({"wkt", "geometry", "geom", "the_geom", "wkt_geom", "shape"})
_TOTAL = re.compile(
    r"\s*(итого|всего|total|totals|grand total|sum|summe|gesamt|totalt|i alt|yhteensä)\b",
    re.IGNORECASE,
)
MOST_OF_TOTAL = 2


def known_names(table: Table, reading: Reading) -> frozenset[str]:
    """Return every name that a column of the table may have in a file, in lower case."""
    names = {
        name
        for column in table.columns
        for name in (column.name, column.heading.casefold(), *column.aliases)
    }
    return frozenset({*names, *(own.strip().casefold() for own in reading.columns)})


def heading_of(rows: Mapping[int, Sequence[str]], known: frozenset[str]) -> int | None:
    """Return the number of the row that is the heading: the first, or one with more known names.

    Parameters
    ----------
    rows
        Rows that are not empty, by their number.
    known
        Names of columns, in lower case.
    """
    numbers = list(rows)[:MOST_TITLES]
    if not numbers:
        return None
    names = known | GEOMETRY_NAMES
    found = {n: sum(cell.strip().casefold() in names for cell in rows[n]) for n in numbers}
    first, best = numbers[0], max(numbers, key=lambda number: found[number])
    is_title = found[first] < LEAST_KNOWN <= found[best]
    return best if is_title else first


def totals_of(rows: Mapping[int, Sequence[str]]) -> list[int]:
    """Return the numbers of the last rows that only say a total."""
    found = []
    for number in reversed(list(rows)):
        filled = [cell for cell in rows[number] if cell.strip()]
        if not filled or len(filled) > MOST_OF_TOTAL or not _TOTAL.match(filled[0]):
            break
        found.append(number)
    return found


def without_titles(
    rows: Mapping[int, Sequence[str]], known: frozenset[str], where: str, numbering: str
) -> tuple[list[str], dict[int, list[str]], tuple[str, ...]]:
    """Return the heading, the rows of the table by their number, and what was left out.

    Parameters
    ----------
    rows
        Rows that are not empty, by their number.
    known
        Names of columns, in lower case.
    where
        How notes name the file.
    numbering
        What the numbers count, "line" or "row".
    """
    start = heading_of(rows, known)
    if start is None:
        return [], {}, ()
    titles = [number for number in rows if number < start]
    below = {number: list(row) for number, row in rows.items() if number > start}
    totals = totals_of(below) if len(below) > 1 else []
    notes = []
    if titles:
        said = next(cell for cell in rows[titles[0]] if cell.strip())
        notes.append(
            f"{where}: the heading is {numbering} {start}; above it, '{shown(said)}' was left out"
        )
    for number in reversed(totals):
        said = next(cell for cell in below[number] if cell.strip())
        notes.append(f"{where}: {numbering} {number}, '{shown(said)}', was left out as a total")
    kept = {number: row for number, row in below.items() if number not in totals}
    return list(rows[start]), kept, tuple(notes)
