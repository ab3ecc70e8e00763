"""Files as strangers have them: without ids, with headings cut short, in cp1251."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from shapely import Point

from zimnik.geo.core.errors import InputError
from zimnik.layers import Atlas, load_atlas
from zimnik.layers.atlas.atlas import PLACE_COLUMNS, places
from zimnik.layers.readers.generated_ids import made_ids

if TYPE_CHECKING:
    from pathlib import Path

NO_CODE_PAGE, OTHER_CODE_PAGE = 0x00, 0x57
RUSSIAN = "Ёлкино месторождение"


def test_ids_are_made_from_names(base: Path, tmp_path: Path) -> None:
    file = tmp_path / "sites.csv"
    rows = "name,lon,lat\nЩучье-2,110,65\nTomtor,111,65\nTomtor,112,65\n***,113,65\n"
    file.write_text(rows, encoding="utf-8")
    atlas = load_atlas(given=file, base=base)
    made = ["deposit_shchuche_2", "deposit_tomtor", "deposit_tomtor_2", "deposit_4"]
    assert atlas.deposits["id"].tolist() == ["mine", *made]
    assert any("ids are made from names, such as deposit_shchuche_2" in n for n in atlas.notes)
    assert load_atlas(given=file, base=base).deposits["id"].tolist() == ["mine", *made]


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["A", "a", "a 2", "A"], ["x_a", "x_a_2", "x_a_2_2", "x_a_3"]),
        (["", " ", "日本"], ["x_1", "x_2", "x_3"]),
        (["Объект Ольга", "Müller's"], ["x_obekt_olga", "x_muller_s"]),
    ],
)
def test_made_ids_are_different_and_plain(names: list[str], ids: list[str]) -> None:
    assert made_ids(names, "x") == ids


def test_russian_table_of_a_planner_is_taken_as_it_is(base: Path, tmp_path: Path) -> None:
    text = (
        "Название;Широта;Долгота;Регион;Источник\r\n"
        "Участок Северный;71,05;116,57;Якутия, Оленёкский улус;лицензия\r\n"
    )
    (tmp_path / "lots.csv").write_bytes(text.encode("cp1251"))
    atlas = load_atlas(given=tmp_path / "lots.csv", base=base)
    site = atlas.deposits.iloc[-1]
    assert (site["id"], site["name_en"], site["region"], site["source"]) == (
        "deposit_uchastok_severnyy",
        "Участок Северный",
        "Якутия, Оленёкский улус",
        "лицензия",
    )
    assert (site.geometry.x, site.geometry.y) == (116.57, 71.05)
    told = ("cp1251", "semicolons", "'Широта' as lat", "names of name_ru", "decimal commas")
    assert all(any(part in note for note in atlas.notes) for part in told)


def test_table_without_any_name_is_one_fault(base: Path, tmp_path: Path) -> None:
    (tmp_path / "lots.csv").write_text("id,lat,lon\na,65,110\nb,66,111\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load_atlas(given=tmp_path / "lots.csv", base=base)
    assert [fault.column for fault in raised.value.faults] == ["name_en"]


def test_made_id_never_is_that_of_a_shipped_place() -> None:
    ids = places(load_atlas(drawn=False))[PLACE_COLUMNS[0]]
    assert not ids.str.match("(deposit|hub|market)_").any()


def test_id_that_is_there_and_empty_is_still_a_fault(base: Path, tmp_path: Path) -> None:
    file = tmp_path / "sites.csv"
    file.write_text("id,name,lon,lat\n,New,110,65\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"column 'id'.* found nothing"):
        load_atlas(given=file, base=base)


def test_terminals_and_links_need_ids_of_their_own(base: Path, tmp_path: Path) -> None:
    file = tmp_path / "terminals.csv"
    file.write_text("name,kind,lon,lat\nNew,station,110,65\n", encoding="utf-8")
    with pytest.raises(InputError, match="expected a column id"):
        load_atlas(given=file, base=base)


def shapefile(folder: Path, encoding: str, **columns: object) -> Path:
    values = {"id": ["new"], "name": ["New"], "название": [RUSSIAN], **columns}
    frame = gpd.GeoDataFrame(values, geometry=[Point(110, 65)], crs=4326)
    frame.rename(columns=lambda name: name[:10]).rename(columns={"название": "name_ru"}).to_file(
        folder / "sites.shp", encoding=encoding
    )
    return folder / "sites.shp"


def without_cpg(path: Path, code_page: int | None) -> Path:
    path.with_suffix(".cpg").unlink(missing_ok=True)
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    if code_page is not None:
        content[29] = code_page
    table.write_bytes(content)
    return path


def loaded(path: Path, base: Path) -> Atlas:
    return load_atlas(given=path, base=base)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_shapefile_that_names_its_encoding(base: Path, tmp_path: Path, encoding: str) -> None:
    atlas = loaded(shapefile(tmp_path, encoding), base)
    assert atlas.deposits["name_ru"].iloc[-1] == RUSSIAN
    assert not any("encoding" in note for note in atlas.notes)


@pytest.mark.parametrize(("encoding", "spoken"), [("utf-8", "UTF-8"), ("cp1251", "cp1251")])
@pytest.mark.parametrize("code_page", [NO_CODE_PAGE, OTHER_CODE_PAGE])
def test_shapefile_that_does_not_is_told_by_its_texts(
    base: Path, tmp_path: Path, encoding: str, spoken: str, code_page: int
) -> None:
    atlas = loaded(without_cpg(shapefile(tmp_path, encoding), code_page), base)
    assert atlas.deposits["name_ru"].iloc[-1] == RUSSIAN
    assert any(f"read as {spoken}" in note for note in atlas.notes)


def test_code_page_of_the_table_is_believed(base: Path, tmp_path: Path) -> None:
    path = without_cpg(shapefile(tmp_path, "cp1251"), 0xC9)
    assert loaded(path, base).deposits["name_ru"].iloc[-1] == RUSSIAN


def test_heading_cut_short_is_known_by_its_beginning(base: Path, tmp_path: Path) -> None:
    path = shapefile(tmp_path, "utf-8", commodities=["REE"], planned_product_t_per_y=[5.0])
    atlas = loaded(path, base)
    row = atlas.deposits.iloc[-1]
    assert (row["commodities"], row["planned_product_t_per_y"]) == ("REE", 5.0)
    assert any("'commoditie' as commodities" in note for note in atlas.notes)


def test_heading_that_may_be_two_columns_is_left_out_and_said(base: Path, tmp_path: Path) -> None:
    path = shapefile(tmp_path, "utf-8", coord_prec=[1.0], grade_nb2o=[1.0], status_not=["x"])
    row = loaded(path, base).deposits.iloc[-1]
    assert (row["coord_precision_km"], row["status_note"]) == (1.0, "x")
    hubs = tmp_path / "hubs.shp"
    for file in tmp_path.glob("sites.*"):
        file.rename(hubs.with_suffix(file.suffix))
    assert loaded(hubs, base).hubs["status_note"].iloc[-1] == "x"


def test_cut_headings_are_matched_in_shapefiles_only(base: Path, tmp_path: Path) -> None:
    file = tmp_path / "sites.csv"
    file.write_text("id,name,lon,lat,commoditie\nnew,New,110,65,REE\n", encoding="utf-8")
    atlas = load_atlas(given=file, base=base)
    assert atlas.deposits["commodities"].iloc[-1] == ""
