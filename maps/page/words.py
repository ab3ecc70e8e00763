"""The words of the pages by language, and the titles made of them.

Owns how `text_*.json`, `messages_*.json` and `answers_*.json` are read.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zimnik.maps.page.ground import Ground

LANGUAGES = ("en", "ru")
_NAMED = re.compile(r"\bTEXT\.(\w+)(?:\.(\w+))?")
# What a language is called stands in its own words.
ALWAYS = frozenset({"language", "in_language"})
# The group of what tables tell in English alone.
PROSE = "prose"
# The group of the words of pages of answers, in the words of a region.
ANSWERS = "answers"
# Of these groups a page says what its data or its script names.
BY_DATA = frozenset({"inputs", "message_words", "messages", "products"})
# In what a page is about; blocks of packed arrays are no texts.
_STRINGS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_LONGEST_TEXT = 4000
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
_TAKEN = re.compile(r"\{([^{}]*)\} = TEXT;")


@cache
def words(language: str) -> dict[str, Any]:
    """Return the words of a language by group and key, as they stand in its file.

    Parameters
    ----------
    language
        One of `LANGUAGES`.

    Raises
    ------
    InputError
        If the language is not one of them.
    """
    return {**_read("text", language), **_read("messages", language)}


@cache
def answer_words(language: str) -> dict[str, Any]:
    """Return the words of the pages of answers, which no other page carries.

    Parameters
    ----------
    language
        One of `LANGUAGES`.

    Raises
    ------
    InputError
        If the language is not one of them.
    """
    return _read("answers", language)


def _read(name: str, language: str) -> dict[str, Any]:
    if language not in LANGUAGES:
        expected = f"one of {', '.join(LANGUAGES)}"
        raise InputError([Fault("language", expected, language, "Choose one of them.")])
    text = files("zimnik.maps").joinpath("page", f"{name}_{language}.json").read_text("utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def words_in(ground: Ground, language: str) -> dict[str, Any]:
    """Return the words of a language of a page: those that are shipped, or those of its region.

    Raises
    ------
    InputError
        If neither has any.
    """
    own = ground.words.get(language)
    return words(language) if own is None else {**own, "language": language}


def prose_on(ground: Ground, language: str, told: str) -> dict[str, str]:
    """Return what a page tells of the atlas as it is written there, in a language, by English text.

    Parameters
    ----------
    ground
        What the page knows of its region.
    language
        One of its languages.
    told
        What the page is about, as JSON.
    """
    known = ground.prose.get(language, {})
    if not known:
        return {}
    texts = {text for text in _STRINGS.findall(told) if len(text) <= _LONGEST_TEXT}
    keys = {key for text in texts for key in _prose_keys(json.loads(text))}
    return {key: said for key, said in known.items() if key in keys}


def _prose_keys(text: str) -> Iterator[str]:
    """Yield what a text may be translated by: whole, by parts, and each with `#` for its numbers.

    `maps/js/shared/written.js` puts the parts together and the numbers in.
    """
    for part in {text, *text.split("; ")}:
        yield part
        yield _NUMBERS.sub("#", part)


def words_on(ground: Ground, language: str, script: str, told: str) -> dict[str, Any]:
    """Return the words that a script names, in a language; of a group only those that it names.

    Parameters
    ----------
    ground
        What the page knows of its region, whose words of other languages than the shipped ones it
        has.
    language
        One of its languages.
    script
        Code that takes words as `TEXT.route` or as `{ ui, projections } = TEXT`.
    told
        What the page is about, as JSON: of messages and inputs only those that it holds.

    Raises
    ------
    InputError
        If nobody has words of the language.
    """
    taken = ",".join(_TAKEN.findall(script))
    whole = {*re.findall(r"(\w+)(?=\s*[,:]|\s*$)", taken), *ALWAYS}
    some: dict[str, set[str]] = {}
    for group, key in _NAMED.findall(script):
        some.setdefault(group, set()).add(key)
    whole.update(group for group, keys in some.items() if "" in keys)
    found: dict[str, Any] = {}
    for group, said in words_in(ground, language).items():
        if group in BY_DATA and (group in whole or group in some):
            found[group] = {key: word for key, word in said.items() if key in told or key in script}
        elif group in whole or (group in some and isinstance(said, str)):
            found[group] = said
        elif group in some:
            found[group] = {key: word for key, word in said.items() if key in some[group]}
    return {**found, PROSE: prose_on(ground, language, told)}


def title(
    key: str, language: str, *, own: Mapping[str, str] | None = None, **parameters: object
) -> str:
    """Return the title of a page in a language.

    Parameters
    ----------
    key
        Name of the page: a key of `titles` in the files of words.
    language
        One of `LANGUAGES`.
    own
        Titles of a language that is not shipped, which stand before those.
    parameters
        What the title names, by the names in braces there.

    Raises
    ------
    InputError
        If the language or the key is not known.

    Examples
    --------
    >>> title("route", "en", origin="Tomtor", destination="Krasnokamensk")
    'Tomtor to Krasnokamensk'
    """
    titles = {**words(language)["titles"], **answer_words(language)["titles"], **(own or {})}
    if key not in titles:
        expected = f"one of {', '.join(titles)}"
        raise InputError([Fault("title", expected, key, "Choose one of them.")])
    return str(titles[key]).format(**parameters)
