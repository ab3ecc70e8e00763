"""The paths of one origin to some destinations, day by day, guided by bounds by time of the year.

Owns the search of a single pair for the matrix (docs/model.md, E9). A pair has bounds of its own,
sought no further than it needs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import DEFAULT_MAX_D, ROUNDING_D
from zimnik.geo.routing.astar import GUIDED_ROOM_USD, MARGINS, AStarPotential, guided
from zimnik.geo.routing.day_limit import MOST_LABELS, DayLimit, LimitedPath, cheapest_in_time
from zimnik.geo.routing.labels import SearchLimits
from zimnik.geo.routing.matrix_cells import CostedPath, ready_earlier
from zimnik.geo.routing.time_expanded import HOLDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from zimnik.geo.compiled.layout import Layout
    from zimnik.geo.compiled.path_search import SoughtPath
    from zimnik.geo.compiled.potential import CompiledLabelSetting
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.routing.labels import DatedGraph, Label
    from zimnik.geo.routing.matrix_cells import PricedShipper

_EPS_USD = 1e-9
# Up to so many days bounds of single days are found sooner than those of all together.
FEW_DAYS = 31


@dataclass(slots=True, eq=False)
class ComingFrom:
    """What it costs at least to come from an origin to any state, and when, for each of its days.

    It is the same to all destinations: the access of each is open.

    Parameters
    ----------
    shipper
        The origin.
    destination_ids
        The destinations.
    """

    shipper: PricedShipper
    destination_ids: Collection[str]
    _by_day: dict[int, AStarPotential] = field(default_factory=dict, init=False)

    def on(self, number: int) -> AStarPotential:
        """Return it for a day by its number, as bounds that lead nowhere yet."""
        if number not in self._by_day:
            shipper = self.shipper
            if self._by_day:
                first = next(iter(self._by_day.values()))
                graph = first.graph
            else:
                first = None
                costs = shipper.cost_array_between({shipper.origin_id}, self.destination_ids)
                graph = shipper.network.graph(costs, shipper.wait_usd_per_t_d)
            starts = shipper.starts[number]
            self._by_day[number] = _guide(shipper, graph, starts, {}, alike=first)
        return self._by_day[number]


def paths_between(
    shipper: PricedShipper, destination_id: str, *, come: ComingFrom
) -> list[CostedPath | None]:
    """Return the best path to a destination for each day, or None where there is none.

    The bounds are sought for this pair alone and no further than its days ask, but for what it
    costs to come from its origin.
    """
    unloading = shipper.unloading_at(destination_id)
    in_runs = shipper.max_d >= DEFAULT_MAX_D and len(shipper.days) <= FEW_DAYS
    layout = shipper.network.layout
    if in_runs and layout is not None:
        return _by_compiled_run(come, destination_id, unloading, layout)
    graph, find = _asked(shipper, destination_id, unloading)
    # Within a limit of days the search goes on by bounds of its own.
    if in_runs:
        return _by_run(come, graph, unloading, find)
    starts = [replace(label, rises=False) for label in shipper.starts[0]]
    guide = _guide(shipper, graph, starts, unloading)
    least = guide.least_by_day(np.array(shipper.days)).tolist()
    margins = MARGINS[:1] if shipper.max_d < DEFAULT_MAX_D else MARGINS
    return _by_day(
        shipper,
        least.__getitem__,
        lambda number, usd: guided(guide, usd, partial(find, number), margins=margins),
    )


def _by_run(
    come: ComingFrom,
    graph: DatedGraph,
    unloading: Mapping[int, float],
    find: Callable[[int, Callable[[Label], float]], CostedPath | None],
) -> list[CostedPath | None]:
    """Return the path of each day by halving the days until those between two need no search.

    The bounds are of cargo ready on one day alone, which go far less far back than those of any
    day. The cost of a day and of the wait from then on never falls towards later days, since cargo
    may wait at its origin: where it is the same on two days it is so on all between.
    """
    shipper = come.shipper
    guides: list[AStarPotential] = []

    def search(number: int) -> CostedPath | None:
        guide = _guide(shipper, graph, shipper.starts[number], unloading, alike=come.on(number))
        guides.append(guide)
        return guided(guide, guide.least_usd_per_t, partial(find, number))

    return _run(shipper, search, lambda: guides[0].undated_usd_per_t)


def _by_compiled_run(
    come: ComingFrom, destination_id: str, unloading: Mapping[int, float], layout: Layout
) -> list[CostedPath | None]:
    """Return the same by searches that are compiled, each as one call."""
    # Loads the compiler.
    from zimnik.geo.compiled.path_search import PathSearch  # noqa: PLC0415

    shipper = come.shipper
    costs = shipper.cost_array_between({shipper.origin_id}, {destination_id})
    paths = PathSearch(layout, costs, shipper.wait_usd_per_t_d, unloading)

    def search(number: int) -> CostedPath | None:
        guide = come.on(number)
        found = paths.path(
            _setting_of(guide), margins=MARGINS, room_usd_per_t=GUIDED_ROOM_USD,
            max_d=max(shipper.max_d, DEFAULT_MAX_D), max_labels=MOST_LABELS,
        )  # fmt: skip
        if found.labels.gave_up:
            # It went in circles: any search by other bounds would make as many labels again.
            return _simple_path(shipper, costs, unloading, number)
        return _costed(found, unloading, shipper.days[number])

    undated = cache(lambda: paths.undated_usd_per_t(_setting_of(come.on(0))))
    return _run(shipper, search, undated)


def _setting_of(guide: AStarPotential) -> CompiledLabelSetting:
    """Return the compiled search of bounds over a network that is laid out."""
    # Loads the compiler.
    from zimnik.geo.routing.compiled_bounds import CompiledOpenings  # noqa: PLC0415

    bounds = guide.bounds
    if not isinstance(bounds, CompiledOpenings):
        message = "bounds over a network that is laid out"
        raise TypeError(message)
    return bounds.setting


def _costed(found: SoughtPath, unloading: Mapping[int, float], ready_d: int) -> CostedPath | None:
    """Return a path that a compiled search found as the matrix keeps it."""
    labels = found.labels
    if not labels.nodes.size:
        return None
    end = int(labels.nodes[-1]) // HOLDS
    arrive_d, _, usd = labels.values[-1, :3].tolist()
    return CostedPath(
        rows=tuple(found.rows.tolist()),
        start=int(labels.nodes[0]) // HOLDS,
        end=end,
        cost_usd_per_t=usd + unloading[end],
        ready_d=ready_d,
        arrive_d=arrive_d,
        waiting_d=found.waiting_d if found.waiting_d > ROUNDING_D else 0.0,
    )


def _run(
    shipper: PricedShipper,
    search: Callable[[int], CostedPath | None],
    undated_usd_per_t: Callable[[], float],
) -> list[CostedPath | None]:
    days, last = shipper.days, len(shipper.days) - 1
    paths: list[CostedPath | None] = [None] * len(days)

    for number in {0, last}:
        paths[number] = search(number)
    # A list, not a function that calls itself: that would refer to itself, and so keep what was
    # searched until the collector runs, which is hundreds of MB on a large network.
    spans = [(0, last)]
    while spans:
        first, last = spans.pop()
        known, later = paths[first], paths[last]
        # A path of one year is there every year: there is one on all days, or on none.
        if last - first < 2 or known is None or later is None:  # noqa: PLR2004 - none between
            continue
        if _holds_between(shipper, known, later, undated_usd_per_t()):
            for number in range(first + 1, last):
                paths[number] = ready_earlier(shipper, later, days[number])
            continue
        middle = (first + last) // 2
        paths[middle] = search(middle)
        spans += [(first, middle), (middle, last)]
    return paths


def _holds_between(
    shipper: PricedShipper, known: CostedPath, later: CostedPath, undated_usd_per_t: float
) -> bool:
    """Whether the path of a later day is the best of all days from that of another path on."""
    stretched = ready_earlier(shipper, later, known.ready_d)
    if stretched is None or stretched.cost_usd_per_t > known.cost_usd_per_t + _EPS_USD:
        return False
    if stretched.waiting_d > later.waiting_d:
        return shipper.wait_usd_per_t_d > 0
    # On a level there may be better days between, but where no path can cost less.
    return later.cost_usd_per_t <= undated_usd_per_t + _EPS_USD


def _guide(
    shipper: PricedShipper,
    graph: DatedGraph,
    starts: Sequence[Label],
    unloading: Mapping[int, float],
    *,
    alike: AStarPotential | None = None,
) -> AStarPotential:
    network = shipper.network
    by_state = network.onward_by_state, network.back_by_state
    return AStarPotential(graph, *by_state, network.durations_d, starts, unloading, alike=alike)


def _asked(
    shipper: PricedShipper, destination_id: str, unloading: Mapping[int, float]
) -> tuple[DatedGraph, Callable[[int, Callable[[Label], float]], CostedPath | None]]:
    """Return the network as it is open to cargo of a pair, and the search for the path of a day."""
    costs = shipper.cost_array_between({shipper.origin_id}, {destination_id})
    graph = shipper.network.graph(costs, shipper.wait_usd_per_t_d)
    return graph, _finder(shipper, graph, unloading)


def _finder(
    shipper: PricedShipper, graph: DatedGraph, unloading: Mapping[int, float]
) -> Callable[[int, Callable[[Label], float]], CostedPath | None]:
    """Return the search for the path of a day, by the number of the day and a potential."""
    network = shipper.network
    limits = SearchLimits(shipper.max_d)

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
        return None if found is None else _costed_in_time(shipper, found, unloading, number)

    return find


def _simple_path(
    shipper: PricedShipper, costs: Vector, unloading: Mapping[int, float], number: int
) -> CostedPath | None:
    """Return the best path of a day that comes to no place twice in one state."""
    network, starts = shipper.network, shipper.starts[number]
    graph = network.graph(costs, shipper.wait_usd_per_t_d)
    question = (graph, network.back_by_state, network.durations_d, starts, unloading)
    found = DayLimit(*question, shipper.max_d).path()
    return None if found is None else _costed_in_time(shipper, found, unloading, number)


def _costed_in_time(
    shipper: PricedShipper, found: LimitedPath, unloading: Mapping[int, float], number: int
) -> CostedPath:
    usd = found.label.cost_usd_per_t + unloading[found.label.node // HOLDS]
    path = CostedPath.of(found.label, shipper.days[number], usd)
    return replace(path, gap_pct=found.gap_pct)


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
