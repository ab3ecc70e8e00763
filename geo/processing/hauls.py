"""Hauls to and from a hub: the cheapest source of each reagent, the cheapest market of products.

Owns which hauls a hub needs and over which routes they go (docs/model.md, E17). Every haul is a
year of `geo.routing.yearly`; what the hub costs in all is `geo.processing.hub_cost`'s.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from zimnik.geo.core.calendar import DEFAULT_MAX_D, YEAR_D
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.units import KG_PER_T, PERCENT
from zimnik.geo.core.vocabulary import METALLIC, StoreKind, ValueBasis
from zimnik.geo.network.closures import NO_CLOSURES
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.pricing.rates import Range
from zimnik.geo.pricing.ready_days import EVENLY
from zimnik.geo.pricing.shipped_mass import MOISTURE, PACKAGING, SUPPLY, default_of
from zimnik.geo.processing.hub_cost_results import BY_PRODUCT, FEED, PRODUCT, REAGENT, Haul
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

_Priced = TypeVar("_Priced")


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
class _Offer(Generic[_Priced]):
    """One of several of which the cheapest is taken: at least so dear, and what it comes to."""

    name: str
    least_usd: float
    price: Callable[[], tuple[float, _Priced] | None]


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
        hauls, bought_usd, lacking = [], {}, []
        for reagent, tonnes in sorted(wanted.items()):
            found = _cheapest(self._suppliers(reagent, tonnes))
            if found is None:
                lacking.append(f"no supplier of {reagent} can reach {self.hub_id}")
                continue
            haul, price_usd = found
            hauls.append(haul)
            bought_usd[reagent] = price_usd
        return hauls, bought_usd, lacking

    def _suppliers(self, reagent: str, tonnes_t: float) -> Iterator[_Offer[tuple[Haul, float]]]:
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
            haul = self._offered(REAGENT, cargo, (supply.place_id, self.hub_id), tonnes_t)
            if haul is not None:
                yield _supplied(haul, price_usd)

    def haul(self, kind: str, cargo: Cargo, ends: tuple[str, str], tonnes_t: float) -> Haul | None:
        """Return a haul of what plants use or make, which costs nothing where cargo stays.

        None where there is no route.
        """
        offer = self._offered(kind, cargo, ends, tonnes_t)
        priced = offer.price() if offer is not None else None
        return None if priced is None else priced[1]

    def _offered(
        self, kind: str, cargo: Cargo, ends: tuple[str, str], tonnes_t: float
    ) -> _Offer[Haul] | None:
        """Return a haul with what it costs on its best day, which is the least; None without one.

        A route that costs the same on every day is the best of all days.
        """
        if ends[0] == ends[1]:
            return _Offer(ends[0], 0.0, lambda: (0.0, Haul(kind, cargo, *ends, tonnes_t, None)))
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

        return _Offer(ends[0], tonnes_t * best.cost_usd_per_t, price)

    def _shipment(self, cargo: Cargo, ends: tuple[str, str]) -> Shipment:
        dates = Dates(None, self.network.year_type, self.question.max_d)
        return Shipment(*ends, cargo, dates, closures=self.question.closures)

    def products(self, flows: Sequence[StageFlow]) -> tuple[list[Haul], str, list[str]]:
        """Return the hauls of products to the cheapest market, and why there are none."""
        found = _cheapest(self._markets(flows))
        if found is None:
            return [], "", [f"no market can be reached from {self.hub_id}"]
        hauls, market_id = found
        return hauls, market_id, []

    def _markets(self, flows: Sequence[StageFlow]) -> Iterator[_Offer[tuple[list[Haul], str]]]:
        for market_id in self.question.market_ids:
            offers = [
                self._offered(kind, cargo, (self.hub_id, market_id), tonnes_t)
                for kind, cargo, tonnes_t in self._sold(flows)
            ]
            hauls = [offer for offer in offers if offer is not None]
            if len(hauls) == len(offers):
                yield _sold_at(market_id, hauls)

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


def _supplied(haul: _Offer[Haul], price_usd: float) -> _Offer[tuple[Haul, float]]:
    """Return the haul of a reagent as an offer, with what it costs where it is made."""

    def price() -> tuple[float, tuple[Haul, float]] | None:
        priced = haul.price()
        return None if priced is None else (price_usd + priced[0], (priced[1], price_usd))

    return _Offer(haul.name, price_usd + haul.least_usd, price)


def _sold_at(market_id: str, offers: Sequence[_Offer[Haul]]) -> _Offer[tuple[list[Haul], str]]:
    """Return the hauls of all products to a market as one offer."""

    def price() -> tuple[float, tuple[list[Haul], str]] | None:
        priced = [offer.price() for offer in offers]
        hauls = [one[1] for one in priced if one is not None]
        if len(hauls) < len(priced):
            return None
        return sum(haul.cost_usd for haul in hauls), (hauls, market_id)

    return _Offer(market_id, sum(offer.least_usd for offer in offers), price)


def _cheapest(offers: Iterable[_Offer[_Priced]]) -> _Priced | None:
    """Return the offer that costs least, of equals the first by name; None without any.

    Those that cost more on their best day than another in the year are not priced.
    """
    best: tuple[float, str] | None = None
    taken: _Priced | None = None
    for offer in sorted(offers, key=lambda one: (one.least_usd, one.name)):
        if best is not None and offer.least_usd > best[0]:
            break
        priced = offer.price()
        if priced is not None and (best is None or (priced[0], offer.name) < best):
            best, taken = (priced[0], offer.name), priced[1]
    return taken
