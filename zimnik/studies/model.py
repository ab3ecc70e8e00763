"""What every question needs, loaded once: the atlas, its rate card and the network that stands.

Owns how the words of a command become places, closures and cargo of the model.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import geopandas as gpd

    from zimnik.geo.climate.road_seasons import SeasonedLinks
    from zimnik.geo.core.errors import Fault
    from zimnik.geo.core.vocabulary import Mode, YearType
    from zimnik.geo.network.arrays import NetworkArrays
    from zimnik.geo.pricing.cargo import Cargo
    from zimnik.geo.pricing.rates import RateCard
    from zimnik.geo.routing.search import Closures
    from zimnik.layers import Atlas, PlaceMatch
    from zimnik.studies.sources import Sources

# What an atlas says of a link only where its line is read.
DRAWN_COLUMNS = ("geometry", "drawn_source", "drawn_reason")


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The atlas, its rate card, and the places and links that questions are asked of.

    `unopened` names for each type of year the winter roads that the climate, warmed by the
    warming of `sources`, does not make; `warnings` is what answers must say of them.
    """

    sources: Sources
    atlas: Atlas
    card: RateCard
    places: gpd.GeoDataFrame
    links: gpd.GeoDataFrame
    edition: Edition
    unopened: Mapping[YearType, frozenset[str]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def warming_c(self) -> float:
        """Warming added to every month."""
        return self.sources.warming_c


@dataclass(frozen=True, slots=True)
class Edition:
    """Hashes of the tables of an atlas, and of its rates as used."""

    atlas_sha256: str
    rates_sha256: str


def load_model(sources: Sources, *, drawn: bool = False) -> Model:
    """Load the shipped atlas with the user's tables and rates over it.

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
    from zimnik.geo.network.build import built
    from zimnik.layers import load_rate_card, places
    from zimnik.layers.atlas.edition import atlas_sha256, rates_sha256

    atlas = _atlas(sources, drawn=drawn)
    edition = Edition(atlas_sha256(sources.atlas), rates_sha256(atlas.rates))
    every_place, links = places(atlas), atlas.links
    if not sources.with_planned:
        every_place, links = built(every_place, links)
    return _with_seasons(Model(sources, atlas, load_rate_card(atlas), every_place, links, edition))


def _atlas(sources: Sources, *, drawn: bool) -> Atlas:
    from zimnik.layers import load_atlas, load_rates, with_rates
    from zimnik.layers.cards.rate_card import with_values

    atlas = load_atlas(sources.atlas, drawn=drawn)
    if sources.rates is not None:
        atlas = with_rates(atlas, load_rates(sources.rates))
    return with_values(atlas, sources.rate) if sources.rate else atlas


def drawn_links(model: Model) -> gpd.GeoDataFrame:
    """Return the links of a model as they are drawn; links that nobody drew stay chords."""
    drawn = _atlas(model.sources, drawn=True).links.set_index("id")
    links = model.links.copy()
    known = links["id"].isin(drawn.index)
    for column in DRAWN_COLUMNS:
        links.loc[known, column] = drawn.loc[links.loc[known, "id"], column].to_numpy()
    return links


def match_places(model: Model, texts: Sequence[str]) -> tuple[Model, list[PlaceMatch]]:
    """Find the places that a question names; a point given as lat,lon joins the model.

    Raises
    ------
    InputError
        With the faults of all texts that name no place, or a point at sea.
    """
    from zimnik.layers import find_each_place

    matches, faults = find_each_place(model.places, texts)
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
    from zimnik.layers import load_land, sea_faults, with_points

    points = [match.point for match in matches if match.point is not None]
    found = [*faults, *(sea_faults(points, load_land()) if points else [])]
    if found:
        raise InputError(found)
    return replace(model, places=with_points(model.places, matches))


def with_access_of(model: Model, place_ids: Collection[str]) -> Model:
    """Return the model with the access links that some of its places need."""
    from zimnik.geo.network.access import with_access

    links = with_access(model.places, model.links, model.card, only=set(place_ids))
    return with_seasons(replace(model, links=links))


def _with_seasons(model: Model) -> Model:
    """Return the model with the seasons that its climate gives winter roads."""
    from zimnik.geo.climate.road_seasons import warm_seasons
    from zimnik.layers import load_climate

    if model.warming_c:
        model = _seasoned(
            model, warm_seasons(model.links, model.places, load_climate(), model.warming_c)
        )
    return with_seasons(model)


def with_seasons(model: Model) -> Model:
    """Return the model with the seasons of winter roads that list none."""
    from zimnik.geo.climate.road_seasons import derive_seasons, roads_without_season
    from zimnik.layers import load_climate

    # Most questions meet no such road, and are spared the reading of the climate.
    if not roads_without_season(model.links).any():
        return model
    return _seasoned(
        model, derive_seasons(model.links, model.places, load_climate(), model.warming_c)
    )


def _seasoned(model: Model, by: SeasonedLinks) -> Model:
    nothing: frozenset[str] = frozenset()
    years = {*model.unopened, *by.closed}
    unopened = {
        year: model.unopened.get(year, nothing) | by.closed.get(year, nothing) for year in years
    }
    warnings = (*model.warnings, *by.warnings)
    return replace(model, links=by.links, unopened=unopened, warnings=warnings)


def compiled(model: Model) -> NetworkArrays:
    """Return the network of the model as arrays."""
    from zimnik.geo.network.arrays import compile_network
    from zimnik.geo.network.build import build_network

    return compile_network(build_network(model.places, model.links, model.card))


def cargoes_of(
    model: Model, place_ids: Collection[str], tonnes: float | None
) -> tuple[dict[str, Cargo], dict[str, list[str]]]:
    """Return what sites ship, and which of them each default was taken for."""
    cargoes, notes = {}, dict[str, list[str]]()
    for place_id in place_ids:
        cargoes[place_id], defaults = cargo_of(model, place_id, tonnes)
        for note in defaults:
            notes.setdefault(note, []).append(place_id)
    return cargoes, notes


def cargo_of(
    model: Model, place_id: str, tonnes_per_y: float | None
) -> tuple[Cargo, tuple[str, ...]]:
    """Return what leaves a place, and what the answer has to say of it."""
    from zimnik.layers import site_row
    from zimnik.layers.cards.cargo import cargo_of_site

    return cargo_of_site(site_row(model.atlas, place_id), model.card, tonnes_per_y=tonnes_per_y)


def passed(model: Model, texts: Sequence[str]) -> tuple[frozenset[str], ...]:
    """Return the places and links that `--via` names, one set an option."""
    from zimnik.layers import find_places

    link_ids = set(model.links["id"])
    return tuple(
        frozenset({text}) if text in link_ids else frozenset(find_places(model.places, text))
        for text in texts
    )


def closures_of(
    model: Model,
    avoid: Sequence[str],
    without: Sequence[Mode],
    year_type: YearType | None = None,
) -> Closures:
    """Return what names, modes and the climate of a type of year (normal) close."""
    from zimnik.geo.core.vocabulary import YearType

    unopened = model.unopened.get(year_type or YearType.NORMAL, frozenset[str]())
    named = banned(model, avoid)
    return replace(named, link_ids=named.link_ids | unopened, modes=frozenset(without))


def banned(model: Model, names: Sequence[str]) -> Closures:
    """Return what is closed by names of links, terminals, corridors, borders and countries."""
    from zimnik.geo.routing.search import Closures
    from zimnik.layers import find_ban

    bans = [find_ban(model.places, model.links, name) for name in names]
    return Closures(
        link_ids=frozenset[str]().union(*(ban.link_ids for ban in bans)),
        place_ids=frozenset[str]().union(*(ban.place_ids for ban in bans)),
    )


def ambiguities(model: Model, texts: Sequence[str], matches: Sequence[PlaceMatch]) -> list[str]:
    """Say which names could have meant another place."""
    names = model.places.set_index("id")["name_en"]
    return [
        f"'{text}' is taken as {names[match.place_id]} ({match.place_id}); it also names "
        + ", ".join(match.others)
        for text, match in zip(texts, matches, strict=True)
        if match.others
    ]
