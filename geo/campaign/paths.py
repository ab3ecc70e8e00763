"""Least-cost paths of a demand on days of the year, and what a way over a link costs at least.

Owns which days are asked for, and what is known of the days between (docs/model.md, E12).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import networkx as nx

from zimnik.geo.core.calendar import ROUNDING_D, YEAR_D
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.pricing.bill import QUANTITY_INDEX
from zimnik.geo.routing.dated_path import dated_path
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.search import least_cost_path

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from zimnik.geo.campaign.layout import Wanted
    from zimnik.geo.routing.paths import Path
    from zimnik.geo.routing.search import Closures
    from zimnik.geo.routing.time_expanded import DatedNetwork

_SOURCE, _TARGET = "source", "target"


@dataclass(frozen=True, slots=True)
class PathsByDate:
    """Edges of the least-cost paths on some days, and a cost that none of them exceeds."""

    edges: frozenset[int]
    most_usd_per_t: float


def paths_by_date(
    network: DatedNetwork, wanted: Wanted, ready_d: Sequence[int], without: Closures
) -> PathsByDate:
    """Return the least-cost paths by date for cargo ready on some days.

    Days between two are not asked for where their path is known, and none after a first day from
    which nothing arrives.

    Parameters
    ----------
    network, wanted
        The network of one kind of year, and the demand; its `edges` do not matter.
    ready_d
        Days of readiness from 1 January, in order.
    without
        What the paths may not use.
    """

    @cache
    def path_from(at: int) -> Path | None:
        dates = Dates(ready_d[at], network.year_type)
        return dated_path(network, wanted.prices, wanted.query, dates, without)

    if path_from(0) is None:
        return PathsByDate(frozenset(), math.inf)
    weights = network.quantities[: len(network.arrays.edges)] @ wanted.prices
    cheapest = least_cost_path(network.arrays, weights, wanted.query, without)
    found: set[Path | None] = set()
    stretches = [(0, len(ready_d) - 1)]
    while stretches:
        first, last = stretches.pop()
        one, other = path_from(first), path_from(last)
        found |= {one, other}
        later_d = (ready_d[last] - ready_d[first]) % YEAR_D
        if last - first > 1 and not _is_known(one, other, later_d, cheapest):
            middle = (first + last) // 2
            stretches += [(first, middle), (middle, last)]
    return PathsByDate(
        edges=frozenset(edge for path in found if path for edge in _edges(path)),
        most_usd_per_t=max(_at_most_usd_per_t(network, wanted, path) for path in found),
    )


def _at_most_usd_per_t(network: DatedNetwork, wanted: Wanted, path: Path | None) -> float:
    """Return what a path costs, with the dearest of all places for what depends on the place."""
    if path is None:
        return math.inf
    costs, edges = network.quantities @ wanted.prices, len(network.arrays.edges)
    reloading = costs[edges:].max() * sum(step.edge is None for step in path.steps)
    waiting_d = sum(step.waiting_d for step in path.steps)
    waiting = waiting_d * wanted.prices[QUANTITY_INDEX[Quantity.WAITING_D]]
    ends = max(wanted.query.starts.values()) + max(wanted.query.ends.values())
    return float(costs[list(_edges(path))].sum() + reloading + waiting + ends)


def _edges(path: Path) -> tuple[int, ...]:
    return tuple(step.edge for step in path.steps if step.edge is not None)


def _is_known(
    one: Path | None,
    other: Path | None,
    later_d: float,
    cheapest: Path | None,
) -> bool:
    """Whether the path of a day, which is that of a later one too, is that of all days between.

    It is where the earlier cargo only waits for the later: no day between can cost less than the
    later one and the wait for it. It is where it is the cheapest of all dates and open throughout.
    """
    if one is None or other is None or _edges(one) != _edges(other):
        return False
    waits_d = [sum(step.waiting_d for step in path.steps) for path in (one, other)]
    if abs(waits_d[0] - waits_d[1] - later_d) < ROUNDING_D:
        return True
    if any(waits_d) or cheapest is None or _edges(cheapest) != _edges(one):
        return False
    # Two passages less far apart than the closed season are in one open season.
    windows = (step.window for step in one.steps)
    return all(
        window is None or later_d < YEAR_D - window.length_d or window.length_d >= YEAR_D
        for window in windows
    )


def least_usd_per_t_over(
    network: DatedNetwork, wanted: Wanted, link_ids: Collection[str]
) -> dict[str, float]:
    """Return for each link a cost below which no path of a demand leads over it.

    It is that of the cheapest way to it and on from it, whatever the dates and the places to pass.
    """
    arrays, query = network.arrays, wanted.query
    costs = network.open_costs(wanted.prices, wanted.closures)[: len(arrays.edges)].tolist()
    graph = nx.DiGraph()
    graph.add_nodes_from((_SOURCE, _TARGET))
    for edge, usd in zip(arrays.edges, costs, strict=True):
        if usd < graph.get_edge_data(edge.tail, edge.head, {"weight": math.inf})["weight"]:
            graph.add_edge(edge.tail, edge.head, weight=usd)
    graph.add_weighted_edges_from((_SOURCE, state, usd) for state, usd in query.starts.items())
    graph.add_weighted_edges_from((state, _TARGET, usd) for state, usd in query.ends.items())
    there = nx.single_source_dijkstra_path_length(graph, _SOURCE)
    on = nx.single_source_dijkstra_path_length(graph.reverse(copy=False), _TARGET)
    found: dict[str, float] = {}
    for edge, usd in zip(arrays.edges, costs, strict=True):
        name = edge.link_id or ""
        if name in link_ids:
            through = there.get(edge.tail, math.inf) + usd + on.get(edge.head, math.inf)
            found[name] = min(found.get(name, math.inf), through)
    return found
