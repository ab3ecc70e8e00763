"""Recipes: yields and balances by hand, prices in the narrowest area, annuities."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.geo.drawn import exactly
from tests.geo.plants import CRACKING, HERE, PRICES, SEPARATION
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.pricing.rates import Range, annuity_per_y
from zimnik.geo.processing.flows import balance_faults, require_balance, scaled
from zimnik.geo.processing.plant_costs import processing_usd
from zimnik.geo.processing.plants import Location
from zimnik.geo.processing.recipes import chain_of, recipe_for, stage_flow


def test_pull_follows_from_grade_and_recovery() -> None:
    # 100 kg REO in a tonne, 80 of them in a product of 50 %: 160 kg.
    flow = stage_flow(CRACKING, 1.0, 100.0, "base")
    assert flow.product_t == pytest.approx(0.16)
    assert flow.reo_out_kg == pytest.approx(80.0)
    assert flow.reo_lost_kg == pytest.approx(20.0)
    # In: 1 t and 0.5 t of acid; out: 0.16 + 0.01 + 0.6 t; the rest is discharged.
    assert flow.discharge_t == pytest.approx(1.5 - 0.77)


def test_a_given_pull_stands() -> None:
    given_pull = replace(CRACKING, product_reo_grade_pct=None, mass_pull_t_per_t=0.25)
    assert stage_flow(given_pull, 2.0, 100.0, "base").product_t == pytest.approx(0.5)


def test_stages_hand_on_all_that_they_make() -> None:
    flows = chain_of(
        (CRACKING, SEPARATION), "mine", "ore", 10.0, (Stage.CRACKING, Stage.SEPARATION)
    )
    assert flows is not None
    first, second = flows
    assert second.feed_t == pytest.approx(first.product_t)
    # 100 kg x 0.8 x 0.95 = 76 kg, in oxides of 100 %.
    assert second.reo_out_kg == pytest.approx(76.0)
    assert second.product_t == pytest.approx(0.076)


def test_a_stage_without_a_recipe_has_no_chain() -> None:
    assert chain_of((CRACKING,), "mine", "ore", 10.0, (Stage.CRACKING, Stage.SEPARATION)) is None
    assert chain_of((CRACKING,), "mine", "concentrate", 10.0, (Stage.CRACKING,)) is None


def test_own_recipe_of_a_deposit_comes_first() -> None:
    own = replace(CRACKING, recipe_id="own", deposit_id="mine")
    assert recipe_for((CRACKING, own), "mine", "ore", Stage.CRACKING) is own
    assert recipe_for((CRACKING, own), "other", "ore", Stage.CRACKING) is CRACKING


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


def test_recovery_above_one_does_not_pass() -> None:
    alchemy = replace(CRACKING, reo_recovery=Range(1.1, 1.1, 1.1))
    with pytest.raises(InputError, match="no more REO out than in"):
        chain_of((alchemy,), "mine", "ore", 10.0, (Stage.CRACKING,))


def test_annuity_repays_the_loan() -> None:
    share, rate = annuity_per_y(12.0, 20.0), 1.12
    debt = 100.0
    for _ in range(20):
        debt = debt * rate - 100.0 * share
    assert debt == pytest.approx(0.0, abs=1e-9)
    assert annuity_per_y(0.0, 20.0) == pytest.approx(0.05)


def test_processing_by_hand() -> None:
    flow = stage_flow(CRACKING, 1.0, 100.0, "base")
    costs, missing = processing_usd(flow, PRICES, HERE, 0.0)
    # Plant: US$ 1,000 over 20 years, and 5 % upkeep.
    assert costs == pytest.approx({"power": 10.0, "heat": 10.0, "residue": 6.0, "plant": 100.0})
    assert missing == ()


def test_narrowest_area_has_the_price_and_a_missing_one_is_told() -> None:
    prices = replace(PRICES, local={**PRICES.local, ("energy", "power", "Krai"): exactly(0.3)})
    assert prices.at("energy", "power", HERE) == exactly(0.3)
    assert prices.at("energy", "power", Location("Oblast", "RU")) == exactly(0.1)
    assert prices.at("energy", "power", Location("Oblast", "KZ")) is None
    flow = stage_flow(CRACKING, 1.0, 100.0, "base")
    costs, missing = processing_usd(flow, PRICES, Location("Oblast", "KZ"), 0.0)
    assert costs["power"] == 0.0
    assert missing == ("no price of power (energy) in Oblast: it is left out",)
