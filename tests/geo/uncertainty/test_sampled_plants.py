"""Recoveries and plant prices drawn: each at its place in its range, at home in roubles (E19)."""

from __future__ import annotations

import numpy as np
import pytest

from tests.geo.plants import one_sample
from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.pricing.rates import Range
from zimnik.geo.processing.plants import Location, PlantPrices, Plants, Supply
from zimnik.geo.processing.recipes import Recipe
from zimnik.geo.uncertainty.sampled_plants import at_position, chain_inputs, sampled_plants
from zimnik.geo.uncertainty.sampled_rates import CURRENCY
from zimnik.geo.uncertainty.samples import base_sample

RANGE = Range(10.0, 20.0, 50.0)
PLANTS = Plants(
    home_countries=frozenset({"RU"}),
    recipes=(
        Recipe(
            "r", Stage.CRACKING, "ore", "carbonate", Range(0.8, 0.9, 0.95), 59.0, None, {}, {}, {}
        ),
    ),
    prices=PlantPrices(
        supplies=(Supply("acid", "norilsk", RANGE), Supply("acid", "baotou_st", RANGE)),
        local={("energy", "power", ""): RANGE, ("capex", "cracking", ""): RANGE},
    ),
    locations={"norilsk": Location("Taimyr", "RU"), "baotou_st": Location("Inner Mongolia", "CN")},
)


@pytest.mark.parametrize(
    ("position", "value"), [(0.0, 10.0), (0.5, 15.0), (1.0, 20.0), (1.5, 35.0), (2.0, 50.0)]
)
def test_position_runs_from_low_over_base_to_high(position: float, value: float) -> None:
    assert at_position(RANGE, np.array([position])) == pytest.approx(value)


def test_one_draw_moves_all_makers_of_a_reagent() -> None:
    names = [given.name for given in chain_inputs(PLANTS)]
    assert names == ["recovery cracking", "price acid", "energy power", "capex cracking"]


def test_base_sample_leaves_recipes_and_prices_as_they_are() -> None:
    base = one_sample(**base_sample(chain_inputs(PLANTS)))
    plants = sampled_plants(PLANTS, base, at_home=True)
    assert plants.recipes[0].reo_recovery.base == pytest.approx(0.9)
    assert [supply.price_usd_per_t.base for supply in plants.prices.supplies] == [20.0, 20.0]


# Tests (A44).
def test_rouble_moves_energy_at_home_and_reagents_made_at_home() -> None:
    weak = one_sample(**{CURRENCY: 0.5})
    home, abroad = (sampled_plants(PLANTS, weak, at_home=flag) for flag in (True, False))
    for plants, power in ((home, 10.0), (abroad, 20.0)):
        assert plants.prices.local["energy", "power", ""].base == pytest.approx(power)
        assert plants.prices.local["capex", "cracking", ""].base == pytest.approx(20.0)
        made = {s.place_id: s.price_usd_per_t.base for s in plants.prices.supplies}
        assert made == {"norilsk": pytest.approx(10.0), "baotou_st": pytest.approx(20.0)}
