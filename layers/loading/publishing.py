"""An atlas written into a store, after the same checks as one that is read.

Owns that what is written is laid over what the store holds at that moment, as a user's atlas is
laid over the shipped one, so that nothing which others wrote meanwhile is lost.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zimnik.layers.atlas.areas import AREAS
from zimnik.layers.atlas.atlas import empty_atlas
from zimnik.layers.loading.loading import load_atlas, overlaid
from zimnik.layers.readers.plain_files import LIMITS
from zimnik.layers.schema.tables import TABLES
from zimnik.layers.store.connecting import require_psycopg
from zimnik.layers.store.reading import snapshot_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from zimnik.layers.atlas.atlas import Atlas
    from zimnik.layers.readers.plain_files import Limits
    from zimnik.layers.store.address import Address
    from zimnik.layers.store.connecting import Row
    from zimnik.layers.store.writing import Written


def publish(
    address: Address,
    make: Callable[[Atlas | None], Atlas],
    *,
    below: Callable[[], Atlas] = load_atlas,
    limits: Limits = LIMITS,
) -> Written:
    """Write an atlas into a store, laid over what the store holds when it is written.

    Parameters
    ----------
    address
        The store.
    make
        Given the atlas that readers of the store have, None where it is empty, returns the one that
        they are to have, which is valid.
    below
        Gives the atlas under that of the store: what its readers have where it says nothing.
    limits
        The most that is read of the store.

    Raises
    ------
    InputError
        If the store cannot be written so, or with the faults of what is laid over it.
    OutputError
        If others write into it for too long, or the server fails; nothing is written then.
    """
    require_psycopg(address)
    from zimnik.layers.store.writing import write_store  # noqa: PLC0415 - needs psycopg

    def both(connection: Connection[Row] | None) -> tuple[Atlas | None, Atlas]:
        before = None
        if connection is not None:
            before = overlaid(below(), snapshot_of(connection, address, limits=limits))
        return before, make(before)

    return write_store(address, both)


def publish_atlas(
    address: Address, atlas: Atlas, *, below: Callable[[], Atlas] = load_atlas
) -> Written:
    """Write every table of an atlas into a store, after the checks of a user's atlas.

    Parameters
    ----------
    address
        The store; rows of the same key are changed, others stay.
    atlas
        What to write.
    below
        As `publish`.

    Raises
    ------
    InputError, OutputError
        As `publish`.
    """
    frames = {name: atlas.table(name) for name in TABLES} | {AREAS.name: atlas.areas}

    def make(before: Atlas | None) -> Atlas:
        under = before or empty_atlas(atlas.version, atlas.date, atlas.region)
        return replace(overlaid(under, frames), version=atlas.version, date=atlas.date)

    return publish(address, make, below=below)
