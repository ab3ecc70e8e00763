"""Recipes: what a plant makes of a tonne fed, and what working it costs at a place.

Owns mass pull and recovery, stage by stage (docs/model.md, E14 and E15), the balance that every
stage must keep, and the prices of plants. What transport costs is not its business.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.pricing.cargo import KG_PER_T, PERCENT
from zimnik.geo.pricing.rates import annuity_per_y

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.pricing.rates import Level, Range

POWER, HEAT = "power", "heat"
NDPR = "ndpr"
# Tonnes and kilograms of a balance may differ by rounding, no more.
TOLERANCE = 1e-9
# Stages whose product holds metal: its REO, counted as oxides, weigh more than it does, at most as
# Pr6O11 over its praseodymium, 1021.44 / 845.44.
METALLIC = frozenset({"metal", "alloy", "magnets"})
OXIDE_PER_METAL = 1.2082


@dataclass(frozen=True, slots=True)
class Recipe:
    """What one stage makes of a dry tonne of its feed.

    Parameters
    ----------
    recipe_id
        The recipe.
    stage
        Step of the value chain ("cracking", "separation").
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
    stage: str
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

    def pull_t_per_t(self, feed_grade_pct: float, recovery: float) -> float:
        """Return tonnes of product for a tonne of feed of a grade (docs/model.md, E14)."""
        if self.mass_pull_t_per_t is not None:
            return self.mass_pull_t_per_t
        if not self.product_reo_grade_pct:
            return 0.0
        return feed_grade_pct * recovery / self.product_reo_grade_pct


@dataclass(frozen=True, slots=True)
class Supply:
    """A reagent at the place that makes it.

    `price_usd_per_t` is of the reagent at full strength; what is shipped has `strength_pct` of it.
    """

    reagent: str
    place_id: str
    price_usd_per_t: Range
    strength_pct: float = 100.0


@dataclass(frozen=True, slots=True)
class Location:
    """Region and country of a plant, by which its energy and buildings are priced."""

    region: str
    country: str


@dataclass(frozen=True, slots=True)
class PlantPrices:
    """What plants pay and are paid, in US dollars of the rate card's year.

    Parameters
    ----------
    supplies
        Reagents at their makers.
    local
        Other prices by group, item and region or country; "" for anywhere.
    """

    supplies: tuple[Supply, ...]
    local: Mapping[tuple[str, str, str], Range]

    def at(self, group: str, item: str, location: Location) -> Range | None:
        """Return a price in the narrowest area that has one, or None."""
        for area in (location.region, location.country, ""):
            found = self.local.get((group, item, area))
            if found is not None:
                return found
        return None

    def suppliers_of(self, reagent: str) -> tuple[Supply, ...]:
        """Return who makes a reagent."""
        return tuple(supply for supply in self.supplies if supply.reagent == reagent)


@dataclass(frozen=True, slots=True)
class StageFlow:
    """What goes through one stage for a tonne of the product that the deposit ships.

    Tonnes are dry. `discharge_t` is what goes in and neither is sold nor stored: gas, water and
    salts in solution. REO is in kilograms, metal counted as its oxides; what the product does not
    hold is lost. Of the product `sold_share` is sold as it is and the rest fed to the next stage.
    """

    stage: str
    recipe_id: str
    feed_product: str
    product: str
    feed_t: float
    product_t: float
    reo_in_kg: float
    reo_out_kg: float
    reo_lost_kg: float
    reagents_t: Mapping[str, float]
    by_products_t: Mapping[str, float]
    residue_t: float
    discharge_t: float
    energy: Mapping[str, float]
    sold_share: float = 1.0

    @property
    def sold_t(self) -> float:
        """Tonnes of the product that are sold as they are."""
        return self.product_t * self.sold_share

    @property
    def reo_sold_kg(self) -> float:
        """REO in what is sold of the product."""
        return self.reo_out_kg * self.sold_share


