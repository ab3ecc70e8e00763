"""Cargo of a site: what is known is used, what is not is said."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest

from tests.geo.drawn import exactly
from zimnik.geo.core.errors import InputError
from zimnik.geo.core.vocabulary import MiningItem, Quantity, StoreKind, ValueBasis
from zimnik.geo.pricing.bill import QUANTITY_INDEX, price_vector
from zimnik.geo.pricing.cargo import Cargo, Shipper, SiteProduct, cargo_of_product
from zimnik.geo.pricing.cargo_value import MineCost
from zimnik.geo.pricing.rates import LEVELS, Range

if TYPE_CHECKING:
    from zimnik.geo.pricing.rates import RateCard


def test_no_more_is_taken_for_an_unknown_output_than_there_is(card: RateCard) -> None:
    taken = card.default_tonnes_per_y.base
    for stock_t, tonnes in ((taken / 4, taken / 4), (4 * taken, taken), (None, taken)):
        cargo, notes = cargo_of_product(SiteProduct("ore", stock_t=stock_t), card)
        assert cargo.tonnes_per_y == tonnes
        assert any(f"{tonnes:,.0f} t a year are taken" in note for note in notes)


# Tests (E3).
def test_value_rests_on_mining_and_not_on_the_grade(card: RateCard) -> None:
    rich, poor = (
        cargo_of_product(SiteProduct("ore", 5000.0, grade, cost=MineCost(10.0)), card)
        for grade in (10.0, 1.0)
    )
    assert rich[0].value_usd_per_t == poor[0].value_usd_per_t == 10.0
    assert rich[0].value_basis is ValueBasis.STATED
    assert rich[0].reo_kg_per_t == pytest.approx(100)
    assert rich[1] == ("capital is charged on the value that is stated, US$ 10 per t",)


# Tests (E2).
def test_unknown_moisture_takes_the_default_of_its_kind_and_says_so(card: RateCard) -> None:
    taken = {"moisture_concentrate": Range(5.0, 20.0, 50.0), "packaging_concentrate": exactly(2.0)}
    card = replace(card, default_mass_pct={**card.default_mass_pct, **taken})
    product = SiteProduct("loparite concentrate", 5000.0, 10.0, packaging_pct=10.0)
    cargo, notes = cargo_of_product(product, card)
    assert notes[1:] == ("moisture is not published: 20 % is taken for concentrate (5 to 50)",)
    # 1 / 0.95, 1 / 0.8 and 1 / 0.5 t of wet concentrate, in bags of a tenth of its mass.
    assert cargo.shipped_at("low") == pytest.approx(1.1 / 0.95)
    assert cargo.shipped_at("base") == cargo.shipped_t_per_t == pytest.approx(1.1 / 0.8)
    assert cargo.shipped_at("high") == pytest.approx(1.1 / 0.5)
    dry = replace(product, moisture_pct=0.0)
    assert cargo_of_product(dry, card)[0].shipped_t_per_t == pytest.approx(1.1)
    assert len(cargo_of_product(dry, card)[1]) == 1


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
    assert cargo.value_basis is ValueBasis.DEFAULT
    assert len(notes) == 3
    assert "its cost is not published" in notes[0]
    assert "give tonnes_per_y to change it" in notes[2]


# Tests (E3).
def test_low_and_high_prices_take_the_low_and_the_high_of_the_value(dear_time: RateCard) -> None:
    card = replace(dear_time, mining=dict.fromkeys(MiningItem, Range(100.0, 200.0, 700.0)))
    cargo, _ = cargo_of_product(SiteProduct("ore", store=StoreKind.YARD), card)
    under_way = [
        float(price_vector(card, cargo, level=level)[QUANTITY_INDEX[Quantity.UNDER_WAY_D]])
        for level in LEVELS
    ]
    # 36.5 % a year is a thousandth a day
    assert under_way == pytest.approx([0.1, 0.2, 0.7])


# Tests (E3).
def test_a_day_in_a_better_store_costs_more(dear_time: RateCard) -> None:
    """By hand: storage of US$ 1 a day, 2 and 5 times as much in a shed and in a class 7 store."""
    factors = {StoreKind.SHED: exactly(2.0), StoreKind.CLASS_7: exactly(5.0)}
    card = replace(dear_time, store_factors=factors)
    waiting = {
        store: float(
            price_vector(card, Cargo("ore", 1.0, 0.0, store=store))[
                QUANTITY_INDEX[Quantity.WAITING_D]
            ]
        )
        for store in StoreKind
    }
    assert waiting == {StoreKind.YARD: 1.0, StoreKind.SHED: 2.0, StoreKind.CLASS_7: 5.0}


def test_tonnage_asked_for_goes_before_the_plan(card: RateCard) -> None:
    cargo, _ = cargo_of_product(SiteProduct(planned_t_per_y=5000.0), card, tonnes_per_y=7000.0)
    assert cargo.tonnes_per_y == 7000.0


def test_shipper_values_its_cargo_by_the_card(card: RateCard) -> None:
    shipper = Shipper("mine", SiteProduct("ore", reo_grade_pct=10.0), 1000.0)
    double = replace(card, mining=dict.fromkeys(MiningItem, exactly(2000.0)))
    assert shipper.cargo(card).value_usd_per_t == 1000.0
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
        Cargo("ore", **cast("Any", numbers))
