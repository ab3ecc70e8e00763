"""Netback and margin of each stage at which the product of a deposit may be sold.

Owns what a hub earns on a tonne of feed (docs/model.md, E41): revenue of what is sold, less what
the hub costs, less mining. What a hub costs is `geo.processing.hub_cost`'s, what a kilogram sells
for `geo.economics.prices`'.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.units import KG_PER_T, PERCENT
from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.economics.prices import MAGNETS, ND_PR_METAL, basket_of
from zimnik.geo.economics.terms import PAYABLE
from zimnik.geo.pricing.rates import LEVELS, Range, annuity_per_y
from zimnik.geo.processing.hub_cost_results import FEED, HAULS, joint_flows
from zimnik.geo.processing.plant_costs import (
    CAPEX,
    LIFE,
    by_product_usd_per_t,
    by_products,
    plant_amounts,
)
from zimnik.geo.processing.shared_projects import ROADS_AND_PORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.geo.economics.prices import Basket, ElementSplit, PriceDeck
    from zimnik.geo.economics.terms import ProjectTerms
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import Level, RateCard
    from zimnik.geo.processing.flows import StageFlow
    from zimnik.geo.processing.hub_cost_results import HubCost
    from zimnik.geo.processing.plants import Plants

AS_SHIPPED = "as shipped"
# What a deposit ships under this word in its name is a concentrate, which has a price.
CONCENTRATE, CARBONATE = "concentrate", "carbonate"
_METAL_PRICE = {Stage.METAL: ND_PR_METAL, Stage.MAGNETS: MAGNETS}
# What an as-shipped tonne costs at the hub that buys it.
_BOUGHT = (HAULS[FEED], ROADS_AND_PORTS, "royalty")


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
    """

    deck: PriceDeck
    splits: Mapping[str, tuple[ElementSplit, ...]]
    terms: ProjectTerms

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def basket(self, deposit_id: str) -> Basket | None:
        """Return what the separated oxides of a deposit are worth, None where it is not known."""
        splits = self.splits.get(deposit_id, ())
        return basket_of(splits[0] if splits else None, self.deck)


@dataclass(frozen=True, slots=True)
class StageNetback:
    """What is earned on a dry tonne of feed where the product of a stage is sold.

    Parameters
    ----------
    deposit_id, hub_id
        Ends.
    stage, product
        The last stage that is worked, `AS_SHIPPED` for none, and what is sold.
    tonnes_per_y
        Feed of a year.
    product_kg_per_t
        Product for a tonne of feed.
    revenue_usd_per_t
        Of all rare-earth products, at low, base and high prices; None where it is not known.
    by_products_usd_per_t
        Of niobium and what else is sold.
    cost_usd_per_t
        What the hub costs, its capital in it.
    capital_usd_per_t
        Of that, the annuity of its plant.
    mining_usd_per_t
        Cash spent on the tonne before it leaves its site.
    lacks
        What is not known, or not counted.
    """

    deposit_id: str
    hub_id: str
    stage: str
    product: str
    tonnes_per_y: float
    product_kg_per_t: float
    revenue_usd_per_t: Range | None
    by_products_usd_per_t: float
    cost_usd_per_t: float
    capital_usd_per_t: float
    mining_usd_per_t: float
    lacks: tuple[str, ...] = ()

    @property
    def netback_usd_per_t(self) -> float | None:
        """What a tonne of feed is worth where it leaves its site."""
        return self.netback_at("base")

    @property
    def margin_usd_per_t(self) -> float | None:
        """Netback less mining."""
        return self.margin_at("base")

    @property
    def margin_usd_per_kg(self) -> float | None:
        """Margin for a kilogram of the product of the stage."""
        margin = self.margin_usd_per_t
        return None if margin is None else margin / self.product_kg_per_t

    def netback_at(self, level: Level) -> float | None:
        """Return the netback at one level of the prices of rare earths, all else at its base."""
        if self.revenue_usd_per_t is None:
            return None
        earned = self.revenue_usd_per_t.at(level) + self.by_products_usd_per_t
        return earned - self.cost_usd_per_t

    def margin_at(self, level: Level) -> float | None:
        """Return the margin at one level of the prices of rare earths, all else at its base."""
        netback = self.netback_at(level)
        return None if netback is None else netback - self.mining_usd_per_t


def stage_netbacks(
    costs: Sequence[HubCost], shipper: Shipper, plants: Plants, card: RateCard, sales: Sales
) -> tuple[StageNetback, ...]:
    """Return what is earned at each stage (docs/model.md, E41).

    Parameters
    ----------
    costs
        What a hub costs for the deposit where it works the first stage alone, the first two, and so
        on; those without flows are left out.
    shipper
        The deposit.
    plants, card
        Recipes, prices of plants, and rates.
    sales
        What products sell for.
    """
    worked = [cost for cost in costs if cost.flows and not cost.reason]
    if not worked:
        return ()
    mining = shipper.cargo(card).value_usd_per_t
    found = [_as_shipped(worked[0], shipper, mining, sales)]
    stages: set[Stage] = set()
    for cost in worked:
        last = cost.flows[-1]
        # A chain that stops before the last stage asked is the same as that of the stage before.
        if last.stage not in stages:
            stages.add(last.stage)
            found.append(_worked(cost, mining, plants, card, sales))
    return tuple(found)


