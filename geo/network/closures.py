"""What a question may not use: links, places, corridors, modes and rail services that are closed.

Owns the rule by which a closure meets an edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.vocabulary import RailService

if TYPE_CHECKING:
    from zimnik.geo.network.arrays import Edge
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import RateCard


@dataclass(frozen=True, slots=True)
class Closures:
    """What may not be used.

    Parameters
    ----------
    link_ids, place_ids, corridors
        Links, places and corridors that are closed.
    modes
        Modes that are closed.
    rail_services
        Services of railways that are not offered to the cargo.
    lift_ids
        Places at which no cargo may be lifted; it may roll through.
    """

    link_ids: frozenset[str] = frozenset()
    place_ids: frozenset[str] = frozenset()
    corridors: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    rail_services: frozenset[RailService] = frozenset()
    lift_ids: frozenset[str] = frozenset()

    def __or__(self, other: Closures) -> Closures:
        """Return what either closes."""
        return Closures(
            self.link_ids | other.link_ids,
            self.place_ids | other.place_ids,
            self.corridors | other.corridors,
            self.modes | other.modes,
            self.rail_services | other.rail_services,
            self.lift_ids | other.lift_ids,
        )

    @property
    def names(self) -> frozenset[str]:
        """Names of all that is closed but for rail services: ids, corridors and modes."""
        return self.link_ids | self.place_ids | self.corridors | self.modes | self.lift_ids

    def close(self, edge: Edge) -> bool:
        """Whether the edge is closed."""
        if edge.link is not None:
            return edge.rail_service in self.rail_services or self.close_link(edge.link)
        if edge.lifts and edge.tail.place_id in self.lift_ids:
            return True
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


def not_offered(card: RateCard, cargo: Cargo) -> Closures:
    """Return what no cargo of its tonnage is offered: the other service of railways (A12)."""
    offered = card.rail_service(cargo.tonnes_per_y)
    return Closures(rail_services=frozenset(RailService) - {offered})
