"""What oxides sell for: decks of quotations, and baskets of published shares (E40)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.geo.drawn import exactly
from zimnik.geo.economics.prices import (
    ND_PR,
    ElementSplit,
    PriceDeck,
    PriceMarket,
    Quotation,
    basket_of,
    price_deck,
)
from zimnik.geo.pricing.rates import Range

CHINA, WORLD, OUTSIDE = PriceMarket.CHINA, PriceMarket.WORLD, PriceMarket.OUTSIDE_CHINA


def quoted(item: str, year: int, usd: float, market: PriceMarket = CHINA) -> Quotation:
    return Quotation(item, market, str(year), year, exactly(usd))


def test_the_base_is_the_mean_of_the_year_and_the_range_is_that_of_ten_years() -> None:
    deck = price_deck(
        [
            quoted("dy_oxide", 2025, 200),
            quoted("dy_oxide", 2025, 220),
            quoted("dy_oxide", 2022, 380, WORLD),
            quoted("dy_oxide", 2016, 150, WORLD),
            quoted("dy_oxide", 2015, 90, WORLD),
            quoted("dy_oxide", 2026, 999),
        ],
        year=2025,
    )
    assert deck.usd_per_kg["dy_oxide"] == Range(150, 210, 380)
    assert deck.elsewhere(["dy_oxide"]) == ()


def test_thin_markets_do_not_widen_the_range_of_others() -> None:
    every = [quoted("dy_oxide", 2025, 210), quoted("dy_oxide", 2025, 800, OUTSIDE)]
    assert price_deck(every, year=2025).usd_per_kg["dy_oxide"] == exactly(210)
    outside = price_deck(every, year=2025, market=OUTSIDE)
    assert outside.usd_per_kg["dy_oxide"] == exactly(800)


def test_what_is_not_quoted_in_the_year_has_its_last_price_and_says_so() -> None:
    deck = price_deck([quoted("eu_oxide", 2024, 27, WORLD)], year=2025)
    assert deck.usd_per_kg["eu_oxide"] == exactly(27)
    assert deck.elsewhere(["eu_oxide"]) == ("eu_oxide (world, 2024)",)
    basket = basket_of(ElementSplit("assay", {"eu_oxide": 1.0}), deck)
    assert basket is not None
    assert basket.elsewhere == ("eu_oxide (world, 2024)",)


def deck_of(**usd: Range) -> PriceDeck:
    return PriceDeck(2025, CHINA, usd, dict.fromkeys(usd, (CHINA, 2025)))


PRICES = deck_of(
    nd_pr_oxide=Range(50, 60, 100),
    la_oxide=Range(0.5, 0.6, 5),
    ce_oxide=Range(1, 1.5, 4),
)


def test_a_basket_is_shares_times_prices_and_the_rest_at_the_least_price() -> None:
    split = ElementSplit("assay", {"nd_oxide": 0.15, "pr_oxide": 0.05, "ce_oxide": 0.5})
    basket = basket_of(split, PRICES)
    assert basket is not None
    # 0.2 * 60 + 0.5 * 1.5 + 0.3 * 0.6; at the high the cheapest is cerium.
    assert basket.usd_per_kg.base == pytest.approx(12 + 0.75 + 0.18)
    assert basket.usd_per_kg.high == pytest.approx(20 + 2 + 0.3 * 4)
    assert basket.nd_pr_usd_per_kg == Range(10, 12, 20)
    assert basket.priced_share == pytest.approx(0.7)


@pytest.mark.parametrize("split", [None, ElementSplit("assay", {"tm_oxide": 0.1})])
def test_without_a_published_share_there_is_no_worth(split: ElementSplit | None) -> None:
    assert basket_of(split, PRICES) is None
    assert basket_of(ElementSplit("assay", {ND_PR: 0.2}), deck_of()) is None


@given(st.lists(st.floats(0.001, 0.4), min_size=3, max_size=3))
def test_a_basket_lies_between_its_cheapest_and_its_dearest_oxide(shares: list[float]) -> None:
    names = ("nd_pr_oxide", "la_oxide", "ce_oxide")
    basket = basket_of(ElementSplit("assay", dict(zip(names, shares, strict=True))), PRICES)
    assert basket is not None
    assert 0.6 - 1e-9 <= basket.usd_per_kg.base <= 60 + 1e-9
    assert basket.nd_pr_usd_per_kg.base <= basket.usd_per_kg.base + 1e-9
