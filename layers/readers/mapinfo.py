"""MapInfo files before GDAL opens them: only native tables and exchange files, alone.

Owns that a .tab names no other table, view, file or server, and that nothing in the head of either
file may be taken for a format of another reader.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.plain_files import unreadable

if TYPE_CHECKING:
    from pathlib import Path

TAB, MIF = ".tab", ".mif"
HEAD_BYTES = 65_536
# What XML, JSON and labels of rasters are told by; none stands in the head of a MapInfo file.
_FOREIGN = re.compile(rb"[<{=]")
_NATIVE = re.compile(rb"^\s*type\s+native\b", re.IGNORECASE | re.MULTILINE)
_OTHERS = re.compile(
    rb"^\s*(open\s+table|create\s+view|file\s+\"|begin_metadata.*isseamless)",
    re.IGNORECASE | re.MULTILINE,
)
_SEAMLESS = re.compile(rb"isseamless", re.IGNORECASE)


def require_own_table(path: Path, where: str) -> None:
    """Raise InputError unless a MapInfo file holds its table itself."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise unreadable(where, error) from error
    is_tab = path.suffix.casefold() == TAB
    others = _OTHERS.search(head) or _SEAMLESS.search(head)
    if is_tab and (others or not _NATIVE.search(head)):
        found = "one that refers to others"
    elif _FOREIGN.search(head):
        found = "a file of another kind"
    else:
        return
    expected, remedy = "a native MapInfo table", "Export it as .mif, or to a GeoPackage."
    raise InputError([Fault(where, expected, found, remedy)])
