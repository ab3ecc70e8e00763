"""An atlas written into a store: one writer at a time, all or nothing.

Owns that what others wrote stays: rows of the same key are changed, new ones are added, and none is
removed. Whoever writes lays the rows over what the store holds at that moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import shapely
from psycopg import sql

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.atlas.areas import READ_TABLES
from zimnik.layers.readers.cells import to_cells
from zimnik.layers.store.connecting import asking, connected
from zimnik.layers.store.reading import (
    EDITION,
    GEOMETRY,
    ORDER,
    postgis_schema,
    relations_of,
    require_known,
)
from zimnik.layers.store.schema_sql import SHAPES, key_sql, shape_faults, shared_sql, table_sql

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from psycopg import Connection

    from zimnik.layers.atlas.atlas import Atlas
    from zimnik.layers.schema.schema import Table
    from zimnik.layers.store.address import Address
    from zimnik.layers.store.connecting import Row

# A writer waits so long for another, unless the address says how long (options=-clock_timeout).
WAITED_S = 30


@dataclass(frozen=True, slots=True)
class Written:
    """What was written into a store."""

    address: Address
    rows_added: int
    rows_changed: int

    def __str__(self) -> str:
        return f"{self.address}: {self.rows_added:,} rows added, {self.rows_changed:,} changed"


def require_writable_store(address: Address) -> None:
    """Raise InputError unless a store can be written into, before anything is made for it.

    Raises
    ------
    InputError
        If it cannot be reached, is without PostGIS, or holds tables of another shape.
    """
    with asking(address), connected(address) as connection:
        connection.read_only = True
        _postgis(connection, address)


def write_store(
    address: Address,
    make: Callable[[Connection[Row] | None], tuple[Atlas | None, Atlas]],
) -> Written:
    """Write an atlas into a store.

    Parameters
    ----------
    address
        The store; its schema is made where it is not there yet.
    make
        Given the transaction of a store that holds tables, None for an empty one, returns what
        its readers have now, None for nothing, and the atlas that they are to have, which is valid.

    Raises
    ------
    InputError
        If the store cannot be reached, or may not be written so.
    OutputError
        If others write for longer than is waited, or the server fails; nothing is written then.
    """
    with asking(address, writes=True), connected(address) as connection:
        _lock(connection, address)
        postgis = _postgis(connection, address)
        names = relations_of(connection, address.schema)
        known = [name for name in names if name in READ_TABLES]
        for name in known:
            at = sql.Identifier(address.schema, name)
            connection.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(at))
        before, after = make(connection if known else None)
        _make_shared(connection, address)
        added = changed = 0
        for name, table in READ_TABLES.items():
            rows = _new_rows(before, after, table)
            # A new store has every table, so that other software finds them all.
            if name not in names and (len(rows) or (before is None and table.name != "areas")):
                connection.execute(table_sql(table, address.schema, postgis))
            if len(rows):
                more, other = _put(connection, address, table, rows)
                added, changed = added + more, changed + other
        if added or changed or before is None:
            _put_edition(connection, address, after)
        return Written(address, added, changed)


def _lock(connection: Connection[Row], address: Address) -> None:
    """Hold the store against other writers until the transaction ends."""
    ((waited,),) = connection.execute("SHOW lock_timeout").fetchall()
    if waited == "0":
        connection.execute(f"SET LOCAL lock_timeout = '{WAITED_S}s'")
    name = f"zimnik {address.schema}"
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _postgis(connection: Connection[Row], address: Address) -> str:
    """Return the schema of PostGIS; raise unless rows can be put into what is there."""
    postgis = postgis_schema(connection)
    if postgis is None:
        found = f"a database '{address.database}' without it"
        remedy = "Let its owner run: CREATE EXTENSION postgis;"
        raise InputError([Fault(str(address), "the extension postgis", found, remedy)])
    names = list(relations_of(connection, address.schema))
    require_known(address, names)
    faults = [
        fault
        for table in READ_TABLES.values()
        for fault in shape_faults(connection, address, table, names)
    ]
    if faults:
        raise InputError(faults)
    return postgis


def _make_shared(connection: Connection[Row], address: Address) -> None:
    there = connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [address.schema])
    if there.fetchone() is None:
        connection.execute(
            sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(address.schema)),
        )
    if EDITION not in relations_of(connection, address.schema):
        connection.execute(shared_sql(address.schema))


def _texts(atlas: Atlas, table: Table) -> pd.DataFrame:
    """Return the rows of a table as texts, geometry as well-known binary in hexadecimal digits."""
    frame = getattr(atlas, table.name)
    cells = to_cells(frame, table)[[column.name for column in table.attributes]]
    if not table.geometry:
        return cells
    shapes = frame.geometry.to_numpy()
    if table.geometry in SHAPES:
        shapes = [None if one is None else _in_parts(one) for one in shapes]
    binary = shapely.to_wkb(shapely.set_srid(shapes, 4326), hex=True, include_srid=True)
    return cells.assign(**{GEOMETRY: pd.Series(binary, index=cells.index, dtype=object)})


def _in_parts(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.multipolygons([shape]) if shape.geom_type == "Polygon" else shape


def _new_rows(before: Atlas | None, after: Atlas, table: Table) -> pd.DataFrame:
    """Return the rows of an atlas that its readers do not have yet, or not so."""
    new = _texts(after, table)
    if before is None:
        return new
    known = set(_texts(before, table).itertuples(index=False, name=None))
    rows = new.itertuples(index=False, name=None)
    return new.loc[[row not in known for row in rows]]


def _put(
    connection: Connection[Row], address: Address, table: Table, rows: pd.DataFrame
) -> tuple[int, int]:
    """Lay rows over a table; return how many are new, and how many were others."""
    at, new = sql.Identifier(address.schema, table.name), sql.Identifier("incoming")
    names = [*rows.columns]
    columns = sql.SQL(", ").join(sql.Identifier(name) for name in names)
    connection.execute(
        sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {}, 0::bigint AS {} FROM {} LIMIT 0")
        .format(new, columns, sql.Identifier(ORDER), at)
    )  # fmt: skip
    to = sql.SQL("COPY {} ({}, {}) FROM STDIN").format(new, columns, sql.Identifier(ORDER))
    with connection.cursor().copy(to) as copy:
        for number, row in enumerate(rows.itertuples(index=False, name=None)):
            copy.write_row([*(one or None for one in row), str(number)])
    changed = connection.execute(_update(table, at, new, names)).rowcount
    added = connection.execute(_insert(table, at, new, names)).rowcount
    connection.execute(sql.SQL("DROP TABLE {}").format(new))
    return added, changed


def _same_key(table: Table) -> sql.Composed:
    pairs = zip(key_sql(table, ("t",)), key_sql(table, ("n",)), strict=True)
    return sql.SQL(" AND ").join(sql.SQL("{} = {}").format(*pair) for pair in pairs)


def _columns_of(alias: str, names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(alias, name) for name in names)


def _update(
    table: Table, at: sql.Identifier, new: sql.Identifier, names: Sequence[str]
) -> sql.Composed:
    pairs = [sql.SQL("{0} = n.{0}").format(sql.Identifier(name)) for name in names]
    return sql.SQL(
        "UPDATE {at} t SET {sets} FROM {new} n"
        " WHERE {same} AND ROW({old}) IS DISTINCT FROM ROW({own})"
    ).format(
        at=at,
        sets=sql.SQL(", ").join(pairs),
        new=new,
        same=_same_key(table),
        old=_columns_of("t", names),
        own=_columns_of("n", names),
    )


def _insert(
    table: Table, at: sql.Identifier, new: sql.Identifier, names: Sequence[str]
) -> sql.Composed:
    return sql.SQL(
        "INSERT INTO {at} ({columns}) SELECT {own} FROM {new} n"
        " WHERE NOT EXISTS (SELECT 1 FROM {at} t WHERE {same}) ORDER BY n.{order}"
    ).format(
        at=at,
        columns=sql.SQL(", ").join(sql.Identifier(name) for name in names),
        own=_columns_of("n", names),
        new=new,
        same=_same_key(table),
        order=sql.Identifier(ORDER),
    )


def _put_edition(connection: Connection[Row], address: Address, atlas: Atlas) -> None:
    at = sql.Identifier(address.schema, EDITION)
    # A file that is laid over once more adds its name once.
    version = "+".join(dict.fromkeys(atlas.version.split("+")))
    connection.execute(sql.SQL("DELETE FROM {}").format(at))
    insert = sql.SQL("INSERT INTO {} VALUES (%s, %s)").format(at)
    connection.execute(insert, [version, atlas.date])
