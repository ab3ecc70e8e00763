"""Hauls to and from a hub: the cheapest source of each reagent, the cheapest market of products.

Owns which hauls a hub needs and over which routes they go (docs/model.md, E17). Every haul is a
year of `geo.routing.yearly`; what the hub costs in all is `geo.processing.hub_cost`'s.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import DEFAULT_MAX_D, YEAR_D
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.messages import Message
from zimnik.geo.core.units import KG_PER_T, PERCENT
from zimnik.geo.core.vocabulary import METALLIC, StoreKind, ValueBasis
from zimnik.geo.network.closures import NO_CLOSURES
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.pricing.rates import Range
from zimnik.geo.pricing.ready_days import EVENLY
from zimnik.geo.pricing.shipped_mass import MOISTURE, PACKAGING, SUPPLY, default_of
from zimnik.geo.processing.borders import border_bill
from zimnik.geo.processing.haul_bounds import least_usd_per_t
from zimnik.geo.processing.hub_cost_results import BY_PRODUCT, FEED, PRODUCT, REAGENT, Haul
from zimnik.geo.processing.offers import Offer, cheapest, known_offer
from zimnik.geo.processing.plant_costs import by_products
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.year import RouteYear, year_of_route

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from zimnik.geo.core.vocabulary import Stage
    from zimnik.geo.network.closures import Closures
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.pricing.ready_days import ReadyDays
    from zimnik.geo.processing.flows import StageFlow
    from zimnik.geo.processing.plants import Plants
    from zimnik.geo.routing.itinerary import Route
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.routing.yearly import YearSearches


@dataclass(frozen=True, slots=True)
class ChainQuestion:
    """What is asked of every hub alike.

    Parameters
    ----------
    stages
        Stages that the hub works, in order.
    market_ids
        Markets of which the cheapest to reach is chosen.
    ready
        Days on which the feed is ready.
    max_d
        Most days from readiness to arrival.
    closures
        What may not be used.
    return_load_share
        Share of the carriage of the lighter direction that is saved where cargo of the hub goes in
        both directions over a link; 0 for no credit.
    """

    stages: tuple[Stage, ...]
    market_ids: tuple[str, ...]
    ready: ReadyDays = EVENLY
    max_d: float = DEFAULT_MAX_D
    closures: Closures = NO_CLOSURES
    return_load_share: float = 0.0


@dataclass(frozen=True, slots=True)
class _Supply:
    """A reagent of a supplier: what would travel, and what it costs where it is made."""

    place_id: str
    cargo: Cargo
    tonnes_t: float
    price_usd: float


@dataclass(frozen=True, slots=True)
class Searches:
    """Searches for a hub: the cheapest source of each reagent, the cheapest market.

    Parameters
    ----------
    years
        Searches over the network of one kind of year, under the rate card.
    plants
        Recipes and prices of plants.
    hub_id
        The hub.
    tonnes_per_y
        What the deposit ships.
    question
        Markets, days of readiness and closures.
    values_usd_per_t
        Cash spent on a tonne of each product and by-product.
    """

    years: YearSearches
    plants: Plants
    hub_id: str
    tonnes_per_y: float
    question: ChainQuestion
    values_usd_per_t: Mapping[str, float]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def network(self) -> DatedNetwork:
        """The network."""
        return self.years.network

    @property
    def card(self) -> RateCard:
        """Rates."""
        return self.years.network.card

    def feed(self, cargo: Cargo, deposit_id: str) -> Haul | str:
        """Return the haul of what a deposit ships to the hub, or why there is none."""
        shipment = self._shipment(cargo, (deposit_id, self.hub_id))
        year = self.years.find(shipment, ready_d=self.question.ready.of(cargo))
        return year if isinstance(year, str) else Haul(FEED, cargo, *_ends(shipment), 1.0, year)

    def reagents(
        self, flows: Sequence[StageFlow]
    ) -> tuple[list[Haul], dict[str, float], list[str]]:
        """Return the hauls of reagents, what each costs where made, and which cannot be had."""
        wanted: dict[str, float] = defaultdict(float)
        for flow in flows:
            for reagent, tonnes in flow.reagents_t.items():
                wanted[reagent] += tonnes
        supplies = {name: list(self._supplies(name, t)) for name, t in sorted(wanted.items())}
        cargoes = [supply.cargo for offered in supplies.values() for supply in offered]
        least = self._least_usd_per_t(cargoes, inbound=True)
        hauls, bought_usd = [], {}
        lacking: list[str] = []
        for reagent, offered in supplies.items():
            found = cheapest(self._suppliers(offered, least))
            if found is None:
                text = f"no supplier of {reagent} can reach {self.hub_id}"
                lacking.append(Message(text, "no_supplier", product=reagent, hub_id=self.hub_id))
                continue
            haul, price_usd = found
            hauls.append(haul)
            bought_usd[reagent] = price_usd
        return hauls, bought_usd, lacking

    def _supplies(self, reagent: str, tonnes_t: float) -> Iterator[_Supply]:
        for supply in self.plants.prices.suppliers_of(reagent):
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
            price_usd = tonnes_t * supply.price_usd_per_t.base
            yield _Supply(supply.place_id, cargo, tonnes_t, price_usd)

    def _suppliers(
        self, supplies: Iterable[_Supply], least_usd_per_t: Mapping[str, float]
    ) -> Iterator[Offer[tuple[Haul, float]]]:
        for supply in supplies:
            ends = supply.place_id, self.hub_id
            haul = self._thought_of(REAGENT, supply.cargo, ends, supply.tonnes_t, least_usd_per_t)
            if haul is not None:
                yield _supplied(haul, supply.price_usd)

    def _least_usd_per_t(self, cargoes: Sequence[Cargo], *, inbound: bool) -> dict[str, float]:
        if not cargoes:
            return {}
        closures = self.question.closures
        return least_usd_per_t(self.network, cargoes, self.hub_id, closures, inbound=inbound)

    def _thought_of(
        self,
        kind: str,
        cargo: Cargo,
        ends: tuple[str, str],
        tonnes_t: float,
        least_usd_per_t: Mapping[str, float],
    ) -> Offer[Haul] | None:
        """Return a haul with a bound of its cost by its other end; None where there is no route.

        Most of what is offered is too dear by its bound, and is never routed.
        """
        if self.network.arrays.is_one_place(*ends):
            return self._offered(kind, cargo, ends, tonnes_t)
        other_id = ends[0] if ends[1] == self.hub_id else ends[1]
        if other_id not in least_usd_per_t:
            return None
        least_usd = tonnes_t * least_usd_per_t[other_id]
        return Offer(ends[0], least_usd, lambda: self._offered(kind, cargo, ends, tonnes_t))

    def haul(self, kind: str, cargo: Cargo, ends: tuple[str, str], tonnes_t: float) -> Haul | None:
        """Return a haul of what plants use or make, which costs nothing where cargo stays.

        None where there is no route.
        """
        offer = self._offered(kind, cargo, ends, tonnes_t)
        return None if offer is None else cheapest([offer])

    def _offered(
        self, kind: str, cargo: Cargo, ends: tuple[str, str], tonnes_t: float
    ) -> Offer[Haul] | None:
        """Return a haul with what it costs on its best day, which is the least; None without one.

        A route that costs the same on every day is the best of all days.
        """
        if ends[0] == ends[1]:
            return Offer(ends[0], 0.0, lambda: (0.0, Haul(kind, cargo, *ends, tonnes_t, None)))
        shipment, days = self._shipment(cargo, ends), self.question.ready.of_plants
        found = find_routes(self.network.arrays, self.card, shipment, dated=self.network)
        if not found.routes:
            return None
        best = found.routes[0]

        def price() -> tuple[float, Haul] | None:
            year: RouteYear | str = year_of_route(best, days or (best.ready_d or 0,))
            if days is not None and not _is_the_same_all_year(best):
                year = self.years.find(shipment, ready_d=days)
            if isinstance(year, str):
                return None
            haul = Haul(kind, cargo, *ends, tonnes_t, year)
            return haul.cost_usd, haul

        return Offer(ends[0], tonnes_t * best.cost_usd_per_t, price)

    def _shipment(self, cargo: Cargo, ends: tuple[str, str]) -> Shipment:
        dates = Dates(None, self.network.year_type, self.question.max_d)
        return Shipment(*ends, cargo, dates, closures=self.question.closures)

    def products(self, flows: Sequence[StageFlow]) -> tuple[list[Haul], str, list[str]]:
        """Return the hauls of products to the cheapest market, and why there are none."""
        found = cheapest(self._markets(flows))
        if found is None:
            text = f"no market can be reached from {self.hub_id}"
            return [], "", [Message(text, "no_market", hub_id=self.hub_id)]
        hauls, market_id = found
        return hauls, market_id, []

    def _markets(self, flows: Sequence[StageFlow]) -> Iterator[Offer[tuple[list[Haul], str]]]:
        sold = list(self._sold(flows))
        least = self._least_usd_per_t([cargo for _, cargo, _ in sold], inbound=False)
        for market_id in self.question.market_ids:
            ends = self.hub_id, market_id
            offers = [
                self._thought_of(kind, cargo, ends, tonnes_t, least)
                for kind, cargo, tonnes_t in sold
            ]
            hauls = [offer for offer in offers if offer is not None]
            if len(hauls) == len(offers):
                yield _sold_at(market_id, hauls, self._border_usd(flows))

    def _border_usd(self, flows: Sequence[StageFlow]) -> Callable[[Sequence[Haul]], float]:
        """Return what hauls of products pay at borders, which is part of what a market costs."""

        def taken(hauls: Sequence[Haul]) -> float:
            return border_bill(hauls, flows, self.plants).usd(self.card)

        return taken

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


def _ends(shipment: Shipment) -> tuple[str, str]:
    return shipment.origin_id, shipment.destination_id or ""


def _is_the_same_all_year(route: Route) -> bool:
    days = route.best_ready_d
    return days is not None and days[1] - days[0] >= YEAR_D - 1


def _supplied(haul: Offer[Haul], price_usd: float) -> Offer[tuple[Haul, float]]:
    """Return the haul of a reagent as an offer, with what it costs where it is made."""

    def price() -> tuple[float, tuple[Haul, float]] | Offer[tuple[Haul, float]] | None:
        priced = haul.price()
        if isinstance(priced, Offer):
            return _supplied(priced, price_usd)
        return None if priced is None else (price_usd + priced[0], (priced[1], price_usd))

    return Offer(haul.name, price_usd + haul.least_usd, price)


def _sold_at(
    market_id: str,
    offers: Sequence[Offer[Haul]],
    border_usd: Callable[[Sequence[Haul]], float],
) -> Offer[tuple[list[Haul], str]]:
    """Return the hauls of all products to a market as one offer, with what borders take."""

    def price() -> tuple[float, tuple[list[Haul], str]] | Offer[tuple[list[Haul], str]] | None:
        priced = [offer.price() for offer in offers]
        if any(one is None for one in priced):
            return None
        known = [
            one if isinstance(one, Offer) else known_offer(offer, one)
            for offer, one in zip(offers, priced, strict=True)
            if one is not None
        ]
        if any(isinstance(one, Offer) for one in priced):
            return _sold_at(market_id, known, border_usd)
        hauls = [one[1] for one in priced if isinstance(one, tuple)]
        usd = sum(haul.cost_usd for haul in hauls) + border_usd(hauls)
        return usd, (hauls, market_id)

    return Offer(market_id, sum(offer.least_usd for offer in offers), price)
