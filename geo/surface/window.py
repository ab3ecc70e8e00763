"""A finer surface of remoteness in a window, whose edge knows from a coarser one what lies beyond.

Owns how a window is cut into tiles, and what each is told of its surroundings (docs/model.md, E26).
A tile reaches as far beyond what it tells of as a gravel road may be long; on its outer cells a
road of its own may go on at the cost that the coarser surface has there. Tiles know nothing of each
other, so that they can be searched anywhere, and are cut by the window alone, so that it does not
matter where. Time grows as the cells, memory of a worker as those of one tile.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.geodesy import M_PER_KM
from zimnik.geo.core.parallel import mapped
from zimnik.geo.core.units import TURN_DEG
from zimnik.geo.surface.cells import CellGround, entry_cells, land_parts
from zimnik.geo.surface.search import Rim, SurfaceSearch
from zimnik.geo.surface.surface import RemotenessSurface, SurfaceQuantity
from zimnik.geo.terrain.grid import SHORE_CELLS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from concurrent.futures import Executor

    from numpy.typing import NDArray

    from zimnik.geo.climate.climate import Climate
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.infrastructure.off_network import OffNetwork
    from zimnik.geo.network.links import Place
    from zimnik.geo.surface.entries import Entries
    from zimnik.geo.surface.search import Field
    from zimnik.geo.surface.surface import Domain
    from zimnik.geo.terrain.grid import Terrain

# No step of a path leads over more than two cells (E24), so none jumps over such a rim.
RIM_CELLS = 2
# Most cells along a side of what a tile tells of.
MOST_IN_TILE = 300


@dataclass(frozen=True, slots=True, eq=False)
class WindowGround:
    """What all tiles of a window share.

    Parameters
    ----------
    climate, year_type
        From which the season of winter roads is derived (E10).
    window
        Which cells the surface tells of.
    entries
        Where cargo comes onto the network, in the window and around it.
    off
        What it takes to get there.
    """

    climate: Climate
    year_type: YearType
    window: Domain
    entries: Entries
    off: OffNetwork


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A part of a window.

    Parameters
    ----------
    terrain
        Its cells, with those around it.
    rim
        What it costs to go on from the outer ones.
    parts
        Number of the land of each cell.
    halo_cells
        How many cells on each side it does not tell of.
    """

    terrain: Terrain
    rim: Rim
    parts: NDArray[np.int32]
    halo_cells: int


def halo_cells_of(cell_km: float, reach_km: float) -> int:
    """Return how many cells around what a tile tells of may matter to it."""
    return math.ceil(reach_km / cell_km) + RIM_CELLS


def around_cells_of(cell_km: float, reach_km: float) -> int:
    """Return how many cells around a window have to be known: for its tiles, and for quays there.

    An entry comes ashore as far off as `SHORE_CELLS`, and the land that it might have come ashore
    on instead lies as far off again.
    """
    return halo_cells_of(cell_km, reach_km) + 2 * SHORE_CELLS


def near(
    places: Iterable[Place], lines: Mapping[str, shapely.LineString], box: shapely.Geometry
) -> tuple[list[Place], dict[str, shapely.LineString]]:
    """Return the places and lines of a network in a box of degrees.

    East of the box counts on beyond 180; longitudes of the network may be counted either way.
    """
    west, south, east, north = box.bounds
    boxes = shapely.union_all(
        [shapely.box(west + turn, south, east + turn, north) for turn in (-TURN_DEG, 0.0, TURN_DEG)]
    )
    shapely.prepare(boxes)
    return (
        [place for place in places if shapely.intersects(boxes, shapely.Point(place.lonlat))],
        {link_id: line for link_id, line in lines.items() if shapely.intersects(boxes, line)},
    )


