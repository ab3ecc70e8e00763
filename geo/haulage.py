"""What it costs to haul the product of each deposit to each hub, in any world.

Owns stored ways: the bills of the routes that are best in some world, kept so that another rate
card re-prices them by a product and not by another search (docs/model.md, E19). What a way costs is
`geo.bill`'s to say, which way there is `geo.routing`'s.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.bill import price_vector, quantity_row
from geo.cargo import cargo_of_site
from geo.dated_graph import dated_network
from geo.dates import Dates
from geo.draws import card_of, year_type_of
from geo.routing import RouteRequest, find_routes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from geo.arrays import NetworkArrays
    from geo.cargo import Cargo
    from geo.dated_graph import DatedNetwork
    from geo.rates import RateCard
    from geo.results import Route
    from geo.search import Closures
    from geo.vocabulary import YearType

    Vector = NDArray[np.float64]
    Indices = NDArray[np.int64]
    Ends = tuple[str, str, YearType]

# First days of the quarters: ore is mined all year (docs/model.md, A43).
READY_D = (0.0, 90.0, 181.0, 273.0)
# Fewer searches than this end before other processes have started.
SEARCHES_WORTH_PROCESSES = 200
# Bills that differ by less are of one way.
DECIMALS = 9
ROUNDING_USD = 1e-9


@dataclass(frozen=True, slots=True)
class Sender:
    """A deposit as a source of cargo.

    Parameters
    ----------
    deposit_id
        The deposit.
    site
        Its row of the atlas, from which a rate card makes its cargo.
    tonnes_per_y
        Dry tonnes a year.
    """

    deposit_id: str
    site: Mapping[str, Any]
    tonnes_per_y: float

    def cargo(self, card: RateCard) -> Cargo:
        """Return what it sends, valued by a rate card."""
        return cargo_of_site(self.site, card, self.tonnes_per_y)[0]


@dataclass(frozen=True, slots=True)
class Ways:
    """Bills of the ways from a deposit to a hub in years of a type.

    Parameters
    ----------
    bills
        A row for each way, in the order of `geo.bill.QUANTITIES`.
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
    """Stored ways from senders to hubs.

    Parameters
    ----------
    senders
        Deposits with their tonnage.
    hub_ids
        Hubs.
    ways
        Ways by deposit, hub and year type.
    reasons
        Why there is no way, where there is none.
    """

    senders: tuple[Sender, ...]
    hub_ids: tuple[str, ...]
    ways: Mapping[Ends, Ways]
    reasons: Mapping[Ends, str]

    def costs_usd_per_t(self, card: RateCard, year_type: YearType) -> Vector:
        """Return the least cost of a tonne from each sender (row) to each hub (column).

        It is the mean of the days of readiness; infinite where there is no way, and `reasons` says
        why.
        """
        return np.array([self._row(sender, card, year_type) for sender in self.senders])

    def _row(self, sender: Sender, card: RateCard, year_type: YearType) -> list[float]:
        prices = price_vector(card, sender.cargo(card))
        ways = (self.ways.get((sender.deposit_id, hub, year_type)) for hub in self.hub_ids)
        return [np.inf if way is None else way.cost(prices) for way in ways]

    def world_costs_usd_per_t(self, card: RateCard, world: Mapping[str, float]) -> Vector:
        """Return the same in a world of draws."""
        return self.costs_usd_per_t(card_of(card, world), year_type_of(world))

    def only(self, deposit_ids: Sequence[str]) -> Haulage:
        """Return the ways of some of the deposits."""
        kept = tuple(sender for sender in self.senders if sender.deposit_id in deposit_ids)
        return replace(self, senders=kept)


@dataclass(frozen=True, slots=True)
class Asking:
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


def route_ways(
    networks: Sequence[DatedNetwork],
    cards: Sequence[RateCard],
    asking: Asking,
    ends: tuple[Sender, str],
) -> dict[YearType, Ways | str]:
    """Return the ways of one deposit and hub in every type of year, or why there is none."""
    by_card = [_bills(networks, card, asking, ends) for card in cards]
    found: dict[YearType, Ways | str] = {}
    for network in networks:
        year = network.year_type
        rows = []
        for day in asking.ready_d:
            bills = [bills[year, day] for bills in by_card]
            if reason := next((bill for bill in bills if isinstance(bill, str)), None):
                found[year] = reason
                break
            rows.append(np.unique(np.round(np.array(bills), DECIMALS), axis=0))
        else:
            firsts = np.cumsum([0, *(len(part) for part in rows[:-1])])
            found[year] = Ways(np.concatenate(rows), firsts)
    return found


