"""The range of a campaign: its plan priced anew in every draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zimnik.geo.campaign.campaign import PlannedCampaign
    from zimnik.geo.uncertainty.drawn_campaign import DrawnPlan
    from zimnik.geo.uncertainty.spread import Spread
    from zimnik.studies.model import Model


def drawn_plan(
    model: Model, planned: PlannedCampaign, value_usd_per_t: float | None
) -> DrawnPlan | None:
    """Return a plan to be priced in any samples; None where nothing is delivered.

    Parameters
    ----------
    model, planned
        Sites, and the plan.
    value_usd_per_t
        Value of a tonne, where it was stated.
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
    return DrawnPlan.of(planned.campaign, planned.plan, shippers)


def campaign_spread(
    model: Model,
    planned: PlannedCampaign,
    value_usd_per_t: float | None,
    *,
    draws: int,
    seed: int,
) -> Spread | None:
    """Return the range of what a delivered tonne costs; None where none is delivered.

    Parameters
    ----------
    model, planned, value_usd_per_t
        As `drawn_plan`.
    draws, seed
        How many draws, and their seed.
    """
    from zimnik.geo.uncertainty.spread import spread_of
    from zimnik.studies.ranges.draws import inputs_of

    plan = drawn_plan(model, planned, value_usd_per_t)
    if plan is None:
        return None
    return spread_of(plan.outcome, inputs_of(model), draws=draws, seed=seed)
