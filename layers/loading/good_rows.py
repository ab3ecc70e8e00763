"""The good rows of a user's atlas, and the refused ones with their reasons.

Owns how a table with faults is used all the same, where the asker wants that: row by row, until
what is left has none. A fault of a whole file stays a fault.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import InputError
from zimnik.layers.loading.loading import laid_over, read_user_atlas
from zimnik.layers.readers.plain_files import LIMITS
from zimnik.layers.readers.reading import AS_WRITTEN

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from zimnik.geo.core.errors import Fault
    from zimnik.layers.atlas.atlas import Atlas
    from zimnik.layers.loading.frames import AtlasInput
    from zimnik.layers.loading.overlay import UserAtlas
    from zimnik.layers.readers.cells import Cells
    from zimnik.layers.readers.plain_files import Limits
    from zimnik.layers.readers.reading import Reading

# A row that goes may take away what another refers to, and that one may be referred to again.
MOST_ROUNDS = 50
REFUSED_COLUMNS = ("file", "row", "reasons")


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not used: where it stands, why, and its cells by column."""

    where: str
    row: str
    reasons: str
    cells: tuple[tuple[str, str], ...]


def overlaid_by_good_rows(
    atlas: Atlas,
    given: AtlasInput,
    *,
    drawn: bool = True,
    limits: Limits = LIMITS,
    reading: Reading = AS_WRITTEN,
) -> tuple[Atlas, tuple[RefusedRow, ...]]:
    """Return an atlas with the good rows of a user's over it, and the others.

    Parameters
    ----------
    atlas, given, drawn, limits, reading
        As `layers.loading.loading.overlaid`.

    Raises
    ------
    InputError
        If a file has faults that are not of single rows, or no row is good.
    """
    user = read_user_atlas(given, drawn=drawn, limits=limits, reading=reading)
    rows = sum(len(cells.frame) for cells in user.cells)
    refused: list[RefusedRow] = []
    first: list[Fault] = []
    for _ in range(MOST_ROUNDS):
        candidate, faults = laid_over(atlas, user)
        first = first or faults
        if not faults:
            return replace(candidate, notes=(*candidate.notes, *_notes(refused, rows))), tuple(
                refused
            )
        by_row = _by_row(user.cells, faults)
        known = {id(fault) for found in by_row.values() for fault in found}
        if any(id(fault) not in known for fault in faults) or len(refused) + len(by_row) >= rows:
            raise InputError(first)
        refused += [_refused(user.cells, at, found) for at, found in by_row.items()]
        user = _without(user, by_row)
    raise InputError(first)


def _notes(refused: Sequence[RefusedRow], rows: int) -> tuple[str, ...]:
    if not refused:
        return ()
    return (f"{len(refused):,} of {rows:,} rows were refused, each with its reasons",)


def _by_row(tables: Sequence[Cells], faults: Sequence[Fault]) -> dict[tuple[str, int], list[Fault]]:
    """Return the faults of single rows, by table and number."""
    places: dict[tuple[str, str], tuple[str, int]] = {}
    for cells in tables:
        for number in cells.frame.index.tolist():
            at = (cells.table.name, int(number))
            for label in (cells.label(number), f"{cells.numbering} {number}"):
                places[cells.where, label] = at
    found: dict[tuple[str, int], list[Fault]] = {}
    for fault in faults:
        at_row = places.get((fault.where, fault.row))
        if at_row is not None:
            found.setdefault(at_row, []).append(fault)
    return found


def _refused(tables: Sequence[Cells], at: tuple[str, int], faults: Sequence[Fault]) -> RefusedRow:
    name, number = at
    (cells,) = (one for one in tables if one.table.name == name)
    reasons = " ".join(
        dict.fromkeys(
            f"{fault.column or 'row'}: expected {fault.expected}, found {fault.found}."
            for fault in faults
        )
    )
    row = cells.frame.loc[number]
    texts = tuple((str(column), str(row[column])) for column in cells.frame.columns)
    return RefusedRow(cells.where, f"{cells.numbering} {number}", reasons, texts)


def _without(user: UserAtlas, rows: Collection[tuple[str, int]]) -> UserAtlas:
    """Return a user's atlas without some rows, and without the faults that were theirs."""
    return replace(user, cells=tuple(_kept(cells, rows) for cells in user.cells))


def _kept(cells: Cells, rows: Collection[tuple[str, int]]) -> Cells:
    name = cells.table.name
    keeps = [(name, int(number)) not in rows for number in cells.frame.index]
    gone = [int(n) for n, keep in zip(cells.frame.index, keeps, strict=True) if not keep]
    labels = {cells.label(n) for n in gone} | {f"{cells.numbering} {n}" for n in gone}
    return replace(
        cells,
        frame=cells.frame.loc[keeps],
        geometry=None if cells.geometry is None else cells.geometry[keeps],
        areas=None if cells.areas is None else cells.areas[~cells.areas.index.isin(gone)],
        ragged=frozenset(n for n in cells.ragged if n not in gone),
        faults=tuple(fault for fault in cells.faults if fault.row not in labels),
    )


def refused_rows(refused: Sequence[RefusedRow]) -> list[Mapping[str, str]]:
    """Return the refused rows as rows of a table, columns that all leave empty left out."""
    filled = {column for one in refused for column, text in one.cells if text}
    head = (dict(zip(REFUSED_COLUMNS, (r.where, r.row, r.reasons), strict=True)) for r in refused)
    return [
        {**said, **{column: text for column, text in one.cells if column in filled}}
        for said, one in zip(head, refused, strict=True)
    ]
