"""The pricing problem of a campaign: least-cost paths of a demand for cargo ready on some days.

Owns on which days a path has to be asked for, and where that of two days is known for all between
(docs/model.md, E12).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from zimnik.geo.core.calendar import ROUNDING_D, YEAR_D
from zimnik.geo.core.vocabulary import Quantity
from zimnik.geo.pricing.bill import QUANTITY_INDEX
from zimnik.geo.routing.dated_path import SearchByDate
from zimnik.geo.routing.dates import Dates
from zimnik.geo.routing.search import least_cost_path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zimnik.geo.campaign.runs import DemandSpec
    from zimnik.geo.network.closures import Closures
    from zimnik.geo.routing.paths import Path
    from zimnik.geo.routing.time_expanded import DatedNetwork


@dataclass(frozen=True, slots=True)
class PathsByDate:
    """Edges of the least-cost paths on some days, and a cost that none of them exceeds."""

    edges: frozenset[int]
    most_usd_per_t: float


def paths_by_date(
    network: DatedNetwork, spec: DemandSpec, ready_d: Sequence[int], without: Closures
) -> PathsByDate:
    """Return the least-cost paths by date for cargo ready on some days: the pricing problem.

    Days between two are not asked for where their path is known, and none after a first day from
    which nothing arrives.

    Parameters
    ----------
    network, spec
        The network of one kind of year, and the demand; its `edges` do not matter.
    ready_d
        Days of readiness from 1 January, in order.
    without
        What the paths may not use.
    """
    by_date = SearchByDate.of(network, spec.prices, spec.query, without)

    @cache
    def path_from(at: int) -> Path | None:
        return by_date.path(Dates(ready_d[at], network.year_type))

    @cache
    def cheapest() -> Path | None:
        weights = network.costs(spec.prices)[: len(network.arrays.edges)]
        return least_cost_path(network.arrays, weights, spec.query, closures=without)

    if path_from(0) is None:
        return PathsByDate(frozenset(), math.inf)
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
        edges=frozenset(edge for path in found if path for edge in path.edges),
        most_usd_per_t=max(_at_most_usd_per_t(network, spec, path) for path in found),
    )


def _at_most_usd_per_t(network: DatedNetwork, spec: DemandSpec, path: Path | None) -> float:
    """Return what a path costs, taking the most of all places for what depends on the place."""
    if path is None:
        return math.inf
    costs, edges = network.costs(spec.prices), len(network.arrays.edges)
    reloading = costs[edges:].max() * (len(path.steps) - len(path.edges))
    waiting = path.waiting_d * spec.prices[QUANTITY_INDEX[Quantity.WAITING_D]]
    ends = max(spec.query.starts.values()) + max(spec.query.ends.values())
    return float(costs[list(path.edges)].sum() + reloading + waiting + ends)


def _is_known(
    one: Path | None,
    other: Path | None,
    later_d: float,
    cheapest: Callable[[], Path | None],
) -> bool:
    """Whether the path of a day, which is that of a later one too, is that of all days between.

    It is where the earlier cargo only waits for the later: no day between can cost less than the
    later one and the wait for it. It is where it is the cheapest of all dates and open throughout.
    """
    if one is None or other is None or one.edges != other.edges:
        return False
    waits_d = [path.waiting_d for path in (one, other)]
    if abs(waits_d[0] - waits_d[1] - later_d) < ROUNDING_D:
        return True
    if any(waits_d):
        return False
    at_best = cheapest()
    if at_best is None or at_best.edges != one.edges:
        return False
    # Two passages less far apart than the closed season are in one open season.
    windows = (step.window for step in one.steps)
    return all(
        window is None or later_d < YEAR_D - window.length_d or window.length_d >= YEAR_D
        for window in windows
    )
