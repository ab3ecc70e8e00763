"""Where cargo comes onto the network, and what the rest of its path costs on each day.

Owns the network's side of a surface of remoteness (docs/model.md, E26): at every place and along
every drawn road, the exact cost by date (E8) and the hours from there to the cheapest place of a
kind. A winter truck comes there on the day on which it left, a lorry on gravel when it is best,
since its road is open all year and the cargo may as well wait before it leaves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import shapely

from zimnik.geo.core.calendar import DEFAULT_MAX_D, YEAR_D
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.core.parallel import mapped, workers_of
from zimnik.geo.core.units import HOURS_PER_DAY
from zimnik.geo.core.vocabulary import Mode, PlaceKind, Quantity, Vehicle
from zimnik.geo.network.access import ACCESS_KINDS
from zimnik.geo.network.links import touched
from zimnik.geo.pricing.bill import bill_cost
from zimnik.geo.pricing.step_bills import transfer_bill, unloading_bill
from zimnik.geo.routing.day_limit import cheapest_in_time
from zimnik.geo.routing.labels import DatedGraph, Label, SearchLimits
from zimnik.geo.routing.potentials import lower_bounds_to
from zimnik.geo.routing.time_expanded import Hold, end_nodes, node_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from numpy.typing import NDArray

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.network.arrays import Edge
    from zimnik.geo.network.closures import Closures
    from zimnik.geo.network.links import Link, Place
    from zimnik.geo.routing.time_expanded import DatedNetwork

ROAD_MODES = frozenset({Mode.ROAD, Mode.WINTER_ROAD})
EPS_USD = 1e-9
# Ends are dealt to workers in so many rounds: some have many more ways on than others.
ROUNDS = 8
# A place by its id; or the row of a road, and shares of its length.
_End: TypeAlias = "str | tuple[int, Vector]"


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Points of the network, and the cheapest path on from each.

    Parameters
    ----------
    lonlat
        One point a row.
    by_winter_truck, by_gravel
        By the day, in days from 1 January, on which a winter truck comes there, and on which cargo
        that will come by a gravel truck is ready: two columns, US dollars per tonne and hours from
        then until the cargo is unloaded at the goal, waits included; infinite without a path.
    """

    lonlat: Vector
    by_winter_truck: Mapping[int, NDArray[np.float64]]
    by_gravel: Mapping[int, NDArray[np.float64]]

    def __post_init__(self) -> None:
        freeze_mappings(self)


