"""`zimnik remoteness` as a user meets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import rasterio
from playwright.sync_api import expect

from tests.commands import zimnik

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser import OpenPages

LEAST = ("karnasurt", "afrikanda", "seligdar")


@pytest.fixture(scope="module")
def sites() -> dict[str, dict[str, Any]]:
    """Return Tomtor and three sites that are known to be near everything, ready on 1 February."""
    named = [word for name in ("tomtor", *LEAST) for word in ("--deposit", name)]
    done = zimnik("remoteness", *named, "--ready", "02-01", "--format", "json")
    document = json.loads(done.out)
    assert len(document["sites"]) == 1 + len(LEAST)
    return {row["site_id"]: row for row in document["sites"]}


@pytest.mark.parametrize("other", LEAST)
@pytest.mark.parametrize(
    "index",
    [
        "railhead_usd_per_t",
        "railhead_hours",
        "all_season_road_usd_per_t",
        "year_round_port_usd_per_t",
        "port_usd_per_t",
        "town_10k_usd_per_t",
        "hub_usd_per_t",
        "market_usd_per_t",
        "aria_score",
        "gravity_index",
        "all_season_road_km",
    ],
)
def test_tomtor_is_remoter_than_sites_beside_a_railway(
    sites: dict[str, dict[str, Any]], index: str, other: str
) -> None:
    assert sites["tomtor"][index] > sites[other][index]


def test_tomtor_is_joined_in_winter_only(sites: dict[str, dict[str, Any]]) -> None:
    assert 0 < sites["tomtor"]["days_joined"] < 180
    assert all(sites[name]["days_joined"] == 365 for name in LEAST)
    assert sites["tomtor"]["far_level"] == 4
    assert not sites["tomtor"]["rural_access"]


def test_towns_without_population_are_refused(tmp_path: Path) -> None:
    (tmp_path / "towns.csv").write_text(
        "id,name_en,country,lon,lat,population,source,confidence\nx,X,RU,100,60,,me,C\n", "utf8"
    )
    done = zimnik("remoteness", "--atlas", str(tmp_path), status=2)
    assert "population" in done.err


def test_unknown_deposit_is_refused() -> None:
    assert "Tomtor" in zimnik("remoteness", "--deposit", "tomtro", status=2).err


def test_months_of_a_goal() -> None:
    done = zimnik("remoteness", "--deposit", "tomtor", "--monthly", "railhead", "--format", "json")
    months = json.loads(done.out)["months"]
    assert [month["month"] for month in months] == list(range(1, 13))
    costs = [month["cost_usd_per_t"] for month in months]
    # When the winter road has closed cargo waits longest, for the ships of another year.
    assert costs.index(max(costs)) + 1 in {5, 6}
    assert "railhead" in zimnik("remoteness", "--monthly", "harbour", status=2).err


def test_a_surface_is_written_and_told(tmp_path: Path) -> None:
    """Coarse cells, since the test asks what stands in the files and not how fine it is."""
    raster, bands = tmp_path / "own.tif", tmp_path / "bands.geojson"
    asked = ("--raster", str(raster), "--contours", str(bands), "--level", "200")
    coarse = ("--cell-km", "40", "--ready", "01-01", "--tonnes", "50000", "--format", "json")
    document = json.loads(zimnik("surface", *asked, *coarse).out)
    (january,) = document["surfaces"]
    assert document["tonnes_per_y"] == 50_000
    assert january["no_route_km2"] < january["beyond_km2"]["200"] < january["land_km2"]
    with rasterio.open(raster) as file:
        cost, hours, no_route = file.read(masked=True)
        assert file.tags()["command"].startswith("zimnik surface --ready 01-01")
    beyond = (cost > 200).sum() + no_route.sum()
    assert beyond * 1600 == january["beyond_km2"]["200"]
    assert (hours.mask == cost.mask).all()
    areas = [feature["properties"] for feature in json.loads(bands.read_text())["features"]]
    assert [row["from_usd_per_t"] for row in areas] == [0, 200, None]
    assert areas[1]["area_km2"] + areas[2]["area_km2"] == january["beyond_km2"]["200"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("surface", "--raster", "own.png"), "--raster: expected a name in .tif"),
        (("surface", "--contours", "own.shp"), "a name in .gpkg or .geojson or .kml"),
        (("surface", "--goal", "moon"), "railhead"),
        (("surface", "--cell-km", "2"), "cells of 4 km or more, or a window"),
        (("surface", "--level", "9", "--level", "5"), "ascend"),
        (("surface", "--land-cover", "none.tif"), "none.tif: expected a file that can be read"),
        (("remoteness", "--goal", "hub"), "--goal: expected a page"),
        (("remoteness", "--cell-km", "8", "--format", "json"), "--cell-km: expected a page"),
    ],
)
def test_surfaces_that_cannot_be_made_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = zimnik(*options, status=2)
    assert said in done.err
    assert not list(tmp_path.iterdir())


@pytest.mark.proof
def test_page_shows_the_indices_of_the_command(
    pages: OpenPages, tmp_path: Path, sites: dict[str, dict[str, Any]]
) -> None:
    out = tmp_path / "remoteness.html"
    question = ("--deposit", "tomtor", "--ready", "02-01", "--goal", "hub", "--cell-km", "50")
    assert zimnik("remoteness", *question, "--out", str(out)).out.strip() == str(out)
    page = pages.open_file(out)
    tomtor = sites["tomtor"]
    row = page.locator("tr[data-id=tomtor]").inner_text().split("\t")
    assert row[1] == f"{tomtor['railhead_usd_per_t']:,.0f}"
    assert row[6] == f"{tomtor['hub_usd_per_t']:,.0f}"
    assert row[9] == f"{tomtor['aria_score']:.1f}"
    for month in (1, 2):
        page.locator("#z-month").press("ArrowRight")
        expect(page.locator("#z-month")).to_have_value(str(month))
    assert "cheapest hub, ready on 1 February" in page.locator(".z-bands").inner_text()


def test_a_page_stands_alone(tmp_path: Path) -> None:
    page = ("remoteness", "--out", str(tmp_path / "x.html"))
    assert "--format" in zimnik(*page, "--monthly", "hub", status=2).err
    tiles = ("--tiles", "--projection", "polar")
    assert "--projection" in zimnik(*page, *tiles, status=2).err
    assert "railhead" in zimnik(*page, "--goal", "harbour", status=2).err
    assert not (tmp_path / "x.html").exists()
