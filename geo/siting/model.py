"""The mixed-integer programme of facility location in echelons (docs/model.md, E18).

Owns columns and rows: which hub is open, which share of its goods goes along each arc. Rows that
the answer does not need but the proof does are here too, because they turn hours into seconds:
strong linking (a share goes to a hub no further than it is open, and not more than the hub before
can make) and the cover cut (open hubs can take all that must come).

References
----------
Cornuejols, Sridharan and Thizy, A comparison of heuristics and relaxations for the capacitated
plant location problem, European Journal of Operational Research 50 (1991), 280-297.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.solver import Columns, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.core.arrays import Flags, Indices, Vector
    from zimnik.geo.siting.problem import SitingProblem, Stage


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the unknowns of a question stand among the columns.

    Hubs of each stage come first, then arcs of each echelon, then works, then what an answer may
    lack: parts of the volumes of sources, of the minima of hubs and of the least of limits.
    """

    problem: SitingProblem
    elastic: bool = False

    @property
    def blocks(self) -> tuple[int, ...]:
        """First column of every block, and the count of columns at the end."""
        problem = self.problem
        sizes = [len(stage.hub_ids) for stage in problem.stages]
        sizes += [echelon.count for echelon in problem.echelons]
        sizes.append(len(problem.works))
        if self.elastic:
            hubs = sum(len(stage.hub_ids) for stage in problem.stages)
            sizes += [len(problem.sources.ids), hubs, len(problem.limits)]
        return tuple(accumulate(sizes, initial=0))

    def hubs(self, stage: int) -> Indices:
        """Columns that say which hubs of a stage are open."""
        return np.arange(self.blocks[stage], self.blocks[stage + 1])

    def arcs(self, echelon: int) -> Indices:
        """Columns of the shares along the arcs of an echelon."""
        block = len(self.problem.stages) + echelon
        return np.arange(self.blocks[block], self.blocks[block + 1])

    @property
    def works(self) -> Indices:
        """Columns that say which works are built."""
        block = len(self.problem.stages) + len(self.problem.echelons)
        return np.arange(self.blocks[block], self.blocks[block + 1])

    @property
    def unsent(self) -> Indices:
        """Columns of the shares of sources that cannot be sent."""
        return np.arange(self.blocks[-4], self.blocks[-3])

    @property
    def unfed(self) -> Indices:
        """Columns of the tonnes by which hubs miss their minimum, all stages in turn."""
        return np.arange(self.blocks[-3], self.blocks[-2])

    @property
    def unmet(self) -> Indices:
        """Columns of the amounts by which limits miss their least."""
        return np.arange(self.blocks[-2], self.blocks[-1])


def free_hubs(stage: Stage) -> Flags:
    """Return which hubs of a stage cost nothing to have open, so that nothing is to be decided."""
    if stage.open_exactly is not None:
        return np.zeros(len(stage.hub_ids), dtype=bool)
    free: Flags = (stage.fixed_usd_per_y == 0) & (stage.minimum_t_per_y == 0)
    return free


def feed_bound_t(problem: SitingProblem, stage: int) -> Vector:
    """Return the most that each hub of a stage can be fed: its capacity, or everything there is."""
    everything = float(problem.tonnes_of_products[:, stage].sum())
    return np.minimum(problem.stages[stage].capacity_t_per_y, everything)


def columns_of(layout: Layout) -> Columns:
    """Return the unknowns of a question; an elastic one only counts what it lacks."""
    problem = layout.problem
    count = layout.blocks[-1]
    costs, lower, upper = np.zeros(count), np.zeros(count), np.ones(count)
    whole = np.zeros(count, dtype=bool)
    for number, stage in enumerate(problem.stages):
        at, free = layout.hubs(number), free_hubs(stage)
        shut = _named(stage, stage.closed_ids)
        costs[at] = stage.fixed_usd_per_y
        lower[at] = (_named(stage, stage.open_ids) | free) & ~shut
        upper[at] = ~shut
        whole[at] = ~free
    for number, echelon in enumerate(problem.echelons):
        at, tonnes = layout.arcs(number), problem.arc_tonnes[number]
        costs[at] = echelon.cost_usd_per_t * tonnes
        upper[at] = (tonnes > 0) & (upper[layout.hubs(number)][echelon.heads] > 0)
        whole[at] = problem.single_sourcing and number == 0
    costs[layout.works] = [work.fixed_usd_per_y for work in problem.works]
    whole[layout.works] = True
    if layout.elastic:
        costs[: layout.unsent[0]] = 0.0
        costs[layout.unsent] = problem.sources.volumes_t_per_y
        costs[layout.unfed] = costs[layout.unmet] = 1.0
        upper[layout.unfed] = upper[layout.unmet] = np.inf
    return Columns(costs, lower, upper, whole)


