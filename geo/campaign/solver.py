"""Plans of a campaign: the most tonnes and then the least cost, with the best of the roads.

Owns what is asked of the solver and what its answer means (docs/model.md, E12). HiGHS solves the
programme through SciPy: first with roads that may be built in part, in proportion to what passes;
where that leaves a road half built, roads are 0/1 variables, and the tonnes then those of a linear
programme with the roads that these choose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.campaign.arrays import Matrices
from zimnik.geo.campaign.model import TOLERANCE, Plan
from zimnik.geo.core.errors import ZimnikError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scipy.optimize import OptimizeResult

    from zimnik.geo.campaign.model import Programme, Vector

_OPTIMAL, _INFEASIBLE = 0, 2
# Roads are chosen to within this share of the least cost.
GAP = 1e-7


class UnsolvedError(ZimnikError):
    """The solver found neither an optimum nor a proof that there is none."""

    def __init__(self, message: str) -> None:
        super().__init__(
            f"The campaign is not solved: {message} Take tonnes, capacities and prices nearer to "
            "each other."
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """Ids of roads that nothing may pass and of roads that are paid for; the others are open."""

    closed: frozenset[str] = frozenset()
    paid: frozenset[str] = frozenset()


UNDECIDED = Choice()


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The best where undecided roads are built in part, in proportion to what passes.

    Parameters
    ----------
    plan
        Its tonnes; the cost of this plan holds the whole price of every road that it uses.
    most_t, least_usd
        No plan of these activities with this choice delivers more, or as much for less.
    built
        Share of every road that is paid for.
    asked_usd_per_t
        What a tonne of a commodity bears of a road on each stretch of its way over which it may
        use it, by id and number; with the most tonnes of each they make up no more than the price.
    """

    plan: Plan
    most_t: float
    least_usd: float
    built: Mapping[str, float]
    asked_usd_per_t: Mapping[tuple[str, int], Sequence[float]]

    def half_built(self) -> list[str]:
        """Return the roads that are paid for in part, the most doubtful first."""
        doubtful = {name: min(part, 1 - part) for name, part in self.built.items()}
        return sorted(
            (name for name, doubt in doubtful.items() if doubt > TOLERANCE),
            key=lambda name: -doubtful[name],
        )


def solve(programme: Programme) -> Plan:
    """Return the plan of most tonnes and, among those, of least cost.

    Raises
    ------
    UnsolvedError
        If HiGHS ends with neither an optimum nor a proof that there is none.
    """
    relaxed = relax(programme)
    if not relaxed.half_built():
        return relaxed.plan
    built = _built(programme, Matrices.of(programme, relaxed.most_t), relaxed.most_t)
    # A road that the solver builds by a rounding error may yet carry the last kilogram.
    for share in (0.5, 0.0):
        names = {True: set[str](), False: set[str]()}
        for road, part in zip(programme.roads, built, strict=True):
            names[bool(part > share)].add(road.name)
        chosen = relax(programme, Choice(frozenset(names[False]), frozenset(names[True])))
        if chosen.most_t >= relaxed.most_t - TOLERANCE * _wanted_t(programme):
            break
    return chosen.plan


def relax(programme: Programme, choice: Choice = UNDECIDED) -> Relaxation:
    """Return the best plan where roads that are not decided upon may be built in part.

    Raises
    ------
    UnsolvedError
        As `solve`.
    """
    wanted_t = least_t = _wanted_t(programme)
    matrices = Matrices.of(programme, least_t)
    result = _run(programme, matrices, choice, matrices.costs, least_t)
    hampering: tuple[int, ...] = ()
    if result.status == _INFEASIBLE:
        most = _run(programme, matrices, choice, -matrices.delivered, 0.0)
        prices = np.abs(most.ineqlin.marginals[: len(matrices.limit_of_row)]) > TOLERANCE
        hampering = tuple(sorted(set(matrices.limit_of_row[prices].tolist())))
        # What the solver calls the most may be above what it can deliver by a rounding error.
        least_t = max(-most.fun - TOLERANCE * wanted_t, 0.0)
        matrices = Matrices.of(programme, -most.fun)
        result = _run(programme, matrices, choice, matrices.costs, least_t)
    if result.status != _OPTIMAL:
        raise UnsolvedError(result.message)
    parts = result.x[matrices.first_road :]
    asked = np.maximum(-result.ineqlin.marginals[len(matrices.limit_of_row) : -1], 0.0).tolist()
    names = [road.name for road in programme.roads]
    tied = [matrices.tied[row] for row in _tied(programme, matrices, choice)]
    borne: dict[tuple[str, int], list[float]] = {}
    for (road, commodity), usd in zip(tied, asked, strict=True):
        borne.setdefault((names[road], commodity), []).append(usd)
    return Relaxation(
        plan=_plan(programme, matrices, result, hampering),
        most_t=least_t,
        least_usd=float(result.fun),
        built=dict(zip(names, parts.tolist(), strict=True)),
        asked_usd_per_t=borne,
    )


