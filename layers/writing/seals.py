"""Seals: how a folder or a GeoPackage proves that it is as it was written.

Owns that only what holds its own hashes, all of them right, may be replaced.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARK = "Written by zimnik; SHA-256 of everything in this file: "
NO_SEAL = "0" * 64
# GDAL keeps what describes a layer in the file itself; metadata it also puts beside the file.
UNSEALED = f"{MARK}{NO_SEAL}"
SIDE_FILES = ("-wal", "-journal")


def folder_seal(folder: Path, *, besides: str) -> str:
    """Return lines of TOML with the hash of each file of a folder.

    Parameters
    ----------
    folder
        Whose files are hashed.
    besides
        Name of the file that is to hold these lines, which is not hashed.
    """
    names = sorted(path.name for path in folder.iterdir() if path.name != besides)
    # The strings of JSON are strings of TOML.
    lines = [f"{json.dumps(name)} = {json.dumps(_file_sha256(folder / name))}" for name in names]
    return "\n".join(["[sha256]", *lines, ""])


def folder_change(folder: Path, *, sealed_by: str, head_of: object) -> str:
    """Return what was changed in a folder since it was sealed, "" where nothing was.

    Parameters
    ----------
    folder
        A folder of files.
    sealed_by
        Name of the file with its seal.
    head_of
        Makes the text before the seal from the values of that file.
    """
    try:
        text = (folder / sealed_by).read_text(encoding="utf-8")
        values = tomllib.loads(text)
        hashes = dict(values["sha256"])
        head = head_of(values)  # type: ignore[operator]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return f"a folder that is no export: {sealed_by} holds no hashes of its files"
    there = {path.name: path for path in folder.iterdir() if path.name != sealed_by}
    for name, path in sorted(there.items()):
        if name not in hashes:
            return f"'{name}', which the export did not write"
        if path.is_symlink() or not path.is_file() or _file_sha256(path) != hashes[name]:
            return f"'{name}' changed since the export"
    gone = sorted(set(hashes) - set(there))
    if gone:
        return f"'{gone[0]}' gone since the export"
    right = text == f"{head}{folder_seal(folder, besides=sealed_by)}"
    return "" if right else f"'{sealed_by}' changed since the export"


def seal_geopackage(file: Path) -> None:
    """Write the hash of everything in a GeoPackage into the description of a layer.

    Parameters
    ----------
    file
        A GeoPackage with a layer that was written with the description `UNSEALED`.

    Raises
    ------
    sqlite3.Error
        If it cannot be written, or was not written whole.
    """
    with contextlib.closing(sqlite3.connect(file)) as database:
        _require_indices(database)
        seal = _content_sha256(database, NO_SEAL)
        change = "UPDATE gpkg_contents SET description = ? WHERE description = ?"
        database.execute(change, (f"{MARK}{seal}", UNSEALED))
        database.commit()


def _require_indices(database: sqlite3.Connection) -> None:
    """Raise sqlite3.Error where a layer has no spatial index: GDAL does not say on a full disk."""
    query = (
        "SELECT table_name FROM gpkg_geometry_columns EXCEPT "
        "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'"
    )
    (lacking,) = database.execute(f"SELECT min(table_name) FROM ({query})").fetchone()  # noqa: S608
    if lacking is not None:
        message = f"no spatial index of layer {lacking}, as on a full disk"
        raise sqlite3.DatabaseError(message)


def geopackage_change(file: Path) -> str:
    """Return what was changed in a GeoPackage since it was sealed, "" where nothing was."""
    if file.stat().st_size == 0:
        return ""
    if any(file.with_name(file.name + side).exists() for side in SIDE_FILES):
        return "a GeoPackage that another program has open"
    try:
        with contextlib.closing(
            sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        ) as database:
            seal = _seal(database)
            if not seal:
                return "a file that zimnik did not write"
            right = _content_sha256(database, seal) == seal
    except sqlite3.Error:
        return "a file that zimnik did not write"
    return "" if right else "a GeoPackage that was changed since zimnik wrote it"


def _seal(database: sqlite3.Connection) -> str:
    for (text,) in database.execute("SELECT description FROM gpkg_contents").fetchall():
        _, mark, seal = str(text).partition(MARK)
        if mark and len(seal) == len(NO_SEAL):
            return seal
    return ""


def _content_sha256(database: sqlite3.Connection, seal: str) -> str:
    """Return the hash of all tables, without the seal and without what SQLite makes for itself."""
    database.text_factory = bytes
    found = hashlib.sha256()
    for name, sql in _tables(database):
        found.update(sql)
        quoted = name.decode("utf-8", "replace").replace('"', '""')
        for row in database.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 - quoted
            found.update(repr(row).encode().replace(seal.encode(), b""))
    return found.hexdigest()


def _tables(database: sqlite3.Connection) -> Iterator[tuple[bytes, bytes]]:
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"
    for name, sql in database.execute(query).fetchall():
        # An R-tree is read through its own tables.
        if not bytes(sql).upper().startswith(b"CREATE VIRTUAL"):
            yield name, sql


def _file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
