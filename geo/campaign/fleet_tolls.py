"""What the price of fleets makes of paths: tolls for the pricing problem of a campaign.

Owns how the shadow prices of vehicles become what a tonne is asked for a link (docs/model.md, E50).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from zimnik.geo.campaign.legs import VehicleNorm
from zimnik.geo.campaign.vehicle_pools import standing_usd_per_d
from zimnik.geo.core.frozen import FrozenDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.campaign.runs import DemandRuns
    from zimnik.geo.campaign.solve import Relaxation
    from zimnik.geo.campaign.vehicle_pools import Pool
    from zimnik.geo.routing.time_expanded import DatedNetwork

NO_TOLLS: FrozenDict[str, float] = FrozenDict()
# Prices of a day of a vehicle are told apart by this factor.
_STEP = 1.2


def fleet_tolls_of(
    network: DatedNetwork, pools: Mapping[str, Pool], demand: DemandRuns, found: Relaxation
) -> FrozenDict[str, float]:
    """Return what a tonne bears of fleets on each link in the busiest week, over its rate.

    It is the shadow price of a day of a vehicle less what the rate holds for it, on the way there
    and back.
    """
    card = network.card
    more_usd_per_d = {
        pool: _in_steps(float(usd.max()) - standing_usd_per_d(card, pool.vehicle))
        for pool, usd in found.vehicle_usd_per_d.items()
    }
    tolls: dict[str, float] = {}
    for name, pool in pools.items():
        if usd := more_usd_per_d.get(pool):
            norm = VehicleNorm.of(card, pool.vehicle)
            moving_d = norm.moving_d(network.arrays.links[name].length_km)
            tolls[name] = usd * moving_d / norm.payload_t * demand.shipped_t_per_t
    return FrozenDict(tolls)


def _in_steps(usd: float) -> float:
    """Return an amount in steps, so that prices that hardly move ask for no new paths."""
    return float(_STEP ** round(math.log(usd, _STEP))) if usd >= 1.0 else 0.0
