"""How a site that no link touches reaches the network, and who may use such a link.

Owns the first, plain rule (docs/model.md, E5): geodesic times a detour factor, an existing gravel
road where it is short and a winter road of the cargo's own where it is not. Owns too who may use a
link that belongs to a site (A81): access, and roads that are built for the cargo of the site alone.
A direct link joins two ends of a question that are near each other, and only cargo between these
two takes it. A site whose cargo flies has flights of its own (A88).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zimnik.geo.core.geodesy import nearest_points
from zimnik.geo.core.vocabulary import SITE_KINDS, Existence, Mode, PlaceKind, Vehicle
from zimnik.geo.network.links import Link, touched

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from zimnik.geo.network.arrays import Edge
    from zimnik.geo.network.links import Place
    from zimnik.geo.pricing.rates import RateCard

ACCESS_KINDS = frozenset(
    {
        PlaceKind.STATION,
        PlaceKind.RIVER_PORT,
        PlaceKind.SEA_PORT,
        PlaceKind.ARCTIC_PORT,
        PlaceKind.ROAD_JUNCTION,
        PlaceKind.BORDER,
        *SITE_KINDS,
    }
)
ACCESS_LINKS_PER_SITE = 4
ACCESS_REACH_KM = 1000.0
# Farther apart, two sites are joined by the network; a road of one's own is an estimate too far.
DIRECT_REACH_KM = 300.0
# Airfields to which a site whose cargo flies is joined.
AIRFIELDS_PER_SITE = 2
# Two sites on one spot still need a link of some length, since a length of zero is a fault.
SHORTEST_ACCESS_KM = 0.1


def is_closed_to(
    edge: Edge, origin_ids: Collection[str] | None, destination_ids: Collection[str] | None
) -> bool:
    """Whether an edge belongs to another site than those that cargo goes between.

    A link of a site takes cargo out of it where the site is an origin, and into it where that is a
    destination; nothing passes a site by its own links. Farther on, a link that belongs to a site
    takes cargo from it and to it. A direct link takes cargo from an origin to a destination.

    Parameters
    ----------
    edge
        Edge of a network, in its direction.
    origin_ids, destination_ids
        Where the cargo starts and ends, None where that may be anywhere. A lower bound for all
        origins leaves the links out of them aside, since no cargo returns to where it came from.
    """
    if edge.link is None or not edge.link.only_for:
        return False
    tail, head, site_id = edge.tail.place_id, edge.head.place_id, edge.link.only_for
    ends_there = destination_ids is None or site_id in destination_ids
    if edge.link.direct:
        leaves = origin_ids is not None and tail in origin_ids
        return not (leaves and (destination_ids is None or head in destination_ids))
    if tail == site_id:
        return origin_ids is None or site_id not in origin_ids
    if head == site_id:
        return not ends_there
    return not (ends_there or origin_ids is None or site_id in origin_ids)


def joined_to_all(links: Iterable[Link]) -> frozenset[str]:
    """Return the ids of the places that links touch which any cargo may take."""
    return touched(link for link in links if not link.only_for)


def unlinked_sites(kinds: Mapping[str, str], linked_ids: Collection[str]) -> list[str]:
    """Return the ids of sites that no link touches.

    Parameters
    ----------
    kinds
        Kind of every place.
    linked_ids
        Places that links touch.
    """
    return [i for i, kind in kinds.items() if kind in SITE_KINDS and i not in linked_ids]


def access_links(
    places: Sequence[Place],
    links: Iterable[Link],
    card: RateCard,
    *,
    only: Collection[str] | None = None,
) -> tuple[Link, ...]:
    """Return estimated links from each site that no link touches to the nearest linked places.

    Parameters
    ----------
    places
        Sites and terminals.
    links
        Known links.
    card
        Detour factor, and the distance up to which the access is an existing gravel road.
    only
        Sites that are wanted; all by default.

    Returns
    -------
    tuple of Link
        At most `ACCESS_LINKS_PER_SITE` links a site, none longer than `ACCESS_REACH_KM` as the crow
        flies, nearest first; a site with nothing within reach gets none. Winter roads among them
        have no season yet (`geo.climate.road_seasons.derive_seasons`).
    """
    known = list(links)
    linked, joined = touched(known), joined_to_all(known)
    near = [p for p in places if p.id in joined and p.kind in ACCESS_KINDS and p.lifts]
    by_id = {place.id: place for place in places}
    wanted = [
        by_id[i]
        for i in unlinked_sites({place.id: place.kind for place in places}, linked)
        if only is None or i in only
    ]
    if not wanted or not near:
        return ()
    site, target, direct_km = nearest_points(
        np.array([place.lonlat for place in wanted]),
        np.array([place.lonlat for place in near]),
        most=ACCESS_LINKS_PER_SITE,
        reach_km=ACCESS_REACH_KM,
    )
    return tuple(
        _estimated(wanted[i], near[j], km, card)
        for i, j, km in zip(site.tolist(), target.tolist(), direct_km.tolist(), strict=True)
    )


def flights(
    places: Sequence[Place], links: Iterable[Link], site_ids: Collection[str]
) -> tuple[Link, ...]:
    """Return estimated flights from sites whose cargo flies to the nearest airfields.

    Parameters
    ----------
    places
        Sites and terminals.
    links
        Known links.
    site_ids
        Sites whose cargo flies (`geo.pricing.cargo.Cargo.is_precious`).

    Returns
    -------
    tuple of Link
        At most `AIRFIELDS_PER_SITE` a site, as long as the geodesic and none longer than
        `ACCESS_REACH_KM`; none from a site that a flight leaves already.
    """
    known = list(links)
    joined = joined_to_all(known)
    flown = touched(link for link in known if link.mode is Mode.AIR)
    sites = [p for p in places if p.id in site_ids and p.kind in SITE_KINDS and p.id not in flown]
    near = [p for p in places if p.kind is PlaceKind.AIRFIELD and p.id in joined and p.lifts]
    if not sites or not near:
        return ()
    site, target, direct_km = nearest_points(
        np.array([place.lonlat for place in sites]),
        np.array([place.lonlat for place in near]),
        most=AIRFIELDS_PER_SITE,
        reach_km=ACCESS_REACH_KM,
    )
    return tuple(
        Link(
            id=f"access_air_{sites[i].id}_{near[j].id}",
            from_id=sites[i].id,
            to_id=near[j].id,
            mode=Mode.AIR,
            vehicle=Vehicle.AIRCRAFT,
            length_km=max(km, SHORTEST_ACCESS_KM),
            corridor=f"access_{sites[i].id}",
            only_for=sites[i].id,
            estimated=True,
            note="estimate: geodesic, flown by helicopter",
            region=sites[i].region,
        )
        for i, j, km in zip(site.tolist(), target.tolist(), direct_km.tolist(), strict=True)
    )


def direct_links(
    places: Sequence[Place],
    links: Iterable[Link],
    origin_ids: Collection[str],
    destination_ids: Collection[str],
    card: RateCard,
) -> tuple[Link, ...]:
    """Return estimated links between origins and destinations that are near each other.

    Two sites are joined where no link touches one of them, or where the way between them is as
    short as an existing gravel road is taken to be; not where a link joins them already.

    Parameters
    ----------
    places
        Sites and terminals.
    links
        Known links.
    origin_ids, destination_ids
        Ends of the question.
    card
        As for `access_links`.

    Returns
    -------
    tuple of Link
        `direct` links, none longer than `DIRECT_REACH_KM` as the crow flies, one for each pair.
    """
    known = list(links)
    linked, joined = touched(known), {frozenset(link.ends) for link in known}
    sites = {place.id: place for place in places if place.kind in SITE_KINDS}
    origins = [sites[i] for i in sorted(sites.keys() & set(origin_ids))]
    ends = [sites[i] for i in sorted(sites.keys() & set(destination_ids))]
    if not origins or not ends:
        return ()
    one, other, direct_km = nearest_points(
        np.array([place.lonlat for place in origins]),
        np.array([place.lonlat for place in ends]),
        most=len(ends),
        reach_km=DIRECT_REACH_KM,
    )
    found: dict[frozenset[str], Link] = {}
    for i, j, km in zip(one.tolist(), other.tolist(), direct_km.tolist(), strict=True):
        pair = frozenset({origins[i].id, ends[j].id})
        is_known = len(pair) == 1 or pair in joined or pair in found
        if not is_known and (not pair <= linked or km <= card.access_gravel_limit_km.base):
            link = _estimated(origins[i], ends[j], km, card)
            found[pair] = replace(link, id=f"direct_{link.from_id}_{link.to_id}", direct=True)
    return tuple(found.values())


def _estimated(site: Place, target: Place, direct_km: float, card: RateCard) -> Link:
    card = card.of(site.region)
    is_gravel = direct_km <= card.access_gravel_limit_km.base
    return Link(
        id=f"access_{site.id}_{target.id}",
        from_id=site.id,
        to_id=target.id,
        mode=Mode.ROAD if is_gravel else Mode.WINTER_ROAD,
        vehicle=Vehicle.GRAVEL_TRUCK if is_gravel else Vehicle.WINTER_TRUCK,
        length_km=max(direct_km * card.access_detour.base, SHORTEST_ACCESS_KM),
        corridor=f"access_{site.id}",
        dedicated=not is_gravel,
        only_for=site.id,
        status=Existence.EXISTING if is_gravel else Existence.HYPOTHETICAL,
        estimated=True,
        note="estimate: geodesic times a detour factor",
        region=site.region,
    )
