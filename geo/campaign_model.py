"""The programme of a campaign: tonnes by week and run, stock by store and week, roads to build.

Owns the programme (docs/model.md, E12) in arrays, and what the solver said. It knows weeks only as
periods of a cycle and runs only as activities between stores. HiGHS solves it through SciPy: as
arrays it is ready in milliseconds, where a modelling language takes longer to load than to solve.
Which roads are built is chosen first, by 0/1 variables; the tonnes are then those of a linear
programme with these roads.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.errors import ZimnikError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scipy.optimize import OptimizeResult
    from scipy.sparse import csr_array

    from geo.weeks import Arrivals

Vector = NDArray[np.float64]
Indices = NDArray[np.int64]

AT_WILL = -1
_OPTIMAL, _INFEASIBLE = 0, 2
# Roads are chosen to within this share of the least cost.
_GAP = 1e-7
# Tonnes are known to this share of the greatest demand; below it a flow is nothing.
TOLERANCE = 1e-7


class UnsolvedError(ZimnikError):
    """The solver found neither an optimum nor a proof that there is none."""

    def __init__(self, message: str) -> None:
        super().__init__(
            f"The campaign is not solved: {message} Take tonnes, capacities and prices nearer to "
            "each other."
        )


@dataclass(frozen=True, slots=True)
class Store:
    """Where one commodity may lie from period to period.

    Parameters
    ----------
    waiting_usd_per_t
        Cost of a tonne in store at the end of each period.
    """

    waiting_usd_per_t: Vector


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that takes a commodity from one store to another.

    Parameters
    ----------
    tail, head
        Numbers of stores; `AT_WILL` for a source or an end that takes part whenever it suits.
    cost_usd_per_t
        Cost of a tonne that leaves in each period; infinite in a period when nothing can leave.
    arrivals
        In which period what leaves arrives.
    """

    tail: int
    head: int
    cost_usd_per_t: Vector
    arrivals: Arrivals


@dataclass(frozen=True, slots=True)
class Commodity:
    """What is wanted in a year, and what of it is bound to a calendar.

    Parameters
    ----------
    wanted_t
        Most tonnes; what is delivered may be less.
    source, supplied
        Store into which it comes, and its share of the tonnes by period; `AT_WILL` and zeros where
        it comes when it is asked for.
    sink, used
        Store from which it is used, and the share by period; likewise.
    """

    wanted_t: float
    source: int
    supplied: Vector
    sink: int
    used: Vector


