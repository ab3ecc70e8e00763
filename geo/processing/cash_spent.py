"""What is tied up in a tonne of what plants make: the cash spent on it by the stage that made it.

Owns how the value of a product follows from its feed and from what the stages cost (docs/model.md,
E3), fixed before any search. What a deposit ships is `geo.pricing.cargo_value`'s.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.processing.plant_costs import by_product_usd_per_t, processing_usd

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.flows import StageFlow
    from zimnik.geo.processing.plants import Plants


@dataclass(frozen=True, slots=True, eq=False)
class StageCash:
    """What a stage adds to the cash in its feed, and what bears it: numbers, or one a sample.

    Parameters
    ----------
    product
        What it makes.
    product_t
        Tonnes of it.
    work_usd
        What the stage costs: its plant, and its reagents.
    reo_usd
        What the REO in its product are worth.
    by_products
        Tonnes of each by-product, and what all of them are worth.
    sold_share
        Share of the product that is sold, and does not go on to the next stage.
    """

    product: str
    product_t: Vector | float
    work_usd: Vector | float
    reo_usd: Vector | float
    by_products: Mapping[str, tuple[Vector | float, Vector | float]]
    sold_share: float

    def __post_init__(self) -> None:
        freeze_mappings(self)


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
    stages = [
        StageCash(
            flow.product,
            flow.product_t,
            _work_usd(flow, plants, card, hub_id),
            flow.reo_out_kg * card.reo_price_usd_per_kg.base,
            {
                item: (tonnes, tonnes * by_product_usd_per_t(plants, item, hub_id))
                for item, tonnes in flow.by_products_t.items()
            },
            flow.sold_share,
        )
        for flow in flows
    ]
    spent = cash_of_stages(feed_usd_per_t, stages)
    return {item: float(usd_per_t) for item, usd_per_t in spent.items()}


def cash_of_stages(
    feed_usd_per_t: Vector | float, stages: Iterable[StageCash]
) -> dict[str, Vector]:
    """Return the same of numbers, or of one a sample: the rule of `cash_spent_usd_per_t`.

    Parameters
    ----------
    feed_usd_per_t
        Cash spent on the tonne that the deposit ships.
    stages
        Stages in order, for that tonne.
    """
    spent_usd: Vector = np.asarray(feed_usd_per_t, float)
    products: dict[str, Vector] = {}
    by_product_usd: dict[str, Vector | float] = defaultdict(float)
    by_product_t: dict[str, Vector | float] = defaultdict(float)
    for stage in stages:
        spent_usd = spent_usd + stage.work_usd
        others_usd = sum(usd for _, usd in stage.by_products.values())
        usd_per_worth = _over(spent_usd, stage.reo_usd + others_usd)
        for item, (tonnes, usd) in stage.by_products.items():
            by_product_usd[item] += usd * usd_per_worth
            by_product_t[item] += tonnes
        spent_usd = spent_usd - others_usd * usd_per_worth
        products[stage.product] = _over(spent_usd, stage.product_t)
        spent_usd = spent_usd * (1 - stage.sold_share)
    shared = {item: _over(usd, by_product_t[item]) for item, usd in by_product_usd.items()}
    return {**shared, **products}


def _over(usd: Vector | float, amount: Vector | float) -> Vector:
    """Return a cost over what bears it; none where nothing does."""
    usd, amount = np.broadcast_arrays(np.asarray(usd, float), np.asarray(amount, float))
    return np.divide(usd, amount, out=np.zeros(usd.shape), where=amount != 0)


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
