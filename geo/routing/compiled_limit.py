"""The search for paths within a limit of days in compiled code, told in labels.

Owns what `geo.routing.day_limit` asks of `geo.compiled` over a network that is laid out: it finds
what plain Python finds, label for label (docs/model.md, E9).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from zimnik.geo.compiled.simple_search import BoundsTogether, ToGo
from zimnik.geo.routing.compiled_bounds import begins_of, costs_of, labels_of, row_of
from zimnik.geo.routing.labels import LabelLimitExceededError, SearchingBound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.compiled.layout import Layout
    from zimnik.geo.core.arrays import Vector
    from zimnik.geo.routing.labels import DatedGraph, Label, SearchLimits
    from zimnik.geo.routing.potentials import BoundsToGo


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
        return self.openings.of_label(row_of(label), self.holds)


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
        return self.bounds.of(row_of(label))

    def search(
        self,
        graph: DatedGraph,
        starts: Sequence[Label],
        ends: Mapping[int, float],
        limits: SearchLimits,
    ) -> Label | None:
        """Return the label of least cost at an end, as `geo.routing.labels.search`."""
        numbers = (float(limits.max_d), float(limits.max_labels), float(limits.below_usd_per_t))
        found = self.bounds.search(
            costs_of(graph), graph.waiting_usd_per_t_d, begins_of(starts), ends, numbers
        )
        if found.gave_up:
            raise LabelLimitExceededError(found.least_usd_per_t)
        return labels_of(graph, found, self.bounds.layout) if found.nodes.size else None


def _openings_of(bounds: BoundsToGo) -> ToGo:
    if not isinstance(bounds, CompiledToGo):
        message = "bounds over a network that is laid out"
        raise TypeError(message)
    return bounds.openings
