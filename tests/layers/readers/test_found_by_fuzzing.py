"""What readers once broke on, as `benchmarks.fuzzing` found it: each file is refused with its fault."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyarrow as pa
import pytest
from pyarrow import parquet
from shapely import LineString, Point

from benchmarks.fuzzing.corpus import CORPUS, seeds
from benchmarks.fuzzing.targets import reader_of
from tests.examples import some
from tests.layers.networks.extracts import write_extract
from tests.layers.readers.test_formats import KML, SITES, refused, sites, write, write_ods
from zimnik.geo.core.errors import InputError
from zimnik.layers.networks.line_files import read_line_file
from zimnik.layers.networks.osm_files import read_osm_file
from zimnik.studies.scenarios.plans import read_plan
from zimnik.studies.scenarios.report import report
from zimnik.studies.scenarios.result_files import read_results
from zimnik.studies.scenarios.results import METADATA, RECORD

RESULTS = CORPUS / "results" / "results.parquet"


@pytest.mark.parametrize("name", some([one.name for one in seeds()], 8))
def test_every_seed_is_read_whole(name: str, tmp_path: Path) -> None:
    """Or nothing behind the first refusal of it would be tried."""
    reader, file = reader_of(CORPUS / name)
    reader(Path(shutil.copytree(CORPUS / name, tmp_path / name)) / file)


def test_a_member_that_is_packed_wrongly_is_a_broken_archive(tmp_path: Path, base: Path) -> None:
    path = tmp_path / "sites.kmz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", KML.format("<Placemark/>" * 90))
    packed = bytearray(path.read_bytes())
    packed[40:44] = b"\xff\xff\xff\xff"
    path.write_bytes(packed)
    assert "expected a whole zip archive" in refused(path, base)


@pytest.mark.parametrize(("written", "read"), [("1,5", 1.5), ("1_5", None), ("0.1.2", None)])
def test_a_number_of_a_sheet_that_is_none_is_told_with_its_row(
    tmp_path: Path, base: Path, written: str, read: float | None
) -> None:
    path = tmp_path / "sites.ods"
    write_ods(path, {"a": [["name", "lon", "lat", "ore_mt"], ["Site A", 116.5, 71, 4711]]})
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml").decode().replace('"4711"', f'"{written}"')
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", content)
    if read is None:
        assert "column 'ore_mt'" in refused(path, base)
    else:
        assert sites(path, base).loc["Site A", "ore_mt"] == read


def changed_results(path: Path, about: dict[str, Any] | bytes, **cells: Any) -> Path:
    """Write the results of the corpus with another header, or with other cells in their column."""
    table = parquet.read_table(RESULTS)
    told = about if isinstance(about, bytes) else json.dumps(about).encode()
    for name, value in cells.items():
        at = table.column_names.index(name)
        table = table.set_column(at, name, pa.array([value] * len(table)))
    header = {**table.schema.metadata, METADATA: told}
    parquet.write_table(table.replace_schema_metadata(header), path)
    return path


FORMAT = {"format": 1, "question": "route"}


@pytest.mark.parametrize(
    ("about", "cells"),
    [
        (b"{", {}),
        (b"1", {}),
        ({"format": 1}, {}),
        (FORMAT, {RECORD: "{"}),
        (FORMAT, {RECORD: "[]"}),
        (FORMAT, {RECORD: '{"case": 5}'}),
        (FORMAT, {"distance_km": "far"}),
        (FORMAT, {"passes": b"\xff\xfe"}),
    ],
)
def test_results_that_were_changed_are_refused(
    tmp_path: Path, about: dict[str, Any] | bytes, cells: dict[str, Any]
) -> None:
    with pytest.raises(InputError) as caught:
        read_results(changed_results(tmp_path / "r.parquet", about, **cells))
    (fault,) = caught.value.faults
    assert fault.where == "r.parquet"
    assert fault.remedy


def test_results_of_which_a_swept_value_is_a_list_are_refused(tmp_path: Path) -> None:
    """As a value of an axis it would be asked for in a table, which takes no list."""
    record = json.loads(parquet.read_table(RESULTS).column(RECORD)[0].as_py())
    for swept, is_read in (("north", True), (["north"], False)):
        path = tmp_path / f"{is_read}.parquet"
        changed = {RECORD: json.dumps({**record, "swept": {"closed": swept}})}
        changed_results(path, FORMAT, **changed)
        if is_read:
            assert report(path).record.case_count == 1
        else:
            with pytest.raises(InputError, match=r"results that were changed.*swept"):
                report(path)


def test_results_without_a_column_of_theirs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    parquet.write_table(parquet.read_table(RESULTS).drop_columns(["distance_km"]), path)
    with pytest.raises(InputError, match="results that were changed"):
        read_results(path)


def test_a_zero_byte_in_a_text_of_an_extract_is_refused_and_ends_no_process(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.osm.pbf"
    whole = (CORPUS / "osm" / "extract.osm.pbf").read_bytes()
    path.write_bytes(whole.replace(b"name", b"na\0e"))
    with pytest.raises(InputError, match="a text with a zero byte in it"):
        read_osm_file(path)


@pytest.mark.parametrize("keyword", ["zlib", "none"])
def test_texts_of_packed_extracts_are_looked_at_too(tmp_path: Path, keyword: str) -> None:
    osmium = pytest.importorskip("osmium")
    way = ({"highway": "primary", "name": "Road"}, [(100.0, 60.0), (100.1, 60.1)])
    plain = write_extract(tmp_path / "plain.osm.pbf", [way])
    path = tmp_path / "packed.osm.pbf"
    with osmium.SimpleWriter(osmium.io.File(str(path), f"pbf,pbf_compression={keyword}")) as writer:
        for thing in osmium.FileProcessor(str(plain)):
            writer.add(thing)
    assert len(read_osm_file(path).lines) == 1


def test_a_line_of_no_length_is_left_out(tmp_path: Path) -> None:
    lines = [LineString([(100, 60), (100, 60)]), LineString([(100, 60), (101, 60)])]
    path = tmp_path / "roads.geojson"
    gpd.GeoDataFrame({"highway": ["primary", "track"]}, geometry=lines, crs=4326).to_file(path)
    found = read_line_file(path)
    assert len(found.lines) == 1


def test_coordinates_that_are_no_numbers_are_a_fault_and_no_warning(
    tmp_path: Path, base: Path
) -> None:
    places = [Point(float("inf"), 71), Point(117, 71)]
    path = write(tmp_path / "sites.parquet", gpd.GeoDataFrame(SITES, geometry=places, crs=4326))
    assert "row" in refused(path, base)


def test_a_word_of_a_plan_that_is_empty_is_told_as_nothing(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    options = 'origin = "tomtor"\ndestination = "krasnokamensk"\nyear_type = ""'
    plan.write_text(f'question = "route"\n[options]\n{options}\n')
    with pytest.raises(InputError, match="found nothing"):
        read_plan(plan)
