"""The network of a campaign: stores where cargo may wait, and the runs between them.

Owns the contraction of the dated network for the campaign (docs/model.md, E12). Runs are made of
the edges of least-cost paths by date; `geo.campaign` adds the ways around what binds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geo.campaign_runs import DESTINATION, ORIGIN, Laid, Run, Wanted, reached, runs_from
from geo.dated_path import dated_path
from geo.dates import Dates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.dated_graph import DatedNetwork
    from geo.search import Closures

# Days of readiness this many apart in their list count as near.
_NEAR = 4


@dataclass(frozen=True, slots=True)
class Contraction:
    """Stores and runs of one demand.

    Parameters
    ----------
    places
        Place of every store that is a node.
    runs
        Ways between stores, origin and destination.
    """

    places: Mapping[int, str]
    runs: tuple[Run, ...]


def least_cost_edges(
    network: DatedNetwork, wanted: Wanted, ready_d: Sequence[float], without: Closures
) -> frozenset[int]:
    """Return the edges of the least-cost paths by date for cargo ready on some days.

    Days between two with the same path are not asked for where these are near, and none after a
    first day from which nothing arrives.

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
    def edges_from(at: int) -> frozenset[int] | None:
        dates = Dates(ready_d[at], network.year_type)
        path = dated_path(network, wanted.prices, wanted.query, dates, without)
        if path is None:
            return None
        return frozenset(step.edge for step in path.steps if step.edge is not None)

    if edges_from(0) is None:
        return frozenset()
    found = set[int]()
    stretches = [(0, len(ready_d) - 1)]
    while stretches:
        first, last = stretches.pop()
        ends = edges_from(first), edges_from(last)
        found.update(*(edges for edges in ends if edges is not None))
        if last - first > 1 and (ends[0] != ends[1] or last - first > _NEAR):
            middle = (first + last) // 2
            stretches += [(first, middle), (middle, last)]
    return frozenset(found)


def contract(network: DatedNetwork, wanted: Wanted) -> Contraction:
    """Return the stores and runs that the edges of a demand make up.

    A run is left out where another from the same store to the same store leaves no earlier, is no
    dearer with the price of the days it waits for it, and passes nothing limited that the first
    does not. Cargo is set down and loaded again only where a link of its vehicle has a season or
    a limit.
    """
    laid = Laid.of(network, wanted)
    runs: list[Run] = []
    waiting, known = [ORIGIN], {ORIGIN, DESTINATION}
    while waiting:
        for run in runs_from(laid, waiting.pop()):
            runs.append(run)
            if run.head not in known:
                known.add(run.head)
                waiting.append(run.head)
    useful = _useful(runs)
    nodes = {run.tail for run in useful} - {ORIGIN}
    return Contraction({node: laid.place(node) for node in nodes}, useful)


def _useful(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return the runs that lead on to the destination."""
    stores = sorted({store for run in runs for store in (run.tail, run.head)} | {DESTINATION})
    number = {store: i for i, store in enumerate(stores)}
    behind: list[list[int]] = [[] for _ in stores]
    for run in runs:
        behind[number[run.head]].append(number[run.tail])
    useful = reached(behind, [number[DESTINATION]])
    return tuple(run for run in runs if number[run.head] in useful)
