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
    SPREAD_Z,
    YEAR,
    YEARS,
    Input,
    draw_samples,
    one_at_a_time,
    two_piece,
    year_type_of,
)


def test_a_draw_is_the_same_however_many_are_drawn() -> None:
    inputs = card_inputs(round_card(), Range(0.8, 1.0, 1.2))
    few, many = draw_samples(inputs, 3, seed=7), draw_samples(inputs, 50, seed=7)
    assert np.array_equal(few.values, many.values[:3])
    assert not np.array_equal(few.values, draw_samples(inputs, 3, seed=8).values)


# Tests (E19).
@given(
    # Of a range from next to nothing to much no draw is a number.
    ends=st.lists(st.integers(0, 10**6).map(lambda n: n / 1000), min_size=3, max_size=3).map(
        sorted
    ),
    z=st.floats(-4.0, 4.0),
)
def test_low_base_and_high_are_percentiles_and_no_draw_is_negative(
    ends: list[float], z: float
) -> None:
    values = Range(*ends)
    at = two_piece(values, np.array([-SPREAD_Z, 0.0, SPREAD_Z, z, z + 0.5]))
    assert at[:3] == pytest.approx(ends, rel=1e-9, abs=1e-9)
    assert 0.0 <= at[3] <= at[4] * (1 + 1e-12)


@given(st.integers(0, 2**32), st.permutations(["road", "rail", "store", "ship"]))
def test_what_else_is_drawn_moves_no_draw(seed: int, order: list[str]) -> None:
    """Two cases, one with a rate that is known and another order, are drawn alike otherwise."""
    cause = {"road": "fuel", "rail": "fuel"}
    inputs = {name: Input(name, Range(1.0, 2.0, 8.0), cause.get(name, "")) for name in order}
    every = draw_samples([inputs[name] for name in order], 5, seed)
    known = draw_samples([one for name, one in inputs.items() if name != order[0]], 5, seed)
    for name in order[1:]:
        assert known.of(name, 0).tolist() == every.of(name, 0).tolist()
    assert len({tuple(every.of(name, 0)) for name in order}) == len(order)


def test_of_many_draws_a_tenth_lie_below_the_low_and_a_tenth_above_the_high() -> None:
    for values in (Range(1.0, 2.0, 8.0), Range(0.0, 3.0, 4.0), Range(0.0, 0.0, 2.0)):
        (drawn,) = draw_samples([Input("rate", values)], 4000, seed=3).values.T
        assert (drawn < values.low).mean() <= 0.12
        assert (drawn > values.high).mean() == pytest.approx(0.1, abs=0.02)
        assert np.median(drawn) == pytest.approx(values.base, abs=0.1)


def test_a_share_is_never_drawn_above_the_whole() -> None:
    water = Input("moisture_ore", Range(5.0, 50.0, 95.0), most=99.0)
    assert draw_samples([water], 2000, seed=1).values.max() == 99.0


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
