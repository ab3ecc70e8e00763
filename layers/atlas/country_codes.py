"""Countries by their codes of two and three letters and their names, as users' tables have them.

Owns which words of a column of countries are turned into codes. Countries that
`layers.atlas.countries` does not list are written as a code of two letters.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zimnik.layers.atlas.countries import COUNTRY_NAMES, LONG_CODES

if TYPE_CHECKING:
    from zimnik.layers.readers.cells import Cells

COLUMN = "country"


def _codes() -> dict[str, str]:
    found = {name.casefold(): code for code, names in COUNTRY_NAMES.items() for name in names}
    found |= {code.casefold(): code for code in COUNTRY_NAMES}
    return found | {longer.casefold(): code for longer, code in LONG_CODES.items()}


CODES = _codes()


def with_country_codes(cells: Cells) -> Cells:
    """Return cells with codes of two letters for countries by name or other codes, and a note."""
    if COLUMN not in cells.table.names:
        return cells
    texts = cells.frame[COLUMN].tolist()
    codes = [CODES.get(text.strip().casefold(), text) for text in texts]
    changed = list(dict.fromkeys((t, c) for t, c in zip(texts, codes, strict=True) if t != c))
    if not changed:
        return cells
    said = f"such as '{changed[0][0]}' as {changed[0][1]}"
    note = f"{cells.where}: countries were read by name or code, {said}"
    frame = cells.frame.assign(**{COLUMN: codes})
    return replace(cells, frame=frame, notes=(*cells.notes, note))
