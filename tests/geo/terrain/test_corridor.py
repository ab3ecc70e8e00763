"""Ways over drawn terrains: flat, walls, a cone, water, and a brute-force search beside (E24)."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from zimnik.geo.core.errors import InputError
from zimnik.geo.terrain.corridor import ELONGATION, Corridors
from zimnik.geo.terrain.grid import ALL_SEASON_ROAD, WINTER_ROAD, Terrain, TraversalCost
from zimnik.geo.terrain.land_cover import Cover

if TYPE_CHECKING:
    from numpy.typing import NDArray

FLAT_GOING = TraversalCost((1.0,), (1.0, 2.0), lake_factor=1.0, river_km=5.0)
LAEA = "+proj=laea +lat_0=65 +lon_0=110 +datum=WGS84"


def drawn(
    height_m: NDArray[np.float64], cell_km: float = 1.0, **layers: NDArray[np.bool_]
) -> Terrain:
    """Return a terrain of heights around the middle of the projection, dry unless told."""
    rows, columns = height_m.shape
    dry = np.zeros(height_m.shape, dtype=bool)
    return Terrain(
        height_m=height_m,
        sea=layers.get("sea", dry),
        lake=layers.get("lake", dry),
        river=layers.get("river", dry),
        cell_km=cell_km,
        crs=LAEA,
        west_m=-columns * cell_km * 500,
        north_m=rows * cell_km * 500,
    )


def flat(rows: int, columns: int) -> NDArray[np.float64]:
    """Return heights of nothing."""
    return np.zeros((rows, columns))


def test_over_the_flat_within_the_error_of_the_grid() -> None:
    ways = Corridors(drawn(flat(41, 41)), FLAT_GOING, (20, 20))
    for row, column in product(range(0, 41, 4), repeat=2):
        straight_km = math.hypot(row - 20, column - 20)
        km = ways.flat_km.reshape(41, 41)[row, column]
        assert straight_km - 1e-9 <= km <= straight_km * ELONGATION + 1e-9


@pytest.mark.parametrize("layer", ["sea", "lake"])
def test_a_wall_of_water_is_passed_by_its_gap(layer: str) -> None:
    wall = np.zeros((21, 21), dtype=bool)
    wall[:, 10] = True
    wall[18, 10] = False
    dry = flat(21, 21)
    terrain = drawn(dry, sea=wall) if layer == "sea" else drawn(dry, lake=wall)
    ways = Corridors(terrain, ALL_SEASON_ROAD, (2, 2))
    way = ways.to((2, 18))
    assert way is not None
    # Through the gap and back: two triangles of 16 rows and 8 columns.
    assert way.flat_km >= 2 * math.hypot(16, 8)
    assert way.flat_km <= 2 * math.hypot(16, 8) * ELONGATION + 1
    assert way.lake_km == 0


# Tests (E23).
def test_a_frozen_lake_is_crossed_in_winter_only() -> None:
    lake = np.zeros((11, 21), dtype=bool)
    lake[:, 8:13] = True
    terrain = drawn(flat(11, 21), lake=lake)
    winter = Corridors(terrain, WINTER_ROAD, (5, 0)).to((5, 20))
    assert winter is not None
    assert winter.flat_km == pytest.approx(20)
    assert winter.lake_km == pytest.approx(4, rel=1e-3)
    assert Corridors(terrain, ALL_SEASON_ROAD, (5, 0)).to((5, 20)) is None


def test_no_step_slips_between_two_cells_of_water() -> None:
    """A diagonal of sea holds a diagonal step, and a longer one, though neither ends on it."""
    sea = np.eye(9, dtype=bool)
    terrain = drawn(flat(9, 9), sea=sea)
    assert Corridors(terrain, FLAT_GOING, (8, 0)).to((0, 8)) is None


# Tests (E23).
def test_round_a_cone_rather_than_over_it() -> None:
    """Its flanks rise by a fifth and cost four times the flat, so the way is two tangents and an arc."""
    rows, columns = np.mgrid[-30:31, -30:31]
    height = np.maximum(0.0, 20.0 - np.hypot(rows, columns)) * 200.0
    steep = replace(FLAT_GOING, slope_factors=(1.0, 4.0))
    way = Corridors(drawn(height), steep, (30, 0)).to((30, 60))
    assert way is not None
    # Two tangents of length sqrt(30^2 - 20^2) and the arc between them.
    tangent, angle = math.sqrt(500), math.pi - 2 * math.acos(20 / 30)
    analytic_km = 2 * tangent + 20 * angle
    assert analytic_km * 0.99 <= way.flat_km <= analytic_km * ELONGATION * 1.02
    cheap = Corridors(drawn(height), replace(FLAT_GOING, slope_factors=(1.0, 1.0)), (30, 0))
    over = cheap.to((30, 60))
    assert over is not None
    assert over.flat_km == pytest.approx(60)
    assert over.climb_m == pytest.approx(4000)
    assert over.descent_m == pytest.approx(4000)


# Tests (E23).
def test_rivers_count_once_when_come_upon() -> None:
    river = np.zeros((5, 9), dtype=bool)
    river[:, 4] = True
    way = Corridors(drawn(flat(5, 9), river=river), FLAT_GOING, (2, 0)).to((2, 8))
    assert way is not None
    assert way.river_crossings == 1
    assert way.flat_km == pytest.approx(8 + 5)
    aslant = Corridors(drawn(flat(5, 5), river=np.eye(5, dtype=bool)), FLAT_GOING, (4, 0))
    assert aslant.flat_km.reshape(5, 5)[0, 4] == pytest.approx(4 * math.sqrt(2) + 5)


@given(st.integers(0, 10_000))
def test_rivers_that_are_told_are_those_that_are_paid(seed: int) -> None:
    """Over the flat a way costs its kilometres and five for every river."""
    river = np.random.default_rng(seed).random((8, 9)) < 0.3
    way = Corridors(drawn(flat(8, 9), river=river), FLAT_GOING, (0, 0)).to((7, 8))
    assert way is not None
    assert way.flat_km == pytest.approx(way.length_km + 5 * way.river_crossings, rel=1e-4)


@settings(max_examples=examples(20))
@given(st.integers(0, 10_000))
def test_equal_to_brute_force(seed: int) -> None:
    """A graph made cell by cell, by the rules as they are written, searched by networkx."""
    rng = np.random.default_rng(seed)
    shape = (7, 8)
    heights = rng.uniform(0, 60, shape)
    sea, lake, river = (rng.random(shape) < share for share in (0.15, 0.2, 0.2))
    sea[0, 0] = lake[0, 0] = False
    for traversal in (ALL_SEASON_ROAD, WINTER_ROAD):
        graph = nx.DiGraph()
        shut = sea | (lake if math.isinf(traversal.lake_factor) else False)
        for row, column in product(range(shape[0]), range(shape[1])):
            for down, across in product(range(-2, 3), repeat=2):
                if {abs(down), abs(across)} not in ({0, 1}, {1}, {1, 2}):
                    continue
                other = (row + down, column + across)
                if not (0 <= other[0] < shape[0] and 0 <= other[1] < shape[1]):
                    continue
                touched = _touched((row, column), other)
                if any(shut[cell] for cell in touched):
                    continue
                km = math.hypot(down, across)
                slope = abs(heights[other] - heights[row, column]) / (km * 1000) * 100
                factor = traversal.slope_factors[
                    sum(slope >= x for x in traversal.slope_limits_pct)
                ]
                if lake[row, column] and lake[other]:
                    factor = traversal.lake_factor
                wet = [bool(river[cell]) for cell in touched if cell not in ((row, column), other)]
                met = all(wet) if {abs(down), abs(across)} == {1} else any(wet)
                met = river[other] or (bool(wet) and met)
                extra = traversal.river_km if met and not river[row, column] else 0.0
                graph.add_edge((row, column), other, weight=km * factor + extra)
        known = (
            nx.single_source_dijkstra_path_length(graph, (0, 0)) if (0, 0) in graph else {(0, 0): 0}
        )
        terrain = drawn(heights, sea=sea, lake=lake, river=river)
        found = Corridors(terrain, traversal, (0, 0)).flat_km.reshape(shape)
        for cell in product(range(shape[0]), range(shape[1])):
            assert found[cell] == pytest.approx(known.get(cell, math.inf))


def _touched(one: tuple[int, int], other: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the cells of which the inside or an edge is within half a cell of the middle line."""
    down, across = other[0] - one[0], other[1] - one[1]
    cells = {one, other}
    if abs(down) == abs(across) == 1:
        cells |= {(one[0] + down, one[1]), (one[0], one[1] + across)}
    elif abs(down) == 2:
        middle = one[0] + down // 2
        cells |= {(middle, one[1]), (middle, other[1])}
    elif abs(across) == 2:
        middle = one[1] + across // 2
        cells |= {(one[0], middle), (other[0], middle)}
    return sorted(cells)


