"""Published freights lie between the low and the high of the shipped card, both parts together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zimnik.geo.core.vocabulary import HAUL_OF_VEHICLE, TKM_OF_VEHICLE, Vehicle
from zimnik.layers import load_atlas, load_rate_card

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import Level, RateCard

# Roubles of 2022 in dollars of 2025: by the deflators of both years, then at 83.3 a dollar.
RUB_2022 = 146.586 / 118.185 / 83.3


@pytest.fixture(scope="module")
def card() -> RateCard:
    return load_rate_card(load_atlas(drawn=False))


def freight(card: RateCard, vehicle: Vehicle, length_km: float, level: Level) -> float:
    boarding = card.prices_usd[HAUL_OF_VEHICLE[vehicle]].at(level)
    return boarding + card.prices_usd[TKM_OF_VEHICLE[vehicle]].at(level) * length_km


@pytest.mark.parametrize(
    ("vehicle", "length_km", "usd_per_t"),
    [
        # Rostov to the Marmara Sea and to Mersin, September 2025 and January 2026.
        (Vehicle.RIVER_SEA_VESSEL, 1270.0, 41.5),
        (Vehicle.RIVER_SEA_VESSEL, 2450.0, 57.5),
        (Vehicle.RIVER_SEA_VESSEL, 1270.0, 34.5),
        (Vehicle.RIVER_SEA_VESSEL, 2450.0, 51.5),
        # Samara to Rostov, two weeks of August 2022.
        (Vehicle.BARGE, 1400.0, 3500 * RUB_2022),
        (Vehicle.BARGE, 1400.0, 2700 * RUB_2022),
    ],
)
def test_published_freight_lies_in_the_range(
    card: RateCard, vehicle: Vehicle, length_km: float, usd_per_t: float
) -> None:
    low, high = (freight(card, vehicle, length_km, level) for level in ("low", "high"))
    assert low < usd_per_t < high


def test_rail_is_the_tariff_and_its_wagon(card: RateCard) -> None:
    # An own open wagon with 69 t: 2,132 + 7.445 RUB per km of 2003, times 7.42 for 2025. Long hauls
    # at 0.9, wagon RUB 0.11 and empty run 0.13 per t-km, 130 and 90 per t on boarding.
    per_km = 7.445 * 7.42 / 69 * 0.9 + 0.11 + 0.13
    boarding = 2132 * 7.42 / 69 + 90 + 130
    whole = (boarding + per_km * 2489) / 83.3
    assert freight(card, Vehicle.RAIL_1520, 2489.0, "base") == pytest.approx(whole, rel=0.01)
