"""How many rows the tables of an atlas have, as a record, text and rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.maps.reports.records import Asked, Record

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class TableRecord:
    """Rows of a table, and how many of them are of confidence A, B and C."""

    table: str
    rows: int
    a: int
    b: int
    c: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TablesRecord(Record):
    """Answer of `layers list`."""

    tables: tuple[TableRecord, ...]


def tables_record(counts: pd.DataFrame, asked: Asked) -> TablesRecord:
    """Return the record of counts as `layers.count_rows` gives them."""
    tables = (
        TableRecord(row["table"], row["rows"], row["A"], row["B"], row["C"])
        for row in counts.reset_index().to_dict("records")
    )
    return TablesRecord(asked=asked, tables=tuple(tables))


def tables_rows(record: TablesRecord) -> list[dict[str, Any]]:
    """Return a row for each table."""
    return [
        {"table": one.table, "rows": one.rows, "A": one.a, "B": one.b, "C": one.c}
        for one in record.tables
    ]


def tables_text(record: TablesRecord) -> str:
    """Return a line for each table, for a terminal."""
    lines = [f"{'table':16}{'rows':>8}{'A':>7}{'B':>7}{'C':>7}"]
    lines += [f"{t.table:16}{t.rows:>8}{t.a:>7}{t.b:>7}{t.c:>7}" for t in record.tables]
    return "\n".join([*lines, "", *record.footer()]) + "\n"
