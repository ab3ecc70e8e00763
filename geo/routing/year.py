"""The year of a cargo: what a tonne costs in the mean of all days on which it may be ready.

Owns the number that a yearly tonnage is quoted at (docs/model.md, E28). Cargo is made evenly over
some days of the year, and what is ready on a day takes the best route of that day. Every answer
about a tonnage a year reads this record: route, matrix, hubs, remoteness, criticality.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, fields, replace
from itertools import groupby, islice, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from zimnik.geo.core.calendar import MONTH_STARTS_D, YEAR_D
from zimnik.geo.core.daily_costs import DailyCosts
from zimnik.geo.core.frozen import FrozenDict, freeze_mappings
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.network.capacities import checks_of, together
from zimnik.geo.network.split_rows import length_input
from zimnik.geo.pricing.bill import (
    QUANTITY_INDEX,
    ROADS,
    bill_of,
    bills_elsewhere,
    components,
    days_in,
    road_column,
)
from zimnik.geo.pricing.split_bills import SplitBill
from zimnik.geo.routing.assembly import assemble_route
from zimnik.geo.routing.paths import (
    estimates_along,
    gap_warnings,
    handled_along,
    path_quantities,
    said_of,
    split_quantities,
    waited_for,
)
from zimnik.geo.routing.time_expanded import HOLDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.core.vocabulary import Mode
    from zimnik.geo.network.capacities import CapacityCheck
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.routing.assembly import Pricing
    from zimnik.geo.routing.itinerary import Route
    from zimnik.geo.routing.path_calendar import PathCalendar
    from zimnik.geo.routing.request import Shipment
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.routing.year_search import YearPaths

# Every day of the year: of what is made evenly and has no working season of its own.
WHOLE_YEAR_D: tuple[int, ...] = tuple(range(YEAR_D))

_WAITING = QUANTITY_INDEX[Quantity.WAITING_D]
# Costs that differ by less are of one day as of the other.
_EPS_USD = 1e-6


@dataclass(frozen=True, slots=True)
class MonthCost:
    """What a tonne that is ready in a month costs in the mean of the working days of the month.

    Parameters
    ----------
    month
        1 to 12.
    working_d
        Days of the month on which cargo is made.
    mean_usd_per_t, mean_duration_d
        Mean cost, and mean days from readiness to arrival.
    """

    month: int
    working_d: int
    mean_usd_per_t: float
    mean_duration_d: float


@dataclass(frozen=True, slots=True)
class RouteShare:
    """A route, as it is on the cheapest of its days, and the share of the cargo that takes it."""

    route: Route
    share: float


@dataclass(frozen=True, slots=True)
class YearMean(DailyCosts):
    """What a tonne of cargo that is made evenly over some days costs, in the mean and by day.

    The cost of a day has its share of every dedicated road that the year uses.

    Parameters
    ----------
    months
        Mean of each month that has such a day.
    bill
        Mean of what a tonne consumes.
    components_usd_per_t
        Mean cost by component.
    low_usd_per_t, high_usd_per_t
        The mean bill under the low and the high prices.
    distance_km, duration_d, waiting_d, co2_kg_per_t
        Means over all cargo.
    co2_low_kg_per_t, co2_high_kg_per_t
        The mean bill under the low and the high emission factors.
    modes
        Modes, in order, of the route that takes the largest share.
    gap_pct
        By how much at most a route may be cheaper on some day, where a search ended at its bound.
    handled_shares
        Share of the cargo that each place lifts, or that passes each link; those that most take
        come first. What rolls through a terminal takes none of its room (docs/model.md, A36).
    estimates
        What has to be said of links that no source describes.
    split
        The mean bill split by what its amounts follow, where that was asked for.
    bills_elsewhere
        What of the bill other regions price by cards of their own, in the order of the cards.
    """

    months: tuple[MonthCost, ...]
    bill: Mapping[Quantity, float]
    components_usd_per_t: Mapping[str, float]
    low_usd_per_t: float
    high_usd_per_t: float
    distance_km: float
    duration_d: float
    waiting_d: float
    co2_kg_per_t: float
    co2_low_kg_per_t: float
    co2_high_kg_per_t: float
    modes: tuple[Mode, ...]
    gap_pct: float
    handled_shares: Mapping[str, float] = field(default_factory=FrozenDict, kw_only=True)
    estimates: tuple[str, ...] = field(default=(), kw_only=True)
    split: SplitBill | None = field(default=None, kw_only=True)
    bills_elsewhere: tuple[Mapping[Quantity, float], ...] = field(default=(), kw_only=True)

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def mean_usd_per_t(self) -> float:
        """Mean cost of a tonne: the sum of the components."""
        return sum(self.components_usd_per_t.values())


@dataclass(frozen=True, slots=True)
class RouteYear(YearMean):
    """The year of a cargo with its routes.

    Parameters
    ----------
    shares
        Routes with their share of the cargo, the largest first.
    best
        Route of the best day.
    waited_for_d
        Days that a tonne waits in the mean for the opening of each link, by its id.
    """

    shares: tuple[RouteShare, ...]
    best: Route
    waited_for_d: Mapping[str, float]

    @property
    def link_ids(self) -> frozenset[str]:
        """Links that any of the cargo passes."""
        return frozenset(i for part in self.shares for i in part.route.link_ids)

    def handled(self) -> dict[str, float]:
        """Return the share of the cargo that each place lifts, or that passes each link."""
        return dict(self.handled_shares)

    @property
    def capacity_checks(self) -> tuple[CapacityCheck, ...]:
        """What the year's tonnes want of places and links beside what is known of them."""
        return together(
            replace(check, wanted_t_per_y=check.wanted_t_per_y * part.share)
            for part in self.shares
            for check in part.route.capacity_checks
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """What has to be said of any of its routes, each once."""
        said = (warning for part in self.shares for warning in part.route.warnings)
        return tuple(dict.fromkeys((*said, *gap_warnings(self.gap_pct))))


@dataclass(frozen=True, slots=True)
class YearCell:
    """The year of a pair of places; no year for the reason given.

    `capacity_checks` are what the year's tonnes want of places and links, `warnings` what else has
    to be said.
    """

    origin_id: str
    destination_id: str
    year: YearMean | None
    reason: str | None = None
    capacity_checks: tuple[CapacityCheck, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def handled_ids(self) -> tuple[str, ...]:
        """Places where any of the cargo is lifted, and links that any of it passes."""
        return () if self.year is None else tuple(self.year.handled_shares)

    @property
    def gap_pct(self) -> float:
        """By how much at most a route may be cheaper on some day."""
        return 0.0 if self.year is None else self.year.gap_pct

    @classmethod
    def of(
        cls, network: DatedNetwork, shipment: Shipment, year: YearMean, reason: str | None = None
    ) -> YearCell:
        """Return the cell of a year, with all that has to be said of it."""
        cargo, arrays = shipment.cargo, network.arrays
        shipped_t_per_y = cargo.tonnes_per_y * cargo.shipped_t_per_t
        wanted = {name: share * shipped_t_per_y for name, share in year.handled_shares.items()}
        return cls(
            origin_id=shipment.origin_id,
            destination_id=shipment.destination_id or "",
            year=year,
            reason=reason,
            capacity_checks=checks_of(arrays.throughputs, wanted),
            warnings=said_of(arrays, cargo, wanted, estimates=year.estimates, gap_pct=year.gap_pct),
        )

    @property
    def cost_usd_per_t(self) -> float:
        """Mean cost of a tonne; NaN where there is no year."""
        return math.nan if self.year is None else self.year.mean_usd_per_t


@dataclass(frozen=True, slots=True)
class NearestYear:
    """The year of cargo of which each day goes to the cheapest of several places.

    Parameters
    ----------
    year
        Mean, days and months.
    shares
        Share of the cargo by the place where it goes, the largest first.
    month_ids
        Place to which most of each of the months of the year goes.
    """

    year: YearMean
    shares: Mapping[str, float]
    month_ids: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def place_id(self) -> str:
        """Place to which the largest share goes."""
        return next(iter(self.shares))


def mean_of_year(
    network: DatedNetwork, paths: YearPaths, pricing: Pricing, *, splits: bool = False
) -> YearMean:
    """Return what a tonne costs over the cheapest paths of all days.

    A dedicated road is built for the year, however many days use it, so all cargo bears it alike.

    Parameters
    ----------
    network
        The network that the paths are of.
    paths
        The cheapest path of each day; every day has one.
    pricing
        Prices of the cargo.
    splits
        Whether the mean bill is split by what its amounts follow.
    """
    used = paths.used
    waits_d = np.array([path.waiting_d for path in paths.calendars])
    waiting_d: Vector = waits_d[used, np.arange(len(used))]
    by_day = path_bills(network, paths.calendars)[used]
    by_day[:, _WAITING] += waiting_d
    by_day[:, ROADS] = _roads_km(network, paths)
    mean = by_day.mean(axis=0)
    costs, durations_d = by_day @ pricing.base, days_in(by_day)
    counts = np.bincount(used, minlength=len(paths.calendars))
    links = [list(_links(network, path)) for path in paths.calendars]
    lengths_km = np.array([sum(link.length_km for link in passed) for passed in links])
    return YearMean(
        ready_d=tuple(paths.ready_d.tolist()),
        costs_usd_per_t=tuple(costs.tolist()),
        months=tuple(_months(paths.ready_d, costs, durations_d)),
        bill=bill_of(mean),
        bills_elsewhere=bills_elsewhere(mean),
        components_usd_per_t=components(mean, pricing.base),
        low_usd_per_t=float(mean @ pricing.low),
        high_usd_per_t=float(mean @ pricing.high),
        distance_km=float(counts @ lengths_km) / len(used),
        duration_d=float(durations_d.mean()),
        waiting_d=float(waiting_d.mean()),
        co2_kg_per_t=float(mean @ pricing.emissions),
        co2_low_kg_per_t=float(mean @ pricing.emissions_low),
        co2_high_kg_per_t=float(mean @ pricing.emissions_high),
        modes=tuple(mode for mode, _ in groupby(link.mode for link in links[int(counts.argmax())])),
        gap_pct=paths.gap_pct,
        handled_shares=_handled_shares(network, paths),
        estimates=_estimates(network, paths),
        split=_split(network, paths, waiting_d) if splits else None,
    )


def nearest_of_year(network: DatedNetwork, paths: YearPaths, pricing: Pricing) -> NearestYear:
    """Return the year with where it goes; the parameters are those of `mean_of_year`."""
    states, year = network.arrays.states, mean_of_year(network, paths, pricing)
    ends = [states[path.end // HOLDS % len(states)].place_id for path in paths.calendars]
    by_day = [ends[number] for number in paths.used.tolist()]
    days = iter(by_day)
    of_months = [Counter(islice(days, month.working_d)) for month in year.months]
    return NearestYear(
        year=year,
        shares={place_id: n / len(by_day) for place_id, n in Counter(by_day).most_common()},
        month_ids=tuple(places.most_common(1)[0][0] for places in of_months),
    )


def routes_of_year(
    network: DatedNetwork,
    paths: YearPaths,
    pricing: Pricing,
    cargo: Cargo,
    *,
    splits: bool = False,
) -> RouteYear:
    """Return the year with its routes; the parameters are those of `mean_of_year`."""
    mean = mean_of_year(network, paths, pricing, splits=splits)
    costs = np.array(mean.costs_usd_per_t)
    routes = [
        _route(network, paths, number, costs, pricing, cargo)
        for number in range(len(paths.calendars))
    ]
    shares = np.bincount(paths.used, minlength=len(routes)) / len(paths.used)
    parts = [RouteShare(route, float(share)) for route, share in zip(routes, shares, strict=True)]
    best = routes[int(paths.used[int(np.argmin(costs))])]
    ranked = tuple(sorted(parts, key=lambda part: -part.share))
    return _with_routes(mean, ranked, best, _waited_for(network, paths))


def year_of_route(route: Route, ready_d: Sequence[int]) -> RouteYear:
    """Return the record of cargo that takes one route and costs the same on each of some days.

    With one day it is the record of that day.
    """
    days = np.asarray(ready_d, dtype=np.intp)
    costs = np.full(len(days), route.cost_usd_per_t)
    mean = YearMean(
        ready_d=tuple(days.tolist()),
        costs_usd_per_t=tuple(costs.tolist()),
        months=tuple(_months(days, costs, np.full(len(days), route.duration_d))),
        bill=route.bill,
        bills_elsewhere=route.bills_elsewhere,
        components_usd_per_t=route.components_usd_per_t,
        low_usd_per_t=route.low_usd_per_t,
        high_usd_per_t=route.high_usd_per_t,
        distance_km=route.distance_km,
        duration_d=route.duration_d,
        waiting_d=route.waiting_d,
        co2_kg_per_t=route.co2_kg_per_t,
        co2_low_kg_per_t=route.co2_low_kg_per_t,
        co2_high_kg_per_t=route.co2_high_kg_per_t,
        modes=tuple(mode for mode, _ in groupby(leg.mode for leg in route.legs)),
        gap_pct=0.0,
        handled_shares=dict.fromkeys(route.handled_ids, 1.0),
    )
    return _with_routes(mean, (RouteShare(route, 1.0),), route, route.waited_for_d)


def _with_routes(
    mean: YearMean, shares: tuple[RouteShare, ...], best: Route, waited_for_d: Mapping[str, float]
) -> RouteYear:
    stored: dict[str, Any] = {one.name: getattr(mean, one.name) for one in fields(mean)}
    return RouteYear(**stored, shares=shares, best=best, waited_for_d=waited_for_d)


def _waited_for(network: DatedNetwork, paths: YearPaths) -> dict[str, float]:
    states = len(network.arrays.states)
    total_d: dict[str, float] = {}
    for number, calendar in enumerate(paths.calendars):
        days = np.flatnonzero(paths.used == number)
        start, ready_d = calendar.start // HOLDS % states, paths.ready_d[days].astype(np.float64)
        waits_d = waited_for(network, start, calendar.steps(days), ready_d)
        for link_id, waiting_d in waits_d.items():
            total_d[link_id] = total_d.get(link_id, 0.0) + waiting_d
    return {link_id: waiting_d / len(paths.used) for link_id, waiting_d in total_d.items()}


def path_split(network: DatedNetwork, path: PathCalendar) -> SplitBill:
    """Return what a tonne consumes on a path without its waits, split by what it follows."""
    states = len(network.arrays.states)
    start, end = (node // HOLDS % states for node in (path.start, path.end))
    return split_quantities(network, path.rows, start=start, end=end)


def _split(network: DatedNetwork, paths: YearPaths, waiting_d: Vector) -> SplitBill:
    """Return the mean bill of the days, waits and roads too, split by what it follows."""
    counts = np.bincount(paths.used, minlength=len(paths.calendars)) / len(paths.used)
    mean = SplitBill.total(
        (float(share), path_split(network, path))
        for path, share in zip(paths.calendars, counts, strict=True)
        if share
    )
    return SplitBill.total([(1.0, mean.without(ROADS)), *_of_the_year(network, paths, waiting_d)])


def _of_the_year(
    network: DatedNetwork, paths: YearPaths, waiting_d: Vector
) -> Iterator[tuple[float, SplitBill]]:
    width = network.quantities.shape[1]
    waits = np.zeros(width)
    waits[_WAITING] = waiting_d.mean()
    yield 1.0, SplitBill.fixed(waits)
    for road in road_shares(network, paths):
        link = network.arrays.links[road]
        row = np.zeros(width)
        row[road_column(network.card, link.region)] = link.length_km
        yield 1.0, SplitBill(FrozenDict({((length_input(link), 1),): row}))


def path_bills(network: DatedNetwork, calendars: Sequence[PathCalendar]) -> Vector:
    """Return what a tonne consumes on each path without its waits, a row a path."""
    states = len(network.arrays.states)
    return np.array(
        [
            path_quantities(
                network,
                path.rows,
                start=path.start // HOLDS % states,
                end=path.end // HOLDS % states,
            ).sum(axis=0)
            for path in calendars
        ]
    )


def _handled_shares(network: DatedNetwork, paths: YearPaths) -> dict[str, float]:
    states, total = len(network.arrays.states), dict[str, float]()
    for number in _by_share(paths):
        path, share = paths.calendars[number], float((paths.used == number).mean())
        start, end = (node // HOLDS % states for node in (path.start, path.end))
        for used in handled_along(network, path.rows, start=start, end=end):
            total[used] = total.get(used, 0.0) + share
    return total


def _estimates(network: DatedNetwork, paths: YearPaths) -> tuple[str, ...]:
    rows = (row for number in _by_share(paths) for row in paths.calendars[number].rows)
    return tuple(dict.fromkeys(estimates_along(network, rows)))


def _by_share(paths: YearPaths) -> list[int]:
    """Return the numbers of the paths that some day takes, the largest share first."""
    counts = np.bincount(paths.used, minlength=len(paths.calendars))
    return [int(number) for number in np.argsort(-counts, kind="stable") if counts[number]]


def _links(network: DatedNetwork, path: PathCalendar) -> Iterator[Link]:
    """Yield the links of a path in the order of travel."""
    edges = network.arrays.edges
    for row in path.rows:
        link = edges[row].link if row < len(edges) else None
        if link is not None:
            yield link


def roads_on(network: DatedNetwork, path: PathCalendar) -> frozenset[str]:
    """Return the dedicated roads that a path takes."""
    return frozenset(link.id for link in _links(network, path) if link.dedicated)


def road_shares(network: DatedNetwork, paths: YearPaths) -> dict[str, float]:
    """Return the share of the days that use each dedicated road that any of them uses."""
    counts = np.bincount(paths.used, minlength=len(paths.calendars)) / len(paths.used)
    shares: dict[str, float] = {}
    for path, share in zip(paths.calendars, counts.tolist(), strict=True):
        for road in roads_on(network, path):
            shares[road] = shares.get(road, 0.0) + share
    return shares


def _roads_km(network: DatedNetwork, paths: YearPaths) -> Vector:
    """Return the kilometres of the dedicated roads that any day uses, by the card of each."""
    links, by_card = network.arrays.links, np.zeros(len(network.card.every))
    for road in road_shares(network, paths):
        by_card[network.card.number_of(links[road].region)] += links[road].length_km
    return by_card


def _route(
    network: DatedNetwork,
    paths: YearPaths,
    number: int,
    costs: Vector,
    pricing: Pricing,
    cargo: Cargo,
) -> Route:
    """Return a path on the cheapest of the days that take it; on the first of them that tie."""
    days = np.flatnonzero(paths.used == number)
    least = costs[days].min()
    row = int(days[np.argmax(costs[days] < least + _EPS_USD)])
    states = len(network.arrays.states)
    path = paths.calendars[number].path(row, int(paths.ready_d[row]), states)
    return assemble_route(network, path, pricing, cargo)


def _months(days: Indices, costs: Vector, durations_d: Vector) -> Iterator[MonthCost]:
    for month, (first, after) in enumerate(pairwise((*MONTH_STARTS_D, YEAR_D)), start=1):
        of_month = (days >= first) & (days < after)
        if of_month.any():
            yield MonthCost(
                month,
                int(of_month.sum()),
                float(costs[of_month].mean()),
                float(durations_d[of_month].mean()),
            )
