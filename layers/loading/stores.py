"""Stores as users' atlases: their tables as text, as those of files are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.geo.core.errors import InputError
from zimnik.layers.atlas.areas import READ_TABLES
from zimnik.layers.loading.frames import cells_of
from zimnik.layers.loading.overlay import UserAtlas
from zimnik.layers.readers.plain_files import LIMITS
from zimnik.layers.readers.reading import AS_WRITTEN
from zimnik.layers.store.address import Address
from zimnik.layers.store.reading import read_snapshot

if TYPE_CHECKING:
    from zimnik.geo.core.errors import Fault
    from zimnik.layers.readers.cells import Cells
    from zimnik.layers.readers.plain_files import Limits
    from zimnik.layers.readers.reading import Reading
    from zimnik.layers.store.reading import Snapshot


def read_store(
    given: Address | Snapshot, *, limits: Limits = LIMITS, reading: Reading = AS_WRITTEN
) -> UserAtlas:
    """Return the tables of a store, as text; what cannot be read is among the faults.

    Parameters
    ----------
    given
        The store as it is now, or as it was.
    limits
        The most that is read.
    reading
        What is said of its tables.
    """
    if isinstance(given, Address):
        try:
            given = read_snapshot(given, limits=limits)
        except InputError as error:
            return UserAtlas((), None, None, str(given), error.faults)
    cells: list[Cells] = []
    faults: list[Fault] = []
    for name, frame in given.tables.items():
        where = given.address.table(name)
        try:
            cells.append(cells_of(frame, READ_TABLES[name], where=where, reading=reading))
        except InputError as error:
            faults += error.faults
    return UserAtlas(tuple(cells), None, given.edition, given.address.database, tuple(faults))