@dataclass(frozen=True, slots=True)
class Limit:
    """A capacity that several flows or stocks share.

    Parameters
    ----------
    name
        Id of the place or link.
    kind
        "throughput" in a year, "rate" by period, or "storage" at the end of each period.
    upper_t
        Most tonnes: one number for the year, or one for each period. A rate may have further
        rounds of periods, each for some of the flows alone; the first is for all.
    uses
        For a throughput or a rate: activity and, for what leaves in each period, the period in
        which it passes and its share, times the tonnes that one tonne counts for; the periods of
        a further round are counted on from those of the one before.
    stores
        For a storage: number of the store, and the tonnes that one tonne counts for.
    """

    name: str
    kind: str
    upper_t: Vector
    uses: tuple[tuple[int, Arrivals, float], ...] = ()
    stores: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Road:
    """A road that is there only if it is paid for, whole and once a year.

    Parameters
    ----------
    name
        Id of the link.
    cost_usd
        Its price of the year, whatever passes.
    activities
        Numbers of the activities that need it.
    most_t
        Tonnes that leave by all of these in a year at most, unless cargo goes in circles.
    """

    name: str
    cost_usd: float
    activities: tuple[int, ...]
    most_t: float


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything the programme is made of."""

    periods: int
    stores: tuple[Store, ...]
    activities: tuple[Activity, ...]
    commodities: tuple[Commodity, ...]
    limits: tuple[Limit, ...]
    roads: tuple[Road, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """An optimum of the programme.

    Parameters
    ----------
    flows_t
        Tonnes that leave by activity and period.
    stocks_t
        Tonnes in store at the end of each period, by store and period.
    delivered_t
        Tonnes of each commodity.
    cost_usd
        Least cost of delivering as much as can be delivered.
    used_t
        For each limit what passes or lies there: by year or by period.
    hampering
        Numbers of the limits that hold tonnes back, where some are not delivered.
    roads
        Numbers of the roads that are used; the cost holds the whole price of each.
    """

    flows_t: Vector
    stocks_t: Vector
    delivered_t: Vector
    cost_usd: float
    used_t: tuple[Vector, ...]
    hampering: tuple[int, ...]
    roads: tuple[int, ...] = ()


def with_limit_scaled(programme: Programme, number: int, added: Vector) -> Programme:
    """Return the programme with another capacity of one limit."""
    limits = list(programme.limits)
    limits[number] = replace(limits[number], upper_t=limits[number].upper_t + added)
    return replace(programme, limits=tuple(limits))


def solve(programme: Programme) -> Plan:
    """Return the plan of most tonnes and, among those, of least cost.

    Raises
    ------
    UnsolvedError
        If HiGHS ends with neither an optimum nor a proof that there is none.
    """
    matrices = _Matrices.of(programme)
    least_t = sum(commodity.wanted_t for commodity in programme.commodities)
    result = _run(matrices, matrices.costs, least_t)
    hampering: tuple[int, ...] = ()
    if result.status == _INFEASIBLE:
        most = _run(matrices, -matrices.delivered, 0.0)
        prices = np.abs(most.ineqlin.marginals) > TOLERANCE
        hampering = tuple(sorted(set(matrices.limit_of_row[prices].tolist())))
        # What the solver calls the most may be above what it can deliver by a rounding error.
        least_t = max(-most.fun - TOLERANCE * least_t, 0.0)
        result = _run(matrices, matrices.costs, least_t)
    if programme.roads and result.status == _OPTIMAL:
        result = _with_roads_chosen(programme, matrices, least_t)
    if result.status != _OPTIMAL:
        raise UnsolvedError(result.message)
    return _plan(programme, matrices, result, hampering)


def _with_roads_chosen(programme: Programme, matrices: _Matrices, least_t: float) -> OptimizeResult:
    """Choose the roads, then solve for the tonnes with these alone."""
    built = _built(programme, matrices, least_t)
    # A road that the solver builds by a rounding error may yet carry the last kilogram.
    for share in (0.5, 0.0):
        most_t = matrices.most_t.copy()
        for road, part in zip(programme.roads, built, strict=True):
            if part <= share:
                most_t[matrices.columns_of(road.activities)] = 0.0
        result = _run(replace(matrices, most_t=most_t), matrices.costs, least_t)
        if result.status == _OPTIMAL:
            break
    return result


def _built(programme: Programme, matrices: _Matrices, least_t: float) -> Vector:
    """Return 1 for every road that a plan of least cost builds, else 0."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415
    from scipy.sparse import csr_array, diags_array, hstack, vstack  # noqa: PLC0415

    roads, width = programme.roads, len(matrices.costs)
    columns = [matrices.columns_of(road.activities) for road in roads]
    parts = [(np.full(len(at), row), at, np.ones(len(at))) for row, at in enumerate(columns)]
    passing = _sparse(parts, (len(roads), width))
    flows = vstack(
        [matrices.balance, matrices.upper, csr_array(matrices.delivered[np.newaxis])], format="csr"
    )
    apart = csr_array((flows.shape[0], len(roads)))
    stores = matrices.balance.shape[0]
    lowest = np.concatenate([np.zeros(stores), np.full(len(matrices.upper_t), -np.inf), [least_t]])
    highest = np.concatenate([np.zeros(stores), matrices.upper_t, [np.inf]])
    # Cargo goes in circles only where it finds no room to lie; only then the tight bound fails.
    for turns, presolve in ((1, True), (1, False), (programme.periods, True)):
        tied = diags_array([-turns * road.most_t for road in roads])
        result = milp(
            np.append(matrices.costs, [road.cost_usd for road in roads]),
            integrality=np.append(np.zeros(width), np.ones(len(roads))),
            bounds=Bounds(0.0, np.append(matrices.most_t, np.ones(len(roads)))),
            constraints=[
                LinearConstraint(hstack([flows, apart], format="csr"), lowest, highest),
                LinearConstraint(hstack([passing, tied], format="csr"), -np.inf, 0.0),
            ],
            options={"presolve": presolve, "mip_rel_gap": _GAP},
        )
        if result.status == _OPTIMAL:
            return np.asarray(result.x[width:])
    raise UnsolvedError(result.message)


def _run(matrices: _Matrices, costs: Vector, least_t: float) -> OptimizeResult:
    """Minimise a cost while delivering at least so much."""
    from scipy.optimize import linprog  # noqa: PLC0415 - loads slowly, and only a campaign needs it
    from scipy.sparse import csr_array, vstack  # noqa: PLC0415

    # The demands stand last, so that the rows of limits keep their numbers.
    upper = vstack([matrices.upper, csr_array(-matrices.delivered[np.newaxis])], format="csr")
    # HiGHS now and then ends its presolve without a status; without presolve it has one.
    for presolve in (True, False):
        result = linprog(
            costs,
            A_ub=upper,
            b_ub=np.append(matrices.upper_t, -least_t),
            A_eq=matrices.balance,
            b_eq=np.zeros(matrices.balance.shape[0]),
            bounds=np.stack([np.zeros(len(costs)), matrices.most_t], axis=1),
            method="highs",
            options={"presolve": presolve},
        )
        if result.status in {_OPTIMAL, _INFEASIBLE}:
            break
    if result.status not in {_OPTIMAL, _INFEASIBLE}:
        raise UnsolvedError(result.message)
    if result.status == _OPTIMAL:
        result.ineqlin.marginals = result.ineqlin.marginals[:-1]
    return result


