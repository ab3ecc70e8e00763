"""`zimnik access` as a user meets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import rasterio

from tests.commands import zimnik
from zimnik.layers import check_path

if TYPE_CHECKING:
    from pathlib import Path


def test_new_links_of_tomtor_add_up() -> None:
    done = zimnik("access", "tomtor", "--ready", "02-01", "--format", "json")
    document = json.loads(done.out)
    links = {link["kind"]: link for link in document["new_links"]}
    assert set(links) == {"winter_road", "all_season_road", "rail_spur", "air"}
    for link in links.values():
        assert link["total_usd_per_t"] == pytest.approx(
            link["haul_usd_per_t"] + link["yearly_usd"] / link["tonnes_per_y"]
        )
    assert links["winter_road"]["total_usd_per_t"] < links["rail_spur"]["total_usd_per_t"]
    assert 133 < links["winter_road"]["corridor_km"] < 175
    totals = [link["total_usd_per_t"] for link in document["new_links"]]
    assert totals == sorted(totals)


def test_a_site_at_sea_is_refused() -> None:
    assert "off the land" in zimnik("access", "76.0,125.0", status=2).err


def test_a_raster_without_crs_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "own.tif"
    profile = {"driver": "GTiff", "count": 1, "dtype": "float32", "height": 9, "width": 9}
    transform = rasterio.Affine(0.1, 0.0, 116.0, 0.0, -0.1, 72.0)
    with rasterio.open(own, "w", transform=transform, **profile) as file:
        file.write(np.ones((9, 9), dtype="float32"), 1)
    done = zimnik("access", "tomtor", "--heights", str(own), status=2)
    assert "own.tif: expected a raster with a CRS" in done.err


def raster(path: Path, values: np.ndarray, **more: object) -> str:
    """Write a raster of a tenth of a degree around Tomtor and return its name."""
    transform = rasterio.Affine(0.1, 0.0, 108.0, 0.0, -0.1, 75.0)
    profile = {"driver": "GTiff", "count": 1, "dtype": values.dtype, "crs": "EPSG:4326"}
    shape = {"height": values.shape[0], "width": values.shape[1]}
    with rasterio.open(path, "w", **{**profile, **shape, "transform": transform, **more}) as file:
        file.write(values, 1)
    return str(path)


@pytest.mark.proof
def test_own_land_cover_changes_what_a_winter_road_costs(tmp_path: Path) -> None:
    own = raster(tmp_path / "cover.tif", np.full((80, 180), 10, dtype="uint8"), nodata=0)
    asked = ("access", "tomtor", "--ready", "02-01", "--format", "json")
    shipped, forest = (
        next(
            link
            for link in json.loads(zimnik(*asked, *more).out)["new_links"]
            if link["kind"] == "winter_road"
        )
        for more in ((), ("--land-cover", own))
    )
    assert 1.0 < forest["yearly_usd"] / shipped["yearly_usd"] <= 1.2 + 1e-9


@pytest.mark.parametrize(
    ("option", "values", "said"),
    [
        ("--land-cover", np.full((80, 180), 11, dtype="uint8"), "class numbers of ESA WorldCover"),
        ("--land-cover", np.zeros((80, 180), dtype="float32"), "whole class numbers"),
        ("--heights", np.full((80, 180), np.nan, dtype="float32"), "heights around the site"),
        ("--heights", np.full((80, 180), -32768, dtype="float32"), "nodata value"),
    ],
)
def test_rasters_that_are_none_are_refused(
    tmp_path: Path, option: str, values: np.ndarray, said: str
) -> None:
    own = raster(tmp_path / "own.tif", values)
    done = zimnik("access", "tomtor", option, own, status=2)
    assert said in done.err
    assert "Traceback" not in done.err


def test_transposed_axes_are_refused(tmp_path: Path) -> None:
    swapped = rasterio.Affine(0.1, 0.0, 65.0, 0.0, -0.1, 120.0)
    own = raster(tmp_path / "own.tif", np.ones((180, 80), dtype="float32"), transform=swapped)
    assert "axes swapped" in zimnik("access", "tomtor", "--heights", own, status=2).err


def test_new_links_are_links_that_an_atlas_takes(tmp_path: Path) -> None:
    """Laid over the atlas, the new winter road is there for a route, which pays for it."""
    own = tmp_path / "new.gpkg"
    done = zimnik("access", "tomtor", "--ready", "02-01", "--links", str(own))
    assert "new.gpkg has these links as hypothetical links of the site" in done.err
    assert check_path(given=own).faults == ()
    known = ("--avoid", "winter_road_tomtor_saskylakh")
    asked = ("route", "tomtor", "saskylakh", "--atlas", str(own), *known)
    document = json.loads(zimnik(*asked, "--ready", "02-01", "--format", "json").out)
    (route,) = document["routes"]
    assert route["legs"][0]["link_ids"] == ["new_winter_road_tomtor_saskylakh"]
    assert route["components"]["dedicated_road_usd_per_t"] > 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("tomtor", "--links", "new.shp"), "--links: expected a name in .gpkg"),
        (("66.5,120.0", "--links", "new.gpkg"), "--links: expected a site of the atlas"),
        (("80.0,95.0",), "no height is known"),
    ],
)
def test_what_access_cannot_answer_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in zimnik("access", *arguments, "--ready", "02-01", status=2).err
    assert not list(tmp_path.iterdir())


def test_raster_that_is_a_service_of_the_web_is_refused_by_the_command(tmp_path: Path) -> None:
    path = tmp_path / "heights.tif"
    path.write_text('<GDAL_WMS><Service name="TMS"/></GDAL_WMS>')
    done = zimnik("access", "tomtor", "--heights", str(path), status=2)
    assert "heights.tif: expected a GeoTIFF, found a file of another kind" in done.err
    assert done.out == ""
