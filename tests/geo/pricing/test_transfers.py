"""The lift that a change of vehicle takes at each kind of place (E4)."""

from __future__ import annotations

import pytest

from zimnik.geo.core.vocabulary import PlaceKind, Quantity, TariffGroup, Vehicle
from zimnik.geo.pricing.transfers import end_lifts, may_transfer, transfer_lifts


@pytest.mark.parametrize(
    ("kind", "vehicles", "lifts"),
    [
        ("road_junction", ("truck", "gravel_truck"), {}),
        ("road_junction", ("gravel_truck", "winter_truck"), {Quantity.ROAD_LIFT: 1}),
        ("deposit", ("winter_truck", "gravel_truck"), {Quantity.SITE_LIFT: 2}),
        ("station", ("truck", "rail_1520"), {Quantity.STATION_LIFT: 1}),
        ("border", ("rail_1520", "rail_1435"), {Quantity.GAUGE_LIFT: 1}),
        ("river_port", ("rail_1520", "barge"), {Quantity.RIVER_PORT_LIFT: 1}),
        ("sea_port", ("rail_1520", "ship"), {Quantity.SEA_PORT_LIFT: 1}),
        ("arctic_port", ("winter_truck", "river_sea_vessel"), {Quantity.ARCTIC_PORT_LIFT: 1}),
        ("roadstead", ("river_sea_vessel", "ice_class_ship"), {Quantity.ARCTIC_PORT_LIFT: 1}),
        ("airfield", ("aircraft", "winter_truck"), {Quantity.AIRFIELD_LIFT: 1}),
        ("sea_port", ("aircraft", "ship"), {Quantity.AIRFIELD_LIFT: 1}),
    ],
)
def test_lift_follows_place_and_vehicles(
    kind: str, vehicles: tuple[str, str], lifts: dict[Quantity, float]
) -> None:
    first, second = (Vehicle(name) for name in vehicles)
    assert transfer_lifts(PlaceKind(kind), first, second) == lifts
    assert transfer_lifts(PlaceKind(kind), second, first) == lifts


@pytest.mark.parametrize("kind", ["river_port", "arctic_port", "sea_port"])
def test_an_order_decides_the_lift_of_a_vessel_whatever_kind_of_port_it_is(kind: str) -> None:
    barge, train = Vehicle.BARGE, Vehicle.RAIL_1520
    north, basin = TariffGroup.FAR_NORTH, TariffGroup.BASIN
    far = {Quantity.ARCTIC_PORT_LIFT: 1.0}
    near = {Quantity.RIVER_PORT_LIFT: 1.0}
    assert transfer_lifts(PlaceKind(kind), barge, train, tariff_group=north) == far
    assert end_lifts(PlaceKind(kind), barge, tariff_group=north) == far
    assert transfer_lifts(PlaceKind(kind), barge, train, tariff_group=basin) == near


def test_an_order_on_quays_says_nothing_of_lorries() -> None:
    lorries = Vehicle.TRUCK, Vehicle.WINTER_TRUCK
    lifts = transfer_lifts(PlaceKind.RIVER_PORT, *lorries, tariff_group=TariffGroup.FAR_NORTH)
    assert lifts == {Quantity.ROAD_LIFT: 1}


# Tests (A3).
def test_unloading_and_loading_at_a_site_is_a_whole_transfer() -> None:
    one_end = end_lifts(PlaceKind.HUB, Vehicle.TRUCK)
    both = transfer_lifts(PlaceKind.HUB, Vehicle.TRUCK, Vehicle.RAIL_1520)
    assert {lift: 2 * count for lift, count in one_end.items()} == both


def test_only_a_waypoint_refuses_transfers() -> None:
    assert [kind for kind in PlaceKind if not may_transfer(kind)] == [PlaceKind.WAYPOINT]
