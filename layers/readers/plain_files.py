"""Files as they come in: plain files alone, and no more of them than is allowed.

Owns the limits of what is read, and the refusal of pipes, devices and folders, which have no end or
no bytes. A file is measured before it is read, so that none takes the memory of the machine.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from pathlib import Path

BYTES_PER_MB = 1_000_000
PIXELS_PER_MPIXEL = 1_000_000
# Tables have up to 33 columns; a file may have as many of its own again.
CELLS_PER_ROW = 50
KINDS = {
    stat.S_ISDIR: "a folder",
    stat.S_ISFIFO: "a pipe",
    stat.S_ISCHR: "a device",
    stat.S_ISBLK: "a device",
    stat.S_ISSOCK: "a socket",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read of a user's files.

    Parameters
    ----------
    max_file_mb
        Size of a table's file, in millions of bytes; a GeoTIFF may be larger, since only its part
        around a site is read.
    max_rows
        Rows of a table; its cells may be 50 times as many.
    max_raster_mpixels
        Pixels that are read of a GeoTIFF, in millions.
    """

    max_file_mb: float = 200.0
    max_rows: int = 200_000
    max_raster_mpixels: float = 400.0

    @property
    def max_cells(self) -> int:
        """Cells of a table, or lists and objects of a GeoJSON."""
        return self.max_rows * CELLS_PER_ROW


LIMITS = Limits()


def require_file(path: Path, where: str) -> int:
    """Return the size of a plain file in bytes; links are followed.

    Raises
    ------
    InputError
        If it is a folder, a pipe, a device or a socket, or cannot be looked at.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise unreadable(where, error) from error
    if stat.S_ISREG(found.st_mode):
        return found.st_size
    kind = next((said for is_kind, said in KINDS.items() if is_kind(found.st_mode)), "no file")
    raise InputError([Fault(where, "a plain file", kind, "Save the table as a file.")])


def require_size(path: Path, where: str, limits: Limits) -> None:
    """Raise InputError unless a path is a plain file of at most `max_file_mb`."""
    _require_bytes(require_file(path, where), where, limits)


def _require_bytes(size_bytes: int, where: str, limits: Limits) -> None:
    if size_bytes > limits.max_file_mb * BYTES_PER_MB:
        raise InputError(
            [
                Fault(
                    where,
                    f"at most {limits.max_file_mb:,g} MB (max_file_mb)",
                    f"{size_bytes / BYTES_PER_MB:,.0f} MB or more",
                    "Leave out what is not needed, or raise max_file_mb.",
                )
            ]
        )


def read_bytes(path: Path, where: str, limits: Limits = LIMITS) -> bytes:
    """Return the bytes of a plain file.

    Raises
    ------
    InputError
        If it is no plain file, too large, or cannot be read.
    """
    require_size(path, where, limits)
    try:
        with path.open("rb") as file:
            # Files of the system say a size of 0 and may have no end.
            content = file.read(int(limits.max_file_mb * BYTES_PER_MB) + 1)
    except OSError as error:
        raise unreadable(where, error) from error
    _require_bytes(len(content), where, limits)
    return content


def require_rows(rows: int, columns: int, where: str, limits: Limits) -> None:
    """Raise InputError if a table has more rows or cells than are allowed."""
    if rows > limits.max_rows:
        expected, found = f"at most {limits.max_rows:,} rows (max_rows)", f"{rows:,} or more"
    elif rows * columns > limits.max_cells:
        expected = f"at most {limits.max_cells:,} cells ({CELLS_PER_ROW} for each of max_rows)"
        found = f"{rows * columns:,}"
    else:
        return
    remedy = "Leave out what is not needed, or raise max_rows."
    raise InputError([Fault(where, expected, found, remedy)])


def unreadable(where: str, error: OSError) -> InputError:
    """Return the error for a path that the system will not read."""
    reason = (error.strerror or "an error of the system").lower()
    return InputError(
        [Fault(where, "a file that can be read", reason, "Give another path or its rights.")]
    )
