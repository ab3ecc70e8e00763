"""What `--build` names: planned links and terminals, or a new link from a deposit or hub.

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
    from zimnik.geo.infrastructure.new_roads import NewLink
    from zimnik.geo.infrastructure.projects import Project
    from zimnik.geo.pricing.cargo import Shipper
    from zimnik.studies.model import Model

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
    """A new link asked for: from which site, of which kind."""

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


def with_enlarged(model: Model, texts: Sequence[str]) -> tuple[Model, tuple[Project, ...]]:
    """Return the model where the terminals that options enlarge take everything, and the cost.

    Raises
    ------
    InputError
        If a place is not known or is no terminal.
    """
    from zimnik.geo.infrastructure.projects import enlarged
    from zimnik.layers import find_place

    terminals = set(model.atlas.terminals["id"])
    projects, faults = [], []
    for name, usd in enlargements(texts):
        place_id = find_place(model.places, name).place_id
        if place_id not in terminals:
            faults.append(Fault(WHERE, "a terminal to enlarge", f"'{name}'", "Name another."))
        projects.append(enlarged(place_id, usd, model.card))
    if faults:
        raise InputError(faults)
    ids = [place_id for project in projects for place_id in project.place_ids]
    room = model.places["capacity_t_per_y"].mask(model.places["id"].isin(ids))
    return replace(model, places=model.places.assign(capacity_t_per_y=room)), tuple(projects)


def with_planned_projects(model: Model, texts: Sequence[str]) -> tuple[Model, tuple[Project, ...]]:
    """Return the model with the planned links and terminals that are built, and what they cost.

    New links (`SITE=KIND`) are left to `with_new_links`.

    Raises
    ------
    InputError
        If something is not planned, or not known.
    """
    from zimnik.geo.infrastructure.projects import planned_project
    from zimnik.layers import load_projects, places

    asked = [text for text in texts if "=" not in text]
    if not asked:
        return model, ()
    atlas = model.atlas
    every_place, every_link = places(atlas), atlas.links
    planned_places = set(every_place.loc[every_place["state"] == "planned", "id"])
    planned_links = every_link[every_link["state"] == "planned"]
    published = {name: cost.base for name, cost in load_projects(atlas).items()}
    faults, projects = [], []
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
        projects.append(planned_project(text, records, own, published, model.card))
        link_ids |= set(fresh["id"])
        place_ids |= own
    if faults:
        raise InputError(faults)
    return _joined(model, every_place, every_link, place_ids, link_ids), tuple(projects)


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


def new_links_asked(model: Model, texts: Sequence[str]) -> tuple[Site, ...]:
    """Return the new links that options ask for.

    Raises
    ------
    InputError
        If the site is not known, is no deposit or hub, or the kind of link is none.
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


def with_new_links(
    model: Model, asked: Sequence[Site], shippers: Sequence[Shipper], hub_ids: Collection[str]
) -> tuple[Model, tuple[Project, ...]]:
    """Return the model with a new link from each site that asks for one, and what it costs.

    Of the links of a kind that is taken over which haul and link together cost least: from a
    deposit to the nearest of the hubs, from a hub to the nearest railhead, for all tonnes of the
    deposits.

    Raises
    ------
    InputError
        If there is no such link, with the reason.
    """
    projects: list[Project] = []
    for site in asked:
        model, project = _with_new_link(model, site, shippers, hub_ids)
        projects.append(project)
    return model, tuple(projects)


def _with_new_link(
    model: Model, site: Site, shippers: Sequence[Shipper], hub_ids: Collection[str]
) -> tuple[Model, Project]:
    from zimnik.cli.access import terrain_of
    from zimnik.geo.infrastructure.new_links import (
        Candidates,
        candidate_links,
        new_link_id,
        with_candidates,
    )
    from zimnik.geo.infrastructure.new_roads import NewLinkKind
    from zimnik.geo.infrastructure.projects import new_project
    from zimnik.studies.model import with_seasons

    kind = NewLinkKind(site.kind)
    railheads = _railheads(model)
    terrain = terrain_of(model, site.place_id, railheads, None)
    links = model.links.assign(estimated=False) if "estimated" not in model.links else model.links
    found = candidate_links(terrain, model.places, links, site.place_id, model.card, railheads)
    candidates = tuple(link for link in found.links if link.kind is kind)
    if not candidates:
        reason = found.impossible.get(kind, "there is none")
        raise InputError([Fault(WHERE, "a way that can be built", reason, "Name another.")])
    of_kind = Candidates(site.place_id, candidates, {})
    link = _cheapest(model, of_kind, links, shippers, hub_ids)
    chosen = Candidates(site.place_id, (link,), {})
    joined = with_seasons(replace(model, links=with_candidates(links, model.places, chosen)))
    name = f"{site.place_id}={site.kind}"
    return joined, new_project(name, new_link_id(site.place_id, link), link)


def _railheads(model: Model) -> set[str]:
    from zimnik.geo.core.vocabulary import PlaceKind, YearType
    from zimnik.geo.remoteness.targets import Surface

    surface = Surface(model.places, model.links.assign(estimated=False), YearType.NORMAL)
    return {i for i in surface.railheads() if surface.kinds[i] == PlaceKind.STATION}


def _cheapest(
    model: Model,
    candidates: Candidates,
    links: gpd.GeoDataFrame,
    shippers: Sequence[Shipper],
    hub_ids: Collection[str],
) -> NewLink:
    from zimnik.geo.core.vocabulary import YearType
    from zimnik.geo.infrastructure.new_links import price_links, with_candidates
    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.routing.search import NO_CLOSURES
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.studies.model import compiled, with_seasons

    own = next((s for s in shippers if s.deposit_id == candidates.site_id), None)
    tonnes = own.tonnes_per_y if own else sum(shipper.tonnes_per_y for shipper in shippers)
    cargo = replace((own or shippers[0]).cargo(model.card), tonnes_per_y=tonnes)
    targets = set(hub_ids) if own else _railheads(model)
    trial = with_seasons(replace(model, links=with_candidates(links, model.places, candidates)))
    network = dated_network(compiled(trial), model.card, YearType.NORMAL)
    priced = price_links(network, candidates, cargo, Dates(), targets, NO_CLOSURES)
    if not priced:
        return min(candidates.links, key=lambda link: link.yearly_usd)
    return min(priced, key=lambda link: link.cost_usd_per_t).link
