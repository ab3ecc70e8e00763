"""Indices of remoteness: the published example, arithmetic by hand, and each boundary (E20)."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zimnik.geo.core.errors import InputError
from zimnik.geo.remoteness.indices import (
    accessibility,
    aria_scores,
    far_levels,
    has_rural_access,
    rank_correlations,
    remoteness_index,
)

FAR_AWAY = math.inf


# Statistics Canada's toy case, cost limit 32 and least cost 3: A's centre, B's two, C's, D's two.
POPULATIONS = (3_000_000, 50_000, 3_000_000, 5_000, 1_000, 20_000)
COSTS = (
    (2, FAR_AWAY, FAR_AWAY, FAR_AWAY, FAR_AWAY, FAR_AWAY),
    (FAR_AWAY, 10, 30, FAR_AWAY, FAR_AWAY, FAR_AWAY),
    (FAR_AWAY, FAR_AWAY, FAR_AWAY, 20, FAR_AWAY, FAR_AWAY),
    (FAR_AWAY, FAR_AWAY, FAR_AWAY, FAR_AWAY, 60, 90),
)


def test_gravity_published_case() -> None:
    found = accessibility(POPULATIONS, COSTS, limit=32, least_cost=3)
    assert found == pytest.approx([1_000_000, 105_000, 250, 16.667], rel=1e-4)
    assert remoteness_index(found) == pytest.approx([0, 0.2049, 0.7539, 1], abs=5e-5)


def test_gravity_limit_itself_is_within_reach() -> None:
    at_limit = accessibility([100, 1000], [[10, 32]], limit=32, least_cost=3)
    beyond = accessibility([100, 1000], [[10, 32.01]], limit=32, least_cost=3)
    assert at_limit == pytest.approx([100 / 10 + 1000 / 32])
    assert beyond == pytest.approx([10])


def test_gravity_of_centres_out_of_reach_the_cheapest_counts_alone() -> None:
    assert accessibility([100, 9000], [[50, 60]], limit=32, least_cost=3) == pytest.approx([2])


def test_gravity_no_centre_at_all_is_the_most_remote() -> None:
    found = accessibility([100], np.array([[FAR_AWAY], [10], [5]]), limit=32, least_cost=3)
    assert found[0] == 0
    assert remoteness_index(found) == pytest.approx([1, 1, 0])


def test_gravity_sites_alike_are_alike() -> None:
    assert remoteness_index([7, 7]) == pytest.approx([0, 0])


def test_gravity_towns_without_people_or_cost_are_refused() -> None:
    with pytest.raises(InputError, match="population"):
        accessibility([], np.empty((2, 0)), limit=32, least_cost=3)
    with pytest.raises(InputError, match="1 others"):
        accessibility([math.nan], [[1.0]], limit=32, least_cost=3)


def test_aria_by_hand() -> None:
    """Means 20 and 60; the first site is 0.5 + 1.5, the second 1.5 + 0.5."""
    found = aria_scores([[10, 90], [30, 30]])
    assert found.means_km == pytest.approx([20, 60])
    assert found.scores == pytest.approx([2, 2])


def test_aria_ratio_is_capped_at_three() -> None:
    """Mean 25: 0, 0, 0 and 100 km, which is four times the mean."""
    assert aria_scores([[0], [0], [0], [100]]).scores == pytest.approx([0, 0, 0, 3])


def test_aria_ratio_of_three_itself() -> None:
    assert aria_scores([[0], [0], [30]]).scores == pytest.approx([0, 0, 3])


def test_aria_no_centre_counts_as_the_cap_and_not_in_the_mean() -> None:
    found = aria_scores(np.array([[FAR_AWAY], [10], [30]]))
    assert found.means_km == pytest.approx([20])
    assert found.scores == pytest.approx([3, 0.5, 1.5])


def test_aria_class_that_nobody_reaches() -> None:
    found = aria_scores([[FAR_AWAY], [FAR_AWAY]])
    assert np.isnan(found.means_km).all()
    assert found.scores == pytest.approx([3, 3])


def test_aria_everybody_at_a_centre() -> None:
    assert aria_scores([[0], [0]]).scores == pytest.approx([0, 0])


@given(
    st.lists(
        st.lists(st.floats(0, 1e6, allow_subnormal=False), min_size=5, max_size=5),
        min_size=1,
        max_size=8,
    ),
    st.floats(0.01, 100),
)
def test_aria_units_do_not_matter_and_scores_stay_within_0_and_15(
    distances: list[list[float]], factor: float
) -> None:
    rounded = np.round(distances, 3)
    scores = aria_scores(rounded).scores
    assert ((scores >= 0) & (scores <= 15)).all()
    assert aria_scores(rounded * factor).scores == pytest.approx(scores)


@pytest.mark.parametrize(
    ("hours", "level"),
    [
        ((0.99, 0.75, 0.5, 0.25), 0),
        ((1.0, 0.74, 0.5, 0.25), 1),
        ((1.0, 0.75, 0.49, 0.25), 2),
        ((1.0, 0.75, 0.5, 0.24), 3),
        ((1.0, 0.75, 0.5, 0.25), 4),
        ((FAR_AWAY, FAR_AWAY, FAR_AWAY, FAR_AWAY), 4),
        ((0.0, 0.0, 0.0, 0.0), 0),
    ],
)
def test_far_thresholds_themselves_are_remote(hours: tuple[float, ...], level: int) -> None:
    assert far_levels([hours]).tolist() == [level]


def test_rural_access_ends_at_two_kilometres() -> None:
    assert has_rural_access([0, 2, 2.001, FAR_AWAY]).tolist() == [True, True, False, False]


def test_ranks_by_hand() -> None:
    """Of ranks 1 2 3 4 and 1 2 4 3: rho is 1 - 6 * 2 / (4 * 15), tau is (5 - 1) / 6."""
    frame = pd.DataFrame({"a": [1.0, 2.0, 3.0, FAR_AWAY], "b": [10.0, 20.0, 40.0, 30.0]})
    (pair,) = rank_correlations(frame)
    assert (pair.one, pair.other, pair.sites) == ("a", "b", 4)
    assert pair.spearman == pytest.approx(0.8)
    assert pair.kendall == pytest.approx(4 / 6)


def test_ranks_unknown_is_left_out() -> None:
    frame = pd.DataFrame({"a": [1.0, 2.0, 3.0, math.nan], "b": [3.0, 2.0, 1.0, 9.0]})
    (pair,) = rank_correlations(frame)
    assert pair.sites == 3
    assert pair.spearman == pytest.approx(-1)


def test_ranks_an_index_of_one_value_has_no_correlation() -> None:
    (pair,) = rank_correlations(pd.DataFrame({"a": [4.0, 4.0, 4.0], "b": [1.0, 2.0, 3.0]}))
    assert pair.spearman is None
    assert pair.kendall is None
