"""Recipes: what a plant makes of a tonne fed.

Owns mass pull and recovery, stage by stage (docs/model.md, E14). The balance of a stage is
`geo.processing.flows`'s, what working it costs `geo.processing.plant_costs`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.units import KG_PER_T, PERCENT
from zimnik.geo.processing.flows import StageFlow, require_balance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.vocabulary import Stage
    from zimnik.geo.pricing.rates import Level, Range

    Number = TypeVar("Number", float, Vector)

NDPR = "ndpr"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What one stage makes of a dry tonne of its feed.

    Parameters
    ----------
    recipe_id
        The recipe.
    stage
        Step of the value chain.
    feed_product, product
        What is fed and what is made.
    reo_recovery
        REO in the product over REO in the feed, 0 to 1.
    product_reo_grade_pct
        REO in the dry product, from which the pull follows; None where the pull is given.
    mass_pull_t_per_t
        Tonnes of product for a tonne fed; None where it follows from the grade.
    reagents_t_per_t
        Reagents of full strength for a tonne fed.
    energy_per_t
        `POWER` in kWh and `HEAT` in GJ for a tonne fed.
    by_products_t_per_t
        What else is sold.
    residue_t_per_t
        Dry residue to be stored.
    deposit_id
        Deposit whose feed it is for; empty for any.
    feed_part
        Part of the feed product that is fed, the rest of which is sold as it is: `NDPR` for its
        neodymium and praseodymium; empty for all of it.
    """

    recipe_id: str
    stage: Stage
    feed_product: str
    product: str
    reo_recovery: Range
    product_reo_grade_pct: float | None
    mass_pull_t_per_t: float | None
    reagents_t_per_t: Mapping[str, Range]
    energy_per_t: Mapping[str, Range]
    by_products_t_per_t: Mapping[str, Range]
    residue_t_per_t: float = 0.0
    deposit_id: str = ""
    feed_part: str = ""

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def pull_t_per_t(self, feed_grade_pct: Number, recovery: Number) -> Number | float:
        """Return the mass pull: tonnes of product for a tonne of feed of a grade (E14).

        Grade and recovery may be one number or one a sample.
        """
        if self.mass_pull_t_per_t is not None:
            return self.mass_pull_t_per_t
        if not self.product_reo_grade_pct:
            return 0.0
        return feed_grade_pct * recovery / self.product_reo_grade_pct


def recipe_for(
    recipes: Sequence[Recipe], deposit_id: str, feed_product: str, stage: Stage
) -> Recipe | None:
    """Return the recipe of a stage for a feed: the deposit's own before that of any deposit."""
    fitting = [
        recipe
        for recipe in recipes
        if recipe.stage == stage
        and recipe.feed_product == feed_product
        and recipe.deposit_id in {"", deposit_id}
    ]
    return max(fitting, key=lambda recipe: bool(recipe.deposit_id), default=None)


def chain_of(
    recipes: Sequence[Recipe],
    deposit_id: str,
    product: str,
    grade_pct: float,
    stages: Sequence[Stage],
    *,
    level: Level = "base",
    ndpr_share: float | None = None,
) -> tuple[StageFlow, ...] | None:
    """Return the flows of stages one after the other, or None where a recipe is lacking.

    A stage that takes a part of its feed is the end where the share of the part is not known: all
    of the product before it is sold.

    Parameters
    ----------
    recipes
        All that are known.
    deposit_id, product, grade_pct
        What is shipped, from where, and its REO grade.
    stages
        In the order of the value chain.
    level
        Which of the stated recoveries and consumptions hold.
    ndpr_share
        Nd and Pr oxides over all REO of the deposit, None where it is not known.
    """
    flows: list[StageFlow] = []
    feed_t, reo_kg = 1.0, grade_pct / PERCENT * KG_PER_T
    for stage in stages:
        recipe = recipe_for(recipes, deposit_id, product, stage)
        if recipe is None:
            return None
        if recipe.feed_part and ndpr_share is None:
            break
        fed_share = (ndpr_share or 0.0) if recipe.feed_part else 1.0
        if flows:
            flows[-1] = replace(flows[-1], sold_share=1.0 - fed_share)
        flow = stage_flow(recipe, feed_t * fed_share, reo_kg * fed_share, level)
        flows.append(flow)
        feed_t, reo_kg, product = flow.product_t, flow.reo_out_kg, flow.product
    require_balance(flows)
    return tuple(flows)


def stage_flow(recipe: Recipe, feed_t: float, reo_in_kg: float, level: Level) -> StageFlow:
    """Return what a recipe makes of some tonnes of feed with some REO in them."""
    recovery = recipe.reo_recovery.at(level)
    grade_pct = reo_in_kg / feed_t / KG_PER_T * PERCENT
    product_t = feed_t * recipe.pull_t_per_t(grade_pct, recovery)
    reagents_t = {r: feed_t * t.at(level) for r, t in recipe.reagents_t_per_t.items()}
    by_products_t = {p: feed_t * t.at(level) for p, t in recipe.by_products_t_per_t.items()}
    residue_t = feed_t * recipe.residue_t_per_t
    leaves_t = product_t + sum(by_products_t.values()) + residue_t
    return StageFlow(
        stage=recipe.stage,
        recipe_id=recipe.recipe_id,
        feed_product=recipe.feed_product,
        product=recipe.product,
        feed_t=feed_t,
        product_t=product_t,
        reo_in_kg=reo_in_kg,
        reo_out_kg=reo_in_kg * recovery,
        reo_lost_kg=reo_in_kg * (1 - recovery),
        reagents_t=reagents_t,
        by_products_t=by_products_t,
        residue_t=residue_t,
        discharge_t=feed_t + sum(reagents_t.values()) - leaves_t,
        energy={form: feed_t * amount.at(level) for form, amount in recipe.energy_per_t.items()},
    )
