"""The data dictionary: every table and column in words, made from their descriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.layers.checks.validation import expectation
from zimnik.layers.schema.schema import Fill
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zimnik.layers.schema.schema import Column, Table

FILLED = {
    Fill.REQUIRED: "always",
    Fill.SOURCED: "always; a user's atlas loads without it",
    Fill.SHIPPED: "always in the shipped atlas",
    Fill.OPTIONAL: "where known",
}


def data_dictionary(*, names: Iterable[str] = tuple(TABLES)) -> str:
    """Return Markdown with a table of columns for each table named, by default all."""
    return "\n".join(_section(TABLES[name]) for name in names)


def _section(table: Table) -> str:
    heading = [
        f"### {table.name}",
        "",
        f"{table.meaning}. One row for each {' and '.join(table.key)}.",
        "",
        "| column | holds | filled | meaning |",
        "|---|---|---|---|",
    ]
    rows = [_row(column) for column in table.columns]
    return "\n".join([*heading, *rows, ""])


def _row(column: Column) -> str:
    also = f"; also read as {', '.join(column.aliases)}" if column.aliases else ""
    cells = (f"`{column.name}`", expectation(column), FILLED[column.fill], column.meaning + also)
    return f"| {' | '.join(cells)} |"
