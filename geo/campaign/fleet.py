"""Loads, round trips and vehicles that a flow of cargo takes (docs/model.md, E12).

Owns the arithmetic from tonnes to trips; payloads, speeds, turnarounds and consists come from the
rate card.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zimnik.geo.core.vocabulary import Vehicle
    from zimnik.geo.pricing.rates import RateCard

OUT_AND_BACK = 2.0
# A vehicle more than this needs another.
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class VehicleNorm:
    """What one vehicle of a class does.

    Parameters
    ----------
    payload_t
        Tonnes that it carries.
    speed_km_per_d
        Kilometres that it makes in a day.
    turnaround_d
        Days that it stands at both ends together: loading, unloading, waiting for its turn.
    consist
        How many go as one: wagons of a train, barges of a convoy.
    """

    payload_t: float
    speed_km_per_d: float
    turnaround_d: float
    consist: float

    @classmethod
    def of(cls, card: RateCard, vehicle: Vehicle) -> VehicleNorm:
        """Return the base norm; a vehicle of which the card is silent turns at once and alone."""
        turnaround, consist = card.turnarounds_d.get(vehicle), card.consists.get(vehicle)
        return cls(
            payload_t=card.payloads_t[vehicle].base,
            speed_km_per_d=card.speeds_km_per_d[vehicle].base,
            turnaround_d=turnaround.base if turnaround else 0.0,
            consist=consist.base if consist else 1.0,
        )

    def loads(self, shipped_t: float) -> float:
        """Return how many loads some tonnes make."""
        return shipped_t / self.payload_t

    def round_trip_d(self, length_km: float) -> float:
        """Return the days of a trip there, back and turning at both ends."""
        return OUT_AND_BACK * length_km / self.speed_km_per_d + self.turnaround_d


@dataclass(frozen=True, slots=True)
class FleetLine:
    """What one leg of a campaign takes.

    Parameters
    ----------
    vehicle, from_id, to_id, length_km
        The leg.
    shipped_t
        Tonnes a year.
    loads
        Loads a year; those of a train or convoy count one by one.
    trips
        Trips a year: trains, convoys, ship calls, or lorries.
    trips_per_d, busiest_trips_per_d
        Trips a day if they are spread evenly over the open days of the year, and in the busiest
        week of the plan.
    round_trip_d
        Days until a vehicle is back.
    vehicles, busiest_vehicles
        Whole vehicles that make these trips; wagons and barges count one by one.
    demands
        Numbers of the demands of a campaign whose cargo it is.
    """

    vehicle: Vehicle
    from_id: str
    to_id: str
    length_km: float
    shipped_t: float
    loads: float
    trips: float
    trips_per_d: float
    busiest_trips_per_d: float
    round_trip_d: float
    vehicles: int
    busiest_vehicles: int
    demands: tuple[int, ...] = ()


def fleet_line(
    card: RateCard,
    vehicle: Vehicle,
    ends: tuple[str, str],
    length_km: float,
    shipped_t: float,
    rates_t_per_d: tuple[float, float],
    as_full_t: float | None = None,
    demands: tuple[int, ...] = (),
) -> FleetLine:
    """Return what a leg takes.

    Parameters
    ----------
    card
        Norms of the vehicle.
    vehicle, ends, length_km
        The leg: what it goes by, from where to where, and how far.
    shipped_t
        Shipped tonnes of the year.
    rates_t_per_d
        Shipped tonnes an open day, light loads as if full: over the year, and in the busiest week.
    as_full_t
        What as many loads would hold if all were full; without it they are.
    demands
        Whose cargo it is.
    """
    norm = VehicleNorm.of(card, vehicle)
    loads = norm.loads(shipped_t if as_full_t is None else as_full_t)
    even, busiest = (norm.loads(rate) for rate in rates_t_per_d)
    round_trip_d = norm.round_trip_d(length_km)
    return FleetLine(
        vehicle=vehicle,
        from_id=ends[0],
        to_id=ends[1],
        length_km=length_km,
        shipped_t=shipped_t,
        loads=loads,
        trips=loads / norm.consist,
        trips_per_d=even / norm.consist,
        busiest_trips_per_d=busiest / norm.consist,
        round_trip_d=round_trip_d,
        vehicles=_whole(even * round_trip_d),
        busiest_vehicles=_whole(busiest * round_trip_d),
        demands=demands,
    )


def _whole(vehicles: float) -> int:
    return math.ceil(vehicles - _ROUNDING)
