"""Surfaces of remoteness, asked through a study, on coarse cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest

from zimnik.geo.core.errors import InputError
from zimnik.studies.surface import SurfaceQuestion

if TYPE_CHECKING:
    from pathlib import Path

    import zimnik
    from zimnik.studies.surface import SurfaceAnswer

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
    marks = gpd.read_file(answer.to_bands(tmp_path / "own.kml"), driver="KML")
    assert len(marks) == len(answer.to_geodataframe())


def test_all_faults_are_told_at_once_by_field() -> None:
    wrong: dict[str, Any] = {"goal": "moon", "cell_km": 1.0, "level": [0.0]}
    with pytest.raises(InputError) as raised:
        SurfaceQuestion(**wrong)
    assert [fault.where for fault in raised.value.faults] == ["goal", "level", "cell_km"]
    with pytest.raises(InputError, match="ascend"):
        SurfaceQuestion(level=(9.0, 5.0))
