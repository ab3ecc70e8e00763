"""Tables of text as people have them: angles, WKT, titles, totals, tabs, ids as numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from zimnik.geo.core.errors import InputError
from zimnik.layers import load_atlas
from zimnik.layers.readers.angles import degrees_of
from zimnik.layers.readers.reading import Reading

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

HEADING = "name,country,region,lon,lat,source,confidence"


def read(tmp_path: Path, base: Path, name: str, text: str, **said: Any) -> gpd.GeoDataFrame:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    atlas = load_atlas(given=path, base=base, reading=Reading(**said))
    deposits = atlas.deposits.set_index("name_en")
    deposits.attrs["told"] = " ".join(atlas.notes)
    return deposits


def place(deposits: gpd.GeoDataFrame, name: str = "Site A") -> tuple[float, float]:
    point = deposits.loc[name].geometry
    return point.x, point.y


def test_degrees_minutes_and_seconds(tmp_path: Path, base: Path) -> None:
    text = f"{HEADING}\nSite A,RU,,116°30'00\"E,71°00'00\"N,x,C\n"
    deposits = read(tmp_path, base, "dms.csv", text)
    assert place(deposits) == (116.5, 71.0)
    assert "116°30'00\"E as 116.5" in deposits.attrs["told"]


@pytest.mark.parametrize(
    ("text", "column", "degrees"),
    [
        ("116°30'00\"E", "lon", 116.5),
        ("116 30 36", "lon", 116.51),
        ("116:30:36", "lon", 116.51),
        ("E 116° 30.6'", "lon", 116.51),
        ("114°23′20″W", "lon", -114.3888888889),
        ("71° с. ш.", "lat", 71.0),
        ("71°30'00\" с.ш.", "lat", 71.5),
        ("116°30' в.д.", "lon", 116.5),
        ("71d30m0s N", "lat", 71.5),
        ("-12°30'", "lat", -12.5),
        ("116°30'00\"N", "lon", None),
        ("71°60'00\"N", "lat", None),
        ("71.5°30'N", "lat", None),
        ("-71°30'S", "lat", None),
        ("about 71", "lat", None),
    ],
)
def test_angles_by_hand(text: str, column: str, degrees: float | None) -> None:
    assert degrees_of(text, column) == degrees


@given(st.integers(0, 179), st.integers(0, 59), st.integers(0, 59), st.sampled_from("EW"))
def test_any_angle_is_its_sum(deg: int, minutes: int, seconds: int, side: str) -> None:
    value = (deg * 3600 + minutes * 60 + seconds) / 3600 * (1 if side == "E" else -1)
    for text in (f"{deg}°{minutes}'{seconds}\"{side}", f"{side} {deg} {minutes} {seconds}"):
        assert degrees_of(text, "lon") == pytest.approx(value, abs=1e-9)


def test_a_column_of_wkt_is_the_place(tmp_path: Path, base: Path) -> None:
    text = 'WKT,name,country,region,source,confidence\n"POINT (116.5 71.0)",Site A,RU,,x,C\n'
    deposits = read(tmp_path, base, "wkt.csv", text)
    assert place(deposits) == (116.5, 71.0)
    assert "'WKT' as geometry" in deposits.attrs["told"]


def test_wkt_in_a_plane_is_reprojected(tmp_path: Path, base: Path) -> None:
    # 117 E on the equator is the middle of zone 50: x 500,000, y 0.
    text = 'geom,name\n"SRID=32650;POINT (500000 0)",Site A\n'
    point = read(tmp_path, base, "wkt.csv", text).loc["Site A"].geometry
    assert point.equals_exact(Point(117, 0), 1e-9)


def test_wrong_wkt_is_told_by_its_line(tmp_path: Path, base: Path) -> None:
    text = 'WKT,name\n"POINT (116.5 71.0)",Site A\n"POINT (116.5",Site B\nnone,Site C\n'
    with pytest.raises(InputError) as caught:
        read(tmp_path, base, "wkt.csv", text)
    assert "line 3" in str(caught.value)
    assert "line 4" in str(caught.value)


def test_areas_in_wkt_keep_their_lines(tmp_path: Path, base: Path) -> None:
    ring = "POLYGON ((116 70.5, 117 70.5, 117 71.5, 116 71.5, 116 70.5))"
    path = tmp_path / "areas_of.csv"
    path.write_text(f'name;wkt\nSite A;"{ring}"\n\nSite B;POINT (118 70)\n', encoding="utf-8")
    atlas = load_atlas(given=path, base=base)
    assert place(atlas.deposits.set_index("name_en")) == (116.5, 71.0)
    assert atlas.areas["id"].tolist() == ["deposit_site_a"]


TITLED = """Перечень участков на 01.01.2026;;;;;;
;;;;;;
name;country;region;lon;lat;source;confidence
Site A;RU;;116,5;71,0;x;C
;;;;;;
Итого: 1;;;;;;
"""


def test_titles_above_and_totals_below_are_left_out(tmp_path: Path, base: Path) -> None:
    deposits = read(tmp_path, base, "title.csv", TITLED)
    assert place(deposits) == (116.5, 71.0)
    assert not any("Итого" in name for name in deposits.index)
    told = deposits.attrs["told"]
    assert "the heading is line 3; above it, 'Перечень участков на 01.01.2026' was left out" in told
    assert "line 6, 'Итого: 1', was left out as a total" in told


def test_a_title_with_commas_does_not_decide_the_separator(tmp_path: Path, base: Path) -> None:
    text = "Sites, all of them, 2026\nname\tlon\tlat\nSite A\t116,5\t71\n"
    assert place(read(tmp_path, base, "title.tsv", text)) == (116.5, 71.0)


def test_a_fault_under_a_title_is_told_by_the_line_of_the_file(tmp_path: Path, base: Path) -> None:
    with pytest.raises(InputError, match=r"line 4.*column 'lon'.*found 'east'"):
        read(tmp_path, base, "title.csv", TITLED.replace("116,5", "east"))


@pytest.mark.parametrize("feature_id", [7, "mine-7"])
def test_ids_of_features_are_kept(tmp_path: Path, base: Path, feature_id: object) -> None:
    feature = {
        "type": "Feature",
        "id": feature_id,
        "properties": {"name": "Mine seven", "country": "RU"},
        "geometry": {"type": "Point", "coordinates": [116.5, 71.0]},
    }
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    assert read(tmp_path, base, "ids.json", text)["id"]["Mine seven"] == str(feature_id)


def test_columns_and_values_are_what_is_said(tmp_path: Path, base: Path) -> None:
    text = "Kohde,Maa,lon,lat\nSite A,Venäjä,116.5,71\n"
    deposits = read(
        tmp_path,
        base,
        "sites.csv",
        text,
        columns={"kohde": "name_en", "Maa": "country"},
        stand_for={"country": {"Venäjä": "RU"}},
    )
    assert deposits["country"]["Site A"] == "RU"


def test_a_column_that_is_said_and_is_none_is_a_fault(tmp_path: Path, base: Path) -> None:
    with pytest.raises(InputError, match="Is 'name_en' meant"):
        read(tmp_path, base, "sites.csv", f"{HEADING}\n", columns={"name": "name_e"})
