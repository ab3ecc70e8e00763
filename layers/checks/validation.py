"""Cells against the schema: every fault of a table, each with its row, column and remedy.

Owns the rules of a single cell, which follow from the description of its column, and how a fault of
it is said. It repairs nothing.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault
from zimnik.geo.core.units import LEAST_AMOUNT, MOST_AMOUNT
from zimnik.layers.readers.cells import YES_NO, nearest, shown
from zimnik.layers.schema.schema import (
    COORDINATES,
    FILLED_TO_LOAD,
    LAT,
    LON,
    Column,
    Fill,
    Kind,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

    from zimnik.layers.readers.cells import Cells
    from zimnik.layers.regions.region import Region

_NUMBER = re.compile(r"\s*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\s*")
_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")
COMMON_YEAR = 2025
FILLED, CONTENT = "filled", "content"


@dataclass(frozen=True, slots=True)
class Checked:
    """Faults of a table's cells.

    Parameters
    ----------
    faults
        Every fault.
    good
        Numbers of the rows that have none.
    wrong
        Number and column of the cells that have one.
    """

    faults: tuple[Fault, ...]
    good: list[int]
    wrong: frozenset[tuple[int, str]]


def cell_faults(
    cells: Cells,
    *,
    filled: frozenset[Fill] = FILLED_TO_LOAD,
    region: Region | None = None,
) -> Checked:
    """Return every fault of the cells, at most one a cell, in the order of the file.

    Parameters
    ----------
    cells
        A table as text. A required column that is missing from the file is one fault of the file
        and not one for each row.
    filled
        Which columns must be filled.
    region
        By whose coordinates swapped ones give themselves away; nothing is said of them without it.
    """
    swapped = [] if region is None else _swapped_rows(cells, region)
    faults: dict[tuple[int, int], Fault] = {}
    for number, column, rule in _failures(cells, filled):
        if number not in cells.ragged and (number not in swapped or column.name not in COORDINATES):
            position = cells.table.names.index(column.name)
            faults[number, position] = _fault(cells, number, column, rule)
    for number in swapped:
        faults[number, cells.table.names.index(LAT)] = _swapped_fault(cells, number)
    bad = {*cells.ragged, *(number for number, _ in faults)}
    good = [] if cells.missing else [int(n) for n in cells.frame.index if n not in bad]
    wrong = frozenset((number, cells.table.names[position]) for number, position in faults)
    return Checked(tuple(faults[key] for key in sorted(faults)), good, wrong)


def _failures(cells: Cells, filled: frozenset[Fill]) -> Iterator[tuple[int, Column, str]]:
    """Yield the row, column and rule of every cell that breaks one."""
    for column in cells.table.columns:
        if column.name in cells.missing:
            continue
        allows, empty_breaks = TESTS[column.kind], column.fill in filled
        for number, cell in zip(cells.frame.index, cells.frame[column.name], strict=True):
            if cell and not allows(column, cell):
                yield int(number), column, CONTENT
            elif not cell and empty_breaks:
                yield int(number), column, FILLED


def _is_number(column: Column, cell: str) -> bool:
    if not _NUMBER.fullmatch(cell):
        return False
    value = float(cell)
    low = -math.inf if column.low is None else column.low
    high = math.inf if column.high is None else column.high
    above = value > low if column.above_low else value >= low
    return above and value <= high and (column.name in COORDINATES or _is_amount(value))


def _is_amount(value: float) -> bool:
    return value == 0 or LEAST_AMOUNT <= abs(value) <= MOST_AMOUNT


def is_day(cell: str) -> bool:
    """Whether a text is a month and a day that every year has, so not 29 February."""
    match = _DAY.fullmatch(cell)
    if not match:
        return False
    try:
        date(COMMON_YEAR, int(match[1]), int(match[2]))
    except ValueError:
        return False
    return True


def _is_text(column: Column, cell: str) -> bool:
    return not column.pattern or bool(re.fullmatch(column.pattern, cell))


TESTS: dict[Kind, Callable[[Column, str], bool]] = {
    Kind.ID: _is_text,
    Kind.TEXT: _is_text,
    Kind.NUMBER: _is_number,
    Kind.YES_NO: lambda _, cell: cell in YES_NO,
    Kind.WORD: lambda column, cell: cell in column.words,
    Kind.WORDS: lambda column, cell: all(part in column.words for part in cell.split(";")),
    Kind.DAY: lambda _, cell: is_day(cell),
}


def expectation(column: Column) -> str:
    """Return what a cell of the column should be, in words."""
    match column.kind:
        case Kind.NUMBER:
            return f"a number{_bounds(column)}" + (f" ({column.unit})" if column.unit else "")
        case Kind.YES_NO:
            return "yes or no"
        case Kind.WORD:
            return f"one of {', '.join(column.words)}"
        case Kind.WORDS:
            return f'of {", ".join(column.words)}, separated by ";"'
        case Kind.DAY:
            return "a month and day of a common year as MM-DD"
        case _:
            return column.pattern_meaning or "a text"


def _bounds(column: Column) -> str:
    if column.low is not None and column.high is not None:
        return f" from {column.low:g} to {column.high:g}"
    if column.low is not None:
        return f" above {column.low:g}" if column.above_low else f" of {column.low:g} or more"
    return ""


def _fault(cells: Cells, number: int, column: Column, rule: str) -> Fault:
    cell = str(cells.frame.at[number, column.name])  # noqa: PD008 - one cell by its label
    expected = expectation(column)
    if column.kind is Kind.NUMBER and _NUMBER.fullmatch(cell) and not _is_amount(float(cell)):
        expected += f", 0 or {LEAST_AMOUNT:g} to {MOST_AMOUNT:g}"
    return Fault(
        where=cells.where,
        expected=expected,
        found="nothing" if rule == FILLED else f"'{shown(cell)}'",
        remedy="Fill the cell." if rule == FILLED else _remedy(column, cell),
        row=cells.label(number),
        column=column.name,
    )


def _remedy(column: Column, cell: str) -> str:
    if column.words:
        wrong = [part for part in cell.split(";") if part not in column.words]
        near = [nearest(part.strip().casefold(), column.words) for part in wrong]
        meant = [f"'{word}'" for word in near if word]
        return f"Is {' and '.join(meant)} meant?" if meant else "Use a word of the list."
    match column.kind:
        case Kind.NUMBER:
            return "Write one number, with a point and without separators or units."
        case Kind.DAY:
            return "Write the day as MM-DD, 28 February for the last of February."
        case Kind.YES_NO:
            return "Write yes or no, or leave the cell empty."
        case _:
            return "Correct the cell."


def _swapped_rows(cells: Cells, region: Region) -> list[int]:
    """Return rows whose coordinates look swapped.

    A point of another continent may look so by chance; where most points outside the region do not,
    none is taken for swapped.
    """
    if cells.table.geometry != "Point" or set(cells.missing) & set(COORDINATES):
        return []
    frame: pd.DataFrame = cells.frame
    outside, swapped = 0, []
    for number, lon, lat in zip(frame.index, frame[LON], frame[LAT], strict=True):
        if _NUMBER.fullmatch(lon) and _NUMBER.fullmatch(lat):
            outside += not region.holds(float(lon), float(lat))
            if number not in cells.ragged and region.looks_swapped(float(lon), float(lat)):
                swapped.append(int(number))
    return swapped if 2 * len(swapped) > outside else []


def _swapped_fault(cells: Cells, number: int) -> Fault:
    row = cells.frame.loc[number]
    return Fault(
        where=cells.where,
        expected="longitude in lon and latitude in lat",
        found=f"lon {row[LON]}, lat {row[LAT]}: latitude and longitude look swapped",
        remedy="Exchange the two.",
        row=cells.label(number),
        column=LAT,
    )
