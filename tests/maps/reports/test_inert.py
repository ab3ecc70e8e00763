"""No text steers a terminal, a table or a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from dataclasses import dataclass, replace

import pytest

from tests.maps.reports.test_route import HEADING
from zimnik.maps.reports.inert import (
    inert_cell,
    inert_json,
    inert_line,
    inert_lines,
    inert_record,
)
from zimnik.maps.reports.records import csv_text, in_one_line, to_json

# Colour, title of the window, clearing of the screen, C1, turns of direction, lines that are forged.
STEERING = (
    "\x1b[31m",
    "\x1b]0;owned\x07",
    "\x1b[2J",
    "\x9b31m",
    "\u202etxt",
    "\u2066",
    "\r",
    "\x7f",
)
FORMULAS = ("=1+1", "+1", "-1", "@x", "＝1+1", "＋1", "－1", "＠x", " =1", "\u00a0=1", "\u3000＝1")


def steers(text: str) -> bool:
    turns = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return any(
        unicodedata.category(one) in {"Cc", "Zl", "Zp"} or unicodedata.bidirectional(one) in turns
        for one in text
    )


@pytest.mark.parametrize("text", [*STEERING, "a\nb", "\u2028", "\x85", "\0", "\u061c", "\u200f"])
def test_a_line_is_one_line_that_steers_nothing(text: str) -> None:
    shown = inert_line(f"Tomtor {text} Саха")
    assert not steers(shown)
    assert shown.startswith("Tomtor ")
    assert "\\" in shown
    assert shown.endswith(" Саха")


def test_every_letter_below_the_surrogates_is_shown_or_plain() -> None:
    for code in range(0xD800):
        assert not steers(inert_line(chr(code)))


def test_lines_keep_their_ends_alone() -> None:
    assert inert_lines("a\nb\x1b[2J\rc\n") == "a\nb\\x1b[2J\\x0dc\n"


@pytest.mark.parametrize("text", ["Tomtor", "Якутия", "中国", "a\u200db", "50 °C", ""])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert inert_line(text) == inert_lines(text) == inert_cell(text) == inert_json(text) == text


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("before", ["", "x;", "x; ", "x\n", "x\t", "x\r\n", "x|"])
def test_no_cell_begins_with_a_formula_however_the_line_is_cut(before: str, formula: str) -> None:
    cell = inert_cell(before + formula)
    for cut in (";", "\t", "\n", "\r", "|"):
        for part in cell.split(cut):
            assert not part.strip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("text", ["a=b", "10-20", "C-1", "a;b", "x; y", "mail@x"])
def test_signs_within_a_cell_stay(text: str) -> None:
    assert inert_cell(text) == text


def test_controls_of_json_are_escaped_and_come_back() -> None:
    name = "a\x1b\x9b\u202e\x7f"
    text = inert_json(json.dumps({"name": name}, ensure_ascii=False))
    assert not steers(text)
    assert json.loads(text) == {"name": name}


@dataclass(frozen=True, slots=True)
class Inner:
    """A place with a name."""

    name: str
    km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    """A record as answers have them."""

    places: tuple[Inner, ...]
    by_name: dict[str, str]
    listed: list[str]
    number: int = 3


def record(name: str) -> Outer:
    return Outer(places=(Inner(name, 1.5),), by_name={name: name}, listed=[name])


def test_texts_of_a_record_are_one_line_each() -> None:
    assert inert_record(record("a\nb")) == record("a\\x0ab")


@pytest.mark.parametrize("name", [*STEERING, "a\nb", "\u2028", "\x85", "\u061c"])
def test_a_record_that_steers_is_seen(name: str) -> None:
    assert in_one_line(record(name)) == inert_record(record(name)) != record(name)


def test_a_record_that_steers_nothing_is_not_copied() -> None:
    plain = record("Саха")
    assert in_one_line(plain) is plain


def test_json_of_a_record_steers_nothing_and_loses_nothing() -> None:
    text = to_json(record("a\x9b\u202e\nb"))
    assert not steers(text.replace("\n", ""))
    assert json.loads(text)["listed"] == ["a\x9b\u202e\nb"]


def test_csv_forges_no_line_and_runs_no_formula() -> None:
    asked = replace(HEADING.asked, command="zimnik route 'a\n=1+1'")
    text = csv_text([{"name": "a\x1b[2J", "note": "x;=1+1", "=cell": "－1"}], asked)
    comment, _, table = text.partition("\n")
    assert comment.startswith("# zimnik route 'a\\x0a=1+1'")
    (row,) = csv.DictReader(io.StringIO(table))
    assert row == {"name": "a\\x1b[2J", "note": "x;'=1+1", "'=cell": "'－1"}