def window_surfaces(
    ground: WindowGround,
    terrain: Terrain,
    around: SurfaceSearch,
    goal: str,
    *,
    executor: Executor | None = None,
) -> tuple[RemotenessSurface, ...]:
    """Return the surfaces of cost and of hours of each day of readiness, in a window.

    Parameters
    ----------
    ground
        What tiles share.
    terrain
        The cells of the window, and `around_cells_of` more on each side.
    around
        The coarser surface, in the same projection, for the same days.
    goal
        Kind of place to which these lead.
    executor
        Where tiles are searched; None for here, one after the other.

    Raises
    ------
    InputError
        If no land lies in the window.
    """
    reach_km = ground.off.gravel_reach_km
    halo = halo_cells_of(terrain.cell_km, reach_km)
    beyond = around_cells_of(terrain.cell_km, reach_km)
    rows, columns = (side - 2 * beyond for side in terrain.shape)
    days = tuple(ground.entries.by_gravel)
    values = np.full((len(days), len(SurfaceQuantity), rows, columns), np.nan)
    ashore = replace(ground, entries=_ashore(ground.entries, terrain))
    lands = _lands(terrain, around)
    parts = [(at, across) for at in _parts(rows) for across in _parts(columns)]
    tiles = (_tile(terrain, lands, around, _widened(part, beyond, halo)) for part in parts)
    found = mapped(_searched, ashore, tiles, executor=executor)
    for (at, across), own in zip(parts, found, strict=True):
        values[:, :, at, across] = own
    if np.isnan(values).all():
        remedy = "Draw it over land, as west,south,east,north in degrees."
        raise InputError([Fault("window", "land in it", "none", remedy)])
    inside = terrain.part(slice(beyond, beyond + rows), slice(beyond, beyond + columns))
    return tuple(
        RemotenessSurface(
            values=values[k, number],
            crs=terrain.crs,
            west_m=inside.west_m,
            north_m=inside.north_m,
            cell_km=terrain.cell_km,
            quantity=quantity,
            goal=goal,
            ready_d=day,
            year_type=ground.year_type,
            tonnes_per_y=ground.off.tonnes_per_y,
        )
        for k, day in enumerate(days)
        for number, quantity in enumerate(SurfaceQuantity)
    )


def _parts(count: int) -> Iterator[slice]:
    """Yield slices of about one length, `MOST_IN_TILE` at most."""
    edges = np.linspace(0, count, math.ceil(count / MOST_IN_TILE) + 1).round().astype(int)
    for start, stop in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        yield slice(start, stop)


def _widened(part: tuple[slice, slice], beyond: int, halo: int) -> tuple[slice, slice, int]:
    rows, columns = (slice(one.start + beyond - halo, one.stop + beyond + halo) for one in part)
    return rows, columns, halo


def _tile(
    terrain: Terrain,
    lands: NDArray[np.int32],
    around: SurfaceSearch,
    cut: tuple[slice, slice, int],
) -> Tile:
    rows, columns, halo = cut
    own = terrain.part(rows, columns)
    return Tile(own, rim_of(own, around), lands[rows, columns].ravel(), halo)


def _ashore(entries: Entries, terrain: Terrain) -> Entries:
    """Return the entries that lie on cells of a terrain, in the middles of these."""
    cells = entry_cells(terrain, entries.lonlat)
    known = np.flatnonzero(cells >= 0)
    middles = terrain.lonlat(np.column_stack(np.unravel_index(cells[known], terrain.shape)))

    def of(by_day: Mapping[int, NDArray[np.float64]]) -> dict[int, NDArray[np.float64]]:
        return {day: values[known] for day, values in by_day.items()}

    return replace(
        entries,
        lonlat=middles,
        by_winter_truck=of(entries.by_winter_truck),
        by_gravel=of(entries.by_gravel),
    )


def _lands(terrain: Terrain, around: SurfaceSearch) -> NDArray[np.int32]:
    """Return the number of the land of each cell.

    What lies apart in a terrain may be one land beyond its edge: parts that reach the edge are one
    where most of their cells lie on one land of the surface around.
    """
    parts = land_parts(terrain).reshape(terrain.shape)
    edge = np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))
    rows, columns = (index.ravel() for index in np.indices(terrain.shape))
    down, right = _cells_around(terrain, around, rows, columns)
    coarse = around.ground.terrain.shape
    row, column = np.floor(down + 0.5).astype(int), np.floor(right + 0.5).astype(int)
    known = (row >= 0) & (row < coarse[0]) & (column >= 0) & (column < coarse[1])
    wider = around.ground.parts[np.where(known, row * coarse[1] + column, 0)]
    wider = np.where(known, wider, 0).reshape(terrain.shape)
    joined, first = parts.copy(), dict[int, int]()
    for part in edge[edge > 0].tolist():
        counts = np.bincount(wider[parts == part])
        counts[0] = 0
        if counts.any():
            joined[parts == part] = first.setdefault(int(counts.argmax()), part)
    return joined


