"""What is built for a question of hubs: planned links and terminals, larger terminals, new links.

Owns how these join the model; what they cost is for `geo.infrastructure.projects` and
`geo.infrastructure.new_links` to say.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from zimnik.geo.core.errors import Fault, InputError
from zimnik.studies.faults import FaultCollector
from zimnik.studies.options import Reader, as_float, misread, option, pairs

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import geopandas as gpd

    from zimnik.geo.core.vocabulary import Mode, YearType
    from zimnik.geo.infrastructure.new_links import Candidates
    from zimnik.geo.infrastructure.new_roads import NewLink
    from zimnik.geo.infrastructure.projects import Project
    from zimnik.geo.pricing.ready_days import ReadyDays
    from zimnik.studies.hubs.participants import Participants
    from zimnik.studies.model import Model

FIELD = "build"
SITES = frozenset({"deposit", "hub"})


@dataclass(frozen=True, slots=True)
class Building:
    """Something that is built.

    Parameters
    ----------
    name
        A planned link or terminal; or the site of a new link, or a terminal that is enlarged.
    kind
        Kind of the new link from the site.
    enlarge_usd
        What it costs to enlarge the terminal.
    """

    name: str
    kind: str | None = None
    enlarge_usd: float | None = None

    def __str__(self) -> str:
        if self.enlarge_usd is not None:
            return f"{self.name}={self.enlarge_usd!r}".removesuffix(".0")
        return self.name if self.kind is None else f"{self.name}={self.kind}"


class NewLinkQuestion(Protocol):
    """What a question says of new links and of the year by which they are chosen."""

    @property
    def build(self) -> tuple[Building, ...]:
        """What is built."""

    @property
    def avoid(self) -> tuple[str, ...]:
        """Links, terminals, corridors, borders and countries not to use."""

    @property
    def without(self) -> tuple[Mode, ...]:
        """Modes not to use."""

    @property
    def year_type(self) -> YearType:
        """What the year is like."""

    @property
    def days(self) -> ReadyDays:
        """Days on which ore is ready."""


def builds() -> Any:  # noqa: ANN401 - as dataclasses.field
    """Return the field of what is built."""
    return option((), Reader(_buildings, repeated=True), name=FIELD)


def _buildings(given: object) -> tuple[Building, ...]:
    from zimnik.geo.infrastructure.new_roads import TRAVERSAL_COSTS

    kinds = [kind.value for kind in TRAVERSAL_COSTS]
    expected = f"NAME of something planned, SITE={' or SITE='.join(kinds)}, or TERMINAL=USD"

    def alone(given: object) -> tuple[str, object]:
        if isinstance(given, Building):
            return given.name, given.enlarge_usd or given.kind
        if not isinstance(given, str):
            raise misread(expected, "Give texts, or a mapping of names to what is built.")
        return given, None

    def building(name: str, value: object) -> Building:
        usd = as_float(value)
        if value is None:
            return Building(name)
        if value in kinds:
            return Building(name, kind=str(value))
        if usd is None or usd <= 0:
            raise misread(expected, "Use one of these kinds of link, or dollars above zero.")
        return Building(name, enlarge_usd=usd)

    return tuple(building(name, value) for name, value in pairs(given, expected, alone=alone))


def with_buildings(model: Model, asked: Sequence[Building]) -> tuple[Model, tuple[Project, ...]]:
    """Return the model with what is planned built and what is enlarged without limit, and the cost.

    New links are left to `with_new_links`, which has to know who takes part.

    Raises
    ------
    InputError
        With every fault: what is neither planned nor known, and terminals and sites that are none.
    """
    faults = FaultCollector()
    planned: tuple[Project, ...] = ()
    larger: tuple[Project, ...] = ()
    with faults.reading(FIELD):
        model, planned = _with_planned(model, asked)
    with faults.reading(FIELD):
        model, larger = _with_enlarged(model, asked)
    with faults.reading(FIELD):
        new_link_sites(model, asked)
    faults.require_none()
    return model, (*planned, *larger)


def _with_enlarged(model: Model, asked: Sequence[Building]) -> tuple[Model, tuple[Project, ...]]:
    """Return the model where terminals that are enlarged take everything, and the cost."""
    from zimnik.geo.infrastructure.projects import enlarged
    from zimnik.layers import find_place

    terminals = set(model.atlas.terminals["id"])
    projects, faults = [], []
    for one in asked:
        if one.enlarge_usd is None:
            continue
        place_id = find_place(model.places, one.name, region=model.region).place_id
        if place_id not in terminals:
            faults.append(Fault(FIELD, "a terminal to enlarge", f"'{one.name}'", "Name another."))
        projects.append(enlarged(place_id, one.enlarge_usd, model.card))
    if faults:
        raise InputError(faults)
    ids = [place_id for project in projects for place_id in project.place_ids]
    room = model.places["capacity_t_per_y"].mask(model.places["id"].isin(ids), math.inf)
    return replace(model, places=model.places.assign(capacity_t_per_y=room)), tuple(projects)


def _with_planned(model: Model, asked: Sequence[Building]) -> tuple[Model, tuple[Project, ...]]:
    """Return the model with the planned links and terminals that are built, and what they cost."""
    from zimnik.geo.infrastructure.projects import planned_project
    from zimnik.layers import load_projects, places
    from zimnik.layers.atlas.existence import existing
    from zimnik.layers.atlas.network import typed_links
    from zimnik.layers.atlas.parts import linked

    names = [one.name for one in asked if one.kind is None and one.enlarge_usd is None]
    if not names:
        return model, ()
    atlas = model.atlas
    every_place, every_link = places(atlas), atlas.links
    planned_places = set(every_place.loc[~existing(every_place), "id"])
    planned_links = every_link[~existing(every_link)]
    published = {name: cost.base for name, cost in load_projects(atlas).items()}
    faults, projects = [], []
    link_ids, place_ids = set[str](), set[str]()
    for text in names:
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
        built = linked(typed_links(fresh), model.typed_places, model.atlas.parts)
        projects.append(planned_project(text, built, own, published, model.card))
        link_ids |= set(fresh["id"])
        place_ids |= own
    if faults:
        raise InputError(faults)
    return _joined(model, every_place, every_link, {*place_ids, *link_ids}), tuple(projects)


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
    return Fault(FIELD, "something planned", found, f"Planned are {known}.")


def _joined(
    model: Model,
    every_place: gpd.GeoDataFrame,
    every_link: gpd.GeoDataFrame,
    built_ids: Collection[str],
) -> Model:
    from zimnik.layers.atlas.existence import standing
    from zimnik.layers.atlas.network import typed_links
    from zimnik.layers.atlas.parts import linked
    from zimnik.studies.model import with_seasons

    known = {link.id for link in model.typed_links}
    lifting = model.places.loc[~model.places["passed_only"], "id"]
    stands = {*known, *lifting, *built_ids}
    places, links = standing(every_place, every_link, built_ids=stands)
    wider = replace(model, places=places)
    new = typed_links(links[~links["id"].isin(known)])
    own = linked(new, wider.typed_places, model.atlas.parts)
    return with_seasons(replace(wider, typed_links=(*model.typed_links, *own)))


def new_link_sites(model: Model, asked: Sequence[Building]) -> tuple[tuple[str, str], ...]:
    """Return the site and the kind of each new link.

    Raises
    ------
    InputError
        If a site is not known, or is no deposit and no hub.
    """
    from zimnik.layers import find_place

    kinds = model.places.set_index("id")["kind"]
    faults, found = FaultCollector(), []
    for one in asked:
        if one.kind is None:
            continue
        with faults.reading(FIELD):
            place_id = find_place(model.places, one.name, region=model.region).place_id
            if kinds.get(place_id) not in SITES:
                remedy = "Name another site."
                raise InputError([Fault(FIELD, "a deposit or a hub", f"'{one.name}'", remedy)])
            found.append((place_id, one.kind))
    faults.require_none()
    return tuple(found)


def with_new_links(
    model: Model, asked: NewLinkQuestion, participants: Participants
) -> tuple[Model, tuple[Project, ...]]:
    """Return the model with a new link from each site that asks for one, and what it costs.

    Of the links of a kind that is taken over which haul and link together cost least in the mean of
    the year (docs/model.md, E28): from a deposit to the nearest of the hubs, from a hub to the
    nearest railhead, for all tonnes of the deposits.

    Raises
    ------
    InputError
        If there is no such link, with the reason.
    """
    from zimnik.studies.model import drawn

    sites = new_link_sites(model, asked.build)
    if not sites:
        return model, ()
    model = drawn(model)
    projects: list[Project] = []
    for place_id, kind in sites:
        model, project = _with_new_link(model, place_id, kind, participants, asked)
        projects.append(project)
    return model, tuple(projects)


def _with_new_link(
    model: Model, place_id: str, kind: str, participants: Participants, asked: NewLinkQuestion
) -> tuple[Model, Project]:
    from zimnik.geo.infrastructure.new_links import candidate_links, new_link_id
    from zimnik.geo.infrastructure.new_roads import NewLinkKind
    from zimnik.geo.infrastructure.projects import new_project
    from zimnik.studies.terrain import railheads_of, terrain_of

    railheads = railheads_of(model)
    terrain = terrain_of(model, place_id, railheads)
    found = candidate_links(
        terrain, model.typed_places, model.typed_links, place_id, model.card, railheads
    )
    of_kind = tuple(link for link in found.links if link.kind == kind)
    if not of_kind:
        reason = found.impossible.get(NewLinkKind(kind), "there is none")
        raise InputError([Fault(FIELD, "a link that can be built", reason, "Name another.")])
    link = _cheapest(model, replace(found, links=of_kind), participants, asked)
    joined = with_candidates(model, replace(found, links=(link,)))
    return joined, new_project(f"{place_id}={kind}", new_link_id(place_id, link), link)


def with_candidates(model: Model, candidates: Candidates) -> Model:
    """Return the model with new links among its own, with the seasons of its climate."""
    from zimnik.geo.infrastructure.new_links import corridor_lines, links_of
    from zimnik.studies.model import with_seasons

    links = (*model.typed_links, *links_of(candidates))
    lines = {**model.lines, **corridor_lines(candidates)}
    return with_seasons(replace(model, typed_links=links, lines=lines))


def _cheapest(
    model: Model, candidates: Candidates, participants: Participants, asked: NewLinkQuestion
) -> NewLink:
    from zimnik.geo.infrastructure.new_links import cheapest_of_year
    from zimnik.geo.routing.dates import Dates
    from zimnik.geo.routing.request import Shipment
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.studies.model import closures_of, compiled
    from zimnik.studies.terrain import railheads_of

    shippers = participants.shippers
    own = next((s for s in shippers if s.deposit_id == candidates.site_id), None)
    tonnes = own.tonnes_per_y if own else sum(shipper.tonnes_per_y for shipper in shippers)
    cargo = replace((own or shippers[0]).cargo(model.card), tonnes_per_y=tonnes)
    found = cheapest_of_year(
        dated_network(compiled(with_candidates(model, candidates)), model.card, asked.year_type),
        candidates,
        Shipment(
            candidates.site_id,
            None,
            cargo,
            Dates(None, asked.year_type),
            closures=closures_of(model, asked.avoid, asked.without),
        ),
        frozenset(participants.hub_ids) if own else railheads_of(model),
        ready_d=asked.days.of(cargo) if own else asked.days.of_plants,
    )
    return found or min(candidates.links, key=lambda link: link.yearly_usd)
