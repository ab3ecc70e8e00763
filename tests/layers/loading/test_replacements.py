"""A row that replaces a shipped one says so, on loading, in a check and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

import zimnik as package
from tests.commands import zimnik
from tests.layers.drawn_atlas import DRAWN, write_table
from zimnik.layers import check_path, load_atlas

if TYPE_CHECKING:
    from pathlib import Path

TRUNK = "rail_moscow_st_alexandrov"
ROW = {
    "id": TRUNK,
    "from_id": "tomtor",
    "to_id": "saskylakh",
    "mode": "winter_road",
    "vehicle": "winter_truck",
    "length_km": 160,
}
SAID = (
    f"links.csv: a row replaces what the atlas has under the same id: {TRUNK} "
    "(rail moscow_st to alexandrov; now winter_road tomtor to saskylakh)"
)


@pytest.fixture
def replaced(tmp_path: Path) -> Path:
    pd.DataFrame([ROW]).to_csv(tmp_path / "links.csv", index=False)
    return tmp_path


def test_trunk_line_that_is_replaced_is_told(replaced: Path) -> None:
    assert SAID in load_atlas(given=replaced, drawn=False).notes
    assert SAID in check_path(given=replaced).notes


def test_study_and_command_tell_it_too(replaced: Path) -> None:
    assert SAID in package.load(atlas=replaced).check().notes
    done = zimnik("layers", "list", "--atlas", str(replaced))
    assert f"zimnik: note: {SAID}\n" in done.err
    assert TRUNK not in done.out


def test_changed_columns_are_named(base: Path, tmp_path: Path) -> None:
    row = dict(DRAWN["deposits"][0])
    write_table(tmp_path / "deposits.csv", [row | {"ore_mt": "7", "lat": "71.5"}])
    (note,) = load_atlas(given=tmp_path, base=base).notes
    assert note == (
        "deposits.csv: a row replaces what the atlas has under the same id: mine (ore_mt, geometry)"
    )


def test_equal_and_new_rows_are_not_told(base: Path, tmp_path: Path) -> None:
    row = dict(DRAWN["deposits"][0])
    write_table(tmp_path / "deposits.csv", [row, row | {"id": "other"}])
    assert load_atlas(given=tmp_path, base=base).notes == ()
