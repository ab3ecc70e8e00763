"""Files with geometry, and workbooks: to frames, and these to text cells.

Owns which reader opens a file: the one that both its suffix and its first bytes name. GDAL, which
has readers of dozens of formats that ask the network or read other files, opens only GeoPackages,
shapefiles, FlatGeobuf and MapInfo files, and only as such.
"""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.formats import (
    ALL_SIGNATURES,
    GEOJSON,
    RECORD_MARK,
    SEQUENCES,
    SHEETS,
    TEXTS,
    TEXTUAL,
)
from zimnik.layers.readers.gdal_files import FLATGEOBUF, LAYERED, SHAPEFILE, read_by_gdal
from zimnik.layers.readers.geo_frames import frame_cells, opened, table_cells
from zimnik.layers.readers.geojson import read_geojson
from zimnik.layers.readers.geopackages import geopackage_layers
from zimnik.layers.readers.grids import grid_cells
from zimnik.layers.readers.mapinfo import MIF, TAB
from zimnik.layers.readers.markup.gml import gml_types, read_gml
from zimnik.layers.readers.markup.kml import kml_folders, read_kml
from zimnik.layers.readers.plain_files import (
    BYTES_PER_MB,
    LIMITS,
    require_rows,
    require_size,
    unreadable,
)
from zimnik.layers.readers.reading import AS_WRITTEN, with_said_headings
from zimnik.layers.readers.sheets import read_sheet, sheet_names
from zimnik.layers.readers.zips import files_in, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zimnik.layers.readers.cells import Cells
    from zimnik.layers.readers.plain_files import Limits
    from zimnik.layers.readers.reading import Reading
    from zimnik.layers.schema.schema import Table

VERSION_LAYER = "atlas"
PARQUET = frozenset({".parquet", ".geoparquet"})
KML, GML, ARCHIVE = frozenset({".kml", ".kmz"}), ".gml", ".zip"
# Formats of an archive that are read; what else is in it is left where it is.
ARCHIVED = (SHAPEFILE, TAB, MIF, LAYERED, FLATGEOBUF, GML, ".kml", *GEOJSON, *SEQUENCES)
# The head of a FlatGeobuf is a few hundred bytes; a size of less than this has a byte of nothing,
# which ends what other readers look for their own words in.
MOST_HEAD_BYTES = 1 << 24
SIGNATURE_BYTES = 1024
SIZE_OF_HEAD = slice(8, 12)
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
    if suffix in TEXTUAL:
        for mark in BYTE_ORDER_MARKS:
            start = start.removeprefix(mark)
        start = start.removeprefix(RECORD_MARK)
    if not start.strip():
        found = "an empty file"
    elif not _begins(start, suffix):
        found = "a file of another kind"
    else:
        return
    raise InputError(
        [Fault(where, f"a {suffix[1:]} file", found, "Export the table anew, or leave it out.")]
    )


def _begins(start: bytes, suffix: str) -> bool:
    signature = ALL_SIGNATURES[suffix]
    if suffix in {TAB, MIF}:
        start = start.lower()
    if suffix == FLATGEOBUF:
        size = int.from_bytes(start[SIZE_OF_HEAD], "little")
        return start.startswith(signature) and 0 < size < MOST_HEAD_BYTES
    # UTF-16 has a byte of nothing before or behind each letter.
    plain = start.replace(b"\0", b"") if suffix in TEXTUAL else start
    return plain.lstrip().startswith(signature.lstrip())


def layers_of(path: Path, where: str, limits: Limits = LIMITS) -> list[str] | None:
    """Return the layers of a file, or its sheets, folders or files; None where it is one table.

    Raises
    ------
    InputError
        If the file is not of the kind that its name says, is too large or cannot be read.
    """
    suffix = path.suffix.casefold()
    if suffix in TEXTS:
        return None
    require_signature(path, where, limits)
    listed = LISTS.get(suffix)
    return None if listed is None else listed(path, where, limits)


def _archived_files(path: Path, where: str, limits: Limits) -> list[str]:
    return files_in(path, where, limits, ARCHIVED)


# What lists the layers of a file that may have several.
LISTS: dict[str, Callable[[Path, str, Limits], list[str]]] = {
    LAYERED: geopackage_layers,
    GML: gml_types,
    ARCHIVE: _archived_files,
    **dict.fromkeys(SHEETS, sheet_names),
    **dict.fromkeys(KML, kml_folders),
}


def read_version_layer(path: Path, where: str) -> tuple[str, date]:
    """Return the version and date of a GeoPackage that `layers.loading.export` wrote.

    Raises
    ------
    InputError
        If the layer has not one row with the two.
    """
    frame, _ = read_by_gdal(path, VERSION_LAYER, where, LIMITS, "")

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
    suffix = path.suffix.casefold()
    if suffix in SHEETS:
        require_signature(path, where, limits)
        return grid_cells(read_sheet(path, layer, where, limits), table, where, reading)
    frame, notes = read_frame(path, layer, where, limits, encoding=reading.encoding)
    if suffix in GEOJSON | SEQUENCES and frame.empty:
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
    if suffix == ARCHIVE:
        return _archived(path, layer, where, limits, encoding)
    if suffix in PARQUET:
        require_parquet(path, where, limits)
        return opened(lambda: _parquet(path), where, path)
    if suffix in GEOJSON | SEQUENCES:
        return read_geojson(path, where, limits), ()
    if suffix in KML:
        return read_kml(path, layer, where, limits)
    if suffix == GML:
        return read_gml(path, layer, where, limits), ()
    return read_by_gdal(path, layer, where, limits, encoding)


def _archived(
    path: Path, member: str | None, where: str, limits: Limits, encoding: str
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the table of a file in an archive, which is unpacked with what stands beside it."""
    chosen = PurePosixPath(member or _archived_files(path, where, limits)[0])
    stem = (chosen.parent, chosen.stem)
    with unpacked(path, where, limits, lambda one: (one.parent, one.stem) == stem) as folder:
        return read_frame(folder / chosen.name, None, where, limits, encoding=encoding)


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
