"""Exports: lossless, whole or not at all."""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
from geopandas.testing import assert_geodataframe_equal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from pyarrow import parquet
from shapely import LineString, MultiPolygon, Point, Polygon, box

from tests.examples import examples
from zimnik.geo.core.errors import InputError, OutputError
from zimnik.layers import Atlas, export_atlas, load_atlas
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("out.fgb", "out.gpkg", "out.parquet", "out.geojson", "out.csv", "out")
HOSTILE = '<img onerror=x> ${a} \\ ` </script> "quoted", comma; Ё\nline\ttab'
RING = Polygon(
    [(116, 70.5), (117, 70.5), (117.123456789012, 71.5), (116, 71)],
    [[(116.2, 70.6), (116.3, 70.6), (116.3, 70.7)]],
)
PARTS = MultiPolygon([box(118, 66, 119, 67), box(-180, 66, -179, 67)])
BEND = LineString([(116.5, 71.0), (118.123456789012, 70.1), (117.0, 69.0)])


@pytest.fixture
def rich(atlas: Atlas) -> Atlas:
    """Return the drawn atlas with a drawn line, areas, awkward text and awkward numbers."""
    links = atlas.links.copy()
    links.loc[0, "drawn_source"] = "survey"
    links.loc[0, "length_km"] = 300.0000000001
    links.loc[0, "geometry"] = BEND
    deposits = atlas.deposits.assign(note=HOSTILE, ore_mt=1 / 3, reo_kt=1e-12)
    areas = gpd.GeoDataFrame({"id": ["plant", "mine"]}, geometry=[PARTS, RING], crs=4326)
    return replace(atlas, links=links, deposits=deposits, areas=areas.astype({"id": "str"}))


def assert_same(found: Atlas, expected: Atlas) -> None:
    assert (found.version, found.date) == (expected.version, expected.date)
    for name, table in TABLES.items():
        same = assert_geodataframe_equal if table.geometry else assert_frame_equal
        same(found.table(name), expected.table(name))
    assert_geodataframe_equal(found.areas, expected.areas)


@pytest.mark.parametrize("name", NAMES)
def test_round_trip_gives_the_same_tables(
    rich: Atlas, base: Path, tmp_path: Path, name: str
) -> None:
    export_atlas(rich, tmp_path / name)
    again = load_atlas(given=tmp_path / name, base=base)
    assert_same(again, rich)
    # Nothing has to be recognised, and what it replaces underneath is told.
    assert all("replaces what the atlas has under the same id" in note for note in again.notes)


def test_kml_gives_the_same_tables_but_for_the_sixteenth_digit_of_places(
    rich: Atlas, base: Path, tmp_path: Path
) -> None:
    export_atlas(rich, tmp_path / "out.kml")
    again = load_atlas(given=tmp_path / "out.kml", base=base)
    for name, table in TABLES.items():
        found, expected = again.table(name), rich.table(name)
        if table.geometry:
            assert found.geometry.geom_equals_exact(expected.geometry, 1e-12).all()
            assert found.crs == expected.crs
            found, expected = found.drop(columns="geometry"), expected.drop(columns="geometry")
        assert_frame_equal(pd.DataFrame(found), pd.DataFrame(expected))
    assert again.areas.geometry.geom_equals(rich.areas.geometry, align=False).all()
    told = ("replaces what the atlas has under the same id", "are left out: 'name'")
    assert all(note.endswith(told) or told[0] in note for note in again.notes)


def test_a_placemark_has_its_name_and_units(rich: Atlas, tmp_path: Path) -> None:
    """As any reader of KML sees it, here GDAL."""
    export_atlas(rich, tmp_path / "out.kml")
    found = pyogrio.read_dataframe(tmp_path / "out.kml" / "deposits.kml")
    assert found["Name"].tolist() == rich.deposits["name_en"].tolist()
    assert found["ore_mt"].astype(float).tolist() == rich.deposits["ore_mt"].tolist()


@pytest.mark.parametrize("name", ["out.gpkg", "out"])
def test_shipped_atlas_round_trips(tmp_path: Path, name: str) -> None:
    shipped = load_atlas()
    export_atlas(shipped, tmp_path / name)
    assert_same(load_atlas(given=tmp_path / name), shipped)


