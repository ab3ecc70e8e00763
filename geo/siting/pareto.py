"""The epsilon-constraint method: the front of two goals along which one costs the other.

Owns the trade of two goals (docs/model.md, E18): least cost under a falling ceiling of the
other goal, from what the cheapest solution has of it to the least that any has.

References
----------
Haimes, Lasdon and Wismer, On a bicriterion formulation of the problems of integrated system
identification and system optimization, IEEE Transactions on Systems, Man, and Cybernetics 1
(1971), 296-297.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.siting.solve import FULL, Effort, site_hubs

if TYPE_CHECKING:
    from zimnik.geo.siting.problem import SitingProblem, SumLimit
    from zimnik.geo.siting.results import Siting

POINTS = 6
# A point must better its neighbour by this share of it to count as another.
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class FrontPoint:
    """A solution that no other betters in both goals."""

    cost_usd_per_y: float
    other: float
    siting: Siting


def pareto_front(
    problem: SitingProblem, measure: SumLimit, *, points: int = POINTS, effort: Effort = FULL
) -> tuple[FrontPoint, ...]:
    """Return the Pareto front by epsilon constraints, from the cheapest to the least of a measure.

    Parameters
    ----------
    problem
        The question.
    measure
        What is to be small besides cost; its bounds are set here.
    points
        How many ceilings are tried.
    effort
        Time limit and gap of each.

    Returns
    -------
    tuple
        Points of falling measure and rising cost; none where the question has no solution.
    """
    cheapest = site_hubs(problem, effort=effort).siting
    if cheapest is None:
        return ()
    least = least_of(problem, measure, effort=effort)
    ceilings = np.linspace(cheapest.total(measure), least, max(points, 2))[1:]
    found = [_point(cheapest, measure)]
    for ceiling in ceilings:
        room = abs(ceiling) * ROUNDING
        bound = replace(measure, most=float(ceiling) + room)
        limited = replace(problem, limits=(*problem.limits, bound))
        siting = site_hubs(limited, effort=effort).siting
        if siting is not None:
            found.append(_point(siting, measure))
    return tuple(_undominated(found))


def least_of(problem: SitingProblem, measure: SumLimit, *, effort: Effort = FULL) -> float:
    """Return the least of a measure that any solution has."""
    echelons = tuple(
        replace(echelon, cost_usd_per_t=amounts)
        for echelon, amounts in zip(problem.echelons, measure.per_t, strict=True)
    )
    asked = replace(problem.at_no_fixed_cost, echelons=echelons)
    siting = site_hubs(asked, effort=effort).siting
    return siting.total(measure) if siting else float("nan")


def _point(siting: Siting, measure: SumLimit) -> FrontPoint:
    return FrontPoint(siting.cost_usd_per_y, siting.total(measure), siting)


def _undominated(points: list[FrontPoint]) -> list[FrontPoint]:
    kept: list[FrontPoint] = []
    for point in sorted(points, key=lambda point: (point.cost_usd_per_y, point.other)):
        if not kept or point.other < kept[-1].other - abs(kept[-1].other) * ROUNDING:
            kept.append(point)
    return kept
