"""The balance that every stage keeps: tonnes and REO are neither made nor lost on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.geo.drawn import exactly
from tests.geo.plants import CRACKING, SEPARATION
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.pricing.rates import Range
from zimnik.geo.processing.flows import balance_faults, require_balance, scaled
from zimnik.geo.processing.recipes import chain_of, stage_flow


# Tests (E15).
@given(
    grade_pct=st.floats(0.1, 40.0),
    recovery=st.floats(0.05, 1.0),
    product_pct=st.floats(40.0, 100.0),
    tonnes=st.floats(0.1, 1e6),
)
def test_tonnes_and_reo_are_conserved(
    grade_pct: float, recovery: float, product_pct: float, tonnes: float
) -> None:
    recipe = replace(
        CRACKING,
        reo_recovery=exactly(recovery),
        product_reo_grade_pct=product_pct,
        by_products_t_per_t={},
        residue_t_per_t=0.5,
    )
    flows = chain_of(
        (recipe, SEPARATION), "mine", "ore", grade_pct, (Stage.CRACKING, Stage.SEPARATION)
    )
    assert flows is not None
    yearly = [scaled(flow, tonnes) for flow in flows]
    assert balance_faults(yearly) == []
    lost = sum(flow.reo_lost_kg for flow in yearly)
    assert yearly[-1].reo_out_kg + lost == pytest.approx(tonnes * grade_pct * 10)


# Tests (E15).
def test_each_breach_of_the_balance_is_told() -> None:
    flow = stage_flow(CRACKING, 1.0, 100.0, "base")
    for broken, expected in (
        (replace(flow, product_t=0.2), "tonnes out as tonnes in"),
        (replace(flow, reo_out_kg=90.0), "REO out as REO in"),
        (replace(flow, reo_out_kg=120.0, reo_lost_kg=-20.0), "no more REO out than in"),
        (replace(flow, product_t=0.07, discharge_t=0.82), "no more REO than the product weighs"),
        (replace(flow, residue_t=2.0, discharge_t=-0.67), "no more tonnes out than in"),
    ):
        assert expected in {fault.expected for fault in balance_faults([broken])}
    after = stage_flow(SEPARATION, 0.3, flow.reo_out_kg, "base")
    with pytest.raises(InputError, match="all that the stage before makes"):
        require_balance([flow, after])


# Tests (E15).
def test_recovery_above_one_does_not_pass() -> None:
    alchemy = replace(CRACKING, reo_recovery=Range(1.1, 1.1, 1.1))
    with pytest.raises(InputError, match="no more REO out than in"):
        chain_of((alchemy,), "mine", "ore", 10.0, (Stage.CRACKING,))
