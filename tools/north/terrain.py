"""Build layers/data/north/terrain.tif: heights of the whole North, for a region without its own.

Run: python -m tools.north.terrain FERRET_DATASETS.deb. The same source, ETOPO5, and the same
rounding as the terrain of the first region (tools/build_terrain.py); the grid goes round the Earth
from 45 to 84 N and on for two cells past 180 on both sides, so that no cell at the antimeridian
lacks a neighbour.
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

from tools.build_terrain import FINE_BELOW_M, MEMBER, NODATA, SEA_M, STEP_DEG, read_grid
from zimnik.geo.core.units import HALF_TURN_DEG, TURN_DEG

TARGET = Path(__file__).parents[2] / "layers" / "data" / "north" / "terrain.tif"
SOUTH_DEG, NORTH_DEG = 45.0, 84.0
OVERLAP_CELLS = 2


def main() -> None:
    """Write the grid of the package that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path)
    with tempfile.TemporaryDirectory() as folder:
        dpkg = shutil.which("dpkg-deb") or "dpkg-deb"
        package = parser.parse_args().package
        subprocess.run([dpkg, "-x", package, folder], check=True)  # noqa: S603 - as named
        lons, lats, heights = read_grid(Path(folder) / MEMBER)
    # The grid of the source goes from 0 to 360; here the Atlantic stands in the middle.
    order = np.argsort(np.where(lons >= HALF_TURN_DEG, lons - TURN_DEG, lons), kind="stable")
    rows = (lats >= SOUTH_DEG) & (lats <= NORTH_DEG)
    part = np.pad(heights[rows][:, order][::-1], ((0, 0), (OVERLAP_CELLS, OVERLAP_CELLS)), "wrap")
    step = np.where(part < FINE_BELOW_M, 5, 10)
    rounded = np.maximum(np.round(part / step) * step, SEA_M).astype(np.int16)
    west = -HALF_TURN_DEG - (OVERLAP_CELLS + 0.5) * STEP_DEG
    with rasterio.open(
        TARGET,
        "w",
        driver="GTiff",
        width=rounded.shape[1],
        height=rounded.shape[0],
        count=1,
        dtype="int16",
        crs="EPSG:4326",
        transform=from_origin(west, lats[rows][-1] + STEP_DEG / 2, STEP_DEG, STEP_DEG),
        nodata=NODATA,
        compress="deflate",
        predictor=2,
        zlevel=9,
    ) as file:
        file.write(rounded, 1)
    print(f"{rounded.shape[1]} x {rounded.shape[0]} cells, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
