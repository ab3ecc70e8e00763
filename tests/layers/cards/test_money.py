"""Amounts of a currency and a year in US dollars of another year (E7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zimnik.layers.cards.money import Money, money_of

if TYPE_CHECKING:
    from zimnik.layers import Atlas

MONEY = Money(
    {("RUB", 2020): 80.0, ("RUB", 2025): 100.0, ("CNY", 2015): 6.25},
    {
        ("USD", 2015): 80.0,
        ("USD", 2020): 100.0,
        ("USD", 2025): 125.0,
        ("RUB", 2020): 100.0,
        ("RUB", 2025): 150.0,
    },
)
AMOUNTS = st.floats(1e-3, 1e9)


@pytest.mark.parametrize(
    ("amount", "currency", "price_year", "year", "usd"),
    [
        (160.0, "RUB", 2020, 2020, 2.0),
        # 160 x 1.5 = 240 RUB of 2025 at 100 a dollar; 160 / 80 x 1.25 would be 2.5.
        (160.0, "RUB", 2020, 2025, 2.4),
        (240.0, "RUB", 2025, 2020, 2.0),
        (100.0, "USD", 2020, 2025, 125.0),
        # No price level of the yuan: dollars of 2015 first, then their price level.
        (6.25, "CNY", 2015, 2025, 1.5625),
        (10.0, "USD", 1999, 1999, 10.0),
    ],
)
def test_amount_is_indexed_in_its_own_currency_where_that_has_an_index(
    amount: float, currency: str, price_year: int, year: int, usd: float
) -> None:
    assert MONEY.usd(amount, currency, price_year, year) == pytest.approx(usd)


def test_a_fall_of_the_currency_alone_makes_an_old_amount_no_cheaper() -> None:
    # Prices rise as the currency falls: the dollars stay.
    fallen = Money(
        {("RUB", 2010): 30.0, ("RUB", 2025): 90.0},
        {("RUB", 2010): 100.0, ("RUB", 2025): 300.0},
    )
    assert fallen.usd(60.0, "RUB", 2010, 2025) == pytest.approx(2.0)


@given(AMOUNTS, st.floats(0.1, 10))
def test_conversion_scales_with_the_amount(amount: float, factor: float) -> None:
    once = MONEY.usd(amount, "RUB", 2020, 2025)
    assert MONEY.usd(amount * factor, "RUB", 2020, 2025) == pytest.approx(once * factor)


@given(AMOUNTS)
def test_deflating_to_a_year_and_back_gives_the_amount(amount: float) -> None:
    there = MONEY.usd(amount, "USD", 2015, 2025)
    assert MONEY.usd(there, "USD", 2025, 2015) == pytest.approx(amount)


def test_what_is_lacking_is_named() -> None:
    assert MONEY.lacks("RUB", 2019, 2025) == ("GDP deflator of RUB in 2019",)
    assert MONEY.lacks("RUB", 2020, 2026) == (
        "exchange rate of RUB in 2026",
        "GDP deflator of RUB in 2026",
    )
    assert MONEY.lacks("CNY", 2016, 2025) == (
        "exchange rate of CNY in 2016",
        "GDP deflator of USD in 2016",
    )
    assert MONEY.lacks("USD", 2025, 2025) == ()
    assert MONEY.lacks("RUB", 2020, 2020) == ()


def test_tables_give_the_money(atlas: Atlas) -> None:
    money = money_of(atlas.exchange_rates, atlas.deflators)
    assert money.usd(80.0, "RUB", 2020, 2025) == pytest.approx(1.2)
    assert money.usd(80.0, "USD", 2020, 2025) == pytest.approx(100.0)
