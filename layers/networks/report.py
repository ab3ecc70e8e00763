"""The report of an import: what was read, done and left out, as a record, text and JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zimnik.geo.lines.graph import Steps

PARTS_SHOWN, CLASSES_SHOWN, NOTES_SHOWN = 5, 40, 20
# So many are loaded in 6 s and searched by date in 3 (docs/network_import.md).
MANY_LINKS = 30_000


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many lines of a class there were, and what they were taken for; "" where left out."""

    class_name: str
    lines: int
    length_km: float
    mode: str
    vehicle: str


@dataclass(frozen=True, slots=True)
class PartCount:
    """Nodes, links and kilometres of a part of the network that nothing joins to the others."""

    nodes: int
    links: int
    length_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkReport:
    """What became of lines.

    Parameters
    ----------
    source
        Files and layers that were read.
    lines_read
        Lines in them.
    nodes, links, length_km
        The network.
    steps
        What was done to the lines.
    landmarks_read, landmarks_joined
        Stations and ports of the files, and those near enough to a line to be joined to it.
    joins, farthest_join_km
        Terminals of the atlas that the network is joined to, and how far the farthest is off.
    small_parts_km
        What was left out, since its part of the network is too small.
    parts
        Parts of the network that nothing joins, the longest first.
    classes
        Classes of lines, the longest first.
    warnings
        What an answer over this network rests on.
    notes
        What was recognised, and what was not understood.
    """

    source: str
    lines_read: int
    nodes: int
    links: int
    length_km: float
    steps: Steps
    landmarks_read: int
    landmarks_joined: int
    joins: int
    farthest_join_km: float
    small_parts_km: float
    parts: tuple[PartCount, ...]
    classes: tuple[ClassCount, ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...]

    def to_json(self) -> str:
        """Return the report as JSON."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1).decode() + "\n"

    def to_text(self) -> str:
        """Return the report for a reader."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield (
            f"{self.source}: {counted(self.lines_read, 'line')} to {counted(self.links, 'link')} "
            f"between {counted(self.nodes, 'terminal')}, {_km(self.length_km)}"
        )
        yield ""
        yield from _steps_lines(self.steps, self.small_parts_km)
        if self.landmarks_read:
            yield (
                f"stations and ports joined to a line of their kind: {self.landmarks_joined:,} of "
                f"{self.landmarks_read:,}"
            )
        if self.joins:
            yield (
                f"joined to {counted(self.joins, 'terminal')} of the atlas, the farthest over "
                f"{self.farthest_join_km:.1f} km in a straight line"
            )
        yield ""
        yield from _part_lines(self.parts)
        yield ""
        yield from _class_lines(self.classes)
        yield from ("", *(f"! {one}" for one in self.all_warnings)) if self.all_warnings else ()
        yield from ("", *(f"note: {one}" for one in self.notes[:NOTES_SHOWN])) if self.notes else ()
        if len(self.notes) > NOTES_SHOWN:
            yield f"and {len(self.notes) - NOTES_SHOWN:,} notes more, in import_report.json"

    @property
    def all_warnings(self) -> tuple[str, ...]:
        """Warnings, and whether the network is larger than one waits for."""
        if self.links <= MANY_LINKS:
            return self.warnings
        many = (
            f"{self.links:,} links are many for a search by date: leave out lesser classes, or "
            "small parts, before routes are asked over it"
        )
        return (*self.warnings, many)


def counted(count: int, noun: str) -> str:
    """Return a number of things in words.

    Examples
    --------
    >>> counted(1, "link"), counted(2_000, "link")
    ('1 link', '2,000 links')
    """
    return f"{count:,} {noun}" + ("s" if count != 1 else "")


def _steps_lines(steps: Steps, small_parts_km: float) -> Iterator[str]:
    yield f"cut and joined at {counted(steps.cuts, 'junction')}"
    if steps.snapped_ends:
        yield (
            f"{counted(steps.snapped_ends, 'loose end')} joined to what is near, the farthest over "
            f"{steps.farthest_snap_m:.2f} m"
        )
    if steps.slivers:
        lost = _km(steps.slivers_km)
        yield f"{counted(steps.slivers, 'piece')} shorter than the tolerance left out, {lost}"
    if steps.duplicates_km:
        yield f"{_km(steps.duplicates_km)} drawn twice counted once"
    if steps.loops:
        yield f"{counted(steps.loops, 'loop')} cut in two, since a link joins two places"
    if small_parts_km:
        yield f"small parts of the network left out, {_km(small_parts_km)}"


def _km(length_km: float) -> str:
    return f"{length_km:,.3g} km" if length_km < 1.0 else f"{length_km:,.0f} km"


def _part_lines(parts: tuple[PartCount, ...]) -> Iterator[str]:
    if len(parts) == 1:
        yield "one network: every terminal can be reached from every other"
        return
    yield f"{len(parts):,} parts that nothing joins; the longest:"
    for part in parts[:PARTS_SHOWN]:
        nodes, links = counted(part.nodes, "terminal"), counted(part.links, "link")
        yield f"{nodes:>18}{links:>16}{_km(part.length_km):>14}"
    rest = parts[PARTS_SHOWN:]
    if rest:
        total_km = sum(part.length_km for part in rest)
        yield f"{counted(len(rest), 'other')} of {_km(total_km)} together"


def _class_lines(classes: tuple[ClassCount, ...]) -> Iterator[str]:
    yield f"{'class':44}{'lines':>9}{'km':>13}  taken as"
    for one in classes[:CLASSES_SHOWN]:
        taken = f"{one.mode} by {one.vehicle}" if one.mode else "left out"
        yield f"{one.class_name[:43]:44}{one.lines:>9,}{one.length_km:>13,.1f}  {taken}"
    rest = classes[CLASSES_SHOWN:]
    if rest:
        yield f"and {len(rest):,} classes of {sum(c.length_km for c in rest):,.1f} km"
