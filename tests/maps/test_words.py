"""Everything a page can show has a word, and every word can be shown."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import zimnik
from zimnik.geo.campaign.costs import IDLE
from zimnik.geo.core.vocabulary import Mode, PlaceKind, Stage, Vehicle
from zimnik.geo.pricing.bill import COMPONENTS
from zimnik.layers import column_units
from zimnik.layers.schema.tables import DEPOSIT_STATUSES, PLACE_TABLES, TABLES
from zimnik.maps.page.page_data import COLUMNS
from zimnik.maps.page.words import LANGUAGES
from zimnik.maps.page.words import words as read_words

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    assert set(words["components"]) == {*COMPONENTS, IDLE}
    assert set(words["projections"]) == {"albers", "azimuthal", "mercator"}


def test_every_kind_status_stage_and_mode_has_a_symbol(scripts: str) -> None:
    for code in {*Mode, *PlaceKind} - {"deposit", "hub", "market"} | STATUSES | set(Stage):
        assert f"    {code}: " in scripts or f"  {code}: {{ color" in scripts, code


@pytest.mark.parametrize("group", ["ui", "route", "planner", "remoteness", "stress", "capacities"])
def test_no_word_is_left_unused(
    words: dict[str, dict[str, object]], scripts: str, group: str
) -> None:
    assert [key for key in words[group] if key not in scripts] == []


def test_russian_words_stand_for_english_ones() -> None:
    english, russian = (dict(_leaves(read_words(language))) for language in LANGUAGES)
    assert set(russian) == set(english)
    for key, text in english.items():
        assert _parameters(russian[key]) == _parameters(text), key


def test_russian_is_written_where_words_and_data_stand() -> None:
    for folder in ("studies", "cli", "geo", "maps"):
        for module in Path(*zimnik.__path__, folder).rglob("*.py"):
            assert not re.search("[\\u0400-\\u04ff]", module.read_text("utf-8")), module


def _leaves(group: Any, key: tuple[str, ...] = ()) -> Iterable[tuple[tuple[str, ...], str]]:
    """Yield each text of nested groups, and of lists of texts, by the keys that lead to it."""
    if isinstance(group, str):
        yield key, group
        return
    items = group.items() if isinstance(group, dict) else enumerate(group)
    for name, inner in items:
        yield from _leaves(inner, (*key, str(name)))


def _parameters(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w+\}", text))


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
