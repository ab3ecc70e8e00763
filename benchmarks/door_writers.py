"""The writers of every format, as `benchmarks.doors` tries them: two versions, old and new."""

from __future__ import annotations

import contextlib
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pyogrio
import rasterio
from affine import Affine
from shapely import LineString

from zimnik.layers import Atlas, export_atlas, load_atlas
from zimnik.layers.atlas.new_links import write_links
from zimnik.layers.files import write_text, write_whole
from zimnik.layers.loading.export import change_of
from zimnik.layers.writing.seals import geopackage_change

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LETTERS = 400_000
SIDE = 2_000
ROWS = 40


@dataclass(frozen=True, slots=True)
class Writer:
    """One format.

    Parameters
    ----------
    label
        What it is called in the table.
    name
        Name of the file or folder.
    write
        Writes a version to a path.
    standing
        Says which version stands whole at a path, "" where none does.
    """

    label: str
    name: str
    write: Callable[[Path, str], object]
    standing: Callable[[Path], str]


@cache
def atlas(version: str) -> Atlas:
    """Return a part of the shipped atlas that calls itself by a version."""
    whole = load_atlas(drawn=False)
    return replace(whole, links=whole.links.iloc[:ROWS].reset_index(drop=True), version=version)


def _text(version: str) -> str:
    return f"{version} " * (LETTERS // 4)


def _standing_text(path: Path) -> str:
    with contextlib.suppress(OSError):
        found = path.read_text(encoding="utf-8")
        return next((one for one in ("old", "new") if found == _text(one)), "")
    return ""


def _values() -> np.ndarray:
    return np.arange(SIDE * SIDE, dtype=np.float32).reshape(SIDE, SIDE)


def _write_raster(path: Path, version: str) -> None:
    def write(made: Path) -> None:
        shape = {"width": SIDE, "height": SIDE, "count": 1, "dtype": "float32"}
        shape |= {"transform": Affine(1000.0, 0.0, 0.0, 0.0, -1000.0, 0.0)}
        with rasterio.open(made, "w", driver="GTiff", crs="EPSG:3576", **shape) as file:
            file.write(_values(), 1)
            file.update_tags(version=version)

    write_whole(path, write)


def _standing_raster(path: Path) -> str:
    try:
        with rasterio.open(path, driver="GTiff") as file:
            whole = np.array_equal(file.read(1), _values())
            return str(file.tags()["version"]) if whole else ""
    except (rasterio.errors.RasterioError, KeyError):
        return ""


def _write_links(path: Path, version: str) -> None:
    rows = 2_000
    lines = [LineString([(100.0, 60.0), (100.0 + row / rows, 61.0)]) for row in range(rows)]
    write_links(gpd.GeoDataFrame({"id": [version] * rows}, geometry=lines, crs=4326), path)


def _standing_links(path: Path) -> str:
    if not path.exists() or geopackage_change(path):
        return ""
    return str(pyogrio.read_dataframe(path, max_features=1)["id"].iloc[0])


def _standing_geopackage(path: Path) -> str:
    if not path.exists() or geopackage_change(path):
        return ""
    edition = pyogrio.read_dataframe(path, layer="atlas")
    return str(edition["version"].iloc[0])


def _standing_folder(path: Path) -> str:
    if not path.exists() or change_of(path):
        return ""
    return str(tomllib.loads((path / "atlas.toml").read_text(encoding="utf-8"))["version"])


def _write_atlas(path: Path, version: str) -> None:
    export_atlas(atlas(version), path)


def _write_text(path: Path, version: str) -> None:
    write_text(path, _text(version))


WRITERS = (
    Writer("text, JSON, CSV, GeoJSON, page", "answer.json", _write_text, _standing_text),
    Writer("GeoTIFF", "surface.tif", _write_raster, _standing_raster),
    Writer("GeoPackage of links", "links.gpkg", _write_links, _standing_links),
    Writer("atlas, GeoPackage", "atlas.gpkg", _write_atlas, _standing_geopackage),
    Writer("atlas, folder of CSV", "atlas", _write_atlas, _standing_folder),
    Writer("atlas, folder of GeoJSON", "atlas.geojson", _write_atlas, _standing_folder),
    Writer("atlas, folder of GeoParquet", "atlas.parquet", _write_atlas, _standing_folder),
)
