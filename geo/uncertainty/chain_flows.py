"""What goes through the stages of a plant in every sample of recoveries.

Owns how flows that were found at base recoveries follow drawn ones: mass pull and REO run through
the chain again (docs/model.md, E14), and all else that a stage takes goes with what it is fed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.units import KG_PER_T, PERCENT
from zimnik.geo.processing.hub_cost_results import BY_PRODUCT, PRODUCT, REAGENT
from zimnik.geo.uncertainty.sampled_plants import RECOVERY, at_position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.processing.flows import StageFlow
    from zimnik.geo.processing.recipes import Recipe
    from zimnik.geo.uncertainty.samples import Samples


@dataclass(frozen=True, slots=True, eq=False)
class SampledFlow:
    """A flow in every sample.

    Parameters
    ----------
    flow
        At base recoveries.
    fed_ratio
        Tonnes fed over those of the flow: reagents, energy, by-products and residue go with them.
    product_t
        Tonnes of the product.
    reo_out_kg
        REO in them.
    """

    flow: StageFlow
    fed_ratio: Vector
    product_t: Vector
    reo_out_kg: Vector

    @property
    def sold_t(self) -> Vector:
        """Tonnes of the product that are sold as they are."""
        return self.product_t * self.flow.sold_share


def sampled_flows(
    flows: Sequence[StageFlow], recipes: Sequence[Recipe], samples: Samples
) -> tuple[SampledFlow, ...]:
    """Return the flows of a chain in every sample.

    The share of a product that goes on to the next stage is kept, which is all of it but where a
    stage takes a part of its feed alone.

    Parameters
    ----------
    flows
        At base recoveries.
    recipes
        All recipes, those of the flows among them.
    samples
        Draws of recoveries.
    """
    if not flows:
        return ()
    by_id = {recipe.recipe_id: recipe for recipe in recipes}
    feed_t = np.full(samples.count, flows[0].feed_t)
    reo_kg = np.full(samples.count, flows[0].reo_in_kg)
    sampled = []
    for flow in flows:
        recipe = by_id[flow.recipe_id]
        recovery = at_position(recipe.reo_recovery, samples.of(f"{RECOVERY} {recipe.stage}", 1.0))
        grade_pct = reo_kg / feed_t / KG_PER_T * PERCENT
        product_t = feed_t * recipe.pull_t_per_t(grade_pct, recovery)
        made = SampledFlow(flow, feed_t / flow.feed_t, product_t, reo_kg * recovery)
        sampled.append(made)
        goes_on = 1.0 - flow.sold_share
        feed_t, reo_kg = product_t * goes_on, made.reo_out_kg * goes_on
    return tuple(sampled)


def tonnes_hauled(flows: Sequence[SampledFlow]) -> dict[tuple[str, str], Vector]:
    """Return the tonnes of each kind of haul and item, for a tonne of the deposit's product."""
    hauled: dict[tuple[str, str], Vector] = {}
    for sampled in flows:
        flow, ratio = sampled.flow, sampled.fed_ratio
        own = [
            ((PRODUCT, flow.product), sampled.sold_t),
            *(((REAGENT, item), ratio * tonnes) for item, tonnes in flow.reagents_t.items()),
            *(((BY_PRODUCT, item), ratio * tonnes) for item, tonnes in flow.by_products_t.items()),
        ]
        for name, tonnes in own:
            hauled[name] = hauled.get(name, 0.0) + tonnes
    return hauled
