"""What is shipped for the whole North: land, climate and heights of known places."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import rasterio
import shapely

from zimnik.layers.atlas.atlas import SHIPPED
from zimnik.layers.rasters.climate import load_climate
from zimnik.layers.rasters.land import load_land

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zimnik.geo.climate.climate import Climate

NORTH = SHIPPED.parents[1] / "north"
STATIONS = Path(__file__).parents[3] / "docs" / "climate_stations_north.csv"
# What the three files may weigh together, bytes; the wheel packs the climate to a third.
MOST_BYTES = 1_700_000


@pytest.fixture(scope="module")
def land() -> NDArray[np.object_]:
    """Return the polygons of the land of the North."""
    return np.asarray(load_land(folder=NORTH).geometry.to_numpy())


def is_land(land: NDArray[np.object_], lon: float, lat: float) -> bool:
    """Whether a point lies in one of the polygons."""
    return bool(shapely.contains_xy(land, lon, lat).any())


@pytest.fixture(scope="module")
def climate() -> Climate:
    """Return the climate of the North."""
    return load_climate(folder=NORTH)


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(-114.4, 62.7), (-68.5, 64.0), (-45.0, 70.0), (25.0, 66.0), (-18.5, 65.0), (-150.0, 65.0)],
    ids=["Yellowknife", "Baffin Island", "Greenland", "Lapland", "Iceland", "Alaska"],
)
def test_land_is_land(land: NDArray[np.object_], lon: float, lat: float) -> None:
    assert is_land(land, lon, lat)


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(-85.0, 60.0), (-114.5, 61.7), (-120.5, 66.0), (-65.0, 73.0), (0.0, 72.0), (-170.0, 60.0)],
    ids=["Hudson Bay", "Great Slave Lake", "Great Bear Lake", "Baffin Bay", "sea", "Bering Sea"],
)
def test_seas_and_large_lakes_are_not(land: NDArray[np.object_], lon: float, lat: float) -> None:
    assert not is_land(land, lon, lat)


def test_chukotka_is_land_on_both_sides_of_180(land: NDArray[np.object_]) -> None:
    assert is_land(land, 179.6, 67.6)
    assert is_land(land, -179.6, 67.6)
    west, south, east, north = shapely.total_bounds(land)
    assert (west, east) == (-180.0, 180.0)
    assert south <= 45.0
    assert north >= 83.0


def test_the_climate_goes_round_the_pole(climate: Climate) -> None:
    lon = np.linspace(-180.0, 180.0, 73)
    for lat in (45.0, 60.0, 75.0, 83.0):
        assert np.isfinite(climate.monthly_at(lon, np.full_like(lon, lat))).all()
    seam = climate.monthly_at(np.array([179.99, -179.99]), np.array([66.0, 66.0]))
    assert np.abs(seam[0] - seam[1]).max() < 0.1


def test_the_climate_is_near_that_of_its_stations(climate: Climate) -> None:
    with STATIONS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lon, lat = (np.array([float(row[name]) for row in rows]) for name in ("lon", "lat"))
    published_c = np.array([[float(row[f"t{m:02d}_c"]) for m in range(1, 13)] for row in rows])
    error_c = np.sqrt(((climate.monthly_at(lon, lat) - published_c) ** 2).mean(axis=1))
    assert np.median(error_c) <= 2.0
    # Eureka lies in a fjord between mountains, far colder than a cell of one degree.
    assert error_c.max() <= 5.0


def test_the_climate_is_near_that_of_a_station_it_was_not_built_with(climate: Climate) -> None:
    # Yellowknife: about -27 in January and 17 in July (primidi.com/yellowknife, after Environment
    # Canada); Churchill: -26.7 and 12 (trailcanada.com).
    at = climate.monthly_at(np.array([-114.44, -94.06]), np.array([62.46, 58.74]))
    assert at[:, [0, 6]] == pytest.approx(np.array([[-27.0, 17.0], [-26.7, 12.0]]), abs=3.0)


def test_heights_of_known_mountains_and_of_the_sea() -> None:
    with rasterio.open(NORTH / "terrain.tif") as file:
        places = [(-151.0, 63.07), (-40.0, 72.0), (-88.0, 60.0), (-179.99, 67.9), (179.99, 67.9)]
        heights = [float(one[0]) for one in file.sample(places)]
    denali, ice_sheet, hudson_bay, *seam = heights
    assert denali > 2000
    # The ice of Greenland is some 3,000 m high there.
    assert 2500 <= ice_sheet <= 3300
    assert hudson_bay <= 0
    assert all(0 < one < 1500 for one in seam)


def test_the_files_of_the_north_are_small() -> None:
    names = ("land.parquet", "climate.txt", "terrain.tif")
    assert sum((NORTH / name).stat().st_size for name in names) <= MOST_BYTES