class Onward:
    """The cheapest path by date from any state of a network to a place of a kind.

    Parameters
    ----------
    network
        Laid out for the type of year.
    prices
        Of the quantities, for the cargo.
    goal_ids
        The places.
    closures
        What may not be used.
    goal_link_ids
        Roads anywhere along which the cargo is at its goal, by the id of the link.
    max_d
        Most days from coming onto the network, or being ready for a road on gravel, to arrival.
    """

    def __init__(
        self,
        network: DatedNetwork,
        prices: Vector,
        goal_ids: Collection[str],
        closures: Closures,
        *,
        goal_link_ids: Collection[str] = (),
        max_d: float = DEFAULT_MAX_D,
    ) -> None:
        self._goal_link_ids = frozenset(goal_link_ids)
        self._closures, self._max_d = closures, max_d
        self.network, self.prices, self.goal_ids = network, prices, goal_ids
        self._limits = SearchLimits(max_d)
        arrays = network.arrays
        costs = network.open_costs(prices, closures)
        costs[network.foreign_rows((), goal_ids)] = math.inf
        self.costs: list[float] = costs.tolist()
        self.wait_usd_per_t_d = bill_cost({Quantity.WAITING_D: 1.0}, prices)
        self._numbers = {state: number for number, state in enumerate(arrays.states)}
        self._unloading = unloading = arrays.unloading_costs(goal_ids, prices)
        bounds = lower_bounds_to(
            network.back_by_state, self.costs, unloading, self.wait_usd_per_t_d
        )
        self._bound = bounds.potential()
        self._ends = end_nodes(unloading)
        self._graph = DatedGraph(network.moves, self.costs, network.stored, self.wait_usd_per_t_d)

    def __reduce__(self) -> tuple[Callable[..., Onward], tuple[object, ...]]:
        """Return what it is made of: a worker seeks bounds anew, which are no data to send."""
        made = partial(Onward, goal_link_ids=self._goal_link_ids, max_d=self._max_d)
        return made, (self.network, self.prices, self.goal_ids, self._closures)

    def from_place(self, place_id: str, by: Vehicle, days: Sequence[int]) -> Vector:
        """Return cost and hours, a row a day, for cargo that a lorry brings to a place.

        A winter truck comes on the day itself, a gravel truck then or later.
        """
        starts = [list(self._transferred(place_id, by, day)) for day in days]
        found = self._by_day(starts, days)
        if place_id in self.goal_ids:
            return self._or_unloaded(found, self.network.arrays.kinds[place_id], by)
        return found

    def _or_unloaded(self, found: Vector, kind: PlaceKind, by: Vehicle) -> Vector:
        """Return cost and hours where the cargo may as well be unloaded from what brings it.

        The network may know nothing of that vehicle there.
        """
        unloaded = np.array([bill_cost(unloading_bill(kind, by), self.prices), 0.0])
        best: Vector = np.where(found[..., :1] < unloaded[0], found, unloaded)
        return best

    def along(
        self, row: int, edge: Edge, shares: Vector, by: Vehicle, days: Sequence[int]
    ) -> Vector:
        """Return cost and hours of joining a road: shaped points by days by the two.

        Parameters
        ----------
        row, edge
            The road, in one direction.
        shares
            Of its length, from where it is driven, at which it is joined.
        by
            What brings the cargo, as in `from_place`.
        days
            Days on which it comes.
        """
        vehicle = edge.head.on
        kind = PlaceKind.ROAD_JUNCTION
        bill = {} if vehicle is by else transfer_bill(kind, by, vehicle, self.network.card)
        node = node_of(self._numbers[edge.head], Hold.ARRIVED)
        duration_d = self.duration_d(row)
        window = edge.season.window(self.network.year_type) if edge.season is not None else None
        starts = []
        for day in days:
            first_d = day + bill.get(Quantity.DWELL_D, 0.0)
            last_d = first_d if by is Vehicle.WINTER_TRUCK else first_d + YEAR_D
            label = _came(node, (first_d, last_d), bill_cost(bill, self.prices), day)
            spans = [(first_d, last_d)]
            if window is not None:
                spans = [
                    (max(span.first_d, first_d), min(span.last_d, last_d))
                    for span in window.departures(duration_d, first_d, last_d)
                ]
            starts.append(
                [_came(node, span, label.at(span[0], self.wait_usd_per_t_d), day) for span in spans]
            )
        whole = np.array([self.costs[row], duration_d * HOURS_PER_DAY])
        left = (1.0 - shares)[:, np.newaxis, np.newaxis]
        rest: Vector = self._by_day(starts, days, dated=window is not None)
        found: Vector = rest[np.newaxis] + left * whole
        if edge.link_id in self._goal_link_ids:
            return self._or_unloaded(found, kind, by)
        return found

    def duration_d(self, row: int) -> float:
        """Return how long an edge takes."""
        return self.network.durations_d[row]

    def _by_day(
        self, starts: Sequence[Sequence[Label]], days: Sequence[int], *, dated: bool = False
    ) -> Vector:
        """Return cost and hours of the cheapest path on of labels, a list of them a day.

        A path that no season touches is there on every day, and is the best of another day if it
        costs no more than the bound of that day; else, and where a season has touched the labels,
        the day is searched (E9).
        """
        found = np.full((len(days), 2), np.inf)
        steady: tuple[float, float] | None = None
        for row, (labels, day) in enumerate(zip(starts, days, strict=True)):
            least = min(
                (label.cost_usd_per_t + self._bound(label) for label in labels), default=math.inf
            )
            if math.isinf(least):
                continue
            if steady is not None and steady[0] <= least + EPS_USD:
                found[row] = steady
            else:
                in_time = cheapest_in_time(
                    self._graph,
                    self.network.back_by_state,
                    self.network.durations_d,
                    labels,
                    self._unloading,
                    self._bound,
                    self._limits,
                )
                if in_time is None:
                    continue
                end = in_time.label
                cost = end.cost_usd_per_t + self._ends[end.node]
                found[row] = cost, (end.first_d - day) * HOURS_PER_DAY
                if not dated and not _is_dated(end):
                    steady = (found[row, 0], found[row, 1])
        return found

    def _transferred(self, place_id: str, by: Vehicle, day: int) -> Iterator[Label]:
        arrays = self.network.arrays
        kind = arrays.kinds[place_id]
        held = Hold.IN_STORAGE if place_id in arrays.storages else Hold.TRANSSHIPPED
        for number in arrays.lifting_at([place_id]):
            vehicle = arrays.states[number].on
            bill = (
                {}
                if vehicle is by
                else transfer_bill(
                    kind,
                    by,
                    vehicle,
                    self.network.card,
                    tariff_group=arrays.tariff_groups.get(place_id),
                )
            )
            node = node_of(number, held if bill else Hold.ARRIVED)
            there_d = day + bill.get(Quantity.DWELL_D, 0.0)
            span = (there_d, there_d + (0.0 if by is Vehicle.WINTER_TRUCK else YEAR_D))
            yield _came(node, span, bill_cost(bill, self.prices), day)


