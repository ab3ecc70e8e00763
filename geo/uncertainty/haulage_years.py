"""What it costs to haul the product of each deposit to each hub, in any sample of prices.

Owns which years are stored: those that are best in some states of prices, kept so that any other
state prices them anew without another search (docs/model.md, E19). What a stored year costs is
`geo.uncertainty.stored_years`'s to say, which paths there are `geo.routing.yearly`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.parallel import mapped, workers_of
from zimnik.geo.pricing.bill import price_vector
from zimnik.geo.pricing.ready_days import EVENLY
from zimnik.geo.processing.hub_years import FedYear, hub_year
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.matrix import parts_by_price
from zimnik.geo.routing.paths import said_of
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.routing.yearly import YearSearches
from zimnik.geo.uncertainty.sampled_rates import sampled_rates, shipper_prices
from zimnik.geo.uncertainty.stored_years import StoredYear, found_year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from concurrent.futures import Executor

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.network.closures import Closures
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.pricing.ready_days import ReadyDays
    from zimnik.geo.processing.hub_years import HubYear
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.routing.year import YearMean
    from zimnik.geo.uncertainty.samples import Samples
    from zimnik.geo.uncertainty.stored_years import FoundYear

    Ends = tuple[str, str, YearType]


@dataclass(frozen=True, slots=True)
class Haulage:
    """Stored years from shippers to hubs.

    Parameters
    ----------
    shippers
        Deposits with their tonnage.
    hub_ids
        Hubs.
    years
        By deposit, hub and year type.
    reasons
        Why there is no year, where there is none.
    """

    shippers: tuple[Shipper, ...]
    hub_ids: tuple[str, ...]
    years: Mapping[Ends, StoredYear]
    reasons: Mapping[Ends, str]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def costs_usd_per_t(self, card: RateCard, year_type: YearType) -> Vector:
        """Return the least cost of a tonne from each shipper (row) to each hub (column).

        It is the mean of the year; infinite where there is none, and `reasons` says why.
        """
        costs = np.full((len(self.shippers), len(self.hub_ids)), np.inf)
        for row, shipper in enumerate(self.shippers):
            prices = price_vector(card, shipper.cargo(card))
            for column, hub in enumerate(self.hub_ids):
                year = self.years.get((shipper.deposit_id, hub, year_type))
                if year is not None:
                    costs[row, column] = year.cost_usd_per_t(prices)
        return costs

    def year_of(self, hub_id: str, year_type: YearType) -> HubYear | None:
        """Return the year of a hub under the base card, all shippers together."""
        return hub_year(
            [
                FedYear(shipper.tonnes_per_y, year.mean)
                for shipper in self.shippers
                if (year := self.years.get((shipper.deposit_id, hub_id, year_type))) is not None
            ]
        )

    def wanted_t_per_y(self, card: RateCard, year_type: YearType, hub_id: str) -> dict[str, float]:
        """Return the shipped tonnes of all shippers to a hub at places and over links, by id."""
        wanted: dict[str, float] = {}
        for shipper in self.shippers:
            year = self.years.get((shipper.deposit_id, hub_id, year_type))
            if year is None:
                continue
            cargo = shipper.cargo(card)
            shipped_t = cargo.tonnes_per_y * cargo.shipped_t_per_t
            for name, share in year.shares_over(price_vector(card, cargo)).items():
                wanted[name] = wanted.get(name, 0.0) + share * shipped_t
        return wanted

    def warnings_to(
        self, arrays: NetworkArrays, card: RateCard, year_type: YearType, hub_id: str
    ) -> tuple[str, ...]:
        """Return what has to be said of the paths of all shippers to a hub, each once."""
        said: dict[str, None] = {}
        for shipper in self.shippers:
            year = self.years.get((shipper.deposit_id, hub_id, year_type))
            if year is not None:
                used = year.shares_over(price_vector(card, shipper.cargo(card)))
                said.update(dict.fromkeys(path_warnings(arrays, card, shipper, used, year.mean)))
        return tuple(said)

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
            own = samples.take(rows)
            rates, ratios = sampled_rates(card, own), own.ratios()
            for place, shipper in enumerate(self.shippers):
                prices = shipper_prices(shipper, card, rates)
                for column, hub in enumerate(self.hub_ids):
                    year = self.years.get((shipper.deposit_id, hub, year_type))
                    if year is not None:
                        costs[rows, place, column] = year.cost_usd_per_t(prices, ratios)
        return costs

    def only(self, deposit_ids: Sequence[str]) -> Haulage:
        """Return the years of some of the deposits."""
        kept = tuple(shipper for shipper in self.shippers if shipper.deposit_id in deposit_ids)
        return replace(self, shippers=kept)


@dataclass(frozen=True, slots=True)
class RoutingOptions:
    """What the router is asked besides the ends.

    Parameters
    ----------
    closures
        What may not be used, for each year type wanted.
    ready
        Days on which cargo is ready.
    max_d
        Most days from readiness to arrival.
    splits
        Whether mean bills are split by what their amounts follow, as draws of them ask.
    """

    closures: Mapping[YearType, Closures]
    ready: ReadyDays = EVENLY
    max_d: float = DEFAULT_MAX_D
    splits: bool = False

    def __post_init__(self) -> None:
        freeze_mappings(self)


def path_warnings(
    arrays: NetworkArrays,
    card: RateCard,
    shipper: Shipper,
    handled_ids: Iterable[str],
    mean: YearMean,
) -> tuple[str, ...]:
    """Return what has to be said of the paths that the cargo of a deposit takes in a year.

    Parameters
    ----------
    arrays
        Compiled network.
    card, shipper
        What travels, under which rates.
    handled_ids
        Where it is lifted, and links.
    mean
        The year of the paths.
    """
    said = said_of(
        arrays, shipper.cargo(card), handled_ids, estimates=mean.estimates, gap_pct=mean.gap_pct
    )
    return tuple(f"{shipper.deposit_id}: {warning}" for warning in said)


def store_years(
    arrays: NetworkArrays,
    cards: Sequence[RateCard],
    shippers: Sequence[Shipper],
    hub_ids: Sequence[str],
    options: RoutingOptions,
    *,
    executor: Executor | None = None,
    step: Callable[[], None] = lambda: None,
) -> Haulage:
    """Return the years that are best under any of some rate cards, for each type of year.

    Parameters
    ----------
    arrays
        Compiled network, access links of all ends included.
    cards
        Rate cards to route under; their speeds and dwells are the same.
    shippers, hub_ids
        Ends.
    options
        Closures for each year type wanted, days on which cargo is made, and most days.
    executor
        Where to search; the answer is the same with any and without.
    step
        Called after every rate card and year type, for a progress bar.

    Notes
    -----
    One year (docs/model.md, E28) for each pair, rate card and year type.
    """
    networks = {year: dated_network(arrays, cards[0], year).compiled() for year in options.closures}
    rounds = [(year, card) for year in options.closures for card in cards]
    parts = _parts(cards[0], shippers, workers_of(executor), len(rounds))
    tasks = [(*one, part) for one in rounds for part in parts]
    results = mapped(_found_years, (networks, tuple(hub_ids), options), tasks, executor=executor)
    by_round: list[dict[tuple[str, str], FoundYear | str]] = []
    for _ in rounds:
        by_round.append({})
        for found in islice(results, len(parts)):
            by_round[-1].update(found)
        step()
    years: dict[Ends, StoredYear] = {}
    reasons: dict[Ends, str] = {}
    for number, year_type in enumerate(options.closures):
        by_card = by_round[number * len(cards) : (number + 1) * len(cards)]
        for shipper in shippers:
            for hub in hub_ids:
                year = _together([found[shipper.deposit_id, hub] for found in by_card])
                ends = (shipper.deposit_id, hub, year_type)
                if isinstance(year, str):
                    reasons[ends] = year
                else:
                    years[ends] = year
    return Haulage(tuple(shippers), tuple(hub_ids), years, reasons)


def _parts(
    card: RateCard, shippers: Sequence[Shipper], workers: int, rounds: int
) -> list[tuple[Shipper, ...]]:
    """Return shippers in parts, where there are fewer rounds of all of them than workers."""
    if rounds >= workers:
        return [tuple(shippers)]
    by_id = {shipper.deposit_id: shipper for shipper in shippers}
    cargoes = {shipper.deposit_id: shipper.cargo(card) for shipper in shippers}
    parts = parts_by_price(card, cargoes, -(-workers // rounds))
    return [tuple(by_id[deposit_id] for deposit_id in part) for part in parts]


def _found_years(
    common: tuple[Mapping[YearType, DatedNetwork], Sequence[str], RoutingOptions],
    task: tuple[YearType, RateCard, Sequence[Shipper]],
) -> dict[tuple[str, str], FoundYear | str]:
    """Return the years of all pairs in years of a type under a card, or why a pair has none."""
    networks, hub_ids, options = common
    year_type, card, shippers = task
    network = replace(networks[year_type], card=card)
    searches = YearSearches(network, splits=options.splits)
    dates = Dates(None, network.year_type, options.max_d)
    closures = options.closures[network.year_type]
    found: dict[tuple[str, str], FoundYear | str] = {}
    for hub_id in hub_ids:
        for shipper in shippers:
            cargo = shipper.cargo(network.card)
            shipment = Shipment(shipper.deposit_id, hub_id, cargo, dates, closures=closures)
            year = found_year(searches, shipment, options.ready.of(cargo))
            found[shipper.deposit_id, hub_id] = year
    return found


def _together(by_card: Sequence[FoundYear | str]) -> StoredYear | str:
    """Return the year of one pair under all cards, or why there is none under one of them."""
    reason = next((year for year in by_card if isinstance(year, str)), None)
    if reason is not None:
        return reason
    return StoredYear.of([year for year in by_card if not isinstance(year, str)])
