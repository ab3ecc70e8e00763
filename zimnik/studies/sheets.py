"""Sheets of workbooks: the rows of an answer, and what was asked.

Owns what stands on a sheet that every workbook has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.layers.writing.workbooks import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.maps.reports.records import Asked

COLUMNS = ("what", "value")


def sheet_of(name: str, rows: Sequence[Mapping[str, Any]]) -> Sheet:
    """Return rows as a sheet, with the columns that any of them has.

    Parameters
    ----------
    name
        What the sheet is called.
    rows
        The rows.
    """
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return Sheet(name, columns, [[_plain(row.get(column)) for column in columns] for row in rows])


def asked_sheet(
    name: str, asked: Asked, warnings: Sequence[str], more: Sequence[tuple[str, Any]] = ()
) -> Sheet:
    """Return what was asked as a sheet: command, editions, hashes, options and warnings.

    Parameters
    ----------
    name
        What the sheet is called.
    asked
        What was asked, and of what.
    warnings
        What has to be said of the whole answer, once.
    more
        What else the sheet says, each with its name.
    """
    rows = [*asked.facts(), *more, *(("warning", one) for one in dict.fromkeys(warnings))]
    return Sheet(name, COLUMNS, rows)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any cell
    return value.item() if hasattr(value, "item") else value
