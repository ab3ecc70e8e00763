"""The year of a pair of places, stored so that any state of prices prices all of its days anew.

Owns the stored paths of a year and their mean cost (docs/model.md, E19 and E28): bills without
waits, the waits of every path on every day, and which dedicated roads were built for them. What is
ready on a day takes the path that is cheapest under the prices; a road is paid once for the year.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.frozen import FrozenDict, freeze_mappings
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.pricing.bill import BLOCK, QUANTITY_INDEX, ROADS, quantity_row
from zimnik.geo.pricing.split_bills import SplitBill
from zimnik.geo.routing.assembly import Pricing
from zimnik.geo.routing.paths import handled_along
from zimnik.geo.routing.time_expanded import HOLDS
from zimnik.geo.routing.year import mean_of_year, path_split, roads_on

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from zimnik.geo.core.arrays import Flags, Vector
    from zimnik.geo.routing.path_calendar import PathCalendar
    from zimnik.geo.routing.request import Shipment
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.routing.year import RouteYear, YearMean
    from zimnik.geo.routing.year_search import YearPaths
    from zimnik.geo.routing.yearly import YearSearches

_WAITING = QUANTITY_INDEX[Quantity.WAITING_D]
_EPS_D = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class StoredPath:
    """A path of a year.

    Parameters
    ----------
    split
        What a tonne consumes without waits and dedicated roads, by what its amounts follow.
    waits_d
        Days that what is ready on each day waits; infinite where it comes too late.
    handled
        Places where it lifts cargo and its links.
    roads_km
        Kilometres of the dedicated roads that it takes, by link.
    cards
        Number of the card that prices each of these, where that is not the first.
    """

    split: SplitBill
    waits_d: Vector
    handled: tuple[str, ...]
    roads_km: Mapping[str, float]
    cards: Mapping[str, int] = field(default_factory=FrozenDict)

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def bill(self) -> Vector:
        """What a tonne consumes at the base, in the order of `QUANTITIES`."""
        return self.split.row


@dataclass(frozen=True, slots=True, eq=False)
class FoundYear:
    """The year of a pair under one rate card.

    Parameters
    ----------
    paths
        The cheapest of some day, by what tells them apart.
    mean
        What a tonne costs under the card.
    """

    paths: Mapping[Hashable, StoredPath]
    mean: YearMean

    def __post_init__(self) -> None:
        freeze_mappings(self)


@dataclass(frozen=True, slots=True, eq=False)
class _Stretch:
    """Days in a row on which every path waits a day less each day, or as long on all of them.

    Parameters
    ----------
    count
        Days.
    waits_d
        Of each path on the first of them.
    falls
        Which paths wait a day less each day.
    """

    count: int
    waits_d: Vector
    falls: Flags

    def total_usd(self, path_usd: Vector, wait_usd_per_t_d: Vector, paths: list[int]) -> Vector:
        """Return the cost of a tonne on each day, summed, in each state of prices (column)."""
        usd = path_usd[paths] + _waits_usd(self.waits_d[paths], wait_usd_per_t_d)
        falls = self.falls[paths]
        level, falling = _least(usd[~falls]), _least(usd[falls])
        days = self.count
        # What falls is dearer than what is level for so many days, and cheaper from then on.
        lead = np.where(np.isfinite(level), falling - level, -math.inf)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            until = np.ceil(
                np.where(wait_usd_per_t_d > 0, lead / wait_usd_per_t_d, lead * math.inf)
            )
        until = np.clip(np.nan_to_num(until, nan=0.0), 0, days)
        saved = (days * (days - 1) - until * (until - 1)) / 2 * wait_usd_per_t_d
        total: Vector = _times(until, level) + _times(days - until, falling) - saved
        return total


@dataclass(frozen=True, eq=False)
class StoredYear:
    """The paths of a pair that are best on some day under some rate card.

    Parameters
    ----------
    paths
        The paths.
    plans
        Numbers of the paths that need no dedicated roads but those that one card's year builds, for
        each such set of roads.
    mean
        What a tonne costs in the year under the first of the cards.
    """

    paths: tuple[StoredPath, ...]
    plans: tuple[tuple[int, ...], ...]
    mean: YearMean

    @classmethod
    def of(cls, found: Sequence[FoundYear]) -> StoredYear:
        """Return the years of a pair under several cards, the first of which is the base."""
        paths = {name: path for year in found for name, path in year.paths.items()}
        stored = tuple(paths.values())
        built = dict.fromkeys(
            frozenset(road for path in year.paths.values() for road in path.roads_km)
            for year in found
        )
        plans = (
            tuple(n for n, path in enumerate(stored) if path.roads_km.keys() <= roads)
            for roads in built
        )
        return cls(stored, tuple(plans), found[0].mean)

    @cached_property
    def bills(self) -> Vector:
        """A row for each path, in the order of `QUANTITIES`."""
        return np.array([path.bill for path in self.paths])

    @cached_property
    def waits_d(self) -> Vector:
        """A row for each path, a column for each day."""
        return np.array([path.waits_d for path in self.paths])

    @cached_property
    def _stretches(self) -> tuple[_Stretch, ...]:
        return tuple(_stretches(self.waits_d))

    def cost_usd_per_t(self, prices: Vector, ratios: Mapping[str, Vector] | None = None) -> Vector:
        """Return what a tonne costs in the mean of the days, on the best of the stored plans.

        Parameters
        ----------
        prices
            Of a unit of each quantity along the last axis, samples along the first where there
            are any.
        ratios
            Inputs that amounts follow, over their base, in every sample; without them amounts are
            those of the base. Waits are the base's either way.

        Returns
        -------
        numpy.ndarray
            One number, or one a sample.
        """
        samples = np.atleast_2d(prices)
        path_usd = self._path_usd(samples, ratios)
        costs = np.min(
            [self._plan_usd_per_t(plan, path_usd, samples) for plan in self.plans], axis=0
        )
        return np.asarray(costs[0] if prices.ndim == 1 else costs, float)

    def _path_usd(self, samples: Vector, ratios: Mapping[str, Vector] | None) -> Vector:
        """Return what each path (row) costs without waits and roads in every sample (column)."""
        if not ratios:
            return np.asarray(self.bills @ samples.T, float)
        drawn = (path.split.drawn(ratios, len(samples)) for path in self.paths)
        return np.array([(bill * samples).sum(axis=1) for bill in drawn])

    def _plan_usd_per_t(self, plan: Sequence[int], path_usd: Vector, samples: Vector) -> Vector:
        wait = samples[:, _WAITING]
        total = sum(part.total_usd(path_usd, wait, list(plan)) for part in self._stretches)
        mean: Vector = total / self.waits_d.shape[1] + self._roads_km(plan) @ samples[:, ROADS].T
        return mean

    def _roads_km(self, plan: Sequence[int]) -> Vector:
        """Return the kilometres of dedicated roads of a plan, by the card that prices them."""
        roads = {
            road: (km, self.paths[number].cards.get(road, 0))
            for number in plan
            for road, km in self.paths[number].roads_km.items()
        }
        by_card = np.zeros(self.bills.shape[1] // BLOCK)
        for km, card in roads.values():
            by_card[card] += km
        return by_card

    def shares_over(self, prices: Vector) -> dict[str, float]:
        """Return which share of the cargo is lifted at places and goes over links, by id.

        What is ready on a day takes the cheapest path of the best plan.

        Parameters
        ----------
        prices
            Of a unit of each quantity.
        """
        samples = np.atleast_2d(prices)
        path_usd = self._path_usd(samples, None)
        plan = min(
            self.plans, key=lambda one: float(self._plan_usd_per_t(one, path_usd, samples)[0])
        )
        waits_usd = _waits_usd(self.waits_d[list(plan)], prices[_WAITING : _WAITING + 1], days=True)
        costs = (self.bills[list(plan)] @ prices)[:, np.newaxis] + waits_usd
        shares: dict[str, float] = {}
        for number in costs.argmin(axis=0).tolist():
            for name in self.paths[plan[number]].handled:
                shares[name] = shares.get(name, 0.0) + 1 / costs.shape[1]
        return shares


def found_year(
    searches: YearSearches, shipment: Shipment, ready_d: Sequence[int] | None
) -> FoundYear | str:
    """Return the year of a shipment under the card of a network, or why it has none.

    Parameters
    ----------
    searches
        Searches over the network.
    shipment
        What travels.
    ready_d
        Days on which it is made; None for the best day alone.
    """
    network, end_id = searches.network, shipment.destination_id
    stays = end_id is not None and network.arrays.is_one_place(shipment.origin_id, end_id)
    if ready_d is None or stays:
        year = searches.find(shipment, ready_d=ready_d)
        return year if isinstance(year, str) else _of_one_route(year)
    paths = searches.paths(shipment, ready_d=ready_d)
    if isinstance(paths, str):
        return paths
    pricing = Pricing.of(network.card, shipment.cargo)
    stored = dict(_stored_paths(network, paths, shipment.dates.max_d))
    return FoundYear(stored, mean_of_year(network, paths, pricing, splits=searches.splits))


def _of_one_route(year: RouteYear) -> FoundYear:
    """Return the year of cargo that takes one route, waits and roads in its bill."""
    route, days = year.best, len(year.ready_d)
    fixed = SplitBill.fixed(quantity_row(route.bill, route.bills_elsewhere))
    path = StoredPath(fixed, np.zeros(days), route.handled_ids, {})
    return FoundYear({(route.link_ids, route.ready_d): path}, year)


def _stored_paths(
    network: DatedNetwork, paths: YearPaths, max_d: float
) -> Iterator[tuple[Hashable, StoredPath]]:
    states, links = len(network.arrays.states), network.arrays.links
    for path in paths.calendars:
        start, end = (node // HOLDS % states for node in (path.start, path.end))
        in_time = path.moving_d + path.waiting_d <= max_d
        yield (
            _name(path),
            StoredPath(
                path_split(network, path).without(ROADS).without(_WAITING),
                np.where(in_time, path.waiting_d, math.inf),
                handled_along(network, path.rows, start=start, end=end),
                {road: links[road].length_km for road in roads_on(network, path)},
                {
                    road: number
                    for road in roads_on(network, path)
                    if (number := network.card.number_of(links[road].region))
                },
            ),
        )


def _name(path: PathCalendar) -> Hashable:
    return path.start, path.end, path.rows, path.leaves


def _stretches(waits_d: Vector) -> Iterator[_Stretch]:
    """Yield the days in stretches; a row for each path, a column for each day."""
    days = waits_d.shape[1]
    with np.errstate(invalid="ignore"):
        change_d = np.diff(waits_d, axis=1)
    is_level = (np.abs(change_d) < _EPS_D) | (~np.isfinite(waits_d[:, 1:]) & np.isnan(change_d))
    is_falling = np.abs(change_d + 1) < _EPS_D
    first = 0
    for day in range(1, days + 1):
        falls = is_falling[:, first] if first < days - 1 else np.zeros(len(waits_d), dtype=bool)
        goes_on = day < days and bool(
            np.where(falls, is_falling[:, day - 1], is_level[:, day - 1]).all()
        )
        if not goes_on:
            yield _Stretch(day - first, waits_d[:, first], falls & (day - first > 1))
            first = day


def _waits_usd(waits_d: Vector, usd_per_t_d: Vector, *, days: bool = False) -> Vector:
    """Return the cost of waits under each price, infinite for an infinite wait at any price."""
    waits = waits_d if days else waits_d[:, np.newaxis]
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(waits), waits * usd_per_t_d, math.inf)


def _least(usd: Vector) -> Vector:
    least: Vector = np.min(usd, axis=0, initial=math.inf)
    return least


def _times(days: Vector, usd: Vector) -> Vector:
    """Return the cost of some days; nothing for none, whatever a day costs."""
    with np.errstate(invalid="ignore"):
        return np.where(days > 0, days * usd, 0.0)
