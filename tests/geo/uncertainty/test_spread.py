"""The range of an answer: percentiles of what is drawn, and what moves it most (E39)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zimnik.geo.core.errors import InputError
from zimnik.geo.pricing.rates import Range
from zimnik.geo.uncertainty.samples import Input
from zimnik.geo.uncertainty.spread import MOST_SWINGS, Outcome, mean_outcome, spread_of

if TYPE_CHECKING:
    from zimnik.geo.uncertainty.samples import Samples

RATE = Input("rate", Range(10.0, 20.0, 80.0))
SMALL = Input("small", Range(1.0, 2.0, 3.0))
IDLE = Input("idle", Range(0.0, 5.0, 9.0))


def priced(samples: Samples) -> Outcome:
    """Return a cost of the rate and twice the small one, and half the rate in CO2."""
    rate, small = samples.of("rate", 0.0), samples.of("small", 0.0)
    return Outcome(
        rate + 2 * small, rate / 2, in_time_share=(rate < 20.0).astype(float), within_d=30.0
    )


# Tests (E39).
def test_one_number_alone_gives_its_own_low_base_and_high() -> None:
    spread = spread_of(lambda s: Outcome(s.of("rate", 0.0), s.of("rate", 0.0)), [RATE],
                       draws=20_000, seed=5)  # fmt: skip
    cost = spread.usd_per_t
    assert (cost.p10, cost.p50, cost.p90) == pytest.approx((10.0, 20.0, 80.0), rel=0.04)


# Tests (E39).
def test_swings_are_those_of_one_number_at_its_ends_the_widest_first() -> None:
    spread = spread_of(priced, [IDLE, SMALL, RATE], draws=200, seed=1)
    told = [(s.name, s.at_low_usd_per_t, s.at_high_usd_per_t) for s in spread.swings]
    assert told == [("rate", 14.0, 84.0), ("small", 22.0, 26.0)]


def test_the_chance_of_arriving_is_told_with_its_limit() -> None:
    spread = spread_of(priced, [RATE, SMALL], draws=4000, seed=2)
    assert spread.in_time_share == pytest.approx(0.5, abs=0.03)
    assert spread.within_d == 30.0


def test_no_more_than_ten_swings_are_told() -> None:
    many = [Input(f"rate {n}", Range(1.0, 2.0, 3.0 + n)) for n in range(15)]
    total = lambda s: Outcome(s.values.sum(axis=1), s.values.sum(axis=1))  # noqa: E731
    spread = spread_of(total, many, draws=5, seed=1)
    assert [swing.name for swing in spread.swings] == [f"rate {n}" for n in range(14, 4, -1)]
    assert len(spread.swings) == MOST_SWINGS


def test_the_same_seed_gives_the_same_range() -> None:
    first, again = (spread_of(priced, [RATE, SMALL], draws=50, seed=7) for _ in range(2))
    assert first == again


@pytest.mark.parametrize(("draws", "seed"), [(0, 1), (-3, 1), (5, -1)])
def test_no_draw_and_negative_seed_are_refused(draws: int, seed: int) -> None:
    with pytest.raises(InputError, match="one draw or more and a seed of 0 or more"):
        spread_of(priced, [RATE], draws=draws, seed=seed)


def test_draws_in_which_not_all_arrives_are_counted_and_left_out() -> None:
    some = np.array([np.inf, 1.0, 3.0, 2.0])
    spread = spread_of(lambda s: Outcome(some[: s.count], some[: s.count]), [RATE], draws=4, seed=1)
    assert (spread.arrives_share, spread.usd_per_t.p50) == (0.75, 2.0)


def test_cargo_that_arrives_in_no_draw_is_refused() -> None:
    nothing = np.array([np.inf, np.inf])
    with pytest.raises(InputError, match="cargo that arrives in some draw"):
        spread_of(lambda _: Outcome(nothing, nothing), [RATE], draws=2, seed=1)


def test_several_cargoes_are_one_by_their_tonnes() -> None:
    """A tonne and three, US$ 40 paid besides; of days that one does not know none are told."""
    one = Outcome(np.array([10.0, 20.0]), np.array([1.0, 1.0]), duration_d=np.array([4.0, 8.0]))
    other = Outcome(
        np.array([30.0, 60.0]),
        np.array([2.0, 4.0]),
        duration_d=np.array([12.0, 16.0]),
        in_time_share=np.array([1.0, 0.5]),
        within_d=30.0,
    )
    both = mean_outcome([one, other], [1.0, 3.0], fixed_usd=40.0)
    assert both.usd_per_t.tolist() == [25.0 + 10.0, 50.0 + 10.0]
    assert both.co2_kg_per_t.tolist() == [1.75, 3.25]
    assert both.duration_d is not None
    assert both.duration_d.tolist() == [10.0, 14.0]
    assert both.in_time_share is not None
    assert both.in_time_share.tolist() == [1.0, 0.625]
    assert both.within_d == 30.0
    unknown = mean_outcome([replace(one, duration_d=None), other], [1.0, 3.0])
    assert unknown.duration_d is None
    assert mean_outcome([one], [5.0]).in_time_share is None
