"""Everything a page can show has a word, and every word can be shown."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from zimnik.geo.core.vocabulary import Mode, PlaceKind, Stage, Vehicle
from zimnik.geo.pricing.bill import COMPONENTS
from zimnik.layers import column_units
from zimnik.layers.schema.tables import DEPOSIT_STATUSES, PLACE_TABLES, TABLES
from zimnik.maps.page.page_data import COLUMNS, PROJECTIONS
from zimnik.maps.page.words import words as read_words

# The vocabulary of every column of the places and links that a reader sees as a word.
CODED = {
    word
    for name in (*PLACE_TABLES, "links")
    for column in TABLES[name].columns
    for word in column.words
    if column.name in {"status", "stages", "state", "season_basis", "capacity_basis"}
}
STATUSES = set(DEPOSIT_STATUSES)


@pytest.fixture(scope="module")
def words() -> dict[str, dict[str, object]]:
    return read_words("en")


@pytest.fixture(scope="module")
def scripts() -> str:
    folders = [entry for entry in files("zimnik.maps").joinpath("js").iterdir() if entry.is_dir()]
    found = [file for folder in folders for file in folder.iterdir()]
    assert found
    return "\n".join(file.read_text(encoding="utf-8") for file in found)


def test_every_code_has_a_word(words: dict[str, dict[str, object]]) -> None:
    codes = {*Mode, *PlaceKind, *Vehicle, *Stage} | CODED
    assert codes <= set(words["values"])


def test_every_column_has_a_label_and_every_unit_a_word(
    words: dict[str, dict[str, object]],
) -> None:
    assert set(words["fields"]) == set(COLUMNS)
    units = {unit for column, unit in column_units().items() if column in COLUMNS}
    assert set(words["units"]) == units


def test_components_and_projections_have_words(words: dict[str, dict[str, object]]) -> None:
    assert set(words["components"]) == set(COMPONENTS)
    assert set(words["projections"]) == set(PROJECTIONS)


def test_every_kind_status_stage_and_mode_has_a_symbol(scripts: str) -> None:
    for code in {*Mode, *PlaceKind} - {"deposit", "hub", "market"} | STATUSES | set(Stage):
        assert f"    {code}: " in scripts or f"  {code}: {{ color" in scripts, code


@pytest.mark.parametrize("group", ["ui", "route", "planner", "remoteness", "stress"])
def test_no_word_is_left_unused(
    words: dict[str, dict[str, object]], scripts: str, group: str
) -> None:
    assert [key for key in words[group] if key not in scripts] == []


def test_russian_words_stand_for_english_ones(words: dict[str, dict[str, object]]) -> None:
    russian = read_words("ru")
    for group in (
        "ui",
        "projections",
        "titles",
        "units",
        "groups",
        "fields",
        "water",
        "route",
        "planner",
        "remoteness",
        "stress",
        "components",
    ):
        assert set(russian[group]) == set(words[group]), group
        for key, english in words[group].items():
            names = sorted(re.findall(r"\{\w+\}", str(english)))
            assert sorted(re.findall(r"\{\w+\}", str(russian[group][key]))) == names, key
    assert set(words["values"]) == set(russian["values"])


def test_scripts_turn_no_string_into_markup_or_code(scripts: str) -> None:
    for way in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
    ):
        assert way not in scripts
