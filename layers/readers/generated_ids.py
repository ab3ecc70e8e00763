"""Ids for the sites of a table that has none, made from their names; names that are only Russian.

Owns how a name becomes an id: `deposit_`, `hub_` or `market_` and the name in Latin letters, so
that a made id never replaces a shipped site and is the same whenever the file is read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from zimnik.layers.schema.tables import SITE_TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.layers.readers.cells import Cells

CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
SPELLED = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya"
LATIN = {letter: latin.strip("-") for letter, latin in zip(CYRILLIC, SPELLED.split(), strict=True)}
LONGEST_ID = 60


def with_russian_names(cells: Cells) -> Cells:
    """Return the cells with Russian names for English ones where there is no column of these."""
    frame = cells.frame
    named = "name_ru" in frame.columns and frame["name_ru"].any()
    if "name_en" not in cells.missing or not named:
        return cells
    note = f"{cells.where}: no column name_en; the names of name_ru stand in its place"
    return replace(
        cells,
        frame=frame.assign(name_en=frame["name_ru"]),
        missing=tuple(name for name in cells.missing if name != "name_en"),
        faults=tuple(fault for fault in cells.faults if fault.row or fault.column != "name_en"),
        notes=(*cells.notes, note),
    )


def with_made_ids(cells: Cells) -> Cells:
    """Return the cells with ids where a table of sites has no column of them, and a note."""
    kind = SITE_TABLES.get(cells.table.name)
    if kind is None or "id" not in cells.missing:
        return cells
    frame = cells.frame
    names = [en or ru for en, ru in zip(frame["name_en"], frame["name_ru"], strict=True)]
    ids = made_ids(names, kind)
    example = f", such as {ids[0]}" if ids else ""
    return replace(
        cells,
        frame=frame.assign(id=ids),
        missing=tuple(name for name in cells.missing if name != "id"),
        faults=tuple(fault for fault in cells.faults if fault.row or fault.column != "id"),
        notes=(*cells.notes, f"{cells.where}: no column id; ids are made from names{example}"),
    )


def made_ids(names: Sequence[str], prefix: str) -> list[str]:
    """Return an id for each name, all different; a name that comes again is numbered from 2."""
    used: set[str] = set()
    again: dict[str, int] = {}
    ids = []
    for position, name in enumerate(names, start=1):
        stem = f"{prefix}_{_plain(name) or position}"
        made = stem
        while made in used:
            again[stem] = again.get(stem, 1) + 1
            made = f"{stem}_{again[stem]}"
        used.add(made)
        ids.append(made)
    return ids


def _plain(name: str) -> str:
    """Return a name in lower-case Latin letters and digits, joined by underscores."""
    latin = "".join(LATIN.get(letter, letter) for letter in name.casefold())
    bare = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "_", bare).strip("_")[:LONGEST_ID].rstrip("_")
