"""GeoPackages before GDAL opens them: which of their tables are read.

Owns that only plain tables are read which the list of contents of the file names. A view may run
for ever and a virtual table may read other files, so the schema of the file is looked at first.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.cells import shown
from zimnik.layers.readers.plain_files import LIMITS, require_rows, require_size

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.layers.readers.plain_files import Limits

CONTENTS = "gpkg_contents"
OWN_TABLES = ("gpkg_", "sqlite_", "rtree_")
# SQLite goes by the text and not by the type beside it, so the text has to be of that type. Spatial
# indices are the only virtual tables that a GeoPackage is made with.
_NAME = r"""("(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^\]]*\]|`[^`]*`|\w+)"""
_SPATIAL_INDEX = rf"create\s+virtual\s+table\s+(if\s+not\s+exists\s+)?{_NAME}\s+using\s+rtree\s*\("
TEXTS = {
    "table": re.compile(rf"create\s+table\s|{_SPATIAL_INDEX}", re.IGNORECASE),
    "view": re.compile(r"create\s+view\s", re.IGNORECASE),
    "index": re.compile(r"create\s+(unique\s+)?index\s", re.IGNORECASE),
    "trigger": re.compile(r"create\s+trigger\s", re.IGNORECASE),
}
READ_KINDS = ("features", "attributes", "aspatial")
STORED = 0


def geopackage_layers(path: Path, where: str, limits: Limits = LIMITS) -> list[str]:
    """Return the layers of a GeoPackage, plain tables of bounded size, in the order of its list.

    Parameters
    ----------
    path
        The file.
    where
        How faults name it.
    limits
        The most that is read.

    Raises
    ------
    InputError
        If it is no GeoPackage, too large, has virtual tables other than spatial indices, or lists a
        view or a table with computed columns as a layer.
    """
    require_size(path, where, limits)
    try:
        with closing(sqlite3.connect(_address(path), uri=True)) as base:
            return _layers(base, where, limits)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        found = shown(str(error))
        fault = Fault(where, "a GeoPackage", found, "Export the table anew, or leave it out.")
        raise InputError([fault]) from error


def _address(path: Path) -> str:
    """Return the address of a file for SQLite, which is not to write beside it."""
    log = path.with_name(f"{path.name}-wal")
    # A program that has the file open may have its last changes in the log.
    mode = "mode=ro" if log.is_file() and log.stat().st_size else "mode=ro&immutable=1"
    return f"file:{quote(str(path.absolute()))}?{mode}"


def _layers(base: sqlite3.Connection, where: str, limits: Limits) -> list[str]:
    kinds = _kinds(base, where)
    listed = [
        str(name)
        for name, kind in base.execute(f"select table_name, data_type from {CONTENTS}")  # noqa: S608 - a constant
        if kind in READ_KINDS and str(name).casefold() in kinds
    ]
    faults = [fault for name in listed for fault in _layer_faults(base, name, kinds, where)]
    if faults:
        raise InputError(faults)
    for name in listed:
        quoted = name.replace('"', '""')
        columns = len(base.execute("select 1 from pragma_table_xinfo(?)", (name,)).fetchall())
        ((rows,),) = base.execute(f'select count(*) from "{quoted}"')  # noqa: S608 - quoted
        require_rows(rows, columns, f"{where}, layer {shown(name)}", limits)
    return listed


def _kinds(base: sqlite3.Connection, where: str) -> dict[str, str]:
    """Return which names are tables and which views, in lower case."""
    kinds: dict[str, str] = {}
    faults = []
    for kind, name, sql in base.execute("select type, name, sql from sqlite_master"):
        own = str(name).casefold()
        right = kind in TEXTS and (sql is None or TEXTS[kind].match(str(sql)))
        if not right or (kind == "view" and own.startswith(OWN_TABLES)):
            found = f"'{shown(str(sql))}'"
            remedy = "Export the layers that are needed to a new GeoPackage."
            faults.append(Fault(where, "plain tables and their indices", found, remedy))
        elif kind in {"table", "view"}:
            kinds[own] = kind
    if faults:
        raise InputError(faults)
    return kinds


def _layer_faults(
    base: sqlite3.Connection, name: str, kinds: dict[str, str], where: str
) -> list[Fault]:
    if kinds[name.casefold()] == "view":
        found, remedy = "a view", "Save the view as a layer of its own."
    else:
        hidden = base.execute("select hidden from pragma_table_xinfo(?)", (name,))
        if all(how == STORED for (how,) in hidden):
            return []
        found, remedy = "computed columns", "Save it as a new layer."
    return [Fault(f"{where}, layer {shown(name)}", "a plain table", found, remedy)]
