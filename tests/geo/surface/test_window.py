"""Finer surfaces in a window, against the surface of the whole ground (E26)."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from tests.examples import examples
from tests.geo.surface.test_search import (
    JANUARY,
    JULY,
    LAEA,
    OFF,
    climate_of,
    entries_at,
    terrain_of,
)
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.projection import Albers
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.surface import window
from zimnik.geo.surface.cells import CellGround
from zimnik.geo.surface.search import Field, SurfaceSearch, surfaces_of
from zimnik.geo.surface.surface import Domain, window_grid
from zimnik.geo.surface.window import WindowGround, around_cells_of, rim_of, window_surfaces
from zimnik.geo.terrain.grid import Terrain

ALBERS = Albers(52, 64, 60, 100)
EVERYWHERE = Domain((-180.0, -90.0, 180.0, 90.0), ALBERS)


@settings(max_examples=examples(6))
@given(st.integers(0, 10_000), st.integers(3, 9))
def test_a_window_of_the_same_cells_is_a_part_of_the_whole_in_any_number_of_tiles(
    seed: int, most_in_tile: int
) -> None:
    terrain, climate = terrain_of(seed, (34, 32)), climate_of(mild_east=seed % 2 == 0)
    whole = CellGround(terrain, climate, domain=EVERYWHERE)
    entries = entries_at(whole, seed, (JANUARY, JULY), count=12)
    around = SurfaceSearch(whole, entries, OFF)
    halo = around_cells_of(terrain.cell_km, OFF.gravel_reach_km)
    # Two cells of gravel, two of the rim, and twice three to come ashore.
    assert halo == 2 + 2 + 6
    part = terrain.part(slice(3, 32), slice(1, 30))
    ground = WindowGround(climate, YearType.NORMAL, EVERYWHERE, entries, OFF)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(window, "MOST_IN_TILE", most_in_tile)
        found = window_surfaces(ground, part, around, "railhead")
    shown = (slice(3 + halo, 32 - halo), slice(1 + halo, 30 - halo))
    for day, own in zip((JANUARY, JANUARY, JULY, JULY), found, strict=True):
        field = around.ready(day)
        values = field.usd_per_t if own.quantity == "cost_usd_per_t" else field.hours
        told = np.where(whole.shown, values, np.nan).reshape(terrain.shape)[shown]
        np.testing.assert_allclose(own.values, told, rtol=1e-9)
        assert (own.west_m, own.north_m) == pytest.approx(
            (terrain.west_m + (1 + halo) * 8000, terrain.north_m - (3 + halo) * 8000)
        )


def test_a_rim_is_read_from_the_cells_that_there_are() -> None:
    """Between middles in proportion, beyond the outermost what the nearest cell says."""
    coarse = terrain_of(0, (2, 2))
    usd = np.array([10.0, 20.0, 30.0, np.inf])
    around: Any = SimpleNamespace(
        ground=SimpleNamespace(terrain=coarse),
        by_winter_road={JANUARY: Field(usd, usd / 10)},
        by_new_road={},
    )
    # Cells of 4 km over the same 16 km: middles at 2, 6, 10 and 14, those of the coarse at 4, 12.
    fine = replace(terrain_of(0, (4, 4), 4.0), west_m=coarse.west_m, north_m=coarse.north_m)
    rim = rim_of(fine, around)
    assert rim.cells.tolist() == list(range(16))
    found = rim.by_winter_road[JANUARY][:, 0].reshape(4, 4)
    assert found[0] == pytest.approx([10.0, 12.5, 17.5, 20.0])
    assert found[:, 0] == pytest.approx([10.0, 15.0, 25.0, 30.0])
    # Nothing leads on from the last cell, so that the other three share its weight.
    assert found[1, 1] == pytest.approx((9 * 10 + 3 * 20 + 3 * 30) / 15)
    assert np.isinf(found[3, 3])
    assert rim.by_winter_road[JANUARY][:, 1] * 10 == pytest.approx(found.ravel())


def test_a_window_without_land_is_refused() -> None:
    terrain, climate = terrain_of(1, (34, 32)), climate_of(mild_east=False)
    whole = CellGround(terrain, climate)
    entries = entries_at(whole, 1, (JANUARY,))
    around = SurfaceSearch(whole, entries, OFF)
    nowhere = Domain((10.0, 0.0, 11.0, 1.0), ALBERS)
    ground = WindowGround(climate, YearType.NORMAL, nowhere, entries, OFF)
    with pytest.raises(InputError, match="land in it"):
        window_surfaces(ground, terrain, around, "railhead")


def test_a_grid_of_a_window_is_widened_on_every_side_and_bounded() -> None:
    own = Domain((99.5, 60.0, 100.5, 61.0), ALBERS)
    bare, wider = (window_grid(0.5, own, halo_cells=halo) for halo in (0, 4))
    assert (wider.rows - bare.rows, wider.columns - bare.columns) == (8, 8)
    assert wider.west_m == bare.west_m - 2000
    assert wider.north_m == bare.north_m + 2000
    # On the meridian that stands upright; a degree is 111 km by 56, which is the wider side.
    assert bare.rows * bare.columns * 0.25 == pytest.approx(111.4 * 55.8, rel=0.03)
    with pytest.raises(InputError, match="at most 4,000,000 cells"):
        window_grid(0.5, Domain((60.0, 50.0, 120.0, 70.0), ALBERS), halo_cells=4)
    with pytest.raises(InputError, match=r"0\.5 to 50 km"):
        window_grid(0.1, own, halo_cells=4)


def test_a_grid_covers_its_window_to_a_cell() -> None:
    own = Domain((97.0, 60.0, 100.5, 61.0), ALBERS)
    grid = window_grid(0.5, own, halo_cells=0)
    assert window_grid(50, own, halo_cells=0).cell_km == 50
    lon, lat = np.meshgrid(np.linspace(97.0, 100.5, 71), np.linspace(60.0, 61.0, 21))
    to_metres = Transformer.from_crs("EPSG:4326", grid.crs, always_xy=True)
    x_m, y_m = to_metres.transform(lon, lat)
    east_m, south_m = grid.west_m + grid.columns * 500, grid.north_m - grid.rows * 500
    for beyond_m in (
        x_m.min() - grid.west_m,
        east_m - x_m.max(),
        y_m.min() - south_m,
        grid.north_m - y_m.max(),
    ):
        assert 0 <= beyond_m < 510


def test_a_cell_apart_from_a_road_costs_its_kilometres_by_hand() -> None:
    """A line of 8 km cells, the window in cells of 2 km: US$ 10 at the entry, then 0.6 a km."""
    coarse = terrain_of(0, (21, 21))
    flat = _flat(coarse.shape, 8.0, coarse.west_m, coarse.north_m)
    climate = climate_of(mild_east=False)
    whole = CellGround(flat, climate)
    entries = entries_at(whole, 3, (JANUARY,), count=1)
    middle = whole.lonlat[10 * 21 + 1][np.newaxis]
    rest = {day: np.array([[10.0, 5.0]]) for day in entries.by_winter_truck}
    far = type(entries)(middle, rest, {JANUARY: np.array([[math.inf, math.inf]])})
    around = SurfaceSearch(whole, far, OFF)
    # Twenty cells of 2 km around a point 100 km east of the entry.
    fine = _flat((44, 44), 2.0, flat.west_m + 12_000 + 56_000, flat.north_m - 84_000 + 44_000)
    ground = WindowGround(climate, YearType.NORMAL, EVERYWHERE, far, OFF)
    cost, hours = window_surfaces(ground, fine, around, "railhead")
    halo = around_cells_of(2.0, OFF.gravel_reach_km)
    row = 22 - halo
    for column in (0, 5, cost.values.shape[1] - 1):
        km = 56.0 + (column + halo + 0.5) * 2.0
        # Loading, the rest and the haul; the row lies 1 km north of the entry, and the rim is read
        # between cells.
        assert cost.values[row, column] == pytest.approx(2.0 + 10.0 + 0.6 * km, abs=0.6 * 2.0)
        assert hours.values[row, column] == pytest.approx(1.0 + 5.0 + 0.1 * km, abs=0.1 * 2.0)


def _flat(shape: tuple[int, int], cell_km: float, west_m: float, north_m: float) -> Terrain:
    dry = np.zeros(shape, dtype=bool)
    return Terrain(
        height_m=np.zeros(shape),
        sea=dry,
        lake=dry,
        river=dry,
        cell_km=cell_km,
        crs=LAEA,
        west_m=west_m,
        north_m=north_m,
    )


def test_surfaces_of_a_whole_ground_stay_cut_to_their_domain() -> None:
    terrain, climate = terrain_of(5, (12, 12)), climate_of(mild_east=False)
    whole = CellGround(terrain, climate)
    search = SurfaceSearch(whole, entries_at(whole, 5, (JANUARY,)), OFF)
    cost, _ = surfaces_of(search, "railhead", JANUARY)
    assert np.isnan(cost.values).sum() == (~whole.shown).sum()


def test_a_surface_reaches_as_far_as_its_land() -> None:
    terrain = terrain_of(5, (12, 12))
    rim = np.ones(terrain.shape, dtype=bool)
    rim[3:9, 2:10] = False
    island = CellGround(
        replace(terrain, sea=rim, lake=rim, river=rim & False), climate_of(mild_east=False)
    )
    search = SurfaceSearch(island, entries_at(island, 5, (JANUARY,)), OFF)
    cost, _ = surfaces_of(search, "railhead", JANUARY)
    assert cost.values.shape == (6, 8)
    assert not np.isnan(cost.values).any()
    assert (cost.west_m, cost.north_m) == (terrain.west_m + 16_000, terrain.north_m - 24_000)
