"""Where the data of a study come from: files and frames give the same answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import zimnik
from zimnik.geo.core.errors import InputError
from zimnik.studies.sources import Sources

if TYPE_CHECKING:
    from pathlib import Path

DEPOSIT = {
    "id": "own_mine",
    "name_en": "Own mine",
    "lon": 116.4,
    "lat": 71.0,
    "country": "RU",
    "commodities": "REE",
    "status": "project",
    "product": "ore",
    "planned_product_t_per_y": 50_000,
    "source": "own",
    "confidence": "C",
}
RATE = {
    "group": "parameter",
    "item": "interest",
    "low": 5,
    "base": 20,
    "high": 30,
    "unit": "%/y",
    "source": "own",
    "confidence": "C",
}


def test_frames_and_files_of_the_same_rows_give_the_same_route(tmp_path: Path) -> None:
    frames = pd.DataFrame([DEPOSIT]), pd.DataFrame([RATE])
    files = tmp_path / "deposits.csv", tmp_path / "rates.csv"
    for frame, file in zip(frames, files, strict=True):
        frame.to_csv(file, index=False)
    by_frame, by_file = (
        zimnik.load(atlas=atlas, rates=rates).route("own_mine", "solikamsk", ready="02-01")
        for atlas, rates in (frames, files)
    )
    assert by_frame.rows() == by_file.rows()
    assert by_frame.asked.rates_sha256 == by_file.asked.rates_sha256
    assert by_frame.asked.options["atlas"] == "a table of 1 rows"
    assert by_file.asked.options["atlas"] == "deposits.csv"


def test_frames_by_table_are_told_by_their_rows(study: zimnik.Study) -> None:
    own = zimnik.load(atlas={"deposits": pd.DataFrame([DEPOSIT])})
    asked = own.tables().asked
    assert asked.options["atlas"] == {"deposits": "a table of 1 rows"}
    assert asked.atlas_sha256 != study.model.edition.atlas_sha256
    assert "deposits=a table of 1 rows" in asked.command


def test_what_is_done_to_a_frame_later_changes_no_study() -> None:
    frame = pd.DataFrame([DEPOSIT])
    own = zimnik.load(atlas=frame)
    frame.loc[0, "id"] = "another"
    assert "own_mine" in set(own.layers["deposits"]["id"])


def test_wrong_types_are_told_by_field_and_all_at_once() -> None:
    wrong: dict[str, Any] = {"atlas": 7, "rates": {"rates": 1}, "warming_c": "hot"}
    with pytest.raises(InputError) as raised:
        Sources(**wrong)
    assert [fault.where for fault in raised.value.faults] == ["atlas", "rates", "warming_c"]


def test_faults_of_a_frame_name_table_and_row() -> None:
    with pytest.raises(InputError) as raised:
        zimnik.load(atlas=pd.DataFrame([DEPOSIT | {"lat": 95.0}]))
    (fault,) = raised.value.faults
    assert (fault.where, fault.row, fault.column) == ("deposits", "own_mine (row 1)", "lat")


def test_limits_of_files_are_raised_by_option_and_change_no_answer(tmp_path: Path) -> None:
    file = tmp_path / "deposits.csv"
    pd.DataFrame([DEPOSIT, DEPOSIT | {"id": "second", "lon": 118.0}]).to_csv(file, index=False)
    with pytest.raises(InputError, match=r"at most 1 rows \(max_rows\), found 2"):
        zimnik.load(atlas=file, max_rows=1)
    own = zimnik.load(atlas=file, max_rows=2)
    assert len(own.layers["deposits"]) > 2
    asked = own.tables().asked
    assert "max_rows" not in asked.options
    assert "--max-rows 2" in asked.command
