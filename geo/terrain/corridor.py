"""The least-cost path over terrain: where a road that is not there would run.

Owns the search (docs/model.md, E24). Each cell is joined to sixteen others, so a path over the flat
is at most 2.8 % longer than the straight line (8.2 % with eight), however fine the cells are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from zimnik.geo.core.geodesy import M_PER_KM, geodesic_km
from zimnik.geo.core.shortest_paths import costs_from
from zimnik.geo.core.units import PERCENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.terrain.grid import Terrain, TraversalCost

# Half of the steps to the sixteen neighbours, rows and columns; the others are their reverses.
STEPS = ((0, 1), (1, 0), (1, 1), (1, -1), (1, 2), (2, 1), (1, -2), (2, -1))
# The most by which such steps are longer than the straight line: at half the angle of two.
ELONGATION = 1.0275


@dataclass(frozen=True, slots=True, eq=False)
class Corridor:
    """A path over terrain.

    Parameters
    ----------
    line
        Longitudes and latitudes from start to end, one point a row.
    length_km
        Geodesic length of the line.
    flat_km
        Kilometres on the flat that cost as much.
    climb_m, descent_m
        Metres up and down from cell to cell.
    lake_km
        Length on lakes.
    river_crossings
        How often it comes upon a river.
    """

    line: Vector
    length_km: float
    flat_km: float
    climb_m: float
    descent_m: float
    lake_km: float
    river_crossings: int


class Corridors:
    """Least-cost paths from one cell to all others.

    Parameters
    ----------
    terrain
        The grid.
    traversal
        What it does to the kind of path that is sought.
    start
        Row and column.
    """

    def __init__(self, terrain: Terrain, traversal: TraversalCost, start: tuple[int, int]) -> None:
        self.terrain = terrain
        self._start = int(np.ravel_multi_index(start, terrain.shape))
        graph = friction_graph(terrain, traversal)
        self.flat_km, self._before = costs_from(graph, self._start)

    def to(self, cell: tuple[int, int]) -> Corridor | None:
        """Return the path to a cell, or None where there is none."""
        number = int(np.ravel_multi_index(cell, self.terrain.shape))
        if not np.isfinite(self.flat_km[number]):
            return None
        numbers = [number]
        while numbers[-1] != self._start:
            numbers.append(int(self._before[numbers[-1]]))
        cells = np.column_stack(np.unravel_index(numbers[::-1], self.terrain.shape))
        return _corridor(self.terrain, cells, float(self.flat_km[number]))


def friction_graph(terrain: Terrain, traversal: TraversalCost) -> csr_array:
    """Return what each step between neighbours costs, in kilometres on the flat; cells by number.

    A step costs its length times the factor of its slope, on a lake that of the lake, times the
    mean factor of the land cover at its ends, and the crossing where it comes from the bank upon a
    river or over one. No step enters the sea, a closed lake or cover, or a cell without height, nor
    passes between two cells of which one is closed.
    """
    rows, columns = terrain.shape
    numbers = np.arange(rows * columns).reshape(rows, columns)
    open_cells = ~terrain.sea & np.isfinite(terrain.height_m)
    open_cells &= np.isfinite(traversal.on_cover(terrain))
    if not np.isfinite(traversal.lake_factor):
        open_cells &= ~terrain.lake
    tails, heads, costs = [], [], []
    for down, across in STEPS:
        one, other = _shifted(terrain.shape, down, across)
        passable = open_cells[one] & open_cells[other]
        touched = [_moved(one, step) for step in _between(down, across)]
        for between in touched:
            passable &= open_cells[between]
        wet = _wet_between([terrain.river[between] for between in touched], passable, down, across)
        tail, head = numbers[one][passable], numbers[other][passable]
        for start, end in ((tail, head), (head, tail)):
            tails.append(start)
            heads.append(end)
            km = float(np.hypot(down, across)) * terrain.cell_km
            costs.append(_step_costs(terrain, traversal, (start, end), km, wet))
    count = rows * columns
    return csr_array(
        (np.concatenate(costs), (np.concatenate(tails), np.concatenate(heads))),
        shape=(count, count),
    )


def _step_costs(
    terrain: Terrain,
    traversal: TraversalCost,
    ends: tuple[NDArray[np.intp], NDArray[np.intp]],
    length_km: float,
    wet_between: NDArray[np.bool_],
) -> Vector:
    tail, head = ends
    height = terrain.height_m.ravel()
    lake, river = terrain.lake.ravel(), terrain.river.ravel()
    slope_pct = (height[head] - height[tail]) / (length_km * M_PER_KM) * PERCENT
    factor = np.where(lake[tail] & lake[head], traversal.lake_factor, traversal.factors(slope_pct))
    if terrain.cover is not None:
        on_cover = traversal.on_cover(terrain).ravel()
        factor *= (on_cover[tail] + on_cover[head]) / 2
    comes_upon = ~river[tail] & (river[head] | wet_between)
    return np.asarray(length_km * factor + traversal.river_km * comes_upon, dtype=np.float64)


def _wet_between(
    rivers: list[NDArray[np.bool_]], passable: NDArray[np.bool_], down: int, across: int
) -> NDArray[np.bool_]:
    """Return whether a river lies across a step that ends on neither bank of it.

    A diagonal step meets one that runs through both cells beside it, a longer step one in either of
    the cells that it passes.
    """
    if not rivers:
        return np.zeros(int(passable.sum()), dtype=bool)
    one, other = (river[passable] for river in rivers)
    return one & other if abs(across) == down else one | other


def _shifted(
    shape: tuple[int, int], down: int, across: int
) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Return the slices of the cells from which, and to which, a step of the grid leads."""
    rows, columns = shape
    left, right = max(0, -across), columns - max(0, across)
    one = (slice(0, max(rows - down, 0)), slice(left, max(right, left)))
    return one, _moved(one, (down, across))


