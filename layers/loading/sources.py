"""Which file, or layer of a file, holds which table of a user's atlas.

Owns how a path is understood: a folder, a GeoPackage or a single table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.atlas.areas import AREAS
from zimnik.layers.atlas.atlas import LINE_FILE, VERSION_FILE
from zimnik.layers.loading.shipped import read_version
from zimnik.layers.readers.cells import Cells, nearest, with_decimal_points
from zimnik.layers.readers.csv_files import read_csv, unreadable
from zimnik.layers.readers.generated_ids import with_made_ids, with_russian_names
from zimnik.layers.readers.geo_files import (
    SIGNATURES,
    VERSION_LAYER,
    layer_names,
    read_geo,
    read_version_layer,
    require_signature,
)
from zimnik.layers.schema.tables import DEPOSITS, TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from zimnik.layers.schema.schema import Table

CSV = ".csv"
SUFFIXES = (CSV, *SIGNATURES)
LAYERED = ".gpkg"
# Files and layers that belong to an atlas, or to GIS software, and are no tables.
OTHER_FILES = frozenset({"land", "regions", LINE_FILE.partition(".")[0]})
READ_TABLES = {**TABLES, AREAS.name: AREAS}
OTHER_LAYERS = frozenset({VERSION_LAYER, "layer_styles", "qgis_projects"})


@dataclass(frozen=True, slots=True)
class Source:
    """A table of a user's atlas: where it stands and what it should hold."""

    table: Table
    path: Path
    layer: str | None
    where: str


def find_sources(path: Path) -> tuple[list[Source], list[Fault]]:
    """Return the tables of a path and what in it is no table.

    Parameters
    ----------
    path
        A folder of files named like the tables, a GeoPackage with layers named like them, or one
        file: by its name, else taken as deposits.
    """
    try:
        if path.is_dir():
            sources, faults = _in_folder(path)
        elif path.exists():
            sources, faults = _in_file(path, alone=True)
        else:
            return [], [_not_there(path)]
    except OSError as error:
        return [], list(unreadable(spoken(path), error).faults)
    if not sources and not faults:
        listed = f"at least one of {', '.join(TABLES)} as {', '.join(SUFFIXES)}"
        faults.append(Fault(spoken(path), listed, "none", "Name the files like the tables."))
    return sources, [*faults, *_twice(sources)]


def spoken(path: Path) -> str:
    """Return how faults and notes name a path: its last part, as text that can be printed."""
    return (path.name or str(path)).encode("utf-8", "replace").decode("utf-8")


def read_edition(path: Path) -> tuple[str, date] | None:
    """Return the version and date that an exported atlas carries, None where it has none.

    Raises
    ------
    InputError
        If it carries them and they cannot be read.
    """
    if (path / VERSION_FILE).is_file():
        return read_version(path / VERSION_FILE)
    if path.suffix.casefold() != LAYERED or not path.is_file():
        return None
    try:
        require_signature(path, spoken(path))
        names = layer_names(path, spoken(path))
    except InputError:
        # Already among the faults of the tables.
        return None
    return read_version_layer(path, spoken(path)) if VERSION_LAYER in names else None


def read_source(source: Source) -> Cells:
    """Return the cells of a table, decimal commas read as points, missing names and ids made.

    Raises
    ------
    InputError
        If the file cannot be read as what it should be.
    """
    if source.path.suffix.casefold() == CSV:
        cells = read_csv(source.path, source.table, source.where)
    else:
        cells = read_geo(source.path, source.layer, source.table, source.where)
    return recognised(cells)


def recognised(cells: Cells) -> Cells:
    """Return cells with decimal commas read as points, missing names and ids made."""
    return with_decimal_points(with_made_ids(with_russian_names(cells)))


def _not_there(path: Path) -> Fault:
    return Fault(spoken(path), "a file or folder", "none of that name", "Check the path.")


def _in_folder(folder: Path) -> tuple[list[Source], list[Fault]]:
    sources: list[Source] = []
    faults: list[Fault] = []
    for path in sorted(folder.iterdir()):
        known = path.suffix.casefold() in SUFFIXES and path.name != VERSION_FILE
        if known and path.stem.casefold() not in OTHER_FILES:
            found, wrong = _in_file(path, alone=False)
            sources += found
            faults += wrong
    return sources, faults


def _in_file(path: Path, *, alone: bool) -> tuple[list[Source], list[Fault]]:
    suffix, where = path.suffix.casefold(), spoken(path)
    if suffix not in SUFFIXES:
        listed = f"a folder or a file of {', '.join(SUFFIXES)}"
        return [], [Fault(where, listed, f"'{suffix}'", "Save the table as one of these.")]
    if suffix != CSV:
        try:
            require_signature(path, where)
            if suffix == LAYERED:
                return _in_layers(path, layer_names(path, where))
        except InputError as error:
            return [], list(error.faults)
    table = READ_TABLES.get(path.stem.casefold())
    if table:
        return [Source(table, path, None, where)], []
    if alone:
        return [Source(DEPOSITS, path, None, f"{where} (read as deposits)")], []
    return [], [no_table(where, path.stem)]


def _in_layers(path: Path, layers: Sequence[str]) -> tuple[list[Source], list[Fault]]:
    sources, faults = [], []
    names = [name for name in layers if name.casefold() not in OTHER_LAYERS]
    for name in names:
        table = READ_TABLES.get(name.casefold())
        where = f"{spoken(path)}, layer {name}"
        if table:
            sources.append(Source(table, path, name, where))
        elif len(names) == 1:
            by_file = READ_TABLES.get(path.stem.casefold(), DEPOSITS)
            sources.append(Source(by_file, path, name, f"{where} (read as {by_file.name})"))
        else:
            faults.append(no_table(where, name))
    return sources, faults


def no_table(where: str, name: str) -> Fault:
    """Return the fault of a name that no table has."""
    near = nearest(name.casefold(), list(READ_TABLES))
    remedy = f"Is '{near}' meant?" if near else "Rename it, or take it out."
    return Fault(where, f"a table named one of {', '.join(READ_TABLES)}", f"'{name}'", remedy)


def _twice(sources: Sequence[Source]) -> list[Fault]:
    seen: dict[str, Source] = {}
    faults = []
    for source in sources:
        first = seen.setdefault(source.table.name, source)
        if first is not source:
            expected = f"table {source.table.name} once"
            found = f"also {first.where}"
            faults.append(Fault(source.where, expected, found, "Leave one of the two."))
    return faults
