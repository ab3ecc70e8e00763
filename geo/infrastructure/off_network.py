"""What it takes to reach the network from where no link is, by the kilometre.

Owns the prices of a route where no road is there (docs/model.md, E26): rules of access (E5)
and of new links (E25), for one cargo.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.units import HOURS_PER_DAY
from zimnik.geo.core.vocabulary import PlaceKind, Quantity, Vehicle
from zimnik.geo.infrastructure.new_roads import LIFE_Y, WINDING
from zimnik.geo.pricing.bill import bill_cost
from zimnik.geo.pricing.rates import annuity_per_y
from zimnik.geo.pricing.step_bills import link_bill, loading_bill

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import RateCard


@dataclass(frozen=True, slots=True)
class OffRoad:
    """A kilometre where no road is there: US dollars per tonne, and hours."""

    usd_per_t_km: float
    h_per_km: float


@dataclass(frozen=True, slots=True)
class OffNetwork:
    """What it takes to reach the network from where no link is.

    Parameters
    ----------
    winter_road, new_road
        A winter road and an all-season road of the cargo's own, by kilometres on the flat (E25).
    gravel
        A gravel road that is taken to be there, by kilometres of geodesic (E5).
    gravel_reach_km
        Geodesic up to which it is.
    loading
        Dollars per tonne and hours of loading each lorry.
    waiting_usd_per_t_d
        Price of a day of waiting.
    tonnes_per_y
        Tonnage that shares the roads of its own.
    """

    winter_road: OffRoad
    new_road: OffRoad
    gravel: OffRoad
    gravel_reach_km: float
    loading: Mapping[Vehicle, tuple[float, float]]
    waiting_usd_per_t_d: float
    tonnes_per_y: float

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @classmethod
    def of(cls, card: RateCard, cargo: Cargo, prices: Vector) -> OffNetwork:
        """Return what it takes by a rate card, for a cargo and the prices of its quantities."""

        def haul(vehicle: Vehicle, *, dedicated: bool = False) -> float:
            return bill_cost(link_bill(vehicle, 1.0, card, dedicated=dedicated), prices)

        def hours(vehicle: Vehicle) -> float:
            return HOURS_PER_DAY / card.speeds_km_per_d[vehicle].base

        def loaded(vehicle: Vehicle) -> tuple[float, float]:
            bill = loading_bill(PlaceKind.DEPOSIT, vehicle, card)
            return bill_cost(bill, prices), bill.get(Quantity.DWELL_D, 0.0) * HOURS_PER_DAY

        winter_truck, gravel_truck = Vehicle.WINTER_TRUCK, Vehicle.GRAVEL_TRUCK
        built = card.new_link_usd["gravel_road_km"].base
        yearly_usd = built * annuity_per_y(card.interest_pct_per_y.base, LIFE_Y)
        yearly_usd += card.new_link_usd["gravel_road_upkeep_km"].base
        own = haul(gravel_truck) + yearly_usd / cargo.tonnes_per_y
        detour = card.access_detour.base
        return cls(
            winter_road=OffRoad(
                WINDING * haul(winter_truck, dedicated=True), WINDING * hours(winter_truck)
            ),
            new_road=OffRoad(WINDING * own, WINDING * hours(gravel_truck)),
            gravel=OffRoad(detour * haul(gravel_truck), detour * hours(gravel_truck)),
            gravel_reach_km=card.access_gravel_limit_km.base,
            loading={vehicle: loaded(vehicle) for vehicle in (winter_truck, gravel_truck)},
            waiting_usd_per_t_d=bill_cost({Quantity.WAITING_D: 1.0}, prices),
            tonnes_per_y=cargo.tonnes_per_y,
        )
