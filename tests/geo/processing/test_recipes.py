"""Recipes: yields by hand, and which recipe a feed has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.geo.plants import CRACKING, SEPARATION
from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.processing.recipes import chain_of, recipe_for, stage_flow


# Tests (E14, E15).
def test_pull_follows_from_grade_and_recovery() -> None:
    # 100 kg REO in a tonne, 80 of them in a product of 50 %: 160 kg.
    flow = stage_flow(CRACKING, 1.0, 100.0, "base")
    assert flow.product_t == pytest.approx(0.16)
    assert flow.reo_out_kg == pytest.approx(80.0)
    assert flow.reo_lost_kg == pytest.approx(20.0)
    # In: 1 t and 0.5 t of acid; out: 0.16 + 0.01 + 0.6 t; the rest is discharged.
    assert flow.discharge_t == pytest.approx(1.5 - 0.77)


# Tests (E14).
def test_a_given_pull_stands() -> None:
    given_pull = replace(CRACKING, product_reo_grade_pct=None, mass_pull_t_per_t=0.25)
    assert stage_flow(given_pull, 2.0, 100.0, "base").product_t == pytest.approx(0.5)


# Tests (E14).
def test_a_product_without_rare_earths_takes_nothing_of_the_feed() -> None:
    assert (
        stage_flow(replace(CRACKING, product_reo_grade_pct=0.0), 1.0, 100.0, "base").product_t == 0
    )


# Tests (E14).
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


# Tests (E14).
def test_own_recipe_of_a_deposit_comes_first() -> None:
    own = replace(CRACKING, recipe_id="own", deposit_id="mine")
    assert recipe_for((CRACKING, own), "mine", "ore", Stage.CRACKING) is own
    assert recipe_for((CRACKING, own), "other", "ore", Stage.CRACKING) is CRACKING
