"""Small sitings that grow in steps, and what they cost by trying everything.

The oracle knows one stage, tonnes from source to hub and nothing of shares, so that it shares
neither rows nor unknowns with the model.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations_with_replacement, pairwise, product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import linprog

from tests.geo.siting_cases import one_stage, stage
from zimnik.geo.dynamic_siting.sizing import Expansion, SizedProblem
from zimnik.geo.siting.problem import SharedWork

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOTHING = 1e-7


class Design(NamedTuple):
    """What stands: hubs that are open, steps at each, and works."""

    is_open: tuple[bool, ...]
    steps: tuple[int, ...]
    works: tuple[bool, ...]


def grown(
    costs: Sequence[Sequence[float]],
    volumes: Sequence[float],
    *,
    fixed: Sequence[float],
    step_t: Sequence[float],
    build_usd: Sequence[float],
    step_usd_per_y: Sequence[float],
    works: Sequence[tuple[float, float, tuple[int, int]]] = (),
    capacity: Sequence[float] = (),
    whole: bool = True,
) -> SizedProblem:
    """Return a siting of one stage whose hubs grow in steps of tonnes.

    A work is what it costs a year, what building it costs, and the source and hub between which
    there is no way without it.
    """
    problem = one_stage(costs, stage("a", fixed, capacity), *volumes)
    echelon = problem.echelons[0]
    built = tuple(
        SharedWork(
            f"work{number}",
            usd_per_y,
            (np.array((echelon.tails == ends[0]) & (echelon.heads == ends[1])),),
        )
        for number, (usd_per_y, _, ends) in enumerate(works)
    )
    expansion = Expansion(
        np.array(step_t, float),
        np.array(build_usd, float),
        np.array(step_usd_per_y, float),
        np.ones(len(fixed), dtype=bool),
        np.ones(echelon.count),
        whole,
    )
    return SizedProblem(
        replace(problem, works=built), (expansion,), tuple(usd for _, usd, _ in works)
    )


def drawn_case(random: np.random.Generator, parts: int) -> list[SizedProblem]:
    """Return sitings of the same two hubs, with volumes and costs of their own."""
    count = int(random.integers(1, 4))
    ways = random.random((count, 2)) < 0.85
    fixed = random.choice([0.0, 4.0, 9.0], 2)
    step_t = random.choice([3.0, 5.0, 8.0], 2)
    build_usd, usd_per_y = random.choice([10.0, 20.0, 35.0], 2), random.choice([0.0, 1.0, 3.0], 2)
    capacity = random.choice([6.0, 12.0, np.inf], 2)
    works = [(2.0, 15.0, (0, int(random.integers(2))))] if random.random() < 0.5 else []
    found = []
    for _ in range(parts):
        volumes = random.choice([0.0, 2.0, 5.0, 7.0], count)
        costs = np.where(ways, random.choice([1.0, 2.0, 4.0, 7.0], (count, 2)), np.inf)
        found.append(
            grown(
                costs.tolist(),
                volumes.tolist(),
                fixed=fixed.tolist(),
                step_t=step_t.tolist(),
                build_usd=build_usd.tolist(),
                step_usd_per_y=usd_per_y.tolist(),
                works=works,
                capacity=capacity.tolist(),
            )
        )
    return found


def designs(parts: Sequence[SizedProblem]) -> list[Design]:
    """Return everything that may stand."""
    most = np.max([part.most_steps(0) for part in parts], axis=0).astype(int)
    stage_, works = parts[0].problem.stages[0], parts[0].problem.works
    opens = [(True,) if not usd else (False, True) for usd in stage_.fixed_usd_per_y]
    return [
        Design(is_open, steps, built)
        for is_open in product(*opens)
        for steps in product(*(range(count + 1) for count in most))
        for built in product((False, True), repeat=len(works))
    ]


def trajectories(every: Sequence[Design], periods: int) -> Iterator[tuple[Design, ...]]:
    """Yield what may stand in periods in turn, what stands staying."""
    ordered = sorted(every)
    for chosen in combinations_with_replacement(ordered, periods):
        if all(_stays(a, b) for a, b in pairwise(chosen)):
            yield chosen


def _stays(before: Design, after: Design) -> bool:
    pairs = (zip(x, y, strict=True) for x, y in zip(before, after, strict=True))
    return all(b >= a for pair in pairs for a, b in pair)


def build_cost_usd(part: SizedProblem, design: Design) -> float:
    """Return what building all that stands has cost."""
    steps = part.expansions[0]
    assert steps is not None
    works = sum(usd for usd, built in zip(part.works_build_usd, design.works, strict=True) if built)
    return float(steps.build_usd @ np.array(design.steps)) + works


class Oracle:
    """What a siting sends and costs where it is known what stands."""

    def __init__(self, part: SizedProblem) -> None:
        self.part = part
        self.most_sent_t = cache(self._most_sent_t)
        self.cost_usd = cache(self._cost_usd)

    def _standing_usd(self, design: Design) -> float:
        steps, problem = self.part.expansions[0], self.part.problem
        assert steps is not None
        fixed = problem.stages[0].fixed_usd_per_y @ np.array(design.is_open, float)
        works = sum(
            work.fixed_usd_per_y
            for work, built in zip(problem.works, design.works, strict=True)
            if built
        )
        return float(fixed + steps.usd_per_y @ np.array(design.steps)) + works

    def _solve(self, design: Design, prices: list[float], sent_t: float | None) -> float | None:
        """Return the least of prices times tonnes; None where there is no way."""
        problem, steps = self.part.problem, self.part.expansions[0]
        assert steps is not None
        echelon, volumes = problem.echelons[0], problem.sources.volumes_t_per_y
        room = np.minimum(
            problem.stages[0].capacity_t_per_y, steps.step * np.array(design.steps)
        ) * np.array(design.is_open)
        bounds = []
        for arc in range(echelon.count):
            barred = any(
                work.needed_by[0][arc] and not built
                for work, built in zip(problem.works, design.works, strict=True)
            )
            bounds.append((0.0, 0.0 if barred else None))
        by_source = np.array([echelon.tails == row for row in range(len(volumes))], float)
        by_hub = np.array([echelon.heads == hub for hub in range(len(room))], float)
        most, limits = [by_hub, by_source], [room, volumes]
        equal = np.ones((1, echelon.count)) if sent_t is not None else None
        total = [sent_t] if sent_t is not None else None
        if not echelon.count:
            return 0.0 if not sent_t or sent_t < NOTHING else None
        found = linprog(
            prices, np.vstack(most), np.concatenate(limits), equal, total, bounds=bounds
        )
        return float(found.fun) if found.status == 0 else None

    def _most_sent_t(self, design: Design) -> float:
        count = self.part.problem.echelons[0].count
        return -(self._solve(design, [-1.0] * count, None) or 0.0)

    def _cost_usd(self, design: Design) -> float:
        """Return the cost of a year in which as much is sent as can be."""
        sent_t = self.most_sent_t(design)
        prices = self.part.problem.echelons[0].cost_usd_per_t.tolist()
        moved = self._solve(design, prices, max(sent_t - NOTHING, 0.0))
        assert moved is not None
        return moved + self._standing_usd(design)

    def serves_all(self, design: Design) -> bool:
        """Return whether all that sources have is sent."""
        wanted_t = float(self.part.problem.sources.volumes_t_per_y.sum())
        return self.most_sent_t(design) >= wanted_t - 1e-6
