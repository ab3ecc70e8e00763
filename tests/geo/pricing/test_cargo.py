"""Cargo of a site: what is known is used, what is not is said."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.geo.drawn import exactly
from zimnik.geo.core.errors import InputError
from zimnik.geo.pricing.cargo import Cargo, Shipper, SiteProduct, cargo_of_product
from zimnik.geo.pricing.rates import Range

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard


# Tests (E3).
def test_known_grade_gives_value_and_reo(card: RateCard) -> None:
    product = SiteProduct("ore", planned_t_per_y=5000.0, reo_grade_pct=10.0)
    cargo, notes = cargo_of_product(product, card)
    assert cargo == Cargo("ore", 5000.0, 1000.0, reo_grade_pct=10.0)
    assert cargo.reo_kg_per_t == product.reo_kg_per_t == pytest.approx(100)
    assert notes == ()


# Tests (E2).
def test_unknown_moisture_takes_the_default_of_its_kind_and_says_so(card: RateCard) -> None:
    taken = {"moisture_concentrate": Range(5.0, 20.0, 50.0), "packaging_concentrate": exactly(2.0)}
    card = replace(card, default_mass_pct={**card.default_mass_pct, **taken})
    product = SiteProduct("loparite concentrate", 5000.0, 10.0, packaging_pct=10.0)
    cargo, notes = cargo_of_product(product, card)
    assert notes == ("moisture is not published: 20 % is taken for concentrate (5 to 50)",)
    # 1 / 0.95, 1 / 0.8 and 1 / 0.5 t of wet concentrate, in bags of a tenth of its mass.
    assert cargo.shipped_at("low") == pytest.approx(1.1 / 0.95)
    assert cargo.shipped_at("base") == cargo.shipped_t_per_t == pytest.approx(1.1 / 0.8)
    assert cargo.shipped_at("high") == pytest.approx(1.1 / 0.5)
    dry = replace(product, moisture_pct=0.0)
    assert cargo_of_product(dry, card)[0].shipped_t_per_t == pytest.approx(1.1)
    assert cargo_of_product(dry, card)[1] == ()


def test_tonnes_counted_as_shipped_are_no_heavier_and_that_is_said(card: RateCard) -> None:
    card = replace(card, default_mass_pct=dict.fromkeys(card.default_mass_pct, exactly(20.0)))
    cargo, notes = cargo_of_product(SiteProduct(as_shipped=True), card)
    assert cargo.shipped_t_per_t == 1.0
    assert any("as shipped" in note for note in notes)


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
        ("moisture_pct", exactly(100.0)),
        ("packaging_pct", exactly(1e13)),
    ],
)
def test_impossible_number_is_refused_by_name(field: str, value: float | Range) -> None:
    numbers: dict[str, Any] = {"tonnes_per_y": 1.0, "value_usd_per_t": 1.0, field: value}
    with pytest.raises(InputError, match=field):
        Cargo("ore", **numbers)
