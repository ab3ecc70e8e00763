"""Rates in samples: all at once they are those of each, and the rouble moves what is paid in it (E19)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.geo.drawn import exactly, round_card
from zimnik.geo.core.vocabulary import Quantity, YearType
from zimnik.geo.pricing.bill import QUANTITY_INDEX, price_vector
from zimnik.geo.pricing.cargo import Cargo, Shipper, SiteProduct
from zimnik.geo.pricing.rates import Range
from zimnik.geo.pricing.shipped_mass import DEFAULTS
from zimnik.geo.uncertainty.sampled_rates import (
    card_inputs,
    sampled_card,
    sampled_rates,
    shipper_prices,
)
from zimnik.geo.uncertainty.samples import base_sample, draw_samples, year_type_of

ORE = Cargo("ore", 1000.0, 500.0)


def test_rates_of_all_samples_are_those_of_the_card_of_each() -> None:
    card = round_card()
    card = replace(card, default_mass_pct=dict.fromkeys(DEFAULTS, Range(1.0, 10.0, 30.0)))
    shipper = Shipper("mine", SiteProduct("ore", reo_grade_pct=10.0, moisture_pct=5.0), 1000.0)
    unknown = Shipper("pit", SiteProduct("ore", packaging_pct=2.0), 500.0)
    samples = draw_samples(card_inputs(card, Range(0.5, 1.0, 2.0)), 20, seed=4)
    rates = sampled_rates(card, samples)
    for one in (shipper, unknown):
        prices = shipper_prices(one, card, rates)
        for number in range(samples.count):
            own = sampled_card(card, samples.sample(number))
            assert prices[number] == pytest.approx(price_vector(own, one.cargo(own)), rel=1e-12)


def test_base_sample_has_the_card_itself() -> None:
    card = round_card()
    sample = base_sample(card_inputs(card, exactly(1.0)))
    assert year_type_of(sample) is YearType.NORMAL
    assert np.allclose(price_vector(sampled_card(card, sample), ORE), price_vector(card, ORE))


# Tests (A44).
def test_rouble_moves_what_is_paid_in_roubles_once_for_all() -> None:
    card = round_card()
    weak = {**base_sample(card_inputs(card, Range(0.5, 1.0, 2.0))), "currency": 0.5}
    ratio = price_vector(sampled_card(card, weak), ORE) / np.maximum(price_vector(card, ORE), 1e-12)
    assert ratio[QUANTITY_INDEX[Quantity.RAIL_1520_TKM]] == pytest.approx(0.5)
    assert ratio[QUANTITY_INDEX[Quantity.ESCORT_ZONE]] == pytest.approx(0.5)
    assert ratio[QUANTITY_INDEX[Quantity.RAIL_1435_TKM]] == pytest.approx(1.0)
