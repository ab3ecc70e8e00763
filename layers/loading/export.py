"""The tables of an atlas in other formats, which `layers.loading.loading` reads back unchanged.

Owns the formats, and what an earlier export is known by.
"""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from zimnik.geo.core.addresses import is_address
from zimnik.geo.lines.antimeridian import split
from zimnik.layers.atlas.areas import AREAS
from zimnik.layers.atlas.atlas import LINE_FILE, VERSION_FILE
from zimnik.layers.atlas.link_lines import drawn_lines
from zimnik.layers.files import write_whole, written_to
from zimnik.layers.folders import (
    refused,
    require_own_folder,
    require_own_geopackage,
    write_folder,
    write_geopackage,
)
from zimnik.layers.loading.workbooks import write_workbook
from zimnik.layers.readers.cells import to_cells
from zimnik.layers.readers.geo_files import VERSION_LAYER
from zimnik.layers.schema.tables import TABLES
from zimnik.layers.store.address import Address, read_address
from zimnik.layers.writing.kml import KML, write_kml
from zimnik.layers.writing.seals import UNSEALED, folder_change, folder_seal
from zimnik.layers.writing.workbooks import WORKBOOK, require_openpyxl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from zimnik.layers.atlas.atlas import Atlas
    from zimnik.layers.schema.schema import Table

GEOPACKAGE, FLATGEOBUF = ".gpkg", ".fgb"
FOLDER_SUFFIXES = (".csv", ".geojson", ".parquet", FLATGEOBUF, KML)


def export_atlas(atlas: Atlas, path: str | Path | Address) -> None:
    """Write every table of an atlas; `load_atlas` reads the same tables back.

    Parameters
    ----------
    atlas
        What to write.
    path
        A name in .gpkg gives one GeoPackage with a layer for each table; one in .xlsx a workbook
        with a sheet for each, without lines and areas, where nothing stands yet. Any other gives a
        folder with a file for each table: GeoParquet where it ends in .parquet; FlatGeobuf where it
        ends in .fgb, GeoJSON in .geojson, KML in .kml, whose coordinates have 15 digits, tables
        without geometry as CSV; CSV, drawn lines as GeoParquet, where it ends in
        .csv or has no suffix. Licence areas, where the atlas has some, are a layer or file `areas`,
        GeoParquet beside CSV. An earlier export that nobody changed is replaced, and nothing else;
        it holds hashes of what was written. The address of a store, postgresql://host/database,
        has the rows laid over those that it holds.

    Raises
    ------
    InputError
        If the suffix is another, or something else stands there; nothing is written then.
    OutputError
        If it cannot be written; what stood there stands then.
    """
    if isinstance(path, str) and is_address(path):
        path = read_address(path)
    if isinstance(path, Address):
        from zimnik.layers.loading.publishing import publish_atlas  # noqa: PLC0415 - an extra

        publish_atlas(path, atlas)
        return
    target = Path(path)
    require_exportable(target)
    if target.suffix.casefold() == GEOPACKAGE:
        write_geopackage(target, lambda file: _write_geopackage(atlas, file))
    elif target.suffix.casefold() == WORKBOOK:
        write_whole(target, lambda file: write_workbook(atlas, file))
    else:
        suffix = target.suffix.casefold() or ".csv"
        write_folder(target, lambda folder: _write_folder(atlas, folder, suffix), change_of)


def require_exportable(target: Path) -> None:
    """Raise InputError unless a name tells a format, and nothing but an export stands there.

    Raises
    ------
    OutputError
        If the place cannot be looked at.
    """
    if target.suffix.casefold() not in (GEOPACKAGE, WORKBOOK, "", *FOLDER_SUFFIXES):
        listed = ", ".join((GEOPACKAGE, WORKBOOK, *FOLDER_SUFFIXES))
        expected = f"a name in {listed} or without suffix"
        raise refused(target, expected, f"'{target.suffix}'", "Give another path.")
    if str(target) == "-":
        expected = "a file or a folder; tables are not printed"
        raise refused(target, expected, "'-'", "Give another path.")
    if target.suffix.casefold() == WORKBOOK:
        require_openpyxl(target.name, remedy="write a .gpkg or a folder of CSV")
        if os.path.lexists(target):
            # A workbook bears no mark of who wrote it last.
            raise refused(target, "a name where nothing stands", "a file", "Give another path.")
        return
    with written_to(target):
        if target.suffix.casefold() == GEOPACKAGE:
            require_own_geopackage(target)
        else:
            require_own_folder(target, change_of)


