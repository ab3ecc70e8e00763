"""What a hub costs for a deposit: feed in, reagents in, processing, product out.

Owns the cost of a place in the value chain (docs/model.md, E17). Every haul is a route of
`geo.routing.routes` and every stage a flow of `geo.processing.recipes`; the parts are stored, and
totals are sums.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zimnik.geo.pricing.cargo import KG_PER_T, PERCENT, Cargo
from zimnik.geo.processing.hub_cost_results import (
    BY_PRODUCT,
    FEED,
    PRODUCT,
    REAGENT,
    Haul,
    HubCost,
    Load,
)
from zimnik.geo.processing.plant_costs import (
    by_product_usd_per_t,
    by_products,
    other_costs,
    reo_share,
    stage_usd,
)
from zimnik.geo.processing.recipes import METALLIC, chain_of, scaled
from zimnik.geo.processing.return_loads import RETURN_LOADS, return_credit_usd
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.routes import RouteRequest, find_routes
from zimnik.geo.routing.search import NO_CLOSURES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.recipes import Location, PlantPrices, Recipe, StageFlow
    from zimnik.geo.routing.itinerary import Route
    from zimnik.geo.routing.search import Closures
    from zimnik.geo.routing.time_expanded import DatedNetwork

__all__ = [
    "FEED",
    "PRODUCT",
    "REAGENT",
    "ChainQuestion",
    "Haul",
    "HubCost",
    "Plants",
    "hub_cost",
    "hub_costs",
    "month_costs",
    "other_costs",
    "yearly_flows",
]


@dataclass(frozen=True, slots=True)
class Plants:
    """What is known of plants: recipes, prices, and where hubs and deposits lie.

    `ndpr_shares` holds Nd and Pr oxides over all REO of the deposits of which it is known.
    """

    recipes: tuple[Recipe, ...]
    prices: PlantPrices
    locations: Mapping[str, Location]
    ndpr_shares: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChainQuestion:
    """What is asked of every hub alike.

    Parameters
    ----------
    stages
        Stages that the hub works, in order.
    market_ids
        Markets of which the cheapest to reach is chosen.
    dates
        When the feed is ready; reagents and products travel on their best day of such a year.
    closures
        What may not be used.
    return_load_share
        Share of the carriage of the lighter way that is saved where cargo of the hub goes both ways
        over a link; 0 for no credit.
    """

    stages: tuple[str, ...]
    market_ids: tuple[str, ...]
    dates: Dates
    closures: Closures = NO_CLOSURES
    return_load_share: float = 0.0


def hub_cost(
    network: DatedNetwork,
    card: RateCard,
    plants: Plants,
    shipper: Shipper,
    hub_id: str,
    question: ChainQuestion,
) -> HubCost:
    """Return what a hub costs for a deposit, or why it cannot be had.

    Parameters
    ----------
    network
        The network of the year type of the question.
    card
        Rates.
    plants
        Recipes and prices of plants.
    shipper
        The deposit, with what it ships and how much.
    hub_id
        Where the stages are worked.
    question
        Stages, markets, dates and closures.
    """
    (cost,) = hub_costs(network, card, plants, shipper, hub_id, [question])
    return cost


def hub_costs(
    network: DatedNetwork,
    card: RateCard,
    plants: Plants,
    shipper: Shipper,
    hub_id: str,
    questions: Sequence[ChainQuestion],
) -> tuple[HubCost, ...]:
    """Return what a hub costs for a deposit by each of some questions, as `hub_cost` does.

    What does not depend on the day of readiness, reagents and products, is found once.
    """
    cargo = shipper.cargo(card)
    worked: dict[ChainQuestion, _Worked] = {}
    costs = []
    for question in questions:
        answer = HubCost(shipper.deposit_id, hub_id, "", cargo.tonnes_per_y)
        route, reason = _route(network, card, cargo, (shipper.deposit_id, hub_id), question)
        if route is None:
            costs.append(replace(answer, reason=reason))
            continue
        feed = Haul(FEED, cargo, shipper.deposit_id, hub_id, 1.0, route)
        flows = flows_of(plants, shipper, cargo, question.stages)
        if not flows:
            said = f"{shipper.deposit_id}: no grade or no recipe; only the feed is priced"
            costs.append(_with_loads(replace(answer, hauls=(feed,), warnings=(said,)), network))
            continue
        asked = on_best_day(question)
        if asked not in worked:
            searches = Searches(network, card, plants, hub_id, cargo.tonnes_per_y, asked)
            worked[asked] = _worked(searches, flows)
        costs.append(_with_work(replace(answer, flows=flows), feed, worked[asked], asked, shipper))
    return tuple(costs)


@dataclass(frozen=True, slots=True)
class _Worked:
    """Hauls to and from a hub but for the feed, what reagents cost, and what cannot be had."""

    searches: Searches
    reagents: tuple[Haul, ...]
    bought_usd: Mapping[str, float]
    products: tuple[Haul, ...]
    market_id: str
    lacking: tuple[str, ...]


def _worked(searches: Searches, flows: Sequence[StageFlow]) -> _Worked:
    reagents, bought_usd, lacking = searches.reagents(flows)
    products, market_id, unsold = searches.products(flows)
    return _Worked(
        searches, tuple(reagents), bought_usd, tuple(products), market_id, (*lacking, *unsold)
    )


def _with_work(
    answer: HubCost, feed: Haul, worked: _Worked, question: ChainQuestion, shipper: Shipper
) -> HubCost:
    """Return a cost with all that is not the feed."""
    if worked.lacking:
        return replace(answer, flows=(), reason="; ".join(worked.lacking))
    found, flows, hub_id = worked.searches, answer.flows, answer.hub_id
    plants, card = found.plants, found.card
    other, missing = other_costs(flows, plants, card, shipper.deposit_id, hub_id)
    hauls = (feed, *worked.reagents, *worked.products)
    if len(flows) < len(question.stages):
        missing = (stopped(shipper.deposit_id, flows[-1], question), *missing)
    if question.return_load_share:
        share = question.return_load_share
        other[RETURN_LOADS] = -return_credit_usd(hauls, found.network.arrays, card, share)
    return _with_loads(
        replace(
            answer,
            market_id=worked.market_id,
            hauls=hauls,
            other_usd_per_t={"reagents_bought": sum(worked.bought_usd.values()), **other},
            stage_usd_per_t={
                flow.stage: stage_usd(flow, hauls, worked.bought_usd, plants, card, hub_id)
                for flow in flows
            },
            reo_share=reo_share(flows, plants, card, hub_id),
            warnings=missing,
        ),
        found.network,
    )


@dataclass(frozen=True, slots=True)
class Searches:
    """Searches for a hub: the cheapest source of each reagent, the cheapest market."""

    network: DatedNetwork
    card: RateCard
    plants: Plants
    hub_id: str
    tonnes_per_y: float
    question: ChainQuestion

    def reagents(
        self, flows: Sequence[StageFlow]
    ) -> tuple[list[Haul], dict[str, float], list[str]]:
        """Return the hauls of reagents, what each costs where made, and which cannot be had."""
        wanted: dict[str, float] = defaultdict(float)
        for flow in flows:
            for reagent, tonnes in flow.reagents_t.items():
                wanted[reagent] += tonnes
        hauls, bought_usd, lacking = [], {}, []
        for reagent, tonnes in sorted(wanted.items()):
            offers = list(self._offers(reagent, tonnes))
            if not offers:
                lacking.append(f"no supplier of {reagent} can reach {self.hub_id}")
                continue
            _, price_usd, haul = min(offers, key=lambda offer: (offer[0], offer[2].from_id))
            hauls.append(haul)
            bought_usd[reagent] = price_usd
        return hauls, bought_usd, lacking

    def _offers(self, reagent: str, tonnes_t: float) -> Iterator[tuple[float, float, Haul]]:
        for supply in self.plants.prices.suppliers_of(reagent):
            price_usd = tonnes_t * supply.price_usd_per_t.base
            cargo = Cargo(
                reagent,
                self.tonnes_per_y * tonnes_t,
                supply.price_usd_per_t.base,
                moisture_pct=PERCENT - supply.strength_pct,
            )
            haul = self.haul(REAGENT, cargo, (supply.place_id, self.hub_id), tonnes_t)
            if haul is not None:
                yield price_usd + haul.cost_usd, price_usd, haul

    def haul(self, kind: str, cargo: Cargo, ends: tuple[str, str], tonnes_t: float) -> Haul | None:
        """Return a haul, which costs nothing where cargo stays; None where there is no way."""
        route = None
        if ends[0] != ends[1]:
            route, _ = _route(self.network, self.card, cargo, ends, self.question)
            if route is None:
                return None
        return Haul(kind, cargo, *ends, tonnes_t, route)

    def why_not(self, cargo: Cargo, ends: tuple[str, str]) -> str:
        """Return why there is no way for a cargo; nothing where there is one."""
        return _route(self.network, self.card, cargo, ends, self.question)[1]

    def products(self, flows: Sequence[StageFlow]) -> tuple[list[Haul], str, list[str]]:
        """Return the hauls of products to the cheapest market, and why there are none."""
        offers = [
            (sum(haul.cost_usd for haul in hauls), market, hauls)
            for market in self.question.market_ids
            if (hauls := self._hauls_to(market, flows)) is not None
        ]
        if not offers:
            return [], "", [f"no market can be reached from {self.hub_id}"]
        _, market_id, hauls = min(offers, key=lambda offer: offer[:2])
        return hauls, market_id, []

    def _hauls_to(self, market_id: str, flows: Sequence[StageFlow]) -> list[Haul] | None:
        hauls = []
        for kind, cargo, tonnes_t in self._sold(flows):
            haul = self.haul(kind, cargo, (self.hub_id, market_id), tonnes_t)
            if haul is None:
                return None
            hauls.append(haul)
        return hauls

    def _sold(self, flows: Sequence[StageFlow]) -> Iterator[tuple[str, Cargo, float]]:
        for flow in flows:
            if flow.sold_t:
                yield PRODUCT, product_cargo(flow, self.card, self.tonnes_per_y), flow.sold_t
        for item, tonnes_t in sorted(by_products(flows).items()):
            price = by_product_usd_per_t(self.plants, item, self.hub_id)
            yield BY_PRODUCT, Cargo(item, self.tonnes_per_y * tonnes_t, price), tonnes_t


def product_cargo(flow: StageFlow, card: RateCard, tonnes_per_y: float) -> Cargo:
    """Return what a stage makes of some tonnes a year of the deposit's product, as a cargo.

    Its value is that of its REO, whatever the stage (docs/model.md, A34).
    """
    reo_kg_per_t = flow.reo_out_kg / flow.product_t
    # Metal weighs less than the oxides it counts as, and has no grade of them.
    grade_pct = None if flow.stage in METALLIC else reo_kg_per_t / KG_PER_T * PERCENT
    return Cargo(
        flow.product,
        tonnes_per_y * flow.product_t,
        reo_kg_per_t * card.reo_price_usd_per_kg.base,
        grade_pct,
    )


def month_costs(
    network: DatedNetwork,
    card: RateCard,
    shipper: Shipper,
    hub_id: str,
    question: ChainQuestion,
    month_days: Sequence[float],
) -> tuple[float | None, ...]:
    """Return what the feed costs per tonne if ready on each of some days, None where it cannot."""
    cargo = shipper.cargo(card)
    costs = []
    for day in month_days:
        asked = replace(question, dates=replace(question.dates, ready_d=day))
        route, _ = _route(network, card, cargo, (shipper.deposit_id, hub_id), asked)
        costs.append(route.cost_usd_per_t if route else None)
    return tuple(costs)


def yearly_flows(cost: HubCost) -> tuple[StageFlow, ...]:
    """Return what goes through the stages of a hub in a year."""
    return tuple(scaled(flow, cost.tonnes_per_y) for flow in cost.flows)


def _route(
    network: DatedNetwork,
    card: RateCard,
    cargo: Cargo,
    ends: tuple[str, str],
    question: ChainQuestion,
) -> tuple[Route | None, str]:
    request = RouteRequest(*ends, cargo, closures=question.closures, dates=question.dates)
    answer = find_routes(network.arrays, card, request, network)
    return (answer.routes[0] if answer.routes else None), answer.reason or ""


def flows_of(
    plants: Plants, shipper: Shipper, cargo: Cargo, stages: Sequence[str]
) -> tuple[StageFlow, ...]:
    """Return the stages of a tonne of a deposit's product; none without a grade or a recipe."""
    if not cargo.reo_grade_pct:
        return ()
    found = chain_of(
        plants.recipes,
        shipper.deposit_id,
        cargo.product,
        cargo.reo_grade_pct,
        stages,
        ndpr_share=plants.ndpr_shares.get(shipper.deposit_id),
    )
    return found or ()


