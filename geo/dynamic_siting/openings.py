"""What opens, grows or is built in which period of a plan.

Owns how a plan over periods reads as a list of buildings (docs/model.md, E71).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.dynamic_siting.periods import BuiltPeriod, HorizonAnswer

# Less than this share of a step is rounding of the solver.
ROUNDING = 1e-6


class Kind(StrEnum):
    """What happens: a hub opens, its plant is enlarged, or a road or port is built."""

    OPENS = "opens"
    ENLARGED = "enlarged"
    BUILT = "built"


@dataclass(frozen=True, slots=True)
class Opening:
    """Something that is first used or enlarged.

    Parameters
    ----------
    year
        First year of the period.
    kind
        What happens.
    stage, name
        Stage and hub; of a work no stage, and its name.
    added_t_per_y
        Mean feed a year that is built for; None of a work, and of a plant that stands or whose
        size is not decided.
    build_usd
        What it costs once.
    """

    year: int
    kind: Kind
    stage: str
    name: str
    added_t_per_y: float | None
    build_usd: float


def openings(answer: HorizonAnswer) -> tuple[Opening, ...]:
    """Return what opens, grows and is built, in the order of years."""
    found: list[Opening] = []
    before: BuiltPeriod | None = None
    used: set[tuple[int, int]] = set()
    for number, one in enumerate(answer.built):
        found += _works(answer, number, one, before)
        for stage in range(len(one.siting.problem.stages)):
            found += _hubs(answer, number, stage, used)
        before = one
    return tuple(found)


def _works(
    answer: HorizonAnswer, number: int, one: BuiltPeriod, before: BuiltPeriod | None
) -> Iterator[Opening]:
    is_built = one.siting.is_built
    stood = np.zeros_like(is_built) if before is None else before.siting.is_built
    costs = answer.horizon.parts[number].works_build_usd or (0.0,) * len(is_built)
    for work, built, was, usd in zip(one.siting.problem.works, is_built, stood, costs, strict=True):
        if built and not was:
            yield Opening(one.period.first_year, Kind.BUILT, "", work.name, None, usd)


def _hubs(
    answer: HorizonAnswer, number: int, stage: int, used: set[tuple[int, int]]
) -> Iterator[Opening]:
    """Yield the hubs of a stage that open or grow; those that have opened are added to `used`."""
    one, own = answer.built[number], answer.horizon.parts[number].expansions[stage]
    hubs = one.siting.problem.stages[stage]
    before = answer.built[number - 1].steps[stage] if number else np.zeros_like(one.steps[stage])
    added = one.steps[stage] - before
    for column, hub in enumerate(hubs.hub_ids):
        key = stage, column
        grows = own is not None and bool(added[column] > ROUNDING)
        opens = key not in used and (grows or bool(one.siting.is_open[stage][column]))
        if opens:
            used.add(key)
        if not (opens or grows):
            continue
        built = grows and own is not None
        yield Opening(
            one.period.first_year,
            Kind.OPENS if opens else Kind.ENLARGED,
            hubs.name,
            hub,
            float(added[column] * own.step[column]) if built and own is not None else None,
            float(added[column] * own.build_usd[column]) if built and own is not None else 0.0,
        )
