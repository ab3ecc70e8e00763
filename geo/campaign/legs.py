"""Legs of a run: stretches by one vehicle, and what one vehicle of a class does on them.

Owns how runs become legs and the arithmetic from tonnes to loads, round trips and days of vehicles
(docs/model.md, E12). Payloads, speeds, turnarounds and consists come from the rate card.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from zimnik.geo.campaign.runs import load_factor_of
from zimnik.geo.campaign.vehicle_pools import OUT_AND_BACK
from zimnik.geo.pricing.bill import days_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.campaign.runs import Run
    from zimnik.geo.core.vocabulary import Vehicle
    from zimnik.geo.network.links import Link, Season
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.time_expanded import DatedNetwork


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

    def moving_d(self, length_km: float) -> float:
        """Return the days under way there and back."""
        return OUT_AND_BACK * length_km / self.speed_km_per_d

    def round_trip_d(self, length_km: float) -> float:
        """Return the days of a trip there, back and turning at both ends."""
        return self.moving_d(length_km) + self.turnaround_d


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of a route by one vehicle: from where to where, and how far."""

    vehicle: Vehicle
    from_id: str
    to_id: str
    length_km: float


@dataclass(frozen=True, slots=True)
class PassedLink:
    """A link of a run, and its ends.

    Parameters
    ----------
    season
        When it is open to be passed so; None for all year.
    after_d, duration_d
        Days from departure until it, and days on it.
    load_factor
        Loads that a payload makes.
    """

    link: Link
    season: Season | None
    from_id: str
    to_id: str
    after_d: float
    duration_d: float
    load_factor: float


def passed_links(network: DatedNetwork, run: Run) -> Iterator[PassedLink]:
    """Yield the links of a run in order."""
    edges = network.arrays.edges
    days = days_in(network.quantities[list(run.rows)]).tolist()
    # What the run takes beyond its steps is loading at the origin, which comes first.
    after_d = run.duration_d - sum(days)
    for row, step_d in zip(run.rows, days, strict=True):
        link = edges[row].link if row < len(edges) else None
        if link is not None:
            load_factor = load_factor_of(network.quantities[row], link.length_km)
            tail, head = edges[row].tail.place_id, edges[row].head.place_id
            # Days on which it is shut cut a season, for which a vehicle is hired whole.
            season = link.season if link.season and link.season.shut else edges[row].season
            yield PassedLink(link, season, tail, head, after_d, step_d, load_factor)
        after_d += step_d


@dataclass(frozen=True, slots=True)
class PassedLeg:
    """A leg of a run, and its links; its load factor is that of the lightest of them."""

    leg: Leg
    links: tuple[PassedLink, ...]

    @property
    def after_d(self) -> float:
        """Days from departure until it."""
        return self.links[0].after_d

    @property
    def load_factor(self) -> float:
        """Loads that one payload makes on it."""
        return max(passed.load_factor for passed in self.links)


def legs_of(network: DatedNetwork, run: Run) -> Iterator[PassedLeg]:
    """Yield the legs of a run in order.

    A vehicle that goes on in another mode, as a river-sea vessel does, needs no other one.
    """
    for vehicle, group in groupby(passed_links(network, run), key=lambda one: one.link.vehicle):
        links = tuple(group)
        km = sum(passed.link.length_km for passed in links)
        yield PassedLeg(Leg(vehicle, links[0].from_id, links[-1].to_id, km), links)
