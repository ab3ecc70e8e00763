"""Stored paths in Monte Carlo samples: when cargo passes them, and which is taken on which day.

Owns the waits of a path whose days are drawn, on every day of readiness (docs/model.md, E39), and
the rule by which a day takes the cheapest of some paths.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.calendar import YEAR_D

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zimnik.geo.core.arrays import Flags, Indices, Vector
    from zimnik.geo.core.calendar import Window

_EPS_D = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class DrawnRun:
    """Moves in a row that cargo goes through without a wait, in every sample.

    Parameters
    ----------
    dated
        Of each move with a season when cargo must leave at the earliest to find it open, and for
        how many days it may leave later.
    never
        Whether a season is shorter than its move.
    moving_d
        Days of all moves.
    """

    dated: tuple[tuple[Vector, Vector], ...]
    never: Flags
    moving_d: Vector

    @classmethod
    def of(
        cls, windows: Sequence[Window | None], moves_d: Sequence[Vector], count: int
    ) -> DrawnRun:
        """Return a run of moves of some seasons and days."""
        dated, after_d, never = [], np.zeros(count), np.zeros(count, dtype=bool)
        for window, move_d in zip(windows, moves_d, strict=True):
            if window is not None:
                slack_d = window.length_d - move_d
                never |= slack_d < 0
                dated.append((window.opens_d - after_d, slack_d))
            after_d = after_d + move_d
        return cls(tuple(dated), never, np.zeros(count) + np.sum(moves_d, axis=0))

    def waits_d(self, there_d: Vector, part: slice) -> Vector:
        """Return how long cargo waits, in some samples and on every day.

        As `geo.routing.path_calendar` rules: each wait ends at the first moment from which
        the whole run goes through without another.
        """
        shut = self.never[part, np.newaxis] | ~np.isfinite(there_d)
        dated = [
            (opens_d[part, np.newaxis], slack_d[part, np.newaxis])
            for opens_d, slack_d in self.dated
        ]
        return _waited_d(dated, there_d, shut)


@dataclass(frozen=True, slots=True, eq=False)
class DrawnWay:
    """A path in every sample: what it costs, emits and takes without waits, and where it waits."""

    usd_per_t: Vector
    waiting_usd_per_t_d: Vector
    co2: Vector
    first_d: Vector
    moving_d: Vector
    runs: tuple[DrawnRun, ...]

    def on_days(self, ready_d: Indices, part: slice) -> WayByDay:
        """Return it in some samples (row) on every day of readiness (column)."""
        there_d = ready_d.astype(np.float64) + self.first_d[part, np.newaxis]
        waits_d = np.zeros_like(there_d)
        for run in self.runs:
            waited_d = run.waits_d(there_d, part)
            waits_d += waited_d
            there_d += waited_d
            there_d += run.moving_d[part, np.newaxis]
        usd = self.usd_per_t[part, np.newaxis]
        return WayByDay(
            usd + waits_d * self.waiting_usd_per_t_d[part, np.newaxis],
            np.broadcast_to(self.co2[part, np.newaxis], waits_d.shape),
            self.moving_d[part, np.newaxis] + waits_d,
        )


@dataclass(frozen=True, slots=True, eq=False)
class WayByDay:
    """What a tonne costs, emits and takes in every sample (row) on every day (column)."""

    usd_per_t: Vector
    co2: Vector
    days: Vector


def _waited_d(dated: Sequence[tuple[Vector, Vector]], there_d: Vector, shut: Flags) -> Vector:
    """Return the waits until all windows let cargo through, given when it must pass each."""
    from_d = np.where(shut, 0.0, there_d)
    leave_d = from_d
    settled, number = 0, 0
    while settled < len(dated):
        opens_d, slack_d = dated[number % len(dated)]
        number += 1
        since_d = leave_d - opens_d
        # The remainder by a floor takes a third of the time of that of NumPy.
        since_d -= YEAR_D * np.floor((since_d + _EPS_D) * (1 / YEAR_D))
        late = (since_d > slack_d + _EPS_D) & ~shut
        if not late.any():
            settled += 1
            continue
        leave_d = np.where(late, leave_d + YEAR_D - since_d, leave_d)
        shut = shut | (leave_d - from_d > YEAR_D)
        # At the opening of a window it lets through; only the others have to be asked again.
        settled = 1
    return np.where(shut, np.inf, leave_d - from_d)


def cheapest_way(ways: Sequence[WayByDay], max_d: float) -> WayByDay:
    """Return the path that is taken: the cheapest in time, of all where none is in time."""
    usd, co2, days = (values.copy() for values in (ways[0].usd_per_t, ways[0].co2, ways[0].days))
    in_time = days <= max_d
    for way in ways[1:]:
        timely = way.days <= max_d
        better = np.where(timely == in_time, way.usd_per_t < usd, timely)
        np.copyto(usd, way.usd_per_t, where=better)
        np.copyto(co2, way.co2, where=better)
        np.copyto(days, way.days, where=better)
        in_time |= timely
    return WayByDay(usd, co2, days)
