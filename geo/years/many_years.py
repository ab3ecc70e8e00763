"""One haul over many years, observed or drawn: what a tonne costs in each, and which link decides.

Owns docs/model.md, E60: the spread over years, and how years that are drawn are priced by the best
routes of some of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.chance import Chance
from zimnik.geo.core.percentiles import percentiles_of
from zimnik.geo.network.dated_closures import with_dated_closures
from zimnik.geo.routing.year import RouteYear
from zimnik.geo.routing.yearly import YearSearches
from zimnik.geo.years.deciding import deciding_link
from zimnik.geo.years.draws import DRAWN_YEARS, blocks_of, drawn_years
from zimnik.geo.years.events import events_of_years
from zimnik.geo.years.hauls import StoredHauls, no_hauls
from zimnik.geo.years.season_years import (
    ObservedYear,
    drawn_shifts,
    in_year,
    shifts_in,
    years_read,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from zimnik.geo.core.percentiles import Percentiles
    from zimnik.geo.network.dated_closures import DatedClosure
    from zimnik.geo.network.links import Link
    from zimnik.geo.routing.request import Shipment
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.years.deciding import DecidingLink
    from zimnik.geo.years.events import Event
    from zimnik.geo.years.evidence import Evidence, Group
    from zimnik.geo.years.gauges import Shift

# Further years whose best routes are stored, of each kind of draw.
STORED_DRAWS = 4
# Draws that are searched anew at either end, so that best and worst are those of a search.
MOST_SEARCHES = 4
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class HaulAsked:
    """A haul of which many years are asked.

    Parameters
    ----------
    shipment
        What travels.
    ready_d
        Days on which it is made.
    links
        Links of the network with the days of their median year.
    evidence
        What each of them follows.
    network_in
        Makes the network of the links of one year.
    events
        What shuts links in some years, by chance; years that were observed have none.
    """

    shipment: Shipment
    ready_d: Sequence[int]
    links: tuple[Link, ...]
    evidence: Evidence
    network_in: Callable[[tuple[Link, ...]], DatedNetwork]
    events: tuple[Event, ...] = ()

    def links_in(
        self, shifts: Mapping[str, Shift], shut: Iterable[DatedClosure] = ()
    ) -> tuple[Link, ...]:
        """Return the links in a year, by the shift of each and what is shut with a date."""
        return with_dated_closures(in_year(self.links, shifts), shut)

    def searches_in(
        self, shifts: Mapping[str, Shift], shut: Iterable[DatedClosure] = ()
    ) -> YearSearches:
        """Return searches over the network in a year, as `links_in` has it."""
        return YearSearches(self.network_in(self.links_in(shifts, shut)))


@dataclass(frozen=True, slots=True)
class YearCost:
    """What a tonne costs in the mean of one year.

    Parameters
    ----------
    year
        Calendar year, or the number of the draw from 1.
    mean_usd_per_t
        Mean of its days; infinite where what is ready on some day does not arrive.
    decides
        The link for whose opening cargo waits longest; "" for none.
    waits_d
        Days that a tonne waits for it.
    links_moved
        Links whose days are not those of the median year.
    deciding
        How the day of that link is known, where that was asked.
    events
        Events of the year that shut a link of a stored route.
    """

    year: int
    mean_usd_per_t: float
    decides: str
    waits_d: float
    links_moved: int
    deciding: DecidingLink | None = None
    events: tuple[str, ...] = ()

    @property
    def arrives(self) -> bool:
        """Whether all cargo of the year arrives."""
        return bool(np.isfinite(self.mean_usd_per_t))


@dataclass(frozen=True, slots=True)
class YearsCost:
    """What a tonne costs in each of many years.

    Parameters
    ----------
    years
        The years, in order; of best and worst it is known how the day of the link is known.
    reason
        Why all cargo of some year does not arrive, where that is so.
    stored_routes
        Routes by which drawn years were priced; 0 where each year was searched.
    """

    years: tuple[YearCost, ...]
    reason: str = ""
    stored_routes: int = 0

    @property
    def delivered(self) -> tuple[YearCost, ...]:
        """Years in which all cargo arrives."""
        return tuple(year for year in self.years if year.arrives)

    @property
    def mean_usd_per_t(self) -> float | None:
        """Mean over the years in which all cargo arrives; None where there is none."""
        usd = [year.mean_usd_per_t for year in self.delivered]
        return float(np.mean(usd)) if usd else None

    @property
    def usd_per_t(self) -> Percentiles[float | None]:
        """What a tonne costs at most in a share of all years; None where so many do not arrive."""
        return percentiles_of(year.mean_usd_per_t for year in self.years)

    @property
    def best(self) -> YearCost | None:
        """The year in which a tonne costs least; None where it arrives in none."""
        return min(self.delivered, key=_rank, default=None)

    @property
    def worst(self) -> YearCost:
        """The year in which a tonne costs most, or in which not all cargo arrives."""
        return max(self.years, key=_rank)


def observed_costs(asked: HaulAsked) -> YearsCost:
    """Return what a tonne costs in every year of which a gauge was read, each searched whole."""
    found, reasons = [], []
    for year, shifts in observed_shifts(asked.evidence):
        cost, reason = _searched(asked, year, shifts)
        found.append(cost)
        reasons += [reason] if reason else []
    return YearsCost(tuple(found), next(iter(reasons), ""))


@dataclass(frozen=True, slots=True)
class DrawnHauls:
    """A haul of which drawn years are priced by the best routes of some years.

    Parameters
    ----------
    asked
        The haul.
    store
        Best routes of the median year, of all observed ones and of some drawn ones.
    reason
        Why there is no route in some of them, where that is so.
    """

    asked: HaulAsked
    store: StoredHauls
    reason: str = ""

    @classmethod
    def of(cls, asked: HaulAsked, seed: int) -> DrawnHauls:
        """Return the haul with the routes of the median year, observed years and some draws.

        Parameters
        ----------
        asked
            The haul.
        seed
            The same seed stores the same routes.
        """
        median = asked.searches_in({})
        ids = frozenset(link_id for event in asked.events for link_id in event.link_ids)
        store, reason = no_hauls(median.network, asked.shipment, asked.ready_d, ids), ""
        years = [*stored_years(asked.evidence, seed)]
        drawn = events_of_years(asked.events, 2 * STORED_DRAWS, seed + 1)
        # Observed years, which come first, have no events.
        calm = len(years) - len(drawn)
        shut = [()] * calm + [tuple(chain.from_iterable(one.values())) for one in drawn]
        other = (asked.searches_in(*one) for one in zip(years, shut, strict=True))
        for searches in chain([median], other):
            paths = searches.paths(asked.shipment, ready_d=asked.ready_d)
            if isinstance(paths, str):
                reason = reason or paths
            else:
                store = store.holding(searches.network, paths)
        return cls(asked, store, reason)

    @property
    def groups(self) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
        """Groups of links on the stored routes: drawn by common calendar years, or on their own."""
        links = self.asked.evidence.links
        used = {
            links[ride.riding.link_id].group_id
            for haul in self.store.hauls
            for rides, _ in haul.stretches
            for ride in rides
            if ride.riding.link_id in links
        }
        blocks = blocks_of(group for _, group in sorted(self.asked.evidence.groups.items()))
        together: list[Group] = []
        alone: list[Group] = []
        for block in blocks:
            own = [group for group in block.groups if group.id in used]
            (together if len(block.groups) > 1 else alone).extend(own)
        return tuple(together), tuple(alone)

    def costs(self, count: int, seed: int, *, fully_correlated: bool = False) -> YearsCost:
        """Return what a tonne costs in drawn years, which hold their events.

        Best and worst are searched anew: where a search finds a better route it is stored, and all
        years are priced again.

        Parameters
        ----------
        count
            How many years.
        seed
            The same seed draws the same years.
        fully_correlated
            As `geo.years.draws.drawn_years` takes it.
        """
        asked, store = self.asked, self.store
        years = all_drawn_shifts(asked.evidence, count, seed, fully_correlated=fully_correlated)
        events = events_of_years(asked.events, count, seed)
        drawn = _Drawn(
            [shifts for _, shifts in years],
            [tuple(chain.from_iterable(one.values())) for one in events],
            events,
        )
        searched: dict[int, YearCost] = {}
        reason, rows = self.reason, list[YearCost]()
        for _ in range(MOST_SEARCHES):
            rows = _rows(store, drawn, searched)
            ends = {one.year for one in (min(rows, key=_rank), max(rows, key=_rank))}
            if ends <= searched.keys():
                break
            for number in sorted(ends - searched.keys()):
                shifts, shut = drawn.shifts[number - 1], drawn.shut[number - 1]
                searches = asked.searches_in(shifts, shut)
                paths = searches.paths(asked.shipment, ready_d=asked.ready_d)
                if not isinstance(paths, str):
                    store = store.holding(searches.network, paths)
                searched[number], said = _searched(asked, number, shifts, shut, searches=searches)
                reason = reason or said
        rows = _rows(store, drawn, searched)
        return YearsCost(tuple(rows), reason, len(store.hauls))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Drawn years in order: shifts of links, what is shut with a date, and by which events."""

    shifts: Sequence[Mapping[str, Shift]]
    shut: Sequence[tuple[DatedClosure, ...]]
    events: Sequence[Mapping[str, tuple[DatedClosure, ...]]]