def _as_shipped(cost: HubCost, shipper: Shipper, mining: float, sales: Sales) -> StageNetback:
    """Return what the product of the deposit earns as it is, sold at the hub."""
    product = shipper.product.product
    share = sales.terms.at(PAYABLE, CONCENTRATE) if CONCENTRATE in product else None
    basket = sales.basket(cost.deposit_id)
    revenue = None
    lacks = [f"no price of {product} is published"] if share is None else []
    if basket is None:
        lacks.append(_NO_SHARES)
    elif share is not None:
        revenue = _times(basket.usd_per_kg, share, cost.flows[0].reo_in_kg / PERCENT)
    parts = cost.components_usd_per_t
    return StageNetback(
        deposit_id=cost.deposit_id,
        hub_id=cost.hub_id,
        stage=AS_SHIPPED,
        product=product,
        tonnes_per_y=cost.tonnes_per_y,
        product_kg_per_t=KG_PER_T,
        revenue_usd_per_t=revenue,
        by_products_usd_per_t=0.0,
        cost_usd_per_t=sum(parts.get(name, 0.0) for name in _BOUGHT),
        capital_usd_per_t=0.0,
        mining_usd_per_t=mining,
        lacks=tuple(lacks),
    )


def _worked(
    cost: HubCost, mining: float, plants: Plants, card: RateCard, sales: Sales
) -> StageNetback:
    last = cost.flows[-1]
    revenue, lacks = revenue_usd_per_t(cost.flows, cost.deposit_id, sales)
    sold = by_products(cost.flows)
    return StageNetback(
        deposit_id=cost.deposit_id,
        hub_id=cost.hub_id,
        stage=last.stage,
        product=last.product,
        tonnes_per_y=cost.tonnes_per_y,
        product_kg_per_t=last.product_t * KG_PER_T,
        revenue_usd_per_t=revenue,
        by_products_usd_per_t=sum(
            tonnes * by_product_usd_per_t(plants, item, cost.hub_id)
            for item, tonnes in sold.items()
        ),
        cost_usd_per_t=cost.cost_usd_per_t,
        capital_usd_per_t=annuity_usd_per_t(cost.flows, plants, card, cost.hub_id),
        mining_usd_per_t=mining,
        lacks=lacks,
    )


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
        return None, (_NO_SHARES,)
    joint, last = joint_flows(flows)[-1], flows[-1]
    if joint.stage == Stage.CRACKING:
        share = sales.terms.at(PAYABLE, CARBONATE)
        if share is None:
            return None, (f"no price of {joint.product} is known",)
        sold = _times(basket.usd_per_kg, share, joint.reo_sold_kg / PERCENT)
        return (sold, _NOTHING), _partly(basket)
    if last is joint:
        return (_scaled(basket.usd_per_kg, joint.reo_out_kg), _NOTHING), _partly(basket)
    item = _METAL_PRICE[last.stage]
    price = sales.deck.usd_per_kg.get(item)
    if price is None:
        return None, (f"no price of {item} is known",)
    # Nd and Pr go on; the other oxides are sold.
    rest = [basket.usd_per_kg.at(level) - basket.nd_pr_usd_per_kg.at(level) for level in LEVELS]
    made = _scaled(price, last.product_t * KG_PER_T)
    return (_scaled(_ordered(*rest), joint.reo_out_kg), made), _partly(basket)


_NOTHING = Range(0.0, 0.0, 0.0)


def annuity_usd_per_t(
    flows: Iterable[StageFlow], plants: Plants, card: RateCard, hub_id: str
) -> float:
    """Return the annuity of the plant of some stages for a tonne of feed (E16)."""
    place = plants.locations[hub_id]
    total = 0.0
    for flow in flows:
        life = plants.prices.at(LIFE, flow.stage, place)
        built = built_usd_per_t(flow, plants, hub_id)
        if life is not None:
            total += built * annuity_per_y(card.interest_pct_per_y.base, life.base)
    return total


def built_usd_per_t(flow: StageFlow, plants: Plants, hub_id: str) -> float:
    """Return what building a stage costs for a tonne a year of the deposit's product."""
    price = plants.prices.at(CAPEX, flow.stage, plants.locations[hub_id])
    return plant_amounts(flow)[CAPEX, flow.stage] * price.base if price else 0.0


_NO_SHARES = "the share of each element in its rare earths is not published"


def _partly(basket: Basket) -> tuple[str, ...]:
    if basket.priced_share > _ALL:
        return ()
    rest = 1 - basket.priced_share
    counted = "they count at the price of the cheapest oxide"
    return (f"the elements of {rest:.0%} of the oxides are not published: {counted}",)


# Shares of an assay that add up to this are all of it.
_ALL = 0.99


def _times(price: Range, share_pct: Range, kg: float) -> Range:
    return Range(*(price.at(level) * share_pct.at(level) * kg for level in LEVELS))


def _ordered(low: float, base: float, high: float) -> Range:
    """Return a range whose ends may be out of order by rounding."""
    return Range(min(low, base), base, max(base, high))


def _scaled(price: Range, kg: float) -> Range:
    return Range(*(price.at(level) * kg for level in LEVELS))