def test_converges_as_cells_shrink() -> None:
    """The same hill in cells of 4, 2 and 1 km: each halving moves the cost by less."""
    costs = []
    for cell_km in (4.0, 2.0, 1.0, 0.5):
        half = round(32 / cell_km)
        rows, columns = np.mgrid[-half : half + 1, -half : half + 1] * cell_km
        height = 600.0 * np.exp(-((rows - 3) ** 2 + columns**2) / 80.0)
        way = Corridors(drawn(height, cell_km), ALL_SEASON_ROAD, (half, 0)).to((half, 2 * half))
        assert way is not None
        costs.append(way.flat_km)
    assert abs(costs[3] - costs[2]) <= 0.03 * costs[3]
    assert abs(costs[2] - costs[1]) <= 0.05 * costs[3]


def test_cells_and_positions_agree() -> None:
    terrain = drawn(flat(10, 14), 5.0)
    for cell in ((0, 0), (3, 7), (9, 13)):
        ((lon, lat),) = terrain.lonlat(np.array([cell]))
        assert terrain.cell_of("site", lon, lat) == cell


def test_sites_at_sea_or_beyond_the_grid_are_refused() -> None:
    sea = np.zeros((10, 10), dtype=bool)
    sea[:, 5:] = True
    terrain = drawn(flat(10, 10), sea=sea)
    ((lon, lat),) = terrain.lonlat(np.array([(4, 8)]))
    with pytest.raises(InputError, match="at sea"):
        terrain.cell_of("rig", lon, lat)
    with pytest.raises(InputError, match="beyond the grid"):
        terrain.cell_of("moon", 20.0, 40.0)


