"""Several sized sitings as one programme, whose decisions are the same or follow each other.

Owns where the unknowns of each siting stand among those of the programme. The programme is the
extensive form: every year or every world with its own flows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.solver import Columns, Rows
from zimnik.geo.dynamic_siting.sizing import sized_columns, sized_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.dynamic_siting.sizing import SizedProblem


@dataclass(frozen=True, slots=True)
class Coupled:
    """Sized sitings of the same hubs and works in one programme.

    Parameters
    ----------
    parts
        The sitings.
    weights
        What a dollar a year of each counts.
    shared
        Whether all parts have the same hubs, works and steps; else each has its own.
    """

    parts: tuple[SizedProblem, ...]
    weights: Vector
    shared: bool

    @property
    def places(self) -> tuple[Indices, ...]:
        """For each part, where its columns stand among those of the programme."""
        found: list[Indices] = []
        count = 0
        for part in self.parts:
            own = np.zeros(part.count, dtype=np.int64)
            fresh = np.ones(part.count, dtype=bool)
            if self.shared and found:
                own[part.design] = found[0][self.parts[0].design]
                fresh[part.design] = False
            own[fresh] = count + np.arange(int(fresh.sum()))
            count += int(fresh.sum())
            found.append(own)
        return tuple(found)

    def columns(self) -> Columns:
        """Return the unknowns with their weighted costs."""
        places, given = self.places, [sized_columns(part) for part in self.parts]
        designs = [part.design for part in self.parts]
        # What is built for the part that needs most of it stands in the others too.
        most = np.max([own.upper[at] for own, at in zip(given, designs, strict=True)], axis=0)
        count = 1 + max(int(own.max()) for own in places)
        costs, lower, upper = np.zeros(count), np.zeros(count), np.zeros(count)
        whole = np.zeros(count, dtype=bool)
        for columns, own, design, weight in zip(given, places, designs, self.weights, strict=True):
            costs[own] += columns.costs * weight
            lower[own], upper[own], whole[own] = columns.lower, columns.upper, columns.whole
            upper[own[design]] = most
        return Columns(costs, lower, upper, whole)

    def rows(self) -> Iterator[Rows]:
        """Yield the constraints of all parts."""
        for part, own in zip(self.parts, self.places, strict=True):
            for block in sized_rows(part):
                yield replace(block, columns=own[block.columns])

    def values_of(self, part: int, values: Vector) -> Vector:
        """Return the unknowns of a part."""
        return values[self.places[part]]


def never_fewer(before: Sequence[int] | Indices, after: Sequence[int] | Indices) -> Rows:
    """Return that what stands in one part stands in the next."""
    earlier, later = np.asarray(before, np.int64), np.asarray(after, np.int64)
    count = len(earlier)
    return Rows(
        np.zeros(count),
        np.full(count, np.inf),
        np.tile(np.arange(count), 2),
        np.concatenate([later, earlier]),
        np.concatenate([np.ones(count), -np.ones(count)]),
    )
