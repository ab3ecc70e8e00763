"""Control characters of names and products never get past the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from zimnik.geo.core.errors import InputError
from zimnik.layers import load_atlas

if TYPE_CHECKING:
    from pathlib import Path

SITE = {"id": "new", "name_en": "New", "lon": 110.0, "lat": 65.0}
EVIL = "Evil\x1b[31mRED\x1b]0;owned\x07\n\x9bJ \u202etxt\u2028\u2066end"


@pytest.mark.parametrize("is_file", [True, False])
def test_spaces_stand_for_them_and_a_note_says_where(
    base: Path, tmp_path: Path, *, is_file: bool
) -> None:
    frame = pd.DataFrame([SITE, SITE | {"id": "evil", "name_en": EVIL, "product": "p\x1b[5m"}])
    given: Path | pd.DataFrame = frame
    if is_file:
        given = tmp_path / "deposits.csv"
        frame.to_csv(given, index=False)
    atlas = load_atlas(given=given, base=base)
    row = atlas.deposits.iloc[-1]
    assert row["name_en"] == "Evil [31mRED ]0;owned J  txt end"
    assert row["product"] == "p [5m"
    (note,) = (note for note in atlas.notes if "control characters" in note)
    where = "deposits.csv" if is_file else "deposits"
    place = "line 3" if is_file else "row 2"
    assert note == (
        f"{where}: spaces stand for control characters in row evil ({place}) (name_en, product)"
    )


def test_many_rows_are_counted(base: Path) -> None:
    frame = pd.DataFrame([SITE | {"id": f"n{i}", "name_en": "a\tb"} for i in range(8)])
    (note,) = load_atlas(given=frame, base=base).notes
    assert note.endswith("n4 (row 5) (name_en) and 3 more")


@pytest.mark.parametrize(("column", "text"), [("id", "a\x1bb"), ("country", "R\x1b")])
def test_in_ids_and_codes_they_are_faults(base: Path, column: str, text: str) -> None:
    with pytest.raises(InputError, match=rf"column '{column}'.*x1b"):
        load_atlas(given=pd.DataFrame([SITE | {column: text}]), base=base)


def test_notes_keep_their_lines(base: Path) -> None:
    frame = pd.DataFrame([SITE | {"note": "one\n\ttwo\x1b[2J", "grade_note": "a\nb"}])
    row = load_atlas(given=frame, base=base).deposits.iloc[-1]
    assert (row["note"], row["grade_note"]) == ("one\n\ttwo [2J", "a\nb")


def test_letters_of_any_script_are_kept(base: Path) -> None:
    name = "Сайылык ҕ 東京 עברית naïve"
    frame = pd.DataFrame([SITE | {"name_en": name}])
    assert load_atlas(given=frame, base=base).deposits["name_en"].iloc[-1] == name
