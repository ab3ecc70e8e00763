"""How cargo may ride a link: at which payload, by which service, in ice, with or against a river.

Owns which parallel edges a link gives and what differs between their bills (docs/model.md, E11 and
E29). Which of them a route takes on a date follows from the search, which knows nothing of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.vocabulary import Downstream, RailService, Vehicle
from zimnik.geo.network.load_limits import payloads_of
from zimnik.geo.pricing.rates import (
    DOWNSTREAM_SPEED,
    DOWNSTREAM_TKM,
    ESCORT_IN_ICE,
    UPSTREAM_SPEED,
    UPSTREAM_TKM,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.network.links import Link, Season
    from zimnik.geo.pricing.rates import RateCard


@dataclass(frozen=True, slots=True)
class Ride:
    """A way to ride a link, the same in both directions but for the current.

    Parameters
    ----------
    key
        Unique among the edges of the network.
    season
        When it may be ridden so; None where that is all year.
    km_per_d
        Kilometres in a day, without a current.
    tkm_per_km
        Tonne-kilometres that a tonne is charged for each kilometre.
    escort_zones
        Zones in which an icebreaker escorts, each counted as often as its price.
    light_load
        Whether vehicles go with less than their payload.
    rail_service
        Service that only some cargo takes; None where all cargo rides alike.
    """

    key: str
    season: Season | None
    km_per_d: float
    tkm_per_km: float = 1.0
    escort_zones: float = 0.0
    light_load: bool = False
    rail_service: RailService | None = None


def rides_of(link: Link, card: RateCard) -> Iterator[Ride]:
    """Yield the ways to ride a link: by payload, by rail service, in open water and in ice.

    Each is yielded once for every part of a season that is shut in between (docs/model.md, E36).
    """
    speed = card.speeds_km_per_d[link.vehicle].base
    for key, season, share in payloads_of(link):
        loaded = Ride(key, season, speed, 1 / share, link.escort_zones, light_load=share < 1.0)
        for ride in _by_water_and_rail(loaded, link, card):
            yield from _by_part(ride)


def _by_part(ride: Ride) -> Iterator[Ride]:
    parts = (ride.season,) if ride.season is None else ride.season.parts()
    if len(parts) == 1 and parts[0] is ride.season:
        # As nearly all are, and a copy of each takes a tenth of making a network.
        yield ride
        return
    for number, season in enumerate(parts):
        key = f"{ride.key} part {number + 1}" if number else ride.key
        yield replace(ride, key=key, season=season)


def _by_water_and_rail(ride: Ride, link: Link, card: RateCard) -> Iterator[Ride]:
    block_train, in_ice = card.block_train_km_per_d, card.in_ice_km_per_d
    if link.vehicle is Vehicle.RAIL_1520 and block_train is not None:
        yield replace(ride, rail_service=RailService.WAGONLOAD)
        yield replace(
            ride,
            key=f"{ride.key} block train",
            km_per_d=block_train.base,
            rail_service=RailService.BLOCK_TRAIN,
        )
        return
    season = ride.season
    if season is None or season.open_water is None:
        yield ride
        return
    if any(season.open_water.values()):
        yield replace(ride, season=season.of(season.open_water))
    yield replace(
        ride,
        key=f"{ride.key} in ice",
        km_per_d=ride.km_per_d if in_ice is None else in_ice.base,
        escort_zones=ride.escort_zones * card.factor(ESCORT_IN_ICE).base,
    )


def with_current(ride: Ride, link: Link, card: RateCard, *, forward: bool) -> Ride:
    """Return a ride as the current of the river makes it in one direction of the link."""
    if link.downstream is None:
        return ride
    with_the_river = (link.downstream is Downstream.FROM_TO) == forward
    speed, tkm = (
        (DOWNSTREAM_SPEED, DOWNSTREAM_TKM) if with_the_river else (UPSTREAM_SPEED, UPSTREAM_TKM)
    )
    return replace(
        ride,
        km_per_d=ride.km_per_d * card.factor(speed).base,
        tkm_per_km=ride.tkm_per_km * card.factor(tkm).base,
    )
