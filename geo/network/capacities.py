"""What is known of how much places and links pass in a year, and what that says of a plan.

Owns the one rule of capacities (docs/model.md, A5, A36). A place has for other cargo what its
community leaves of its capacity, a link all of it. Where no capacity is known, the largest traffic
that is known stands in its place, and where neither is, that is said.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import FrozenDict
from zimnik.geo.core.vocabulary import SITE_KINDS, Mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zimnik.geo.network.links import Link, Place, Traffic

# A link of another mode (an open sea, a paved road) is limited only where its capacity is known.
NARROW_MODES = frozenset({Mode.RAIL, Mode.RIVER, Mode.WINTER_ROAD})
# A plan that wants more by less than this share wants the same, but for rounding.
ROUNDING = 1e-9


class Verdict(StrEnum):
    """What is known of whether a place or link passes what a plan wants of it."""

    FITS = "fits"
    EXCEEDED = "exceeded"
    WITHIN_TRAFFIC = "within_known_traffic"
    ABOVE_TRAFFIC = "above_known_traffic"
    UNKNOWN = "unknown"


# What keeps an answer from saying that all of a cargo arrives.
IN_DOUBT = frozenset({Verdict.EXCEEDED, Verdict.ABOVE_TRAFFIC, Verdict.UNKNOWN})


class Handling(StrEnum):
    """How a place or link handles cargo."""

    LIFT = "lift"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Throughput:
    """What is known of how much a place or link passes.

    Parameters
    ----------
    handling
        Whether cargo is lifted there or passes over it.
    room_t_per_y
        Shipped tonnes a year that its capacity leaves to other cargo; None where it is not known.
    capacity_year
        Year of the capacity.
    traffic
        Largest traffic that is known; None where none is.
    """

    handling: Handling
    room_t_per_y: float | None = None
    capacity_year: int | None = None
    traffic: Traffic | None = None


@dataclass(frozen=True, slots=True)
class CapacityCheck:
    """What a plan wants of a place or link in a year, beside what is known of it.

    Parameters
    ----------
    id
        The place or link.
    wanted_t_per_y
        Shipped tonnes a year.
    known
        What is known of it.
    """

    id: str
    wanted_t_per_y: float
    known: Throughput

    @property
    def verdict(self) -> Verdict:
        """What that says: a known capacity decides, else the largest traffic that is known."""
        room_t_per_y, traffic = self.known.room_t_per_y, self.known.traffic
        wanted_t_per_y = self.wanted_t_per_y * (1 - ROUNDING)
        if room_t_per_y is not None:
            return Verdict.EXCEEDED if wanted_t_per_y > room_t_per_y else Verdict.FITS
        if traffic is None:
            return Verdict.UNKNOWN
        return Verdict.ABOVE_TRAFFIC if wanted_t_per_y > traffic.t_per_y else Verdict.WITHIN_TRAFFIC

    @property
    def is_in_doubt(self) -> bool:
        """Whether it is too small, or not known to have passed as much."""
        return self.verdict in IN_DOUBT

    @property
    def share_that_fits(self) -> float:
        """Part of what is wanted that a known capacity has room for, at most 1."""
        room_t_per_y = self.known.room_t_per_y
        if room_t_per_y is None or not self.wanted_t_per_y:
            return 1.0
        return min(1.0, room_t_per_y / self.wanted_t_per_y)


def throughputs_of(places: Iterable[Place], links: Iterable[Link]) -> FrozenDict[str, Throughput]:
    """Return what is known of every place and link whose capacity matters, by its id.

    Of sites, which are built for their own cargo, of links that no source describes, of roads that
    the cargo builds for itself, and of links that are not narrow, only known figures count.
    """
    found: dict[str, Throughput] = {}
    for link in links:
        is_narrow = link.mode in NARROW_MODES and not (link.dedicated or link.estimated)
        if is_narrow or link.capacity_t_per_y is not None or link.traffic is not None:
            found[link.id] = Throughput(
                Handling.PASSAGE, link.capacity_t_per_y, link.capacity_year, link.traffic
            )
    for place in places:
        capacity = place.capacity
        if capacity is not None:
            room_t_per_y, year = capacity.free_t_per_y, capacity.year
            found[place.id] = Throughput(Handling.LIFT, room_t_per_y, year, place.traffic)
        elif place.traffic is not None or place.kind not in SITE_KINDS:
            found[place.id] = Throughput(Handling.LIFT, traffic=place.traffic)
    return FrozenDict(found)


def capacities_of(known: Mapping[str, Throughput]) -> FrozenDict[str, float]:
    """Return what each place and link of known capacity has room for, shipped tonnes a year.

    One that is made as large as a plan needs has no limit, and is not among them.
    """
    return FrozenDict(
        {
            name: throughput.room_t_per_y
            for name, throughput in known.items()
            if throughput.room_t_per_y is not None and math.isfinite(throughput.room_t_per_y)
        }
    )


def checks_of(
    known: Mapping[str, Throughput], wanted_t_per_y: Mapping[str, float]
) -> tuple[CapacityCheck, ...]:
    """Return what a plan wants of places and links beside what is known of them.

    Parameters
    ----------
    known
        Throughputs by id, as `throughputs_of` has them; of others nothing is asked.
    wanted_t_per_y
        Shipped tonnes a year by id, in the order of the answer.
    """
    return tuple(
        CapacityCheck(name, tonnes_per_y, known[name])
        for name, tonnes_per_y in wanted_t_per_y.items()
        if name in known
    )


def checks_of_shares(
    known: Mapping[str, Throughput], shares: Mapping[str, float], shipped_t_per_y: float
) -> tuple[CapacityCheck, ...]:
    """Return the same of a cargo of which each place and link handles a share.

    Parameters
    ----------
    known
        As `checks_of`.
    shares
        Share of the cargo by id.
    shipped_t_per_y
        All of the cargo, as it is shipped.
    """
    return checks_of(known, {name: share * shipped_t_per_y for name, share in shares.items()})


def together(checks: Iterable[CapacityCheck]) -> tuple[CapacityCheck, ...]:
    """Return one check for each place and link, of what several plans want of it together."""
    first: dict[str, CapacityCheck] = {}
    wanted_t_per_y: dict[str, float] = {}
    for check in checks:
        first.setdefault(check.id, check)
        wanted_t_per_y[check.id] = wanted_t_per_y.get(check.id, 0.0) + check.wanted_t_per_y
    return tuple(
        replace(check, wanted_t_per_y=wanted_t_per_y[name]) for name, check in first.items()
    )


def most_of_any(plans: Iterable[Iterable[CapacityCheck]]) -> tuple[CapacityCheck, ...]:
    """Return one check for each place and link, of the most that any of several plans wants."""
    most: dict[str, CapacityCheck] = {}
    for check in (check for plan in plans for check in plan):
        known = most.get(check.id)
        if known is None or check.wanted_t_per_y > known.wanted_t_per_y:
            most[check.id] = check
    return tuple(most.values())
