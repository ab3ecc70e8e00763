"""Values of single lines of a `region.toml`: boxes, codes, days, numbers.

Owns how each is read, and what is said where it is another thing.
"""

from __future__ import annotations

import re

from zimnik.geo.core.calendar import day_of
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.units import HALF_TURN_DEG, TURN_DEG
from zimnik.geo.core.vocabulary import Vehicle
from zimnik.layers.regions.region import POLE_DEG, Box

CODE = re.compile("[A-Z]{2}")
CURRENCY = re.compile("[A-Z]{3}")
LANGUAGE = re.compile("[a-z]{2}")
RAIL_VEHICLES = (Vehicle.RAIL_1435.value, Vehicle.RAIL_1520.value)
SIDES = 4


class MisreadLineError(Exception):
    """A line that is another thing than expected; it becomes a `Fault`."""

    def __init__(self, expected: str) -> None:
        self.expected = expected
        super().__init__(expected)


def misread(expected: str) -> MisreadLineError:
    """Return the error of a line: what was expected."""
    return MisreadLineError(expected)


def number(value: object, least: float, most: float) -> float:
    """Return a number within bounds."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise misread(f"a number {least:g} to {most:g}")
    return float(value)


def box(value: object) -> Box:
    """Return a box of [west, south, east, north]."""
    expected = (
        "[west, south, east, north] in degrees, south below north, east counted on beyond 180 so "
        "that it is larger than west, by at most 360"
    )
    if not isinstance(value, list) or len(value) != SIDES:
        raise misread(expected)
    try:
        west, east = (number(value[i], -TURN_DEG, TURN_DEG + HALF_TURN_DEG) for i in (0, 2))
        south, north = (number(value[i], -POLE_DEG, POLE_DEG) for i in (1, 3))
    except MisreadLineError:
        raise misread(expected) from None
    if not (west < east <= west + TURN_DEG and south < north):
        raise misread(expected)
    return Box(west, south, east, north)


def is_words(value: object, pattern: re.Pattern[str] | None = None) -> str:
    """Return a text that is not empty, and of a pattern where one is given."""
    if not isinstance(value, str) or not value.strip():
        raise misread("a text")
    if pattern is not None and not pattern.fullmatch(value):
        raise misread(f"a text such as {pattern.pattern}")
    return value.strip()


def is_texts(value: object, pattern: re.Pattern[str] | None = None) -> tuple[str, ...]:
    """Return a list of texts, one at least."""
    if not isinstance(value, list) or not value:
        raise misread("a list of texts")
    return tuple(is_words(one, pattern) for one in value)


def day_pair(value: object, expected: str) -> tuple[str, str]:
    """Return the first and the last day of a season, each MM-DD."""
    try:
        first, last = is_texts(value)
        for one in (first, last):
            day_of(one)
    except (MisreadLineError, ValueError, InputError):
        raise misread(expected) from None
    return first, last
