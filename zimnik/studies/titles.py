"""Titles of pages in every language, with the names that places have in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.studies.model import Model


def titles_of(
    model: Model, page: str, places: Mapping[str, Sequence[str]] | None = None, **numbers: int
) -> tuple[str, str]:
    """Return the title of a page in English and in Russian.

    Parameters
    ----------
    model
        It has the places that the title names.
    page
        Name of the page, as `zimnik.maps.page.words.title` takes it.
    places
        Ids of places by the parameter of the title that their names stand for.
    numbers
        The other parameters.
    """
    from zimnik.maps.page.words import title

    english, russian = (
        title(page, language, **_listed(names, places or {}), **numbers)
        for language, names in (("en", _english_names(model)), ("ru", _russian_names(model)))
    )
    return english, russian


def _listed(names: Mapping[str, str], places: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {
        parameter: ", ".join(names[place_id] for place_id in ids)
        for parameter, ids in places.items()
    }


def _english_names(model: Model) -> dict[str, str]:
    names: dict[str, str] = model.places.set_index("id")["name_en"].to_dict()
    return names


def _russian_names(model: Model) -> dict[str, str]:
    """Return the Russian name of every place by id, the English one where there is no other."""
    places = model.places.set_index("id")
    known = places["name_ru"].fillna("") != ""
    names: dict[str, str] = places["name_ru"].where(known, places["name_en"]).to_dict()
    return names
