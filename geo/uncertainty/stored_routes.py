"""What it costs to haul the product of each deposit to each hub, in any sample of prices.

Owns stored routes: the bills of the routes that are best in some state of prices, kept so that any
other state re-prices them by a product and not by another search (docs/model.md, E19). What a
route costs is `geo.pricing.bill`'s to say, which routes there are `geo.routing.routes`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.parallel import mapped
from zimnik.geo.pricing.bill import QUANTITIES, price_vector
from zimnik.geo.routing.matrix import MatrixRequest, best_paths, no_path_reason
from zimnik.geo.routing.matrix_cells import quantities_of
from zimnik.geo.routing.paths import handled_along
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.uncertainty.sampled_rates import sampled_rates, shipper_prices

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Executor

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.network.closures import Closures
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.matrix_cells import CostedPath, PricedShipper
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.uncertainty.samples import Samples

    Ends = tuple[str, str, YearType]
    Bills = dict[tuple[str, str], "BilledPaths | str"]

# First days of the quarters: ore is mined all year (docs/model.md, A43).
READY_D = (0, 90, 181, 273)
# Bills that differ by less are of one route.
DECIMALS = 9


@dataclass(frozen=True, slots=True, eq=False)
class BilledPaths:
    """Bills of the best paths of a pair, a row for each day of readiness, and what they handle."""

    bills: Vector
    handled: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class StoredRoutes:
    """Bills of the routes from a deposit to a hub in years of a type.

    Parameters
    ----------
    bills
        A row for each route, in the order of `geo.pricing.bill.QUANTITIES`.
    firsts
        First row of each day of readiness; its routes are the rows up to the next.
    handled
        For each route, the places where it lifts cargo and its links.
    """

    bills: Vector
    firsts: Indices
    handled: tuple[tuple[str, ...], ...]

    def cost_usd_per_t(self, prices: Vector) -> Vector:
        """Return the least cost of a tonne, the mean of the days of readiness.

        Parameters
        ----------
        prices
            Of a unit of each quantity along the last axis, samples along the first where there
            are any.

        Returns
        -------
        numpy.ndarray
            One number, or one a sample.
        """
        costs = self.bills @ prices.T
        return np.asarray(np.minimum.reduceat(costs, self.firsts, axis=0).mean(axis=0), float)

    def shares_over(self, prices: Vector) -> dict[str, float]:
        """Return which share of the cargo is lifted at places and goes over links, by id.

        Each day of readiness takes its cheapest route.

        Parameters
        ----------
        prices
            Of a unit of each quantity.
        """
        costs = self.bills @ prices
        days = [*self.firsts.tolist(), len(costs)]
        shares: dict[str, float] = {}
        for first, last in pairwise(days):
            for name in self.handled[first + int(np.argmin(costs[first:last]))]:
                shares[name] = shares.get(name, 0.0) + 1 / len(self.firsts)
        return shares


@dataclass(frozen=True, slots=True)
class Haulage:
    """Stored routes from shippers to hubs.

    Parameters
    ----------
    shippers
        Deposits with their tonnage.
    hub_ids
        Hubs.
    routes
        By deposit, hub and year type.
    reasons
        Why there is no route, where there is none.
    """

    shippers: tuple[Shipper, ...]
    hub_ids: tuple[str, ...]
    routes: Mapping[Ends, StoredRoutes]
    reasons: Mapping[Ends, str]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def costs_usd_per_t(self, card: RateCard, year_type: YearType) -> Vector:
        """Return the least cost of a tonne from each shipper (row) to each hub (column).

        It is the mean of the days of readiness; infinite where there is no route, and `reasons`
        says why.
        """
        costs = np.full((len(self.shippers), len(self.hub_ids)), np.inf)
        for row, shipper in enumerate(self.shippers):
            prices = price_vector(card, shipper.cargo(card))
            for column, hub in enumerate(self.hub_ids):
                routes = self.routes.get((shipper.deposit_id, hub, year_type))
                if routes is not None:
                    costs[row, column] = routes.cost_usd_per_t(prices)
        return costs

    def wanted_t_per_y(self, card: RateCard, year_type: YearType, hub_id: str) -> dict[str, float]:
        """Return the shipped tonnes of all shippers to a hub at places and over links, by id."""
        wanted: dict[str, float] = {}
        for shipper in self.shippers:
            routes = self.routes.get((shipper.deposit_id, hub_id, year_type))
            if routes is None:
                continue
            cargo = shipper.cargo(card)
            shipped_t = cargo.tonnes_per_y * cargo.shipped_t_per_t
            for name, share in routes.shares_over(price_vector(card, cargo)).items():
                wanted[name] = wanted.get(name, 0.0) + share * shipped_t
        return wanted

    def sampled_costs_usd_per_t(self, card: RateCard, samples: Samples) -> Vector:
        """Return the same in every sample: bills times prices, one product for each pair.

        Parameters
        ----------
        card
            Rates that are not drawn.
        samples
            Draws.

        Returns
        -------
        numpy.ndarray
            Of samples, shippers and hubs.
        """
        costs = np.full((samples.count, len(self.shippers), len(self.hub_ids)), np.inf)
        for year_type, rows in samples.by_year().items():
            rates = sampled_rates(card, samples.take(rows))
            for place, shipper in enumerate(self.shippers):
                prices = shipper_prices(shipper, card, rates)
                for column, hub in enumerate(self.hub_ids):
                    routes = self.routes.get((shipper.deposit_id, hub, year_type))
                    if routes is not None:
                        costs[rows, place, column] = routes.cost_usd_per_t(prices)
        return costs

    def only(self, deposit_ids: Sequence[str]) -> Haulage:
        """Return the routes of some of the deposits."""
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
    ready_d: tuple[int, ...] = field(default=READY_D)
    max_d: float = DEFAULT_MAX_D

    def __post_init__(self) -> None:
        freeze_mappings(self)


def store_routes(
    arrays: NetworkArrays,
    cards: Sequence[RateCard],
    shippers: Sequence[Shipper],
    hub_ids: Sequence[str],
    options: RoutingOptions,
    *,
    executor: Executor | None = None,
    step: Callable[[], None] = lambda: None,
) -> Haulage:
    """Return the routes that are best under any of some rate cards, for each type of year.

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
    executor
        Where to search; the answer is the same with any and without.
    step
        Called after every rate card and year type, for a progress bar.

    Notes
    -----
    One matrix (docs/model.md, E9) for each rate card and year type.
    """
    networks = [dated_network(arrays, cards[0], year_type) for year_type in options.closures]
    tasks = [replace(network, card=card) for network in networks for card in cards]
    by_task = []
    for bills in mapped(partial(_bills, shippers, hub_ids, options), tasks, executor=executor):
        by_task.append(bills)
        step()
    routes: dict[Ends, StoredRoutes] = {}
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
                    routes[ends] = found
    return Haulage(tuple(shippers), tuple(hub_ids), routes, reasons)


def _bills(
    shippers: Sequence[Shipper],
    hub_ids: Sequence[str],
    options: RoutingOptions,
    network: DatedNetwork,
) -> Bills:
    """Return the bills of the best routes of all pairs on a network, under its card.

    Of each pair there is a row for each day of readiness, or the reason why there is no route.
    """
    request = MatrixRequest(
        {shipper.deposit_id: shipper.cargo(network.card) for shipper in shippers},
        hub_ids,
        options.ready_d,
        options.closures[network.year_type],
        options.max_d,
    )
    origins, found = best_paths(network, request)
    bills: Bills = {}
    for origin in origins:
        for hub in hub_ids:
            if network.arrays.is_one_place(origin.origin_id, hub):
                nothing = np.zeros((len(origin.days), len(QUANTITIES)))
                bills[origin.origin_id, hub] = BilledPaths(nothing, ((),) * len(origin.days))
                continue
            by_day = found[origin.origin_id, hub]
            missing = next((d for d, r in zip(origin.days, by_day, strict=True) if not r), None)
            if missing is None:
                bills[origin.origin_id, hub] = _billed(origin, [path for path in by_day if path])
            else:
                reason = no_path_reason(request, origin, hub, missing)
                bills[origin.origin_id, hub] = reason or ""
    return bills


def _billed(origin: PricedShipper, paths: Sequence[CostedPath]) -> BilledPaths:
    # A path that serves several days lifts at the same places.
    handled: dict[tuple[int, ...], tuple[str, ...]] = {}
    for path in paths:
        taken = (path.start, path.end, *path.rows)
        if taken not in handled:
            handled[taken] = handled_along(
                origin.network, path.rows, start=path.start, end=path.end
            )
    return BilledPaths(
        np.array([quantities_of(origin, path) for path in paths]),
        tuple(handled[path.start, path.end, *path.rows] for path in paths),
    )


def _together(by_card: Sequence[BilledPaths | str]) -> StoredRoutes | str:
    """Return the routes of one pair under all cards, day by day and each once, or why none is."""
    reason = next((paths for paths in by_card if isinstance(paths, str)), None)
    if reason is not None:
        return reason
    billed = [paths for paths in by_card if not isinstance(paths, str)]
    by_day = np.stack([paths.bills for paths in billed], axis=1)
    rows, handled = [], []
    for day, bills in enumerate(by_day):
        different, cards = np.unique(np.round(bills, DECIMALS), axis=0, return_index=True)
        rows.append(different)
        handled += [billed[card].handled[day] for card in cards]
    firsts = np.cumsum([0, *(len(part) for part in rows[:-1])])
    return StoredRoutes(np.concatenate(rows), firsts, tuple(handled))
