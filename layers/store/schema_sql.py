"""The tables of a store in SQL, made from the one description of the tables of an atlas.

Owns which type each column has there, that the database itself writes down who changed how many
rows of which table, and what a table must be like to be written into.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg import sql

from zimnik.geo.core.errors import Fault
from zimnik.layers.store.reading import CHANGES, EDITION, GEOMETRY, ORDER, WGS84

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from psycopg import Connection

    from zimnik.layers.schema.schema import Column, Table
    from zimnik.layers.store.address import Address
    from zimnik.layers.store.connecting import Row

# Of every dtype its type in SQL, and what stands for unknown where keys are compared.
TYPES = {
    "str": ("text", "''"),
    "float64": ("double precision", "'NaN'::double precision"),
    "boolean": ("boolean", "NULL::boolean"),
}
# A layer of polygons with and without parts is one of several parts.
SHAPES = {"Polygon": "MultiPolygon"}
COLUMN_TYPES = """
SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relname = %s AND a.attnum > 0 AND NOT a.attisdropped
"""
# One row for a table and a transaction, whoever makes it with whatever software; of rows that were
# changed or removed it keeps what they were.
SHARED = """
CREATE TABLE IF NOT EXISTS {schema}.{changes} (
    change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_by text NOT NULL DEFAULT current_user,
    transaction_id bigint NOT NULL DEFAULT txid_current(),
    table_name text NOT NULL,
    rows_added bigint NOT NULL DEFAULT 0,
    rows_changed bigint NOT NULL DEFAULT 0,
    rows_removed bigint NOT NULL DEFAULT 0,
    rows_before jsonb NOT NULL DEFAULT '[]',
    UNIQUE (transaction_id, changed_by, table_name)
);
CREATE TABLE IF NOT EXISTS {schema}.{edition} (version text NOT NULL, date date NOT NULL);
CREATE OR REPLACE FUNCTION {schema}.write_change() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    added bigint := 0;
    altered bigint := 0;
    removed bigint := 0;
    before jsonb := '[]';
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT count(*) INTO added FROM new_rows;
    ELSIF TG_OP = 'UPDATE' THEN
        SELECT count(*), coalesce(jsonb_agg(to_jsonb(o)), '[]') INTO altered, before
        FROM old_rows o;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT count(*), coalesce(jsonb_agg(to_jsonb(o)), '[]') INTO removed, before
        FROM old_rows o;
    ELSE
        EXECUTE format(
            'SELECT count(*), coalesce(jsonb_agg(to_jsonb(o)), ''[]'') FROM %I.%I o',
            TG_TABLE_SCHEMA, TG_TABLE_NAME
        ) INTO removed, before;
    END IF;
    IF added + altered + removed > 0 THEN
        INSERT INTO {schema}.{changes} AS c
            (table_name, rows_added, rows_changed, rows_removed, rows_before)
        VALUES (TG_TABLE_NAME, added, altered, removed, before)
        ON CONFLICT (transaction_id, changed_by, table_name) DO UPDATE SET
            rows_added = c.rows_added + added,
            rows_changed = c.rows_changed + altered,
            rows_removed = c.rows_removed + removed,
            rows_before = c.rows_before || before;
    END IF;
    RETURN NULL;
