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
    """What is said of some cells beside their numbers.

    `needs_first` has the ids of what must be there first, `capacities_in_doubt` what is not known
    to pass the cargo.
    """

    needs_first: tuple[str, ...]
    capacities_in_doubt: tuple[DoubtRecord, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotesByCell:
    """What is said of any cell, the same once, and for each cell its place among that."""

    notes: tuple[CellNotes, ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MatrixNotes:
    """What is said of all cells, each thing once; of capacities the most that any cell wants."""

    needs_first: tuple[NeedRecord, ...]
    capacity_checks: tuple[CapacityRecord, ...]


def notes_of_cells(
    cells: Sequence[MatrixCell] | Sequence[YearCell], heading: Heading
) -> NotesByCell:
    """Return what is said of the cells; what days and pairs have in common is said once."""
    # Days of one path hold the same checks, which are told apart by object: to compare what is in
    # them takes longer than to ask them again.
    by_path: dict[tuple[tuple[str, ...], int, tuple[str, ...]], int] = {}
    numbers: dict[CellNotes, int] = {}
    found: list[int] = []
    for cell in cells:
        path = (cell.handled_ids, id(cell.capacity_checks), cell.warnings)
        if path not in by_path:
            notes = CellNotes(
                needs_first=tuple(need.item_id for need in _needs(cell.handled_ids, heading)),
                capacities_in_doubt=doubt_records(cell.capacity_checks),
                warnings=cell.warnings,
            )
            by_path[path] = numbers.setdefault(notes, len(numbers))
        found.append(by_path[path])
    return NotesByCell(tuple(numbers), tuple(found))


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
