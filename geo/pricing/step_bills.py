"""What each step of a path consumes: a link, a change of vehicle, loading and unloading.

Owns which quantities a step has; what a unit of each costs is `geo.pricing.bill`'s, and which lift
a change of vehicle takes `geo.pricing.transfers`'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.geo.core.vocabulary import HAUL_OF_VEHICLE, TKM_OF_VEHICLE, Quantity, TariffGroup
from zimnik.geo.pricing.transfers import end_lifts, transfer_lifts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.core.vocabulary import PlaceKind, Vehicle
    from zimnik.geo.pricing.bill import Bill
    from zimnik.geo.pricing.rates import RateCard


def link_bill(
    vehicle: Vehicle,
    length_km: float,
    card: RateCard,
    *,
    km_per_d: float | None = None,
    tkm_per_km: float = 1.0,
    escort_zones: float = 0.0,
    crosses_border: bool = False,
    dedicated: bool = False,
) -> Bill:
    """Return what one tonne consumes on a link: t-km, days, escort, border and dedicated road.

    A vehicle that carries a share of its payload runs as far for fewer tonnes, and one that goes
    against a river burns more, so a kilometre may count for more t-km than one (docs/model.md, E11
    and E29); without `km_per_d` it makes the speed of its vehicle on the card. A dedicated link
    carries its own kilometres; their yearly cost is spread over the tonnage in `price_vector`.
    Dedicated roads that are not winter roads have no price yet and are refused by the network.
    """
    speed_km_per_d = card.speeds_km_per_d[vehicle].base if km_per_d is None else km_per_d
    bill = {
        TKM_OF_VEHICLE[vehicle]: length_km * tkm_per_km,
        Quantity.UNDER_WAY_D: length_km / speed_km_per_d,
    }
    if escort_zones:
        bill[Quantity.ESCORT_ZONE] = escort_zones
    if crosses_border:
        bill[Quantity.BORDER_CROSSING] = 1.0
        bill[Quantity.DWELL_D] = card.dwells_d[Quantity.BORDER_CROSSING].base
    if dedicated:
        bill[Quantity.DEDICATED_WINTER_ROAD_KM] = length_km
    return bill


def transfer_bill(
    kind: PlaceKind,
    from_vehicle: Vehicle,
    to_vehicle: Vehicle,
    card: RateCard,
    *,
    tariff_group: TariffGroup | None = None,
) -> Bill:
    """Return what one tonne consumes when it changes vehicle: lifts, dwell, a new haul (E4).

    Where the same lorry drives on there is none of them.
    """
    lifts = transfer_lifts(kind, from_vehicle, to_vehicle, tariff_group=tariff_group)
    if not lifts:
        return {}
    return _boarded(_with_dwell(lifts, card, tariff_group), to_vehicle)


def loading_bill(
    kind: PlaceKind, vehicle: Vehicle, card: RateCard, *, tariff_group: TariffGroup | None = None
) -> Bill:
    """Return what loading one tonne at its origin consumes: lifts, dwell and a haul."""
    lifts = end_lifts(kind, vehicle, tariff_group=tariff_group)
    return _boarded(_with_dwell(lifts, card, tariff_group), vehicle)


def unloading_bill(
    kind: PlaceKind, vehicle: Vehicle, *, tariff_group: TariffGroup | None = None
) -> Bill:
    """Return what unloading one tonne at its destination consumes; it no longer waits there."""
    return dict(end_lifts(kind, vehicle, tariff_group=tariff_group))


def _boarded(bill: Bill, vehicle: Vehicle) -> Bill:
    """Return a bill with the part of a haul that a tonne pays when it boards."""
    return {**bill, HAUL_OF_VEHICLE[vehicle]: 1.0}


def _with_dwell(
    lifts: Mapping[Quantity, float], card: RateCard, tariff_group: TariffGroup | None
) -> Bill:
    dwell_d = sum(card.dwells_d[lift].base for lift in lifts)
    bill = {**lifts, **({Quantity.DWELL_D: dwell_d} if dwell_d else {})}
    if dwell_d and tariff_group is TariffGroup.FAR_NORTH:
        bill[Quantity.FAR_NORTH_STORAGE_D] = dwell_d
    return bill
