"""What is known of a year under closures from the same year with less or with other things closed.

Owns what one search tells of the next (docs/model.md, E27). A closure makes no day cheaper, so a
year with less closed bounds every day from below; and a path that was found for any year, and is
open, bounds it from above. Where both meet, the day needs no search. Of the bounds on the way to a
destination only those are sought again that lead through what closes.
"""

from __future__ import annotations

import math
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.routing.potentials import BackwardLabelSetting, LowerBounds
from zimnik.geo.routing.time_expanded import HOLDS
from zimnik.geo.routing.year_search import YearSoFar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from zimnik.geo.core.arrays import Flags, Indices, Vector
    from zimnik.geo.core.calendar import Window
    from zimnik.geo.routing.labels import Label
    from zimnik.geo.routing.matrix_cells import PricedShipper
    from zimnik.geo.routing.path_calendar import PathCalendar
    from zimnik.geo.routing.potentials import TimeWindowBound
    from zimnik.geo.routing.time_expanded import StateMove
    from zimnik.geo.routing.year_search import YearPaths


class KnownYears:
    """The years of one cargo between the same ends on the same days, under various closures.

    Sets of rows are whole numbers, of which each row is a bit.

    Parameters
    ----------
    ready_d
        Days of readiness, from 1 January.
    waiting_usd_per_t_d
        Price of a day.
    max_d
        Most days from readiness to arrival.
    """

    def __init__(self, ready_d: Sequence[int], waiting_usd_per_t_d: float, max_d: float) -> None:
        self.days: Indices = np.unique(np.asarray(ready_d, dtype=np.intp))
        self.wait, self.max_d = waiting_usd_per_t_d, max_d
        self._years: dict[int, Vector] = {}
        self._paths: dict[tuple[int, ...], tuple[int, PathCalendar, Vector]] = {}

    def year(self, costs_usd_per_t: Vector) -> YearSoFar:
        """Return what is known of the year in which the rows of infinite cost are closed."""
        closed = _bits(np.isinf(costs_usd_per_t))
        least = [usd for less, usd in self._years.items() if less | closed == closed]
        found = YearSoFar(self.days, np.max([np.zeros(len(self.days)), *least], axis=0))
        for rows, path, usd in self._paths.values():
            if not rows & closed:
                found.lay(path, usd)
        return found

    def keep(self, costs_usd_per_t: Vector, found: YearPaths) -> None:
        """Keep a year that was found; it bounds no other if its own search ended at a bound."""
        for path in found.calendars:
            key = (path.start, path.end, *path.rows)
            if key not in self._paths:
                rows = sum(1 << row for row in set(path.rows))
                self._paths[key] = (rows, path, path.costs_usd_per_t(self.wait, self.max_d))
        if not found.gap_pct:
            self._years[_bits(np.isinf(costs_usd_per_t))] = found.costs_usd_per_t


def _bits(flags: Flags) -> int:
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


@dataclass(frozen=True, slots=True)
class SharedGuide:
    """Bounds without a limit, for the labels of one origin: a `geo.routing.year_search.Guide`."""

    bounds: LowerBounds
    starts: Sequence[Label]

    def least_by_day(self, ready_d: Indices) -> Vector:
        """Return what a path costs at least on each of some days; infinite where there is none."""
        return self.bounds.of_labels(self.starts, ready_d)

    def up_to(self, limit_usd_per_t: float) -> tuple[Callable[[Label], float], float]:
        """Return the bound of a label, which holds up to any cost."""
        del limit_usd_per_t
        return self.bounds.potential(), math.inf


