"""Cost is a bill times a price vector, by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.geo.drawn import exactly, with_boarding
from zimnik.geo.core.vocabulary import PlaceKind, Quantity, Vehicle
from zimnik.geo.pricing.bill import (
    COMPONENTS,
    bill_cost,
    components,
    emission_vector,
    price_vector,
    quantity_row,
)
from zimnik.geo.pricing.rates import LEVELS, Range
from zimnik.geo.pricing.step_bills import link_bill, loading_bill, transfer_bill, unloading_bill

if TYPE_CHECKING:
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import RateCard


# Tests (E1, E3).
def test_link_costs_its_kilometres_and_its_extras(card: RateCard, ore: Cargo) -> None:
    bill = link_bill(Vehicle.ICE_CLASS_SHIP, 1000.0, card, escort_zones=2, crosses_border=True)
    # 1000 km at 0.03, two zones at 3, one border at 8
    assert bill_cost(bill, price_vector(card, ore)) == pytest.approx(30 + 6 + 8)


# Tests (E3, A8).
def test_dedicated_road_is_spread_over_the_tonnage(card: RateCard, ore: Cargo) -> None:
    bill = link_bill(Vehicle.WINTER_TRUCK, 100.0, card, dedicated=True)
    cost = {
        tonnes: components(
            quantity_row(bill), price_vector(card, replace(ore, tonnes_per_y=tonnes))
        )
        for tonnes in (50_000.0, 100_000.0)
    }
    # 100 km at US$ 10,000 a year over the tonnes
    assert cost[100_000.0]["dedicated_road"] == pytest.approx(10.0)
    assert cost[50_000.0]["dedicated_road"] == pytest.approx(20.0)
    assert cost[50_000.0]["winter_road"] == cost[100_000.0]["winter_road"]


# Tests (E3).
def test_day_under_way_costs_interest_and_a_day_of_dwell_storage_too(
    dear_time: RateCard, ore: Cargo
) -> None:
    prices = price_vector(dear_time, ore)
    # US$ 1,000 at 36.5 % a year is US$ 1 a day
    assert bill_cost({Quantity.UNDER_WAY_D: 10.0}, prices) == pytest.approx(10.0)
    assert bill_cost({Quantity.DWELL_D: 10.0}, prices) == pytest.approx(20.0)
    assert bill_cost({Quantity.WAITING_D: 10.0}, prices) == pytest.approx(20.0)


# Tests (E2).
def test_what_is_hauled_is_shipped_mass(card: RateCard, ore: Cargo) -> None:
    wet = replace(ore, moisture_pct=exactly(20.0), packaging_pct=exactly(10.0))
    bill = {Quantity.RAIL_1520_TKM: 1000.0}
    # 1 / 0.8 t of wet ore in bags of a tenth of its mass
    assert bill_cost(bill, price_vector(card, wet)) == pytest.approx(10 * 1.25 * 1.1)
    assert bill_cost(bill, emission_vector(card, wet)) == pytest.approx(10 * 1.25 * 1.1)


# Tests (E2).
def test_low_and_high_take_the_range_of_the_water(card: RateCard, ore: Cargo) -> None:
    # 1,000 km at US$ 0.005, 0.01 and 0.02, of 1 / 0.8, 1 / 0.5 and 1 / 0.2 t.
    wet = replace(ore, moisture_pct=Range(20.0, 50.0, 80.0))
    bill = {Quantity.RAIL_1520_TKM: 1000.0}
    assert bill_cost(bill, price_vector(card, wet, level="low")) == pytest.approx(6.25)
    assert bill_cost(bill, price_vector(card, wet)) == pytest.approx(20.0)
    assert bill_cost(bill, price_vector(card, wet, level="high")) == pytest.approx(100.0)


# Tests (E3).
def test_road_is_spread_over_dry_tonnes_whatever_the_moisture(card: RateCard, ore: Cargo) -> None:
    bill = {Quantity.DEDICATED_WINTER_ROAD_KM: 100.0}
    wet = replace(ore, moisture_pct=exactly(20.0))
    assert bill_cost(bill, price_vector(card, wet)) == bill_cost(bill, price_vector(card, ore))


# Tests (E1, E4).
def test_a_haul_has_a_part_that_is_paid_when_a_tonne_boards(card: RateCard) -> None:
    """By train to a border, on by the train of another gauge: each is a haul, a landing is none."""
    loaded = loading_bill(PlaceKind.STATION, Vehicle.RAIL_1520, card)
    changed = transfer_bill(PlaceKind.BORDER, Vehicle.RAIL_1520, Vehicle.RAIL_1435, card)
    landed = unloading_bill(PlaceKind.STATION, Vehicle.RAIL_1435)
    hauls = {Quantity.RAIL_1520_HAUL, Quantity.RAIL_1435_HAUL}
    assert {q: loaded[q] for q in hauls & set(loaded)} == {Quantity.RAIL_1520_HAUL: 1.0}
    assert {q: changed[q] for q in hauls & set(changed)} == {Quantity.RAIL_1435_HAUL: 1.0}
    assert not hauls & set(landed)


# Tests (E4).
def test_the_same_lorry_drives_on_without_a_new_haul(card: RateCard) -> None:
    truck, gravel = Vehicle.TRUCK, Vehicle.GRAVEL_TRUCK
    assert transfer_bill(PlaceKind.ROAD_JUNCTION, truck, gravel, card) == {}
    winter = transfer_bill(PlaceKind.ROAD_JUNCTION, gravel, Vehicle.WINTER_TRUCK, card)
    assert winter[Quantity.WINTER_TRUCK_HAUL] == 1.0
    for vehicle in (truck, gravel):
        assert loading_bill(PlaceKind.DEPOSIT, vehicle, card)[Quantity.TRUCK_HAUL] == 1.0


# Tests (E1).
def test_the_boarding_part_counts_to_the_component_of_its_mode(card: RateCard, ore: Cargo) -> None:
    """1,000 km by barge at 0.02 and US$ 5 to board."""
    prices = price_vector(with_boarding(card), ore)
    hauled = {Quantity.BARGE_TKM: 1000.0, Quantity.BARGE_HAUL: 1.0}
    assert components(quantity_row(hauled), prices)["river"] == pytest.approx(20.0 + 5.0)


# Tests (E1).
def test_every_quantity_belongs_to_one_component() -> None:
    listed = [quantity for quantities in COMPONENTS.values() for quantity in quantities]
    assert sorted(listed) == sorted(Quantity)


# Tests (E1).
def test_low_and_high_cards_bracket_the_base(card: RateCard, ore: Cargo) -> None:
    bill = link_bill(Vehicle.RAIL_1520, 1000.0, card)
    low, base, high = (
        bill_cost(bill, price_vector(card, ore, level=at)) for at in ("low", "base", "high")
    )
    assert (low, base, high) == pytest.approx((5.0, 10.0, 20.0))


# Tests (E1, A6).
def test_escort_and_emissions_have_a_low_and_a_high(card: RateCard, ore: Cargo) -> None:
    zone = Range(0.5, 3.0, 20.0)
    emitting = replace(card, emissions_kg={**card.emissions_kg, Quantity.ESCORT_ZONE: zone})
    bill = {Quantity.ESCORT_ZONE: 2.0, Quantity.SHIP_TKM: 100.0}
    emitted = [bill_cost(bill, emission_vector(emitting, ore, level=level)) for level in LEVELS]
    # Two zones of the icebreaker's own fuel, and 100 t-km at 0.01 kg.
    assert emitted == pytest.approx([2 * 0.5 + 1, 2 * 3 + 1, 2 * 20 + 1])
