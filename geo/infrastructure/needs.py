"""What must be there first: roads, piers and plants that an answer uses and that do not exist.

Owns which things of a route, a plan or a hub those are, and what is known of their cost
(docs/model.md, A83). What is built on purpose, and charged, is `geo.infrastructure.projects`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zimnik.geo.core.frozen import FrozenDict, freeze_mappings
from zimnik.geo.core.vocabulary import Existence, Quantity
from zimnik.geo.pricing.rates import Range
from zimnik.geo.pricing.transfers import ALL_SEASON_TRUCKS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from zimnik.geo.network.links import Link
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.itinerary import Route, Transfer

NO_PLANT = "no plant of this kind is known there"
BUILDER = "whoever builds the hub (assumed)"
OWN_CARGO = "the cargo that uses it (assumed)"


@dataclass(frozen=True, slots=True)
class Unbuilt:
    """What is known of something that does not exist.

    Parameters
    ----------
    state
        Any but existing.
    year
        Since when, or until when; None where that is not known.
    source
        Where the state comes from.
    payer
        Who is said, or assumed, to pay.
    build_usd
        What it costs once; None where that is not published.
    build_source
        Where the cost comes from.
    """

    state: Existence
    year: int | None = None
    source: str = ""
    payer: str = ""
    build_usd: Range | None = None
    build_source: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that must be there first.

    Parameters
    ----------
    item_id
        The link, the place, or the hub.
    unbuilt
        What is known of it.
    link
        The link, where it is one.
    stage
        What must be built at the hub; "" where it is no hub.
    yearly_usd
        What a dedicated road costs every year, which the bills hold (docs/model.md, E1); None for
        all else, of which the bills hold nothing.
    """

    item_id: str
    unbuilt: Unbuilt
    link: Link | None = None
    stage: str = ""
    yearly_usd: Range | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """What an answer uses of a network.

    Parameters
    ----------
    handled_ids
        Places where cargo is lifted, and links.
    charged_ids
        Links, places and hubs whose building is in its costs.
    shipped_t_per_y
        Shipped tonnes a year at each of those places and over each of those links, where they are
        known.
    """

    handled_ids: tuple[str, ...] = ()
    charged_ids: frozenset[str] = frozenset()
    shipped_t_per_y: Mapping[str, float] = field(default_factory=FrozenDict)

    def __post_init__(self) -> None:
        freeze_mappings(self)


NO_USE = Use()


@dataclass(frozen=True, slots=True, eq=False)
class Needs:
    """What of a network does not exist, and what that costs.

    Parameters
    ----------
    links
        The links of the network, by id.
    place_states
        Whether each place exists; one that is missing does.
    unbuilt
        What is known of links and places that do not exist, by id, and of stages of hubs, by
        `stage_key`.
    hub_stages
        Stages that each hub has, built or not.
    road_usd_per_km_y
        Price of a kilometre of a dedicated road; None where that is not known.
    roads_elsewhere_usd_per_km_y
        The same of regions that have cards of their own, by name.
    """

    links: Mapping[str, Link] = field(default_factory=FrozenDict)
    place_states: Mapping[str, Existence] = field(default_factory=FrozenDict)
    unbuilt: Mapping[str, Unbuilt] = field(default_factory=FrozenDict)
    hub_stages: Mapping[str, Collection[str]] = field(default_factory=FrozenDict)
    road_usd_per_km_y: Range | None = None
    roads_elsewhere_usd_per_km_y: Mapping[str, Range] = field(default_factory=FrozenDict)

    def __post_init__(self) -> None:
        freeze_mappings(self)

    def of_route(self, route: Route) -> tuple[Need, ...]:
        """Return what a route needs: links, and places where it lifts cargo, in order of travel."""
        return self.of_way(route.link_ids, lifted_at(route.transfers))

    def of_way(self, link_ids: Iterable[str], place_ids: Iterable[str]) -> tuple[Need, ...]:
        """Return which of some links, and of some places where cargo is lifted, do not exist."""
        return (*self._links(dict.fromkeys(link_ids)), *self._places(dict.fromkeys(place_ids)))

    def of_use(self, use: Use) -> tuple[Need, ...]:
        """Return which places and links of a use do not exist."""
        return self.of_way(use.handled_ids, use.handled_ids)

    def of_stages(self, hub_id: str, stages: Iterable[str]) -> tuple[Need, ...]:
        """Return which stages of a hub do not work today."""
        return tuple(self._stages(hub_id, dict.fromkeys(stages)))

    def of_hub(
        self, hub_id: str, stages: Iterable[str], routes: Iterable[Route]
    ) -> tuple[Need, ...]:
        """Return what a hub needs: its stages, then what its hauls go over; each thing once."""
        ways = [need for route in routes for need in self.of_route(route)]
        return each_once((*self.of_stages(hub_id, stages), *ways))

    def _links(self, link_ids: Iterable[str]) -> Iterator[Need]:
        for link_id in link_ids:
            link = self.links.get(link_id)
            if link is None or link.status is Existence.EXISTING:
                continue
            derived = Unbuilt(link.status, source=link.note, payer=OWN_CARGO)
            yearly_usd = self._yearly_usd(link)
            yield Need(link_id, self.unbuilt.get(link_id, derived), link, yearly_usd=yearly_usd)

    def _yearly_usd(self, link: Link) -> Range | None:
        known = self.roads_elsewhere_usd_per_km_y
        rate, km = known.get(link.region, self.road_usd_per_km_y), link.length_km
        if rate is None or not link.dedicated:
            return None
        return Range(rate.low * km, rate.base * km, rate.high * km)

    def _places(self, place_ids: Iterable[str]) -> Iterator[Need]:
        for place_id in place_ids:
            state = self.place_states.get(place_id, Existence.EXISTING)
            if state is not Existence.EXISTING:
                yield Need(place_id, self.unbuilt.get(place_id, Unbuilt(state)))

    def _stages(self, hub_id: str, stages: Iterable[str]) -> Iterator[Need]:
        for stage in stages:
            known = self.unbuilt.get(stage_key(hub_id, stage))
            if known is None and stage not in self.hub_stages.get(hub_id, ()):
                known = Unbuilt(Existence.HYPOTHETICAL, source=NO_PLANT, payer=BUILDER)
            if known is not None:
                yield Need(hub_id, known, stage=stage)


def needs_of(
    links: Iterable[Link],
    place_states: Mapping[str, Existence],
    unbuilt: Mapping[str, Unbuilt],
    hub_stages: Mapping[str, Collection[str]],
    card: RateCard,
) -> Needs:
    """Return what of a network does not exist, dedicated roads at the price of a card."""
    road = Quantity.DEDICATED_WINTER_ROAD_KM
    return Needs(
        {link.id: link for link in links},
        place_states,
        unbuilt,
        hub_stages,
        card.prices_usd[road],
        {region: own.prices_usd[road] for region, own in card.elsewhere.items()},
    )


def each_once(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Return needs without those that were there before."""
    return tuple({(need.item_id, need.stage): need for need in needs}.values())


def stage_key(hub_id: str, stage: str) -> str:
    """Return the key of a stage of a hub among what does not exist."""
    return f"{hub_id}/{stage}" if stage else hub_id


def lifted_at(transfers: Iterable[Transfer]) -> tuple[str, ...]:
    """Return the places where transfers lift cargo: not where the same lorry drives on."""
    return tuple(
        transfer.at_id
        for transfer in transfers
        if not {transfer.from_vehicle, transfer.to_vehicle} <= ALL_SEASON_TRUCKS
        or transfer.from_vehicle == transfer.to_vehicle
    )
