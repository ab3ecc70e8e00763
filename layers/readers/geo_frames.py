"""Frames with or without geometry to text cells: reference systems, points, lines and areas.

Owns what geometry a table takes, whether a file or the asker gives the frame.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.units import HALF_TURN_DEG, TURN_DEG
from zimnik.geo.lines.antimeridian import continuous, wrapped_lon_deg
from zimnik.layers.readers.cells import Cells, aligned, cell_text, shown
from zimnik.layers.readers.reference_systems import require_no_files
from zimnik.layers.schema.schema import LAT, LON

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from zimnik.layers.schema.schema import Table

T = TypeVar("T")
CRS = "EPSG:4326"
CHORD_POINTS = 2
AREA_KINDS = ("Polygon", "MultiPolygon")
LISTED_FEATURES = 10
SHAPEFILE = ".shp"
POLE_DEG = 90.0


def opened(read: Callable[[], T], where: str, path: Path | None) -> tuple[T, tuple[str, ...]]:
    """Return what is read, and what was warned of; any error is a fault of a table.

    Parameters
    ----------
    read
        Reads or converts something.
    where
        How the fault names it.
    path
        File that is read, if any.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            value = read()
        except InputError:
            raise
        except Exception as error:
            # GDAL names the whole path, which is nobody's business but the user's.
            told = str(error) if path is None else str(error).replace(str(path), path.name)
            said = told.partition("\n")[0]
            found = shown(said) or type(error).__name__
            if isinstance(error, LookupError):
                # A reader ran past the end: its own words tell of its inside alone.
                found = "one that is cut off or damaged"
            fault = Fault(where, "a file of its kind", found, "Export the table anew.")
            raise InputError([fault]) from error
    return value, tuple(f"{where}: {warning.message}" for warning in caught)


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
        return table_cells(table, where, _plain_columns(frame), None, notes)
    geometry, more = in_wgs84(frame, where, path)
    columns = _plain_columns(frame)
    if table.geometry == "Point":
        geometry, areas, repaired = _with_valid_areas(geometry, where, path)
        if len(areas):
            more = (*more, f"{where}: {len(areas)} areas are taken by a point within them")
        points, faults = _points(geometry, where)
        at = {
            LON: _wrapped(shapely.get_x(points.to_numpy())),
            LAT: shapely.get_y(points.to_numpy()),
        }
        others = [name for name in columns.columns if not _is_coordinate(table, str(name))]
        columns = columns[others].assign(
            **{name: [cell_text(value) for value in values] for name, values in at.items()}
        )
        cells = table_cells(table, where, columns, None, (*notes, *more, *repaired), faults)
        return replace(cells, areas=areas)
    if table.geometry == "Polygon":
        _, areas, repaired = _with_valid_areas(geometry, where, path)
        kinds = geometry.geom_type
        faults = _wrong(geometry.notna() & ~kinds.isin(AREA_KINDS), kinds, where, "an area")
        cells = table_cells(table, where, columns, None, (*notes, *more, *repaired), faults)
        return replace(cells, areas=areas)
    lines, faults = _lines(geometry, where)
    if "drawn_source" not in {str(name).casefold() for name in columns.columns}:
        # A line of two points is no more than the chord, which the link has without it.
        bent = shapely.get_num_coordinates(lines.to_numpy()) > CHORD_POINTS
        columns = columns.assign(drawn_source=[where if drawn else "" for drawn in bent])
    return table_cells(table, where, columns, lines, (*notes, *more), faults)


