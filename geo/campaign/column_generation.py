"""Column generation and branch and price: the runs of a campaign, and the roads that it builds.

Owns the search for runs and for the best choice of roads together (docs/model.md, E12). The
restricted master is the programme of the runs found so far. Its shadow prices say what a tonne of
each demand is asked for every dedicated road; the pricing problem is least-cost paths by date on
the network with these as tolls. Their edges join the master, whose optimum sets the tolls anew,
until no edge is new. A road that is then paid for in part is closed on one branch and paid for on
another, and each branch generates its own columns, until no branch can be better than the best plan
that is known.

References
----------
Ford and Fulkerson, A suggested computation for maximal multi-commodity network flows, Management
Science 5 (1958), 97-101: columns that are paths.
Barnhart, Johnson, Nemhauser, Savelsbergh and Vance, Branch-and-price: column generation for solving
huge integer programs, Operations Research 46 (1998), 316-329.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from zimnik.geo.campaign.limits import dedicated_roads
from zimnik.geo.campaign.programme import (
    TOLERANCE,
    build_programme,
    full_limits,
    prices_without_roads,
)
from zimnik.geo.campaign.runs import ContractedNetwork, DemandRuns, DemandSpec
from zimnik.geo.campaign.solve import GAP, UNDECIDED, Choice, relax, solve
from zimnik.geo.core.calendar import ROUNDING_D, YEAR_D
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.network.closures import Closures, not_offered
from zimnik.geo.pricing.bill import QUANTITY_INDEX
from zimnik.geo.pricing.ready_days import ALL_YEAR
from zimnik.geo.routing.assembly import Pricing
from zimnik.geo.routing.dated_path import dated_path
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.search import least_cost_path, least_costs_over, query_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from zimnik.geo.campaign.limits import DedicatedRoad, LimitsOn
    from zimnik.geo.campaign.programme import CampaignProgramme, Plan
    from zimnik.geo.campaign.request import CampaignRequest, Demand
    from zimnik.geo.campaign.solve import Relaxation
    from zimnik.geo.routing.paths import Path
    from zimnik.geo.routing.time_expanded import DatedNetwork

# Least-cost paths are asked for every so many days; between two of them the path seldom changes.
READY_STEP_D = 14
# Of what is full, so many sets are gone around; four full places have sixteen.
MOST_AROUND = 16
# Tolls that are no further apart are the same.
_SAME_USD = 1e-6
_SOURCE, _TARGET = "source", "target"

# What a tonne is asked for each dedicated road, by id, in US dollars.
Tolls = Mapping[str, float]


def best_plan(
    network: DatedNetwork, request: CampaignRequest, limits_on: LimitsOn
) -> tuple[CampaignProgramme, Plan]:
    """Return the programme of the generated runs and its best plan, by branch and price.

    The number of branches grows with the roads that are paid for in part, at worst as two to the
    power of these.
    """
    master = _Master.of(network, request, limits_on)
    small_t = 10 * TOLERANCE * request.wanted_t
    best_t, best_usd = -math.inf, math.inf

    def is_hopeless(most_t: float, least_usd: float) -> bool:
        as_much = abs(most_t - best_t) <= small_t
        return most_t < best_t - small_t or (as_much and least_usd >= best_usd * (1 - GAP))

    branches = [UNDECIDED]
    while branches:
        choice = branches.pop()
        found = master.relaxed(choice)
        delivered_t, usd = float(found.plan.delivered_t.sum()), found.plan.cost_usd
        if not is_hopeless(delivered_t, usd):
            best_t, best_usd = delivered_t, usd
        fractional = found.fractional_roads()
        if fractional and not is_hopeless(found.most_t, found.least_usd):
            road = frozenset(fractional[:1])
            branches.append(replace(choice, closed=choice.closed | road))
            branches.append(replace(choice, paid=choice.paid | road))
    campaign = master.programme()
    return campaign, solve(campaign.programme)


@dataclass(slots=True)
class _Master:
    """The restricted master: the runs generated so far, by demand, which only gain edges."""

    network: DatedNetwork
    request: CampaignRequest
    limits_on: LimitsOn
    roads: Mapping[str, DedicatedRoad]
    demands: list[DemandRuns]
    over_usd_per_t: Sequence[Mapping[str, float]]
    priced: dict[tuple[int, frozenset[str], int], list[_PricedPaths]] = field(default_factory=dict)

    @classmethod
    def of(cls, network: DatedNetwork, request: CampaignRequest, limits_on: LimitsOn) -> _Master:
        """Return the demands without a run yet."""
        roads = dedicated_roads(network, limits_on)
        demands = [_without_runs(network, demand, limits_on, roads) for demand in request.demands]
        over_usd_per_t = [least_usd_per_t_over(network, found.spec, roads) for found in demands]
        return cls(network, request, limits_on, roads, demands, over_usd_per_t)

    def programme(self) -> CampaignProgramme:
        """Return the programme of all runs."""
        return build_programme(self.network, self.demands, self.request, self.limits_on)

    def relaxed(self, choice: Choice) -> Relaxation:
        """Return the relaxation of a choice by column generation, when no edge is new."""
        while True:
            campaign = self.programme()
            found = relax(campaign.programme, choice=choice)
            wider = [self._widened(i, campaign, found, choice) for i in range(len(self.demands))]
            if all(one is other for one, other in zip(wider, self.demands, strict=True)):
                return found
            self.demands = wider

    def _widened(
        self, i: int, campaign: CampaignProgramme, found: Relaxation, choice: Choice
    ) -> DemandRuns:
        """Return a demand with its cheapest paths at the tolls, and those around what is full."""
        demand = self.demands[i]
        tolls = self._tolls(i, found, choice)
        full = _full(campaign, demand, found.plan)
        edges, waiting, seen = demand.spec.edges, [frozenset[str](), full], set[frozenset[str]]()
        while waiting and len(seen) < MOST_AROUND:
            around = waiting.pop(0)
            if around in seen:
                continue
            seen.add(around)
            used = self._edges(i, tolls, choice.closed | around, every=2 if around else 1)
            edges |= used
            met = full & frozenset(_names(self.network, used))
            waiting += [around | {name} for name in sorted(met)]
        return demand if edges == demand.spec.edges else demand.widened(self.network, edges)

    def _tolls(self, i: int, found: Relaxation, choice: Choice) -> Tolls:
        """Return what a tonne of a demand is asked for each road at least.

        It is the shadow price of the road in the optimum, on the stretch of its route where that is
        least. Stretches that have no run over a road are asked for what the others leave of its
        price: together nobody pays more than the road costs.
        """
        tolls = dict.fromkeys(choice.paid, 0.0)
        demands = [known.demand for known in self.demands]
        for name, road in self.roads.items():
            if name in choice.decided:
                continue
            left_usd, others_t = road.usd_per_y, 0.0
            for at, demand in enumerate(demands):
                cargo = demand.cargo
                most_t = min(cargo.tonnes_per_y, found.most_t, road.room_t / cargo.shipped_t_per_t)
                borne = found.asked_usd_per_t.get((name, at), ())
                left_usd -= sum(borne) * most_t
                others_t += (len(demand.via) + 1 - len(borne)) * most_t
            own = found.asked_usd_per_t.get((name, i), ())
            left = [max(left_usd, 0.0) / max(others_t, 1.0)]
            tolls[name] = min([*own, *(left if len(own) <= len(demands[i].via) else ())])
        return tolls

    def _edges(self, i: int, tolls: Tolls, closed: frozenset[str], *, every: int) -> frozenset[int]:
        """Return the edges of the cheapest paths at the tolls, from memory where they hold."""
        known = self.priced.setdefault((i, closed, every), [])
        for priced in known:
            if priced.holds_for(tolls, self.over_usd_per_t[i]):
                return priced.found.edges
        demand, spec = self.demands[i].demand, self.demands[i].spec
        days = ready_days(demand, self.request)[::every]
        without = _also_closed(spec, closed)
        found = paths_by_date(self.network.with_tolls(tolls), spec, days, without)
        used = self.roads.keys() & set(_names(self.network, found.edges))
        known.append(_PricedPaths(tolls, found, used))
        return found.edges


@dataclass(frozen=True, slots=True)
class _PricedPaths:
    """Paths at some tolls, and the roads that they use."""

    tolls: Tolls
    found: PathsByDate
    used: Collection[str]

    def holds_for(self, tolls: Tolls, over_usd_per_t: Mapping[str, float]) -> bool:
        """Whether the paths are the same at other tolls.

        They are where roads on them cost what they did and no other that is near enough to be of
        use has become cheaper.
        """
        more_usd = {name: usd - self.tolls.get(name, 0.0) for name, usd in tolls.items()}
        return all(
            abs(usd) < _SAME_USD
            if name in self.used
            else usd > -_SAME_USD or over_usd_per_t[name] > self.found.most_usd_per_t
            for name, usd in more_usd.items()
        )


@dataclass(frozen=True, slots=True)
class PathsByDate:
    """Edges of the least-cost paths on some days, and a cost that none of them exceeds."""

    edges: frozenset[int]
    most_usd_per_t: float


def paths_by_date(
    network: DatedNetwork, spec: DemandSpec, ready_d: Sequence[int], without: Closures
) -> PathsByDate:
    """Return the least-cost paths by date for cargo ready on some days: the pricing problem.

    Days between two are not asked for where their path is known, and none after a first day from
    which nothing arrives.

    Parameters
    ----------
    network, spec
        The network of one kind of year, and the demand; its `edges` do not matter.
    ready_d
        Days of readiness from 1 January, in order.
    without
        What the paths may not use.
    """

    @cache
    def path_from(at: int) -> Path | None:
        dates = Dates(ready_d[at], network.year_type)
        return dated_path(network, spec.prices, spec.query, dates, without)

    if path_from(0) is None:
        return PathsByDate(frozenset(), math.inf)
    weights = network.costs(spec.prices)[: len(network.arrays.edges)]
    cheapest = least_cost_path(network.arrays, weights, spec.query, closures=without)
    found: set[Path | None] = set()
    stretches = [(0, len(ready_d) - 1)]
    while stretches:
        first, last = stretches.pop()
        one, other = path_from(first), path_from(last)
        found |= {one, other}
        later_d = (ready_d[last] - ready_d[first]) % YEAR_D
        if last - first > 1 and not _is_known(one, other, later_d, cheapest):
            middle = (first + last) // 2
            stretches += [(first, middle), (middle, last)]
    return PathsByDate(
        edges=frozenset(edge for path in found if path for edge in path.edges),
        most_usd_per_t=max(_at_most_usd_per_t(network, spec, path) for path in found),
    )


def _at_most_usd_per_t(network: DatedNetwork, spec: DemandSpec, path: Path | None) -> float:
    """Return what a path costs, taking the most of all places for what depends on the place."""
    if path is None:
        return math.inf
    costs, edges = network.costs(spec.prices), len(network.arrays.edges)
    reloading = costs[edges:].max() * (len(path.steps) - len(path.edges))
    waiting = path.waiting_d * spec.prices[QUANTITY_INDEX[Quantity.WAITING_D]]
    ends = max(spec.query.starts.values()) + max(spec.query.ends.values())
    return float(costs[list(path.edges)].sum() + reloading + waiting + ends)


def _is_known(
    one: Path | None,
    other: Path | None,
    later_d: float,
    cheapest: Path | None,
) -> bool:
    """Whether the path of a day, which is that of a later one too, is that of all days between.

    It is where the earlier cargo only waits for the later: no day between can cost less than the
    later one and the wait for it. It is where it is the cheapest of all dates and open throughout.
    """
    if one is None or other is None or one.edges != other.edges:
        return False
    waits_d = [path.waiting_d for path in (one, other)]
    if abs(waits_d[0] - waits_d[1] - later_d) < ROUNDING_D:
        return True
    if any(waits_d) or cheapest is None or cheapest.edges != one.edges:
        return False
    # Two passages less far apart than the closed season are in one open season.
    windows = (step.window for step in one.steps)
    return all(
        window is None or later_d < YEAR_D - window.length_d or window.length_d >= YEAR_D
        for window in windows
    )


def least_usd_per_t_over(
    network: DatedNetwork, spec: DemandSpec, link_ids: Collection[str]
) -> dict[str, float]:
    """Return for each link a cost below which no path of a demand leads over it."""
    arrays = network.arrays
    costs = network.open_costs(spec.prices, spec.closures)[: len(arrays.edges)]
    return least_costs_over(arrays, costs, spec.query, link_ids)


def _without_runs(
    network: DatedNetwork, demand: Demand, limits_on: LimitsOn, roads: Iterable[str]
) -> DemandRuns:
    pricing = Pricing.of(network.card, demand.cargo)
    running = prices_without_roads(pricing.base)
    shipment = demand.shipment(network.year_type)
    spec = DemandSpec(
        query=query_of(network.arrays, shipment, running),
        prices=running,
        closures=demand.closures | not_offered(network.card, demand.cargo),
        limited=limits_on.names,
        roads=frozenset(roads),
    )
    return DemandRuns(demand, pricing, spec, ContractedNetwork({}, ()))


def ready_days(demand: Demand, request: CampaignRequest) -> list[int]:
    """Return days of readiness in order: all year for supplies, else within the working season."""
    season = ALL_YEAR if demand.inbound else request.season_of(demand)
    days = sorted(season.days_d, key=lambda day: (day - season.opens_d) % YEAR_D)
    return [*days[:-1:READY_STEP_D], days[-1]]


def _full(campaign: CampaignProgramme, demand: DemandRuns, plan: Plan) -> frozenset[str]:
    """Return the places and links on the runs of a demand that are full."""
    limits = campaign.programme.limits
    met = {use.name for run in demand.contracted.runs for use in run.passes}
    met |= set(demand.contracted.places.values())
    # A road that is full in some weeks and not in others needs no path around it.
    return frozenset(met) & {
        limits[number].name
        for number in full_limits(campaign.programme, plan)
        if limits[number].kind != "rate" or number in plan.binding_limits
    }


def _names(network: DatedNetwork, edges: Iterable[int]) -> Iterator[str]:
    """Yield the ids of the links and places of some edges."""
    for number in edges:
        edge = network.arrays.edges[number]
        yield from (edge.tail.place_id, edge.head.place_id)
        if edge.link:
            yield edge.link.id


def _also_closed(spec: DemandSpec, names: Iterable[str]) -> Closures:
    ids = frozenset(names)
    # A place that the cargo is to pass counts what arrives there, so that to lift nothing there
    # does not lead around it (A36).
    to_pass = ids & frozenset[str]().union(*spec.query.via)
    return spec.closures | Closures(link_ids=ids, lift_ids=ids, place_ids=to_pass)
