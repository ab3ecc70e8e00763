"""The siting question of deposits and hubs when the whole value chain counts.

Owns how hub costs of `geo.value_chain` become arcs with what they use of ports and roads, and the
question of a target: which deposits and hubs deliver so much REO a year at least cost.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np

from geo.cargo import KG_PER_T
from geo.siting import Hop, Limit, Products, SitingProblem, Sources, open_stage
from geo.siting_search import FULL, Effort, site_hubs
from geo.value_chain import hub_cost

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geo.arrays import NetworkArrays
    from geo.dated_graph import DatedNetwork
    from geo.haulage import Sender, Vector
    from geo.rates import RateCard
    from geo.siting_results import Siting, SitingAnswer
    from geo.value_chain import ChainQuestion, HubCost, Plants

TARGET = "REO delivered"
# Share of a limit from which it counts as used up.
FULLY = 1 - 1e-6
# A target that is met by all but this share of it is met.
ROUNDING = 1e-7


@dataclass(frozen=True, slots=True)
class ChainArc:
    """One way to work a deposit's product at a hub, the mean of the days of readiness.

    Parameters
    ----------
    sender, hub
        Positions of the deposit and of the hub.
    cost_usd_per_t, reo_cost_usd_per_t, co2_kg_per_t, reo_t_per_t
        For each dry tonne of what the deposit ships: cost, the part of it that REO bear, CO2 of the
        hauls, REO in the product.
    used_t_per_t
        Shipped tonnes over each place and link of limited capacity: feed, reagents and products.
    """

    sender: int
    hub: int
    cost_usd_per_t: float
    reo_cost_usd_per_t: float
    co2_kg_per_t: float
    reo_t_per_t: float
    used_t_per_t: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ChainArcs:
    """All ways, what limits them, and why there are not more."""

    senders: tuple[Sender, ...]
    hub_ids: tuple[str, ...]
    arcs: tuple[ChainArc, ...]
    capacities_t_per_y: Mapping[str, float]
    reasons: tuple[str, ...]


def chain_arcs(
    network: DatedNetwork,
    card: RateCard,
    plants: Plants,
    ends: tuple[Sequence[Sender], Sequence[str]],
    questions: Sequence[ChainQuestion],
    step: Callable[[], None] = lambda: None,
) -> ChainArcs:
    """Return the ways of all deposits and hubs; past a place that is too small there is a second.

    Parameters
    ----------
    network, card, plants
        As for `geo.value_chain.hub_cost`.
    ends
        Deposits and hubs.
    questions
        The same question for each day of readiness.
    step
        Called after every pair, for a progress bar.
    """
    senders, hub_ids = ends
    limits = limited_capacities(network.arrays)
    arcs: list[ChainArc] = []
    reasons: list[str] = []
    for row, sender in enumerate(senders):
        for column, hub in enumerate(hub_ids):
            asked = list(questions)
            for _ in range(2):
                costs = [hub_cost(network, card, plants, sender, hub, one) for one in asked]
                lacking = next((c.reason or _unpriced(c) for c in costs if not c.flows), "")
                if lacking:
                    if asked == list(questions):
                        reasons.append(f"{sender.deposit_id} to {hub}: {lacking}")
                    break
                arcs.append(_arc(row, column, costs, limits))
                tight = {found.id for cost in costs for found in cost.bottlenecks}
                if not tight - {hub, sender.deposit_id}:
                    break
                asked = [without(one, tight) for one in asked]
            step()
    return ChainArcs(tuple(senders), tuple(hub_ids), tuple(arcs), limits, tuple(reasons))


def _unpriced(cost: HubCost) -> str:
    return cost.warnings[0] if cost.warnings else "no recipe"


def without(question: ChainQuestion, ids: set[str]) -> ChainQuestion:
    """Return a question in which some places and links may not be used."""
    closures = question.closures
    closed = replace(closures, place_ids=closures.place_ids | ids, link_ids=closures.link_ids | ids)
    return replace(question, closures=closed)


def _arc(sender: int, hub: int, costs: Sequence[HubCost], limits: Mapping[str, float]) -> ChainArc:
    used: defaultdict[str, float] = defaultdict(float)
    for cost in costs:
        for haul in cost.hauls:
            if haul.route is None:
                continue
            places = {place for leg in haul.route.legs for place in leg.place_ids}
            for name in (places | set(haul.route.link_ids)) & set(limits):
                used[name] += haul.shipped_t / len(costs)
    return ChainArc(
        sender,
        hub,
        fmean(cost.cost_usd_per_t for cost in costs),
        fmean(cost.reo_cost_usd_per_t for cost in costs),
        fmean(cost.co2_kg_per_t for cost in costs),
        fmean(cost.reo_kg_per_t or 0.0 for cost in costs) / KG_PER_T,
        dict(used),
    )


def limited_capacities(arrays: NetworkArrays) -> dict[str, float]:
    """Return the capacity of every place and link that has one, tonnes a year."""
    links = {
        str(edge.record["id"]): edge.record.get("capacity_t_per_y")
        for edge in arrays.edges
        if edge.record
    }
    known = {**links, **arrays.capacities_t_per_y}
    return {
        name: float(capacity)
        for name, capacity in known.items()
        if capacity is not None and np.isfinite(capacity)
    }


def chain_problem(
    given: ChainArcs,
    *,
    stage: str,
    required: bool,
    reo_capacities_t_per_y: Mapping[str, float] | None = None,
    open_exactly: int | None = None,
    open_ids: frozenset[str] = frozenset(),
    closed_ids: frozenset[str] = frozenset(),
) -> SitingProblem:
    """Return which hubs should work which deposits, within the capacities of ports and roads.

    Parameters
    ----------
    given
        Ways.
    stage
        Name of the stage, or of all stages that a hub works.
    required
        Whether all that the deposits plan must be worked.
    reo_capacities_t_per_y
        Most REO a year that hubs deliver, where it is known.
    open_exactly, open_ids, closed_ids
        As in `geo.siting`.
    """
    senders, arcs = given.senders, given.arcs
    tails = np.array([arc.sender for arc in arcs], dtype=np.int64)
    heads = np.array([arc.hub for arc in arcs], dtype=np.int64)
    cost = np.array([arc.cost_usd_per_t for arc in arcs])
    ids = tuple(sender.deposit_id for sender in senders)
    reo = _reo(given)
    limits = [
        Limit(name, "t", (_used(given, name),), most=capacity)
        for name, capacity in given.capacities_t_per_y.items()
        if any(name in arc.used_t_per_t for arc in arcs)
    ]
    limits += [
        Limit(
            f"{hub} makes REO",
            "t",
            (np.where(heads == given.hub_ids.index(hub), reo, 0.0),),
            most=capacity,
        )
        for hub, capacity in (reo_capacities_t_per_y or {}).items()
        if hub in given.hub_ids
    ]
    stages = open_stage(
        stage,
        given.hub_ids,
        open_exactly=open_exactly,
        open_ids=open_ids,
        closed_ids=closed_ids,
    )
    return SitingProblem(
        sources=Sources(
            ids,
            np.array([sender.tonnes_per_y for sender in senders], float),
            np.arange(len(senders)),
            np.full(len(senders), required),
        ),
        products=Products(ids, np.zeros((len(ids), 0)), np.full((len(ids), 1), np.nan)),
        stages=(stages,),
        hops=(Hop(tails, heads, tails, cost),),
        limits=tuple(limits),
    )


def _reo(given: ChainArcs) -> Vector:
    return np.array([arc.reo_t_per_t for arc in given.arcs])


def _used(given: ChainArcs, name: str) -> Vector:
    return np.array([arc.used_t_per_t.get(name, 0.0) for arc in given.arcs])


def reo_measure(given: ChainArcs, least: float = -np.inf) -> Limit:
    """Return the REO that the hubs deliver in a year, with a least amount of it."""
    return Limit(TARGET, "t", (_reo(given),), least=least)


def co2_measure(given: ChainArcs) -> Limit:
    """Return the CO2 of all hauls in a year."""
    return Limit("CO2", "t", (np.array([a.co2_kg_per_t for a in given.arcs]) / KG_PER_T,))


def abroad_measure(given: ChainArcs, home_ids: frozenset[str]) -> Limit:
    """Return the REO that is made in a year at hubs which are not at home."""
    abroad = np.array([given.hub_ids[arc.hub] not in home_ids for arc in given.arcs], bool)
    return Limit("REO made abroad", "t", (np.where(abroad, _reo(given), 0.0),))


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
    problem: SitingProblem, given: ChainArcs, target_t_per_y: float, effort: Effort = FULL
) -> TargetAnswer:
    """Return the least-cost set of deposits and hubs that delivers a target, or comes nearest.

    Parameters
    ----------
    problem
        Deposits that need not send all they plan.
    given
        Its ways.
    target_t_per_y
        REO a year in products.
    effort
        Time limit and gap.
    """
    asked = replace(problem, limits=(*problem.limits, reo_measure(given, target_t_per_y)))
    answer = site_hubs(asked, effort)
    if answer.siting is None:
        most = most_of(problem, reo_measure(given))
        nearest = reo_measure(given, most * (1 - ROUNDING))
        answer = site_hubs(replace(problem, limits=(*problem.limits, nearest)), effort)
    if answer.siting is None:
        return TargetAnswer(target_t_per_y, answer, 0.0, 0.0, answer.reasons)
    delivered = answer.siting.total(reo_measure(given))
    borne = Limit("cost of REO", "US$", (np.array([a.reo_cost_usd_per_t for a in given.arcs]),))
    reo_cost = answer.siting.total(borne)
    return TargetAnswer(target_t_per_y, answer, delivered, reo_cost, tuple(used_up(answer.siting)))


def most_of(problem: SitingProblem, measure: Limit) -> float:
    """Return the most of a measure that any solution has."""
    gain = tuple(
        replace(hop, cost_usd_per_t=-amounts)
        for hop, amounts in zip(problem.hops, measure.per_t, strict=True)
    )
    free = tuple(
        replace(stage, fixed_usd_per_y=np.zeros(len(stage.hub_ids))) for stage in problem.stages
    )
    found = site_hubs(replace(problem, hops=gain, stages=free)).siting
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
