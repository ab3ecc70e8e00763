"""What a plan wants of places and links beside what is known of them, as records and text.

Owns how checks of `geo.network.capacities` read outside a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.network.capacities import Handling, Verdict
from zimnik.maps.reports.records import finite

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zimnik.geo.network.capacities import CapacityCheck

WOULD_ARRIVE = (
    "known capacities do not vouch for this plan: all of it would arrive if the following pass it"
)
# What is said place by place; of what nothing is known the names stand together.
TOLD_ALONE = (Verdict.EXCEEDED, Verdict.ABOVE_TRAFFIC)


@dataclass(frozen=True, slots=True)
class CapacityRecord:
    """What is wanted of a place (`lift`) or link (`passage`) in a year, and what is known of it.

    `capacity_t_per_y` is what its community leaves, None where none is known or nothing limits it;
    `year` is that of the capacity where one is known, else of the traffic.
    """

    id: str
    name: str
    kind: str
    wanted_t_per_y: float
    capacity_t_per_y: float | None
    largest_traffic_t_per_y: float | None
    year: int | None
    verdict: str

    @property
    def is_in_doubt(self) -> bool:
        """Whether it keeps an answer from saying that all arrives."""
        return self.verdict not in (Verdict.FITS, Verdict.WITHIN_TRAFFIC)


@dataclass(frozen=True, slots=True)
class DoubtRecord:
    """A place or link that is not known to pass what one of many plans wants of it, and why not."""

    id: str
    wanted_t_per_y: float
    verdict: str


def doubt_records(checks: Iterable[CapacityCheck]) -> tuple[DoubtRecord, ...]:
    """Return what is not known to pass a plan."""
    doubts = (check for check in checks if check.is_in_doubt)
    return tuple(
        DoubtRecord(check.id, check.wanted_t_per_y, check.verdict.value) for check in doubts
    )


def capacity_records(
    checks: Iterable[CapacityCheck], names: Mapping[str, str]
) -> tuple[CapacityRecord, ...]:
    """Return checks as records, in their order; a link is named by its id."""
    return tuple(_record(check, names) for check in checks)


def _record(check: CapacityCheck, names: Mapping[str, str]) -> CapacityRecord:
    known = check.known
    traffic_year = known.traffic.year if known.traffic else None
    return CapacityRecord(
        id=check.id,
        name=names.get(check.id, check.id),
        kind=known.handling.value,
        wanted_t_per_y=check.wanted_t_per_y,
        capacity_t_per_y=finite(known.room_t_per_y),
        largest_traffic_t_per_y=known.traffic.t_per_y if known.traffic else None,
        year=traffic_year if known.room_t_per_y is None else known.capacity_year,
        verdict=check.verdict.value,
    )


def capacity_lines(records: Iterable[CapacityRecord]) -> list[str]:
    """Return what has to be said of a plan; nothing where all is known to fit."""
    return list(_lines({"": tuple(records)}))


def capacity_lines_by_hub(records: Mapping[str, Iterable[CapacityRecord]]) -> list[str]:
    """Return the same of several hubs by name, each of which wants its own."""
    return list(_lines({f"{name}: ": tuple(own) for name, own in records.items()}))


def capacity_lines_of_many(
    records: Iterable[CapacityRecord], counts: Mapping[str, int], *, head: str, of: str
) -> list[str]:
    """Return the same of many plans, each taken alone.

    Parameters
    ----------
    records
        The most that any of them wants.
    counts
        In how many of them a place or link is in doubt, by its id.
    head
        The first line; left out where nothing is in doubt.
    of
        Of how many and what they are, as "of 12 pairs".
    """
    doubted = [one for one in records if counts.get(one.id)]
    wanted = {one.id: f"{counts[one.id]:,} {of} want up to" for one in doubted}
    told = [f"  {_told(one, wanted[one.id])}" for one in doubted if one.verdict in TOLD_ALONE]
    return [head, *told, *_unknown_lines(doubted)] if doubted else []


def _lines(records: Mapping[str, tuple[CapacityRecord, ...]]) -> Iterator[str]:
    doubted = [one for own in records.values() for one in own if one.is_in_doubt]
    if doubted:
        yield WOULD_ARRIVE
    for whose, own in records.items():
        told = (one for one in own if one.verdict in TOLD_ALONE)
        yield from (f"  {whose}{_told(one, 'this plan wants')}" for one in told)
    yield from _unknown_lines(doubted)


def _unknown_lines(doubted: Iterable[CapacityRecord]) -> Iterator[str]:
    unknown = dict.fromkeys(
        (one.name, one.kind) for one in doubted if one.verdict == Verdict.UNKNOWN
    )
    lifts = [name for name, kind in unknown if kind == Handling.LIFT]
    if lifts:
        yield f"  capacity unknown, and no traffic known, where cargo is lifted: {', '.join(lifts)}"
    if len(unknown) > len(lifts):
        count = len(unknown) - len(lifts)
        yield f"  capacity unknown, and no traffic known, of links on the way: {count}"


def _told(record: CapacityRecord, wants: str) -> str:
    when = f" in {record.year}" if record.year else ""
    wanted = f"{wants} {record.wanted_t_per_y:,.0f} t"
    if record.verdict == Verdict.EXCEEDED:
        room = record.capacity_t_per_y or 0.0
        return f"{record.name} has room for {room:,.0f} t a year{when}; {wanted}"
    traffic = record.largest_traffic_t_per_y or 0.0
    return (
        f"{record.name}: capacity unknown; the largest traffic known is {traffic:,.0f} t{when}, "
        f"and {wanted}"
    )
