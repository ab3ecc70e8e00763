"""Licence areas of a user: the site stands within, the polygon is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from shapely import Geometry, LineString, MultiPolygon, Point, Polygon, box

from zimnik.geo.core.errors import InputError
from zimnik.layers import Atlas, load_atlas

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
        given=written(tmp_path, suffix, Point(100, 60), area)
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
    loaded = load_atlas(given=written(tmp_path, ".gpkg", AREA, crs=3576), base=base)
    assert loaded.areas.geometry[0].equals_exact(AREA, 1e-6)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_area_that_is_not_valid_is_repaired_and_said(
    base: Path, tmp_path: Path, suffix: str
) -> None:
    path = written(tmp_path, suffix, AREA, BOW_TIE)
    loaded = load_atlas(given=path, base=base)
    assert loaded.areas.geometry.is_valid.all()
    assert loaded.areas.geometry[1].area == pytest.approx(1)
    assert any("1 areas were repaired: features 2" in note for note in loaded.notes)


@pytest.mark.parametrize(("wrong", "found"), [(LineString([(1, 2), (3, 4)]), "a LineString")])
def test_line_is_no_site(base: Path, tmp_path: Path, wrong: Geometry, found: str) -> None:
    with pytest.raises(InputError, match=f"feature 2, column 'geometry'.* found {found}"):
        load_atlas(given=written(tmp_path, ".gpkg", AREA, wrong), base=base)


def test_area_of_nothing_is_a_fault_of_its_row(base: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"row lot1 \(feature 2\), column 'lon'"):
        load_atlas(given=written(tmp_path, ".gpkg", AREA, FLAT), base=base)


def test_areas_of_two_tables_are_kept_together(base: Path, tmp_path: Path) -> None:
    for name in ("deposits", "hubs"):
        frame = gpd.GeoDataFrame({"id": [name], "name": "Lot"}, geometry=[AREA], crs=4326)
        frame.to_file(tmp_path / "mine.gpkg", layer=name)
    assert load_atlas(given=tmp_path / "mine.gpkg", base=base).areas["id"].tolist() == [
        "deposits",
        "hubs",
    ]


def layer_of_areas(folder: Path, suffix: str, ids: list[str], shapes: list[Geometry]) -> Path:
    folder.mkdir(exist_ok=True)
    frame = gpd.GeoDataFrame({"id": ids}, geometry=shapes, crs=4326)
    frame.to_file(folder / f"areas{suffix}")
    return folder


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_layer_of_areas_draws_sites_that_are_points(
    base: Path, tmp_path: Path, suffix: str
) -> None:
    folder = layer_of_areas(tmp_path / "mine", suffix, ["mine", "plant"], [AREA, PARTS])
    loaded = load_atlas(given=folder, base=base)
    assert loaded.areas["id"].tolist() == ["mine", "plant"]
    assert loaded.areas.normalize().tolist() == [AREA.normalize(), PARTS.normalize()]
    assert loaded.deposits.geometry[0] == Point(116.5, 71)
    assert loaded.notes == ()


def test_area_of_the_layer_goes_before_that_of_the_table(base: Path, tmp_path: Path) -> None:
    folder = layer_of_areas(tmp_path / "mine", ".gpkg", ["lot"], [PARTS])
    frame = gpd.GeoDataFrame({"id": ["lot"], "name": "Lot"}, geometry=[AREA], crs=4326)
    frame.to_file(folder / "deposits.gpkg")
    assert load_atlas(given=folder, base=base).areas.geometry.tolist() == [PARTS]


@pytest.mark.parametrize(
    ("ids", "shapes", "said"),
    [
        (["mime"], [AREA], r"row mime \(feature 1\), column 'id'.*Is 'mine' meant"),
        (["mine", "mine"], [AREA, AREA], r"row mine \(feature 2\), column 'id'.*of no other row"),
        (["mine", "plant"], [AREA, Point(1, 2)], r"feature 2, column 'geometry'.* found a Point"),
        (
            ["mine", "plant"],
            [AREA, None],
            r"row plant \(feature 2\), column 'geometry'.* found none",
        ),
        (
            ["mine", "plant"],
            [AREA, FLAT],
            r"row plant \(feature 2\), column 'geometry'.* found none",
        ),
        (["mine", ""], [AREA, AREA], r"feature 2, column 'id'.* found nothing"),
    ],
)
def test_wrong_row_of_a_layer_of_areas_is_one_fault(
    base: Path, tmp_path: Path, ids: list[str], shapes: list[Geometry], said: str
) -> None:
    folder = layer_of_areas(tmp_path / "mine", ".gpkg", ids, shapes)
    with pytest.raises(InputError, match=said) as raised:
        load_atlas(given=folder, base=base)
    assert len(raised.value.faults) == 1


def test_areas_without_polygons_are_a_fault_of_each_row(base: Path, tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text("id\nmine\nplant\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load_atlas(given=tmp_path, base=base)
    assert [(fault.row, fault.column) for fault in raised.value.faults] == [
        ("mine (line 2)", "geometry"),
        ("plant (line 3)", "geometry"),
    ]
