"""Surfaces of remoteness, asked through a study, on coarse cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest

import zimnik
from zimnik.geo.core.errors import InputError
from zimnik.studies.surfaces.surface import SurfaceQuestion

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.studies.surfaces.surface import SurfaceAnswer

CELL_KM = 50.0


@pytest.fixture(scope="module")
def answer(study: zimnik.Study) -> SurfaceAnswer:
    return study.surface(ready="01-01", cell_km=CELL_KM, level=(200.0,))


def test_record_counts_the_cells_of_cost(answer: SurfaceAnswer) -> None:
    cost, hours = answer.result
    (row,) = answer.rows()
    assert row["beyond_200_km2"] == (cost.values > 200).sum() * CELL_KM**2
    assert row["no_route_km2"] == np.isinf(hours.values).sum() * CELL_KM**2
    assert row["goal"] == "railhead"


def test_bands_are_polygons_in_degrees_that_never_cross_180(answer: SurfaceAnswer) -> None:
    bands = answer.to_geodataframe()
    assert bands.crs == "EPSG:4326"
    assert bands["from_usd_per_t"].tolist()[:2] == [0, 200]
    assert bands.total_bounds[0] >= -180
    assert bands.total_bounds[2] <= 180
    assert bands["area_km2"].sum() == answer.record().surfaces[0].land_km2


def test_files_of_another_kind_are_refused(answer: SurfaceAnswer, tmp_path: Path) -> None:
    for write, name in ((answer.to_raster, "own.png"), (answer.to_bands, "own.shp")):
        with pytest.raises(InputError, match="a name in"):
            write(tmp_path / name)
    assert list(tmp_path.iterdir()) == []
    assert answer.to_raster(tmp_path / "own.tif").stat().st_size > 0
    assert answer.to_bands(tmp_path / "own.gpkg").stat().st_size > 0
    marks = gpd.read_file(answer.to_bands(tmp_path / "own.kml"), driver="KML")
    assert len(marks) == len(answer.to_geodataframe())


def test_all_faults_are_told_at_once_by_field() -> None:
    wrong: dict[str, Any] = {"goal": "moon", "cell_km": 0.1, "level": [0.0]}
    with pytest.raises(InputError) as raised:
        SurfaceQuestion(**wrong)
    assert [fault.where for fault in raised.value.faults] == ["goal", "level", "cell_km"]
    with pytest.raises(InputError, match="ascend"):
        SurfaceQuestion(level=(9.0, 5.0))


def test_fine_cells_need_a_window() -> None:
    with pytest.raises(InputError, match="or a window, found 1 km"):
        SurfaceQuestion(cell_km=1.0)
    reversed_window: dict[str, Any] = {"cell_km": 1.0, "window": "118,70,113,72"}
    with pytest.raises(InputError, match="WEST,SOUTH,EAST,NORTH"):
        SurfaceQuestion(**reversed_window)


WINDOW: dict[str, Any] = {"ready": "01-01", "cell_km": 3.0, "window": "118,55,120,56"}


@pytest.fixture(scope="module")
def window(study: zimnik.Study) -> SurfaceAnswer:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zimnik.studies.surfaces.windows.AROUND_KM", CELL_KM)
        return study.surface(**WINDOW)


@pytest.mark.proof
def test_a_window_says_what_it_covers_and_how_it_is_asked_for(window: SurfaceAnswer) -> None:
    text = window.to_text()
    assert "118 E to 120 E, 55 N to 56 N" in text
    assert "--window 118,55,120,56" in text
    assert "heights averaged over 4 km" in text
    # A box on the conic is larger than its degrees, of which the cells beyond are not told.
    told_km2 = window.record().surfaces[0].land_km2
    assert told_km2 == pytest.approx(111.3 * 2 * 111.3 * 0.566, rel=0.03)


@pytest.mark.proof
def test_a_window_is_the_same_in_processes(
    study: zimnik.Study, window: SurfaceAnswer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zimnik.studies.surfaces.windows.AROUND_KM", CELL_KM)
    with zimnik.workers(jobs=2) as executor:
        asked: dict[str, Any] = {**WINDOW, "executor": executor}
        there = study.surface(**asked)
    for one, other in zip(window.result, there.result, strict=True):
        np.testing.assert_array_equal(one.values, other.values)


@pytest.mark.parametrize("window", ["20,55,21,56", "100,10,101,11", "118,55,121,90"])
def test_a_window_beyond_the_region_is_refused(study: zimnik.Study, window: str) -> None:
    with pytest.raises(InputError, match="a window in 48 to 78 N, 60 to 190 E"):
        study.surface(**{**WINDOW, "window": window})
