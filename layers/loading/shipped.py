"""The shipped atlas, or another folder that is trusted to be valid.

Owns how tables are read that the tests and `zimnik check` have judged already.
"""

from __future__ import annotations

import tomllib
from datetime import date
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.atlas.atlas import LINE_FILE, SHIPPED, VERSION_FILE, Atlas, blank, make_atlas
from zimnik.layers.atlas.link_lines import read_link_lines
from zimnik.layers.checks.validation import cell_faults
from zimnik.layers.readers.cells import typed, typed_columns
from zimnik.layers.readers.csv_files import plain_columns, read_csv
from zimnik.layers.readers.plain_files import LIMITS, read_bytes
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from zimnik.layers.readers.cells import Cells
    from zimnik.layers.readers.plain_files import Limits
    from zimnik.layers.schema.schema import Table


def shipped_atlas(*, folder: Path = SHIPPED, drawn: bool = True) -> Atlas:
    """Return the atlas of a folder that is trusted to be valid, such as the shipped one.

    Parameters
    ----------
    folder
        One CSV per table, `atlas.toml`, and `link_lines.parquet`.
    drawn
        Whether links come as they are drawn; without it they are chords, which is all that a
        route needs and much faster.

    Raises
    ------
    InputError
        If a file is missing or does not hold what its columns say.
    """
    frames = {name: _trusted(folder, table) for name, table in TABLES.items()}
    version, day = read_version(folder / VERSION_FILE)
    lines = read_link_lines(folder / LINE_FILE, LINE_FILE) if drawn else None
    return make_atlas(frames, version, day, lines=lines)


def read_version(path: Path, limits: Limits = LIMITS) -> tuple[str, date]:
    """Return the version and the date of an `atlas.toml`.

    Raises
    ------
    InputError
        If the file is not there or lacks one of the two.
    """
    content = read_bytes(path, path.name, limits)
    try:
        values = tomllib.loads(content.decode())
    except (ValueError, RecursionError) as error:
        raise InputError([_version_fault(path.name, str(error))]) from error
    version, day = values.get("version"), values.get("date")
    if not isinstance(version, str) or type(day) is not date:
        raise InputError([_version_fault(path.name, f"version {version!r}, date {day!r}")])
    return version, day


def _version_fault(where: str, found: str) -> Fault:
    return Fault(
        where, 'version = "0.1" and date = 2026-01-31', found, "Write the two lines as shown."
    )


def _trusted(folder: Path, table: Table) -> pd.DataFrame:
    path = folder / f"{table.name}.csv"
    if table.optional and not path.exists():
        return blank(table)
    columns = plain_columns(path, table, path.name)
    try:
        if columns is not None:
            return typed_columns(table, columns)
        return typed(_cells(path, table))
    except ValueError as error:
        raise _explained(_cells(path, table), error) from error


def _cells(path: Path, table: Table) -> Cells:
    cells = read_csv(path, table, path.name)
    if cells.faults:
        raise InputError(cells.faults)
    return cells


def _explained(cells: Cells, error: ValueError) -> InputError:
    faults = cell_faults(cells).faults
    other = Fault(cells.where, "cells as the schema says", str(error), "Run zimnik check.")
    return InputError(faults or [other])
