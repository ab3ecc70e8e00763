"""What goes through the stages of a plant, and the balance that every stage must keep.

Owns the flow of a stage and its conservation of mass and REO (docs/model.md, E15). What a recipe
makes of a feed is `geo.processing.recipes`'s.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.units import KG_PER_T
from zimnik.geo.core.vocabulary import METALLIC

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.core.vocabulary import Stage

# Tonnes and kilograms of a balance may differ by rounding, no more.
TOLERANCE = 1e-9
# The REO of metal, counted as oxides, weigh more than it does, at most as Pr6O11 over its
# praseodymium, 1021.44 / 845.44.
OXIDE_PER_METAL = 1.2082


@dataclass(frozen=True, slots=True)
class StageFlow:
    """What goes through one stage for a tonne of the product that the deposit ships.

    Tonnes are dry. `discharge_t` is what goes in and neither is sold nor stored: gas, water and
    salts in solution. REO is in kilograms, metal counted as its oxides; what the product does not
    hold is lost. Of the product `sold_share` is sold as it is and the rest fed to the next stage.
    `tolled_kg` are REO for which a plant that stands asks a toll, and nothing is built.
    """

    stage: Stage
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
    tolled_kg: float = 0.0

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def sold_t(self) -> float:
        """Tonnes of the product that are sold as they are."""
        return self.product_t * self.sold_share

    @property
    def reo_sold_kg(self) -> float:
        """REO in what is sold of the product."""
        return self.reo_out_kg * self.sold_share


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
    return Fault(
        "recipes", expected, found, "Correct pull, recovery or residue.", row=flow.recipe_id
    )


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
        tolled_kg=flow.tolled_kg * tonnes,
        energy={form: amount * tonnes for form, amount in flow.energy.items()},
    )