def rows_of(layout: Layout) -> Iterator[Rows]:
    """Yield the constraints of a question, a block for each kind."""
    yield _sent(layout)
    for stage in range(len(layout.problem.stages)):
        if stage:
            yield _balanced(layout, stage)
            yield _strong_linking_of_hubs(layout, stage)
        yield _strong_linking(layout, stage)
        yield _within_capacity(layout, stage)
        yield _above_minimum(layout, stage)
        yield cardinality(layout, stage)
        yield _cover_cut(layout, stage)
    yield from _over_works(layout)
    yield _limited(layout)


def _named(stage: Stage, names: frozenset[str]) -> Flags:
    return np.isin(np.asarray(stage.hub_ids), list(names))


def _sent(layout: Layout) -> Rows:
    """Send all that a required source has, and of another no more than there is."""
    sources, echelon = layout.problem.sources, layout.problem.echelons[0]
    needed = sources.required & (sources.volumes_t_per_y > 0)
    rows, columns = echelon.tails, layout.arcs(0)
    if layout.elastic:
        rows = np.concatenate([rows, np.arange(len(sources.ids))])
        columns = np.concatenate([columns, layout.unsent])
    return Rows(
        needed.astype(float), np.ones(len(sources.ids)), rows, columns, np.ones(len(columns))
    )


def _balanced(layout: Layout, stage: int) -> Rows:
    """State that what leaves a hub is its feed times the mass yield, product by product."""
    problem = layout.problem
    count = len(problem.stages[stage - 1].hub_ids)
    came, goes = problem.echelons[stage - 1], problem.echelons[stage]
    tonnes = problem.tonnes_of_products
    arrived = problem.arc_tonnes[stage - 1]
    shares = arrived / _nonzero(tonnes[came.products, stage - 1])
    # Nothing goes on of a product that ends at the stage before, and nothing has to.
    left, fed = (tonnes[echelon.products, stage] > 0 for echelon in (goes, came))
    rows = np.concatenate(
        [
            (goes.products * count + goes.tails)[left],
            (came.products * count + came.heads)[fed],
        ]
    )
    zeros = np.zeros(count * len(problem.products.ids))
    columns = np.concatenate([layout.arcs(stage)[left], layout.arcs(stage - 1)[fed]])
    values = np.concatenate([np.ones(int(left.sum())), -shares[fed]])
    return Rows(zeros, zeros, rows, columns, values)


def _strong_linking(layout: Layout, stage: int) -> Rows:
    """Return strong linking: a share goes to a hub no further than open and its capacity."""
    problem = layout.problem
    echelon, free = problem.echelons[stage], free_hubs(problem.stages[stage])
    owners = echelon.tails if stage == 0 else echelon.products
    arcs = np.flatnonzero(~free[echelon.heads])
    count = len(problem.stages[stage].hub_ids)
    pairs, rows = np.unique(owners[arcs] * count + echelon.heads[arcs], return_inverse=True)
    heads = pairs % count
    tonnes = np.zeros(len(pairs))
    tonnes[rows] = problem.arc_tonnes[stage][arcs]
    most = np.minimum(1.0, feed_bound_t(problem, stage)[heads] / _nonzero(tonnes))
    return _opened(layout.arcs(stage)[arcs], rows, layout.hubs(stage)[heads], most)


def _strong_linking_of_hubs(layout: Layout, stage: int) -> Rows:
    """Return strong linking of two hubs: none receives more than the one before can make."""
    problem = layout.problem
    echelon, tonnes = problem.echelons[stage], problem.arc_tonnes[stage]
    mass_yield = problem.products.mass_yields[echelon.products, stage - 1]
    made_t = feed_bound_t(problem, stage - 1)[echelon.tails] * mass_yield
    free = free_hubs(problem.stages[stage])[echelon.heads]
    tighter = made_t < np.minimum(tonnes, feed_bound_t(problem, stage)[echelon.heads])
    arcs = np.flatnonzero(tighter & ~free)
    most = made_t[arcs] / _nonzero(tonnes[arcs])
    rows = np.arange(len(arcs))
    return _opened(layout.arcs(stage)[arcs], rows, layout.hubs(stage)[echelon.heads[arcs]], most)


def _over_works(layout: Layout) -> Iterator[Rows]:
    """Yield that nothing goes along an arc whose work is not built, source by source."""
    for number, work in enumerate(layout.problem.works):
        for echelon, needed in enumerate(work.needed_by):
            arcs = np.flatnonzero(needed)
            carried = layout.problem.echelons[echelon]
            owners = (carried.products if echelon else carried.tails)[arcs]
            found, rows = np.unique(owners, return_inverse=True)
            built = np.full(len(found), layout.works[number])
            yield _opened(layout.arcs(echelon)[arcs], rows, built, np.ones(len(found)))


def _opened(arcs: Indices, rows: Indices, hubs: Indices, most: Vector) -> Rows:
    """Sum of the arcs of a row at most `most` times its hub."""
    count = len(hubs)
    return Rows(
        np.full(count, -np.inf),
        np.zeros(count),
        np.concatenate([rows, np.arange(count)]),
        np.concatenate([arcs, hubs]),
        np.concatenate([np.ones(len(arcs)), -most]),
    )


