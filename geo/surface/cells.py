"""The cells of a surface of remoteness: where paths may lead, and on which days.

Owns what is asked of terrain and climate once for all goals (docs/model.md, E26): which cells are
land, which of them bear a winter road on a day, and what each step between them costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import label

from zimnik.geo.climate.climate import WINTER_FROM_D, winter
from zimnik.geo.climate.road_seasons import CLOSING_SPREAD_D, OPENING_SPREAD_D
from zimnik.geo.core.calendar import MONTH_STARTS_D, YEAR_D
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.terrain.corridor import friction_graph
from zimnik.geo.terrain.grid import ALL_SEASON_ROAD, WINTER_ROAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zimnik.geo.climate.climate import Climate
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.surface.surface import Domain
    from zimnik.geo.terrain.grid import Terrain

CELLS_AT_ONCE = 20_000


class CellGround:
    """The cells of a terrain as they are crossed, whatever the network and the goal.

    Parameters
    ----------
    terrain
        The cells.
    climate
        From which the season of winter roads is derived (E10).
    year_type
        Type of year.
    domain
        Which cells a surface tells of; all of them without it.
    parts
        Number of the land of each cell; `land_parts` of the terrain without it.

    Attributes
    ----------
    lonlat
        Middle of each cell, by number.
    land
        Which cells are on land or a lake, and of known height.
    shown
        Which cells are dry land of the domain.
    """

    def __init__(
        self,
        terrain: Terrain,
        climate: Climate,
        year_type: YearType = YearType.NORMAL,
        *,
        domain: Domain | None = None,
        parts: NDArray[np.int32] | None = None,
    ) -> None:
        self.terrain, self.year_type = terrain, year_type
        self.count = terrain.height_m.size
        cells = np.column_stack(np.unravel_index(np.arange(self.count), terrain.shape))
        self.lonlat = terrain.lonlat(cells)
        self.land = (~terrain.sea & np.isfinite(terrain.height_m)).ravel()
        self.dry = terrain.land.ravel()
        self.shown = self.dry if domain is None else self.dry & domain.holds(self.lonlat)
        self.parts = land_parts(terrain) if parts is None else parts
        self._season = _Season.of(climate, self.lonlat, self.land, year_type)
        # Ways are sought from the entries outward, against the direction of the cargo.
        self.crossed = friction_graph(terrain, WINTER_ROAD).T.tocsr()
        self.built = friction_graph(terrain, ALL_SEASON_ROAD).T.tocsr()

    def frozen_on(self, day: int) -> NDArray[np.bool_]:
        """Return the cells that bear a winter road on a day from 1 January."""
        return self._season.open_on(day) & self.land

    def leaving_days(self, ready_d: Sequence[int]) -> tuple[int, ...]:
        """Return the days on which winter trucks leave for cargo ready on some days.

        The days themselves and the first of each month, those on which no cell bears a road left
        out.
        """
        days = sorted({*MONTH_STARTS_D, *ready_d})
        return tuple(day for day in days if self.frozen_on(day).any())


@dataclass(frozen=True, slots=True, eq=False)
class _Season:
    """First and last day of the winter, from 1 August, on which each cell bears a winter road."""

    first: Vector
    last: Vector

    @classmethod
    def of(
        cls, climate: Climate, lonlat: Vector, land: NDArray[np.bool_], year_type: YearType
    ) -> _Season:
        first, last = np.full((2, len(land)), np.nan)
        cells = np.flatnonzero(land & np.isfinite(lonlat).all(axis=1))
        for start in range(0, len(cells), CELLS_AT_ONCE):
            part = cells[start : start + CELLS_AT_ONCE]
            there = winter(climate.monthly_at(*lonlat[part].T))
            first[part] = np.where(there.holds, np.ceil(there.opens_d), np.nan)
            last[part] = np.floor(there.closes_d) - 1
        later = {YearType.SHORT: 1, YearType.NORMAL: 0, YearType.LONG: -1}[year_type]
        return cls(first + later * OPENING_SPREAD_D, last - later * CLOSING_SPREAD_D)

    def open_on(self, day: int) -> NDArray[np.bool_]:
        """Return the cells that bear a road on a day from 1 January; none without a climate."""
        winter_d = np.floor(day - WINTER_FROM_D) % YEAR_D
        return np.asarray((self.first <= winter_d) & (winter_d <= self.last))


def entry_cells(terrain: Terrain, lonlat: Vector) -> NDArray[np.intp]:
    """Return the number of the cell of each point, ashore where the point is not; else -1."""
    rows, columns = terrain.shape
    cells = terrain.find_cells(lonlat)
    inside = ((cells >= 0) & (cells < (rows, columns))).all(axis=1)
    numbers = np.where(inside, cells[:, 0] * columns + cells[:, 1], -1)
    ashore = inside & terrain.land.ravel()[numbers]
    for point in np.flatnonzero(inside & ~ashore):
        cell = terrain.shore_cell(*lonlat[point].tolist())
        numbers[point] = -1 if cell is None else cell[0] * columns + cell[1]
    return numbers


def land_parts(terrain: Terrain) -> NDArray[np.int32]:
    """Return the number of the land, cells that touch at sides or corners, of each cell.

    Lakes are of the land around them; the sea and cells of unknown height are 0.
    """
    land = ~terrain.sea & np.isfinite(terrain.height_m)
    parts, _ = label(land, structure=np.ones((3, 3)))
    return np.asarray(parts).ravel()
