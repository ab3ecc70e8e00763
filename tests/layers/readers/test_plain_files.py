"""Only plain files come in, and no more of them than is allowed."""

from __future__ import annotations

import json
import os
import socket
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from zimnik.geo.core.errors import InputError
from zimnik.layers import check_path, load_atlas, load_rates
from zimnik.layers.readers.plain_files import Limits

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES = (".csv", ".geojson", ".gpkg", ".shp", ".parquet")


def faults_of(path: Path, base: Path, limits: Limits | None = None) -> str:
    with pytest.raises(InputError) as caught:
        load_atlas(given=path, base=base, limits=limits or Limits())
    return str(caught.value)


def written(folder: Path, suffix: str, rows: int) -> Path:
    path = folder / f"deposits{suffix}"
    columns = {"id": [f"n{i}" for i in range(rows)], "name": "New"}
    frame = gpd.GeoDataFrame(columns, geometry=[Point(110 + i, 65) for i in range(rows)], crs=4326)
    match suffix:
        case ".csv":
            at = {"lon": frame.geometry.x, "lat": frame.geometry.y}
            pd.DataFrame(frame.drop(columns="geometry")).assign(**at).to_csv(path, index=False)
        case ".parquet":
            frame.to_parquet(path)
        case _:
            frame.to_file(path)
    return path


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("is_alone", [True, False])
@pytest.mark.parametrize("kind", ["a pipe", "a folder", "a socket", "a device"])
def test_what_is_no_file_is_refused_at_once(
    base: Path, tmp_path: Path, suffix: str, kind: str, *, is_alone: bool
) -> None:
    path = tmp_path / f"deposits{suffix}"
    with socket.socket(socket.AF_UNIX) as plug:
        match kind:
            case "a pipe":
                os.mkfifo(path)
            case "a folder":
                path.mkdir()
            case "a socket":
                plug.bind(str(path))
            case _:
                path.symlink_to("/dev/zero")
        if is_alone and kind == "a folder":
            # A folder may have any name; this one has no tables.
            assert "found none" in faults_of(path, base)
        else:
            said = faults_of(path if is_alone else tmp_path, base)
            assert f"deposits{suffix}: expected a plain file, found {kind}" in said


@pytest.mark.parametrize("suffix", [".dbf", ".prj", ".shx", ".cpg"])
def test_files_beside_a_shapefile_are_plain_too(base: Path, tmp_path: Path, suffix: str) -> None:
    path = written(tmp_path, ".shp", 1)
    path.with_suffix(suffix).unlink(missing_ok=True)
    os.mkfifo(path.with_suffix(suffix))
    assert "expected a plain file, found a pipe" in faults_of(path, base)


@pytest.mark.parametrize("name", ["atlas.toml", "link_lines.parquet"])
def test_pipes_of_other_names_of_an_atlas_are_not_waited_for(
    base: Path, tmp_path: Path, name: str
) -> None:
    written(tmp_path, ".csv", 1)
    os.mkfifo(tmp_path / name)
    assert load_atlas(given=tmp_path, base=base).deposits["id"].iloc[-1] == "n0"


def test_link_to_a_file_is_a_file(base: Path, tmp_path: Path) -> None:
    path = written(tmp_path, ".csv", 1)
    (tmp_path / "linked.csv").symlink_to(path)
    assert load_atlas(given=tmp_path / "linked.csv", base=base).deposits["id"].iloc[-1] == "n0"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_size_is_bounded_before_reading(base: Path, tmp_path: Path, suffix: str) -> None:
    path = written(tmp_path, suffix, 3)
    said = faults_of(path, base, Limits(max_file_mb=0.00001))
    assert "expected at most 1e-05 MB (max_file_mb)" in said
    assert "raise max_file_mb" in said


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_rows_are_bounded_and_the_limit_can_be_raised(
    base: Path, tmp_path: Path, suffix: str
) -> None:
    path = written(tmp_path, suffix, 3)
    if suffix == ".geojson":
        # Its lists and objects are counted first.
        lists = {"type": "FeatureCollection", "features": [], "rows": []}
        text = json.loads(path.read_text())
        path.write_text(json.dumps({**lists, "features": text["features"]}))
    assert "at most 2 rows (max_rows), found 3" in faults_of(path, base, Limits(max_rows=2))
    assert len(load_atlas(given=path, base=base, limits=Limits(max_rows=3)).deposits) == 4


def test_cells_are_bounded(base: Path, tmp_path: Path) -> None:
    wide = ",".join(f"c{i}" for i in range(1000))
    path = tmp_path / "deposits.csv"
    path.write_text(f"id,name,lon,lat,{wide}\n" + "a,A,110,65" + "," * 1000 + "\n")
    assert "at most 500 cells (50 for each of max_rows)" in faults_of(
        path, base, Limits(max_rows=10)
    )


def test_unpacked_size_of_a_parquet_file_is_bounded(base: Path, tmp_path: Path) -> None:
    rows = 20_000
    frame = pd.DataFrame(
        {"id": [f"n{i}" for i in range(rows)], "name": "N" * 200, "lon": 110.0, "lat": 65.0}
    )
    path = tmp_path / "deposits.parquet"
    frame.to_parquet(path, use_dictionary=False, compression="zstd")
    limit_mb = 1.0
    assert path.stat().st_size < limit_mb * 1e6
    said = faults_of(path, base, Limits(max_file_mb=limit_mb))
    assert "at most 1 MB when unpacked (max_file_mb)" in said


def test_limits_hold_for_rates_and_checks(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("group,item,low,base,high,unit\n")
    few = Limits(max_file_mb=0.00001)
    with pytest.raises(InputError, match="max_file_mb"):
        load_rates(path, limits=few)
    (fault,) = check_path(given=path, limits=few).faults
    assert "max_file_mb" in fault.expected


def test_rates_of_a_format_that_is_not_read_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rates.vrt"
    path.write_text("<OGRVRTDataSource/>")
    with pytest.raises(InputError, match=r"found '\.vrt'"):
        load_rates(path)


def test_table_given_twice_is_one_fault_that_names_both_files(base: Path, tmp_path: Path) -> None:
    written(tmp_path, ".csv", 1)
    written(tmp_path, ".geojson", 2)
    found = check_path(given=tmp_path, base=base).faults
    (fault,) = (fault for fault in found if "once" in fault.expected)
    assert str(fault) == (
        "deposits.geojson: expected table deposits once, found deposits.csv and "
        "deposits.geojson. Leave one of them."
    )
    assert "table deposits once" in faults_of(tmp_path, base)
