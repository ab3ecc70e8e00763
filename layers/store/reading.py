"""A store as it is at one moment: its tables as frames, and the edition it says it has.

Owns which tables of a schema are those of an atlas, and that all of them are read at one moment,
whoever writes meanwhile. It judges no row: `layers.loading` does, as for files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.layers.atlas.areas import READ_TABLES
from zimnik.layers.atlas.edition import atlas_sha256
from zimnik.layers.readers.cells import nearest, shown
from zimnik.layers.readers.plain_files import BYTES_PER_MB, LIMITS, require_rows
from zimnik.layers.store.connecting import asking, connected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray
    from psycopg import Connection
    from psycopg.sql import Identifier

    from zimnik.layers.readers.plain_files import Limits
    from zimnik.layers.store.address import Address
    from zimnik.layers.store.connecting import Row

EDITION, CHANGES, ORDER = "atlas", "changes", "row_id"
# What PostGIS and QGIS keep beside the tables.
OTHERS = frozenset(
    {EDITION, CHANGES, "spatial_ref_sys", "geometry_columns", "geography_columns", "topology",
     "layer", "layer_styles", "qgis_projects", "raster_columns", "raster_overviews"}
)  # fmt: skip
GEOMETRY = "geometry"
WGS84 = 4326
RELATIONS = """
SELECT c.relname, a.attname, t.typname IN ('geometry', 'geography')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
WHERE n.nspname = %s AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
ORDER BY c.relname, a.attnum
"""
SCHEMAS = """
SELECT n.nspname, c.relname FROM pg_namespace n
LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a store held at one moment.

    Parameters
    ----------
    address
        The store.
    tables
        Frames by the name of their table; geometry with its reference system.
    edition
        Version and date that the store says it has, None where it says none.
    sha256
        Hash of all this; two snapshots of one hash are the same.
    """

    address: Address
    tables: Mapping[str, pd.DataFrame] = field(compare=False, repr=False)
    edition: tuple[str, date] | None
    sha256: str

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def __str__(self) -> str:
        return str(self.address)

    @property
    def hashed(self) -> Mapping[str, pd.DataFrame]:
        """What an edition is told by: the tables, and the edition that the store says it has."""
        return _with_edition(self.tables, self.edition)


def read_snapshot(address: Address, *, limits: Limits = LIMITS) -> Snapshot:
    """Return what a store holds now.

    Parameters
    ----------
    address
        The store.
    limits
        The most that is read of a table.

    Raises
    ------
    InputError
        If it cannot be reached or read, or has no table of an atlas.
    """
    with asking(address), connected(address) as connection:
        from psycopg import IsolationLevel  # noqa: PLC0415 - an extra that few need

        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        return snapshot_of(connection, address, limits=limits)


def snapshot_of(
    connection: Connection[Row], address: Address, *, limits: Limits = LIMITS
) -> Snapshot:
    """Return what a store holds, as a transaction sees it.

    Parameters
    ----------
    connection
        The transaction.
    address, limits
        As `read_snapshot`.

    Raises
    ------
    InputError
        If it has no table of an atlas, one that cannot be told, or more than is allowed.
    """
    relations = relations_of(connection, address.schema)
    require_known(address, list(relations))
    found = {name.casefold(): name for name in relations if name.casefold() in READ_TABLES}
    if not found:
        raise InputError([_empty(connection, address)])
    tables = {
        name: _frame(connection, address, found[name], relations[found[name]], limits)
        for name in READ_TABLES
        if name in found
    }
    edition = _edition(connection, address) if EDITION in relations else None
    return Snapshot(address, tables, edition, atlas_sha256(over=_with_edition(tables, edition)))


def _with_edition(
    tables: Mapping[str, pd.DataFrame], edition: tuple[str, date] | None
) -> dict[str, pd.DataFrame]:
    said = pd.DataFrame([edition or ("", "")], columns=["version", "date"])
    return {**tables, EDITION: said}


def relations_of(connection: Connection[Row], schema: str) -> dict[str, dict[str, bool]]:
    """Return the tables and views of a schema: their columns, and whether each is a geometry."""
    found: dict[str, dict[str, bool]] = {}
    for relation, column, is_geometry in connection.execute(RELATIONS, [schema]):
        found.setdefault(relation, {})[column] = is_geometry
    return found


def require_known(address: Address, names: Sequence[str]) -> None:
    """Raise InputError for tables that may be meant as one of an atlas, or are one twice."""
    faults: list[Fault] = []
    plain = [name.casefold() for name in names]
    for name in names:
        near = None if name.casefold() in READ_TABLES else nearest(name.casefold(), [*READ_TABLES])
        if near and near not in plain and name.casefold() not in OTHERS:
            remedy = f"Is '{near}' meant? Rename it, or move it to another schema."
            faults.append(Fault(str(address), "tables of an atlas", f"'{shown(name)}'", remedy))
        if name.casefold() in READ_TABLES and plain.count(name.casefold()) > 1:
            expected = f"table {name.casefold()} once"
            faults.append(Fault(str(address), expected, f"'{name}' beside it", "Leave one."))
    if faults:
        raise InputError(faults)


def _empty(connection: Connection[Row], address: Address) -> Fault:
    """Return the fault of a schema that is not there or has no table of an atlas."""
    known: dict[str, set[str]] = {}
    for schema, table in connection.execute(SCHEMAS):
        known.setdefault(schema, set()).add(str(table).casefold())
    others = sorted(name for name, tables in known.items() if tables & set(READ_TABLES))
    there = address.schema in known
    found = "none of an atlas" if there else f"no schema '{shown(address.schema)}'"
    remedy = f"Write one: zimnik layers export '{address}'."
    if others:
        remedy = f"There are some in {', '.join(others)}: add ?schema={others[0]}."
    return Fault(str(address), f"tables in schema {shown(address.schema)}", found, remedy)


def _edition(connection: Connection[Row], address: Address) -> tuple[str, date] | None:
    from psycopg import sql  # noqa: PLC0415 - an extra that few need

    query = sql.SQL("SELECT version, date FROM {} LIMIT 2")
    where = sql.Identifier(address.schema, EDITION)
    rows = connection.execute(query.format(where)).fetchall()
    if len(rows) > 1:
        fault = Fault(address.table(EDITION), "one row", "several", "Leave one version and date.")
        raise InputError([fault])
    return (str(rows[0][0]), rows[0][1]) if rows else None


def _frame(
    connection: Connection[Row],
    address: Address,
    relation: str,
    columns: Mapping[str, bool],
    limits: Limits,
) -> pd.DataFrame:
    """Return a table as a frame: geometry of the first column that holds some, order kept."""
    from psycopg import sql  # noqa: PLC0415 - an extra that few need

    where, source = address.table(relation), sql.Identifier(address.schema, relation)
    _require_size(connection, where, source, len(columns), limits)
    shapes = [name for name, is_geometry in columns.items() if is_geometry]
    kept = [name for name in columns if name not in shapes and name != ORDER]
    table = READ_TABLES[relation.casefold()]
    order = [ORDER] if ORDER in columns else [name for name in table.key if name in columns]
    query = sql.SQL("SELECT {} FROM {} {}").format(
        sql.SQL(", ").join(sql.Identifier(name) for name in (*kept, *shapes[:1])),
        source,
        sql.SQL("ORDER BY {}").format(sql.SQL(", ").join(sql.Identifier(name) for name in order))
        if order
        else sql.SQL(""),
    )
    rows = connection.execute(query).fetchall()
    frame = pd.DataFrame(
        {name: pd.Series([row[i] for row in rows], dtype=object) for i, name in enumerate(kept)},
        index=range(len(rows)),
    )
    if not shapes:
        return frame
    drawn = _shapes(where, [row[len(kept)] for row in rows])
    known = set(shapely.get_srid(drawn[~shapely.is_missing(drawn)]).tolist())
    crs = _crs(connection, where, known or {WGS84})
    shapes_of = gpd.GeoSeries(drawn, index=frame.index, crs=crs)
    found: pd.DataFrame = gpd.GeoDataFrame(frame, geometry=shapes_of)
    return found


def _require_size(
    connection: Connection[Row],
    where: str,
    source: Identifier,
    columns: int,
    limits: Limits,
) -> None:
    from psycopg import sql  # noqa: PLC0415 - an extra that few need

    query = sql.SQL("SELECT count(*), coalesce(sum(octet_length(t::text)), 0) FROM {} t")
    ((rows, size_bytes),) = connection.execute(query.format(source)).fetchall()
    require_rows(rows, columns, where, limits)
    if size_bytes > limits.max_file_mb * BYTES_PER_MB:
        expected = f"at most {limits.max_file_mb:,g} MB (max_file_mb)"
        remedy = "Leave out what is not needed, or raise max_file_mb."
        found = f"{size_bytes / BYTES_PER_MB:,.0f} MB"
        raise InputError([Fault(where, expected, found, remedy)])


def _shapes(where: str, texts: Sequence[str | None]) -> NDArray[np.object_]:
    """Return geometry from well-known binary in hexadecimal digits, as PostGIS prints it."""
    try:
        drawn = shapely.from_wkb(np.array(texts, dtype=object))
    except (shapely.errors.GEOSException, TypeError, ValueError) as error:
        remedy = "Make them straight (ST_CurveToLine), or leave them out."
        fault = Fault(where, "points, lines and areas", shown(str(error)), remedy)
        raise InputError([fault]) from None
    # Heights are of no use here, as in files.
    srid = shapely.get_srid(drawn)
    return np.asarray(shapely.set_srid(shapely.force_2d(drawn), srid), dtype=object)


def _crs(connection: Connection[Row], where: str, srids: set[int]) -> str | None:
    """Return the reference system of the geometry of a table; None where it says none."""
    if len(srids) > 1:
        listed = ", ".join(str(srid) for srid in sorted(srids))
        remedy = "Bring all into one (ST_Transform)."
        raise InputError([Fault(where, "one reference system", f"SRID {listed}", remedy)])
    (srid,) = srids
    if srid in {0, WGS84}:
        return f"EPSG:{WGS84}" if srid else None
    from psycopg import sql  # noqa: PLC0415 - an extra that few need

    at = sql.Identifier(postgis_schema(connection) or "public", "spatial_ref_sys")
    query = sql.SQL("SELECT auth_name || ':' || auth_srid, srtext FROM {} WHERE srid = %s")
    row = connection.execute(query.format(at), [srid]).fetchone()
    if row is None:
        fault = Fault(where, "a reference system that PostGIS has", f"SRID {srid}", "Set another.")
        raise InputError([fault])
    return str(row[0] if str(row[0]).startswith(("EPSG:", "ESRI:")) else row[1])


def postgis_schema(connection: Connection[Row]) -> str | None:
    """Return the schema that PostGIS is in; None where the database is without it."""
    row = connection.execute(
        "SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
        " WHERE e.extname = 'postgis'"
    ).fetchone()
    return None if row is None else str(row[0])