def _cells_around(
    terrain: Terrain,
    around: SurfaceSearch,
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
) -> tuple[NDArray[np.floating[Any]], NDArray[np.floating[Any]]]:
    """Return where the middles of cells lie among those of the surface around: rows, columns."""
    size_m, coarse = terrain.cell_km * M_PER_KM, around.ground.terrain
    coarse_m = coarse.cell_km * M_PER_KM
    down = (coarse.north_m - terrain.north_m + (rows + 0.5) * size_m) / coarse_m - 0.5
    right = (terrain.west_m - coarse.west_m + (columns + 0.5) * size_m) / coarse_m - 0.5
    return down, right


def rim_of(terrain: Terrain, around: SurfaceSearch) -> Rim:
    """Return what it costs to go on from the outer cells of a terrain, by the surface around it.

    Costs and hours are read between the middles of the four cells around each, of those from which
    something leads on.
    """
    inner = np.zeros(terrain.shape, dtype=bool)
    inner[RIM_CELLS:-RIM_CELLS, RIM_CELLS:-RIM_CELLS] = True
    rows, columns = np.nonzero(~inner)
    down, right = _cells_around(terrain, around, rows, columns)
    shape = around.ground.terrain.shape

    def read(by_day: Mapping[int, Field]) -> dict[int, NDArray[np.float64]]:
        return {day: _between(field, shape, down, right) for day, field in by_day.items()}

    return Rim(
        np.ravel_multi_index((rows, columns), terrain.shape),
        read(around.by_winter_road),
        read(around.by_new_road),
    )


def _between(
    field: Field,
    shape: tuple[int, int],
    down: NDArray[np.floating[Any]],
    right: NDArray[np.floating[Any]],
) -> Vector:
    """Return cost and hours at positions among middles of cells: bilinear over finite ones."""
    top, left = np.floor(down).astype(int), np.floor(right).astype(int)
    total, weights = np.zeros((len(down), 2)), np.zeros(len(down))
    for below in (0, 1):
        for beside in (0, 1):
            row, column = top + below, left + beside
            weight = np.abs(1 - below - (down - top)) * np.abs(1 - beside - (right - left))
            known = (row >= 0) & (row < shape[0]) & (column >= 0) & (column < shape[1])
            cell = np.where(known, row * shape[1] + column, 0)
            known &= np.isfinite(field.usd_per_t[cell])
            weight = np.where(known, weight, 0.0)
            values = np.column_stack([field.usd_per_t[cell], field.hours[cell]])
            total += weight[:, np.newaxis] * np.where(known[:, np.newaxis], values, 0.0)
            weights += weight
    found = np.full((len(down), 2), np.inf)
    np.divide(total, weights[:, np.newaxis], out=found, where=weights[:, np.newaxis] > 0)
    return found


def _searched(common: WindowGround, tile: Tile) -> NDArray[np.float64]:
    """Return cost and hours of what a tile tells of: days by the two by rows and columns."""
    ground = CellGround(
        tile.terrain,
        common.climate,
        common.year_type,
        domain=common.window,
        parts=tile.parts,
    )
    search = SurfaceSearch(ground, common.entries, common.off, rim=tile.rim)
    shape, halo = tile.terrain.shape, tile.halo_cells
    inside = (slice(halo, shape[0] - halo), slice(halo, shape[1] - halo))
    shown = ground.shown.reshape(shape)[inside]
    fields = (search.ready(day) for day in search.ready_d)
    return np.array(
        [
            [
                np.where(shown, values.reshape(shape)[inside], np.nan)
                for values in (field.usd_per_t, field.hours)
            ]
            for field in fields
        ]
    )
