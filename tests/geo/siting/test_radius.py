"""The radius formulation against trial of every set of hubs (E18)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.geo.siting_cases import least_cost_by_trial, one_stage, stage
from zimnik.geo.siting.solve import site_hubs

COST = st.sampled_from([1.0, 2.0, 3.0, 5.0, 8.0, 13.0, float("inf")])
FIXED = st.sampled_from([0.0, 0.0, 4.0, 9.0, 30.0])


@settings(max_examples=examples(100))
@given(st.data(), st.integers(2, 7), st.integers(2, 7))
def test_uncapacitated_hubs_by_radius_are_the_least(
    data: st.DataObject, count: int, hubs: int
) -> None:
    table = [[data.draw(COST) for _ in range(hubs)] for _ in range(count)]
    fixed = [data.draw(FIXED) for _ in range(hubs)]
    wanted = data.draw(st.sampled_from([None, *range(1, hubs + 1)]))
    asked = one_stage(table, stage("a", fixed, open_exactly=wanted))
    answer = site_hubs(asked)
    least = least_cost_by_trial(asked)
    found = float("inf") if answer.siting is None else answer.siting.cost_usd_per_y
    assert found == pytest.approx(least)
