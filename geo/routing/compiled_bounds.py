"""Bounds and searches by date in compiled code, told in labels.

Owns how labels become arrays and how the path that `geo.compiled` finds becomes labels again. What
it finds is what plain Python finds, label for label (docs/model.md, E8 and E9).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from zimnik.geo.compiled.core_search import CoreQuestion
from zimnik.geo.compiled.labels import LabelRow
from zimnik.geo.compiled.path_search import PathSearch
from zimnik.geo.compiled.potential import Begins, CompiledLabelSetting, CompiledPath
from zimnik.geo.compiled.simple_search import BoundsTogether, ToGo
from zimnik.geo.routing.labels import Label, LabelLimitExceededError, SearchingBound

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from zimnik.geo.compiled.core_search import CoreLabels
    from zimnik.geo.compiled.layout import Layout
    from zimnik.geo.compiled.potential import CompiledPotential
    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.routing.labels import DatedGraph, SearchLimits
    from zimnik.geo.routing.potentials import BoundsToGo


def _costs_of(graph: DatedGraph) -> Vector:
    """Return the costs of a graph as an array."""
    if graph.cost_array is not None:
        return graph.cost_array
    return np.asarray(graph.costs_usd_per_t, dtype=np.float64)


def begins_of(labels: Sequence[Label]) -> Begins:
    """Return the arrays of labels with which a search begins."""
    return Begins.of(
        (x.node, x.first_d, x.last_d, x.cost_usd_per_t, x.rises, x.elapsed_d, x.ready_d)
        for x in labels
    )


@dataclass(frozen=True, slots=True, eq=False)
class CompiledBound(SearchingBound):
    """The bound of a label by compiled openings, and the compiled search by it."""

    potential: CompiledPotential

    def __call__(self, label: Label) -> float:
        """Return what it costs at least to go on; infinite where a path costs too much."""
        return self.potential.of(_row_of(label))

    def search(
        self,
        graph: DatedGraph,
        starts: Sequence[Label],
        ends: Mapping[int, float],
        limits: SearchLimits,
    ) -> Label | None:
        """Return the label of least cost at an end, as `geo.routing.labels.search`."""
        found = self.potential.search(begins_of(starts), ends, _numbers(limits))
        return _last_label(graph, found, self.potential.layout)


def _numbers(limits: SearchLimits) -> tuple[float, float, float]:
    """Return limits as compiled searches read them."""
    return float(limits.max_d), float(limits.max_labels), float(limits.below_usd_per_t)


def _last_label(graph: DatedGraph, found: CompiledPath, layout: Layout) -> Label | None:
    """Return the last label of what was found, or None; raise as `geo.routing.labels.search`."""
    if found.gave_up:
        raise LabelLimitExceededError(found.least_usd_per_t)
    return _labels_of(graph, found, layout) if found.nodes.size else None


def _row_of(label: Label) -> LabelRow:
    """Return the numbers of a label, without what it came by."""
    return LabelRow(
        label.node,
        float(label.first_d),
        float(label.last_d),
        float(label.cost_usd_per_t),
        label.rises,
        float(label.elapsed_d),
        float(label.ready_d),
        -1,
        -1,
        -1,
    )


def _labels_of(graph: DatedGraph, found: CompiledPath, layout: Layout) -> Label:
    """Return the last label of a path, with those that it came by."""
    rows = zip(found.nodes.tolist(), found.moves.tolist(), found.values.tolist(), strict=True)
    labels: list[Label] = []
    for node, number, (first_d, last_d, usd, rises, elapsed_d, ready_d) in rows:
        parent, move = None, None
        if labels:
            parent = labels[-1]
            move = graph.moves[parent.node][number - int(layout.moves.starts[parent.node])]
        label = Label(node, first_d, last_d, usd, bool(rises), elapsed_d, ready_d, parent, move)
        labels.append(label)
    return labels[-1]


@dataclass(frozen=True, slots=True, eq=False)
class CompiledOpenings:
    """The openings of one origin in compiled code: what `geo.routing.astar` asks of its search."""

    setting: CompiledLabelSetting

    @classmethod
    def of(
        cls,
        graph: DatedGraph,
        layout: Layout,
        starts: Sequence[Label],
        ends: Mapping[int, float],
        *,
        alike: CompiledOpenings | None,
    ) -> CompiledOpenings:
        """Return the search, begun at the ends; `alike` is as in `CompiledLabelSetting`."""
        setting = CompiledLabelSetting(
            layout,
            _costs_of(graph),
            graph.waiting_usd_per_t_d,
            begins_of(starts),
            alike=alike.setting if alike else None,
        )
        setting.begin(ends)
        return cls(setting)

    @property
    def came_usd_per_t(self) -> Vector:
        """Least cost of a path to each state as if all were open."""
        return self.setting.came_usd_per_t

    def run(self, limit_usd_per_t: float = math.inf, sought: Collection[int] = ()) -> float:
        """Settle openings as `geo.routing.potentials.BackwardLabelSetting.run`."""
        return self.setting.run(limit_usd_per_t, sought)

    def of_labels(self, starts: Sequence[Label], ready_d: Indices) -> Vector:
        """Return the least cost of a whole path for each of some days of readiness."""
        return self.setting.least_of_starts(begins_of(starts), ready_d)

    def potential(self, limit_usd_per_t: float) -> Callable[[Label], float]:
        """Return the bound of a label; infinite where it leads beyond a limit."""
        return CompiledBound(self.setting.potential(limit_usd_per_t))


@dataclass(slots=True, eq=False)
class CompiledPaths:
    """The paths of one question on one day after another, each sought in one call.

    Parameters
    ----------
    graph, layout
        What is open when and what it costs, and the same as arrays.
    search
        The search.
    """

    graph: DatedGraph
    layout: Layout
    search: PathSearch
    _first: CompiledLabelSetting | None = None

    @classmethod
    def of(cls, graph: DatedGraph, layout: Layout, ends: Mapping[int, float]) -> CompiledPaths:
        """Return the search to some states, by each what it costs to unload."""
        return cls(
            graph, layout, PathSearch(layout, _costs_of(graph), graph.waiting_usd_per_t_d, ends)
        )

    def cheapest(
        self,
        starts: Sequence[Label],
        *,
        margins: Sequence[float],
        room_usd_per_t: float,
        limits: SearchLimits,
    ) -> Label | None:
        """Return the label of least cost at an end, or None; margins and room as `PathSearch`.

        Raises
        ------
        LabelLimitExceededError
            If it takes too many labels.
        """
        seen = CompiledLabelSetting(
            self.layout,
            _costs_of(self.graph),
            self.graph.waiting_usd_per_t_d,
            begins_of(starts),
            alike=self._first,
        )
        self._first = self._first or seen
        found = self.search.path(
            seen, margins=margins, room_usd_per_t=room_usd_per_t, max_d=limits.max_d,
            max_labels=limits.max_labels,
        ).labels  # fmt: skip
        return _last_label(self.graph, found, self.layout)


@dataclass(slots=True, eq=False)
class CompiledCore:
    """The search of one origin to many destinations at once in compiled code.

    Parameters
    ----------
    graph
        What is open when, and what it costs.
    question
        What is asked whatever the day.
    ends
        Makes the cost to each destination from the origin, and the ends of the bounds by time.
    """

    graph: DatedGraph
    question: CoreQuestion
    ends: Callable[[], tuple[Vector, Mapping[int, float]]]
    _ahead: tuple[Vector, CompiledLabelSetting] | None = None

    @classmethod
    def of(
        cls,
        graph: DatedGraph,
        layout: Layout,
        least_usd_per_t: Vector,
        steady_usd_per_t: Vector,
        max_d: float,
        max_labels: int,
        few_labels: int,
        ends: Callable[[], tuple[Vector, Mapping[int, float]]],
    ) -> CompiledCore:
        """Return the search; the parameters are those of `CoreQuestion`."""
        costs = _costs_of(graph)
        goals = (least_usd_per_t, steady_usd_per_t)
        wait = graph.waiting_usd_per_t_d
        question = CoreQuestion(layout, costs, wait, *goals, max_d, max_labels, few_labels)
        return cls(graph, question, ends)

    def search(self, starts: Sequence[Label], best_usd_per_t: Vector) -> list[Label | None]:
        """Return by destination the label from which it is better than known, or None.

        Raises
        ------
        LabelLimitExceededError
            If it takes too many labels.
        """
        begins, bounded = begins_of(starts), self._ahead is not None
        found = self.question.search(begins, best_usd_per_t, self._bounds, bounded=bounded)
        if found.gave_up:
            raise LabelLimitExceededError
        # Many destinations go on from one label.
        label_of = cache(partial(self._label, found))
        return [label_of(number) if number >= 0 else None for number in found.best.tolist()]

    def _bounds(self) -> tuple[Vector, CompiledLabelSetting]:
        if self._ahead is None:
            from_origin, ends = self.ends()
            asked = self.question
            setting = CompiledLabelSetting(
                asked.layout, asked.costs_usd_per_t, asked.waiting_usd_per_t_d, None
            )
            setting.begin(ends)
            setting.run()
            self._ahead = (from_origin, setting)
        return self._ahead

    def _label(self, found: CoreLabels, last: int) -> Label:
        numbers = [last]
        while found.parents[numbers[-1]] >= 0:
            numbers.append(int(found.parents[numbers[-1]]))
        chain = numbers[::-1]
        path = CompiledPath(
            gave_up=False,
            least_usd_per_t=math.nan,
            values=found.values[chain],
            nodes=found.nodes[chain],
            moves=found.moves[chain],
        )
        return _labels_of(self.graph, path, self.question.layout)


@dataclass(frozen=True, slots=True, eq=False)
class CompiledToGo:
    """Compiled bounds of going on to an end, by time, over a network that is laid out."""

    openings: ToGo
    holds: int

    @classmethod
    def of(
        cls,
        layout: Layout,
        costs_usd_per_t: Vector,
        ends: Mapping[int, float],
        waiting_usd_per_t_d: float,
    ) -> CompiledToGo:
        """Return the bounds at some costs of the rows, as `geo.routing.potentials.LowerBounds`."""
        return cls(ToGo.of(layout, costs_usd_per_t, waiting_usd_per_t_d, ends), layout.holds)

    def of_label(self, label: Label) -> float:
        """Return the least cost from a label on."""
        return self.openings.of_label(_row_of(label), self.holds)


@dataclass(frozen=True, slots=True, eq=False)
class CompiledInTime(SearchingBound):
    """The bound of a label within a limit of days, and the compiled search by it."""

    elementary: ClassVar[bool] = True
    bounds: BoundsTogether

    @classmethod
    def of(
        cls,
        layout: Layout,
        days: BoundsToGo,
        to_go: Sequence[BoundsToGo],
        day_usd: Sequence[float],
        max_d: float,
    ) -> CompiledInTime:
        """Return the bound; the parameters are those of `geo.compiled.BoundsTogether`."""
        every = [_openings_of(one) for one in to_go]
        return cls(BoundsTogether(layout, _openings_of(days), every, day_usd, max_d))

    def __call__(self, label: Label) -> float:
        """Return what it costs at least to go on; infinite where a label comes too late."""
        return self.bounds.of(_row_of(label))

    def search(
        self,
        graph: DatedGraph,
        starts: Sequence[Label],
        ends: Mapping[int, float],
        limits: SearchLimits,
    ) -> Label | None:
        """Return the label of least cost at an end, as `geo.routing.labels.search`."""
        found = self.bounds.search(
            _costs_of(graph), graph.waiting_usd_per_t_d, begins_of(starts), ends, _numbers(limits)
        )
        return _last_label(graph, found, self.bounds.layout)


def _openings_of(bounds: BoundsToGo) -> ToGo:
    if not isinstance(bounds, CompiledToGo):
        message = "bounds over a network that is laid out"
        raise TypeError(message)
    return bounds.openings
