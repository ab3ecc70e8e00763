"""The search over a grid of cells from which a surface of remoteness is made.

Owns the off-network side (docs/model.md, E26): which cells a winter road crosses on a day, what a
kilometre of a road of the cargo's own costs, and one search from all entries at once for each day
of leaving. It grows as n log n in the cells; a search from every cell would grow as n^2 log n.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import label
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from geo.bill import bill_cost, link_bill, loading_bill
from geo.calendar import YEAR_D
from geo.climate import WINTER_FROM_D, winter
from geo.corridor import friction_graph
from geo.geodesy import M_PER_KM, geodesic_km
from geo.matrix import MONTHS_D
from geo.new_roads import LIFE_Y, WINDING
from geo.rates import annuity_per_y
from geo.road_seasons import CLOSING_SPREAD_D, OPENING_SPREAD_D
from geo.surface import RemotenessSurface, SurfaceQuantity, in_domain
from geo.surface_entries import HOURS_PER_DAY
from geo.terrain import ALL_SEASON_ROAD, WINTER_ROAD
from geo.vocabulary import PlaceKind, Quantity, Vehicle, YearType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.bill import Vector
    from geo.cargo import Cargo
    from geo.climate import Climate
    from geo.rates import RateCard
    from geo.surface_entries import Entries
    from geo.terrain import Terrain

CELLS_AT_ONCE = 20_000
EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class OffRoad:
    """A kilometre of a way without a road that is there: US dollars per tonne, and hours."""

    usd_per_t_km: float
    h_per_km: float


@dataclass(frozen=True, slots=True)
class OffNetwork:
    """What it takes to reach the network from where no link is.

    Parameters
    ----------
    winter_road, new_road
        A winter road and an all-season road of the cargo's own, by kilometres on the flat (E25).
    gravel
        A gravel road that is taken to be there, by kilometres of geodesic (E5).
    gravel_reach_km
        Geodesic up to which it is.
    loading
        Dollars per tonne and hours of loading each lorry.
    waiting_usd_per_t_d
        Price of a day of waiting.
    tonnes_per_y
        Tonnage that shares the roads of its own.
    """

    winter_road: OffRoad
    new_road: OffRoad
    gravel: OffRoad
    gravel_reach_km: float
    loading: dict[Vehicle, tuple[float, float]]
    waiting_usd_per_t_d: float
    tonnes_per_y: float

    @classmethod
    def of(cls, card: RateCard, cargo: Cargo, prices: Vector) -> OffNetwork:
        """Return what it takes by a rate card, for a cargo and the prices of its quantities."""

        def haul(vehicle: Vehicle, *, dedicated: bool = False) -> float:
            return bill_cost(link_bill(vehicle, 1.0, card, dedicated=dedicated), prices)

        def hours(vehicle: Vehicle) -> float:
            return HOURS_PER_DAY / card.speeds_km_per_d[vehicle].base

        def loaded(vehicle: Vehicle) -> tuple[float, float]:
            bill = loading_bill(PlaceKind.DEPOSIT, vehicle, card)
            return bill_cost(bill, prices), bill.get(Quantity.DWELL_D, 0.0) * HOURS_PER_DAY

        winter_truck, gravel_truck = Vehicle.WINTER_TRUCK, Vehicle.GRAVEL_TRUCK
        built = card.new_way_usd["gravel_road_km"].base
        yearly_usd = built * annuity_per_y(card.interest_pct_per_y.base, LIFE_Y)
        yearly_usd += card.new_way_usd["gravel_road_upkeep_km"].base
        own = haul(gravel_truck) + yearly_usd / cargo.tonnes_per_y
        detour = card.access_detour.base
        return cls(
            winter_road=OffRoad(
                WINDING * haul(winter_truck, dedicated=True), WINDING * hours(winter_truck)
            ),
            new_road=OffRoad(WINDING * own, WINDING * hours(gravel_truck)),
            gravel=OffRoad(detour * haul(gravel_truck), detour * hours(gravel_truck)),
            gravel_reach_km=card.access_gravel_limit_km.base,
            loading={vehicle: loaded(vehicle) for vehicle in (winter_truck, gravel_truck)},
            waiting_usd_per_t_d=bill_cost({Quantity.WAITING_D: 1.0}, prices),
            tonnes_per_y=cargo.tonnes_per_y,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """Cost and hours of every cell, by number; infinite where there is no way."""

    usd_per_t: Vector
    hours: Vector

    @classmethod
    def nowhere(cls, cells: int) -> Field:
        """Return the field without a way."""
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
        """Return the field without a way but in some cells."""
        return Field(np.where(cells, self.usd_per_t, np.inf), np.where(cells, self.hours, np.inf))


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

    Attributes
    ----------
    lonlat
        Middle of each cell, by number.
    land
        Which cells are on land or a lake, and of known height.
    """

    def __init__(
        self, terrain: Terrain, climate: Climate, year_type: YearType = YearType.NORMAL
    ) -> None:
        self.terrain, self.year_type = terrain, year_type
        self.count = terrain.height_m.size
        cells = np.column_stack(np.unravel_index(np.arange(self.count), terrain.shape))
        self.lonlat = terrain.lonlat(cells)
        self.land = (~terrain.sea & np.isfinite(terrain.height_m)).ravel()
        self.dry = terrain.land.ravel()
        self.parts = _land_parts(terrain, self.land)
        self._season = _Season.of(climate, self.lonlat, self.land, year_type)
        # Ways are sought from the entries outward, against the direction of the cargo.
        self.crossed = friction_graph(terrain, WINTER_ROAD).T.tocsr()
        self.built = friction_graph(terrain, ALL_SEASON_ROAD).T.tocsr()

    def frozen_on(self, day: float) -> NDArray[np.bool_]:
        """Return the cells that bear a winter road on a day from 1 January."""
        return self._season.open_on(day) & self.land

    def leaving_days(self, ready_d: Sequence[float]) -> tuple[float, ...]:
        """Return the days on which winter trucks leave for cargo ready on some days.

        The days themselves and the first of each month, those on which no cell bears a road left
        out.
        """
        days = sorted({*MONTHS_D, *ready_d})
        return tuple(day for day in days if self.frozen_on(day).any())


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

    def ready(self, day: float) -> Field:
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

    def _winter_road(self, day: float, values: Vector) -> Field:
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

    def open_on(self, day: float) -> NDArray[np.bool_]:
        """Return the cells that bear a road on a day from 1 January; none without a climate."""
        winter_d = np.floor(day - WINTER_FROM_D) % YEAR_D
        return np.asarray((self.first <= winter_d) & (winter_d <= self.last))


