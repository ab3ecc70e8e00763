"""Prices of what plants sell: quotations, and the deck that a year and a market make of them.

Owns the price of a kilogram of each product (docs/model.md, E40), without value added tax and in
dollars of the rate card's year, and what a kilogram of the oxides of a deposit is worth.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.messages import Message
from zimnik.geo.pricing.rates import LEVELS, Range

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What Nd and Pr are sold as together, and their metal and magnets.
ND_PR, ND_PR_METAL, MAGNETS = "nd_pr_oxide", "nd_pr_metal", "ndfeb_magnets"
ND_PR_PARTS = ("nd_oxide", "pr_oxide")
_ELEMENTS = ("la", "ce", "sm", "eu", "gd", "tb", "dy", "ho", "er", "tm", "yb", "lu", "y")
OXIDES = (ND_PR, *(f"{element}_oxide" for element in _ELEMENTS))
SPLIT_OXIDES = (*OXIDES, *ND_PR_PARTS)
PRICED = (
    *SPLIT_OXIDES,
    ND_PR_METAL,
    MAGNETS,
    "mixed_carbonate",
    "monazite_concentrate",
    "bastnaesite_concentrate",
    "sc_oxide",
)
# Years of quotations from which the low and the high of a price are taken.
RANGE_YEARS = 10


class PriceMarket(StrEnum):
    """Where a product is quoted; the world means exports of China, which others are priced by."""

    CHINA = "china"
    WORLD = "world"
    OUTSIDE_CHINA = "outside_china"


@dataclass(frozen=True, slots=True)
class Quotation:
    """What a kilogram of a product cost on a market at a date, without value added tax.

    Parameters
    ----------
    item, market
        Product and market.
    date, year
        Date as published, and its year.
    usd_per_kg
        In US dollars of the rate card's year.
    """

    item: str
    market: PriceMarket
    date: str
    year: int
    usd_per_kg: Range


@dataclass(frozen=True, slots=True)
class PriceDeck:
    """Prices by product, US dollars per kilogram.

    Parameters
    ----------
    year, market
        What was asked for.
    usd_per_kg
        Low, base and high by product.
    quoted
        Market and year from which the base of each product comes.
    """

    year: int
    market: PriceMarket
    usd_per_kg: Mapping[str, Range]
    quoted: Mapping[str, tuple[PriceMarket, int]]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def elsewhere(self, items: Iterable[str]) -> tuple[Message, ...]:
        """Return which products have no price where and when it was asked, and whose they have."""
        found = {item: self.quoted[item] for item in items}
        return tuple(
            Message(
                f"{item} ({market}, {year})",
                "quoted_at",
                item=item,
                market=f"market_{market.value}",
                year=str(year),
            )
            for item, (market, year) in found.items()
            if (market, year) != (self.market, self.year)
        )


def price_deck(
    quotations: Iterable[Quotation], *, year: int, market: PriceMarket = PriceMarket.CHINA
) -> PriceDeck:
    """Return the prices of a year on a market (docs/model.md, E40).

    The base is the mean of the year on the market, else on another, else of the last year before.
    Low and high are the least and the most mean of any of the ten years up to it, on the market
    and in the world.

    Parameters
    ----------
    quotations
        All that are known.
    year
        Year of the prices.
    market
        Where products are sold.
    """
    items: dict[str, list[Quotation]] = {}
    for one in quotations:
        if one.year <= year:
            items.setdefault(one.item, []).append(one)
    prices: dict[str, Range] = {}
    quoted: dict[str, tuple[PriceMarket, int]] = {}
    for item, own in items.items():
        where, when = max(
            ((one.market, one.year) for one in own), key=lambda at: _preference(at, market)
        )
        means = _yearly_means(own)
        ranged = [
            mean
            for (at, of), mean in means.items()
            if of > year - RANGE_YEARS and at in {market, where, PriceMarket.WORLD}
        ]
        base = means[where, when]
        prices[item] = Range(min([base, *ranged]), base, max([base, *ranged]))
        quoted[item] = where, when
    return PriceDeck(year, market, prices, quoted)


_ORDER = (PriceMarket.OUTSIDE_CHINA, PriceMarket.WORLD, PriceMarket.CHINA)


def _preference(at: tuple[PriceMarket, int], asked: PriceMarket) -> tuple[int, bool, int]:
    market, year = at
    return year, market is asked, _ORDER.index(market)


def _yearly_means(quotations: Iterable[Quotation]) -> dict[tuple[PriceMarket, int], float]:
    bases: dict[tuple[PriceMarket, int], list[float]] = {}
    for one in quotations:
        bases.setdefault((one.market, one.year), []).append(one.usd_per_kg.base)
    return {at: fmean(values) for at, values in bases.items()}


@dataclass(frozen=True, slots=True)
class ElementSplit:
    """Oxides of single elements over all REO of a deposit, as one publication has them.

    Parameters
    ----------
    name
        The publication.
    shares
        By oxide, 0 to 1; what is not published has no entry.
    """

    name: str
    shares: Mapping[str, float]

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def nd_pr_share(self) -> float | None:
        """Nd and Pr oxides over all REO; None where they are not published."""
        known = [self.shares[part] for part in (ND_PR, *ND_PR_PARTS) if part in self.shares]
        return sum(known) if known else None

    @property
    def sold(self) -> dict[str, float]:
        """Shares of what is sold apart: Nd and Pr together, all else by itself."""
        parts = {oxide: s for oxide, s in self.shares.items() if oxide not in ND_PR_PARTS}
        nd_pr = self.nd_pr_share
        return parts if nd_pr is None else {**parts, ND_PR: nd_pr}


@dataclass(frozen=True, slots=True)
class Basket:
    """What a kilogram of separated oxides of a deposit is worth.

    Parameters
    ----------
    usd_per_kg
        All oxides together, in their proportion.
    nd_pr_usd_per_kg
        Of that the Nd and Pr oxides, for a kilogram of all oxides.
    priced_share
        Share of the oxides whose own share and price are known; the rest has the price of the
        oxide that costs least.
    elsewhere
        Oxides whose price is of another market or of an earlier year, with both.
    """

    usd_per_kg: Range
    nd_pr_usd_per_kg: Range
    priced_share: float
    elsewhere: tuple[Message, ...] = ()


def basket_of(split: ElementSplit | None, deck: PriceDeck) -> Basket | None:
    """Return what oxides of a deposit are worth; None where no share or no price is known (E40)."""
    oxides = {item: price for item, price in deck.usd_per_kg.items() if item in OXIDES}
    if split is None or not oxides:
        return None
    known = {oxide: share for oxide, share in split.sold.items() if oxide in oxides}
    if not known:
        return None
    total = sum(known.values())
    # Published shares add up to a little more than all by rounding.
    scale = 1 / max(total, 1.0)
    rest = max(1.0 - total, 0.0)
    worth = [
        sum(scale * share * oxides[oxide].at(level) for oxide, share in known.items())
        + rest * min(price.at(level) for price in oxides.values())
        for level in LEVELS
    ]
    share = known.get(ND_PR, 0.0) * scale
    nd_pr = [share * oxides[ND_PR].at(level) if share else 0.0 for level in LEVELS]
    low, base, high = worth
    # A price without a range may come out of order by rounding.
    whole = Range(min(low, base), base, max(base, high))
    return Basket(whole, Range(*nd_pr), min(total, 1.0), deck.elsewhere(known))
