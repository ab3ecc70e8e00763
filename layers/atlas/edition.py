"""Which edition an atlas is: a hash of everything that it was made from.

Owns that two answers from different tables can be told apart, whatever version they claim.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from glob import escape
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from zimnik.layers.atlas.atlas import SHIPPED, VERSION_FILE
from zimnik.layers.regions.finding import is_shipped
from zimnik.layers.regions.region_files import REGION_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable

TABLE_SUFFIX = ".csv"


def atlas_sha256(
    *,
    over: Path | pd.DataFrame | Mapping[str, pd.DataFrame] | None = None,
    base: Path | Sequence[Path] = SHIPPED,
) -> str:
    """Return the SHA-256 of the tables of an atlas and of the user's files or frames over it.

    Lines are drawn and cost nothing, so only tables count of the atlas underneath; of the user's
    every file that may be read does, but none in a folder below.

    Parameters
    ----------
    over
        A file or folder of a user's atlas, or its frames.
    base
        Folder of the atlas underneath, or those of its regions.
    """
    folders = (base,) if isinstance(base, Path) else base
    files = [file for folder in folders for file in _files_of_base(folder)]
    if isinstance(over, Path):
        files += _files(over)
        over = None
    frames = over if isinstance(over, Mapping) else {} if over is None else {"deposits": over}
    parts = ((path.name, path.read_bytes()) for path in files)
    return _sha256(chain(parts, ((name, _frame_bytes(one)) for name, one in frames.items())))


def _files_of_base(folder: Path) -> list[Path]:
    """Return the files that make an atlas: tables, edition and region."""
    from zimnik.layers.readers.formats import SUFFIXES  # noqa: PLC0415 - as below

    if not is_shipped(folder) and (folder / REGION_FILE).is_file():
        known = {*SUFFIXES, Path(REGION_FILE).suffix}
        return [path for path in sorted(folder.iterdir()) if path.suffix.casefold() in known]
    names = [path for path in sorted(folder.iterdir()) if path.suffix == TABLE_SUFFIX]
    region = folder / REGION_FILE
    return [*names, folder / VERSION_FILE, *([region] if region.is_file() else [])]


def _files(over: Path) -> list[Path]:
    """Return the files of a user's atlas; of a shapefile or .tab all of its name."""
    from zimnik.layers.readers.formats import BESIDE, SUFFIXES  # noqa: PLC0415 - only users' files

    read = {*SUFFIXES, *(suffix for beside in BESIDE.values() for suffix in beside)}
    if not over.is_dir() and over.suffix.casefold() not in BESIDE:
        return [over]
    beside = over.iterdir() if over.is_dir() else over.parent.glob(f"{escape(over.stem)}.*")
    return [
        path
        for path in sorted(beside)
        if path.is_file() and (path.suffix.casefold() in read or path.name == VERSION_FILE)
    ]


def rates_sha256(rates: pd.DataFrame) -> str:
    """Return the SHA-256 of a table of rates as it is used."""
    return _sha256([("rates", rates.to_csv(index=False).encode())])


def _frame_bytes(frame: pd.DataFrame) -> bytes:
    """Return the columns of a frame as CSV, its geometry as well-known binary with its system."""
    geometry = getattr(frame, "active_geometry_name", None)
    if geometry is None:
        return frame.to_csv(index=False).encode()
    plain = pd.DataFrame(frame.drop(columns=geometry))
    plain = plain.assign(**{str(geometry): frame[geometry].to_wkb(hex=True)})
    return f"{frame.crs}\n{plain.to_csv(index=False)}".encode()


def _sha256(parts: Iterable[tuple[str, bytes]]) -> str:
    found = hashlib.sha256()
    for name, data in parts:
        found.update(f"{name} {len(data)}\n".encode())
        found.update(data)
    return found.hexdigest()
