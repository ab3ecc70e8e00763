"""The road that is not there yet: winter road, all-season road, rail spur and air, side by side.

Owns the comparison (docs/model.md, E25). Each way is a corridor over terrain to a place of the
network, from where cargo goes on by the cheapest route; what it costs to build and keep is a yearly
sum that the tonnage shares, so any two ways break even at one tonnage.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING

from zimnik.geo.core.vocabulary import Mode, Quantity, Vehicle
from zimnik.geo.pricing.rates import annuity_per_y
from zimnik.geo.terrain.grid import ALL_SEASON_ROAD, RAILWAY, WINTER_ROAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.itinerary import Route
    from zimnik.geo.terrain.corridor import Corridor
    from zimnik.geo.terrain.grid import Going

# Published winter roads over the corridors between their ends on the shipped grid: the median of
# nine (tools/corridor_check.py). Below the cells of the grid roads wind, which no corridor sees.
WINDING = 1.33
LIFE_Y = 30.0


class WayKind(StrEnum):
    """How a site may be joined to the network."""

    WINTER_ROAD = "winter_road"
    ALL_SEASON_ROAD = "all_season_road"
    RAIL_SPUR = "rail_spur"
    AIR = "air"


MODES: dict[WayKind, tuple[Mode, Vehicle]] = {
    WayKind.WINTER_ROAD: (Mode.WINTER_ROAD, Vehicle.WINTER_TRUCK),
    WayKind.ALL_SEASON_ROAD: (Mode.ROAD, Vehicle.GRAVEL_TRUCK),
    WayKind.RAIL_SPUR: (Mode.RAIL, Vehicle.RAIL_1520),
    WayKind.AIR: (Mode.AIR, Vehicle.AIRCRAFT),
}
GOINGS: dict[WayKind, Going] = {
    WayKind.WINTER_ROAD: WINTER_ROAD,
    WayKind.ALL_SEASON_ROAD: ALL_SEASON_ROAD,
    WayKind.RAIL_SPUR: RAILWAY,
}


@dataclass(frozen=True, slots=True)
class NewWay:
    """A way that could be built from a site to a place of the network.

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
    """

    kind: WayKind
    entry_id: str
    length_km: float
    corridor: Corridor | None
    build_usd: float
    yearly_usd: float


@dataclass(frozen=True, slots=True)
class PricedWay:
    """A new way with the route over it; the route does not hold the yearly cost of the way."""

    way: NewWay
    route: Route
    tonnes_per_y: float

    @property
    def build_usd_per_t(self) -> float:
        """Share of a tonne in the yearly cost."""
        return self.way.yearly_usd / self.tonnes_per_y

    @property
    def cost_usd_per_t(self) -> float:
        """Haul to the destination and the share of the way."""
        return self.route.cost_usd_per_t + self.build_usd_per_t


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Tonnes a year above which `dearer_to_build` is the cheaper of two ways."""

    cheaper_to_build: WayKind
    dearer_to_build: WayKind
    tonnes_per_y: float


@dataclass(frozen=True, slots=True)
class AccessAnswer:
    """Ways to join a site to the network, cheapest first, and where any two break even.

    `impossible` says of the other kinds why there is none.
    """

    site_id: str
    ways: tuple[PricedWay, ...]
    break_evens: tuple[BreakEven, ...]
    impossible: dict[WayKind, str]


def new_way(kind: WayKind, entry_id: str, corridor: Corridor, card: RateCard) -> NewWay:
    """Return a way along a corridor: lengths times winding, costs by kilometres on the flat.

    Parameters
    ----------
    kind
        Not air, which needs no way.
    entry_id
        Place at the end of the corridor.
    corridor
        Where it runs.
    card
        What a kilometre costs to build and to keep.
    """
    length_km = corridor.length_km * WINDING
    built_km = corridor.flat_km * WINDING
    if kind is WayKind.WINTER_ROAD:
        yearly = built_km * card.prices_usd[Quantity.DEDICATED_WINTER_ROAD_KM].base
        return NewWay(kind, entry_id, length_km, corridor, 0.0, yearly)
    item = "rail_spur_km" if kind is WayKind.RAIL_SPUR else "gravel_road_km"
    build = built_km * card.new_way_usd[item].base
    yearly = build * annuity_per_y(card.interest_pct_per_y.base, LIFE_Y)
    if kind is WayKind.ALL_SEASON_ROAD:
        yearly += length_km * card.new_way_usd["gravel_road_upkeep_km"].base
    return NewWay(kind, entry_id, length_km, corridor, build, yearly)


def compare(
    site_id: str, ways: Sequence[PricedWay], impossible: dict[WayKind, str]
) -> AccessAnswer:
    """Return the cheapest way of each kind, cheapest first, with the tonnages of break-even."""
    best: dict[WayKind, PricedWay] = {}
    for way in ways:
        known = best.get(way.way.kind)
        if known is None or way.cost_usd_per_t < known.cost_usd_per_t:
            best[way.way.kind] = way
    order = sorted(best.values(), key=lambda way: way.cost_usd_per_t)
    return AccessAnswer(site_id, tuple(order), tuple(_break_evens(order)), impossible)


def _break_evens(ways: Sequence[PricedWay]) -> list[BreakEven]:
    found = []
    for one, other in combinations(sorted(ways, key=lambda way: way.way.yearly_usd), 2):
        saved = one.route.cost_usd_per_t - other.route.cost_usd_per_t
        if saved > 0:
            tonnes = (other.way.yearly_usd - one.way.yearly_usd) / saved
            found.append(BreakEven(one.way.kind, other.way.kind, tonnes))
    return found
