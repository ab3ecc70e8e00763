"""Worlds: the same for the same seed, within their ranges, joined by their causes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.geo.drawn import exactly, round_card
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Quantity, YearType
from zimnik.geo.pricing.bill import QUANTITY_INDEX, price_vector
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.pricing.rates import Range
from zimnik.geo.uncertainty.samples import (
    FUEL,
    HANDLING,
    SHARED,
    YEAR,
    YEARS,
    Input,
    base_world,
    card_inputs,
    card_of,
    draw_worlds,
    triangular,
    year_type_of,
)

ORE = Cargo("ore", 1000.0, 500.0)


def test_a_draw_is_the_same_however_many_are_drawn() -> None:
    inputs = card_inputs(round_card(), Range(0.8, 1.0, 1.2))
    few, many = draw_worlds(inputs, 3, seed=7), draw_worlds(inputs, 50, seed=7)
    assert np.array_equal(few.values, many.values[:3])
    assert not np.array_equal(few.values, draw_worlds(inputs, 3, seed=8).values)


@given(st.lists(st.integers(0, 20), min_size=3, max_size=3).map(sorted), st.floats(0, 1))
def test_triangular_value_has_its_share_below_it(ends: list[int], share: float) -> None:
    low, mode, high = ends
    (value,) = triangular(Range(low, mode, high), np.array([share]))
    if low == high:
        assert value == mode
    elif value < mode:
        assert (value - low) ** 2 / ((high - low) * (mode - low)) == pytest.approx(share, abs=1e-9)
    elif mode < high:
        above = (high - value) ** 2 / ((high - low) * (high - mode))
        assert above == pytest.approx(1 - share, abs=1e-9)
    else:
        assert share == pytest.approx(1.0)


def test_year_types_come_in_their_shares() -> None:
    worlds = draw_worlds([Input(YEAR, Range(0.0, 0.5, 1.0))], 4000, seed=1)
    kinds = [year_type_of(worlds.world(number)) for number in range(worlds.count)]
    for kind, share in YEARS.items():
        assert kinds.count(kind) / worlds.count == pytest.approx(share, abs=0.03)


def test_one_cause_moves_its_rates_together_and_no_others() -> None:
    inputs = [
        Input(name, Range(0.0, 1.0, 2.0), cause)
        for name, cause in (("truck", FUEL), ("ship", FUEL), ("lift", HANDLING), ("rail", ""))
    ]
    truck, ship, lift, rail = draw_worlds(inputs, 4000, seed=1).values.T
    assert np.corrcoef(truck, ship)[0, 1] == pytest.approx(SHARED, abs=0.05)
    for other in (lift, rail):
        assert abs(np.corrcoef(truck, other)[0, 1]) < 0.05


def test_base_world_has_the_card_itself() -> None:
    card = round_card()
    world = base_world(card_inputs(card, exactly(1.0)))
    assert year_type_of(world) is YearType.NORMAL
    assert np.allclose(price_vector(card_of(card, world), ORE), price_vector(card, ORE))


def test_rouble_moves_what_is_paid_in_roubles_once_for_all() -> None:
    card = round_card()
    weak = {**base_world(card_inputs(card, Range(0.5, 1.0, 2.0))), "rouble": 0.5}
    ratio = price_vector(card_of(card, weak), ORE) / np.maximum(price_vector(card, ORE), 1e-12)
    assert ratio[QUANTITY_INDEX[Quantity.RAIL_1520_TKM]] == pytest.approx(0.5)
    assert ratio[QUANTITY_INDEX[Quantity.ESCORT_ZONE]] == pytest.approx(0.5)
    assert ratio[QUANTITY_INDEX[Quantity.RAIL_1435_TKM]] == pytest.approx(1.0)


@pytest.mark.parametrize(("draws", "seed"), [(0, 1), (5, -1)])
def test_no_draw_and_negative_seed_are_refused(draws: int, seed: int) -> None:
    with pytest.raises(InputError, match="one draw or more and a seed of 0 or more"):
        draw_worlds([], draws, seed)
