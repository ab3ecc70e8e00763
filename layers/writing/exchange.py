"""Folders that take the place of others.

Owns that the old or the new stands whole under the name at every moment, where the system can
exchange two names at once. Elsewhere the old one is moved aside for a moment, and put back by the
next run if this one does not live to do so.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import secrets
from typing import TYPE_CHECKING

from zimnik.layers.writing.drafts import GONE, OLD, TAKEN
from zimnik.layers.writing.places import sync

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AT_FDCWD, RENAME_EXCHANGE = -100, 2
NOT_POSSIBLE = {errno.ENOSYS, errno.EINVAL, errno.EPERM, errno.ENOTSUP}
MOST_TRIES = 20


def exchange(one: Path, other: Path) -> bool:
    """Let two names change places at once; False where the system or the disk cannot.

    Raises
    ------
    OSError
        If it can and fails, such as because one of them is gone.
    """
    rename = getattr(_system(), "renameat2", None)
    if rename is None:
        return False
    names = (os.fsencode(one), os.fsencode(other))
    if rename(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in NOT_POSSIBLE:
        return False
    raise OSError(number, os.strerror(number))


def _system() -> object:
    return None if os.name == "nt" else ctypes.CDLL(None, use_errno=True)


def take_place(made: Path, place: Path, change_of: Callable[[Path], str]) -> str:
    """Give a folder its place, and return why it did not get it, "" where it did.

    What stood there is looked at again when it has left, since it may have been changed in between;
    it is then put back. It is left beside `made` otherwise, to be removed with the draft.

    Parameters
    ----------
    made
        Folder in a draft.
    place
        Where it is to stand.
    change_of
        Says what was changed in a folder since it was written, "" for one that may go.

    Raises
    ------
    OSError
        If a name cannot be changed.
    """
    for _ in range(MOST_TRIES):
        with contextlib.suppress(FileNotFoundError):
            if not os.path.lexists(place):
                if _stands(made, place):
                    sync(place.parent)
                    return ""
                continue
            change = _exchanged(made, place, change_of)
            if change is not None:
                sync(place.parent)
                return change
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))


def _stands(made: Path, place: Path) -> bool:
    try:
        made.rename(place)
    except OSError as error:
        if error.errno not in TAKEN:
            raise
        return False
    return True


def _exchanged(made: Path, place: Path, change_of: Callable[[Path], str]) -> str | None:
    """Exchange two folders; None where another run was faster and it is to be tried again."""
    if exchange(made, place):
        try:
            change = change_of(made)
        except BaseException:
            exchange(made, place)
            raise
        if change:
            exchange(made, place)
        return change
    # Whatever happens from here, the draft puts back what is moved into it.
    old = made.parent / OLD
    place.rename(old)
    change = change_of(old)
    if change:
        if not _stands(old, place):
            # Another run was faster; what somebody changed is kept beside it.
            old.rename(place.with_name(f"{place.name}.kept-{secrets.token_hex(3)}"))
        return change
    stands = _stands(made, place)
    old.rename(made.parent / f"{GONE}-{secrets.token_hex(3)}")
    return "" if stands else None
