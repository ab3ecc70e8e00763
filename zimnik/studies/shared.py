"""Options that several questions share, each with one meaning, and one way to read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.core.units import LEAST_T_PER_Y, MOST_AMOUNT, MOST_T_PER_Y
from zimnik.geo.core.vocabulary import Goal, Mode, YearType
from zimnik.studies.answers import Question
from zimnik.studies.options import (
    DAY,
    Reader,
    as_float,
    misread,
    number,
    option,
    optional,
    several,
    text,
    word,
)
from zimnik.studies.years.calendar import observed, year_faults

if TYPE_CHECKING:
    from zimnik.geo.core.errors import Fault
    from zimnik.layers.regions.region import Box

MOST_DAYS = 3650.0


def _place(given: object) -> str:
    if hasattr(given, "geom_type"):
        if given.geom_type != "Point":
            raise misread("a place or a point", "Give a point, not a line or an area.")
        return f"{given.y:.10g},{given.x:.10g}"  # type: ignore[attr-defined]
    found: str = text("the id or name of a place, or lat,lon").read(given)
    return found


def _box(given: object) -> Box:
    from zimnik.layers.regions.lines import MisreadLineError, box

    parts = given.split(",") if isinstance(given, str) else given
    numbers = [as_float(one) for one in parts] if isinstance(parts, list | tuple) else []
    try:
        return box(numbers)
    except MisreadLineError as error:
        expected = f"WEST,SOUTH,EAST,NORTH: {error.expected}"
        raise misread(expected, "Give four numbers, as in 200,55,240,72.") from None


PLACE = Reader(_place)
BOX = Reader(_box, is_signed=True)
PLACES = several(PLACE)
TEXTS = several(text("a name"))
TONNES = optional(number(LEAST_T_PER_Y, MOST_T_PER_Y, unit="t a year"))
VALUE = optional(number(0, MOST_AMOUNT, unit="US$ a dry tonne"))
ONE_DAY = optional(DAY)
DAYS = several(DAY)
GOAL = word(Goal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Question):
    """In which calendar year links are open.

    Parameters
    ----------
    year
        Calendar year in which gauges were read, such as 1984: links that follow one have the days
        of that year, the others their median days.
    """

    year: int | None = observed()

    def contradictions(self) -> list[Fault]:
        """Return a fault where a calendar year is asked for as well as a type of year."""
        return self.year_faults()

    def year_faults(self) -> list[Fault]:
        """Return a fault where a calendar year is asked for as well as a type of year."""
        return year_faults(self.year, getattr(self, "year_type", None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Barring(Dated):
    """What may not be used.

    Parameters
    ----------
    avoid
        A link, terminal, corridor, border or country not to use.
    without
        A mode not to use.
    """

    avoid: tuple[str, ...] = option((), TEXTS)
    without: tuple[Mode, ...] = option((), several(word(Mode)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing(Barring):
    """What may not be used, and what the year is like.

    Parameters
    ----------
    year_type
        Short, normal or long seasons, by their published dates.
    """

    year_type: YearType = option(YearType.NORMAL, word(YearType))


def days_to_arrive() -> Any:  # noqa: ANN401 - as dataclasses.field
    """Return the field of the most days from readiness to arrival."""
    return option(DEFAULT_MAX_D, number(0, MOST_DAYS, unit="days", above=True))


def tonnes() -> Any:  # noqa: ANN401 - as dataclasses.field
    """Return the field of the tonnes a year."""
    return option(None, TONNES, name="tonnes")


def value() -> Any:  # noqa: ANN401 - as dataclasses.field
    """Return the field of what is tied up in a tonne of the cargo."""
    return option(None, VALUE, name="value")
