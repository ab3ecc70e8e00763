"""What every question needs, loaded once: the atlas, its rate card and the network that stands.

Owns how the words of a command become places, closures and cargo of the model.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    import geopandas as gpd

    from geo.arrays import NetworkArrays
    from geo.cargo import Cargo
    from geo.rates import RateCard
    from geo.search import Closures
    from geo.vocabulary import Mode
    from layers import Atlas, PlaceMatch


@dataclass(frozen=True, slots=True)
class Model:
    """The atlas, its rate card, and the places and links that questions are asked of."""

    atlas: Atlas
    card: RateCard
    places: gpd.GeoDataFrame
    links: gpd.GeoDataFrame


def load_model(
    atlas_path: Path | None,
    rates_path: Path | None,
    *,
    drawn: bool = False,
    with_planned: bool = False,
) -> Model:
    """Load the shipped atlas with the user's tables and rates over it.

    Parameters
    ----------
    atlas_path, rates_path
        The user's own; None for the shipped ones alone.
    drawn
        Whether links need their lines, which cost time to read.
    with_planned
        Whether what is not built yet belongs to the network.

    Raises
    ------
    InputError
        With every fault of the tables.
    """
    from geo.network import built
    from layers import load_atlas, load_rate_card, load_rates, places, with_rates

    atlas = load_atlas(atlas_path, drawn=drawn)
    if rates_path is not None:
        atlas = with_rates(atlas, load_rates(rates_path))
    every_place, links = places(atlas), atlas.links
    if not with_planned:
        every_place, links = built(every_place, links)
    return Model(atlas, load_rate_card(atlas), every_place, links)


def match_places(model: Model, texts: Sequence[str]) -> tuple[Model, list[PlaceMatch]]:
    """Find the places that a command names; a point given as lat,lon joins the model."""
    from layers import find_place, with_point

    matches = [find_place(model.places, text) for text in texts]
    places = model.places
    for match in matches:
        places = with_point(places, match)
    return replace(model, places=places), matches


def with_access_of(model: Model, place_ids: Collection[str]) -> Model:
    """Return the model with the access links that some of its places need."""
    from geo.access import with_access

    links = with_access(model.places, model.links, model.card, only=set(place_ids))
    return replace(model, links=links)


def compiled(model: Model) -> NetworkArrays:
    """Return the network of the model as arrays."""
    from geo.arrays import compile_network
    from geo.network import build_network

    return compile_network(build_network(model.places, model.links, model.card))


def cargo_of(
    model: Model, place_id: str, tonnes_per_y: float | None
) -> tuple[Cargo, tuple[str, ...]]:
    """Return what leaves a place, and what the answer has to say of it."""
    from geo.cargo import cargo_of_site
    from layers import sites

    every_site = sites(model.atlas).set_index("id")
    row = every_site.loc[place_id].to_dict() if place_id in every_site.index else {}
    return cargo_of_site(row, model.card, tonnes_per_y)


def passed(model: Model, texts: Sequence[str]) -> tuple[frozenset[str], ...]:
    """Return the places and links that `--via` names, one set an option."""
    from layers import find_places

    link_ids = set(model.links["id"])
    return tuple(
        frozenset({text}) if text in link_ids else frozenset(find_places(model.places, text))
        for text in texts
    )


def closures_of(model: Model, avoid: Sequence[str], without: Sequence[Mode]) -> Closures:
    """Return what `--avoid` and `--without` close."""
    from geo.search import Closures
    from layers import find_ban

    bans = [find_ban(model.places, model.links, text) for text in avoid]
    return Closures(
        link_ids=frozenset[str]().union(*(ban.link_ids for ban in bans)),
        place_ids=frozenset[str]().union(*(ban.place_ids for ban in bans)),
        modes=frozenset(without),
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
