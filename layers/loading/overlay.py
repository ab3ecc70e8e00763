"""One atlas over another: rows replaced by their key, in place, and new ones added.

Owns what happens to drawn lines when their link is another or its ends have moved. It judges
nothing: rows come in valid.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from zimnik.layers.atlas.areas import with_areas
from zimnik.layers.atlas.atlas import make_atlas, with_points
from zimnik.layers.atlas.link_lines import drawn_lines
from zimnik.layers.readers.cells import cell_text, typed
from zimnik.layers.schema.money_tables import RATES
from zimnik.layers.schema.tables import PLACE_TABLES, TABLES

if TYPE_CHECKING:
    from datetime import date

    from zimnik.geo.core.errors import Fault
    from zimnik.layers.atlas.atlas import Atlas
    from zimnik.layers.readers.cells import Cells


@dataclass(frozen=True, slots=True)
class UserAtlas:
    """What a user's path holds, as text.

    Parameters
    ----------
    cells
        Its tables.
    lines
        Drawn lines of a `link_lines.parquet`.
    edition
        Version and date of its own, where it has them.
    name
        What to call it.
    faults
        What could not be read.
    """

    cells: tuple[Cells, ...]
    lines: pd.DataFrame | None
    edition: tuple[str, date] | None
    name: str
    faults: tuple[Fault, ...]


def merged(atlas: Atlas, user: UserAtlas, good: dict[str, list[int]]) -> Atlas:
    """Return an atlas with the good rows of a user's tables in it.

    Parameters
    ----------
    atlas
        The atlas underneath.
    user
        The tables over it.
    good
        Numbers of the rows to take, by table.
    """
    frames: dict[str, pd.DataFrame] = {}
    changed: set[str] = set()
    by_name = {cells.table.name: cells for cells in user.cells}
    for name, table in TABLES.items():
        frames[name] = atlas.table(name)
        if name not in by_name:
            continue
        own = typed(replace(by_name[name], frame=by_name[name].frame.loc[good[name]]))
        if table.geometry == "Point":
            own = with_points(own, table)
        elif table.geometry:
            frames[name] = pd.DataFrame(frames[name].drop(columns="geometry"))
        if name in PLACE_TABLES:
            changed |= _changed_ids(frames[name], own, ["geometry"])
        elif name == "links":
            changed |= _changed_ids(frames[name], own, ["from_id", "to_id", "mode"])
        over = with_own_rates if table is RATES else with_rows
        frames[name] = over(frames[name], own, list(table.key))
    version, day = user.edition or (f"{atlas.version}+{user.name}", atlas.date)
    lines = _drawn_lines(atlas, user, changed)
    notes = (*atlas.notes, *(note for cells in user.cells for note in cells.notes))
    made = make_atlas(frames, version, day, atlas.region, lines=lines, notes=notes)
    areas = with_areas(atlas.areas, user.cells, good)
    return replace(made, areas=areas, parts=atlas.parts, warnings=atlas.warnings)


def _changed_ids(shipped: pd.DataFrame, own: pd.DataFrame, columns: list[str]) -> set[str]:
    """Return the ids of own rows that differ from the shipped row in any of the columns."""
    before = pd.DataFrame(shipped.set_index("id")[columns]).reindex(own["id"])
    after = pd.DataFrame(own.set_index("id")[columns])
    differs = (before.astype(object) != after.astype(object)).any(axis=1)
    return set(own.loc[differs.to_numpy(), "id"])


def with_rows(shipped: pd.DataFrame, own: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return rows with those of the same key replaced in place, and new ones at the end."""
    stacked = pd.concat([shipped, own], ignore_index=True)
    if stacked.empty:
        return stacked
    # As text, so that an unknown year equals an unknown year.
    keys = zip(*(stacked[name].map(cell_text) for name in key), strict=True)
    last = {values: position for position, values in enumerate(keys)}
    return stacked.iloc[list(last.values())].reset_index(drop=True)


def with_own_rates(shipped: pd.DataFrame, own: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return rates with a user's over them, new ones in the order of their key.

    What is drawn by chance follows the order of the card, which no order of a file decides.
    """
    return with_rows(shipped, own.sort_values(key, kind="stable"), key)


def _drawn_lines(atlas: Atlas, user: UserAtlas, changed: set[str]) -> pd.DataFrame:
    """Return lines of shipped links whose ends have not moved, and the user's own over them."""
    touched = atlas.links[["id", "from_id", "to_id"]].isin(changed).any(axis=1)
    parts = [pd.DataFrame(drawn_lines(atlas.links.loc[~touched]))]
    for cells in user.cells:
        if cells.geometry is not None:
            own = drawn_lines(cells.frame.assign(geometry=cells.geometry.to_numpy()))
            parts.append(own.loc[own["geometry"].notna()])
    if user.lines is not None:
        parts.append(user.lines)
    full = [part.astype({"geometry": object}) for part in parts if len(part)]
    return pd.concat(full, ignore_index=True) if full else parts[0]
