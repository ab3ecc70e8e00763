"""Faults of several readings, told together.

Owns that a question with three wrong names says so three times, and not once and again.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.core.errors import Fault


class FaultCollector:
    """Keeps the faults of blocks that read something, until all have been read."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    @contextmanager
    def reading(self, field: str = "") -> Iterator[None]:
        """Keep the faults of a block, named by the field that it reads.

        Parameters
        ----------
        field
            Field of the question; without it each fault keeps its own name.
        """
        try:
            yield
        except InputError as error:
            self._faults += [replace(f, where=field or f.where) for f in error.faults]

    def require_none(self) -> None:
        """Raise all faults that were kept.

        Raises
        ------
        InputError
            If there are any.
        """
        if self._faults:
            raise InputError(self._faults)
