"""What it costs to haul the product of each deposit to each hub, in any world.

Owns stored ways: the bills of the routes that are best in some world, kept so that another rate
card re-prices them by a product and not by another search (docs/model.md, E19). What a way costs is
`geo.pricing.bill`'s to say, which way there is `geo.routing.routes`'s.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.pricing.bill import price_vector
from zimnik.geo.routing.matrix import MatrixRequest, best_ways, no_way
from zimnik.geo.routing.matrix_ways import bill_row
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.uncertainty.samples import card_of, year_type_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.search import Closures
    from zimnik.geo.routing.time_expanded import DatedNetwork

    Vector = NDArray[np.float64]
    Indices = NDArray[np.int64]
    Ends = tuple[str, str, YearType]
    Bills = dict[tuple[str, str], Vector | str]

# First days of the quarters: ore is mined all year (docs/model.md, A43).
READY_D = (0.0, 90.0, 181.0, 273.0)
# Fewer searches than this end before other processes have started.
SEARCHES_WORTH_PROCESSES = 2000
# Bills that differ by less are of one way.
DECIMALS = 9


@dataclass(frozen=True, slots=True)
class StoredRoutes:
    """Bills of the ways from a deposit to a hub in years of a type.

    Parameters
    ----------
    bills
        A row for each way, in the order of `geo.pricing.bill.QUANTITIES`.
    firsts
        First row of each day of readiness; its ways are the rows up to the next.
    """

    bills: Vector
    firsts: Indices

    def cost(self, vector: Vector) -> float:
        """Return the least product with a vector of prices, the mean of the days of readiness."""
        return float(np.minimum.reduceat(self.bills @ vector, self.firsts).mean())

    def companion(self, vector: Vector, other: Vector) -> float:
        """Return the product with another vector of the ways that are the least under the first."""
        costs = self.bills @ vector
        rows = [
            first + int(part.argmin())
            for first, part in zip(self.firsts, np.split(costs, self.firsts[1:]), strict=True)
        ]
        return float((self.bills[rows] @ other).mean())


@dataclass(frozen=True, slots=True)
class Haulage:
    """Stored ways from shippers to hubs.

    Parameters
    ----------
    shippers
        Deposits with their tonnage.
    hub_ids
        Hubs.
    ways
        StoredRoutes by deposit, hub and year type.
    reasons
        Why there is no way, where there is none.
    """

    shippers: tuple[Shipper, ...]
    hub_ids: tuple[str, ...]
    ways: Mapping[Ends, StoredRoutes]
    reasons: Mapping[Ends, str]

    def costs_usd_per_t(self, card: RateCard, year_type: YearType) -> Vector:
        """Return the least cost of a tonne from each shipper (row) to each hub (column).

        It is the mean of the days of readiness; infinite where there is no way, and `reasons` says
        why.
        """
        return np.array([self._row(shipper, card, year_type) for shipper in self.shippers])

    def _row(self, shipper: Shipper, card: RateCard, year_type: YearType) -> list[float]:
        prices = price_vector(card, shipper.cargo(card))
        ways = (self.ways.get((shipper.deposit_id, hub, year_type)) for hub in self.hub_ids)
        return [np.inf if way is None else way.cost(prices) for way in ways]

    def world_costs_usd_per_t(self, card: RateCard, world: Mapping[str, float]) -> Vector:
        """Return the same in a world of draws."""
        return self.costs_usd_per_t(card_of(card, world), year_type_of(world))

    def only(self, deposit_ids: Sequence[str]) -> Haulage:
        """Return the ways of some of the deposits."""
        kept = tuple(shipper for shipper in self.shippers if shipper.deposit_id in deposit_ids)
        return replace(self, shippers=kept)


@dataclass(frozen=True, slots=True)
class RoutingOptions:
    """What the router is asked besides the ends.

    Parameters
    ----------
    closures
        What may not be used, for each year type wanted.
    ready_d
        Days of readiness, in days from 1 January; equal parts are ready on each.
    max_d
        Most days from readiness to arrival.
    """

    closures: Mapping[YearType, Closures]
    ready_d: tuple[float, ...] = field(default=READY_D)
    max_d: float = 730.0


def store_routes(
    arrays: NetworkArrays,
    cards: Sequence[RateCard],
    shippers: Sequence[Shipper],
    hub_ids: Sequence[str],
    options: RoutingOptions,
    *,
    cores: int = 1,
    step: Callable[[], None] = lambda: None,
) -> Haulage:
    """Return the ways that are best under any of some rate cards, for each type of year.

    Parameters
    ----------
    arrays
        Compiled network, access links of all ends included.
    cards
        Rate cards to route under; their speeds and dwells are the same.
    shippers, hub_ids
        Ends.
    options
        Closures for each year type wanted, days of readiness, and most days.
    cores
        Processes to search with; the answer is the same on any number.
    step
        Called after every rate card and year type, for a progress bar.

    Notes
    -----
    One matrix (docs/model.md, E9) for each rate card and year type.
    """
    networks = [dated_network(arrays, cards[0], year_type) for year_type in options.closures]
    tasks = [(number, card) for number in range(len(networks)) for card in range(len(cards))]
    one = partial(_task_bills, networks, cards, shippers, hub_ids, options)
    searches = len(tasks) * len(shippers) * len(hub_ids) * len(options.ready_d)
    by_task = []
    for bills in _mapped(one, tasks, cores if searches >= SEARCHES_WORTH_PROCESSES else 1):
        by_task.append(bills)
        step()
    ways: dict[Ends, StoredRoutes] = {}
    reasons: dict[Ends, str] = {}
    for number, year_type in enumerate(options.closures):
        by_card = by_task[number * len(cards) : (number + 1) * len(cards)]
        for shipper in shippers:
            for hub in hub_ids:
                found = _together([bills[shipper.deposit_id, hub] for bills in by_card])
                ends = (shipper.deposit_id, hub, year_type)
                if isinstance(found, str):
                    reasons[ends] = found
                else:
                    ways[ends] = found
    return Haulage(tuple(shippers), tuple(hub_ids), ways, reasons)


def _task_bills(
    networks: Sequence[DatedNetwork],
    cards: Sequence[RateCard],
    shippers: Sequence[Shipper],
    hub_ids: Sequence[str],
    options: RoutingOptions,
    task: tuple[int, int],
) -> Bills:
    """Return the bills of the best ways of all pairs in one year type under one card.

    Of each pair there is a row for each day of readiness, or the reason why there is no way.
    """
    number, card = task
    network = replace(networks[number], card=cards[card])
    request = MatrixRequest(
        {shipper.deposit_id: shipper.cargo(cards[card]) for shipper in shippers},
        hub_ids,
        options.ready_d,
        options.closures[network.year_type],
        options.max_d,
    )
    origins, ways = best_ways(network, request)
    found: Bills = {}
    for origin in origins:
        for hub in hub_ids:
            by_day = ways[origin.origin_id, hub]
            missing = next((d for d, w in zip(origin.days, by_day, strict=True) if not w), None)
            if missing is None:
                rows = [bill_row(origin, way) for way in by_day if way]
                found[origin.origin_id, hub] = np.array(rows)
            else:
                reason = no_way(request, origin, hub, missing)
                found[origin.origin_id, hub] = reason or ""
    return found


def _together(by_card: Sequence[Vector | str]) -> StoredRoutes | str:
    """Return the ways of one pair under all cards, day by day and each once, or why none is."""
    reason = next((bills for bills in by_card if isinstance(bills, str)), None)
    if reason is not None:
        return reason
    by_day = np.stack([bills for bills in by_card if not isinstance(bills, str)], axis=1)
    rows = [np.unique(np.round(bills, DECIMALS), axis=0) for bills in by_day]
    firsts = np.cumsum([0, *(len(part) for part in rows[:-1])])
    return StoredRoutes(np.concatenate(rows), firsts)


def _mapped(
    one: Callable[[tuple[int, int]], Bills], tasks: Sequence[tuple[int, int]], cores: int
) -> Iterator[Bills]:
    if cores <= 1:
        yield from map(one, tasks)
        return
    # Spawned and not forked: the threads of NumPy do not survive a fork.
    with ProcessPoolExecutor(cores, multiprocessing.get_context("spawn"), _begin, (one,)) as pool:
        yield from pool.map(_run, tasks)


_one: list[Callable[[tuple[int, int]], Bills]] = []


def _begin(one: Callable[[tuple[int, int]], Bills]) -> None:
    """Keep in a process what all of its tasks share, so that it is sent once."""
    _one[:] = [one]


def _run(task: tuple[int, int]) -> Bills:
    return _one[0](task)
