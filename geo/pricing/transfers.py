"""Which lift a change of vehicle takes, by the kind of place (docs/model.md, E4).

Owns the rule, not its price: the rate card says what a lift costs and how long cargo stands.
"""

from __future__ import annotations

from zimnik.geo.core.vocabulary import SITE_KINDS, PlaceKind, Quantity, TariffGroup, Vehicle

RAIL = frozenset({Vehicle.RAIL_1520, Vehicle.RAIL_1435})
ALL_SEASON_TRUCKS = frozenset({Vehicle.TRUCK, Vehicle.GRAVEL_TRUCK})
TRUCKS = ALL_SEASON_TRUCKS | {Vehicle.WINTER_TRUCK}
VESSELS = frozenset({Vehicle.BARGE, Vehicle.RIVER_SEA_VESSEL, Vehicle.ICE_CLASS_SHIP, Vehicle.SHIP})
LIFTS_PER_SITE_TRANSFER = 2.0
QUAY_LIFTS = {
    PlaceKind.SEA_PORT: Quantity.SEA_PORT_LIFT,
    PlaceKind.ARCTIC_PORT: Quantity.ARCTIC_PORT_LIFT,
    PlaceKind.ROADSTEAD: Quantity.ARCTIC_PORT_LIFT,
}
# The order that sets the tariffs of a port decides its lift, whatever kind of port it is.
TARIFF_LIFTS = {
    TariffGroup.FAR_NORTH: Quantity.ARCTIC_PORT_LIFT,
    TariffGroup.BASIN: Quantity.RIVER_PORT_LIFT,
}


def may_transfer(kind: PlaceKind) -> bool:
    """Whether cargo can change vehicle, start or end at a place of this kind."""
    return kind is not PlaceKind.WAYPOINT


def transfer_lifts(
    kind: PlaceKind,
    from_vehicle: Vehicle,
    to_vehicle: Vehicle,
    *,
    tariff_group: TariffGroup | None = None,
) -> dict[Quantity, float]:
    """Return the lifts that one tonne takes to change vehicle at a place.

    RULE 1: the same lorry drives on between paved and gravel road: no lift.
    RULE 2: at a site cargo is unloaded and loaded by the site's own means: two site lifts.
    RULE 3: an aircraft takes an airfield lift, whatever the other vehicle is.
    RULE 4: a vessel takes the lift of the tariff that an order sets for the place; without one
    that of the quay or roadstead; elsewhere that of a river port.
    RULE 5: between gauges, a gauge lift; between trucks, a road lift; else a station lift.
    """
    vehicles = {from_vehicle, to_vehicle}
    if vehicles <= ALL_SEASON_TRUCKS:
        return {}
    if kind in SITE_KINDS:
        return {Quantity.SITE_LIFT: LIFTS_PER_SITE_TRANSFER}
    return {terminal_lift(kind, vehicles, tariff_group=tariff_group): 1.0}


def end_lifts(
    kind: PlaceKind, vehicle: Vehicle, *, tariff_group: TariffGroup | None = None
) -> dict[Quantity, float]:
    """Return the lifts of loading one tonne where it starts, or unloading it where it ends."""
    if kind in SITE_KINDS:
        return {Quantity.SITE_LIFT: 1.0}
    return {terminal_lift(kind, {vehicle}, tariff_group=tariff_group): 1.0}


def terminal_lift(
    kind: PlaceKind, vehicles: set[Vehicle], *, tariff_group: TariffGroup | None = None
) -> Quantity:
    """Return the class of lift at a terminal for the vehicles that meet there."""
    if Vehicle.AIRCRAFT in vehicles:
        return Quantity.AIRFIELD_LIFT
    if vehicles & VESSELS:
        by_kind = QUAY_LIFTS.get(kind, Quantity.RIVER_PORT_LIFT)
        return by_kind if tariff_group is None else TARIFF_LIFTS[tariff_group]
    if vehicles == RAIL:
        return Quantity.GAUGE_LIFT
    if vehicles <= TRUCKS:
        return Quantity.ROAD_LIFT
    return Quantity.STATION_LIFT
