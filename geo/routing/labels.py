"""Least-cost paths by date, by label setting: money plus the price of time, exactly, in seasons.

Owns the search over labels (docs/model.md, E8). Cargo may wait where it is stored: at its origin,
and at places with storage when it changes vehicle or is unloaded and loaded again. It may not wait
on a vehicle. A label of stored cargo is the cost of being there from a moment on, with the price of
a day added for each day waited; a label of rolling cargo is a stretch of arrival times, since what
waited before may arrive at any of them and the next link may be open at only some. A potential
(`geo.routing.potentials`) makes it an A* search.

References
----------
Desrochers and Soumis, A generalized permanent labelling algorithm for the shortest path problem
with time windows, INFOR 26 (1988), 191-212.
"""

from __future__ import annotations

import heapq
import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from zimnik.geo.compiled.layout import Layout
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.core.calendar import Window

_EPS_D = 1e-9


class LabelLimitExceededError(Exception):
    """A search gave up before it found the best label.

    Parameters
    ----------
    least_usd_per_t
        What the best costs at least, unloading included.
    """

    def __init__(self, least_usd_per_t: float = -math.inf) -> None:
        super().__init__()
        self.least_usd_per_t = least_usd_per_t


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """How far a search goes.

    Parameters
    ----------
    max_d
        Most days from readiness to arrival.
    max_labels
        How many labels to make at most.
    below_usd_per_t
        Cost with unloading from which on a path is of no interest.
    elementary
        Whether no path comes to a node twice. Cargo on a vehicle could else pass the time by going
        in circles, at any length. A label then is dropped only for one that came by no other node
        (Feillet et al., An exact algorithm for the elementary shortest path problem with resource
        constraints, Networks 44 (2004), 216-229).
    """

    max_d: float
    max_labels: float = math.inf
    below_usd_per_t: float = math.inf
    elementary: bool = False


class Move(NamedTuple):
    """A step of the search: a link, a transfer, or unloading and loading again.

    Parameters
    ----------
    head
        Node that it leads to.
    row
        Which of the costs of the graph it has.
    duration_d
        How long it takes.
    window
        When the whole of it must take place, or None where that is all the same.
    edge
        Number of the edge of the network; None for unloading and loading again.
    passes
        Whether it only goes on to the next stretch between places to pass.
    """

    head: int
    row: int
    duration_d: float
    window: Window | None
    edge: int | None
    passes: bool = False


@dataclass(frozen=True, slots=True)
class DatedGraph:
    """Moves from every node, their costs by row, where cargo may wait, and what a day of it costs.

    A move of infinite cost is closed. With a layout the same is searched by compiled code, which
    reads the costs as an array.
    """

    moves: Sequence[Sequence[Move]]
    costs_usd_per_t: Sequence[float]
    stored: Sequence[bool]
    waiting_usd_per_t_d: float
    layout: Layout | None = None
    cost_array: Vector | None = None

    def at_costs(self, costs_usd_per_t: Vector, waiting_usd_per_t_d: float) -> DatedGraph:
        """Return the same moves at other costs."""
        listed: list[float] = costs_usd_per_t.tolist()
        array = None if self.layout is None else costs_usd_per_t
        return DatedGraph(self.moves, listed, self.stored, waiting_usd_per_t_d, self.layout, array)


@dataclass(frozen=True, slots=True)
class Label:
    """Cost of being at a node over a stretch of time.

    From `first_d` to `last_d` it costs `cost_usd_per_t`, rising by the price of waiting from
    `first_d` on where `rises`. A label that does not rise stands for cargo made ready on any of
    several days: being at the node at time t means that it was ready at t - `elapsed_d`, and
    `ready_d` is the last of these days; of a label that rises it is the day itself.
    """

    node: int
    first_d: float
    last_d: float
    cost_usd_per_t: float
    rises: bool
    elapsed_d: float
    ready_d: float
    parent: Label | None
    move: Move | None

    def passed(self) -> Iterator[int]:
        """Yield the nodes that the label came by, its own first."""
        label: Label | None = self
        while label is not None:
            yield label.node
            label = label.parent

    @property
    def is_simple(self) -> bool:
        """Whether it came by no node twice."""
        nodes = list(self.passed())
        return len(set(nodes)) == len(nodes)

    @property
    def days(self) -> float:
        """Days from readiness to its first moment."""
        return self.first_d - self.ready_d if self.rises else self.elapsed_d

    def at(self, time_d: float, waiting_usd_per_t_d: float) -> float:
        """Return the cost of being there at a time not before `first_d`."""
        since_d = self.first_d if self.rises else self.last_d
        return self.cost_usd_per_t + waiting_usd_per_t_d * max(0.0, time_d - since_d)


