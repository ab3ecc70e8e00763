"""One haul in many years: its best routes of some years, stored and priced in all others.

Owns docs/model.md, E60. A route keeps its links, its stores and its bill from year to year; only
the days on which its links are open change. So the cheapest of the stored routes is found for each
day of each year without another search.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.pricing.bill import QUANTITY_INDEX, ROADS, road_column
from zimnik.geo.routing.assembly import Pricing
from zimnik.geo.routing.time_expanded import HOLDS
from zimnik.geo.routing.year import roads_on
from zimnik.geo.years.ride_windows import Dated, RideWindows, Riding, starts_of, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.network.dated_closures import DatedClosure
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.path_calendar import PathCalendar
    from zimnik.geo.routing.request import Shipment
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.routing.year_search import YearPaths
    from zimnik.geo.years.gauges import Shift

_EPS_D = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class StoredHaul:
    """A route of some year, without the days on which its links are open.

    Parameters
    ----------
    cost_usd_per_t
        Without waits and dedicated roads.
    loading_d
        Days from readiness until it may leave.
    stretches
        Rides that have a season, between one store and the next, and the days of each stretch.
    moving_d
        Days from readiness to arrival without waits.
    roads
        Dedicated roads that it takes.
    """

    cost_usd_per_t: float
    loading_d: float
    stretches: tuple[tuple[tuple[Dated, ...], float], ...]
    moving_d: float
    roads: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class YearCosts:
    """What a tonne costs in each of some years.

    Parameters
    ----------
    mean_usd_per_t
        Mean of each year; infinite where what is ready on some day does not arrive.
    decides
        The link for whose opening cargo waits longest in each year; "" for none.
    waits_d
        Days that a tonne waits for it in the mean.
    """

    mean_usd_per_t: Vector
    decides: tuple[str, ...]
    waits_d: Vector


@dataclass(frozen=True, eq=False)
class StoredHauls:
    """The best routes of a haul in some years.

    Parameters
    ----------
    hauls
        The routes, the cheapest first.
    ready_d
        Days on which cargo is made.
    max_d
        Most days from readiness to arrival.
    waiting_usd_per_t_d
        Price of a day.
    road_usd_per_t
        Price of each dedicated road for a year.
    links
        Links of the network with the days of their median year, by id.
    card
        By which links are ridden.
    pricing
        Prices of the cargo.
    event_ids
        Links that an event may shut, which a route is known to pass though they have no season.
    """

    hauls: tuple[StoredHaul, ...]
    ready_d: Indices
    max_d: float
    waiting_usd_per_t_d: float
    road_usd_per_t: Mapping[str, float]
    links: Mapping[str, Link]
    card: RateCard
    pricing: Pricing
    event_ids: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def holding(self, network: DatedNetwork, paths: YearPaths) -> StoredHauls:
        """Return the store with the best routes of one more year.

        Parameters
        ----------
        network
            The network in that year.
        paths
            Its best routes.
        """
        every = (*self.hauls, *_stored(network, paths, self.pricing, self.event_ids))
        kept = {(round(haul.cost_usd_per_t, 6), haul.stretches): haul for haul in every}
        return replace(self, hauls=tuple(sorted(kept.values(), key=lambda one: one.cost_usd_per_t)))

    @cached_property
    def link_ids(self) -> frozenset[str]:
        """Links of the routes that have a season, or that an event may shut."""
        stretches = (rides for haul in self.hauls for rides, _ in haul.stretches)
        return frozenset(ride.riding.link_id for rides in stretches for ride in rides)

    @cached_property
    def plans(self) -> tuple[frozenset[str], ...]:
        """Sets of dedicated roads that some of the routes need together."""
        return tuple(dict.fromkeys(haul.roads for haul in self.hauls))

    def costs(
        self, years: Sequence[Mapping[str, Shift]], shut: Sequence[Sequence[DatedClosure]] = ()
    ) -> YearCosts:
        """Return what a tonne costs in some years.

        Parameters
        ----------
        years
            Shift of each seasonal link in each year, by its id; what has none keeps the days of its
            median year.
        shut
            What is shut with a date in each year; empty for nothing in any. A stored route that
            passes such a link waits for it, where a search would find a way around.
        """
        windows = RideWindows(self.links, self.card, years, shut)
        waits = [_StretchWaits(haul, windows) for haul in self.hauls]
        shape = (len(years), len(self.ready_d))
        mean, best = np.full(shape[0], np.inf), np.full(shape, -1, dtype=np.intp)
        known: dict[int, tuple[Indices, Vector]] = {}
        for roads in self.plans:
            usd, used = self._plan(roads, waits, shape, known)
            yearly_usd = usd.mean(axis=1) + sum(self.road_usd_per_t[road] for road in roads)
            better = yearly_usd < mean
            mean = np.where(better, yearly_usd, mean)
            best[better] = used[better]
        decides, waits_d = self._deciding(waits, best)
        return YearCosts(mean, decides, waits_d)

    def _plan(
        self,
        roads: frozenset[str],
        waits: Sequence[_StretchWaits],
        shape: tuple[int, int],
        known: dict[int, tuple[Indices, Vector]],
    ) -> tuple[Vector, Indices]:
        """Return what each day of each year costs with some dedicated roads, and by which route."""
        usd = np.full(shape[0] * shape[1], np.inf)
        used = np.full(len(usd), -1, dtype=np.intp)
        for number, haul in enumerate(self.hauls):
            if not haul.roads <= roads:
                continue
            wanted = np.flatnonzero(haul.cost_usd_per_t < usd)
            if number in known and len(known[number][0]) == len(usd):
                wanted, own = np.arange(len(usd)), known[number][1]
            else:
                own = self._costs_usd_per_t(haul, waits[number], wanted, shape[1])
                known[number] = (wanted, own)
            better = own < usd[wanted]
            usd[wanted[better]] = own[better]
            used[wanted[better]] = number
        return usd.reshape(shape), used.reshape(shape)

    def _costs_usd_per_t(
        self, haul: StoredHaul, waits: _StretchWaits, wanted: Indices, days: int
    ) -> Vector:
        years, ready_d = wanted // days, self.ready_d[wanted % days].astype(np.float64)
        waited_d = np.zeros(len(wanted))
        for wait_d, _ in waits.of(years, ready_d):
            waited_d += wait_d
        in_time = haul.moving_d + waited_d <= self.max_d
        waited_usd = np.where(in_time, waited_d, 0.0) * self.waiting_usd_per_t_d
        return np.where(in_time, haul.cost_usd_per_t + waited_usd, np.inf)

    def _deciding(
        self, waits: Sequence[_StretchWaits], best: Indices
    ) -> tuple[tuple[str, ...], Vector]:
        """Return the link that cargo waits for longest in each year, and how long."""
        names = list(self.links)
        years, days = best.shape
        total_d = np.zeros((years, len(names)))
        for number, own in enumerate(waits):
            at, day = np.nonzero(best == number)
            if at.size:
                for wait_d, link in own.of(at, self.ready_d[day].astype(np.float64)):
                    waited = wait_d > _EPS_D
                    np.add.at(total_d, (at[waited], link[waited]), wait_d[waited])
        longest = total_d.argmax(axis=1) if names else np.zeros(years, dtype=np.intp)
        waits_d: Vector = total_d[np.arange(years), longest] / days
        told = zip(longest.tolist(), waits_d.tolist(), strict=True)
        return tuple(names[one] if wait_d > 0 else "" for one, wait_d in told), waits_d


class _StretchWaits:
    """The waits of a route in drawn years."""

    def __init__(self, haul: StoredHaul, windows: RideWindows) -> None:
        self.haul = haul
        self.starts = [starts_of(rides, windows) for rides, _ in haul.stretches]

    def of(self, years: Indices, ready_d: Vector) -> Iterable[tuple[Vector, Indices]]:
        """Yield the days waited before each stretch, and the number of the link waited for.

        Parameters
        ----------
        years
            Number of the year of each tonne.
        ready_d
            Day of its readiness.
        """
        at_d = ready_d + self.haul.loading_d
        for starts, (_, duration_d) in zip(self.starts, self.haul.stretches, strict=True):
            if starts is not None:
                wait_d, link = wait_until(starts, years, at_d)
                yield wait_d, link
                at_d = at_d + wait_d
            at_d = at_d + duration_d


def no_hauls(
    network: DatedNetwork,
    shipment: Shipment,
    ready_d: Sequence[int],
    event_ids: frozenset[str] = frozenset(),
) -> StoredHauls:
    """Return a store of no routes yet.

    Parameters
    ----------
    network
        The network in the median year.
    shipment
        What travels.
    ready_d
        Days on which it is made.
    event_ids
        Links that an event may shut.
    """
    pricing, links = Pricing.of(network.card, shipment.cargo), network.arrays.links
    return StoredHauls(
        hauls=(),
        ready_d=np.asarray(ready_d, dtype=np.intp),
        max_d=shipment.dates.max_d,
        waiting_usd_per_t_d=float(pricing.base[QUANTITY_INDEX[Quantity.WAITING_D]]),
        road_usd_per_t={
            link.id: float(pricing.base[road_column(network.card, link.region)]) * link.length_km
            for link in links.values()
            if link.dedicated
        },
        links=links,
        card=network.card,
        pricing=pricing,
        event_ids=event_ids,
    )


def _stored(
    network: DatedNetwork, paths: YearPaths, pricing: Pricing, event_ids: frozenset[str]
) -> Iterable[StoredHaul]:
    quantities = network.quantities.copy()
    quantities[:, ROADS] = 0.0
    usd = quantities @ pricing.base
    arrays = network.arrays
    for path in paths.calendars:
        stretches = tuple(
            _stretch(network, path, (begin, end), event_ids)
            for begin, end in pairwise((*path.leaves, len(path.moves)))
        )
        start, end = (node // HOLDS % len(arrays.states) for node in (path.start, path.end))
        lifts = float(arrays.loading[start] @ pricing.base + arrays.unloading[end] @ pricing.base)
        moving_d = sum(move.duration_d for move in path.moves)
        yield StoredHaul(
            cost_usd_per_t=lifts + float(sum(usd[move.row] for move in path.moves)),
            loading_d=path.moving_d - moving_d,
            stretches=stretches,
            moving_d=path.moving_d,
            roads=roads_on(network, path),
        )


def _stretch(
    network: DatedNetwork, path: PathCalendar, part: tuple[int, int], event_ids: frozenset[str]
) -> tuple[tuple[Dated, ...], float]:
    rides, after_d = [], 0.0
    for move in path.moves[slice(*part)]:
        edge = None if move.edge is None else network.arrays.edges[move.edge]
        if edge is None or edge.link is None:
            pass
        elif edge.season is not None or edge.link.id in event_ids:
            rides.append(Dated(Riding.of(edge), after_d, move.duration_d))
        after_d += move.duration_d
    return tuple(rides), after_d
