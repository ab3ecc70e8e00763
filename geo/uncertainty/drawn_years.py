"""The year of a cargo in Monte Carlo samples: its paths, timed and priced anew in each of them.

Owns what a stored path costs and how long it takes where prices, speeds, dwell times and lengths
are drawn (docs/model.md, E39). Cargo leaves each store of a path as the calendar of the path rules
(E28), and on each day takes the cheapest of the stored paths.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import DEFAULT_MAX_D, YEAR_D
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.network.split_rows import length_input, split_rows
from zimnik.geo.pricing.bill import QUANTITY_INDEX, days_in
from zimnik.geo.pricing.shipped_mass import drawn_shipped_t_per_t
from zimnik.geo.routing.time_expanded import HOLDS
from zimnik.geo.routing.year import path_split, roads_on
from zimnik.geo.uncertainty.sampled_paces import sampled_emissions
from zimnik.geo.uncertainty.sampled_rates import sampled_rates, shipper_prices
from zimnik.geo.uncertainty.spread import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.geo.core.arrays import Flags, Indices, Vector
    from zimnik.geo.core.calendar import Window
    from zimnik.geo.network.arrays import Edge
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.routing.labels import Move
    from zimnik.geo.routing.path_calendar import PathCalendar
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.routing.year_search import YearPaths
    from zimnik.geo.uncertainty.samples import Samples

_ROAD = QUANTITY_INDEX[Quantity.DEDICATED_WINTER_ROAD_KM]
_WAITING = QUANTITY_INDEX[Quantity.WAITING_D]
_EPS_D = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The dedicated roads that the year of some rate card builds, and the paths that need no other.

    Parameters
    ----------
    roads
        Links.
    numbers
        Numbers of the paths.
    """

    roads: frozenset[str]
    numbers: tuple[int, ...]


