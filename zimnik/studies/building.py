"""What `--build` names: planned links and terminals, or a new way from a deposit or hub.

Owns how these join the model; what they cost is for `geo.infrastructure.projects` and
`geo.infrastructure.new_links` to say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from zimnik.geo.core.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import geopandas as gpd

    from zimnik.geo.infrastructure.new_links import Candidates
    from zimnik.geo.infrastructure.new_roads import NewWay
    from zimnik.geo.infrastructure.projects import Work
    from zimnik.geo.uncertainty.stored_routes import Sender
    from zimnik.studies.study import Model

WHERE = "--build"
BuildOption = Annotated[
    list[str] | None,
    typer.Option(
        "--build",
        help="A planned link or terminal; SITE=all_season_road, =winter_road or =rail_spur; "
        "or TERMINAL=USD to enlarge one. The hubs that use it pay for it.",
    ),
]


@dataclass(frozen=True, slots=True)
class Site:
    """A new way asked for: from which site, of which kind."""

    place_id: str
    kind: str


def enlargements(texts: Sequence[str]) -> list[tuple[str, float]]:
    """Return the terminals that options enlarge, with the dollars that it costs."""
    found = []
    for text in texts:
        name, given, value = text.partition("=")
        try:
            usd = float(value)
        except ValueError:
            continue
        if given and 0 < usd < float("inf"):
            found.append((name, usd))
    return found


def with_enlarged(model: Model, texts: Sequence[str]) -> tuple[Model, tuple[Work, ...]]:
    """Return the model where the terminals that options enlarge take everything, and the cost.

    Raises
    ------
    InputError
        If a place is not known or is no terminal.
    """
    from zimnik.geo.infrastructure.projects import enlarged
    from zimnik.layers import find_place

    terminals = set(model.atlas.terminals["id"])
    works, faults = [], []
    for name, usd in enlargements(texts):
        place_id = find_place(model.places, name).place_id
        if place_id not in terminals:
            faults.append(Fault(WHERE, "a terminal to enlarge", f"'{name}'", "Name another."))
        works.append(enlarged(place_id, usd, model.card))
    if faults:
        raise InputError(faults)
    ids = [place_id for work in works for place_id in work.place_ids]
    room = model.places["capacity_t_per_y"].mask(model.places["id"].isin(ids))
    return replace(model, places=model.places.assign(capacity_t_per_y=room)), tuple(works)


def with_planned_works(model: Model, texts: Sequence[str]) -> tuple[Model, tuple[Work, ...]]:
    """Return the model with the planned links and terminals that are built, and what they cost.

    New ways (`SITE=KIND`) are left to `with_new_ways`.

    Raises
    ------
    InputError
        If something is not planned, or not known.
    """
    from zimnik.geo.infrastructure.projects import planned_work
    from zimnik.layers import load_works, places

    asked = [text for text in texts if "=" not in text]
    if not asked:
        return model, ()
    atlas = model.atlas
    every_place, every_link = places(atlas), atlas.links
    planned_places = set(every_place.loc[every_place["state"] == "planned", "id"])
    planned_links = every_link[every_link["state"] == "planned"]
    published = {name: cost.base for name, cost in load_works(atlas).items()}
    faults, works = [], []
    link_ids, place_ids = set[str](), set[str]()
    for text in asked:
        rows = planned_links[planned_links["id"] == text]
        if text in planned_places:
            touching = (planned_links["from_id"] == text) | (planned_links["to_id"] == text)
            rows = planned_links[touching]
            rows = rows[_ends_stand(rows, planned_places - {text} - place_ids)]
        elif rows.empty:
            faults.append(_not_planned(text, planned_places, planned_links, every_place))
            continue
        own = ({*rows["from_id"], *rows["to_id"], text} & planned_places) - place_ids
        fresh = rows[~rows["id"].isin(link_ids)]
        if fresh.empty and not own:
            # Already built with what was named before.
            continue
        records = [{str(k): v for k, v in row.items()} for row in fresh.to_dict("records")]
        works.append(planned_work(text, records, own, published, model.card))
        link_ids |= set(fresh["id"])
        place_ids |= own
    if faults:
        raise InputError(faults)
    return _joined(model, every_place, every_link, place_ids, link_ids), tuple(works)


def _ends_stand(links: gpd.GeoDataFrame, planned: Collection[str]) -> gpd.GeoSeries:
    return ~links["from_id"].isin(planned) & ~links["to_id"].isin(planned)


def _not_planned(
    text: str,
    planned_places: Collection[str],
    planned_links: gpd.GeoDataFrame,
    every_place: gpd.GeoDataFrame,
) -> Fault:
    stands = text in set(every_place["id"])
    found = f"'{text}', which stands already" if stands else f"'{text}'"
    known = ", ".join(sorted({*planned_places, *planned_links["id"]}))
    return Fault(WHERE, "something planned, or SITE=KIND", found, f"Planned are {known}.")


def _joined(
    model: Model,
    every_place: gpd.GeoDataFrame,
    every_link: gpd.GeoDataFrame,
    place_ids: Collection[str],
    link_ids: Collection[str],
) -> Model:
    import pandas as pd

    places = every_place[every_place["id"].isin({*model.places["id"], *place_ids})]
    new = every_link[every_link["id"].isin(set(link_ids) - set(model.links["id"]))]
    links = pd.concat([model.links, new[list(model.links.columns)]], ignore_index=True)
    return replace(model, places=places.reset_index(drop=True), links=links)


def new_ways_asked(model: Model, texts: Sequence[str]) -> tuple[Site, ...]:
    """Return the new ways that options ask for.

    Raises
    ------
    InputError
        If the site is not known, is no deposit or hub, or the kind of way is none.
    """
    from zimnik.geo.infrastructure.new_roads import GOINGS
    from zimnik.layers import find_place

    kinds = [str(kind) for kind in GOINGS]
    asked, faults = [], []
    larger = {name for name, _ in enlargements(texts)}
    of_place = model.places.set_index("id")["kind"]
    for text in texts:
        name, given, kind = text.partition("=")
        if not given or name in larger:
            continue
        place_id = find_place(model.places, name).place_id
        if kind not in kinds:
            faults.append(Fault(WHERE, f"one of {', '.join(kinds)}", f"'{kind}'", "Name another."))
        if of_place.get(place_id) not in {"deposit", "hub"}:
            faults.append(Fault(WHERE, "a deposit or a hub", f"'{name}'", "Name another site."))
        asked.append(Site(place_id, kind))
    if faults:
        raise InputError(faults)
    return tuple(asked)


def with_new_ways(
    model: Model, asked: Sequence[Site], senders: Sequence[Sender], hub_ids: Collection[str]
) -> tuple[Model, tuple[Work, ...]]:
    """Return the model with a new way from each site that asks for one, and what it costs.

    Of the ways of a kind that is taken over which haul and way together cost least: from a deposit
    to the nearest of the hubs, from a hub to the nearest railhead, for all tonnes of the deposits.

    Raises
    ------
    InputError
        If there is no such way, with the reason.
    """
    works: list[Work] = []
    for site in asked:
        model, work = _with_new_way(model, site, senders, hub_ids)
        works.append(work)
    return model, tuple(works)


def _with_new_way(
    model: Model, site: Site, senders: Sequence[Sender], hub_ids: Collection[str]
) -> tuple[Model, Work]:
    from zimnik.cli.access import terrain_of
    from zimnik.geo.infrastructure.new_links import Candidates, candidate_ways, way_id, with_ways
    from zimnik.geo.infrastructure.new_roads import WayKind
    from zimnik.geo.infrastructure.projects import new_work
    from zimnik.studies.study import with_seasons

    kind = WayKind(site.kind)
    railheads = _railheads(model)
    terrain = terrain_of(model, site.place_id, railheads, None)
    links = model.links.assign(estimated=False) if "estimated" not in model.links else model.links
    found = candidate_ways(terrain, model.places, links, site.place_id, model.card, railheads)
    ways = tuple(way for way in found.ways if way.kind is kind)
    if not ways:
        reason = found.impossible.get(kind, "there is none")
        raise InputError([Fault(WHERE, "a way that can be built", reason, "Name another.")])
    of_kind = Candidates(site.place_id, ways, {})
    way = _cheapest(model, of_kind, links, senders, hub_ids)
    chosen = Candidates(site.place_id, (way,), {})
    joined = with_seasons(replace(model, links=with_ways(links, model.places, chosen)))
    return joined, new_work(f"{site.place_id}={site.kind}", way_id(site.place_id, way), way)


def _railheads(model: Model) -> set[str]:
    from zimnik.geo.core.vocabulary import PlaceKind, YearType
    from zimnik.geo.remoteness.targets import Surface

    surface = Surface(model.places, model.links.assign(estimated=False), YearType.NORMAL)
    return {i for i in surface.railheads() if surface.kinds[i] == PlaceKind.STATION}


def _cheapest(
    model: Model,
    ways: Candidates,
    links: gpd.GeoDataFrame,
    senders: Sequence[Sender],
    hub_ids: Collection[str],
) -> NewWay:
    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.infrastructure.new_links import price_ways, with_ways
    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.routing.search import NO_CLOSURES
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.studies.study import compiled, with_seasons

    own = next((s for s in senders if s.deposit_id == ways.site_id), None)
    tonnes = own.tonnes_per_y if own else sum(sender.tonnes_per_y for sender in senders)
    cargo = replace((own or senders[0]).cargo(model.card), tonnes_per_y=tonnes)
    targets = set(hub_ids) if own else _railheads(model)
    trial = with_seasons(replace(model, links=with_ways(links, model.places, ways)))
    network = dated_network(compiled(trial), model.card, YearType.NORMAL)
    priced = price_ways(network, ways, cargo, Dates(), targets, NO_CLOSURES)
    if not priced:
        return min(ways.ways, key=lambda way: way.yearly_usd)
    return min(priced, key=lambda way: way.cost_usd_per_t).way
