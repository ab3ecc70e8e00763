"""Users' atlases: read, validated and laid over the shipped one.

Owns the one door through which foreign data comes in. Nothing of a user's atlas is used unless all
of it is right; every fault of every table is raised at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from zimnik.geo.core.addresses import is_address
from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.atlas.areas import AREAS, area_faults
from zimnik.layers.atlas.atlas import LINE_FILE, SHIPPED, Atlas, empty_atlas
from zimnik.layers.atlas.link_lines import read_link_lines
from zimnik.layers.cards.rate_card import rate_faults
from zimnik.layers.checks.validation import cell_faults
from zimnik.layers.loading.foreign_ids import foreign_ids
from zimnik.layers.loading.overlay import UserAtlas, merged, with_own_rates
from zimnik.layers.loading.shipped import shipped_atlas, with_defaults
from zimnik.layers.readers.cells import Cells, typed
from zimnik.layers.readers.keys import repeated_keys
from zimnik.layers.readers.plain_files import LIMITS
from zimnik.layers.readers.reading import AS_WRITTEN
from zimnik.layers.schema.money_tables import RATES
from zimnik.layers.schema.schema import FILLED_TO_CHECK, FILLED_TO_LOAD, FILLED_TO_SHIP, Fill
from zimnik.layers.schema.tables import PLACE_TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from zimnik.layers.checks.validation import Checked
    from zimnik.layers.loading.frames import AtlasInput
    from zimnik.layers.readers.plain_files import Limits
    from zimnik.layers.readers.reading import Reading
    from zimnik.layers.regions.region import Region

NOTES = "notes"
# Columns that name a place, by table.
REFERENCES = {
    "links": ("from_id", "to_id"),
    "posts": ("terminal_id",),
    "outputs": ("deposit_id",),
    AREAS.name: ("id",),
}


@dataclass(frozen=True, slots=True)
class Examined:
    """What `zimnik check` found at a path: faults by file and line, and what is worth saying."""

    faults: tuple[Fault, ...]
    notes: tuple[str, ...]


def load_atlas(
    *,
    given: AtlasInput | None = None,
    drawn: bool = True,
    base: Path = SHIPPED,
    limits: Limits = LIMITS,
    reading: Reading = AS_WRITTEN,
) -> Atlas:
    """Return the shipped atlas, with a user's atlas over it where a path is given.

    Parameters
    ----------
    given
        A folder of CSV, GeoJSON, GeoParquet or shapefiles named like the tables, a GeoPackage with
        layers named like them, or a single such file; a single table of any other name is read as
        deposits. Or the address of a store, postgresql://host/database. Or frames by the names of
        the tables, or one frame of deposits. A row replaces the
        shipped row of the same key as a whole, else it is added.
    drawn
        Whether links come as they are drawn; without it they are chords, which is all that a
        route needs and much faster.
    base
        Folder of the atlas underneath, which is trusted to be valid.
    limits
        The most that is read of the user's files.
    reading
        What is said of the user's files.

    Raises
    ------
    InputError
        With every fault of every table, each by file, row and column.
    """
    atlas = shipped_atlas(folder=base, drawn=drawn)
    if given is None:
        return atlas
    return overlaid(atlas, given, drawn=drawn, limits=limits, reading=reading)


def overlaid(
    atlas: Atlas,
    given: AtlasInput,
    *,
    drawn: bool = True,
    limits: Limits = LIMITS,
    reading: Reading = AS_WRITTEN,
) -> Atlas:
    """Return an atlas with a user's atlas over it, as `load_atlas` does.

    Raises
    ------
    InputError
        With every fault of every table, each by file, row and column.
    """
    user = read_user_atlas(given, drawn=drawn, limits=limits, reading=reading)
    candidate, faults = _overlaid(atlas, user, FILLED_TO_LOAD)
    if faults:
        raise InputError(faults)
    return candidate


def laid_over(atlas: Atlas, user: UserAtlas) -> tuple[Atlas, list[Fault]]:
    """Return an atlas with a user's good rows in it, and every fault of the user's tables."""
    return _overlaid(atlas, user, FILLED_TO_LOAD)


def check_path(
    *,
    given: AtlasInput | None = None,
    base: Path = SHIPPED,
    limits: Limits = LIMITS,
    reading: Reading = AS_WRITTEN,
) -> Examined:
    """Return every fault of an atlas as it stands in its files, by file, line and column.

    Parameters
    ----------
    given
        A user's atlas, as `load_atlas` takes it; without one the atlas of `base` itself.
    base
        Folder of the atlas underneath. Its faults are not those of a user's atlas over it.
    limits
        The most that is read of the user's files.
    reading
        What is said of the user's files.
    """
    user = read_user_atlas(base if given is None else given, limits=limits, reading=reading)
    filled = FILLED_TO_SHIP if given is None else FILLED_TO_CHECK
    try:
        atlas = shipped_atlas(folder=base)
    except InputError as error:
        own = tuple(_cell_faults(user.cells, filled, None)[0]) if given is None else ()
        read = tuple(note for cells in user.cells for note in cells.notes)
        return Examined((*user.faults, *own) or error.faults, read)
    # An atlas is not laid over itself, or its wrong rows would stand under its right ones.
    if given is None:
        atlas = with_defaults(empty_atlas(atlas.version, atlas.date, atlas.region))
    return examined_over(atlas, user, filled=filled, blameless=given is not None)


def examined_over(
    atlas: Atlas, user: UserAtlas, *, filled: frozenset[Fill], blameless: bool = True
) -> Examined:
    """Return every fault of tables over an atlas, judged by its region.

    Parameters
    ----------
    atlas
        What lies under the tables.
    user
        The tables.
    filled
        Which columns must be filled.
    blameless
        Whether what is wrong with the atlas underneath is left out.
    """
    from zimnik.layers.checks.region_checks import provinces_of, region_notes  # noqa: PLC0415 - only checks

    places = region_notes(user.cells, provinces_of(atlas.region))
    candidate, faults = _overlaid(atlas, user, filled, blameless=blameless)
    return Examined(tuple(faults), (*candidate.notes, *places))


def load_rates(given: str | Path | pd.DataFrame, *, limits: Limits = LIMITS) -> pd.DataFrame:
    """Return the rate table of a file of any name, or of a frame, within limits.

    What is worth saying is in the `attrs` of the result.

    Raises
    ------
    InputError
        With every fault of the table.
    """
    from zimnik.layers.loading.frames import cells_of  # noqa: PLC0415 - only users' tables need it
    from zimnik.layers.loading.sources import Source, read_source, spoken  # noqa: PLC0415 - only users' files need it

    if isinstance(given, str | Path):
        file = Path(given)
        cells = read_source(Source(RATES, file, None, spoken(file)), limits)
    else:
        cells = cells_of(given, RATES)
    faults, checked = _cell_faults((cells,), FILLED_TO_LOAD, None)
    good = typed(replace(cells, frame=cells.frame.loc[checked[RATES.name].good]))
    faults += _located(rate_faults(good, None), (cells,))
    if faults:
        raise InputError(faults)
    good.attrs[NOTES] = cells.notes
    return good


def with_rates(atlas: Atlas, rates: pd.DataFrame) -> Atlas:
    """Return an atlas with rows of its rate table replaced by group and item, or added."""
    return replace(
        atlas,
        rates=with_own_rates(atlas.rates, rates, list(RATES.key)),
        notes=(*atlas.notes, *rates.attrs.get(NOTES, ())),
    )


def read_user_atlas(
    given: AtlasInput,
    *,
    drawn: bool = True,
    limits: Limits = LIMITS,
    reading: Reading = AS_WRITTEN,
) -> UserAtlas:
    """Return the tables of a path or frames, as text; what cannot be read is among the faults."""
    from zimnik.layers.store.address import Address, read_address  # noqa: PLC0415 - as the next
    from zimnik.layers.store.reading import Snapshot  # noqa: PLC0415 - as the next

    if isinstance(given, str) and is_address(given):
        given = read_address(given)
    if isinstance(given, str | Path):
        return _read_files(Path(given), limits, reading, drawn=drawn)
    if isinstance(given, Address | Snapshot):
        from zimnik.layers.loading.stores import read_store  # noqa: PLC0415 - an extra that few need

        return read_store(given, limits=limits, reading=reading)
    from zimnik.layers.loading.frames import read_frames  # noqa: PLC0415 - only users' tables need it

    return read_frames(given, reading=reading)


def _read_files(path: Path, limits: Limits, reading: Reading, *, drawn: bool) -> UserAtlas:
    from zimnik.layers.loading.sources import (  # noqa: PLC0415 - only users' files need GDAL
        find_sources,
        read_edition,
        read_source,
        spoken,
    )
    from zimnik.layers.readers.geo_files import require_parquet  # noqa: PLC0415 - as those

    sources, faults = find_sources(path, limits)
    cells: list[Cells] = []
    for source in sources:
        try:
            cells.append(read_source(source, limits, reading=reading))
        except InputError as error:
            faults.extend(error.faults)
    lines, edition = None, None
    try:
        if drawn and (path / LINE_FILE).is_file():
            require_parquet(path / LINE_FILE, LINE_FILE, limits)
            lines = read_link_lines(path / LINE_FILE, LINE_FILE)
        edition = read_edition(path, limits)
    except InputError as error:
        faults.extend(error.faults)
    return UserAtlas(tuple(cells), lines, edition, spoken(path), tuple(faults))


def _overlaid(
    atlas: Atlas, user: UserAtlas, filled: frozenset[Fill], *, blameless: bool = True
) -> tuple[Atlas, list[Fault]]:
    """Return an atlas with a user's good rows in it, and every fault of the user's tables.

    Rules that look at the whole are asked only if the rows are right, for a row left out would make
    its neighbours look wrong. `blameless` leaves out what is wrong with the atlas underneath.
    """
    from zimnik.layers.checks.checks import row_faults, whole_faults  # noqa: PLC0415 - only users' files
    from zimnik.layers.loading.replacements import replacement_notes  # noqa: PLC0415 - as those

    if not user.cells:
        return atlas, list(user.faults)
    faults, checked = _cell_faults(user.cells, filled, atlas.region)
    foreign = foreign_ids(atlas, user.cells)
    faults = [*user.faults, *faults, *foreign.values()]
    repeated = {cells.table.name: repeated_keys(cells) for cells in user.cells}
    good = {
        name: [n for n in table.good if n not in repeated[name] and (name, n) not in foreign]
        for name, table in checked.items()
    }
    candidate = merged(atlas, user, good)
    told = replacement_notes(atlas, user.cells, checked if filled == FILLED_TO_LOAD else None)
    candidate = replace(candidate, notes=(*candidate.notes, *told))
    known = _user_place_ids(user) | _perhaps_meant(user, checked)
    broken = frozenset(
        cells.table.name for cells in user.cells if len(good[cells.table.name]) < len(cells.frame)
    )
    found = row_faults(candidate, also_known=known, broken=broken)
    if found and blameless:
        found = _new(found, row_faults(atlas))
    faults += _link_end_faults(candidate, user, checked, known)
    faults += _area_faults(candidate, user, known)
    if filled != FILLED_TO_LOAD and not faults and not found:
        found = whole_faults(candidate)
        if found and blameless:
            found = _new(found, whole_faults(atlas))
    return candidate, [*faults, *_located(found, user.cells)]


def _new(found: Sequence[Fault], before: Sequence[Fault]) -> list[Fault]:
    return [fault for fault in found if fault not in before]


def _cell_faults(
    tables: Sequence[Cells], filled: frozenset[Fill], region: Region | None
) -> tuple[list[Fault], dict[str, Checked]]:
    checked = {
        cells.table.name: cell_faults(cells, filled=filled, region=region) for cells in tables
    }
    faults = [
        fault
        for cells in tables
        for fault in (
            *cells.faults,
            *checked[cells.table.name].faults,
            *repeated_keys(cells).values(),
        )
    ]
    return faults, checked


def _user_place_ids(user: UserAtlas) -> frozenset[str]:
    return frozenset(
        place_id
        for cells in user.cells
        if cells.table.name in PLACE_TABLES
        for place_id in cells.frame["id"]
    )


def _perhaps_meant(user: UserAtlas, checked: dict[str, Checked]) -> frozenset[str]:
    """Return every id that rows refer to, if a place has a wrong id, for that may be the one."""
    nameless = any(
        "id" in cells.missing or any(column == "id" for _, column in checked[name].wrong)
        for cells in user.cells
        for name in (cells.table.name,)
        if name in PLACE_TABLES
    )
    return frozenset(
        place_id
        for cells in user.cells
        for column in REFERENCES.get(cells.table.name, ())
        for place_id in cells.frame[column]
        if nameless
    )


def _link_end_faults(
    candidate: Atlas, user: UserAtlas, checked: dict[str, Checked], known: frozenset[str]
) -> list[Fault]:
    """Return faults of the ends of links that have other faults, and so are not in the atlas."""
    from zimnik.layers.checks.link_checks import reference_faults  # noqa: PLC0415 - only users' files

    cells = next((cells for cells in user.cells if cells.table.name == "links"), None)
    if cells is None:
        return []
    ids = {*known, *(i for name in PLACE_TABLES for i in candidate.table(name)["id"])}
    rows = cells.frame.drop([*checked["links"].good, *cells.ragged])
    wrong = checked["links"].wrong
    found = [
        fault
        for number, row in zip(rows.index, rows.to_dict("records"), strict=True)
        for fault in reference_faults(
            row, ids, {*cells.missing, *(name for n, name in wrong if n == number)}
        )
    ]
    return _located(found, (cells,))


def _area_faults(candidate: Atlas, user: UserAtlas, known: frozenset[str]) -> list[Fault]:
    ids = {*known, *(i for name in PLACE_TABLES for i in candidate.table(name)["id"])}
    layers = (cells for cells in user.cells if cells.table == AREAS)
    return [fault for cells in layers for fault in area_faults(cells, ids)]


def _located(faults: Sequence[Fault], tables: Sequence[Cells]) -> list[Fault]:
    """Return faults of an atlas's rows by the file and line where a user wrote them."""
    if not faults:
        return []
    rows = {
        (cells.table.name, key): (cells, number)
        for cells in tables
        for number, key in cells.row_keys()
    }
    located = []
    for fault in faults:
        if (fault.where, fault.row) in rows:
            cells, number = rows[fault.where, fault.row]
            located.append(replace(fault, where=cells.where, row=cells.label(number)))
        else:
            located.append(fault)
    return located
