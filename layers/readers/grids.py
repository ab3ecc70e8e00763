"""Rows of text to the cells of a table: those of a CSV file and those of a sheet alike.

Owns that titles and totals are left out, that a column of WKT is geometry, and that rows of too
many or too few cells are told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from zimnik.geo.core.errors import Fault
from zimnik.layers.readers.cells import Cells, aligned, shown
from zimnik.layers.readers.headings import known_names, without_titles
from zimnik.layers.readers.reading import with_said_headings
from zimnik.layers.schema.schema import LAT, LON

if TYPE_CHECKING:
    import geopandas as gpd

    from zimnik.layers.readers.reading import Reading
    from zimnik.layers.schema.schema import Table

_WKT = re.compile(
    r"\s*(SRID\s*=\s*(?P<srid>\d+)\s*;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON)\s*(ZM|Z|M)?\s*(\(|EMPTY)",
    re.IGNORECASE,
)
DEGREES = "4326"
FEATURE = "feature"


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of text as a file has them.

    Parameters
    ----------
    rows
        Rows that are not empty, by the number that a reader of the file counts.
    numbering
        What is counted: "line" or "row".
    commas_separate
        Whether commas separate the cells of the file.
    notes, faults
        What was recognised, and what broke the reading off.
    """

    rows: dict[int, list[str]]
    numbering: str = "line"
    commas_separate: bool = False
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def grid_cells(grid: Grid, table: Table, where: str, reading: Reading) -> Cells:
    """Return rows as the cells of a table.

    Parameters
    ----------
    grid
        The rows.
    table, where
        What they should hold, and how faults name the file.
    reading
        What is said of the file.

    Raises
    ------
    InputError
        If what is said of its columns cannot be.
    """
    known = known_names(table, reading)
    heading, rows, told = without_titles(grid.rows, known, where, grid.numbering)
    width = len(heading)
    frame = pd.DataFrame(
        [[*row, *[""] * (width - len(row))][:width] for row in rows.values()],
        columns=range(width),
        index=list(rows),
        dtype=object,
    )
    frame.columns = pd.Index(heading, dtype=object)
    frame = with_said_headings(frame, table, where, reading)
    wkt = _wkt_column(frame, table)
    if wkt is None:
        cells = aligned(
            table,
            where,
            frame,
            numbering=grid.numbering,
            commas_separate=grid.commas_separate,
        )
    else:
        cells = _drawn(frame, wkt, table, where, grid)
    ragged = {line: _ragged(cells, line, len(row), width) for line, row in rows.items()}
    return replace(
        cells,
        notes=(*grid.notes, *told, *cells.notes),
        ragged=frozenset(line for line, fault in ragged.items() if fault),
        faults=(*cells.faults, *grid.faults, *(fault for fault in ragged.values() if fault)),
    )


def _ragged(cells: Cells, line: int, found: int, expected: int) -> Fault | None:
    if found == expected:
        return None
    return Fault(
        cells.where,
        f"{expected} cells as in the heading",
        str(found),
        "Add or drop cells; quote a cell that holds the separator.",
        row=cells.label(line),
    )


def _wkt_column(frame: pd.DataFrame, table: Table) -> int | None:
    """Return the position of the column that draws the rows, where nothing else says where."""
    plain = {str(name).strip().casefold() for name in frame.columns}
    placed = all(
        plain & {name, *table.column(name).aliases} for name in (LON, LAT) if name in table.names
    )
    if not table.geometry or (table.geometry == "Point" and placed):
        return None
    for position in range(frame.shape[1]):
        filled = [text for text in frame.iloc[:, position] if text.strip()]
        if filled and _WKT.match(filled[0]):
            return position
    return None


def _drawn(frame: pd.DataFrame, position: int, table: Table, where: str, grid: Grid) -> Cells:
    """Return the cells of rows that a column of WKT draws."""
    from zimnik.layers.readers.geo_frames import frame_cells  # noqa: PLC0415 - few files have it

    heading = str(frame.columns[position])
    lines = frame.index.tolist()
    texts = frame.iloc[:, position].tolist()
    geometry, srid, faults = _geometry(texts, lines, where, grid.numbering)
    others = [n for n in range(frame.shape[1]) if n != position]
    drawn = _geo_frame(frame.iloc[:, others], geometry, srid)
    note = f"{where}: read '{shown(heading)}' as geometry, WKT in EPSG:{srid}"
    cells = frame_cells(drawn, table, where, notes=(note,))

    def by_line(row: str) -> str:
        word, _, number = row.partition(" ")
        return f"{grid.numbering} {lines[int(number) - 1]}" if word == FEATURE else row

    areas = cells.areas
    return replace(
        cells,
        frame=cells.frame.set_axis(lines, axis=0),
        numbering=grid.numbering,
        commas_separate=grid.commas_separate,
        areas=None if areas is None else areas.set_axis([lines[n - 1] for n in areas.index]),
        faults=(*faults, *(replace(one, row=by_line(one.row)) for one in cells.faults)),
    )


def _geo_frame(frame: pd.DataFrame, geometry: list[object], srid: str) -> gpd.GeoDataFrame:
    import geopandas as gpd  # noqa: PLC0415 - as its reader

    name = "geometry"
    while name in frame.columns:
        name += "_"
    # Without a known place a file of no readable cell would have no reference system either.
    return gpd.GeoDataFrame(
        frame.assign(**{name: gpd.GeoSeries(geometry, index=frame.index, crs=f"EPSG:{srid}")}),
        geometry=name,
    )


def _geometry(
    texts: list[str], lines: list[int], where: str, numbering: str
) -> tuple[list[object], str, list[Fault]]:
    import shapely  # noqa: PLC0415 - as its reader

    geometry: list[object] = []
    faults: list[Fault] = []
    srids: set[str] = set()
    for text, line in zip(texts, lines, strict=True):
        match = _WKT.match(text)
        drawn = None
        if match:
            srids.add(match["srid"] or DEGREES)
            drawn = shapely.from_wkt(
                text.partition(";")[2] if match["srid"] else text, on_invalid="ignore"
            )
        if drawn is None and text.strip():
            row, found = f"{numbering} {line}", f"'{shown(text)}'"
            expected = "a geometry in WKT such as POINT (116.5 71)"
            fault = Fault(where, expected, found, "Draw it anew.", row=row, column="geometry")
            faults.append(fault)
        geometry.append(None if drawn is None else shapely.force_2d(drawn))
    if len(srids) > 1:
        found = " and ".join(sorted(srids))
        faults.append(
            Fault(where, "one reference system", f"SRID {found}", "Export the table anew.")
        )
    return geometry, min(srids, default=DEGREES), faults
