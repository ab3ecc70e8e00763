"""Speeds and dwells of the shipped card against published figures that made no transit time."""

from __future__ import annotations

import pytest

from zimnik.geo.core.vocabulary import Quantity, Vehicle
from zimnik.geo.pricing.rates import DOWNSTREAM_SPEED, UPSTREAM_SPEED, RateCard
from zimnik.layers import load_atlas, load_rate_card


@pytest.fixture(scope="module")
def card() -> RateCard:
    return load_rate_card(load_atlas(drawn=False))


def test_a_delivery_by_rail_has_its_terminals_in_its_speed_alone(card: RateCard) -> None:
    assert card.dwells_d[Quantity.STATION_LIFT].base == 0
    assert card.dwells_d[Quantity.SITE_LIFT].base == 0


def test_a_block_train_outruns_the_mean_consignment_as_published(card: RateCard) -> None:
    assert card.block_train_km_per_d is not None
    # January to July 2015: 521 km/d by block trains, 345 km/d of all.
    times = card.block_train_km_per_d.base / card.speeds_km_per_d[Vehicle.RAIL_1520].base
    assert times == pytest.approx(521 / 345, rel=0.01)
    assert card.block_train_km_per_d.low == 521


@pytest.mark.parametrize(
    ("vehicle", "least_km_per_d", "most_km_per_d"),
    [
        # 9 or 10 h a day by law, at 1,000 km in 17 or in 15 h.
        (Vehicle.TRUCK, 9 * 1000 / 17, 10 * 1000 / 15),
        # 9 to 12 h at 25 km/h on ice or 30 on land, as at Tibbitt-Contwoyto.
        (Vehicle.WINTER_TRUCK, 9 * 25, 12 * 30),
    ],
)
def test_a_day_of_a_lorry_is_that_of_one_driver(
    card: RateCard, vehicle: Vehicle, least_km_per_d: float, most_km_per_d: float
) -> None:
    assert least_km_per_d <= card.speeds_km_per_d[vehicle].base <= most_km_per_d


def test_a_convoy_makes_nine_round_trips_of_the_upper_lena_in_a_navigation(card: RateCard) -> None:
    km, navigation_d = 938.0, 151.0
    speed = card.speeds_km_per_d[Vehicle.BARGE].base
    there_d = km / (speed * card.factor(DOWNSTREAM_SPEED).base)
    back_d = km / (speed * card.factor(UPSTREAM_SPEED).base)
    trip_d = there_d + back_d + card.turnarounds_d[Vehicle.BARGE].base
    assert navigation_d / trip_d == pytest.approx(9, abs=0.5)
