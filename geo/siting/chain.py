"""The siting question of deposits and hubs when the whole value chain counts.

Owns how the arcs of `geo.siting.chain_arcs` and `geo.siting.chain_stages` become a question, and
the question of a target: which deposits and hubs deliver so much REO a year at least cost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.units import KG_PER_T
from zimnik.geo.siting.problem import (
    FREE,
    Echelon,
    Products,
    SharedWork,
    SitingProblem,
    Sources,
    SumLimit,
)
from zimnik.geo.siting.solve import FULL, Effort, site_hubs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.siting.chain_arcs import ChainArc, ChainArcs
    from zimnik.geo.siting.problem import StageChoice
    from zimnik.geo.siting.results import Siting, SitingAnswer

TARGET = "REO delivered"
# Share of a limit from which it counts as used up.
FULLY = 1 - 1e-6
# A target that is met by all but this share of it is met.
ROUNDING = 1e-7


@dataclass(frozen=True, slots=True)
class HubCapacity:
    """Most that a hub takes or makes at a stage in a year; `basis` says of what."""

    stage: str
    hub_id: str
    basis: str
    t_per_y: float


# What the capacity of a hub is a capacity of, and the amount for a tonne of its feed.
AMOUNTS: Mapping[str, Callable[[ChainArc], float]] = {
    "feed": lambda _: 1.0,
    "reo": lambda arc: arc.product_reo_t_per_t,
    "magnets": lambda arc: arc.product_t_per_t,
}


def chain_problem(
    given: ChainArcs,
    *,
    required: bool,
    choices: Mapping[str, StageChoice] | None = None,
    capacities: Sequence[HubCapacity] = (),
    single_sourcing: bool = False,
) -> SitingProblem:
    """Return which hubs should work which deposits, within the capacities of ports and roads.

    Parameters
    ----------
    given
        Arcs.
    required
        Whether all that the deposits plan must be worked.
    choices
        What is fixed of each stage; nothing of one that is not named.
    capacities
        Most that hubs take or make, where it is known; others take everything.
    single_sourcing
        As in `geo.siting.problem`.

    Raises
    ------
    InputError
        If a choice names a hub that is no candidate, or contradicts another.
    """
    shippers = given.shippers
    ids = tuple(shipper.deposit_id for shipper in shippers)
    limits = [
        SumLimit(name, "t", _per_t(given, partial(_used, name)), most=capacity)
        for name, capacity in given.capacities_t_per_y.items()
        if any(name in arc.used_t_per_t for arcs in given.hops for arc in arcs)
    ]
    limits += [limit for own in capacities for limit in _hub_limits(given, own)]
    return SitingProblem(
        sources=Sources(
            ids,
            np.array([shipper.tonnes_per_y for shipper in shippers], float),
            np.arange(len(shippers)),
            np.full(len(shippers), required),
        ),
        products=Products(ids, given.pulls, given.reo_t_per_t, given.recoveries),
        stages=tuple(
            (choices or {}).get(stage.name, FREE).stage(stage.name, stage.hub_ids)
            for stage in given.stages
        ),
        echelons=tuple(_echelon(arcs) for arcs in given.hops),
        limits=tuple(limits),
        single_sourcing=single_sourcing,
        works=tuple(
            SharedWork(
                project.name,
                project.yearly_usd,
                tuple(
                    np.array([project.name in arc.projects for arc in arcs], bool)
                    for arcs in given.hops
                ),
            )
            for project in given.projects
        ),
    )


def _echelon(arcs: Sequence[ChainArc]) -> Echelon:
    def indices(numbers: Iterable[int]) -> Indices:
        return np.array(list(numbers), dtype=np.int64)

    return Echelon(
        indices(arc.tail for arc in arcs),
        indices(arc.hub for arc in arcs),
        indices(arc.shipper for arc in arcs),
        np.array([arc.cost_usd_per_t for arc in arcs], float),
    )


def _used(name: str, arc: ChainArc) -> float:
    return arc.used_t_per_t.get(name, 0.0)


def _per_t(given: ChainArcs, amount: Callable[[ChainArc], float]) -> tuple[Vector, ...]:
    """Return an amount for a tonne on each arc of each hop."""
    return tuple(np.array([amount(arc) for arc in arcs], float) for arcs in given.hops)


def _hub_limits(given: ChainArcs, own: HubCapacity) -> Iterator[SumLimit]:
    """Yield what a hub can take or make at a stage, where it is a candidate of it."""
    what = own.basis.replace("reo", "REO")
    for number, stage in enumerate(given.stages):
        if stage.name == own.stage and own.hub_id in stage.hub_ids:
            hub, amount = stage.hub_ids.index(own.hub_id), AMOUNTS[own.basis]
            per_t = tuple(
                np.array([amount(arc) * (hop == number and arc.hub == hub) for arc in arcs], float)
                for hop, arcs in enumerate(given.hops)
            )
            yield SumLimit(f"{own.stage} at {own.hub_id}, {what}", "t", per_t, most=own.t_per_y)


def reo_measure(given: ChainArcs, *, least: float = -np.inf) -> SumLimit:
    """Return the REO that the hubs deliver in a year, with a least amount of it."""
    return SumLimit(TARGET, "t", _per_t(given, lambda arc: arc.reo_t_per_t), least=least)


def co2_measure(given: ChainArcs) -> SumLimit:
    """Return the CO2 of all hauls in a year."""
    return SumLimit("CO2", "t", _per_t(given, lambda arc: arc.co2_kg_per_t / KG_PER_T))


def abroad_measure(given: ChainArcs, home_ids: frozenset[str]) -> SumLimit:
    """Return the REO that are sold in a year by hubs which are not at home."""
    per_t = tuple(
        np.array(
            [arc.reo_t_per_t * (stage.hub_ids[arc.hub] not in home_ids) for arc in arcs], float
        )
        for stage, arcs in zip(given.stages, given.hops, strict=True)
    )
    return SumLimit("REO made abroad", "t", per_t)


@dataclass(frozen=True, slots=True)
class TargetAnswer:
    """Which deposits and hubs deliver a target, or the most that they can.

    Parameters
    ----------
    target_t_per_y
        REO a year that was asked for.
    answer
        Least cost of delivering it, or where that cannot be, of delivering as much as can be.
    delivered_t_per_y
        REO that this delivers.
    reo_cost_usd_per_y
        What REO bear of its cost.
    used_up
        Deposits, ports, roads and hubs of which nothing is left, in words.
    """

    target_t_per_y: float
    answer: SitingAnswer
    delivered_t_per_y: float
    reo_cost_usd_per_y: float
    used_up: tuple[str, ...]

    @property
    def cost_usd_per_kg_reo(self) -> float | None:
        """What REO bear, for a kilogram delivered; None where nothing is."""
        if not self.delivered_t_per_y:
            return None
        return self.reo_cost_usd_per_y / self.delivered_t_per_y / KG_PER_T

    @property
    def short_t_per_y(self) -> float:
        """By how much the target is missed."""
        short = self.target_t_per_y - self.delivered_t_per_y
        return short if short > ROUNDING * self.target_t_per_y else 0.0


def site_target(
    problem: SitingProblem, given: ChainArcs, target_t_per_y: float, *, effort: Effort = FULL
) -> TargetAnswer:
    """Return the least-cost set of deposits and hubs that delivers a target, or comes nearest.

    Parameters
    ----------
    problem
        Deposits that need not send all they plan.
    given
        Its arcs.
    target_t_per_y
        REO a year in products.
    effort
        Time limit and gap.
    """
    asked = replace(problem, limits=(*problem.limits, reo_measure(given, least=target_t_per_y)))
    answer = site_hubs(asked, effort=effort)
    if answer.siting is None:
        most = most_of(problem, reo_measure(given))
        nearest = reo_measure(given, least=most * (1 - ROUNDING))
        answer = site_hubs(replace(problem, limits=(*problem.limits, nearest)), effort=effort)
    if answer.siting is None:
        return TargetAnswer(target_t_per_y, answer, 0.0, 0.0, answer.reasons)
    delivered = answer.siting.total(reo_measure(given))
    borne = SumLimit("cost of REO", "US$", _per_t(given, lambda arc: arc.reo_cost_usd_per_t))
    # What is built serves the rare earths first: they bear all of it.
    reo_cost = answer.siting.total(borne) + answer.siting.works_usd_per_y
    return TargetAnswer(target_t_per_y, answer, delivered, reo_cost, tuple(used_up(answer.siting)))


def most_of(problem: SitingProblem, measure: SumLimit) -> float:
    """Return the most of a measure that any solution has."""
    gain = tuple(
        replace(echelon, cost_usd_per_t=-amounts)
        for echelon, amounts in zip(problem.echelons, measure.per_t, strict=True)
    )
    found = site_hubs(replace(problem.at_no_fixed_cost, echelons=gain)).siting
    return found.total(measure) if found else 0.0


def used_up(siting: Siting) -> list[str]:
    """Return what a solution leaves nothing of: deposits, hubs, places and links, in words."""
    sources = siting.problem.sources
    sent = siting.sent_t_per_y(0).sum(axis=0)
    told = [
        f"all that {name} plans, {volume:,.0f} t"
        for name, volume, tonnes in zip(sources.ids, sources.volumes_t_per_y, sent, strict=True)
        if volume and tonnes >= volume * FULLY
    ]
    told += [
        f"{limit.name}, {limit.most:,.0f} {limit.unit}"
        for limit in siting.problem.limits
        if np.isfinite(limit.most) and siting.total(limit) >= limit.most * FULLY
    ]
    return told
