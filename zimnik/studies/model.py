"""What every question needs, loaded once: the atlas, its rate card and the network that stands.

Owns how the words of a command become places, closures and cargo of the model.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import InputError
from zimnik.geo.core.memo import Memo
from zimnik.geo.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    import geopandas as gpd
    from shapely import LineString

    from zimnik.geo.climate.road_seasons import SeasonedLinks
    from zimnik.geo.core.errors import Fault
    from zimnik.geo.core.vocabulary import Mode, YearType
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.network.closures import Closures
    from zimnik.geo.network.links import Link, Place
    from zimnik.geo.pricing.cargo import Cargo, SiteProduct
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.remoteness.towns import TownNetwork
    from zimnik.geo.routing.time_expanded import DatedNetwork
    from zimnik.geo.years.calendar import CalendarYear
    from zimnik.geo.years.laid_out import LaidOutNetworks
    from zimnik.layers import Atlas, Ban, PlaceMatch
    from zimnik.layers.regions.region import Region
    from zimnik.studies.sources import Sources


def _no_networks() -> LaidOutNetworks:
    from zimnik.geo.years.laid_out import LaidOutNetworks

    return LaidOutNetworks()


@dataclass(frozen=True, eq=False)
class Model:
    """The atlas, its rate card, and the places and links that questions are asked of.

    `typed_links` are what is priced, every winter road with the season that its table or the
    climate, warmed by the warming of `sources`, gives it; `lines` are those of links that no table
    has, where they are no chords; `warnings` is what answers must say of the seasons; `calendar` is
    the calendar year whose days the links have, where one was asked for; `networks` is what was
    laid out of places and links, for the next question, and `shared` what was made of tables, both
    of this model and of those that were made from it.
    """

    sources: Sources
    atlas: Atlas
    card: RateCard
    places: gpd.GeoDataFrame
    typed_links: tuple[Link, ...]
    edition: Edition
    lines: Mapping[str, LineString] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    calendar: CalendarYear | None = None
    networks: LaidOutNetworks = field(default_factory=_no_networks, repr=False)
    shared: Memo = field(default_factory=Memo, repr=False)

    @property
    def region(self) -> Region:
        """What the atlas is of."""
        return self.atlas.region

    @property
    def warming_c(self) -> float:
        """Warming added to every month."""
        return self.sources.warming_c

    @property
    def typed_places(self) -> tuple[Place, ...]:
        """Return the places as they are priced."""
        # With what it is made of, so that nothing else comes to have its number.
        key = ("places", id(self.places), id(self.atlas))
        return self.shared.of(key, lambda: (_typed_places(self), self.places, self.atlas))[0]

    @cached_property
    def made(self) -> Memo:
        """What was made of this very model, which a model that differs has not."""
        return Memo()

    @property
    def links(self) -> gpd.GeoDataFrame:
        """Return the links as a table with lines, for maps and readers."""
        from zimnik.layers.atlas.network import links_table

        return links_table(self.typed_links, self.atlas.links, self.places, lines=self.lines)


def _typed_places(model: Model) -> tuple[Place, ...]:
    from zimnik.layers.atlas.network import typed_places
    from zimnik.layers.atlas.parts import placed

    return placed(typed_places(model.places), model.atlas.parts)


@dataclass(frozen=True, slots=True)
class Edition:
    """Hashes of the tables of an atlas, and of its rates as used."""

    atlas_sha256: str
    rates_sha256: str


def load_model(sources: Sources, *, drawn: bool = False) -> Model:
    """Load the atlas of the regions with the user's tables and rates over it.

    Parameters
    ----------
    sources
        The user's own tables and rates, what is planned, and warming.
    drawn
        Whether links need their lines, which cost time to read.

    Raises
    ------
    InputError
        With every fault of the tables.
    """
    from zimnik.layers import load_rate_card, places
    from zimnik.layers.atlas.existence import standing
    from zimnik.layers.atlas.network import typed_links
    from zimnik.layers.atlas.parts import linked

    sources = _held(sources)
    atlas = _atlas(sources, drawn=drawn)
    edition = _edition(sources, atlas)
    every_place, links = places(atlas), atlas.links
    if not sources.with_planned:
        every_place, links = standing(every_place, links)
    known = typed_links(links)
    card = load_rate_card(atlas)
    model = Model(sources, atlas, card, every_place, known, edition, warnings=atlas.warnings)
    if atlas.parts:
        model = replace(model, typed_links=linked(known, model.typed_places, atlas.parts))
    if sources.network is not None:
        model = _under_region(model, sources.network)
    return _with_seasons(model)


def _under_region(model: Model, folder: Path) -> Model:
    from zimnik.studies.networks.joining import under_region

    found = under_region(
        folder,
        model.places,
        model.typed_links,
        model.card,
        own_ids=model.sources.network_link,
        with_planned=model.sources.with_planned,
    )
    return replace(
        model,
        places=found.places,
        typed_links=found.links,
        lines={**model.lines, **found.lines},
        warnings=(*model.warnings, found.warning),
    )


def edition_of(sources: Sources) -> Edition:
    """Return the edition of what `load_model` would load, without making a network of it.

    Raises
    ------
    InputError
        With every fault of the tables.
    """
    sources = _held(sources)
    return _edition(sources, _atlas(sources, drawn=False))


def _held(sources: Sources) -> Sources:
    """Return the sources with a store as it is now, for others may write into it meanwhile."""
    from zimnik.layers.store.address import Address

    if not isinstance(sources.atlas, Address):
        return sources
    from zimnik.layers.store.reading import read_snapshot

    return replace(sources, atlas=read_snapshot(sources.atlas, limits=sources.limits))


def _edition(sources: Sources, atlas: Atlas) -> Edition:
    from zimnik.layers.atlas.edition import atlas_sha256, rates_sha256
    from zimnik.layers.regions.finding import region_folders
    from zimnik.layers.store.reading import Snapshot

    given = sources.atlas
    over = given.hashed if isinstance(given, Snapshot) else given
    tables = atlas_sha256(over=over, base=region_folders(sources.region))
    if sources.network is not None:
        from zimnik.layers.networks.built import tables_sha256

        tables = hashlib.sha256(f"{tables} {tables_sha256(sources.network)}".encode()).hexdigest()
    return Edition(tables, rates_sha256(atlas.rates))


def atlas_below(sources: Sources) -> Atlas:
    """Return the atlas of the regions, under the user's tables, with links as they are drawn."""
    return _of_regions(sources, drawn=True)


