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
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.geodesy import M_PER_KM, geocentric_km, geodesic_km
from zimnik.geo.core.shortest_paths import least_costs
from zimnik.geo.core.units import HOURS_PER_DAY
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.geo.surface.cells import entry_cells
from zimnik.geo.surface.surface import RemotenessSurface, SurfaceQuantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.infrastructure.off_network import OffNetwork, OffRoad
    from zimnik.geo.surface.cells import CellGround
    from zimnik.geo.surface.entries import Entries

# A geodesic is longer than its chord by less than this share, up to 150 km.
CHORD_SHARE = 1e-4
PAIRS_AT_ONCE = 2_000_000


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


@dataclass(frozen=True, slots=True, eq=False)
class Rim:
    """What it costs to go on from cells at the edge of a ground, beyond it.

    Parameters
    ----------
    cells
        Numbers of the cells.
    by_winter_road, by_new_road
        By the day, as the entries have them: two columns, US dollars per tonne and hours from the
        cell to the goal, loading left out; infinite where nothing leads on.
    """

    cells: NDArray[np.intp]
    by_winter_road: Mapping[int, NDArray[np.float64]]
    by_new_road: Mapping[int, NDArray[np.float64]]

    def __post_init__(self) -> None:
        freeze_mappings(self)


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
    rim
        What lies beyond the edge of the ground; nothing without it.

    Attributes
    ----------
    by_winter_road, by_new_road
        Cost and hours of every cell that leaves by a road of its own, loading left out: by the day
        on which a winter truck leaves, and by the day of readiness.
    """

    def __init__(
        self, ground: CellGround, entries: Entries, off: OffNetwork, *, rim: Rim | None = None
    ) -> None:
        self.ground, self.off, self._rim = ground, off, rim
        self.entries, self.ready_d = entries, tuple(entries.by_gravel)
        self._cells = entry_cells(ground.terrain, entries.lonlat)
        self.by_winter_road: Mapping[int, Field] = {
            day: self._winter_road(day, values) for day, values in entries.by_winter_truck.items()
        }
        self.by_new_road: Mapping[int, Field] = {
            day: self._new_road(day, values) for day, values in entries.by_gravel.items()
        }
        self._by_gravel = self._gravel_roads()

    def ready(self, day: int) -> Field:
        """Return cost and hours of every cell for cargo that is ready there on a day."""
        best = Field.nowhere(self.ground.count)
        load_usd, load_h = self.off.loading[Vehicle.WINTER_TRUCK]
        for leaves_d, field in self.by_winter_road.items():
            waits_d = (leaves_d - day) % YEAR_D
            waits_usd = self.off.waiting_usd_per_t_d * waits_d
            left = field.dearer_by(load_usd, load_h)
            best = best.or_cheaper(left.dearer_by(waits_usd, HOURS_PER_DAY * waits_d))
        by_road = self._by_gravel[day].or_cheaper(self.by_new_road[day])
        return best.or_cheaper(by_road.dearer_by(*self.off.loading[Vehicle.GRAVEL_TRUCK]))

    def _winter_road(self, day: int, values: Vector) -> Field:
        """Return the field of leaving by a winter road on a day."""
        frozen = self.ground.frozen_on(day)
        graph = _where_open(self.ground.crossed, frozen)
        beyond = self._beyond({} if self._rim is None else self._rim.by_winter_road, day)
        seeds = self._seeds(values).or_cheaper(beyond)
        return _spread(graph, seeds.within(frozen), self.off.winter_road)

    def _new_road(self, day: int, values: Vector) -> Field:
        """Return the field of a road built for the year, for cargo that is ready on a day."""
        beyond = self._beyond({} if self._rim is None else self._rim.by_new_road, day)
        seeds = self._seeds(values).or_cheaper(beyond)
        return _spread(self.ground.built, seeds.within(self.ground.dry), self.off.new_road)

    def _beyond(self, by_day: Mapping[int, NDArray[np.float64]], day: int) -> Field:
        """Return the field of the rim: what it costs to go on from there."""
        field = Field.nowhere(self.ground.count)
        if self._rim is not None and day in by_day:
            field.usd_per_t[self._rim.cells], field.hours[self._rim.cells] = by_day[day].T
        return field

    def _seeds(self, values: Vector) -> Field:
        """Return the field of the entries: in each cell the cheapest of those that lie in it."""
        known = (self._cells >= 0) & np.isfinite(values[:, 0])
        return _least(self.ground.count, self._cells[known], *values[known].T)

    def _gravel_roads(self) -> dict[int, Field]:
        """Return the field of a gravel road that is taken to be there, by the day of readiness."""
        seeds = {day: self._seeds(values) for day, values in self.entries.by_gravel.items()}
        best = {day: Field.nowhere(self.ground.count) for day in seeds}
        for one, other, chord_km in self._gravel_pairs():
            for day, seed in seeds.items():
                best[day] = best[day].or_cheaper(self._by_pairs(seed, one, other, chord_km))
        return best

    def _gravel_pairs(self) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp], Vector]]:
        """Yield cells on one land within reach by gravel, entries first, and their chords in km."""
        ground, reach_km = self.ground, self.off.gravel_reach_km
        from_cells = np.unique(self._cells[self._cells >= 0])
        to_cells = np.flatnonzero(ground.dry & np.isfinite(ground.lonlat).all(axis=1))
        if not len(to_cells):
            return
        tree = cKDTree(geocentric_km(ground.lonlat[to_cells]).T)
        about = np.pi * (reach_km / ground.terrain.cell_km + 1) ** 2
        at_once = max(int(PAIRS_AT_ONCE / about), 1)
        for start in range(0, len(from_cells), at_once):
            some = from_cells[start : start + at_once]
            from_tree = cKDTree(geocentric_km(ground.lonlat[some]).T)
            pairs = from_tree.sparse_distance_matrix(tree, reach_km, output_type="ndarray")
            one, other, chord_km = some[pairs["i"]], to_cells[pairs["j"]], pairs["v"]
            kept = ground.parts[one] == ground.parts[other]
            # A chord says it of all pairs but those at the very end of the reach.
            edge = np.flatnonzero(kept & (chord_km > reach_km * (1 - CHORD_SHARE)))
            km = geodesic_km(*ground.lonlat[one[edge]].T, *ground.lonlat[other[edge]].T)
            kept[edge] = km <= reach_km
            yield one[kept], other[kept], chord_km[kept]

    def _by_pairs(
        self, seeds: Field, one: NDArray[np.intp], other: NDArray[np.intp], chord_km: Vector
    ) -> Field:
        """Return the cheapest of some pairs in each cell, by the geodesic where chords are near."""
        price = self.off.gravel.usd_per_t_km
        about = seeds.usd_per_t[one] + chord_km * price
        least = np.full(self.ground.count, np.inf)
        np.minimum.at(least, other, about)
        near = self.off.gravel_reach_km * CHORD_SHARE * price
        kept = np.isfinite(about) & (about <= least[other] + near)
        one, other = one[kept], other[kept]
        km = geodesic_km(*self.ground.lonlat[one].T, *self.ground.lonlat[other].T)
        usd_per_t = seeds.usd_per_t[one] + km * price
        hours = seeds.hours[one] + km * self.off.gravel.h_per_km
        return _least(self.ground.count, other, usd_per_t, hours)


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
