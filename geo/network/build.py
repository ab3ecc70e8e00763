"""Places and links as a networkx.MultiDiGraph of (place, vehicle) states, and back.

Owns the public network model. A node is cargo on a vehicle at a place; an edge is a link, which
moves it, or a transfer, which puts it on another vehicle. Bills stand on the edges, prices do not:
the same graph serves every cargo and every rate card of the same speeds and dwell times.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import LIFTS, MODES_OF_VEHICLE, Mode, Vehicle
from zimnik.geo.network.rides import rides_of, with_current
from zimnik.geo.pricing.step_bills import link_bill, loading_bill, transfer_bill, unloading_bill
from zimnik.geo.pricing.transfers import may_transfer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zimnik.geo.network.links import Link, Place
    from zimnik.geo.network.rides import Ride
    from zimnik.geo.pricing.bill import Bill
    from zimnik.geo.pricing.rates import RateCard


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


def build_network(
    places: Sequence[Place], links: Sequence[Link], card: RateCard
) -> nx.MultiDiGraph:
    """Build the network of states.

    Parameters
    ----------
    places
        Sites and terminals.
    links
        Two-way links; lengths in km, both ends among the places.
    card
        Speeds and dwell times, from which days under way and dwell follow.

    Returns
    -------
    networkx.MultiDiGraph
        A node has its `place`, and the bills of `loading` and `unloading` a tonne there, None where
        no cargo is lifted. A link gives two edges for each way to ride it
        (`geo.network.rides`), with attributes `kind` "link", `bill`, `forward`, `link`, `season`
        (that of the ride), `light_load` and `rail_service`; a transfer gives an edge of `kind`
        "transfer" with its `bill`. The graph has the `pace` of the card.

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
    graph = nx.MultiDiGraph(crs="EPSG:4326", pace=card.pace)
    by_id = {place.id: place for place in places}
    for link in links:
        _add_link(graph, link, by_id, card)
    for place in places:
        _add_transfers(graph, place, card)
    return graph


def parts_of(graph: nx.MultiDiGraph) -> tuple[tuple[Place, ...], tuple[Link, ...]]:
    """Return the places and links that a network was built from, in order of id."""
    places: dict[str, Place] = {place.id: place for _, place in graph.nodes(data="place")}
    links: dict[str, Link] = {
        link.id: link for _, _, link in graph.edges(data="link") if link is not None
    }
    return tuple(places[i] for i in sorted(places)), tuple(links[i] for i in sorted(links))


def _add_link(
    graph: nx.MultiDiGraph, link: Link, places: Mapping[str, Place], card: RateCard
) -> None:
    tail, head = State(link.from_id, link.vehicle), State(link.to_id, link.vehicle)
    for state in (tail, head):
        if state not in graph:
            _add_state(graph, state, places[state.place_id], card)
    for ride in rides_of(link, card):
        for ends, forward in (((tail, head), True), ((head, tail), False)):
            flowing = with_current(ride, link, card, forward=forward)
            graph.add_edge(
                *ends,
                key=ride.key,
                kind="link",
                bill=_ride_bill(link, flowing, card),
                forward=forward,
                link=link,
                season=ride.season,
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


def _add_state(graph: nx.MultiDiGraph, state: State, place: Place, card: RateCard) -> None:
    loading = unloading = None
    if state.vehicle is not None and place.lifts and may_transfer(place.kind):
        group = place.tariff_group
        loading = loading_bill(place.kind, state.vehicle, card, tariff_group=group)
        unloading = unloading_bill(place.kind, state.vehicle, tariff_group=group)
    graph.add_node(state, place=place, loading=loading, unloading=unloading)


def _add_transfers(graph: nx.MultiDiGraph, place: Place, card: RateCard) -> None:
    states = [s for s in (State(place.id, v) for v in Vehicle) if s in graph]
    if not states:
        _add_state(graph, State(place.id, None), place, card)
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
                graph.add_edge(tail, head, key="transfer", kind="transfer", bill=bill)


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
