"""What can be wrong with an input, and how it is said.

Owns the error tree of the project and the `Fault`: one thing wrong, where it stands, what was
expected, what came and what to do. The command line turns an `OutputError` into exit status 3, any
other `ZimnikError` into 2.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.addresses import veiled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# So many faults of one column and one reason are listed; of the others it is said how many.
ALIKE_SHOWN = 20
# So much of what was found is shown; a cell or an argument may hold a book.
SHOWN_CHARACTERS = 400


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

    def __post_init__(self) -> None:
        for one in fields(self):
            object.__setattr__(self, one.name, veiled(getattr(self, one.name)))

    @property
    def place(self) -> str:
        """File, row and column in words."""
        row = f", row {_cut(self.row)}" if self.row else ""
        column = f", column '{self.column}'" if self.column else ""
        return f"{self.where}{row}{column}"

    def __str__(self) -> str:
        return f"{self.place}: expected {self.expected}, found {_cut(self.found)}. {self.remedy}"


def _cut(text: str) -> str:
    """Return a text as messages show it: whole, or the beginning of one that fills a screen."""
    if len(text) <= SHOWN_CHARACTERS:
        return text
    return f"{text[:SHOWN_CHARACTERS]}... ({len(text):,} characters)"


class ZimnikError(Exception):
    """Base of every error that the user can correct."""


class InputError(ZimnikError, ValueError):
    """An input has faults; all those found are carried at once.

    The message has a line for each, but of many alike the first few and how many more there are.

    Parameters
    ----------
    faults
        Everything found wrong, at least one.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(_lines(self.faults)))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Fault, ...]]]:
        """Return what it is made of, so that it comes back whole from another process."""
        return type(self), (self.faults,)


class OutputError(ZimnikError, OSError):
    """An output cannot be written, though the question was right; what stood there stands.

    Parameters
    ----------
    fault
        What was to be written, and why it cannot be.
    """

    def __init__(self, fault: Fault) -> None:
        self.faults = (fault,)
        super().__init__(str(fault))

    def __reduce__(self) -> tuple[type[OutputError], tuple[Fault]]:
        """Return what it is made of, so that it comes back whole from another process."""
        return type(self), self.faults


def type_faults(where: str, thing: object, wanted: Mapping[str, type]) -> Iterator[Fault]:
    """Yield a fault for each field of an input that is of another type than is wanted.

    Parameters
    ----------
    where
        What the input is called.
    thing
        The input.
    wanted
        Type of each field, by its name.
    """
    for name, kind in wanted.items():
        value = getattr(thing, name)
        if not isinstance(value, kind):
            expected = f"a {kind.__name__}"
            found = f"{value!r}, a {type(value).__name__}"
            yield Fault(f"{where}.{name}", expected, found, f"Give {expected}.")


def _lines(faults: Sequence[Fault]) -> Iterator[str]:
    kinds = [(fault.where, fault.column, fault.expected) for fault in faults]
    alike, shown = Counter(kinds), Counter[tuple[str, str, str]]()
    for fault, kind in zip(faults, kinds, strict=True):
        shown[kind] += 1
        if shown[kind] <= ALIKE_SHOWN:
            yield str(fault)
        elif shown[kind] == alike[kind]:
            more = alike[kind] - ALIKE_SHOWN
            yield f"{replace(fault, row='').place}: {more} more that are not {fault.expected}"
    if max(alike.values()) > ALIKE_SHOWN:
        yield f"{len(faults)} faults in all"
