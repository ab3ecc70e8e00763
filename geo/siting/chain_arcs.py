"""Arcs of the value chain between deposits and hubs, of which a siting question is made.

Owns what an arc costs and what it uses of ports, roads and projects (docs/model.md, E18), and the
arcs where one hub works all stages. Stages at hubs of their own are `geo.siting.chain_stages`'s.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.units import KG_PER_T, PERCENT
from zimnik.geo.economics.netback import annuity_usd_per_t, built_usd_per_t
from zimnik.geo.network.closures import NO_CLOSURES, Closures
from zimnik.geo.processing.borders import border_bill
from zimnik.geo.processing.hub_cost import hub_cost
from zimnik.geo.processing.hub_cost_results import haul_warnings
from zimnik.geo.routing.yearly import YearSearches

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.infrastructure.projects import Project
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.flows import StageFlow
    from zimnik.geo.processing.hauls import ChainQuestion
    from zimnik.geo.processing.hub_cost_results import Haul, HubCost
    from zimnik.geo.processing.plants import Plants
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.routing.year import YearMean

# Arcs tried of one pair: the cheapest, and others past what is too small or not built.
MOST_ALTERNATIVES = 4


@dataclass(frozen=True, slots=True)
class ChainArc:
    """Hauls from a deposit to a hub and the stage there, the mean of the year.

    Parameters
    ----------
    shipper, tail, hub
        Positions of the deposit, of the hub that the product comes from (the deposit itself in the
        first hop), and of the hub that it goes to.
    cost_usd_per_t, reo_cost_usd_per_t, co2_kg_per_t, reo_t_per_t
        For each dry tonne that goes over it: cost of haul and stage, the part of it that REO bear,
        CO2 of the hauls, and REO that the stage sells.
    product_reo_t_per_t, product_t_per_t
        REO in all that the stage makes of it, and its tonnes.
    used_t_per_t
        Shipped tonnes over each place and link: feed, reagents and products.
    projects
        Names of the projects without which there is no such arc.
    year
        The year of what goes over it, from the tail to the hub; None where it stays.
    warnings
        What has to be said of the routes of its hauls, and of borders.
    built_usd_per_t, annuity_usd_per_t
        What building the plant costs once for a dry tonne a year that goes over it, and the part of
        the cost that is its annuity.
    hub_cost
        What the cost was summed from, where one hub works all stages.
    closures
        What its hauls may not use.
    """

    shipper: int
    tail: int
    hub: int
    cost_usd_per_t: float
    reo_cost_usd_per_t: float
    co2_kg_per_t: float
    reo_t_per_t: float
    product_reo_t_per_t: float
    product_t_per_t: float
    used_t_per_t: Mapping[str, float]
    projects: frozenset[str] = frozenset()
    year: YearMean | None = None
    warnings: tuple[str, ...] = ()
    built_usd_per_t: float = 0.0
    annuity_usd_per_t: float = 0.0
    hub_cost: HubCost | None = None
    closures: Closures = NO_CLOSURES

    def __post_init__(self) -> None:
        freeze_mappings(self)


@dataclass(frozen=True, slots=True)
class ChainStage:
    """A stage, or all that one hub works, with the hubs that may."""

    name: str
    hub_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChainArcs:
    """All arcs, what limits them, and why there are not more.

    Parameters
    ----------
    shippers, stages
        Deposits, and the stages in order.
    hops
        Arcs to each stage.
    pulls, reo_t_per_t, recoveries
        As in `geo.siting.problem.Products`, a row for each deposit.
    capacities_t_per_y
        Capacity of places and links that have one.
    projects
        What may be built.
    reasons
        Which deposits cannot be worked where, and what else has to be said.
    """

    shippers: tuple[Shipper, ...]
    stages: tuple[ChainStage, ...]
    hops: tuple[tuple[ChainArc, ...], ...]
    pulls: Vector
    reo_t_per_t: Vector
    recoveries: Vector
    capacities_t_per_y: Mapping[str, float]
    projects: tuple[Project, ...] = ()
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        freeze_mappings(self)


@dataclass(frozen=True, slots=True)
class ChainContext:
    """What all arcs share: network, rates, plants, limits and what may be built."""

    network: DatedNetwork
    card: RateCard
    plants: Plants
    projects: tuple[Project, ...] = ()
    capacities_t_per_y: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def priced(self) -> DatedNetwork:
        """The network under the rate card."""
        return replace(self.network, card=self.card)

    def uses(self, hauls: Iterable[Haul]) -> tuple[dict[str, float], frozenset[str]]:
        """Return shipped tonnes over places and links, and the projects that hauls go over."""
        used: defaultdict[str, float] = defaultdict(float)
        over: set[str] = set()
        for haul in hauls:
            for name, shipped_t in haul.handled_t().items():
                used[name] += shipped_t
            over |= {project.name for project in self.projects if project.share_of(haul.year)}
        return dict(used), frozenset(over)

    def without(self, question: ChainQuestion, ids: frozenset[str]) -> ChainQuestion:
        """Return a question without what is not built, and without lifts at what is too small."""
        unbuilt = ids & self.ids_of([project.name for project in self.projects])
        small = Closures(lift_ids=ids - unbuilt, link_ids=ids - unbuilt)
        around = replace(question, closures=question.closures | small)
        return without(around, unbuilt)

    def ids_of(self, names: Collection[str]) -> frozenset[str]:
        """Return the links and places of projects."""
        return frozenset[str]().union(
            *(project.ids for project in self.projects if project.name in names)
        )


def chain_context(
    network: DatedNetwork, card: RateCard, plants: Plants, *, projects: Sequence[Project] = ()
) -> ChainContext:
    """Return what arcs share, with the capacities of the network."""
    return ChainContext(network, card, plants, tuple(projects), network.arrays.capacities_t_per_y)


def chain_arcs(
    given: ChainContext,
    shippers: Sequence[Shipper],
    stage: ChainStage,
    question: ChainQuestion,
    *,
    step: Callable[[], None] = lambda: None,
) -> ChainArcs:
    """Return the arcs where one hub works all stages of a deposit's product.

    Around a place that is too small for all deposits, and without what must be built, there is
    another arc.

    Parameters
    ----------
    given
        Network, rates, plants, projects.
    shippers, stage
        Deposits, and the hubs that work all stages.
    question
        What is asked of every hub.
    step
        Called after every pair, for a progress bar.
    """
    arcs: list[ChainArc] = []
    reasons: dict[str, None] = {}
    grades = np.full((len(shippers), 1), np.nan)
    together_t_per_y = sum(shipper.tonnes_per_y for shipper in shippers)
    for row, shipper in enumerate(shippers):
        grades[row, 0] = (shipper.cargo(given.card).reo_grade_pct or np.nan) / PERCENT
        for column, hub in enumerate(stage.hub_ids):
            years = YearSearches(given.priced)
            cost_of = cache(partial(_cost, given, years, shipper, hub, question))
            reasons.update(dict.fromkeys(_said(cost_of(frozenset()))))
            price = partial(_priced, given, (row, column), cost_of, question)
            arcs += alternatives(given, together_t_per_y, price)
            step()
    nothing = np.zeros((len(shippers), 0))
    return ChainArcs(
        tuple(shippers),
        (stage,),
        (tuple(arcs),),
        nothing,
        grades,
        nothing,
        given.capacities_t_per_y,
        given.projects,
        tuple(reasons),
    )


def alternatives(
    given: ChainContext, together_t_per_y: float, price: Callable[[frozenset[str]], ChainArc | None]
) -> list[ChainArc]:
    """Return the cheapest arc, others without projects that it needs, and around what is too small.

    Parameters
    ----------
    given
        Limits and projects.
    together_t_per_y
        What would go over the arc in a year if all deposits sent what they have over it.
    price
        The arc where some links and places are closed, or None.
    """
    waiting, tried = [frozenset[str]()], set[frozenset[str]]()
    found: list[ChainArc] = []
    while waiting and len(tried) < MOST_ALTERNATIVES:
        closed = waiting.pop(0)
        if closed in tried:
            continue
        tried.add(closed)
        arc = price(closed)
        if arc is None:
            continue
        found.append(arc)
        limits = given.capacities_t_per_y
        tight = (
            n for n, t in arc.used_t_per_t.items() if t * together_t_per_y > limits.get(n, np.inf)
        )
        waiting += [
            closed | more for more in (given.ids_of(arc.projects), frozenset(tight)) if more
        ]
    return found


def _cost(
    given: ChainContext,
    years: YearSearches,
    shipper: Shipper,
    hub: str,
    question: ChainQuestion,
    closed: frozenset[str],
) -> HubCost:
    asked = given.without(question, closed)
    return hub_cost(years, given.plants, shipper, hub, asked)


def _said(cost: HubCost) -> Iterator[str]:
    """Yield why a pair has no arc, or what has to be said of its deposit."""
    if not cost.flows:
        yield f"{cost.deposit_id} to {cost.hub_id}: {cost.reason or _unpriced(cost)}"
        return
    yield from (said for said in cost.warnings if said.startswith(cost.deposit_id))


def _priced(
    given: ChainContext,
    pair: tuple[int, int],
    cost_of: Callable[[frozenset[str]], HubCost],
    question: ChainQuestion,
    closed: frozenset[str],
) -> ChainArc | None:
    cost, closures = cost_of(closed), given.without(question, closed).closures
    return replace(_arc(given, pair, cost), closures=closures) if cost.flows else None


def said_of_hauls(
    deposit_id: str, hauls: Sequence[Haul], flows: Sequence[StageFlow], plants: Plants
) -> tuple[str, ...]:
    """Return what has to be said of the routes of hauls, and what is not known of their borders."""
    lacks = border_bill(hauls, flows, plants).lacks
    return (*haul_warnings(deposit_id, hauls), *(f"{deposit_id}: {one}" for one in lacks))


def _unpriced(cost: HubCost) -> str:
    return cost.warnings[0] if cost.warnings else "no recipe"


def without(question: ChainQuestion, ids: Collection[str]) -> ChainQuestion:
    """Return a question in which some places and links may not be used."""
    closures, more = question.closures, frozenset(ids)
    closed = replace(
        closures, place_ids=closures.place_ids | more, link_ids=closures.link_ids | more
    )
    return replace(question, closures=closed)


def _arc(given: ChainContext, pair: tuple[int, int], cost: HubCost) -> ChainArc:
    reo_t = (cost.reo_kg_per_t or 0.0) / KG_PER_T
    used, over = given.uses(cost.hauls)
    return ChainArc(
        shipper=pair[0],
        tail=pair[0],
        hub=pair[1],
        cost_usd_per_t=cost.cost_usd_per_t,
        reo_cost_usd_per_t=cost.reo_cost_usd_per_t,
        co2_kg_per_t=cost.co2_kg_per_t,
        reo_t_per_t=reo_t,
        product_reo_t_per_t=reo_t,
        product_t_per_t=cost.flows[-1].product_t,
        used_t_per_t=used,
        projects=over,
        year=cost.feed_year,
        warnings=said_of_hauls(cost.deposit_id, cost.hauls, cost.flows, given.plants),
        built_usd_per_t=sum(
            built_usd_per_t(flow, given.plants, cost.hub_id) for flow in cost.flows
        ),
        annuity_usd_per_t=annuity_usd_per_t(cost.flows, given.plants, given.card, cost.hub_id),
        hub_cost=cost,
    )
