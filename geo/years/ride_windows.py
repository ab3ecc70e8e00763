"""When rides are open in many years at once, and how long cargo waits for a run of them.

Owns the waits of docs/model.md, E60. Each ride of a run allows an arc of the year in which the run
may begin, or several where closures with a date cut its season (E36); the run goes through in their
intersection, which is one arc or more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zimnik.geo.core.calendar import YEAR_D
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.network.dated_closures import with_dated_closures
from zimnik.geo.network.rides import rides_of
from zimnik.geo.years.season_years import NO_SHIFT, shifted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.core.vocabulary import RailService
    from zimnik.geo.network.arrays import Edge
    from zimnik.geo.network.dated_closures import DatedClosure
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
    """One stretch in which a ride is open in each year: first day, days; negative for none."""

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
    shut
        What is shut with a date in each year besides; empty for nothing in any.
    """

    def __init__(
        self,
        links: Mapping[str, Link],
        card: RateCard,
        shifts: Sequence[Mapping[str, Shift]],
        shut: Sequence[Sequence[DatedClosure]] = (),
    ) -> None:
        self.links, self.card, self.shifts = links, card, shifts
        self.numbers = {name: number for number, name in enumerate(links)}
        self.years = len(shifts)
        self.shut: list[dict[str, tuple[DatedClosure, ...]]] = [{} for _ in shifts]
        for by_link, closures in zip(self.shut, shut, strict=False):
            for closure in closures:
                by_link[closure.link_id] = (*by_link.get(closure.link_id, ()), closure)
        self.known: dict[Riding, tuple[Openings, ...]] = {}

    def of(self, riding: Riding) -> tuple[Openings, ...]:
        """Return the stretches in which a ride is open in each year."""
        if riding not in self.known:
            self.known[riding] = self._openings(riding)
        return self.known[riding]

    def _openings(self, riding: Riding) -> tuple[Openings, ...]:
        link, name = self.links[riding.link_id], riding.link_id
        found: dict[tuple[Shift, tuple[DatedClosure, ...]], list[tuple[float, float]]] = {}
        rows = []
        for year, shut in zip(self.shifts, self.shut, strict=True):
            key = (year.get(name, NO_SHIFT), shut.get(name, ()))
            if key not in found:
                season = None if link.season is None else shifted(link.season, key[0])
                (closed,) = with_dated_closures([replace(link, season=season)], key[1])
                found[key] = self._windows(riding, closed)
            rows.append(found[key])
        most = max((len(row) for row in rows), default=1)
        table = np.full((self.years, most, 2), (0.0, _NEVER_D))
        for number, row in enumerate(rows):
            table[number, : len(row)] = row
        return tuple(Openings(table[:, part, 0], table[:, part, 1]) for part in range(most))

    def _windows(self, riding: Riding, link: Link) -> list[tuple[float, float]]:
        found = []
        for ride in rides_of(link, self.card):
            in_ice = ride.season is not None and ride.season.open_water is not None
            if (ride.light_load, ride.rail_service, in_ice) != riding[1:]:
                continue
            if ride.season is None:
                return [(0.0, _ALWAYS_D)]
            window = ride.season.window(YearType.NORMAL)
            if window is not None:
                length_d = _ALWAYS_D if window.is_all_year else window.length_d
                found.append((float(window.opens_d), float(length_d)))
        return found or [(0.0, _NEVER_D)]


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
        # Most years have one arc; of the further ones those are asked that have them.
        some = np.flatnonzero(slack_d >= 0)
        there_d, own_d, year = at_d[some], slack_d[some], years[some]
        # Cargo that never comes to a store, at an infinite moment, never leaves it.
        with np.errstate(invalid="ignore"):
            since_d = (there_d - start.opens_d[year] + _EPS_D) % YEAR_D - _EPS_D
        wait_d = np.where(since_d <= own_d + _EPS_D, 0.0, YEAR_D - since_d)
        sooner = wait_d < least_d[some]
        least_d[some[sooner]] = wait_d[sooner]
        link[some[sooner]] = start.link[year[sooner]]
    return least_d, link


def starts_of(rides: Sequence[Dated], windows: RideWindows) -> list[Start] | None:
    """Return when a stretch goes through without a wait; None for at any time.

    Each ride allows some arcs of the year; the stretch their intersection, which is one arc or
    more.
    """
    found: list[Start] | None = None
    for ride in rides:
        open_d = windows.of(ride.riding)
        if len(open_d) == 1 and (open_d[0].length_d == _ALWAYS_D).all():
            continue
        link = np.full(windows.years, windows.numbers[ride.riding.link_id])
        arcs = []
        for own in open_d:
            slack_d = np.where(own.length_d < 0, _NEVER_D, own.length_d - ride.duration_d)
            arcs.append(Start((own.opens_d - ride.after_d) % YEAR_D, slack_d, link))
        if found is None:
            found = arcs
        else:
            found = _fewest([both for one in found for arc in arcs for both in _both(one, arc)])
    return found


def _both(one: Start, other: Start) -> Iterable[Start]:
    """Yield the arcs in which two arcs of the year overlap, in each year."""
    for first, second in ((one, other), (other, one)):
        later_d = (second.opens_d - first.opens_d + _EPS_D) % YEAR_D - _EPS_D
        first_always, second_always = first.slack_d > YEAR_D, second.slack_d > YEAR_D
        if first is other:
            # Where both begin at once the arc has been told.
            later_d = np.where(np.abs(later_d) <= _EPS_D, YEAR_D, later_d)
        slack_d = np.minimum(first.slack_d - later_d, second.slack_d)
        # What is open at any time leaves the other as it is, which is told once.
        slack_d = np.where(first_always, second.slack_d, slack_d)
        told = second_always & (~first_always | (first is other))
        never = (first.slack_d < 0) | (second.slack_d < 0) | (slack_d < -_EPS_D) | told
        slack_d = np.where(never, _NEVER_D, np.maximum(slack_d, 0.0))
        if (slack_d >= 0).any():
            yield Start(second.opens_d, slack_d, second.link)


def _fewest(arcs: Sequence[Start]) -> list[Start]:
    """Return the same arcs of every year in as few as the year with the most of them has."""
    if not arcs:
        return []
    opens_d, slack_d, link = (np.array(values) for values in zip(*arcs, strict=True))
    order = np.argsort(slack_d < 0, axis=0, kind="stable")
    most = int((slack_d >= 0).sum(axis=0).max())
    kept = [np.take_along_axis(values, order, axis=0)[:most] for values in (opens_d, slack_d, link)]
    return [Start(*arc) for arc in zip(*kept, strict=True)]
