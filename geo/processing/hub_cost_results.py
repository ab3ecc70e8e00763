"""What a hub costs for a deposit, part by part: hauls, stages and what is paid besides.

Owns the frozen results of `geo.processing.hub_cost`. Totals are sums of stored parts
(docs/model.md, E17).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.messages import about
from zimnik.geo.core.units import KG_PER_T
from zimnik.geo.network.capacities import Verdict
from zimnik.geo.routing.request import SAME_PLACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zimnik.geo.core.vocabulary import Stage
    from zimnik.geo.network.capacities import CapacityCheck
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.processing.flows import StageFlow
    from zimnik.geo.routing.itinerary import Route
    from zimnik.geo.routing.year import RouteYear

FEED, REAGENT, PRODUCT, BY_PRODUCT = "feed", "reagent", "product", "by_product"
# Component of each kind of haul.
HAULS = {
    FEED: "feed_in",
    REAGENT: "reagents_in",
    PRODUCT: "product_out",
    BY_PRODUCT: "by_products_out",
}
# What is on its way one after the other, so that their days add up.
_WAYS = frozenset({FEED, PRODUCT})


@dataclass(frozen=True, slots=True)
class Haul:
    """A haul to or from a hub, for each tonne of the deposit's product.

    Parameters
    ----------
    kind
        `FEED`, `REAGENT`, `PRODUCT` or `BY_PRODUCT`.
    cargo
        What is hauled, by which its routes are priced.
    from_id, to_id
        Ends.
    tonnes_t
        Dry tonnes of it for a tonne of the deposit's product.
    year
        Its year, each day on its best route; None where the cargo is made where it is used.
    """

    kind: str
    cargo: Cargo
    from_id: str
    to_id: str
    tonnes_t: float
    year: RouteYear | None

    @property
    def item(self) -> str:
        """Name of what is hauled."""
        return self.cargo.product

    @property
    def shipped_t(self) -> float:
        """Tonnes on the vehicle, water and packaging included."""
        return self.tonnes_t * self.cargo.shipped_t_per_t

    def handled_t(self) -> dict[str, float]:
        """Return the tonnes on the vehicle at each place that lifts it and over each link."""
        shares = self.year.handled() if self.year else {}
        return {name: share * self.shipped_t for name, share in shares.items()}

    @property
    def routes(self) -> tuple[Route, ...]:
        """Routes of the year, that of the largest share first."""
        return tuple(part.route for part in self.year.shares) if self.year else ()

    @property
    def cost_usd(self) -> float:
        """US dollars of the haul."""
        return self.tonnes_t * self.year.mean_usd_per_t if self.year else 0.0

    @property
    def co2_kg(self) -> float:
        """CO2 of the haul."""
        return self.tonnes_t * self.year.co2_kg_per_t if self.year else 0.0


def haul_warnings(deposit_id: str, hauls: Iterable[Haul]) -> tuple[str, ...]:
    """Return what has to be said of the routes that hauls of a deposit take, each once.

    That a maker stands where its reagent is used is nothing to warn of.
    """
    said = (warning for haul in hauls if haul.year for warning in haul.year.warnings)
    return tuple(
        dict.fromkeys(about(deposit_id, warning) for warning in said if warning != SAME_PLACE)
    )


def too_small(checks: Iterable[CapacityCheck]) -> tuple[CapacityCheck, ...]:
    """Return what exceeds a capacity that is known, the tightest first."""
    tight = [check for check in checks if check.verdict is Verdict.EXCEEDED]
    return tuple(sorted(tight, key=lambda check: (check.share_that_fits, check.id)))


def joint_flows(flows: Sequence[StageFlow]) -> tuple[StageFlow, ...]:
    """Return the stages that all rare earths go through; those after them take a part alone."""
    last = next((n for n, flow in enumerate(flows) if flow.sold_share), len(flows) - 1)
    return tuple(flows[: last + 1])


@dataclass(frozen=True, slots=True)
class HubCost:
    """What a hub costs for a deposit, US dollars per dry tonne of what the deposit ships.

    Parameters
    ----------
    deposit_id, hub_id, market_id
        Ends; no market where nothing is processed.
    tonnes_per_y
        Yearly tonnage of the feed.
    flows
        Stages with their tonnes and REO; empty where grade or recipe are not known, and then only
        the feed is priced.
    hauls
        Feed in, reagents in, products out.
    other_usd_per_t
        What is not a haul: reagents bought, power, heat, residue, plant, royalty.
    stage_usd_per_t
        Of that and of the hauls, what each stage alone costs.
    reo_share
        Share that REO bear of what all of them go through, by value of what is sold.
    capacity_checks
        What it would move in a year over each place and link, beside what is known of them.
    reason
        Why there is no answer, where there is none.
    warnings
        What has to be said of it, its routes apart.
    """

    deposit_id: str
    hub_id: str
    market_id: str
    tonnes_per_y: float
    flows: tuple[StageFlow, ...] = ()
    hauls: tuple[Haul, ...] = ()
    other_usd_per_t: Mapping[str, float] = field(default_factory=dict)
    stage_usd_per_t: Mapping[Stage, float] = field(default_factory=dict)
    reo_share: float = 1.0
    capacity_checks: tuple[CapacityCheck, ...] = ()
    reason: str = ""
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @property
    def haul_warnings(self) -> tuple[str, ...]:
        """What has to be said of the routes of its hauls."""
        return haul_warnings(self.deposit_id, self.hauls)

    @property
    def components_usd_per_t(self) -> dict[str, float]:
        """Cost by component: the hauls of each kind and what is not a haul."""
        costs = dict.fromkeys(HAULS.values(), 0.0)
        for haul in self.hauls:
            costs[HAULS[haul.kind]] += haul.cost_usd
        return {**costs, **self.other_usd_per_t}

    @property
    def cost_usd_per_t(self) -> float:
        """Total: the sum of the components."""
        return sum(self.components_usd_per_t.values())

    @property
    def reo_kg_per_t(self) -> float | None:
        """REO in all that is sold for a tonne of feed; None where it is not known."""
        return sum(flow.reo_sold_kg for flow in self.flows) if self.flows else None

    @property
    def part_flows(self) -> tuple[StageFlow, ...]:
        """Stages that take a part of the rare earths alone: metal, magnets."""
        return tuple(self.flows[len(joint_flows(self.flows)) :])

    @property
    def part_cost_usd_per_t(self) -> float:
        """What those stages alone cost."""
        return sum(self.stage_usd_per_t[flow.stage] for flow in self.part_flows)

    @property
    def reo_cost_usd_per_t(self) -> float:
        """What REO bear of the total: a share of what all go through, and what is theirs alone."""
        part_usd = self.part_cost_usd_per_t
        return (self.cost_usd_per_t - part_usd) * self.reo_share + part_usd

    @property
    def cost_usd_per_kg_reo(self) -> float | None:
        """What REO bear of the total, for a kilogram of REO in what is sold."""
        return self.reo_cost_usd_per_t / self.reo_kg_per_t if self.reo_kg_per_t else None

    @property
    def metal_kg_per_t(self) -> float:
        """Metal or magnets for a tonne of feed; none where no stage takes a part."""
        return self.flows[-1].product_t * KG_PER_T if self.part_flows else 0.0

    @property
    def metal_cost_usd_per_t(self) -> float:
        """What metal or magnets bear where every kilogram of oxides bears alike (E17)."""
        if not self.part_flows:
            return 0.0
        oxides_kg = joint_flows(self.flows)[-1].reo_out_kg
        borne_usd = self.reo_cost_usd_per_t - self.part_cost_usd_per_t
        return borne_usd * self.part_flows[0].reo_in_kg / oxides_kg + self.part_cost_usd_per_t

    @property
    def days(self) -> float:
        """Mean days on the way of feed and product, waits included; those at the plant are not."""
        longest = dict.fromkeys(_WAYS, 0.0)
        for haul in self.hauls:
            if haul.year and haul.kind in longest:
                longest[haul.kind] = max(longest[haul.kind], haul.year.duration_d)
        return sum(longest.values())

    @property
    def feed_year(self) -> RouteYear | None:
        """The year of the feed; None where there is none, or it stays."""
        return next((haul.year for haul in self.hauls if haul.kind == FEED), None)

    @property
    def co2_kg_per_t(self) -> float:
        """CO2 of all hauls for a tonne of feed; that of power and heat is not counted."""
        return sum(haul.co2_kg for haul in self.hauls)

    @property
    def reagents_t_per_y(self) -> float:
        """Tonnes of reagents, as shipped, that come from elsewhere in a year."""
        return self.tonnes_per_y * sum(
            haul.shipped_t for haul in self.hauls if haul.kind == REAGENT and haul.year
        )

    @property
    def products_t_per_y(self) -> float:
        """Dry tonnes of products that leave in a year."""
        kinds = {PRODUCT, BY_PRODUCT}
        return self.tonnes_per_y * sum(h.tonnes_t for h in self.hauls if h.kind in kinds)

    @property
    def bottlenecks(self) -> tuple[CapacityCheck, ...]:
        """What is too small, the tightest first."""
        return too_small(self.capacity_checks)

    @property
    def unserved_feed_t_per_y(self) -> float:
        """Tonnes of feed a year for which the tightest bottleneck has no room."""
        return max(
            (self.tonnes_per_y * (1 - check.share_that_fits) for check in self.capacity_checks),
            default=0,
        )


def rate_costs(cost: HubCost) -> dict[str, float]:
    """Return the cost of a hub by what is paid for, over all its hauls, with what is no haul."""
    total: dict[str, float] = defaultdict(float)
    for haul in cost.hauls:
        if haul.year is not None:
            for name, usd in haul.year.components_usd_per_t.items():
                total[name] += usd * haul.tonnes_t
    for name, usd in cost.other_usd_per_t.items():
        total[name] += usd
    return dict(total)
