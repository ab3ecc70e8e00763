"""Places stand within the region and the country that their row names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from shapely import box

from tests.layers.drawn_atlas import DRAWN, changed, deposit, terminal, write_atlas, write_table
from zimnik.layers import check_path, load_atlas
from zimnik.layers.checks.region_checks import load_regions, plain_region, region_faults
from zimnik.layers.schema.tables import PLACE_TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.layers import Atlas

# A degree of latitude is 111 km. West and East lie side by side, Abroad north of both.
REGIONS = gpd.GeoDataFrame(
    {"country": ["RU", "RU", "KZ"], "names": ["West;Запад", "East;Góvi-East", "Abroad"]},
    geometry=[box(110, 60, 115, 65), box(115, 60, 120, 65), box(110, 65, 120, 70)],
    crs=4326,
)


@pytest.fixture
def regions() -> gpd.GeoDataFrame:
    return load_regions()


def with_site(tmp_path: Path, **row: str) -> Atlas:
    tables = changed(DRAWN, deposits=[deposit("mine", row.pop("lon"), row.pop("lat"), **row)])
    return load_atlas(base=write_atlas(tmp_path / "base", {**tables, "links": []}))


def found(tmp_path: Path, **row: str) -> list[tuple[str, str, str]]:
    faults = region_faults(with_site(tmp_path, **row), REGIONS)
    return [(f.row, f.column, f.found) for f in faults if f.where == "deposits"]


@pytest.mark.parametrize(
    ("region", "lon", "lat"),
    [
        ("West", "112", "62"),
        ("west, Olenek ulus", "112", "62"),
        ("Запад", "112", "62"),
        ("Govi-East", "117", "62"),
        # 0.2 degrees of longitude are 10 km here.
        ("West", "115.2", "62"),
        ("West", "112", "59.8"),
        ("Elsewhere", "117", "62"),
        ("Kara Sea", "117", "75"),
        ("", "117", "62"),
    ],
)
def test_place_within_its_region_or_near_it_or_of_no_known_region_is_no_fault(
    tmp_path: Path, region: str, lon: str, lat: str
) -> None:
    assert found(tmp_path, region=region, lon=lon, lat=lat) == []


def test_place_in_another_region_is_one_fault_that_says_where_it_is(tmp_path: Path) -> None:
    (fault,) = found(tmp_path, region="West, Olenek ulus", lon="117", lat="62")
    assert fault == ("mine", "region", "lon 117, lat 62, 105 km away, in East (RU)")


def test_place_in_no_region_is_told_how_far_it_is(tmp_path: Path) -> None:
    (fault,) = found(tmp_path, region="West", lon="112", lat="58")
    assert fault == ("mine", "region", "lon 112, lat 58, 223 km away")


def test_country_is_asked_where_the_region_is_not_known(tmp_path: Path) -> None:
    (fault,) = found(tmp_path, region="Elsewhere", lon="117", lat="67")
    assert fault == ("mine", "country", "lon 117, lat 67, 223 km away, in Abroad (KZ)")


def test_region_of_the_same_name_in_another_country_is_another(tmp_path: Path) -> None:
    assert found(tmp_path, region="Abroad", country="RU", lon="117", lat="62") == []
    assert found(tmp_path, region="Abroad", country="JP", lon="117", lat="20") == []


def test_open_sea_is_nobodys(tmp_path: Path) -> None:
    assert found(tmp_path, region="Elsewhere", lon="150", lat="80") == []


def test_antimeridian_does_not_part_a_region(regions: gpd.GeoDataFrame, tmp_path: Path) -> None:
    for name, lon in (("west", "-179.9"), ("east", "179.9")):
        atlas = with_site(tmp_path / name, region="Chukotka", lon=lon, lat="67.5")
        assert region_faults(atlas, regions) == []


def test_every_shipped_place_is_in_its_region(regions: gpd.GeoDataFrame) -> None:
    assert region_faults(load_atlas(drawn=False), regions) == []


def test_regions_of_the_shipped_atlas_are_known_or_waters(regions: gpd.GeoDataFrame) -> None:
    known = {
        (country, plain_region(name))
        for country, names in zip(regions["country"], regions["names"], strict=True)
        for name in names.split(";")
    }
    atlas = load_atlas(drawn=False)
    named = {
        (country, region)
        for table in PLACE_TABLES
        for country, region in zip(
            atlas.table(table)["country"], atlas.table(table)["region"], strict=True
        )
    }
    unknown = {region for country, region in named if (country, plain_region(region)) not in known}
    assert {name for name in unknown if not name.endswith((" Sea", " Ocean", " Strait"))} == {
        "Busan",
        "Sea of Okhotsk",
        "South Holland",
        "Sea of Japan",
        "Govisumber",
    }


def test_layer_holds_valid_polygons_and_no_name_twice(regions: gpd.GeoDataFrame) -> None:
    assert regions.is_valid.all()
    assert regions.crs == "EPSG:4326"
    names = [
        name
        for country, all_names in zip(regions["country"], regions["names"], strict=True)
        for name in {(country, plain_region(name)) for name in all_names.split(";")}
    ]
    assert len(set(names)) == len(names)


def test_check_names_file_line_and_column(tmp_path: Path) -> None:
    row = deposit("far", "129.7", "62", region="Murmansk oblast", name_en="Far mine")
    file = write_table(tmp_path / "mine.csv", [row])
    (fault,) = check_path(given=file).faults
    assert (fault.where, fault.row, fault.column) == (
        "mine.csv (read as deposits)",
        "far (line 2)",
        "region",
    )
    assert fault.found.endswith("in Yakutia (RU)")


def test_check_says_which_regions_it_does_not_know(tmp_path: Path) -> None:
    rows = [
        terminal("pier", "river_port", "129.7", "62", region="Lena-land"),
        terminal("buoy", "roadstead", "129.8", "62.1", region="Kara Sea"),
        terminal("yard", "station", "129.9", "62.2", region="Yakutia"),
    ]
    notes = check_path(given=write_table(tmp_path / "terminals.csv", rows)).notes
    assert [note for note in notes if "regions" in note] == [
        "terminals.csv: coordinates were not held against regions that are not known: 'Lena-land'"
    ]
