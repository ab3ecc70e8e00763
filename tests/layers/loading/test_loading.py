"""A user's atlas over the drawn one: what is taken, and every fault at once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from pandas.testing import assert_frame_equal

from tests.layers.drawn_atlas import (
    DRAWN,
    Row,
    deposit,
    link,
    rate_rows,
    terminal,
    write_table,
)
from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers import Atlas, load_atlas

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

WINTER = ("winter_road", "winter_truck")
SEASON = {"season_open": "12-20", "season_close": "04-10"}


@pytest.fixture
def faults_of(base: Path, tmp_path: Path) -> Callable[..., list[Fault]]:
    """Return the faults of a folder of the tables given, at least one."""

    def faults_of(**tables: Sequence[Row]) -> list[Fault]:
        folder = tmp_path / "user"
        folder.mkdir()
        for name, rows in tables.items():
            write_table(folder / f"{name}.csv", rows)
        with pytest.raises(InputError) as caught:
            load_atlas(given=folder, base=base)
        return list(caught.value.faults)

    return faults_of


def test_control_characters_of_a_cell_do_not_reach_the_terminal(base: Path, tmp_path: Path) -> None:
    row = deposit("new", "110", "65", status="\x1b[31mred\nline")
    said = file_faults(write_table(tmp_path / "deposits.csv", [row]), base)
    assert "'\\x1b[31mred\\nline'" in said


def file_faults(path: Path, base: Path) -> str:
    with pytest.raises(InputError) as caught:
        load_atlas(given=path, base=base)
    return str(caught.value)


def test_row_of_a_user_replaces_the_row_of_its_id_in_place(base: Path, tmp_path: Path) -> None:
    rows = [deposit("new", "110", "65"), deposit("mine", "116.6", "71.1", name_en="Mine II")]
    atlas = load_atlas(given=write_table(tmp_path / "deposits.csv", rows), base=base)
    assert atlas.deposits["id"].tolist() == ["mine", "new"]
    mine = atlas.deposits.iloc[0]
    assert (mine["name_en"], mine["name_ru"], mine.geometry.y) == ("Mine II", "", 71.1)


def test_version_says_that_the_atlas_is_a_users(base: Path, tmp_path: Path) -> None:
    file = write_table(tmp_path / "sites.csv", [deposit("new", "110", "65")])
    assert load_atlas(given=file, base=base).version == "7+sites.csv"


def test_single_table_of_any_other_name_is_read_as_deposits(base: Path, tmp_path: Path) -> None:
    file = write_table(tmp_path / "sites.csv", [deposit("new", "110", "65")])
    assert "new" in set(load_atlas(given=file, base=base).deposits["id"])


def test_single_table_is_known_by_its_name(base: Path, tmp_path: Path) -> None:
    rows = [link("ice", ("mine", "bay"), WINTER, "800", **SEASON)]
    atlas = load_atlas(given=write_table(tmp_path / "Links.CSV", rows), base=base)
    assert atlas.links["id"].tolist()[-1] == "ice"
    assert atlas.links.geometry.iloc[-1].coords[1] == (131.0, 74.0)


def test_tables_not_given_stay_as_they_are(base: Path, tmp_path: Path, atlas: Atlas) -> None:
    file = write_table(tmp_path / "deposits.csv", [deposit("new", "110", "65")])
    assert_frame_equal(load_atlas(given=file, base=base).links, atlas.links)


def test_optional_columns_may_be_missing(base: Path, tmp_path: Path) -> None:
    rows = [{"id": "new", "name_en": "New", "lon": "110", "lat": "65"}]
    new = load_atlas(given=write_table(tmp_path / "deposits.csv", rows), base=base).deposits.iloc[
        -1
    ]
    assert (new["status"], new["product"]) == ("", "")
    assert new["planned_product_t_per_y"] != new["planned_product_t_per_y"]


@pytest.mark.parametrize(
    "heading", ["ID,Name,Latitude,LONGITUDE", "id,title,Lat,lng", "Id,название,широта,Долгота"]
)
def test_headings_match_by_alias_and_any_case(base: Path, tmp_path: Path, heading: str) -> None:
    file = tmp_path / "deposits.csv"
    file.write_text(f"{heading},name_en\nnew,Имя,65,110,New\n", encoding="utf-8")
    atlas = load_atlas(given=file, base=base)
    point = atlas.deposits.geometry.iloc[-1]
    assert (point.x, point.y) == (110, 65)
    assert heading.isascii() == (atlas.deposits["name_ru"].iloc[-1] == "")


def test_name_of_a_column_comes_before_its_aliases(base: Path, tmp_path: Path) -> None:
    file = tmp_path / "deposits.csv"
    file.write_text("name,id,name_en,lon,lat,colour\nx,new,New,110,65,red\n", encoding="utf-8")
    atlas = load_atlas(given=file, base=base)
    assert atlas.deposits["name_en"].tolist()[-1] == "New"
    assert "left out: 'name', 'colour'" in " ".join(atlas.notes)


@pytest.mark.parametrize(
    ("encoding", "note"), [("utf-8", ""), ("utf-8-sig", ""), ("cp1251", "read as cp1251")]
)
def test_encodings_are_recognised(base: Path, tmp_path: Path, encoding: str, note: str) -> None:
    file = tmp_path / "deposits.csv"
    file.write_bytes("id,name_en,name_ru,lon,lat\nnew,New,Ёлка,110,65\n".encode(encoding))
    atlas = load_atlas(given=file, base=base)
    assert atlas.deposits["name_ru"].tolist()[-1] == "Ёлка"
    assert note in " ".join(atlas.notes)


@pytest.mark.parametrize(
    "text",
    [
        "id;name_en;lon;lat\nnew;New;110,5;65,25\n",
        "id\tname_en\tlon\tlat\nnew\tNew\t110,5\t65,25\n",
        'id,name_en,lon,lat\nnew,New,"110,5","65,25"\n',
    ],
)
def test_decimal_commas_are_read_and_said(base: Path, tmp_path: Path, text: str) -> None:
    file = tmp_path / "deposits.csv"
    file.write_text(text, encoding="utf-8")
    atlas = load_atlas(given=file, base=base)
    point = atlas.deposits.geometry.iloc[-1]
    assert (point.x, point.y) == (110.5, 65.25)
    assert "deposits.csv: decimal commas were read as points in lon, lat" in atlas.notes


def test_comma_that_may_separate_thousands_is_refused(base: Path, tmp_path: Path) -> None:
    row = deposit("new", "110", "65", planned_product_t_per_y="95,000")
    file = write_table(tmp_path / "deposits.csv", [row])
    assert "'95,000'" in file_faults(file, base)


@pytest.mark.parametrize(
    "name",
    ["<img src=x onerror=alert(1)>", "${alert(1)}", "a\\b`c", "</script>", ""],
)
def test_hostile_text_is_kept_as_it_is(base: Path, tmp_path: Path, name: str) -> None:
    file = write_table(tmp_path / "deposits.csv", [deposit("new", "110", "65", name_ru=name)])
    assert load_atlas(given=file, base=base).deposits["name_ru"].tolist()[-1] == name


@pytest.mark.parametrize(
    ("cells", "column", "found", "remedy"),
    [
        ({"lat": ""}, "lat", "nothing", "Fill the cell."),
        ({"lat": "NaN"}, "lat", "'NaN'", "Write one number"),
        ({"lat": "65°E"}, "lat", "'65°E'", "Write one number"),
        ({"lat": "1e999"}, "lat", "'1e999'", "Write one number"),
        ({"lon": "-181"}, "lon", "'-181'", "Write one number"),
        ({"lon": "65", "lat": "110"}, "lat", "look swapped", "Exchange the two."),
        ({"status": "prospct"}, "status", "'prospct'", "Is 'prospect' meant?"),
        ({"status": "gone"}, "status", "'gone'", "Use a word of the list."),
        ({"country": "Ruritania"}, "country", "'Ruritania'", "Correct the cell."),
        ({"id": "no space"}, "id", "'no space'", "Correct the cell."),
        ({"id": ""}, "id", "nothing", "Fill the cell."),
        ({"name_en": ""}, "name_en", "nothing", "Fill the cell."),
        ({"grade_reo_pct": "101"}, "grade_reo_pct", "'101'", "Write one number"),
        ({"moisture_pct": "-1"}, "moisture_pct", "'-1'", "Write one number"),
        ({"planned_product_t_per_y": "0"}, "planned_product_t_per_y", "'0'", "Write one number"),
        ({"confidence": "D"}, "confidence", "'D'", "Use a word of the list."),
    ],
)
def test_bad_cell_is_one_fault_with_line_and_column(
    faults_of: Callable[..., list[Fault]],
    cells: dict[str, str],
    column: str,
    found: str,
    remedy: str,
) -> None:
    good, bad = deposit("good", "100", "60"), {**deposit("new", "110", "65"), **cells}
    (fault,) = faults_of(deposits=[good, bad])
    assert (fault.where, fault.column) == ("deposits.csv", column)
    assert "line 3" in fault.row
    assert found in fault.found
    assert fault.remedy.startswith(remedy)


@pytest.mark.parametrize(
    ("cells", "column", "found"),
    [
        ({"to_id": "minne"}, "to_id", "'minne'"),
        ({"from_id": "landing", "to_id": "landing"}, "to_id", "'landing'"),
        ({"length_km": "NaN"}, "length_km", "'NaN'"),
        ({"length_km": "-5"}, "length_km", "'-5'"),
        ({"length_km": "0"}, "length_km", "'0'"),
        ({"length_km": ""}, "length_km", "nothing"),
        ({"length_km": "100"}, "length_km", "100 km"),
        ({"length_km": "2000"}, "length_km", "2000 km"),
        ({"mode": "winterroad"}, "mode", "'winterroad'"),
        ({"mode": "rail"}, "mode", "'rail'"),
        ({"vehicle": "lorry"}, "vehicle", "'lorry'"),
        ({"season_open": "02-29"}, "season_open", "'02-29'"),
        ({"full_load_from": "02-29"}, "full_load_from", "'02-29'"),
        ({"light_load_share": "1.5"}, "light_load_share", "1.5"),
        ({"light_load_share": "0"}, "light_load_share", "0"),
        ({"season_open": "13-01"}, "season_open", "'13-01'"),
        ({"season_open": "1-5"}, "season_open", "'1-5'"),
        ({"season_close": ""}, "season_close", "nothing"),
        ({"season_open_late": "11-01"}, "season_open", "12-20, 11-01"),
        ({"season_open": "04-10", "season_close": "12-20"}, "season_open", "04-10 to 12-20"),
        ({"season_close": "12-20"}, "season_close", "12-20 to 12-20"),
        ({"dedicated": "maybe"}, "dedicated", "'maybe'"),
        ({"escort_zones": "8"}, "escort_zones", "'8'"),
        ({"border": "china"}, "border", "'china'"),
        ({"line": "main"}, "line", "no post of mine and landing"),
    ],
)
def test_bad_link_is_one_fault_with_line_and_column(
    faults_of: Callable[..., list[Fault]], cells: dict[str, str], column: str, found: str
) -> None:
    row = {**link("ice", ("mine", "landing"), WINTER, "300", **SEASON), **cells}
    faults = faults_of(links=[row])
    assert [(f.where, f.row, f.column) for f in faults] == [("links.csv", "ice (line 2)", column)]
    assert found in faults[0].found


def test_wrong_end_gets_the_nearest_id(faults_of: Callable[..., list[Fault]]) -> None:
    row = link("ice", ("mine", "landng"), WINTER, "300", **SEASON)
    (fault,) = faults_of(links=[row])
    assert fault.remedy == "Is 'landing' meant?"


def test_faults_of_all_tables_come_at_once(faults_of: Callable[..., list[Fault]]) -> None:
    faults = faults_of(
        deposits=[deposit("a", "110", "x"), deposit("a", "110", "60")],
        terminals=[terminal("t", "harbour", "110", "60")],
        links=[link("l", ("a", "nowhere"), ("rail", "truck"), "-1")],
        rates=[{**rate_rows()[0], "unit": "mile"}],
        exchange_rates=[{"currency": "RUB", "year": "2020", "units_per_usd": "0"}],
        posts=[{"line": "main", "terminal_id": "nobody", "km_post": "2000"}],
    )
    assert {(fault.where, fault.column) for fault in faults} == {
        ("deposits.csv", "lat"),
        ("deposits.csv", "id"),
        ("terminals.csv", "kind"),
        ("links.csv", "length_km"),
        ("links.csv", "to_id"),
        ("links.csv", "mode"),
        ("rates.csv", "unit"),
        ("exchange_rates.csv", "units_per_usd"),
        ("posts.csv", "terminal_id"),
    }


def test_end_that_exists_but_is_wrong_itself_is_not_blamed_on_the_link(
    faults_of: Callable[..., list[Fault]],
) -> None:
    faults = faults_of(
        deposits=[deposit("new", "117", "north")],
        links=[link("ice", ("new", "landing"), WINTER, "300", **SEASON)],
    )
    assert [fault.column for fault in faults] == ["lat"]


def test_row_of_too_few_cells_is_not_blamed_on_its_links(base: Path, tmp_path: Path) -> None:
    (tmp_path / "deposits.csv").write_text("id,name_en,lon,lat\nnew,New,117\n", encoding="utf-8")
    write_table(tmp_path / "links.csv", [link("ice", ("new", "landing"), WINTER, "300", **SEASON)])
    assert file_faults(tmp_path, base).count("\n") == 0


def test_rate_is_not_blamed_for_a_bad_exchange_rate(faults_of: Callable[..., list[Fault]]) -> None:
    (fault,) = faults_of(
        rates=[{**rate_rows()[0], "currency": "EUR", "price_year": "2025"}],
        exchange_rates=[{"currency": "EUR", "year": "2025", "units_per_usd": "0,9 EUR"}],
    )
    assert fault.where == "exchange_rates.csv"


def test_id_of_another_table_is_refused(faults_of: Callable[..., list[Fault]]) -> None:
    (fault,) = faults_of(deposits=[deposit("plant", "110", "65")])
    assert fault.found == "'plant' also in hubs"


def test_id_twice_in_two_tables_of_the_user_is_refused(
    faults_of: Callable[..., list[Fault]],
) -> None:
    faults = faults_of(
        deposits=[deposit("new", "110", "65")],
        terminals=[terminal("new", "station", "110", "65")],
    )
    assert [fault.where for fault in faults] == ["deposits.csv", "terminals.csv"]


def test_moved_terminal_that_makes_a_shipped_link_too_short_is_said(
    faults_of: Callable[..., list[Fault]],
) -> None:
    faults = faults_of(terminals=[terminal("landing", "river_port", "117", "60")])
    assert {(fault.where, fault.row) for fault in faults} == {
        ("links", "zimnik"),
        ("links", "river"),
    }


def test_missing_columns_are_one_fault_each_with_a_hint(base: Path, tmp_path: Path) -> None:
    file = tmp_path / "deposits.csv"
    file.write_text("id,name_en,longtude\na,A,1\nb,B,2\n", encoding="utf-8")
    said = file_faults(file, base)
    assert said.count("\n") == 1
    assert "expected a column lon (or longitude, lng, long, x, долгота), found none" in said
    assert "column 'lat'" in said


def test_heading_twice_is_a_fault(base: Path, tmp_path: Path) -> None:
    file = tmp_path / "deposits.csv"
    file.write_text("id,name_en,lon,lat,ID\na,A,110,65,b\n", encoding="utf-8")
    assert "expected one column of each name, found 'id' twice" in file_faults(file, base)


def test_line_numbers_count_as_an_editor_does(base: Path, tmp_path: Path) -> None:
    file = tmp_path / "deposits.csv"
    file.write_text('id,name_en,lon,lat\n\na,"two\nlines",110,65\nb,B,x,65\n', encoding="utf-8")
    assert "row b (line 5), column 'lon'" in file_faults(file, base)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "found an empty file"),
        (b" \n \n", "found an empty file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "found a file of another kind"),
        (b"id,name_en\0", "found a file of another kind"),
        (b"id,name_en,lon,lat\na,\x98,1,2\n", "expected text in UTF-8"),
        (
            b"id,name_en,lon,lat\na,A,110\n",
            "row a (line 2): expected 4 cells as in the heading, found 3",
        ),
        (b"id,name_en,lon,lat\na,A,110,65,9\n", "expected 4 cells as in the heading, found 5"),
        (b'id,name_en,lon,lat\na,"A,110,65\n', "expected rows of quoted or plain cells"),
    ],
)
def test_file_that_is_no_table_is_said(
    base: Path, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "deposits.csv"
    file.write_bytes(content)
    assert said in file_faults(file, base)


def test_table_without_rows_changes_nothing(base: Path, tmp_path: Path, atlas: Atlas) -> None:
    file = tmp_path / "deposits.csv"
    file.write_text("id,name_en,lon,lat\n", encoding="utf-8")
    assert_frame_equal(load_atlas(given=file, base=base).deposits, atlas.deposits)


def test_path_that_is_not_there_is_said(base: Path, tmp_path: Path) -> None:
    assert "nothing.csv: expected a file or folder" in file_faults(tmp_path / "nothing.csv", base)


def test_file_of_an_unknown_kind_is_said(base: Path, tmp_path: Path) -> None:
    file = tmp_path / "sites.docx"
    file.write_bytes(b"PK\x03\x04")
    assert "found '.docx'" in file_faults(file, base)


def test_folder_without_tables_is_said(base: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("hello", encoding="utf-8")
    assert "expected at least one of deposits, hubs" in file_faults(tmp_path, base)


def test_file_of_a_folder_that_is_no_table_gets_the_nearest_name(
    base: Path, tmp_path: Path
) -> None:
    write_table(tmp_path / "deposit.csv", [deposit("new", "110", "65")])
    assert "found 'deposit'. Is 'deposits' meant?" in file_faults(tmp_path, base)


def test_table_in_two_files_is_a_fault(base: Path, tmp_path: Path) -> None:
    write_table(tmp_path / "deposits.csv", [deposit("new", "110", "65")])
    (tmp_path / "deposits.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    assert "expected table deposits once" in file_faults(tmp_path, base)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read any file")
def test_file_without_rights_is_said(base: Path, tmp_path: Path) -> None:
    file = write_table(tmp_path / "deposits.csv", [deposit("new", "110", "65")])
    file.chmod(0)
    assert "permission denied" in file_faults(file, base)


def test_folder_in_the_place_of_a_file_is_said(base: Path, tmp_path: Path) -> None:
    (tmp_path / "deposits.csv").mkdir()
    assert "deposits.csv: expected a plain file, found a folder" in file_faults(tmp_path, base)


def test_points_of_another_continent_are_not_taken_for_swapped(base: Path, tmp_path: Path) -> None:
    rows = [
        deposit("weld", "122.5", "-28.9"),
        deposit("araxa", "-46.9", "-19.6"),
        deposit("nolans", "133.2", "-22.6"),
        deposit("rajasthan", "72", "19"),
    ]
    atlas = load_atlas(given=write_table(tmp_path / "world.csv", rows), base=base)
    assert len(atlas.deposits) == 5


def test_swapped_point_is_known_by_the_region(base: Path, tmp_path: Path) -> None:
    rows = [deposit("right", "66.5", "71"), deposit("swapped", "59", "88.5")]
    said = file_faults(write_table(tmp_path / "deposits.csv", rows), base)
    assert "row swapped (line 3), column 'lat'" in said
    assert "lon 59, lat 88.5: latitude and longitude look swapped" in said
    assert said.count("look swapped") == 1


@pytest.mark.parametrize("name", DRAWN)
def test_every_table_of_the_drawn_atlas_can_be_laid_over_itself(
    base: Path, atlas: Atlas, name: str
) -> None:
    again = load_atlas(given=base / f"{name}.csv", base=base)
    assert_frame_equal(again.table(name), atlas.table(name))