def _wrapped(lon_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return longitudes between -180 and 180, but numbers that are no longitude as they are."""
    return np.where(np.abs(lon_deg) <= TURN_DEG, wrapped_lon_deg(lon_deg), lon_deg)


def _plain_columns(frame: pd.DataFrame) -> pd.DataFrame:
    name = frame.active_geometry_name if isinstance(frame, gpd.GeoDataFrame) else None
    kept = [i for i, column in enumerate(frame.columns) if column != name]
    columns = [[cell_text(value) for value in frame.iloc[:, i]] for i in kept]
    index = range(1, len(frame) + 1)
    plain = pd.DataFrame(dict(enumerate(columns)), index=index, dtype=object)
    return plain.set_axis(pd.Index([str(frame.columns[i]) for i in kept], dtype=object), axis=1)


def table_cells(
    table: Table,
    where: str,
    columns: pd.DataFrame,
    geometry: gpd.GeoSeries | None,
    notes: tuple[str, ...],
    faults: tuple[Fault, ...] = (),
) -> Cells:
    """Return columns of text as the cells of a table, rows counted from 1."""
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


def in_wgs84(
    frame: gpd.GeoDataFrame, where: str, path: Path | None
) -> tuple[gpd.GeoSeries, tuple[str, ...]]:
    """Return the geometry of a frame in WGS84, rows counted from 1, and what was done.

    Lines and areas across 180 degrees are whole and count on there, whichever custom they came in.

    Raises
    ------
    InputError
        If it has no reference system, one that names files or is not that of the coordinates, or
        cannot be reprojected.
    """
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
    require_no_files(frame.crs, where)
    _require_own_units(frame, where)
    geometry = frame.geometry.set_axis(range(1, len(frame) + 1))
    geometry = geometry.where(~geometry.is_empty)
    if frame.crs.equals(CRS) or frame.crs.equals("OGC:CRS84"):
        return _counting_on(geometry), ()
    reprojected, _ = opened(lambda: geometry.to_crs(CRS), where, path)
    return _counting_on(reprojected), (f"{where}: reprojected from {frame.crs.name}",)


def _require_own_units(frame: gpd.GeoDataFrame, where: str) -> None:
    """Raise where what is said to be metres can only be degrees."""
    crs = frame.crs
    if not crs.is_projected or frame.geometry.isna().all():
        return
    west, south, east, north = frame.total_bounds
    if max(-west, east) <= HALF_TURN_DEG and max(-south, north) <= POLE_DEG:
        expected = f"coordinates in {crs.axis_info[0].unit_name} of {crs.name}"
        found = f"all within {west:g}, {south:g} to {east:g}, {north:g}, as degrees are"
        remedy = "Set the reference system that the coordinates are in, for example EPSG:4326."
        raise InputError([Fault(where, expected, found, remedy, column="geometry")])


def _counting_on(geometry: gpd.GeoSeries) -> gpd.GeoSeries:
    # What is infinite has no width, and is refused with its row.
    with np.errstate(invalid="ignore"):
        whole = continuous(geometry.to_numpy())
    return gpd.GeoSeries(whole, index=geometry.index, crs=geometry.crs)


def _with_valid_areas(
    geometry: gpd.GeoSeries, where: str, path: Path | None
) -> tuple[gpd.GeoSeries, gpd.GeoSeries, tuple[str, ...]]:
    """Return the geometry with its areas repaired, the areas alone, and what was done."""
    areas = geometry[geometry.geom_type.isin(AREA_KINDS)]
    if areas.empty:
        return geometry, areas, ()
    broken = areas[~areas.is_valid]
    repaired, _ = opened(
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
    areas = kinds.isin(AREA_KINDS)
    single = (kinds == "MultiPoint") & (shapely.get_num_geometries(geometry.to_numpy()) == 1)
    # Coordinates that are no numbers are refused with their row; here they are no warning.
    with np.errstate(invalid="ignore"):
        points = geometry.where(~(areas | single), geometry.representative_point())
    wrong = points.notna() & (points.geom_type != "Point")
    return points.where(~wrong), _wrong(wrong, kinds, where, "a point or an area")


def _lines(geometry: gpd.GeoSeries, where: str) -> tuple[gpd.GeoSeries, tuple[Fault, ...]]:
    kinds = geometry.geom_type
    with np.errstate(invalid="ignore"):
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
