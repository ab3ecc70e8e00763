"""What is saved where cargo of a hub goes in both directions over one link with one vehicle.

Owns the credit for return loads (docs/model.md, E17), which no answer holds unless it is asked for.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import TKM_OF_VEHICLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.core.vocabulary import Vehicle
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.processing.hub_cost_results import Haul

RETURN_LOADS = "return_loads"


def return_credit_usd(
    hauls: Sequence[Haul], arrays: NetworkArrays, card: RateCard, share: float
) -> float:
    """Return the credit for each tonne of the deposit's product, 0 or more.

    Parameters
    ----------
    hauls
        What goes to and from a hub, for a tonne of the deposit's product.
    arrays, card
        Network and rates of the hauls.
    share
        Share of the carriage of the lighter direction that is saved, 0 to 1.

    Raises
    ------
    InputError
        If the share is not one.
    """
    if not (math.isfinite(share) and 0 <= share <= 1):
        raise InputError(
            [Fault("return loads", "a share of 0 to 1", f"{share:g}", "Give another share.")]
        )
    shipped_t: dict[tuple[str, Vehicle], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    parts = ((haul, part) for haul in hauls if haul.year for part in haul.year.shares)
    for haul, part in parts:
        for leg in part.route.legs:
            for link_id, tail in zip(leg.link_ids, leg.place_ids, strict=False):
                shipped_t[link_id, leg.vehicle][tail] += haul.shipped_t * part.share
    return share * sum(
        min(tonnes.values())
        * arrays.links[link_id].length_km
        * card.of(arrays.links[link_id].region).prices_usd[TKM_OF_VEHICLE[vehicle]].base
        for (link_id, vehicle), tonnes in shipped_t.items()
        if len(tonnes) > 1
    )
