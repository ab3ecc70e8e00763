"""What working a stage costs: prices in the narrowest area, annuities, by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.geo.drawn import exactly
from tests.geo.plants import CRACKING, HERE, PRICES
from zimnik.geo.pricing.rates import annuity_per_y
from zimnik.geo.processing.plant_costs import processing_usd
from zimnik.geo.processing.plants import Location
from zimnik.geo.processing.recipes import stage_flow


# Tests (E16).
def test_annuity_repays_the_loan() -> None:
    share, rate = annuity_per_y(12.0, 20.0), 1.12
    debt = 100.0
    for _ in range(20):
        debt = debt * rate - 100.0 * share
    assert debt == pytest.approx(0.0, abs=1e-9)
    assert annuity_per_y(0.0, 20.0) == pytest.approx(0.05)


# Tests (E16).
def test_processing_by_hand() -> None:
    flow = stage_flow(CRACKING, 1.0, 100.0, "base")
    costs, missing = processing_usd(flow, PRICES, HERE, 0.0)
    # Plant: US$ 1,000 over 20 years, and 5 % upkeep.
    assert costs == pytest.approx({"power": 10.0, "heat": 10.0, "residue": 6.0, "plant": 100.0})
    assert missing == ()


# Tests (E16).
def test_narrowest_area_has_the_price_and_a_missing_one_is_told() -> None:
    prices = replace(PRICES, local={**PRICES.local, ("energy", "power", "Krai"): exactly(0.3)})
    assert prices.at("energy", "power", HERE) == exactly(0.3)
    assert prices.at("energy", "power", Location("Oblast", "RU")) == exactly(0.1)
    assert prices.at("energy", "power", Location("Oblast", "KZ")) is None
    flow = stage_flow(CRACKING, 1.0, 100.0, "base")
    costs, missing = processing_usd(flow, PRICES, Location("Oblast", "KZ"), 0.0)
    assert costs["power"] == 0.0
    assert missing == ("no price of power (energy) in Oblast: it is left out",)
