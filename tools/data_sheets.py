"""Data sheets: what each table of the shipped regions holds, how full it is, who vouches for it.

Run: python -m tools.data_sheets FILE, which writes them as Markdown, as make docs does.
All of it is counted from the tables, so it is never written by hand and stands in no commit.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from tools.links import ADDRESS
from zimnik.layers.loading.dictionary import FILLED
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.layers.schema.schema import Column, Table

ROOT = Path(__file__).parents[1]
REGIONS = ROOT / "layers" / "data" / "regions"
CONFIDENCES = ("A", "B", "C")
SOURCE, CONFIDENCE = "source", "confidence"
NOTHING = "-"
SOURCES_SHOWN, LONGEST_SOURCE = 5, 90

INTRODUCTION = """# Data sheets

One sheet a table: what a row is, how many rows each region has, how well they are vouched for, and
how many cells of each column are filled. Confidence is A where the source named says so, B where it
is well known but not confirmed, C for an estimate. An empty cell means unknown, and the answer says
what was taken in its place. What came from where, and which columns are weak:
[the data book](data.md). Made from the tables by `python -m tools.data_sheets`.
"""


def regions() -> list[str]:
    """Return the names of the shipped regions."""
    return sorted(path.name for path in REGIONS.iterdir() if path.is_dir())


def shipped_rows(table: str, region: str) -> pd.DataFrame | None:
    """Return a table of a region as text, or None where the region has none of its own."""
    file = REGIONS / region / f"{table}.csv"
    if not file.is_file():
        return None
    return pd.read_csv(file, dtype=str, keep_default_na=False, comment=None)


def share(part: int, whole: int) -> str:
    """Return a share in percent, which is 100 or 0 only of all or of nothing."""
    if not whole:
        return NOTHING
    if part in {0, whole}:
        return "0 %" if not part else "100 %"
    return f"{min(max(round(100 * part / whole), 1), 99)} %"


def coverage_row(region: str, rows: pd.DataFrame | None) -> str:
    """Return how many rows a region has, with which confidence, and how many name a source."""
    if rows is None:
        return f"| {region} | none of its own | | | | | | |"
    count = len(rows)
    letters = Counter(rows[CONFIDENCE]) if CONFIDENCE in rows else Counter[str]()
    sources = rows[SOURCE] if SOURCE in rows else pd.Series([""] * count)
    named = int((sources != "").sum())
    linked = int(sources.str.contains(ADDRESS).sum())
    cells = [
        region,
        f"{count:,}",
        *(f"{letters[letter]:,}" for letter in CONFIDENCES),
        share(named, count),
        share(linked, count),
        f"{sources[sources != ''].nunique():,}",
    ]
    return f"| {' | '.join(cells)} |"


def column_row(column: Column, tables: Sequence[pd.DataFrame | None]) -> str:
    """Return what a column means and how many of its cells each region has filled."""
    filled = [
        NOTHING
        if rows is None or column.name not in rows
        else share(int((rows[column.name] != "").sum()), len(rows))
        for rows in tables
    ]
    cells = [f"`{column.name}`", column.unit, column.meaning, FILLED[column.fill], *filled]
    return f"| {' | '.join(cells)} |"


def frequent_sources(rows: pd.DataFrame) -> Iterator[str]:
    """Yield the sources that most rows of a table name, with the number of rows."""
    if SOURCE not in rows:
        return
    counted = Counter(source for source in rows[SOURCE] if source)
    for source, count in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        text = (
            source if len(source) <= LONGEST_SOURCE else f"{source[:LONGEST_SOURCE].rstrip()} ..."
        )
        yield f"{text.replace('|', '/').replace('<', '(').replace('>', ')')}: {count:,}"


def sheet(table: Table) -> Iterator[str]:
    """Yield the lines of the sheet of one table."""
    names = regions()
    tables = [shipped_rows(table.name, region) for region in names]
    yield from (f"## {table.name}", "")
    yield from (f"{table.meaning}. One row for each {' and '.join(table.key)}.", "")
    yield "| region | rows | A | B | C | name a source | with an address | different sources |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    yield from (coverage_row(region, rows) for region, rows in zip(names, tables, strict=True))
    yield from ("", f"| column | unit | meaning | filled | {' | '.join(names)} |")
    yield f"|---|---|---|---|{'---:|' * len(names)}"
    yield from (column_row(column, tables) for column in table.columns)
    for region, rows in zip(names, tables, strict=True):
        most = [] if rows is None else list(frequent_sources(rows))[:SOURCES_SHOWN]
        if most:
            yield from ("", f"Named by most rows of {region}:", "")
            yield from (f"- {line}" for line in most)
    yield ""


def data_sheets() -> str:
    """Return the sheets of all tables as Markdown."""
    lines = [INTRODUCTION]
    for table in TABLES.values():
        lines.extend(sheet(table))
    return "\n".join(lines)


def main() -> None:
    """Write the sheets to the file named, or print them."""
    text = data_sheets()
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text, encoding="utf-8", newline="\n")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
