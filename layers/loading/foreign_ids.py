"""Ids of places: no two places of any table share one, the user's or the shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault
from zimnik.layers.schema.tables import PLACE_TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.layers.atlas.atlas import Atlas
    from zimnik.layers.readers.cells import Cells


def foreign_ids(atlas: Atlas, tables: Sequence[Cells]) -> dict[tuple[str, int], Fault]:
    """Return the rows whose id another table of places has, the user's or the shipped.

    The fault of each row stands under the name of its table and its number.
    """
    user = {cells.table.name: cells for cells in tables if cells.table.name in PLACE_TABLES}
    owners: dict[str, set[str]] = {}
    for name in PLACE_TABLES:
        shipped = atlas.table(name)["id"].tolist()
        own = user[name].frame["id"].tolist() if name in user else []
        for place_id in (*shipped, *own):
            owners.setdefault(place_id, set()).add(name)
    return {
        (name, number): Fault(
            cells.where,
            "an id that no other table of places has",
            f"'{place_id}' also in {', '.join(sorted(owners[place_id] - {name}))}",
            "Rename the place.",
            row=cells.label(number),
            column="id",
        )
        for name, cells in user.items()
        for number, place_id in zip(cells.frame.index, cells.frame["id"], strict=True)
        if place_id and len(owners[place_id]) > 1
    }
