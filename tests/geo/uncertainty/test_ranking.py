"""Ranks, regret and the value of knowing, on tables small enough to work out by hand (E19)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from zimnik.geo.core.errors import InputError
from zimnik.geo.pricing.rates import Range
from zimnik.geo.uncertainty.ranking import (
    evpi,
    evppi,
    rank_hubs,
    rank_shares,
    tornado,
)
from zimnik.geo.uncertainty.samples import Input, one_at_a_time

# Two samples, equally likely; the coast costs 100 or 300, the railway 180 in both.
COAST_OR_RAILWAY = np.array([[100.0, 180.0], [300.0, 180.0]])


def test_perfect_information_in_two_samples_is_worth_what_the_hand_says() -> None:
    """Without knowing: the railway, 180. Knowing: 100 or 180, 140 on average. Worth 40."""
    assert evpi(COAST_OR_RAILWAY) == pytest.approx(40.0)


def test_knowing_the_input_that_makes_the_samples_is_worth_as_much() -> None:
    assert evppi(np.array([0.0, 1.0]), COAST_OR_RAILWAY) == pytest.approx(40.0)


def test_knowing_an_input_that_tells_nothing_is_worth_nothing() -> None:
    samples = np.repeat(COAST_OR_RAILWAY, 2, axis=0)
    assert evppi(np.array([0.0, 1.0, 0.0, 1.0]), samples) == pytest.approx(0.0)
    assert evppi(np.ones(4), samples) == 0.0


def test_regret_is_the_excess_over_the_best_hub_of_each_sample() -> None:
    railway, coast = rank_hubs(["coast", "railway"], COAST_OR_RAILWAY)
    assert (railway.hub_id, railway.mean_usd_per_t) == ("railway", 180.0)
    assert (railway.mean_regret_usd_per_t, railway.most_regret_usd_per_t) == (40.0, 80.0)
    assert (coast.mean_regret_usd_per_t, coast.most_regret_usd_per_t) == (60.0, 120.0)
    assert railway.rank_shares == coast.rank_shares == (0.5, 0.5)


def test_tie_shares_the_ranks() -> None:
    shares = rank_shares(np.array([[5.0, 5.0, 7.0], [5.0, 6.0, 7.0]]))
    assert shares.tolist() == [[0.75, 0.25, 0.0], [0.25, 0.75, 0.0], [0.0, 0.0, 1.0]]


def test_hub_without_a_cost_has_no_rank() -> None:
    with pytest.raises(InputError, match="row b: expected a cost in every sample"):
        rank_hubs(["a", "b"], np.array([[1.0, np.inf]]))


def test_tornado_names_first_what_moves_the_lead_most() -> None:
    inputs = [
        Input("rail", Range(1, 2, 4)),
        Input("sea", Range(0, 2, 9)),
        Input("air", Range(1, 1, 1)),
    ]
    ends = one_at_a_time(inputs)
    swings = tornado(inputs, 2 * ends.of("rail", 0.0) - ends.of("sea", 0.0))
    assert [(s.name, s.lead_at_low_usd_per_t, s.lead_at_high_usd_per_t) for s in swings] == [
        ("sea", 4.0, -5.0),
        ("rail", 0.0, 6.0),
        ("air", 2.0, 2.0),
    ]
    assert [swing.overturns for swing in swings] == [True, False, False]


COSTS = arrays(float, st.tuples(st.integers(1, 30), st.integers(1, 4)), elements=st.integers(0, 50))


@given(COSTS)
def test_every_sample_gives_every_rank_once(costs: np.ndarray) -> None:
    shares = rank_shares(costs)
    assert shares.sum(axis=0) == pytest.approx(1.0)
    assert shares.sum(axis=1) == pytest.approx(1.0)


@given(COSTS)
def test_knowing_all_is_worth_the_least_mean_regret(costs: np.ndarray) -> None:
    """An identity: the mean regret of the best choice is the value of perfect information."""
    hubs = rank_hubs([f"h{n}" for n in range(costs.shape[1])], costs)
    least = min(hub.mean_regret_usd_per_t for hub in hubs)
    assert evpi(costs) == pytest.approx(least, abs=1e-9)


@given(COSTS, st.data())
def test_knowing_an_input_of_few_values_is_worth_no_more_than_knowing_all(
    costs: np.ndarray,
    data: st.DataObject,
) -> None:
    values = np.array([float(data.draw(st.integers(0, 2))) for _ in range(len(costs))])
    worth = evppi(values, costs)
    by_hand = sum(
        costs[values == value].mean(axis=0).min() * (values == value).mean()
        for value in np.unique(values)
    )
    assert worth == pytest.approx(costs.mean(axis=0).min() - by_hand, abs=1e-6)
    assert worth <= evpi(costs) + 1e-6
