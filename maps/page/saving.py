"""Writing pages and answers to disk, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    import folium

MOST_PAGE_BYTES = 1_500_000


def save_page(page_map: folium.Map, path: Path) -> int:
    """Write the page of a map and return its size in bytes.

    Compare the size with `MOST_PAGE_BYTES` to warn of a page too large to mail.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    return save_text(page_map.get_root().render(), path)


def save_text(text: str, path: Path) -> int:
    """Write a text as UTF-8 and return its size in bytes.

    The file is written beside its place and then moved into it, so that a reader never meets half
    of one.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    data = text.encode()
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False
        ) as file:
            temporary = Path(file.name)
            file.write(data)
        # mkstemp makes files that only their owner reads; an answer is to be handed on.
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise _unwritable(path, error, "a place where a file can be written") from error
    return len(data)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, where it is not there yet.

    Raises
    ------
    InputError
        If it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(path, error, "a folder") from error


def _unwritable(path: Path, error: OSError, expected: str) -> InputError:
    found = error.strerror or str(error)
    return InputError([Fault(str(path), expected, found, "Name another place with --out.")])


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
