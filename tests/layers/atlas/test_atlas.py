"""The atlas in memory: dtypes, unknowns, places, links as chords."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tests.layers.drawn_atlas import DRAWN, changed, link, terminal, write_atlas
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import PlaceKind
from zimnik.layers import Atlas, load_atlas, places, site_row, sites
from zimnik.layers.schema.tables import TABLES

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", TABLES)
def test_columns_and_dtypes_are_those_of_the_description(atlas: Atlas, name: str) -> None:
    table, frame = TABLES[name], atlas.table(name)
    expected = {column.name: column.dtype for column in table.attributes}
    found = {str(n): str(dtype) for n, dtype in frame.dtypes.items() if n != "geometry"}
    assert found == expected
    assert ("geometry" in frame.columns) == bool(table.geometry)


@pytest.mark.parametrize("name", TABLES)
def test_shipped_columns_and_dtypes_are_those_of_the_description(name: str) -> None:
    frame = load_atlas(drawn=False).table(name)
    found = {str(n): str(dtype) for n, dtype in frame.dtypes.items() if n != "geometry"}
    assert found == {column.name: column.dtype for column in TABLES[name].attributes}


def test_unknown_is_nan_na_or_an_empty_text(atlas: Atlas) -> None:
    bay = atlas.terminals.set_index("id").loc["bay"]
    assert pd.isna(bay["draft_m"])
    assert bay["storage"] is pd.NA or bay["storage"] is None
    assert bay["name_ru"] == ""


def test_storage_tells_no_from_unknown(atlas: Atlas) -> None:
    storage = atlas.terminals.set_index("id")["storage"]
    assert storage.loc[["landing", "town_st"]].tolist() == [True, False]


def test_version_and_date_come_with_the_atlas(atlas: Atlas) -> None:
    assert (atlas.version, atlas.date) == ("7", date(2026, 1, 2))


def test_points_are_lon_lat(atlas: Atlas) -> None:
    point = atlas.deposits.geometry.iloc[0]
    assert (point.x, point.y) == (116.5, 71.0)
    assert atlas.deposits.crs == "EPSG:4326"


def test_link_is_a_chord_between_its_ends(atlas: Atlas) -> None:
    line = atlas.links.set_index("id").geometry["zimnik"]
    assert list(line.coords) == [(116.5, 71.0), (117.0, 69.0)]


def test_chord_over_the_antimeridian_takes_the_short_way(tmp_path: Path) -> None:
    far = [terminal("west", "waypoint", "179", "70"), terminal("east", "waypoint", "-179", "70")]
    over = link("over", ("west", "east"), ("sea", "ship"), "80")
    back = link("back", ("east", "west"), ("sea", "ship"), "80")
    tables = changed(
        DRAWN, terminals=[*DRAWN["terminals"], *far], links=[*DRAWN["links"], over, back]
    )
    links = load_atlas(base=write_atlas(tmp_path / "a", tables)).links.set_index("id")
    assert list(links.geometry["over"].coords) == [(179.0, 70.0), (181.0, 70.0)]
    assert list(links.geometry["back"].coords) == [(181.0, 70.0), (179.0, 70.0)]


def test_sites_are_stacked_with_their_kind(atlas: Atlas) -> None:
    stacked = sites(atlas).set_index("id")
    assert stacked["kind"].to_dict() == {
        "mine": "deposit",
        "plant": "hub",
        "abroad_market": "market",
    }
    assert stacked["product"].to_dict() == {"mine": "ore", "plant": "", "abroad_market": ""}
    assert stacked["capacity_t_per_y"].notna().tolist() == [False, True, False]


def test_row_of_a_site_is_that_of_its_table_and_no_other_place_has_one(atlas: Atlas) -> None:
    assert site_row(atlas, "mine")["product"] == "ore"
    assert site_row(atlas, "plant")["capacity_t_per_y"] == 2500.0
    assert site_row(atlas, "port") == site_row(atlas, "nowhere") == {}


def test_places_are_sites_then_terminals(atlas: Atlas) -> None:
    every_place = places(atlas)
    assert every_place["id"].tolist()[:4] == ["mine", "plant", "abroad_market", "landing"]
    assert [PlaceKind(kind) for kind in every_place["kind"]][-1] is PlaceKind.SEA_PORT
    assert not every_place["estimated"].any()
    assert every_place["estimated"].dtype == bool


def test_capacity_of_a_plant_is_not_that_of_a_place_to_pass(atlas: Atlas) -> None:
    capacity = places(atlas).set_index("id")["capacity_t_per_y"]
    assert pd.isna(capacity["plant"])
    assert capacity["landing"] == 95_000


def test_missing_file_of_the_atlas_is_named(tmp_path: Path) -> None:
    folder = write_atlas(tmp_path / "a", DRAWN)
    (folder / "links.csv").unlink()
    with pytest.raises(InputError, match=r"links\.csv: expected a file that can be read"):
        load_atlas(base=folder)


def test_bad_cell_of_a_trusted_atlas_is_still_named(tmp_path: Path) -> None:
    rows = [{**DRAWN["deposits"][0], "lat": "north"}]
    folder = write_atlas(tmp_path / "a", changed(DRAWN, deposits=rows))
    with pytest.raises(InputError, match=r"row mine \(line 2\), column 'lat'.*'north'"):
        load_atlas(base=folder)


@pytest.mark.parametrize(
    "text", ["", "version = 1\ndate = 2026-01-01", "version =", 'version = "1"']
)
def test_bad_edition_is_a_fault(tmp_path: Path, text: str) -> None:
    folder = write_atlas(tmp_path / "a", DRAWN)
    (folder / "atlas.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"atlas\.toml: expected version"):
        load_atlas(base=folder)


def test_reading_the_shipped_atlas_for_a_route_needs_no_heavy_package() -> None:
    code = (
        "import sys\n"
        "from zimnik import layers\n"
        "atlas = layers.load_atlas(drawn=False)\n"
        "layers.places(atlas), layers.load_rate_card(atlas)\n"
        "heavy = {'pyogrio', 'scipy', 'pyarrow.parquet', 'folium'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, cwd=ROOT)


def test_atlas_cannot_be_changed(atlas: Atlas) -> None:
    with pytest.raises(AttributeError):
        atlas.version = "8"  # type: ignore[misc]  # that is what is tested
