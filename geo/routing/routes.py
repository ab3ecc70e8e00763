"""Least-cost routes between two places: search, assembly, alternatives and the reason for none.

Owns what a route is made of. Cost is defined in `geo.pricing.bill`, the searches in
`geo.routing.search` (whatever the date) and `geo.routing.labels` (by date).
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError, type_faults
from zimnik.geo.core.vocabulary import DAYS
from zimnik.geo.pricing.bill import bill_cost, loading_bill, unloading_bill
from zimnik.geo.pricing.cargo import Cargo
from zimnik.geo.pricing.transfers import may_transfer
from zimnik.geo.routing.assembly import Pricing, assemble_route
from zimnik.geo.routing.dated_path import dated_path
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.itinerary import Route, RouteAnswer
from zimnik.geo.routing.search import NO_CLOSURES, Closures, Query, least_cost_path
from zimnik.geo.routing.time_expanded import dated_network

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.network.build import State
    from zimnik.geo.pricing.bill import Vector
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.paths import Path
    from zimnik.geo.routing.time_expanded import DatedNetwork

# Each further alternative may need many searches; this bounds them where corridors are many.
MAX_SEARCHES = 300
MOST_ALTERNATIVES = 20


@dataclass(frozen=True, slots=True)
class RouteRequest:
    """One question to the router.

    Parameters
    ----------
    origin_id, destination_id
        Places where cargo starts and ends.
    cargo
        What travels.
    dates
        When the cargo is ready and what the year is like.
    via
        What to pass in this order; each item is a set of places and links of which one is passed.
    closures
        What may not be used.
    alternatives
        How many routes to return at most, distinct by corridor.

    Raises
    ------
    InputError
        If a field is of another type.
    """

    origin_id: str
    destination_id: str
    cargo: Cargo
    dates: Dates
    via: Sequence[frozenset[str]] = field(default=(), kw_only=True)
    closures: Closures = field(default=NO_CLOSURES, kw_only=True)
    alternatives: int = field(default=1, kw_only=True)

    def __post_init__(self) -> None:
        wanted = {
            "origin_id": str,
            "destination_id": str,
            "cargo": Cargo,
            "dates": Dates,
            "closures": Closures,
            "alternatives": int,
        }
        if faults := list(type_faults("request", self, wanted)):
            raise InputError(faults)


def find_routes(
    arrays: NetworkArrays,
    card: RateCard,
    request: RouteRequest,
    *,
    dated: DatedNetwork | None = None,
) -> RouteAnswer:
    """Return the least-cost routes for a request, cheapest first, or why there is none.

    An alternative is the cheapest route that does without at least one corridor of every route
    before it, so that a siding or a parallel spur does not make one (docs/model.md, E6). Corridors
    count from `geo.routing.assembly.CORRIDOR_MIN_KM` on.

    Parameters
    ----------
    arrays, card, request
        The network, its prices and the question.
    dated
        The network laid out for the year type of the request, where the caller keeps it for many
        questions; without it the question lays it out first.

    Raises
    ------
    InputError
        If an end or a place on the way is not in the network, both ends are one place, fewer than
        one route is asked for, or the card has other speeds or dwell times than the network.
    """
    arrays.require_pace(card)
    pricing = Pricing.of(card, request.cargo)
    weights = arrays.quantities @ pricing.base
    query = query_of(arrays, card, request, pricing.base)
    dated = dated or dated_network(arrays, card, request.dates.year_type)
    find_path = partial(dated_path, dated, pricing.base, query, request.dates)
    routes = tuple(_distinct_routes(arrays, card, find_path, pricing, request))
    return RouteAnswer(
        origin_id=request.origin_id,
        destination_id=request.destination_id,
        cargo=request.cargo,
        dates=request.dates,
        routes=routes,
        reason=None if routes else _reason(arrays, weights, query, request),
    )


def query_of(arrays: NetworkArrays, card: RateCard, request: RouteRequest, prices: Vector) -> Query:
    """Return what a request asks of the search: costs at the ends, and what to pass.

    Raises
    ------
    InputError
        As `find_routes`.
    """
    _require_places(arrays, request)
    return Query(
        starts=dict(end_weights(arrays, card, request.origin_id, prices, loading=True)),
        ends=dict(end_weights(arrays, card, request.destination_id, prices, loading=False)),
        via=request.via,
    )


def _distinct_routes(
    arrays: NetworkArrays,
    card: RateCard,
    find_path: Callable[[Closures], Path | None],
    pricing: Pricing,
    request: RouteRequest,
) -> Iterator[Route]:
    order = count()
    found: list[frozenset[str]] = []
    tried: set[frozenset[str]] = set()
    heap: list[tuple[float, int, Route, frozenset[str]]] = []

    def search(banned: frozenset[str]) -> None:
        if banned in tried or len(tried) >= MAX_SEARCHES:
            return
        tried.add(banned)
        closures = replace(request.closures, corridors=request.closures.corridors | banned)
        path = find_path(closures)
        if path is not None:
            route = assemble_route(arrays, card, path, pricing, request.cargo)
            heapq.heappush(heap, (route.cost_usd_per_t, next(order), route, banned))

    search(frozenset())
    while heap and len(found) < request.alternatives:
        _, _, route, banned = heapq.heappop(heap)
        used = frozenset(route.corridors)
        again = next((known for known in found if known <= used), None)
        if again is None:
            found.append(used)
            yield route
        if len(found) < request.alternatives:
            for corridor in sorted(again or used):
                search(banned | {corridor})


def end_weights(
    arrays: NetworkArrays, card: RateCard, place_id: str, prices: Vector, *, loading: bool
) -> Iterator[tuple[State, float]]:
    """Yield the states of a place and what loading onto each, or unloading from it, costs."""
    kind = arrays.kinds[place_id]
    for state in arrays.states:
        if state.place_id != place_id or state.vehicle is None or not may_transfer(kind):
            continue
        bill = (
            loading_bill(kind, state.vehicle, card)
            if loading
            else unloading_bill(kind, state.vehicle)
        )
        yield state, bill_cost(bill, prices)


def _require_places(arrays: NetworkArrays, request: RouteRequest) -> None:
    passable = set(arrays.kinds)
    if request.via:
        passable |= arrays.links.keys()
    named = [
        ({request.origin_id}, arrays.kinds.keys()),
        ({request.destination_id}, arrays.kinds.keys()),
        *((ids, passable) for ids in request.via),
    ]
    faults = [
        Fault("request", "places of the network", str(sorted(ids - known)), "Name another place.")
        for ids, known in named
        if ids - known
    ]
    if request.origin_id == request.destination_id:
        faults.append(
            Fault(
                "request",
                "two different places",
                f"'{request.origin_id}' twice",
                "Name another destination.",
            )
        )
    if not 1 <= request.alternatives <= MOST_ALTERNATIVES:
        expected = f"1 to {MOST_ALTERNATIVES} routes"
        faults.append(
            Fault("request", expected, str(request.alternatives), "Ask for another number.")
        )
    if faults:
        raise InputError(faults)


def _reason(arrays: NetworkArrays, weights: Vector, query: Query, request: RouteRequest) -> str:
    """Name the first cause of no route, from the narrowest to the widest."""
    for place_id, states in (
        (request.origin_id, query.starts),
        (request.destination_id, query.ends),
    ):
        if not states:
            if not may_transfer(arrays.kinds[place_id]):
                return f"'{place_id}' is a waypoint, where no cargo is lifted"
            return f"no link within reach of '{place_id}'"
    path = least_cost_path(arrays, weights, query, closures=request.closures)
    if path is not None:
        return _season_reason(arrays, path, request.dates)
    if least_cost_path(arrays, weights, query) is not None:
        return f"every way is closed by {_described(request.closures)}"
    if query.via and least_cost_path(arrays, weights, replace(query, via=())) is not None:
        passed = [" or ".join(sorted(ids)) for ids in query.via]
        return f"no way passes {', then '.join(passed)} in this order"
    return (
        f"'{request.origin_id}' and '{request.destination_id}' lie on parts of the network that "
        "no link joins"
    )


def _season_reason(arrays: NetworkArrays, path: Path, dates: Dates) -> str:
    """Say why a way that exists cannot be used in a year of the type."""
    for step in path.steps:
        edge = arrays.edges[step.edge] if step.edge is not None else None
        if edge is None or edge.season is None or edge.link is None or step.edge is None:
            continue
        if not edge.link.opens_in(dates.year_type):
            return f"'{edge.link_id}' does not open in a {dates.year_type} year"
        window = edge.season.window(dates.year_type)
        if window is None:
            continue
        days = sum(arrays.bills[step.edge].get(quantity, 0.0) for quantity in DAYS)
        if days > window.length_d:
            return (
                f"'{edge.link_id}' takes {days:.1f} days, longer than its season of "
                f"{window.length_d:.0f} days in a {dates.year_type} year"
            )
    return (
        f"no arrival within {dates.max_d:,.0f} days of readiness in a {dates.year_type} year; "
        "cargo must wait for its seasons"
    )


def _described(closures: Closures) -> str:
    parts = [
        f"{name} {', '.join(sorted(ids))}"
        for name, ids in (
            ("mode", closures.modes),
            ("place", closures.place_ids),
            ("link", closures.link_ids),
            ("corridor", closures.corridors),
        )
        if ids
    ]
    return "; ".join(parts)
