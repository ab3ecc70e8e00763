"""Build layers/data/north/terrain.tif: heights of the whole North, for a region without its own.

Run: python -m tools.north.terrain FERRET_DATASETS.deb. The same source, ETOPO5, and the same
rounding as the terrain of the first region (tools/build_terrain.py); the grid goes round the Earth
from 45 to 84 N and on for two cells past 180 on both sides, so that no cell at the antimeridian
lacks a neighbour.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tools.build_terrain import STEP_DEG, grid_of_package, write_heights
from zimnik.geo.core.units import HALF_TURN_DEG, TURN_DEG

TARGET = Path(__file__).parents[2] / "layers" / "data" / "north" / "terrain.tif"
SOUTH_DEG, NORTH_DEG = 45.0, 84.0
OVERLAP_CELLS = 2


def main() -> None:
    """Write the grid of the package that is named."""
    lons, lats, heights = grid_of_package(__doc__)
    # The grid of the source goes from 0 to 360; here the Atlantic stands in the middle.
    order = np.argsort(np.where(lons >= HALF_TURN_DEG, lons - TURN_DEG, lons), kind="stable")
    rows = (lats >= SOUTH_DEG) & (lats <= NORTH_DEG)
    part = np.pad(heights[rows][:, order][::-1], ((0, 0), (OVERLAP_CELLS, OVERLAP_CELLS)), "wrap")
    west_deg = -HALF_TURN_DEG - (OVERLAP_CELLS + 0.5) * STEP_DEG
    write_heights(part, (west_deg, lats[rows][-1] + STEP_DEG / 2), TARGET)


if __name__ == "__main__":
    main()
