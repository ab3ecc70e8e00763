"""Folders of drafts: where something is made before it takes its place.

Owns how a draft is known as ours, and whether its writer still lives: a note in it is locked as
long as the process lives, however it ends. Whoever writes there next removes the drafts that nobody
holds, and puts back what one of them had moved away.
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = re.compile(r"\.zimnik-[0-9a-f]{12}")
NOTE, MADE, OLD, GONE = "draft.json", "made", "old", "gone"
WRITER = "zimnik"
MOST_TRIES = 20
TAKEN = {errno.ENOTEMPTY, errno.EEXIST}


@contextmanager
def draft_folder(parent: Path, *, replaces: str = "") -> Iterator[Path]:
    """Give an empty folder beside the place of what is made, and remove it with all that is left.

    Parameters
    ----------
    parent
        Folder of the place.
    replaces
        Name of a folder there that may be moved into the draft as `OLD` while another takes its
        place. A later run puts it back if this one is killed before another stands there.

    Raises
    ------
    OSError
        If the folder cannot be made.
    """
    sweep(parent)
    folder, lock = _made(parent)
    try:
        note = {"writer": WRITER, "replaces": replaces}
        os.write(lock, json.dumps(note).encode("utf-8", "surrogateescape"))
        yield folder
    finally:
        put_back(folder, replaces)
        _remove(folder)
        os.close(lock)


def put_back(folder: Path, name: str) -> None:
    """Give what was moved into a draft its name again, if nothing stands there.

    Raises
    ------
    OSError
        If it cannot be moved.
    """
    if name and (folder / OLD).is_dir() and not os.path.lexists(folder.parent / name):
        try:
            (folder / OLD).rename(folder.parent / name)
        except OSError as error:
            # Another run was faster.
            if error.errno not in TAKEN:
                raise


def _made(parent: Path) -> tuple[Path, int]:
    for _ in range(MOST_TRIES):
        folder = parent / f".zimnik-{secrets.token_hex(6)}"
        folder.mkdir(mode=0o700)
        try:
            lock = os.open(folder / NOTE, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except FileNotFoundError:
            # Another run took the empty folder for one that nobody holds.
            continue
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        if _locked(lock) is not False and os.fstat(lock).st_nlink:
            return folder, lock
        os.close(lock)
    message = "other runs take away every draft"
    raise OSError(message)


def _locked(descriptor: int) -> bool | None:
    """Lock a file and return whether it is ours now; None where files cannot be locked."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def sweep(parent: Path) -> None:
    """Remove the drafts in a folder that are ours and that no process holds any more.

    Parameters
    ----------
    parent
        Where they lie. What cannot be looked at is left, and so is what is not surely ours.
    """
    with suppress(OSError):
        for entry in list(os.scandir(parent)):
            if NAME.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                with suppress(OSError):
                    _sweep_one(parent / entry.name)


def _sweep_one(folder: Path) -> None:
    try:
        lock = os.open(folder / NOTE, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        # Killed before it wrote anything; a folder that holds something is not removed so.
        folder.rmdir()
        return
    try:
        note = _note(lock)
        if note is None or _locked(lock) is not True:
            return
        put_back(folder, note["replaces"])
        _remove(folder)
    finally:
        os.close(lock)


def _remove(folder: Path) -> None:
    """Remove a draft, its note last, so that whoever is ended here leaves what is known as ours."""
    with suppress(OSError):
        if (folder / OLD).exists():
            # What is half removed is never to be put back.
            (folder / OLD).rename(folder / GONE)
        for entry in [entry for entry in os.scandir(folder) if entry.name != NOTE]:
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                (folder / entry.name).unlink()
        (folder / NOTE).unlink()
        folder.rmdir()


def _note(descriptor: int) -> dict[str, str] | None:
    """Return what the note of a draft says, None where it is not one of ours."""
    if os.fstat(descriptor).st_uid != getattr(os, "geteuid", lambda: 0)():
        return None
    written = os.read(descriptor, 4096)
    if not written:
        return {"replaces": ""}
    try:
        note = json.loads(written.decode("utf-8", "surrogateescape"))
    except ValueError:
        return None
    ours = isinstance(note, dict) and note.get("writer") == WRITER
    name = str(note.get("replaces", "")) if ours else ""
    return {"replaces": name} if ours and "/" not in name and name not in {".", ".."} else None
