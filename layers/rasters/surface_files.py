"""Surfaces of remoteness as files: a GeoTIFF of their numbers, and bands of them as polygons.

Owns what stands in the files beside the numbers: CRS, nodata, units and where they come from. Each
is written whole or not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import rasterio.features
import shapely
from affine import Affine
from pyproj import Transformer
from rasterio.io import MemoryFile

from zimnik.geo.core.calendar import text_of
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.units import TURN_DEG
from zimnik.geo.lines.antimeridian import split
from zimnik.geo.surface.surface import SurfaceQuantity
from zimnik.layers.files import require_suffix_of, write_text, write_whole
from zimnik.layers.folders import write_geopackage
from zimnik.layers.writing.kml import KML, write_kml
from zimnik.layers.writing.seals import UNSEALED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from zimnik.geo.surface.surface import RemotenessSurface

RASTER_SUFFIXES = (".tif", ".tiff")
BAND_SUFFIXES = (".gpkg", ".geojson", KML)
NODATA = -9999.0
NO_ROUTE = "no_route"
UNITS = {SurfaceQuantity.COST: "USD/t", SurfaceQuantity.TIME: "h"}
# Where bands begin; the last has no end.
LEVELS = {
    SurfaceQuantity.COST: (25.0, 50.0, 100.0, 150.0, 200.0, 300.0, 400.0, 600.0, 1000.0),
    SurfaceQuantity.TIME: (24.0, 72.0, 168.0, 336.0, 720.0, 1440.0, 2880.0, 4320.0, 8760.0),
}
LAYER = "remoteness_bands"


def write_raster(
    surfaces: Sequence[RemotenessSurface], path: Path, tags: Mapping[str, str]
) -> None:
    """Write surfaces of one grid as bands of a GeoTIFF, and a last band of where no route leads.

    It is a cloud-optimised GeoTIFF: in tiles, with smaller pictures of itself.

    Parameters
    ----------
    surfaces
        At least one. Water, land beyond the domain and land without a route are nodata.
    path
        A name in .tif or .tiff.
    tags
        Where the numbers come from; written beside what the surfaces say of themselves.

    Raises
    ------
    InputError
        If the name promises another format.
    OutputError
        If the file cannot be written.
    """
    require_suffix_of(path, RASTER_SUFFIXES)
    first = surfaces[0]
    unreached = np.isinf(first.values)
    rows, columns = unreached.shape

    def write(file_path: Path) -> None:
        # GDAL closes a file as if all were well where the disk was full at its very end.
        with MemoryFile() as memory:
            with memory.open(
                driver="COG",
                width=columns,
                height=rows,
                count=len(surfaces) + 1,
                dtype="float32",
                crs=first.crs,
                transform=Affine(*first.transform),
                nodata=NODATA,
                compress="deflate",
                predictor="yes",
                # Smaller pictures of it hold numbers that were computed, not means of them.
                overview_resampling="nearest",
                bigtiff="if_safer",
            ) as file:
                _write_bands(file, surfaces, unreached, tags)
            file_path.write_bytes(memory.getbuffer())

    write_whole(path, write)


def _write_bands(
    file: Any,  # noqa: ANN401 - rasterio has no types
    surfaces: Sequence[RemotenessSurface],
    unreached: NDArray[np.bool_],
    tags: Mapping[str, str],
) -> None:
    first = surfaces[0]
    for band, surface in enumerate(surfaces, start=1):
        known = np.isfinite(surface.values)
        file.write(np.where(known, surface.values, NODATA).astype(np.float32), band)
        ready = text_of(surface.ready_d)
        file.set_band_description(band, f"{surface.quantity} ready {ready}")
        file.set_band_unit(band, UNITS[surface.quantity])
        file.update_tags(band, quantity=surface.quantity, ready=ready)
    land = ~np.isnan(first.values)
    last = len(surfaces) + 1
    file.write(np.where(land, unreached, NODATA).astype(np.float32), last)
    file.set_band_description(last, f"{NO_ROUTE}: 1 where no route leads there")
    file.update_tags(
        goal=first.goal,
        year_type=first.year_type.value,
        tonnes_per_y=f"{first.tonnes_per_y:g}",
        **tags,
    )


def bands_of(surface: RemotenessSurface, *, levels: Sequence[float] = ()) -> gpd.GeoDataFrame:
    """Return bands between levels as polygons along the sides of cells.

    Parameters
    ----------
    surface
        What is cut into bands.
    levels
        Where bands begin, ascending; `LEVELS` of the quantity without them.

    Returns
    -------
    geopandas.GeoDataFrame
        In the CRS of the surface: `from_` and `to_` with the unit, `ready`, `goal`, `has_way` and
        `area_km2`; a band holds its lower end and not its upper. The last band has no upper end,
        and land without a route neither.

    Raises
    ------
    InputError
        If the levels are not numbers above 0 that ascend.
    """
    require_levels(levels)
    edges = [0.0, *(levels or LEVELS[surface.quantity])]
    unit = surface.quantity.removeprefix("cost_").removeprefix("duration_")
    number = np.digitize(surface.values, edges).astype(np.int16)
    number[np.isinf(surface.values)] = len(edges) + 1
    number[np.isnan(surface.values)] = 0
    shapes = rasterio.features.shapes(number, mask=number > 0, transform=Affine(*surface.transform))
    parts: dict[int, list[shapely.Geometry]] = {}
    for shape, value in shapes:
        parts.setdefault(int(value), []).append(shapely.geometry.shape(shape))
    bands = sorted(parts)
    uppers = [*edges[1:], np.nan, np.nan]
    lowers = [*edges, np.nan]
    return gpd.GeoDataFrame(
        {
            f"from_{unit}": [lowers[band - 1] for band in bands],
            f"to_{unit}": [uppers[band - 1] for band in bands],
            "ready": text_of(surface.ready_d),
            "goal": surface.goal,
            "has_way": [band <= len(edges) for band in bands],
            "area_km2": [(number == band).sum() * surface.cell_km**2 for band in bands],
        },
        geometry=[shapely.MultiPolygon(parts[band]) for band in bands],
        crs=surface.crs,
    )


def bands_of_all(
    surfaces: Sequence[RemotenessSurface], *, levels: Sequence[float] = ()
) -> gpd.GeoDataFrame:
    """Return the bands of surfaces of one grid, one under the other; see `bands_of`."""
    bands = pd.concat([bands_of(surface, levels=levels) for surface in surfaces], ignore_index=True)
    return gpd.GeoDataFrame(bands, geometry="geometry", crs=surfaces[0].crs)


def write_bands(surfaces: Sequence[RemotenessSurface], path: Path, levels: Sequence[float]) -> None:
    """Write the bands of surfaces as a GeoPackage, or as GeoJSON or KML in degrees cut at 180.

    Raises
    ------
    InputError
        If the levels do not ascend, the name promises another format, or a GeoPackage stands
        there that holds other work.
    OutputError
        If the file cannot be written.
    """
    require_suffix_of(path, BAND_SUFFIXES)
    frame = bands_of_all(surfaces, levels=levels)
    if path.suffix.casefold() == ".geojson":
        degrees = in_degrees(frame)
        write_text(path, degrees.to_json(na="null", drop_id=True) + "\n")
        return
    if path.suffix.casefold() == KML:
        marks = in_degrees(frame)
        write_whole(path, lambda file: write_kml(marks, file, folder=LAYER, called=()))
        return

    def write(file: Path) -> None:
        frame.to_file(file, layer=LAYER, driver="GPKG", layer_options={"DESCRIPTION": UNSEALED})

    write_geopackage(path, write)


def in_degrees(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return polygons in EPSG:4326, each cut at the antimeridian where it lies across."""
    to_degrees = Transformer.from_crs(frame.crs, "EPSG:4326", always_xy=True)

    def eastward(xy: np.ndarray) -> np.ndarray:
        lon, lat = to_degrees.transform(*xy.T)
        return np.column_stack([np.mod(lon, TURN_DEG), lat])

    whole = shapely.make_valid(shapely.transform(frame.geometry.to_numpy(), eastward))
    return frame.set_geometry(split(whole)).set_crs("EPSG:4326", allow_override=True)


def require_levels(levels: Sequence[float]) -> None:
    """Raise InputError unless levels are numbers above 0 that ascend."""
    edges = [0.0, *levels]
    if not np.isfinite(edges).all() or not (np.diff(edges) > 0).all():
        found = ", ".join(f"{level:g}" for level in levels)
        raise InputError([Fault("level", "numbers above 0 that ascend", found, "Correct them.")])
