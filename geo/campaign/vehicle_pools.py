"""Pools of vehicles: which vehicles may stand in for each other, and what one costs that stands.

Owns the water of a barge, which classes are hired for a season, and the price of a vehicle-day
(docs/model.md, E50).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from zimnik.geo.core.vocabulary import TKM_OF_VEHICLE, Vehicle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.rates import RateCard

# Hired for a season: on their water, or in winter, there is no other work for them. Others are
# hired for the weeks in which they work.
OF_A_SEASON = frozenset(
    {Vehicle.WINTER_TRUCK, Vehicle.BARGE, Vehicle.RIVER_SEA_VESSEL, Vehicle.ICE_CLASS_SHIP}
)
# What cannot leave its river.
OF_A_RIVER = frozenset({Vehicle.BARGE})
SEPARATOR = ":"
OUT_AND_BACK = 2.0


@dataclass(frozen=True, slots=True, order=True)
class Pool:
    """Vehicles of one class, of one river where they cannot leave it."""

    vehicle: Vehicle
    water: str = ""

    @property
    def name(self) -> str:
        """Return its class, with its water where it has one."""
        return f"{self.vehicle}{SEPARATOR}{self.water}" if self.water else str(self.vehicle)

    @property
    def names(self) -> tuple[str, ...]:
        """Names by which it may be bounded: its own, and that of its class."""
        return tuple(dict.fromkeys([self.name, str(self.vehicle)]))


@dataclass(frozen=True, slots=True)
class KnownFleet:
    """Vehicles that are known to exist.

    Parameters
    ----------
    pool
        Their class, and the river where they cannot leave it.
    vehicle_count
        How many, or as many of the payload of the class as their tonnage comes to.
    name, year, source
        Whose they are, in which year, and who says so.
    """

    pool: Pool
    vehicle_count: float
    name: str
    year: int | None
    source: str


def pools_by_link(arrays: NetworkArrays) -> dict[str, Pool]:
    """Return the pool of every link by id.

    Rivers that such vehicles reach from each other are one water, named by its longest corridor.
    """
    pools = {name: Pool(link.vehicle) for name, link in arrays.links.items()}
    for vehicle in OF_A_RIVER:
        links = [link for link in arrays.links.values() if link.vehicle is vehicle]
        rivers = nx.Graph([link.ends for link in links])
        for places in nx.connected_components(rivers):
            there = [link for link in links if link.from_id in places]
            water = _water_of(there)
            pools |= {link.id: Pool(vehicle, water) for link in there}
    return pools


def _water_of(links: list[Link]) -> str:
    km_by_corridor: dict[str, float] = defaultdict(float)
    for link in links:
        km_by_corridor[link.corridor] += link.length_km
    return max(sorted(km_by_corridor), key=lambda name: km_by_corridor[name]).removesuffix("_river")


def pool_names(arrays: NetworkArrays) -> Iterator[str]:
    """Yield every name of a pool of the network, classes first."""
    pools = sorted(set(pools_by_link(arrays).values()))
    yield from dict.fromkeys(str(pool.vehicle) for pool in pools)
    yield from (pool.name for pool in pools if pool.water)


def earned_usd_per_d(card: RateCard, vehicle: Vehicle) -> float:
    """Return what the rate pays for a day of a vehicle under way, empty way back included."""
    price = card.prices_usd[TKM_OF_VEHICLE[vehicle]].base
    km_per_d, payload_t = card.speeds_km_per_d[vehicle].base, card.payloads_t[vehicle].base
    return price * payload_t * km_per_d / OUT_AND_BACK


def standing_usd_per_d(card: RateCard, vehicle: Vehicle) -> float:
    """Return what a vehicle costs on a day on which it stands: the fixed share of what it earns.

    Nothing where the card knows no share.
    """
    share = card.fixed_shares.get(vehicle)
    return earned_usd_per_d(card, vehicle) * share.base if share else 0.0
