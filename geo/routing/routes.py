"""Least-cost routes between two places: search, assembly, alternatives and the reason for none.

Owns what a route is made of. Cost is defined in `geo.pricing.bill`, the searches in
`geo.routing.search` (whatever the date) and `geo.routing.labels` (by date).
"""

from __future__ import annotations

import heapq
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.messages import Message
from zimnik.geo.network.closures import Closures, not_offered
from zimnik.geo.pricing.bill import days_in
from zimnik.geo.pricing.transfers import may_transfer
from zimnik.geo.routing.assembly import Pricing, assemble_route, pricing_of, route_of_no_part
from zimnik.geo.routing.dated_path import dated_path
from zimnik.geo.routing.itinerary import Route, RouteAnswer
from zimnik.geo.routing.request import place_faults
from zimnik.geo.routing.search import least_cost_path, query_of
from zimnik.geo.routing.time_expanded import dated_network

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.routing.paths import Path
    from zimnik.geo.routing.request import Shipment
    from zimnik.geo.routing.search import Query
    from zimnik.geo.routing.time_expanded import DatedNetwork

# Each further alternative may need many searches; this bounds them where corridors are many.
MAX_SEARCHES = 300
MOST_ALTERNATIVES = 20


def find_routes(
    arrays: NetworkArrays,
    card: RateCard,
    shipment: Shipment,
    *,
    alternatives: int = 1,
    dated: DatedNetwork | None = None,
) -> RouteAnswer:
    """Return the least-cost routes of a shipment, cheapest first, or why there is none.

    An alternative is the cheapest route that does without at least one corridor of every route
    before it, so that a siding or a parallel spur does not make one (docs/model.md, E6). Corridors
    count from `geo.routing.assembly.CORRIDOR_MIN_KM` on. Where both ends are one place and nothing
    is to be passed, nothing moves: one route of no part, which costs nothing and says so.

    Parameters
    ----------
    arrays, card, shipment
        The network, its prices and the question.
    alternatives
        How many routes to return at most, distinct by corridor.
    dated
        The network laid out for the year type of the shipment, where the caller keeps it for many
        questions; without it the question lays it out first.

    Raises
    ------
    InputError
        If an end or a place on the way is not in the network, fewer than one route is asked for,
        the card has other speeds or dwell times than the network, or both ends have one id and
        something is to be passed.
    """
    arrays.require_pace(card)
    if faults := [*place_faults(arrays, shipment), *_number_faults(alternatives)]:
        raise InputError(faults)
    if dated is not None and dated.card is card:
        pricing = pricing_of(dated, shipment.cargo)
    else:
        pricing = Pricing.of(card, shipment.cargo)
    shipment = replace(shipment, closures=shipment.closures | not_offered(card, shipment.cargo))
    if not shipment.via and arrays.is_one_place(shipment.origin_id, str(shipment.destination_id)):
        return _answer(shipment, (route_of_no_part(shipment.dates.ready_d),))
    query = query_of(arrays, shipment, pricing.base)
    dated = dated or dated_network(arrays, card, shipment.dates.year_type)
    routes = tuple(_distinct_routes(dated, query, pricing, shipment, alternatives))
    if routes:
        return _answer(shipment, routes)
    weights = arrays.quantities @ pricing.base
    return _answer(shipment, (), _reason(arrays, weights, query, shipment))


def nearest_route(
    network: DatedNetwork, shipment: Shipment, destination_ids: Collection[str]
) -> Route | None:
    """Return the least-cost route to whichever of several places is cheapest, or None.

    Parameters
    ----------
    network
        The network, laid out for the type of year of the shipment.
    shipment
        What travels; its destination is not used.
    destination_ids
        Places, the origin not among them; no estimated road of another place is passed.
    """
    pricing = pricing_of(network, shipment.cargo)
    query = query_of(network.arrays, shipment, pricing.base, destination_ids=destination_ids)
    closures = shipment.closures | not_offered(network.card, shipment.cargo)
    path = dated_path(network, pricing.base, query, shipment.dates, closures)
    return None if path is None else assemble_route(network, path, pricing, shipment.cargo)


def _answer(
    shipment: Shipment, routes: tuple[Route, ...], reason: str | None = None
) -> RouteAnswer:
    return RouteAnswer(
        origin_id=shipment.origin_id,
        destination_id=str(shipment.destination_id),
        cargo=shipment.cargo,
        dates=shipment.dates,
        routes=routes,
        reason=reason,
    )


def _number_faults(alternatives: int) -> Iterator[Fault]:
    if not 1 <= alternatives <= MOST_ALTERNATIVES:
        expected = f"1 to {MOST_ALTERNATIVES} routes"
        yield Fault("request", expected, str(alternatives), "Ask for another number.")


