"""Plants of the value chain whose size is decided, taken out of what a tonne costs.

Owns how the arcs of `geo.siting.chain_arcs` become a sized siting (docs/model.md, E70): the annuity
of a plant leaves the tonne and is paid on what was built, used or not. A plant that is used in full
costs what it does where its size is not decided.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.dynamic_siting.sizing import Expansion, SizedProblem, not_required
from zimnik.geo.siting.chain import ROUNDING, most_of, reo_measure

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.siting.chain_arcs import ChainArc, ChainArcs
    from zimnik.geo.siting.problem import SitingProblem


def sized_chain(
    problem: SitingProblem,
    given: ChainArcs,
    *,
    standing: Sequence[Collection[str]] = (),
    step_t_per_y: float | None = None,
) -> SizedProblem:
    """Return a siting of the value chain in which plants are built in steps.

    Parameters
    ----------
    problem, given
        The question of a year, and its arcs.
    standing
        For each stage, hubs whose plant stands and need not be built.
    step_t_per_y
        Dry tonnes a year of what deposits ship that a step is for, at each stage for the mean of
        what is made of them; None where a plant has any size.
    """
    expansions, echelons = [], []
    for number, arcs in enumerate(given.hops):
        stands = standing[number] if standing else ()
        own = _expansion(problem, number, arcs, stands, step_t_per_y)
        echelon = problem.echelons[number]
        in_step = own.usd_per_y / own.step
        paid = np.where(own.needed[echelon.heads], own.per_t * in_step[echelon.heads], 0.0)
        expansions.append(own)
        echelons.append(replace(echelon, cost_usd_per_t=echelon.cost_usd_per_t - paid))
    return SizedProblem(
        replace(problem, echelons=tuple(echelons)),
        tuple(expansions),
        tuple(project.build_usd for project in given.projects),
    )


def with_target(part: SizedProblem, given: ChainArcs, target_t_per_y: float) -> SizedProblem:
    """Return the siting of a year that delivers a target of REO, or all of it that can be.

    What can be is reckoned without a budget, of what sources have in the year.

    Parameters
    ----------
    part
        The year.
    given
        Its arcs.
    target_t_per_y
        REO a year in products.
    """
    free = not_required(part)
    possible = most_of(free.problem, reo_measure(given)) * (1 - ROUNDING)
    asked = reo_measure(given, least=min(target_t_per_y, possible))
    limits = (*free.problem.limits, asked)
    return replace(free, problem=replace(free.problem, limits=limits))


def _expansion(
    problem: SitingProblem,
    number: int,
    arcs: Sequence[ChainArc],
    standing: Collection[str],
    step_t_per_y: float | None,
) -> Expansion:
    """Return the steps of a stage: a tonne of a step is one of the mean of what may come."""
    hubs = problem.stages[number].hub_ids
    heads = problem.echelons[number].heads
    built = np.array([arc.built_usd_per_t for arc in arcs], float)
    annuity = np.array([arc.annuity_usd_per_t for arc in arcs], float)
    tonnes = np.maximum(problem.arc_tonnes[number], 0.0)
    mean_built, mean_annuity = (
        _means(per_t, tonnes, heads, len(hubs)) for per_t in (built, annuity)
    )
    everything_t = float(problem.tonnes_of_products[:, number].sum())
    step_t = everything_t or 1.0
    if step_t_per_y is not None and everything_t:
        step_t *= step_t_per_y / float(problem.tonnes_of_products[:, 0].sum())
    needed = (mean_built > 0) & ~np.isin(np.asarray(hubs), list(standing))
    asked = built / np.where(mean_built > 0, mean_built, 1.0)[heads]
    return Expansion(
        np.full(len(hubs), step_t),
        mean_built * step_t,
        mean_annuity * step_t,
        needed,
        asked,
        whole=step_t_per_y is not None,
    )


def _means(per_t: Vector, tonnes: Vector, heads: Indices, count: int) -> Vector:
    """Return the mean of an amount over the arcs to each hub, by what may go over each."""
    total = np.bincount(heads, tonnes, minlength=count)
    found = np.bincount(heads, tonnes * per_t, minlength=count)
    return np.where(total > 0, found / np.where(total > 0, total, 1.0), 0.0)
