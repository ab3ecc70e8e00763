"""GeoPackage, GeoJSON, shapefile and GeoParquet: files to frames, and these to text cells.

Owns which reader opens a file: the one that both its suffix and its first bytes name. GDAL, which
has readers of dozens of formats that ask the network or read other files, opens only GeoPackages
and shapefiles, and only as such.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.dbf import shapefile_encoding
from zimnik.layers.readers.geo_frames import frame_cells, opened, table_cells
from zimnik.layers.readers.geojson import read_geojson
from zimnik.layers.readers.geopackages import geopackage_layers
from zimnik.layers.readers.plain_files import (
    BYTES_PER_MB,
    LIMITS,
    require_rows,
    require_size,
    unreadable,
)
from zimnik.layers.readers.reading import AS_WRITTEN, with_said_headings

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.layers.readers.cells import Cells
    from zimnik.layers.readers.plain_files import Limits
    from zimnik.layers.readers.reading import Reading
    from zimnik.layers.schema.schema import Table

VERSION_LAYER = "atlas"
SIGNATURES = {
    ".gpkg": b"SQLite format 3\0",
    ".parquet": b"PAR1",
    ".geoparquet": b"PAR1",
    ".geojson": b"{",
    ".json": b"{",
    ".shp": b"\x00\x00\x27\x0a",
}
GEOJSON = frozenset({".geojson", ".json"})
PARQUET = frozenset({".parquet", ".geoparquet"})
SHAPEFILE, LAYERED = ".shp", ".gpkg"
DRIVERS = {SHAPEFILE: "ESRI Shapefile", LAYERED: "GPKG"}
# Files beside a shapefile that GDAL looks at.
BESIDE_SHAPEFILE = (".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx", ".qpj", ".cst")
SIGNATURE_BYTES = 1024
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def require_signature(path: Path, where: str, limits: Limits = LIMITS) -> None:
    """Raise where a file is not of the kind that its name says, or larger than is allowed.

    Raises
    ------
    InputError
        If it is no plain file, cannot be read, is empty or too large, or begins with other bytes
        than its kind does.
    """
    require_size(path, where, limits)
    try:
        with path.open("rb") as file:
            start = file.read(SIGNATURE_BYTES)
    except OSError as error:
        raise unreadable(where, error) from error
    suffix = path.suffix.casefold()
    for mark in BYTE_ORDER_MARKS if suffix in GEOJSON else ():
        start = start.removeprefix(mark)
    if not start.strip():
        found = "an empty file"
    elif not start.lstrip().startswith(SIGNATURES[suffix].lstrip()):
        found = "a file of another kind"
    else:
        return
    raise InputError(
        [Fault(where, f"a {suffix[1:]} file", found, "Export the table anew, or leave it out.")]
    )


def read_version_layer(path: Path, where: str) -> tuple[str, date]:
    """Return the version and date of a GeoPackage that `layers.loading.export` wrote.

    Raises
    ------
    InputError
        If the layer has not one row with the two.
    """
    frame, _ = opened(lambda: _by_gdal(path, VERSION_LAYER, where), where, path)

    def edition() -> tuple[str, date]:
        (version,), (day,) = frame["version"], frame["date"]
        return str(version), date.fromisoformat(str(day))

    found, _ = opened(edition, f"{where}, layer {VERSION_LAYER}", path)
    return found


def read_geo(
    path: Path,
    layer: str | None,
    table: Table,
    where: str,
    limits: Limits = LIMITS,
    *,
    reading: Reading = AS_WRITTEN,
) -> Cells:
    """Return the cells of a layer, reprojected to WGS84.

    Parameters
    ----------
    path, layer
        File, and the layer where it has several.
    table
        What the layer should hold. Points stand in the cells `lon` and `lat`; areas are taken by a
        point within them and kept, repaired where they are not valid. Links and licence areas
        without a geometry keep none.
    where
        How faults name the layer.
    limits
        The most that is read.
    reading
        What is said of the file.

    Raises
    ------
    InputError
        If the layer is not of the kind that its name says, is too large or cannot be read, or has
        geometry without a reference system.
    """
    frame, notes = read_frame(path, layer, where, limits, encoding=reading.encoding)
    if path.suffix.casefold() in GEOJSON and frame.empty:
        # A collection of no features names no columns.
        return table_cells(table, where, pd.DataFrame(columns=list(table.names)), None, ())
    frame = with_said_headings(frame, table, where, reading)
    return frame_cells(frame, table, where, notes=notes, path=path)


def read_frame(
    path: Path, layer: str | None, where: str, limits: Limits = LIMITS, *, encoding: str = ""
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return a layer as a frame in its own reference system, and what is worth saying of it.

    Parameters
    ----------
    path, layer, where, limits
        As `read_geo`.
    encoding
        Encoding of its texts where that is said and the file does not say it.

    Raises
    ------
    InputError
        If the layer is not of the kind that its name says, is too large or cannot be read.
    """
    require_signature(path, where, limits)
    suffix = path.suffix.casefold()
    if suffix in GEOJSON:
        return read_geojson(path, where, limits), ()
    if suffix in PARQUET:
        require_parquet(path, where, limits)
        return opened(lambda: _parquet(path), where, path)
    said: str | None = None
    told: tuple[str, ...] = ()
    if suffix == SHAPEFILE:
        _require_shapefile(path, where, limits)
        said, told = shapefile_encoding(path, where, encoding)
    else:
        geopackage_layers(path, where, limits)
    frame, warned = opened(
        lambda: _by_gdal(path, layer, where, encoding=said, limits=limits), where, path
    )
    return frame, (*told, *warned)


