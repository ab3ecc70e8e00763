"""A surface of remoteness: what it costs, or how long it takes, to get out from anywhere.

Owns what a surface is (docs/model.md, E26): a grid of square cells in an equal-area projection, one
quantity, one goal and one day of readiness. `geo.surface_search` computes it, `layers` writes it,
`maps` draws it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from geo.errors import Fault, InputError
from geo.geodesy import M_PER_KM

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from geo.vocabulary import YearType

# The equal-area conic of the pages (L.CRS.ZIMNIK_SIBERIA), so that a surface lies on them as it is.
SIBERIAN_CONIC = "+proj=aea +lat_1=52 +lat_2=64 +lat_0=60 +lon_0=100 +datum=WGS84 +units=m"

AXES = 2


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
        which no way leads there; NaN on water and beyond the domain.
    crs
        Projection of the cells, in metres.
    west_m, north_m
        Outer corner of the first cell.
    cell_km
        Side of a cell.
    quantity
        What the numbers are.
    goal
        Kind of place, one of `geo.site_remoteness.GOALS`.
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
    ready_d: float
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

    def area_beyond_km2(self, threshold: float) -> float:
        """Return how much land lies beyond a value, that without a way included."""
        return float((self.values > threshold).sum()) * self.cell_km**2
