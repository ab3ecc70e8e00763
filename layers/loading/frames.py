"""Frames as a user's atlas: the same checks as of files, with rows counted from 1.

Owns what frames may be given for and how faults name them: by table and row.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.atlas.areas import READ_TABLES
from zimnik.layers.loading.overlay import UserAtlas
from zimnik.layers.loading.sources import no_table, recognised
from zimnik.layers.readers.geo_frames import frame_cells
from zimnik.layers.readers.reading import AS_WRITTEN, with_said_headings
from zimnik.layers.schema.tables import DEPOSITS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zimnik.layers.readers.cells import Cells
    from zimnik.layers.readers.reading import Reading
    from zimnik.layers.schema.schema import Table
    from zimnik.layers.store.address import Address
    from zimnik.layers.store.reading import Snapshot

AtlasInput: TypeAlias = (
    "str | Path | Address | Snapshot | pd.DataFrame | Mapping[str, pd.DataFrame]"
)
NAME = "tables"
FEATURE, ROW = "feature ", "row "


def read_frames(
    given: pd.DataFrame | Mapping[str, pd.DataFrame], *, reading: Reading = AS_WRITTEN
) -> UserAtlas:
    """Return the tables of frames, as text; what cannot be read is among the faults.

    Parameters
    ----------
    given
        Frames by the names of the tables, or one frame of deposits.
    reading
        What is said of them.
    """
    frames = {DEPOSITS.name: given} if isinstance(given, pd.DataFrame) else dict(given)
    cells: dict[str, Cells] = {}
    faults: list[Fault] = []
    for name, frame in frames.items():
        table = READ_TABLES.get(str(name).casefold())
        if table is None:
            faults.append(no_table(NAME, str(name)))
        elif table.name in cells:
            remedy = "Leave one of the two."
            faults.append(Fault(NAME, f"table {table.name} once", f"also '{name}'", remedy))
        else:
            try:
                cells[table.name] = cells_of(frame, table, reading=reading)
            except InputError as error:
                faults += error.faults
    if not frames:
        listed = f"at least one of {', '.join(READ_TABLES)}"
        faults.append(Fault(NAME, listed, "none", "Name the frames like the tables."))
    return UserAtlas(tuple(cells.values()), None, None, NAME, tuple(faults))


def cells_of(
    frame: object, table: Table, *, where: str = "", reading: Reading = AS_WRITTEN
) -> Cells:
    """Return a frame as the cells of a table, with what a file of it would be read as.

    Parameters
    ----------
    frame
        The frame.
    table
        What it should hold.
    where
        How faults name it, if not by the name of the table.
    reading
        What is said of it.

    Raises
    ------
    InputError
        If it is no frame, or has geometry without a reference system.
    """
    if not isinstance(frame, pd.DataFrame):
        expected = "a DataFrame or GeoDataFrame"
        fault = Fault(where or table.name, expected, type(frame).__name__, "Give a frame.")
        raise InputError([fault])
    frame = with_said_headings(frame, table, where or table.name, reading)
    cells = frame_cells(frame, table, where or table.name)
    faults = tuple(replace(fault, row=_by_row(fault.row)) for fault in cells.faults)
    return recognised(replace(cells, numbering=ROW.strip(), faults=faults), reading)


def _by_row(row: str) -> str:
    return ROW + row.removeprefix(FEATURE) if row.startswith(FEATURE) else row
