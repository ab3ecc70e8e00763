"""An annotated empty atlas, for a planner to fill in.

Owns which tables a user fills and what the page beside them says; the columns are those of
`layers.schema.tables`.
"""

from __future__ import annotations

from pathlib import Path

from zimnik.layers.folders import write_folder
from zimnik.layers.loading.dictionary import data_dictionary
from zimnik.layers.schema.tables import TABLES

TEMPLATE_TABLES = ("deposits", "hubs", "markets", "terminals", "links", "posts", "rates")
README_FILE = "README.md"
_INTRODUCTION = """# An atlas to fill in

Each file is a table with its heading and no rows. Fill the ones you need and delete the others;
then run

    zimnik check FOLDER
    zimnik route FROM TO --atlas FOLDER

with the name of this folder for FOLDER. Your rows lie over the shipped atlas: a row with the
same key replaces the shipped row as a whole, any other is added. An empty cell means unknown.
Columns that are not filled "always" may be left empty or taken out of the file.

Files may be saved as UTF-8 or cp1251, with commas, semicolons or tabs, with a decimal point or a
decimal comma. Ids are unique over deposits, hubs, markets and terminals. Links run in both
directions.

A table may as well be a GeoPackage, shapefile, GeoJSON or GeoParquet of the same name. Polygons of
a table of sites are their licence areas; sites that are points may have theirs in a file `areas`
with column `id`.

"""


def write_template(path: str | Path) -> tuple[str, ...]:
    """Write a folder with an empty CSV of each table that a user fills, and a README.

    The names of the files are returned.

    The README tells of every column its meaning, unit, vocabulary and whether it must be filled.

    Parameters
    ----------
    path
        A new folder, or an empty one.

    Raises
    ------
    InputError
        If something else stands there; nothing is written then.
    OutputError
        If it cannot be written; nothing is left then.
    """
    write_folder(Path(path), _write, _change_of)
    return (*(f"{table}.csv" for table in TEMPLATE_TABLES), README_FILE)


def _change_of(folder: Path) -> str:
    first = min((child.name for child in folder.iterdir()), default="")
    return first and f"a folder with {first}"


def _write(folder: Path) -> None:
    for name in TEMPLATE_TABLES:
        _write_text(folder / f"{name}.csv", ",".join(TABLES[name].names) + "\n")
    _write_text(folder / README_FILE, _INTRODUCTION + data_dictionary(names=TEMPLATE_TABLES))


def _write_text(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")
