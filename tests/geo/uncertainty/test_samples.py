"""Samples: the same for the same seed, within their ranges, joined by their causes (E19)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.geo.drawn import round_card
from zimnik.geo.core.errors import InputError
from zimnik.geo.pricing.rates import Range
from zimnik.geo.uncertainty.sampled_rates import (
    FUEL,
    HANDLING,
    card_inputs,
)
from zimnik.geo.uncertainty.samples import (
    SHARED,
    YEAR,
    YEARS,
    Input,
    draw_samples,
    one_at_a_time,
    triangular,
    year_type_of,
)


def test_a_draw_is_the_same_however_many_are_drawn() -> None:
    inputs = card_inputs(round_card(), Range(0.8, 1.0, 1.2))
    few, many = draw_samples(inputs, 3, seed=7), draw_samples(inputs, 50, seed=7)
    assert np.array_equal(few.values, many.values[:3])
    assert not np.array_equal(few.values, draw_samples(inputs, 3, seed=8).values)


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


# Tests (A42).
def test_year_types_come_in_their_shares() -> None:
    samples = draw_samples([Input(YEAR, Range(0.0, 0.5, 1.0))], 4000, seed=1)
    by_year = samples.by_year()
    for year, share in YEARS.items():
        assert len(by_year[year]) / samples.count == pytest.approx(share, abs=0.03)
        assert {year_type_of(samples.sample(int(row))) for row in by_year[year]} == {year}


# Tests (A41).
def test_one_cause_moves_its_rates_together_and_no_others() -> None:
    inputs = [
        Input(name, Range(0.0, 1.0, 2.0), cause)
        for name, cause in (("truck", FUEL), ("ship", FUEL), ("lift", HANDLING), ("rail", ""))
    ]
    truck, ship, lift, rail = draw_samples(inputs, 4000, seed=1).values.T
    assert np.corrcoef(truck, ship)[0, 1] == pytest.approx(SHARED, abs=0.05)
    for other in (lift, rail):
        assert abs(np.corrcoef(truck, other)[0, 1]) < 0.05


def test_one_at_a_time_has_the_low_and_the_high_of_each_input() -> None:
    inputs = [Input("a", Range(1.0, 2.0, 3.0)), Input("b", Range(4.0, 5.0, 6.0))]
    samples = one_at_a_time(inputs)
    assert samples.values.tolist() == [[1.0, 5.0], [3.0, 5.0], [2.0, 4.0], [2.0, 6.0]]


@pytest.mark.parametrize(("draws", "seed"), [(0, 1), (5, -1)])
def test_no_draw_and_negative_seed_are_refused(draws: int, seed: int) -> None:
    with pytest.raises(InputError, match="one draw or more and a seed of 0 or more"):
        draw_samples([], draws, seed)
