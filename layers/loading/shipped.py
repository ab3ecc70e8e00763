"""The shipped atlas, or another folder that is trusted to be valid.

Owns how tables are read that the tests and `zimnik check` have judged already.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.atlas.atlas import LINE_FILE, SHIPPED, VERSION_FILE, Atlas, blank, make_atlas
from zimnik.layers.atlas.link_lines import read_link_lines
from zimnik.layers.checks.validation import cell_faults
from zimnik.layers.loading.overlay import with_rows
from zimnik.layers.readers.cells import typed, typed_columns
from zimnik.layers.readers.csv_files import plain_columns, read_csv
from zimnik.layers.readers.plain_files import LIMITS, read_bytes
from zimnik.layers.regions.finding import region_folder, shipped_regions
from zimnik.layers.regions.region_files import REGION_FILE, read_region
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from zimnik.layers.readers.cells import Cells
    from zimnik.layers.readers.plain_files import Limits
    from zimnik.layers.regions.region import Region
    from zimnik.layers.schema.schema import Table

# A folder without these is no atlas; what else it lacks it knows nothing of.
NEEDED = frozenset({"terminals", "links"})


def shipped_atlas(*, folder: Path = SHIPPED, drawn: bool = True) -> Atlas:
    """Return the atlas of a folder that is trusted to be valid, such as the shipped one.

    Parameters
    ----------
    folder
        One CSV per table, `atlas.toml`, `region.toml` and, where lines are drawn,
        `link_lines.parquet`. Tables without which there is no network must be there.
    drawn
        Whether links come as they are drawn; without it they are chords, which is all that a
        route needs and much faster.

    Raises
    ------
    InputError
        If a file is missing or does not hold what its columns say.
    """
    # A folder that is no region is an atlas of the usual one.
    region = read_region(folder if (folder / REGION_FILE).is_file() else SHIPPED)
    frames = {name: trusted_table(folder, table) for name, table in TABLES.items()}
    version, day = read_version(folder / VERSION_FILE)
    has_lines = drawn and (folder / LINE_FILE).is_file()
    lines = read_link_lines(folder / LINE_FILE, LINE_FILE) if has_lines else None
    return make_atlas({**frames, **_taken(region, frames)}, version, day, region, lines=lines)


def with_defaults(atlas: Atlas) -> Atlas:
    """Return an atlas with rows of the region that its own names, where it has none of the key.

    Raises
    ------
    InputError
        If it names itself, or a region that is not shipped.
    """
    frames = {name: atlas.table(name) for name in TABLES}
    taken: dict[str, Any] = _taken(atlas.region, frames)
    return replace(atlas, **taken)


def _taken(region: Region, frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables in which a region takes rows of another, with its own over them."""
    defaults = region.defaults
    if defaults is None:
        return {}
    if defaults.region not in shipped_regions() or defaults.region == region.name:
        expected = f"another of {', '.join(shipped_regions())}"
        remedy = "Name another region."
        found = f"'{defaults.region}'"
        raise InputError([Fault(REGION_FILE, expected, found, remedy, column="defaults")])
    folder = region_folder(defaults.region)
    return {
        name: with_rows(trusted_table(folder, TABLES[name]), frames[name], list(TABLES[name].key))
        for name in defaults.tables
    }


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


def trusted_table(folder: Path, table: Table) -> pd.DataFrame:
    """Return a table of a folder that is trusted; one that it need not have is empty."""
    path = folder / f"{table.name}.csv"
    if not path.exists() and (table.optional or table.name not in NEEDED):
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
