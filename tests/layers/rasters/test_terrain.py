"""Terrain out of rasters: the shipped grid, a user's own, and those that are none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from PIL import Image

from tests.regions import USUAL
from zimnik.geo.core.errors import InputError
from zimnik.layers import load_atlas
from zimnik.layers.rasters.terrain import OwnRasters, load_terrain
from zimnik.layers.readers.plain_files import Limits

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    from numpy.typing import NDArray

    from zimnik.geo.terrain.grid import Terrain


@pytest.fixture(scope="module")
def links() -> gpd.GeoDataFrame:
    """Return the links of the shipped atlas, as drawn."""
    return load_atlas().links


def around(lon: float, lat: float, links: gpd.GeoDataFrame, **more: Any) -> Terrain:
    """Return the terrain of a square of 400 km."""
    return load_terrain(lon, lat, links, reach_km=200, cell_km=5, region=USUAL, **more)


def written(path: Path, heights: NDArray[np.float64], **more: Any) -> Path:
    """Write heights on a grid of a tenth of a degree from 114 E 73 N on."""
    profile = {
        "driver": "GTiff",
        "count": 1,
        "dtype": "float64",
        "crs": "EPSG:4326",
        "transform": Affine(0.1, 0.0, 114.0, 0.0, -0.1, 73.0),
        "height": heights.shape[0],
        "width": heights.shape[1],
        **more,
    }
    with rasterio.open(path, "w", **profile) as file:
        file.write(heights, 1)
    return path


def test_shipped_terrain_of_known_places(links: gpd.GeoDataFrame) -> None:
    terrain = around(107.5, 53.0, links)
    cell = terrain.find_cell(107.8, 53.2)
    assert cell is not None
    assert terrain.lake[cell]
    assert not terrain.sea.any()
    assert 400 < np.nanmedian(terrain.height_m) < 1500
    coast = around(128.87, 71.6, links)
    off = coast.find_cell(131.0, 72.8)
    assert off is not None
    assert coast.sea[off]
    assert coast.river.any()


def test_the_antimeridian_is_no_edge(links: gpd.GeoDataFrame) -> None:
    terrain = around(180.0, 68.0, links)
    for lon in (-178.0, 178.0):
        cell = terrain.find_cell(lon, 67.5)
        assert cell is not None
        assert not terrain.sea[cell]
        assert np.isfinite(terrain.height_m[cell])


def test_a_finer_grid_takes_the_place_of_the_shipped_one(
    tmp_path: Path, links: gpd.GeoDataFrame
) -> None:
    own = written(tmp_path / "own.tif", np.full((40, 60), 777.0))
    terrain = around(116.57, 71.0, links, own=OwnRasters(own))
    shipped = around(116.57, 71.0, links)
    assert terrain.height_m[terrain.cell_of("site", 116.57, 71.0)] == pytest.approx(777)
    changed = terrain.height_m != shipped.height_m
    assert terrain.height_m[changed] == pytest.approx(777)
    # It ends at 120 E, and beyond it stand the shipped heights.
    assert changed.any()
    assert not changed[terrain.find_cell(121.0, 71.0)]


def with_band(path: Path, **band: Any) -> Path:
    """Set scale, offset and unit of the band of a raster."""
    with rasterio.open(path, "r+") as file:
        for name, value in band.items():
            setattr(file, f"{name}s", (value,))
    return path


TRUE_M = 146.0 + 165.0 * np.arange(60) / 59 * np.ones((40, 1))


@pytest.mark.parametrize(
    ("stored", "dtype", "band"),
    [
        (TRUE_M * 10, "int16", {"scale": 0.1}),
        (TRUE_M - 100, "int16", {"offset": 100.0}),
        ((TRUE_M + 50) * 4, "int16", {"scale": 0.25, "offset": -50.0, "unit": "m"}),
        (TRUE_M / 0.3048, "float32", {"unit": "ft"}),
        (TRUE_M * 3937 / 1200, "float32", {"unit": "US survey foot"}),
        (TRUE_M * 10, "float32", {"unit": "dm"}),
        (TRUE_M * 100, "int32", {"unit": "CM"}),
    ],
)
def test_scale_offset_and_unit_of_heights_are_applied(
    tmp_path: Path,
    links: gpd.GeoDataFrame,
    stored: NDArray[np.float64],
    dtype: str,
    band: dict[str, Any],
) -> None:
    own = with_band(written(tmp_path / "own.tif", stored, dtype=dtype), **band)
    plain = written(tmp_path / "plain.tif", TRUE_M)
    terrain, right = (around(116.57, 71.0, links, own=OwnRasters(path)) for path in (own, plain))
    assert terrain.height_m == pytest.approx(right.height_m, abs=1.0, nan_ok=True)
    assert terrain.notes == ()


def test_unit_of_heights_may_stand_in_the_crs(tmp_path: Path, links: gpd.GeoDataFrame) -> None:
    own = written(tmp_path / "own.tif", TRUE_M / 0.3048, crs="EPSG:4326+8228")
    terrain = around(116.57, 71.0, links, own=OwnRasters(own))
    assert terrain.height_m[terrain.cell_of("site", 116.57, 71.0)] == pytest.approx(219, abs=20)


@pytest.mark.parametrize("factor", [10.0, 3.28])
def test_heights_far_from_the_shipped_ones_are_told(
    tmp_path: Path, links: gpd.GeoDataFrame, factor: float
) -> None:
    own = written(tmp_path / "own.tif", (TRUE_M + 60) * factor)
    (note,) = around(116.57, 71.0, links, own=OwnRasters(own)).notes
    assert note.startswith("own.tif: its heights differ from the shipped ones by ")
    assert "in metres" in note


@pytest.mark.parametrize(
    ("band", "more", "said"),
    [
        ({"unit": "furlong"}, {}, "found unit 'furlong'"),
        ({"scale": 0.0}, {}, "a scale that is not 0"),
        ({}, {"dtype": "complex64"}, "expected plain numbers, found complex64"),
        ({}, {"count": 2}, "expected one band, found 2 bands"),
        ({}, {"crs": 'LOCAL_CS["somewhere",UNIT["metre",1]]'}, "a CRS of this Earth"),
    ],
)
def test_numbers_that_are_no_heights_are_refused(
    tmp_path: Path, links: gpd.GeoDataFrame, band: dict[str, Any], more: dict[str, Any], said: str
) -> None:
    own = with_band(written(tmp_path / "own.tif", TRUE_M, **more), **band)
    with pytest.raises(InputError, match=said):
        around(116.57, 71.0, links, own=OwnRasters(own))


def test_raster_of_too_many_pixels_is_refused_at_once(
    tmp_path: Path, links: gpd.GeoDataFrame
) -> None:
    size = 200_000
    profile = {"count": 1, "dtype": "uint8", "crs": "EPSG:4326", "width": size, "height": size}
    degrees = Affine(10 / size, 0.0, 112.0, 0.0, -10 / size, 76.0)
    with rasterio.open(
        tmp_path / "sparse.tif",
        "w",
        driver="GTiff",
        transform=degrees,
        sparse_ok=True,
        tiled=True,
        bigtiff=True,
        **profile,
    ):
        pass
    said = (
        r"at most 400 million pixels around the cells \(max_raster_mpixels\), found 1\d,\d\d\d mill"
    )
    with pytest.raises(InputError, match=said):
        around(116.57, 71.0, links, own=OwnRasters(tmp_path / "sparse.tif"))


def test_limit_of_pixels_can_be_raised(tmp_path: Path, links: gpd.GeoDataFrame) -> None:
    own = written(tmp_path / "own.tif", TRUE_M)
    with pytest.raises(InputError, match=r"at most 0\.001 million pixels"):
        around(116.57, 71.0, links, own=OwnRasters(own, limits=Limits(max_raster_mpixels=0.001)))
    assert around(116.57, 71.0, links, own=OwnRasters(own, limits=Limits(max_raster_mpixels=0.01)))


@pytest.mark.parametrize("kind", ["a pipe", "a folder"])
def test_what_is_no_file_is_refused_at_once(
    tmp_path: Path, links: gpd.GeoDataFrame, kind: str
) -> None:
    path = tmp_path / "own.tif"
    path.mkdir() if kind == "a folder" else os.mkfifo(path)
    with pytest.raises(InputError, match=f"expected a plain file, found {kind}"):
        around(116.57, 71.0, links, own=OwnRasters(path))


NOTHING = np.full((40, 60), np.nan)
LEVEL = np.full((40, 60), 100.0)


@pytest.mark.parametrize(
    ("heights", "more", "said"),
    [
        (LEVEL, {"crs": None}, "with a CRS"),
        (NOTHING, {}, "heights around the site"),
        (np.full((40, 60), -32768.0), {}, "nodata"),
        (np.full((40, 60), 65535.0), {}, "nodata"),
        (np.where(np.arange(60) < 30, 100.0, -9999.0) * np.ones((40, 1)), {}, "on land"),
        (LEVEL, {"transform": Affine(0.1, 0.0, 73.0, 0.0, -0.1, 114.0)}, "axes"),
        (LEVEL, {"transform": Affine(0.1, 0.0, 30.0, 0.0, -0.1, 50.0)}, "covers the site"),
    ],
)
def test_rasters_that_are_no_heights_are_refused(
    tmp_path: Path,
    links: gpd.GeoDataFrame,
    heights: NDArray[np.float64],
    more: dict[str, Any],
    said: str,
) -> None:
    own = written(tmp_path / "own.tif", heights, **more)
    with pytest.raises(InputError, match=said):
        around(116.57, 71.0, links, own=OwnRasters(own))


def test_a_picture_that_lies_nowhere_is_refused_in_one_breath(
    tmp_path: Path, links: gpd.GeoDataFrame
) -> None:
    """Warnings are errors here, so a word of rasterio beside the fault would fail."""
    picture = tmp_path / "picture.tif"
    Image.new("L", (60, 40), 10).save(picture)
    for own in (OwnRasters(picture), OwnRasters(land_cover=picture)):
        with pytest.raises(InputError, match="with a CRS"):
            around(116.57, 71.0, links, own=own)


def test_no_raster_at_all_is_refused(tmp_path: Path, links: gpd.GeoDataFrame) -> None:
    text = tmp_path / "own.tif"
    text.write_text("heights")
    with pytest.raises(InputError, match="GeoTIFF"):
        around(116.57, 71.0, links, own=OwnRasters(text))
    with pytest.raises(InputError, match="no such file"):
        around(116.57, 71.0, links, own=OwnRasters(tmp_path / "none.tif"))


def covered(path: Path, codes: NDArray[np.float64], **more: Any) -> Path:
    """Write classes of land cover on the same grid."""
    return written(path, codes, **{"dtype": "uint8", "nodata": 0, **more})


TREES, WATER, ICE = (np.full((40, 60), float(code)) for code in (10, 80, 70))


def test_own_land_cover_says_where_lakes_are(tmp_path: Path, links: gpd.GeoDataFrame) -> None:
    half = np.where(np.arange(60) < 30, TREES, WATER)
    own = OwnRasters(land_cover=covered(tmp_path / "cover.tif", half))
    terrain = around(117.0, 71.0, links, own=own)
    shipped = around(117.0, 71.0, links)
    west, east = terrain.find_cell(116.0, 71.0), terrain.find_cell(118.5, 71.0)
    assert west is not None
    assert east is not None
    assert terrain.cover is not None
    assert (terrain.cover[west], terrain.cover[east]) == (10, 80)
    assert terrain.lake[east]
    assert not terrain.lake[west]
    # Beyond the user's map the lakes are the shipped ones.
    beyond = terrain.cover == 0
    assert (terrain.lake[beyond] == shipped.lake[beyond]).all()


def test_closed_forest_and_open_sea_of_copernicus_are_known(
    tmp_path: Path, links: gpd.GeoDataFrame
) -> None:
    codes = np.where(np.arange(60) < 30, 111.0, 200.0) * np.ones((40, 1))
    own = OwnRasters(land_cover=covered(tmp_path / "cover.tif", codes, nodata=255))
    terrain = around(117.0, 71.0, links, own=own)
    west, east = terrain.find_cell(116.0, 71.0), terrain.find_cell(118.5, 71.0)
    assert west is not None
    assert east is not None
    assert terrain.cover is not None
    assert terrain.cover[west] == 10
    assert terrain.sea[east]
    assert not terrain.lake[east]


@pytest.mark.parametrize(
    ("codes", "more", "said"),
    [
        (np.full((40, 60), 11.0), {}, "class numbers of ESA WorldCover"),
        (TREES, {"crs": None}, "with a CRS"),
        (TREES, {"dtype": "float32"}, "whole class numbers"),
        (TREES, {"count": 3}, "one band"),
        (np.full((40, 60), 700.0), {"dtype": "int16"}, "classes, not of heights"),
        (np.zeros((40, 60)), {}, "land cover around the site"),
        (TREES, {"nodata": 10}, "land cover around the site"),
        (TREES, {"transform": Affine(0.1, 0.0, 73.0, 0.0, -0.1, 114.0)}, "axes"),
    ],
)
def test_rasters_that_are_no_land_cover_are_refused(
    tmp_path: Path,
    links: gpd.GeoDataFrame,
    codes: NDArray[np.float64],
    more: dict[str, Any],
    said: str,
) -> None:
    own = OwnRasters(land_cover=covered(tmp_path / "cover.tif", codes, **more))
    with pytest.raises(InputError, match=said):
        around(116.57, 71.0, links, own=own)
