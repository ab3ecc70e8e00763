"""`zimnik check` and the commands of `zimnik layers` that ask nothing of a model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.cli.notes import loaded
from zimnik.cli.stdin import from_stdin
from zimnik.cli.terminal import print_line, print_text
from zimnik.geo.core.errors import InputError
from zimnik.studies.options import Options, Reader, misread, option, required, several, text
from zimnik.studies.sources import PATH, PLACE, REGIONS, Sources, TableFiles

if TYPE_CHECKING:
    from zimnik.geo.core.errors import Fault
    from zimnik.layers.store.address import Address


@dataclass(frozen=True, slots=True)
class CheckOptions(Options):
    """List every fault of an atlas; exit status 2 if there is any.

    Parameters
    ----------
    paths
        Atlases to check over the region, files, folders or stores, and folders of regions; without
        one the region itself.
    region
        Regions by name or folder that the atlases lie over.
    """

    group: ClassVar[str] = "Tables"

    paths: tuple[Path | Address, ...] = option((), several(PLACE), positional=True)
    region: Any = option((), REGIONS)


def check(asked: CheckOptions, files: TableFiles) -> None:
    """Print what is worth saying of atlases, and raise their faults.

    Raises
    ------
    InputError
        With every fault of every atlas.
    """
    from zimnik.layers.loading.regions import check_over

    faults: list[Fault] = []
    named = ", ".join(str(one) for one in asked.region)
    for path in asked.paths or (None,):
        given = from_stdin(path) if isinstance(path, Path) else path
        examined = check_over(asked.region, given=given, limits=files.limits, reading=files.reading)
        faults += examined.faults
        for note in examined.notes:
            print_line(f"note: {note}")
        if not examined.faults:
            print_line(f"{path or named}: no faults")
    if faults:
        raise InputError(faults)


@dataclass(frozen=True, slots=True)
class TemplateOptions(Options):
    """Write an annotated empty atlas to fill in.

    Parameters
    ----------
    path
        A new folder for the tables to fill in.
    """

    group: ClassVar[str] = "Tables"

    path: Path = required(PATH)


def template(asked: TemplateOptions) -> None:
    """Write the empty tables and say which they are."""
    from zimnik.layers import write_template

    names = write_template(asked.path)
    print_line(f"{asked.path}: {', '.join(names)}")


@dataclass(frozen=True, slots=True)
class ExportOptions(Options):
    """Write the tables of the atlas in another format.

    Parameters
    ----------
    path
        A name in .gpkg, .xlsx, .parquet, .geojson, .kml or .fgb, or a folder of CSV. An earlier
        export that nobody changed is replaced, and nothing else. Or a PostGIS store as
        postgresql://host/database: what it holds already stays, and your tables and rates are laid
        over it.
    """

    group: ClassVar[str] = "Tables"

    path: Path | Address = required(PLACE)

    def contradictions(self) -> list[Fault]:
        """Return what keeps the path from being written, before anything is loaded for it."""
        from zimnik.layers.files import place_fault
        from zimnik.layers.loading.export import require_exportable

        if not isinstance(self.path, Path):
            return _store_faults(self.path)
        try:
            require_exportable(self.path)
        except InputError as error:
            return list(error.faults)
        fault = None if self.path.is_dir() else place_fault(self.path, "path")
        return [fault] if fault else []


def _store_faults(address: Address) -> list[Fault]:
    from zimnik.layers.store.connecting import require_psycopg

    try:
        require_psycopg(address)
        from zimnik.layers.store.writing import require_writable_store

        require_writable_store(address)
    except InputError as error:
        return list(error.faults)
    return []


def export(asked: ExportOptions, sources: Sources) -> None:
    """Write the tables and print the path, or how many rows of a store are new and others."""
    from zimnik.studies.tables import write_atlas

    print_line(str(write_atlas(loaded(sources), asked.path)))


def _table(given: object) -> str:
    from zimnik.layers.schema.tables import TABLES

    name: str = text("the name of a table").read(given).casefold()
    if name not in TABLES:
        expected = f"one of {', '.join(TABLES)}"
        raise misread(expected, "Name a table of the list.")
    return name


@dataclass(frozen=True, slots=True)
class DictionaryOptions(Options):
    """Tell every column of the tables: what it holds, and when it must be filled.

    Parameters
    ----------
    tables
        Tables to tell of; all without one.
    """

    group: ClassVar[str] = "Tables"

    tables: tuple[str, ...] = option((), several(Reader(_table)), positional=True)


def dictionary(asked: DictionaryOptions) -> None:
    """Print the data dictionary as Markdown."""
    from zimnik.layers import data_dictionary

    told = data_dictionary(names=asked.tables) if asked.tables else data_dictionary()
    print_text(f"{told}\n")
