"""Small siting questions, and the answer by trying everything."""

from __future__ import annotations

from itertools import chain, combinations, product
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import linprog

from zimnik.geo.siting.problem import (
    Echelon,
    Products,
    SitingProblem,
    Sources,
    Stage,
    echelon_between,
    echelon_of_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.geo.core.arrays import Vector


def goods(stages: int = 1, kinds: int = 1, pull: float = 1.0) -> Products:
    """Return products that keep their mass, or lose some of it at every stage."""
    return Products(
        tuple(f"goods{kind}" for kind in range(kinds)),
        np.full((kinds, stages - 1), pull),
        np.full((kinds, stages), np.nan),
    )


def sources(*volumes: float, kinds: Sequence[int] = ()) -> Sources:
    """Return sources named s0, s1... all of which must be sent."""
    ids = tuple(f"s{number}" for number in range(len(volumes)))
    carried = np.array(kinds or [0] * len(volumes))
    return Sources(ids, np.array(volumes, float), carried, np.ones(len(volumes), dtype=bool))


def stage(
    name: str,
    fixed: Sequence[float],
    capacity: Sequence[float] = (),
    minimum: Sequence[float] = (),
    **choice: Any,
) -> Stage:
    """Return a stage of hubs named after it: a0, a1..."""
    count = len(fixed)
    return Stage(
        name,
        tuple(f"{name}{number}" for number in range(count)),
        np.array(fixed, float),
        np.array(capacity or [np.inf] * count, float),
        np.array(minimum or [0] * count, float),
        **choice,
    )


def one_stage(
    costs: Sequence[Sequence[float]], hubs: Stage, *volumes: float, **more: Any
) -> SitingProblem:
    """Return a question of one stage from a cost table."""
    given = sources(*(volumes or [1.0] * len(costs)))
    echelon = echelon_of_table(np.array(costs, float), given.products)
    return SitingProblem(given, goods(), (hubs,), (echelon,), **more)


def two_stages(
    feed: Vector, between: Vector, given: Sources, products: Products, stages: tuple[Stage, Stage]
) -> SitingProblem:
    """Return a question of two stages from two cost tables."""
    echelons: tuple[Echelon, ...] = (
        echelon_of_table(feed, given.products),
        echelon_between(between),
    )
    return SitingProblem(given, products, stages, echelons)


def least_cost_by_trial(problem: SitingProblem) -> float:
    """Return the least cost over every set of open hubs; infinite where none will do.

    Knows paths and not arcs: one unknown for each path from a source through all stages, so that it
    shares neither rows nor unknowns with the model.
    """
    return min(
        (_cost_of_open(problem, opened) for opened in _choices(problem)), default=float("inf")
    )


def _choices(problem: SitingProblem) -> Iterator[tuple[frozenset[int], ...]]:
    every_stage = []
    for hubs in problem.stages:
        numbers = range(len(hubs.hub_ids))
        fixed = {n for n in numbers if hubs.hub_ids[n] in hubs.open_ids}
        shut = {n for n in numbers if hubs.hub_ids[n] in hubs.closed_ids}
        sets = chain.from_iterable(combinations(numbers, size) for size in range(len(numbers) + 1))
        every_stage.append(
            [
                frozenset(opened)
                for opened in sets
                if fixed <= set(opened)
                and not shut & set(opened)
                and hubs.open_exactly in {None, len(opened)}
            ]
        )
    return product(*every_stage)


def _cost_of_open(problem: SitingProblem, opened: tuple[frozenset[int], ...]) -> float:
    fixed = sum(
        float(hubs.fixed_usd_per_y[list(numbers)].sum())
        for hubs, numbers in zip(problem.stages, opened, strict=True)
    )
    paths = [
        path
        for path in _paths(problem)
        if all(h in o for h, o in zip(path[1], opened, strict=True))
    ]
    if not problem.single_sourcing:
        return fixed + _cost_of_paths(problem, paths, opened)
    firsts = [sorted(opened[0]) if volume else [-1] for volume in problem.sources.volumes_t_per_y]
    return fixed + min(
        (
            _cost_of_paths(
                problem, [path for path in paths if path[1][0] == first[path[0]]], opened
            )
            for first in product(*firsts)
        ),
        default=float("inf"),
    )


def _paths(problem: SitingProblem) -> list[tuple[int, tuple[int, ...], float]]:
    """Return source, hubs and cost of a tonne sent for every path."""
    kinds, mass_yields = problem.sources.products, problem.products.mass_yields
    echelon = problem.echelons[0]
    paths: list[tuple[int, tuple[int, ...], float]] = [
        (int(tail), (int(head),), float(cost))
        for tail, head, cost in zip(
            echelon.tails, echelon.heads, echelon.cost_usd_per_t, strict=True
        )
    ]
    for number, echelon in enumerate(problem.echelons[1:], start=1):
        paths = [
            (
                source,
                (*hubs, int(head)),
                cost + float(added * mass_yields[kinds[source], :number].prod()),
            )
            for source, hubs, cost in paths
            for tail, head, kind, added in zip(
                echelon.tails, echelon.heads, echelon.products, echelon.cost_usd_per_t, strict=True
            )
            if tail == hubs[-1] and kind == kinds[source]
        ]
    return paths


def _cost_of_paths(
    problem: SitingProblem,
    paths: list[tuple[int, tuple[int, ...], float]],
    opened: tuple[frozenset[int], ...],
) -> float:
    volumes, kinds = problem.sources.volumes_t_per_y, problem.sources.products
    if not paths:
        needs = any(
            h.minimum_t_per_y[list(o)].any() for h, o in zip(problem.stages, opened, strict=True)
        )
        return float("inf") if needs or volumes.any() else 0.0
    equal = np.array(
        [[float(path[0] == source) for path in paths] for source in range(len(volumes))]
    )
    rows, most = [], []
    for number, hubs in enumerate(problem.stages):
        for hub in opened[number]:
            fed = np.array(
                [
                    problem.products.mass_yields[kinds[s], :number].prod() * (path[number] == hub)
                    for s, path, _ in paths
                ]
            )
            if np.isfinite(hubs.capacity_t_per_y[hub]):
                rows.append(fed)
                most.append(hubs.capacity_t_per_y[hub])
            rows.append(-fed)
            most.append(-hubs.minimum_t_per_y[hub])
    found = linprog(
        [cost for _, _, cost in paths], A_ub=np.array(rows), b_ub=most, A_eq=equal, b_eq=volumes
    )
    return float(found.fun) if found.status == 0 else float("inf")
