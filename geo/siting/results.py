"""Answers to a siting question: what is open, who feeds whom, what it costs, what is conserved.

Owns the sums over a solution; everything that a table shows of it is one of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.vocabulary import apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zimnik.geo.core.arrays import Flags, Indices, Vector
    from zimnik.geo.core.solver import Status
    from zimnik.geo.siting.problem import SharedWork, SitingProblem, SumLimit

# Share of a sum by which a solution of the solver may miss it.
TOLERANCE = 1e-6
# Less on an arc in a year is rounding of the solver.
LEAST_T = 1e-3


@dataclass(frozen=True, slots=True)
class Siting:
    """A solution.

    Parameters
    ----------
    problem
        The question.
    is_open
        For each stage, which hubs are open.
    flows_t_per_y
        For each echelon, the tonnes that leave the tail along each arc in a year.
    is_built
        Which works are built.
    """

    problem: SitingProblem
    is_open: tuple[Flags, ...]
    flows_t_per_y: tuple[Vector, ...]
    is_built: Flags = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def open_ids(self, stage: int) -> tuple[str, ...]:
        """Return the open hubs of a stage."""
        hubs = self.problem.stages[stage].hub_ids
        return tuple(hub for hub, is_open in zip(hubs, self.is_open[stage], strict=True) if is_open)

    def fed_t_per_y(self, stage: int) -> Vector:
        """Return what each hub (column) of a stage is fed of each product (row)."""
        echelon = self.problem.echelons[stage]
        shape = (len(self.problem.products.ids), len(self.problem.stages[stage].hub_ids))
        return _summed(echelon.products, echelon.heads, self.flows_t_per_y[stage], shape)

    def sent_t_per_y(self, echelon: int) -> Vector:
        """Return what each tail (column) of an echelon sends of each product (row)."""
        problem, arcs = self.problem, self.problem.echelons[echelon]
        tails = problem.stages[echelon - 1].hub_ids if echelon else problem.sources.ids
        shape = (len(problem.products.ids), len(tails))
        return _summed(arcs.products, arcs.tails, self.flows_t_per_y[echelon], shape)

    @property
    def sending_ids(self) -> tuple[str, ...]:
        """Sources that send anything."""
        sent = self.sent_t_per_y(0).sum(axis=0)
        return tuple(
            name for name, tonnes in zip(self.problem.sources.ids, sent, strict=True) if tonnes > 0
        )

    @property
    def hub_ids(self) -> tuple[str, ...]:
        """Open hubs of all stages, each once."""
        stages = range(len(self.problem.stages))
        return tuple(dict.fromkeys(hub for stage in stages for hub in self.open_ids(stage)))

    @property
    def flow_usd_per_t(self) -> float:
        """What a tonne that moves to a hub costs in the mean of all flows; 0 where none does."""
        tonnes = sum(float(flows.sum()) for flows in self.flows_t_per_y)
        return sum(self.echelon_costs_usd_per_y) / tonnes if tonnes else 0.0

    @property
    def open_stages(self) -> tuple[tuple[str, str], ...]:
        """Each open hub with each stage that it works; a stage may stand for several."""
        return tuple(
            (hub, name)
            for number, stage in enumerate(self.problem.stages)
            for hub in self.open_ids(number)
            for name in apart(stage.name)
        )

    @property
    def echelon_costs_usd_per_y(self) -> tuple[float, ...]:
        """Cost of each echelon."""
        return tuple(
            float(echelon.cost_usd_per_t @ flows)
            for echelon, flows in zip(self.problem.echelons, self.flows_t_per_y, strict=True)
        )

    @property
    def fixed_costs_usd_per_y(self) -> tuple[float, ...]:
        """Fixed cost of the open hubs of each stage."""
        return tuple(
            float(stage.fixed_usd_per_y[is_open].sum())
            for stage, is_open in zip(self.problem.stages, self.is_open, strict=True)
        )

    @property
    def built(self) -> tuple[SharedWork, ...]:
        """Works that are built."""
        works = zip(self.problem.works, self.is_built, strict=True)
        return tuple(work for work, is_built in works if is_built)

    @property
    def works_usd_per_y(self) -> float:
        """What the works that are built cost in a year."""
        return sum(work.fixed_usd_per_y for work in self.built)

    @property
    def cost_usd_per_y(self) -> float:
        """Cost of a year: the sum of the echelons, the fixed costs and the works."""
        fixed = sum(self.fixed_costs_usd_per_y) + self.works_usd_per_y
        return sum(self.echelon_costs_usd_per_y) + fixed

    def total(self, limit: SumLimit) -> float:
        """Return the sum over arcs that a limit bounds."""
        return sum(
            float(amounts @ flows)
            for amounts, flows in zip(limit.per_t, self.flows_t_per_y, strict=True)
        )


def carried_t_per_y(
    siting: Siting, used_t_per_t: Sequence[Sequence[Mapping[str, float]]]
) -> dict[str, float]:
    """Return the shipped tonnes of a solution at places and over links, by id.

    Parameters
    ----------
    siting
        The solution.
    used_t_per_t
        For each echelon and arc, shipped tonnes by place and link for a tonne on the arc.
    """
    carried: dict[str, float] = {}
    for flows, arcs in zip(siting.flows_t_per_y, used_t_per_t, strict=True):
        for tonnes, used in zip(flows.tolist(), arcs, strict=True):
            for name, share in used.items() if tonnes > LEAST_T else ():
                carried[name] = carried.get(name, 0.0) + tonnes * share
    return carried


def said_of_used(siting: Siting, said: Sequence[Sequence[Sequence[str]]]) -> tuple[str, ...]:
    """Return what has to be said of the arcs over which anything goes, each once.

    Parameters
    ----------
    siting
        The solution.
    said
        For each echelon and arc, what has to be said of it.
    """
    return tuple(
        dict.fromkeys(
            warning
            for flows, arcs in zip(siting.flows_t_per_y, said, strict=True)
            for tonnes, warnings in zip(flows.tolist(), arcs, strict=True)
            if tonnes > LEAST_T
            for warning in warnings
        )
    )


@dataclass(frozen=True, slots=True)
class SitingAnswer:
    """A solution with its proof, or why there is none.

    Parameters
    ----------
    status
        How the search ended.
    siting
        The best solution found, or None.
    bound_usd_per_y
        What no solution can cost less than.
    gap
        Share of the cost by which the bound is below it.
    reasons
        Where the question has no solution: which source, hub or limit, and why.
    build_s, solve_s
        Seconds for making the programme and for solving it.
    """

    status: Status
    siting: Siting | None
    bound_usd_per_y: float
    gap: float
    reasons: tuple[str, ...] = ()
    build_s: float = 0.0
    solve_s: float = 0.0


def conservation_faults(siting: Siting) -> tuple[str, ...]:
    """Return where tonnes or contained REO of a solution do not add up, in words; none if right.

    Checked are every source (no more than its volume, all of it where required), every stage
    (tonnes out are tonnes in times the mass yield; contained REO out is REO in times the recovery),
    hubs (closed ones get nothing, open ones stay within minimum and capacity), works (nothing goes
    where they are not built) and limits.
    """
    return (
        *_source_faults(siting),
        *(
            fault
            for stage in range(1, len(siting.problem.stages))
            for fault in _mass(siting, stage)
        ),
        *(fault for stage in range(len(siting.problem.stages)) for fault in _room(siting, stage)),
        *_work_faults(siting),
        *_limit_faults(siting),
    )


def _summed(rows: Indices, columns: Indices, values: Vector, shape: tuple[int, int]) -> Vector:
    total: Vector = np.bincount(
        rows * shape[1] + columns, np.asarray(values, float), minlength=shape[0] * shape[1]
    ).astype(float)
    return total.reshape(shape)


def _source_faults(siting: Siting) -> Iterator[str]:
    sources = siting.problem.sources
    sent = siting.sent_t_per_y(0).sum(axis=0)
    for name, volume, required, total in zip(
        sources.ids, sources.volumes_t_per_y, sources.required, sent, strict=True
    ):
        slack = TOLERANCE * max(volume, 1.0)
        if total > volume + slack or (required and total < volume - slack):
            yield f"{name} sends {total:,.3f} t of {volume:,.3f} t"


def _mass(siting: Siting, stage: int) -> Iterator[str]:
    """Yield where what leaves the hubs before a stage is not what they made."""
    products, before = siting.problem.products, siting.problem.stages[stage - 1]
    fed, sent = siting.fed_t_per_y(stage - 1), siting.sent_t_per_y(stage)
    made = fed * products.mass_yields[:, [stage - 1]]
    reo_in, reo_out = products.reo_t_per_t[:, stage - 1], products.reo_t_per_t[:, stage]
    if products.recoveries is None:
        gained = reo_out / np.where(reo_in > 0, reo_in, np.nan)
        recovery = products.mass_yields[:, stage - 1] * gained
    else:
        recovery = products.recoveries[:, stage - 1]
    recovered = fed * (reo_in * recovery)[:, None]
    contained = sent * reo_out[:, None]
    for row, product in enumerate(products.ids):
        for column, hub in enumerate(before.hub_ids):
            slack = TOLERANCE * max(made[row, column], 1.0)
            if abs(made[row, column] - sent[row, column]) > slack:
                yield (
                    f"{before.name} at {hub} makes {made[row, column]:,.3f} t of {product} and "
                    f"sends {sent[row, column]:,.3f} t"
                )
            elif abs(recovered[row, column] - contained[row, column]) > slack:
                yield (
                    f"{before.name} at {hub} recovers {recovered[row, column]:,.3f} t REO of "
                    f"{product} and sends {contained[row, column]:,.3f} t"
                )


def _room(siting: Siting, number: int) -> Iterator[str]:
    stage, is_open = siting.problem.stages[number], siting.is_open[number]
    fed = siting.fed_t_per_y(number).sum(axis=0)
    most = np.where(is_open, stage.capacity_t_per_y, 0.0)
    least = np.where(is_open, stage.minimum_t_per_y, 0.0)
    for hub, total, floor, ceiling in zip(stage.hub_ids, fed, least, most, strict=True):
        slack = TOLERANCE * max(total, 1.0)
        if not floor - slack <= total <= ceiling + slack:
            yield (
                f"{stage.name} at {hub} is fed {total:,.3f} t, outside {floor:,.3f} to "
                f"{ceiling:,.3f} t"
            )
    wanted = stage.open_exactly
    if wanted is not None and int(is_open.sum()) != wanted:
        yield f"{int(is_open.sum())} hubs of {stage.name} are open, not {wanted}"


def _work_faults(siting: Siting) -> Iterator[str]:
    for work, is_built in zip(siting.problem.works, siting.is_built, strict=True):
        over_t = sum(
            float(tonnes[needed].sum())
            for tonnes, needed in zip(siting.flows_t_per_y, work.needed_by, strict=True)
        )
        if over_t > TOLERANCE and not is_built:
            yield f"{over_t:,.3f} t go over {work.name}, which is not built"


def _limit_faults(siting: Siting) -> Iterator[str]:
    for limit in siting.problem.limits:
        total = siting.total(limit)
        slack = TOLERANCE * max(abs(total), 1.0)
        if not limit.least - slack <= total <= limit.most + slack:
            yield f"{limit.name} is {total:,.3f} {limit.unit}"
