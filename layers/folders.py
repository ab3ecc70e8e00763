"""Folders and GeoPackages, which hold people's own work, replaced only where that loses nothing.

Owns that what is replaced has to prove that it was written here and that nobody changed it, and
that a GeoPackage does not say when it was written: the same content gives the same bytes.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.layers.files import write_whole, written_to
from zimnik.layers.writing.drafts import MADE, draft_folder
from zimnik.layers.writing.exchange import take_place
from zimnik.layers.writing.places import give_rights, place_of, sync
from zimnik.layers.writing.seals import geopackage_change, seal_geopackage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# When a layer was changed last, by the first day of archives too; GDAL takes the clock without it.
CLOCK, UNDATED = "OGR_CURRENT_DATE", "1980-01-01T00:00:00.000Z"
REMEDY = "Give another path, or move away what stands there."


def write_folder(
    path: Path, write: Callable[[Path], object], change_of: Callable[[Path], str]
) -> None:
    """Let a folder be filled beside its place, and give it its place.

    Parameters
    ----------
    path
        Where the folder is to stand; a link is followed.
    write
        Fills an empty folder with files.
    change_of
        Says what in a folder keeps it from being replaced, "" where nothing does.

    Raises
    ------
    InputError
        If a file stands there, or a folder that may not be replaced.
    OutputError
        If it cannot be written; what stood there stands then.
    """
    with written_to(path):
        place = place_of(path)
        require_own_folder(path, change_of)
        with draft_folder(place.path.parent, replaces=place.path.name) as draft:
            made = draft / MADE
            made.mkdir()
            write(made)
            for file in made.iterdir():
                sync(file)
            give_rights(made, place)
            sync(made)
            change = take_place(made, place.path, change_of)
    if change:
        raise refused(path, "a new folder, or an export that nobody changed", change, REMEDY)


def require_own_folder(path: Path, change_of: Callable[[Path], str]) -> None:
    """Raise InputError where a folder or a file stands that may not be replaced."""
    place = place_of(path)
    if place.is_stream or (place.before and not place.is_folder):
        raise refused(path, "the name of a folder", "a file", REMEDY)
    if not place.before:
        return
    if place.path == Path.cwd():
        found = "the folder that the command runs in"
        raise refused(path, "a folder that can be exchanged", found, "Run it from another folder.")
    change = change_of(place.path)
    if change:
        raise refused(path, "a new folder, or an export that nobody changed", change, REMEDY)


def write_geopackage(path: Path, write: Callable[[Path], object]) -> None:
    """Let a GeoPackage be written beside its place, sealed, and moved there.

    Parameters
    ----------
    path
        Where it is to stand; a link is followed, a device or a pipe is written into.
    write
        Writes it to the path that it is given, and describes one layer as
        `layers.writing.seals.UNSEALED`.

    Raises
    ------
    InputError
        If a file stands there that was not written so, or that was changed.
    OutputError
        If it cannot be written; what stood there stands then.
    """

    def sealed(file: Path) -> None:
        with _undated():
            write(file)
        seal_geopackage(file)
        # Once more, as late as can be: it took a while to write.
        require_own_geopackage(path)

    require_own_geopackage(path)
    write_whole(path, sealed)


@contextmanager
def _undated() -> Iterator[None]:
    import pyogrio  # noqa: PLC0415 - only what writes through GDAL

    before = pyogrio.get_gdal_config_option(CLOCK)
    pyogrio.set_gdal_config_options({CLOCK: UNDATED})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({CLOCK: before})


def require_own_geopackage(path: Path) -> None:
    """Raise InputError where a GeoPackage stands that may not be replaced."""
    with written_to(path):
        place = place_of(path)
        if place.is_folder:
            raise refused(path, "the name of a file", "a folder", REMEDY)
        if place.is_stream or not place.before:
            return
        change = geopackage_change(place.path)
    if change:
        raise refused(path, "a new file, or one that nobody changed", change, REMEDY)


def refused(path: Path, expected: str, found: str, remedy: str) -> InputError:
    """Return the error for a path that is not written."""
    return InputError([Fault(path.name or str(path), expected, found, remedy)])
