"""What a matrix says of its pairs beside their costs: what must be there first, what may not pass.

Owns how what many pairs share is told once, with the pairs that it holds for.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.infrastructure.needs import Use
from zimnik.geo.network.capacities import most_of_any
from zimnik.maps.reports.capacities import (
    CapacityRecord,
    DoubtRecord,
    capacity_lines,
    capacity_lines_of_many,
    capacity_records,
    doubt_records,
)
from zimnik.maps.reports.needs import NeedRecord, need_lines, need_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zimnik.geo.infrastructure.needs import Need
    from zimnik.geo.network.capacities import CapacityCheck
    from zimnik.geo.routing.matrix_cells import MatrixCell
    from zimnik.geo.routing.year import YearCell
    from zimnik.maps.reports.heading import Heading


@dataclass(frozen=True, slots=True)
class CellNotes:
    """What is said of one cell; what must be there first by its id.

    `gap_pct` is by how much at most another route may be cheaper, where a search ended at its
    bound, else 0.
    """

    needs_first: tuple[str, ...]
    capacities_in_doubt: tuple[DoubtRecord, ...]
    warnings: tuple[str, ...]
    gap_pct: float


@dataclass(frozen=True, slots=True)
class MatrixNotes:
    """What is said of all cells, each thing once; of capacities the most that any cell wants."""

    needs_first: tuple[NeedRecord, ...]
    capacity_checks: tuple[CapacityRecord, ...]


def notes_of_cells(
    cells: Sequence[MatrixCell] | Sequence[YearCell], heading: Heading
) -> list[CellNotes]:
    """Return what is said of each cell; what its path says once for all of its days."""
    needs: dict[tuple[str, ...], tuple[str, ...]] = {}
    # Days of one path hold the same checks, which are told apart by object: to compare what is in
    # them takes longer than to ask them again.
    doubts: dict[int, tuple[DoubtRecord, ...]] = {}
    found: list[CellNotes] = []
    for cell in cells:
        handled_ids, checks = cell.handled_ids, cell.capacity_checks
        if handled_ids not in needs:
            needs[handled_ids] = tuple(need.item_id for need in _needs(handled_ids, heading))
        if id(checks) not in doubts:
            doubts[id(checks)] = doubt_records(checks)
        found.append(CellNotes(needs[handled_ids], doubts[id(checks)], cell.warnings, cell.gap_pct))
    return found


def _needs(handled_ids: Iterable[str], heading: Heading) -> tuple[Need, ...]:
    return heading.needs.of_use(Use(tuple(handled_ids)))


def matrix_notes(
    checks: Iterable[Sequence[CapacityCheck]], needed_ids: Iterable[str], heading: Heading
) -> MatrixNotes:
    """Return what is said of all cells.

    Parameters
    ----------
    checks
        What each cell wants of places and links.
    needed_ids
        What any of them needs first.
    heading
        What does not exist, and names.
    """
    return MatrixNotes(
        need_records(_needs(dict.fromkeys(needed_ids), heading), heading.names),
        capacity_records(most_of_any(checks), heading.names),
    )


def pair_lines(notes: MatrixNotes, cells: Sequence[CellNotes], days: Sequence[str]) -> list[str]:
    """Return what is said of one pair.

    Parameters
    ----------
    notes, cells
        Of the pair, and of each of its days; of a year there is one cell.
    days
        What each cell is called.
    """
    counts = Counter(name for cell in cells for name in cell.needs_first)
    needed_by = {
        need.name: f"cargo ready on {', '.join(_days_of(need.id, cells, days))}"
        for need in notes.needs_first
        if counts[need.id] < len(cells)
    }
    said = [*capacity_lines(notes.capacity_checks), *(w for cell in cells for w in cell.warnings)]
    lines = [f"! {warning}" for warning in dict.fromkeys(said)]
    return [*need_lines(notes.needs_first, needed_by=needed_by), *([""] if lines else []), *lines]


def _days_of(name: str, cells: Sequence[CellNotes], days: Sequence[str]) -> Iterator[str]:
    return (day for cell, day in zip(cells, days, strict=True) if name in cell.needs_first)


def table_lines(notes: MatrixNotes, cells: Sequence[CellNotes], what: str) -> list[str]:
    """Return what is said of many pairs.

    Parameters
    ----------
    notes, cells
        Of all of them, and of each that has a route.
    what
        What a cell is called, in the plural.
    """
    of = f"of {len(cells):,} {what}"
    needed = Counter(name for cell in cells for name in cell.needs_first)
    needed_by = {need.name: f"{needed[need.id]:,} {of}" for need in notes.needs_first}
    doubts = Counter(one.id for cell in cells for one in cell.capacities_in_doubt)
    count = sum(bool(cell.capacities_in_doubt) for cell in cells)
    head = (
        f"known capacities do not vouch for {count:,} {of}, each taken alone: all of it would "
        "arrive if the following pass it"
    )
    said = Counter(warning for cell in cells for warning in cell.warnings)
    lines = [
        *capacity_lines_of_many(notes.capacity_checks, doubts, head=head, of=of),
        *(f"{warning} ({times:,} {of})" for warning, times in said.items()),
    ]
    told = [f"! {line}" for line in lines]
    return [*need_lines(notes.needs_first, needed_by=needed_by), *([""] if told else []), *told]
