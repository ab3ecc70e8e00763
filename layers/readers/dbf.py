"""The encoding of a shapefile's texts, where the file does not say it.

Owns the few bytes of the table beside a shapefile (dBASE III) that tell it: the number of the code
page in its header, and the records themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.layers.readers.encodings import judged_encoding, unknown_encoding

if TYPE_CHECKING:
    from pathlib import Path

SHAPEFILE = ".shp"
CODE_PAGE_BYTE = 29
HEADER_LENGTH = slice(8, 10)
# None, and the number that is written for want of a better one.
SAYS_NOTHING = (0x00, 0x57)


def shapefile_encoding(
    path: Path, where: str, encoding: str = ""
) -> tuple[str | None, tuple[str, ...]]:
    """Return the encoding of a shapefile that does not say it, and a note.

    It is the one that is said of it, UTF-8, or else one in which its words are plausible.

    None where the file says it, in a .cpg beside it or by a code page in its table, or where it is
    no shapefile.

    Raises
    ------
    InputError
        If it is neither; the fault names the encodings that are likely.
    """
    records = _unnamed_records(path)
    if records.isascii():
        return None, ()
    if encoding:
        return encoding, (f"{where}: read as {encoding}, as said",)
    try:
        records.decode("utf-8")
    except UnicodeDecodeError as error:
        judged = judged_encoding(records)
        if judged is None:
            raise unknown_encoding(records, where) from error
    else:
        judged = "UTF-8"
    return judged, (f"{where}: read as {judged}, because it names no encoding",)


def _unnamed_records(path: Path) -> bytes:
    """Return the records of a shapefile's table where nothing says their encoding, else b""."""
    if path.suffix.casefold() != SHAPEFILE or _beside(path, ".cpg"):
        return b""
    table = _beside(path, ".dbf")
    try:
        content = table.read_bytes() if table else b""
    except OSError:
        return b""
    if len(content) <= CODE_PAGE_BYTE or content[CODE_PAGE_BYTE] not in SAYS_NOTHING:
        return b""
    return content[int.from_bytes(content[HEADER_LENGTH], "little") :]


def _beside(path: Path, suffix: str) -> Path | None:
    """Return the file of the same name and another suffix in any case, if there is one."""
    names = (path.with_suffix(suffix), path.with_suffix(suffix.upper()))
    return next((name for name in names if name.is_file()), None)
