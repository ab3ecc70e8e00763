"""Words of the pages of a region, in languages that are not shipped.

Owns how `words_fr.json` and its like are read: any part of the words of a page, by group and key as
in the shipped English file; what it has not stands in English.
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


def _read(folders: tuple[Path, ...], name: str) -> dict[str, Any]:
    path = next((folder / name for folder in folders if (folder / name).is_file()), None)
    expected = "words by group and key, as in maps/page/text_en.json"
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
