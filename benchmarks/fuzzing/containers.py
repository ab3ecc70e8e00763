"""How files that hold others are changed: the parts within, so that what packs them stays right.

An archive with a wrong checksum, or a database with a wrong page, is refused before anybody reads a
table. Archives, databases and Parquet are therefore opened, changed within and packed again.
"""

from __future__ import annotations

import io
import sqlite3
import tempfile
import zipfile
from contextlib import closing, suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import parquet

from benchmarks.fuzzing.mutations import WORDS, bytes_changed, text_changed, value_changed

if TYPE_CHECKING:
    from random import Random

ARCHIVES = frozenset({".zip", ".kmz", ".xlsx", ".ods"})
TEXTUAL = frozenset(
    {".csv", ".tsv", ".geojson", ".geojsonl", ".json", ".kml", ".gml", ".xsd", ".xml", ".rels"}
    | {".mif", ".mid", ".toml", ".prj", ".cpg", ".tab", ".md", ".txt"}
)
WITHIN = 3 / 4


def changed(random: Random, name: str, data: bytes) -> bytes:
    """Return the content of a file, changed as its kind allows.

    Parameters
    ----------
    random
        Where every choice comes from.
    name
        Name of the file, whose end says of which kind it is.
    data
        What it holds.
    """
    suffix = PurePath(name).suffix.casefold()
    if random.random() < WITHIN:
        if suffix in TEXTUAL:
            return text_changed(random, data)
        if suffix in ARCHIVES:
            return _archive_changed(random, data)
        if suffix == ".gpkg":
            return _database_changed(random, data)
        if suffix == ".parquet":
            return _parquet_changed(random, data)
    return bytes_changed(random, data)


def _archive_changed(random: Random, data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(one.filename, archive.read(one)) for one in archive.infolist()]
    at = random.randrange(len(parts))
    name, content = parts[at]
    match random.randrange(12):
        case 0:
            del parts[at]
        case 1:
            parts.append(parts[at])
        case 2:
            parts[at] = (random.choice((*WORDS, "../x", name.upper(), f"{name}/"))[:200], content)
        case _:
            parts[at] = (name, changed(random, name, content))
    packed = io.BytesIO()
    kind = random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    with zipfile.ZipFile(packed, "w", kind) as archive:
        for name, content in parts:
            # Two parts of one name are part of the game.
            with suppress(UserWarning, ValueError, IndexError):
                archive.writestr(name or "x", content)
    return packed.getvalue()


def _database_changed(random: Random, data: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "changed.gpkg"
        path.write_bytes(data)
        with suppress(sqlite3.Error, OverflowError), closing(sqlite3.connect(path)) as base:
            _change_row(random, base)
        return path.read_bytes()


def _change_row(random: Random, base: sqlite3.Connection) -> None:
    """Change a cell of any table, its name or its columns; triggers are let be."""
    for (name,) in base.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        base.execute(f'drop trigger "{name}"')
    listed = "select name from sqlite_master where type = 'table' and name not like 'sqlite%'"
    table = random.choice([name for (name,) in base.execute(listed).fetchall()])
    columns = [row[1] for row in base.execute(f'pragma table_info("{table}")').fetchall()]
    column = random.choice(columns)
    match random.randrange(12):
        case 0:
            base.execute(f'drop table "{table}"')
        case 1:
            base.execute(f'alter table "{table}" rename column "{column}" to "{column}2"')
        case 2:
            base.execute(f'alter table "{table}" rename to "{table}2"')
        case 3:
            base.execute(f'delete from "{table}"')  # noqa: S608 - a name of our own file
        case _:
            rows = base.execute(f'select rowid, "{column}" from "{table}"').fetchall()  # noqa: S608
            number, value = random.choice(rows) if rows else (0, None)
            put = value_changed(random, value)
            base.execute(f'update "{table}" set "{column}" = ? where rowid = ?', (put, number))  # noqa: S608
    base.commit()


def _parquet_changed(random: Random, data: bytes) -> bytes:
    table = parquet.read_table(io.BytesIO(data))
    names = table.column_names
    at = random.randrange(len(names))
    about = dict(table.schema.metadata or {})
    match random.randrange(8):
        case 0:
            table = table.remove_column(at)
        case 1:
            table = table.rename_columns({names[at]: random.choice((*WORDS, *names))})
        case 2 | 3 if about:
            key = random.choice(list(about))
            about[key] = text_changed(random, about[key])
        case 4:
            table = table.slice(0, random.randrange(len(table) + 1))
        case _:
            table = _cell_changed(random, table, at)
    packed = io.BytesIO()
    parquet.write_table(table.replace_schema_metadata(about), packed, compression="none")
    return packed.getvalue()


def _cell_changed(random: Random, table: pa.Table, at: int) -> pa.Table:
    values: list[Any] = table.column(at).to_pylist()
    if not values:
        return table
    row = random.randrange(len(values))
    values[row] = value_changed(random, values[row])
    try:
        column = pa.array(values, table.schema.field(at).type)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        # As a column of another kind, all of its cells.
        column = pa.array([None if one is None else str(one) for one in values])
    return table.set_column(at, table.schema.field(at).name, column)
