"""Closures with a date: days on which one link is shut inside its season.

Owns docs/model.md, E36: what a network is with such closures on top of a year, and what is no
closure of it. A traverse lies whole within one open stretch, so a link that is shut for some days
is a link for each stretch before and after, and the search needs no rule of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import YEAR_D, Window, text_of
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.network.links import Season

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zimnik.geo.network.links import Link

ALL_YEAR = dict.fromkeys(YearType, Window(0, YEAR_D))


@dataclass(frozen=True, slots=True)
class DatedClosure:
    """Days on which a link is shut.

    Parameters
    ----------
    link_id
        The link.
    first_d
        First day, 0 to 364.
    length_d
        Whole days, 1 to 365; it may run past the end of the year.
    """

    link_id: str
    first_d: int
    length_d: int

    def __post_init__(self) -> None:
        if not (0 <= self.first_d < YEAR_D and 1 <= self.length_d <= YEAR_D):
            expected = f"a first day 0 to {YEAR_D - 1} and 1 to {YEAR_D} days"
            found = f"day {self.first_d} and {self.length_d} days"
            raise InputError([Fault("event", expected, found, "Correct it.", row=self.link_id)])

    @property
    def window(self) -> Window:
        """Its days."""
        return Window(self.first_d, self.length_d)

    def __str__(self) -> str:
        """Return LINK:MM-DD:DAYS."""
        return f"{self.link_id}:{text_of(self.first_d)}:{self.length_d}"


def closure_faults(
    links: Iterable[Link], closures: Iterable[DatedClosure], year_type: YearType
) -> list[Fault]:
    """Return a fault for every closure of a link that is closed on all of its days anyway.

    Parameters
    ----------
    links
        Links of the network, in the year of the question; a closure of no link is no fault here.
    closures
        What is shut.
    year_type
        Which published dates of seasons hold.
    """
    by_id = {link.id: link for link in links}
    faults = []
    for closure in closures:
        link = by_id.get(closure.link_id)
        season = None if link is None else link.season
        window = None if season is None else season.window(year_type)
        if season is None or (window is not None and window.meets(closure.window)):
            continue
        opened = "it does not open" if window is None else f"it is open from {window.text}"
        expected = f"days on which '{closure.link_id}' is open: {opened}"
        faults.append(Fault("", expected, f"'{closure}'", "Give a day of its season."))
    return faults


def with_dated_closures(
    links: Iterable[Link], closures: Iterable[DatedClosure]
) -> tuple[Link, ...]:
    """Return links, in order, each shut on the days of its closures as well.

    Parameters
    ----------
    links
        Links of a network in some year; what is outside their seasons changes nothing.
    closures
        What is shut; those of other links are left out.
    """
    shut: dict[str, tuple[Window, ...]] = {}
    for closure in closures:
        shut[closure.link_id] = (*shut.get(closure.link_id, ()), closure.window)
    return tuple(_shut(link, shut[link.id]) if link.id in shut else link for link in links)


def _shut(link: Link, windows: tuple[Window, ...]) -> Link:
    season = Season(ALL_YEAR) if link.season is None else link.season
    met = [
        window
        for window in windows
        if any(own is not None and own.meets(window) for own in season.windows.values())
    ]
    return replace(link, season=replace(season, shut=(*season.shut, *met))) if met else link
