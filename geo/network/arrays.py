"""The network compiled to arrays: edges by number and their quantities as one matrix.

Owns the fast form of the network. Building it costs time in proportion to the edges; afterwards
the cost of all edges under any rate card and cargo is one matrix product.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.frozen import FrozenDict
from zimnik.geo.core.vocabulary import SITE_KINDS, RailService
from zimnik.geo.network.capacities import capacities_of, throughputs_of
from zimnik.geo.network.radioactive_ports import barred_of
from zimnik.geo.network.steps import steps_of
from zimnik.geo.pricing.bill import in_block, quantity_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.core.vocabulary import PlaceKind, TariffGroup, YearType
    from zimnik.geo.network.capacities import Throughput
    from zimnik.geo.network.links import Link, Place, Season
    from zimnik.geo.network.steps import State
    from zimnik.geo.pricing.bill import Bill
    from zimnik.geo.pricing.rates import Pace, RateCard


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of the network: where it leads and, for a link, which link at which payload.

    `season` is when the link may be used so, None where that is all year; `rail_service` is the
    service that takes it, None where all cargo does; `lifts` is true where cargo goes onto another
    vehicle, and not where the same lorry drives on.
    """

    tail: State
    head: State
    link: Link | None
    season: Season | None = None
    light_load: bool = False
    rail_service: RailService | None = None
    lifts: bool = False

    @property
    def link_id(self) -> str | None:
        """Id of the link, where the edge is one."""
        return self.link.id if self.link is not None else None

    def opens_in(self, year_type: YearType) -> bool:
        """Whether it may be used at all in a year of a type."""
        return self.season is None or self.season.window(year_type) is not None


@dataclass(frozen=True, slots=True)
class NetworkArrays:
    """Edges of a network in a fixed order, each with its bill and its row of quantities.

    Parameters
    ----------
    states
        Cargo on a vehicle at a place.
    kinds
        Kind of every place.
    tariff_groups
        Tariffs that an order sets for a place, where one does.
    barred
        Ports that are not known to lift radioactive cargo: whether each is known to be barred.
    rail_service_rows
        Numbers of the edges that only one rail service takes.
    links
        Every link by its id.
    throughputs
        What is known of how much places and links pass, by id.
    capacities_t_per_y
        Places and links of which a yearly capacity is known, and what other cargo has of it.
    storages
        Places where cargo can be stored.
    lifting_states
        Numbers of the states of each place in which cargo is loaded and unloaded, by its id; a
        place where none is lifted is not among them.
    loading, unloading
        What loading a tonne onto each state and unloading it consumes, one row a state; zeros
        where no cargo is lifted.
    edges, bills
        Links, both ways, and transfers.
    tails, heads
        Numbers of the states that each edge joins.
    quantities
        The bills as a matrix, one row an edge, columns in the order of
        `geo.pricing.bill.QUANTITIES`, a block of them for each card (`in_block`).
    pace
        Speeds and dwell times that the days in the bills were made with.
    site_spots
        Longitude and latitude of every site, degrees.
    """

    states: tuple[State, ...]
    kinds: FrozenDict[str, PlaceKind]
    tariff_groups: FrozenDict[str, TariffGroup]
    barred: FrozenDict[str, bool]
    rail_service_rows: FrozenDict[RailService, tuple[int, ...]]
    links: FrozenDict[str, Link]
    throughputs: FrozenDict[str, Throughput]
    capacities_t_per_y: FrozenDict[str, float]
    storages: frozenset[str]
    lifting_states: FrozenDict[str, tuple[int, ...]]
    loading: Vector
    unloading: Vector
    edges: tuple[Edge, ...]
    bills: tuple[Bill, ...]
    tails: Indices
    heads: Indices
    quantities: Vector
    pace: Pace
    site_spots: FrozenDict[str, tuple[float, float]]

    def is_one_place(self, one_id: str, other_id: str) -> bool:
        """Whether two ids name one place: equal ids, or two sites on one spot that no link joins.

        A plant at a mine needs no haul from it. Terminals have vehicles of their own: between a
        station and a quay cargo is lifted, also where a table gives them one position.
        """
        if one_id == other_id:
            return True
        spot = self.site_spots.get(one_id)
        if spot is None or spot != self.site_spots.get(other_id):
            return False
        ends = {one_id, other_id}
        return not any(ends == set(link.ends) for link in self.links.values() if not link.estimated)

    def lifting_at(self, place_ids: Iterable[str]) -> list[int]:
        """Return the numbers of the states of some places in which cargo is lifted, ascending."""
        return sorted(
            number
            for place_id in frozenset(place_ids)
            for number in self.lifting_states.get(place_id, ())
        )

    def loading_costs(self, place_ids: Iterable[str], prices: Vector) -> dict[int, float]:
        """Return what loading a tonne onto each state of some places costs, by number."""
        return {n: float(self.loading[n] @ prices) for n in self.lifting_at(place_ids)}

    def unloading_costs(self, place_ids: Iterable[str], prices: Vector) -> dict[int, float]:
        """Return what unloading a tonne from each state of some places costs, by number."""
        return {n: float(self.unloading[n] @ prices) for n in self.lifting_at(place_ids)}

    def require_pace(self, card: RateCard) -> None:
        """Raise InputError unless a rate card has the speeds and dwell times of the network."""
        if card.pace != self.pace:
            differ = ", ".join(card.pace.differences(self.pace))
            expected = "the speeds and dwell times that the network was built with"
            remedy = "Build the network with this card."
            raise InputError([Fault("rate card", expected, f"others: {differ}", remedy)])


