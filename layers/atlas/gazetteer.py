"""Places by name: ids, English and Russian names, aliases, and points as ``lat,lon``.

Owns how a name finds places, and what else can be avoided by name.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from zimnik.geo.core.errors import Fault, InputError
from zimnik.geo.core.vocabulary import SITE_KINDS
from zimnik.layers.atlas.countries import COUNTRY_NAMES
from zimnik.layers.atlas.points import PlaceMatch, read_point, region_fault
from zimnik.layers.atlas.region import wrapped_lon

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import geopandas as gpd

NEAREST = 5
NEAR = 0.6
_BORDER = re.compile(r"([A-Za-z]{2})-([A-Za-z]{2})")
_SHORT = re.compile(r"[(,/]")
_DASHES = re.compile(r"[\s\-\u2010-\u2015_]+")
# What a terminal's name adds to that of its town, at either end of it.
# fmt: off
_TERMINAL_WORDS = frozenset({
    "airfield", "airport", "freight", "glavny", "gorod", "i", "ii", "landing", "passazhirskaya",
    "port", "quay", "river", "roadstead", "sea", "sortirovochnaya", "station", "terminal",
    "uzlovoy", "1", "2",
    "аэродром", "аэропорт", "вокзал", "главный", "город", "грузовая", "морской", "пассажирская",
    "пассажирский", "порт", "пристань", "рейд", "речной", "сортировочная", "станция", "терминал",
    "узловой",
})
# fmt: on
NAME_COLUMNS = ("name_en", "name_ru")


@dataclass(frozen=True, slots=True)
class Ban:
    """Links and places that are avoided by one name."""

    link_ids: frozenset[str] = frozenset()
    place_ids: frozenset[str] = frozenset()


def find_place(
    places: gpd.GeoDataFrame, text: str, *, kinds: Collection[str] | None = None
) -> PlaceMatch:
    """Return the place that a text names.

    Parameters
    ----------
    places
        Sites and terminals as `layers.atlas.atlas.places` gives them.
    text
        An id; a name or alias in English or Russian, whatever its case, with dashes or spaces and
        with or without what stands in brackets or after a comma or stroke, and for a terminal with
        or without words such as port or station; or ``lat,lon``.
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
    matches, faults = find_each_place(places, [text], kinds=kinds)
    if faults:
        raise InputError(faults)
    return matches[0]


def find_each_place(
    places: gpd.GeoDataFrame, texts: Iterable[str], *, kinds: Collection[str] | None = None
) -> tuple[list[PlaceMatch], list[Fault]]:
    """Return the place that each text names, and a fault for each that names none.

    The same as `find_place` of one text after the other, but the names are read once.
    """
    chosen = places if kinds is None else places[places["kind"].isin([str(k) for k in kinds])]
    by_word = _by_word(chosen)
    matches, faults = list[PlaceMatch](), list[Fault]()
    for text in texts:
        found, point = _ids_of(by_word, text), read_point(text)
        if found:
            matches.append(PlaceMatch(found[0], others=tuple(found[1:])))
        elif point is None:
            faults.append(_unknown_place(chosen, text))
        elif outside := region_fault(text, *point):
            faults.append(outside)
        else:
            matches.append(match_of_point(*point))
    return matches, faults


def match_of_point(lon: float, lat: float, *, name: str = "") -> PlaceMatch:
    """Return a point of the region, in degrees, as a place under a name of its own."""
    lon = wrapped_lon(lon)
    return PlaceMatch(f"point_{lat:.4f}_{lon:.4f}", point=(lon, lat), name=name)


def names_in(places: gpd.GeoDataFrame, text: str) -> list[str]:
    """Return the names in a text with commas; what is a name or a point as it is stays whole."""
    if "," not in text or read_point(text) or _ids_of(_by_word(places), text):
        return [text]
    return [part.strip() for part in text.split(",")]


def find_places(places: gpd.GeoDataFrame, text: str) -> tuple[str, ...]:
    """Return the ids of all places that a text names, in the order of `find_place`.

    Raises
    ------
    InputError
        If it names none.
    """
    match = find_place(places, text)
    if match.point is not None:
        raise InputError([_unknown_place(places, text)])
    return (match.place_id, *match.others)


