"""Hauls to and from a hub: the cheapest source of each reagent, the cheapest market of products.

Owns which hauls a hub needs and over which routes they go (docs/model.md, E17). Every haul is a
route of `geo.routing.routes`; what the hub costs in all is `geo.processing.hub_cost`'s.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.units import KG_PER_T, PERCENT
from zimnik.geo.core.vocabulary import METALLIC, StoreKind, ValueBasis
from zimnik.geo.network.closures import NO_CLOSURES
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.pricing.rates import Range
from zimnik.geo.pricing.shipped_mass import MOISTURE, PACKAGING, SUPPLY, default_of
from zimnik.geo.processing.hub_cost_results import BY_PRODUCT, PRODUCT, REAGENT, Haul
from zimnik.geo.processing.plant_costs import by_products
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zimnik.geo.core.vocabulary import Stage
    from zimnik.geo.network.closures import Closures
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.flows import StageFlow
    from zimnik.geo.processing.plants import Plants
    from zimnik.geo.routing.itinerary import Route
    from zimnik.geo.routing.time_expanded import DatedNetwork


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
        Share of the carriage of the lighter direction that is saved where cargo of the hub goes in
        both directions over a link; 0 for no credit.
    """

    stages: tuple[Stage, ...]
    market_ids: tuple[str, ...]
    dates: Dates
    closures: Closures = NO_CLOSURES
    return_load_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Searches:
    """Searches for a hub: the cheapest source of each reagent, the cheapest market.

    `values_usd_per_t` is the cash spent on a tonne of each product and by-product.
    """

    network: DatedNetwork
    card: RateCard
    plants: Plants
    hub_id: str
    tonnes_per_y: float
    question: ChainQuestion
    values_usd_per_t: Mapping[str, float]

    def __post_init__(self) -> None:
        freeze_mappings(self)

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
            water_pct = PERCENT - supply.strength_pct
            cargo = Cargo(
                reagent,
                self.tonnes_per_y * tonnes_t,
                supply.price_usd_per_t.base,
                moisture_pct=Range(water_pct, water_pct, water_pct),
                packaging_pct=self.card.default_mass_pct[f"{PACKAGING}_{SUPPLY}"],
                value_basis=ValueBasis.PRICE,
                store=StoreKind.SHED,
            )
            haul = self.haul(REAGENT, cargo, (supply.place_id, self.hub_id), tonnes_t)
            if haul is not None:
                yield price_usd + haul.cost_usd, price_usd, haul

    def haul(self, kind: str, cargo: Cargo, ends: tuple[str, str], tonnes_t: float) -> Haul | None:
        """Return a haul, which costs nothing where cargo stays; None where there is no route."""
        route = None
        if ends[0] != ends[1]:
            route, _ = haul_route(self.network, self.card, cargo, ends, self.question)
            if route is None:
                return None
        return Haul(kind, cargo, *ends, tonnes_t, route)

    def why_not(self, cargo: Cargo, ends: tuple[str, str]) -> str:
        """Return why there is no route for a cargo; nothing where there is one."""
        return haul_route(self.network, self.card, cargo, ends, self.question)[1]

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
                yield PRODUCT, self.product_cargo(flow), flow.sold_t
        for item, tonnes_t in sorted(by_products(flows).items()):
            yield BY_PRODUCT, self._made(item, tonnes_t, None), tonnes_t

    def product_cargo(self, flow: StageFlow) -> Cargo:
        """Return what a stage makes of all that the deposit ships in a year, as a cargo."""
        return self._made(flow.product, flow.product_t, _grade_pct(flow))

    def _made(self, name: str, made_t: float, grade_pct: float | None) -> Cargo:
        return Cargo(
            name,
            self.tonnes_per_y * made_t,
            self.values_usd_per_t[name],
            grade_pct,
            moisture_pct=default_of(MOISTURE, name, self.card.default_mass_pct),
            packaging_pct=default_of(PACKAGING, name, self.card.default_mass_pct),
            value_basis=ValueBasis.CASH_SPENT,
            store=StoreKind.SHED,
        )


def _grade_pct(flow: StageFlow) -> float | None:
    """Return the grade of the product of a stage, or None where it is metal."""
    reo_kg_per_t = flow.reo_out_kg / flow.product_t
    # Metal weighs less than the oxides it counts as, and has no grade of them; oxides of 100 % may
    # come out above it by rounding.
    share = min(reo_kg_per_t / KG_PER_T, 1.0)
    return None if flow.stage in METALLIC else share * PERCENT


def haul_route(
    network: DatedNetwork,
    card: RateCard,
    cargo: Cargo,
    ends: tuple[str, str],
    question: ChainQuestion,
) -> tuple[Route | None, str]:
    """Return the route of a cargo under a question, or None and why there is none."""
    shipment = Shipment(*ends, cargo, question.dates, closures=question.closures)
    answer = find_routes(network.arrays, card, shipment, dated=network)
    return (answer.routes[0] if answer.routes else None), answer.reason or ""


def on_best_day(question: ChainQuestion) -> ChainQuestion:
    """Return a question of the best day of such a year, on which all but the feed travels."""
    dates = Dates(None, question.dates.year_type, question.dates.max_d)
    return replace(question, dates=dates)
