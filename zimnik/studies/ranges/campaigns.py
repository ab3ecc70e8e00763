"""The range of a campaign: its plan timed and priced anew in every draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zimnik.geo.campaign.campaign import PlannedCampaign
    from zimnik.geo.campaign.request import CampaignRequest
    from zimnik.geo.uncertainty.drawn_campaign import DrawnPlan
    from zimnik.geo.uncertainty.spread import Spread
    from zimnik.studies.model import Model


def drawn_plan(
    model: Model,
    planned: PlannedCampaign,
    request: CampaignRequest,
    value_usd_per_t: float | None,
    *,
    max_d: float,
) -> DrawnPlan | None:
    """Return a plan to be priced in any samples; None where nothing is delivered.

    Parameters
    ----------
    model, planned, request
        Sites, the plan, and what was asked for.
    value_usd_per_t
        Value of a tonne, where it was stated.
    max_d
        Most days from when cargo is made to its arrival.
    """
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.geo.uncertainty.drawn_campaign import DrawnPlan
    from zimnik.studies.model import product_of

    if not planned.plan.delivered_t.sum():
        return None
    shippers = [
        Shipper(
            one.demand.origin_id,
            product_of(model, one.demand.origin_id, value_usd_per_t),
            one.demand.cargo.tonnes_per_y,
        )
        for one in planned.campaign.demands
    ]
    return DrawnPlan.of(planned.campaign, planned.plan, shippers, request, max_d=max_d)


def campaign_spread(
    model: Model,
    planned: PlannedCampaign,
    request: CampaignRequest,
    value_usd_per_t: float | None,
    *,
    max_d: float,
    draws: int,
    seed: int,
) -> Spread | None:
    """Return the range of what a delivered tonne costs and takes; None where none is delivered.

    Parameters
    ----------
    model, planned, request, value_usd_per_t, max_d
        As `drawn_plan`.
    draws, seed
        How many draws, and their seed.
    """
    from zimnik.geo.uncertainty.spread import spread_of
    from zimnik.studies.ranges.draws import inputs_of

    plan = drawn_plan(model, planned, request, value_usd_per_t, max_d=max_d)
    if plan is None:
        return None
    return spread_of(plan.outcome, inputs_of(model), draws=draws, seed=seed)