def _distinct_routes(
    network: DatedNetwork, query: Query, pricing: Pricing, shipment: Shipment, alternatives: int
) -> Iterator[Route]:
    order = count()
    found: list[frozenset[str]] = []
    tried: set[frozenset[str]] = set()
    heap: list[tuple[float, int, Route, frozenset[str]]] = []

    def search(banned: frozenset[str]) -> None:
        if banned in tried or len(tried) >= MAX_SEARCHES:
            return
        tried.add(banned)
        closures = shipment.closures | Closures(corridors=banned)
        path = dated_path(network, pricing.base, query, shipment.dates, closures)
        if path is not None:
            route = assemble_route(network, path, pricing, shipment.cargo)
            heapq.heappush(heap, (route.cost_usd_per_t, next(order), route, banned))

    search(frozenset())
    while heap and len(found) < alternatives:
        _, _, route, banned = heapq.heappop(heap)
        used = frozenset(route.corridors)
        again = next((known for known in found if known <= used), None)
        if again is None:
            found.append(used)
            yield route
        if len(found) < alternatives:
            for corridor in sorted(again or used):
                search(banned | {corridor})


def _reason(arrays: NetworkArrays, weights: Vector, query: Query, shipment: Shipment) -> str:
    """Name the first cause of no route, from the narrowest to the widest."""
    for place_id, states in (
        (shipment.origin_id, query.starts),
        (str(shipment.destination_id), query.ends),
    ):
        if not states:
            return _unlifted_reason(arrays, place_id)
    path = least_cost_path(arrays, weights, query, closures=shipment.closures)
    if path is not None:
        return _season_reason(arrays, path, shipment.dates)
    if least_cost_path(arrays, weights, query) is not None:
        text = f"every route is closed by {_described(shipment.closures)}"
        return Message(text, "all_closed", closed_said=_closed(shipment.closures))
    if query.via and least_cost_path(arrays, weights, replace(query, via=())) is not None:
        passed = [" or ".join(sorted(ids)) for ids in query.via]
        text = f"no route passes {', then '.join(passed)} in this order"
        via_ids = tuple(one for ids in query.via for one in sorted(ids))
        return Message(text, "none_passes", via_ids=via_ids)
    return Message(
        f"'{shipment.origin_id}' and '{shipment.destination_id}' lie on parts of the network that "
        "no link joins",
        "not_joined",
        from_place_id=shipment.origin_id,
        to_place_id=str(shipment.destination_id),
    )


def _unlifted_reason(arrays: NetworkArrays, place_id: str) -> str:
    """Say why no cargo is lifted at a place."""
    if not may_transfer(arrays.kinds[place_id]):
        text = f"'{place_id}' is a waypoint, where no cargo is lifted"
        return Message(text, "is_waypoint", place_id=place_id)
    if any(state.place_id == place_id and state.vehicle for state in arrays.states):
        text = f"'{place_id}' does not exist, so no cargo is lifted there"
        return Message(text, "does_not_exist", place_id=place_id)
    return Message(f"no link within reach of '{place_id}'", "no_link_near", place_id=place_id)


def _season_reason(arrays: NetworkArrays, path: Path, dates: Dates) -> str:
    """Say why a path that exists cannot be used in a year of the type."""
    for step in path.steps:
        edge = arrays.edges[step.edge] if step.edge is not None else None
        if edge is None or edge.season is None or edge.link is None or step.edge is None:
            continue
        if not edge.link.opens_in(dates.year_type):
            text = f"'{edge.link_id}' does not open in a {dates.year_type} year"
            return Message(text, "stays_closed", link_id=edge.link.id)
        window = edge.season.window(dates.year_type)
        if window is None:
            continue
        days = float(days_in(arrays.quantities[step.edge]))
        if days > window.length_d:
            return Message(
                f"'{edge.link_id}' takes {days:.1f} days, longer than its season of "
                f"{window.length_d:.0f} days in a {dates.year_type} year",
                "outlasts_season",
                link_id=edge.link.id,
                takes_d=days,
                season_d=window.length_d,
            )
    return Message(
        f"no arrival within {dates.max_d:,.0f} days of readiness in a {dates.year_type} year; "
        "cargo must wait for its seasons",
        "none_arrives",
        most_d=dates.max_d,
    )


def _closed(closures: Closures) -> tuple[Message, ...]:
    """Return what is closed, kind by kind."""
    kinds = (
        ("closed_modes", "modes", closures.modes),
        ("closed_places", "ids", closures.place_ids | closures.lift_ids),
        ("closed_links", "ids", closures.link_ids),
        ("closed_corridors", "corridors", closures.corridors),
    )
    return tuple(
        Message(code, code, **{name: tuple(sorted(closed))})
        for code, name, closed in kinds
        if closed
    )


def _described(closures: Closures) -> str:
    parts = [
        f"{name} {', '.join(sorted(ids))}"
        for name, ids in (
            ("mode", closures.modes),
            ("place", closures.place_ids),
            ("lift at", closures.lift_ids),
            ("link", closures.link_ids),
            ("corridor", closures.corridors),
        )
        if ids
    ]
    return "; ".join(parts)
