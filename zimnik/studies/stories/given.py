"""The option of a story, read without what reads the story itself."""

from __future__ import annotations

from pathlib import Path

from zimnik.studies.options import Reader, text

SUFFIX = ".md"


def _story(given: object) -> str | Path:
    if isinstance(given, Path):
        return given
    name = str(text("a file in .md, or the name of a story of the region").read(given))
    return Path(name) if name.casefold().endswith(SUFFIX) else name


STORY = Reader(_story)
