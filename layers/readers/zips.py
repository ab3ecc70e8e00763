"""Zip archives: opened here, member by member, and no more of them than is allowed.

Owns that no name in an archive leads out of it, that nothing is unpacked before its size is known,
and that an archive in an archive stays shut.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.cells import shown
from zimnik.layers.readers.plain_files import BYTES_PER_MB, require_size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zimnik.layers.readers.plain_files import Limits

MOST_MEMBERS = 10_000
# What members that were packed wrongly raise, by how they were packed.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(NotImplementedError, EOFError, RuntimeError, OSError),
)
ENCRYPTED = 0x1


@contextmanager
def opened_zip(path: Path, where: str, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """Give an archive whose members together are of bounded size when they are unpacked.

    Raises
    ------
    InputError
        If it is no archive, is cut off, encrypted, or too large, also while it is read.
    """
    require_size(path, where, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            _require_bounded(archive, where, limits)
            yield archive
    except BROKEN as error:
        found = shown(str(error)) or "a broken archive"
        fault = Fault(where, "a whole zip archive", found, "Save it anew.")
        raise InputError([fault]) from error


def _require_bounded(archive: zipfile.ZipFile, where: str, limits: Limits) -> None:
    members = archive.infolist()
    size_mb = sum(member.file_size for member in members) / BYTES_PER_MB
    if len(members) > MOST_MEMBERS:
        expected, found = f"at most {MOST_MEMBERS:,} files in it", f"{len(members):,}"
    elif size_mb > limits.max_file_mb:
        expected = f"at most {limits.max_file_mb:,g} MB when unpacked (max_file_mb)"
        found = f"{size_mb:,.0f} MB"
    elif any(member.flag_bits & ENCRYPTED for member in members):
        expected, found = "an archive without a password", "one with a password"
    else:
        return
    raise InputError(
        [Fault(where, expected, found, "Leave out what is not needed, and save anew.")]
    )


def member_bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the bytes of a member; never more than its entry says, which has been bounded."""
    with archive.open(name) as file:
        return file.read()


def files_in(path: Path, where: str, limits: Limits, suffixes: Sequence[str]) -> list[str]:
    """Return the members of an archive that have one of some suffixes.

    Raises
    ------
    InputError
        If there is none, or the archive cannot be opened.
    """
    with opened_zip(path, where, limits) as archive:
        names = archive.namelist()
    found = [name for name in names if _is_table(name, suffixes)]
    if not found:
        suffixes_there = sorted({PurePosixPath(name).suffix for name in names} - {""})
        there = ", ".join(map(shown, suffixes_there)) or "nothing"
        expected = f"an archive that holds one of {', '.join(suffixes)}"
        raise InputError([Fault(where, expected, there, "Unpack it, and give the file in it.")])
    return found


def _is_table(name: str, suffixes: Sequence[str]) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    # macOS puts a shadow of every file beside it.
    shadow = "__MACOSX" in path.parts or path.name.startswith("._")
    return path.suffix.casefold() in suffixes and not shadow


@contextmanager
def unpacked(
    path: Path, where: str, limits: Limits, is_part: Callable[[PurePosixPath], bool]
) -> Iterator[Path]:
    """Give a folder with some members of an archive, by their last names alone.

    Parameters
    ----------
    path, where, limits
        The archive, how faults name it, and the most that is unpacked.
    is_part
        Says of the name of a member whether it is unpacked.

    Raises
    ------
    InputError
        If the archive cannot be opened.
    """
    with TemporaryDirectory(prefix="zimnik-") as folder:
        with opened_zip(path, where, limits) as archive:
            for name in archive.namelist():
                plain = PurePosixPath(name.replace("\\", "/"))
                if plain.name and plain.name != ".." and is_part(plain):
                    Path(folder, plain.name).write_bytes(member_bytes(archive, name))
        yield Path(folder)
