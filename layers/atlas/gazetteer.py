"""Places by name: ids, English and Russian names, aliases, and points as ``lat,lon``.

Owns what a text of a question means: one place, all of a name, or what is avoided.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.lines.antimeridian import wrapped_lon_deg
from zimnik.layers.atlas.countries import COUNTRY_NAMES
from zimnik.layers.atlas.declension import is_form_of
from zimnik.layers.atlas.place_names import (
    PlaceNames,
    name_rows,
    nearest_names,
    plain_name,
    spoken_names,
)
from zimnik.layers.atlas.place_words import PORTS, asked_name
from zimnik.layers.atlas.points import PlaceMatch, read_point, region_fault
from zimnik.layers.atlas.spelling import spelling_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import geopandas as gpd
    import pandas as pd

    from zimnik.layers.regions.region import Region

# Ports that are offered to who names a river.
MOST_PORTS = 8
_BORDER = re.compile(r"([A-Za-z]{2})-([A-Za-z]{2})")


@dataclass(frozen=True, slots=True)
class Ban:
    """Links and places that are avoided by one name."""

    link_ids: frozenset[str] = frozenset()
    place_ids: frozenset[str] = frozenset()


def find_place(
    places: gpd.GeoDataFrame,
    text: str,
    *,
    region: Region,
    kinds: Collection[str] | None = None,
) -> PlaceMatch:
    """Return the place that a text names.

    Parameters
    ----------
    places
        Sites and terminals as `layers.atlas.atlas.places` gives them.
    text
        An id; a name or alias in English or Russian, whatever its case, with dashes or spaces and
        with or without what stands in brackets or after a comma or stroke, and for a terminal with
        or without words such as port or station; the same in another usual spelling; or
        ``lat,lon``.
    region
        In which points may lie.
    kinds
        Kinds of place to choose from; all by default. A point is always allowed.

    Returns
    -------
    PlaceMatch
        An id comes first, then sites, then terminals; within each, names in full before names in
        part.

    Raises
    ------
    InputError
        If nothing has that name (the nearest names are offered), or a point lies outside the
        region or has latitude and longitude swapped.
    """
    matches, faults = find_each_place(places, [text], region=region, kinds=kinds)
    if faults:
        raise InputError(faults)
    return matches[0]


def find_each_place(
    places: gpd.GeoDataFrame,
    texts: Iterable[str],
    *,
    region: Region,
    kinds: Collection[str] | None = None,
    links: pd.DataFrame | None = None,
) -> tuple[list[PlaceMatch], list[Fault]]:
    """Return the place that each text names, and a fault for each that names none.

    The same as `find_place` of one text after the other, but the names are read once. With links
    the fault of a river names the ports on it.
    """
    chosen = places if kinds is None else places[places["kind"].isin([str(k) for k in kinds])]
    names = PlaceNames.of(chosen)
    matches, faults = list[PlaceMatch](), list[Fault]()
    for text in texts:
        found, point = names.ids_of(text), read_point(text)
        if found:
            matches.append(PlaceMatch(found[0], others=tuple(found[1:])))
        elif point is None:
            faults.append(_unknown_place(chosen, text, region, links))
        elif outside := region_fault(text, *point, region):
            faults.append(outside)
        else:
            matches.append(match_of_point(*point))
    return matches, faults


def match_of_point(lon: float, lat: float, *, name: str = "") -> PlaceMatch:
    """Return a point of the region, in degrees, as a place under a name of its own."""
    lon = float(wrapped_lon_deg(lon))
    return PlaceMatch(f"point_{lat:.4f}_{lon:.4f}", point=(lon, lat), name=name)


def names_in(places: gpd.GeoDataFrame, text: str) -> list[str]:
    """Return the names in a text with commas; what is a name or a point as it is stays whole."""
    if "," not in text or read_point(text) or PlaceNames.of(places).ids_of(text):
        return [text]
    return [part.strip() for part in text.split(",")]


def find_places(places: gpd.GeoDataFrame, text: str, *, region: Region) -> tuple[str, ...]:
    """Return the ids of all places that a text names, in the order of `find_place`.

    Raises
    ------
    InputError
        If it names none.
    """
    match = find_place(places, text, region=region)
    if match.point is not None:
        raise InputError([_unknown_place(places, text, region)])
    return (match.place_id, *match.others)


def find_ban(places: gpd.GeoDataFrame, links: pd.DataFrame, text: str, *, region: Region) -> Ban:
    """Return the links and places that are avoided by a name.

    Parameters
    ----------
    places, links
        The network.
    text
        A place by id or name, a link by id, a corridor, a border such as RU-CN in either order, or
        a country by its code or its English or Russian name: all places in it.
    region
        Its names of corridors count.

    Raises
    ------
    InputError
        If it names nothing; the nearest words are offered.
    """
    word = plain_name(text)
    place_ids = {*PlaceNames.of(places).ids_of(text), *_ids_of_country(places, word)}
    named = (links["id"] == text.strip()) | links["corridor"].isin(
        corridors_of(links, text, region=region)
    )
    border = _BORDER.fullmatch(text.strip())
    if border:
        code, back = border[0].upper(), f"{border[2]}-{border[1]}".upper()
        named |= links["border"].isin([code, back])
    if not place_ids and not named.any():
        raise InputError([_unknown_ban(places, links, text)])
    return Ban(frozenset(links.loc[named, "id"]), frozenset(place_ids))


def corridors_of(links: pd.DataFrame, text: str, *, region: Region) -> frozenset[str]:
    """Return the corridors that a text names, rivers and sea lanes in any usual spelling too."""
    word = plain_name(text)
    return frozenset(
        corridor
        for corridor in set(links["corridor"]) - {""}
        if word == plain_name(corridor) or _is_named(text, region.corridors.get(corridor, ()))
    )


def _ids_of_country(places: gpd.GeoDataFrame, word: str) -> Iterable[str]:
    codes = [
        code
        for code, names in COUNTRY_NAMES.items()
        if word in (code.casefold(), *(plain_name(name) for name in names))
    ]
    in_country = places["country"].isin(codes) | (
        (places["country"] != "") & (places["country"].str.casefold() == word)
    )
    return [str(place_id) for place_id in places.loc[in_country, "id"]]


def _unknown_place(
    places: gpd.GeoDataFrame, text: str, region: Region, links: pd.DataFrame | None = None
) -> Fault:
    rows = name_rows(places)
    if _is_water(text, region):
        found = f"'{text}', a river or a sea lane"
        ports = [] if links is None else _ports_on(places, links, text, region)
        remedy = f"Name a port on it: {', '.join(ports)}." if ports else "Name a port on it."
        return Fault("place", "the id or name of a place, or lat,lon", found, remedy)
    spoken = {plain_name(name): name for row in rows for name in spoken_names(row)}
    near = nearest_names(text, spoken)
    listed = "`zimnik layers export FOLDER` writes every id and name."
    remedy = f"Nearest: {near}." if near else listed
    return Fault("place", "the id or name of a place, or lat,lon", f"'{text}'", remedy)


def _ports_on(
    places: gpd.GeoDataFrame, links: pd.DataFrame, text: str, region: Region
) -> list[str]:
    """Return the ports on a river or sea lane by id, those first where most of its links meet."""
    on_it = links[links["corridor"].isin(corridors_of(links, text, region=region))]
    met = Counter([*on_it["from_id"], *on_it["to_id"]])
    ports = places.loc[places["kind"].isin([kind.value for kind in PORTS]), "id"]
    return sorted(set(ports) & set(met), key=lambda name: (-met[name], name))[:MOST_PORTS]


def _is_water(text: str, region: Region) -> bool:
    return any(_is_named(text, names) for names in region.corridors.values())


def _is_named(text: str, names: Iterable[str]) -> bool:
    """Whether a text is one of some names, in any usual spelling and case."""
    word = asked_name(plain_name(text)).name
    spelling = spelling_of(word)
    plain = [plain_name(name) for name in names]
    return bool(spelling) and any(
        spelling == spelling_of(name) or is_form_of(word, name) for name in plain
    )


def _unknown_ban(places: gpd.GeoDataFrame, links: pd.DataFrame, text: str) -> Fault:
    words = [name for row in name_rows(places) for name in spoken_names(row)]
    words += [*links["id"], *links["corridor"], *links["border"]]
    words += [word for code, names in COUNTRY_NAMES.items() for word in (code, *names)]
    near = nearest_names(text, {plain_name(word): word for word in words if word})
    border = next((f" ({border})" for border in links["border"] if border), "")
    return Fault(
        "avoid",
        f"a place, link, corridor, border{border} or country",
        f"'{text}'",
        f"Nearest: {near}." if near else "See the ids and corridors of the atlas.",
    )
