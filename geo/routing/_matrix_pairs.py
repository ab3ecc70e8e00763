"""The paths of one origin to some destinations, day by day, guided by bounds by time of the year.

Owns the search of a single pair for the matrix (docs/model.md, E9), and of the nearest of several
places. One list of bounds serves a set of destinations for all cargo of the same prices.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import freeze_mappings
from zimnik.geo.routing.astar import potential
from zimnik.geo.routing.day_limit import cheapest_in_time
from zimnik.geo.routing.labels import DatedGraph, SearchLimits
from zimnik.geo.routing.matrix_cells import CostedPath, ready_earlier
from zimnik.geo.routing.potentials import lower_bounds_to
from zimnik.geo.routing.time_expanded import HOLDS, Hold, node_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.core.calendar import Window
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
    """Return the best path for each day, or None where there is none.

    What is found for a day is good for an earlier one where waiting so much longer at the origin,
    or leaving so much sooner, costs no more than the bound allows.

    Raises
    ------
    LabelLimitExceededError
        If a search takes more labels than `max_labels`, as it may where closures make poor bounds.
    """
    network = shipper.network
    costs = shipper.costs_between({shipper.origin_id}, destinations.ids)
    graph = DatedGraph(network.moves, costs, network.stored, shipper.wait_usd_per_t_d)
    bounds = bounds_from(shipper, destinations, costs)
    ends = {
        node_of(state, hold): usd for state, usd in destinations.unloading.items() for hold in Hold
    }
    limits = SearchLimits(shipper.max_d, max_labels=max_labels)
    paths: list[CostedPath | None] = []
    known: CostedPath | None = None
    for day, starts in reversed(list(zip(shipper.days, shipper.starts, strict=True))):
        least = min(
            (
                label.cost_usd_per_t + bounds.at(label.node // HOLDS, label.first_d)
                for label in starts
            ),
            default=math.inf,
        )
        known = ready_earlier(shipper, known, day) if known else None
        # Where waiting is free, what waits longer costs no more and still is not the same.
        is_free = not shipper.wait_usd_per_t_d
        if known and (is_free or known.cost_usd_per_t > least + _EPS_USD):
            known = None
        if known is None and math.isfinite(least):
            found = cheapest_in_time(
                graph,
                network.back_by_state,
                network.durations_d,
                starts,
                destinations.unloading,
                potential(bounds),
                limits,
            )
            if found is not None:
                usd = found.label.cost_usd_per_t + ends[found.label.node]
                known = CostedPath.of(found.label, day, usd)
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
