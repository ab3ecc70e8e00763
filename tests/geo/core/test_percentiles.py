"""Percentiles of worlds, some of which may have no number (E39, E44, E60)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zimnik.geo.core.percentiles import finite_percentiles, percentiles_of

numbers = st.floats(-1e6, 1e6)


@given(st.lists(numbers, min_size=1, max_size=30))
def test_percentiles_are_those_of_numpy(values: list[float]) -> None:
    found = finite_percentiles(values)
    expected = np.quantile(values, (0.1, 0.5, 0.9))
    assert [found.p10, found.p50, found.p90] == pytest.approx(expected.tolist())


@given(st.lists(numbers, min_size=1, max_size=30), st.integers(0, 30))
def test_a_rank_without_a_number_has_none(values: list[float], lost: int) -> None:
    found = percentiles_of([*values, *[math.inf] * lost])
    last = len(values) + lost - 1
    for share, one in zip((0.1, 0.5, 0.9), (found.p10, found.p50, found.p90), strict=True):
        assert (one is None) == (math.ceil(share * last) >= len(values))


def test_no_values_have_no_percentiles() -> None:
    assert percentiles_of([]).p50 is None
    with pytest.raises(ValueError, match="no value"):
        finite_percentiles([])
