"""GeoPackage, GeoJSON, shapefile and GeoParquet of a user."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import (
    Geometry,
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPoint,
    Point,
    box,
)

from zimnik.geo.core.errors import InputError
from zimnik.layers import load_atlas

if TYPE_CHECKING:
    from pathlib import Path

WRITERS = {
    ".gpkg": lambda frame, path: frame.to_file(path, layer=path.stem),
    ".geojson": lambda frame, path: frame.to_file(path, driver="GeoJSON"),
    ".shp": lambda frame, path: frame.to_file(path, encoding="utf-8"),
    ".parquet": lambda frame, path: frame.to_parquet(path),
}
SUFFIXES = tuple(WRITERS)
LINK = {
    "id": "ice",
    "from_id": "mine",
    "to_id": "landing",
    "mode": "winter_road",
    "vehicle": "winter_truck",
    "length_km": 300.0,
    "season_open": "12-20",
    "season_close": "04-10",
}


def point_frame(*geometry: Geometry | None, crs: Any = 4326) -> gpd.GeoDataFrame:
    columns = {"id": [f"new{i}" for i in range(len(geometry))], "name": "New"}
    return gpd.GeoDataFrame(columns, geometry=list(geometry), crs=crs)


def written(folder: Path, name: str, frame: gpd.GeoDataFrame) -> Path:
    path = folder / name
    WRITERS[path.suffix](frame, path)
    return path


def faults_of(path: Path, base: Path) -> str:
    with pytest.raises(InputError) as caught:
        load_atlas(given=path, base=base)
    return str(caught.value)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_sites_come_from_any_format(base: Path, tmp_path: Path, suffix: str) -> None:
    frame = point_frame(Point(110.125, 65.5))
    atlas = load_atlas(given=written(tmp_path, f"sites{suffix}", frame), base=base)
    row = atlas.deposits.iloc[-1]
    assert (row["id"], row["name_en"], row.geometry.x, row.geometry.y) == (
        "new0",
        "New",
        110.125,
        65.5,
    )


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".parquet"])
def test_known_reference_system_is_reprojected_and_said(
    base: Path, tmp_path: Path, suffix: str
) -> None:
    frame = point_frame(Point(110.125, 65.5)).to_crs(3576)
    atlas = load_atlas(given=written(tmp_path, f"sites{suffix}", frame), base=base)
    point = atlas.deposits.geometry.iloc[-1]
    assert (point.x, point.y) == pytest.approx((110.125, 65.5), abs=1e-6)
    assert any("reprojected from" in note for note in atlas.notes)


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".parquet"])
@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_missing_reference_system_is_a_fault(base: Path, tmp_path: Path, suffix: str) -> None:
    path = written(tmp_path, f"sites{suffix}", point_frame(Point(110, 65), crs=None))
    assert "expected a coordinate reference system, found none" in faults_of(path, base)


def test_wrong_reference_system_is_told_by_its_coordinates(base: Path, tmp_path: Path) -> None:
    frame = point_frame(Point(5_000_000, 7_000_000))
    said = faults_of(written(tmp_path, "sites.gpkg", frame), base)
    assert "row new0 (feature 1), column 'lon'" in said


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_file_cut_short_is_a_fault(base: Path, tmp_path: Path, suffix: str) -> None:
    path = written(tmp_path, f"sites{suffix}", point_frame(Point(110, 65)))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert path.name in faults_of(path, base)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("content", [b"", b"id,name\na,b\n", b"<VRTDataset/>"])
def test_file_of_another_kind_is_never_opened(
    base: Path, tmp_path: Path, suffix: str, content: bytes
) -> None:
    path = tmp_path / f"sites{suffix}"
    path.write_bytes(content)
    kind = "an empty file" if not content else "a file of another kind"
    assert f"found {kind}" in faults_of(path, base)


def test_area_is_taken_by_a_point_within_it(base: Path, tmp_path: Path) -> None:
    area = box(110, 65, 112, 66)
    atlas = load_atlas(given=written(tmp_path, "sites.gpkg", point_frame(area)), base=base)
    assert area.contains(atlas.deposits.geometry.iloc[-1])
    assert any("1 areas are taken by a point" in note for note in atlas.notes)


def test_one_point_of_many_is_a_point_and_many_are_a_fault(base: Path, tmp_path: Path) -> None:
    frame = point_frame(MultiPoint([(110, 65)]), MultiPoint([(110, 65), (111, 65)]))
    said = faults_of(written(tmp_path, "sites.gpkg", frame), base)
    assert "feature 2, column 'geometry': expected a point or an area, found a MultiPoint" in said
    assert "feature 1" not in said


@pytest.mark.parametrize("geometry", [None, Point(), GeometryCollection()])
def test_site_without_a_position_is_a_fault(
    base: Path, tmp_path: Path, geometry: Geometry | None
) -> None:
    path = written(tmp_path, "sites.gpkg", point_frame(Point(110, 65), geometry))
    assert "feature 2" in faults_of(path, base)


def test_positions_may_stand_in_columns(base: Path, tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": ["new"], "name": ["New"], "Lon": [110.5], "Lat": [65.0]})
    frame.to_parquet(tmp_path / "deposits.parquet")
    atlas = load_atlas(given=tmp_path / "deposits.parquet", base=base)
    assert atlas.deposits.geometry.iloc[-1].x == 110.5


def test_geometry_comes_before_columns(base: Path, tmp_path: Path) -> None:
    frame = point_frame(Point(110, 65)).assign(Longitude=1.0, lat=2.0)
    atlas = load_atlas(given=written(tmp_path, "sites.gpkg", frame), base=base)
    assert atlas.deposits.geometry.iloc[-1].x == 110


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".parquet"])
def test_line_of_a_link_is_kept_as_it_is_drawn(base: Path, tmp_path: Path, suffix: str) -> None:
    line = LineString([(116.5, 71), (118, 70), (117, 69)])
    path = written(tmp_path, f"links{suffix}", gpd.GeoDataFrame([LINK], geometry=[line], crs=4326))
    ice = load_atlas(given=path, base=base).links.iloc[-1]
    assert ice.geometry.equals(line)
    assert ice["drawn_source"].startswith(f"links{suffix}")
    assert ice["length_km"] == 300


def test_line_in_two_parts_that_join_is_one(base: Path, tmp_path: Path) -> None:
    parts = MultiLineString([[(116.5, 71), (118, 70)], [(118, 70), (117, 69)]])
    path = written(tmp_path, "links.gpkg", gpd.GeoDataFrame([LINK], geometry=[parts], crs=4326))
    assert len(load_atlas(given=path, base=base).links.geometry.iloc[-1].coords) == 3


def test_link_without_a_line_is_a_chord(base: Path, tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame([LINK], geometry=[None], crs=4326)
    links = load_atlas(given=written(tmp_path, "links.geojson", frame), base=base).links
    assert links["drawn_source"].iloc[-1] == ""
    assert list(links.geometry.iloc[-1].coords) == [(116.5, 71.0), (117.0, 69.0)]


def test_point_in_the_place_of_a_line_is_a_fault(base: Path, tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame([LINK], geometry=[Point(1, 2)], crs=4326)
    said = faults_of(written(tmp_path, "links.gpkg", frame), base)
    assert "expected one line of finite coordinates, found a Point" in said


def test_layers_of_a_geopackage_are_tables(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.gpkg"
    point_frame(Point(110, 65)).to_file(path, layer="Hubs")
    terminals = point_frame(Point(111, 65)).assign(id="stop", kind="station")
    terminals.to_file(path, layer="terminals")
    atlas = load_atlas(given=path, base=base)
    assert atlas.hubs["id"].tolist() == ["plant", "new0"]
    assert atlas.terminals["id"].tolist()[-1] == "stop"


def test_unknown_layer_among_others_gets_the_nearest_name(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.gpkg"
    point_frame(Point(110, 65)).to_file(path, layer="hubs")
    point_frame(Point(111, 65)).to_file(path, layer="terminal")
    assert "layer terminal: " in faults_of(path, base)
    assert "Is 'terminals' meant?" in faults_of(path, base)


def test_only_layer_of_another_name_is_read_as_deposits(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.gpkg"
    point_frame(Point(110, 65)).to_file(path, layer="occurrences")
    assert load_atlas(given=path, base=base).deposits["id"].tolist() == ["mine", "new0"]


def test_numbers_and_dates_of_a_file_come_as_written(base: Path, tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [110, 65]},
        "properties": {"id": 17, "name": "Nö", "note": "2027-01-01", "ore_mt": 1.5},
    }
    path = tmp_path / "deposits.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    row = load_atlas(given=path, base=base).deposits.iloc[-1]
    assert row[["id", "name_en", "note", "ore_mt"]].tolist() == ["17", "Nö", "2027-01-01", 1.5]


def test_formats_mix_in_a_folder(base: Path, tmp_path: Path) -> None:
    written(tmp_path, "deposits.geojson", point_frame(Point(110, 65)))
    (tmp_path / "hubs.csv").write_text("id,name,lon,lat\nnew1,New,111,65\n", encoding="utf-8")
    atlas = load_atlas(given=tmp_path, base=base)
    assert (len(atlas.deposits), len(atlas.hubs)) == (2, 2)
