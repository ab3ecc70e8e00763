"""The dated network as arrays, as the compiled searches read it.

Owns the order of the columns: moves sorted by the node or state that they leave or lead to, whole
years marked by a negative length.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zimnik.geo.core.arrays import Flags, Indices, Vector
    from zimnik.geo.core.calendar import Window

ALL_YEAR = -1.0


def can_compile() -> bool:
    """Whether Numba is installed, by which the searches are compiled."""
    return find_spec("numba") is not None


@dataclass(frozen=True, slots=True, eq=False)
class MoveArrays:
    """Moves by the node or state at one of their ends.

    Parameters
    ----------
    starts
        Number of the first move of each node, and last their count.
    others
        Node or state at the other end.
    rows
        Row of the costs.
    durations_d
        Days under way.
    opens_d, lengths_d
        When each is open; a negative length stands for all the year.
    """

    starts: Indices
    others: Indices
    rows: Indices
    durations_d: Vector
    opens_d: Vector
    lengths_d: Vector

    @classmethod
    def of(cls, moves: Sequence[Sequence[tuple[int, int, float, Window | None]]]) -> MoveArrays:
        """Return the arrays of moves: other end, row, days and window of each."""
        counts = np.array([0, *map(len, moves)], dtype=np.int64)
        listed = [move for leading in moves for move in leading]
        windows = [move[3] for move in listed]
        return cls(
            starts=np.cumsum(counts),
            others=np.array([move[0] for move in listed], dtype=np.int64),
            rows=np.array([move[1] for move in listed], dtype=np.int64),
            durations_d=np.array([move[2] for move in listed], dtype=np.float64),
            opens_d=np.array([float(w.opens_d) if w else 0.0 for w in windows]),
            lengths_d=np.array([float(w.length_d) if w else ALL_YEAR for w in windows]),
        )

    def opened(self, windows: Mapping[int, Window | None]) -> MoveArrays:
        """Return the same moves, those of some rows open at other times."""
        rows = len(self.rows) and int(self.rows.max()) + 1
        number = np.full(max(rows, *windows, 0) + 1, -1)
        number[list(windows)] = np.arange(len(windows))
        opens_d = np.array([float(w.opens_d) if w else 0.0 for w in windows.values()])
        lengths_d = np.array([float(w.length_d) if w else ALL_YEAR for w in windows.values()])
        of_move = number[self.rows]
        told = of_move >= 0
        return replace(
            self,
            opens_d=np.where(told, opens_d[of_move], self.opens_d),
            lengths_d=np.where(told, lengths_d[of_move], self.lengths_d),
        )

    @property
    def columns(self) -> tuple[Indices, Indices, Indices, Vector, Vector, Vector]:
        """The arrays in the order in which the searches take them."""
        return (
            self.starts, self.others, self.rows, self.durations_d, self.opens_d, self.lengths_d
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A dated network as arrays.

    Parameters
    ----------
    moves
        What leaves each node.
    onward, back
        What leads from each state, and what leads to it.
    stored
        Whether each node is a store.
    durations_d
        Days of every row of the costs.
    """

    moves: MoveArrays
    onward: MoveArrays
    back: MoveArrays
    stored: Flags
    durations_d: Vector

    def opened(self, windows: Mapping[int, Window | None]) -> Layout:
        """Return the same network, the moves of some rows open at other times; None: all year."""
        return replace(
            self,
            moves=self.moves.opened(windows),
            onward=self.onward.opened(windows),
            back=self.back.opened(windows),
        )

    @property
    def holds(self) -> int:
        """How many nodes a state has."""
        return len(self.stored) // (len(self.onward.starts) - 1)
