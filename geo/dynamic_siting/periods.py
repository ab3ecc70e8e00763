"""When to build: hubs, steps of capacity and works over several periods, in one programme.

Owns the order of periods, what a year to come counts and the capital budget (docs/model.md, E71).
What stands stays. Where a budget leaves no way to serve all, the most is served that can be, an
earlier tonne counting more, and that at least cost.

References
----------
Arabani and Farahani, Facility location dynamics: an overview of classifications and applications,
Computers and Industrial Engineering 62 (2012), 408-420.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.solver import Rows, Status, gap_of, solve
from zimnik.geo.core.units import PERCENT
from zimnik.geo.dynamic_siting.coupling import Coupled, never_fewer
from zimnik.geo.dynamic_siting.sizing import decided, not_required
from zimnik.geo.siting.solve import FULL, Effort, infeasibility, read_siting, settled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.solver import Columns, Outcome
    from zimnik.geo.dynamic_siting.sizing import SizedProblem
    from zimnik.geo.siting.problem import SumLimit
    from zimnik.geo.siting.results import Siting

# Share of the most that can be served by which a solution of least cost may miss it, and what all
# that arcs may serve is reckoned as: what may be missed is to be well above what the solver rounds.
ROUNDING = 1e-6
ALL_SERVED = 1e4
# Amount by which simplex may miss a row.
FEASIBLE = 1e-6
# Dollars in which a budget is reckoned, so that its row is of the size of the others.
MILLION = 1e6


@dataclass(frozen=True, slots=True)
class Period:
    """Years that are alike, the first and the last of them."""

    first_year: int
    last_year: int

    @property
    def years(self) -> int:
        """Number of years."""
        return self.last_year - self.first_year + 1

    def weight(self, start_year: int, discount_pct_per_y: float) -> float:
        """Return what a dollar at the end of each of its years is worth at the start (E43)."""
        ends = np.arange(self.first_year, self.last_year + 1) - start_year + 1
        return float(((1 + discount_pct_per_y / PERCENT) ** -ends.astype(float)).sum())


@dataclass(frozen=True)
class Horizon:
    """What is asked of several periods.

    Parameters
    ----------
    periods
        In their order, without a gap.
    parts
        The sized siting of each: same hubs, works and steps.
    discount_pct_per_y
        Real rate at which years to come count less.
    budget_usd_per_y
        Most that is spent on building in a year; what a period does not spend is not kept.
    served
        What counts as served where the budget does not serve all; without it the tonnes that
        sources send.

    Raises
    ------
    InputError
        If years are reversed or leave a gap, or the budget is nothing.
    """

    periods: tuple[Period, ...]
    parts: tuple[SizedProblem, ...]
    discount_pct_per_y: float
    budget_usd_per_y: float = np.inf
    served: SumLimit | None = None

    def __post_init__(self) -> None:
        faults = [*_period_faults(self.periods)]
        if not self.budget_usd_per_y > 0:
            remedy = "Give more, or leave it out."
            found = f"{self.budget_usd_per_y:g} US$"
            faults.append(Fault("budget_usd_per_y", "more than nothing", found, remedy))
        if not self.discount_pct_per_y > -PERCENT:
            found = f"{self.discount_pct_per_y:g} %"
            faults.append(Fault("discount_pct_per_y", "above -100 %", found, "Give another."))
        if faults:
            raise InputError(faults)

    @property
    def weights(self) -> Vector:
        """What a dollar a year in each period is worth at the start."""
        start = self.periods[0].first_year
        return np.array([one.weight(start, self.discount_pct_per_y) for one in self.periods])


def _period_faults(periods: Sequence[Period]) -> Iterator[Fault]:
    if not periods:
        yield Fault("periods", "a period or more", "none", "Give one.")
    for before, after in pairwise(periods):
        if after.first_year != before.last_year + 1:
            found = f"{before.last_year}, then {after.first_year}"
            yield Fault("periods", "years without a gap", found, "Let each follow the one before.")
    for one in periods:
        if one.years < 1:
            found = f"{one.first_year}:{one.last_year}"
            yield Fault("periods", "a first year up to the last", found, "Turn them round.")


@dataclass(frozen=True, slots=True)
class BuiltPeriod:
    """What stands and moves in a period.

    Parameters
    ----------
    period
        Its years.
    siting
        Hubs, works and tonnes of each of its years.
    steps
        For each stage, steps that stand at each hub; none of a stage that does not grow.
    steps_usd_per_y
        What they cost a year.
    build_usd
        What is spent on building in the period.
    """

    period: Period
    siting: Siting
    steps: tuple[Vector, ...]
    steps_usd_per_y: float
    build_usd: float

    @property
    def cost_usd_per_y(self) -> float:
        """Cost of each of its years: hauls, hubs and works, and the steps that stand."""
        return self.siting.cost_usd_per_y + self.steps_usd_per_y

    @property
    def sent_t_per_y(self) -> float:
        """Tonnes that sources send in each of its years."""
        return float(self.siting.flows_t_per_y[0].sum())


@dataclass(frozen=True, slots=True)
class HorizonAnswer:
    """What is built when, with its proof, or why there is none.

    Parameters
    ----------
    status
        How the search ended.
    horizon
        The question.
    built
        Each period of the best that was found; none where nothing was.
    bound_usd, gap
        What no plan can cost less than in present value, and by which share that is below the cost.
    all_sent
        Whether sources send all that they must.
    reasons
        Why there is no plan.
    solve_s
        Seconds for making and solving the programme.
    """

    status: Status
    horizon: Horizon
    built: tuple[BuiltPeriod, ...] = ()
    bound_usd: float = -np.inf
    gap: float = np.inf
    all_sent: bool = True
    reasons: tuple[str, ...] = field(default=())
    solve_s: float = 0.0

    @property
    def cost_usd(self) -> float:
        """Present value of the cost of all years."""
        costs = np.array([one.cost_usd_per_y for one in self.built])
        return float(self.horizon.weights[: len(costs)] @ costs)

    @property
    def planned_t(self) -> float:
        """Tonnes that sources plan in all years of all periods."""
        return sum(
            one.period.years * float(one.siting.problem.sources.volumes_t_per_y.sum())
            for one in self.built
        )

    @property
    def sent_t(self) -> float:
        """Tonnes that they send in all years of all periods."""
        return sum(one.period.years * one.sent_t_per_y for one in self.built)

    @property
    def build_usd(self) -> float:
        """What is spent on building in all periods, not discounted."""
        return sum(one.build_usd for one in self.built)


def site_over_periods(horizon: Horizon, *, effort: Effort = FULL) -> HorizonAnswer:
    """Return what is built when at least cost in present value (E71), by branch and cut.

    Parameters
    ----------
    horizon
        The question.
    effort
        Time limit and gap.
    """
    begin = time.perf_counter()
    coupled = Coupled(horizon.parts, horizon.weights, shared=False)
    columns, rows = coupled.columns(), [*coupled.rows(), *_over_time(horizon, coupled)]
    outcome = _solved(columns, rows, effort)
    all_sent = outcome.status is not Status.INFEASIBLE
    if not all_sent and np.isfinite(horizon.budget_usd_per_y):
        coupled, outcome = _most_sent(horizon, effort)
    spent_s = time.perf_counter() - begin
    if outcome.values is None:
        return HorizonAnswer(
            outcome.status, horizon, reasons=_reasons(horizon, outcome), solve_s=spent_s
        )
    return HorizonAnswer(
        outcome.status,
        horizon,
        _built(horizon, coupled, outcome.values),
        outcome.bound,
        gap_of(outcome.cost, outcome.bound),
        all_sent,
        solve_s=spent_s,
    )


def _solved(columns: Columns, rows: Sequence[Rows], effort: Effort) -> Outcome:
    found = solve(columns, rows, time_limit_s=effort.time_limit_s, gap=effort.gap)
    return settled(columns, rows, found)


def _most_sent(horizon: Horizon, effort: Effort) -> tuple[Coupled, Outcome]:
    """Return the least cost of serving the most that the budget lets, an earlier tonne more."""
    free = replace(horizon, parts=tuple(not_required(part) for part in horizon.parts))
    coupled = Coupled(free.parts, free.weights, shared=False)
    columns, rows = coupled.columns(), [*coupled.rows(), *_over_time(free, coupled)]
    served = _served(coupled, horizon.served)
    most = _solved(replace(columns, costs=-served), rows, effort)
    if most.values is None:
        return coupled, most
    floor = float(served @ most.values) * (1 - ROUNDING)
    found = _solved(columns, [*rows, _at_least(served, floor)], effort)
    if found.values is None:
        return coupled, found
    return coupled, _with_all(columns, rows, served, found)


def _at_least(served: Vector, least: float) -> Rows:
    used = np.flatnonzero(served)
    nowhere = np.zeros(len(used), np.int64)
    return Rows(np.array([least]), np.array([np.inf]), nowhere, used, served[used])


def _with_all(columns: Columns, rows: Sequence[Rows], served: Vector, found: Outcome) -> Outcome:
    """Return what was found with what it may miss served after all, where what stands serves it."""
    whole = found.values[columns.whole] if found.values is not None else np.zeros(0)
    lower, upper = columns.lower.copy(), columns.upper.copy()
    lower[columns.whole] = upper[columns.whole] = np.round(whole)
    fixed = replace(columns, lower=lower, upper=upper, whole=np.zeros_like(columns.whole))
    most = solve(replace(fixed, costs=-served), rows)
    # No whole unknown is left, so that the row may be as tight as simplex is.
    least = -most.cost - FEASIBLE
    again = solve(fixed, [*rows, _at_least(served, least)])
    if most.values is None or again.values is None:
        return found
    return replace(found, values=again.values, cost=again.cost)


def _served(coupled: Coupled, served: SumLimit | None) -> Vector:
    """Return what each column serves, by weight; what all arcs together would is `ALL_SERVED`."""
    found = np.zeros(1 + max(int(own.max()) for own in coupled.places))
    total = 0.0
    for part, own, weight in zip(coupled.parts, coupled.places, coupled.weights, strict=True):
        problem = part.problem
        sent = (np.ones(problem.echelons[0].count),)
        for echelon, per_t in enumerate(sent if served is None else served.per_t):
            amounts = per_t * problem.arc_tonnes[echelon] * weight
            found[own[part.layout.arcs(echelon)]] = amounts
            total += float(amounts.sum())
    return found * (ALL_SERVED / (total or 1.0))


def _over_time(horizon: Horizon, coupled: Coupled) -> Iterator[Rows]:
    """Yield that what stands stays, and what building may cost in each period."""
    places, parts = coupled.places, horizon.parts
    for number in range(1, len(parts)):
        chosen = decided(parts[number])
        yield never_fewer(places[number - 1][chosen], places[number][chosen])
    if not np.isfinite(horizon.budget_usd_per_y):
        return
    for number, (part, period) in enumerate(zip(parts, horizon.periods, strict=True)):
        usd = part.build_usd / MILLION
        paid = np.flatnonzero(usd)
        columns, values = [places[number][paid]], [usd[paid]]
        if number:
            columns.append(places[number - 1][paid])
            values.append(-usd[paid])
        most = np.array([horizon.budget_usd_per_y * period.years / MILLION])
        at = np.concatenate(columns)
        yield Rows(
            np.array([-np.inf]), most, np.zeros(len(at), np.int64), at, np.concatenate(values)
        )


def _built(horizon: Horizon, coupled: Coupled, values: Vector) -> tuple[BuiltPeriod, ...]:
    before = np.zeros(horizon.parts[0].count)
    found = []
    for number, (period, part) in enumerate(zip(horizon.periods, coupled.parts, strict=True)):
        own = coupled.values_of(number, values)
        design = np.zeros(part.count)
        design[part.design] = own[part.design]
        stages = range(len(part.problem.stages))
        found.append(
            BuiltPeriod(
                period,
                read_siting(part.layout, own),
                tuple(own[part.steps(stage)] for stage in stages),
                part.steps_usd_per_y(own),
                float(part.build_usd @ (design - before)),
            )
        )
        before = design
    return tuple(found)


def _reasons(horizon: Horizon, outcome: Outcome) -> tuple[str, ...]:
    if outcome.status is not Status.INFEASIBLE:
        return ("no plan was found within the time limit",)
    for period, part in zip(horizon.periods, horizon.parts, strict=True):
        said = infeasibility(part.problem)
        if said:
            return tuple(f"{period.first_year}: {reason}" for reason in said)
    return ("what stands in one period contradicts what the next allows",)
