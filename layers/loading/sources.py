"""Which file, or layer of a file, holds which table of a user's atlas.

Owns how a path is understood: a folder, a GeoPackage or a single table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.atlas.areas import READ_TABLES
from zimnik.layers.atlas.atlas import LINE_FILE, VERSION_FILE
from zimnik.layers.atlas.country_codes import with_country_codes
from zimnik.layers.loading.shipped import read_version
from zimnik.layers.readers.angles import with_degrees
from zimnik.layers.readers.cells import Cells, nearest, with_decimal_points
from zimnik.layers.readers.csv_files import read_csv
from zimnik.layers.readers.formats import SUFFIXES, TEXTS, no_format
from zimnik.layers.readers.gdal_files import LAYERED
from zimnik.layers.readers.generated_ids import with_made_ids, with_russian_names
from zimnik.layers.readers.geo_files import (
    ARCHIVE,
    KML,
    VERSION_LAYER,
    layers_of,
    read_geo,
    read_version_layer,
    require_signature,
)
from zimnik.layers.readers.geopackages import geopackage_layers
from zimnik.layers.readers.plain_files import LIMITS, require_file, unreadable
from zimnik.layers.readers.plain_texts import with_plain_texts
from zimnik.layers.readers.reading import AS_WRITTEN, with_said_values
from zimnik.layers.schema.tables import DEPOSITS, TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from zimnik.layers.readers.plain_files import Limits
    from zimnik.layers.readers.reading import Reading
    from zimnik.layers.schema.schema import Table

# Files and layers that belong to an atlas, or to GIS software, and are no tables.
OTHER_FILES = frozenset(
    {"land", "regions", "climate", "import_report", LINE_FILE.partition(".")[0]}
)
# Words of the pages of a region, in a language that is not shipped.
WORDS_OF_A_LANGUAGE = re.compile(r"(words|prose)_[a-z]{2}\.json")
OTHER_LAYERS = frozenset(
    {VERSION_LAYER, "layer_styles", "qgis_projects", "notes", "readme", "about", "прочти"}
)


@dataclass(frozen=True, slots=True)
class Source:
    """A table of a user's atlas: where it stands and what it should hold."""

    table: Table
    path: Path
    layer: str | None
    where: str


def find_sources(path: Path, limits: Limits = LIMITS) -> tuple[list[Source], list[Fault]]:
    """Return the tables of a path, each once, and what in it is no table.

    Parameters
    ----------
    path
        A folder of files named like the tables, a GeoPackage with layers named like them, or one
        file: by its name, else taken as deposits.
    limits
        The most that is read of a file.
    """
    try:
        if path.is_dir():
            sources, faults = _in_folder(path, limits)
        elif path.exists():
            sources, faults = _in_file(path, limits, alone=True)
        else:
            return [], [_not_there(path)]
    except OSError as error:
        return [], list(unreadable(spoken(path), error).faults)
    if not sources and not faults:
        listed = f"at least one of {', '.join(TABLES)} as {', '.join(SUFFIXES)}"
        faults.append(Fault(spoken(path), listed, "none", "Name the files like the tables."))
    once = list({source.table.name: source for source in reversed(sources)}.values())
    return once[::-1], [*faults, *_twice(sources)]


def spoken(path: Path) -> str:
    """Return how faults and notes name a path: its last part, as text that can be printed."""
    return (path.name or str(path)).encode("utf-8", "replace").decode("utf-8")


def read_edition(path: Path, limits: Limits = LIMITS) -> tuple[str, date] | None:
    """Return the version and date that an exported atlas carries, None where it has none.

    Raises
    ------
    InputError
        If it carries them and they cannot be read.
    """
    if (path / VERSION_FILE).is_file():
        return read_version(path / VERSION_FILE, limits)
    if path.suffix.casefold() != LAYERED or not path.is_file():
        return None
    try:
        require_signature(path, spoken(path), limits)
        names = geopackage_layers(path, spoken(path), limits)
    except InputError:
        # Already among the faults of the tables.
        return None
    return read_version_layer(path, spoken(path)) if VERSION_LAYER in names else None