def _rank(year: YearCost) -> tuple[float, int]:
    """Return what years are ranked by: of those that cost the same the same one comes first."""
    return (round(year.mean_usd_per_t, _DIGITS), year.year)


def _rows(store: StoredHauls, drawn: _Drawn, searched: Mapping[int, YearCost]) -> list[YearCost]:
    found, used = store.costs(drawn.shifts, drawn.shut), store.link_ids
    years = zip(
        found.mean_usd_per_t.tolist(),
        found.decides,
        found.waits_d.tolist(),
        drawn.shifts,
        drawn.events,
        strict=True,
    )
    rows = []
    for number, (usd, decides, waits_d, shifts, events) in enumerate(years, start=1):
        row = searched.get(number) or YearCost(number, usd, decides, waits_d, len(shifts))
        felt = (name for name, shut in events.items() if any(one.link_id in used for one in shut))
        rows.append(replace(row, events=tuple(felt)))
    return rows


def stored_years(evidence: Evidence, seed: int) -> Iterator[Mapping[str, Shift]]:
    """Yield the shifts of the years whose best routes are stored: all observed, some drawn.

    What nobody read in an observed year is drawn, so that the years differ in it as well.
    """
    observed, groups = observed_shifts(evidence), evidence.groups
    rest = drawn_years(groups, len(observed), Chance(seed, "unread"))
    for (_, shifts), drawn in zip(observed, rest, strict=True):
        yield {**drawn_shifts(evidence, drawn), **shifts}
    for fully_correlated in (False, True):
        chance = Chance(seed, "stored")
        for drawn in drawn_years(groups, STORED_DRAWS, chance, fully_correlated=fully_correlated):
            yield drawn_shifts(evidence, drawn)