def test_terrain_without_any_height_is_refused() -> None:
    with pytest.raises(InputError, match="no height"):
        drawn(np.full((3, 3), np.nan))


# Tests (E23).
def test_land_cover_multiplies_and_closes() -> None:
    """Trees cost a winter road a fifth more, bog twice an all-season road; ice closes both."""
    cover = np.zeros((3, 11), dtype=np.uint8)
    cover[:, 3:8] = Cover.TREES
    plain = drawn(flat(3, 11))
    forest = replace(plain, cover=cover)
    bare_km = Corridors(plain, WINTER_ROAD, (1, 0)).flat_km.reshape(3, 11)[1, 10]
    forest_km = Corridors(forest, WINTER_ROAD, (1, 0)).flat_km.reshape(3, 11)[1, 10]
    # Four steps within the trees, and a half of one at either edge.
    assert forest_km - bare_km == pytest.approx(0.2 * (4 + 2 * 0.5))
    bog = replace(plain, cover=np.full((3, 11), Cover.WETLAND, dtype=np.uint8))
    assert Corridors(bog, ALL_SEASON_ROAD, (1, 0)).flat_km.reshape(3, 11)[1, 10] == pytest.approx(
        20
    )
    assert Corridors(bog, WINTER_ROAD, (1, 0)).flat_km.reshape(3, 11)[1, 10] == pytest.approx(10)
    cover[:, 5] = Cover.SNOW_AND_ICE
    for traversal in (WINTER_ROAD, ALL_SEASON_ROAD):
        assert Corridors(replace(plain, cover=cover), traversal, (1, 0)).to((1, 10)) is None
