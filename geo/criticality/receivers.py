"""Where cargo may go while things close: the plants that crack what deposits ship.

Owns which plants stand for those that run, where none runs yet (docs/model.md, E27).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

CRACKING, OPERATING = "cracking", "operating"
# How near to running a plant is, the nearest first; one that has only been tried takes no cargo.
NEARNESS = (OPERATING, "building", "planned", "candidate")


@dataclass(frozen=True, slots=True)
class Plant:
    """A plant: how far it is from running, its stages, and those of them that work today."""

    id: str
    status: str
    stages: Collection[str]
    working_stages: Collection[str]


@dataclass(frozen=True, slots=True)
class Receivers:
    """Plants that crack, and the status that they have in common."""

    ids: tuple[str, ...]
    status: str


def receivers(plants: Iterable[Plant]) -> Receivers:
    """Return the plants that crack today, or where none does those that are nearest to it.

    Examples
    --------
    >>> tried = Plant("tried", "pilot", ("cracking",), ())
    >>> rising = Plant("rising", "building", ("cracking", "metal"), ())
    >>> receivers([tried, rising])
    Receivers(ids=('rising',), status='building')
    """
    known = list(plants)
    for status in NEARNESS:
        found = tuple(
            plant.id
            for plant in known
            if plant.status == status
            and CRACKING in (plant.working_stages if status == OPERATING else plant.stages)
        )
        if found:
            return Receivers(found, status)
    return Receivers((), OPERATING)
