"""The programme of a campaign as arrays, as the solver reads them.

Owns which column and which row is what (docs/model.md, E12). As arrays a programme is ready in
milliseconds, where a modelling language takes longer to load than to solve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.campaign.model import AT_WILL, Indices, Vector

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scipy.sparse import csr_array

    from zimnik.geo.campaign.model import Programme


@dataclass(frozen=True, slots=True)
class Matrices:
    """Columns: open departures, stocks by store and period, commodities, shares of roads paid for.

    Parameters
    ----------
    activity, period
        Of each departure.
    costs, most_t
        Of each column; shares of roads have no upper bound here.
    delivered
        One for each commodity, else zero.
    balance
        Rows by store and period that are zero.
    upper, upper_t, limit_of_row
        Rows of limits with their bounds.
    ties, tied
        Rows by road and commodity that are zero or less: what passes, less the share of the road
        times the most that may; and which road and commodity each row is of.
    first_road
        Number of the column of the first road.
    """

    activity: Indices
    period: Indices
    costs: Vector
    delivered: Vector
    most_t: Vector
    balance: csr_array
    upper: csr_array
    upper_t: Vector
    limit_of_row: Indices
    ties: csr_array
    tied: tuple[tuple[int, int], ...]
    first_road: int

    @classmethod
    def of(cls, programme: Programme, delivered_t: float) -> Matrices:
        """Return the arrays of a programme that delivers at most so much of all together."""
        n, roads = programme.periods, programme.roads
        open_costs = np.array([activity.cost_usd_per_t for activity in programme.activities])
        open_costs = open_costs.reshape(-1, n)
        activity, period = np.nonzero(np.isfinite(open_costs))
        flows, column = len(activity), np.full((len(programme.activities), n), -1)
        column[activity, period] = np.arange(flows)
        waiting = np.concatenate([np.zeros(0), *(s.waiting_usd_per_t for s in programme.stores)])
        wanted_t = [commodity.wanted_t for commodity in programme.commodities]
        prices = [road.cost_usd for road in roads]
        widths = [flows, len(waiting), len(wanted_t), len(roads)]
        upper, upper_t, limit_of_row = _limit_rows(programme, column, flows, sum(widths))
        return cls(
            activity=activity,
            period=period,
            costs=np.concatenate(
                [open_costs[activity, period], waiting, np.zeros(len(wanted_t)), prices]
            ),
            delivered=np.repeat([0.0, 0.0, 1.0, 0.0], widths),
            most_t=np.concatenate(
                [np.full(flows + len(waiting), np.inf), wanted_t, np.full(len(roads), np.inf)]
            ),
            balance=_balance(programme, column, flows, sum(widths)),
            upper=upper,
            upper_t=upper_t,
            limit_of_row=limit_of_row,
            ties=_ties(programme, column, sum(widths), delivered_t),
            tied=tuple((i, use.commodity) for i, road in enumerate(roads) for use in road.uses),
            first_road=sum(widths[:3]),
        )

    def columns_of(self, activities: Sequence[int]) -> Indices:
        """Return the columns of all departures of some activities."""
        return np.flatnonzero(np.isin(self.activity, activities))


def _sparse(parts: Iterable[tuple[Indices, Indices, Vector]], shape: tuple[int, int]) -> csr_array:
    from scipy.sparse import csr_array  # noqa: PLC0415

    rows, columns, values = (
        np.concatenate([np.zeros(0), *part]) for part in (zip(*parts, strict=True) or ((), (), ()))
    )
    return csr_array((values, (rows.astype(int), columns.astype(int))), shape=shape)


def _balance(programme: Programme, column: Indices, flows: int, width: int) -> csr_array:
    """Rows by store and period: stock less the stock before, plus what leaves, less what comes."""
    n, stores = programme.periods, len(programme.stores)
    every = np.arange(stores * n)
    before = (every // max(n, 1)) * n + (every - 1) % max(n, 1)
    ones = np.ones(stores * n)
    parts = [(every, flows + every, ones), (every, flows + before, -ones)]
    for number, activity in enumerate(programme.activities):
        columns = column[number]
        open_ = np.flatnonzero(columns >= 0)
        if activity.tail != AT_WILL:
            parts.append((activity.tail * n + open_, columns[open_], np.ones(len(open_))))
        if activity.head != AT_WILL:
            came = activity.arrivals
            left = columns[came.left]
            there = left >= 0
            rows = activity.head * n + came.came[there]
            parts.append((rows, left[there], -came.shares[there]))
    weeks = np.arange(n)
    for number, commodity in enumerate(programme.commodities):
        columns = np.full(n, flows + stores * n + number)
        if commodity.source != AT_WILL:
            parts.append((commodity.source * n + weeks, columns, -commodity.supplied))
        if commodity.sink != AT_WILL:
            parts.append((commodity.sink * n + weeks, columns, commodity.used))
    return _sparse(parts, (stores * n, width))


def _limit_rows(
    programme: Programme, column: Indices, flows: int, width: int
) -> tuple[csr_array, Vector, Indices]:
    n = programme.periods
    parts, upper_t, limit_of_row = [], [np.zeros(0)], []
    at = 0
    for number, limit in enumerate(programme.limits):
        count = len(limit.upper_t)
        for activity, passing, factor in limit.uses:
            columns = column[activity][passing.left]
            there = columns >= 0
            rows = at + (passing.came[there] if count > 1 else np.zeros(there.sum(), dtype=int))
            parts.append((rows, columns[there], factor * passing.shares[there]))
        for store, factor in limit.stores:
            weeks = np.arange(n)
            parts.append((at + weeks, flows + store * n + weeks, np.full(n, factor)))
        upper_t.append(limit.upper_t)
        limit_of_row += [number] * count
        at += count
    nothing = np.zeros(0, dtype=int)
    matrix = _sparse(parts or [(nothing, nothing, np.zeros(0))], (at, width))
    return matrix, np.concatenate(upper_t), np.array(limit_of_row, dtype=int)


def _ties(programme: Programme, column: Indices, width: int, delivered_t: float) -> csr_array:
    """Rows by road and commodity: what passes, less the share paid for times the most that may."""
    parts, row = [], 0
    first = width - len(programme.roads)
    for number, road in enumerate(programme.roads):
        for use in road.uses:
            columns = column[list(use.activities)]
            columns = columns[columns >= 0]
            parts.append((np.full(len(columns), row), columns, np.ones(len(columns))))
            wanted_t = programme.commodities[use.commodity].wanted_t
            most_t = min(wanted_t, delivered_t, use.room_t)
            parts.append((np.array([row]), np.array([first + number]), np.array([-most_t])))
            row += 1
    nothing = np.zeros(0, dtype=int)
    return _sparse(parts or [(nothing, nothing, np.zeros(0))], (row, width))