def read_source(source: Source, limits: Limits = LIMITS, *, reading: Reading = AS_WRITTEN) -> Cells:
    """Return the cells of a table, decimal commas read as points, missing names and ids made.

    Parameters
    ----------
    source
        Which table of which file.
    limits
        The most that is read.
    reading
        What is said of the file.

    Raises
    ------
    InputError
        If the file cannot be read as what it should be.
    """
    suffix = source.path.suffix.casefold()
    if suffix in TEXTS:
        cells = read_csv(source.path, source.table, source.where, limits, reading=reading)
    elif suffix in SUFFIXES:
        cells = read_geo(
            source.path, source.layer, source.table, source.where, limits, reading=reading
        )
    else:
        raise InputError([no_format(source.where, suffix, SUFFIXES)])
    return recognised(cells, reading)


def recognised(cells: Cells, reading: Reading = AS_WRITTEN) -> Cells:
    """Return cells of plain texts with angles and decimal commas read, names and ids made.

    Parameters
    ----------
    cells
        As they stand in the file.
    reading
        What is said of their values.
    """
    named = with_made_ids(with_russian_names(with_plain_texts(cells)))
    said = with_country_codes(with_said_values(named, reading))
    return with_decimal_points(with_degrees(said))


def _not_there(path: Path) -> Fault:
    return Fault(spoken(path), "a file or folder", "none of that name", "Check the path.")


def _in_folder(folder: Path, limits: Limits) -> tuple[list[Source], list[Fault]]:
    sources: list[Source] = []
    faults: list[Fault] = []
    for path in sorted(folder.iterdir()):
        known = path.suffix.casefold() in SUFFIXES and path.name != VERSION_FILE
        is_words = WORDS_OF_A_LANGUAGE.fullmatch(path.name) is not None
        if known and not is_words and path.stem.casefold() not in OTHER_FILES:
            found, wrong = _in_file(path, limits, alone=False)
            sources += found
            faults += wrong
    return sources, faults


def _in_file(path: Path, limits: Limits, *, alone: bool) -> tuple[list[Source], list[Fault]]:
    suffix, where = path.suffix.casefold(), spoken(path)
    if suffix not in SUFFIXES:
        return [], [no_format(where, suffix, ("a folder", *SUFFIXES))]
    try:
        require_file(path, where)
        layers = layers_of(path, where, limits)
    except InputError as error:
        return [], list(error.faults)
    if layers is not None and not _is_of_one_table(path, layers, alone=alone):
        return _in_layers(path, layers)
    table = READ_TABLES.get(path.stem.casefold())
    if table:
        return [Source(table, path, None, where)], []
    if alone:
        return [Source(DEPOSITS, path, None, f"{where} (read as deposits)")], []
    return [], [no_table(where, path.stem)]


def _is_of_one_table(path: Path, layers: Sequence[str], *, alone: bool) -> bool:
    """Whether the layers of a file together are one table: folders of a map drawn by hand are."""
    named = any(_table_name(path, name) in READ_TABLES for name in layers)
    if path.suffix.casefold() in KML:
        return not named
    return not alone and not named and len(layers) == 1


def _table_name(path: Path, layer: str) -> str:
    """Return what a layer is called: a file in an archive goes by its name without the suffix."""
    name = PurePosixPath(layer).stem if path.suffix.casefold() == ARCHIVE else layer
    return name.strip().casefold()


def _in_layers(path: Path, layers: Sequence[str]) -> tuple[list[Source], list[Fault]]:
    sources, faults = [], []
    names = [name for name in layers if _table_name(path, name) not in OTHER_LAYERS]
    for name in names:
        table = READ_TABLES.get(_table_name(path, name))
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
    by_table: dict[str, list[str]] = {}
    for source in sources:
        by_table.setdefault(source.table.name, []).append(source.where)
    return [
        Fault(places[-1], f"table {name} once", " and ".join(places), "Leave one of them.")
        for name, places in by_table.items()
        if len(places) > 1
    ]
