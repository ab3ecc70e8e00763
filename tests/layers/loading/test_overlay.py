"""What becomes of drawn lines when a user's rows replace the shipped ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from shapely import Geometry, LineString

from tests.layers.drawn_atlas import DRAWN, terminal, write_atlas, write_table
from zimnik.geo.core.errors import InputError
from zimnik.layers import load_atlas

if TYPE_CHECKING:
    from pathlib import Path

BEND = LineString([(116.5, 71.0), (118.0, 70.0), (117.0, 69.0)])


@pytest.fixture(scope="module")
def lined(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the drawn atlas with one link drawn with a bend."""
    folder = write_atlas(tmp_path_factory.mktemp("lined") / "base", DRAWN)
    lines = {"link_id": ["zimnik"], "drawn_source": ["survey"]}
    gpd.GeoDataFrame(lines, geometry=[BEND], crs=4326).to_parquet(folder / "link_lines.parquet")
    return folder


def drawn_source(base: Path, path: Path | None = None, *, drawn: bool = True) -> str:
    links = load_atlas(given=path, base=base, drawn=drawn).links.set_index("id")
    bent = len(links.geometry["zimnik"].coords) == len(BEND.coords)
    assert bent == bool(links.loc["zimnik", "drawn_source"])
    return str(links.loc["zimnik", "drawn_source"])


def test_link_with_a_drawn_line_is_shown_by_it(lined: Path) -> None:
    assert drawn_source(lined) == "survey"


def test_without_drawn_lines_links_are_chords(lined: Path) -> None:
    assert drawn_source(lined, drawn=False) == ""


def test_link_of_the_same_ends_keeps_its_line(lined: Path, tmp_path: Path) -> None:
    rows = [{**DRAWN["links"][0], "length_km": "310"}]
    assert drawn_source(lined, write_table(tmp_path / "links.csv", rows)) == "survey"


def test_link_of_other_ends_loses_its_line(lined: Path, tmp_path: Path) -> None:
    rows = [{**DRAWN["links"][0], "to_id": "town_st", "length_km": "500"}]
    assert drawn_source(lined, write_table(tmp_path / "links.csv", rows)) == ""


def test_terminal_in_its_place_keeps_the_lines(lined: Path, tmp_path: Path) -> None:
    rows = [{**DRAWN["terminals"][0], "capacity_t_per_y": "1"}]
    assert drawn_source(lined, write_table(tmp_path / "terminals.csv", rows)) == "survey"


def test_terminal_moved_makes_its_links_chords(lined: Path, tmp_path: Path) -> None:
    rows = [terminal("landing", "river_port", "117.1", "69")]
    assert drawn_source(lined, write_table(tmp_path / "terminals.csv", rows)) == ""


@pytest.mark.parametrize(
    ("geometry", "crs", "found"),
    [
        (BEND, None, "no CRS"),
        (BEND.centroid, 4326, "no finite line for zimnik"),
        (None, 4326, "no finite line for zimnik"),
        (LineString([(0, 0), (float("inf"), 1)]), 4326, "no finite line for zimnik"),
    ],
)
def test_drawn_line_that_is_none_is_a_fault(
    lined: Path, tmp_path: Path, geometry: Geometry | None, crs: int | None, found: str
) -> None:
    write_table(tmp_path / "links.csv", DRAWN["links"][:1])
    lines = {"link_id": ["zimnik"], "drawn_source": [""]}
    frame = gpd.GeoDataFrame(lines, geometry=[geometry], crs=crs)
    frame.to_parquet(tmp_path / "link_lines.parquet")
    with pytest.raises(InputError, match=rf"link_lines\.parquet: .* found {found}"):
        load_atlas(given=tmp_path, base=lined)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1 nothing PAR1", b"id,name"])
def test_file_of_lines_that_is_none_is_a_fault(lined: Path, tmp_path: Path, content: bytes) -> None:
    write_table(tmp_path / "links.csv", DRAWN["links"][:1])
    (tmp_path / "link_lines.parquet").write_bytes(content)
    with pytest.raises(
        InputError, match=r"link_lines\.parquet: expected (a parquet|a file of its kind)"
    ):
        load_atlas(given=tmp_path, base=lined)


def test_users_lines_in_a_folder_are_drawn(base: Path, tmp_path: Path) -> None:
    write_table(tmp_path / "links.csv", DRAWN["links"][:1])
    frame = gpd.GeoDataFrame(
        {"link_id": ["zimnik"], "drawn_source": [""]}, geometry=[BEND], crs=4326
    )
    frame.to_crs(3576).to_parquet(tmp_path / "link_lines.parquet")
    assert drawn_source(base, tmp_path) == "link_lines.parquet"
