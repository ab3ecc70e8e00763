"""Linear and mixed-integer programmes as arrays, solved by HiGHS: the one adapter to the solver.

Owns the columns and rows that a programme is made of, what HiGHS is asked, and what its answer
means. It knows nothing of hubs or campaigns. Rows go to HiGHS as arrays and not through a modelling
language, because building them row by row takes a large part of the time of a siting question
(benchmarks/siting.py). Answers do not depend on the machine: HiGHS searches without parallel tasks
and from a fixed seed.

References
----------
Huangfu and Hall, Parallelizing the dual revised simplex method, Mathematical Programming
Computation 10 (2018), 119-142.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.errors import ZimnikError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from highspy import Highs, HighsLp

    from zimnik.geo.core.arrays import Flags, Indices, Vector


# Proven optimal means proven to this share of the cost; HiGHS alone would stop at 1e-4.
GAP = 1e-6
# The number of threads is left alone: HiGHS refuses one that differs from the number that another
# library in the same process has asked for. Without parallel tasks it does not matter.
_OPTIONS: Mapping[str, bool | float | str] = {
    "output_flag": False,
    "parallel": "off",
    "random_seed": 0,
}


class UnsolvedError(ZimnikError):
    """The solver found neither an optimum nor a proof that there is none."""

    def __init__(self, status: str) -> None:
        super().__init__(
            f"The solver ended with '{status}', which is neither an optimum nor a proof that "
            "there is none. Bring tonnes, capacities and prices nearer to each other."
        )


class Status(StrEnum):
    """What a search ended with."""

    OPTIMAL = "optimal"
    TIME_LIMIT = "time_limit"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True, slots=True)
class Columns:
    """Unknowns of a programme, in parallel arrays: cost of a unit, bounds, whether whole."""

    costs: Vector
    lower: Vector
    upper: Vector
    whole: Flags

    @property
    def count(self) -> int:
        """Number of unknowns."""
        return len(self.costs)


@dataclass(frozen=True, slots=True)
class Rows:
    """Constraints ``lower <= sum of values * unknowns <= upper``.

    `rows` and `columns` place each of `values`, and values of one place are added up; `rows` counts
    from 0 within this block.
    """

    lower: Vector
    upper: Vector
    rows: Indices
    columns: Indices
    values: Vector

    @property
    def count(self) -> int:
        """Number of constraints."""
        return len(self.lower)

    def totals(self, unknowns: Vector) -> Vector:
        """Return the sum of every constraint for values of the unknowns."""
        amounts = self.values * unknowns[self.columns]
        return np.asarray(np.bincount(self.rows, amounts, minlength=self.count), np.float64)


def joined(blocks: Sequence[Rows]) -> Rows:
    """Return several blocks as one, in their order."""
    offsets = np.cumsum([0, *(block.count for block in blocks)])
    none, nowhere = np.zeros(0), np.zeros(0, dtype=np.int64)
    placed = [block.rows + at for block, at in zip(blocks, offsets[:-1], strict=True)]
    return Rows(
        lower=np.concatenate([none, *(block.lower for block in blocks)]),
        upper=np.concatenate([none, *(block.upper for block in blocks)]),
        rows=np.concatenate([nowhere, *placed]),
        columns=np.concatenate([nowhere, *(block.columns for block in blocks)]),
        values=np.concatenate([none, *(block.values for block in blocks)]),
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What HiGHS found.

    Parameters
    ----------
    status
        How the search ended.
    values
        Unknowns of the best solution; None where none was found.
    cost, bound
        Cost of that solution, and what no solution can cost less than.
    gap
        Share of the cost by which bound and cost differ.
    shadow_prices
        Of a linear programme the change of the cost with each row's bound, at the optimum: no more
        than 0 where the upper bound holds, no less than 0 where the lower does. None of others.
    """

    status: Status
    values: Vector | None
    cost: float
    bound: float
    gap: float
    shadow_prices: Vector | None = None


def solve(
    columns: Columns,
    blocks: Sequence[Rows],
    *,
    time_limit_s: float = np.inf,
    gap: float = GAP,
) -> Outcome:
    """Return the least-cost solution by simplex or branch and cut, or the best found in time.

    Parameters
    ----------
    columns, blocks
        The programme.
    time_limit_s
        Seconds after which the best solution found is returned.
    gap
        Share of the cost at which the search may stop as proven.

    Raises
    ------
    UnsolvedError
        If HiGHS ends with neither an optimum nor a proof that there is none, time being left.
    """
    return Model(columns, joined(blocks), time_limit_s=time_limit_s, gap=gap).solve()


