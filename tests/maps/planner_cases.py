"""Random networks and questions for the planner's engine, and the answers of the model to them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
from shapely.geometry import LineString, Point

from tests.geo.drawn import MODE_OF, exactly, parts, round_card, with_boarding
from zimnik.geo.core.calendar import MONTH_STARTS_D, text_of
from zimnik.geo.core.vocabulary import DAYS, Mode, PlaceKind, Vehicle, YearType
from zimnik.geo.network.arrays import network_arrays
from zimnik.geo.network.closures import Closures
from zimnik.geo.network.links import Link, Place
from zimnik.geo.pricing.bill import COMPONENTS
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.pricing.rates import (
    BLOCK_TRAIN_PRICE,
    DOWNSTREAM_TKM,
    ESCORT_IN_ICE,
    UPSTREAM_SPEED,
    Range,
    RateCard,
)
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import dated_network
from zimnik.geo.routing.yearly import YearSearches
from zimnik.maps.pages.planner_data import PlannerInput
from zimnik.maps.reports.records import to_builtins
from zimnik.maps.reports.route import part_records
from zimnik.maps.reports.stretches import stretches_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.routing.itinerary import Route
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.routing.year import RouteYear

# What an account tells of each leg, its seasons and each transfer, beside the days as texts.
LEG = ("mode", "vehicle", "from_id", "to_id", "distance_km", "estimated", "depart_day", "arrive_day",
       "cost_usd_per_t")  # fmt: skip
SEASON = ("link_id", "opens", "closes", "basis", "light_load")
TRANSFER = ("at_id", "from_vehicle", "to_vehicle", "dwell_d", "waiting_d", "cost_usd_per_t")
# What an account of a route tells of the whole.
TOTAL = ("cost_usd_per_t", "distance_km", "duration_d", "waiting_d", "co2_kg_per_t")
PRICED = tuple(name for name, parts in COMPONENTS.items() if not set(parts) & set(DAYS))
SITES = 8
ELSEWHERE = "elsewhere"
CORRIDORS = ("north", "south", "east", "west")
BORDERS = ("", "", "", "RU-CN", "RU-KZ")


@dataclass(frozen=True, slots=True)
class Question:
    """One question to the planner, as the page and as the model are asked it."""

    origin_id: str
    destination_ids: tuple[str, ...]
    ready_days: tuple[int, ...]
    year_type: YearType
    factors: Mapping[str, float]
    closed: Mapping[str, tuple[str, ...]]

    def record(self) -> dict[str, Any]:
        """Return the question as the page is asked it."""
        return {
            "origin": self.origin_id,
            "destinations": list(self.destination_ids),
            "ready": list(self.ready_days),
            "year": self.year_type.value,
            "factors": dict(self.factors),
            "closed": {name: list(values) for name, values in self.closed.items()},
        }


def costly_card() -> RateCard:
    """Return the round rate card with a price of time and speeds that make no days meet."""
    card = with_boarding(round_card())
    speeds = {v: exactly(83.0 + 17.3 * i) for i, v in enumerate(Vehicle)}
    return replace(
        card,
        speeds_km_per_d=speeds,
        storage_usd_per_t_d=Range(0.1, 0.23, 0.4),
        interest_pct_per_y=Range(8.0, 12.0, 18.0),
        block_train_km_per_d=exactly(211.0),
        block_trains_t_per_y=exactly(500_000.0),
        in_ice_km_per_d=exactly(61.0),
        factors={
            BLOCK_TRAIN_PRICE: Range(0.7, 0.8, 1.0),
            UPSTREAM_SPEED: exactly(0.7),
            DOWNSTREAM_TKM: exactly(0.8),
            ESCORT_IN_ICE: exactly(2.0),
        },
    )


def joined_card() -> RateCard:
    """Return the costly card beside that of another region, dearer, slower and of other dwells."""
    card = costly_card()
    other = replace(
        card,
        prices_usd={
            quantity: Range(1.3 * price.low, 1.7 * price.base, 2.1 * price.high)
            for quantity, price in card.prices_usd.items()
        },
        speeds_km_per_d={v: exactly(61.0 + 13.1 * i) for i, v in enumerate(Vehicle)},
        dwells_d={quantity: exactly(1.37) for quantity in card.dwells_d},
    )
    return replace(card, elsewhere={ELSEWHERE: other})


def drawn_input(
    rng: np.random.Generator, places: int = 26, links: int = 52, *, joined: bool = False
) -> PlannerInput:
    """Return a random network: sites, terminals with and without storage, seasons that may wrap.

    One deposit more has an access of its own and a direct link to a hub, and nothing else. Where
    regions are `joined`, every other place and link is of another one.
    """
    card = joined_card() if joined else costly_card()
    sites = [f"p{i}" for i in range(SITES)]
    known, every_link = parts(_places(rng, places), _links(rng, places, links))
    if joined:
        known = (*known[::2], *(replace(one, region=ELSEWHERE) for one in known[1::2]))
        own = (replace(one, region=ELSEWHERE) for one in every_link[1::2])
        every_link = (*every_link[::2], *own)
    alone = Place("alone", PlaceKind.DEPOSIT, 5.0, 5.0)
    access = _estimated(rng, alone, f"p{rng.integers(SITES, places)}", direct=False)
    direct = _estimated(rng, alone, str(rng.choice(sites[SITES // 2 :])), direct=True)
    arrays = network_arrays((*known, alone), (*every_link, access, direct), card)
    sites.insert(0, alone.id)
    return PlannerInput(
        arrays=arrays,
        card=card,
        cargoes={site: _cargo(rng) for site in sites[: SITES // 2 + 1]},
        hub_ids=[site for site in sites[SITES // 2 + 1 :] if site in arrays.kinds],
        notes={},
    )


def _estimated(rng: np.random.Generator, site: Place, to_id: str, *, direct: bool) -> Link:
    return Link(
        id=f"{'direct' if direct else 'access'}_{site.id}",
        from_id=site.id,
        to_id=to_id,
        mode=Mode.ROAD,
        vehicle=Vehicle.GRAVEL_TRUCK,
        length_km=float(rng.integers(10, 400)),
        only_for=site.id,
        estimated=True,
        direct=direct,
    )


def _places(rng: np.random.Generator, count: int) -> gpd.GeoDataFrame:
    terminals = [kind.value for kind in PlaceKind if kind not in {"deposit", "hub", "market"}]
    kinds = ["deposit"] * (SITES // 2) + ["hub"] * (SITES // 2)
    kinds += rng.choice(terminals, count - SITES).tolist()
    return gpd.GeoDataFrame(
        {
            "id": [f"p{i}" for i in range(count)],
            "kind": kinds,
            "storage": np.where(rng.random(count) < 0.5, "yes", ""),
        },
        geometry=[Point(xy) for xy in rng.uniform(0, 10, (count, 2))],
        crs="EPSG:4326",
    )


def _links(rng: np.random.Generator, places: int, count: int) -> gpd.GeoDataFrame:
    # A tree joins all places; the rest are drawn freely, parallel ones too.
    tails = [*range(1, places), *rng.integers(0, places, count - places + 1)]
    heads = [int(rng.integers(0, i)) for i in range(1, places)]
    heads += [int((t + rng.integers(1, places)) % places) for t in tails[places - 1 :]]
    rows = [
        _link(rng, i, f"p{t}", f"p{h}") for i, (t, h) in enumerate(zip(tails, heads, strict=True))
    ]
    return gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


def _link(rng: np.random.Generator, number: int, from_id: str, to_id: str) -> dict[str, object]:
    vehicle = Vehicle(rng.choice([v.value for v in Vehicle]))
    opens, length = int(rng.integers(0, 365)), int(rng.integers(20, 200))
    shut, late = (text_of(opens + length), text_of(opens + 7))
    seasonal = rng.random() < 0.4
    all_year = {"season_open": "01-01", "season_close": "12-31"}
    other = all_year if MODE_OF[vehicle] is Mode.WINTER_ROAD else {}
    return {
        "id": f"link{number}",
        "from_id": from_id,
        "to_id": to_id,
        "vehicle": vehicle.value,
        "mode": MODE_OF[vehicle].value,
        "length_km": float(rng.uniform(100, 1500)),
        "corridor": str(rng.choice(CORRIDORS)),
        "dedicated": bool(MODE_OF[vehicle] is Mode.WINTER_ROAD and rng.random() < 0.5),
        "escort_zones": float(rng.integers(0, 3)) if vehicle is Vehicle.ICE_CLASS_SHIP else 0.0,
        "border": str(rng.choice(BORDERS)),
        "state": "existing",
        "season_open": text_of(opens) if seasonal else other.get("season_open", ""),
        "season_close": shut if seasonal else other.get("season_close", ""),
        "season_open_late": late if seasonal else "",
        "estimated": number < SITES and rng.random() < 0.3,
        "only_for": str(rng.choice([from_id, f"p{rng.integers(SITES)}"])) if number < SITES else "",
        **_waters(rng, vehicle),
        "geometry": LineString([(0, 0), (1, 1)]),
    }


def _waters(rng: np.random.Generator, vehicle: Vehicle) -> dict[str, str]:
    """Return which way a river runs, and when a sea is without ice."""
    way = str(rng.choice(["", "from_to", "to_from"])) if MODE_OF[vehicle] is Mode.RIVER else ""
    clear = vehicle is Vehicle.ICE_CLASS_SHIP and rng.random() < 0.5
    days = (text_of(150), text_of(280)) if clear else ("", "")
    return {"downstream": way, "open_water_from": days[0], "open_water_to": days[1]}


def _cargo(rng: np.random.Generator) -> Cargo:
    return Cargo(
        product="ore",
        tonnes_per_y=float(rng.uniform(1e4, 1e6)),
        value_usd_per_t=float(rng.uniform(100, 8000)),
        moisture_pct=_range(rng, 12),
        packaging_pct=_range(rng, 3),
    )


def _range(rng: np.random.Generator, most: float) -> Range:
    return Range(*(float(value) for value in np.sort(rng.uniform(0, most, 3))))


def drawn_question(rng: np.random.Generator, given: PlannerInput) -> Question:
    """Return a random question to a network."""
    factors = {name: float(2 ** rng.uniform(-2, 2)) for name in PRICED}
    corridors = sorted({link.corridor for link in given.arrays.links.values()} - {""})
    closed = {
        "modes": tuple(rng.choice([m.value for m in Mode], int(rng.integers(0, 2)))),
        "corridors": tuple(rng.choice(corridors, int(rng.integers(0, 2)))),
        "borders": ("RU-CN",) if rng.random() < 0.3 else (),
    }
    return Question(
        origin_id=str(rng.choice(list(given.cargoes))),
        destination_ids=(str(rng.choice(list(given.hub_ids))),),
        ready_days=(int(rng.choice(MONTH_STARTS_D)),),
        year_type=YearType(rng.choice([year.value for year in YearType])),
        factors=factors if rng.random() < 0.8 else {},
        closed=closed if rng.random() < 0.5 else {},
    )


class Model:
    """The model's answers to questions about one network."""

    def __init__(self, given: PlannerInput) -> None:
        self.given = given
        self.years: dict[YearType, DatedNetwork] = {
            year: dated_network(given.arrays, given.card, year) for year in YearType
        }

    def best(self, question: Question) -> Route | None:
        """Return the cheapest route over the hubs and the days of a question."""
        routes = [
            route
            for destination_id in question.destination_ids
            for day in question.ready_days
            for route in self._routes(question, destination_id, day)
        ]
        return min(routes, key=lambda route: route.cost_usd_per_t, default=None)

    def year(self, question: Question) -> RouteYear | None:
        """Return the year of cargo made on the days of a question, each to its cheapest hub."""
        network = self._network(question)
        request = self._shipment(question, question.destination_ids[0], None)
        found = YearSearches(network).find(
            request, ready_d=question.ready_days, destination_ids=question.destination_ids
        )
        return None if isinstance(found, str) else found

    def _routes(self, question: Question, destination_id: str, day: int) -> tuple[Route, ...]:
        network = self._network(question)
        request = self._shipment(question, destination_id, day)
        return find_routes(self.given.arrays, network.card, request, dated=network).routes

    def _network(self, question: Question) -> DatedNetwork:
        card = with_factors(self.given.card, question.factors)
        return replace(self.years[question.year_type], card=card)

    def _shipment(self, question: Question, destination_id: str, day: int | None) -> Shipment:
        return Shipment(
            origin_id=question.origin_id,
            destination_id=destination_id,
            cargo=self.given.cargoes[question.origin_id],
            closures=self._closures(question),
            dates=Dates(day, question.year_type),
        )

    def _closures(self, question: Question) -> Closures:
        borders = question.closed.get("borders", ())
        links = self.given.arrays.links.values()
        return Closures(
            link_ids=frozenset(link.id for link in links if link.border in borders),
            corridors=frozenset(question.closed.get("corridors", ())),
            modes=frozenset(question.closed.get("modes", ())),
        )


