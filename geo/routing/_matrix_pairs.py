"""The paths of one origin to some destinations, day by day, guided by bounds by time of the year.

Owns the search of a single pair for the matrix (docs/model.md, E9), and of the nearest of several
places. One list of bounds serves a set of places for all cargo of the same prices; a pair has its
own, sought no further than it needs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import DEFAULT_MAX_D
from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.routing.astar import MARGINS, AStarPotential, guided, potential
from zimnik.geo.routing.day_limit import cheapest_in_time
from zimnik.geo.routing.labels import DatedGraph, SearchLimits
from zimnik.geo.routing.matrix_cells import CostedPath, ready_earlier
from zimnik.geo.routing.potentials import lower_bounds_to
from zimnik.geo.routing.time_expanded import HOLDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zimnik.geo.core.calendar import Window
    from zimnik.geo.routing.labels import Label
    from zimnik.geo.routing.matrix_cells import PricedShipper
    from zimnik.geo.routing.potentials import LowerBounds

_EPS_USD = 1e-9


@dataclass(frozen=True, slots=True)
class DestinationSet:
    """A place for cargo of some prices to go to, or several, and the bounds on the path there.

    The bounds are those of the closures of the shipper that they were made for, and hold for any
    who have more of them, since a closure makes no path cheaper.
    """

    ids: frozenset[str]
    unloading: Mapping[int, float]
    bounds: LowerBounds

    def __post_init__(self) -> None:
        freeze_mappings(self)

    @classmethod
    def of(cls, shipper: PricedShipper, *destination_ids: str) -> DestinationSet:
        """Return a set of destinations for the cargo of a shipper and all others like it.

        Like it are those with the same `PricedShipper.price_key`.
        """
        network = shipper.network
        unloading = shipper.unloading_at(*destination_ids)
        # The access of an origin is left out, since no cargo returns to where it came from.
        costs = shipper.costs_between(shipper.own_roads_of, destination_ids)
        bounds = lower_bounds_to(network.back_by_state, costs, unloading, shipper.wait_usd_per_t_d)
        return cls(frozenset(destination_ids), unloading, bounds)


def paths_to(
    shipper: PricedShipper, destinations: DestinationSet, *, max_labels: float = math.inf
) -> list[CostedPath | None]:
    """Return the best path to the cheapest of a set for each day, or None where there is none.

    Raises
    ------
    LabelLimitExceededError
        If a search takes more labels than `max_labels`, as it may where closures make poor bounds.
    """
    costs = shipper.costs_between({shipper.origin_id}, destinations.ids)
    bounds = bounds_from(shipper, destinations, costs)
    find = _finder(shipper, destinations.unloading, costs, max_labels)

    def least_usd_per_t(number: int) -> float:
        labels = shipper.starts[number]
        onward = (x.cost_usd_per_t + bounds.at(x.node // HOLDS, x.first_d) for x in labels)
        return min(onward, default=math.inf)

    return _by_day(shipper, least_usd_per_t, lambda number, _: find(number, potential(bounds)))


def paths_between(shipper: PricedShipper, destination_id: str) -> list[CostedPath | None]:
    """Return the best path to a destination for each day, or None where there is none.

    The bounds are sought for this pair alone and no further than its days ask.
    """
    network, unloading = shipper.network, shipper.unloading_at(destination_id)
    costs = shipper.costs_between({shipper.origin_id}, {destination_id})
    graph = DatedGraph(network.moves, costs, network.stored, shipper.wait_usd_per_t_d)
    starts = [replace(label, rises=False) for label in shipper.starts[0]]
    by_state = network.onward_by_state, network.back_by_state
    guide = AStarPotential(graph, *by_state, network.durations_d, starts, unloading)
    least = guide.least_by_day(np.array(shipper.days)).tolist()
    find = _finder(shipper, unloading, costs, math.inf)
    # Within a limit of days the search goes on by bounds of its own.
    margins = MARGINS[:1] if shipper.max_d < DEFAULT_MAX_D else MARGINS
    return _by_day(
        shipper,
        least.__getitem__,
        lambda number, usd: guided(guide, usd, partial(find, number), margins=margins),
    )


def _finder(
    shipper: PricedShipper,
    unloading: Mapping[int, float],
    costs: Sequence[float],
    max_labels: float,
) -> Callable[[int, Callable[[Label], float]], CostedPath | None]:
    """Return the search for the path of a day, by the number of the day and a potential."""
    network = shipper.network
    graph = DatedGraph(network.moves, costs, network.stored, shipper.wait_usd_per_t_d)
    limits = SearchLimits(shipper.max_d, max_labels=max_labels)

    def find(number: int, bound_usd_per_t: Callable[[Label], float]) -> CostedPath | None:
        found = cheapest_in_time(
            graph,
            network.back_by_state,
            network.durations_d,
            shipper.starts[number],
            unloading,
            bound_usd_per_t,
            limits,
        )
        if found is None:
            return None
        usd = found.label.cost_usd_per_t + unloading[found.label.node // HOLDS]
        path = CostedPath.of(found.label, shipper.days[number], usd)
        return replace(path, gap_pct=found.gap_pct)

    return find


def _by_day(
    shipper: PricedShipper,
    least_usd_per_t: Callable[[int], float],
    search: Callable[[int, float], CostedPath | None],
) -> list[CostedPath | None]:
    """Return the path of each day, sought only where that of a later day is not proven to serve.

    What is found for a day is good for an earlier one where waiting so much longer at the origin,
    or leaving so much sooner, costs no more than the bound allows.

    Parameters
    ----------
    shipper
        Origin, priced cargo and days.
    least_usd_per_t
        What the path of a day, given by number, costs at least.
    search
        The search for the path of a day, by number and least cost.
    """
    paths: list[CostedPath | None] = []
    known: CostedPath | None = None
    for number, day in reversed(list(enumerate(shipper.days))):
        least = least_usd_per_t(number)
        known = ready_earlier(shipper, known, day) if known else None
        # Where waiting is free, what waits longer costs no more and still is not the same.
        is_free = not shipper.wait_usd_per_t_d
        if known and (is_free or known.cost_usd_per_t > least + _EPS_USD):
            known = None
        if known is None and math.isfinite(least):
            known = search(number, least)
        paths.append(known)
    return paths[::-1]


def bounds_from(
    shipper: PricedShipper, destinations: DestinationSet, costs: Sequence[float]
) -> LowerBounds:
    """Return the bounds with the access of the origin, which leads only out of it."""
    bounds, network = destinations.bounds, shipper.network
    own: dict[int, list[tuple[int, float, float, Window | None]]] = {}
    for label in shipper.starts[0]:
        for move in network.moves[label.node]:
            if move.edge in network.access_rows and math.isfinite(costs[move.row]):
                head = (move.head // HOLDS, costs[move.row], move.duration_d, move.window)
                own.setdefault(label.node // HOLDS, []).append(head)
    for state, moves in own.items():
        bounds = bounds.with_moves(state, moves)
    return bounds
