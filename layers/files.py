"""Files that are written whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rasterio.errors import RasterioError

from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def require_suffix_of(path: Path, suffixes: Sequence[str]) -> None:
    """Raise InputError unless a name ends in one of some suffixes."""
    if path.suffix.casefold() not in suffixes:
        expected = f"a name in {' or '.join(suffixes)}"
        raise InputError([Fault(str(path), expected, f"'{path.suffix}'", "Give another.")])


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let a file be written beside its place and move it there.

    Raises
    ------
    InputError
        If it cannot be written; nothing is left then.
    """
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".zimnik-") as folder:
            made = Path(folder) / path.name
            write(made)
            made.replace(path)
    except (OSError, RasterioError) as error:
        found = getattr(error, "strerror", None) or str(error)
        fault = Fault(str(path), "a place that can be written", found, "Give another path.")
        raise InputError([fault]) from error
