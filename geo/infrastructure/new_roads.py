"""The road that is not there yet: winter road, all-season road, rail spur and air, side by side.

Owns the comparison (docs/model.md, E25). Each link is a corridor over terrain to a place of the
network, from where cargo goes on by the cheapest route; what it costs to build and keep is a yearly
sum that the tonnage shares, so any two links break even at one tonnage.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.vocabulary import Mode, Quantity, Vehicle
from zimnik.geo.pricing.rates import annuity_per_y
from zimnik.geo.terrain.grid import ALL_SEASON_ROAD, RAILWAY, WINTER_ROAD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.itinerary import Route
    from zimnik.geo.terrain.corridor import Corridor
    from zimnik.geo.terrain.grid import TraversalCost

# Published winter roads over the corridors between their ends on the shipped grid: the median of
# nine (tools/corridor_check.py). Below the cells of the grid roads wind, which no corridor sees.
WINDING = 1.33
LIFE_Y = 30.0


class NewLinkKind(StrEnum):
    """How a site may be joined to the network."""

    WINTER_ROAD = "winter_road"
    ALL_SEASON_ROAD = "all_season_road"
    RAIL_SPUR = "rail_spur"
    AIR = "air"


# By what mode and vehicle each is used; a spur by what runs in its region.
MODES: dict[NewLinkKind, Mode] = {
    NewLinkKind.WINTER_ROAD: Mode.WINTER_ROAD,
    NewLinkKind.ALL_SEASON_ROAD: Mode.ROAD,
    NewLinkKind.RAIL_SPUR: Mode.RAIL,
    NewLinkKind.AIR: Mode.AIR,
}
VEHICLES: dict[NewLinkKind, Vehicle] = {
    NewLinkKind.WINTER_ROAD: Vehicle.WINTER_TRUCK,
    NewLinkKind.ALL_SEASON_ROAD: Vehicle.GRAVEL_TRUCK,
    NewLinkKind.AIR: Vehicle.AIRCRAFT,
}
TRAVERSAL_COSTS: dict[NewLinkKind, TraversalCost] = {
    NewLinkKind.WINTER_ROAD: WINTER_ROAD,
    NewLinkKind.ALL_SEASON_ROAD: ALL_SEASON_ROAD,
    NewLinkKind.RAIL_SPUR: RAILWAY,
}


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link that could be built from a site to a place of the network.

    Parameters
    ----------
    kind
        What it is.
    entry_id
        The place.
    length_km
        Length on the ground.
    corridor
        Where it runs; None for air.
    build_usd
        What it costs once.
    yearly_usd
        What it costs every year: upkeep, winter building, and the annuity of what it costs once.
    gauge
        What runs on it where it is a railway.
    """

    kind: NewLinkKind
    entry_id: str
    length_km: float
    corridor: Corridor | None
    build_usd: float
    yearly_usd: float
    gauge: Vehicle = Vehicle.RAIL_1435

    @property
    def mode(self) -> Mode:
        """By what mode it is used."""
        return MODES[self.kind]

    @property
    def vehicle(self) -> Vehicle:
        """What carries the cargo on it."""
        return VEHICLES.get(self.kind, self.gauge)


@dataclass(frozen=True, slots=True)
class PricedLink:
    """A new link with the route over it; the route does not hold the yearly cost of the link."""

    link: NewLink
    route: Route
    tonnes_per_y: float

    @property
    def build_usd_per_t(self) -> float:
        """Share of a tonne in the yearly cost."""
        return self.link.yearly_usd / self.tonnes_per_y

    @property
    def cost_usd_per_t(self) -> float:
        """Haul to the destination and the share of the link."""
        return self.usd_per_t_at(self.tonnes_per_y)

    def usd_per_t_at(self, tonnes_per_y: float) -> float:
        """Return the cost of a tonne of so many a year, of which the haul is that of the route."""
        return self.route.cost_usd_per_t + self.link.yearly_usd / tonnes_per_y


@dataclass(frozen=True, slots=True)
class BreakEvenTonnage:
    """Tonnes a year above which `more_expensive_to_build` is the cheaper of two links."""

    cheaper_to_build: NewLinkKind
    more_expensive_to_build: NewLinkKind
    tonnes_per_y: float


@dataclass(frozen=True, slots=True)
class AccessAnswer:
    """New links that join a site to the network, cheapest first, and where any two break even.

    `impossible` says of the other kinds why there is none.
    """

    site_id: str
    links: tuple[PricedLink, ...]
    break_evens: tuple[BreakEvenTonnage, ...]
    impossible: Mapping[NewLinkKind, str]

    def __post_init__(self) -> None:
        freeze_mappings(self)


def new_link(kind: NewLinkKind, entry_id: str, corridor: Corridor, card: RateCard) -> NewLink:
    """Return a link along a corridor: lengths times winding, costs by kilometres on the flat.

    Parameters
    ----------
    kind
        Not air, which needs nothing built.
    entry_id
        Place at the end of the corridor.
    corridor
        Where it runs.
    card
        What a kilometre costs to build and to keep.
    """
    length_km = corridor.length_km * WINDING
    built_km = corridor.flat_km * WINDING
    if kind is NewLinkKind.WINTER_ROAD:
        yearly = built_km * card.prices_usd[Quantity.DEDICATED_WINTER_ROAD_KM].base
        return NewLink(kind, entry_id, length_km, corridor, 0.0, yearly)
    item = "rail_spur_km" if kind is NewLinkKind.RAIL_SPUR else "gravel_road_km"
    build = built_km * card.new_link_usd[item].base
    yearly = build * annuity_per_y(card.interest_pct_per_y.base, LIFE_Y)
    if kind is NewLinkKind.ALL_SEASON_ROAD:
        yearly += length_km * card.new_link_usd["gravel_road_upkeep_km"].base
    return NewLink(kind, entry_id, length_km, corridor, build, yearly, gauge=card.home.spur_vehicle)


def compare(
    site_id: str, links: Sequence[PricedLink], impossible: Mapping[NewLinkKind, str]
) -> AccessAnswer:
    """Return the cheapest link of each kind, cheapest first, with the tonnages of break-even."""
    best: dict[NewLinkKind, PricedLink] = {}
    for priced in links:
        known = best.get(priced.link.kind)
        if known is None or priced.cost_usd_per_t < known.cost_usd_per_t:
            best[priced.link.kind] = priced
    order = sorted(best.values(), key=lambda priced: priced.cost_usd_per_t)
    return AccessAnswer(site_id, tuple(order), tuple(_break_evens(order)), impossible)


def _break_evens(links: Sequence[PricedLink]) -> list[BreakEvenTonnage]:
    found = []
    for one, other in combinations(sorted(links, key=lambda priced: priced.link.yearly_usd), 2):
        saved = one.route.cost_usd_per_t - other.route.cost_usd_per_t
        if saved > 0:
            tonnes = (other.link.yearly_usd - one.link.yearly_usd) / saved
            found.append(BreakEvenTonnage(one.link.kind, other.link.kind, tonnes))
    return found
