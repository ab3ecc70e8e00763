"""When rides are open in many years at once, and how long cargo waits for a run of them.

Owns the waits of docs/model.md, E60. Each ride of a run allows an arc of the year in which the run
may begin; the run goes through in their intersection, which is one arc or more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zimnik.geo.core.calendar import YEAR_D
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.network.rides import rides_of
from zimnik.geo.years.season_years import NO_SHIFT, shifted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.core.vocabulary import RailService
    from zimnik.geo.network.arrays import Edge
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.years.gauges import Shift

_EPS_D = 1e-9
_NEVER_D = -1.0
# So long a stretch is open that nothing waits for it.
_ALWAYS_D = 2.0 * YEAR_D


class Riding(NamedTuple):
    """A link and the way to ride it, which is the same in every year."""

    link_id: str
    light_load: bool
    rail_service: RailService | None
    in_ice: bool

    @classmethod
    def of(cls, edge: Edge) -> Riding:
        """Return the way in which an edge rides its link."""
        in_ice = edge.season is not None and edge.season.open_water is not None
        return cls(edge.link_id or "", edge.light_load, edge.rail_service, in_ice)


class Dated(NamedTuple):
    """A ride on a stretch between two stores: when it begins after leaving, and its days."""

    riding: Riding
    after_d: float
    duration_d: float


class Openings(NamedTuple):
    """When a ride may begin in each year: first day, further days; negative where it never may."""

    opens_d: Vector
    length_d: Vector


class Start(NamedTuple):
    """Moments at which a stretch goes through without a wait, in each year, and by which link."""

    opens_d: Vector
    slack_d: Vector
    link: Indices


class RideWindows:
    """When each ride is open in each of some years.

    Parameters
    ----------
    links
        Links of the network with the days of their median year, by id.
    card
        By which links are ridden.
    shifts
        Shift of each seasonal link in each year, by its id; what has none keeps its median days.
    """

    def __init__(
        self,
        links: Mapping[str, Link],
        card: RateCard,
        shifts: Sequence[Mapping[str, Shift]],
    ) -> None:
        self.links, self.card, self.shifts = links, card, shifts
        self.numbers = {name: number for number, name in enumerate(links)}
        self.years = len(shifts)
        self.known: dict[Riding, Openings] = {}

    def of(self, riding: Riding) -> Openings:
        """Return when a ride may begin in each year."""
        if riding not in self.known:
            self.known[riding] = self._openings(riding)
        return self.known[riding]

    def _openings(self, riding: Riding) -> Openings:
        link = self.links[riding.link_id]
        found: dict[Shift, tuple[float, float]] = {}
        rows = []
        for year in self.shifts:
            shift = year.get(riding.link_id, NO_SHIFT)
            if shift not in found:
                season = None if link.season is None else shifted(link.season, shift)
                found[shift] = self._window(riding, replace(link, season=season))
            rows.append(found[shift])
        table = np.array(rows).reshape(self.years, 2)
        return Openings(table[:, 0], table[:, 1])

    def _window(self, riding: Riding, link: Link) -> tuple[float, float]:
        for ride in rides_of(link, self.card):
            in_ice = ride.season is not None and ride.season.open_water is not None
            if (ride.light_load, ride.rail_service, in_ice) != riding[1:]:
                continue
            if ride.season is None:
                return 0.0, _ALWAYS_D
            window = ride.season.window(YearType.NORMAL)
            if window is None:
                return 0.0, _NEVER_D
            return window.opens_d, _ALWAYS_D if window.is_all_year else window.length_d
        return 0.0, _NEVER_D


def wait_until(starts: Sequence[Start], years: Indices, at_d: Vector) -> tuple[Vector, Indices]:
    """Return the days that cargo waits until a stretch goes through, and the link waited for.

    Parameters
    ----------
    starts
        When it does, as `starts_of` gives it.
    years
        Number of the year of each tonne.
    at_d
        Moment at which each is there.
    """
    least_d, link = np.full(len(at_d), np.inf), np.zeros(len(at_d), dtype=np.intp)
    for start in starts:
        slack_d = start.slack_d[years]
        # Cargo that never comes to a store, at an infinite moment, never leaves it.
        with np.errstate(invalid="ignore"):
            since_d = (at_d - start.opens_d[years] + _EPS_D) % YEAR_D - _EPS_D
        wait_d = np.where(since_d <= slack_d + _EPS_D, 0.0, YEAR_D - since_d)
        wait_d[slack_d < 0] = np.inf
        sooner = wait_d < least_d
        least_d = np.where(sooner, wait_d, least_d)
        link = np.where(sooner, start.link[years], link)
    return least_d, link


def starts_of(rides: Sequence[Dated], windows: RideWindows) -> list[Start] | None:
    """Return when a stretch goes through without a wait; None for at any time.

    Each ride allows an arc of the year; the stretch their intersection, which is one arc or more.
    """
    found: list[Start] | None = None
    for ride in rides:
        own = windows.of(ride.riding)
        if (own.length_d == _ALWAYS_D).all():
            continue
        slack_d = np.where(own.length_d < 0, _NEVER_D, own.length_d - ride.duration_d)
        link = np.full(windows.years, windows.numbers[ride.riding.link_id])
        arc = Start((own.opens_d - ride.after_d) % YEAR_D, slack_d, link)
        found = [arc] if found is None else [both for one in found for both in _both(one, arc)]
    return found


def _both(one: Start, other: Start) -> Iterable[Start]:
    """Yield the arcs in which two arcs of the year overlap, in each year."""
    for first, second in ((one, other), (other, one)):
        later_d = (second.opens_d - first.opens_d + _EPS_D) % YEAR_D - _EPS_D
        if first is other:
            # Where both begin at once the arc has been told.
            later_d = np.where(np.abs(later_d) <= _EPS_D, YEAR_D, later_d)
        slack_d = np.minimum(first.slack_d - later_d, second.slack_d)
        never = (first.slack_d < 0) | (second.slack_d < 0) | (slack_d < -_EPS_D)
        slack_d = np.where(never, _NEVER_D, np.maximum(slack_d, 0.0))
        if (slack_d >= 0).any():
            yield Start(second.opens_d, slack_d, second.link)
