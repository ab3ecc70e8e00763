"""Fixtures of the room `geo`: rate cards and a cargo of round numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.geo.drawn import exactly, round_card
from zimnik.geo.pricing.cargo import Cargo

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard


@pytest.fixture
def card() -> RateCard:
    """Return the rate card of round numbers."""
    return round_card()


@pytest.fixture
def dear_time(card: RateCard) -> RateCard:
    """Return the same card with storage at US$ 1 and interest of 36.5 % a year."""
    return replace(card, storage_usd_per_t_d=exactly(1.0), interest_pct_per_y=exactly(36.5))


@pytest.fixture
def ore() -> Cargo:
    """Return 100,000 t a year of ore with 10 % REO, worth US$ 1,000 a tonne."""
    return Cargo("ore", 100_000.0, 1000.0, reo_grade_pct=10.0, reo_recovery_pct=80.0)