def _wanted_t(programme: Programme) -> float:
    return sum(commodity.wanted_t for commodity in programme.commodities)


def _bounds(programme: Programme, matrices: Matrices, choice: Choice) -> tuple[Vector, Vector]:
    """Return the least and the most of each column."""
    lowest, highest = np.zeros(len(matrices.costs)), matrices.most_t.copy()
    for number, road in enumerate(programme.roads, start=matrices.first_road):
        if road.name in choice.paid:
            lowest[number] = highest[number] = 1.0
        if road.name in choice.closed:
            highest[number] = 0.0
            highest[matrices.columns_of(road.activities)] = 0.0
    return lowest, highest


def _tied(programme: Programme, matrices: Matrices, choice: Choice) -> list[int]:
    """Return the rows of roads not decided upon: one that is paid for takes all that comes."""
    decided = choice.paid | choice.closed
    roads = [programme.roads[road].name for road, _ in matrices.tied]
    return [row for row, name in enumerate(roads) if name not in decided]


def _run(
    programme: Programme, matrices: Matrices, choice: Choice, costs: Vector, least_t: float
) -> OptimizeResult:
    """Minimise a cost while delivering at least so much."""
    from scipy.optimize import linprog  # noqa: PLC0415 - loads slowly, and only a campaign needs it
    from scipy.sparse import csr_array, vstack  # noqa: PLC0415

    # What is delivered stands last, so that the rows of limits and roads keep their numbers.
    ties = matrices.ties[_tied(programme, matrices, choice)]
    upper = [matrices.upper, ties, csr_array(-matrices.delivered[np.newaxis])]
    # HiGHS now and then ends its presolve without a status; without presolve it has one.
    for presolve in (True, False):
        result = linprog(
            costs,
            A_ub=vstack(upper, format="csr"),
            b_ub=np.concatenate([matrices.upper_t, np.zeros(ties.shape[0]), [-least_t]]),
            A_eq=matrices.balance,
            b_eq=np.zeros(matrices.balance.shape[0]),
            bounds=np.stack(_bounds(programme, matrices, choice), axis=1),
            method="highs",
            options={"presolve": presolve},
        )
        if result.status in {_OPTIMAL, _INFEASIBLE}:
            return result
    raise UnsolvedError(result.message)


def _built(programme: Programme, matrices: Matrices, least_t: float) -> Vector:
    """Return 1 for every road that a plan of least cost builds, else 0."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415
    from scipy.sparse import csr_array, vstack  # noqa: PLC0415

    first, width = matrices.first_road, len(matrices.costs)
    highest = matrices.most_t.copy()
    highest[first:] = 1.0
    stores = matrices.balance.shape[0]
    flows = [matrices.balance, matrices.upper, csr_array(matrices.delivered[np.newaxis])]
    low = np.concatenate([np.zeros(stores), np.full(len(matrices.upper_t), -np.inf), [least_t]])
    high = np.concatenate([np.zeros(stores), matrices.upper_t, [np.inf]])
    turns = np.ones(width)
    # Cargo goes in circles only where it finds no room to lie; only then the tight bound fails.
    for turns[first:], presolve in ((1, True), (1, False), (programme.periods, True)):
        result = milp(
            matrices.costs,
            integrality=np.arange(width) >= first,
            bounds=Bounds(0.0, highest),
            constraints=[
                LinearConstraint(vstack(flows, format="csr"), low, high),
                LinearConstraint(csr_array(matrices.ties * turns), -np.inf, 0.0),
            ],
            options={"presolve": presolve, "mip_rel_gap": GAP},
        )
        if result.status == _OPTIMAL:
            return np.asarray(result.x[first:])
    raise UnsolvedError(result.message)


def _plan(
    programme: Programme, matrices: Matrices, result: OptimizeResult, hampering: tuple[int, ...]
) -> Plan:
    n, stores, flows = programme.periods, len(programme.stores), len(matrices.activity)
    smallest = TOLERANCE * max((c.wanted_t for c in programme.commodities), default=0.0)
    values = np.where(np.abs(result.x) < smallest, 0.0, result.x)
    flows_t = np.zeros((len(programme.activities), n))
    flows_t[matrices.activity, matrices.period] = values[:flows]
    roads = tuple(
        number
        for number, road in enumerate(programme.roads)
        if flows_t[list(road.activities)].any()
    )
    # Roads are paid for whole, whatever part of them the solver built.
    values[matrices.first_road :] = 0.0
    used = matrices.upper @ values
    return Plan(
        flows_t=flows_t,
        stocks_t=values[flows : flows + stores * n].reshape(stores, n),
        delivered_t=values[flows + stores * n : matrices.first_road],
        cost_usd=float(matrices.costs @ values)
        + sum(programme.roads[number].cost_usd for number in roads),
        used_t=tuple(
            used[matrices.limit_of_row == number] for number in range(len(programme.limits))
        ),
        hampering=hampering,
        roads=roads,
    )