END
$body$;
"""
TRIGGERS = """
CREATE TRIGGER write_added AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.write_change();
CREATE TRIGGER write_changed AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.write_change();
CREATE TRIGGER write_removed AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.write_change();
CREATE TRIGGER write_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.write_change();
"""


def shared_sql(schema: str) -> sql.Composed:
    """Return what makes the tables of editions and of changes where they are not there yet."""
    return sql.SQL(SHARED).format(
        schema=sql.Identifier(schema),
        changes=sql.Identifier(CHANGES),
        edition=sql.Identifier(EDITION),
    )


def table_sql(table: Table, schema: str, postgis: str) -> sql.Composed:
    """Return what makes a table with its key, its comments and what writes its changes down.

    Parameters
    ----------
    table
        Which table of an atlas.
    schema
        Schema of the store.
    postgis
        Schema that PostGIS is in.
    """
    name = sql.Identifier(schema, table.name)
    columns = [
        sql.SQL("{} bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY").format(sql.Identifier(ORDER)),
        *(
            sql.SQL("{} {}").format(sql.Identifier(c.name), sql.SQL(TYPES[c.dtype][0]))
            for c in table.attributes
        ),
    ]
    if table.geometry:
        kind = f"({SHAPES.get(table.geometry, table.geometry)},{WGS84})"
        columns.append(
            sql.SQL("{} {}.geometry{}").format(
                sql.Identifier(GEOMETRY), sql.Identifier(postgis), sql.SQL(kind)
            )
        )
    parts = [
        sql.SQL("CREATE TABLE {} ({});").format(name, sql.SQL(", ").join(columns)),
        sql.SQL("CREATE UNIQUE INDEX ON {} ({});").format(
            name, sql.SQL(", ").join(key_sql(table, ()))
        ),
        *_comments(table, schema),
        sql.SQL(TRIGGERS).format(table=name, schema=sql.Identifier(schema)),
    ]
    if table.geometry:
        parts.append(
            sql.SQL("CREATE INDEX ON {} USING gist ({});").format(name, sql.Identifier(GEOMETRY))
        )
    return sql.SQL("\n").join(parts)


def key_sql(table: Table, of: Sequence[str]) -> list[sql.Composed]:
    """Return the columns of a key, unknown as a value of its own, since an unknown year is one.

    Parameters
    ----------
    table
        Whose key.
    of
        Name that goes before each, where there are several tables.
    """
    return [
        sql.SQL("(coalesce({}, {}))").format(
            sql.Identifier(*of, name), sql.SQL(TYPES[table.column(name).dtype][1])
        )
        for name in table.key
    ]


def _comments(table: Table, schema: str) -> Iterator[sql.Composed]:
    name = sql.Identifier(schema, table.name)
    yield sql.SQL("COMMENT ON TABLE {} IS {};").format(name, sql.Literal(table.meaning))
    for column in table.attributes:
        yield sql.SQL("COMMENT ON COLUMN {} IS {};").format(
            sql.Identifier(schema, table.name, column.name), sql.Literal(_meaning(column))
        )


def _meaning(column: Column) -> str:
    return f"{column.meaning} ({column.unit})" if column.unit else column.meaning


def shape_faults(
    connection: Connection[Row], address: Address, table: Table, names: Sequence[str]
) -> Iterator[Fault]:
    """Yield what keeps rows from being written into a table that is there already.

    Parameters
    ----------
    connection, address
        The store.
    table
        Which table of an atlas.
    names
        Names of all tables of the schema.
    """
    where = address.table(table.name)
    if table.name not in names:
        if table.name in {name.casefold() for name in names}:
            remedy = f"Rename it, or write to another schema: '{address}?schema=NAME'."
            yield Fault(where, "the name in small letters", "another", remedy)
        return
    found: dict[str, str] = dict(
        connection.execute(COLUMN_TYPES, [address.schema, table.name]).fetchall()
    )
    wanted = {c.name: TYPES[c.dtype][0] for c in table.attributes}
    wanted[ORDER] = "bigint"
    if table.geometry:
        wanted[GEOMETRY] = f"geometry({SHAPES.get(table.geometry, table.geometry)},{WGS84})"
    for name, kind in wanted.items():
        has = str(found.get(name, "none")).rpartition(".")[2]
        if has.casefold() != kind.casefold():
            verb = "ADD COLUMN" if name not in found else "ALTER COLUMN"
            wording = f"{name} {kind}" if name not in found else f"{name} TYPE {kind}"
            at = f'"{address.schema}".{table.name}'
            remedy = f"ALTER TABLE {at} {verb} {wording}; or write to another schema."
            yield Fault(where, f"a column {name} of {kind}", has, remedy, column=name)