class SearchingBound(ABC):
    """A bound of labels that brings a search of its own, which finds what `search` would find."""

    __slots__ = ()
    # Whether that is the search for paths that come to no node twice.
    elementary: ClassVar[bool] = False

    @abstractmethod
    def __call__(self, label: Label) -> float:
        """Return what it costs at least to go on from a label."""

    @abstractmethod
    def search(
        self,
        graph: DatedGraph,
        starts: Sequence[Label],
        ends: Mapping[int, float],
        limits: SearchLimits,
    ) -> Label | None:
        """Return the label of least cost at an end, or None; raise as `search`."""


def search(  # noqa: C901 - one loop, told whole
    graph: DatedGraph,
    starts: Sequence[Label],
    ends: Mapping[int, float],
    bound_usd_per_t: Callable[[Label], float],
    limits: SearchLimits,
) -> Label | None:
    """Return the label of least cost at an end, the cost of unloading not included, or None.

    Parameters
    ----------
    graph
        What is open when, and what it costs.
    starts
        Labels of the cargo as loaded at its origin.
    ends
        Nodes of the destination and the cost of unloading from each.
    bound_usd_per_t
        Of a label no more than the cost from there to the end; infinite where there is no path.
    limits
        How far to go.

    Raises
    ------
    LabelLimitExceededError
        If it takes more labels; a better bound would help.

    Notes
    -----
    A label is dropped where another at its node costs no more at every moment of it. Labels leave
    the queue by cost plus bound, so the first to be unloaded is the best. Without a date the queue
    holds few labels a node, one for each opening that is worth waiting for.
    """
    own = bound_usd_per_t if isinstance(bound_usd_per_t, SearchingBound) else None
    if own is not None and own.elementary == limits.elementary:
        return own.search(graph, starts, ends, limits)
    queue: list[tuple[float, int, Label, bool]] = []
    kept: dict[int, list[Label]] = {}
    pushed = 0

    def push(label: Label, *, done: bool = False) -> None:
        nonlocal pushed
        bound = ends[label.node] if done else bound_usd_per_t(label)
        if label.cost_usd_per_t + bound < limits.below_usd_per_t:
            pushed += 1
            heapq.heappush(queue, (label.cost_usd_per_t + bound, pushed, label, done))

    def is_needless(others: Sequence[Label], label: Label) -> bool:
        # Most others are later or dearer, which is told without a call.
        first_d, cost = label.first_d + _EPS_D, label.cost_usd_per_t + _EPS_D
        for other in others:
            if (
                other.first_d <= first_d
                and other.cost_usd_per_t <= cost
                and dominates(graph, other, label)
                and (not limits.elementary or goes_as_far(other, label))
            ):
                return True
        return False

    for label in starts:
        push(label)
    while queue:
        least, _, label, done = heapq.heappop(queue)
        if done:
            return label
        if pushed > limits.max_labels:
            raise LabelLimitExceededError(least)
        others = kept.setdefault(label.node, [])
        if is_needless(others, label):
            continue
        others.append(label)
        if label.node in ends:
            push(label, done=True)
        for move in graph.moves[label.node]:
            if limits.elementary and move.head in label.passed():
                continue
            for arrival in arrivals(graph, label, move, limits.max_d):
                push(arrival)
    return None


def goes_as_far(one: Label, other: Label) -> bool:
    """Whether `one` may go wherever `other` may, where no path comes by a node twice."""
    return frozenset(one.passed()) <= frozenset(other.passed())


def dominates(graph: DatedGraph, one: Label, other: Label) -> bool:
    """Whether `one` costs no more than `other` at every moment at which `other` is there."""
    if one.first_d > other.first_d + _EPS_D or not _ready_as_late(one, other):
        return False
    wait = graph.waiting_usd_per_t_d
    if graph.stored[one.node]:
        moment = other.first_d if other.rises else other.last_d
        return one.at(moment, wait) <= other.cost_usd_per_t + _EPS_D
    return (
        one.last_d >= other.last_d - _EPS_D
        and _rolling(one, other.first_d, wait) <= other.cost_usd_per_t + _EPS_D
        and _rolling(one, other.last_d, wait) <= _rolling(other, other.last_d, wait) + _EPS_D
    )


