"""Licence areas of a user: the site stands within, the polygon is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from shapely import Geometry, LineString, MultiPolygon, Point, Polygon, box

from geo.errors import InputError
from layers import Atlas, load_atlas

if TYPE_CHECKING:
    from pathlib import Path

AREA = box(110, 65, 112, 66)
PARTS = MultiPolygon([box(110, 65, 112, 66), box(113, 65, 114, 66)])
BOW_TIE = Polygon([(110, 65), (112, 66), (112, 65), (110, 66)])
FLAT = Polygon([(110, 65), (112, 65), (111, 65)])
SUFFIXES = (".gpkg", ".geojson", ".shp")


def written(folder: Path, suffix: str, *geometry: Geometry, crs: int = 4326) -> Path:
    ids = [f"lot{i}" for i in range(len(geometry))]
    frame = gpd.GeoDataFrame({"id": ids, "name": "Lot"}, geometry=list(geometry), crs=4326)
    path = folder / f"lots{suffix}"
    frame.to_crs(crs).to_file(path)
    return path


def test_atlas_without_polygons_has_no_areas(atlas: Atlas) -> None:
    assert list(atlas.areas.columns) == ["id", "geometry"]
    assert (len(atlas.areas), atlas.areas.crs) == (0, "EPSG:4326")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("area", [AREA, PARTS], ids=["one", "parts"])
def test_area_is_kept_and_its_site_stands_within(
    base: Path, tmp_path: Path, suffix: str, area: Geometry
) -> None:
    loaded = load_atlas(
        written(tmp_path, suffix, Point(100, 60), area)
        if suffix != ".shp"
        else written(tmp_path, suffix, AREA, area),
        base=base,
    )
    kept = loaded.areas.set_index("id").geometry
    assert kept["lot1"].equals(area)
    assert area.contains(loaded.deposits.set_index("id").geometry["lot1"])
    assert loaded.areas.crs == "EPSG:4326"
    assert (suffix == ".shp") == ("lot0" in kept.index)


def test_area_is_reprojected(base: Path, tmp_path: Path) -> None:
    loaded = load_atlas(written(tmp_path, ".gpkg", AREA, crs=3576), base=base)
    assert loaded.areas.geometry[0].equals_exact(AREA, 1e-6)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_area_that_is_not_valid_is_repaired_and_said(
    base: Path, tmp_path: Path, suffix: str
) -> None:
    path = written(tmp_path, suffix, AREA, BOW_TIE)
    loaded = load_atlas(path, base=base)
    assert loaded.areas.geometry.is_valid.all()
    assert loaded.areas.geometry[1].area == pytest.approx(1)
    assert any("1 areas were repaired: features 2" in note for note in loaded.notes)


@pytest.mark.parametrize(("wrong", "found"), [(LineString([(1, 2), (3, 4)]), "a LineString")])
def test_line_is_no_site(base: Path, tmp_path: Path, wrong: Geometry, found: str) -> None:
    with pytest.raises(InputError, match=f"feature 2, column 'geometry'.* found {found}"):
        load_atlas(written(tmp_path, ".gpkg", AREA, wrong), base=base)


def test_area_of_nothing_is_a_fault_of_its_row(base: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"row lot1 \(feature 2\), column 'lon'"):
        load_atlas(written(tmp_path, ".gpkg", AREA, FLAT), base=base)


def test_areas_of_two_tables_are_kept_together(base: Path, tmp_path: Path) -> None:
    for name in ("deposits", "hubs"):
        frame = gpd.GeoDataFrame({"id": [name], "name": "Lot"}, geometry=[AREA], crs=4326)
        frame.to_file(tmp_path / "mine.gpkg", layer=name)
    assert load_atlas(tmp_path / "mine.gpkg", base=base).areas["id"].tolist() == [
        "deposits",
        "hubs",
    ]
