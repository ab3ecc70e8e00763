"""Terrain as a grid of square cells: heights, water and rivers, and how hard it is to cross.

Owns friction (docs/model.md, E23): how many kilometres on the flat a kilometre over a slope or
across water is worth to who builds and drives there. It opens no file; `layers` lays the grid out
around a site, in a projection in which cells are square.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from pyproj import Transformer

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.geodesy import M_PER_KM
from zimnik.geo.terrain.land_cover import Cover, factor_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from zimnik.geo.core.arrays import Vector

# A quay may lie in a cell of which the middle is water.
SHORE_CELLS = 3


@dataclass(frozen=True, slots=True)
class Grid:
    """Square cells in a projection, rows from the north.

    Parameters
    ----------
    rows, columns
        How many.
    cell_km
        Side of a cell.
    crs
        Projection of the cells, in metres.
    west_m, north_m
        Outer corner of the first cell.
    """

    rows: int
    columns: int
    cell_km: float
    crs: str
    west_m: float
    north_m: float


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
    cover
        Class of land cover of each cell (`geo.terrain.land_cover`), 0 where it is not known; None
        where no map of it is given.
    notes
        What has to be said of the heights.

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
    cover: NDArray[np.uint8] | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        layers = (self.height_m, self.sea, self.lake, self.river, self.cover)
        shapes = {layer.shape for layer in layers if layer is not None}
        if len(shapes) != 1 or not self.cell_km > 0 or not np.isfinite(self.height_m).any():
            found = f"shapes {sorted(shapes)}, cells of {self.cell_km} km"
            if not np.isfinite(self.height_m).any():
                found += ", no height"
            remedy = "Give a raster of `heights` that covers the site."
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
        row, column = self.find_cells(np.array([[lon, lat]]))[0].tolist()
        rows, columns = self.shape
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None

    def find_cells(self, lonlat: Vector) -> NDArray[np.intp]:
        """Return the row and column that hold each point, also of those beyond the grid."""
        x, y = _to_metres(self.crs).transform(lonlat[:, 0], lonlat[:, 1])
        size_m = self.cell_km * M_PER_KM
        cells = np.column_stack([(self.north_m - y) // size_m, (x - self.west_m) // size_m])
        return cells.astype(np.intp)

    def shore_cell(self, lon: float, lat: float) -> tuple[int, int] | None:
        """Return the land cell nearest to a point, `SHORE_CELLS` cells off at most, or None."""
        cell = self.find_cell(lon, lat)
        if cell is None:
            return None
        window = tuple(slice(max(0, at - SHORE_CELLS), at + SHORE_CELLS + 1) for at in cell)
        wet = self.sea[window] | self.lake[window]
        ashore = np.argwhere(~wet & np.isfinite(self.height_m[window]))
        if not len(ashore):
            return None
        ashore += [part.start for part in window]
        off = ((ashore - cell) ** 2).sum(axis=1)
        row, column = ashore[np.argmin(off)].tolist()
        return row, column

    def part(self, rows: slice, columns: slice) -> Terrain:
        """Return some rows and columns of it."""
        size_m = self.cell_km * M_PER_KM
        return replace(
            self,
            height_m=self.height_m[rows, columns],
            sea=self.sea[rows, columns],
            lake=self.lake[rows, columns],
            river=self.river[rows, columns],
            cover=None if self.cover is None else self.cover[rows, columns],
            west_m=self.west_m + columns.start * size_m,
            north_m=self.north_m - rows.start * size_m,
        )

    def levelled(self, over_km: float) -> Terrain:
        """Return it with heights that are means over squares, of the cells of known height."""
        cells = round(over_km / self.cell_km)
        if cells <= 1:
            return self
        from scipy.ndimage import uniform_filter  # noqa: PLC0415 - few questions smooth heights

        known = np.isfinite(self.height_m)
        share = uniform_filter(known.astype(np.float64), cells, mode="nearest")
        total_m = uniform_filter(np.where(known, self.height_m, 0.0), cells, mode="nearest")
        mean_m = np.full(self.shape, np.nan)
        np.divide(total_m, share, out=mean_m, where=known)
        return replace(self, height_m=mean_m)

    @property
    def land(self) -> NDArray[np.bool_]:
        """Which cells are neither sea nor lake, and of known height."""
        return ~self.sea & ~self.lake & np.isfinite(self.height_m)

    def lonlat(self, cells: NDArray[np.intp]) -> Vector:
        """Return longitude and latitude of the middles of cells, given as row and column."""
        size = self.cell_km * M_PER_KM
        x = self.west_m + (cells[:, 1] + 0.5) * size
        y = self.north_m - (cells[:, 0] + 0.5) * size
        back = Transformer.from_crs(self.crs, "EPSG:4326", always_xy=True)
        return np.column_stack(back.transform(x, y))


@cache
def _to_metres(crs: str) -> Transformer:
    """Return the projection from degrees; making one takes as long as projecting a raster."""
    return Transformer.from_crs("EPSG:4326", crs, always_xy=True)


def _off_land(name: str, lon: float, lat: float, where: str) -> InputError:
    fault = Fault(
        "terrain",
        "a place on land within the grid",
        f"'{name}' at {lat:.4f}, {lon:.4f} {where}",
        "Give its position ashore, or a raster of `heights` that covers it.",
    )
    return InputError([fault])


@dataclass(frozen=True, slots=True)
class TraversalCost:
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
    cover_factors
        What a class of land cover multiplies these by where it is known; infinite where it closes
        the way, 1 where it is not named.
    """

    slope_limits_pct: tuple[float, ...]
    slope_factors: tuple[float, ...]
    lake_factor: float
    river_km: float
    cover_factors: Mapping[Cover, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def factors(self, slope_pct: Vector) -> Vector:
        """Return the factor of each slope; a limit belongs to the steeper class."""
        classes = np.searchsorted(self.slope_limits_pct, np.abs(slope_pct), side="right")
        factors: Vector = np.asarray(self.slope_factors)[classes]
        return factors

    def on_cover(self, terrain: Terrain) -> NDArray[np.float64]:
        """Return the factor of the land cover of each cell, 1 where it is not known."""
        if terrain.cover is None:
            return np.ones(terrain.shape)
        on_cover: NDArray[np.float64] = factor_table(self.cover_factors)[terrain.cover]
        return on_cover


# Estimates of this project (confidence C): classes of terrain as road planners use them (flat,
# rolling, hilly, mountainous), on the mean slopes of a five-minute grid, which are a fraction of
# those on the ground. A frozen lake is a road as good as the flat; a crossing on river ice is an
# approach at each bank, a bridge some ten kilometres of road. Trees are cleared; a bog that bears
# lorries when frozen takes a deep fill for a road that stays; moss and lichen lie on frozen ground
# that a road must not thaw. No way is built on a glacier.
SLOPES_PCT = (0.5, 1.5, 3.0)
WINTER_ROAD = TraversalCost(
    SLOPES_PCT,
    (1.0, 1.2, 1.6, 2.5),
    lake_factor=1.0,
    river_km=1.0,
    cover_factors={Cover.TREES: 1.2, Cover.SHRUBS: 1.1, Cover.SNOW_AND_ICE: math.inf},
)
_LASTING = {Cover.TREES: 1.1, Cover.WETLAND: 2.0, Cover.SNOW_AND_ICE: math.inf}
ALL_SEASON_ROAD = TraversalCost(
    SLOPES_PCT,
    (1.0, 1.3, 2.0, 3.5),
    lake_factor=math.inf,
    river_km=10.0,
    cover_factors={**_LASTING, Cover.MOSS_AND_LICHEN: 1.3},
)
RAILWAY = TraversalCost(
    SLOPES_PCT,
    (1.0, 1.6, 3.0, 6.0),
    lake_factor=math.inf,
    river_km=10.0,
    cover_factors={**_LASTING, Cover.MOSS_AND_LICHEN: 1.5},
)
