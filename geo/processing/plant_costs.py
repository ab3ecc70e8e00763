"""What stages cost at a hub besides hauls, and who bears it.

Owns processing, royalty, the cost of a single stage and the sharing between rare earths and
by-products (docs/model.md, E16 and E17).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from zimnik.geo.core.messages import Message
from zimnik.geo.core.units import KG_PER_T, PERCENT
from zimnik.geo.pricing.rates import annuity_per_y
from zimnik.geo.processing.hub_cost_results import PRODUCT, REAGENT, joint_flows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.geo.pricing.rates import Level, RateCard
    from zimnik.geo.processing.flows import StageFlow
    from zimnik.geo.processing.hub_cost_results import Haul
    from zimnik.geo.processing.plants import Location, PlantPrices, Plants

ENERGY, RESIDUE, CAPEX, LIFE, UPKEEP = "energy", "residue", "capex", "life", "upkeep"
TOLL = "toll"


def processing_usd(
    flow: StageFlow,
    prices: PlantPrices,
    location: Location,
    interest_pct_per_y: float,
    *,
    level: Level = "base",
) -> tuple[dict[str, float], tuple[str, ...]]:
    """Return what working a stage costs at a place, reagents apart, and what has no price.

    Parameters
    ----------
    flow
        What goes through the stage.
    prices, location
        Prices, and where the plant stands.
    interest_pct_per_y
        Price of capital, at which buildings are annualised.
    level
        Which of the stated prices hold.

    Returns
    -------
    tuple
        US dollars for power, heat, residue and plant (annuity and upkeep) for the feed of the flow,
        which is that of a tonne of the deposit's product; and a sentence for each missing price,
        which counts as none.
    """
    missing: list[str] = []

    def price(group: str, item: str) -> float:
        found = prices.at(group, item, location)
        if found is None:
            text = f"no price of {item} ({group}) in {location.region}: it is left out"
            missing.append(Message(text, "no_plant_price", product=item))
            return 0.0
        return found.at(level)

    life_y, upkeep_pct = price(LIFE, flow.stage), price(UPKEEP, flow.stage)
    costs: dict[str, float] = {}
    for (group, item), amount in plant_amounts(flow).items():
        usd = amount * price(group, item)
        if group == CAPEX:
            usd *= plant_share_per_y(interest_pct_per_y, life_y, upkeep_pct)
        costs[component_of(group, item)] = usd
    return costs, tuple(missing)


def plant_amounts(flow: StageFlow) -> dict[tuple[str, str], float]:
    """Return what a stage takes besides hauls and reagents, by group and item of `PlantPrices`.

    kWh and GJ of energy, tonnes of residue, tonnes fed for what is built, and kilograms of REO for
    which a toll is asked in its place.
    """
    return {
        **{(ENERGY, form): amount for form, amount in sorted(flow.energy.items())},
        (RESIDUE, RESIDUE): flow.residue_t,
        (CAPEX, flow.stage): 0.0 if flow.tolled_kg else flow.feed_t,
        **({(TOLL, flow.stage): flow.tolled_kg} if flow.tolled_kg else {}),
    }


def component_of(group: str, item: str) -> str:
    """Return the component of the cost of a hub that an amount belongs to."""
    return {CAPEX: "plant", RESIDUE: RESIDUE, TOLL: TOLL}.get(group, item)


def plant_share_per_y(interest_pct_per_y: float, life_y: float, upkeep_pct: float) -> float:
    """Return the yearly share of what a plant costs to build: annuity and upkeep (E16)."""
    yearly = annuity_per_y(interest_pct_per_y, life_y) if life_y else 0.0
    return yearly + upkeep_pct / PERCENT


def other_costs(
    flows: Sequence[StageFlow], plants: Plants, card: RateCard, deposit_id: str, hub_id: str
) -> tuple[dict[str, float], tuple[str, ...]]:
    """Return what is neither haul nor reagent, and a sentence for each price that is lacking."""
    costs: dict[str, float] = defaultdict(float)
    missing: dict[str, None] = {}
    for flow in flows:
        own, lacking = processing_usd(
            flow, plants.prices, plants.locations[hub_id], card.interest_pct_per_y.base
        )
        for name, usd in own.items():
            costs[name] += usd
        missing.update(dict.fromkeys(lacking))
    costs["royalty"] = royalty_usd(flows, plants, card, deposit_id)
    return dict(costs), tuple(missing)


def royalty_usd(
    flows: Sequence[StageFlow], plants: Plants, card: RateCard, deposit_id: str
) -> float:
    """Return what the state takes of the value of the REO that leave a deposit."""
    royalty = plants.prices.at("royalty", "royalty", plants.locations[deposit_id])
    value_usd = flows[0].reo_in_kg * card.reo_price_usd_per_kg.base
    return value_usd * royalty.base / PERCENT if royalty else 0.0


def stage_usd(
    flow: StageFlow,
    hauls: Sequence[Haul],
    bought_usd: Mapping[str, float],
    plants: Plants,
    card: RateCard,
    hub_id: str,
) -> float:
    """Return what a stage alone costs: its reagents, its plant, and the haul of what it sells.

    Parameters
    ----------
    flow
        What goes through it, for a tonne of the deposit's product.
    hauls, bought_usd
        Hauls of the hub, and what its reagents cost where they are made.
    plants, card, hub_id
        Prices, and where the stage stands.
    """
    own, _ = processing_usd(
        flow, plants.prices, plants.locations[hub_id], card.interest_pct_per_y.base
    )
    usd = sum(own.values())
    for haul in hauls:
        if haul.kind == REAGENT and haul.item in flow.reagents_t:
            share = flow.reagents_t[haul.item] / haul.tonnes_t
            usd += share * (haul.cost_usd + bought_usd[haul.item])
        elif haul.kind == PRODUCT and haul.item == flow.product:
            usd += haul.cost_usd
    return usd


def reo_share(flows: Sequence[StageFlow], plants: Plants, card: RateCard, hub_id: str) -> float:
    """Return the share of what all rare earths go through that they bear, by value (E17)."""
    # What is made of a part of the oxides shares no cost with niobium.
    reo_usd = joint_flows(flows)[-1].reo_out_kg * card.reo_price_usd_per_kg.base
    other_usd = sum(
        tonnes_t * by_product_usd_per_t(plants, item, hub_id)
        for item, tonnes_t in by_products(flows).items()
    )
    return reo_usd / (reo_usd + other_usd)


def by_products(flows: Iterable[StageFlow]) -> dict[str, float]:
    """Return the tonnes of by-products of all stages."""
    made: dict[str, float] = defaultdict(float)
    for flow in flows:
        for item, tonnes in flow.by_products_t.items():
            made[item] += tonnes
    return dict(made)


def by_product_usd_per_t(plants: Plants, item: str, hub_id: str) -> float:
    """Return what a tonne of a by-product brings at a hub."""
    price = plants.prices.at("product", item, plants.locations[hub_id])
    return price.base * KG_PER_T if price else 0.0
