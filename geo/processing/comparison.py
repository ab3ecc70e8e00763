"""Hubs side by side: totals over deposits, differences to the first, and what would make two equal.

Owns what follows from the costs of hubs (docs/model.md, E17); each cost is
`geo.processing.hub_cost`'s. A break-even keeps the routes that were found: it prices them again and
does not look for others.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.messages import about
from zimnik.geo.core.units import KG_PER_T
from zimnik.geo.network.capacities import together
from zimnik.geo.processing.borders import BORDERS
from zimnik.geo.processing.hub_cost_results import (
    BY_PRODUCT,
    FEED,
    HAULS,
    PRODUCT,
    REAGENT,
    rate_costs,
    too_small,
)
from zimnik.geo.processing.hub_years import year_of_costs
from zimnik.geo.processing.return_loads import RETURN_LOADS
from zimnik.geo.processing.shared_projects import ROADS_AND_PORTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zimnik.geo.core.vocabulary import Stage
    from zimnik.geo.infrastructure.projects import Project
    from zimnik.geo.network.capacities import CapacityCheck
    from zimnik.geo.processing.hub_cost_results import HubCost
    from zimnik.geo.processing.hub_years import HubYear
    from zimnik.geo.routing.itinerary import Route

# In the order of a reader: what comes in, what is done, what goes out.
COMPONENTS = (
    HAULS[FEED],
    HAULS[REAGENT],
    "reagents_bought",
    "power",
    "heat",
    "residue",
    "plant",
    HAULS[PRODUCT],
    HAULS[BY_PRODUCT],
    ROADS_AND_PORTS,
    BORDERS,
    "royalty",
    RETURN_LOADS,
)
# What costs the less a tonne the more tonnes share it.
SHARED_BY_TONNES = ("dedicated_road", ROADS_AND_PORTS)
# Two costs that differ by less are equal.
EQUAL_USD_PER_T = 1e-9


@dataclass(frozen=True, slots=True)
class HubRow:
    """A hub with its cost for every deposit, in the order asked; totals are per tonne of all feed.

    `projects` are those that its hauls go over, and `without_projects_usd_per_t` is its cost where
    nothing is built, None where it cannot be had so.
    """

    hub_id: str
    costs: tuple[HubCost, ...]
    projects: tuple[Project, ...] = ()
    without_projects_usd_per_t: float | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the hub cannot be had, deposit by deposit; nothing where it can."""
        return tuple(about(cost.deposit_id, cost.reason) for cost in self.costs if cost.reason)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Stages that it works for any of them."""
        return tuple(dict.fromkeys(flow.stage for cost in self.costs for flow in cost.flows))

    @property
    def routes(self) -> tuple[Route, ...]:
        """Routes of all hauls, on all days."""
        return tuple(route for cost in self.costs for haul in cost.hauls for route in haul.routes)

    @property
    def year(self) -> HubYear | None:
        """Cost by the day on which the feed is ready; None where it is ready on one day alone."""
        return None if self.reasons else year_of_costs(self.costs)

    @property
    def tonnes_per_y(self) -> float:
        """Feed of a year."""
        return sum(cost.tonnes_per_y for cost in self.costs)

    @property
    def components_usd_per_t(self) -> dict[str, float]:
        """Cost by component: mean over the deposits, by their tonnes."""
        return self._mean(lambda cost: cost.components_usd_per_t)

    @property
    def rates_usd_per_t(self) -> dict[str, float]:
        """Cost by what is paid for: carriage by mode, handling, waits, and what is no haul."""
        return self._mean(rate_costs)

    @property
    def cost_usd_per_t(self) -> float:
        """Total: the sum of the components."""
        return sum(self.components_usd_per_t.values())

    @property
    def reo_t_per_y(self) -> float | None:
        """REO in products of a year; None where that of a deposit is not known."""
        kg = [(cost.reo_kg_per_t, cost.tonnes_per_y) for cost in self.costs]
        if any(per_t is None for per_t, _ in kg):
            return None
        return sum((per_t or 0.0) * tonnes for per_t, tonnes in kg) / KG_PER_T

    @property
    def cost_usd_per_kg_reo(self) -> float | None:
        """What REO bear of the cost, for a kilogram of REO in products."""
        reo_t = self.reo_t_per_y
        if not reo_t:
            return None
        usd = sum(c.reo_cost_usd_per_t * c.tonnes_per_y for c in self.costs)
        return usd / reo_t / KG_PER_T

    @property
    def metal(self) -> str:
        """Metal or magnets that the hub makes; empty where it makes none."""
        return next((cost.flows[-1].product for cost in self.costs if cost.part_flows), "")

    @property
    def metal_t_per_y(self) -> float:
        """Metal or magnets of a year."""
        return sum(cost.metal_kg_per_t * cost.tonnes_per_y for cost in self.costs) / KG_PER_T

    @property
    def cost_usd_per_kg_metal(self) -> float | None:
        """Cost of a kilogram of metal or magnets where all oxides bear alike; None without any."""
        usd = sum(cost.metal_cost_usd_per_t * cost.tonnes_per_y for cost in self.costs)
        return usd / self.metal_t_per_y / KG_PER_T if self.metal_t_per_y else None

    @property
    def upper_bound_usd_per_kg_metal(self) -> float | None:
        """The same where the other oxides bring nothing, so that it bears what all REO bear."""
        bearing = [cost for cost in self.costs if cost.part_flows]
        usd = sum(cost.reo_cost_usd_per_t * cost.tonnes_per_y for cost in bearing)
        return usd / self.metal_t_per_y / KG_PER_T if self.metal_t_per_y else None

    @property
    def pays_from_t_per_y(self) -> float | None:
        """Tonnes of feed a year from which what is built pays; None where it never does."""
        if not self.projects or self.without_projects_usd_per_t is None:
            return None
        yearly_usd = sum(project.yearly_usd for project in self.projects)
        built_usd_per_t = self.components_usd_per_t.get(ROADS_AND_PORTS, 0.0)
        saved = self.without_projects_usd_per_t - (self.cost_usd_per_t - built_usd_per_t)
        return yearly_usd / saved if saved > 0 else None

    @property
    def days(self) -> float:
        """Most mean days on the way of any deposit, feed and product together."""
        return max((cost.days for cost in self.costs), default=0.0)

    @property
    def co2_kg_per_t(self) -> float:
        """CO2 of all hauls for a tonne of feed."""
        return self._mean(lambda cost: {"co2": cost.co2_kg_per_t}).get("co2", 0.0)

    @property
    def capacity_checks(self) -> tuple[CapacityCheck, ...]:
        """What all deposits together want of places and links, beside what is known of them."""
        return together(check for cost in self.costs for check in cost.capacity_checks)

    @property
    def bottlenecks(self) -> tuple[CapacityCheck, ...]:
        """What is too small for all deposits together, the tightest first."""
        return too_small(self.capacity_checks)

    @property
    def unserved_feed_t_per_y(self) -> float:
        """Tonnes of feed for which places and links have no room, which the deposits share.

        Each deposit is cut to the share that fits the tightest of what it uses.
        """
        fits = {check.id: check.share_that_fits for check in self.bottlenecks}
        return sum(
            cost.tonnes_per_y
            * (1 - min((fits.get(check.id, 1.0) for check in cost.capacity_checks), default=1))
            for cost in self.costs
        )

    @property
    def best_deposit(self) -> str:
        """Deposit for which the hub costs least, per kilogram of REO where all are known."""
        return min(self.costs, key=self._dearness).deposit_id

    @property
    def worst_deposit(self) -> str:
        """Deposit for which the hub costs most, per kilogram of REO where all are known."""
        return max(self.costs, key=self._dearness).deposit_id

    def _dearness(self, cost: HubCost) -> tuple[float, str]:
        per_kg = cost.cost_usd_per_kg_reo
        known = self.reo_t_per_y is not None and per_kg is not None
        return (per_kg if known and per_kg else cost.cost_usd_per_t), cost.deposit_id

    def _mean(self, parts: Callable[[HubCost], Mapping[str, float]]) -> dict[str, float]:
        total: dict[str, float] = defaultdict(float)
        for cost in self.costs:
            for name, usd in parts(cost).items():
                total[name] += usd * cost.tonnes_per_y / self.tonnes_per_y
        return dict(total)


@dataclass(frozen=True, slots=True)
class BreakEvenFactor:
    """Where a hub costs as much as the first.

    `factor` is what the rate `name` must be multiplied by; for `name` "tonnes_per_y" it is the
    factor on the tonnage of all deposits alike, and `value` the tonnes.
    """

    name: str
    factor: float
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Hubs compared on the same deposits, markets, days and year type, in the order asked.

    `basis` is "year", or "day" where `ready`, MM-DD or the best, is asked for.
    """

    deposit_ids: tuple[str, ...]
    stages: tuple[str, ...]
    rows: tuple[HubRow, ...]
    basis: str
    ready: str | None
    year_type: str
    projects: tuple[Project, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def answered(self) -> tuple[HubRow, ...]:
        """Hubs that can be had for every deposit."""
        return tuple(row for row in self.rows if not row.reasons)

    def differences_usd_per_t(self, row: HubRow) -> dict[str, float]:
        """Return by how much each component of a hub exceeds that of the first."""
        first = self.answered[0].components_usd_per_t
        own = row.components_usd_per_t
        return {name: own.get(name, 0.0) - first.get(name, 0.0) for name in (first | own)}

    def break_evens(self, row: HubRow) -> tuple[BreakEvenFactor, ...]:
        """Return what would make a hub equal to the first, the nearest to now first."""
        return break_evens(self.answered[0], row)


def break_evens(first: HubRow, other: HubRow) -> tuple[BreakEvenFactor, ...]:
    """Return the single changes that make two hubs cost the same (docs/model.md, E17).

    With *x* dollars of one rate in a cost, the cost at *m* times the rate is cost + (m - 1) x, so
    two are equal at m = 1 + (cost1 - cost2) / (x2 - x1). Dedicated roads and what is built, *d*
    dollars, are shared by all tonnes, so that at *f* times the tonnage cost + (1 / f - 1) d.

    Parameters
    ----------
    first, other
        Hubs of the same deposits.

    Returns
    -------
    tuple
        Rates whose factor is above zero, and the tonnage, nearest to 1 first.
    """
    gap = first.cost_usd_per_t - other.cost_usd_per_t
    if abs(gap) < EQUAL_USD_PER_T:
        return ()
    own, their = first.rates_usd_per_t, other.rates_usd_per_t
    found = []
    for name in sorted(own | their):
        lever = their.get(name, 0.0) - own.get(name, 0.0)
        if abs(lever) < EQUAL_USD_PER_T:
            continue
        factor = 1 + gap / lever
        if factor > 0:
            found.append(BreakEvenFactor(name, factor))
    shared = sum(their.get(name, 0.0) - own.get(name, 0.0) for name in SHARED_BY_TONNES)
    factor = 1 + gap / shared if abs(shared) >= EQUAL_USD_PER_T else 0.0
    if factor > 0:
        found.append(BreakEvenFactor("tonnes_per_y", 1 / factor, first.tonnes_per_y / factor))
    return tuple(sorted(found, key=lambda change: (_distance(change.factor), change.name)))


def _distance(factor: float) -> float:
    return max(factor, 1 / factor)
