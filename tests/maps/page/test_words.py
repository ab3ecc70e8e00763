"""Titles come from the words of the language."""

from __future__ import annotations

import pytest

from zimnik.geo.core.errors import InputError
from zimnik.maps.page.words import LANGUAGES, title, words
from zimnik.maps.pages.registry import PAGES


def test_a_title_names_what_it_is_given() -> None:
    named = title("campaign", "ru", origin="Томтор", destination="Краснокаменск")
    assert named == "Томтор – Краснокаменск: кампания года"
    assert title("comparison", "en", deposits="Tomtor", count=3) == "Tomtor: 3 hubs compared"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_a_title(language: str) -> None:
    # The planner's page is the atlas with the planner's questions beside it.
    assert set(words(language)["titles"]) == {page.name for page in PAGES} - {"planner"}


@pytest.mark.parametrize(("key", "language"), [("nothing", "en"), ("route", "de")])
def test_a_title_that_is_not_there_is_refused(key: str, language: str) -> None:
    with pytest.raises(InputError, match="Choose one of them"):
        title(key, language)