def observed_shifts(evidence: Evidence) -> list[tuple[int, Mapping[str, Shift]]]:
    """Return every calendar year in which a gauge was read, and the shift of each link in it."""
    return [(year, shifts_in(evidence, year)) for year in years_read(evidence)]


def all_drawn_shifts(
    evidence: Evidence, count: int, seed: int, *, fully_correlated: bool = False
) -> list[tuple[int, Mapping[str, Shift]]]:
    """Return drawn years by number from 1, and the shift of each link in them.

    The parameters are those of `DrawnHauls.costs`.
    """
    chance = Chance(seed, DRAWN_YEARS)
    drawn = drawn_years(evidence.groups, count, chance, fully_correlated=fully_correlated)
    return [(number, drawn_shifts(evidence, one)) for number, one in enumerate(drawn, start=1)]


def _searched(
    asked: HaulAsked,
    year: int,
    shifts: Mapping[str, Shift],
    shut: Sequence[DatedClosure] = (),
    *,
    searches: YearSearches | None = None,
) -> tuple[YearCost, str]:
    """Return a year that is searched, and why not all cargo arrives in it, where that is so."""
    searches = searches or asked.searches_in(shifts, shut)
    found = searches.find(asked.shipment, ready_d=asked.ready_d)
    if not isinstance(found, RouteYear):
        return YearCost(year, np.inf, "", 0.0, len(shifts)), found
    links = asked.links_in(shifts, shut)
    # Of the year only its links and shifts say which link decides.
    told = ObservedYear(year, links, shifts, (), ())
    deciding = deciding_link(told, asked.evidence, found.waited_for_d)
    decides, waits_d = ("", 0.0) if deciding is None else (deciding.link_id, deciding.waits_d)
    cost = YearCost(year, found.mean_usd_per_t, decides, waits_d, len(shifts), deciding)
    return cost, ""
