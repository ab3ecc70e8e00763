"""The year cut into weeks: when in each of them something is open, and in which its cargo arrives.

Owns the discretisation of the campaign (docs/model.md, E12). Openings are spans of departure within
one year, exact to the moment; only what happens within a week is taken as even.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import YEAR_D, Span
from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.core.calendar import Window

Openings = tuple[Span, ...]

ALWAYS: Openings = (Span(0.0, YEAR_D),)
WEEK_D = 7.0
WEEKS_PER_YEAR = 52
_EPS_D = 1e-9


def departures(window: Window | None, duration_d: float) -> Openings:
    """Return when in a year a traversal may start that must lie within one opening."""
    if window is None or window.length_d >= YEAR_D:
        return ALWAYS
    slack_d = window.length_d - duration_d
    return _within_year(window.opens_d, window.opens_d + slack_d) if slack_d > _EPS_D else ()


def shifted(openings: Openings, by_d: float) -> Openings:
    """Return the same openings, each so many days later, in a year that begins again."""
    if openings == ALWAYS:
        return ALWAYS
    parts = [part for s in openings for part in _within_year(s.first_d + by_d, s.last_d + by_d)]
    return _joined(parts)


def intersection(one: Openings, other: Openings) -> Openings:
    """Return when both are open."""
    if one == ALWAYS:
        return other
    if other == ALWAYS:
        return one
    spans = (Span(max(a.first_d, b.first_d), min(a.last_d, b.last_d)) for a in one for b in other)
    return tuple(sorted((s for s in spans if s.last_d - s.first_d > _EPS_D), key=_first))


def union(*every: Openings) -> Openings:
    """Return when one or another is open."""
    return ALWAYS if ALWAYS in every else _joined([span for spans in every for span in spans])


def contains(one: Openings, other: Openings) -> bool:
    """Whether one is open whenever the other is."""
    return one == ALWAYS or all(
        any(a.first_d <= b.first_d + _EPS_D and b.last_d <= a.last_d + _EPS_D for a in one)
        for b in other
    )


def _within_year(first_d: float, last_d: float) -> Openings:
    start_d = first_d % YEAR_D
    end_d = start_d + (last_d - first_d)
    if end_d <= YEAR_D:
        return (Span(start_d, end_d),)
    return (Span(0.0, end_d - YEAR_D), Span(start_d, YEAR_D))


def _joined(spans: Iterable[Span]) -> Openings:
    """Return spans in order, those that touch as one."""
    joined: list[Span] = []
    for span in sorted(spans, key=_first):
        if joined and span.first_d <= joined[-1].last_d + _EPS_D:
            joined[-1] = Span(joined[-1].first_d, max(joined[-1].last_d, span.last_d))
        elif span.last_d - span.first_d > _EPS_D:
            joined.append(span)
    return tuple(joined)


def _first(span: Span) -> float:
    return span.first_d


@dataclass(frozen=True, slots=True)
class Arrivals:
    """In which week the cargo that leaves in a week arrives, in parallel arrays.

    `shares` of one week of departure sum to one.
    """

    left: Indices
    came: Indices
    shares: Vector


@dataclass(frozen=True, slots=True)
class Weeks:
    """Equal parts of a year of 365 days, except that the last takes the days left over.

    By default 52: fifty-one of seven days and the last, from 24 December, of eight.

    Parameters
    ----------
    count
        How many.

    Raises
    ------
    InputError
        If there is none, or more than one a day.
    """

    count: int = WEEKS_PER_YEAR

    def __post_init__(self) -> None:
        if not 1 <= self.count <= YEAR_D:
            fault = Fault("weeks", f"1 to {YEAR_D}", str(self.count), "Take 52.")
            raise InputError([fault])

    @property
    def starts_d(self) -> Vector:
        """First moment of every week in days from 1 January."""
        whole_d = np.floor(YEAR_D / self.count)
        # Weeks of whole days begin on dates; finer parts than days' multiples are simply equal.
        even = self.count in {WEEKS_PER_YEAR, YEAR_D, 1}
        step_d = whole_d if even else YEAR_D / self.count
        return np.arange(self.count, dtype=np.float64) * step_d

    @property
    def ends_d(self) -> Vector:
        """Last moment of every week."""
        return np.append(self.starts_d[1:], YEAR_D)

    @property
    def lengths_d(self) -> Vector:
        """Days in every week."""
        return self.ends_d - self.starts_d

    def open_d(self, openings: Openings) -> Vector:
        """Return the open days of every week."""
        days = np.zeros(self.count)
        for span in openings:
            overlap = np.minimum(self.ends_d, span.last_d) - np.maximum(self.starts_d, span.first_d)
            days += np.clip(overlap, 0.0, None)
        return np.where(days > _EPS_D, days, 0.0)

    def arrivals(self, openings: Openings, duration_d: float) -> Arrivals:
        """Return in which weeks cargo arrives that leaves evenly over the open part of each.

        The split keeps the mean day of arrival (docs/model.md, E12).
        """
        return self.arrivals_in(self.starts_d, openings, duration_d)

    def arrivals_in(self, starts_d: Vector, openings: Openings, duration_d: float) -> Arrivals:
        """Return likewise in which parts of the year it arrives, by number.

        Parameters
        ----------
        starts_d
            First moments of the parts in order, the first of them 0.
        openings, duration_d
            When cargo may leave, and days until it arrives.
        """
        left, first_d, last_d = self.pieces(openings)
        parts = np.concatenate([starts_d, starts_d + YEAR_D, [2 * YEAR_D]])
        start_d = (first_d + duration_d) % YEAR_D
        end_d = start_d + (last_d - first_d)
        met = np.searchsorted(parts, start_d, side="right") - 1
        last_met = np.searchsorted(parts, end_d, side="left") - 1
        came, shares = [], []
        most_met = int((last_met - met).max(initial=0)) + 1
        for further in range(most_met):
            part = np.minimum(met + further, len(parts) - 2)
            overlap = np.minimum(end_d, parts[part + 1]) - np.maximum(start_d, parts[part])
            came.append(part % len(starts_d))
            shares.append(np.clip(overlap, 0.0, None))
        every = np.concatenate(shares)
        leaving = np.tile(left, most_met)
        every = every / np.bincount(leaving, every, minlength=self.count)[leaving]
        some = every > _EPS_D
        return Arrivals(leaving[some], np.concatenate(came)[some], every[some])

    def pieces(self, openings: Openings) -> tuple[Indices, Vector, Vector]:
        """Return the open parts of weeks: number of the week, first and last moment."""
        left, first_d, last_d = [], [], []
        for span in openings:
            start = np.maximum(self.starts_d, span.first_d)
            end = np.minimum(self.ends_d, span.last_d)
            week = np.flatnonzero(end - start > _EPS_D)
            left.append(week)
            first_d.append(start[week])
            last_d.append(end[week])
        return np.concatenate(left), np.concatenate(first_d), np.concatenate(last_d)
