"""Drawn lines are as long as their link or say why not, and run between its places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from shapely import LineString

from tests.layers.drawn_atlas import DRAWN, write_atlas, write_table
from zimnik.layers import Atlas, check_path, load_atlas, places
from zimnik.layers.checks.line_checks import drawn_km, line_faults

if TYPE_CHECKING:
    from pathlib import Path

MINE, LANDING = (116.5, 71.0), (117.0, 69.0)
# 308 km beside the length of 300.
BEND = LineString([MINE, (120.0, 70.2), LANDING])


def faults(
    atlas: Atlas, line: LineString, length_km: float = 300, reason: str = "", source: str = "survey"
) -> list[tuple[str, str]]:
    links = atlas.links.copy()
    links.loc[0, ["drawn_source", "drawn_reason"]] = [source, reason]
    links.loc[0, "geometry"] = line
    links.loc[0, "length_km"] = length_km
    return [(fault.row, fault.found) for fault in line_faults(links, places(atlas))]


def test_line_near_its_length_between_its_places_is_right(atlas: Atlas) -> None:
    assert faults(atlas, BEND) == []


@pytest.mark.parametrize(
    ("factor", "wrong"), [(0.86, True), (0.88, False), (1.17, False), (1.18, True)]
)
def test_line_of_another_length_needs_a_reason(atlas: Atlas, factor: float, *, wrong: bool) -> None:
    km = float(drawn_km(gpd.GeoDataFrame(geometry=[BEND], crs=4326))[0])
    assert faults(atlas, BEND, km * factor) == [("zimnik", f"{km:.1f} km")] * wrong
    assert faults(atlas, BEND, km * factor, reason="simplified") == []


def test_chord_is_not_judged(atlas: Atlas) -> None:
    assert faults(atlas, LineString([MINE, LANDING]), 900, source="") == []


def test_line_that_misses_a_place_is_a_fault(atlas: Atlas) -> None:
    astray = LineString([MINE, (120.0, 70.2), (117.0, 69.2)])
    assert faults(atlas, astray) == [("zimnik", "22.3 km away")]


def test_line_of_the_other_direction_misses_both(atlas: Atlas) -> None:
    assert len(faults(atlas, BEND.reverse())) == 2


def test_line_a_whole_turn_further_is_the_same(atlas: Atlas) -> None:
    turned = LineString([(lon + 360, lat) for lon, lat in BEND.coords])
    assert faults(atlas, turned) == []


def test_lengths_of_many_lines_are_not_mixed() -> None:
    lines = [BEND, LineString([(0, 0), (1, 0)]), LineString([(0, 0), (0, 1)])]
    together = drawn_km(gpd.GeoDataFrame(geometry=lines, crs=4326))
    alone = [drawn_km(gpd.GeoDataFrame(geometry=[line], crs=4326))[0] for line in lines]
    assert together == pytest.approx(alone)
    assert together[1:] == pytest.approx([111.319, 110.574], abs=1e-3)


def write_lines(folder: Path, **columns: str) -> None:
    line = {"link_id": ["zimnik"], "drawn_source": ["survey"]}
    frame = gpd.GeoDataFrame({**line, **columns}, geometry=[BEND], crs=4326)
    frame.to_parquet(folder / "link_lines.parquet")


def test_reason_of_the_file_of_lines_is_read(tmp_path: Path) -> None:
    folder = write_atlas(tmp_path / "a", DRAWN)
    write_lines(folder, reason="a few km")
    links = load_atlas(base=folder).links
    assert links["drawn_reason"].tolist() == ["a few km", *[""] * (len(links) - 1)]


def test_check_names_the_row_of_the_users_link(base: Path, tmp_path: Path) -> None:
    write_table(tmp_path / "links.csv", [{**DRAWN["links"][0], "length_km": "400"}])
    write_lines(tmp_path)
    (fault,) = check_path(given=tmp_path, base=base).faults
    assert (fault.where, fault.row, fault.column) == ("links.csv", "zimnik (line 2)", "geometry")
    write_lines(tmp_path, reason="drawn before the bridge")
    assert check_path(given=tmp_path, base=base).faults == ()
    assert len(load_atlas(given=tmp_path, base=base).links) == len(DRAWN["links"])
