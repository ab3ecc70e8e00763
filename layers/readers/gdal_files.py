"""Files that GDAL reads: GeoPackage, shapefile, FlatGeobuf and MapInfo, each as such alone.

Owns what is looked at before GDAL opens a file, and that the driver is the one of the suffix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.dbf import shapefile_encoding
from zimnik.layers.readers.formats import BESIDE
from zimnik.layers.readers.geo_frames import opened
from zimnik.layers.readers.geopackages import geopackage_layers
from zimnik.layers.readers.mapinfo import MIF, TAB, require_own_table
from zimnik.layers.readers.plain_files import LIMITS, require_rows, require_size

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from zimnik.layers.readers.plain_files import Limits

SHAPEFILE, LAYERED, FLATGEOBUF = ".shp", ".gpkg", ".fgb"
DRIVERS = {
    SHAPEFILE: "ESRI Shapefile",
    LAYERED: "GPKG",
    FLATGEOBUF: "FlatGeobuf",
    TAB: "MapInfo File",
    MIF: "MapInfo File",
}


def read_by_gdal(
    path: Path, layer: str | None, where: str, limits: Limits, encoding: str
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return a layer as a frame, and what is worth saying of it.

    Parameters
    ----------
    path, layer, where, limits
        As `layers.readers.geo_files.read_geo`.
    encoding
        Encoding of its texts where that is said and the file does not say it.

    Raises
    ------
    InputError
        If it refers to other files, is too large or cannot be read.
    """
    suffix = path.suffix.casefold()
    said: str | None = None
    told: tuple[str, ...] = ()
    if suffix in BESIDE:
        _require_parts(path, where, limits, BESIDE[suffix])
    if suffix == SHAPEFILE:
        said, told = shapefile_encoding(path, where, encoding)
    elif suffix in {TAB, MIF}:
        require_own_table(path, where)
        said = encoding or None
    elif suffix == LAYERED:
        geopackage_layers(path, where, limits)
    frame, warned = opened(
        lambda: _by_gdal(path, layer, where, encoding=said, limits=limits), where, path
    )
    return frame, (*told, *warned)


def _require_parts(path: Path, where: str, limits: Limits, beside: Sequence[str]) -> None:
    """Raise unless all files that make a shapefile or MapInfo table are plain and not too large."""
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