def change_of(folder: Path) -> str:
    """Return what keeps a folder from being replaced by an export, "" where nothing does."""
    if next(folder.iterdir(), None) is None:
        return ""
    return folder_change(folder, sealed_by=VERSION_FILE, head_of=_head)


def edition_text(version: str, day: date) -> str:
    """Return the lines of `atlas.toml` that say version and date."""
    # The strings of JSON are strings of TOML.
    return f"version = {json.dumps(version)}\ndate = {day.isoformat()}\n"


def _head(values: Mapping[str, Any]) -> str:
    return edition_text(values["version"], values["date"])


def _write_geopackage(atlas: Atlas, file: Path) -> None:
    import pyogrio  # noqa: PLC0415 - only exports write through GDAL

    edition = pd.DataFrame({"version": [atlas.version], "date": [atlas.date.isoformat()]})
    layers = {name: _with_nulls(atlas.table(name)) for name in TABLES}
    geometries = {name: table.geometry or None for name, table in TABLES.items()}
    if len(atlas.areas):
        # A layer of polygons with and without parts is one of several parts.
        layers[AREAS.name], geometries[AREAS.name] = atlas.areas, "MultiPolygon"
    for name, frame in {**layers, VERSION_LAYER: edition}.items():
        pyogrio.write_dataframe(
            frame,
            file,
            layer=name,
            driver="GPKG",
            geometry_type=geometries.get(name),
            promote_to_multi=name == AREAS.name,
            layer_options={"DESCRIPTION": UNSEALED if name == VERSION_LAYER else ""},
        )


def _with_nulls(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with null for unknown texts, as other software writes them."""
    texts = frame.columns[[isinstance(dtype, pd.StringDtype) for dtype in frame.dtypes]]
    return frame.assign(**{name: frame[name].where(frame[name] != "", None) for name in texts})


def _write_folder(atlas: Atlas, folder: Path, suffix: str) -> None:
    for name, table in TABLES.items():
        _write_table(atlas.table(name), table, folder, suffix)
    if len(atlas.areas):
        _write_table(atlas.areas, AREAS, folder, ".parquet" if suffix == ".csv" else suffix)
    if suffix == ".csv":
        drawn_lines(atlas.links).to_parquet(folder / LINE_FILE, index=False)
    edition = edition_text(atlas.version, atlas.date)
    edition += folder_seal(folder, besides=VERSION_FILE)
    (folder / VERSION_FILE).write_text(edition, encoding="utf-8", newline="\n")


def _write_flatgeobuf(frame: gpd.GeoDataFrame, file: Path) -> None:
    import pyogrio  # noqa: PLC0415 - only exports write through GDAL

    # An index of places would put the rows into its own order.
    pyogrio.write_dataframe(
        _with_nulls(frame), file, driver="FlatGeobuf", layer_options={"SPATIAL_INDEX": "NO"}
    )


def _write_table(frame: pd.DataFrame, table: Table, folder: Path, suffix: str) -> None:
    file = folder / f"{table.name}{suffix}"
    if suffix == ".parquet":
        frame.to_parquet(file, index=False)
    elif suffix == FLATGEOBUF and isinstance(frame, gpd.GeoDataFrame):
        _write_flatgeobuf(frame, file)
    elif suffix == KML and isinstance(frame, gpd.GeoDataFrame) and len(frame):
        cells = to_cells(frame, table)
        kept = [name for name in cells if name not in ("lon", "lat", "geometry")]
        marks = gpd.GeoDataFrame(cells[kept], geometry=frame.geometry.to_numpy(), crs=frame.crs)
        write_kml(marks, file, folder=table.name, called=("name_en", "id"))
    elif suffix == ".geojson" and isinstance(frame, gpd.GeoDataFrame):
        cut = frame.set_geometry(split(frame.geometry.to_numpy()), crs=frame.crs)
        text = cut.to_json(na="null", drop_id=True, ensure_ascii=False)
        file.write_text(text + "\n", encoding="utf-8", newline="\n")
    else:
        cells = to_cells(frame, table)
        # A lone carriage return ends a row unless it is quoted, and quotes are put by need.
        lone = any(cells[name].str.contains("\r", regex=False).any() for name in cells)
        cells.to_csv(
            file.with_suffix(".csv"),
            index=False,
            lineterminator="\n",
            encoding="utf-8",
            quoting=csv.QUOTE_ALL if lone else csv.QUOTE_MINIMAL,
        )
