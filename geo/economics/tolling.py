"""A stage that is worked for a toll by a plant which stands, in place of one that is built.

Owns what a hub cost is without a stage of its own (docs/model.md, E44). The toll is paid for each
kilogram of REO that is made; reagents, energy, residue and capital of the stage are the other's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zimnik.geo.processing.hub_cost_results import REAGENT
from zimnik.geo.processing.plant_costs import TOLL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.core.vocabulary import Stage
    from zimnik.geo.pricing.rates import Range
    from zimnik.geo.processing.flows import StageFlow
    from zimnik.geo.processing.hub_cost_results import Haul, HubCost
    from zimnik.geo.processing.plants import Plants


def with_toll(
    cost: HubCost, plants: Plants, stage: Stage, toll_usd_per_kg: Range
) -> tuple[HubCost, Plants]:
    """Return a hub cost whose stage is worked for a toll, and prices that hold the toll.

    A cost that does not work the stage comes back as it is.

    Parameters
    ----------
    cost
        What a hub costs with a plant of its own.
    plants
        Recipes and prices.
    stage
        The stage.
    toll_usd_per_kg
        What is asked for a kilogram of REO made.
    """
    own = next((flow for flow in cost.flows if flow.stage == stage), None)
    if own is None:
        return cost, plants
    tolled = replace(
        own, reagents_t={}, energy={}, residue_t=0.0, discharge_t=0.0, tolled_kg=own.reo_out_kg
    )
    prices = replace(
        plants.prices, local={**plants.prices.local, (TOLL, str(stage), ""): toll_usd_per_kg}
    )
    flows = tuple(tolled if flow is own else flow for flow in cost.flows)
    hauls = tuple(_without_reagents_of(own, cost))
    return replace(cost, flows=flows, hauls=hauls), replace(plants, prices=prices)


def _without_reagents_of(own: StageFlow, cost: HubCost) -> Iterator[Haul]:
    """Yield hauls less the reagents of a stage; the others keep their routes."""
    used = {item for flow in cost.flows if flow is not own for item in flow.reagents_t}
    for haul in cost.hauls:
        if haul.kind != REAGENT or haul.item not in own.reagents_t:
            yield haul
        elif haul.item in used:
            yield replace(haul, tonnes_t=haul.tonnes_t - own.reagents_t[haul.item])
