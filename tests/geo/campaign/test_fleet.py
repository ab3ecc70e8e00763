"""Loads, trips and vehicles by hand, and a published season (E12)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.geo.drawn import exactly, round_card
from zimnik.geo.campaign.fleet import VehicleNorm, fleet_line
from zimnik.geo.core.vocabulary import Vehicle


# Tests (A24).
def test_tibbitt_to_contwoyto_in_2007() -> None:
    """330,002 t went in 10,922 loads of 30.2 t, over 72 days: about 152 a day."""
    norm = VehicleNorm(payload_t=30.2, speed_km_per_d=250.0, turnaround_d=0.5, consist=1.0)
    assert norm.loads(330_002.0) == pytest.approx(10_922, rel=0.001)
    assert norm.loads(330_002.0) / 72 == pytest.approx(151.7, rel=0.001)


# Tests (A23).
def test_trains_of_wagons_by_hand() -> None:
    """20 t a wagon, 10 wagons a train, 100 km a day: 500 km there and back and a day to turn."""
    card = replace(
        round_card(),
        turnarounds_d={Vehicle.RAIL_1520: exactly(1.0)},
        consists={Vehicle.RAIL_1520: exactly(10.0)},
    )
    line = fleet_line(card, Vehicle.RAIL_1520, ("a", "b"), 500.0, 36_500.0, (100.0, 400.0))
    assert line.loads == pytest.approx(1_825)
    assert line.trips == pytest.approx(182.5)
    assert line.trips_per_d == pytest.approx(0.5)
    assert line.round_trip_d == pytest.approx(11)
    assert line.vehicles == 55
    assert line.busiest_vehicles == 220
