"""Who pays for what is built: the hauls that go over it, by their tonnes.

Owns how the yearly cost of projects is shared (docs/model.md, E16); what they cost is
`geo.infrastructure.projects`'s.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zimnik.geo.infrastructure.projects import Project
    from zimnik.geo.processing.hub_cost_results import HubCost

ROADS_AND_PORTS = "roads_and_ports_built"


def with_projects(costs: Sequence[HubCost], projects: Sequence[Project]) -> tuple[HubCost, ...]:
    """Return the costs of a hub with the projects that its hauls use, each paid for once in full.

    A project that several deposits of the hub use is shared by the tonnes they bring over it.

    Parameters
    ----------
    costs
        What the hub costs for each of its deposits.
    projects
        What was built.
    """
    added = [0.0] * len(costs)
    for project in projects:
        over_t = [
            cost.tonnes_per_y
            * sum(haul.shipped_t * project.share_of(haul.year) for haul in cost.hauls)
            for cost in costs
        ]
        for number, tonnes in enumerate(over_t):
            if tonnes:
                added[number] += (
                    project.yearly_usd * tonnes / sum(over_t) / costs[number].tonnes_per_y
                )
    return tuple(
        replace(cost, other_usd_per_t={**cost.other_usd_per_t, ROADS_AND_PORTS: usd})
        if usd
        else cost
        for cost, usd in zip(costs, added, strict=True)
    )


def used_projects(costs: Iterable[HubCost], projects: Iterable[Project]) -> tuple[Project, ...]:
    """Return the projects that any haul goes over."""
    years = [haul.year for cost in costs for haul in cost.hauls]
    return tuple(project for project in projects if any(map(project.share_of, years)))
