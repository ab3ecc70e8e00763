"""A surface of remoteness: what it costs, or how long it takes, to get out from anywhere.

Owns what a surface is (docs/model.md, E26): a grid of square cells in an equal-area projection, one
quantity, one goal and one day of readiness. `geo.surface.search` computes it, `layers` writes it,
`maps` draws it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from pyproj import Transformer

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.geodesy import M_PER_KM
from zimnik.geo.core.units import TURN_DEG
from zimnik.geo.terrain.grid import Grid

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.projection import Projection
    from zimnik.geo.core.vocabulary import YearType

AXES = 2
# What is searched beyond the domain, west, south, east and north: cargo of a cell at the edge may
# go out of it.
BEYOND_DEG = (-2.0, -0.5, 1.0, 0.5)
EDGE_POINTS = 200
POLE_DEG = 90.0
FINEST_KM, COARSEST_KM = 4.0, 50.0
# In a window of its own a surface may be finer, as long as it has no more cells than so many.
FINEST_IN_WINDOW_KM, MOST_IN_WINDOW = 0.5, 4_000_000


@dataclass(frozen=True, slots=True)
class Domain:
    """Where a surface is computed, and in which projection: that of the pages, to lie on them.

    Parameters
    ----------
    bounds_deg
        West, south, east and north; east counts on beyond 180.
    projection
        Equal-area projection of the cells.
    """

    bounds_deg: tuple[float, float, float, float]
    projection: Projection

    @property
    def around_deg(self) -> tuple[float, float, float, float]:
        """The domain with what is searched beyond it."""
        west, south, east, north = (
            side + more for side, more in zip(self.bounds_deg, BEYOND_DEG, strict=True)
        )
        return west, south, min(east, west + TURN_DEG), min(north, POLE_DEG)

    def holds(self, lonlat: Vector) -> NDArray[np.bool_]:
        """Return which points lie in the domain."""
        west, south, east, north = self.bounds_deg
        lon, lat = np.where(np.isfinite(lonlat), lonlat, np.nan).T
        across = np.mod(lon - west, TURN_DEG) <= east - west
        return np.asarray(across & (lat >= south) & (lat <= north))


class SurfaceQuantity(StrEnum):
    """What a surface tells of each cell; the name ends with the unit."""

    COST = "cost_usd_per_t"
    TIME = "duration_h"


@dataclass(frozen=True, slots=True, eq=False)
class RemotenessSurface:
    """Cost or time from every cell to the cheapest place of a kind.

    Parameters
    ----------
    values
        One number a cell, rows from the north: in the unit of `quantity`; infinite on land from
        which no path leads there; NaN on water and beyond the domain.
    crs
        Projection of the cells, in metres.
    west_m, north_m
        Outer corner of the first cell.
    cell_km
        Side of a cell.
    quantity
        What the numbers are.
    goal
        Kind of place, one of `geo.remoteness.sites.GOALS`.
    ready_d
        Day on which the cargo is ready, in days from 1 January.
    year_type
        Type of year.
    tonnes_per_y
        Tonnage that shares the roads that it would need.

    Raises
    ------
    InputError
        If the values are no grid, a number is below 0, or a cell has no size.
    """

    values: NDArray[np.float64]
    crs: str
    west_m: float
    north_m: float
    cell_km: float
    quantity: SurfaceQuantity
    goal: str
    ready_d: int
    year_type: YearType
    tonnes_per_y: float

    def __post_init__(self) -> None:
        if self.values.ndim != AXES or not self.cell_km > 0 or (self.values < 0).any():
            found = f"shape {self.values.shape}, cells of {self.cell_km} km"
            if (self.values < 0).any():
                found += ", numbers below 0"
            remedy = "Give a grid of numbers of 0 or more."
            raise InputError([Fault("surface", "rows and columns of cells", found, remedy)])

    @property
    def transform(self) -> tuple[float, float, float, float, float, float]:
        """Coefficients a to f of the affine transform from column and row to metres."""
        size_m = self.cell_km * M_PER_KM
        return (size_m, 0.0, self.west_m, 0.0, -size_m, self.north_m)

    @property
    def bounds_m(self) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of the grid."""
        rows, columns = self.values.shape
        size_m = self.cell_km * M_PER_KM
        right_m, bottom_m = self.west_m + columns * size_m, self.north_m - rows * size_m
        return (self.west_m, bottom_m, right_m, self.north_m)

    @property
    def land_km2(self) -> float:
        """Land of the domain."""
        return float((~np.isnan(self.values)).sum()) * self.cell_km**2

    @property
    def no_route_km2(self) -> float:
        """Land without a route."""
        return float(np.isinf(self.values).sum()) * self.cell_km**2

    @property
    def median(self) -> float | None:
        """The value that half of the land lies beyond; None where that half has no path."""
        land = self.values[~np.isnan(self.values)]
        middle = float(np.sort(land)[len(land) // 2]) if len(land) else np.inf
        return middle if np.isfinite(middle) else None

    def area_beyond_km2(self, threshold: float) -> float:
        """Return how much land lies beyond a value, that without a path included."""
        return float((self.values > threshold).sum()) * self.cell_km**2


def surface_grid(cell_km: float, domain: Domain) -> Grid:
    """Return the cells that cover the domain and what lies around it.

    Corners lie on whole multiples of the side of a cell.

    Raises
    ------
    InputError
        If a cell is smaller than `FINEST_KM` or larger than `COARSEST_KM`.
    """
    if not FINEST_KM <= cell_km <= COARSEST_KM:
        expected = f"cells of {FINEST_KM:g} to {COARSEST_KM:g} km"
        raise InputError([Fault("surface", expected, f"{cell_km:g} km", "Give another side.")])
    return _covering(domain.around_deg, domain.projection, cell_km)


def window_grid(cell_km: float, window: Domain, *, halo_cells: int) -> Grid:
    """Return the cells that cover a window, and so many more on every side.

    Raises
    ------
    InputError
        If a cell is smaller than `FINEST_IN_WINDOW_KM` or larger than `COARSEST_KM`, or there are
        more than `MOST_IN_WINDOW` of them.
    """
    if not FINEST_IN_WINDOW_KM <= cell_km <= COARSEST_KM:
        expected = f"cells of {FINEST_IN_WINDOW_KM:g} to {COARSEST_KM:g} km"
        raise InputError([Fault("cell_km", expected, f"{cell_km:g} km", "Give another side.")])
    inner = _covering(window.bounds_deg, window.projection, cell_km)
    if inner.rows * inner.columns > MOST_IN_WINDOW:
        expected = f"a window of at most {MOST_IN_WINDOW:,} cells"
        found = f"{inner.rows:,} x {inner.columns:,} of {cell_km:g} km"
        remedy = "Draw a smaller window, or give larger cells by --cell-km."
        raise InputError([Fault("window", expected, found, remedy)])
    wider_m = halo_cells * cell_km * M_PER_KM
    return replace(
        inner,
        rows=inner.rows + 2 * halo_cells,
        columns=inner.columns + 2 * halo_cells,
        west_m=inner.west_m - wider_m,
        north_m=inner.north_m + wider_m,
    )


def _covering(
    bounds_deg: tuple[float, float, float, float], projection: Projection, cell_km: float
) -> Grid:
    west, south, east, north = bounds_deg
    lon, lat = np.linspace(west, east, EDGE_POINTS), np.linspace(south, north, EDGE_POINTS)
    edge = [
        (np.tile(lon, 2), np.repeat([south, north], EDGE_POINTS)),
        (np.repeat([west, east], EDGE_POINTS), np.tile(lat, 2)),
    ]
    to_metres = Transformer.from_crs("EPSG:4326", projection.proj, always_xy=True)
    x, y = np.concatenate([np.array(to_metres.transform(*side)) for side in edge], axis=1)
    size_m = cell_km * M_PER_KM
    left, right = np.floor(x.min() / size_m), np.ceil(x.max() / size_m)
    bottom, top = np.floor(y.min() / size_m), np.ceil(y.max() / size_m)
    return Grid(
        rows=int(top - bottom),
        columns=int(right - left),
        cell_km=cell_km,
        crs=projection.proj,
        west_m=float(left * size_m),
        north_m=float(top * size_m),
    )