def stopped(deposit_id: str, last: StageFlow, question: ChainQuestion) -> str:
    """Return in words why the chain of a deposit ends before the last stage."""
    stage = question.stages[question.stages.index(last.stage) + 1]
    return (
        f"{deposit_id}: no {stage}, since the share of Nd and Pr in its rare earths is not "
        f"published; {last.product} are sold as they are"
    )


def on_best_day(question: ChainQuestion) -> ChainQuestion:
    """Return a question of the best day of such a year, on which all but the feed travels."""
    dates = Dates(None, question.dates.year_type, question.dates.max_d)
    return replace(question, dates=dates)


def handled_by(haul: Haul) -> frozenset[str]:
    """Return the links that a haul uses, and the places where it is lifted.

    What rolls through a terminal takes none of its room (docs/model.md, A36).
    """
    if haul.route is None:
        return frozenset()
    return frozenset({t.at_id for t in haul.route.transfers} | set(haul.route.link_ids))


def _with_loads(cost: HubCost, network: DatedNetwork) -> HubCost:
    """Return a cost with what all its hauls together bring over limited places and links."""
    arrays = network.arrays
    limits: dict[str, float] = {}
    for edge in arrays.edges:
        capacity = (edge.record or {}).get("capacity_t_per_y")
        if edge.record and capacity is not None and capacity == capacity:  # noqa: PLR0124 - NaN
            limits[str(edge.record["id"])] = float(capacity)
    for place_id, capacity in arrays.capacities_t_per_y.items():
        if capacity is not None and capacity == capacity:  # noqa: PLR0124 - NaN
            limits[place_id] = float(capacity)
    wanted: dict[str, float] = defaultdict(float)
    for haul in cost.hauls:
        for used in handled_by(haul):
            wanted[used] += haul.shipped_t * cost.tonnes_per_y
    loads = (Load(used, limits[used], tonnes) for used, tonnes in wanted.items() if used in limits)
    return replace(cost, loads=tuple(sorted(loads, key=lambda load: load.id)))
