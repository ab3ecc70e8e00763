"""Answers of the router: routes with their legs, transfers, bill and cost.

Owns the frozen results that `maps` shows as text, JSON and pages. Totals are sums of stored parts
(docs/model.md, E1): `Route.cost_usd_per_t` sums the components, and so do its legs and transfers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.cargo import Cargo
    from geo.vocabulary import Mode, Quantity, Vehicle


@dataclass(frozen=True, slots=True)
class LinkSeason:
    """When a link of a leg is open; month-day texts such as ``"12-20"``."""

    link_id: str
    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class Leg:
    """A run of consecutive links on one mode and one vehicle.

    Days count from the ready date. `estimated` is true where a link of the leg is an access link
    that no source describes.
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
    seasons: tuple[LinkSeason, ...]

    @property
    def from_id(self) -> str:
        """Place where the leg starts."""
        return self.place_ids[0]

    @property
    def to_id(self) -> str:
        """Place where the leg ends."""
        return self.place_ids[-1]


@dataclass(frozen=True, slots=True)
class Transfer:
    """A change of vehicle.

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
    """A least-cost path with its legs, transfers, bill and cost per dry tonne of product."""

    legs: tuple[Leg, ...]
    transfers: tuple[Transfer, ...]
    bill: Mapping[Quantity, float]
    components_usd_per_t: Mapping[str, float]
    low_usd_per_t: float
    high_usd_per_t: float
    distance_km: float
    duration_d: float
    waiting_d: float
    co2_kg_per_t: float
    corridors: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def cost_usd_per_t(self) -> float:
        """Total cost: the sum of the components."""
        return sum(self.components_usd_per_t.values())

    @property
    def parts(self) -> tuple[Leg | Transfer, ...]:
        """Legs and transfers in the order of travel."""
        loading, *rest = self.transfers
        parts: list[Leg | Transfer] = [loading]
        vehicle = loading.to_vehicle
        for leg in self.legs:
            while vehicle is not leg.vehicle:
                transfer = rest.pop(0)
                parts.append(transfer)
                vehicle = transfer.to_vehicle
            parts.append(leg)
        return (*parts, *rest)

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
    routes: tuple[Route, ...]
    reason: str | None
    warnings: tuple[str, ...]

    @property
    def reachable(self) -> bool:
        """Whether there is at least one route."""
        return bool(self.routes)

    def warned(self, warnings: Iterable[str]) -> RouteAnswer:
        """Return the same answer with more warnings."""
        return replace(self, warnings=(*self.warnings, *warnings))