def surfaces_of(search: SurfaceSearch, goal: str, day: float) -> tuple[RemotenessSurface, ...]:
    """Return the surfaces of cost and of hours for cargo that is ready on a day, cut to the domain.

    Parameters
    ----------
    search
        With entries for the day.
    goal
        Kind of place to which these lead, one of `geo.site_remoteness.GOALS`.
    day
        Days from 1 January.
    """
    ground, field = search.ground, search.ready(day)
    terrain = ground.terrain
    shown = (ground.dry & in_domain(ground.lonlat)).reshape(terrain.shape)
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


def _least(count: int, cells: NDArray[np.intp], usd_per_t: Vector, hours: Vector) -> Field:
    """Return in each cell the cheapest of what is told of it."""
    order = np.argsort(-usd_per_t, kind="stable")
    field = Field.nowhere(count)
    # Of what is written to one cell the last stays.
    field.usd_per_t[cells[order]] = usd_per_t[order]
    field.hours[cells[order]] = hours[order]
    return field


def _where_open(graph: csr_array, is_open: NDArray[np.bool_]) -> csr_array:
    """Return the steps between cells that are open; the others are infinite."""
    tails = np.repeat(is_open, np.diff(graph.indptr))
    data = np.where(tails & is_open[graph.indices], graph.data, np.inf)
    return csr_array((data, graph.indices, graph.indptr), shape=graph.shape)


def _spread(graph: csr_array, seeds: Field, way: OffRoad) -> Field:
    """Return the cheapest way from every cell over a graph of kilometres to one of the seeds."""
    count = graph.shape[0]
    starts = np.flatnonzero(np.isfinite(seeds.usd_per_t))
    if not len(starts):
        return seeds
    # One more node leads to every seed at its cost, so that one search serves all of them.
    joined = csr_array(
        (
            np.concatenate([graph.data * way.usd_per_t_km, seeds.usd_per_t[starts]]),
            np.concatenate([graph.indices, starts.astype(graph.indices.dtype)]),
            np.append(graph.indptr, graph.indptr[-1] + len(starts)),
        ),
        shape=(count + 1, count + 1),
    )
    usd_per_t, before = dijkstra(joined, indices=count, return_predecessors=True)
    found = Field.nowhere(count)
    reached = np.flatnonzero(np.isfinite(usd_per_t[:count]))
    root = _roots(before[:count], count)[reached]
    km = (usd_per_t[reached] - seeds.usd_per_t[root]) / way.usd_per_t_km
    found.usd_per_t[reached] = usd_per_t[reached]
    found.hours[reached] = seeds.hours[root] + km * way.h_per_km
    return found


def _roots(before: NDArray[np.int32], origin: int) -> NDArray[np.intp]:
    """Return for every node the seed that its way leads to, itself where it has none."""
    own = np.arange(len(before))
    root = np.where((before < 0) | (before == origin), own, before)
    while not np.array_equal(root, further := root[root]):
        root = further
    return root


def _land_parts(terrain: Terrain, land: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return the number of the land, cells that touch at sides or corners, of each cell."""
    parts, _ = label(land.reshape(terrain.shape), structure=np.ones((3, 3)))
    return np.asarray(parts).ravel()


def _xyz_km(lonlat: Vector) -> Vector:
    lon, lat = np.radians(lonlat).T
    return EARTH_KM * np.column_stack(
        [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
    )
