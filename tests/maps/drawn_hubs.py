"""Two drawn hubs with their costs, and a third that has no answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.geo.drawn import exactly
from tests.maps.drawn_pages import answer
from zimnik.geo.core.vocabulary import Stage
from zimnik.geo.network.capacities import CapacityCheck, Handling, Throughput
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.pricing.rates import Range
from zimnik.geo.processing.comparison import Comparison, HubRow
from zimnik.geo.processing.hub_cost_results import FEED, REAGENT, Haul, HubCost
from zimnik.geo.processing.recipes import Recipe, stage_flow
from zimnik.geo.routing.year import WHOLE_YEAR_D, year_of_route

if TYPE_CHECKING:
    from zimnik.geo.routing.year import RouteYear

CRACKING = Recipe(
    recipe_id="crack",
    stage=Stage.CRACKING,
    feed_product="ore",
    product="carbonate",
    reo_recovery=Range(0.7, 0.8, 0.9),
    product_reo_grade_pct=50.0,
    mass_pull_t_per_t=None,
    reagents_t_per_t={"caustic_soda": exactly(0.5)},
    energy_per_t={},
    by_products_t_per_t={},
    residue_t_per_t=0.6,
)


CHITA = Throughput(Handling.LIFT, 80_000.0)


def year_to(hub_id: str) -> RouteYear:
    """Return the year of the route from Lovozero to a hub: December costs US$ 31 more a tonne."""
    year = year_of_route(answer("lovozero", hub_id).routes[0], WHOLE_YEAR_D)
    mean = year.mean_usd_per_t
    *others, december = year.months
    dear = replace(december, mean_usd_per_t=mean + 31.0 * 334 / 365)
    months = (*(replace(one, mean_usd_per_t=mean - 31.0 * 31 / 365) for one in others), dear)
    costs = (*(months[0].mean_usd_per_t,) * 334, *(dear.mean_usd_per_t,) * 31)
    return replace(year, months=months, costs_usd_per_t=costs)


def hub(hub_id: str, plant_usd: float, *checks: CapacityCheck) -> HubRow:
    """Return a hub whose plant costs so much; caustic soda is made on its site."""
    hauls = (
        Haul(FEED, Cargo("ore", 1000.0, 0.0), "lovozero", hub_id, 1.0, year_to(hub_id)),
        Haul(REAGENT, Cargo("caustic_soda", 500.0, 0.0), hub_id, hub_id, 0.5, None),
    )
    cost = HubCost(
        deposit_id="lovozero",
        hub_id=hub_id,
        market_id="moscow_market",
        tonnes_per_y=100_000.0,
        flows=(stage_flow(CRACKING, 1.0, 145.0, "base"),),
        hauls=hauls,
        other_usd_per_t={"plant": plant_usd, "power": 10.0},
        capacity_checks=checks,
    )
    return HubRow(hub_id, (cost,))


def comparison() -> Comparison:
    """Return Solikamsk, Krasnokamensk and a hub that nothing reaches."""
    lost = HubCost("lovozero", "chita_st", "", 100_000.0, reason="no link within reach")
    return Comparison(
        deposit_ids=("lovozero",),
        stages=("cracking",),
        rows=(
            hub("solikamsk", 300.0),
            hub("krasnokamensk", 100.0, CapacityCheck("chita_st", 100_000.0, CHITA)),
            HubRow("chita_st", (lost,)),
        ),
        basis="year",
        ready=None,
        year_type="normal",
        warnings=("Seasons are not applied",),
    )
