"""What may close on its own: terminals, links, corridors and borders, and what is lost with each.

Owns the disruptions whose impacts `geo.criticality.criticality` ranks (docs/model.md, E27).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from zimnik.geo.core.vocabulary import SITE_KINDS
from zimnik.geo.network.closures import NO_CLOSURES, Closures

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from zimnik.geo.network.dated_closures import DatedClosure
    from zimnik.geo.network.links import Link, Place


class DisruptionKind(StrEnum):
    """What closes."""

    TERMINAL = "terminal"
    LINK = "link"
    CORRIDOR = "corridor"
    BORDER = "border"
    NAMED = "named"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Disruption:
    """Something that may close, and the links that are lost with it.

    Parameters
    ----------
    kind, name
        What it is.
    closures
        What may not be used at all.
    link_ids
        Links that it touches.
    shut
        Links that are shut on some days only.
    """

    kind: DisruptionKind
    name: str
    closures: Closures
    link_ids: frozenset[str]
    shut: tuple[DatedClosure, ...] = ()


def disruptions_of(
    places: Iterable[Place], links: Sequence[Link], kinds: Collection[DisruptionKind]
) -> tuple[Disruption, ...]:
    """Return each thing of some kinds that may close on its own.

    Parameters
    ----------
    places, links
        The network; a site is no terminal, and its estimated access is no link that could close.
    kinds
        Terminals, links, corridors and borders that are wanted.
    """
    known = [link for link in links if not link.estimated]
    terminals = [place.id for place in places if place.kind not in SITE_KINDS]
    corridors = sorted({link.corridor for link in known} - {""})
    borders = sorted({link.border for link in known} - {""})
    closures: dict[DisruptionKind, Iterable[tuple[str, Closures]]] = {
        DisruptionKind.TERMINAL: ((i, Closures(place_ids=frozenset({i}))) for i in terminals),
        DisruptionKind.LINK: ((x.id, Closures(link_ids=frozenset({x.id}))) for x in known),
        DisruptionKind.CORRIDOR: (
            (name, Closures(corridors=frozenset({name}))) for name in corridors
        ),
        DisruptionKind.BORDER: (
            (name, Closures(link_ids=frozenset(x.id for x in known if x.border == name)))
            for name in borders
        ),
    }
    return tuple(
        disruption_of(kind, name, closed, links)
        for kind, named in closures.items()
        if kind in kinds
        for name, closed in named
    )


def disruption_of(
    kind: DisruptionKind, name: str, closures: Closures, links: Iterable[Link]
) -> Disruption:
    """Return a disruption with the links that are lost by it."""
    lost = frozenset(link.id for link in links if closures.close_link(link))
    return Disruption(kind, name, closures, lost)


def event_of(shut: DatedClosure) -> Disruption:
    """Return a closure with a date as a disruption of its own."""
    ids = frozenset({shut.link_id})
    return Disruption(DisruptionKind.EVENT, str(shut), NO_CLOSURES, ids, (shut,))