def _within_capacity(layout: Layout, stage: int) -> Rows:
    """Keep the feed of an open hub within its capacity, and closed hubs without any."""
    problem = layout.problem
    echelon, tonnes = problem.echelons[stage], problem.arc_tonnes[stage]
    capacity_t = problem.stages[stage].capacity_t_per_y
    tight = capacity_t < problem.tonnes_of_products[:, stage].sum()
    hubs = np.flatnonzero(tight)
    number = np.cumsum(tight) - 1
    arcs = np.flatnonzero(tight[echelon.heads])
    share = tonnes[arcs] / _nonzero(capacity_t[echelon.heads[arcs]])
    closed = capacity_t[hubs] > 0
    return Rows(
        np.full(len(hubs), -np.inf),
        np.zeros(len(hubs)),
        np.concatenate([number[echelon.heads[arcs]], np.arange(len(hubs))]),
        np.concatenate([layout.arcs(stage)[arcs], layout.hubs(stage)[hubs]]),
        np.concatenate([share, -closed.astype(float)]),
    )


def _above_minimum(layout: Layout, stage: int) -> Rows:
    """Give an open hub at least its minimum of feed."""
    problem = layout.problem
    echelon, minimum_t = problem.echelons[stage], problem.stages[stage].minimum_t_per_y
    hubs = np.flatnonzero(minimum_t > 0)
    number = np.cumsum(minimum_t > 0) - 1
    arcs = np.flatnonzero(minimum_t[echelon.heads] > 0)
    rows = [number[echelon.heads[arcs]], np.arange(len(hubs))]
    columns = [layout.arcs(stage)[arcs], layout.hubs(stage)[hubs]]
    values = [problem.arc_tonnes[stage][arcs], -minimum_t[hubs]]
    if layout.elastic:
        before = sum(len(other.hub_ids) for other in problem.stages[:stage])
        rows.append(np.arange(len(hubs)))
        columns.append(layout.unfed[before + hubs])
        values.append(np.ones(len(hubs)))
    return _joined(np.zeros(len(hubs)), np.full(len(hubs), np.inf), rows, columns, values)


def cardinality(layout: Layout, stage: int) -> Rows:
    """Return the cardinality of a stage: as many hubs are open as was asked for."""
    wanted = layout.problem.stages[stage].open_exactly
    hubs = layout.hubs(stage) if wanted is not None else np.zeros(0, dtype=np.int64)
    total = np.zeros(0) if wanted is None else np.array([float(wanted)])
    return Rows(total, total, np.zeros_like(hubs), hubs, np.ones(len(hubs)))


def _cover_cut(layout: Layout, stage: int) -> Rows:
    """Return the cover cut: open hubs take all that must come; needed for the proof alone."""
    problem = layout.problem
    needed_t = float(problem.tonnes_of_products[:, stage].sum())
    bound_t = feed_bound_t(problem, stage)
    asked = not layout.elastic and problem.sources.required.all() and needed_t > 0
    hubs = layout.hubs(stage) if asked else np.zeros(0, dtype=np.int64)
    rows = int(bool(asked))
    return Rows(
        np.ones(rows),
        np.full(rows, np.inf),
        np.zeros_like(hubs),
        hubs,
        bound_t[: len(hubs)] / _nonzero(needed_t),
    )


def _limited(layout: Layout) -> Rows:
    problem = layout.problem
    limits = problem.limits
    rows, columns, values = [], [], []
    for number, limit in enumerate(limits):
        for echelon, amounts in enumerate(limit.per_t):
            total = amounts * problem.arc_tonnes[echelon]
            arcs = np.flatnonzero(total)
            rows.append(np.full(len(arcs), number))
            columns.append(layout.arcs(echelon)[arcs])
            values.append(total[arcs])
    if layout.elastic:
        rows.append(np.arange(len(limits)))
        columns.append(layout.unmet)
        values.append(np.array([float(limit.least > -np.inf) for limit in limits]))
    least = np.array([limit.least for limit in limits])
    most = np.array([limit.most for limit in limits])
    return _joined(least, most, rows, columns, values)


def _joined(
    lower: Vector, upper: Vector, rows: list[Indices], columns: list[Indices], values: list[Vector]
) -> Rows:
    if not rows:
        nothing = np.zeros(0, dtype=np.int64)
        return Rows(lower, upper, nothing, nothing, np.zeros(0))
    return Rows(lower, upper, np.concatenate(rows), np.concatenate(columns), np.concatenate(values))


def _nonzero(tonnes: Vector | float) -> Vector:
    """Return what may be divided by; where there are no tonnes the quotient is never used."""
    return np.where(np.asarray(tonnes) > 0, tonnes, 1.0)
