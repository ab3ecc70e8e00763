"""Surfaces over drawn terrains and networks, against each cell's ways one by one (E26)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.drawn import drawn_links, drawn_places, link, parts
from zimnik.geo.climate.climate import Climate
from zimnik.geo.climate.road_seasons import derive_seasons
from zimnik.geo.core.geodesy import geodesic_km
from zimnik.geo.core.vocabulary import Vehicle, YearType
from zimnik.geo.infrastructure.off_network import OffNetwork, OffRoad
from zimnik.geo.remoteness.targets import open_days
from zimnik.geo.surface.cells import CellGround, entry_cells
from zimnik.geo.surface.entries import Entries
from zimnik.geo.surface.search import SurfaceSearch
from zimnik.geo.terrain.corridor import Corridors
from zimnik.geo.terrain.grid import ALL_SEASON_ROAD, WINTER_ROAD, Terrain

if TYPE_CHECKING:
    from numpy.typing import NDArray

LAEA = "+proj=laea +lat_0=65 +lon_0=110 +datum=WGS84"
JANUARY, JULY = 0, 181
OFF = OffNetwork(
    winter_road=OffRoad(0.6, 0.1),
    new_road=OffRoad(5.0, 0.07),
    gravel=OffRoad(0.2, 0.09),
    gravel_reach_km=12.0,
    loading={Vehicle.WINTER_TRUCK: (2.0, 1.0), Vehicle.GRAVEL_TRUCK: (3.0, 2.0)},
    waiting_usd_per_t_d=0.5,
    tonnes_per_y=100_000.0,
)
# Winters of Yakutia west of the middle; a coast without one east of it.
COLD = [-38.0, -34.0, -20.0, -6.0, 6.0, 15.0, 18.0, 14.0, 5.0, -8.0, -27.0, -37.0]
MILD = [-2.0, -2.0, 0.0, 3.0, 7.0, 10.0, 13.0, 14.0, 12.0, 8.0, 4.0, 0.0]


def terrain_of(seed: int, shape: tuple[int, int] = (9, 11), cell_km: float = 8.0) -> Terrain:
    rng = np.random.default_rng(seed)
    rows, columns = shape
    return Terrain(
        height_m=rng.uniform(0, 300, shape),
        sea=rng.random(shape) < 0.12,
        lake=rng.random(shape) < 0.12,
        river=rng.random(shape) < 0.15,
        cell_km=cell_km,
        crs=LAEA,
        west_m=-columns * cell_km * 500,
        north_m=rows * cell_km * 500,
    )


def climate_of(*, mild_east: bool) -> Climate:
    lon, lat = np.array([90.0, 110.0, 110.01, 130.0]), np.array([60.0, 70.0])
    east = MILD if mild_east else COLD
    row = np.array([COLD, COLD, east, east])
    return Climate(lon, lat, np.stack([row, row]))


def entries_at(ground: CellGround, seed: int, ready_d: tuple[int, ...], count: int = 5) -> Entries:
    """Return entries in the middle of cells, more expensive or cheaper by the day."""
    rng = np.random.default_rng(seed + 1)
    cells = rng.choice(ground.count, count, replace=False)

    def values(days: tuple[int, ...]) -> dict[int, NDArray[np.float64]]:
        return {day: rng.uniform(5, 60, (count, 2)) for day in days}

    return Entries(ground.lonlat[cells], values(ground.leaving_days(ready_d)), values(ready_d))


def one_by_one(ground: CellGround, entries: Entries, day: int, cell: int) -> tuple[float, float]:
    """Return cost and hours of one cell: every entry, way and day of leaving, one by one."""
    terrain = ground.terrain
    start = np.unravel_index(cell, terrain.shape)
    cells = entry_cells(terrain, entries.lonlat)
    ways = [(math.inf, math.inf)]
    for leaves_d, values in entries.by_winter_truck.items():
        frozen = ground.frozen_on(leaves_d).reshape(terrain.shape)
        if not frozen[start]:
            continue
        shut = Terrain(
            height_m=np.where(frozen, terrain.height_m, np.nan),
            sea=terrain.sea,
            lake=terrain.lake,
            river=terrain.river,
            cell_km=terrain.cell_km,
            crs=terrain.crs,
            west_m=terrain.west_m,
            north_m=terrain.north_m,
        )
        km = Corridors(shut, WINTER_ROAD, (int(start[0]), int(start[1]))).flat_km
        waits_d = (leaves_d - day) % 365
        ways += [
            (2.0 + 0.5 * waits_d + 0.6 * km[to] + usd, 1.0 + 24 * waits_d + 0.1 * km[to] + hours)
            for to, (usd, hours) in zip(cells, values, strict=True)
            if to >= 0
        ]
    if ground.dry[cell]:
        km = Corridors(terrain, ALL_SEASON_ROAD, (int(start[0]), int(start[1]))).flat_km
        for to, (usd, hours) in zip(cells, entries.by_gravel[day], strict=True):
            if to < 0:
                continue
            ways.append((3.0 + 5.0 * km[to] + usd, 2.0 + 0.07 * km[to] + hours))
            direct_km = float(geodesic_km(*ground.lonlat[cell], *ground.lonlat[to]))
            if direct_km <= 12.0 and ground.parts[cell] == ground.parts[to]:
                ways.append((3.0 + 0.2 * direct_km + usd, 2.0 + 0.09 * direct_km + hours))
    return min(ways)


@pytest.mark.proof
@settings(max_examples=examples(6))
@given(st.integers(0, 10_000), st.booleans())
def test_a_surface_is_what_every_cell_would_find_for_itself(seed: int, mild_east: bool) -> None:  # noqa: FBT001 - drawn
    ground = CellGround(terrain_of(seed), climate_of(mild_east=mild_east))
    entries = entries_at(ground, seed, (JANUARY, JULY))
    search = SurfaceSearch(ground, entries, OFF)
    for day in (JANUARY, JULY):
        field = search.ready(day)
        for cell in np.flatnonzero(ground.land):
            usd, hours = one_by_one(ground, entries, day, int(cell))
            assert field.usd_per_t[cell] == pytest.approx(usd)
            assert field.hours[cell] == pytest.approx(hours)


def flat(rows: int, columns: int, **layers: NDArray[np.bool_]) -> Terrain:
    dry = np.zeros((rows, columns), dtype=bool)
    return Terrain(
        height_m=np.zeros((rows, columns)),
        sea=layers.get("sea", dry),
        lake=layers.get("lake", dry),
        river=dry,
        cell_km=8.0,
        crs=LAEA,
        west_m=-columns * 4000.0,
        north_m=rows * 4000.0,
    )


def alone(ground: CellGround, cell: int, days: tuple[int, ...]) -> Entries:
    """Return one entry from which the rest costs US$ 10 and takes five hours."""
    rest = np.array([[10.0, 5.0]])
    leaving = dict.fromkeys(ground.leaving_days(days), rest)
    return Entries(ground.lonlat[[cell]], leaving, dict.fromkeys(days, rest))


def test_over_the_flat_by_hand() -> None:
    """Ten cells of eight kilometres by winter road, loading and the rest; in July a wait before."""
    ground = CellGround(flat(3, 21), climate_of(mild_east=False))
    search = SurfaceSearch(ground, alone(ground, 21, (JANUARY, JULY)), OFF)
    january, july = search.ready(JANUARY), search.ready(JULY)
    cell = 21 + 10
    assert january.usd_per_t[cell] == pytest.approx(2 + 0.6 * 80 + 10)
    assert january.hours[cell] == pytest.approx(1 + 0.1 * 80 + 5)
    # No road is frozen on 1 December yet, so cargo of 1 July leaves on 1 January.
    assert july.usd_per_t[cell] == pytest.approx(2 + 0.6 * 80 + 10 + 0.5 * 184)
    assert july.hours[cell] == pytest.approx(1 + 0.1 * 80 + 5 + 24 * 184)
    # One cell off, the gravel road that is taken to be there is open all year.
    near_km = float(geodesic_km(*ground.lonlat[21], *ground.lonlat[22]))
    assert july.usd_per_t[22] == pytest.approx(3 + 0.2 * near_km + 10)


def test_where_no_winter_makes_a_road_one_is_built_for_the_whole_year() -> None:
    mild = Climate(np.array([90.0, 130.0]), np.array([60.0, 70.0]), np.full((2, 2, 12), 4.0))
    ground = CellGround(flat(3, 21), mild)
    assert ground.leaving_days((JANUARY,)) == ()
    field = SurfaceSearch(ground, alone(ground, 21, (JANUARY,)), OFF).ready(JANUARY)
    assert field.usd_per_t[31] == pytest.approx(3 + 5 * 80 + 10)


def test_a_frozen_lake_is_crossed_and_the_sea_never() -> None:
    wall = np.zeros((3, 21), dtype=bool)
    wall[:, 10:12] = True
    for layer, crossed in (("lake", True), ("sea", False)):
        ground = CellGround(flat(3, 21, **{layer: wall}), climate_of(mild_east=False))
        field = SurfaceSearch(ground, alone(ground, 21, (JANUARY,)), OFF).ready(JANUARY)
        assert np.isfinite(field.usd_per_t[21 + 15]) == crossed
        assert not np.isfinite(field.usd_per_t.reshape(3, 21)[wall]).any() or crossed


def test_without_a_climate_no_winter_road_is_known() -> None:
    elsewhere = Climate(np.array([0.0, 1.0]), np.array([0.0, 1.0]), np.full((2, 2, 12), -30.0))
    ground = CellGround(flat(3, 5), elsewhere)
    assert not ground.frozen_on(JANUARY).any()


def test_gravel_leads_over_no_strait() -> None:
    """The shore beyond one cell of sea is within reach of gravel, and is another land."""
    strait = np.zeros((3, 9), dtype=bool)
    strait[:, 4] = True
    mild = Climate(np.array([90.0, 130.0]), np.array([60.0, 70.0]), np.full((2, 2, 12), 4.0))
    ground = CellGround(flat(3, 9, sea=strait), mild)
    far = replace(OFF, gravel_reach_km=30.0)
    field = SurfaceSearch(ground, alone(ground, 9 + 3, (JULY,)), far).ready(JULY)
    assert field.usd_per_t[9 + 2] == pytest.approx(3 + 0.2 * 8 + 10, rel=1e-3)
    assert np.isinf(field.usd_per_t[9 + 5])


def test_cells_that_are_told_to_be_one_land_are_one() -> None:
    """A strait of a column: gravel goes on beyond it only where both shores are one land."""
    strait = np.zeros((3, 9), bool)
    strait[:, 4] = True
    terrain = flat(3, 9, sea=strait)
    mild = Climate(np.array([90.0, 130.0]), np.array([60.0, 70.0]), np.full((2, 2, 12), 4.0))
    far = replace(OFF, gravel_reach_km=30.0)
    one_land = np.where(terrain.land.ravel(), 1, 0).astype(np.int32)
    for told, is_joined in ((None, False), (one_land, True)):
        ground = CellGround(terrain, mild, parts=told)
        field = SurfaceSearch(ground, alone(ground, 9 + 3, (JULY,)), far).ready(JULY)
        assert bool(np.isfinite(field.usd_per_t[9 + 5])) is is_joined


def test_what_a_lorry_off_the_network_takes_stays_as_it_was_given() -> None:
    loading = {Vehicle.TRUCK: (2.0, 1.0)}
    off = replace(OFF, loading=loading)
    loading[Vehicle.TRUCK] = (0.0, 0.0)
    assert off.loading == {Vehicle.TRUCK: (2.0, 1.0)}


@pytest.mark.parametrize("year_type", list(YearType))
def test_a_cell_bears_a_road_on_the_days_of_a_winter_road_without_dates(
    year_type: YearType,
) -> None:
    climate = climate_of(mild_east=False)
    places = drawn_places(mine="deposit", yard="station")
    places = places.set_geometry(gpd.points_from_xy([110.0, 110.0], [65.0, 65.0]), crs=4326)
    road = drawn_links(link("mine-yard", Vehicle.WINTER_TRUCK, 1), bare=True)
    known, links = parts(places, road)
    links = derive_seasons(links, known, climate).links
    ground = CellGround(flat(1, 1), climate, year_type)
    days = [bool(ground.frozen_on(day)[0]) for day in range(365)]
    assert days == open_days(links, year_type)[0].tolist()
    assert 60 < sum(days) < 200
