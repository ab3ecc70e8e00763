"""A year's campaign: what moves, where it waits, what it costs and what holds it back.

Owns how a request becomes an answer (docs/model.md, E12): `geo.campaign.limits` says what is
limited, `geo.campaign.column_generation` finds runs and roads, `geo.campaign.solve` the tonnes, and
`geo.campaign.results` makes the answer of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.campaign.column_generation import best_plan
from zimnik.geo.campaign.limits import limits_of
from zimnik.geo.campaign.request import require_known_limits
from zimnik.geo.campaign.results import answer_of
from zimnik.geo.routing.routes import find_routes
from zimnik.geo.routing.time_expanded import dated_network

if TYPE_CHECKING:
    from zimnik.geo.campaign.programme import CampaignProgramme, Plan
    from zimnik.geo.campaign.request import CampaignRequest
    from zimnik.geo.campaign.results import CampaignAnswer
    from zimnik.geo.campaign.runs import DemandRuns
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.time_expanded import DatedNetwork


@dataclass(frozen=True, slots=True)
class PlannedCampaign:
    """The programme of a question, its plan, and why a demand has no path at all."""

    campaign: CampaignProgramme
    plan: Plan
    reasons: tuple[str | None, ...]


def plan_campaign(
    arrays: NetworkArrays, card: RateCard, request: CampaignRequest
) -> CampaignAnswer:
    """Return the plan of most tonnes and, among those, of least cost, or why nothing moves.

    By column generation over runs, and branch and price over dedicated roads.

    Raises
    ------
    InputError
        If a place or link of a limit is not known, a limit is not a number of 0 or more, or a
        demand is at fault as `geo.routing.routes.find_routes` says.
    """
    planned = build_campaign(arrays, card, request)
    return answer_of(planned.campaign, planned.plan, request, planned.reasons)


def build_campaign(
    arrays: NetworkArrays, card: RateCard, request: CampaignRequest
) -> PlannedCampaign:
    """Return the programme of a question with its plan, as the solver leaves it.

    Raises
    ------
    InputError
        As `plan_campaign`.
    """
    require_known_limits(arrays, request)
    network = dated_network(arrays, card, request.year_type)
    campaign, plan = best_plan(network, request, limits_of(arrays, card, request))
    reasons = tuple(_reason(network, found, request) for found in campaign.demands)
    return PlannedCampaign(campaign, plan, reasons)


def _reason(network: DatedNetwork, found: DemandRuns, request: CampaignRequest) -> str | None:
    """Say why there is no path at all for a demand, or None where there is one."""
    if found.contracted.runs:
        return None
    shipment = found.demand.shipment(request.year_type)
    return find_routes(network.arrays, network.card, shipment, dated=network).reason
