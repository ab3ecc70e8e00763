"""Years drawn from those that were read, and how gauges move together.

Owns docs/model.md, E31. A year is drawn whole: gauges with common years take the same calendar
year, so that what moves together does. What has no years in common is drawn on its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from zimnik.geo.core.arrays import Indices, Vector
    from zimnik.geo.core.chance import Chance
    from zimnik.geo.years.evidence import Group
    from zimnik.geo.years.gauges import Gauge

# Gauges with fewer years in common say little of how they move together.
LEAST_COMMON_YEARS = 10
# A year is drawn as a whole if so many of the gauges that go together were read in it.
WHOLE_SHARE = 0.75
# What years of a seed are drawn for, wherever they are asked for.
DRAWN_YEARS = "drawn years"


@dataclass(frozen=True, slots=True)
class Block:
    """Groups that were read in common years, and the years that are drawn of them.

    Parameters
    ----------
    groups
        The groups.
    years
        Calendar years in which three quarters of them were read; none where they have no year.
    """

    groups: tuple[Group, ...]
    years: tuple[int, ...]


def blocks_of(groups: Iterable[Group]) -> tuple[Block, ...]:
    """Return groups with those of common years together; one without years is alone.

    Two groups belong together if they have ten years in common, or both belong to a third.
    """
    together: list[list[Group]] = []
    for group in groups:
        joined = [block for block in together if any(_is_read_with(group, own) for own in block)]
        together = [block for block in together if block not in joined]
        together.append([group, *(own for block in joined for own in block)])
    return tuple(Block(tuple(block), _whole_years(block)) for block in together)


def _is_read_with(group: Group, other: Group) -> bool:
    return len(set(group.years) & set(other.years)) >= LEAST_COMMON_YEARS


def _whole_years(groups: Sequence[Group]) -> tuple[int, ...]:
    years = {year for group in groups for year in group.years}
    read = {year: sum(year in group.years for group in groups) for year in years}
    return tuple(sorted(year for year in years if read[year] >= WHOLE_SHARE * len(groups)))


def drawn_years(
    groups: Mapping[str, Group], count: int, chance: Chance, *, fully_correlated: bool = False
) -> list[dict[str, int]]:
    """Draw years; each gives the number of the shift of every group.

    Parameters
    ----------
    groups
        Groups by id, as `geo.years.evidence.season_evidence` gives them.
    count
        How many years.
    chance
        Where chance comes from; the same gives the same years, and a group that is on its own the
        same shifts whatever other groups there are.
    fully_correlated
        Whether all groups have a season of the same rank among their own, the shortest together and
        the longest together: the other end of what is possible where no common years are known.
    """
    drawn: dict[str, list[int]] = {}
    if fully_correlated:
        ranks = chance.of("rank").random(count)
        for name, group in groups.items():
            drawn[name] = np.array(_by_length(group))[_places(ranks, len(group.shifts))].tolist()
    else:
        for block in blocks_of(groups[name] for name in sorted(groups)):
            drawn |= _drawn(block, count, chance)
    return [{name: numbers[year] for name, numbers in drawn.items()} for year in range(count)]


def _by_length(group: Group) -> list[int]:
    """Return the numbers of the shifts of a group from the shortest season to the longest."""
    return sorted(range(len(group.shifts)), key=lambda number: group.shifts[number].longer_d)


def _drawn(block: Block, count: int, chance: Chance) -> dict[str, list[int]]:
    """Return the numbers of the shifts of the groups of a block in every year."""
    years: list[int | None] = [None] * count
    if block.years:
        shares = chance.of(f"block {min(group.id for group in block.groups)}").random(count)
        years = np.array(block.years)[_places(shares, len(block.years))].tolist()
    found = {}
    for group in block.groups:
        place = {year: number for number, year in enumerate(group.years)}
        alone = _places(chance.of(f"group {group.id}").random(count), len(group.shifts)).tolist()
        found[group.id] = [
            place.get(year, own) if year is not None else own
            for year, own in zip(years, alone, strict=True)
        ]
    return found


def _places(shares: Vector, count: int) -> Indices:
    """Return which of so many stands at each share of them."""
    return (shares * count).astype(np.int64)


@dataclass(frozen=True, slots=True)
class PairCorrelation:
    """How opening and closing of two gauges go together over the years in which both were read."""

    first_id: str
    second_id: str
    common_years: int
    opening_correlation: float
    closing_correlation: float


def pair_correlations(gauges: Sequence[Gauge]) -> tuple[PairCorrelation, ...]:
    """Return the correlations of all pairs of gauges with ten common years or more."""
    found = []
    read = {gauge.id: gauge.shifts for gauge in gauges}
    for first, second in combinations(gauges, 2):
        ours, theirs = read[first.id], read[second.id]
        years = sorted(ours.keys() & theirs.keys())
        if len(years) >= LEAST_COMMON_YEARS:
            shifts = [(ours[year], theirs[year]) for year in years]
            opening = np.array([[a.opens_later_d, b.opens_later_d] for a, b in shifts])
            closing = np.array([[a.closes_later_d, b.closes_later_d] for a, b in shifts])
            found.append(
                PairCorrelation(
                    first.id, second.id, len(years), correlation(opening), correlation(closing)
                )
            )
    return tuple(found)


def correlation(pairs: NDArray[np.int_]) -> float:
    """Return the correlation of two columns; 0 where one of them does not vary."""
    if (np.ptp(pairs, axis=0) == 0).any():
        return 0.0
    return float(np.corrcoef(*pairs.T)[0, 1])
