"""An imported network as a folder that is laid over an atlas, and the table of classes beside it.

Owns the names of what an import writes. The folder is sealed, so that a second import replaces the
first and nothing that anybody changed; the table of classes is the user's once it is there.
"""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import geopandas as gpd

from zimnik.geo.core.errors import InputError
from zimnik.layers.atlas.atlas import CRS, LINE_FILE, VERSION_FILE
from zimnik.layers.atlas.link_lines import drawn_lines
from zimnik.layers.files import place_fault, write_text
from zimnik.layers.folders import refused, require_own_folder, write_folder
from zimnik.layers.loading.export import change_of, edition_text
from zimnik.layers.networks.classes import CLASSES, rows_of
from zimnik.layers.readers.cells import to_cells
from zimnik.layers.schema.tables import EXCEPTIONS, LINKS, TERMINALS
from zimnik.layers.writing.seals import folder_seal

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from zimnik.geo.core.errors import Fault
    from zimnik.layers.networks.importing import ImportedNetwork
    from zimnik.layers.schema.schema import Table

REPORT = "import_report"


def classes_path(folder: Path) -> Path:
    """Return where the table of classes of a folder stands: beside it."""
    return folder.with_name(f"{folder.name}_classes.csv")


def folder_faults(folder: Path) -> list[Fault]:
    """Return what keeps a folder from being written, before anything is read for it."""
    if folder.suffix:
        found, remedy = f"'{folder.name}'", "Give a name without a suffix."
        return list(refused(folder, "the name of a folder", found, remedy).faults)
    try:
        require_own_folder(folder, change_of)
    except InputError as error:
        return list(error.faults)
    fault = None if folder.is_dir() else place_fault(folder, folder.name)
    return [fault] if fault else []


def write_network(network: ImportedNetwork, folder: Path) -> None:
    """Write a network, and the table of its classes beside it where none stands there yet.

    Parameters
    ----------
    network
        What is written.
    folder
        A new folder, or one that an earlier import wrote and nobody changed.

    Raises
    ------
    InputError
        If something else stands there; nothing is written then.
    OutputError
        If it cannot be written; what stood there stands then.
    """
    write_folder(folder, lambda made: _fill(network, made), change_of)
    table = classes_path(folder)
    if not table.exists():
        write_text(table, _csv_text(rows_of(network.classes), CLASSES.names))


def _csv_text(rows: list[dict[str, str]], names: tuple[str, ...]) -> str:
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def _fill(network: ImportedNetwork, folder: Path) -> None:
    tables = network.tables
    _write_table(folder, TERMINALS, tables.terminals)
    _write_table(folder, LINKS, tables.links)
    _write_table(folder, EXCEPTIONS, tables.exceptions)
    lines = gpd.GeoDataFrame(drawn_lines(tables.links), crs=CRS)
    lines.to_parquet(folder / LINE_FILE, index=False)
    report = network.report
    for suffix, text in ((".txt", report.to_text()), (".json", report.to_json())):
        (folder / f"{REPORT}{suffix}").write_text(text, encoding="utf-8", newline="\n")
    ids = hashlib.sha256("\n".join(tables.links["id"]).encode()).hexdigest()
    head = edition_text(f"import {ids[:8]}", datetime.now(UTC).date())
    sealed = head + folder_seal(folder, besides=VERSION_FILE)
    (folder / VERSION_FILE).write_text(sealed, encoding="utf-8", newline="\n")


def _write_table(folder: Path, table: Table, frame: pd.DataFrame) -> None:
    cells = to_cells(frame, table)
    cells.to_csv(folder / f"{table.name}.csv", index=False, lineterminator="\n", encoding="utf-8")
