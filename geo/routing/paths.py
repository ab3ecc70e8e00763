"""A path through the network: which edges, and where cargo waits before the next of them.

Owns what a search hands to `geo.routing.assembly`, whether it knew dates or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zimnik.geo.core.calendar import Window


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step of a path.

    Parameters
    ----------
    edge
        Number of the edge of the network; None where cargo is set down and loaded again.
    waiting_d
        Days that the cargo waits before the step.
    window
        Window that the search held the step to; None where it may take place at any time.
    """

    edge: int | None
    waiting_d: float = 0.0
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """Steps in the order of travel, and the whole day of readiness from 1 January, if any."""

    steps: tuple[PathStep, ...]
    ready_d: int | None = None
    best_ready_d: tuple[int, int] | None = None


def undated_path(edges: Iterable[int]) -> Path:
    """Return a path that waits nowhere."""
    return Path(tuple(PathStep(edge) for edge in edges))
