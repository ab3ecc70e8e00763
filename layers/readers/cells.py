"""Tables as text: what any file holds before it is validated, and what any file is written from.

Owns the passage between text cells and typed frames. Every reader gives `Cells`, so one schema
judges CSV, GeoPackage, GeoJSON and GeoParquet alike and a fault quotes the cell as it stood.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from zimnik.geo.core.errors import Fault
from zimnik.layers.schema.schema import LAT, LON, Column, Fill, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray
    from pandas.api.extensions import ExtensionArray

# GDAL writes yes and no as 1 and 0.
YES_NO: dict[str, bool | None] = {
    **dict.fromkeys(("yes", "true", "1"), True),
    **dict.fromkeys(("no", "false", "0"), False),
    "": None,
}
DECIMAL_COMMA = r"[+-]?\d+,\d+"
# "95,000" may be ninety-five or ninety-five thousand; only a file that does not separate its cells
# by commas can mean a decimal comma by it.
THOUSANDS_COMMA = r"[+-]?\d{1,3},\d{3}"
NEAR = 0.75
CUT_BYTES = 10
SHOWN_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Cells:
    """A table read from a file, all cells text.

    Parameters
    ----------
    table
        What the table should be.
    where
        The file, and the layer where it has several, as faults name it.
    frame
        All columns of the table in its order, all text, "" where unknown. The index counts lines
        as a text editor does, or features from 1.
    numbering
        What the index counts: "line" or "feature".
    commas_separate
        Whether commas separate the cells of the file.
    missing
        Required columns that the file does not have; they stand in the frame as unknown.
    geometry
        Lines of links, longitude and latitude in WGS84, in the order of the frame.
    areas
        Polygons of places in WGS84, by the index of the frame; those of points are left out.
    notes
        What was recognised and is worth saying.
    ragged
        Rows of too many or too few cells, which have a fault and are not looked at further.
    faults
        What is wrong with the file as far as reading it showed.
    """

    table: Table
    where: str
    frame: pd.DataFrame
    numbering: str = "line"
    commas_separate: bool = False
    missing: tuple[str, ...] = ()
    geometry: gpd.GeoSeries | None = None
    areas: gpd.GeoSeries | None = None
    notes: tuple[str, ...] = ()
    ragged: frozenset[int] = frozenset()
    faults: tuple[Fault, ...] = ()

    def label(self, number: int) -> str:
        """Return how faults name a row: its key and where it stands in the file."""
        cells = (str(self.frame.at[number, name]) for name in self.table.key)  # noqa: PD008 - by label
        key = " ".join(cell for cell in cells if cell)
        place = f"{self.numbering} {number}"
        return f"{shown(key)} ({place})" if key else place

    def row_keys(self) -> list[tuple[int, str]]:
        """Return the number of each row and its key, as the rules on rows name it."""
        columns = [self.frame[name] for name in self.table.key]
        joined = (" ".join(values) for values in zip(*columns, strict=True))
        return list(zip(self.frame.index, joined, strict=True))


def aligned(
    table: Table,
    where: str,
    frame: pd.DataFrame,
    *,
    numbering: str = "line",
    commas_separate: bool = False,
    geometry: gpd.GeoSeries | None = None,
    cut: bool = False,
) -> Cells:
    """Return text columns under the names of the table, whatever the file calls them.

    Headings match without regard to case, by name first and then by alias; where the format may
    have `cut` a heading, also by the only name that begins so. Columns that the table
    does not have are left out and named in a note. A heading that stands twice, and a required
    column that is missing, are faults.
    """
    headings = [str(name) for name in frame.columns]
    found = {column.name: _position(column, headings) for column in table.columns}
    if cut:
        found = _with_cut(table, headings, found)
    cells = frame.to_numpy(dtype=object)
    texts = np.full((len(frame), len(found)), "", dtype=object)
    for column, position in enumerate(found.values()):
        if position is not None:
            texts[:, column] = cells[:, position]
    missing = tuple(
        column.name
        for column in table.columns
        if column.fill is Fill.REQUIRED and found[column.name] is None
    )
    used = {position for position in found.values() if position is not None}
    unused = [name for i, name in enumerate(headings) if i not in used and name.strip()]
    return Cells(
        table=table,
        where=where,
        frame=pd.DataFrame(texts, index=frame.index, columns=list(found)),
        numbering=numbering,
        commas_separate=commas_separate,
        missing=missing,
        geometry=geometry,
        notes=tuple(_heading_notes(table, where, headings, found, unused)),
        faults=(*_repeated(table, where, headings), *_missing(table, where, missing, unused)),
    )


def _plain(heading: str) -> str:
    return heading.strip().casefold()


def _position(column: Column, headings: Sequence[str]) -> int | None:
    plain = [_plain(heading) for heading in headings]
    names = (column.name, _plain(column.heading), *column.aliases)
    return next((plain.index(name) for name in names if name in plain), None)


def _with_cut(
    table: Table, headings: Sequence[str], found: dict[str, int | None]
) -> dict[str, int | None]:
    """Return the positions with those of headings that a shapefile cut to ten bytes."""
    used = set(found.values())
    added: dict[str, int | None] = {}
    for position, heading in enumerate(headings):
        plain = _plain(heading)
        if position in used or CUT_BYTES not in {len(plain), len(plain.encode())}:
            continue
        meant = {
            column.name
            for column in table.columns
            if found[column.name] is None
            and any(name.startswith(plain) for name in (column.name, *column.aliases))
        }
        if len(meant) == 1:
            added.setdefault(meant.pop(), position)
    return {**found, **added}


def _heading_notes(
    table: Table,
    where: str,
    headings: Sequence[str],
    found: dict[str, int | None],
    unused: Sequence[str],
) -> list[str]:
    renamed = [
        f"'{shown(headings[position])}' as {name}"
        for name, position in found.items()
        if position is not None
        and _plain(headings[position]) not in {name, _plain(table.column(name).heading)}
    ]
    notes = [f"{where}: read {', '.join(renamed)}"] if renamed else []
    if unused:
        quoted = ", ".join(f"'{shown(name)}'" for name in unused)
        notes.append(f"{where}: columns not known to table {table.name} are left out: {quoted}")
    return notes


def _repeated(table: Table, where: str, headings: Sequence[str]) -> list[Fault]:
    plain = [_plain(heading) for heading in headings]
    twice = [name for name in table.names if plain.count(name) > 1]
    return [
        Fault(where, "one column of each name", f"'{name}' twice", "Drop one.", column=name)
        for name in twice
    ]


def _missing(
    table: Table, where: str, missing: Sequence[str], unused: Sequence[str]
) -> list[Fault]:
    faults = []
    for name in missing:
        names = (name, *table.column(name).aliases)
        near = nearest(name, [_plain(heading) for heading in unused])
        hint = f" Is '{near}' meant?" if near else ""
        also = f" (or {', '.join(names[1:])})" if names[1:] else ""
        faults.append(
            Fault(where, f"a column {name}{also}", "none", f"Add the column.{hint}", column=name)
        )
    return faults


def shown(text: str) -> str:
    """Return a text as messages show it: cut where it is long, control characters spelled out."""
    cut = text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}..."
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in cut
    )


def nearest(word: str, words: Sequence[str]) -> str | None:
    """Return the word most like another, or None where none is near."""
    close = difflib.get_close_matches(word, list(words), n=1, cutoff=NEAR)
    return close[0] if close else None


def with_decimal_points(cells: Cells) -> Cells:
    """Return the cells with decimal commas as points, and a note that says so.

    In a file whose cells are separated by commas, a comma before three digits is left as it is, for
    it may separate thousands, and the schema refuses it.
    """
    frame, changed = cells.frame.copy(), []
    for column in cells.table.columns:
        if column.kind is not Kind.NUMBER:
            continue
        text = frame[column.name].astype(object)
        commas = text.str.fullmatch(DECIMAL_COMMA).astype(bool)
        if cells.commas_separate:
            commas &= ~text.str.fullmatch(THOUSANDS_COMMA).astype(bool)
        if commas.any():
            frame[column.name] = text.where(~commas, text.str.replace(",", ".", regex=False))
            changed.append(column.name)
    if not changed:
        return cells
    note = f"{cells.where}: decimal commas were read as points in {', '.join(changed)}"
    return replace(cells, frame=frame, notes=(*cells.notes, note))


def typed(cells: Cells) -> pd.DataFrame:
    """Return the columns with their dtypes, coordinates included, rows numbered from 0.

    Text is `str` with "" for unknown, numbers are `float64` with NaN, yes/no is `boolean` with NA.

    Raises
    ------
    ValueError
        If a cell is not what its column holds; validate first to learn which.
    """
    return typed_columns(cells.table, cells.frame.to_numpy().T)


def typed_columns(table: Table, texts: Iterable[Sequence[str]]) -> pd.DataFrame:
    """Return the columns of a table as `typed` does, given the text of each in its order."""
    columns = zip(table.columns, texts, strict=True)
    return pd.DataFrame({column.name: _typed_values(column, values) for column, values in columns})


def _typed_values(column: Column, values: Sequence[str]) -> NDArray[np.float64] | ExtensionArray:
    if column.kind is Kind.NUMBER:
        return np.array([float(value) if value else np.nan for value in values], dtype=float)
    if column.kind is Kind.YES_NO:
        try:
            return pd.array([YES_NO[value] for value in values], dtype="boolean")
        except KeyError as error:
            message = f"neither yes nor no: {error}"
            raise ValueError(message) from error
    # From an array of objects, which pandas takes in half the time of a list.
    return pd.array(np.array(values, dtype=object), dtype="str")


def to_cells(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return a typed frame as text, in the columns and the order of its table.

    Numbers are written so that reading gives them back exactly.
    """
    if table.geometry == "Point":
        points = frame.geometry
        frame = pd.DataFrame(frame.drop(columns="geometry")).assign(
            **{LON: points.x.to_numpy(), LAT: points.y.to_numpy()}
        )
    return pd.DataFrame(
        {column.name: _cell_texts(frame[column.name]) for column in table.columns},
        index=frame.index,
        dtype=object,
    )


def _cell_texts(values: pd.Series[Any]) -> list[str]:
    """Return a column as cells; most of a wide table is unknown, which is told at once."""
    if values.isna().all():
        return [""] * len(values)
    return [one if type(one) is str else cell_text(one) for one in values.tolist()]


def cell_text(value: object) -> str:
    """Return any value of a frame or file as a cell: "" for unknown, yes and no, exact numbers."""
    if isinstance(value, str):
        return value
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float | np.floating):
        return "" if np.isnan(value) else repr(float(value)).removesuffix(".0")
    return str(value)
