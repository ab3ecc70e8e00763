"""What of an atlas a page is about: its places and links, and the land around them in full.

Owns how the rest is left out. Land far from the places is drawn coarser rather than not at all, so
that a reader who zooms out sees a world and no edge of the data.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import geopandas as gpd
import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zimnik.maps.page.page_data import PageContext

    class _Capacity(Protocol):
        @property
        def id(self) -> str: ...

    class _Need(Protocol):
        @property
        def id(self) -> str: ...
        @property
        def from_id(self) -> str | None: ...
        @property
        def to_id(self) -> str | None: ...

    class Told(Protocol):
        """A record that tells of capacities and of what must be there first."""

        @property
        def capacity_checks(self) -> Sequence[_Capacity]:
            """What is wanted of places and links."""

        @property
        def needs_first(self) -> Sequence[_Need]:
            """What does not exist."""


NEAR_DEG = 3.0
# Of longitudes alone: no latitude is turned.
TURN_DEG, HALF_TURN_DEG = np.asarray([360.0, 1e3]), np.asarray([180.0, 0.0])
# At the level that shows so much, a pixel is coarser than this.
FAR_STEP_DEG = 0.3
# Islands that are no larger than this are not seen from there.
LEAST_FAR_DEG2 = 0.04


@dataclass(frozen=True, slots=True)
class Scope:
    """Ids of the places and links that a page is about."""

    place_ids: frozenset[str]
    link_ids: frozenset[str]


def ids_told(told: Told) -> Iterator[str]:
    """Yield the ids that capacities and needs name, of places and of others."""
    yield from (check.id for check in told.capacity_checks)
    for need in told.needs_first:
        yield from filter(None, (need.id, need.from_id, need.to_id))


def within(context: PageContext, scope: Scope) -> PageContext:
    """Return a context that holds what is in scope, and the places where its links end."""
    links = context.links[context.links["id"].isin(scope.link_ids)]
    kept = scope.place_ids.union(links["from_id"], links["to_id"])
    places = context.places[context.places["id"].isin(kept)]
    return replace(context, places=places, links=links, land=_coarser(context.land, places, links))


def _coarser(
    land: gpd.GeoDataFrame, places: gpd.GeoDataFrame, links: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Return land that is coarser away from places and links."""
    shown = [*places.geometry, *links.geometry]
    if not shown:
        return land
    # Links go on beyond 180 degrees; land does not.
    turned = shapely.transform(shown, lambda xy: (xy + HALF_TURN_DEG) % TURN_DEG - HALF_TURN_DEG)
    near = shapely.union_all(shapely.box(*shapely.bounds(turned).T)).buffer(NEAR_DEG)
    whole = shapely.union_all(land.geometry.to_numpy())
    far = shapely.get_parts(shapely.simplify(whole, FAR_STEP_DEG))
    far = shapely.union_all(far[shapely.area(far) > LEAST_FAR_DEG2])
    joined = shapely.union(shapely.intersection(whole, near), shapely.difference(far, near))
    return gpd.GeoDataFrame(geometry=[joined], crs=land.crs)
