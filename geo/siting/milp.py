"""Integer programmes as arrays, solved by HiGHS.

Owns the columns and rows that a model is made of, and what the solver said of them. It knows
nothing of hubs. Rows go to HiGHS as arrays, through SciPy, and not through a modelling language:
building row by row is a large part of the time of a siting question (benchmarks/siting.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scipy.optimize import OptimizeResult

Vector = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Proven optimal means proven to this share of the cost; HiGHS alone would stop at 1e-4.
GAP = 1e-6
# Codes of `scipy.optimize.milp`.
_OPTIMAL, _OUT_OF_TIME, _INFEASIBLE = 0, 1, 2


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

    `rows` and `columns` place each of `values`; `rows` counts from 0 within this block.
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
    """

    status: Status
    values: Vector | None
    cost: float
    bound: float
    gap: float


def solve(
    columns: Columns,
    blocks: Sequence[Rows],
    *,
    time_limit_s: float = np.inf,
    gap: float = GAP,
) -> Outcome:
    """Return the solution of least cost, or the best found within the time limit.

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
    RuntimeError
        If HiGHS fails in a way that is neither infeasible nor out of time.
    """
    # A third of a second that only a question of siting should pay.
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415
    from scipy.sparse import csr_array  # noqa: PLC0415

    offsets = np.cumsum([0, *(block.count for block in blocks)])
    placed = [block.rows + at for block, at in zip(blocks, offsets[:-1], strict=True)]
    matrix = csr_array(
        (
            np.concatenate([block.values for block in blocks]),
            (np.concatenate(placed), np.concatenate([block.columns for block in blocks])),
        ),
        shape=(int(offsets[-1]), columns.count),
    )
    lower = np.concatenate([block.lower for block in blocks])
    upper = np.concatenate([block.upper for block in blocks])
    options = {"mip_rel_gap": gap}
    if np.isfinite(time_limit_s):
        options["time_limit"] = max(time_limit_s, 0.0)
    result = milp(
        columns.costs,
        integrality=columns.whole.astype(int),
        bounds=Bounds(columns.lower, columns.upper),
        constraints=LinearConstraint(matrix, lower, upper),
        options=options,
    )
    return _outcome(result)


def _outcome(result: OptimizeResult) -> Outcome:
    if result.status == _INFEASIBLE:
        return Outcome(Status.INFEASIBLE, None, np.inf, np.inf, 0.0)
    if result.status not in {_OPTIMAL, _OUT_OF_TIME}:
        raise RuntimeError(result.message)
    cost = np.inf if result.x is None else float(result.fun)
    proven = result.status == _OPTIMAL
    bound = cost if proven else -np.inf
    if result.mip_dual_bound is not None:
        bound = min(float(result.mip_dual_bound), cost)
    status = Status.OPTIMAL if proven else Status.TIME_LIMIT
    return Outcome(status, result.x, cost, bound, gap_of(cost, bound))


def gap_of(cost: float, bound: float) -> float:
    """Return by which share of the cost a bound is below it; infinite without a solution."""
    if not np.isfinite(cost):
        return float("inf")
    difference = max(cost - bound, 0.0)
    return difference / abs(cost) if cost else float(difference > 0 and np.inf)
