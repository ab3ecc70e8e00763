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
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zimnik.geo.campaign.fleet_tolls import NO_TOLLS, fleet_tolls_of
from zimnik.geo.campaign.limits import dedicated_roads
from zimnik.geo.campaign.paths_by_date import PathsByDate, paths_by_date
from zimnik.geo.campaign.programme import (
    TOLERANCE,
    build_programme,
    full_limits,
    prices_without_roads,
)
from zimnik.geo.campaign.runs import ContractedNetwork, DemandRuns, DemandSpec
from zimnik.geo.campaign.solve import GAP, UNDECIDED, Choice, relax, solve
from zimnik.geo.campaign.vehicle_pools import pools_by_link
from zimnik.geo.core.calendar import YEAR_D
from zimnik.geo.network.closures import Closures, not_offered
from zimnik.geo.pricing.ready_days import ALL_YEAR
from zimnik.geo.routing.assembly import Pricing
from zimnik.geo.routing.search import least_costs_over, query_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from zimnik.geo.campaign.limits import DedicatedRoad, LimitsOn
    from zimnik.geo.campaign.programme import CampaignProgramme, Plan
    from zimnik.geo.campaign.request import CampaignRequest, Demand
    from zimnik.geo.campaign.solve import Relaxation
    from zimnik.geo.campaign.vehicle_pools import Pool
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
# A demand, what is closed, every which day, and tolls of fleets.
_Asked = tuple[int, frozenset[str], int, frozenset[tuple[str, float]]]


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
    pools: Mapping[str, Pool]
    priced: dict[_Asked, list[_PricedPaths]] = field(default_factory=dict)

    @classmethod
    def of(cls, network: DatedNetwork, request: CampaignRequest, limits_on: LimitsOn) -> _Master:
        """Return the demands without a run yet."""
        roads = dedicated_roads(network, limits_on)
        demands = [_without_runs(network, demand, limits_on, roads) for demand in request.demands]
        over_usd_per_t = [least_usd_per_t_over(network, found.spec, roads) for found in demands]
        pools = pools_by_link(network.arrays)
        return cls(network, request, limits_on, roads, demands, over_usd_per_t, pools)

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
        full = _full(campaign, demand, found.plan, self.pools)
        edges, waiting, seen = demand.spec.edges, [frozenset[str](), full], set[frozenset[str]]()
        while waiting and len(seen) < MOST_AROUND:
            around = waiting.pop(0)
            if around in seen:
                continue
            seen.add(around)
            used = self._edges(i, tolls, choice.closed | around, every=2 if around else 1)
            edges |= used
            met = full & frozenset(_names(self.network, used, self.pools))
            waiting += [around | {name} for name in sorted(met)]
        if fleet_tolls := fleet_tolls_of(self.network, self.pools, demand, found):
            edges |= self._edges(i, tolls, choice.closed, every=2, fleet_tolls=fleet_tolls)
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

    def _edges(
        self,
        i: int,
        tolls: Tolls,
        closed: frozenset[str],
        *,
        every: int,
        fleet_tolls: Tolls = NO_TOLLS,
    ) -> frozenset[int]:
        """Return the edges of the cheapest paths at the tolls, from memory where they hold."""
        known = self.priced.setdefault((i, closed, every, frozenset(fleet_tolls.items())), [])
        for priced in known:
            if priced.holds_for(tolls, self.over_usd_per_t[i]):
                return priced.found.edges
        demand, spec = self.demands[i].demand, self.demands[i].spec
        days = ready_days(demand, self.request)[::every]
        without = _also_closed(spec, closed, self.pools)
        asked = Counter(tolls)
        asked.update(fleet_tolls)
        found = paths_by_date(self.network.with_tolls(asked), spec, days, without)
        used = self.roads.keys() & set(_names(self.network, found.edges, self.pools))
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


def _full(
    campaign: CampaignProgramme, demand: DemandRuns, plan: Plan, pools: Mapping[str, Pool]
) -> frozenset[str]:
    """Return the places and links on the runs of a demand that are full, and their fleets."""
    limits = campaign.programme.limits
    met = {use.name for run in demand.contracted.runs for use in run.passes}
    met |= set(demand.contracted.places.values())
    links = {name for run in demand.contracted.runs for name in run.handled_ids} & pools.keys()
    met |= {name for link_id in links for name in pools[link_id].names}
    # A road that is full in some weeks and not in others needs no path around it.
    return frozenset(met) & {
        limits[number].name
        for number in full_limits(campaign.programme, plan)
        if limits[number].kind != "rate" or number in plan.binding_limits
    }


def _names(network: DatedNetwork, edges: Iterable[int], pools: Mapping[str, Pool]) -> Iterator[str]:
    """Yield the ids of the links and places of some edges, and names of their fleets."""
    for number in edges:
        edge = network.arrays.edges[number]
        yield from (edge.tail.place_id, edge.head.place_id)
        if edge.link:
            yield edge.link.id
            yield from pools[edge.link.id].names


def _also_closed(spec: DemandSpec, names: Iterable[str], pools: Mapping[str, Pool]) -> Closures:
    ids = frozenset(names)
    ids |= {name for name, pool in pools.items() if not ids.isdisjoint(pool.names)}
    # A place that the cargo is to pass counts what arrives there, so that to lift nothing there
    # does not lead around it (A36).
    to_pass = ids & frozenset[str]().union(*spec.query.via)
    return spec.closures | Closures(link_ids=ids, lift_ids=ids, place_ids=to_pass)
