"""What a year's plan lifts at places and moves over links, beside what is known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.geo.network.capacities import checks_of

if TYPE_CHECKING:
    from zimnik.geo.campaign.programme import CampaignProgramme, Plan
    from zimnik.geo.network.capacities import CapacityCheck

# Less is rounding of the solver, in shipped tonnes a year.
LEAST_T = 0.1


def capacity_checks(campaign: CampaignProgramme, plan: Plan) -> tuple[CapacityCheck, ...]:
    """Return what a plan wants of each place where it lifts cargo and of each link that it uses.

    What is known to be too small is within its capacity, since that binds the plan.
    """
    wanted_t: dict[str, float] = {}
    for made, flow in zip(campaign.runs, plan.flows_t, strict=True):
        shipped_t = float(flow.sum()) * campaign.demands[made.demand].shipped_t_per_t
        for name in made.run.handled_ids:
            wanted_t[name] = wanted_t.get(name, 0.0) + shipped_t
    moved = {name: tonnes for name, tonnes in wanted_t.items() if tonnes >= LEAST_T}
    return checks_of(campaign.network.arrays.throughputs, moved)