# Samples times days of which waits are found in one go.
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class DrawnYear:
    """The year of a cargo whose paths are kept, to be timed and priced in any samples.

    Parameters
    ----------
    network
        The network that the paths are of.
    ready_d
        Days on which the cargo is made.
    paths
        Those that are the cheapest on some day under some rate card, each once.
    plans
        Which roads are built together, and which paths go by them.
    shipper
        What is shipped, and how much of it.
    max_d
        Most days from readiness to arrival.
    """

    network: DatedNetwork
    ready_d: Indices
    paths: tuple[PathCalendar, ...]
    plans: tuple[Plan, ...]
    shipper: Shipper
    max_d: float = DEFAULT_MAX_D

    @classmethod
    def of(
        cls,
        network: DatedNetwork,
        found: Sequence[YearPaths],
        shipper: Shipper,
        *,
        max_d: float = DEFAULT_MAX_D,
    ) -> DrawnYear:
        """Return the year of a cargo from the paths found under some rate cards, the base first."""
        named = {
            (path.start, path.end, path.rows, path.leaves): path
            for year in found
            for path in _used(year)
        }
        paths = tuple(named.values())
        built = dict.fromkeys(
            frozenset(road for path in _used(year) for road in roads_on(network, path))
            for year in found
        )
        plans = tuple(
            Plan(
                roads,
                tuple(n for n, path in enumerate(paths) if roads_on(network, path) <= roads),
            )
            for roads in built
        )
        return cls(network, found[0].ready_d, paths, plans, shipper, max_d)

    def outcome(self, samples: Samples) -> Outcome:
        """Return what a tonne costs, emits and takes in every sample.

        What is ready on a day takes the cheapest path that is in time, and the cheapest of all
        where none is, on the cheapest of the plans. Dedicated roads are paid once for the year.
        """
        card, ratios = self.network.card, samples.ratios()
        rates = sampled_rates(card, samples)
        prices = shipper_prices(self.shipper, card, rates)
        shipped = drawn_shipped_t_per_t(self.shipper.product, rates.default_mass_pct)
        kg = sampled_emissions(card, samples) * np.reshape(shipped, (-1, 1))
        ways = [self._way(path, ratios, prices, kg) for path in self.paths]
        by_plan = [self._planned(plan, ways, prices, ratios) for plan in self.plans]
        return _cheapest_plan(by_plan)

    def _way(
        self, path: PathCalendar, ratios: Mapping[str, Vector], prices: Vector, kg: Vector
    ) -> _Way:
        timed = self._timed(path, ratios, len(prices))
        bill = path_split(self.network, path).without(_ROAD).drawn(ratios, len(prices))
        waits_usd = timed.waits_d * prices[:, _WAITING, np.newaxis]
        usd_per_t = (bill * prices).sum(axis=1)[:, np.newaxis] + waits_usd
        co2 = np.broadcast_to((bill * kg).sum(axis=1)[:, np.newaxis], usd_per_t.shape)
        return _Way(usd_per_t, co2, timed.moving_d[:, np.newaxis] + timed.waits_d)

    def _planned(
        self, plan: Plan, ways: Sequence[_Way], prices: Vector, ratios: Mapping[str, Vector]
    ) -> Outcome:
        """Return what comes of the paths of one plan."""
        own = [ways[number] for number in plan.numbers]
        costs = np.array([way.usd_per_t for way in own])
        days = np.array([way.days for way in own])
        chosen = _cheapest(costs, days <= self.max_d)
        duration_d = _taken(days, chosen)
        in_time = None
        if self.max_d < DEFAULT_MAX_D:
            in_time = (duration_d <= self.max_d).mean(axis=1)
        return Outcome(
            usd_per_t=_taken(costs, chosen).mean(axis=1)
            + self._roads_usd(plan.roads, prices, ratios),
            co2_kg_per_t=_taken(np.array([way.co2 for way in own]), chosen).mean(axis=1),
            duration_d=duration_d.mean(axis=1),
            in_time_share=in_time,
            within_d=None if in_time is None else self.max_d,
        )

    def _roads_usd(
        self, roads: Iterable[str], prices: Vector, ratios: Mapping[str, Vector]
    ) -> Vector:
        """Return what dedicated roads cost a tonne in every sample."""
        links, km = self.network.arrays.links, np.zeros(len(prices))
        for road in roads:
            ratio = ratios.get(length_input(links[road]), np.ones(len(prices)))
            km = km + links[road].length_km * ratio
        return km * prices[:, _ROAD]

    def _timed(self, path: PathCalendar, ratios: Mapping[str, Vector], count: int) -> _Timed:
        ready_d = self.ready_d.astype(np.float64)
        states, arrays = len(self.network.arrays.states), self.network.arrays
        loading = arrays.loading[path.start // HOLDS % states]
        first_d = _days(None, loading, arrays.pace.dwells_d, ratios, count)
        moves_d = [self._move_d(move, ratios, count) for move in path.moves]
        there_d = ready_d + first_d[:, np.newaxis]
        waits_d = np.zeros_like(there_d)
        for begin, end in pairwise((*path.leaves, len(path.moves))):
            windows = [move.window for move in path.moves[begin:end]]
            waited_d = _waits_d(windows, moves_d[begin:end], there_d)
            waits_d = waits_d + waited_d
            moving_d = np.sum(moves_d[begin:end], axis=0)
            there_d = there_d + waited_d + np.reshape(moving_d, (-1, 1))
        return _Timed(first_d + np.sum(moves_d, axis=0), waits_d)

    def _move_d(self, move: Move, ratios: Mapping[str, Vector], count: int) -> Vector:
        arrays = self.network.arrays
        edge = arrays.edges[move.row] if move.row < len(arrays.edges) else None
        row = self.network.quantities[move.row]
        return _days(edge, row, arrays.pace.dwells_d, ratios, count)


@dataclass(frozen=True, slots=True, eq=False)
class _Timed:
    """A path in every sample (row): days without waits, and waits by day of readiness (column)."""

    moving_d: Vector
    waits_d: Vector


@dataclass(frozen=True, slots=True, eq=False)
class _Way:
    """A path in every sample (row) on every day of readiness (column)."""

    usd_per_t: Vector
    co2: Vector
    days: Vector


def _used(year: YearPaths) -> tuple[PathCalendar, ...]:
    """Return the paths that some day takes."""
    return tuple(year.calendars[number] for number in np.unique(year.used).tolist())


def _days(
    edge: Edge | None,
    row: Vector,
    dwells_d: Mapping[Quantity, float],
    ratios: Mapping[str, Vector],
    count: int,
) -> Vector:
    return days_in(split_rows([edge], row[np.newaxis], dwells_d).drawn(ratios, count))


def _waits_d(
    windows: Sequence[Window | None], moves_d: Sequence[Vector], there_d: Vector
) -> Vector:
    """Return how long cargo waits until a run of moves is open, in every sample and on every day.

    As `geo.routing.path_calendar` rules: each wait ends at the first moment from which
    the whole run goes through without another.
    """
    dated, after_d = [], np.zeros(len(there_d))
    never = np.zeros(len(there_d), dtype=bool)
    for window, move_d in zip(windows, moves_d, strict=True):
        if window is not None:
            slack_d = window.length_d - move_d
            never |= slack_d < 0
            dated.append(((window.opens_d - after_d)[:, np.newaxis], slack_d[:, np.newaxis]))
        after_d = after_d + move_d
    shut = never[:, np.newaxis] | ~np.isfinite(there_d)
    if not dated:
        return np.where(shut, np.inf, 0.0)
    waits_d = np.empty_like(there_d)
    # What fits a cache is done in half the time.
    stride = max(1, _AT_ONCE // there_d.shape[1])
    for start in range(0, len(there_d), stride):
        part = slice(start, start + stride)
        own = [(opens_d[part], slack_d[part]) for opens_d, slack_d in dated]
        waits_d[part] = _waited_d(own, there_d[part], shut[part])
    return waits_d


def _waited_d(dated: Sequence[tuple[Vector, Vector]], there_d: Vector, shut: Flags) -> Vector:
    """Return the waits until all windows let cargo through, given when it must pass each."""
    from_d = np.where(shut, 0.0, there_d)
    leave_d = from_d
    settled, number = 0, 0
    while settled < len(dated):
        opens_d, slack_d = dated[number % len(dated)]
        number += 1
        since_d = leave_d - opens_d
        # The remainder by a floor takes a third of the time of that of NumPy.
        since_d -= YEAR_D * np.floor((since_d + _EPS_D) * (1 / YEAR_D))
        late = (since_d > slack_d + _EPS_D) & ~shut
        if not late.any():
            settled += 1
            continue
        leave_d = np.where(late, leave_d + YEAR_D - since_d, leave_d)
        shut = shut | (leave_d - from_d > YEAR_D)
        # At the opening of a window it lets through; only the others have to be asked again.
        settled = 1
    return np.where(shut, np.inf, leave_d - from_d)


def _cheapest(costs: Vector, in_time: Flags) -> Indices:
    """Return the number of the path taken: the cheapest in time, of all where none is."""
    cheapest: Indices = costs.argmin(axis=0)
    if in_time.all():
        return cheapest
    timely = np.where(in_time, costs, np.inf)
    with_any = np.isfinite(timely).any(axis=0)
    return np.where(with_any, timely.argmin(axis=0), cheapest)


def _cheapest_plan(by_plan: Sequence[Outcome]) -> Outcome:
    """Return the outcome of the cheapest of some plans in every sample."""
    first = by_plan[0]
    chosen = np.array([plan.usd_per_t for plan in by_plan]).argmin(axis=0)

    def taken(values: Sequence[Vector | None]) -> Vector | None:
        known = [value for value in values if value is not None]
        return np.choose(chosen, known) if len(known) == len(by_plan) else None

    return replace(
        first,
        usd_per_t=np.min([plan.usd_per_t for plan in by_plan], axis=0),
        co2_kg_per_t=np.choose(chosen, [plan.co2_kg_per_t for plan in by_plan]),
        duration_d=taken([plan.duration_d for plan in by_plan]),
        in_time_share=taken([plan.in_time_share for plan in by_plan]),
    )


def _taken(values: Vector, chosen: Indices) -> Vector:
    taken: Vector = np.take_along_axis(values, chosen[np.newaxis], axis=0)[0]
    return taken
