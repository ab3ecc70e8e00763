"""Runs of a campaign: ways from one store to the next that cargo makes without waiting.

Owns the search for them in the dated network (docs/model.md, E12), by labels of cost, days and the
departures for which all on the way is open.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.campaign.layout import Laid, Passing
from zimnik.geo.core.intervals import ALWAYS, Openings, both, covers, departures, earlier
from zimnik.geo.core.vocabulary import DAYS, Quantity
from zimnik.geo.pricing.bill import QUANTITY_INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.pricing.bill import Vector
    from zimnik.geo.routing.labels import Move

# The pile at the origin and what lies at the destination are stores of their own.
ORIGIN, DESTINATION = -1, -2
_EPS_USD = 1e-9


@dataclass(frozen=True, slots=True)
class Run:
    """A way from one store to the next, without waiting.

    Parameters
    ----------
    tail, head
        Stores: nodes of the dated network, `ORIGIN` or `DESTINATION`.
    rows
        Rows of quantities in order, as `geo.routing.time_expanded.DatedNetwork` numbers them: first
        the edges of the network.
    quantities
        Bill of one tonne that makes the run, as an array.
    cost_usd_per_t, duration_d
        What it costs and takes, loading at the origin and unloading at the destination included,
        the yearly price of dedicated roads not.
    openings
        Departures for which the whole of it is open.
    passes
        Places and links of limited capacity on it, and dedicated roads.
    """

    tail: int
    head: int
    rows: tuple[int, ...]
    quantities: Vector
    cost_usd_per_t: float
    duration_d: float
    openings: Openings
    passes: tuple[Passing, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    """A way from a store to a node, and the label that it goes on from."""

    node: int
    cost_usd_per_t: float
    duration_d: float
    openings: Openings
    passes: tuple[Passing, ...]
    row: int | None
    parent: _Label | None

    def visited(self, node: int) -> bool:
        label: _Label | None = self
        while label is not None:
            if label.node == node:
                return True
            label = label.parent
        return False


def loads_of(quantities: Vector, length_km: float) -> float:
    """Return the loads of one payload on a link: t-km over km; light ones raise it (E11)."""
    hauled = quantities[QUANTITY_INDEX[Quantity.WINTER_TRUCK_TKM]]
    return float(hauled) / length_km if hauled else 1.0


def runs_from(laid: Laid, store: int) -> list[Run]:
    """Return the runs from a store, by labels in order of cost."""
    order = count()
    queue = [(seed.cost_usd_per_t, next(order), seed) for seed in _seeds(laid, store)]
    settled: dict[int, list[_Label]] = {}
    ended: list[tuple[int, _Label]] = []
    while queue:
        _, _, label = heapq.heappop(queue)
        known = settled.setdefault(label.node, [])
        if any(_dominates(laid, other, label) for other in known):
            continue
        known.append(label)
        if label.node in laid.ends:
            ended.append((DESTINATION, label))
        if label.parent is not None and laid.stored[label.node]:
            ended.append((label.node, label))
            continue
        for move in laid.moves[label.node]:
            onto = _moved(laid, label, move) if move.head in laid.leads_on else None
            if onto:
                heapq.heappush(queue, (onto.cost_usd_per_t, next(order), onto))
    return [_run(laid, store, head, label) for head, label in ended]


def _seeds(laid: Laid, store: int) -> Iterator[_Label]:
    if store != ORIGIN:
        yield _Label(store, 0.0, 0.0, ALWAYS, (), None, None)
        return
    for node, cost in laid.starts.items():
        loading_d = _days(laid.end_row(node, loading=True))
        yield _Label(node, cost, loading_d, ALWAYS, laid.limit_at(node, 0.0), None, None)


def _days(row: Vector) -> float:
    return float(sum(row[QUANTITY_INDEX[quantity]] for quantity in DAYS))


def _moved(laid: Laid, label: _Label, move: Move) -> _Label | None:
    sets_down = move.edge is None and not move.passes
    if sets_down and laid.state(label.node) not in laid.seasonal:
        return None
    opened = departures(move.window, move.duration_d)
    openings = both(label.openings, earlier(opened, label.duration_d))
    if not openings or label.visited(move.head):
        return None
    duration_d = label.duration_d + move.duration_d
    passes = label.passes
    link = laid.network.arrays.edges[move.edge].link if move.edge is not None else None
    if link is not None:
        if link.id in laid.wanted.limited or link.id in laid.wanted.roads:
            loads = loads_of(laid.network.quantities[move.row], link.length_km)
            passes = (
                *passes,
                Passing(link.id, label.duration_d, loads, laid.stretch(label.node)),
            )
        passes = (*passes, *laid.limit_at(move.head, duration_d))
    cost = label.cost_usd_per_t + laid.costs[move.row]
    return _Label(move.head, cost, duration_d, openings, passes, move.row, label)


def _dominates(laid: Laid, one: _Label, other: _Label) -> bool:
    later_d = other.duration_d - one.duration_d
    if later_d < 0:
        return False
    waiting = float(laid.wanted.prices[QUANTITY_INDEX[Quantity.WAITING_D]])
    return (
        one.cost_usd_per_t + waiting * later_d <= other.cost_usd_per_t + _EPS_USD
        and {passing.name for passing in one.passes} <= {passing.name for passing in other.passes}
        and covers(one.openings, earlier(other.openings, -later_d))
    )


def _run(laid: Laid, store: int, head: int, last: _Label) -> Run:
    rows: list[int] = []
    label, first = last, last
    while label.parent is not None:
        if label.row is not None:
            rows.append(label.row)
        label = label.parent
        first = label
    rows.reverse()
    quantities = laid.network.quantities[rows].sum(axis=0)
    cost = last.cost_usd_per_t
    if store == ORIGIN:
        quantities = quantities + laid.end_row(first.node, loading=True)
    if head == DESTINATION:
        quantities = quantities + laid.end_row(last.node, loading=False)
        cost += laid.ends[last.node]
    return Run(
        tail=store,
        head=head,
        rows=tuple(rows),
        quantities=np.asarray(quantities, dtype=np.float64),
        cost_usd_per_t=cost,
        duration_d=last.duration_d,
        openings=last.openings,
        passes=last.passes,
    )
