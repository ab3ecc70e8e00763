"""GeoPackage, GeoJSON, shapefile and GeoParquet: files to frames, and these to text cells.

Owns layers of files that GDAL or GeoParquet's reader opens. A file is opened only if its first
bytes are those of its kind, so that GDAL does not take it for another.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.csv_files import unreadable
from zimnik.layers.readers.dbf import shapefile_encoding
from zimnik.layers.readers.geo_frames import frame_cells, opened, table_cells

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.layers.readers.cells import Cells
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
SIGNATURE_BYTES = 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def require_signature(path: Path, where: str) -> None:
    """Raise where a file is not of the kind that its name says.

    Raises
    ------
    InputError
        If it cannot be read, is empty, or begins with other bytes than its kind does.
    """
    try:
        with path.open("rb") as file:
            start = file.read(SIGNATURE_BYTES)
    except OSError as error:
        raise unreadable(where, error) from error
    suffix = path.suffix.casefold()
    if not start.strip():
        found = "an empty file"
    elif not start.removeprefix(BYTE_ORDER_MARK).lstrip().startswith(SIGNATURES[suffix].lstrip()):
        found = "a file of another kind"
    else:
        return
    raise InputError(
        [Fault(where, f"a {suffix[1:]} file", found, "Export the table anew, or leave it out.")]
    )


def layer_names(path: Path, where: str) -> list[str]:
    """Return the names of the layers of a file.

    Raises
    ------
    InputError
        If the file cannot be opened.
    """
    import pyogrio  # noqa: PLC0415 - only users' files need GDAL

    layers, _ = opened(lambda: pyogrio.list_layers(path), where, path)
    return [str(name) for name, _ in layers]


def read_version_layer(path: Path, where: str) -> tuple[str, date]:
    """Return the version and date of a GeoPackage that `layers.loading.export` wrote.

    Raises
    ------
    InputError
        If the layer has not one row with the two.
    """
    frame, _ = opened(lambda: _frame(path, VERSION_LAYER), where, path)

    def edition() -> tuple[str, date]:
        (version,), (day,) = frame["version"], frame["date"]
        return str(version), date.fromisoformat(str(day))

    found, _ = opened(edition, f"{where}, layer {VERSION_LAYER}", path)
    return found


def read_geo(path: Path, layer: str | None, table: Table, where: str) -> Cells:
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

    Raises
    ------
    InputError
        If the layer cannot be read, or has geometry without a reference system.
    """
    encoding, told = shapefile_encoding(path, where)
    frame, warned = opened(lambda: _frame(path, layer, encoding), where, path)
    notes = (*told, *warned)
    if frame.empty and path.suffix.casefold() in GEOJSON:
        # A collection of no features names no columns.
        return table_cells(table, where, pd.DataFrame(columns=list(table.names)), None, notes)
    return frame_cells(frame, table, where, notes=notes, path=path)


def _frame(path: Path, layer: str | None, encoding: str | None = None) -> pd.DataFrame:
    if path.suffix.casefold() not in PARQUET:
        import pyogrio  # noqa: PLC0415 - only users' files need GDAL

        # GDAL would take texts that look like dates for dates, and write them otherwise.
        options = {"DATE_AS_STRING": "YES"} if path.suffix.casefold() in GEOJSON else {}
        frame: pd.DataFrame = pyogrio.read_dataframe(
            path,
            layer=layer,
            encoding=encoding,
            force_2d=True,
            datetime_as_string=True,
            **options,
        )
        return frame
    from pyarrow import parquet  # noqa: PLC0415 - slow to import

    has_geometry = b"geo" in (parquet.read_schema(path).metadata or {})
    table: pd.DataFrame = gpd.read_parquet(path) if has_geometry else pd.read_parquet(path)
    return table
