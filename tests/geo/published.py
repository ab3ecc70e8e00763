"""Readers of published location problems: OR-Library's files, and two stages with capacities."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse.csgraph import shortest_path

from tests.geo.siting_cases import goods
from zimnik.geo.siting.problem import (
    SitingProblem,
    Sources,
    echelon_between,
    echelon_of_table,
    open_stage,
)

if TYPE_CHECKING:
    from pathlib import Path

    from zimnik.geo.core.arrays import Vector


def _demands(amounts: Vector) -> Sources:
    ids = tuple(f"c{number}" for number in range(len(amounts)))
    count = len(amounts)
    return Sources(ids, amounts, np.zeros(count, dtype=np.int64), np.ones(count, dtype=bool))


def distances(path: Path) -> tuple[Vector, int]:
    """Return the distances between all places of a p-median file, and how many are to open.

    An edge that is there twice has the length it is given last.
    """
    count, _, wanted, *edges = path.read_text("ascii").split()
    lengths = np.full((int(count), int(count)), np.inf)
    for tail, head, length in np.array(edges, int).reshape(-1, 3):
        lengths[tail - 1, head - 1] = lengths[head - 1, tail - 1] = length
    np.fill_diagonal(lengths, 0)
    return shortest_path(lengths), int(wanted)


def p_median(path: Path) -> SitingProblem:
    """Return the question of a p-median file."""
    lengths, wanted = distances(path)
    demands = _demands(np.ones(len(lengths)))
    hubs = open_stage("hub", [f"h{n}" for n in range(len(lengths))], open_exactly=wanted)
    return SitingProblem(demands, goods(), (hubs,), (echelon_of_table(lengths, demands.products),))


def capacitated(path: Path) -> SitingProblem:
    """Return the question of a capacitated warehouse file; its costs are of whole demands."""
    hubs, customers, *numbers = (float(word) for word in path.read_text("ascii").split())
    count = int(hubs)
    capacity, fixed = np.array(numbers[: 2 * count]).reshape(count, 2).T
    rows = np.array(numbers[2 * count :]).reshape(int(customers), count + 1)
    demands = _demands(rows[:, 0])
    stage = open_stage(
        "hub",
        [f"h{n}" for n in range(count)],
        fixed_usd_per_y=fixed,
        capacity_t_per_y=capacity,
    )
    echelon = echelon_of_table(rows[:, 1:] / rows[:, [0]], demands.products)
    return SitingProblem(demands, goods(), (stage,), (echelon,))


def two_stage(path: Path) -> SitingProblem:
    """Return the question of a file of plants, depots and customers, seen from the customers.

    Goods that run from plant to customer cost what they would cost on the way back.
    """
    lines = path.read_text("ascii").splitlines()
    plants, depots, customers = (int(word) for word in lines[0].split())
    sizes = (customers, plants, plants, depots, depots)
    ends = np.cumsum([1, *sizes])
    demand, plant, to_depot, depot, to_customer = (
        np.array([line.split() for line in lines[first:last]], float)
        for first, last in pairwise(ends)
    )
    demands = _demands(demand[:, 0])
    stages = tuple(
        open_stage(
            name,
            [f"{name}{n}" for n in range(len(table))],
            capacity_t_per_y=table[:, 0],
            fixed_usd_per_y=table[:, 1],
        )
        for name, table in (("depot", depot), ("plant", plant))
    )
    echelons = (
        echelon_of_table(to_customer.T, demands.products),
        echelon_between(to_depot.T[None]),
    )
    return SitingProblem(demands, goods(2), stages, echelons)
