"""Strings of OpenStreetMap extracts, looked at before osmium reads them.

Owns the refusal of a string with a zero byte in it. libosmium ends strings at one, takes what
follows for the next one and reads on behind the end of its memory, which ends the process. What
else is wrong with a file osmium tells itself.
"""

from __future__ import annotations

import lzma
import zlib
from typing import IO, TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.plain_files import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# As the format bounds them (wiki.openstreetmap.org/wiki/PBF_Format).
MOST_HEADER_BYTES, MOST_BLOB_BYTES = 64 * 1024, 32 * 1024 * 1024
LENGTH_BYTES = 4
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
FIXED_BYTES = {FIXED64: 8, FIXED32: 4}
# Fields of BlobHeader, Blob, PrimitiveBlock and StringTable.
TYPE, DATASIZE, RAW, ZLIB, LZMA, STRINGTABLE, STRING = 1, 3, 1, 3, 4, 1, 1
DATA = b"OSMData"
# A table of strings stands at the head of its block; so much is unpacked to look for its end.
HEAD_BYTES = 64 * 1024
MOST_VARINT_BYTES = 10


class _UnlikeError(Exception):
    """What is read is no message of the format."""


def require_plain_strings(path: Path, where: str) -> None:
    """Raise InputError if a string of an extract has a zero byte in it.

    Parameters
    ----------
    path
        File in .osm.pbf; one that is none is left to osmium to refuse.
    where
        How faults name it.
    """
    try:
        with path.open("rb") as file:
            wrong = any(_has_zero(table) for table in _tables(file))
    except OSError as error:
        raise unreadable(where, error) from error
    except (_UnlikeError, zlib.error, lzma.LZMAError, EOFError):
        return
    if wrong:
        found = "a text with a zero byte in it"
        fault = Fault(where, "an OpenStreetMap extract", found, "Download or cut it anew.")
        raise InputError([fault])


def _tables(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the table of strings of each block."""
    while length := file.read(LENGTH_BYTES):
        header = dict(_fields(_taken(file, int.from_bytes(length, "big"), MOST_HEADER_BYTES)))
        size = header.get(DATASIZE)
        if not isinstance(size, int):
            raise _UnlikeError
        blob = _taken(file, size, MOST_BLOB_BYTES)
        if header.get(TYPE) == DATA:
            yield _table(blob)


def _taken(file: IO[bytes], size: int, most: int) -> bytes:
    if size > most:
        raise _UnlikeError
    return file.read(size)


def _table(blob: bytes) -> bytes:
    """Return the table of strings of a blob; nothing of one that is packed in another way."""
    for number, packed in _fields(blob):
        if not isinstance(packed, bytes):
            continue
        if number == RAW:
            return _first_table(packed)
        if number == ZLIB:
            head = zlib.decompressobj().decompress(packed, HEAD_BYTES)
            try:
                return _first_table(head)
            except _UnlikeError:
                return _first_table(zlib.decompressobj().decompress(packed, MOST_BLOB_BYTES))
        if number == LZMA:
            return _first_table(lzma.LZMADecompressor().decompress(packed, MOST_BLOB_BYTES))
    return b""


def _first_table(block: bytes) -> bytes:
    for number, told in _fields(block):
        if number == STRINGTABLE and isinstance(told, bytes):
            return told
    return b""


def _has_zero(table: bytes) -> bool:
    """Whether a string of a table has a zero byte; an empty one is told by a zero, too."""
    # Nearly every table has the one empty string that stands first, and no other zero.
    if table.find(b"\0", 2) < 0:
        return False
    return any(b"\0" in told for _, told in _fields(table) if isinstance(told, bytes))


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield number and value of each field of a message."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, kind = key >> 3, key & 7
        if kind == VARINT:
            value, at = _varint(message, at)
            yield number, value
            continue
        if kind == BYTES:
            size, at = _varint(message, at)
        elif kind in FIXED_BYTES:
            size = FIXED_BYTES[kind]
        else:
            raise _UnlikeError
        if at + size > len(message):
            raise _UnlikeError
        yield number, message[at : at + size]
        at += size


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and where the next field begins."""
    value = 0
    for place in range(MOST_VARINT_BYTES):
        if at + place >= len(message):
            break
        byte = message[at + place]
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:  # noqa: PLR2004 - the bit that says that more follows
            return value, at + place + 1
    raise _UnlikeError
