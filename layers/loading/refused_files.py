"""Refused rows as a file, to be corrected and given again.

Owns that a cell which a spreadsheet would take for a formula stays text.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from zimnik.layers.files import write_text
from zimnik.layers.loading.good_rows import REFUSED_COLUMNS, refused_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zimnik.layers.loading.good_rows import RefusedRow

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def write_refused(refused: Sequence[RefusedRow], path: Path) -> None:
    """Write refused rows with their reasons as CSV; a heading alone where there are none.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    rows = refused_rows(refused)
    names = list(dict.fromkeys((*REFUSED_COLUMNS, *(name for row in rows for name in row))))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_inert(row.get(name, "")) for name in names] for row in rows)
    write_text(path, out.getvalue())


def _inert(text: str) -> str:
    is_number = text.lstrip("+-").replace(".", "", 1).isdigit()
    return f"'{text}" if text.startswith(FORMULA_SIGNS) and not is_number else text
