"""The search over a grid of cells from which a surface of remoteness is made.

Owns the off-network side (docs/model.md, E26): one search from all entries at once for each day of
leaving. It grows as n log n in the cells; a search from every cell would grow as n^2 log n.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from zimnik.geo.core.calendar import YEAR_D
from zimnik.geo.core.geodesy import M_PER_KM, geodesic_km
from zimnik.geo.core.shortest_paths import least_costs
from zimnik.geo.core.units import HOURS_PER_DAY
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.geo.surface.cells import entry_cells
from zimnik.geo.surface.surface import RemotenessSurface, SurfaceQuantity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.infrastructure.off_network import OffNetwork, OffRoad
    from zimnik.geo.surface.cells import CellGround
    from zimnik.geo.surface.entries import Entries

EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """Cost and hours of every cell, by number; infinite where there is no path."""

    usd_per_t: Vector
    hours: Vector

    @classmethod
    def nowhere(cls, cells: int) -> Field:
        """Return the field without a path."""
        return cls(np.full(cells, np.inf), np.full(cells, np.inf))

    def dearer_by(self, usd_per_t: float, hours: float) -> Field:
        """Return the field with something added to every cell."""
        return Field(self.usd_per_t + usd_per_t, self.hours + hours)

    def or_cheaper(self, other: Field) -> Field:
        """Return in each cell the cheaper of two fields."""
        better = other.usd_per_t < self.usd_per_t
        return Field(
            np.where(better, other.usd_per_t, self.usd_per_t),
            np.where(better, other.hours, self.hours),
        )

    def within(self, cells: NDArray[np.bool_]) -> Field:
        """Return the field without a path but in some cells."""
        return Field(np.where(cells, self.usd_per_t, np.inf), np.where(cells, self.hours, np.inf))


class SurfaceSearch:
    """A ground joined to a network, of which surfaces of several days are asked.

    Parameters
    ----------
    ground
        The cells.
    entries
        Where cargo comes onto the network, for the days that are asked and their `leaving_days`.
    off
        What it takes to get there.
    """

    def __init__(self, ground: CellGround, entries: Entries, off: OffNetwork) -> None:
        self.ground, self.off = ground, off
        self.entries, self.ready_d = entries, tuple(entries.by_gravel)
        self._cells = entry_cells(ground.terrain, entries.lonlat)
        self._near = self._gravel_pairs()
        self._by_winter_road = {
            day: self._winter_road(day, values) for day, values in entries.by_winter_truck.items()
        }

    def ready(self, day: int) -> Field:
        """Return cost and hours of every cell for cargo that is ready there on a day."""
        best = Field.nowhere(self.ground.count)
        for leaves_d, field in self._by_winter_road.items():
            waits_d = (leaves_d - day) % YEAR_D
            waits_usd = self.off.waiting_usd_per_t_d * waits_d
            best = best.or_cheaper(field.dearer_by(waits_usd, HOURS_PER_DAY * waits_d))
        seeds = self._seeds(self.entries.by_gravel[day])
        new_road = _spread(self.ground.built, seeds.within(self.ground.dry), self.off.new_road)
        by_road = self._by_gravel(seeds).or_cheaper(new_road)
        return best.or_cheaper(by_road.dearer_by(*self.off.loading[Vehicle.GRAVEL_TRUCK]))

    def _winter_road(self, day: int, values: Vector) -> Field:
        """Return the field of leaving by a winter road on a day."""
        frozen = self.ground.frozen_on(day)
        graph = _where_open(self.ground.crossed, frozen)
        found = _spread(graph, self._seeds(values).within(frozen), self.off.winter_road)
        return found.dearer_by(*self.off.loading[Vehicle.WINTER_TRUCK])

    def _seeds(self, values: Vector) -> Field:
        """Return the field of the entries: in each cell the cheapest of those that lie in it."""
        known = (self._cells >= 0) & np.isfinite(values[:, 0])
        return _least(self.ground.count, self._cells[known], *values[known].T)

    def _gravel_pairs(self) -> tuple[NDArray[np.intp], NDArray[np.intp], Vector]:
        """Return cells on one land within reach by gravel, entries first, and their geodesics."""
        ground, reach_km = self.ground, self.off.gravel_reach_km
        from_cells = np.unique(self._cells[self._cells >= 0])
        to_cells = np.flatnonzero(ground.dry & np.isfinite(ground.lonlat).all(axis=1))
        tree = cKDTree(_xyz_km(ground.lonlat[to_cells]))
        # A little more than the chord, for the Earth is no sphere; the geodesic decides.
        lists = tree.query_ball_point(_xyz_km(ground.lonlat[from_cells]), reach_km * 1.01 + 0.1)
        one = np.repeat(from_cells, [len(found) for found in lists])
        other = to_cells[np.concatenate([np.asarray(found, dtype=np.intp) for found in lists])]
        km = geodesic_km(*ground.lonlat[one].T, *ground.lonlat[other].T)
        kept = (km <= reach_km) & (ground.parts[one] == ground.parts[other])
        return one[kept], other[kept], km[kept]

    def _by_gravel(self, seeds: Field) -> Field:
        one, other, km = self._near
        usd_per_t = seeds.usd_per_t[one] + km * self.off.gravel.usd_per_t_km
        hours = seeds.hours[one] + km * self.off.gravel.h_per_km
        known = np.isfinite(usd_per_t)
        return _least(self.ground.count, other[known], usd_per_t[known], hours[known])


def surfaces_of(search: SurfaceSearch, goal: str, day: int) -> tuple[RemotenessSurface, ...]:
    """Return the surfaces of cost and of hours for cargo that is ready on a day, cut to the domain.

    Parameters
    ----------
    search
        With entries for the day.
    goal
        Kind of place to which these lead, one of `geo.remoteness.sites.GOALS`.
    day
        Days from 1 January.
    """
    ground, field = search.ground, search.ready(day)
    terrain = ground.terrain
    shown = ground.shown.reshape(terrain.shape)
    rows, columns = (np.flatnonzero(shown.any(axis=axis)) for axis in (1, 0))
    part = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    size_m = terrain.cell_km * M_PER_KM
    return tuple(
        RemotenessSurface(
            values=np.where(shown, values.reshape(terrain.shape), np.nan)[part],
            crs=terrain.crs,
            west_m=terrain.west_m + float(columns[0]) * size_m,
            north_m=terrain.north_m - float(rows[0]) * size_m,
            cell_km=terrain.cell_km,
            quantity=quantity,
            goal=goal,
            ready_d=day,
            year_type=ground.year_type,
            tonnes_per_y=search.off.tonnes_per_y,
        )
        for quantity, values in (
            (SurfaceQuantity.COST, field.usd_per_t),
            (SurfaceQuantity.TIME, field.hours),
        )
    )


def _least(count: int, cells: NDArray[np.intp], usd_per_t: Vector, hours: Vector) -> Field:
    """Return in each cell the cheapest of what is told of it."""
    order = np.argsort(-usd_per_t, kind="stable")
    field = Field.nowhere(count)
    # Of what is written to one cell the last stays.
    field.usd_per_t[cells[order]] = usd_per_t[order]
    field.hours[cells[order]] = hours[order]
    return field


def _where_open(graph: csr_array, is_open: NDArray[np.bool_]) -> csr_array:
    """Return the steps to cells that are open, for paths that begin in one; others are infinite."""
    data = np.where(is_open[graph.indices], graph.data, np.inf)
    return csr_array((data, graph.indices, graph.indptr), shape=graph.shape)


def _spread(graph: csr_array, seeds: Field, way: OffRoad) -> Field:
    """Return the cheapest path from every cell over a graph of kilometres to one of the seeds."""
    count = graph.shape[0]
    starts = np.flatnonzero(np.isfinite(seeds.usd_per_t))
    if not len(starts):
        return seeds
    usd_per_t, before = least_costs(graph * way.usd_per_t_km, starts, seeds.usd_per_t[starts])
    found = Field.nowhere(count)
    reached = np.flatnonzero(np.isfinite(usd_per_t))
    root = _roots(before, count)[reached]
    km = (usd_per_t[reached] - seeds.usd_per_t[root]) / way.usd_per_t_km
    found.usd_per_t[reached] = usd_per_t[reached]
    found.hours[reached] = seeds.hours[root] + km * way.h_per_km
    return found


def _roots(before: NDArray[np.int32], origin: int) -> NDArray[np.intp]:
    """Return for every node the seed that its path leads to, itself where it has none."""
    own = np.arange(len(before))
    root = np.where((before < 0) | (before == origin), own, before)
    while not np.array_equal(root, further := root[root]):
        root = further
    return root


def _xyz_km(lonlat: Vector) -> Vector:
    lon, lat = np.radians(lonlat).T
    return EARTH_KM * np.column_stack(
        [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
    )
