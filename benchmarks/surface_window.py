"""How long a window of a surface takes on fine cells, and how far it is from that of the region.

Run: python -m benchmarks.surface_window [CELL_KM]. Draws windows of 200 x 200 km, in the Anabar, on
the upper Kolyma and along the Baikal-Amur Railway, and prints for each the seconds of the
processor, the most memory so far, and how far the means over squares of 8 km are from the surface
of the region on cells of 8 km: median and 95th percentile of the differences and of their shares.
"""

from __future__ import annotations

import resource
import sys
import time
from typing import TYPE_CHECKING

import numpy as np

import zimnik

if TYPE_CHECKING:
    from zimnik.geo.surface.surface import RemotenessSurface

WINDOWS = {
    "Anabar": "112.5,70.1,117.5,71.9",
    "upper Kolyma": "148,61.6,151.8,63.4",
    "Baikal-Amur Railway": "120,55.4,123.2,57.2",
}
COARSE_KM, KB_PER_GB, PERCENT = 8.0, 1e6, 100.0
JANUARY, JULY = "01-01", "07-01"


def main() -> None:
    """Print a line for each window and day."""
    cell_km = float(sys.argv[1]) if len(sys.argv) > 1 else 0.5
    study = zimnik.load()
    for day in (JANUARY, JULY):
        whole = study.surface(ready=day, cell_km=COARSE_KM).result[0]
        for name, window in WINDOWS.items():
            start = time.process_time()
            fine = study.surface(ready=day, cell_km=cell_km, window=window).result[0]
            spent_s = time.process_time() - start
            memory_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KB_PER_GB
            off = differences(fine, whole)
            told = np.abs(off[0]), np.abs(off[0]) / off[1] * PERCENT
            middle, far = (np.percentile(one, (50, 95)) for one in told)
            print(
                f"{name}, {day}: {fine.values.size:,} cells of {cell_km:g} km, {spent_s:.1f} s, "
                f"{memory_gb:.2f} GB; off by US$ {middle[0]:.1f} a tonne in the median, 95 % below "
                f"{middle[1]:.1f}; {far[0]:.1f} and {far[1]:.1f} %; mean {off[0].mean():+.1f}"
            )


def differences(fine: RemotenessSurface, whole: RemotenessSurface) -> np.ndarray:
    """Return means over squares less the cells of the coarse surface, and these, by full square."""
    size = round(whole.cell_km / fine.cell_km)
    row = round((whole.north_m - fine.north_m) / (fine.cell_km * 1000)) % size
    column = round((fine.west_m - whole.west_m) / (fine.cell_km * 1000)) % size
    down, right = -row % size, -column % size
    rows = (fine.values.shape[0] - down) // size
    columns = (fine.values.shape[1] - right) // size
    part = fine.values[down : down + rows * size, right : right + columns * size]
    means = part.reshape(rows, size, columns, size).mean(axis=(1, 3))
    north_m = fine.north_m - down * fine.cell_km * 1000
    west_m = fine.west_m + right * fine.cell_km * 1000
    top = round((whole.north_m - north_m) / (whole.cell_km * 1000))
    left = round((west_m - whole.west_m) / (whole.cell_km * 1000))
    there = whole.values[top : top + rows, left : left + columns]
    known = np.isfinite(means) & np.isfinite(there)
    return np.array([(means - there)[known], there[known]])


if __name__ == "__main__":
    main()
