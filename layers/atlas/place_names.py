"""Names of places: what each is called, and which places a text means.

Owns how names are compared: whatever their case and dashes, without words beside them, and by
spelling where no name is the same letter by letter.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from zimnik.geo.core.vocabulary import SITE_KINDS
from zimnik.layers.atlas.declension import is_form_of
from zimnik.layers.atlas.place_words import AskedName, asked_name, town_of
from zimnik.layers.atlas.spelling import spelling_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

NEAREST = 5
NEAR = 0.6
_SHORT = re.compile(r"[(,/]")
_DASHES = re.compile(r"[\s\-\u2010-\u2015_]+")
NAME_COLUMNS = ("name_en", "name_ru")


def plain_name(text: str) -> str:
    """Return a name as it is compared: without case, dots of ё, dashes and outer space."""
    return _DASHES.sub(" ", text.casefold().replace("ё", "е")).strip()


@dataclass(frozen=True, slots=True)
class _Named:
    """A place that a word names: its id and kind, and whether the word is a part of its name."""

    place_id: str
    kind: str
    in_part: bool

    @property
    def rank(self) -> tuple[bool, bool]:
        return self.kind not in SITE_KINDS, self.in_part


_NAMED_BY = ("id", *NAME_COLUMNS, "aliases", "kind")


@dataclass(frozen=True)
class PlaceNames:
    """Places by each word that names them."""

    by_word: Mapping[str, Sequence[_Named]]

    @cached_property
    def by_spelling(self) -> Mapping[str, Sequence[str]]:
        """The words by their spelling, which is asked for where no word is the same by letter."""
        found: dict[str, list[str]] = {}
        for word in self.by_word:
            found.setdefault(spelling_of(word), []).append(word)
        return found

    @classmethod
    def of(cls, places: gpd.GeoDataFrame) -> PlaceNames:
        """Return the names of places."""
        return _names_of(_name_values(places))

    def ids_of(self, text: str) -> list[str]:
        """Return the places of a text: as it is or without words beside it, by spelling, by case.

        Where those words ask for a kind that no place of the name has, it names none.
        """
        word = plain_name(text)
        asked = AskedName(word), asked_name(word)
        for find in (self._exact, self._spelled, self._declined):
            for one in asked:
                found = find(one.name) if one.name else []
                if one.kinds is None or any(named.kind in one.kinds for named in found):
                    ranked = sorted(found, key=lambda named: _rank(named, one, text))
                    if ranked:
                        return list(dict.fromkeys(named.place_id for named in ranked))
        return []

    def _exact(self, word: str) -> Sequence[_Named]:
        return self.by_word.get(word, ())

    def _spelled(self, word: str) -> Sequence[_Named]:
        """Return the places of all words of one spelling; none where they are names of several."""
        return self._of_one(
            self.by_spelling.get(spelling_of(word), ()) if spelling_of(word) else ()
        )

    def _declined(self, word: str) -> Sequence[_Named]:
        """Return the places of all names of which a word is a case; none if they are several."""
        if word.isascii():
            return ()
        return self._of_one([name for name in self.by_word if is_form_of(word, name)])

    def _of_one(self, words: Sequence[str]) -> Sequence[_Named]:
        found = {each: {named.place_id for named in self.by_word[each]} for each in words}
        widest = max(found.values(), key=len, default=set())
        if any(not ids & widest for ids in found.values()):
            return ()
        return [named for each in words for named in self.by_word[each]]


def _rank(named: _Named, asked: AskedName, text: str) -> tuple[bool, bool, tuple[bool, bool]]:
    unwanted = asked.kinds is not None and named.kind not in asked.kinds
    return named.place_id != text.strip(), unwanted, named.rank


def name_rows(places: gpd.GeoDataFrame) -> list[dict[str, str]]:
    """Return id, names, aliases and kind of each place."""
    return [dict(zip(_NAMED_BY, row, strict=True)) for row in _name_values(places)]


def _name_values(places: gpd.GeoDataFrame) -> tuple[tuple[str, ...], ...]:
    return tuple(zip(*(places[column].tolist() for column in _NAMED_BY), strict=True))


# To read the names takes fifty times as long as to compare them with those read last.
@lru_cache(maxsize=4)
def _names_of(values: tuple[tuple[str, ...], ...]) -> PlaceNames:
    by_word: dict[str, list[_Named]] = {}
    for value in values:
        row = dict(zip(_NAMED_BY, value, strict=True))
        full, short = _names(row)
        for word in {*full, *short, plain_name(row["id"])}:
            named = _Named(row["id"], row["kind"], word not in full)
            by_word.setdefault(word, []).append(named)
    return PlaceNames(by_word)


def _names(row: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return the names of a place in full and in part."""
    full = [row[column] for column in NAME_COLUMNS]
    short = [plain_name(_SHORT.split(name, maxsplit=1)[0]) for name in full]
    if row["kind"] not in SITE_KINDS:
        short += [town_of(name) for name in short]
    full += row["aliases"].split(";")
    return [plain_name(name) for name in full if name], [name for name in short if name]


def spoken_names(row: Mapping[str, str]) -> list[str]:
    """Return the id, names and aliases of a place as they are written."""
    aliases = row["aliases"].split(";")
    return [name for name in (row["id"], row["name_en"], row["name_ru"], *aliases) if name]


def nearest_names(text: str, spoken: Mapping[str, str]) -> str:
    """Return the names closest to a text, with commas.

    Parameters
    ----------
    text
        What was asked for.
    spoken
        Names as they are shown, by their plain form.
    """
    word = plain_name(text)
    spelled: dict[str, str] = {}
    for name in spoken:
        spelled.setdefault(spelling_of(name), name)
    close = difflib.get_close_matches(word, list(spoken), n=NEAREST, cutoff=NEAR)
    alike = spelling_of(asked_name(word).name)
    close += [
        spelled[name]
        for name in difflib.get_close_matches(alike, list(spelled), n=NEAREST, cutoff=NEAR)
    ]
    return ", ".join(list(dict.fromkeys(spoken[name] for name in close))[:NEAREST])