def _moved(cells: tuple[slice, slice], step: tuple[int, int]) -> tuple[slice, slice]:
    rows, columns = cells
    return (
        slice(rows.start + step[0], rows.stop + step[0]),
        slice(columns.start + step[1], columns.stop + step[1]),
    )


def _between(down: int, across: int) -> list[tuple[int, int]]:
    """Return the cells that a step touches on its path, none for a step to the side."""
    side = 1 if across > 0 else -1
    if abs(across) + down == 1:
        return []
    if abs(across) == down:
        return [(0, side), (1, 0)]
    if down == 1:
        return [(0, side), (1, side)]
    return [(1, 0), (1, side)]


def _corridor(terrain: Terrain, cells: NDArray[np.intp], flat_km: float) -> Corridor:
    line = terrain.lonlat(cells)
    length_km = geodesic_km(line[:-1, 0], line[:-1, 1], line[1:, 0], line[1:, 1])
    at = (cells[:, 0], cells[:, 1])
    rises = np.diff(terrain.height_m[at])
    lake = terrain.lake[at]
    return Corridor(
        line=line,
        length_km=float(length_km.sum()),
        flat_km=flat_km,
        climb_m=float(rises[rises > 0].sum()),
        descent_m=float(-rises[rises < 0].sum()),
        lake_km=float(length_km[lake[:-1] & lake[1:]].sum()),
        river_crossings=_crossings(terrain.river, cells),
    )


def _crossings(river: NDArray[np.bool_], cells: NDArray[np.intp]) -> int:
    """Return how often a path comes upon a river or over one, by the rule of its cost."""
    count = 0
    for (row, column), (down, across) in zip(cells[:-1], np.diff(cells, axis=0), strict=True):
        sign = 1 if (down, across) > (0, 0) else -1
        first = (row, column) if sign > 0 else (row + down, column + across)
        steps = _between(int(sign * down), int(sign * across))
        wet = [bool(river[first[0] + step[0], first[1] + step[1]]) for step in steps]
        met = all(wet) if abs(down) == abs(across) else any(wet)
        upon = bool(river[row + down, column + across]) or (bool(wet) and met)
        count += upon and not river[row, column]
    return count
