"""Which shipped places and links a user's rows replace, in words.

Owns that a row of the same id is never taken for the shipped one without a word: a typing mistake
in an id would else turn a trunk line into another link.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from zimnik.layers.atlas.atlas import with_points
from zimnik.layers.checks.validation import cell_faults
from zimnik.layers.readers.cells import cell_text, shown, typed
from zimnik.layers.schema.tables import PLACE_TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.layers.atlas.atlas import Atlas
    from zimnik.layers.checks.validation import Checked
    from zimnik.layers.readers.cells import Cells
    from zimnik.layers.schema.schema import Table

LISTED = 5
LINKS = "links"
SAYING_TABLES = (*PLACE_TABLES, LINKS)
# A line that is drawn otherwise is the same link.
DRAWING = ("drawn_source", "drawn_reason")
WAY = ("mode", "from_id", "to_id")


def replacement_notes(
    atlas: Atlas, tables: Sequence[Cells], checked: Mapping[str, Checked] | None
) -> list[str]:
    """Return what is to be said of shipped rows that a user's rows replace by others.

    Parameters
    ----------
    atlas
        The atlas underneath.
    tables
        The user's tables as text. Rows that could not be loaded are left out.
    checked
        Faults of their cells, as for loading, where they are known.
    """
    notes = []
    for cells in (cells for cells in tables if cells.table.name in SAYING_TABLES):
        table = cells.table
        good = (checked[table.name] if checked else cell_faults(cells)).good
        own = typed(replace(cells, frame=cells.frame.loc[good]))
        own = with_points(own, table) if table.geometry == "Point" else own
        said = _differences(table, atlas.table(table.name), own)
        if said:
            rows = "a row replaces" if len(said) == 1 else f"{len(said)} rows replace"
            more = f" and {len(said) - LISTED} more" if len(said) > LISTED else ""
            listed = ", ".join(said[:LISTED])
            what = "what the atlas has under the same id"
            notes.append(f"{cells.where}: {rows} {what}: {listed}{more}")
    return notes


def _differences(table: Table, shipped: pd.DataFrame, own: pd.DataFrame) -> list[str]:
    names = [column.name for column in table.attributes if column.name not in DRAWING]
    names += ["geometry"] if table.geometry == "Point" else []
    both = set(shipped["id"]) & set(own["id"])
    before, after = (
        {
            str(row["id"]): {name: cell_text(row[name]) for name in names}
            for row in pd.DataFrame(frame.loc[frame["id"].isin(both), names]).to_dict("records")
        }
        for frame in (shipped, own)
    )
    return [_replaced(before[i], after[i], table.name) for i in after if before[i] != after[i]]


def _replaced(before: Mapping[str, str], after: Mapping[str, str], table: str) -> str:
    changed = [shown(name) for name in after if after[name] != before[name]]
    if table == LINKS and set(WAY) & set(changed):
        return f"{before['id']} ({_way(before)}; now {_way(after)})"
    return f"{before['id']} ({', '.join(changed[:LISTED])}{', ...' if changed[LISTED:] else ''})"


def _way(row: Mapping[str, str]) -> str:
    mode, start, end = (shown(row[name]) for name in WAY)
    return f"{mode} {start} to {end}"