def laid_over_atlas(sources: Sources, under: Atlas) -> Atlas:
    """Return an atlas with the user's tables and rates over it, links as they are drawn.

    Parameters
    ----------
    sources
        The user's own tables and rates.
    under
        What they are laid over in the place of the atlas of the regions.

    Raises
    ------
    InputError
        With every fault of the tables.
    """
    return _atlas(sources, drawn=True, under=under)


def _atlas(sources: Sources, *, drawn: bool, under: Atlas | None = None) -> Atlas:
    from zimnik.layers import load_rates, with_rates
    from zimnik.layers.cards.rate_card import with_values
    from zimnik.layers.loading.loading import overlaid

    if sources.only_good is not None:
        atlas = _of_good_rows(sources, sources.only_good, under, drawn=drawn)
    else:
        atlas = under or _of_regions(sources, drawn=drawn)
        if sources.atlas is not None:
            atlas = overlaid(
                atlas, sources.atlas, drawn=drawn, limits=sources.limits, reading=sources.reading
            )
    if sources.rates is not None:
        atlas = with_rates(atlas, load_rates(sources.rates, limits=sources.limits))
    return with_values(atlas, sources.rate) if sources.rate else atlas


def _of_regions(sources: Sources, *, drawn: bool) -> Atlas:
    from zimnik.layers.loading.regions import load_regions_atlas

    return load_regions_atlas(sources.region, drawn=drawn, limits=sources.limits)


def _of_good_rows(
    sources: Sources, refused_file: Path, under: Atlas | None, *, drawn: bool
) -> Atlas:
    """Return the atlas with the user's good rows over it; the others are written down."""
    from zimnik.layers.loading.good_rows import overlaid_by_good_rows
    from zimnik.layers.loading.refused_files import write_refused

    atlas, refused = overlaid_by_good_rows(
        under or _of_regions(sources, drawn=drawn),
        sources.atlas,
        drawn=drawn,
        limits=sources.limits,
        reading=sources.reading,
    )
    write_refused(refused, refused_file)
    return atlas


def drawn(model: Model) -> Model:
    """Return the model with its links as they are drawn; links that nobody drew stay chords."""
    return replace(model, atlas=_atlas(model.sources, drawn=True))


def match_places(model: Model, texts: Sequence[str]) -> tuple[Model, list[PlaceMatch]]:
    """Find the places that a question names; a point given as lat,lon joins the model.

    Raises
    ------
    InputError
        With the faults of all texts that name no place, or a point at sea.
    """
    from zimnik.layers import find_each_place

    matches, faults = find_each_place(model.places, texts, region=model.region)
    if faults:
        # Only a fault tells of links, and their table takes as long to make as the names to read.
        matches, faults = find_each_place(
            model.places, texts, region=model.region, links=model.links
        )
    return with_points_of(model, matches, faults), matches


