"""The search for the year of a shipment: which dedicated roads it builds, and the path of each day.

Owns the choice of roads (docs/model.md, E28). A dedicated road costs its yearly price however many
days use it, so a road that some days would use and others not is tried both ways: built and free to
all, or left out. Branch and bound: with every undecided road at its price per tonne, the mean of
the days is no more than any choice of these roads costs.

References
----------
Land and Doig, An automatic method of solving discrete programming problems, Econometrica 28 (1960),
497-520.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.errors import InputError
from zimnik.geo.core.messages import Message
from zimnik.geo.network.closures import Closures
from zimnik.geo.pricing.bill import road_column
from zimnik.geo.routing.assembly import pricing_of
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.known_years import KnownBounds, KnownYears, guide_from
from zimnik.geo.routing.matrix import MANY_PAIRS, MatrixRequest, in_parts
from zimnik.geo.routing.matrix_cells import PricedShipper
from zimnik.geo.routing.request import SAME_PLACE, Shipment, place_faults
from zimnik.geo.routing.routes import find_routes, nearest_route
from zimnik.geo.routing.time_expanded import HOLDS, layered_moves, moves_by_state
from zimnik.geo.routing.year import (
    WHOLE_YEAR_D,
    YearCell,
    mean_of_year,
    nearest_of_year,
    road_shares,
    routes_of_year,
    year_of_route,
)
from zimnik.geo.routing.year_search import YearQuery, year_paths

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from concurrent.futures import Executor

    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.routing.assembly import Pricing
    from zimnik.geo.routing.potentials import LowerBounds
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.routing.year import NearestYear, RouteYear, YearMean
    from zimnik.geo.routing.year_search import Guide, YearPaths

_EPS_USD = 1e-6
_EPS_SHARE = 1e-9


@dataclass(frozen=True, slots=True)
class Roads:
    """What is decided of dedicated roads: some are built for all days, some are left out."""

    built: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()


@dataclass(slots=True)
class YearSearches:
    """Searches for years over one network, each from what is known of it under other closures.

    Parameters
    ----------
    network
        The network of one kind of year.
    shares_bounds
        Whether the bounds on the way to some ends are made once for all cargo of one price, and
        repaired under further closures: worth it where many sites or closures are asked of few
        ends. Else each search has its own, sought no further than it needs.
    splits
        Whether mean bills are split by what their amounts follow, as draws ask.
    """

    network: DatedNetwork
    shares_bounds: bool = False
    splits: bool = False
    _known: dict[tuple[object, ...], KnownYears] = field(init=False, default_factory=dict)
    _bounds: dict[tuple[object, ...], list[KnownBounds]] = field(init=False, default_factory=dict)
    _closed: dict[tuple[object, ...], LowerBounds] = field(init=False, default_factory=dict)
    _tolled: dict[tuple[object, ...], DatedNetwork] = field(init=False, default_factory=dict)

    def find(
        self,
        shipment: Shipment,
        *,
        ready_d: Sequence[int] | None = WHOLE_YEAR_D,
        destination_ids: Collection[str] | None = None,
    ) -> RouteYear | str:
        """Return the year of a shipment, or the reason why it has none.

        Parameters
        ----------
        shipment
            What travels; its day of readiness is not used.
        ready_d
            Days on which cargo is made, the same each day; None for the best day of the year alone.
        destination_ids
            Places of which each day takes the cheapest; without them the destination of the
            shipment.

        Raises
        ------
        InputError
            If a place is not in the network, or both ends are one place.
        """
        arrays = self.network.arrays
        if faults := list(place_faults(arrays, shipment)):
            raise InputError(faults)
        if ready_d is None and destination_ids is not None:
            route = nearest_route(self.network, shipment.ready_on(None), destination_ids)
            return "no route" if route is None else year_of_route(route, (route.ready_d or 0,))
        if ready_d is None or _is_at_its_end(arrays, shipment):
            return self._of_one_route(shipment, ready_d)
        paths = self.paths(shipment, ready_d=ready_d, destination_ids=destination_ids)
        if isinstance(paths, str):
            return paths
        pricing = pricing_of(self.network, shipment.cargo)
        return routes_of_year(self.network, paths, pricing, shipment.cargo, splits=self.splits)

    def mean(
        self, shipment: Shipment, *, ready_d: Sequence[int] | None = WHOLE_YEAR_D
    ) -> YearMean | str:
        """Return the year of a shipment without its routes; as `find` but for that."""
        if ready_d is None or _is_at_its_end(self.network.arrays, shipment):
            return self._of_one_route(shipment, ready_d)
        paths = self.paths(shipment, ready_d=ready_d)
        if isinstance(paths, str):
            return paths
        pricing = pricing_of(self.network, shipment.cargo)
        return mean_of_year(self.network, paths, pricing, splits=self.splits)

    def nearest(
        self, shipment: Shipment, destination_ids: Collection[str], *, ready_d: Sequence[int]
    ) -> NearestYear | str:
        """Return the year to whichever of several places is cheapest on each day, or why none.

        The parameters are those of `find`.
        """
        paths = self.paths(shipment, ready_d=ready_d, destination_ids=destination_ids)
        if isinstance(paths, str):
            return paths
        return nearest_of_year(self.network, paths, pricing_of(self.network, shipment.cargo))

    def paths(
        self,
        shipment: Shipment,
        *,
        ready_d: Sequence[int] = WHOLE_YEAR_D,
        destination_ids: Collection[str] | None = None,
    ) -> YearPaths | str:
        """Return the cheapest path of each day between two places that are not one, as `find`."""
        pricing = pricing_of(self.network, shipment.cargo)
        own = () if shipment.destination_id is None else (shipment.destination_id,)
        ends = frozenset(own if destination_ids is None else destination_ids)
        found = self._cheapest(shipment, ends, pricing, ready_d)
        if found is None or not np.isfinite(found.costs_usd_per_t).all():
            return self._reason(shipment, found)
        return found

    def forget(self) -> None:
        """Drop what is known of cargo and ends that no further question is about."""
        self._known.clear()
        self._bounds.clear()
        self._closed.clear()

    def forget_closures(self) -> None:
        """Drop the bounds under closures that no further question is about."""
        self._closed.clear()

    def _of_one_route(self, shipment: Shipment, ready_d: Sequence[int] | None) -> RouteYear | str:
        network, asked = self.network, shipment.ready_on(None)
        answer = find_routes(network.arrays, network.card, asked, dated=network)
        if not answer.routes:
            return answer.reason or ""
        route = answer.routes[0]
        return year_of_route(route, (route.ready_d or 0,) if ready_d is None else ready_d)

    def _cheapest(
        self, shipment: Shipment, ends: frozenset[str], pricing: Pricing, ready_d: Sequence[int]
    ) -> YearPaths | None:
        """Return the paths of the best choice of roads, by branch and bound."""
        order = count()
        best, best_usd = None, math.inf
        nodes: list[tuple[float, int, Roads]] = [(-math.inf, next(order), Roads())]
        while nodes:
            bound_usd, _, roads = heapq.heappop(nodes)
            if bound_usd >= best_usd - _EPS_USD:
                break
            yearly_usd = self._yearly_usd_per_t(roads.built, pricing)
            below_usd = best_usd - yearly_usd - _EPS_USD
            paths = self._paths(shipment, ends, pricing, ready_d, roads, below_usd)
            if paths is None:
                continue
            bound_usd = float(paths.costs_usd_per_t.mean()) + yearly_usd
            if best is None or not math.isfinite(bound_usd):
                best = best or paths
            if bound_usd >= best_usd - _EPS_USD or not math.isfinite(bound_usd):
                continue
            undecided = {
                road: (1 - share) * self._yearly_usd_per_t({road}, pricing)
                for road, share in road_shares(self.network, paths).items()
                if road not in roads.built and share < 1 - _EPS_SHARE
            }
            if bound_usd + sum(undecided.values()) < best_usd:
                best, best_usd = paths, bound_usd + sum(undecided.values())
            if undecided:
                road = max(undecided, key=lambda name: (undecided[name], name))
                for further in (
                    replace(roads, built=roads.built | {road}),
                    replace(roads, left_out=roads.left_out | {road}),
                ):
                    heapq.heappush(nodes, (bound_usd, next(order), further))
        return best

    def _yearly_usd_per_t(self, roads: Collection[str], pricing: Pricing) -> float:
        return sum(self._road_usd_per_t(road, pricing) for road in roads)

    def _road_usd_per_t(self, road: str, pricing: Pricing) -> float:
        link = self.network.arrays.links[road]
        return float(pricing.base[road_column(self.network.card, link.region)]) * link.length_km

    def _paths(
        self,
        shipment: Shipment,
        ends: frozenset[str],
        pricing: Pricing,
        ready_d: Sequence[int],
        roads: Roads,
        below_usd_per_t: float,
    ) -> YearPaths | None:
        """Return the paths of a choice of roads; None if their mean is known to be no less."""
        network = self._with_built(roads.built, pricing)
        closures = shipment.closures | Closures(link_ids=roads.left_out)
        shipper = PricedShipper.of(
            network, shipment.origin_id, shipment.cargo, closures, (0,), shipment.dates.max_d
        )
        if shipment.via:
            return year_paths(_passing(shipper, shipment, ends), ready_d)
        key = (shipper.origin_id, ends, tuple(ready_d), shipper.max_d, *_prices_of(shipper))
        if key not in self._known:
            self._known[key] = KnownYears(ready_d, shipper.wait_usd_per_t_d, shipper.max_d)
        known = self._known[key]
        year = known.year(shipper.costs)
        if math.isfinite(below_usd_per_t) and year.least.mean() >= below_usd_per_t:
            return None
        if year.proven.all():
            return year.paths()
        query = _query(shipper, ends)
        found = year.searched(query, self._guide(shipper, ends, query))
        known.keep(shipper.costs, found)
        return found

    def _guide(self, shipper: PricedShipper, ends: frozenset[str], query: YearQuery) -> Guide:
        """Return the bounds of the query alone, or those of what is known with less closed."""
        if not self.shares_bounds or self.network.layout is not None:
            return query.guide()
        closed = (ends, shipper.price_key)
        if closed not in self._closed:
            key = (ends, shipper.own_roads_of, *_prices_of(shipper))
            found = self._bounds.setdefault(key, [])
            known = next((one for one in found if one.hold_for(shipper)), None)
            if known is None:
                known = KnownBounds.of(shipper, ends)
                found.append(known)
            self._closed[closed] = known.under(shipper)
        return guide_from(shipper, self._closed[closed], query.graph.costs_usd_per_t)

    def _with_built(self, built: frozenset[str], pricing: Pricing) -> DatedNetwork:
        """Return the network in which some dedicated roads cost nothing for their kilometres."""
        if not built:
            return self.network
        saved = {road: -self._road_usd_per_t(road, pricing) for road in sorted(built)}
        key = tuple(saved.items())
        if key not in self._tolled:
            self._tolled[key] = self.network.with_tolls(saved)
        return self._tolled[key]

    def _reason(self, shipment: Shipment, found: YearPaths | None) -> str:
        network, asked = self.network, shipment.ready_on(None)
        reason: str | None = None
        if shipment.destination_id is not None:
            reason = find_routes(network.arrays, network.card, asked, dated=network).reason
        elif found is None or not np.isfinite(found.costs_usd_per_t).any():
            text = f"no route that arrives within {shipment.dates.max_d:,.0f} days of readiness"
            reason = Message(text, "none_arrives", most_d=shipment.dates.max_d)
        if reason is not None or found is None:
            return reason or Message("no route", "no_route")
        late = int((~np.isfinite(found.costs_usd_per_t)).sum())
        return Message(
            f"what is ready on {late} of {len(found.ready_d)} days does not arrive within "
            f"{shipment.dates.max_d:,.0f} days of readiness",
            "some_arrive_late",
            late_d=late,
            made_d=len(found.ready_d),
            most_d=shipment.dates.max_d,
        )


def _prices_of(shipper: PricedShipper) -> tuple[bytes, bytes]:
    """Return prices and tolls, on which all costs hang but for what is closed."""
    tolls = shipper.network.tolls_usd_per_t
    return shipper.pricing.base.tobytes(), b"" if tolls is None else tolls.tobytes()


def _is_at_its_end(arrays: NetworkArrays, shipment: Shipment) -> bool:
    end_id = shipment.destination_id
    return end_id is not None and arrays.is_one_place(shipment.origin_id, end_id)


def _query(shipper: PricedShipper, ends: frozenset[str]) -> YearQuery:
    network = shipper.network
    costs = shipper.cost_array_between({shipper.origin_id}, ends)
    return YearQuery(
        graph=network.graph(costs, shipper.wait_usd_per_t_d),
        onward=network.onward_by_state,
        back=network.back_by_state,
        durations_d=network.durations_d,
        starts=shipper.starts[0],
        ends=shipper.unloading_at(*ends),
        max_d=shipper.max_d,
    )


def _passing(shipper: PricedShipper, shipment: Shipment, ends: frozenset[str]) -> YearQuery:
    """Return the question over one copy of the network for each stretch between places to pass."""
    network, copies, alone = shipper.network, len(shipment.via) + 1, _query(shipper, ends)
    moves = layered_moves(network, shipment.via)
    onward, back = moves_by_state(moves)
    last = (len(moves) - len(network.moves)) // HOLDS
    return replace(
        alone,
        graph=replace(alone.graph, moves=moves, stored=network.stored * copies, layout=None),
        onward=onward,
        back=back,
        ends={last + state: usd for state, usd in alone.ends.items()},
    )


def year_cells(
    network: DatedNetwork, request: MatrixRequest, *, executor: Executor | None = None
) -> tuple[YearCell, ...]:
    """Return the year of every origin and destination, in this order.

    Parameters
    ----------
    network
        The network.
    request
        What is asked; its days of readiness are those on which cargo is made.
    executor
        Where the origins are sought, in a part a worker; None for here.

    Notes
    -----
    A list of bounds and a few searches a pair.
    """
    return in_parts(_own_cells, network, request, executor)


def _own_cells(network: DatedNetwork, request: MatrixRequest) -> tuple[YearCell, ...]:
    if len(request.cargoes) * len(request.destination_ids) >= MANY_PAIRS:
        network = network.compiled()
    searches = YearSearches(network)
    dates = Dates(None, network.year_type, request.max_d)
    cells = []
    for destination_id in request.destination_ids:
        for origin_id, cargo in request.cargoes.items():
            shipment = Shipment(origin_id, destination_id, cargo, dates, closures=request.closures)
            found = searches.mean(shipment, ready_d=request.ready_d)
            if isinstance(found, str):
                cells.append(YearCell(origin_id, destination_id, None, found))
            else:
                here = _is_at_its_end(network.arrays, shipment)
                cells.append(YearCell.of(network, shipment, found, SAME_PLACE if here else None))
        searches.forget()
    order = {origin_id: number for number, origin_id in enumerate(request.cargoes)}
    return tuple(sorted(cells, key=lambda cell: order[cell.origin_id]))