def _ready_as_late(one: Label, other: Label) -> bool:
    """Whether `one` has as many days left as `other` before it comes too late."""
    if one.rises:
        return one.ready_d >= other.ready_d - _EPS_D
    if other.rises:
        return min(other.first_d, one.last_d) - one.elapsed_d >= other.ready_d - _EPS_D
    return one.elapsed_d <= other.elapsed_d + _EPS_D and one.ready_d >= other.ready_d - _EPS_D


def _rolling(label: Label, time_d: float, wait: float) -> float:
    rise = wait * (time_d - label.first_d) if label.rises and math.isfinite(time_d) else 0.0
    return label.cost_usd_per_t + rise


def arrivals(graph: DatedGraph, label: Label, move: Move, max_d: float) -> Iterator[Label]:
    """Yield the labels at the head of a move of finite cost, one for each opening in time."""
    until_d = math.inf if graph.stored[label.node] else label.last_d
    until_d = min(until_d, label.ready_d + max_d - move.duration_d)
    if move.window is None:
        yield from _departures(graph, label, move, (label.first_d, until_d), max_d)
        return
    for span in move.window.departures(move.duration_d, label.first_d, until_d):
        leave_d = (max(span.first_d, label.first_d), min(span.last_d, until_d))
        yield from _departures(graph, label, move, leave_d, max_d)


def _departures(
    graph: DatedGraph, label: Label, move: Move, leave_d: tuple[float, float], max_d: float
) -> Iterator[Label]:
    """Yield the labels of departing between two times, as they are at the head of the move."""
    first_d, last_d = leave_d
    if first_d > last_d + _EPS_D:
        return
    if label.rises:
        cost = label.at(first_d, graph.waiting_usd_per_t_d)
        yield _moved(graph, label, move, leave_d, cost, ready_d=label.ready_d)
        return
    # Cargo of any whole day of readiness leaves as it comes ...
    ready_first_d = math.ceil(first_d - label.elapsed_d - _EPS_D)
    ready_last_d = math.floor(min(last_d, label.last_d) - label.elapsed_d + _EPS_D)
    in_time = label.elapsed_d + move.duration_d <= max_d + _EPS_D
    if in_time and ready_first_d <= ready_last_d:
        span = (ready_first_d + label.elapsed_d, ready_last_d + label.elapsed_d)
        yield _moved(graph, label, move, span, label.cost_usd_per_t, ready_d=None)
    if not graph.stored[label.node]:
        return
    # ... or waits: that of the last day before the opening, and that of the last day of all.
    wait = graph.waiting_usd_per_t_d
    earlier_d = min(ready_first_d - 1.0, label.ready_d)
    for ready_d in dict.fromkeys((earlier_d, label.ready_d)):
        there_d = ready_d + label.elapsed_d
        leave_first_d = max(first_d, there_d)
        leave_last_d = min(last_d, ready_d + max_d - move.duration_d)
        if there_d >= label.first_d - _EPS_D and leave_first_d <= leave_last_d + _EPS_D:
            cost = label.cost_usd_per_t + wait * (leave_first_d - there_d)
            leave = (leave_first_d, leave_last_d)
            yield _moved(graph, label, move, leave, cost, ready_d=ready_d)


def _moved(
    graph: DatedGraph,
    label: Label,
    move: Move,
    span_d: tuple[float, float],
    cost: float,
    *,
    ready_d: float | None,
) -> Label:
    rises = ready_d is not None
    arrive_d, last_d = (time_d + move.duration_d for time_d in span_d)
    elapsed_d = label.elapsed_d + move.duration_d
    return Label(
        node=move.head,
        first_d=arrive_d,
        # Stored cargo can as well come early: of a label that rises only its first moment counts.
        last_d=arrive_d if rises and graph.stored[move.head] else last_d,
        cost_usd_per_t=cost + graph.costs_usd_per_t[move.row],
        rises=rises,
        elapsed_d=elapsed_d,
        ready_d=ready_d if ready_d is not None else last_d - elapsed_d,
        parent=label,
        move=move,
    )