@settings(max_examples=examples(6), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    # Control characters, ends of lines and marks of direction become spaces where they come in.
    text=st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp"]), max_size=20
    ),
    number=st.floats(1e-12, 1e12) | st.just(0.0),
    lon=st.floats(116, 117),
    name=st.sampled_from(NAMES),
)
def test_any_text_and_number_comes_back_exactly(
    atlas: Atlas,
    base: Path,
    tmp_path_factory: pytest.TempPathFactory,
    text: str,
    number: float,
    lon: float,
    name: str,
) -> None:
    deposits = atlas.deposits.assign(note=text, ore_mt=number)
    changed = replace(atlas, deposits=deposits.set_geometry([Point(lon, 70.9)], crs=4326))
    path = tmp_path_factory.mktemp("out") / name
    export_atlas(changed, path)
    row = load_atlas(given=path, base=base).deposits.iloc[0]
    assert (row["note"], row["ore_mt"], row.geometry.x) == (text, number, lon)


def test_geopackage_lists_its_layers_to_other_software(rich: Atlas, tmp_path: Path) -> None:
    export_atlas(rich, tmp_path / "out.gpkg")
    layers = dict(pyogrio.list_layers(tmp_path / "out.gpkg"))
    assert layers["deposits"] == "Point"
    assert layers["links"] == "LineString"
    assert layers["areas"] == "MultiPolygon"
    assert layers["rates"] is None
    assert gpd.read_file(tmp_path / "out.gpkg", layer="terminals").crs == "EPSG:4326"


@pytest.mark.parametrize("name", ["out.gpkg", "out.geojson", "out.csv"])
def test_gdal_lists_every_table_of_every_format(rich: Atlas, tmp_path: Path, name: str) -> None:
    export_atlas(rich, tmp_path / name)
    path = tmp_path / name
    files = [path] if path.is_file() else sorted(path.glob("*.csv")) + sorted(path.glob("*.*json"))
    layers = {
        str(layer): (file, kind) for file in files for layer, kind in pyogrio.list_layers(file)
    }
    written = set(TABLES) | ({"areas", "atlas"} if name == "out.gpkg" else set())
    assert set(layers) == (written | {"areas"} if name == "out.geojson" else written)
    for table in TABLES:
        file, kind = layers[table]
        told = pyogrio.read_info(file, layer=table)
        assert told["features"] == len(rich.table(table))
        geometry = TABLES[table].geometry if name != "out.csv" else ""
        # An empty GeoJSON does not say what its features would be.
        assert kind == (geometry or None) or not len(rich.table(table))
        assert (told["crs"] == "EPSG:4326") is bool(geometry)


def test_other_readers_of_geoparquet_learn_geometry_crs_and_dtypes(
    rich: Atlas, tmp_path: Path
) -> None:
    export_atlas(rich, tmp_path / "out.parquet")
    for name, table in TABLES.items():
        schema = parquet.read_schema(tmp_path / "out.parquet" / f"{name}.parquet")
        geo = json.loads((schema.metadata or {}).get(b"geo", b"null"))
        assert bool(geo) is bool(table.geometry)
        if geo and len(rich.table(name)):
            told = geo["columns"][geo["primary_column"]]
            assert told["geometry_types"] == [table.geometry]
            assert told["crs"]["id"] == {"authority": "EPSG", "code": 4326}
        for column in table.attributes:
            kinds = {"float64": "double", "boolean": "bool"}
            kind = kinds.get(column.dtype, "string")
            assert str(schema.field(column.name).type).removeprefix("large_") == kind


def test_unknown_is_null_to_other_software(rich: Atlas, tmp_path: Path) -> None:
    export_atlas(rich, tmp_path / "out.gpkg")
    with sqlite3.connect(tmp_path / "out.gpkg") as database:
        query = "SELECT draft_m, name_ru FROM terminals WHERE id = 'bay'"
        assert database.execute(query).fetchone() == (None, None)
    database.close()


