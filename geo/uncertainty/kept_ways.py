"""The kept paths of a cargo in Monte Carlo samples, timed and priced anew in each of them.

Owns what a stored path costs and how long it takes where prices, speeds, dwell times and lengths
are drawn (docs/model.md, E39). Cargo leaves each store of a path as the calendar of the path rules
(E28), and on each day takes the cheapest of the stored paths.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.network.split_rows import length_input, split_rows
from zimnik.geo.pricing.bill import QUANTITY_INDEX, ROADS, days_in, road_column
from zimnik.geo.routing.time_expanded import HOLDS
from zimnik.geo.routing.year import path_split, roads_on
from zimnik.geo.uncertainty.drawn_ways import DrawnRun, DrawnWay, WayByDay, cheapest_way
from zimnik.geo.uncertainty.spread import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.network.arrays import Edge
    from zimnik.geo.pricing.rates import Pace
    from zimnik.geo.routing.labels import Move
    from zimnik.geo.routing.path_calendar import PathCalendar
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.routing.year_search import YearPaths
    from zimnik.geo.uncertainty.samples import Samples

_WAITING = QUANTITY_INDEX[Quantity.WAITING_D]


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


# Samples times days that are done in one go: what fits a cache is done in half the time.
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class KeptWays:
    """The kept paths of a cargo, to be timed and priced in any samples.

    Parameters
    ----------
    network
        The network that the paths are of.
    ready_d
        Days on which the cargo is made; one of them where no path has a season.
    paths
        Those that are the cheapest on some day under some rate card, each once.
    plans
        Which roads are built together, and which paths go by them.
    max_d
        Most days from readiness to arrival.
    """

    network: DatedNetwork
    ready_d: Indices
    paths: tuple[PathCalendar, ...]
    plans: tuple[Plan, ...]
    max_d: float = DEFAULT_MAX_D

    @classmethod
    def of(
        cls, network: DatedNetwork, found: Sequence[YearPaths], *, max_d: float = DEFAULT_MAX_D
    ) -> KeptWays:
        """Return the paths that were found under some rate cards, the base first."""
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
        ready_d = found[0].ready_d
        if all(move.window is None for path in paths for move in path.moves):
            ready_d = ready_d[:1]
        return cls(network, ready_d, paths, plans, max_d)

    def outcome(self, samples: Samples, prices: Vector, kg_per_t: Vector) -> Outcome:
        """Return what a tonne costs, emits and takes in every sample.

        What is ready on a day takes the cheapest path that is in time, and the cheapest of all
        where none is, on the cheapest of the plans. Dedicated roads are paid once for the year.

        Parameters
        ----------
        samples
            Draws, of which speeds, dwell times, factors and lengths are read.
        prices, kg_per_t
            Price and CO2 of a unit of each quantity for a dry tonne, in every sample (row).
        """
        ratios = samples.ratios()
        ways = [self._way(path, ratios, prices, kg_per_t) for path in self.paths]
        stride, count = max(1, _AT_ONCE // len(self.ready_d)), len(prices)
        blocks: list[list[Outcome]] = []
        for start in range(0, count, stride):
            by_day = [way.on_days(self.ready_d, slice(start, start + stride)) for way in ways]
            blocks.append([self._planned(plan, by_day) for plan in self.plans])
        by_plan = [_joined(parts) for parts in zip(*blocks, strict=True)]
        return _cheapest_plan(
            [
                replace(one, usd_per_t=one.usd_per_t + self._roads_usd(plan.roads, prices, ratios))
                for one, plan in zip(by_plan, self.plans, strict=True)
            ]
        )

    def _way(
        self, path: PathCalendar, ratios: Mapping[str, Vector], prices: Vector, kg: Vector
    ) -> DrawnWay:
        count, arrays = len(prices), self.network.arrays
        bill = path_split(self.network, path).without(ROADS).drawn(ratios, count)
        loading = arrays.loading[path.start // HOLDS % len(arrays.states)]
        moves_d = [self._move_d(move, ratios, count) for move in path.moves]
        windows = [move.window for move in path.moves]
        first_d = drawn_days(None, loading, arrays.pace, ratios, count)
        return DrawnWay(
            usd_per_t=(bill * prices).sum(axis=1),
            waiting_usd_per_t_d=prices[:, _WAITING],
            co2=(bill * kg).sum(axis=1),
            first_d=first_d,
            moving_d=first_d + np.sum(moves_d, axis=0),
            runs=tuple(
                DrawnRun.of(windows[begin:end], moves_d[begin:end], count)
                for begin, end in pairwise((*path.leaves, len(path.moves)))
            ),
        )

    def _planned(self, plan: Plan, ways: Sequence[WayByDay]) -> Outcome:
        """Return what comes of the paths of one plan, its roads not paid yet."""
        chosen = cheapest_way([ways[number] for number in plan.numbers], self.max_d)
        in_time = None
        if self.max_d < DEFAULT_MAX_D:
            in_time = (chosen.days <= self.max_d).mean(axis=1)
        return Outcome(
            usd_per_t=chosen.usd_per_t.mean(axis=1),
            co2_kg_per_t=chosen.co2.mean(axis=1),
            duration_d=chosen.days.mean(axis=1),
            in_time_share=in_time,
            within_d=None if in_time is None else self.max_d,
        )

    def _roads_usd(
        self, roads: Iterable[str], prices: Vector, ratios: Mapping[str, Vector]
    ) -> Vector:
        """Return what dedicated roads cost a tonne in every sample."""
        links, usd = self.network.arrays.links, np.zeros(len(prices))
        for road in roads:
            ratio = ratios.get(length_input(links[road]), np.ones(len(prices)))
            at = road_column(self.network.card, links[road].region)
            usd = usd + links[road].length_km * ratio * prices[:, at]
        return usd

    def _move_d(self, move: Move, ratios: Mapping[str, Vector], count: int) -> Vector:
        arrays = self.network.arrays
        edge = arrays.edges[move.row] if move.row < len(arrays.edges) else None
        row = self.network.quantities[move.row]
        return drawn_days(edge, row, arrays.pace, ratios, count)


def _used(year: YearPaths) -> tuple[PathCalendar, ...]:
    """Return the paths that some day takes."""
    return tuple(year.calendars[number] for number in np.unique(year.used).tolist())


def drawn_days(
    edge: Edge | None,
    row: Vector,
    pace: Pace,
    ratios: Mapping[str, Vector],
    count: int,
) -> Vector:
    """Return the days of one part of a way in every sample; the parameters are of `split_rows`.

    `ratios` and `count` are as in `SplitBill.drawn`.
    """
    return days_in(split_rows([edge], row[np.newaxis], pace).drawn(ratios, count))


def _joined(parts: Sequence[Outcome]) -> Outcome:
    """Return outcomes of samples in turn as one."""

    def together(values: Sequence[Vector | None]) -> Vector | None:
        known = [value for value in values if value is not None]
        return np.concatenate(known) if known else None

    return Outcome(
        usd_per_t=np.concatenate([part.usd_per_t for part in parts]),
        co2_kg_per_t=np.concatenate([part.co2_kg_per_t for part in parts]),
        duration_d=together([part.duration_d for part in parts]),
        in_time_share=together([part.in_time_share for part in parts]),
        within_d=parts[0].within_d,
    )


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
