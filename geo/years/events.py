"""Events inside seasons: what shuts links for some days in some years, and how they are drawn.

Owns docs/model.md, E37: an event happens in a year by its chance, from a day of its window on, for
a number of days. What it comes to is a closure with a date (`geo.network.dated_closures`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import YEAR_D
from zimnik.geo.core.chance import Chance
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.network.dated_closures import DatedClosure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zimnik.geo.core.calendar import Window
    from zimnik.geo.core.vocabulary import EventKind

# Events have numbers of their own, so that years are those of the seed with and without them.
PURPOSE = "event"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that shuts links for some days inside their season.

    Parameters
    ----------
    id, name, kind
        What it is.
    link_ids
        Links that it shuts together.
    seen_years, read_years
        Years in which it happened, of those of which that was read.
    starts
        Days of which one is its first, each as likely.
    low_d, base_d, high_d
        Days that it lasts at least, most often and at most.

    Raises
    ------
    InputError
        If it was seen in more years than were read, or its lengths are not in order.
    """

    id: str
    name: str
    kind: EventKind
    link_ids: tuple[str, ...]
    seen_years: int
    read_years: int
    starts: Window
    low_d: int
    base_d: int
    high_d: int

    def __post_init__(self) -> None:
        faults = []
        if not 0 <= self.seen_years <= self.read_years or not self.read_years:
            expected = f"0 years to the {self.read_years} that were read, of which there is one"
            faults.append(self._fault("seen_years", expected, str(self.seen_years)))
        if not 1 <= self.low_d <= self.base_d <= self.high_d <= YEAR_D:
            expected = f"1 to {YEAR_D} days in this order: low_d, base_d, high_d"
            found = f"{self.low_d}, {self.base_d}, {self.high_d}"
            faults.append(self._fault("base_d", expected, found))
        if faults:
            raise InputError(faults)

    def _fault(self, column: str, expected: str, found: str) -> Fault:
        return Fault("events", expected, found, "Correct the cell.", row=self.id, column=column)

    @property
    def chance_per_y(self) -> float:
        """Chance that it happens in a year."""
        return self.seen_years / self.read_years

    @property
    def expected_d_per_y(self) -> float:
        """Days a year that it lasts in the mean, years without it included."""
        return self.chance_per_y * (self.low_d + self.base_d + self.high_d) / 3

    def closures(self, first_d: int, length_d: int) -> tuple[DatedClosure, ...]:
        """Return what it shuts where it begins on a day and lasts so many."""
        return tuple(DatedClosure(link_id, first_d % YEAR_D, length_d) for link_id in self.link_ids)


def drawn_events(
    events: Iterable[Event], count: int, chance: Chance
) -> list[list[tuple[Event, tuple[DatedClosure, ...]]]]:
    """Draw the events of years, and return for each those that happen with what they shut.

    Each event has its own numbers, three a year whether it happens or not: another event, or
    another chance of one, leaves the others as they were.

    Parameters
    ----------
    events
        Events in any order; they are told by id.
    count
        How many years.
    chance
        Where chance comes from; the same gives the same years.
    """
    years: list[list[tuple[Event, tuple[DatedClosure, ...]]]] = [[] for _ in range(count)]
    for event in sorted(events, key=lambda one: one.id):
        for year, (happens, begins, lasts) in zip(
            years, chance.of(event.id).random((count, 3)).tolist(), strict=True
        ):
            if happens < event.chance_per_y:
                first_d = event.starts.opens_d + int(begins * event.starts.length_d)
                year.append((event, event.closures(first_d, _length_d(event, lasts))))
    return years


def events_of_years(
    events: Iterable[Event], count: int, seed: int
) -> list[dict[str, tuple[DatedClosure, ...]]]:
    """Return what the events of some drawn years shut, by their names.

    Parameters
    ----------
    events, count, seed
        Events, how many years, and their seed: years of a seed have the same shifts with and
        without events, which have numbers of their own.
    """
    drawn = drawn_events(events, count, Chance(seed, PURPOSE))
    return [{event.name: closures for event, closures in year} for year in drawn]


def _length_d(event: Event, share: float) -> int:
    """Return the days below which a share of the lengths lie, of a triangle over low to high."""
    low_d, base_d, high_d = event.low_d, event.base_d, event.high_d
    spread_d = high_d - low_d
    if not spread_d:
        return base_d
    rising = (base_d - low_d) / spread_d
    if share < rising:
        return round(low_d + math.sqrt(share * spread_d * (base_d - low_d)))
    return round(high_d - math.sqrt((1 - share) * spread_d * (high_d - base_d)))
