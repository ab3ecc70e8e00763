"""The most that ever lies at each place of a plan, at whatever moment of the year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.campaign.piles import Piles

if TYPE_CHECKING:
    from zimnik.geo.campaign.limits import CapacityLimit
    from zimnik.geo.campaign.programme import CampaignProgramme, Plan
    from zimnik.geo.campaign.request import CampaignRequest
    from zimnik.geo.core.arrays import Vector


@dataclass(frozen=True, slots=True)
class Fullest:
    """The most that ever lies at a place: tonnes, and the moment in days from 1 January."""

    place_id: str
    lying_t: float
    at_d: float


def fullest_of(
    campaign: CampaignProgramme, plan: Plan, request: CampaignRequest
) -> tuple[Fullest, ...]:
    """Return the most that ever lies at each place with a store, dry tonnes, greatest first."""
    piles = Piles(campaign.demands, campaign.stores, campaign.runs, request)
    found = []
    for place_id in dict.fromkeys(store.place_id for store in campaign.stores):
        limit, moments_d = piles.at(place_id, np.inf, shipped=False)
        lying_t = _lying_t(limit, plan)
        fullest = int(lying_t.argmax())
        found.append(Fullest(place_id, float(lying_t[fullest]), float(moments_d[fullest])))
    return tuple(sorted(found, key=lambda pile: -pile.lying_t))


def _lying_t(limit: CapacityLimit, plan: Plan) -> Vector:
    """Return what lies at each moment of a limit."""
    lying_t = np.zeros(len(limit.upper_t))
    for use in limit.stores:
        lying_t += use.tonnes_per_t * plan.stocks_t[use.store][use.since]
    for flow in limit.flows:
        moved_t = plan.flows_t[flow.activity][flow.passing.left] * flow.passing.shares
        np.add.at(lying_t, flow.passing.came, flow.tonnes_per_t * moved_t)
    for made in limit.deliveries:
        lying_t += made.tonnes_per_t * plan.delivered_t[made.commodity]
    return lying_t
