"""Netback and margin of compared hubs as records and lines of text.

Owns how earnings are told (docs/model.md, E41). It keeps stored numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.economics.netback import AS_SHIPPED, TOLLED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zimnik.geo.economics.earnings import ComparedEarnings, HubEarnings
    from zimnik.geo.economics.netback import StageNetback
    from zimnik.geo.economics.prices import PriceDeck

NAME_WIDTH, CELL_WIDTH = 23, 14


@dataclass(frozen=True, slots=True)
class NetbackRecord:
    """What a tonne of feed of one deposit earns where the product of a stage is sold.

    Amounts are US dollars per dry tonne of feed, but for the margin of a kilogram of product. Low
    and high are those of the prices of rare earths, all else at its base; None where no price or no
    share of elements is published, which `lacks` names.
    """

    deposit_id: str
    stage: str
    product: str
    product_kg_per_t: float
    revenue_usd_per_t: float | None
    by_products_usd_per_t: float
    cost_usd_per_t: float
    plant_capital_usd_per_t: float
    mining_usd_per_t: float
    netback_usd_per_t: float | None
    margin_low_usd_per_t: float | None
    margin_usd_per_t: float | None
    margin_high_usd_per_t: float | None
    margin_usd_per_kg_product: float | None
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageEarningsRecord:
    """What a tonne of feed earns in the mean of all deposits of a hub at one stage."""

    stage: str
    netback_usd_per_t: float | None
    margin_low_usd_per_t: float | None
    margin_usd_per_t: float | None
    margin_high_usd_per_t: float | None
    margin_usd_per_kg_product: float | None


@dataclass(frozen=True, slots=True)
class EarningsRecord:
    """What a hub earns: by stage, and by deposit and stage.

    `best_stage` is that of the largest margin; None where no margin is known.
    """

    best_stage: str | None
    best_margin_usd_per_t: float | None
    mining_usd_per_t: float | None
    stages: tuple[StageEarningsRecord, ...]
    deposits: tuple[NetbackRecord, ...]

    def at(self, stage: str) -> StageEarningsRecord | None:
        """Return what is earned at a stage, None where it is not worked."""
        return next((one for one in self.stages if one.stage == stage), None)


@dataclass(frozen=True, slots=True)
class PriceRecord:
    """Price of a product, US dollars per kilogram without value added tax."""

    item: str
    low_usd_per_kg: float
    base_usd_per_kg: float
    high_usd_per_kg: float
    market: str
    quoted_year: int


@dataclass(frozen=True, slots=True)
class PricesRecord:
    """Prices at which hubs earn: of a year on a market."""

    year: int
    market: str
    products: tuple[PriceRecord, ...]


def prices_record(deck: PriceDeck) -> PricesRecord:
    """Return the prices of a deck."""
    return PricesRecord(
        deck.year,
        str(deck.market),
        tuple(
            PriceRecord(
                item=item,
                low_usd_per_kg=price.low,
                base_usd_per_kg=price.base,
                high_usd_per_kg=price.high,
                market=str(deck.quoted[item][0]),
                quoted_year=deck.quoted[item][1],
            )
            for item, price in deck.usd_per_kg.items()
        ),
    )


def earnings_record(earnings: HubEarnings) -> EarningsRecord:
    """Return what a hub earns."""
    return EarningsRecord(
        best_stage=earnings.best_stage,
        best_margin_usd_per_t=earnings.best_margin_usd_per_t,
        mining_usd_per_t=earnings.mining_usd_per_t,
        stages=tuple(
            StageEarningsRecord(
                stage=str(stage),
                netback_usd_per_t=earnings.netback_usd_per_t(stage),
                margin_low_usd_per_t=earnings.margin_usd_per_t(stage, level="low"),
                margin_usd_per_t=earnings.margin_usd_per_t(stage),
                margin_high_usd_per_t=earnings.margin_usd_per_t(stage, level="high"),
                margin_usd_per_kg_product=earnings.margin_usd_per_kg(stage),
            )
            for stage in earnings.stages
        ),
        deposits=tuple(_netback(one) for one in earnings.netbacks),
    )


def _netback(one: StageNetback) -> NetbackRecord:
    revenue = one.revenue_usd_per_t
    return NetbackRecord(
        deposit_id=one.deposit_id,
        stage=str(one.stage),
        product=one.product,
        product_kg_per_t=one.product_kg_per_t,
        revenue_usd_per_t=None if revenue is None else revenue.base,
        by_products_usd_per_t=one.by_products_usd_per_t,
        cost_usd_per_t=one.cost_usd_per_t,
        plant_capital_usd_per_t=one.capital_usd_per_t,
        mining_usd_per_t=one.mining_usd_per_t,
        netback_usd_per_t=one.netback_usd_per_t,
        margin_low_usd_per_t=one.margin_at("low"),
        margin_usd_per_t=one.margin_usd_per_t,
        margin_high_usd_per_t=one.margin_at("high"),
        margin_usd_per_kg_product=one.margin_usd_per_kg,
        lacks=one.lacks,
    )


def verdict_of(earnings: ComparedEarnings, names: Mapping[str, str]) -> str:
    """Return in a sentence whether any hub earns, and which most or loses least."""
    best_id = earnings.best_hub_id
    if best_id is None:
        return "Whether a hub earns is not known: no shares of elements, or no prices, are known"
    best = earnings.hubs[best_id]
    margin, stage = earnings.known[best_id], stage_words(best.best_stage or "")
    paid = f"at prices of {earnings.deck.year} ({str(earnings.deck.market).replace('_', ' ')})"
    earning = [hub_id for hub_id, own in earnings.known.items() if own > 0]
    if not earning:
        return (
            f"No hub earns {paid}: the least loss is US$ {-margin:,.0f} per t of feed, at "
            f"{names[best_id]} selling {stage}"
        )
    verb = "earns" if len(earning) == 1 else "earn"
    counted = f"{len(earning)} of {len(earnings.hubs)} hubs {verb} {paid}"
    return f"{counted}: {names[best_id]} most, US$ {margin:,.0f} per t of feed selling {stage}"


_SOLD = {
    AS_SHIPPED: "what is shipped, as it is",
    "cracking": "carbonate",
    "separation": "oxides",
    "metal": "metal and oxides",
    "magnets": "magnets and oxides",
    TOLLED: "oxides that a plant there separates for a toll",
}


def stage_words(stage: str) -> str:
    """Return what is sold where a stage is the last."""
    return _SOLD.get(stage, stage)


def earning_lines(hubs: Sequence[EarningsRecord | None]) -> Iterator[str]:
    """Yield netback and margin by stage, a column for each hub."""
    known = [hub for hub in hubs if hub is not None]
    stages = tuple(dict.fromkeys(one.stage for hub in known for one in hub.stages))
    if not stages:
        return
    yield "netback, US$ per t of feed: what it is worth where it leaves its site"
    yield from _stage_lines(hubs, stages, "netback_usd_per_t", 0)
    mining = next((hub.mining_usd_per_t for hub in known if hub.mining_usd_per_t is not None), 0.0)
    yield f"margin, US$ per t of feed: netback less mining, {mining:,.0f}"
    yield from _stage_lines(hubs, stages, "margin_usd_per_t", 0)
    last = next(stage for stage in reversed(stages) if stage != TOLLED)
    for level in ("low", "high"):
        name = f"  {_SHORT.get(last, last)}, {level} price"
        yield _line(name, hubs, last, f"margin_{level}_usd_per_t", 0)
    yield "margin, US$ per kg of product"
    yield from _stage_lines(hubs, stages, "margin_usd_per_kg_product", 2)


def _stage_lines(
    hubs: Sequence[EarningsRecord | None], stages: Sequence[str], field: str, digits: int
) -> Iterator[str]:
    for stage in stages:
        name = f"  {_SHORT.get(stage, stage)}"
        yield _line(name, hubs, stage, field, digits)


_SHORT = {
    AS_SHIPPED: "as shipped",
    "cracking": "carbonate",
    "separation": "oxides",
    TOLLED: "oxides for a toll",
}


def _line(
    name: str, hubs: Sequence[EarningsRecord | None], stage: str, field: str, digits: int
) -> str:
    cells = []
    for hub in hubs:
        found = hub.at(stage) if hub else None
        value = getattr(found, field) if found else None
        cells.append("-" if value is None else f"{value:,.{digits}f}")
    return f"{name:<{NAME_WIDTH}}" + "".join(f"{cell:>{CELL_WIDTH}}" for cell in cells)
