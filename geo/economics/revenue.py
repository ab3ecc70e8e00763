"""What the rare earths of a chain sell for at each stage.

Owns revenue (docs/model.md, E41): the basket of E40, what buyers pay of it, and the prices of metal
and magnets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.messages import Message
from zimnik.geo.core.units import KG_PER_T, PERCENT
from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.economics.prices import MAGNETS, ND_PR_METAL, basket_of
from zimnik.geo.economics.terms import PAYABLE
from zimnik.geo.pricing.rates import LEVELS, Range
from zimnik.geo.processing.hub_cost_results import joint_flows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.economics.prices import Basket, ElementSplit, PriceDeck
    from zimnik.geo.economics.terms import ProjectTerms
    from zimnik.geo.processing.flows import StageFlow

CONCENTRATE, CARBONATE = "concentrate", "carbonate"
_METAL_PRICE = {Stage.METAL: ND_PR_METAL, Stage.MAGNETS: MAGNETS}


@dataclass(frozen=True, slots=True)
class Sales:
    """What products sell for.

    Parameters
    ----------
    deck
        Prices.
    splits
        Published element shares by deposit, that which is used first.
    terms
        What buyers pay of the value of oxides.
    tolls_usd_per_kg
        What a hub that separates today asks for a kilogram of REO, where that is published.
    """

    deck: PriceDeck
    splits: Mapping[str, tuple[ElementSplit, ...]]
    terms: ProjectTerms
    tolls_usd_per_kg: Mapping[str, Range] = field(default_factory=dict)

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def basket(self, deposit_id: str) -> Basket | None:
        """Return what the separated oxides of a deposit are worth, None where it is not known."""
        splits = self.splits.get(deposit_id, ())
        return basket_of(splits[0] if splits else None, self.deck)


def revenue_usd_per_t(
    flows: Sequence[StageFlow], deposit_id: str, sales: Sales
) -> tuple[Range | None, tuple[str, ...]]:
    """Return what the rare earths of a chain sell for, and what is not known of it (E41).

    Parameters
    ----------
    flows
        Stages that are worked, for a tonne of feed.
    deposit_id
        Where the feed comes from.
    sales
        What products sell for.
    """
    parts, lacks = revenue_parts(flows, deposit_id, sales)
    if parts is None:
        return None, lacks
    joint, last = parts
    return Range(*(joint.at(level) + last.at(level) for level in LEVELS)), lacks


def revenue_parts(
    flows: Sequence[StageFlow], deposit_id: str, sales: Sales
) -> tuple[tuple[Range, Range] | None, tuple[str, ...]]:
    """Return what is sold of all rare earths together and of a part of them, as metal or magnets.

    Parameters
    ----------
    flows, deposit_id, sales
        As of `revenue_usd_per_t`.
    """
    basket = sales.basket(deposit_id)
    if basket is None:
        return None, (NO_SHARES,)
    joint, last = joint_flows(flows)[-1], flows[-1]
    if joint.stage == Stage.CRACKING:
        share = sales.terms.at(PAYABLE, CARBONATE)
        if share is None:
            return None, (no_price_of(joint.product),)
        sold = payable_usd(basket.usd_per_kg, share, joint.reo_sold_kg / PERCENT)
        return (sold, _NOTHING), _partly(basket)
    if last is joint:
        return (_scaled(basket.usd_per_kg, joint.reo_out_kg), _NOTHING), _partly(basket)
    item = _METAL_PRICE[last.stage]
    price = sales.deck.usd_per_kg.get(item)
    if price is None:
        return None, (no_price_of(item),)
    # Nd and Pr go on; the other oxides are sold.
    rest = [basket.usd_per_kg.at(level) - basket.nd_pr_usd_per_kg.at(level) for level in LEVELS]
    made = _scaled(price, last.product_t * KG_PER_T)
    return (_scaled(_ordered(*rest), joint.reo_out_kg), made), _partly(basket)


_NOTHING = Range(0.0, 0.0, 0.0)


NO_SHARES = Message(
    "the share of each element in its rare earths is not published", "no_element_shares"
)


def no_price_of(product: str) -> Message:
    """Return that nobody knows the price of a product."""
    return Message(f"no price of {product} is known", "no_price", product=product)


def _partly(basket: Basket) -> tuple[str, ...]:
    """Return what has to be said of the worth of oxides."""
    said: list[str] = []
    if basket.priced_share <= _ALL:
        rest = 1 - basket.priced_share
        counted = "they count at the price of the cheapest oxide"
        text = f"the elements of {rest:.0%} of the oxides are not published: {counted}"
        said.append(Message(text, "elements_unknown", rest_pct=rest * PERCENT))
    if basket.elsewhere:
        text = f"not quoted in the year on the market asked: {', '.join(basket.elsewhere)}"
        said.append(Message(text, "quoted_elsewhere", oxides_said=basket.elsewhere))
    return tuple(said)


# Shares of an assay that add up to this are all of it.
_ALL = 0.99


def payable_usd(price: Range, share_pct: Range, kg: float) -> Range:
    """Return what buyers pay for some kilograms: a share of a price."""
    return Range(*(price.at(level) * share_pct.at(level) * kg for level in LEVELS))


def _ordered(low: float, base: float, high: float) -> Range:
    """Return a range whose ends may be out of order by rounding."""
    return Range(min(low, base), base, max(base, high))


def _scaled(price: Range, kg: float) -> Range:
    return Range(*(price.at(level) * kg for level in LEVELS))
