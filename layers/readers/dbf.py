"""The encoding of a shapefile's texts, where the file does not say it.

Owns the few bytes of the table beside a shapefile (dBASE III) that tell it: the number of the code
page in its header, and the records themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.layers.readers.encodings import is_russian, unknown_encoding

if TYPE_CHECKING:
    from pathlib import Path

SHAPEFILE = ".shp"
CODE_PAGE_BYTE = 29
HEADER_LENGTH = slice(8, 10)
# None, and the number that is written for want of a better one.
SAYS_NOTHING = (0x00, 0x57)


def shapefile_encoding(path: Path, where: str) -> tuple[str | None, tuple[str, ...]]:
    """Return UTF-8, or else cp1251, for a shapefile that does not say its encoding, and a note.

    None where the file says it, in a .cpg beside it or by a code page in its table, or where it is
    no shapefile.

    Raises
    ------
    InputError
        If it is neither; the fault names the encodings that are likely.
    """
    if path.suffix.casefold() != SHAPEFILE or _beside(path, ".cpg"):
        return None, ()
    table = _beside(path, ".dbf")
    try:
        content = table.read_bytes() if table else b""
    except OSError:
        return None, ()
    if len(content) <= CODE_PAGE_BYTE or content[CODE_PAGE_BYTE] not in SAYS_NOTHING:
        return None, ()
    records = content[int.from_bytes(content[HEADER_LENGTH], "little") :]
    if records.isascii():
        return None, ()
    try:
        records.decode("utf-8")
    except UnicodeDecodeError as error:
        if not is_russian(records, "cp1251"):
            raise unknown_encoding(records, where) from error
        return "cp1251", (f"{where}: read as cp1251, because it names no encoding",)
    return "UTF-8", (f"{where}: read as UTF-8, because it names no encoding",)


def _beside(path: Path, suffix: str) -> Path | None:
    """Return the file of the same name and another suffix in any case, if there is one."""
    names = (path.with_suffix(suffix), path.with_suffix(suffix.upper()))
    return next((name for name in names if name.is_file()), None)
