"""Roads and ports that must be built before they can be used.

Owns what such projects cost in a year (docs/model.md, E16); how hubs share it is
`geo.processing.shared_projects`'s. Where a road would run and what a kilometre costs is
`geo.infrastructure.new_roads`'s and the rate card's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.messages import Message, about
from zimnik.geo.core.vocabulary import Mode
from zimnik.geo.infrastructure.new_roads import LIFE_Y
from zimnik.geo.pricing.rates import annuity_per_y

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from zimnik.geo.infrastructure.new_roads import NewLink
    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.itinerary import Route
    from zimnik.geo.routing.year import RouteYear

# What a kilometre of a planned link costs where the cost of the link itself is not published.
PER_KM = {Mode.ROAD: "gravel_road_km", Mode.RAIL: "rail_spur_km"}
UPKEEP_PER_KM = {Mode.ROAD: "gravel_road_upkeep_km"}
_NO_BUILDING_COST = Message(
    "no cost of building it is published, and none is counted", "no_building_cost"
)


@dataclass(frozen=True, slots=True)
class Project:
    """Links and places that are built together.

    Parameters
    ----------
    name
        What was asked to be built.
    link_ids, place_ids
        What cannot be used without it.
    build_usd
        What it costs once.
    yearly_usd
        What it costs every year: annuity and upkeep.
    notes
        What has to be said of it.
    enlarges
        Whether the places stand already, usable without it, and are made large enough.
    """

    name: str
    link_ids: frozenset[str]
    place_ids: frozenset[str]
    build_usd: float
    yearly_usd: float
    notes: tuple[str, ...] = ()
    enlarges: bool = False

    @property
    def ids(self) -> frozenset[str]:
        """Links and places that are not there without it."""
        return frozenset() if self.enlarges else self.link_ids | self.place_ids

    def share_of(self, year: RouteYear | None) -> float:
        """Return the share of a cargo that goes over it; what is made where it is used does not."""
        parts = () if year is None else year.shares
        return sum(part.share for part in parts if self._carries(part.route))

    def _carries(self, route: Route) -> bool:
        places = {place for leg in route.legs for place in leg.place_ids}
        return bool(self.link_ids & set(route.link_ids) or self.place_ids & places)


def planned_project(
    name: str,
    links: Sequence[Link],
    place_ids: Collection[str],
    published_usd: Mapping[str, float],
    card: RateCard,
) -> Project:
    """Return what it costs to build planned links and terminals of an atlas together.

    Parameters
    ----------
    name
        What was asked to be built.
    links
        The links.
    place_ids
        The terminals.
    published_usd
        Published cost of links and terminals, US dollars of the card's year.
    card
        Interest, and what a kilometre costs where nothing is published.
    """
    build_usd = upkeep_usd = 0.0
    notes: list[str] = []
    for link in links:
        if link.id in published_usd:
            build_usd += published_usd[link.id]
        elif link.mode in PER_KM:
            build_usd += link.length_km * card.of(link.region).new_link_usd[PER_KM[link.mode]].base
            text = f"{link.id}: no cost is published; {link.length_km:,.0f} km at the rate card's"
            notes.append(Message(text, "built_at_card", link_id=link.id, length_km=link.length_km))
        if link.mode in UPKEEP_PER_KM:
            upkeep_usd += (
                link.length_km * card.of(link.region).new_link_usd[UPKEEP_PER_KM[link.mode]].base
            )
    for place_id in sorted(place_ids):
        build_usd += published_usd.get(place_id, 0.0)
        if place_id not in published_usd:
            notes.append(about(place_id, _NO_BUILDING_COST))
    share = annuity_per_y(card.interest_pct_per_y.base, LIFE_Y)
    ids = frozenset(link.id for link in links)
    yearly_usd = build_usd * share + upkeep_usd
    return Project(name, ids, frozenset(place_ids), build_usd, yearly_usd, tuple(notes))


def enlarged(place_id: str, build_usd: float, card: RateCard) -> Project:
    """Return the making of a port or station large enough for all, at a cost that is given."""
    return Project(
        name=f"{place_id}={build_usd:.0f}",
        link_ids=frozenset(),
        place_ids=frozenset({place_id}),
        build_usd=build_usd,
        yearly_usd=build_usd * annuity_per_y(card.interest_pct_per_y.base, LIFE_Y),
        notes=(about(place_id, _enlarged(build_usd)),),
        enlarges=True,
    )


def _enlarged(build_usd: float) -> Message:
    text = f"taken as large enough, for US$ {build_usd:,.0f} as given"
    return Message(text, "enlarged", build_usd=build_usd)


def new_project(name: str, link_id: str, link: NewLink) -> Project:
    """Return a new link along a corridor as something to be built."""
    text = f"{name}: {link.length_km:,.0f} km to {link.entry_id}, derived over terrain"
    said = Message(text, "new_link", length_km=link.length_km, to_place_id=link.entry_id)
    ids = frozenset({link_id})
    return Project(name, ids, frozenset(), link.build_usd, link.yearly_usd, (said,))
