"""The way from a node to an end by what is open all year, told by costs to go.

Owns which way it is where several cost the same: of the moves by which the cost to go is what it
is, that to the node from which least is left to go, and of those the first. Compiled or not, it is
this function.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zimnik.geo.core.arrays import Indices, Vector


def steady_way(
    starts: Indices,
    heads: Indices,
    costs: Vector,
    usd_per_t: Vector,
    ends_usd_per_t: Vector,
    node: int,
) -> tuple[list[int], int]:
    """Return the numbers of the moves from a node to an end, and the node where it ends.

    Parameters
    ----------
    starts, heads, costs
        Of each node its first move, the node to which each leads, and its cost, infinite where it
        is closed.
    usd_per_t, ends_usd_per_t
        Cost to go from each node, finite from the one asked for, and cost of ending at it.
    node
        Where it begins.
    """
    way = [0][:0]
    while True:
        # What is reached at no cost, each with the one before and the move: there the cost to go is
        # the same, and to step from one to the next may lead in circles.
        level, before, by = [node], [-1], [-1]
        at, onward = 0, -1
        while ends_usd_per_t[level[at]] != usd_per_t[node]:
            here, least = level[at], math.inf
            for move in range(starts[here], starts[here + 1]):
                head = heads[move]
                if usd_per_t[head] + costs[move] != usd_per_t[here]:
                    continue
                if usd_per_t[head] < min(usd_per_t[here], least):
                    least, onward = usd_per_t[head], move
                elif usd_per_t[head] == usd_per_t[here] and head not in level:
                    level.append(head)
                    before.append(at)
                    by.append(move)
            if onward >= 0:
                break
            at += 1
        last, first = level[at], len(way)
        while before[at] >= 0:
            way.insert(first, by[at])
            at = before[at]
        if onward < 0:
            return way, last
        way.append(onward)
        node = heads[onward]
