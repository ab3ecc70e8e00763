"""What the tables of a region tell in English alone is told in the other languages of its pages."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.regions import USUAL
from zimnik.geo.core.errors import InputError
from zimnik.geo.infrastructure.needs import BUILDER, NO_PLANT, OWN_CARGO
from zimnik.layers import load_atlas
from zimnik.layers.loading.regions import load_regions_atlas
from zimnik.layers.regions.words import prose_of

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.layers import Atlas

TOLD = ("region", "status_note", "access_note", "dangerous_goods", "capacity_note")
OF_NEEDS = ("state_payer", "detour_reason")
# Of links the notes tell how a length was measured, beside their sources.
OF_PLACES = ("note",)


def test_the_shipped_region_tells_in_russian_what_popups_and_needs_show() -> None:
    atlas = load_atlas(drawn=False)
    told = {*told_of(atlas, (*TOLD, *OF_NEEDS), (*OF_PLACES, "holder"))}
    told.update(name for name in atlas.fleets["name_en"])
    russian = prose_of(USUAL)["ru"]
    assert [text for text in sorted(told) if text not in russian] == []
    for english, said in russian.items():
        assert english.isascii(), english
        assert any("а" <= letter <= "я" for letter in said.lower()), said


def test_the_north_of_america_tells_in_french_what_popups_and_needs_show() -> None:
    atlas = load_regions_atlas(["north-america-arctic"], drawn=False)
    french = prose_of(atlas.region)["fr"]
    told = told_of(atlas, (*TOLD, *OF_NEEDS), OF_PLACES)
    assert [text for text in sorted(told) if text not in french] == []


def told_of(atlas: Atlas, everywhere: tuple[str, ...], of_places: tuple[str, ...]) -> set[str]:
    """Return what some columns of the tables tell, and what needs say of themselves."""
    told = {BUILDER, NO_PLANT, OWN_CARGO}
    places = (atlas.deposits, atlas.hubs, atlas.markets, atlas.terminals)
    for tables, columns in (
        ((*places, atlas.links), everywhere),
        (places, of_places),
        ((atlas.hub_stages,), ("state_payer",)),
    ):
        for table in tables:
            for column in columns:
                found = table.get(column, ())
                told.update(text for text in found if isinstance(text, str) and text)
    return told


def test_each_folder_brings_its_own_and_a_language_without_a_file_none(tmp_path: Path) -> None:
    for name, text in (("one", "Idle"), ("two", "Pilot")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "prose_ru.json").write_text(json.dumps({text: name}), encoding="utf-8")
    joined = replace(USUAL, folders=(tmp_path / "one", tmp_path / "two"))
    assert prose_of(joined) == {"ru": {"Idle": "one", "Pilot": "two"}}
    assert prose_of(replace(USUAL, folders=(tmp_path,))) == {}


@pytest.mark.parametrize("text", ["[]", "{", '{"Idle": 3}', '{"Idle": {"a": "b"}}'])
def test_a_file_of_something_else_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "prose_ru.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"prose_ru\.json"):
        prose_of(replace(USUAL, folders=(tmp_path,)))
