"""Frames as a user's atlas: the same answers and the same faults as of files of the same rows."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from shapely.geometry import LineString, Point, Polygon

from tests.layers.drawn_atlas import Row, deposit, link, rate_rows, terminal, write_table
from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers import check_path, load_atlas, load_rates
from zimnik.layers.atlas.edition import atlas_sha256
from zimnik.layers.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

ROAD = ("winter_road", "winter_truck")
SEASON = {"season_open": "12-20", "season_close": "04-10"}
GOOD: tuple[dict[str, list[Row]], ...] = (
    {"deposits": [deposit("new", "110", "65"), deposit("mine", "116.6", "71.1", name_en="II")]},
    {
        "deposits": [deposit("new", "110,5", "65")],
        "terminals": [terminal("yard", "station", "111", "65", storage="yes")],
        "links": [
            link("ice", ("new", "yard"), ROAD, "30", dedicated="yes", only_for="new", **SEASON)
        ],
    },
)
WRONG: tuple[dict[str, list[Row]], ...] = (
    {"deposits": [deposit("mine", "116", "95"), deposit("new", "x", "65", status="maybe")]},
    {"deposits": [deposit("new", "110", "65"), deposit("new", "111", "65")]},
    {"deposits": [{"id": "new", "lon": "110"}]},
    {"links": [link("ice", ("mine", "nowhere"), ROAD, "0", dedicated="perhaps", **SEASON)]},
    {"hubs": [{**deposit("mine", "110", "65"), "stages": "cracking", "status": "operating"}]},
)


def as_files(folder: Path, tables: Mapping[str, Sequence[Row]]) -> Path:
    """Write rows as a folder of CSV."""
    folder.mkdir()
    for name, rows in tables.items():
        write_table(folder / f"{name}.csv", rows)
    return folder


def as_frames(tables: Mapping[str, Sequence[Row]]) -> dict[str, pd.DataFrame]:
    """Return rows as frames with an index of their own, numbers as numbers where all are."""
    made = {}
    for name, rows in tables.items():
        frame = pd.DataFrame(list(rows), index=[f"r{i}" for i in range(len(rows))])
        for column in frame:
            numbers = pd.to_numeric(frame[column], errors="coerce")
            frame[column] = numbers if numbers.notna().all() else frame[column]
        made[name] = frame
    return made


def of_frames(fault: Fault) -> Fault:
    """Return a fault of a file as frames tell it: rows of a table, not lines of a file."""

    def by_row(text: str) -> str:
        return re.sub(r"line (\d+)", lambda at: f"row {int(at[1]) - 1}", text)

    return replace(
        fault,
        where=fault.where.removesuffix(".csv"),
        row=by_row(fault.row),
        found=by_row(fault.found),
    )


@pytest.mark.parametrize("tables", GOOD)
def test_frames_give_the_atlas_of_their_files(
    base: Path, tmp_path: Path, tables: dict[str, list[Row]]
) -> None:
    by_file = load_atlas(given=as_files(tmp_path / "own", tables), base=base)
    by_frame = load_atlas(given=as_frames(tables), base=base)
    for name in TABLES:
        assert_frame_equal(by_file.table(name), by_frame.table(name))
    assert by_frame.version == "7+tables"


@pytest.mark.parametrize("tables", WRONG)
def test_frames_have_the_faults_of_their_files(
    base: Path, tmp_path: Path, tables: dict[str, list[Row]]
) -> None:
    faults = []
    for given in (as_files(tmp_path / "own", tables), as_frames(tables)):
        with pytest.raises(InputError) as raised:
            load_atlas(given=given, base=base)
        faults.append(raised.value.faults)
        assert set(check_path(given=given, base=base).faults) >= set(raised.value.faults)
    assert [of_frames(fault) for fault in faults[0]] == list(faults[1])


def test_one_frame_is_of_deposits(base: Path) -> None:
    (frame,) = as_frames({"deposits": [deposit("new", "110", "65")]}).values()
    assert load_atlas(given=frame, base=base).deposits["id"].tolist() == ["mine", "new"]


def test_geometry_is_brought_to_degrees_and_areas_are_kept(base: Path) -> None:
    row = {k: v for k, v in deposit("new", "", "").items() if k not in {"lon", "lat"}}
    area = Polygon([(110, 65), (111, 65), (111, 66)])
    frame = gpd.GeoDataFrame([row], geometry=[area], crs=4326).to_crs(32649)
    atlas = load_atlas(given={"deposits": frame}, base=base)
    point = atlas.deposits.set_index("id").geometry["new"]
    assert area.contains(point)
    assert atlas.areas["id"].tolist() == ["new"]


def test_a_bent_line_is_drawn_and_a_straight_one_is_the_chord(base: Path) -> None:
    rows = [link(i, ("mine", "landing"), ROAD, "300", **SEASON) for i in ("bent", "straight")]
    lines = [
        LineString([(116.5, 71), (116, 70), (117, 69)]),
        LineString([(116.5, 71), (117, 69)]),
    ]
    atlas = load_atlas(given={"links": gpd.GeoDataFrame(rows, geometry=lines, crs=4326)}, base=base)
    drawn = atlas.links.set_index("id")
    assert len(drawn.geometry["bent"].coords) == 3
    assert drawn["drawn_source"]["bent"] == "links"
    assert drawn["drawn_source"]["straight"] == ""


def test_geometry_without_a_reference_system_or_of_another_kind_is_a_fault(base: Path) -> None:
    row = {k: v for k, v in deposit("new", "", "").items() if k not in {"lon", "lat"}}
    nowhere = gpd.GeoDataFrame([row], geometry=[Point(110, 65)])
    line = gpd.GeoDataFrame([row], geometry=[LineString([(110, 65), (111, 65)])], crs=4326)
    for frame, said in ((nowhere, "reference system"), (line, "row 1.*a point or an area")):
        with pytest.raises(InputError, match=said):
            load_atlas(given=frame, base=base)


def test_what_is_no_table_is_told_by_name_and_all_at_once(base: Path) -> None:
    given: dict[str, Any] = {"deposit": pd.DataFrame(), "hubs": [1], "Links": 2}
    with pytest.raises(InputError) as raised:
        load_atlas(given=given, base=base)
    said = [(fault.where, fault.found) for fault in raised.value.faults]
    assert said == [("tables", "'deposit'"), ("hubs", "list"), ("links", "int")]
    with pytest.raises(InputError, match="at least one of"):
        load_atlas(given={}, base=base)


def test_rates_of_a_frame_are_those_of_its_file(tmp_path: Path) -> None:
    rows = rate_rows()
    file = write_table(tmp_path / "rates.csv", rows)
    assert_frame_equal(load_rates(file), load_rates(as_frames({"rates": rows})["rates"]))
    wrong = [{**rows[0], "base": "x"}]
    faults = []
    for given in (write_table(file, wrong), as_frames({"rates": wrong})["rates"]):
        with pytest.raises(InputError) as raised:
            load_rates(given)
        faults.append(raised.value.faults)
    assert [of_frames(fault) for fault in faults[0]] == list(faults[1])


def test_the_hash_knows_cells_geometry_and_table_of_a_frame(base: Path) -> None:
    rows = as_frames({"deposits": [deposit("new", "110", "65")]})["deposits"]
    points = [Point(110, 65)]
    somewhere = gpd.GeoDataFrame(rows, geometry=points, crs=4326)
    others = (
        rows,
        rows.assign(lat=66),
        {"hubs": rows},
        somewhere,
        somewhere.set_geometry([Point(110, 66)], crs=4326),
        somewhere.set_crs(4283, allow_override=True),
        None,
    )
    assert len({atlas_sha256(over=given, base=base) for given in others}) == len(others)
    assert atlas_sha256(over=rows, base=base) == atlas_sha256(over={"deposits": rows}, base=base)