def recipe_for(
    recipes: Sequence[Recipe], deposit_id: str, feed_product: str, stage: str
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
    stages: Sequence[str],
    level: Level = "base",
    *,
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


def balance_faults(flows: Sequence[StageFlow]) -> list[Fault]:
    """Return where tonnes or REO are made or lost on the way (docs/model.md, E15).

    What goes in leaves as product, by-product, residue or discharge; REO leaves in the product or
    is lost; no product holds more REO than its mass, a metal no more than its oxides; and what one
    stage makes and does not sell is what the next is fed.
    """
    faults = []
    for flow in flows:
        into_t = flow.feed_t + sum(flow.reagents_t.values())
        out_t = flow.product_t + sum(flow.by_products_t.values())
        out_t += flow.residue_t + flow.discharge_t
        reo_kg = flow.reo_out_kg + flow.reo_lost_kg
        most_kg = flow.product_t * KG_PER_T * (OXIDE_PER_METAL if flow.stage in METALLIC else 1.0)
        rules = (
            ("tonnes out as tonnes in", math.isclose(into_t, out_t, rel_tol=TOLERANCE)),
            ("no more tonnes out than in", flow.discharge_t >= -TOLERANCE),
            ("REO out as REO in", math.isclose(flow.reo_in_kg, reo_kg, rel_tol=TOLERANCE)),
            ("no more REO out than in", flow.reo_lost_kg >= -TOLERANCE),
            (
                "no more REO than the product weighs",
                flow.reo_out_kg <= most_kg * (1 + TOLERANCE),
            ),
        )
        faults += [_unbalanced(flow, expected) for expected, right in rules if not right]
    for made, fed in pairwise(flows):
        if not (
            math.isclose(made.product_t, fed.feed_t + made.sold_t, rel_tol=TOLERANCE)
            and math.isclose(made.reo_out_kg, fed.reo_in_kg + made.reo_sold_kg, rel_tol=TOLERANCE)
        ):
            faults.append(_unbalanced(fed, "all that the stage before makes and does not sell"))
    return faults


def require_balance(flows: Sequence[StageFlow]) -> None:
    """Raise where `balance_faults` finds any.

    Raises
    ------
    InputError
        With every fault.
    """
    faults = balance_faults(flows)
    if faults:
        raise InputError(faults)


def _unbalanced(flow: StageFlow, expected: str) -> Fault:
    found = (
        f"in {flow.feed_t:g} t with {flow.reo_in_kg:g} kg REO and "
        f"{sum(flow.reagents_t.values()):g} t of reagents, out {flow.product_t:g} t with "
        f"{flow.reo_out_kg:g} kg REO, {flow.residue_t:g} t of residue"
    )
    return Fault("recipes", expected, found, "Mend pull, recovery or residue.", row=flow.recipe_id)


def processing_usd(
    flow: StageFlow,
    prices: PlantPrices,
    location: Location,
    interest_pct_per_y: float,
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
            missing.append(f"no price of {item} ({group}) in {location.region}: it is left out")
            return 0.0
        return found.at(level)

    life_y = price("life", flow.stage)
    upkeep_pct = price("upkeep", flow.stage)
    yearly = annuity_per_y(interest_pct_per_y, life_y) if life_y else 0.0
    costs = {form: amount * price("energy", form) for form, amount in sorted(flow.energy.items())}
    costs["residue"] = flow.residue_t * price("residue", "residue")
    costs["plant"] = flow.feed_t * price("capex", flow.stage) * (yearly + upkeep_pct / PERCENT)
    return costs, tuple(missing)


def scaled(flow: StageFlow, tonnes: float) -> StageFlow:
    """Return the flow of some tonnes of the deposit's product in the place of one."""
    return replace(
        flow,
        feed_t=flow.feed_t * tonnes,
        product_t=flow.product_t * tonnes,
        reo_in_kg=flow.reo_in_kg * tonnes,
        reo_out_kg=flow.reo_out_kg * tonnes,
        reo_lost_kg=flow.reo_lost_kg * tonnes,
        reagents_t={item: t * tonnes for item, t in flow.reagents_t.items()},
        by_products_t={item: t * tonnes for item, t in flow.by_products_t.items()},
        residue_t=flow.residue_t * tonnes,
        discharge_t=flow.discharge_t * tonnes,
        energy={form: amount * tonnes for form, amount in flow.energy.items()},
    )
