"""The question of a campaign: which cargo is wanted, and under which limits.

Owns demands and requests, and what can be wrong with them (docs/model.md, E12).
"""

from __future__ import annotations

import math
from dataclasses import KW_ONLY, dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from zimnik.geo.campaign.vehicle_pools import pool_names
from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import freeze_mappings, frozen
from zimnik.geo.core.intervals import Weeks
from zimnik.geo.core.vocabulary import YearType
from zimnik.geo.network.closures import NO_CLOSURES, Closures
from zimnik.geo.pricing.ready_days import ReadyDays
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.request import Shipment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from zimnik.geo.core.calendar import Window
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.cargo import Cargo


@dataclass(frozen=True, slots=True)
class Demand:
    """Cargo of one year from one place to another.

    Parameters
    ----------
    origin_id, destination_id, cargo
        What travels; its `tonnes_per_y` are what is wanted.
    inbound
        Whether it is asked for evenly at the destination and bought when it suits, like reagents
        and fuel; otherwise it is made evenly at the origin and welcome at any time.
    via, closures
        As in `geo.routing.request.Shipment`.
    """

    origin_id: str
    destination_id: str
    cargo: Cargo
    _: KW_ONLY
    inbound: bool = False
    via: Sequence[frozenset[str]] = ()
    closures: Closures = NO_CLOSURES

    def shipment(self, year_type: YearType) -> Shipment:
        """Return the demand as the router is asked it, ready on its best day."""
        return Shipment(
            self.origin_id,
            self.destination_id,
            self.cargo,
            Dates(year_type=year_type),
            via=self.via,
            closures=self.closures,
        )


@dataclass(frozen=True, slots=True)
class CampaignRequest:
    """One question: what is wanted, and under which limits.

    Parameters
    ----------
    demands
        Cargoes that share the capacities.
    season
        Days of the year when mines work and plants ask for their supplies; without it a cargo's own
        season holds for what leaves its site, and all days for supplies.
    capacities_t_per_y
        Shipped tonnes a year that a place or link has room for, over those of the atlas, the
        community's own traffic already taken off.
    storages_t
        Shipped tonnes that may lie at a place; elsewhere there is room for all.
    storage_usd_per_t_d
        Price of a day in store at a place, over that of the rate card.
    vehicles
        Vehicles that there are of a class, such as "barge", or of a class on a river, such as
        "barge:lena"; elsewhere there are as many as are asked for.
    idle_free
        Whether vehicles that stand idle in their season cost nothing, as if every rate were that
        of an even haul.
    capacities_off
        Whether every limit is lifted and no vehicle priced, to compare with the router.
    year_type, weeks
        Which published dates of seasons hold, and into how many weeks the year is cut.
    """

    demands: Sequence[Demand]
    _: KW_ONLY
    season: Window | None = None
    capacities_t_per_y: Mapping[str, float] = field(default_factory=dict)
    storages_t: Mapping[str, float] = field(default_factory=dict)
    storage_usd_per_t_d: Mapping[str, float] = field(default_factory=dict)
    vehicles: Mapping[str, float] = field(default_factory=dict)
    idle_free: bool = False
    capacities_off: bool = False
    year_type: YearType = YearType.NORMAL
    weeks: Weeks = field(default_factory=Weeks)

    def __post_init__(self) -> None:
        freeze_mappings(self)
        for name in ("capacities_t_per_y", "storages_t", "storage_usd_per_t_d", "vehicles"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    def season_of(self, demand: Demand) -> Window:
        """Return the days on which a cargo is made, or a supply is asked for."""
        return ReadyDays(self.season).window(None if demand.inbound else demand.cargo)

    @property
    def wanted_t(self) -> float:
        """Tonnes a year of all demands."""
        return sum(demand.cargo.tonnes_per_y for demand in self.demands)


def require_known_limits(arrays: NetworkArrays, request: CampaignRequest) -> None:
    """Refuse a request without a demand, or with a limit that the network does not know.

    Raises
    ------
    InputError
        If there is no demand, a place or link of a limit is not known, or a limit is not a number
        of 0 or more.
    """
    places_and_links = set(arrays.kinds) | set(arrays.links)
    ends = {i for demand in request.demands for i in (demand.origin_id, demand.destination_id)}
    stores = set(arrays.storages) | ends
    faults = [] if request.demands else [Fault("campaign", "a demand", "none", "Name a demand.")]
    faults += _limit_faults(
        "capacity", request.capacities_t_per_y, places_and_links, "a place or link"
    )
    for name, limits in (
        ("storage", request.storages_t),
        ("storage price", request.storage_usd_per_t_d),
    ):
        faults += _limit_faults(name, limits, stores, "a place that has a store")
    faults += fleet_faults(arrays, request.vehicles)
    if faults:
        raise InputError(faults)


def fleet_faults(arrays: NetworkArrays, vehicles: Mapping[str, float]) -> Iterator[Fault]:
    """Yield what is wrong with bounds of fleets."""
    known = tuple(pool_names(arrays))
    for name, number in vehicles.items():
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.0)
            remedy = f"Is '{near[0]}' meant?" if near else "Leave it out."
            yield Fault("fleet", f"a fleet: {', '.join(known)}", f"'{name}'", remedy)
        if not 0 < number < math.inf:
            remedy = "Say how many there are, or close the way with avoid or without."
            yield Fault("fleet", "a number of more than 0", f"'{name}={number:g}'", remedy)


def _limit_faults(
    name: str, limits: Mapping[str, float], known_ids: Collection[str], expected: str
) -> Iterator[Fault]:
    for limited_id, value in limits.items():
        if limited_id not in known_ids:
            yield Fault(name, expected, f"'{limited_id}'", f"Name {expected}.")
        if not 0 <= value < math.inf:
            remedy = "Correct the number."
            yield Fault(name, "a number of 0 or more", f"{value:g}", remedy, row=limited_id)
