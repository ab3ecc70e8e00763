"""GeoJSON as it is written: properties, ids, geometry, reference system, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from shapely import Point

from zimnik.geo.core.errors import InputError
from zimnik.layers import load_atlas
from zimnik.layers.readers.geojson import read_geojson
from zimnik.layers.readers.plain_files import Limits

if TYPE_CHECKING:
    from pathlib import Path

PROPERTIES = {"id": "new", "name": "New"}
POINT = {"type": "Point", "coordinates": [110.5, 65.0, 12.0]}
FEATURE = {"type": "Feature", "geometry": POINT, "properties": PROPERTIES}


def collection(*features: Any, **more: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **more}


def written(folder: Path, content: Any, encoding: str = "utf-8") -> Path:
    path = folder / "sites.geojson"
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("content", [collection(FEATURE), FEATURE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_features_are_read_in_two_dimensions(tmp_path: Path, content: Any, encoding: str) -> None:
    frame = read_geojson(written(tmp_path, content, encoding), "sites")
    assert frame[["id", "name"]].to_numpy().tolist() == [["new", "New"]]
    assert frame.geometry.tolist() == [Point(110.5, 65)]
    assert frame.crs.equals("OGC:CRS84")


def test_bare_geometry_is_one_feature_without_properties(tmp_path: Path) -> None:
    frame = read_geojson(written(tmp_path, POINT), "sites")
    assert frame.columns.tolist() == ["geometry"]


@pytest.mark.parametrize(("given", "kept"), [("a7", "a7"), (7, "7"), (0, "0")])
def test_ids_of_features_are_kept(base: Path, tmp_path: Path, given: Any, kept: str) -> None:
    feature = {**FEATURE, "id": given, "properties": {"name": "New"}}
    atlas = load_atlas(given=written(tmp_path, collection(feature)), base=base)
    assert atlas.deposits["id"].iloc[-1] == kept


def test_property_goes_before_the_id_of_a_feature(base: Path, tmp_path: Path) -> None:
    path = written(tmp_path, collection({**FEATURE, "id": 7}))
    assert load_atlas(given=path, base=base).deposits["id"].iloc[-1] == "new"


def test_values_come_as_they_are_written(base: Path, tmp_path: Path) -> None:
    values = {
        "aliases": "2024-01-05",
        "ore_mt": 1.5,
        "reo_kt": 3,
        "geometry": "x",
        "note": ["a", {"b": 1}],
    }
    feature = {**FEATURE, "properties": {**PROPERTIES, **values}}
    row = load_atlas(given=written(tmp_path, collection(feature)), base=base).deposits.iloc[-1]
    assert (row["aliases"], row["ore_mt"], row["reo_kt"]) == ("2024-01-05", 1.5, 3.0)
    assert row["note"] == '["a", {"b": 1}]'
    assert row.geometry == Point(110.5, 65)


@pytest.mark.parametrize(
    "given",
    [
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}},
        {"type": "name", "properties": {"name": "EPSG:3857"}},
        {"type": "EPSG", "properties": {"code": 3857}},
    ],
)
def test_reference_system_by_name_is_known(base: Path, tmp_path: Path, given: Any) -> None:
    far = {**FEATURE, "geometry": {"type": "Point", "coordinates": [12_300_000, 9_600_000]}}
    atlas = load_atlas(given=written(tmp_path, collection(far, crs=given)), base=base)
    assert atlas.deposits.geometry.iloc[-1].x == pytest.approx(110.49, abs=0.01)
    assert any("reprojected from WGS 84 / Pseudo-Mercator" in note for note in atlas.notes)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::999999"}},
            "a known coordinate reference system, such as EPSG:4326, found 'urn:ogc:def:crs:EPSG::9",
        ),
        ({"type": "name", "properties": {"name": 4326}}, "found 4326"),
        ({"type": "name", "properties": {}}, "found None"),
        ({"type": "name"}, "by its name"),
        ({"type": "link", "properties": {"href": "a.wkt"}}, "not by a link"),
        (None, "by its name, and not by a link, found none"),
        ("EPSG:4326", "by its name"),
    ],
)
def test_unknown_reference_system_is_a_fault_and_never_wgs84(
    base: Path, tmp_path: Path, given: Any, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        load_atlas(given=written(tmp_path, collection(FEATURE, crs=given)), base=base)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([FEATURE], "a file of another kind"),
        ("{", "expected a GeoJSON file, found Expecting property name"),
        ("{}", "found type None"),
        ({"type": "Topology"}, "found type 'Topology'"),
        ({"type": ["Point"]}, "found type ['Point']"),
        ({"type": "FeatureCollection"}, "a FeatureCollection with features"),
        (collection(FEATURE, 7), "row feature 2: expected a Feature, found 7"),
        (
            collection({**FEATURE, "geometry": {"type": "Point", "coordinates": ["a", "b"]}}),
            "row feature 1, column 'geometry'",
        ),
        (
            collection({**FEATURE, "geometry": {"type": "Circle", "coordinates": [1, 2]}}),
            "row feature 1, column 'geometry'",
        ),
        ('{"type": "Feature", "properties": {"a": ' + "[" * 5000 + "]" * 5000 + "}}", "hundred"),
    ],
)
def test_what_is_no_geojson_is_refused(base: Path, tmp_path: Path, content: Any, said: str) -> None:
    with pytest.raises(InputError) as caught:
        load_atlas(given=written(tmp_path, content), base=base)
    assert said in str(caught.value)


def test_all_wrong_geometries_are_told_at_once(tmp_path: Path) -> None:
    wrong = {**FEATURE, "geometry": {"type": "LineString", "coordinates": [[1, 2]]}}
    with pytest.raises(InputError) as caught:
        read_geojson(written(tmp_path, collection(wrong, FEATURE, wrong)), "sites")
    assert [fault.row for fault in caught.value.faults] == ["feature 1", "feature 3"]


def test_lists_and_objects_are_counted_before_they_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, collection(FEATURE))
    few = Limits(max_rows=0)
    with pytest.raises(InputError, match=r"at most 0 lists and objects .* raise max_rows"):
        read_geojson(path, "sites", few)