def _came(node: int, span_d: tuple[float, float], cost_usd_per_t: float, ready_d: int) -> Label:
    """Return the label of cargo that comes to a node within a span, more expensive the later."""
    first_d, last_d = span_d
    return Label(
        node=node,
        first_d=first_d,
        last_d=last_d,
        cost_usd_per_t=cost_usd_per_t,
        rises=True,
        elapsed_d=first_d - ready_d,
        ready_d=ready_d,
        parent=None,
        move=None,
    )


def _is_dated(label: Label) -> bool:
    """Whether a season touches the path of a label; without one it waits nowhere."""
    while label.parent is not None and label.move is not None:
        if label.move.window is not None:
            return True
        label = label.parent
    return False


def entries_of(
    onward: Onward,
    places: Iterable[Place],
    links: Iterable[Link],
    lines: Mapping[str, shapely.LineString],
    *,
    leaving_d: Sequence[int],
    ready_d: Sequence[int],
    step_km: float,
    executor: Executor | None = None,
) -> Entries:
    """Return the entries to a network: its places, and points along its drawn roads.

    Parameters
    ----------
    onward
        The cheapest path on.
    places, links
        The network. Cargo comes onto it where it may by access (E5), at the goals themselves, and
        anywhere along a drawn road or winter road.
    lines
        Lines in EPSG:4326 of the links that are drawn, by id, from `from_id` to `to_id`.
    leaving_d
        Days on which winter trucks leave.
    ready_d
        Days on which cargo is ready.
    step_km
        Greatest distance between points along a road.
    executor
        Where the ways on from each are sought; None for here.
    """
    linked = touched(links)
    chosen = [
        place
        for place in places
        if (place.kind in ACCESS_KINDS and place.id in linked) or place.id in onward.goal_ids
    ]
    roads = [
        (row, edge, edge.link)
        for row, edge in enumerate(onward.network.arrays.edges)
        if edge.link is not None
        and edge.link.mode in ROAD_MODES
        and edge.link.id in lines
        and not edge.link.only_for
        and math.isfinite(onward.costs[row])
    ]
    shares = [_shares(link, step_km) for _, _, link in roads]

    ends: list[_End] = [place.id for place in chosen]
    ends += [(row, share) for (row, _, _), share in zip(roads, shares, strict=True)]
    most = max(len(ends) // (workers_of(executor) * ROUNDS), 1)
    pieces = [ends[at : at + most] for at in range(0, len(ends), most)]
    wanted = ((Vehicle.WINTER_TRUCK, leaving_d), (Vehicle.GRAVEL_TRUCK, ready_d))
    found = list(mapped(_ways_on, (onward, wanted), pieces, executor=executor))

    def values(number: int) -> dict[int, NDArray[np.float64]]:
        _, days = wanted[number]
        parts = [own[number] for own in found]
        stacked = np.concatenate(parts) if parts else np.empty((0, len(days), 2))
        return {day: stacked[:, k] for k, day in enumerate(days)}

    points = [np.array([place.lonlat for place in chosen]).reshape(-1, 2)]
    for (_, edge, link), share in zip(roads, shares, strict=True):
        at = share if edge.tail.place_id == link.from_id else 1.0 - share
        along = shapely.line_interpolate_point(lines[link.id], at, normalized=True)
        points.append(shapely.get_coordinates(along))
    return Entries(
        lonlat=np.concatenate(points),
        by_winter_truck=values(0),
        by_gravel=values(1),
    )


def _ways_on(
    common: tuple[Onward, Sequence[tuple[Vehicle, Sequence[int]]]], ends: Sequence[_End]
) -> tuple[Vector, ...]:
    """Return for each vehicle cost and hours from some ends, a row a point and a column a day."""
    onward, wanted = common
    edges = onward.network.arrays.edges
    return tuple(
        np.concatenate(
            [
                onward.from_place(end, by, days)[np.newaxis]
                if isinstance(end, str)
                else onward.along(end[0], edges[end[0]], end[1], by, days)
                for end in ends
            ]
        )
        for by, days in wanted
    )


def _shares(link: Link, step_km: float) -> Vector:
    """Return shares of the length of a road, from where it is driven, at which it is joined."""
    return np.linspace(0.0, 1.0, max(2, math.ceil(link.length_km / step_km) + 1))
