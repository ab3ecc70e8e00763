"""Tables that are trusted: however a file is written, it is read as the same table."""

from __future__ import annotations

import csv
import io
import shutil
from typing import TYPE_CHECKING

import pytest
from geopandas.testing import assert_geodataframe_equal
from pandas.testing import assert_frame_equal

from zimnik.geo.core.errors import InputError
from zimnik.layers.atlas.atlas import SHIPPED
from zimnik.layers.loading.shipped import shipped_atlas
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Rows = list[list[str]]

SAME_TABLE: dict[str, Callable[[Rows], Rows]] = {
    "as written": lambda rows: rows,
    "columns in another order": lambda rows: [row[::-1] for row in rows],
    "headings in capitals": lambda rows: [[name.upper() for name in rows[0]], *rows[1:]],
    "a row of empty cells": lambda rows: [*rows[:2], [""] * len(rows[0]), *rows[2:]],
    "an empty line": lambda rows: [*rows[:2], [], *rows[2:]],
    "a column of its own": lambda rows: [[*row, "x"] for row in rows],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(SHIPPED, tmp_path / "atlas", ignore=lambda *_: ["terrain.tif"])


def rewrite(path: Path, change: Callable[[Rows], Rows], delimiter: str = ",") -> None:
    rows = list(csv.reader(io.StringIO(path.read_text("utf8"), newline="")))
    with path.open("w", encoding="utf8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(change(rows))


@pytest.mark.parametrize("change", SAME_TABLE)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_table_is_the_same_however_it_is_written(
    folder: Path, change: str, delimiter: str
) -> None:
    for name in ("deposits", "links", "rates"):
        rewrite(folder / f"{name}.csv", SAME_TABLE[change], delimiter)
    found, expected = (shipped_atlas(folder=base, drawn=False) for base in (folder, SHIPPED))
    for name, table in TABLES.items():
        same = assert_geodataframe_equal if table.geometry else assert_frame_equal
        same(found.table(name), expected.table(name))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: [*rows, rows[-1][:-1]], "cells as in the heading"),
        (lambda rows: [rows[0][1:], *(row[1:] for row in rows[1:])], "a column currency"),
        (lambda rows: [*rows[:-1], [rows[-1][0], "much", *rows[-1][2:]]], "much"),
    ],
    ids=["a row too short", "no currency", "a word for a number"],
)
def test_what_is_wrong_with_a_trusted_table_is_told(
    folder: Path, change: Callable[[Rows], Rows], said: str
) -> None:
    rewrite(folder / "deflators.csv", change)
    with pytest.raises(InputError, match=said):
        shipped_atlas(folder=folder, drawn=False)