@dataclass(frozen=True, slots=True)
class _Matrices:
    """Columns are the open departures, then stocks by store and period, then commodities."""

    activity: Indices
    period: Indices
    costs: Vector
    delivered: Vector
    most_t: Vector
    balance: csr_array
    upper: csr_array
    upper_t: Vector
    limit_of_row: Indices

    def columns_of(self, activities: Sequence[int]) -> Indices:
        """Return the columns of all departures of some activities."""
        return np.flatnonzero(np.isin(self.activity, activities))

    @classmethod
    def of(cls, programme: Programme) -> _Matrices:
        n, stores = programme.periods, len(programme.stores)
        open_costs = np.array([activity.cost_usd_per_t for activity in programme.activities])
        activity, period = np.nonzero(np.isfinite(open_costs.reshape(-1, n)))
        flows, column = len(activity), np.full((len(programme.activities), n), -1)
        column[activity, period] = np.arange(flows)
        waiting = np.concatenate([np.zeros(0), *(s.waiting_usd_per_t for s in programme.stores)])
        costs = np.concatenate(
            [
                open_costs.reshape(-1, n)[activity, period],
                waiting,
                np.zeros(len(programme.commodities)),
            ]
        )
        delivered = np.zeros(len(costs))
        delivered[flows + stores * n :] = 1.0
        most_t = np.full(len(costs), np.inf)
        most_t[flows + stores * n :] = [c.wanted_t for c in programme.commodities]
        upper, upper_t, limit_of_row = _limit_rows(programme, column, flows, len(costs))
        return cls(
            activity=activity,
            period=period,
            costs=costs,
            delivered=delivered,
            most_t=most_t,
            balance=_balance(programme, column, flows, len(costs)),
            upper=upper,
            upper_t=upper_t,
            limit_of_row=limit_of_row,
        )


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


def _plan(
    programme: Programme, matrices: _Matrices, result: OptimizeResult, hampering: tuple[int, ...]
) -> Plan:
    n, stores, flows = programme.periods, len(programme.stores), len(matrices.activity)
    smallest = TOLERANCE * max((c.wanted_t for c in programme.commodities), default=0.0)
    values = np.where(np.abs(result.x) < smallest, 0.0, result.x)
    flows_t = np.zeros((len(programme.activities), n))
    flows_t[matrices.activity, matrices.period] = values[:flows]
    used = matrices.upper @ values
    roads = tuple(
        number
        for number, road in enumerate(programme.roads)
        if flows_t[list(road.activities)].any()
    )
    return Plan(
        flows_t=flows_t,
        stocks_t=values[flows : flows + stores * n].reshape(stores, n),
        delivered_t=values[flows + stores * n :],
        cost_usd=float(matrices.costs @ values)
        + sum(programme.roads[number].cost_usd for number in roads),
        used_t=tuple(
            used[matrices.limit_of_row == number] for number in range(len(programme.limits))
        ),
        hampering=hampering,
        roads=roads,
    )


def unbalanced_t(programme: Programme, plan: Plan) -> Vector:
    """Return by how much tonnes in differ from tonnes out and stock change, by store and period.

    Reckoned from the plan activity by activity, not from the rows of the programme.
    """
    gap = plan.stocks_t - np.roll(plan.stocks_t, 1, axis=1)
    for activity, flow in zip(programme.activities, plan.flows_t, strict=True):
        if activity.tail != AT_WILL:
            gap[activity.tail] += flow
        if activity.head != AT_WILL:
            np.subtract.at(gap[activity.head], activity.arrivals.came, arriving(flow, activity))
    for commodity, tonnes in zip(programme.commodities, plan.delivered_t, strict=True):
        if commodity.source != AT_WILL:
            gap[commodity.source] -= tonnes * commodity.supplied
        if commodity.sink != AT_WILL:
            gap[commodity.sink] += tonnes * commodity.used
    return gap


def arriving(flow_t: Vector, activity: Activity) -> Vector:
    """Return the tonnes of each of the arrivals of an activity."""
    return np.asarray(flow_t[activity.arrivals.left] * activity.arrivals.shares)