def with_factors(card: RateCard, factors: Mapping[str, float]) -> RateCard:
    """Return a card with the prices of components times factors, in every region."""
    prices = dict(card.prices_usd)
    for name, factor in factors.items():
        for quantity in COMPONENTS[name]:
            price = prices[quantity]
            prices[quantity] = Range(price.low * factor, price.base * factor, price.high * factor)
    elsewhere = {region: with_factors(own, factors) for region, own in card.elsewhere.items()}
    return replace(card, prices_usd=prices, elsewhere=elsewhere)


def account_of(route: Route) -> dict[str, Any]:
    """Return what the model tells of a route, under the names of the page."""
    return {
        "total": {name: getattr(route, name) for name in TOTAL},
        "range": {name: getattr(route, name) for name in ("low_usd_per_t", "high_usd_per_t")},
        "components": {f"{name}_usd_per_t": c for name, c in route.components_usd_per_t.items()},
        "by_way_of": [
            {"mode": mode.value, "to_id": place_id} for mode, place_id in stretches_of(route)
        ],
        "parts": [_told(to_builtins(part)) for part in part_records(route, defaultdict(str))],
    }


def _told(part: dict[str, Any]) -> dict[str, Any]:
    """Return what the page tells of a leg or a transfer."""
    if "mode" not in part:
        return {name: part[name] for name in TRANSFER}
    seasons = [{name: season[name] for name in SEASON} for season in part["seasons"]]
    whole = {name: part[name] for name in (*LEG, "depart", "arrive")}
    return whole | {
        "seasons": seasons,
        "windows": [list(ends) for ends in part["windows"]],
        "passes": [{"id": place["id"]} for place in part["passes"]],
    }
