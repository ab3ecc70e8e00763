"""Keys of rows: no two rows of a table share one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zimnik.geo.core.errors import Fault

if TYPE_CHECKING:
    from zimnik.layers.readers.cells import Cells


def repeated_keys(cells: Cells) -> dict[int, Fault]:
    """Return the rows whose key an earlier row has, each with its fault."""
    key = list(cells.table.key)
    if set(key) & set(cells.missing):
        return {}
    keys = list(cells.frame[key].itertuples(index=False, name=None))
    first: dict[tuple[Any, ...], int] = {}
    faults = {}
    for number, values in zip(cells.frame.index, keys, strict=True):
        earlier = first.setdefault(values, number)
        if all(values) and earlier != number:
            faults[number] = Fault(
                cells.where,
                f"{' and '.join(key)} of no other row",
                f"the same as {cells.numbering} {earlier}",
                "Rename or drop one of the two.",
                row=cells.label(number),
                column=key[-1],
            )
    return faults