@pytest.mark.parametrize("name", NAMES)
def test_earlier_export_is_replaced(
    rich: Atlas, atlas: Atlas, base: Path, tmp_path: Path, name: str
) -> None:
    export_atlas(rich, tmp_path / name)
    export_atlas(atlas, tmp_path / name)
    assert_same(load_atlas(given=tmp_path / name, base=base), atlas)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_own_atlas_of_a_user_is_never_replaced(atlas: Atlas, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "deposits.csv").write_text("id,name_en\nmine,My years of work\n", encoding="utf-8")
    with pytest.raises(InputError, match="Give another path, or move away what stands there"):
        export_atlas(atlas, own)
    assert "My years of work" in (own / "deposits.csv").read_text("utf8")
    assert [path.name for path in own.iterdir()] == ["deposits.csv"]


@pytest.mark.parametrize("name", ["out.parquet", "out.geojson", "out.csv", "out"])
def test_export_that_a_user_changed_is_not_replaced(
    atlas: Atlas, tmp_path: Path, name: str
) -> None:
    export_atlas(atlas, tmp_path / name)
    table = next(path for path in (tmp_path / name).iterdir() if path.stem == "rates")
    with table.open("ab") as file:
        file.write(b"mine\n")
    with pytest.raises(InputError, match=f"'{table.name}' changed since the export"):
        export_atlas(atlas, tmp_path / name)
    assert table.read_bytes().endswith(b"mine\n")


def test_geopackage_that_a_user_changed_is_not_replaced(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "out.gpkg"
    export_atlas(atlas, path)
    frame = pyogrio.read_dataframe(path, layer="rates")
    pyogrio.write_dataframe(frame.iloc[:1], path, layer="rates", driver="GPKG", append=True)
    with pytest.raises(InputError, match="a GeoPackage that was changed since zimnik wrote it"):
        export_atlas(atlas, path)
    assert len(pyogrio.read_dataframe(path, layer="rates")) == len(frame) + 1


def test_tables_are_not_printed(atlas: Atlas) -> None:
    with pytest.raises(InputError, match="tables are not printed"):
        export_atlas(atlas, "-")


def test_folder_with_other_files_is_left_alone(atlas: Atlas, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="a folder that is no export"):
        export_atlas(atlas, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("name", ["out.gpkg", "out"])
def test_folder_that_is_not_there_is_said(atlas: Atlas, tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="expected a place to write to, found no such file"):
        export_atlas(atlas, tmp_path / "nowhere" / name)


def test_other_suffix_is_refused(atlas: Atlas, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"found '\.docx'"):
        export_atlas(atlas, tmp_path / "out.docx")


def test_file_where_a_folder_goes_is_left_alone(atlas: Atlas, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="expected the name of a folder, found a file"):
        export_atlas(atlas, tmp_path / "out")


def test_folder_where_a_file_goes_is_left_alone(atlas: Atlas, tmp_path: Path) -> None:
    (tmp_path / "out.gpkg").mkdir()
    with pytest.raises(InputError, match="expected the name of a file, found a folder"):
        export_atlas(atlas, tmp_path / "out.gpkg")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_place_without_rights_is_said(atlas: Atlas, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="permission denied"):
        export_atlas(atlas, tmp_path / "out")


@pytest.mark.parametrize("name", NAMES)
def test_failed_export_leaves_nothing(atlas: Atlas, tmp_path: Path, name: str) -> None:
    broken = replace(atlas, posts=atlas.posts.drop(columns="km_post"), rates=atlas.rates.iloc[:0])
    broken = replace(broken, deflators=None)  # type: ignore[arg-type]  # a table that cannot be written
    with pytest.raises((KeyError, AttributeError, TypeError, ValueError)):
        export_atlas(broken, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_has_a_sheet_a_table_with_units_and_no_formula(
    atlas: Atlas, base: Path, tmp_path: Path
) -> None:
    deposits = atlas.deposits.assign(note="=1+1", ore_mt=1 / 3)
    export_atlas(replace(atlas, deposits=deposits), tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == list(TABLES)
    sheet = book["deposits"]
    headings = [cell.value for cell in sheet[1]]
    assert "lon (degrees)" in headings
    assert sheet.cell(2, headings.index("note") + 1).data_type == "s"
    assert sheet.freeze_panes == "B2"
    again = load_atlas(given=tmp_path / "out.xlsx", base=base)
    assert_geodataframe_equal(again.deposits, deposits)
    with pytest.raises(InputError, match="a name where nothing stands"):
        export_atlas(atlas, tmp_path / "out.xlsx")
