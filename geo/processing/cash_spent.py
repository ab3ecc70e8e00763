"""What is tied up in a tonne of what plants make: the cash spent on it by the stage that made it.

Owns how the value of a product follows from its feed and from what the stages cost (docs/model.md,
E3), fixed before any search. What a deposit ships is `geo.pricing.cargo_value`'s.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from zimnik.geo.processing.plant_costs import by_product_usd_per_t, processing_usd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.flows import StageFlow
    from zimnik.geo.processing.plants import Plants


def cash_spent_usd_per_t(
    flows: Sequence[StageFlow], feed_usd_per_t: float, plants: Plants, card: RateCard, hub_id: str
) -> Mapping[str, float]:
    """Return the cash spent on a dry tonne of each product and by-product of some stages.

    Carriage is left out: which route is cheapest is not known before the search, and what it costs
    would depend on what is sought. Products and by-products of a stage bear its cash by what they
    are worth (docs/model.md, A33); what goes on to the next stage takes its own with it.

    Parameters
    ----------
    flows
        Stages in order, for a tonne of what the deposit ships.
    feed_usd_per_t
        Cash spent on that tonne.
    plants, card, hub_id
        Prices, and the place where they are those of all stages.
    """
    spent_usd = feed_usd_per_t
    products: dict[str, float] = {}
    by_product_usd: dict[str, float] = defaultdict(float)
    by_product_t: dict[str, float] = defaultdict(float)
    for flow in flows:
        spent_usd += _work_usd(flow, plants, card, hub_id)
        worth = {
            item: tonnes * by_product_usd_per_t(plants, item, hub_id)
            for item, tonnes in flow.by_products_t.items()
        }
        reo_usd = flow.reo_out_kg * card.reo_price_usd_per_kg.base
        usd_per_worth = spent_usd / total if (total := reo_usd + sum(worth.values())) else 0.0
        for item, usd in worth.items():
            by_product_usd[item] += usd * usd_per_worth
            by_product_t[item] += flow.by_products_t[item]
        spent_usd -= sum(worth.values()) * usd_per_worth
        products[flow.product] = spent_usd / flow.product_t
        spent_usd *= 1 - flow.sold_share
    shared = {item: usd / by_product_t[item] for item, usd in by_product_usd.items() if usd}
    return {**dict.fromkeys(by_product_t, 0.0), **shared, **products}


def _work_usd(flow: StageFlow, plants: Plants, card: RateCard, hub_id: str) -> float:
    """Return what a stage costs at a place: its plant, and reagents at the lowest price."""
    own, _ = processing_usd(
        flow, plants.prices, plants.locations[hub_id], card.interest_pct_per_y.base
    )
    bought = (
        tonnes * min(prices_usd)
        for reagent, tonnes in flow.reagents_t.items()
        if (prices_usd := [s.price_usd_per_t.base for s in plants.prices.suppliers_of(reagent)])
    )
    return sum(own.values()) + sum(bought)
