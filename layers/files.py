"""Files and folders that are written whole or not at all.

Owns how anything is written: made beside its place, synced, then moved into it, so that a reader
never meets half of one, whenever a run is killed. Only an entry point calls it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError, OutputError
from zimnik.layers.writing.drafts import MADE, draft_folder
from zimnik.layers.writing.places import (
    Place,
    give_rights,
    place_of,
    require_writable,
    sync,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import IO

# Errors of these at writing are no OSError: a full disk is one of GDAL or of SQLite.
WRITERS = ("rasterio", "pyogrio", "pyarrow", "sqlite3")
MOST_SUFFIX = 16


def require_suffix_of(path: Path, suffixes: Sequence[str]) -> None:
    """Raise InputError unless a name ends in one of some suffixes."""
    if path.suffix.casefold() not in suffixes:
        expected = f"a name in {' or '.join(suffixes)}"
        raise InputError([Fault(str(path), expected, f"'{path.suffix}'", "Give another name.")])


def place_fault(path: Path, field: str) -> Fault | None:
    """Return the fault of a file that has no folder to stand in, or None.

    Parameters
    ----------
    path
        Where the file is to stand.
    field
        Option that names it.
    """
    try:
        place = place_of(path)
    except OSError as error:
        return Fault(field, "the name of a file", _reason(error), "Name another place.")
    if place.is_folder:
        return Fault(field, "the name of a file", f"a folder, '{path.name}'", "Name a file in it.")
    if place.is_stream or place.path.parent.is_dir():
        return None
    found = f"'{path.name}' in a folder that is not there"
    return Fault(field, "a name in a folder that is there", found, "Make the folder first.")


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let a file be written beside its place and move it there.

    A link is followed, a device or a pipe is written into, and a file keeps its mode.

    Parameters
    ----------
    path
        Where the file is to stand.
    write
        Writes the file to the path that it is given, which has the same suffix.

    Raises
    ------
    OutputError
        If it cannot be written; what stood there stands then.
    """
    with written_to(path):
        place = place_of(path)
        if place.is_stream:
            _write_through(place, path.suffix, write)
        else:
            _write_beside(place, path.suffix, write)


def write_text(path: Path, text: str) -> int:
    """Write a text as UTF-8 and return its size in bytes.

    Raises
    ------
    OutputError
        If it cannot be written; what stood there stands then.
    """
    data = text.encode("utf-8", "replace")
    write_whole(path, lambda made: made.write_bytes(data))
    return len(data)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, where it is not there yet.

    Raises
    ------
    OutputError
        If it cannot be made.
    """
    with written_to(path, expected="a folder"):
        path.mkdir(parents=True, exist_ok=True)


@contextmanager
def written_to(path: Path, *, expected: str = "a place to write to") -> Iterator[None]:
    """Turn errors of a block that writes to a path into one error that names the path.

    Raises
    ------
    OutputError
        If the block fails to write.
    """
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        raise unwritten(path, _reason(error), expected=expected) from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in WRITERS:
            raise
        raise unwritten(path, str(error), expected=expected) from error


def unwritten(path: Path, found: str, *, expected: str = "a place to write to") -> OutputError:
    """Return the error of a path that cannot be written."""
    return OutputError(Fault(str(path), expected, found, "Name another place."))


def _write_beside(place: Place, suffix: str, write: Callable[[Path], object]) -> None:
    if place.is_folder:
        raise IsADirectoryError(21, os.strerror(21))
    require_writable(place)
    with draft_folder(place.path.parent) as folder:
        made = folder / f"{MADE}{suffix if len(suffix.encode()) <= MOST_SUFFIX else ''}"
        write(made)
        give_rights(made, place)
        sync(made)
        made.replace(place.path)
        sync(place.path.parent)


def _write_through(place: Place, suffix: str, write: Callable[[Path], object]) -> None:
    with draft_folder(Path(tempfile.gettempdir())) as folder:
        made = folder / f"{MADE}{suffix if len(suffix.encode()) <= MOST_SUFFIX else ''}"
        write(made)
        with made.open("rb") as source, _opened(place.path) as stream:
            shutil.copyfileobj(source, stream)


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """Give a stream to write into; what this process has printed before comes first."""
    if sys.stdout is not None:
        sys.stdout.flush()
    own = os.path.realpath(path.parent) in {f"/proc/{os.getpid()}/fd", "/dev/fd"}
    # A descriptor of our own keeps its place in the file; opened anew it would begin at the start.
    target = os.dup(int(path.name)) if own and path.name.isdigit() else path
    with open(target, "wb", buffering=0) as stream:  # noqa: PTH123 - or a descriptor
        yield stream


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
