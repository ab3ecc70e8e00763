"""What may close on its own: terminals, links, corridors and borders, and what is lost with each.

Owns the disruptions whose impacts `geo.criticality.criticality` ranks (docs/model.md, E27).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from zimnik.geo.core.vocabulary import SITE_KINDS
from zimnik.geo.routing.search import Closures

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import pandas as pd


class DisruptionKind(StrEnum):
    """What closes."""

    TERMINAL = "terminal"
    LINK = "link"
    CORRIDOR = "corridor"
    BORDER = "border"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Disruption:
    """Something that may close, and the links that are lost with it."""

    kind: DisruptionKind
    name: str
    closures: Closures
    link_ids: frozenset[str]


def disruptions_of(
    places: pd.DataFrame, links: pd.DataFrame, kinds: Collection[DisruptionKind]
) -> tuple[Disruption, ...]:
    """Return each thing of some kinds that may close on its own.

    Parameters
    ----------
    places, links
        The network; a site is no terminal, and its estimated access is no link that could close.
    kinds
        Terminals, links, corridors and borders that are wanted.
    """
    known = links[~links["estimated"].astype(bool)]
    terminals = places.loc[~places["kind"].isin(SITE_KINDS), "id"]
    closures: dict[DisruptionKind, Iterable[tuple[str, Closures]]] = {
        DisruptionKind.TERMINAL: ((i, Closures(place_ids=frozenset({i}))) for i in terminals),
        DisruptionKind.LINK: ((i, Closures(link_ids=frozenset({i}))) for i in known["id"]),
        DisruptionKind.CORRIDOR: (
            (name, Closures(corridors=frozenset({name}))) for name in _names(known["corridor"])
        ),
        DisruptionKind.BORDER: (
            (name, Closures(link_ids=frozenset(known.loc[known["border"] == name, "id"])))
            for name in _names(known["border"])
        ),
    }
    return tuple(
        disruption_of(kind, name, closed, links)
        for kind, named in closures.items()
        if kind in kinds
        for name, closed in named
    )


def disruption_of(
    kind: DisruptionKind, name: str, closures: Closures, links: pd.DataFrame
) -> Disruption:
    """Return a disruption with the links that are lost by it."""
    lost = (
        links["id"].isin(closures.link_ids)
        | links["from_id"].isin(closures.place_ids)
        | links["to_id"].isin(closures.place_ids)
        | links["corridor"].isin(closures.corridors)
        | links["mode"].isin(closures.modes)
    )
    return Disruption(kind, name, closures, frozenset(links.loc[lost, "id"]))


def _names(column: pd.Series[str]) -> list[str]:
    return sorted({str(name) for name in column.dropna()} - {""})
