"""Terrain as a grid of square cells: heights, water and rivers, and how hard it is to cross.

Owns friction (docs/model.md, E23): how many kilometres on the flat a kilometre over a slope or
across water is worth to who builds and drives there. It opens no file; `layers` lays the grid out
around a site, in a projection in which cells are square.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pyproj import Transformer

from geo.errors import Fault, InputError
from geo.geodesy import M_PER_KM

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.bill import Vector

PERCENT = 100.0
# A quay may lie in a cell of which the middle is water.
SHORE_CELLS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Terrain:
    """A grid of square cells, the first row in the north.

    Parameters
    ----------
    height_m
        Mean height of each cell.
    sea, lake, river
        Whether the middle of a cell is in the sea or a lake, and whether a river runs through it.
    cell_km
        Side of a cell.
    crs
        Projection of the cells, in metres.
    west_m, north_m
        Outer corner of the first cell.

    Raises
    ------
    InputError
        If the layers differ in shape, no height is known, or a cell has no size.
    """

    height_m: NDArray[np.float64]
    sea: NDArray[np.bool_]
    lake: NDArray[np.bool_]
    river: NDArray[np.bool_]
    cell_km: float
    crs: str
    west_m: float
    north_m: float

    def __post_init__(self) -> None:
        shapes = {layer.shape for layer in (self.height_m, self.sea, self.lake, self.river)}
        if len(shapes) != 1 or not self.cell_km > 0 or not np.isfinite(self.height_m).any():
            found = f"shapes {sorted(shapes)}, cells of {self.cell_km} km"
            if not np.isfinite(self.height_m).any():
                found += ", no height"
            remedy = "Give a grid of heights that covers the site."
            raise InputError([Fault("terrain", "layers of one shape with heights", found, remedy)])

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.height_m.shape
        return rows, columns

    def cell_of(self, name: str, lon: float, lat: float) -> tuple[int, int]:
        """Return the cell of a place on land.

        Raises
        ------
        InputError
            If it lies beyond the grid, at sea, or where no height is known.
        """
        cell = self.find_cell(lon, lat)
        if cell is None:
            raise _off_land(name, lon, lat, "beyond the grid")
        if self.sea[cell]:
            raise _off_land(name, lon, lat, "at sea")
        if not math.isfinite(self.height_m[cell]):
            raise _off_land(name, lon, lat, "where no height is known")
        return cell

    def find_cell(self, lon: float, lat: float) -> tuple[int, int] | None:
        """Return the cell that holds a point, or None beyond the grid."""
        x, y = Transformer.from_crs("EPSG:4326", self.crs, always_xy=True).transform(lon, lat)
        size = self.cell_km * M_PER_KM
        row, column = math.floor((self.north_m - y) / size), math.floor((x - self.west_m) / size)
        rows, columns = self.shape
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None

    def shore_cell(self, lon: float, lat: float) -> tuple[int, int] | None:
        """Return the land cell nearest to a point, `SHORE_CELLS` cells off at most, or None."""
        cell = self.find_cell(lon, lat)
        if cell is None:
            return None
        rows, columns = self.shape
        near = [
            (down**2 + across**2, cell[0] + down, cell[1] + across)
            for down in range(-SHORE_CELLS, SHORE_CELLS + 1)
            for across in range(-SHORE_CELLS, SHORE_CELLS + 1)
            if 0 <= cell[0] + down < rows and 0 <= cell[1] + across < columns
        ]
        ashore = [(row, column) for _, row, column in sorted(near) if self.is_land(row, column)]
        return ashore[0] if ashore else None

    def is_land(self, row: int, column: int) -> bool:
        """Whether a cell is neither sea nor lake, and its height is known."""
        wet = self.sea[row, column] or self.lake[row, column]
        return bool(not wet and np.isfinite(self.height_m[row, column]))

    def lonlat(self, cells: NDArray[np.intp]) -> Vector:
        """Return longitude and latitude of the middles of cells, given as row and column."""
        size = self.cell_km * M_PER_KM
        x = self.west_m + (cells[:, 1] + 0.5) * size
        y = self.north_m - (cells[:, 0] + 0.5) * size
        back = Transformer.from_crs(self.crs, "EPSG:4326", always_xy=True)
        return np.column_stack(back.transform(x, y))


def _off_land(name: str, lon: float, lat: float, where: str) -> InputError:
    fault = Fault(
        "terrain",
        "a place on land within the grid",
        f"'{name}' at {lat:.4f}, {lon:.4f} {where}",
        "Give its position ashore, or a grid of heights that covers it.",
    )
    return InputError([fault])


@dataclass(frozen=True, slots=True)
class Going:
    """What terrain does to a kind of way; a factor of 1 is a kilometre on the flat.

    Parameters
    ----------
    slope_limits_pct
        Slopes at which the next factor begins.
    slope_factors
        Factor of each class of slope, one more than there are limits.
    lake_factor
        Factor on a lake; infinite where lakes are closed.
    river_km
        What a crossing of a river adds, in kilometres on the flat.
    """

    slope_limits_pct: tuple[float, ...]
    slope_factors: tuple[float, ...]
    lake_factor: float
    river_km: float

    def factors(self, slope_pct: Vector) -> Vector:
        """Return the factor of each slope; a limit belongs to the steeper class."""
        classes = np.searchsorted(self.slope_limits_pct, np.abs(slope_pct), side="right")
        factors: Vector = np.asarray(self.slope_factors)[classes]
        return factors


# Estimates of this project (confidence C): classes of terrain as road planners use them (flat,
# rolling, hilly, mountainous), on the mean slopes of a five-minute grid, which are a fraction of
# those on the ground. A frozen lake is a road as good as the flat; a crossing on river ice is an
# approach at each bank, a bridge some ten kilometres of road.
WINTER_ROAD = Going((0.5, 1.5, 3.0), (1.0, 1.2, 1.6, 2.5), lake_factor=1.0, river_km=1.0)
ALL_SEASON_ROAD = Going((0.5, 1.5, 3.0), (1.0, 1.3, 2.0, 3.5), lake_factor=math.inf, river_km=10.0)
RAILWAY = Going((0.5, 1.5, 3.0), (1.0, 1.6, 3.0, 6.0), lake_factor=math.inf, river_km=10.0)
