"""Options of questions: how each is read, whoever gives it.

Owns the readers that turn what Python or a command line gives into the value of a field, and the
dataclass base that reads all fields at once and tells every fault together. The command line is
made from the same fields (`zimnik.cli.commands`), so that an option has one name, one meaning and
one range.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import frozen
from zimnik.geo.core.units import LEAST_AMOUNT, LEAST_T_PER_Y, MOST_AMOUNT, MOST_T_PER_Y

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field
    from enum import StrEnum

READER, OPTION, POSITIONAL, TOLD = "reader", "option", "positional", "told"
OTHER_NAMES = "other_names"


class MisreadError(Exception):
    """A value that a reader does not take; it becomes a `Fault` and never reaches a user."""

    def __init__(self, expected: str, remedy: str) -> None:
        self.expected, self.remedy = expected, remedy
        super().__init__(expected)


def misread(expected: str, remedy: str) -> MisreadError:
    """Return the error of a value: what was expected, and what to do."""
    return MisreadError(expected, remedy)


@dataclass(frozen=True, slots=True)
class Reader:
    """How the value of one field is read.

    Parameters
    ----------
    read
        Makes the value, or raises `misread`.
    token
        Type of one word of a command line.
    repeated
        Whether the option may be given several times.
    choices
        The words that are allowed, where they are few.
    is_signed
        Whether a word of a command line may begin with a minus sign that is no option's.
    """

    read: Callable[[Any], Any]
    token: type = str
    repeated: bool = False
    choices: tuple[str, ...] = ()
    is_signed: bool = False


def option(
    default: Any,  # noqa: ANN401 - as dataclasses.field
    reader: Reader,
    *,
    name: str = "",
    other_names: tuple[str, ...] = (),
    positional: bool = False,
    told: bool = True,
) -> Any:  # noqa: ANN401
    """Return a dataclass field that may be left out.

    Parameters
    ----------
    default
        Value where it is left out.
    reader
        How it is read.
    name
        Name of the option on a command line, where it is not that of the field.
    other_names
        Other names under which a command line takes it.
    positional
        Whether it may be given by position; all others are given by name alone.
    told
        Whether answers list it; what cannot change a number need not be.
    """
    metadata = {
        READER: reader,
        OPTION: name,
        OTHER_NAMES: other_names,
        POSITIONAL: positional,
        TOLD: told,
    }
    return field(default=default, metadata=metadata, kw_only=not positional)


def required(reader: Reader) -> Any:  # noqa: ANN401 - as dataclasses.field
    """Return a dataclass field that has to be given, on a command line by position."""
    return field(metadata={READER: reader, OPTION: "", POSITIONAL: True})


def option_name(one: Field[Any]) -> str:
    """Return the name of the option of a field."""
    return _as_option(one.metadata[OPTION] or one.name)


def option_names(one: Field[Any]) -> tuple[str, ...]:
    """Return all names of the option of a field, its own first."""
    others = one.metadata.get(OTHER_NAMES, ())
    return (option_name(one), *(_as_option(name) for name in others))


def _as_option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class Options:
    """Base of all dataclasses of options: reads every field when one is made.

    Attributes
    ----------
    group
        Under which heading a command line lists the options.

    Raises
    ------
    InputError
        With a fault for every field that cannot be read, named by its field.
    """

    group: ClassVar[str] = "Question"

    def __post_init__(self) -> None:
        faults = []
        for one in fields(self):
            given = getattr(self, one.name)
            try:
                object.__setattr__(self, one.name, one.metadata[READER].read(given))
            except MisreadError as error:
                faults.append(Fault(one.name, error.expected, _shown(given), error.remedy))
        faults += self.contradictions() if not faults else []
        if faults:
            raise InputError(faults)

    def contradictions(self) -> list[Fault]:
        """Return what is wrong with the options together, each right by itself."""
        return []


def _shown(given: object) -> str:
    text = f"'{given}'" if isinstance(given, str) else repr(given)
    most = 80
    return text if len(text) <= most else f"{text[:most]}..."


def text(expected: str) -> Reader:
    """Return the reader of one text that is not empty."""

    def read(given: object) -> str:
        if not isinstance(given, str) or not given.strip():
            raise misread(expected, "Give a text.")
        return given.strip()

    return Reader(read)


def optional(reader: Reader) -> Reader:
    """Return a reader that takes None as well."""
    return Reader(
        lambda given: None if given is None else reader.read(given),
        reader.token,
        reader.repeated,
        reader.choices,
    )


def several(reader: Reader, *, expected: str = "a list") -> Reader:
    """Return the reader of several values, as a tuple; one text or point counts as one value."""

    def read(given: object) -> tuple[Any, ...]:
        if given is None:
            return ()
        if isinstance(given, str) or getattr(given, "geom_type", None) == "Point":
            given = (given,)
        if not isinstance(given, Iterable) or isinstance(given, Mapping):
            raise misread(expected, "Give a list.")
        return tuple(reader.read(one) for one in given)

    return Reader(read, reader.token, repeated=True, choices=reader.choices)


def word(kind: type[StrEnum], *, only: Iterable[StrEnum] | None = None) -> Reader:
    """Return the reader of one word of a vocabulary, or of some of its words only."""
    words = tuple(one.value for one in (kind if only is None else only))
    expected = f"one of {', '.join(words)}"

    def read(given: object) -> StrEnum:
        found = str(given).strip().casefold().replace("-", "_")
        if found not in words:
            raise misread(expected, "Use a word of the list.")
        return kind(found)

    return Reader(read, choices=words)


def number(least: float, most: float, *, unit: str, above: bool = False) -> Reader:
    """Return the reader of a finite number from `least` to `most`, or above `least`."""
    start = f"above {least:,g}" if above else f"{least:,g}"
    upto = f" to {most:,g}" if math.isfinite(most) else (" or more" if not above else "")
    expected = f"a number {start}{upto}{f' ({unit})' if unit else ''}"

    def read(given: object) -> float:
        if isinstance(given, bool) or not isinstance(given, numbers.Real):
            raise misread(expected, "Give a number.")
        value = float(given)
        inside = least < value <= most if above else least <= value <= most
        if not inside or not math.isfinite(value):
            raise misread(expected, "Give a number within these bounds.")
        return value

    return Reader(read, float)


def whole(least: int, most: int) -> Reader:
    """Return the reader of a whole number from `least` to `most`."""
    expected = f"a whole number {least:,} to {most:,}"

    def read(given: object) -> int:
        if isinstance(given, bool) or not isinstance(given, numbers.Integral):
            raise misread(expected, "Give a whole number.")
        if not least <= int(given) <= most:
            raise misread(expected, "Give a number within these bounds.")
        return int(given)

    return Reader(read, int)


def _yes(given: object) -> bool:
    if not isinstance(given, bool):
        raise misread("True or False", "Give one of the two.")
    return given


YES = Reader(_yes, bool)


def _day(given: object) -> str:
    from zimnik.geo.core.calendar import day_of

    if not isinstance(given, str):
        raise misread("a day MM-DD of a year of 365 days", "Write month and day, as in '12-20'.")
    try:
        day_of(given)
    except InputError as error:
        (fault,) = error.faults
        raise misread(fault.expected, fault.remedy) from None
    return given


DAY = Reader(_day)


class Season(NamedTuple):
    """First and last day MM-DD of a part of the year, which a command line joins by a colon."""

    first: str
    last: str

    def __str__(self) -> str:
        return f"{self.first}:{self.last}"


def _season(given: object) -> Season:
    parts = given.split(":") if isinstance(given, str) else given
    if not isinstance(parts, Iterable) or len(both := tuple(parts)) != 2:  # noqa: PLR2004 - two days
        raise misread("two days MM-DD:MM-DD", "Give the first and the last day.")
    return Season(_day(both[0]), _day(both[1]))


SEASON = Reader(_season)


def amounts(*, most: float = MOST_AMOUNT) -> Reader:
    """Return the reader of numbers of 0 or more by name: a mapping, or texts NAME=NUMBER."""
    expected = f"NAME=NUMBER, each name once, the number 0 to {most:,g}"

    def read(given: object) -> Mapping[str, float]:
        found: dict[str, float] = {}
        for name, value in pairs(given, expected):
            amount = as_float(value)
            if not name or amount is None or not 0 <= amount <= most or name in found:
                raise misread(expected, "Correct the text.")
            if 0 < amount < LEAST_AMOUNT:
                raise misread(expected, f"Give 0, or a number of {LEAST_AMOUNT:g} or more.")
            found[name] = amount
        return frozen(found)

    return Reader(read, repeated=True)


def pairs(
    given: object, expected: str, *, alone: Callable[[Any], tuple[str, object]] | None = None
) -> list[tuple[str, object]]:
    """Return names with their values, of a mapping or of texts NAME=VALUE.

    Parameters
    ----------
    given
        A mapping, one text or several.
    expected
        What a right value looks like.
    alone
        What a text without a sign stands for, or what is no text; without it such is misread.
    """
    if isinstance(given, Mapping):
        return [(str(name), value) for name, value in given.items()]
    if given is None:
        return []
    if isinstance(given, str) or not isinstance(given, Iterable):
        given = (given,)
    found: list[tuple[str, object]] = []
    for one in given:
        if isinstance(one, str) and "=" in one:
            name, _, value = one.partition("=")
            found.append((name.strip(), value.strip()))
        elif alone is not None:
            found.append(alone(one))
        else:
            raise misread(expected, "Write the name, '=' and the value.")
    return found


def as_float(value: object) -> float | None:
    """Return the finite number that something is or that a text says, else None."""
    try:
        found = float(str(value)) if not isinstance(value, bool) else math.nan
    except ValueError:
        return None
    return found if math.isfinite(found) else None


@dataclass(frozen=True, slots=True)
class Flow:
    """Tonnes a year from one place to another, both as the user names them.

    None are the tonnes of the published output.
    """

    origin: str
    destination: str
    tonnes_per_y: float | None

    def __str__(self) -> str:
        tonnes = repr(self.tonnes_per_y).removesuffix(".0")
        return f"{self.origin}:{self.destination}:{tonnes}"


def _flow(given: object) -> Flow:
    expected = f"FROM:TO:TONNES, tonnes {LEAST_T_PER_Y:,g} to {MOST_T_PER_Y:,.0f}"
    if isinstance(given, Flow):
        given = (given.origin, given.destination, given.tonnes_per_y)
    parts = given.rsplit(":", 2) if isinstance(given, str) else given
    if not isinstance(parts, Iterable) or len(three := tuple(parts)) != 3:  # noqa: PLR2004
        raise misread(expected, "Give origin, destination and tonnes.")
    tonnes = as_float(three[2])
    if tonnes is None or not LEAST_T_PER_Y <= tonnes <= MOST_T_PER_Y:
        raise misread(expected, "Give tonnes within these bounds.")
    return Flow(str(three[0]), str(three[1]), tonnes)


FLOW = Reader(_flow)
