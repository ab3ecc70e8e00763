"""The programme of a campaign as arrays: which column and which row is what.

Owns the matrix that the solver reads (docs/model.md, E12).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.campaign.programme import TOLERANCE, UNSCHEDULED
from zimnik.geo.core.solver import Columns, Rows, UnsolvedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zimnik.geo.campaign.programme import Programme
    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.core.solver import Outcome


@dataclass(frozen=True, slots=True)
class Tie:
    """A row that ties what of a commodity passes a road to the share of the road paid for."""

    road: int
    commodity: int
    most_t: float


@dataclass(frozen=True, slots=True)
class Arrays:
    """Columns: open departures, stocks by store and period, commodities, shares of roads paid for.

    Parameters
    ----------
    columns
        Costs and bounds; shares of roads have no upper bound here.
    activity, period
        Of each departure.
    first_stock, first_delivered, first_road
        Numbers of the first columns after the departures.
    limits, limit_of_row
        Rows of limits, and which limit each is of.
    tied, ties
        Rows by road, commodity and stretch: what passes, less the share of the road times the most
        that may, is zero or less.
    delivery
        The row of all that is delivered.
    balance
        Rows by store and period that are zero.
    """

    columns: Columns
    activity: Indices
    period: Indices
    first_stock: int
    first_delivered: int
    first_road: int
    limits: Rows
    limit_of_row: Indices
    tied: Rows
    ties: tuple[Tie, ...]
    delivery: Rows
    balance: Rows

    @classmethod
    def of(cls, programme: Programme, most_t: float) -> Arrays:
        """Return the arrays of a programme that delivers at most so much of all together."""
        n, roads = programme.periods, programme.roads
        open_costs = np.array([activity.cost_usd_per_t for activity in programme.activities])
        open_costs = open_costs.reshape(-1, n)
        activity, period = np.nonzero(np.isfinite(open_costs))
        column = np.full((len(programme.activities), n), -1)
        column[activity, period] = np.arange(len(activity))
        waiting = np.concatenate([np.zeros(0), *(s.waiting_usd_per_t for s in programme.stores)])
        wanted_t = np.array([commodity.wanted_t for commodity in programme.commodities], float)
        prices = np.array([road.cost_usd for road in roads], float)
        firsts = np.cumsum([len(activity), len(waiting), len(wanted_t), len(roads)]).tolist()
        costs = (open_costs[activity, period], waiting, np.zeros(len(wanted_t)), prices)
        unbounded = (np.full(firsts[1], np.inf), wanted_t, np.full(len(roads), np.inf))
        delivered = np.arange(firsts[1], firsts[2])
        ties = tuple(
            Tie(i, use.commodity, min(wanted_t[use.commodity], most_t, use.room_t))
            for i, road in enumerate(roads)
            for use in road.uses
        )
        return cls(
            columns=Columns(
                costs=np.concatenate(costs),
                lower=np.zeros(firsts[3]),
                upper=np.concatenate(unbounded),
                whole=np.zeros(firsts[3], dtype=bool),
            ),
            activity=activity,
            period=period,
            first_stock=firsts[0],
            first_delivered=firsts[1],
            first_road=firsts[2],
            limits=_limit_rows(programme, column, firsts),
            limit_of_row=np.repeat(
                np.arange(len(programme.limits)), [len(limit.upper_t) for limit in programme.limits]
            ),
            tied=_tie_rows(programme, column, ties, firsts[2]),
            ties=ties,
            delivery=Rows(
                np.zeros(1), np.full(1, np.inf), 0 * delivered, delivered, np.ones(len(delivered))
            ),
            balance=_balance_rows(programme, column, firsts),
        )

    @property
    def blocks(self) -> tuple[Rows, ...]:
        """All rows, block by block."""
        return self.limits, self.tied, self.delivery, self.balance

    @property
    def tie_rows(self) -> slice:
        """Where the rows of roads stand among all rows."""
        return slice(self.limits.count, self.limits.count + self.tied.count)

    @property
    def is_delivered(self) -> Vector:
        """One for each column of a commodity, else zero."""
        delivered = np.zeros(self.columns.count)
        delivered[self.first_delivered : self.first_road] = 1.0
        return delivered

    def columns_of(self, activities: Sequence[int]) -> Indices:
        """Return the columns of all departures of some activities."""
        return np.flatnonzero(np.isin(self.activity, activities))

    def priced_limits(self, most: Outcome) -> tuple[int, ...]:
        """Return the limits that have a shadow price where the most tonnes are delivered."""
        if most.shadow_prices is None:
            raise UnsolvedError(most.status)
        priced = np.abs(most.shadow_prices[: self.limits.count]) > TOLERANCE
        return tuple(sorted(set(self.limit_of_row[priced].tolist())))


def upper_bounds_t(programme: Programme) -> Vector:
    """Return the most tonnes of every row of limits."""
    return np.concatenate([np.zeros(0), *(limit.upper_t for limit in programme.limits)])


def _rows(parts: Iterable[tuple[Indices, Indices, Vector]], lower: Vector, upper: Vector) -> Rows:
    """Return rows whose coefficients come in parts: rows, columns, values."""
    nothing = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))
    rows, columns, values = (np.concatenate(every) for every in zip(nothing, *parts, strict=True))
    return Rows(lower, upper, rows, columns, values)


def _balance_rows(programme: Programme, column: Indices, firsts: Sequence[int]) -> Rows:
    """Rows by store and period: stock less the stock before, plus what leaves, less what comes."""
    n, stores = programme.periods, len(programme.stores)
    every = np.arange(stores * n)
    before = (every // max(n, 1)) * n + (every - 1) % max(n, 1)
    ones = np.ones(stores * n)
    parts = [(every, firsts[0] + every, ones), (every, firsts[0] + before, -ones)]
    for number, activity in enumerate(programme.activities):
        columns = column[number]
        open_ = np.flatnonzero(columns >= 0)
        if activity.tail != UNSCHEDULED:
            parts.append((activity.tail * n + open_, columns[open_], np.ones(len(open_))))
        if activity.head != UNSCHEDULED:
            came = activity.arrivals
            left = columns[came.left]
            there = left >= 0
            rows = activity.head * n + came.came[there]
            parts.append((rows, left[there], -came.shares[there]))
    weeks = np.arange(n)
    for number, commodity in enumerate(programme.commodities):
        columns = np.full(n, firsts[1] + number)
        if commodity.source != UNSCHEDULED:
            parts.append((commodity.source * n + weeks, columns, -commodity.supplied))
        if commodity.sink != UNSCHEDULED:
            parts.append((commodity.sink * n + weeks, columns, commodity.used))
    return _rows(parts, np.zeros(stores * n), np.zeros(stores * n))


def _limit_rows(programme: Programme, column: Indices, firsts: Sequence[int]) -> Rows:
    n, at, parts = programme.periods, 0, []
    weeks = np.arange(n)
    for limit in programme.limits:
        count = len(limit.upper_t)
        for flow in limit.flows:
            passing = flow.passing
            columns = column[flow.activity][passing.left]
            there = columns >= 0
            rows = at + (passing.came[there] if count > 1 else np.zeros(there.sum(), dtype=int))
            parts.append((rows, columns[there], flow.tonnes_per_t * passing.shares[there]))
        for lying in limit.stores:
            since = weeks if lying.since is None else lying.since
            columns = firsts[0] + lying.store * n + since
            parts.append((at + np.arange(count), columns, np.full(count, lying.tonnes_per_t)))
        for made in limit.deliveries:
            some = np.flatnonzero(made.tonnes_per_t)
            columns = np.full(len(some), firsts[1] + made.commodity)
            parts.append((at + some, columns, made.tonnes_per_t[some]))
        at += count
    return _rows(parts, np.full(at, -np.inf), upper_bounds_t(programme))


def _tie_rows(programme: Programme, column: Indices, ties: Sequence[Tie], first_road: int) -> Rows:
    """Rows by road and commodity: what passes, less the share paid for times the most that may."""
    parts = []
    uses = (use for road in programme.roads for use in road.uses)
    for row, (tie, use) in enumerate(zip(ties, uses, strict=True)):
        columns = column[list(use.activities)]
        columns = columns[columns >= 0]
        parts.append((np.full(len(columns), row), columns, np.ones(len(columns))))
        parts.append((np.array([row]), np.array([first_road + tie.road]), np.array([-tie.most_t])))
    return _rows(parts, np.full(len(ties), -np.inf), np.zeros(len(ties)))
