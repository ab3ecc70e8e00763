"""What is long in a page, compressed: arrays as one block, which `arrays.js` reads, and records.

A page is sent by mail and kept on phones; of what every page says of places and links three
quarters are words that come again.
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

# Stands for "none" in arrays of numbers that cannot be negative.
NONE = 0xFFFF_FFFF
# Shorter arrays stand as they are.
_LEAST_CODED = 64
_TRIED_LEVEL = 6
_TRIED_MEMORY = (5, 6)


def pack(arrays: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
    """Return arrays as one compressed block in base64, and a directory of what lies in it.

    Numbers that are whole and not negative take the least bytes that hold them all, `NONE` as the
    greatest number of the type; the rest are doubles. An array stands as it is, or as differences
    ("d", of whole numbers, modulo the type), or with the first bytes of all numbers before the
    second ("p"), or as both, whichever is shortest compressed. Its entry in the directory is name,
    type, length and the letters of that.
    """
    typed = {name: _narrowed(values) for name, values in arrays.items()}
    coded = {name: _shortest(values) for name, values in typed.items()}
    block = b"".join(part for _, part in coded.values())
    return {
        "arrays": [
            [name, _code(values), len(values), coded[name][0]] for name, values in typed.items()
        ],
        "block": base64.b64encode(zlib.compress(block, 9)).decode(),
    }


def pack_records(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return records of the same keys by key: each different value once, and which each record has.

    Where no value comes again there is no list of which.
    """
    packed: dict[str, Any] = {}
    for key in records[0] if records else ():
        numbers: dict[str, int] = {}
        values: list[Any] = []
        codes: list[int] = []
        for record in records:
            told = json.dumps(record[key], ensure_ascii=False, sort_keys=True)
            if told not in numbers:
                numbers[told] = len(values)
                values.append(record[key])
            codes.append(numbers[told])
        packed[key] = [values] if len(values) == len(codes) else [values, codes]
    return packed


def pack_json(data: object) -> str:
    """Return data as compressed JSON in base64.

    Raises
    ------
    ValueError
        If a number is NaN or infinite.
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    blocks = (_deflated(text.encode(), memory) for memory in _TRIED_MEMORY)
    return base64.b64encode(min(blocks, key=len)).decode()


def _deflated(data: bytes, memory: int) -> bytes:
    """Return data as zlib compresses it with so much memory.

    With less, what is unlike is told apart sooner, with more what is alike is found further back.
    """
    packer = zlib.compressobj(9, memLevel=memory)
    return packer.compress(data) + packer.flush()


def _narrowed(values: NDArray[Any]) -> NDArray[Any]:
    if values.dtype.kind == "f":
        return values.astype("<f8")
    known = values[values != NONE]
    greatest = int(known.max()) if len(known) else 0
    dtype: type[np.unsignedinteger[Any]] = np.uint32
    if greatest < np.iinfo(np.uint16).max:
        dtype = np.uint16
    if greatest < np.iinfo(np.uint8).max:
        dtype = np.uint8
    return np.where(values == NONE, np.iinfo(dtype).max, values).astype(dtype)


def _shortest(values: NDArray[Any]) -> tuple[str, bytes]:
    """Return how an array is shortest compressed, and its bytes."""
    plain = {"": values.tobytes()}
    if len(values) >= _LEAST_CODED:
        if values.dtype.kind == "u":
            plain["d"] = np.diff(values, prepend=values.dtype.type(0)).tobytes()
        width = values.dtype.itemsize
        if width > 1:
            plain |= {
                f"{code}p": np.frombuffer(part, np.uint8).reshape(-1, width).T.tobytes()
                for code, part in plain.items()
            }
    code = min(plain, key=lambda code: len(zlib.compress(plain[code], _TRIED_LEVEL)))
    return code, plain[code]


def _code(values: NDArray[Any]) -> str:
    return f"{values.dtype.kind}{values.dtype.itemsize}"
