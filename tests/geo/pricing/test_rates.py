"""Rate cards: their mappings stay as they are, and their pace is told apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.geo.drawn import around, exactly
from zimnik.geo.core.frozen import FrozenDict
from zimnik.geo.core.vocabulary import Quantity, Vehicle

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard


def test_no_mapping_of_a_card_can_be_changed(card: RateCard) -> None:
    mappings = [name for name in card.__slots__ if isinstance(getattr(card, name), dict)]
    assert len(mappings) == 15
    for name in mappings:
        assert type(getattr(card, name)) is FrozenDict
    with pytest.raises(TypeError, match="frozen"):
        card.prices_usd[Quantity.RAIL_1520_TKM] = around(1.0)  # type: ignore[index]  # as a user may


def test_pace_is_that_of_base_speeds_and_dwells(card: RateCard) -> None:
    """A wider range of the same base makes no other days, and so no other network."""
    wider = replace(card, speeds_km_per_d={**card.speeds_km_per_d, Vehicle.BARGE: around(100.0)})
    assert wider.pace == card.pace
    slower = replace(card, speeds_km_per_d={**card.speeds_km_per_d, Vehicle.BARGE: exactly(60.0)})
    assert list(slower.pace.differences(card.pace)) == ["barge 60 km/d, not 100"]
    fewer = replace(card, dwells_d={})
    assert "station_lift none d, not 1" in list(fewer.pace.differences(card.pace))
