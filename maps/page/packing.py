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
    from collections.abc import Mapping

    from numpy.typing import NDArray

# Stands for "none" in arrays of numbers that cannot be negative.
NONE = 0xFFFF_FFFF


def pack(arrays: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
    """Return arrays as one compressed block in base64, and a directory of name, type and length.

    Numbers that are whole and not negative take the least bytes that hold them all, `NONE` as the
    greatest number of the type; the rest are doubles. The widest types come first, so that every
    array is aligned.
    """
    typed = {name: _narrowed(values) for name, values in arrays.items()}
    order = sorted(typed, key=lambda name: -typed[name].dtype.itemsize)
    block = b"".join(typed[name].tobytes() for name in order)
    return {
        "arrays": [[name, _code(typed[name]), len(typed[name])] for name in order],
        "block": base64.b64encode(zlib.compress(block, 9)).decode(),
    }


def pack_json(data: object) -> str:
    """Return data as compressed JSON in base64.

    Raises
    ------
    ValueError
        If a number is NaN or infinite.
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


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


def _code(values: NDArray[Any]) -> str:
    return f"{values.dtype.kind}{values.dtype.itemsize}"
