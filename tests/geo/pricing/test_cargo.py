"""Cargo of a site: what is known is used, what is not is said."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.geo.drawn import exactly
from zimnik.geo.core.errors import InputError
from zimnik.geo.pricing.cargo import Cargo, Shipper, SiteProduct, cargo_of_product

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard


# Tests (E3).
def test_known_grade_gives_value_and_reo(card: RateCard) -> None:
    product = SiteProduct("ore", planned_t_per_y=5000.0, reo_grade_pct=10.0)
    cargo, notes = cargo_of_product(product, card)
    assert cargo == Cargo("ore", 5000.0, 1000.0, reo_grade_pct=10.0)
    assert cargo.reo_kg_per_t == product.reo_kg_per_t == pytest.approx(100)
    assert notes == ()


# Tests (E3, A4).
def test_unknown_grade_and_output_take_stated_defaults_and_say_so(card: RateCard) -> None:
    cargo, notes = cargo_of_product(SiteProduct(), card)
    assert (cargo.value_usd_per_t, cargo.tonnes_per_y) == (1000.0, 100_000.0)
    assert cargo.reo_kg_per_t is None
    assert len(notes) == 2
    assert "give tonnes_per_y to change it" in notes[1]


def test_tonnage_asked_for_goes_before_the_plan(card: RateCard) -> None:
    cargo, _ = cargo_of_product(SiteProduct(planned_t_per_y=5000.0), card, tonnes_per_y=7000.0)
    assert cargo.tonnes_per_y == 7000.0


def test_shipper_values_its_cargo_by_the_card(card: RateCard) -> None:
    shipper = Shipper("mine", SiteProduct("ore", reo_grade_pct=10.0), 1000.0)
    double = replace(card, reo_price_usd_per_kg=exactly(20.0))
    assert shipper.cargo(card) == Cargo("ore", 1000.0, 1000.0, reo_grade_pct=10.0)
    assert shipper.cargo(double).value_usd_per_t == 2000.0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tonnes_per_y", 0.0),
        ("tonnes_per_y", -1.0),
        ("tonnes_per_y", math.nan),
        ("value_usd_per_t", math.inf),
        ("reo_grade_pct", 101.0),
        ("moisture_pct", 100.0),
        ("packaging_pct", -1.0),
    ],
)
def test_impossible_number_is_refused_by_name(field: str, value: float) -> None:
    numbers = {"tonnes_per_y": 1.0, "value_usd_per_t": 1.0, field: value}
    with pytest.raises(InputError, match=field):
        Cargo("ore", **numbers)
