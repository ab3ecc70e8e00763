"""How a user's tables are understood where they do not say it themselves.

Owns what the asker may say of files: their encoding, which of their columns is which, and what
their words stand for.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.layers.readers.cells import nearest, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from zimnik.layers.readers.cells import Cells
    from zimnik.layers.schema.schema import Table


@dataclass(frozen=True, slots=True)
class Reading:
    """What is said of a user's tables.

    Parameters
    ----------
    encoding
        Encoding of texts that do not name their own; "" where it is to be judged.
    columns
        Columns of the tables by the heading that the file has for them.
    stand_for
        Values that take the place of others, by column and the value in the file.
    """

    encoding: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    stand_for: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def column_of(self, heading: str) -> str | None:
        """Return the column that a heading is said to be, if any is said."""
        plain = heading.strip().casefold()
        said = (name for own, name in self.columns.items() if own.strip().casefold() == plain)
        return next(said, None)


AS_WRITTEN = Reading()


def reading_faults(reading: Reading) -> list[Fault]:
    """Return what cannot be done of a reading, whatever the tables are."""
    try:
        codecs.lookup(reading.encoding or "utf-8")
        "".encode(reading.encoding or "utf-8")
    except (LookupError, ValueError, TypeError):
        expected = "an encoding such as utf-8, cp1251, cp1252 or utf-16"
        found = f"'{shown(reading.encoding)}'"
        return [Fault("encoding", expected, found, "Name another.")]
    return []


def with_said_headings(
    frame: pd.DataFrame, table: Table, where: str, reading: Reading
) -> pd.DataFrame:
    """Return a frame with the headings that are said to be columns of the table renamed.

    Raises
    ------
    InputError
        If a column that is said is none of the table while its heading stands in the file.
    """
    headings = [str(name) for name in frame.columns]
    said = [reading.column_of(heading) for heading in headings]
    faults = [
        Fault(
            where, f"a column of table {table.name}", f"'{shown(name)}'", _near(name, table.names)
        )
        for name in said
        if name is not None and name not in table.names
    ]
    if faults:
        raise InputError(faults)
    if not any(said):
        return frame
    taken = {name for name in said if name}
    # A heading that is said to be a column stands before one that merely has its name.
    names = [
        own or (f"{heading} (own)" if heading.strip().casefold() in taken else heading)
        for own, heading in zip(said, headings, strict=True)
    ]
    return frame.set_axis(names, axis=1)


def _near(name: str, names: tuple[str, ...]) -> str:
    near = nearest(name, names)
    return f"Is '{near}' meant?" if near else f"Name one of {', '.join(names)}."


def with_said_values(cells: Cells, reading: Reading) -> Cells:
    """Return cells with the values that are said to stand for others in their place, and a note."""
    frame, changed = cells.frame, []
    for column, values in reading.stand_for.items():
        if column not in frame.columns:
            continue
        plain = {own.strip().casefold(): value for own, value in values.items()}
        texts = [plain.get(text.strip().casefold(), text) for text in frame[column]]
        if texts != frame[column].tolist():
            frame = frame.assign(**{column: texts})
            changed.append(column)
    if not changed:
        return cells
    note = f"{cells.where}: values were replaced as said in {', '.join(changed)}"
    return replace(cells, frame=frame, notes=(*cells.notes, note))
