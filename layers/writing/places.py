"""What stands at a name before something is written there.

Owns that links are followed to the file that they name, that what is no file, such as a device or a
pipe, is written into and never replaced, and that a file keeps its rights.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MOST_LINKS = 40
# Descriptors of a process as files, such as /dev/stdout: opening their file anew would cut it off.
DESCRIPTORS = re.compile(r"/proc/[^/]+(/task/[^/]+)?/fd|/dev/fd")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written.

    Parameters
    ----------
    path
        The place itself, links followed.
    is_stream
        Whether it is written into: a device, a pipe, a socket, a descriptor.
    before
        What stands there, None where nothing does.
    """

    path: Path
    is_stream: bool
    before: os.stat_result | None

    @property
    def is_folder(self) -> bool:
        """Whether a folder stands there."""
        return self.before is not None and stat.S_ISDIR(self.before.st_mode)


def place_of(path: Path) -> Place:
    """Return what stands at a path, links followed.

    Raises
    ------
    OSError
        If it cannot be looked at, such as a link that leads to itself.
    """
    for _ in range(MOST_LINKS):
        if DESCRIPTORS.fullmatch(os.path.realpath(path.parent)):
            return Place(path, is_stream=True, before=None)
        if not path.is_symlink():
            break
        path = path.parent / path.readlink()
    try:
        before = path.stat()
    except FileNotFoundError:
        before = None
    special = before is not None and not stat.S_ISREG(before.st_mode)
    is_stream = special and before is not None and not stat.S_ISDIR(before.st_mode)
    return Place(Path(os.path.realpath(path)), is_stream=is_stream, before=before)


def require_writable(place: Place) -> None:
    """Raise OSError where a file stands that is not to be written."""
    if place.before is not None and not os.access(place.path, os.W_OK):
        raise PermissionError(13, os.strerror(13))


def give_rights(made: Path, place: Place) -> None:
    """Give what was made the mode and the owner of what it replaces, else those of any new file."""
    if place.before is None:
        made.chmod((0o777 if made.is_dir() else 0o666) & ~_umask())
        return
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(made, place.before.st_uid, place.before.st_gid)
    made.chmod(stat.S_IMODE(place.before.st_mode))


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, written to the disk before the call returns."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