def with_points_of(model: Model, matches: Sequence[PlaceMatch], faults: Sequence[Fault]) -> Model:
    """Return the model with the points of some matches among its places.

    Parameters
    ----------
    model
        The model.
    matches
        Places that were found, points among them.
    faults
        Of what was not found.

    Raises
    ------
    InputError
        With these faults, and those of points at sea.
    """
    from zimnik.layers import land_of, sea_faults, with_points

    points = [match.point for match in matches if match.point is not None]
    found = [*faults, *(sea_faults(points, land_of(model.region)) if points else [])]
    if found:
        raise InputError(found)
    places = with_points(model.places, matches)
    return model if places is model.places else replace(model, places=places)


def with_access_of(
    model: Model, place_ids: Collection[str], *, to_ids: Collection[str] = ()
) -> Model:
    """Return the model with the access links that some of its places need.

    Parameters
    ----------
    model
        The model.
    place_ids
        Ends of a question.
    to_ids
        Those of them where cargo of the others may end: near ones are joined directly.
    """
    from zimnik.geo.network.access import access_links, direct_links, flights

    known = model.typed_links
    access = access_links(model.typed_places, known, model.card, only=set(place_ids))
    direct = direct_links(model.typed_places, known, place_ids, to_ids, model.card)
    deposit_ids = set(model.atlas.deposits["id"]) & set(place_ids)
    precious = {i for i in deposit_ids if cargo_of(model, i, None)[0].is_precious}
    flown = flights(model.typed_places, known, precious)
    return with_seasons(replace(model, typed_links=(*known, *access, *direct, *flown)))


def _with_seasons(model: Model) -> Model:
    """Return the model with the seasons that its climate gives winter roads, and waters."""
    from zimnik.geo.climate.road_seasons import warm_seasons
    from zimnik.geo.climate.warm_waters import warm_waters
    from zimnik.layers import climate_of

    if model.warming_c:
        model = _seasoned(
            model,
            warm_seasons(
                model.typed_links, model.typed_places, climate_of(model.region), model.warming_c
            ),
        )
        model = _seasoned(model, warm_waters(model.typed_links, model.warming_c))
    return with_seasons(model)


def with_seasons(model: Model) -> Model:
    """Return the model with the seasons of winter roads that list none, and all in its year."""
    from zimnik.geo.climate.road_seasons import DEFAULT_DAYS, derive_seasons, is_without_season
    from zimnik.layers import climate_of

    # Most questions meet no such road, and are spared the reading of the climate.
    if any(is_without_season(link) for link in model.typed_links):
        known = (model.typed_links, model.typed_places, climate_of(model.region))
        regions = [one.region for one in model.atlas.parts] or [model.region]
        days = {one.name: one.default_winter or DEFAULT_DAYS for one in regions}
        own = days[regions[0].name]
        made = derive_seasons(
            *known, warming_c=model.warming_c, default_days=own, default_days_elsewhere=days
        )
        model = _seasoned(model, made)
    if model.calendar is None:
        return model
    calendar, links = model.calendar.settled(model.typed_links, model.typed_places)
    return replace(model, calendar=calendar, typed_links=links)


def _seasoned(model: Model, by: SeasonedLinks) -> Model:
    return replace(model, typed_links=by.links, warnings=(*model.warnings, *by.warnings))


def laid_out(model: Model, year_type: YearType) -> DatedNetwork:
    """Return the network of the model for searches by date, from what is kept of others."""
    return model.networks.of(model.typed_places, model.typed_links, model.card, year_type)


def compiled(model: Model) -> NetworkArrays:
    """Return the network of the model as arrays."""
    from zimnik.geo.network.arrays import network_arrays

    return network_arrays(model.typed_places, model.typed_links, model.card)


def cargoes_of(
    model: Model,
    place_ids: Collection[str],
    tonnes: float | None,
    value_usd_per_t: float | None = None,
) -> tuple[dict[str, Cargo], dict[str, list[str]]]:
    """Return what sites ship, and which of them each default was taken for."""
    cargoes, notes = {}, dict[str, list[str]]()
    for place_id in place_ids:
        cargoes[place_id], defaults = cargo_of(model, place_id, tonnes, value_usd_per_t)
        for note in defaults:
            notes.setdefault(note, []).append(place_id)
    return cargoes, notes


