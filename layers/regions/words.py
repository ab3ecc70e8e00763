"""Words of the pages of a region, and what its tables tell in English alone, in other languages.

Owns how `words_fr.json` and its like are read: any part of the words of a page, by group and key as
in the shipped English file; what it has not stands in English. And how `prose_ru.json` and its like
are: notes, payers and names of the tables by their English text.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.plain_files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from zimnik.layers.regions.region import Region

PROSE = "translations by their English text"


def words_of(region: Region, *, shipped: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return the words of each language of a region that is not shipped.

    Parameters
    ----------
    region
        The region.
    shipped
        Languages that need no file.

    Raises
    ------
    InputError
        With the faults of all files.
    """
    found, faults = dict[str, dict[str, Any]](), list[Fault]()
    for language in region.languages:
        if language in shipped:
            continue
        try:
            found[language] = _read(region.folders, f"words_{language}.json")
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found


def prose_of(region: Region) -> dict[str, dict[str, str]]:
    """Return what the tables of a region tell in English alone, by language and English text.

    Of regions that are joined each brings its own; a language without a file has none.

    Raises
    ------
    InputError
        If a file holds something else.
    """
    found = dict[str, dict[str, str]]()
    for language in region.languages:
        name = f"prose_{language}.json"
        for folder in region.folders:
            if (folder / name).is_file():
                told = _read((folder,), name, expected=PROSE)
                if not all(isinstance(one, str) for one in told.values()):
                    raise InputError([Fault(name, PROSE, "a table", "Correct the file.")])
                found.setdefault(language, {}).update(told)
    return found


def _read(
    folders: tuple[Path, ...],
    name: str,
    *,
    expected: str = "words by group and key, as in maps/page/text_en.json",
) -> dict[str, Any]:
    path = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if path is None:
        remedy = "Write the file beside region.toml, or take the language out of it."
        raise InputError([Fault(name, expected, "no such file", remedy)])
    try:
        words = json.loads(read_bytes(path, name).decode())
    except (ValueError, RecursionError) as error:
        raise InputError([Fault(name, expected, str(error), "Correct the file.")]) from error
    if not isinstance(words, dict) or not all(_is_words(one) for one in words.values()):
        raise InputError([Fault(name, expected, "something else", "Correct the file.")])
    return words


def _is_words(value: object) -> bool:
    """Whether a value is a text, or a table or list of such."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_words(one) for key, one in value.items())
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(one, str) for one in value)
    )
