"""The tables of an atlas in other formats, which `layers.loading.loading` reads back unchanged.

Owns the formats and that a path is written whole or not at all.
"""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.atlas.areas import AREAS
from zimnik.layers.atlas.atlas import LINE_FILE, VERSION_FILE
from zimnik.layers.atlas.link_lines import drawn_lines
from zimnik.layers.readers.cells import to_cells
from zimnik.layers.readers.geo_files import VERSION_LAYER
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from zimnik.layers.atlas.atlas import Atlas
    from zimnik.layers.schema.schema import Table

GEOPACKAGE = ".gpkg"
FOLDER_SUFFIXES = (".csv", ".geojson", ".parquet")


def export_atlas(atlas: Atlas, path: str | Path) -> None:
    """Write every table of an atlas; `load_atlas` reads the same tables back.

    Parameters
    ----------
    atlas
        What to write.
    path
        A name in .gpkg gives one GeoPackage with a layer for each table. Any other gives a folder
        with a file for each table: GeoParquet where it ends in .parquet; GeoJSON where it ends in
        .geojson, tables without geometry as CSV; CSV, drawn lines as GeoParquet, where it ends in
        .csv or has no suffix. Licence areas, where the atlas has some, are a layer or file `areas`,
        GeoParquet beside CSV. A file, or a folder of nothing but an earlier export, is replaced.

    Raises
    ------
    InputError
        If the suffix is another, the path is taken or cannot be written; nothing is written then.
    """
    target = Path(path)
    suffix = target.suffix.casefold()
    if suffix not in (GEOPACKAGE, "", *FOLDER_SUFFIXES):
        listed = ", ".join((GEOPACKAGE, *FOLDER_SUFFIXES))
        raise refused(target, f"a name in {listed} or without suffix", f"'{target.suffix}'")
    _require_free(target, folder=suffix != GEOPACKAGE)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".zimnik-") as name:
            made = Path(name) / "new"
            if suffix == GEOPACKAGE:
                _write_geopackage(atlas, made.with_suffix(GEOPACKAGE))
                made.with_suffix(GEOPACKAGE).replace(target)
            else:
                _write_folder(atlas, made, suffix or ".csv")
                _replace_folder(made, target, Path(name) / "old")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise refused(target, "a place that can be written", reason) from error


def refused(target: Path, expected: str, found: str) -> InputError:
    """Return the error for a path that is not written."""
    return InputError([Fault(target.name or str(target), expected, found, "Give another path.")])


def _file_names() -> set[str]:
    names = {f"{name}{suffix}" for name in (*TABLES, AREAS.name) for suffix in FOLDER_SUFFIXES}
    return {*names, LINE_FILE, VERSION_FILE}


def _require_free(target: Path, *, folder: bool) -> None:
    try:
        if target.is_dir():
            foreign = sorted({child.name for child in target.iterdir()} - _file_names())
            if not folder:
                raise refused(target, "the name of a file", "a folder")
            if foreign:
                expected = "a new folder, or one with nothing but an earlier export"
                raise refused(target, expected, f"a folder with {foreign[0]}")
        elif folder and target.exists():
            raise refused(target, "the name of a folder", "a file")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise refused(target, "a place that can be written", reason) from error


def _replace_folder(made: Path, target: Path, old: Path) -> None:
    if target.exists():
        target.rename(old)
    try:
        made.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _write_geopackage(atlas: Atlas, file: Path) -> None:
    import pyogrio  # noqa: PLC0415 - only exports write through GDAL

    edition = pd.DataFrame({"version": [atlas.version], "date": [atlas.date.isoformat()]})
    layers = {name: _with_nulls(atlas.table(name)) for name in TABLES}
    geometries = {name: table.geometry or None for name, table in TABLES.items()}
    if len(atlas.areas):
        # A layer of polygons with and without parts is one of several parts.
        layers[AREAS.name], geometries[AREAS.name] = atlas.areas, "MultiPolygon"
    for name, frame in {**layers, VERSION_LAYER: edition}.items():
        try:
            pyogrio.write_dataframe(
                frame,
                file,
                layer=name,
                driver="GPKG",
                geometry_type=geometries.get(name),
                promote_to_multi=name == AREAS.name,
            )
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
            raise OSError(str(error)) from error


def _with_nulls(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with null for unknown texts, as other software writes them."""
    texts = frame.columns[[isinstance(dtype, pd.StringDtype) for dtype in frame.dtypes]]
    return frame.assign(**{name: frame[name].where(frame[name] != "", None) for name in texts})


def _write_folder(atlas: Atlas, folder: Path, suffix: str) -> None:
    folder.mkdir()
    for name, table in TABLES.items():
        _write_table(atlas.table(name), table, folder, suffix)
    if len(atlas.areas):
        _write_table(atlas.areas, AREAS, folder, ".parquet" if suffix == ".csv" else suffix)
    if suffix == ".csv":
        drawn_lines(atlas.links).to_parquet(folder / LINE_FILE, index=False)
    # The strings of JSON are strings of TOML.
    edition = f"version = {json.dumps(atlas.version)}\ndate = {atlas.date.isoformat()}\n"
    (folder / VERSION_FILE).write_text(edition, encoding="utf-8", newline="\n")


def _write_table(frame: pd.DataFrame, table: Table, folder: Path, suffix: str) -> None:
    file = folder / f"{table.name}{suffix}"
    if suffix == ".parquet":
        frame.to_parquet(file, index=False)
    elif suffix == ".geojson" and isinstance(frame, gpd.GeoDataFrame):
        text = frame.to_json(na="null", drop_id=True, ensure_ascii=False)
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
