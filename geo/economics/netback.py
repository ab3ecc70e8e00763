"""Netback and margin of each stage at which the product of a deposit may be sold.

Owns what a hub earns on a tonne of feed (docs/model.md, E41): revenue of what is sold, less what
the hub costs, less mining. What a hub costs is `geo.processing.hub_cost`'s, what it sells for
`geo.economics.revenue`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.messages import Message
from zimnik.geo.core.units import KG_PER_T, PERCENT
from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.economics.revenue import (
    CONCENTRATE,
    NO_SHARES,
    payable_usd,
    revenue_usd_per_t,
)
from zimnik.geo.economics.terms import PAYABLE
from zimnik.geo.pricing.rates import annuity_per_y
from zimnik.geo.processing.borders import BORDERS, with_borders
from zimnik.geo.processing.hub_cost_results import FEED, HAULS, PRODUCT
from zimnik.geo.processing.plant_costs import (
    CAPEX,
    LIFE,
    by_product_usd_per_t,
    by_products,
    plant_amounts,
)
from zimnik.geo.processing.shared_projects import ROADS_AND_PORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zimnik.geo.economics.revenue import Sales
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.pricing.rates import Level, Range, RateCard
    from zimnik.geo.processing.flows import StageFlow
    from zimnik.geo.processing.hub_cost_results import HubCost
    from zimnik.geo.processing.plants import Plants

AS_SHIPPED, TOLLED = "as shipped", "toll separation"
# What an as-shipped tonne costs at the hub that buys it.
_BOUGHT = (HAULS[FEED], ROADS_AND_PORTS, BORDERS, "royalty")


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
    feed = tuple(haul for haul in worked[0].hauls if haul.kind == FEED)
    bare = replace(worked[0], hauls=feed, other_usd_per_t=_without_borders(worked[0]), warnings=())
    found = [_as_shipped(with_borders(bare, plants, card), shipper, mining, sales)]
    stages: set[Stage] = set()
    for cost in worked:
        last = cost.flows[-1]
        # A chain that stops before the last stage asked is the same as that of the stage before.
        if last.stage not in stages:
            stages.add(last.stage)
            found.append(_worked(cost, mining, plants, card, sales))
    return (*found, *_tolled(worked, found, plants, card, sales))


def _without_borders(cost: HubCost) -> dict[str, float]:
    return {name: usd for name, usd in cost.other_usd_per_t.items() if name != BORDERS}


def _tolled(
    costs: Sequence[HubCost],
    found: Sequence[StageNetback],
    plants: Plants,
    card: RateCard,
    sales: Sales,
) -> Iterator[StageNetback]:
    """Yield what oxides earn where a plant that stands separates them for a toll (E41)."""
    for cost in costs:
        toll = sales.tolls_usd_per_kg.get(cost.hub_id)
        last = cost.flows[-1]
        if toll is None or last.stage != Stage.SEPARATION:
            continue
        own = next(one for one in found if one.stage == last.stage)
        sent = sum(h.cost_usd for h in cost.hauls if h.kind == PRODUCT and h.item == last.product)
        saved = cost.stage_usd_per_t[last.stage] - sent
        yield replace(
            own,
            stage=TOLLED,
            cost_usd_per_t=cost.cost_usd_per_t - saved + toll.base * last.reo_out_kg,
            capital_usd_per_t=annuity_usd_per_t(cost.flows[:-1], plants, card, cost.hub_id),
        )
        return


def _as_shipped(cost: HubCost, shipper: Shipper, mining: float, sales: Sales) -> StageNetback:
    """Return what the product of the deposit earns as it is, sold at the hub."""
    product = shipper.product.product
    # What a deposit ships under this word in its name is a concentrate, which has a price.
    share = sales.terms.at(PAYABLE, CONCENTRATE) if CONCENTRATE in product else None
    basket = sales.basket(cost.deposit_id)
    revenue = None
    text = f"no price of {product} is published"
    unpriced = Message(text, "no_price", product=product)
    lacks: list[str] = [unpriced] if share is None else []
    if basket is None:
        lacks.append(NO_SHARES)
    elif share is not None:
        revenue = payable_usd(basket.usd_per_kg, share, cost.flows[0].reo_in_kg / PERCENT)
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
