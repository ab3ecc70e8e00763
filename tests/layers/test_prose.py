"""What the tables of a region tell in English alone is told in the other languages of its pages."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.maps.words_on_page import OUR_WORDS
from tests.regions import USUAL
from zimnik.geo.core.errors import InputError
from zimnik.geo.infrastructure.needs import BUILDER, NO_PLANT, OWN_CARGO
from zimnik.layers import load_atlas
from zimnik.layers.loading.regions import load_regions_atlas
from zimnik.layers.regions.words import prose_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pandas import DataFrame

    from zimnik.layers import Atlas

TOLD = ("region", "status_note", "access_note", "dangerous_goods", "capacity_note")
OF_NEEDS = ("state_payer", "detour_reason")
OF_PLACES = ("note",)
# How a length was measured, and where what is not there yet was read of.
OF_LINKS = ("note", "state_source")
NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")


def test_the_shipped_region_tells_in_russian_what_popups_and_needs_show() -> None:
    atlas = load_atlas(drawn=False)
    told = {*told_of(atlas, (*TOLD, *OF_NEEDS), (*OF_PLACES, "holder"))}
    told.update(name for name in atlas.fleets["name_en"])
    russian = prose_of(USUAL)["ru"]
    assert [text for text in sorted(told) if text not in russian] == []
    for english, said in russian.items():
        assert english.isascii(), english
        assert english.count("#") == said.count("#"), english
        assert any("а" <= letter <= "я" for letter in said.lower()), said


def test_the_shipped_region_tells_in_russian_what_links_say_of_their_lengths_and_plans() -> None:
    atlas, russian = load_atlas(drawn=False), prose_of(USUAL)["ru"]
    notes = told_in((atlas.links, atlas.terminals), OF_LINKS)
    assert untold(notes, russian) == []
    assert untold({"geodesic 12 km x 1.3; a note of nobody"}, russian) == ["a note of nobody"]


def test_of_a_source_only_names_of_publications_stay_as_they_are() -> None:
    atlas, russian = load_atlas(drawn=False), prose_of(USUAL)["ru"]
    tables = (atlas.links, atlas.terminals, atlas.deposits, atlas.hubs, atlas.markets)
    left = untold(told_in(tables, ("source",)), russian)
    assert 0 < len(left) < 40
    assert [part for part in left if OUR_WORDS.search(part)] == []


def told_in(tables: Iterable[DataFrame], columns: Iterable[str]) -> set[str]:
    """Return what some columns of some tables tell."""
    cells = {text for table in tables for column in columns for text in table.get(column, ())}
    return {text for text in cells if isinstance(text, str) and text}


def untold(texts: Iterable[str], known: Mapping[str, str]) -> list[str]:
    """Return the parts of texts that nobody translated, by their words or by all but their numbers."""
    parts = {part for text in texts if text not in known for part in text.split("; ")}
    return sorted(one for one in parts if not {one, NUMBERS.sub("#", one)} & known.keys())


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
        told |= told_in(tables, columns)
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
