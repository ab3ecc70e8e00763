"""Texts without letters that steer a terminal, a table or the order of other letters.

Owns which characters never get past the door, so that no name can clear a screen, forge a line or
show other letters than it holds.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from zimnik.layers.readers.cells import shown
from zimnik.layers.schema.schema import Kind

if TYPE_CHECKING:
    from zimnik.layers.readers.cells import Cells

# Control characters, separators of lines and paragraphs, and marks of the direction of writing.
_OTHERS = r"\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]+"
_STEERING = re.compile(rf"[\x00-\x1f{_OTHERS}")
# A note may have lines.
_IN_NOTES = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f{_OTHERS}")
NOTE = "note"
LISTED = 5


def with_plain_texts(cells: Cells) -> Cells:
    """Return the cells with a space for control characters in texts, and a note of where.

    Ids, words and numbers keep them, and are faults. Notes keep their ends of lines and tabs.
    """
    frame, places = cells.frame, dict[int, list[str]]()
    columns = {}
    for column in cells.table.columns:
        texts = frame[column.name].tolist()
        if column.kind is not Kind.TEXT or column.pattern:
            continue
        steering = _IN_NOTES if column.name.endswith(NOTE) else _STEERING
        rows = zip(frame.index.tolist(), texts, strict=True)
        found = [number for number, text in rows if steering.search(text)]
        for number in found:
            places.setdefault(number, []).append(column.name)
        if found:
            columns[column.name] = [steering.sub(" ", text) for text in texts]
    if not columns:
        return cells
    plain = replace(cells, frame=frame.assign(**columns))
    listed = [f"{plain.label(n)} ({', '.join(map(shown, names))})" for n, names in places.items()]
    more = f" and {len(listed) - LISTED} more" if len(listed) > LISTED else ""
    note = (
        f"{cells.where}: spaces stand for control characters in row {', '.join(listed[:LISTED])}"
        f"{more}"
    )
    return replace(plain, notes=(*cells.notes, note))