def find_ban(places: gpd.GeoDataFrame, links: pd.DataFrame, text: str) -> Ban:
    """Return the links and places that are avoided by a name.

    Parameters
    ----------
    places, links
        The network.
    text
        A place by id or name, a link by id, a corridor, a border such as RU-CN in either order, or
        a country by its code or its English or Russian name: all places in it.

    Raises
    ------
    InputError
        If it names nothing; the nearest words are offered.
    """
    word = plain_name(text)
    place_ids = {*_ids_of(_by_word(places), text), *_ids_of_country(places, word)}
    corridors = pd.Series([plain_name(value) for value in links["corridor"]], index=links.index)
    named = (links["id"] == text.strip()) | ((corridors == word) & (corridors != ""))
    border = _BORDER.fullmatch(text.strip())
    if border:
        code, back = border[0].upper(), f"{border[2]}-{border[1]}".upper()
        named |= links["border"].isin([code, back])
    if not place_ids and not named.any():
        raise InputError([_unknown_ban(places, links, text)])
    return Ban(frozenset(links.loc[named, "id"]), frozenset(place_ids))


def plain_name(text: str) -> str:
    """Return a name as it is compared: without case, dots of ё, dashes and outer space."""
    return _DASHES.sub(" ", text.casefold().replace("ё", "е")).strip()


def _names(row: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return the names of a place in full and in part."""
    full = [row[column] for column in NAME_COLUMNS]
    short = [plain_name(_SHORT.split(name, maxsplit=1)[0]) for name in full]
    if row["kind"] not in SITE_KINDS:
        short += [_town(name) for name in short]
    full += row["aliases"].split(";")
    return [plain_name(name) for name in full if name], [name for name in short if name]


def _town(plain_name: str) -> str:
    words = plain_name.split()
    while words and words[-1] in _TERMINAL_WORDS:
        words.pop()
    while words and words[0] in _TERMINAL_WORDS:
        words.pop(0)
    return " ".join(words)


def _rows(places: gpd.GeoDataFrame) -> list[dict[str, str]]:
    columns = ["id", *NAME_COLUMNS, "aliases", "kind"]
    values = zip(*(places[column].tolist() for column in columns), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in values]


def _by_word(places: gpd.GeoDataFrame) -> dict[str, list[tuple[tuple[bool, bool], str]]]:
    """Return what each word names: whether a terminal, whether in part, and the id."""
    named: dict[str, list[tuple[tuple[bool, bool], str]]] = {}
    for row in _rows(places):
        full, short = _names(row)
        terminal = row["kind"] not in SITE_KINDS
        for word in {*full, *short, plain_name(row["id"])}:
            named.setdefault(word, []).append(((terminal, word not in full), row["id"]))
    return named


def _ids_of(by_word: Mapping[str, Sequence[tuple[tuple[bool, bool], str]]], text: str) -> list[str]:
    word = plain_name(text)
    found = by_word.get(word, ()) if word else ()
    ranked = [((place_id != text.strip(), *rank), place_id) for rank, place_id in found]
    return [place_id for _, place_id in sorted(ranked, key=lambda item: item[0])]


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


def _unknown_place(places: gpd.GeoDataFrame, text: str) -> Fault:
    rows = _rows(places)
    spoken = {plain_name(name): name for row in rows for name in _spoken(row)}
    near = _nearest(text, spoken)
    listed = "`zimnik layers export FOLDER` writes every id and name."
    remedy = f"Nearest: {near}." if near else listed
    return Fault("place", "the id or name of a place, or lat,lon", f"'{text}'", remedy)


def _spoken(row: dict[str, str]) -> list[str]:
    aliases = row["aliases"].split(";")
    return [name for name in (row["id"], row["name_en"], row["name_ru"], *aliases) if name]


def _unknown_ban(places: gpd.GeoDataFrame, links: pd.DataFrame, text: str) -> Fault:
    words = [name for row in _rows(places) for name in _spoken(row)]
    words += [*links["id"], *links["corridor"], *links["border"]]
    words += [word for code, names in COUNTRY_NAMES.items() for word in (code, *names)]
    near = _nearest(text, {plain_name(word): word for word in words if word})
    return Fault(
        "avoid",
        "a place, link, corridor, border (RU-CN) or country",
        f"'{text}'",
        f"Nearest: {near}." if near else "See the ids and corridors of the atlas.",
    )


def _nearest(text: str, spoken: dict[str, str]) -> str:
    close = difflib.get_close_matches(plain_name(text), list(spoken), n=NEAREST, cutoff=NEAR)
    return ", ".join(dict.fromkeys(spoken[word] for word in close))
