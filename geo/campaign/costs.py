"""What a plan costs by component, and which demand bears what (docs/model.md, E12 and E50)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.campaign.fleet_needs import idle_usd_by_demand
from zimnik.geo.campaign.programme import prices_without_roads
from zimnik.geo.pricing.bill import components

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.campaign.programme import CampaignProgramme, Plan
    from zimnik.geo.core.arrays import Vector

DEDICATED = "dedicated_road"
IDLE = "idle_vehicles"


def bills_of(campaign: CampaignProgramme, plan: Plan) -> list[Vector]:
    """Return what each demand consumes in the year, as arrays of quantities."""
    bills = [np.zeros_like(found.pricing.base) for found in campaign.demands]
    for made, flow in zip(campaign.runs, plan.flows_t, strict=True):
        bills[made.demand] = bills[made.demand] + flow.sum() * made.run.quantities
    return bills


def components_of(
    campaign: CampaignProgramme, plan: Plan, bills: Sequence[Vector]
) -> list[dict[str, float]]:
    """Return the cost of each demand by component; they sum to the cost of the plan.

    Runs and stores are those of one demand. The price of a dedicated road is borne by those whose
    cargo passes it, in proportion to shipped tonnes; that of vehicles that stand, by those whose
    cargo they carry, in proportion to days of vehicles.
    """
    parts: list[dict[str, float]] = []
    for bill, found in zip(bills, campaign.demands, strict=True):
        parts.append(dict(components(bill, prices_without_roads(found.pricing.base))))
    for number in plan.roads:
        road = campaign.programme.roads[number]
        shipped_t = np.zeros(len(parts))
        for use in road.uses:
            passed_t = plan.flows_t[list(use.activities)].sum()
            shipped_t[use.commodity] += passed_t * campaign.demands[use.commodity].shipped_t_per_t
        for part, share in zip(parts, shipped_t / shipped_t.sum(), strict=True):
            part[DEDICATED] = part.get(DEDICATED, 0.0) + float(share) * road.cost_usd
    stores = zip(campaign.stores, campaign.programme.stores, plan.stocks_t, strict=True)
    for at, store, stock in stores:
        waiting_usd = float(stock @ store.waiting_usd_per_t)
        parts[at.demand]["waiting"] = parts[at.demand].get("waiting", 0.0) + waiting_usd
    for part, idle_usd in zip(parts, idle_usd_by_demand(campaign, plan), strict=True):
        if idle_usd:
            part[IDLE] = float(idle_usd)
    return parts
