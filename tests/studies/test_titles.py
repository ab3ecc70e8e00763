"""Titles of pages name places as their language does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zimnik.layers.regions.finding import region_folder
from zimnik.studies.drawing import titles_of

if TYPE_CHECKING:
    from zimnik.studies.study import Study


def test_a_title_names_the_places_in_each_language(study: Study) -> None:
    ends = {"origin": ["kovdor"], "destination": ["krasnokamensk"]}
    assert titles_of(study.model, "route", ends) == {
        "en": "Kovdor to Krasnokamensk",
        "ru": "Ковдорское – Краснокаменск",
    }


def test_several_places_stand_in_a_list_and_numbers_as_they_are(study: Study) -> None:
    named = {"deposits": ["kovdor", "chuktukon"]}
    english, russian = titles_of(study.model, "comparison", named, count=3).values()
    assert english == "Kovdor, Chuktukon: 3 hubs compared"
    assert russian == "Ковдорское, Чуктуконское: сравнение узлов (3)"


def test_a_place_without_a_russian_name_keeps_the_english_one(study: Study) -> None:
    places = study.model.places.copy()
    places.loc[places["id"] == "kovdor", "name_ru"] = None
    model = replace(study.model, places=places)
    ends = {"origin": ["kovdor"], "destination": ["krasnokamensk"]}
    assert titles_of(model, "route", ends)["ru"] == "Kovdor – Краснокаменск"


def test_a_title_is_in_the_words_that_a_region_gives(study: Study) -> None:
    """French is not shipped: its titles are of the region, and its places stand in English."""
    folder = region_folder("north-america-arctic")
    french = replace(study.model.region, languages=("en", "fr"), folders=(folder,))
    model = replace(study.model, atlas=replace(study.model.atlas, region=french))
    ends = {"origin": ["kovdor"], "destination": ["krasnokamensk"]}
    assert titles_of(model, "route", ends) == {
        "en": "Kovdor to Krasnokamensk",
        "fr": "Kovdor à Krasnokamensk",
    }
