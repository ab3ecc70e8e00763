"""What can be wrong with an input, and how it is said.

Owns the error tree of the project and the `Fault`: one thing wrong, where it stands, what was
expected, what came and what to do. The command line turns any `ZimnikError` into exit status 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input.

    Parameters
    ----------
    where
        File or argument that holds the fault, without any path above the atlas itself.
    expected
        What a right value looks like.
    found
        What stood there instead.
    remedy
        What the reader should do.
    row
        Id of the row where there is one, else its number counted as a text editor counts lines.
    column
        Column of the fault, where there is one.
    """

    where: str
    expected: str
    found: str
    remedy: str
    row: str = ""
    column: str = ""

    def __str__(self) -> str:
        place = self.where
        if self.row:
            place += f", row {self.row}"
        if self.column:
            place += f", column '{self.column}'"
        return f"{place}: expected {self.expected}, found {self.found}. {self.remedy}"


class ZimnikError(Exception):
    """Base of every error that the user can mend."""


class InputError(ZimnikError, ValueError):
    """An input has faults; all those found are carried at once.

    Parameters
    ----------
    faults
        Everything found wrong, at least one.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
