"""Yearly flows of a project: output, cost, royalty, capital, working capital, and tax on profit.

Owns the years of a project and what the state takes of them (docs/model.md, E42). Amounts may be
one number or one a draw; years lie along the last axis.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.units import PERCENT

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Vector

MOST_YEARS = 100


@dataclass(frozen=True, slots=True)
class Schedule:
    """The years of a project.

    Parameters
    ----------
    build_y
        Years of building, over which the capital is spent evenly.
    ramp_up_y
        Years of part output: of *n* such years the k-th makes k / (n + 1) of a full one.
    life_y
        Years of output, those of part output among them.

    Raises
    ------
    InputError
        If a number is not a whole one of years, or the life is shorter than the ramp-up.
    """

    build_y: int
    ramp_up_y: int
    life_y: int

    def __post_init__(self) -> None:
        faults = [
            Fault(name, f"whole years, {least} to {MOST_YEARS}", f"{value}", "Give another number.")
            for name, value, least in (
                ("build_y", self.build_y, 0),
                ("ramp_up_y", self.ramp_up_y, 0),
                ("life_y", self.life_y, 1),
            )
            if not least <= value <= MOST_YEARS
        ]
        if not faults and self.life_y <= self.ramp_up_y:
            found = f"a life of {self.life_y} years, {self.ramp_up_y} of them of part output"
            remedy = "Give a longer life or a shorter ramp-up."
            faults = [Fault("life_y", "a life longer than the ramp-up", found, remedy)]
        if faults:
            raise InputError(faults)

    @property
    def years(self) -> int:
        """Years from the first of building to the last of output."""
        return self.build_y + self.life_y

    @property
    def output_shares(self) -> Vector:
        """Output of each year over that of a full one."""
        ramp = np.arange(1, self.ramp_up_y + 1) / (self.ramp_up_y + 1)
        full = np.ones(self.life_y - self.ramp_up_y)
        return np.concatenate([np.zeros(self.build_y), ramp, full])


@dataclass(frozen=True, slots=True)
class RoyaltyRelief:
    """What is left off the royalty, which is a share of the value of what is mined.

    Parameters
    ----------
    factor, factor_years
        What multiplies it in the first years of output.
    deduction_share
        Share of it that is left off until the capital is deducted.
    """

    factor: float = 1.0
    factor_years: int = 0
    deduction_share: float = 0.0


NO_RELIEF = RoyaltyRelief()


@dataclass(frozen=True, slots=True)
class FullYear:
    """What a year of full output brings and costs, US dollars a year.

    Parameters
    ----------
    revenue_usd, variable_usd, royalty_usd
        In proportion to output.
    fixed_usd
        The same in every year of output.
    working_capital_usd
        Tied up at full output, in proportion to it, and free again after the last year.
    """

    revenue_usd: Vector | float
    variable_usd: Vector | float
    royalty_usd: Vector | float = 0.0
    fixed_usd: Vector | float = 0.0
    working_capital_usd: Vector | float = 0.0


@dataclass(frozen=True, slots=True)
class Capital:
    """What is built, US dollars.

    Parameters
    ----------
    initial_usd
        Spent evenly over the years of building, or in the first of output where there are none.
    sustaining_pct_per_y
        Of that, spent in every full year of output.
    closure_usd
        Spent in the last year.
    """

    initial_usd: Vector | float
    sustaining_pct_per_y: Vector | float = 0.0
    closure_usd: Vector | float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class YearlyPlan:
    """Flows of each year before tax on profit, US dollars; all 0 or more.

    Parameters
    ----------
    revenue_usd, operating_usd, royalty_usd, capital_usd
        Flows.
    working_capital_usd
        What is tied up at the end of each year.
    """

    revenue_usd: Vector
    operating_usd: Vector
    royalty_usd: Vector
    capital_usd: Vector
    working_capital_usd: Vector

    @property
    def before_tax_usd(self) -> Vector:
        """Net flow of each year before tax."""
        tied = np.diff(self.working_capital_usd, prepend=0.0, axis=-1)
        spent = self.operating_usd + self.royalty_usd + self.capital_usd + tied
        return np.asarray(self.revenue_usd - spent, float)


@dataclass(frozen=True, slots=True)
class ProfitTax:
    """Tax on profit: its rate, and years over which capital is written off evenly."""

    rate_pct: Vector | float
    depreciation_y: int


def yearly_plan(
    schedule: Schedule,
    year: FullYear,
    capital: Capital,
    *,
    relief: RoyaltyRelief = NO_RELIEF,
) -> YearlyPlan:
    """Return the flows of a project (docs/model.md, E42).

    Parameters
    ----------
    schedule
        Years of building, ramp-up and output.
    year
        A year of full output.
    capital
        What is built.
    relief
        What is left off the royalty.
    """
    shares = schedule.output_shares
    makes = (shares > 0).astype(float)
    built = np.zeros(schedule.years)
    built[: max(schedule.build_y, 1)] = 1 / max(schedule.build_y, 1)
    last = np.zeros(schedule.years)
    last[-1] = 1.0
    kept = makes * _column(capital.sustaining_pct_per_y) / PERCENT * _column(capital.initial_usd)
    tied = _column(year.working_capital_usd) * shares * (1 - last)
    spent = _column(capital.initial_usd) * built + kept + _column(capital.closure_usd) * last
    full = _column(year.royalty_usd) * shares
    return YearlyPlan(
        revenue_usd=_column(year.revenue_usd) * shares,
        operating_usd=_column(year.variable_usd) * shares + _column(year.fixed_usd) * makes,
        royalty_usd=_relieved(full, schedule, relief, _column(capital.initial_usd)),
        capital_usd=spent,
        working_capital_usd=tied,
    )


def _relieved(full: Vector, schedule: Schedule, relief: RoyaltyRelief, capital: Vector) -> Vector:
    """Return the royalty of each year; what was built is the most that is deducted of it."""
    due = full.copy()
    new = slice(schedule.build_y, schedule.build_y + relief.factor_years)
    due[..., new] *= relief.factor
    wanted = np.cumsum(due * relief.deduction_share, axis=-1)
    deducted = np.minimum(wanted, capital)
    return np.asarray(due - np.diff(deducted, prepend=0.0, axis=-1), float)


def tax_usd(plan: YearlyPlan, tax: ProfitTax) -> Vector:
    """Return the tax on profit of each year; losses are carried forward without a limit (E42).

    Capital is written off evenly from the year in which it is spent, not before the first revenue.
    """
    profit = plan.revenue_usd - plan.operating_usd - plan.royalty_usd - _written_off(plan, tax)
    carried = np.zeros(profit.shape[:-1])
    taxed = np.zeros(profit.shape)
    for year in range(profit.shape[-1]):
        carried = carried + profit[..., year]
        taxed[..., year] = np.maximum(carried, 0.0)
        carried = np.minimum(carried, 0.0)
    return taxed * _column(tax.rate_pct) / PERCENT


def after_tax_usd(plan: YearlyPlan, tax: ProfitTax | None) -> Vector:
    """Return the net flow of each year, without tax on profit where none is known."""
    return plan.before_tax_usd if tax is None else plan.before_tax_usd - tax_usd(plan, tax)


def _written_off(plan: YearlyPlan, tax: ProfitTax) -> Vector:
    years = plan.capital_usd.shape[-1]
    revenue = np.broadcast_to(plan.revenue_usd, plan.capital_usd.shape).reshape(-1, years)
    earning = np.flatnonzero(revenue.any(axis=0))
    first = int(earning[0]) if earning.size else 0
    written = np.zeros(plan.capital_usd.shape)
    for year in range(years):
        start = max(year, first)
        end = min(start + tax.depreciation_y, years)
        share = plan.capital_usd[..., year : year + 1] / tax.depreciation_y
        written[..., start:end] += share
    return written


def _column(amount: Vector | float) -> Vector:
    """Return an amount with a last axis for years."""
    return np.asarray(amount, float)[..., np.newaxis]
