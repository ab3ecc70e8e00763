"""Files that are written whole or not at all.

Owns how a file is written: beside its place, then moved into it, so that a reader never meets half
of one. Only an entry point calls it.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def require_suffix_of(path: Path, suffixes: Sequence[str]) -> None:
    """Raise InputError unless a name ends in one of some suffixes."""
    if path.suffix.casefold() not in suffixes:
        expected = f"a name in {' or '.join(suffixes)}"
        raise InputError([Fault(str(path), expected, f"'{path.suffix}'", "Give another name.")])


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let a file be written beside its place and move it there.

    Parameters
    ----------
    path
        Where the file is to stand.
    write
        Writes the file to the path that it is given.

    Raises
    ------
    InputError
        If it cannot be written; nothing is left then.
    """
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".zimnik-") as folder:
            made = Path(folder) / path.name
            write(made)
            # An answer is to be handed on, whatever mode the writer gave it.
            made.chmod(0o666 & ~_umask())
            made.replace(path)
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error), "a place to write to") from error
    except Exception as error:
        # GDAL's own errors are no OSError; only what rasterio raises is known to be of the file.
        if type(error).__module__.partition(".")[0] != "rasterio":
            raise
        raise _unwritable(path, str(error), "a place to write to") from error


def write_text(path: Path, text: str) -> int:
    """Write a text as UTF-8 and return its size in bytes.

    Raises
    ------
    InputError
        If it cannot be written; nothing is left then.
    """
    data = text.encode()
    write_whole(path, lambda made: made.write_bytes(data))
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
        raise _unwritable(path, error.strerror or str(error), "a folder") from error


def _unwritable(path: Path, found: str, expected: str) -> InputError:
    return InputError([Fault(str(path), expected, found, "Name another place.")])


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
