"""Writing a page to disk, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import Fault, InputError

if TYPE_CHECKING:
    import folium

MOST_PAGE_BYTES = 1_500_000


def save_page(page_map: folium.Map, path: Path) -> int:
    """Write the page of a map and return its size in bytes.

    The page is written beside its place and then moved into it, so that a reader never meets half
    of one. Compare the size with `MOST_PAGE_BYTES` to warn of a page too large to mail.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    page = page_map.get_root().render().encode()
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False
        ) as file:
            temporary = Path(file.name)
            file.write(page)
        # mkstemp makes files that only their owner reads; a page is to be handed on.
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise InputError(
            [
                Fault(
                    where=str(path),
                    expected="a place where a file can be written",
                    found=error.strerror or str(error),
                    remedy="Name another place with --out.",
                )
            ]
        ) from error
    return len(page)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
