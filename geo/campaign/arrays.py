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

    from zimnik.geo.campaign.limits import HireUse
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
    """Columns: departures, stocks by store and period, commodities, hires, shares of paid roads.

    Parameters
    ----------
    columns
        Costs and bounds; shares of roads have no upper bound here.
    activity, period
        Of each departure.
    first_stock, first_delivered, first_hire, first_road
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
    fleets
        Rows by fleet and period: days of vehicles at work, less those of vehicles hired.
    """

    columns: Columns
    activity: Indices
    period: Indices
    first_stock: int
    first_delivered: int
    first_hire: int
    first_road: int
    limits: Rows
    limit_of_row: Indices
    tied: Rows
    ties: tuple[Tie, ...]
    delivery: Rows
    balance: Rows
    fleets: Rows

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
        hires = np.concatenate([np.zeros(0), *(fleet.hire_usd for fleet in programme.fleets)])
        sizes = [len(activity), len(waiting), len(wanted_t), len(hires), len(roads)]
        firsts = np.cumsum(sizes).tolist()
        running = open_costs[activity, period] - _standing_usd_per_t(programme)[activity]
        costs = (running, waiting, np.zeros(len(wanted_t)), hires, prices)
        no_bound = np.full(firsts[4], np.inf)
        unbounded = (no_bound[: firsts[1]], wanted_t, no_bound[firsts[2] :])
        delivered = np.arange(firsts[1], firsts[2])
        ties = tuple(
            Tie(i, use.commodity, min(wanted_t[use.commodity], most_t, use.room_t))
            for i, road in enumerate(roads)
            for use in road.uses
        )
        return cls(
            columns=Columns(
                costs=np.concatenate(costs),
                lower=np.zeros(firsts[4]),
                upper=np.concatenate(unbounded),
                whole=np.zeros(firsts[4], dtype=bool),
            ),
            activity=activity,
            period=period,
            first_stock=firsts[0],
            first_delivered=firsts[1],
            first_hire=firsts[2],
            first_road=firsts[3],
            limits=_limit_rows(programme, column, firsts),
            limit_of_row=np.repeat(
                np.arange(len(programme.limits)), [len(limit.upper_t) for limit in programme.limits]
            ),
            tied=_tie_rows(programme, column, ties, firsts[3]),
            ties=ties,
            delivery=Rows(
                np.zeros(1), np.full(1, np.inf), 0 * delivered, delivered, np.ones(len(delivered))
            ),
            balance=_balance_rows(programme, column, firsts),
            fleets=_fleet_rows(programme, column, firsts[2]),
        )

    @property
    def blocks(self) -> tuple[Rows, ...]:
        """All rows, block by block."""
        return self.limits, self.tied, self.delivery, self.balance, self.fleets

    @property
    def tie_rows(self) -> slice:
        """Where the rows of roads stand among all rows."""
        return slice(self.limits.count, self.limits.count + self.tied.count)

    @property
    def fleet_rows(self) -> slice:
        """Where the rows of fleets stand among all rows."""
        before = sum(rows.count for rows in self.blocks) - self.fleets.count
        return slice(before, before + self.fleets.count)

    @property
    def is_delivered(self) -> Vector:
        """One for each column of a commodity, else zero."""
        delivered = np.zeros(self.columns.count)
        delivered[self.first_delivered : self.first_hire] = 1.0
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
        for hired in limit.hires:
            columns = np.full(len(hired.weeks), _hire_column(programme, firsts[2], hired))
            parts.append((at + hired.weeks, columns, np.ones(len(hired.weeks))))
        at += count
    return _rows(parts, np.full(at, -np.inf), upper_bounds_t(programme))


def _hire_column(programme: Programme, first_hire: int, hired: HireUse) -> int:
    before = sum(len(fleet.hire_usd) for fleet in programme.fleets[: hired.fleet])
    return first_hire + before + hired.season


def _standing_usd_per_t(programme: Programme) -> Vector:
    """Return what the rate of a tonne of each activity holds for vehicles that are hired."""
    standing = np.zeros(len(programme.activities))
    for fleet in programme.fleets:
        for work in fleet.works if fleet.is_hired else ():
            standing[work.activity] += fleet.standing_usd_per_d * work.vehicle_d_per_t
    return standing


def _fleet_rows(programme: Programme, column: Indices, first_hire: int) -> Rows:
    """Rows by fleet that is hired and period: days at work less days hired, zero or less."""
    n, at, hire, parts = programme.periods, 0, first_hire, []
    weeks = np.arange(n)
    for fleet in programme.fleets:
        if not fleet.is_hired:
            continue
        for work in fleet.works:
            columns = column[work.activity][work.passing.left]
            there = columns >= 0
            shares = work.vehicle_d_per_t * work.passing.shares[there]
            parts.append((at + work.passing.came[there], columns[there], shares))
        for open_d in fleet.open_d:
            parts.append((at + weeks, np.full(n, hire), -open_d))
            hire += 1
        at += n
    return _rows(parts, np.full(at, -np.inf), np.zeros(at))


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