def _bills(
    networks: Sequence[DatedNetwork], card: RateCard, asking: Asking, ends: tuple[Sender, str]
) -> dict[tuple[YearType, float], Vector | str]:
    """Return the bill of the best way by year type and day, or why there is none.

    A way without a season that costs no more than if nothing had one is the best on every day of
    every year in which the same is closed; most ways in the south are such.
    """
    found: dict[tuple[YearType, float], Vector | str] = {}
    always: tuple[Closures, Vector] | None = None
    for network in networks:
        closures = asking.closures[network.year_type]
        for number, day in enumerate(asking.ready_d):
            if always is not None and always[0] == closures:
                found[network.year_type, day] = always[1]
                continue
            request = RouteRequest(
                ends[0].deposit_id,
                ends[1],
                ends[0].cargo(card),
                closures=closures,
                dates=Dates(day, network.year_type, asking.max_d),
            )
            answer = find_routes(network.arrays, card, request, network)
            if not answer.routes:
                found[network.year_type, day] = answer.reason or ""
                continue
            bill = quantity_row(answer.routes[0].bill)
            found[network.year_type, day] = bill
            if number == 0 and _is_always_best(network, card, request, answer.routes[0]):
                always = (closures, bill)
    return found


def _is_always_best(
    network: DatedNetwork, card: RateCard, request: RouteRequest, route: Route
) -> bool:
    if route.waiting_d or any(leg.seasons for leg in route.legs):
        return False
    undated = find_routes(network.arrays, card, replace(request, dates=None))
    return route.cost_usd_per_t <= undated.routes[0].cost_usd_per_t + ROUNDING_USD


def store_ways(
    arrays: NetworkArrays,
    cards: Sequence[RateCard],
    senders: Sequence[Sender],
    hub_ids: Sequence[str],
    asking: Asking,
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
    senders, hub_ids
        Ends.
    asking
        Closures for each year type wanted, days of readiness, and most days.
    cores
        Processes to search with; the answer is the same on any number.
    step
        Called after every pair of ends, for a progress bar.
    """
    networks = [dated_network(arrays, cards[0], year_type) for year_type in asking.closures]
    pairs = [(sender, hub) for sender in senders for hub in hub_ids]
    one = partial(route_ways, networks, cards, asking)
    searches = len(pairs) * len(cards) * len(networks) * len(asking.ready_d)
    ways: dict[Ends, Ways] = {}
    reasons: dict[Ends, str] = {}
    for (sender, hub), found in zip(
        pairs,
        _mapped(one, pairs, cores if searches >= SEARCHES_WORTH_PROCESSES else 1),
        strict=True,
    ):
        for year_type, way in found.items():
            ends = (sender.deposit_id, hub, year_type)
            if isinstance(way, str):
                reasons[ends] = way
            else:
                ways[ends] = way
        step()
    return Haulage(tuple(senders), tuple(hub_ids), ways, reasons)


def _mapped(
    one: Callable[[tuple[Sender, str]], dict[YearType, Ways | str]],
    pairs: Sequence[tuple[Sender, str]],
    cores: int,
) -> Iterator[dict[YearType, Ways | str]]:
    if cores <= 1:
        yield from map(one, pairs)
        return
    # Spawned and not forked: the threads of NumPy do not survive a fork.
    with ProcessPoolExecutor(cores, multiprocessing.get_context("spawn"), _begin, (one,)) as pool:
        yield from pool.map(_run, pairs)


_one: list[Callable[[tuple[Sender, str]], dict[YearType, Ways | str]]] = []


def _begin(one: Callable[[tuple[Sender, str]], dict[YearType, Ways | str]]) -> None:
    """Keep in a process what all of its tasks share, so that it is sent once."""
    _one[:] = [one]


def _run(ends: tuple[Sender, str]) -> dict[YearType, Ways | str]:
    return _one[0](ends)
