"""Two atlases or two rate cards compared, row by row by the keys of their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault, InputError
from zimnik.maps.reports.scenarios.diff import ADDED, CHANGED, REMOVED, Change, cell_change

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from zimnik.layers import Atlas
    from zimnik.layers.schema.schema import Table

RATES, MOVED = "rates", "moved_km"
# Where a number comes from is why it changed, and no change by itself.
REASONS = (
    "source",
    "source_date",
    "note",
    "coord_source",
    "capacity_source",
    "traffic_note",
    "status_note",
)


def atlas_changes(before: Atlas, after: Atlas) -> tuple[int, list[Change]]:
    """Return how many rows both atlases have, and what is not the same, in all tables."""
    from zimnik.layers.schema.tables import TABLES

    rows, found = 0, list[Change]()
    for name, table in TABLES.items():
        both, changes = table_changes(table, before.table(name), after.table(name))
        rows += both
        found += changes
    return rows, found


def table_changes(
    table: Table, before: pd.DataFrame, after: pd.DataFrame
) -> tuple[int, list[Change]]:
    """Return how many rows two tables share by their key, and what is not the same.

    A row whose only change is of its source or its note is changed there.

    Parameters
    ----------
    table
        What the table is.
    before, after
        Its rows on both sides.
    """
    old, new = _by_key(table, before), _by_key(table, after)
    both = [key for key in old if key in new]
    found = [Change(table.name, key, REMOVED) for key in old if key not in new]
    found += [Change(table.name, key, ADDED) for key in new if key not in old]
    for key in both:
        found += _row_changes(table.name, key, old[key], new[key])
    return len(both), found


def _by_key(table: Table, frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    rows = [_plain_row(row) for row in _with_coordinates(frame).to_dict("records")]
    found = {" ".join(_word(row.get(name)) for name in table.key): row for row in rows}
    if len(found) != len(rows):
        raise InputError(
            [Fault(table.name, "each key once", "a key twice", "Run zimnik check on it.")]
        )
    return found


def _with_coordinates(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with lon and lat for points; of lines the ends are those of terminals."""
    import pandas as pd

    if getattr(frame, "active_geometry_name", None) is None:
        return frame
    geometry = frame.geometry
    plain = pd.DataFrame(frame.drop(columns=geometry.name))
    if not (geometry.geom_type == "Point").all():
        return plain
    return plain.assign(lon=geometry.x, lat=geometry.y)


def _plain_row(row: dict[Any, Any]) -> dict[str, Any]:
    import pandas as pd

    return {
        str(name): None if value is None or value == "" or pd.isna(value) else value
        for name, value in row.items()
    }


def _word(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _row_changes(of: str, key: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    names = [name for name in dict.fromkeys((*old, *new)) if name not in {"lon", "lat"}]
    why = "; ".join(
        f"{name}: {old.get(name) or 'none'} -> {new.get(name) or 'none'}"
        for name in REASONS
        if old.get(name) != new.get(name)
    )
    numbers = [name for name in names if name not in REASONS]
    found = [cell_change(of, key, n, (old.get(n), new.get(n)), why=why) for n in numbers]
    kept = [one for one in found if one is not None]
    moved_km = _moved_km(old, new)
    if moved_km:
        kept.append(Change(of, key, CHANGED, MOVED, 0.0, moved_km, moved_km, None, why))
    if not kept:
        reasons = (cell_change(of, key, n, (old.get(n), new.get(n))) for n in REASONS)
        kept = [one for one in reasons if one is not None]
    yield from kept


def _moved_km(old: dict[str, Any], new: dict[str, Any]) -> float:
    from zimnik.geo.core.geodesy import geodesic_km

    ends = [
        float("nan") if one.get(name) is None else float(one[name])
        for one in (old, new)
        for name in ("lon", "lat")
    ]
    far_km = float(geodesic_km(*ends))
    # Of what has no place it is nan.
    return far_km if far_km > 0 else 0.0
