"""What borders take in every sample: terms at their place in their ranges, values and hauls drawn.

Owns how the terms of borders are drawn (docs/model.md, E19 and E48): those of one charge move
together. What a border takes is `geo.processing.borders`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.units import PERCENT
from zimnik.geo.processing.borders import CHARGED, taken_usd
from zimnik.geo.uncertainty.sampled_plants import BORDER, at_position

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.processing.border_terms import Way
    from zimnik.geo.processing.plants import Plants
    from zimnik.geo.uncertainty.samples import Samples


@dataclass(frozen=True, slots=True, eq=False)
class DrawnHaul:
    """What a haul costs in every sample, and the cash that was spent on what it carries."""

    cost_usd: Vector | float
    value_usd: Vector | float


def border_usd(
    way: Way, haul: DrawnHaul, plants: Plants, samples: Samples, interest_pct_per_y: Vector
) -> Vector:
    """Return what the border of a haul takes in every sample, with interest on the tax that waits.

    Parameters
    ----------
    way
        What goes into which country.
    haul
        Its cost and value.
    plants, samples
        Terms of borders, and draws.
    interest_pct_per_y
        Of every sample.
    """
    terms = {
        charge: at_position(
            plants.borders.counted(charge, way), samples.of(f"{BORDER} {charge}", 1.0)
        )
        for charge in CHARGED
    }
    paid_usd, tied_usd = taken_usd(terms, haul.value_usd, haul.cost_usd)
    return np.asarray(paid_usd + tied_usd * interest_pct_per_y / PERCENT, float)
