"""Answers of the router: routes with their legs, transfers, bill and cost.

Owns the frozen results that `maps` shows as text, JSON and pages. Totals are sums of stored parts
(docs/model.md, E1): `Route.cost_usd_per_t` sums the components, and so do its legs and transfers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import FrozenDict, freeze_mappings
from zimnik.geo.core.geodesy import geodesic_km
from zimnik.geo.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zimnik.geo.core.calendar import Window
    from zimnik.geo.core.vocabulary import Mode, Quantity, Vehicle
    from zimnik.geo.network.capacities import CapacityCheck
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.routing.dates import Dates


# A route so many times as long as its geodesic is worth a second look.
LONG_DETOUR = 3.0


@dataclass(frozen=True, slots=True)
class LinkSeason:
    """When a link of a leg is open in the year of the route, and when the cargo is on it.

    Parameters
    ----------
    link_id
        The link.
    window
        Open days, the object that the search held the link to.
    days
        First and last day on the link, 0 to 364 (`geo.core.calendar.days_of`); within the window.
    basis
        Where the days of the window come from, as the links table says it.
    light_load
        Whether the lorries go with less than their payload, as they may outside the window of full
        loads.
    """

    link_id: str
    window: Window
    days: tuple[int, int]
    basis: str = ""
    light_load: bool = False

    @property
    def opens(self) -> str:
        """First open day, MM-DD."""
        return self.window.opens

    @property
    def closes(self) -> str:
        """Last open day, MM-DD."""
        return self.window.closes


@dataclass(frozen=True, slots=True)
class Leg:
    """A run of consecutive links on one mode and one vehicle.

    `depart_day` and `arrive_day` count from the ready date. `estimated` is true where a link of the
    leg is an access link that no source describes. `days` are the first and the last day of the
    leg, 0 to 364 (`geo.core.calendar.days_of`), None where no date applies; `seasons` holds what
    the search held its links to.
    """

    mode: Mode
    vehicle: Vehicle
    place_ids: tuple[str, ...]
    link_ids: tuple[str, ...]
    distance_km: float
    depart_day: float
    arrive_day: float
    cost_usd_per_t: float
    estimated: bool
    seasons: tuple[LinkSeason, ...] = ()
    days: tuple[int, int] | None = None

    @property
    def from_id(self) -> str:
        """Place where the leg starts."""
        return self.place_ids[0]

    @property
    def to_id(self) -> str:
        """Place where the leg ends."""
        return self.place_ids[-1]

    @property
    def light_load(self) -> bool:
        """Whether a link of the leg bears light loads only on its date."""
        return any(season.light_load for season in self.seasons)


@dataclass(frozen=True, slots=True)
class Transfer:
    """A change of vehicle, or setting cargo down to wait and loading it again.

    Loading at the origin has no `from_vehicle`, unloading at the destination no `to_vehicle`.
    """

    at_id: str
    from_vehicle: Vehicle | None
    to_vehicle: Vehicle | None
    dwell_d: float
    waiting_d: float
    cost_usd_per_t: float


@dataclass(frozen=True, slots=True)
class Route:
    """A least-cost path with its parts, bill and cost per dry tonne of product.

    `parts` are legs and transfers in the order of travel. Days of the parts count from the day
    the cargo is ready, which is `ready_d`, whole, from 1 January, or None where no date applies;
    `best_ready_d` is the first and the last of the days that cost the same, where the day was
    chosen and not given. `handled_ids` are the places where cargo is lifted and then the links, in
    the order of travel; `capacity_checks` are what a year's tonnes want of them. `waited_for_d` are
    the days waited for the opening of each link, by its id. `bills_elsewhere` are what of the bill
    other regions price by cards of their own, in the order of the cards. Its mappings are frozen.
    """

    parts: tuple[Leg | Transfer, ...]
    bill: Mapping[Quantity, float]
    components_usd_per_t: Mapping[str, float]
    low_usd_per_t: float
    high_usd_per_t: float
    distance_km: float
    duration_d: float
    waiting_d: float
    co2_kg_per_t: float
    co2_low_kg_per_t: float
    co2_high_kg_per_t: float
    corridors: tuple[str, ...]
    ready_d: int | None = None
    best_ready_d: tuple[int, int] | None = None
    handled_ids: tuple[str, ...] = ()
    waited_for_d: Mapping[str, float] = field(default_factory=FrozenDict)
    capacity_checks: tuple[CapacityCheck, ...] = ()
    warnings: tuple[str, ...] = ()
    bills_elsewhere: tuple[Mapping[Quantity, float], ...] = ()

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def legs(self) -> tuple[Leg, ...]:
        """Legs in the order of travel."""
        return tuple(part for part in self.parts if isinstance(part, Leg))

    @property
    def transfers(self) -> tuple[Transfer, ...]:
        """Transfers in the order of travel, loading and unloading included."""
        return tuple(part for part in self.parts if isinstance(part, Transfer))

    @property
    def lifted_at(self) -> tuple[str, ...]:
        """Places where cargo is lifted, in the order of travel, each once."""
        return tuple(dict.fromkeys(transfer.at_id for transfer in self.transfers))

    @property
    def cost_usd_per_t(self) -> float:
        """Total cost: the sum of the components."""
        return sum(self.components_usd_per_t.values())

    @property
    def link_ids(self) -> tuple[str, ...]:
        """Links in the order of travel."""
        return tuple(link_id for leg in self.legs for link_id in leg.link_ids)


@dataclass(frozen=True, slots=True)
class RouteAnswer:
    """What the router found between two places, cheapest first, or why it found nothing."""

    origin_id: str
    destination_id: str
    cargo: Cargo
    dates: Dates
    routes: tuple[Route, ...]
    reason: str | None
    warnings: tuple[str, ...] = ()

    def detour_warnings(
        self, from_lonlat: tuple[float, float], to_lonlat: tuple[float, float]
    ) -> Iterator[str]:
        """Yield what to say of the best route where it is far longer than its geodesic.

        Parameters
        ----------
        from_lonlat, to_lonlat
            Origin and destination, degrees.
        """
        direct_km = float(geodesic_km(*from_lonlat, *to_lonlat))
        for route in self.routes[:1]:
            if route.distance_km > LONG_DETOUR * direct_km:
                times = route.distance_km / direct_km if direct_km else math.inf
                yield Message(
                    f"the route of {route.distance_km:,.0f} km is {times:.1f} times as long as the "
                    f"geodesic of {direct_km:,.0f} km",
                    "detour",
                    route_km=route.distance_km,
                    times=times,
                    direct_km=direct_km,
                )

    @property
    def reachable(self) -> bool:
        """Whether there is at least one route."""
        return bool(self.routes)

    def warned(self, warnings: Iterable[str]) -> RouteAnswer:
        """Return the same answer with more warnings."""
        return replace(self, warnings=(*self.warnings, *warnings))