def network_arrays(places: Sequence[Place], links: Sequence[Link], card: RateCard) -> NetworkArrays:
    """Return places and links as the arrays of a network; it raises as `steps_of`."""
    steps = steps_of(places, links, card)
    edges, bills, cards = [], [], []
    stopped = [card.number_of(stop.place.region) for stop in steps.stops.values()]
    count = len(card.every)
    for tail, head, _, step in steps.in_order():
        edges.append(
            Edge(tail, head, step.link, step.season, step.light_load, step.rail_service)
            if step.link is not None
            else Edge(tail, head, None, lifts=bool(step.bill))
        )
        bills.append(step.bill)
        by = step.link if step.link is not None else steps.stops[tail].place
        cards.append(card.number_of(by.region))
    stops = tuple(steps.stops.values())
    known = {stop.place.id: stop.place for stop in stops}
    ridden = {edge.link.id: edge.link for edge in edges if edge.link is not None}
    number = {state: i for i, state in enumerate(steps.stops)}
    throughputs = throughputs_of(known.values(), ridden.values())
    lifting: dict[str, tuple[int, ...]] = {}
    for state, stop in steps.stops.items():
        if stop.loading is not None:
            lifting[state.place_id] = (*lifting.get(state.place_id, ()), number[state])
    return NetworkArrays(
        states=tuple(steps.stops),
        kinds=FrozenDict({place.id: place.kind for place in known.values()}),
        tariff_groups=FrozenDict(
            {place.id: place.tariff_group for place in known.values() if place.tariff_group}
        ),
        barred=barred_of(known.values()),
        rail_service_rows=_rail_service_rows(edges),
        links=FrozenDict(ridden),
        throughputs=throughputs,
        capacities_t_per_y=capacities_of(throughputs),
        storages=frozenset(place.id for place in known.values() if place.storage),
        lifting_states=FrozenDict(lifting),
        loading=in_block(_rows(stop.loading for stop in stops), stopped, count),
        unloading=in_block(_rows(stop.unloading for stop in stops), stopped, count),
        edges=tuple(edges),
        bills=tuple(bills),
        tails=np.array([number[edge.tail] for edge in edges], dtype=np.intp),
        heads=np.array([number[edge.head] for edge in edges], dtype=np.intp),
        quantities=in_block(quantity_rows(bills), cards, count),
        pace=steps.pace,
        site_spots=FrozenDict(
            {place.id: place.lonlat for place in known.values() if place.kind in SITE_KINDS}
        ),
    )


def _rows(bills: Iterable[Bill | None]) -> Vector:
    return quantity_rows([bill or {} for bill in bills])


def _rail_service_rows(edges: Sequence[Edge]) -> FrozenDict[RailService, tuple[int, ...]]:
    return FrozenDict(
        {
            service: tuple(n for n, edge in enumerate(edges) if edge.rail_service is service)
            for service in RailService
        }
    )