class Model:
    """A programme kept open in HiGHS, to be solved again with other costs and bounds.

    Parameters
    ----------
    columns, rows
        The programme.
    time_limit_s, gap
        As for `solve`; the time is that of all solves together.
    """

    def __init__(
        self, columns: Columns, rows: Rows, *, time_limit_s: float = np.inf, gap: float = GAP
    ) -> None:
        self._made = self._held = (columns, rows)
        self._highs = _opened()
        options: dict[str, bool | float | str] = {**_OPTIONS, "mip_rel_gap": gap}
        if np.isfinite(time_limit_s):
            options["time_limit"] = max(time_limit_s, 0.0)
        for name, value in options.items():
            self._highs.setOptionValue(name, value)
        self._highs.passModel(_highs_lp(columns, rows))

    def solve(
        self, *, columns: Columns | None = None, rows: Rows | None = None, warm: bool = False
    ) -> Outcome:
        """Return the optimum with other costs and bounds, the coefficients being what they were.

        Parameters
        ----------
        columns, rows
            The programme with other costs and bounds of the columns and bounds of the rows; what is
            not given is as the model was made.
        warm
            Whether the simplex method starts at the optimum before. That is quicker where little
            has changed, and of several solutions of the same cost it may find another, so that only
            the cost is to be relied upon.

        Raises
        ------
        UnsolvedError
            As `solve`.
        """
        highs, made = self._highs, self._made
        self._change(columns or made[0], rows or made[1])
        if not warm:
            highs.clearSolver()
        # HiGHS now and then ends its presolve without a status; without presolve it has one.
        for presolve in ("choose", "off"):
            highs.setOptionValue("presolve", presolve)
            highs.run()
            outcome = _outcome(highs, self._held[0])
            if outcome is not None:
                return outcome
            highs.clearSolver()
        raise UnsolvedError(highs.modelStatusToString(highs.getModelStatus()))

    def _change(self, columns: Columns, rows: Rows) -> None:
        """Tell HiGHS in what the programme differs from the one that it holds."""
        highs, (held_columns, held_rows) = self._highs, self._held
        self._held = (columns, rows)
        if columns is not held_columns:
            every = np.arange(columns.count, dtype=np.int32)
            highs.changeColsCost(columns.count, every, columns.costs)
            highs.changeColsBounds(columns.count, every, columns.lower, columns.upper)
        other = (rows.lower != held_rows.lower) | (rows.upper != held_rows.upper)
        for row in np.flatnonzero(other).tolist():
            highs.changeRowBounds(row, rows.lower[row], rows.upper[row])


def _opened() -> Highs:
    """Return HiGHS without its banner, which would stand before a JSON answer."""
    # Only a question that needs the solver pays for loading it.
    from highspy import Highs as LoudHighs  # noqa: PLC0415

    class QuietHighs(LoudHighs):
        """HiGHS without callbacks, enabling of which prints the banner (highspy 1.16)."""

        def enableCallbacks(self) -> None:  # noqa: N802 - the name is that of highspy
            self.silent()

    # The constructor of highspy is the one thing in it without types.
    make: Callable[[], Highs] = QuietHighs
    return make()


def _highs_lp(columns: Columns, rows: Rows) -> HighsLp:
    """Return a programme as HiGHS reads it, row by row, each column once in a row."""
    from highspy import HighsLp, HighsVarType, MatrixFormat  # noqa: PLC0415 - as above

    width = max(columns.count, 1)
    places, place_of_value = np.unique(rows.rows * width + rows.columns, return_inverse=True)
    model = HighsLp()
    model.num_col_, model.num_row_ = columns.count, rows.count
    model.col_cost_, model.col_lower_, model.col_upper_ = (
        columns.costs,
        columns.lower,
        columns.upper,
    )
    model.row_lower_, model.row_upper_ = rows.lower, rows.upper
    model.a_matrix_.format_ = MatrixFormat.kRowwise
    starts = np.searchsorted(places, np.arange(rows.count + 1) * width)
    model.a_matrix_.start_ = starts.astype(np.int32)
    model.a_matrix_.index_ = (places % width).astype(np.int32)
    values = np.bincount(place_of_value, rows.values, minlength=len(places))
    model.a_matrix_.value_ = np.asarray(values, np.float64)
    if columns.whole.any():
        kinds = (HighsVarType.kContinuous, HighsVarType.kInteger)
        model.integrality_ = [kinds[whole] for whole in columns.whole.astype(int).tolist()]
    return model


def _outcome(highs: Highs, columns: Columns) -> Outcome | None:
    """Return what HiGHS says, or None where it says nothing that settles the question."""
    from highspy import HighsModelStatus, SolutionStatus  # noqa: PLC0415 - as above

    said = highs.getModelStatus()
    if said == HighsModelStatus.kInfeasible:
        return Outcome(Status.INFEASIBLE, None, np.inf, np.inf, 0.0)
    proven = said in {HighsModelStatus.kOptimal, HighsModelStatus.kModelEmpty}
    if not proven and said != HighsModelStatus.kTimeLimit:
        return None
    status = Status.OPTIMAL if proven else Status.TIME_LIMIT
    info, found = highs.getInfo(), highs.getSolution()
    feasible = info.primal_solution_status == int(SolutionStatus.kSolutionStatusFeasible)
    values = np.asarray(found.col_value, dtype=np.float64) if proven or feasible else None
    cost = np.inf if values is None else float(info.objective_function_value)
    if columns.whole.any():
        bound = min(float(info.mip_dual_bound), cost)
        return Outcome(status, values, cost, bound, gap_of(cost, bound))
    bound = cost if proven else -np.inf
    shadow_prices = np.asarray(found.row_dual, dtype=np.float64) if proven else None
    return Outcome(status, values, cost, bound, gap_of(cost, bound), shadow_prices)


def gap_of(cost: float, bound: float) -> float:
    """Return by which share of the cost a bound is below it; infinite without a solution."""
    if not np.isfinite(cost):
        return float("inf")
    difference = max(cost - bound, 0.0)
    return difference / abs(cost) if cost else float(difference > 0 and np.inf)
