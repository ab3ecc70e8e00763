"""The shipped terrain: ETOPO5 elevations of the region as a small GeoTIFF.

Run: python tools/build_terrain.py FERRET_DATASETS.deb. Reads etopo5.cdf from Debian's package
ferret-datasets 7.6.0-5 (`apt-get download ferret-datasets`) and installs nothing. Writes
russia-arctic/terrain.tif.

ETOPO5 is the five-minute relief of the Earth of the National Geophysical Data Center of NOAA
(1988), public domain. Depths are cut to -1 m: only land counts, and the file is smaller for it.
Heights are rounded to 5 m below 500 m and to 10 m above, far inside the error of the grid.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import from_origin
from scipy.io import netcdf_file

DATA = Path(__file__).parent.parent / "layers" / "data" / "regions" / "russia-arctic"
TARGET = DATA / "terrain.tif"
MEMBER = Path("usr/share/ferret-vis/data/etopo5.cdf")
STEP_DEG = 1 / 12
WEST_DEG, EAST_DEG, SOUTH_DEG, NORTH_DEG = 28.0, 192.0, 47.0, 79.0
SEA_M, FINE_BELOW_M = -1, 500
NODATA = -32768


def main() -> None:
    """Write the grid of the package that is named."""
    lons, lats, heights = grid_of_package(__doc__)
    columns = (lons >= WEST_DEG) & (lons <= EAST_DEG)
    rows = (lats >= SOUTH_DEG) & (lats <= NORTH_DEG)
    half = STEP_DEG / 2
    corner = (lons[columns][0] - half, lats[rows][-1] + half)
    write_heights(heights[np.ix_(rows, columns)][::-1], corner, TARGET)


def grid_of_package(described: str | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the grid of the package that the command line names, as `read_grid`."""
    parser = argparse.ArgumentParser(description=described)
    parser.add_argument("package", type=Path)
    with tempfile.TemporaryDirectory() as folder:
        dpkg = shutil.which("dpkg-deb") or "dpkg-deb"
        package = parser.parse_args().package
        subprocess.run([dpkg, "-x", package, folder], check=True)  # noqa: S603 - as named
        return read_grid(Path(folder) / MEMBER)


def write_heights(heights_m: np.ndarray, corner: tuple[float, float], target: Path) -> None:
    """Write rounded heights, rows from the north, from a corner in the north-west."""
    step = np.where(heights_m < FINE_BELOW_M, 5, 10)
    rounded = np.maximum(np.round(heights_m / step) * step, SEA_M).astype(np.int16)
    with rasterio.open(
        target,
        "w",
        driver="GTiff",
        width=rounded.shape[1],
        height=rounded.shape[0],
        count=1,
        dtype="int16",
        crs="EPSG:4326",
        transform=from_origin(*corner, STEP_DEG, STEP_DEG),
        nodata=NODATA,
        compress="deflate",
        predictor=2,
        zlevel=9,
    ) as file:
        file.write(rounded, 1)
    print(f"{rounded.shape[1]} x {rounded.shape[0]} cells, {target.stat().st_size:,} bytes")


def read_grid(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return longitudes 0 to 360, latitudes and heights in m of the five-minute grid."""
    with netcdf_file(path, mmap=False) as file:
        lons, lats, heights = (
            file.variables[name].data.copy() for name in ("ETOPO05_X", "ETOPO05_Y", "ROSE")
        )
    # Single floats of the file, brought back to whole steps.
    return _whole(lons % 360.0), _whole(lats), heights


def _whole(degrees: np.ndarray) -> np.ndarray:
    return np.round(degrees.astype(np.float64) / STEP_DEG) * STEP_DEG


if __name__ == "__main__":
    main()
