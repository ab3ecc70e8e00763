"""What a dry tonne weighs on the vehicle (E2)."""

from __future__ import annotations

import numpy as np
import pytest

from zimnik.geo.core.errors import InputError
from zimnik.geo.pricing.cargo import SiteProduct
from zimnik.geo.pricing.rates import Range
from zimnik.geo.pricing.shipped_mass import (
    DEFAULTS,
    default_notes,
    drawn_shipped_t_per_t,
    product_kind,
    shipped_t_per_t,
)


def test_packaging_counts_over_the_wet_mass() -> None:
    assert shipped_t_per_t(20.0, 10.0) == pytest.approx(1.25 * 1.1)


@pytest.mark.parametrize(
    ("product", "kind"),
    [
        ("ore", "ore"),
        ("cargo", "ore"),
        ("whatever", "ore"),
        ("loparite concentrate", "concentrate"),
        ("iron ore, apatite and baddeleyite concentrates", "concentrate"),
        ("mixed rare-earth carbonate", "concentrate"),
        ("Apatite concentrate", "apatite_concentrate"),
        ("separated rare-earth oxides", "product"),
        ("niobium_oxide", "product"),
        ("gold dore", "product"),
    ],
)
def test_kind_follows_from_the_words_and_is_the_wettest_where_none_is_known(
    product: str, kind: str
) -> None:
    assert product_kind(product) == kind
    assert f"moisture_{kind}" in DEFAULTS


def test_only_what_is_taken_is_said() -> None:
    taken = dict.fromkeys(DEFAULTS, Range(5.0, 15.0, 25.0))
    assert default_notes(SiteProduct("ore"), taken) == (
        "moisture is not published: 15 % is taken for ore (5 to 25)",
        "packaging is not published: 15 % is taken for ore (5 to 25)",
    )
    assert default_notes(SiteProduct("ore", moisture_pct=0.0, packaging_pct=0.0), taken) == ()


def test_draws_move_what_is_unknown_and_nothing_else() -> None:
    drawn = {name: np.array([0.0, 50.0]) for name in DEFAULTS}
    wet = drawn_shipped_t_per_t(SiteProduct("ore", packaging_pct=10.0), drawn)
    assert wet == pytest.approx([1.1, 2.2])
    known = drawn_shipped_t_per_t(SiteProduct("ore", moisture_pct=50.0, packaging_pct=0.0), drawn)
    assert known == pytest.approx(2.0)


def test_what_is_given_as_shipped_weighs_a_tonne_whatever_is_drawn() -> None:
    drawn = {name: np.array([0.0, 50.0]) for name in DEFAULTS}
    weighed = drawn_shipped_t_per_t(SiteProduct("ore", as_shipped=True), drawn)
    assert weighed == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("low", "base", "high"), [(2.0, 1.0, 3.0), (-1.0, 0.0, 1.0), (0.0, 1.0, float("nan"))]
)
def test_a_range_is_in_order_and_of_numbers(low: float, base: float, high: float) -> None:
    with pytest.raises(InputError, match="0 <= low <= base <= high"):
        Range(low, base, high)
