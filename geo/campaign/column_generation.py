"""Which ways a campaign looks at, and which dedicated roads it builds.

Owns the search for ways and for the best choice of roads together (docs/model.md, E12). Each
demand is asked a price per tonne for every road; the ways that are cheapest at these prices join
the programme, whose optimum sets the prices anew, until no way is new. Where a road is then half
built, it is closed on one branch and paid for on another, until no branch can be better than the
best plan that is known.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.campaign.bindings import full_limits
from zimnik.geo.campaign.layout import Wanted
from zimnik.geo.campaign.limits import dedicated_roads
from zimnik.geo.campaign.model import TOLERANCE
from zimnik.geo.campaign.network import Contraction, contract
from zimnik.geo.campaign.paths import least_usd_per_t_over, paths_by_date
from zimnik.geo.campaign.programme import DemandRuns, build_programme, without_roads
from zimnik.geo.campaign.solve import GAP, UNDECIDED, Choice, relax, solve
from zimnik.geo.core.calendar import YEAR_D
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.pricing.bill import QUANTITY_INDEX
from zimnik.geo.routing.assembly import Pricing
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.routes import RouteRequest, query_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from zimnik.geo.campaign.campaign import CampaignRequest, Demand
    from zimnik.geo.campaign.limits import DedicatedRoad, LimitsOn
    from zimnik.geo.campaign.model import Plan
    from zimnik.geo.campaign.paths import PathsByDate
    from zimnik.geo.campaign.programme import Built
    from zimnik.geo.campaign.solve import Relaxation
    from zimnik.geo.routing.search import Closures
    from zimnik.geo.routing.time_expanded import DatedNetwork

# Least-cost paths are asked for every so many days; between two of them the way seldom changes.
READY_STEP_D = 14
# Of what is full, so many sets are gone around; four full places have sixteen.
MOST_AROUND = 16
# Prices of roads that are no further apart are the same.
_SAME_USD = 1e-6
_ROAD_KM = QUANTITY_INDEX[Quantity.DEDICATED_WINTER_ROAD_KM]

Asked = Mapping[str, float]


def best_plan(
    network: DatedNetwork, request: CampaignRequest, limits_on: LimitsOn
) -> tuple[Built, Plan]:
    """Return the programme of the ways that were looked at, and its best plan.

    The number of branches grows with the roads of which the best share is in doubt, at worst as
    two to the power of these.
    """
    ways = _Ways.of(network, request, limits_on)
    small_t = 10 * TOLERANCE * sum(demand.cargo.tonnes_per_y for demand in request.demands)
    best_t, best_usd = -math.inf, math.inf

    def is_hopeless(most_t: float, least_usd: float) -> bool:
        as_much = abs(most_t - best_t) <= small_t
        return most_t < best_t - small_t or (as_much and least_usd >= best_usd * (1 - GAP))

    branches = [UNDECIDED]
    while branches:
        choice = branches.pop()
        found = ways.relaxed(choice)
        delivered_t, usd = float(found.plan.delivered_t.sum()), found.plan.cost_usd
        if not is_hopeless(delivered_t, usd):
            best_t, best_usd = delivered_t, usd
        fractional_roads = found.fractional_roads()
        if fractional_roads and not is_hopeless(found.most_t, found.least_usd):
            road = frozenset(fractional_roads[:1])
            branches.append(replace(choice, closed=choice.closed | road))
            branches.append(replace(choice, paid=choice.paid | road))
    built = ways.built()
    return built, solve(built.programme)


@dataclass(slots=True)
class _Ways:
    """The ways found so far by demand; they only grow."""

    network: DatedNetwork
    request: CampaignRequest
    limits_on: LimitsOn
    roads: Mapping[str, DedicatedRoad]
    demands: list[DemandRuns]
    over_usd_per_t: Sequence[Mapping[str, float]]
    searched: dict[tuple[int, frozenset[str], int], list[_Search]] = field(default_factory=dict)

    @classmethod
    def of(cls, network: DatedNetwork, request: CampaignRequest, limits_on: LimitsOn) -> _Ways:
        """Return the demands without a way yet."""
        roads = dedicated_roads(network, limits_on)
        demands = [_without_ways(network, demand, limits_on, roads) for demand in request.demands]
        over_usd_per_t = [least_usd_per_t_over(network, found.wanted, roads) for found in demands]
        return cls(network, request, limits_on, roads, demands, over_usd_per_t)

    def built(self) -> Built:
        """Return the programme of all ways."""
        return build_programme(self.network, self.demands, self.request, self.limits_on)

    def relaxed(self, choice: Choice) -> Relaxation:
        """Return the relaxation of a choice, when no way that is new makes it any better."""
        while True:
            built = self.built()
            found = relax(built.programme, choice)
            wider = [self._widened(i, built, found, choice) for i in range(len(self.demands))]
            if all(one is other for one, other in zip(wider, self.demands, strict=True)):
                return found
            self.demands = wider

    def _widened(self, i: int, built: Built, found: Relaxation, choice: Choice) -> DemandRuns:
        """Return a demand with its cheapest ways at the prices asked, and those around the full."""
        demand = self.demands[i]
        asked = self._asked(i, found, choice)
        full = _full(built, demand, found.plan)
        edges, waiting, seen = demand.wanted.edges, [frozenset[str](), full], set[frozenset[str]]()
        while waiting and len(seen) < MOST_AROUND:
            around = waiting.pop(0)
            if around in seen:
                continue
            seen.add(around)
            used = self._edges(i, asked, choice.closed | around, every=2 if around else 1)
            edges |= used
            met = full & frozenset(_names(self.network, used))
            waiting += [around | {name} for name in sorted(met)]
        if edges == demand.wanted.edges:
            return demand
        wanted = replace(demand.wanted, edges=edges)
        return replace(demand, wanted=wanted, contraction=contract(self.network, wanted))

    def _asked(self, i: int, found: Relaxation, choice: Choice) -> Asked:
        """Return what a tonne of a demand is asked for each road at least.

        It is its part of the price in the optimum, on the stretch of its way where that is least.
        Stretches that have no way over a road are asked for what the others leave of its price:
        together nobody pays more than the road costs.
        """
        asked = dict.fromkeys(choice.paid, 0.0)
        demands = [known.demand for known in self.demands]
        for name, road in self.roads.items():
            if name in choice.paid or name in choice.closed:
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
            asked[name] = min([*own, *(left if len(own) <= len(demands[i].via) else ())])
        return asked

    def _edges(self, i: int, asked: Asked, closed: frozenset[str], *, every: int) -> frozenset[int]:
        known = self.searched.setdefault((i, closed, every), [])
        for search in known:
            if search.holds_for(asked, self.over_usd_per_t[i]):
                return search.found.edges
        demand = self.demands[i].demand
        network, wanted = _with_tolls(self.network, self.demands[i].wanted, asked)
        days = ready_days(demand, self.request)[::every]
        without = _also_closed(demand.closures, closed)
        found = paths_by_date(network, wanted, days, without)
        used = self.roads.keys() & set(_names(self.network, found.edges))
        known.append(_Search(asked, found, used))
        return found.edges


@dataclass(frozen=True, slots=True)
class _Search:
    """Paths at some prices of roads, and the roads that they use."""

    asked: Asked
    found: PathsByDate
    used: Collection[str]

    def holds_for(self, asked: Asked, over_usd_per_t: Mapping[str, float]) -> bool:
        """Whether the paths are the same at other prices.

        They are where roads on them cost what they did and no other that is near enough to be of
        use has become cheaper.
        """
        dearer_usd = {name: usd - self.asked.get(name, 0.0) for name, usd in asked.items()}
        return all(
            abs(usd) < _SAME_USD
            if name in self.used
            else usd > -_SAME_USD or over_usd_per_t[name] > self.found.most_usd_per_t
            for name, usd in dearer_usd.items()
        )


def _without_ways(
    network: DatedNetwork, demand: Demand, limits_on: LimitsOn, roads: Iterable[str]
) -> DemandRuns:
    pricing = Pricing.of(network.card, demand.cargo)
    running = without_roads(pricing.base)
    asked = RouteRequest(
        demand.origin_id,
        demand.destination_id,
        demand.cargo,
        Dates(year_type=network.year_type),
        via=demand.via,
        closures=demand.closures,
    )
    wanted = Wanted(
        query=query_of(network.arrays, network.card, asked, running),
        prices=running,
        closures=demand.closures,
        limited=limits_on.names,
        roads=frozenset(roads),
    )
    return DemandRuns(demand, pricing, wanted, Contraction({}, ()))


def _with_tolls(
    network: DatedNetwork, wanted: Wanted, tolls_usd_per_t: Mapping[str, float]
) -> tuple[DatedNetwork, Wanted]:
    """Return the network with dollars per tonne in the place of the kilometres of roads."""
    quantities, prices = network.quantities.copy(), wanted.prices.copy()
    quantities[:, _ROAD_KM] = 0.0
    for row, edge in enumerate(network.arrays.edges):
        if edge.link and edge.link.id in tolls_usd_per_t:
            quantities[row, _ROAD_KM] = tolls_usd_per_t[edge.link.id]
    prices[_ROAD_KM] = 1.0
    return replace(network, quantities=quantities), replace(wanted, prices=prices)


def ready_days(demand: Demand, request: CampaignRequest) -> list[int]:
    """Return days of readiness in order: all year for supplies, else within the working season."""
    season = None if demand.inbound else request.season
    first_d, length_d = (0, YEAR_D) if season is None else (season.opens_d, season.length_d)
    after_d = np.append(np.arange(0.0, length_d - 1, READY_STEP_D), length_d - 1)
    return [int(day) for day in (first_d + after_d) % YEAR_D]


def _full(built: Built, demand: DemandRuns, plan: Plan) -> frozenset[str]:
    """Return the places and links on the ways of a demand that are full."""
    limits = built.programme.limits
    met = {passing.name for run in demand.contraction.runs for passing in run.passes}
    met |= set(demand.contraction.places.values())
    # A road that is full in some weeks and not in others needs no way around it.
    return frozenset(met) & {
        limits[number].name
        for number in full_limits(built.programme, plan)
        if limits[number].kind != "rate" or number in plan.binding_limits
    }


def _names(network: DatedNetwork, edges: Iterable[int]) -> Iterator[str]:
    """Yield the ids of the links and places of some edges."""
    for number in edges:
        edge = network.arrays.edges[number]
        yield from (edge.tail.place_id, edge.head.place_id)
        if edge.link:
            yield edge.link.id


def _also_closed(closures: Closures, names: Iterable[str]) -> Closures:
    ids = frozenset(names)
    return replace(closures, link_ids=closures.link_ids | ids, place_ids=closures.place_ids | ids)
