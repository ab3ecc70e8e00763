"""Files of lines and of points that cannot be used, by what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Write = Callable[[Path, Sequence[shapely.Geometry]], None]

GOOD = {"highway": "primary", "country": "RU", "source": "x", "confidence": "C"}
SUFFIXES = (".gpkg", ".fgb", ".parquet", ".geojson", ".shp", ".kml")
HUGE_BYTES = 2**31


def frame(geometry: Sequence[shapely.Geometry | None], crs: object = 4326) -> gpd.GeoDataFrame:
    rows = [{**GOOD, "name": f"Site {number}"} for number in range(len(geometry))]
    return gpd.GeoDataFrame(rows, geometry=list(geometry), crs=crs)


def written(table: gpd.GeoDataFrame, path: Path) -> None:
    if path.suffix == ".parquet":
        table.to_parquet(path)
    else:
        table.to_file(path, driver="KML" if path.suffix == ".kml" else None)


def mixed(path: Path, good: Sequence[shapely.Geometry]) -> None:
    line, area = shapely.LineString([(116, 71), (117, 71)]), shapely.box(100, 60, 101, 61)
    written(frame([*good, line, area, shapely.GeometryCollection([line, area])]), path)


def no_geometry(path: Path, good: Sequence[shapely.Geometry]) -> None:
    written(frame([None] * len(good)), path)


def no_system(path: Path, good: Sequence[shapely.Geometry]) -> None:
    written(frame(good, None), path)


def degrees_called_metres(path: Path, good: Sequence[shapely.Geometry]) -> None:
    written(frame(good, 3857), path)


def metres_called_degrees(path: Path, good: Sequence[shapely.Geometry]) -> None:
    table = frame(good).to_crs(3857)
    written(table.set_crs(4326, allow_override=True), path)


def empty(path: Path, good: Sequence[shapely.Geometry]) -> None:
    del good
    path.write_bytes(b"")


def cut_off(path: Path, good: Sequence[shapely.Geometry]) -> None:
    written(frame(good), path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def nonsense(path: Path, good: Sequence[shapely.Geometry]) -> None:
    del good
    with path.open("wb") as file:
        file.truncate(HUGE_BYTES)


BAD: dict[str, tuple[Write, str]] = {
    "mixed.gpkg": (mixed, ""),
    "no_geometry.gpkg": (no_geometry, ""),
    "no_system.gpkg": (no_system, "expected a coordinate reference system, found none"),
    "metres_called_degrees.gpkg": (metres_called_degrees, "degrees"),
    "degrees_called_metres.gpkg": (degrees_called_metres, "as degrees are"),
    **{f"empty{suffix}": (empty, "found an empty file") for suffix in SUFFIXES},
    **{f"cut{suffix}": (cut_off, "") for suffix in SUFFIXES if suffix != ".shp"},
    **{f"nonsense{suffix}": (nonsense, "expected at most 200 MB") for suffix in SUFFIXES},
}
