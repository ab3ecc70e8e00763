"""Workbooks: texts stay texts, numbers numbers, and headings in sight."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from zimnik.geo.core.errors import InputError
from zimnik.layers.writing import workbooks
from zimnik.layers.writing.workbooks import Sheet, require_openpyxl, write_sheets

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = ("=1+1", "+1", "@SUM(A1)", "#N/A", "=cmd|' /C calc'!A0", "007", "2026-11-30", "TRUE")


def sheet_of(*rows: tuple[Any, ...]) -> Sheet:
    return Sheet("costs", [f"column_{n}" for n in range(len(rows[0]))], rows)


def test_what_looks_like_a_formula_an_error_or_a_date_is_text(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    write_sheets(file, [sheet_of(HOSTILE)])
    (read,) = list(openpyxl.load_workbook(file)["costs"].iter_rows(min_row=2))
    assert [cell.value for cell in read] == list(HOSTILE)
    assert {cell.data_type for cell in read} == {"s"}


def test_a_heading_is_text_too(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    write_sheets(file, [Sheet("costs", ["=1+1"], [(1,)])])
    assert openpyxl.load_workbook(file)["costs"]["A1"].data_type == "s"


def test_numbers_come_back_to_sixteen_digits(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    numbers = (1 / 3, -2.5e-300, 524.1234567890123, 1.7e308, 2**52, -7, True)
    write_sheets(file, [sheet_of(numbers)])
    (read,) = list(openpyxl.load_workbook(file)["costs"].iter_rows(min_row=2, values_only=True))
    assert read == pytest.approx(numbers, rel=1e-15)
    assert [type(one) for one in read] == [type(one) for one in numbers]


def test_what_nobody_knows_is_an_empty_cell(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    write_sheets(file, [sheet_of(("a", float("nan"), float("inf"), None, ""))])
    frame = pd.read_excel(file)
    assert frame.iloc[0].isna().tolist() == [False, True, True, True, True]


def test_controls_that_no_workbook_holds_are_shown_as_lost(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    write_sheets(file, [sheet_of(("a\x00\x1bb",))])
    assert openpyxl.load_workbook(file)["costs"]["A2"].value == "a\ufffd\ufffdb"


def test_headings_and_the_first_columns_stay_in_sight(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    write_sheets(file, [Sheet("costs", ["a", "b", "c"], [(1, 2, 3)], kept_columns=2)])
    assert openpyxl.load_workbook(file)["costs"].freeze_panes == "C2"


def test_more_rows_than_a_sheet_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 2)
    with pytest.raises(InputError, match=r"costs: expected at most 2 rows.*found 3"):
        write_sheets(tmp_path / "book.xlsx", [sheet_of((1,), (2,), (3,))])
    assert list(tmp_path.iterdir()) == []


def test_without_the_package_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def lacking(name: str, *given: Any, **named: Any) -> Any:
        if name == "openpyxl":
            raise ImportError(name)
        return found(name, *given, **named)

    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(InputError, match=r"Install zimnik\[excel\], or name a .csv"):
        require_openpyxl("answer.xlsx", remedy="name a .csv")
