"""Surfaces as files: numbers, CRS, units and bands come back as they went in."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from pyproj import Transformer

from tests.regions import DOMAIN, SIBERIAN_CONIC
from zimnik.geo.core.errors import InputError, OutputError
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.surface.surface import (
    RemotenessSurface,
    SurfaceQuantity,
    surface_grid,
)
from zimnik.layers.rasters.surface_files import (
    NODATA,
    bands_of,
    in_degrees,
    write_bands,
    write_raster,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CELL_KM = 100.0


def surface(
    values: list[list[float]],
    quantity: SurfaceQuantity = SurfaceQuantity.COST,
    at: tuple[float, float] = (129.7, 62.0),
) -> RemotenessSurface:
    """Return a surface of which the first cell begins at a place."""
    west_m, north_m = Transformer.from_crs(4326, SIBERIAN_CONIC, always_xy=True).transform(*at)
    return RemotenessSurface(
        values=np.array(values),
        crs=SIBERIAN_CONIC,
        west_m=west_m,
        north_m=north_m,
        cell_km=CELL_KM,
        quantity=quantity,
        goal="railhead",
        ready_d=31,
        year_type=YearType.NORMAL,
        tonnes_per_y=50_000.0,
    )


VALUES = [[10.0, 60.0, np.inf], [49.9, 50.0, np.nan]]


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let no file of this process grow larger, as on a disk that is full."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_raster_that_finds_no_room_is_told_wherever_the_disk_is_full(tmp_path: Path) -> None:
    """At its beginning, within it, and at the very last byte, which GDAL would write on closing."""
    told = [surface(np.random.default_rng(1).uniform(0, 500, (600, 700)).tolist())]
    write_raster(told, tmp_path / "whole.tif", {})
    size = (tmp_path / "whole.tif").stat().st_size
    path = tmp_path / "own.tif"
    for most in (0, size // 3, size // 2, 2 * size // 3, size - 1):
        with files_of_at_most(most), pytest.raises(OutputError, match=r"own\.tif"):
            write_raster(told, path, {})
        assert [one.name for one in tmp_path.iterdir()] == ["whole.tif"]
    with files_of_at_most(size):
        write_raster(told, path, {})
    assert path.read_bytes() == (tmp_path / "whole.tif").read_bytes()


def test_a_raster_says_what_its_numbers_are(tmp_path: Path) -> None:
    path = tmp_path / "own.tif"
    hours = surface([[5.0, 6.0, np.inf], [7.0, 8.0, np.nan]], SurfaceQuantity.TIME)
    write_raster([surface(VALUES), hours], path, {"currency": "USD 2025"})
    with rasterio.open(path) as file:
        assert file.descriptions[:2] == (
            "cost_usd_per_t ready 02-01",
            "duration_h ready 02-01",
        )
        assert file.units[:2] == ("USD/t", "h")
        cost = file.read(1)
        assert cost == pytest.approx(np.array([[10, 60, NODATA], [49.9, 50, NODATA]]))
        assert file.nodata == NODATA
        assert file.read(3).tolist() == [[0, 0, 1], [0, 0, NODATA]]
        assert rasterio.crs.CRS.from_user_input(SIBERIAN_CONIC) == file.crs
        tags = file.tags()
        assert (tags["goal"], tags["tonnes_per_y"], tags["currency"]) == (
            "railhead",
            "50000",
            "USD 2025",
        )
        # The first cell begins where it was said to.
        corner_m = file.transform.c, file.transform.f
    to_degrees = Transformer.from_crs(SIBERIAN_CONIC, "EPSG:4326", always_xy=True)
    assert to_degrees.transform(*corner_m) == pytest.approx((129.7, 62.0))
    assert [child.name for child in tmp_path.iterdir()] == ["own.tif"]


def test_bands_hold_their_lower_end_and_add_up_to_the_land() -> None:
    bands = bands_of(surface(VALUES), levels=[50.0])
    assert bands["from_usd_per_t"].tolist()[:2] == [0.0, 50.0]
    assert bands["to_usd_per_t"].tolist()[0] == 50.0
    assert bands["has_way"].tolist() == [True, True, False]
    assert bands["area_km2"].tolist() == [20_000.0, 20_000.0, 10_000.0]
    assert bands.area.to_numpy() / 1e6 == pytest.approx(bands["area_km2"].to_numpy())


def test_bands_of_hours_say_so(tmp_path: Path) -> None:
    path = tmp_path / "bands.gpkg"
    write_bands([surface(VALUES, SurfaceQuantity.TIME)], path, ())
    back = gpd.read_file(path)
    assert {"from_h", "to_h", "ready", "goal"} <= set(back.columns)
    assert back.crs.equals(SIBERIAN_CONIC, ignore_axis_order=True)
    assert back["area_km2"].sum() == 50_000.0


def test_geojson_is_in_degrees_and_cut_at_180(tmp_path: Path) -> None:
    path = tmp_path / "bands.geojson"
    across = surface([[10.0, 10.0, 10.0, 10.0]], at=(177.0, 66.0))
    write_bands([across], path, ())
    back = gpd.read_file(path)
    west, _, east, _ = back.total_bounds
    assert (west, east) == pytest.approx((-180.0, 180.0), abs=1e-6)
    parts = back.geometry.explode()
    assert len(parts) == 2
    assert (parts.bounds["maxx"] - parts.bounds["minx"]).max() < 20


def test_degrees_keep_the_area() -> None:
    frame = bands_of(surface(VALUES), levels=[50.0])
    degrees = in_degrees(frame)
    assert degrees.crs == "EPSG:4326"
    # Sides of a hundred kilometres bend a little between their ends.
    assert degrees.to_crs(SIBERIAN_CONIC).area.to_numpy() == pytest.approx(
        frame.area.to_numpy(), rel=1e-2
    )


@pytest.mark.parametrize("levels", [[100.0, 50.0], [-5.0], [0.0], [np.inf]])
def test_levels_that_do_not_ascend_are_refused(levels: list[float]) -> None:
    with pytest.raises(InputError, match="ascend"):
        bands_of(surface(VALUES), levels=levels)


@pytest.mark.parametrize("name", ["own.png", "own", "none/own.tif"])
def test_nothing_is_written_where_a_raster_cannot_be(tmp_path: Path, name: str) -> None:
    with pytest.raises((InputError, OutputError)):
        write_raster([surface(VALUES)], tmp_path / name, {})
    assert not list(tmp_path.iterdir())


def test_the_grid_holds_the_whole_domain() -> None:
    grid = surface_grid(25.0, DOMAIN)
    lon, lat = np.meshgrid(np.linspace(60, 190, 60), np.linspace(48, 78, 40))
    lonlat = np.column_stack([np.where(lon > 180, lon - 360, lon).ravel(), lat.ravel()])
    assert DOMAIN.holds(lonlat).all()
    to_metres = Transformer.from_crs("EPSG:4326", grid.crs, always_xy=True)
    x, y = to_metres.transform(*lonlat.T)
    assert (x >= grid.west_m).all()
    assert (x <= grid.west_m + grid.columns * 25_000).all()
    assert (y <= grid.north_m).all()
    assert (y >= grid.north_m - grid.rows * 25_000).all()
    assert not DOMAIN.holds(np.array([[59.9, 60.0], [-169.9, 60.0], [100.0, 47.9]])).any()


@pytest.mark.parametrize("cell_km", [1.0, 80.0, float("nan")])
def test_cells_too_fine_or_too_coarse_are_refused(cell_km: float) -> None:
    with pytest.raises(InputError, match="cells of 4 to 50 km"):
        surface_grid(cell_km, DOMAIN)
