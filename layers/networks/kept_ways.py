"""Ways of a country's network that were found, kept beside it until the same are sought again.

Owns the folder of them. Each file is the answer to one question, named by its digest (E80), with a
hash of what it holds; a file that is not whole counts as none. Losing the folder costs only time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.static.local_ways import LocalWays

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.core.arrays import Indices

SUFFIX = ".ways.npy"
# Each closed link and each card leaves some of half a megabyte; those used longest ago go.
MOST_FILES = 500


def ways_path(folder: Path) -> Path:
    """Return where ways of a network are kept: beside its folder."""
    return folder.with_name(f"{folder.name}_ways")


class WaysFolder(Mapping[str, LocalWays]):
    """Ways by the digest of their question, read from the disk when they are asked for.

    Parameters
    ----------
    folder
        Where they are kept; it need not be there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, digest: str) -> LocalWays:
        """Return the ways of a question, as arrays that stay on the disk."""
        path = self._folder / f"{digest}{SUFFIX}"
        try:
            held = np.load(path, mmap_mode="r")
        except (OSError, ValueError, EOFError) as error:
            raise KeyError(digest) from error
        if held.dtype != np.int64 or held.ndim != 1 or len(held) < len("hn"):
            raise KeyError(digest)
        count = int(held[1])
        if held[0] != _hash(held[1:]) or not 0 <= count <= len(held) - len("hn"):
            raise KeyError(digest)
        with contextlib.suppress(OSError):
            os.utime(path)
        return LocalWays(held[2 : 2 + count], held[2 + count :])

    def __iter__(self) -> Iterator[str]:
        return (path.name.removesuffix(SUFFIX) for path in self._folder.glob(f"*{SUFFIX}"))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def keep(self, found: Mapping[str, LocalWays]) -> None:
        """Write ways that were found; where nothing can be written they are found again next time.

        Parameters
        ----------
        found
            By the digest of their question.
        """
        if not found:
            return
        with contextlib.suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            for digest, ways in found.items():
                self._write(digest, ways)
            for path in self._oldest():
                path.unlink()

    def _write(self, digest: str, ways: LocalWays) -> None:
        body = np.concatenate([[len(ways.used)], ways.used, ways.reach]).astype(np.int64)
        with tempfile.TemporaryDirectory(dir=self._folder) as draft:
            path = Path(draft) / "draft.npy"
            np.save(path, np.concatenate([[_hash(body)], body]))
            os.replace(path, self._folder / f"{digest}{SUFFIX}")  # noqa: PTH105 - over what is there

    def _oldest(self) -> list[Path]:
        files = list(self._folder.glob(f"*{SUFFIX}"))
        beyond = max(0, len(files) - MOST_FILES)
        return sorted(files, key=lambda path: path.stat().st_mtime)[:beyond] if beyond else []


def _hash(body: Indices) -> int:
    digest = hashlib.blake2b(np.ascontiguousarray(body).data, digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
