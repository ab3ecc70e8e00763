"""GeoTIFF files of a user: opened as such and as nothing else, with nothing that lies beside them.

Owns which rasters come in: one band of plain numbers with a place on Earth, of bounded size. GDAL
has readers of 150 formats, of which many ask the network or read other files; and beside a GeoTIFF
it looks for further files of any of these formats.
"""

from __future__ import annotations

import math
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import rasterio
import rasterio.warp
from pyproj import CRS
from pyproj.exceptions import CRSError

# What GDAL says while pixels are read, which rasterio hands on as it is and under no public name.
from rasterio._err import CPLE_BaseError
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.transform import array_bounds

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.cells import shown
from zimnik.layers.readers.plain_files import (
    LIMITS,
    PIXELS_PER_MPIXEL,
    require_file,
    unreadable,
)
from zimnik.layers.readers.reference_systems import require_no_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from affine import Affine

    from zimnik.layers.readers.plain_files import Limits

# Little and big end first, and the same of files beyond 4 GB.
MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
ONLY_THIS_FILE = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    # No file of the web has such a name, so that none is asked for.
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
}
POLE_DEG, ROUND_DEG = 90.0, 360.0
PLAIN_KINDS = "iuf"


@contextmanager
def opened_raster(
    path: Path, grid: tuple[tuple[int, int], Affine, str], *, limits: Limits = LIMITS
) -> Iterator[rasterio.DatasetReader]:
    """Open a GeoTIFF of one band that says where it lies.

    Parameters
    ----------
    path
        The file.
    grid
        Rows and columns, transform and CRS of the cells that it is read for.
    limits
        The most that is read.

    Raises
    ------
    InputError
        If it is no GeoTIFF, has no known CRS, no place, swapped axes, several bands or complex
        numbers, or more pixels around the cells than are allowed.
    """
    _require_tiff(path)
    try:
        with rasterio.Env(**ONLY_THIS_FILE), warnings.catch_warnings(record=True) as told:
            # What does not say where it lies is refused below, with the remedy. The warning is all
            # that tells of it: without overviews rasterio has chance numbers for its place.
            warnings.simplefilter("always", NotGeoreferencedWarning)
            # Overviews may be other files that the tags of the file name.
            file = rasterio.open(path, driver="GTiff", sharing=False, overview_level="NONE")
        with rasterio.Env(**ONLY_THIS_FILE), file:
            _require_numbers(path.name, file)
            is_placed = not any(one.category is NotGeoreferencedWarning for one in told)
            _require_place(path.name, file, is_placed=is_placed)
            _require_pixels(path.name, file, grid, limits)
            yield file
    except (RasterioError, rasterio.errors.CRSError, CPLE_BaseError) as error:
        found = shown(str(error).replace(str(path), path.name))
        raise fault_of(path.name, "a raster as GeoTIFF", found, "Name another.") from error


def _require_tiff(path: Path) -> None:
    require_file(path, path.name)
    try:
        with path.open("rb") as file:
            start = file.read(len(MAGIC[0]))
    except OSError as error:
        raise unreadable(path.name, error) from error
    if start not in MAGIC:
        raise fault_of(path.name, "a GeoTIFF", "a file of another kind", "Save it as GeoTIFF.")


def _require_numbers(name: str, file: rasterio.DatasetReader) -> None:
    if file.count != 1:
        remedy = "Write the one band that is meant to a file of its own."
        raise fault_of(name, "one band", f"{file.count} bands", remedy)
    (kind,) = file.dtypes
    try:
        is_plain = np.dtype(kind).kind in PLAIN_KINDS
    except TypeError:
        is_plain = False
    if not is_plain:
        remedy = "Write it as whole or floating-point numbers."
        raise fault_of(name, "plain numbers", kind, remedy)


def _require_place(name: str, file: rasterio.DatasetReader, *, is_placed: bool) -> None:
    if not is_placed and file.crs is None:
        remedy = "Write it anew by gdalwarp, or both by gdal_edit -a_srs and -a_ullr."
        raise fault_of(
            name, "a raster with a CRS that says where its corners lie", "neither", remedy
        )
    if not is_placed or file.gcps[0] or file.rpcs:
        found = "control points alone" if is_placed else "no place"
        remedy = "Write it anew by gdalwarp, or where its corners lie by gdal_edit -a_ullr."
        raise fault_of(name, "a raster that says where its corners lie", found, remedy)
    if file.crs is None:
        remedy = "Write its CRS, for instance with gdal_edit -a_srs."
        raise fault_of(name, "a raster with a CRS", "none", remedy)
    try:
        crs = CRS.from_wkt(file.crs.to_wkt())
    except CRSError as error:
        remedy = "Write its CRS anew, for instance with gdal_edit -a_srs."
        raise fault_of(name, "a known CRS", shown(str(error)), remedy) from error
    require_no_files(crs, name)
    if not (crs.is_geographic or crs.is_projected):
        remedy = "Write its CRS anew, for instance with gdal_edit -a_srs."
        raise fault_of(name, "a CRS of this Earth", shown(crs.name), remedy)
    if not file.crs.is_geographic:
        return
    west, south, east, north = file.bounds
    if max(abs(south), abs(north)) > POLE_DEG + 1 or east - west > ROUND_DEG + 1:
        found = f"longitude {west:g} to {east:g}, latitude {south:g} to {north:g}"
        remedy = "Are its axes swapped? Write longitude across and latitude down."
        raise fault_of(name, "latitudes between the poles", found, remedy)


def _require_pixels(
    name: str,
    file: rasterio.DatasetReader,
    grid: tuple[tuple[int, int], Affine, str],
    limits: Limits,
) -> None:
    """Raise if more pixels than are allowed lie around the cells, or in one block of the file."""
    (rows, columns), transform, crs = grid
    across, down = _extent(file)
    around = rasterio.warp.transform_bounds(crs, file.crs, *array_bounds(rows, columns, transform))
    pixels = float(file.width * file.height)
    if all(math.isfinite(edge) for edge in around) and around[0] < around[2]:
        west, south, east, north = around
        share = min(1.0, (east - west) / across) * min(1.0, (north - south) / down)
        pixels *= share
    (block,) = file.block_shapes
    found = max(pixels, block[0] * block[1])
    if found > limits.max_raster_mpixels * PIXELS_PER_MPIXEL:
        raise fault_of(
            name,
            f"at most {limits.max_raster_mpixels:,g} million pixels around the cells "
            "(max_raster_mpixels)",
            f"{found / PIXELS_PER_MPIXEL:,.0f} million",
            "Cut out what is needed, make it coarser, or raise max_raster_mpixels.",
        )


def _extent(file: rasterio.DatasetReader) -> tuple[float, float]:
    west, south, east, north = file.bounds
    return max(abs(east - west), 1e-9), max(abs(north - south), 1e-9)


def fault_of(where: str, expected: str, found: str, remedy: str) -> InputError:
    """Return the error of one thing wrong with a raster."""
    return InputError([Fault(where, expected, found, remedy)])
