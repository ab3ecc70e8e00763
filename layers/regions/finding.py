"""Which folder a region is: one that is shipped, by its name, or a user's, by its path.

Owns the names of the shipped regions.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.readers.cells import nearest
from zimnik.layers.regions.region_files import REGION_FILE

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = Path(__file__).parents[1] / "data" / "regions"
# What of land, climate and terrain is known wherever a region has none of its own.
NORTH = Path(__file__).parents[1] / "data" / "north"
DEFAULT = "russia-arctic"


def shipped_regions() -> tuple[str, ...]:
    """Return the names of the shipped regions, the usual one first."""
    names = sorted(path.parent.name for path in FOLDER.glob(f"*/{REGION_FILE}"))
    return (DEFAULT, *(name for name in names if name != DEFAULT))


def is_shipped(folder: Path) -> bool:
    """Whether a folder is that of a shipped region, whose tables are trusted."""
    return folder.parent == FOLDER


def region_folder(given: str | Path) -> Path:
    """Return the folder of a region by its name, or by its path.

    Raises
    ------
    InputError
        If there is none.
    """
    if str(given) in shipped_regions():
        return FOLDER / str(given)
    path = Path(given)
    if (path / REGION_FILE).is_file():
        return path
    raise InputError([_not_there(str(given), path)])


def region_folders(given: Sequence[str | Path]) -> tuple[Path, ...]:
    """Return the folders of several regions, the usual one where none is named.

    Raises
    ------
    InputError
        With the faults of all that are not there, or named twice.
    """
    folders, faults = list[Path](), list[Fault]()
    for one in given or (DEFAULT,):
        try:
            folders.append(region_folder(one))
        except InputError as error:
            faults += error.faults
    twice = [folder for number, folder in enumerate(folders) if folder in folders[:number]]
    faults += [
        Fault("region", "each region once", f"'{folder.name}' twice", "Leave one of them out.")
        for folder in twice
    ]
    if faults:
        raise InputError(faults)
    return tuple(folders)


def _not_there(given: str, path: Path) -> Fault:
    names = shipped_regions()
    expected = f"one of {', '.join(names)}, or a folder with {REGION_FILE}"
    near = nearest(given.casefold(), names)
    remedy = f"Is '{near}' meant?" if near else "`zimnik regions new` makes such a folder."
    found = f"'{given}', a folder without it" if path.is_dir() else f"'{given}'"
    return Fault("region", expected, found, remedy)