def _require_shapefile(path: Path, where: str, limits: Limits) -> None:
    """Raise unless all files that make a shapefile are plain and not too large."""
    beside = {suffix.casefold() for suffix in BESIDE_SHAPEFILE}
    for file in sorted(path.parent.iterdir()):
        is_part = file.stem == path.stem and file.suffix.casefold() in beside
        if is_part or file.name in {f"{path.name}.xml", f"{path.name}.aux.xml"}:
            require_size(file, f"{where} ({file.suffix[1:]})", limits)


def _by_gdal(
    path: Path,
    layer: str | None,
    where: str,
    *,
    encoding: str | None = None,
    limits: Limits = LIMITS,
) -> pd.DataFrame:
    """Return a layer as the one driver of its kind reads it."""
    import pyogrio  # noqa: PLC0415 - only users' files need GDAL

    suffix = path.suffix.casefold()
    source, options = str(path.absolute()), {}
    if suffix == LAYERED:
        # No other driver takes a name that begins so, and no table is opened that is not listed.
        source, options = f'GPKG:"{source}"', {"LIST_ALL_TABLES": "NO"}
    said = pyogrio.read_info(source, layer=layer, encoding=encoding, **options)
    if said["driver"] != DRIVERS[suffix]:
        fault = Fault(where, DRIVERS[suffix], said["driver"], "Export the table anew.")
        raise InputError([fault])
    require_rows(said["features"], len(said["fields"]), where, limits)
    frame: pd.DataFrame = pyogrio.read_dataframe(
        source, layer=layer, encoding=encoding, force_2d=True, datetime_as_string=True, **options
    )
    return frame


def require_parquet(path: Path, where: str, limits: Limits = LIMITS) -> None:
    """Raise InputError unless a path is a Parquet file within the limits, also when unpacked."""
    from pyarrow import parquet  # noqa: PLC0415 - slow to import

    require_signature(path, where, limits)
    about, _ = opened(lambda: parquet.read_metadata(path), where, path)
    require_rows(about.num_rows, about.num_columns, where, limits)
    groups = (about.row_group(number) for number in range(about.num_row_groups))
    size_mb = sum(group.total_byte_size for group in groups) / BYTES_PER_MB
    if size_mb > limits.max_file_mb:
        expected = f"at most {limits.max_file_mb:,g} MB when unpacked (max_file_mb)"
        remedy = "Leave out what is not needed, or raise max_file_mb."
        raise InputError([Fault(where, expected, f"{size_mb:,.0f} MB", remedy)])


def _parquet(path: Path) -> pd.DataFrame:
    from pyarrow import parquet  # noqa: PLC0415 - slow to import

    # An open file, since a path may be taken for an address or for one of a set of files.
    with path.open("rb") as file:
        has_geometry = b"geo" in (parquet.read_schema(file).metadata or {})
        file.seek(0)
        table: pd.DataFrame = gpd.read_parquet(file) if has_geometry else pd.read_parquet(file)
        return table