def cargo_of(
    model: Model, place_id: str, tonnes_per_y: float | None, value_usd_per_t: float | None = None
) -> tuple[Cargo, tuple[str, ...]]:
    """Return what leaves a place, and what the answer has to say of it."""
    from zimnik.geo.pricing.cargo import cargo_of_product

    product = product_of(model, place_id, value_usd_per_t)
    return cargo_of_product(product, model.card, tonnes_per_y=tonnes_per_y)


def product_of(model: Model, place_id: str, value_usd_per_t: float | None = None) -> SiteProduct:
    """Return what is known of what leaves a place, with a stated value where there is one."""
    from zimnik.layers import site_row
    from zimnik.layers.cards.cargo import product_of_site

    return product_of_site(site_row(model.atlas, place_id)).worth(value_usd_per_t)


def passed(model: Model, texts: Sequence[str]) -> tuple[frozenset[str], ...]:
    """Return the places and links that `--via` names, one set an option.

    A name that no place has may be that of a river, a sea lane or another corridor: then any link
    of it will do.
    """
    return tuple(_passed(model, text) for text in texts)


def _passed(model: Model, text: str) -> frozenset[str]:
    from zimnik.layers import corridors_of, find_places

    if text in {link.id for link in model.typed_links}:
        return frozenset({text})
    try:
        return frozenset(find_places(model.places, text, region=model.region))
    except InputError:
        corridors = corridors_of(model.links, text, region=model.region)
        if not corridors:
            raise
        return frozenset(link.id for link in model.typed_links if link.corridor in corridors)


def closures_of(model: Model, avoid: Sequence[str], without: Sequence[Mode]) -> Closures:
    """Return what names and modes close."""
    return replace(banned(model, avoid), modes=frozenset(without))


def banned(model: Model, names: Sequence[str]) -> Closures:
    """Return what is closed by names of links, terminals, corridors, borders and countries.

    Raises
    ------
    InputError
        With every name of nothing, or of a link within a way of a network.
    """
    from zimnik.geo.network.closures import Closures
    from zimnik.layers import find_ban

    bans: list[Ban] = []
    faults: list[Fault] = []
    for name in names:
        try:
            bans.append(find_ban(model.places, model.links, name, region=model.region))
        except InputError as unknown:
            within = _within_a_way(model, name)
            faults += unknown.faults if within is None else [within]
    if faults:
        raise InputError(faults)
    return Closures(
        link_ids=frozenset[str]().union(*(ban.link_ids for ban in bans)),
        place_ids=frozenset[str]().union(*(ban.place_ids for ban in bans)),
    )


def _within_a_way(model: Model, name: str) -> Fault | None:
    from zimnik.studies.networks.joining import within_a_way

    folder = model.sources.network
    return None if folder is None else within_a_way(folder, name.strip())


def ambiguities(model: Model, texts: Sequence[str], matches: Sequence[PlaceMatch]) -> list[str]:
    """Say which names could have meant another place."""
    names = dict(zip(model.places["id"], model.places["name_en"], strict=True))
    return [
        _ambiguity(text, match, names[match.place_id])
        for text, match in zip(texts, matches, strict=True)
        if match.others
    ]


def _ambiguity(text: str, match: PlaceMatch, name: str) -> Message:
    ids = {"place_id": match.place_id, "other_place_ids": match.others}
    taken = f"'{text}' is taken as {name} ({match.place_id})"
    also = f"; it also names {', '.join(match.others)}"
    if not match.passed_over:
        return Message(f"{taken}{also}", "name_taken", **ids)
    why = f", since what is open leads to no {' or '.join(match.passed_over)}"
    return Message(
        f"{taken}{why}{also}", "name_passed_over", passed_place_ids=match.passed_over, **ids
    )


def town_network(model: Model, year_type: YearType) -> TownNetwork:
    """Return the network of the model with the towns of its atlas on it."""
    from zimnik.geo.network.arrays import network_arrays
    from zimnik.geo.remoteness.towns import TownNetwork, with_towns
    from zimnik.geo.routing.time_expanded import dated_network
    from zimnik.layers.atlas.network import drawn_lines, typed_towns

    towns = typed_towns(model.atlas.towns)
    places, links = with_towns(model.typed_places, model.typed_links, towns, model.card)
    network = dated_network(network_arrays(places, links, model.card), model.card, year_type)
    lines = drawn_lines(model.atlas.links)
    parts = tuple(one.place_ids for one in model.atlas.parts)
    return TownNetwork(network.compiled(), places, links, towns, lines, parts=parts)
