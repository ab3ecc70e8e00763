"""What a question may not use: links, places, corridors and modes that are closed.

Owns the rule by which a closure meets an edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zimnik.geo.network.arrays import Edge
    from zimnik.geo.network.links import Link


@dataclass(frozen=True, slots=True)
class Closures:
    """What may not be used.

    Parameters
    ----------
    link_ids, place_ids, corridors
        Links, places and corridors that are closed.
    modes
        Modes that are closed.
    """

    link_ids: frozenset[str] = frozenset()
    place_ids: frozenset[str] = frozenset()
    corridors: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()

    def __or__(self, other: Closures) -> Closures:
        """Return what either closes."""
        return Closures(
            self.link_ids | other.link_ids,
            self.place_ids | other.place_ids,
            self.corridors | other.corridors,
            self.modes | other.modes,
        )

    def close(self, edge: Edge) -> bool:
        """Whether the edge is closed."""
        if edge.link is not None:
            return self.close_link(edge.link)
        return edge.tail.place_id in self.place_ids or edge.head.place_id in self.place_ids

    def close_link(self, link: Link) -> bool:
        """Whether a link is closed, or one of its ends."""
        return (
            link.id in self.link_ids
            or link.from_id in self.place_ids
            or link.to_id in self.place_ids
            or link.corridor in self.corridors
            or link.mode in self.modes
        )


NO_CLOSURES = Closures()