@dataclass(slots=True)
class KnownBounds:
    """The bounds on the way to a set of ends, and by which rows each of them leads.

    They are of the cargo of a shipper under some closures, and of all others of the same prices and
    roads; under further closures they are repaired.

    Parameters
    ----------
    end_ids
        The ends.
    open_rows
        Whether each row is open under the closures.
    onward
        What leads from each state.
    search
        The search that found the bounds.
    """

    end_ids: frozenset[str]
    open_rows: Flags
    onward: Sequence[Sequence[StateMove]]
    search: BackwardLabelSetting
    _after: list[list[int]] = field(init=False)
    _at: list[list[tuple[int, TimeWindowBound]]] = field(init=False)
    _by_row: dict[int, list[int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._after = [[] for _ in self.search.came]
        self._at = [[] for _ in self.onward]
        for number, (state, opening, row, before) in enumerate(self.search.came):
            self._at[state].append((number, opening))
            self._by_row.setdefault(row, []).append(number)
            if before >= 0:
                self._after[before].append(number)

    @classmethod
    def of(cls, shipper: PricedShipper, end_ids: Collection[str]) -> KnownBounds:
        """Return the bounds for the cargo of a shipper."""
        network, costs = shipper.network, _costs_to(shipper, end_ids)
        search = BackwardLabelSetting(network.back_by_state, costs, shipper.wait_usd_per_t_d)
        search.begin(shipper.unloading_at(*end_ids))
        search.run()
        is_open = np.isfinite(shipper.costs)
        return cls(frozenset(end_ids), is_open, network.onward_by_state, search)

    def hold_for(self, shipper: PricedShipper) -> bool:
        """Whether nothing is open to a shipper that is closed here."""
        return bool((np.isinf(shipper.costs) | self.open_rows).all())

    def under(self, shipper: PricedShipper) -> LowerBounds:
        """Return the bounds under the closures of a shipper, which are those here or more.

        Notes
        -----
        Openings that lead through a closed row are dropped, and what they made needless is sought
        again from the states that they were at.
        """
        costs, wait = _costs_to(shipper, self.end_ids), shipper.wait_usd_per_t_d
        lost = self._lost(costs)
        if not lost:
            return LowerBounds(self.search.settled, wait)
        search = copy(self.search)
        search.costs_usd_per_t, search.queue, search.came = costs, [], []
        search.settled = [openings.copy() for openings in self.search.settled]
        search.always = [*self.search.always]
        states = {self.search.came[number][0] for number in lost}
        for state in states:
            kept = sorted(opening for number, opening in self._at[state] if number not in lost)
            search.settled[state], search.always[state] = kept, _always(kept)
        for state in states:
            search.reach(state, self.onward[state])
        search.run()
        return LowerBounds(search.settled, wait)

    def _lost(self, costs_usd_per_t: Sequence[float]) -> set[int]:
        """Return the numbers of the openings that lead through a row that is closed now."""
        rows = (row for row in self._by_row if row >= 0 and costs_usd_per_t[row] == math.inf)
        front = [number for row in rows for number in self._by_row[row]]
        lost = set(front)
        while front:
            after = [n for n in self._after[front.pop()] if n not in lost]
            lost.update(after)
            front += after
        return lost


def _costs_to(shipper: PricedShipper, end_ids: Collection[str]) -> list[float]:
    """Return the costs of all rows on the way to some ends, whatever the origin."""
    # The access of an origin is left out, since no cargo returns to where it came from.
    return shipper.costs_between(shipper.own_roads_of, end_ids)


def _always(openings: Sequence[TimeWindowBound]) -> float:
    """Return the least cost of the openings that are not bound to a time of the year."""
    return min((least for least, until_d, _ in openings if until_d == math.inf), default=math.inf)


def guide_from(
    shipper: PricedShipper, bounds: LowerBounds, costs_usd_per_t: Sequence[float]
) -> SharedGuide:
    """Return bounds with the access of the origin of a shipper, which leads only out of it."""
    network = shipper.network
    own: dict[int, list[tuple[int, float, float, Window | None]]] = {}
    for label in shipper.starts[0]:
        for move in network.moves[label.node]:
            usd = costs_usd_per_t[move.row]
            if move.edge in network.access_rows and math.isfinite(usd):
                head = (move.head // HOLDS, usd, move.duration_d, move.window)
                own.setdefault(label.node // HOLDS, []).append(head)
    for state, moves in own.items():
        bounds = bounds.with_moves(state, moves)
    return SharedGuide(bounds, shipper.starts[0])
