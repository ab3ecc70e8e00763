"""Known yearly capacities of places and links: one rule for whoever asks what is limited.

Owns what a capacity is to other cargo (docs/model.md, A36): that of a place less what its community
takes itself, that of a link as it stands. A place or link without a known capacity has none here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import FrozenDict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zimnik.geo.network.links import Link, Place


def capacities_of(places: Iterable[Place], links: Iterable[Link]) -> FrozenDict[str, float]:
    """Return what each place and each link of known capacity has room for, shipped tonnes a year.

    Keys are ids of places and links.
    """
    known = {link.id: link.capacity_t_per_y for link in links if link.capacity_t_per_y is not None}
    free = {place.id: place.capacity.free_t_per_y for place in places if place.capacity is not None}
    return FrozenDict({**known, **free})
