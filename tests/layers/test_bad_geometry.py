"""Lines and deposits that cannot be used: told with exit status 2, and nothing written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from tests.commands import zimnik
from tests.layers.bad_geometry import BAD, degrees_called_metres, frame, written

if TYPE_CHECKING:
    from pathlib import Path

LINES = (
    shapely.LineString([(116.0, 71.0), (116.5, 71.1)]),
    shapely.LineString([(116.5, 71.1), (117.0, 71.0)]),
)
POINTS = (shapely.Point(116.0, 71.0), shapely.Point(117.0, 71.0))


def refused(path: Path, *words: str) -> str:
    """Return what a command says of a file that it refuses and leaves nothing behind for."""
    before = sorted(path.parent.iterdir())
    said = zimnik(*words, status=2).err
    assert sorted(path.parent.iterdir()) == before
    assert path.name in said
    assert "Traceback" not in said
    return said


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", BAD)
def test_lines_that_cannot_be_used_are_refused_and_nothing_is_written(
    tmp_path: Path, name: str
) -> None:
    write, told = BAD[name]
    write(tmp_path / name, LINES)
    out = ("--mode", "road", "--vehicle", "truck", "--out", str(tmp_path / "mine"))
    assert told in refused(tmp_path / name, "network", "import", str(tmp_path / name), *out)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", [name for name, (write, _) in BAD.items()])
def test_deposits_that_cannot_be_used_are_refused_and_nothing_is_written(
    tmp_path: Path, name: str
) -> None:
    write, told = BAD[name]
    write(tmp_path / name, POINTS)
    assert told in refused(tmp_path / name, "check", str(tmp_path / name))


def test_degrees_that_are_called_metres_are_told_as_such(tmp_path: Path) -> None:
    degrees_called_metres(tmp_path / "roads.gpkg", LINES)
    said = zimnik("network", "import", str(tmp_path / "roads.gpkg"), status=2).err
    assert "all within 116, 71 to 117, 71.1, as degrees are" in said


def test_lines_of_no_length_are_left_out_and_told(tmp_path: Path) -> None:
    spot = shapely.LineString([(116.2, 71.0), (116.2, 71.0)])
    written(frame([*LINES, shapely.MultiLineString([spot])]), tmp_path / "roads.gpkg")
    done = zimnik("network", "import", str(tmp_path / "roads.gpkg"))
    assert "1 lines of no length were left out" in done.out
    gpd.GeoDataFrame(geometry=[spot], crs=4326).to_file(tmp_path / "spot.gpkg")
    asked = ("network", "import", str(tmp_path / "spot.gpkg"), "--mode", "road")
    said = zimnik(*asked, "--vehicle", "truck", status=2).err
    assert "expected lines, found lines of no length" in said
