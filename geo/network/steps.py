"""States of cargo in a network, and the steps between them with what each consumes.

Owns what a network is made of: cargo on a vehicle at a place; a link, which moves it, or a
transfer, which puts it on another vehicle. Bills stand on the steps, prices do not: the same steps
serve every cargo and every rate card of the same speeds and dwell times. As arrays they are
searched (`geo.network.arrays`), as a graph they are shown (`geo.network.build`).
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import LIFTS, MODES_OF_VEHICLE, Mode, Vehicle
from zimnik.geo.network.rides import rides_of, with_current
from zimnik.geo.pricing.step_bills import link_bill, loading_bill, transfer_bill, unloading_bill
from zimnik.geo.pricing.transfers import may_transfer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zimnik.geo.core.vocabulary import RailService
    from zimnik.geo.network.links import Link, Place, Season
    from zimnik.geo.network.rides import Ride
    from zimnik.geo.pricing.bill import Bill
    from zimnik.geo.pricing.rates import Pace, RateCard


class State(NamedTuple):
    """Cargo on a vehicle at a place; no vehicle where no link touches the place."""

    place_id: str
    vehicle: Vehicle | None

    @property
    def on(self) -> Vehicle:
        """Vehicle that the cargo is on, where links touch the place."""
        if self.vehicle is None:
            message = f"no link touches '{self.place_id}'"
            raise ValueError(message)
        return self.vehicle


class Stop(NamedTuple):
    """What cargo in a state is at, and what loading and unloading a tonne of it consume.

    Both are None where no cargo is lifted.
    """

    place: Place
    loading: Bill | None
    unloading: Bill | None


class Step(NamedTuple):
    """What takes cargo from one state to another, and what that consumes.

    A link has its `season`, which is that of the ride (`geo.network.rides`); a transfer has no
    link.
    """

    bill: Bill
    link: Link | None = None
    season: Season | None = None
    forward: bool = True
    light_load: bool = False
    rail_service: RailService | None = None


@dataclass(slots=True, eq=False)
class Steps:
    """All states of a network and the steps between them.

    Parameters
    ----------
    pace
        Speeds and dwell times that the days in the bills were made with.
    stops
        What each state is at.
    onward
        Steps by the states that they leave and reach, and by a key of their own.
    """

    pace: Pace
    stops: dict[State, Stop]
    onward: dict[State, dict[State, dict[str, Step]]]

    def in_order(self) -> Iterator[tuple[State, State, str, Step]]:
        """Yield every step with the states that it joins and its key, by the state that it leaves.

        The order is that of a graph, which the numbers of edges have always had.
        """
        for tail, heads in self.onward.items():
            for head, by_key in heads.items():
                for key, step in by_key.items():
                    yield tail, head, key, step


def steps_of(places: Sequence[Place], links: Sequence[Link], card: RateCard) -> Steps:
    """Return the states of places and the steps between them.

    Parameters
    ----------
    places
        Sites and terminals.
    links
        Two-way links; lengths in km, both ends among the places.
    card
        Speeds and dwell times, from which days under way and dwell follow; those of the region of
        a link or place where it has a card of its own.

    Raises
    ------
    InputError
        If an id repeats, an end is unknown, a length is not a positive number, a mode and vehicle
        do not go together, a dedicated link is not a winter road, or a winter road has no season.
    """
    faults = [
        *_repeated("places", places),
        *_repeated("links", links),
        *_link_faults(frozenset(place.id for place in places), links),
    ]
    if faults:
        raise InputError(faults)
    steps = Steps(card.pace, {}, {})
    by_id = {place.id: place for place in places}
    for link in links:
        _add_link(steps, link, by_id, card)
    for place in places:
        _add_transfers(steps, place, card.of(place.region))
    return steps


def _add_link(steps: Steps, link: Link, places: Mapping[str, Place], card: RateCard) -> None:
    tail, head = State(link.from_id, link.vehicle), State(link.to_id, link.vehicle)
    for state in (tail, head):
        if state not in steps.stops:
            place = places[state.place_id]
            _add_state(steps, state, place, card.of(place.region))
    there = steps.onward[tail].setdefault(head, {})
    back = steps.onward[head].setdefault(tail, {})
    own = card.of(link.region)
    for ride in rides_of(link, own):
        for onward, forward in ((there, True), (back, False)):
            flowing = with_current(ride, link, own, forward=forward)
            onward[ride.key] = Step(
                bill=_ride_bill(link, flowing, own),
                link=link,
                season=ride.season,
                forward=forward,
                light_load=ride.light_load,
                rail_service=ride.rail_service,
            )


def _ride_bill(link: Link, ride: Ride, card: RateCard) -> Bill:
    return link_bill(
        link.vehicle,
        link.length_km,
        card,
        km_per_d=ride.km_per_d,
        tkm_per_km=ride.tkm_per_km,
        escort_zones=ride.escort_zones,
        crosses_border=bool(link.border),
        dedicated=link.dedicated,
    )


def _add_state(steps: Steps, state: State, place: Place, card: RateCard) -> None:
    loading = unloading = None
    if state.vehicle is not None and place.lifts and may_transfer(place.kind):
        group = place.tariff_group
        loading = loading_bill(place.kind, state.vehicle, card, tariff_group=group)
        unloading = unloading_bill(place.kind, state.vehicle, tariff_group=group)
    steps.stops[state] = Stop(place, loading, unloading)
    steps.onward[state] = {}


def _add_transfers(steps: Steps, place: Place, card: RateCard) -> None:
    states = [s for s in (State(place.id, v) for v in Vehicle) if s in steps.stops]
    if not states:
        _add_state(steps, State(place.id, None), place, card)
    if not may_transfer(place.kind):
        return
    for tail in states:
        for head in states:
            if tail != head:
                bill = transfer_bill(
                    place.kind, tail.on, head.on, card, tariff_group=place.tariff_group
                )
                if not place.lifts and any(lift in bill for lift in LIFTS):
                    continue
                steps.onward[tail].setdefault(head, {})["transfer"] = Step(bill)


def _repeated(name: str, things: Iterable[Place | Link]) -> Iterator[Fault]:
    counts = Counter(thing.id for thing in things)
    if twice := sorted(thing_id for thing_id, count in counts.items() if count > 1):
        yield Fault(name, "unique ids", f"{twice} twice", "Rename or drop rows.", column="id")


def _link_faults(known: frozenset[str], links: Iterable[Link]) -> Iterator[Fault]:
    for link in links:
        for column, end in (("from_id", link.from_id), ("to_id", link.to_id)):
            if end not in known:
                expected, remedy = "the id of a place", "Add the place or drop the link."
                yield _fault(link, column, expected, repr(end), remedy)
        if not (math.isfinite(link.length_km) and link.length_km > 0):
            expected, found = "a length above zero", repr(link.length_km)
            yield _fault(link, "length_km", expected, found, "Give the length in km.")
        if link.mode not in MODES_OF_VEHICLE[link.vehicle]:
            expected = f"a mode of a {link.vehicle}"
            yield _fault(link, "mode", expected, f"'{link.mode}'", "Correct mode or vehicle.")
        if link.dedicated and link.mode is not Mode.WINTER_ROAD:
            expected, remedy = (
                "winter_road where dedicated",
                "Only winter roads have a yearly price.",
            )
            yield _fault(link, "mode", expected, f"'{link.mode}'", remedy)
        if link.mode is Mode.WINTER_ROAD and link.season is None:
            expected = "the season of a winter road, which is never open all year"
            remedy = "Give its days, or derive them from a climate."
            yield _fault(link, "season", expected, "none", remedy)


def _fault(link: Link, column: str, expected: str, found: str, remedy: str) -> Fault:
    return Fault("links", expected, found, remedy, row=link.id, column=column)
