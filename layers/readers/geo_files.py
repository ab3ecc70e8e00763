"""GeoPackage, GeoJSON, shapefile and GeoParquet: features to text cells.

Owns layers, reference systems and geometry of files that GDAL or GeoParquet's reader opens. A file
is opened only if its first bytes are those of its kind, so that GDAL does not take it for another.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.cells import Cells, aligned, cell_text, shown
from zimnik.layers.readers.csv_files import unreadable
from zimnik.layers.readers.dbf import shapefile_encoding
from zimnik.layers.schema.schema import LAT, LON

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zimnik.layers.schema.schema import Table

T = TypeVar("T")
CRS = "EPSG:4326"
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
CHORD_POINTS = 2
AREAS = ("Polygon", "MultiPolygon")
LISTED_FEATURES = 10
SHAPEFILE = ".shp"
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

    layers, _ = _opened(lambda: pyogrio.list_layers(path), where, path)
    return [str(name) for name, _ in layers]


def read_version_layer(path: Path, where: str) -> tuple[str, date]:
    """Return the version and date of a GeoPackage that `layers.loading.export` wrote.

    Raises
    ------
    InputError
        If the layer has not one row with the two.
    """
    frame, _ = _opened(lambda: _frame(path, VERSION_LAYER), where, path)

    def edition() -> tuple[str, date]:
        (version,), (day,) = frame["version"], frame["date"]
        return str(version), date.fromisoformat(str(day))

    found, _ = _opened(edition, f"{where}, layer {VERSION_LAYER}", path)
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
    frame, warned = _opened(lambda: _frame(path, layer, encoding), where, path)
    notes = (*told, *warned)
    if frame.empty and path.suffix.casefold() in GEOJSON:
        # A collection of no features names no columns.
        return _cells(table, where, pd.DataFrame(columns=list(table.names)), None, notes)
    return frame_cells(frame, table, where, notes=notes, path=path)


def frame_cells(
    frame: pd.DataFrame,
    table: Table,
    where: str,
    *,
    notes: tuple[str, ...] = (),
    path: Path | None = None,
) -> Cells:
    """Return the cells of a frame, reprojected to WGS84; rows count from 1.

    Parameters
    ----------
    frame
        With or without geometry; columns may have the names or aliases of the table.
    table, where
        As `read_geo`.
    notes
        What is worth saying already.
    path
        File that the frame was read from, if any.

    Raises
    ------
    InputError
        If there is geometry without a reference system, or it cannot be reprojected.
    """
    has_geometry = (
        bool(table.geometry)
        and isinstance(frame, gpd.GeoDataFrame)
        and frame.active_geometry_name is not None
        and (frame.empty or not shapely.is_missing(frame.geometry.to_numpy()).all())
    )
    if not has_geometry:
        return _cells(table, where, _plain_columns(frame), None, notes)
    geometry, more = _wgs84(frame, where, path)
    columns = _plain_columns(frame)
    if table.geometry == "Point":
        geometry, areas, repaired = _with_valid_areas(geometry, where, path)
        if len(areas):
            more = (*more, f"{where}: {len(areas)} areas are taken by a point within them")
        points, faults = _points(geometry, where)
        at = {LON: shapely.get_x(points.to_numpy()), LAT: shapely.get_y(points.to_numpy())}
        others = [name for name in columns.columns if not _is_coordinate(table, str(name))]
        columns = columns[others].assign(
            **{name: [cell_text(value) for value in values] for name, values in at.items()}
        )
        cells = _cells(table, where, columns, None, (*notes, *more, *repaired), faults)
        return replace(cells, areas=areas)
    if table.geometry == "Polygon":
        _, areas, repaired = _with_valid_areas(geometry, where, path)
        kinds = geometry.geom_type
        faults = _wrong(geometry.notna() & ~kinds.isin(AREAS), kinds, where, "an area")
        cells = _cells(table, where, columns, None, (*notes, *more, *repaired), faults)
        return replace(cells, areas=areas)
    lines, faults = _lines(geometry, where)
    if "drawn_source" not in {str(name).casefold() for name in columns.columns}:
        # A line of two points is no more than the chord, which the link has without it.
        bent = shapely.get_num_coordinates(lines.to_numpy()) > CHORD_POINTS
        columns = columns.assign(drawn_source=[where if drawn else "" for drawn in bent])
    return _cells(table, where, columns, lines, (*notes, *more), faults)


def _opened(read: Callable[[], T], where: str, path: Path | None) -> tuple[T, tuple[str, ...]]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            value = read()
        except Exception as error:
            # GDAL names the whole path, which is nobody's business but the user's.
            told = str(error) if path is None else str(error).replace(str(path), path.name)
            said = told.partition("\n")[0]
            found = shown(said) or type(error).__name__
            fault = Fault(where, "a file of its kind", found, "Export the table anew.")
            raise InputError([fault]) from error
    return value, tuple(f"{where}: {warning.message}" for warning in caught)


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


def _plain_columns(frame: pd.DataFrame) -> pd.DataFrame:
    name = frame.active_geometry_name if isinstance(frame, gpd.GeoDataFrame) else None
    kept = [i for i, column in enumerate(frame.columns) if column != name]
    columns = [[cell_text(value) for value in frame.iloc[:, i]] for i in kept]
    index = range(1, len(frame) + 1)
    plain = pd.DataFrame(dict(enumerate(columns)), index=index, dtype=object)
    return plain.set_axis(pd.Index([str(frame.columns[i]) for i in kept], dtype=object), axis=1)


def _cells(
    table: Table,
    where: str,
    columns: pd.DataFrame,
    geometry: gpd.GeoSeries | None,
    notes: tuple[str, ...],
    faults: tuple[Fault, ...] = (),
) -> Cells:
    cells = aligned(
        table,
        where,
        columns,
        numbering="feature",
        geometry=geometry,
        cut=SHAPEFILE in where.casefold(),
    )
    return replace(cells, notes=(*notes, *cells.notes), faults=(*cells.faults, *faults))


def _is_coordinate(table: Table, heading: str) -> bool:
    names = {n for name in (LON, LAT) for n in (name, *table.column(name).aliases)}
    return heading.strip().casefold() in names


def _wgs84(
    frame: gpd.GeoDataFrame, where: str, path: Path | None
) -> tuple[gpd.GeoSeries, tuple[str, ...]]:
    if frame.crs is None:
        raise InputError(
            [
                Fault(
                    where,
                    "a coordinate reference system",
                    "none",
                    "Set the one that the coordinates are in, for example EPSG:4326.",
                )
            ]
        )
    geometry = frame.geometry.set_axis(range(1, len(frame) + 1))
    geometry = geometry.where(~geometry.is_empty)
    if frame.crs.equals(CRS) or frame.crs.equals("OGC:CRS84"):
        return geometry, ()
    reprojected, _ = _opened(lambda: geometry.to_crs(CRS), where, path)
    return reprojected, (f"{where}: reprojected from {frame.crs.name}",)


def _with_valid_areas(
    geometry: gpd.GeoSeries, where: str, path: Path | None
) -> tuple[gpd.GeoSeries, gpd.GeoSeries, tuple[str, ...]]:
    """Return the geometry with its areas repaired, the areas alone, and what was done."""
    areas = geometry[geometry.geom_type.isin(AREAS)]
    if areas.empty:
        return geometry, areas, ()
    broken = areas[~areas.is_valid]
    repaired, _ = _opened(
        lambda: shapely.make_valid(broken.to_numpy(), method="structure", keep_collapsed=False),
        where,
        path,
    )
    areas = areas.copy()
    areas.loc[broken.index] = repaired
    # What has no area left has no point within it.
    whole = geometry.copy()
    whole.loc[areas.index] = areas
    whole = whole.where(~whole.is_empty)
    areas = areas[~areas.is_empty]
    parts = shapely.get_num_geometries(areas.to_numpy())
    areas = areas.where(parts > 1, shapely.get_geometry(areas.to_numpy(), 0))
    if broken.empty:
        return whole, areas, ()
    listed = ", ".join(str(number) for number in broken.index[:LISTED_FEATURES])
    more = ", ..." if len(broken) > LISTED_FEATURES else ""
    return whole, areas, (f"{where}: {len(broken)} areas were repaired: features {listed}{more}",)


def _points(geometry: gpd.GeoSeries, where: str) -> tuple[gpd.GeoSeries, tuple[Fault, ...]]:
    kinds = geometry.geom_type
    areas = kinds.isin(AREAS)
    single = (kinds == "MultiPoint") & (shapely.get_num_geometries(geometry.to_numpy()) == 1)
    points = geometry.where(~(areas | single), geometry.representative_point())
    wrong = points.notna() & (points.geom_type != "Point")
    return points.where(~wrong), _wrong(wrong, kinds, where, "a point or an area")


def _lines(geometry: gpd.GeoSeries, where: str) -> tuple[gpd.GeoSeries, tuple[Fault, ...]]:
    kinds = geometry.geom_type
    lines = geometry.where(kinds != "MultiLineString", geometry.line_merge())
    ends = shapely.bounds(lines.to_numpy())
    wrong = lines.notna() & ((lines.geom_type != "LineString") | ~np.isfinite(ends).all(axis=1))
    return lines.where(~wrong), _wrong(wrong, kinds, where, "one line of finite coordinates")


def _wrong(wrong: pd.Series, kinds: pd.Series, where: str, expected: str) -> tuple[Fault, ...]:
    return tuple(
        Fault(
            where,
            expected,
            f"a {kinds.loc[number]}",
            "Give such a geometry.",
            row=f"feature {number}",
            column="geometry",
        )
        for number in wrong.index[wrong]
    )
